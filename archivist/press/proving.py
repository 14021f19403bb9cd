"""The red line under a proving passage of an original that is laid out anew: words are known, places are not yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from archivist.press.landing import clause, passages, plain

_Said = dict[str, Any]
Ranges = list[tuple[int, int]]


def proved(told: _Said, words: tuple[str, ...]) -> None:
    """Mark the clauses in which passages stand, each where it is met first, in the data of a form.

    Args:
        told: a ``Retold`` as ``retold.typ`` asks for it; runs of a marked clause get looks of
            their own, other words a ``parts`` of (words, whether they prove).
        words: the passages a placement rests on.
    """
    wanted = passages(words)
    looks: list[_Said] = told["looks"]
    blocks = [block for stretch in told["stretches"] for block in stretch["blocks"]]
    for block in blocks:
        if not wanted:
            return
        if block["kind"] == "p":
            runs = block["runs"]
            if found := _found("".join(said for said, _ in runs), wanted):
                block["runs"] = list(_split(runs, found, looks))
        elif block["kind"] == "grid":
            block["cells"] = [_marked(cell, "t", wanted) for cell in block["cells"]]
        elif "text" in block:
            block.update(_marked(block, "text", wanted))


def _found(text: str, wanted: list[str]) -> Ranges:
    """From which to before which character clauses prove; found words are no longer wanted."""
    letters = list(text)
    said, places = plain(letters)
    ranges: Ranges = []
    for word in list(wanted):
        at = said.find(word)
        if at >= 0:
            wanted.remove(word)
            first, last = clause(letters, places[at], places[at + len(word) - 1])
            ranges.append((first, last + 1))
    return ranges


def _marked(cell: str | _Said, key: str, wanted: list[str]) -> str | _Said:
    text = cell if isinstance(cell, str) else cell[key]
    if not (found := _found(text, wanted)):
        return cell
    whole = {key: cell} if isinstance(cell, str) else cell
    parts = [(text[a:b], _within(a, found)) for a, b in _pieces(0, len(text), found)]
    return {**whole, "parts": parts}


def _split(
    runs: Sequence[tuple[str, int]], found: Ranges, looks: list[_Said]
) -> Iterator[tuple[str, int]]:
    start = 0
    for said, seen in runs:
        for a, b in _pieces(start, start + len(said), found):
            look = _proving(looks, seen) if _within(a, found) else seen
            yield said[a - start : b - start], look
        start += len(said)


def _proving(looks: list[_Said], seen: int) -> int:
    """The number of the same look with a red line."""
    look = {**looks[seen], "line": "proof"}
    if look not in looks:
        looks.append(look)
    return looks.index(look)


def _pieces(start: int, end: int, found: Ranges) -> Iterator[tuple[int, int]]:
    """A stretch of words cut where a clause begins or ends."""
    cuts = {edge for each in found for edge in each if start < edge < end}
    return pairwise(sorted({start, end} | cuts))


def _within(place: int, found: Ranges) -> bool:
    return any(first <= place < end for first, end in found)
