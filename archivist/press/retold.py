"""What a document says, laid out anew for the volume: titles, headings, paragraphs and tables.

Plain text and old Office documents have no pages of their own that a typesetter could enclose, and
nobody here opens them again. Their text is known, one line for each paragraph or row, cells parted
by tabs; from it comes a page that reads like the document. It is no facsimile, and the page says so.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from archivist.model import MOST_RETOLD, Block, Retold, Stretch

Row = list[str]

VERSION = 2
"""Raised when the same text would be laid out otherwise: volumes are set anew then."""

_COLUMNS = 14
"""Columns a lying sheet holds; of wider tables the rest stands below, beside the first column."""
_WIDE = 96
"""Half-width signs a standing sheet holds in a row of a table."""
_LONGEST = 28
"""Half-width signs of a cell beyond which it is broken into lines rather than made wider."""
_PROSE = 800
"""Characters of paragraphs that read badly on a lying sheet."""
_SHORT = 10
_FEW = 3
_STANDING, _LYING = 470.0, 717.0
"""Points of a row on a standing and on a lying sheet, between the margins of ``retold.typ``."""
_LEAST = 6.5
"""Points of the smallest face a table is set in."""
_TITLE_LINES = 6
_TITLE_CHARS = 60

_FIRST = re.compile(r"第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
"""Headings of the first and second order (GB/T 9704-2012 §7.3.3)."""
_DAY = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_NUMBER = re.compile(r"\S{1,12}[〔\[（(]\d{4}[〕\]）)]\s*\d+\s*号|第\s*\d+\s*期")
_FIGURE = re.compile(r"[-+]?[\d,.:/%‰—-]+")
_BARE = frozenset(["txt", "csv", "md", "json", "xml", "eml", "msg"])
"""Formats that know no merged cells, and no pictures that are not files of their own."""


def retold(form: str, text: str, beyond: int = 0) -> Retold:
    r"""A text as blocks for the typesetter.

    Args:
        form: the format it is of.
        text: what it says, ``\f`` between pages or sheets, ``\t`` between cells; its beginning
            will do if it is longer than what stands in a volume.
        beyond: how many characters were left away then.

    Returns:
        Blocks, each with a ``kind`` (title, centre, to, head, sub, text, right, spread, grid), on a
        lying sheet when they want one.
    """
    shown = _cut(text.strip())
    blocks = _signed(list(_blocks(_lines(form, shown))))
    tables = any(block.pop("wide", False) for block in blocks)
    prose = sum(len(str(block.get("text", ""))) for block in blocks)
    stretch = Stretch(tables and prose < _PROSE, blocks=tuple(blocks))
    cut = len(text.strip()) - len(shown) + beyond
    return Retold((stretch,), cut=cut, plain=form not in _BARE)


def _cut(text: str) -> str:
    """The beginning of a text, ended at a line where one ends near."""
    if len(text) <= MOST_RETOLD:
        return text
    end = text.rfind("\n", MOST_RETOLD // 2, MOST_RETOLD)
    return text[: end if end > 0 else MOST_RETOLD]


def _lines(form: str, text: str) -> list[str]:
    if form == "csv":
        return ["\t".join(map(str.strip, row)) for row in csv.reader(text.splitlines())]
    return text.replace("\f", "\n").split("\n")


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    filled = [line.rstrip() for line in lines if line.strip()]
    head = _head(filled)
    yield from (_titled(line) for line in filled[:head])
    for ruled, group in groupby(_marked(filled[head:]), key=lambda pair: pair[0]):
        found = [line for _, line in group]
        if ruled and len(found) > 1:
            yield from _tables([[cell.strip() for cell in line.split("\t")] for line in found])
        else:
            yield from map(_paragraph, found)


def _signed(blocks: list[Block]) -> list[Block]:
    """Who signs stands above the date, at the right like it; what follows it may be a new title."""
    for block, after in pairwise(blocks):
        if block["kind"] == "text" and after["kind"] == "right" and _bare(block):
            block["kind"] = "right"
        if block["kind"] == "right" and after["kind"] == "text" and _bare(after):
            after["kind"] = "title"
    return blocks


def _bare(block: Block) -> bool:
    """Whether this is a name or title and no sentence; the printer's line names a day."""
    said = str(block["text"])
    return len(said) <= _TITLE_CHARS / 2 and said[-1] not in "。；，：!！" and not _DAY.search(said)


