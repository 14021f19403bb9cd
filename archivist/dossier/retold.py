"""What a document says, laid out anew for the volume: titles, headings, paragraphs and tables.

Office documents and plain text have no pages of their own that a typesetter could enclose. Their
text is known, one line for each paragraph or row, cells parted by tabs; from it comes a page that
reads like the document. It is no facsimile, and the page says so.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from archivist.model import Reading

Row = list[str]
Block = dict[str, object]

MOST_CHARS = 40_000
"""Characters of a text that stand in a volume (ours); the page says where it ends."""

_BANDS = 2
_COLUMNS = 14
"""Columns a lying sheet holds; of wider tables the rest stands below, beside the first column."""
_WIDE = 96
"""Half-width signs a standing sheet holds in a row of a table."""
_LONGEST = 28
"""Half-width signs of a cell beyond which it is broken into lines rather than made wider."""
_PROSE = 800
"""Characters of paragraphs that read badly on a lying sheet."""
_SHORT = 10
_TITLE_LINES = 6
_TITLE_CHARS = 60

_FIRST = re.compile(r"第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
"""Headings of the first and second order (GB/T 9704-2012 §7.3.3)."""
_DAY = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_NUMBER = re.compile(r"\S{1,12}[〔\[（(]\d{4}[〕\]）)]\s*\d+\s*号|第\s*\d+\s*期")
_FIGURE = re.compile(r"[-+]?[\d,.:/%‰—-]+")
_SHEETS = frozenset({"xlsx", "xls", "ods", "et", "xlsb"})


def retold(reading: Reading, text: str) -> dict[str, object]:
    r"""The blocks of a document for the typesetter.

    Args:
        reading: of it; says of which sheets a workbook consists.
        text: all its text, ``\f`` between pages or sheets, ``\t`` between cells.

    Returns:
        ``blocks``, each with a ``kind`` (title, centre, to, head, sub, text, right, spread,
        sheet, table); ``wide`` when they want a lying sheet; ``cut``, how many characters are
        left out.
    """
    shown = _cut(text.strip())
    blocks = [block for page in _pages(reading, shown) for block in _signed(list(_blocks(*page)))]
    tables = any(block.get("wide") for block in blocks)
    prose = sum(len(str(block.get("text", ""))) for block in blocks)
    cut = len(text.strip()) - len(shown)
    return {"blocks": blocks, "wide": tables and prose < _PROSE, "cut": cut}


def _cut(text: str) -> str:
    """The beginning of a text, ended at a line where one ends near."""
    if len(text) <= MOST_CHARS:
        return text
    end = text.rfind("\n", MOST_CHARS // 2, MOST_CHARS)
    return text[: end if end > 0 else MOST_CHARS]


def _pages(reading: Reading, text: str) -> Iterator[tuple[str, list[str]]]:
    """Name of the sheet and its lines; anything but a workbook is one page without a name."""
    if reading.format == "csv":
        yield "", ["\t".join(map(str.strip, row)) for row in csv.reader(text.splitlines())]
        return
    names = dict(reading.facts).get("sheets", "").split("；")
    sheets = text.split("\f")
    if reading.format not in _SHEETS or len(sheets) < _BANDS or len(sheets) > len(names):
        yield "", text.replace("\f", "\n").split("\n")
        return
    for name, sheet in zip(names, sheets, strict=False):
        lines = sheet.split("\n")
        yield name, lines[:-1] if lines[-1].strip() == name else lines


def _blocks(name: str, lines: Sequence[str]) -> Iterator[Block]:
    if name and any(line.strip() for line in lines):
        yield {"kind": "sheet", "text": f"工作表：{name}"}
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
    short = ["center" if max(map(_span, c)) <= 2 * _SHORT else "left" for c in columns]
    return {
        "kind": "table",
        "widths": [wide + 2 for wide in widths],
        "rows": rows,
        "named": named and len(rows) > 1,
        "align": short,
        "wide": sum(widths) + 2 * len(widths) > _WIDE,
    }


def _span(said: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in said)


def _unbroken(said: str) -> int:
    """The longest stretch no line can break in: figures and Latin letters."""
    return max((len(part) for part in re.findall(r"[!-~]+", said)), default=0)
