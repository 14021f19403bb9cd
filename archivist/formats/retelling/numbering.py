"""The numbers Word puts before paragraphs: 一、（一）1. and dots, which stand in no text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archivist.formats.parts import attribute, local
from archivist.formats.retelling.styles import Props, props

if TYPE_CHECKING:
    from lxml.etree import _Element

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DOTS = {
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf075": "◆",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf0a7": "▪",
    "·": "•",
}
_LAST = 9_999
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level counts; ``legal`` writes all numbers in it as figures (``w:isLgl``)."""

    form: str
    text: str
    first: int
    legal: bool
    indents: Props


class Numbering:
    """Counts as Word does: levels of one list share their counters, a higher one starts them anew."""

    def __init__(self, root: _Element | None) -> None:
        """Read ``word/numbering.xml``, None if there is none."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = {}
        for child in root if root is not None else ():
            if local(child) == "abstractNum":
                levels = dict(_level(lvl) for lvl in child.iterfind("{*}lvl"))
                self._levels[attribute(child, "abstractNumId")] = levels
            elif local(child) == "num":
                of = child.find("{*}abstractNumId")
                self._lists[attribute(child, "numId")] = "" if of is None else attribute(of, "val")

    def paragraph(self, of: Props) -> Props:
        """Indents of the level a numbered paragraph stands on."""
        level = self._level_of(of)
        return level.indents if level else {}

    def label(self, of: Props) -> str:
        """The next number or dot for a paragraph with these properties, "" if it has none."""
        level = self._level_of(of)
        if not level:
            return ""
        key, depth = self._lists[of["numId"]], _depth(of)
        counts = self._counts.setdefault(key, [None] * _LEVELS)
        before = counts[depth]
        counts[depth] = level.first if before is None else min(before + 1, _LAST)
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        if level.form == "bullet":
            return "".join(
                _DOTS.get(s, "•" if "\ue000" <= s <= "\uf8ff" else s) for s in level.text
            )
        legal = level.legal
        return re.sub(
            r"%([1-9])", lambda met: self._said(key, int(met[1]) - 1, legal=legal), level.text
        )

    def _said(self, key: str, depth: int, *, legal: bool) -> str:
        level = self._levels[key].get(depth)
        count = self._counts[key][depth]
        if level is None:
            return ""
        return said("decimal" if legal else level.form, level.first if count is None else count)

    def _level_of(self, of: Props) -> _Level | None:
        levels = self._levels.get(self._lists.get(of.get("numId", ""), ""), {})
        return levels.get(_depth(of))


def _depth(of: Props) -> int:
    depth = of.get("ilvl", "0")
    return int(depth) if depth in set("012345678") else 0


def _level(lvl: _Element) -> tuple[int, _Level]:
    told = {local(child): attribute(child, "val") for child in lvl}
    start = told.get("start", "1")
    first = int(start) if start.isdecimal() and len(start) < 5 else 1  # noqa: PLR2004 - digits of _LAST
    depth = _depth({"ilvl": attribute(lvl, "ilvl")})
    indents = props(lvl.find("{*}pPr"))
    kept = {key: value for key, value in indents.items() if key.startswith("ind.")}
    legal = "isLgl" in told and told["isLgl"] not in {"0", "false"}
    form, text = told.get("numFmt", "decimal"), told.get("lvlText", "")
    return depth, _Level(form, text, first, legal, kept)


def said(form: str, count: int) -> str:
    """A count in the way a level writes it (ECMA-376 §17.18.59, those clerks meet)."""
    if form in {"none", ""}:
        return ""
    write = _WRITERS.get(form) or next(
        (write for start, write in _FAMILIES if form.startswith(start)), str
    )
    told = write(count)
    return told.upper() if form.startswith("upper") else told


def _letter(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if 0 < count <= _CIRCLES else str(count)


def _roman(count: int) -> str:
    told = []
    for value, sign in _ROMAN:
        times, count = divmod(min(count, 399), value)
        told.append(sign * times)
    return "".join(told)


def han(count: int) -> str:
    """十二, 二十; from a hundred on digit by digit."""
    if not 0 < count < 100:  # noqa: PLR2004 - two digits
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


_CIRCLES = 20
"""① to ⑳ stand in every face."""

_WRITERS: dict[str, Callable[[int], str]] = {
    "upperLetter": _letter,
    "lowerLetter": _letter,
    "upperRoman": _roman,
    "lowerRoman": _roman,
    "ideographTraditional": lambda count: _STEMS[(count - 1) % len(_STEMS)],
    "ideographZodiac": lambda count: _BRANCHES[(count - 1) % len(_BRANCHES)],
    "chineseLegalSimplified": lambda count: "".join(_LEGAL[int(digit)] for digit in str(count)),
    "decimalZero": lambda count: f"{count:02}",
}
_FAMILIES: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("decimalEnclosedCircle", _circled),
    ("chinese", han),
    ("japanese", han),
    ("taiwanese", han),
    ("ideographDigital", han),
)
