"""What offices write about at each point: subjects and sentences by hand, apart from the rules.

The files in ``themes/`` were written from the requirement texts and from how offices speak; they
share no word list with ``rules/``, so that placing is not measured against itself. Those in
``themes/second/`` say the same in everyday words, by another hand and without a look at the
rules' words: they tell how well what was chosen on the first hand travels. ``themes/third/`` is
written as clerks talk (short titles, abbreviations, local names), from the standard's text alone
and before the rules' thesaurus was begun: nothing is chosen on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_THEME = re.compile(r"(\d) (\S+) (.+?)(?: =(\S+))?")


@dataclass(frozen=True, slots=True)
class Theme:
    """One kind of paper: ``want`` is the 1-based number of the point's want it is evidence for.

    ``genre`` is the kind of writing (通知, 台账, 照片 …), ``subjects`` are alternative wordings,
    ``also`` points it would prove as well.
    """

    want: int
    genre: str
    subjects: tuple[str, ...]
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Everything written about one point: its papers, sentences, and columns of its tables."""

    code: str
    themes: tuple[Theme, ...]
    sentences: tuple[str, ...]
    columns: tuple[str, ...]


FIRST, SECOND, THIRD = "themes", "themes/second", "themes/third"
"""The three hands that wrote about the same points, as folders."""


@cache
def topics(hand: str = FIRST) -> dict[str, Topic]:
    """All topics of a hand by point code; codes beginning with N belong nowhere."""
    found = {}
    for path in sorted((Path(__file__).parent / hand).glob("*.txt")):
        for block in path.read_text("utf-8").split("[")[1:]:
            topic = _topic(block)
            found[topic.code] = topic
    return found


def _topic(block: str) -> Topic:
    code, _, rest = block.partition("]")
    lines = [line for line in rest.splitlines() if line]
    return Topic(
        code,
        tuple(_theme(line) for line in lines if line[0].isdigit()),
        tuple(line[2:] for line in lines if line[0] == "-"),
        tuple(next(line[2:] for line in lines if line[0] == "@").split(",")),
    )


def _theme(line: str) -> Theme:
    found = _THEME.fullmatch(line)
    if found is None:
        raise ValueError(f"not a theme: {line}")
    want, genre, subjects, also = found.groups()
    return Theme(int(want), genre, tuple(subjects.split("|")), tuple((also or "").split()))
