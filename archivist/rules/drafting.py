"""Rule files as drafts: what was read out of a foreign table, written in our form for review."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from archivist.model import Kind
from archivist.rules.phrasing import carrier_of, every_of
from archivist.rules.standard import TITLE_LENGTH

REVIEW = "待核"
"""Stands behind every line the program is not sure of."""
MOST_WORDS = 8


@dataclass
class DraftPoint:
    """A point under construction; ``doubts`` pairs a key of its YAML form with the reason."""

    title: str
    text: str
    origin: str
    score: Decimal = Decimal(0)
    deduction: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    period: str = ""
    wants: list[str] = field(default_factory=list)
    doubts: dict[str, str] = field(default_factory=dict)


@dataclass
class DraftItem:
    """An item under construction; ``kind`` and ``stated`` score are None while nothing told."""

    title: str
    row: int
    stated: Decimal | None = None
    kind: Kind | None = None
    points: list[DraftPoint] = field(default_factory=list)

    @property
    def score(self) -> Decimal:
        """The sum of its points."""
        return sum((point.score for point in self.points), Decimal(0))


@dataclass
class DraftPart:
    """A part under construction."""

    title: str
    row: int
    stated: Decimal | None = None
    items: list[DraftItem] = field(default_factory=list)

    @property
    def score(self) -> Decimal:
        """The sum of its items."""
        return sum((item.score for item in self.items), Decimal(0))


def write(parts: Iterable[DraftPart], bonus: Iterable[DraftPoint]) -> Iterator[tuple[str, str]]:
    """Write part files and, if there is any bonus, the bonus file.

    Args:
        parts: parts with at least one item each, items with at least one point each.
        bonus: the bonus items.

    Yields:
        File name and YAML text; items are numbered through all parts, bonus items J1, J2 …
    """
    titles: set[str] = set()
    number = 0
    for code, part in enumerate(parts, 1):
        lines = [
            _HEAD,
            f"code: {code}",
            f"title: {quoted(part.title)}",
            f"score: {shown(part.score)}",
            "items:",
        ]
        for item in part.items:
            number += 1
            lines += ["", *_item(item, f"{number:02d}", titles)]
        yield f"part-{code}.yaml", "\n".join(lines) + "\n"
    lines = []
    for order, point in enumerate(bonus, 1):
        lines += ["", *_point(point, f"J{order}", titles)]
    if lines:
        yield "bonus.yaml", "\n".join([_HEAD, "items:", *lines]) + "\n"


_HEAD = f"# 由表格导入的初稿，请逐条核对；标有“{REVIEW}”的行是程序没有把握的。"


def _item(item: DraftItem, code: str, titles: set[str]) -> Iterator[str]:
    yield f"- code: {code}"
    yield f"  title: {quoted(item.title)}"
    kind, doubt = item.kind or Kind.BASIC, "" if item.kind else f"  # {REVIEW}：表中没有写类别"
    yield f"  kind: {kind}{doubt}"
    yield f"  score: {shown(item.score)}"
    yield "  points:"
    for order, point in enumerate(item.points, 1):
        yield from (f"  {line}" for line in _point(point, f"{code}-{order}", titles))


def _point(point: DraftPoint, code: str, titles: set[str]) -> Iterator[str]:
    title = _unique(folder_title(point.title), code, titles)
    wants = list(dict.fromkeys(point.wants)) or [f"{title}佐证材料"]
    lead, *support = point.units
    yield f"- code: {code}"
    yield from _line(point, "title", quoted(title))
    yield from _line(point, "text", quoted(point.text))
    yield from _line(point, "score", shown(point.score))
    yield from _line(point, "deduction", quoted(" ".join(point.deduction)))
    yield from _line(point, "methods", _flow(point.methods))
    yield from _line(point, "lead", quoted(lead))
    yield from _line(point, "support", _flow(support))
    yield from _line(point, "period", quoted(point.period))
    yield from _line(point, "wants", "")
    for want in wants:
        yield f"  - name: {quoted(want)}"
        yield f"    carrier: {carrier_of(want)}  # {REVIEW}"
        yield f"    every: {every_of(want)}  # {REVIEW}"
    yield f"  words: {_flow(_words(title, point, wants))}  # {REVIEW}：请改成材料里常见的说法"
    yield "  examples:"
    yield f"  - {quoted(f'{code}_{title}.pdf')}"
    yield f"  - {quoted(f'{code}_{lead}_{title}_20220315.docx')}"
    yield "  provenance:"
    yield f"    text: {quoted(f'published（{point.origin}）')}"


def _line(point: DraftPoint, key: str, value: str) -> Iterator[str]:
    doubt = point.doubts.get(key)
    mark = f"  # {REVIEW}：{_one_line(doubt)}" if doubt else ""
    yield f"  {key}: {value}".rstrip() + mark


def _words(title: str, point: DraftPoint, wants: list[str]) -> list[str]:
    clauses = re.split(r"[，。；：、,;:（）()“”\s]", point.text)
    fitting = (word for word in [*wants, *clauses] if 4 <= len(word) <= 14)  # noqa: PLR2004 - a phrase
    return list(dict.fromkeys([title, *fitting]))[:MOST_WORDS]


def folder_title(text: str) -> str:
    """The first clause of a text, fit for a folder name."""
    clause = next(filter(None, re.split(r"[，。；：,;:（()）\s]", text)), text)
    return re.sub(r'[\\/:*?"<>|#%.\s]', "", clause)[:TITLE_LENGTH] or "未命名"


def _unique(title: str, code: str, titles: set[str]) -> str:
    unique = title if title not in titles else title[: TITLE_LENGTH - len(code)] + code
    titles.add(unique)
    return unique


def _flow(texts: Iterable[str]) -> str:
    return "[" + ", ".join(quoted(text) for text in dict.fromkeys(texts)) + "]"


def shown(score: Decimal) -> str:
    """A score without trailing zeros."""
    return f"{score.normalize():f}"


def quoted(text: str) -> str:
    """A text as a YAML value: bare where that is safe, else in double quotes."""
    plain = _one_line(text)
    return plain if _BARE.fullmatch(plain) else json.dumps(plain, ensure_ascii=False)


_BARE = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9（“《][\u4e00-\u9fffA-Za-z0-9（）、，。；：“”《》〔〕/_.+-]*"
)


def _one_line(text: str) -> str:
    """No line breaks and nothing invisible: a comment or value must stay on its line."""
    return "".join(char if char.isprintable() else " " for char in text).strip()