def _head(lines: Sequence[str]) -> int:
    """How many lines at the start are titles: short, no sentence, no heading, no row."""
    for number, line in enumerate(lines[:_TITLE_LINES]):
        said = line.strip()
        ends = said[-1] in "。；，：:;,!？?" or (number and "：" in said)
        if ends or "\t" in said or len(said) > _TITLE_CHARS or _FIRST.match(said):
            return number
    return min(len(lines), 1) if len(lines) <= _TITLE_LINES else 0 if not lines else 1


def _titled(line: str) -> Block:
    said = line.strip()
    plain = _NUMBER.fullmatch(said) or said.endswith("文件") or _DAY.fullmatch(said)
    return {"kind": "centre" if plain else "title", "text": said}


def _marked(lines: Sequence[str]) -> Iterator[tuple[bool, str]]:
    """Whether each line is a row of a table; one cell alone between rows is a row too."""
    rows = ["\t" in line.strip() for line in lines]
    for number, line in enumerate(lines):
        between = rows[number - 1 : number] == [True] and rows[number + 1 : number + 2] == [True]
        yield rows[number] or between, line


def _paragraph(line: str) -> Block:
    said = line.strip()
    if "\t" in said:
        return {"kind": "spread", "cells": [cell.strip() for cell in said.split("\t") if cell]}
    if _FIRST.match(said) and len(said) <= _TITLE_CHARS:
        return {"kind": "head", "text": said}
    if _SECOND.match(said) and len(said) <= _TITLE_CHARS:
        return {"kind": "sub", "text": said}
    if _DAY.fullmatch(said):
        return {"kind": "right", "text": said}
    if said.endswith(("：", ":")) and len(said) <= _TITLE_CHARS:
        return {"kind": "to", "text": said}
    return {"kind": "text", "text": said}


def _tables(rows: list[Row]) -> Iterator[Block]:
    """A table, or several below each other when it has more columns than a sheet."""
    count = max(map(len, rows))
    full = [row if len(row) == 1 else row + [""] * (count - len(row)) for row in rows]
    if count <= _COLUMNS:
        yield _table(full)
        return
    for start in range(1, count, _COLUMNS - 1):
        part = [
            row if len(row) == 1 else [row[0], *row[start : start + _COLUMNS - 1]] for row in full
        ]
        if any(any(row[1:]) for row in part):
            yield _table(part)


def _table(rows: list[Row]) -> Block:
    """Widths in half-width signs; a first row of words above others is the heading."""
    full = [row for row in rows if len(row) > 1]
    columns = [[row[place] for row in full] for place in range(len(full[0]))]
    widths = [max(4, *(min(_span(cell), _LONGEST) for cell in column)) for column in columns]
    widths = [
        max(wide, *(_unbroken(cell) for cell in column))
        for wide, column in zip(widths, columns, strict=True)
    ]
    named = len(rows[0]) > 1 and all(rows[0]) and not any(map(_FIGURE.fullmatch, rows[0]))
    wide = sum(widths) + 2 * len(widths) > _WIDE
    room = (_LYING if wide else _STANDING) / sum(each + 2 for each in widths)
    size = max(_LEAST, min(10.5, 2 * room))
    bands = any(len(row) == 1 for row in rows)
    return {
        "kind": "grid",
        "widths": [round((each + 2) * min(room, size / 2 + 0.6), 1) for each in widths],
        "size": round(size, 1),
        "sides": [_side(column[named:] or column) for column in columns],
        "head": int(named and len(rows) > 1),
        "plain": not bands,
        "cells": list(_placed(rows)) if bands else [cell for row in rows for cell in row],
        "ruled": True,
        "wide": wide,
    }


def _side(column: Sequence[str]) -> str:
    """Figures stand at the right, short words in the middle, the rest at the left."""
    filled = [cell for cell in column if cell]
    if filled and all(map(_FIGURE.fullmatch, filled)) and max(map(len, filled)) > _FEW:
        return "right"
    return "center" if max(map(_span, column)) <= 2 * _SHORT else "left"


def _placed(rows: list[Row]) -> Iterator[Block]:
    """Cells with their places, where one alone takes a whole row."""
    many = max(map(len, rows))
    for y, row in enumerate(rows):
        if len(row) == 1:
            yield {"x": 0, "y": y, "t": row[0], "c": many, "a": "left"}
        else:
            yield from ({"x": x, "y": y, "t": cell} for x, cell in enumerate(row))


def _span(said: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in said)


def _unbroken(said: str) -> int:
    """The longest stretch no line can break in: figures and Latin letters."""
    return max((len(part) for part in re.findall(r"[!-~]+", said)), default=0)
