"""Where the red line goes under a proving passage that only OCR knows: on scans and photographs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from archivist.model import OcrLine, Stroke
from archivist.press.landing import PAGES, clause, passages, plain

_COLUMN = 2
"""A line of more characters than this that is higher than wide runs downwards."""


def strokes(lines: Iterable[OcrLine], words: tuple[str, ...]) -> tuple[Stroke, ...]:
    """Lines under the clauses in which passages stand, each passage where it is met first.

    Args:
        lines: what OCR read, in reading order.
        words: the passages a placement rests on.
    """
    wanted = passages(words)
    found: list[Stroke] = []
    for number, page in groupby(lines, key=lambda line: line.page):
        if not wanted or number > PAGES:
            break
        found += _on(list(page), wanted)
    return tuple(found)


def _on(page: list[OcrLine], wanted: list[str]) -> Iterator[Stroke]:
    """The strokes of one page; found passages are taken out of ``wanted``."""
    letters = [letter for line in page for letter in line.text]
    said, places = plain(letters)
    for word in list(wanted):
        at = said.find(word)
        if at >= 0:
            wanted.remove(word)
            yield from _under(page, word, *clause(letters, places[at], places[at + len(word) - 1]))


def _under(page: list[OcrLine], word: str, first: int, last: int) -> Iterator[Stroke]:
    """Under the letters from ``first`` to ``last`` of the page, line by line."""
    start = 0
    for line in page:
        end = start + len(line.text)
        if start <= last and first < end and not _downwards(line):
            part = slice(max(first - start, 0), min(last + 1, end) - start)
            yield _stroke(line, word, part)
        start = end


def _downwards(line: OcrLine) -> bool:
    left, top, right, bottom = line.spot
    return len(line.text) > _COLUMN and right - left < bottom - top


def _stroke(line: OcrLine, word: str, part: slice) -> Stroke:
    """Under a part of a line; its letters are as wide as usual, Chinese twice the others."""
    widths = [2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in line.text]
    left, _, right, bottom = line.spot
    ends = []
    for before in (widths[: part.start], widths[: part.stop]):
        share = sum(before) / sum(widths)
        rise = (1 - share) * max(line.slope, 0.0) + share * max(-line.slope, 0.0)
        ends.append(_shown(left + share * (right - left), bottom - rise, line.turn))
    return Stroke(word, line.page, *ends)


def _shown(x: float, y: float, turn: int) -> tuple[float, float]:
    """A place on the upright page, on the page as it is shown."""
    for _ in range(turn // 90):
        x, y = 1 - y, x
    return x, y
