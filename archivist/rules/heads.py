"""Which columns of a transmittal list name files and points, as clerks head them — or do not.

Titles and notes stand above a head, a head may take two lines with merged cells, item and point may
stand apart. What calls itself a list is believed with less: then a column of codes is known by its
values, and codes may stand in lines of their own above the files they count for.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from archivist.rules.naming import plain

_HEADS = {
    "file": re.compile(
        r"文件名|文件名称|电子文件|材料名称|资料名称|附件名|材料文件|文件标题|^文件$|^材料$"
    ),
    "code": re.compile(r"要点|编码|指标|考评项|测评项|评价项|^代码$"),
    "unit": re.compile(r"单位|部门|科室"),
    "want": re.compile(r"佐证|材料类别|材料种类|材料类型|对应材料|所需材料|证明材料"),
    "date": re.compile(r"日期|时间|年度|年份"),
}
"""Column by what its heading says; the first heading that fits takes the column."""

_STRONG = {"file": re.compile(r"文件名|电子文件|附件名"), "code": re.compile(r"编码|编号|代码")}
"""Of several columns of a kind the one that surely is meant."""

_WEAK = re.compile(r"题名|名称|标题|材料|资料|佐证|内容")
"""Headings of the files' column, in what calls itself a list."""

_BELOW = re.compile(
    r"序号|(?:要点|项目|文件|材料)?(?:名称?|编[码号]|题名|标题)|文件名|份数|页数|件数|备注|"
    r"要点|项目|日期|载体|格式|类型|类别|单位|代码"
)
"""A cell in the second line of a head."""

_EXTENDED = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
_WIDTH = 2
_HEAD_LINES = 40
_LONGEST_HEAD = 30
_ENOUGH, _MOST = 2, 0.8
"""So many cells, and this share of them, make a column of codes or of file names."""

Table = Sequence[Sequence[str]]
Means = Callable[[str], bool]
"""Whether a cell names a point."""


class Columns(NamedTuple):
    """Where a list's columns stand: ``codes`` likeliest first, ``at`` the others by kind.

    ``heads`` are the plain headings and ``until`` the number of lines they end with.
    """

    at: dict[str, int]
    codes: tuple[int, ...]
    heads: tuple[str, ...] = ()
    until: int = 0


def columns(table: Table, means: Means, *, titled: bool) -> Columns | None:
    """The columns of a list; None if the table is none. ``titled``: it calls itself one."""
    for until, heads in _headings(table):
        found = _headed(heads, until, titled=titled)
        if found and titled and not found.codes:
            found = found._replace(codes=_codes(table[until:], means))
        if found and (found.codes or titled):
            return found
    return _by_values(table, means) if titled else None


def cells(page: str, form: str) -> Iterator[list[str]]:
    """The cells of a page's lines, whatever parts them; lines without a letter are left out."""
    lines = [line for line in page.split("\n") if line.strip()]
    top = "\n".join(lines[:_HEAD_LINES])
    if form in {"csv", "txt"} and "\t" not in top:
        with suppress(csv.Error):  # one quotation mark too many: what was read so far counts
            yield from csv.reader(lines, delimiter=max(",;；，|", key=top.count))
    else:
        yield from (line.split("\t") for line in lines)


def _headings(table: Table) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Lines that may be a head, two of them as one where the second goes on; and where they end."""
    plains = [tuple(map(plain, line)) for line in table[: _HEAD_LINES + 1]]
    for number, line in enumerate(plains[:_HEAD_LINES], 1):
        if len(line) < _WIDTH or any(len(cell) > _LONGEST_HEAD for cell in line):
            continue
        if number < len(plains) and _goes_on(plains[number]):
            yield number + 1, _joined(line, plains[number])
        yield number, line


def _goes_on(line: Sequence[str]) -> bool:
    filled = [cell for cell in line if cell]
    return bool(filled) and all(_BELOW.fullmatch(cell) for cell in filled)


def _joined(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Two lines of a head as one: a merged cell stands above every cell below it."""
    heads, last = [], ""
    for at in range(max(len(above), len(below))):
        upper, lower = (line[at] if at < len(line) else "" for line in (above, below))
        last = upper or last
        heads.append(last + lower if lower else upper)
    return tuple(heads)


def _headed(heads: tuple[str, ...], until: int, *, titled: bool) -> Columns | None:
    """The columns by heading, if this is the head of a list."""
    by_key: dict[str, list[int]] = {}
    for place, head in enumerate(heads):
        key = next((key for key, known in _HEADS.items() if known.search(head)), "")
        by_key.setdefault(key, []).append(place)
    at = {key: _best(key, every, heads)[0] for key, every in by_key.items() if key}
    codes = _best("code", by_key.get("code", []), heads)
    if "file" not in at and titled:
        weak = [i for i, head in enumerate(heads) if _WEAK.search(head) and i not in codes]
        at |= {"file": weak[0]} if weak else {}
    if "file" not in at or (not codes and not titled):
        return None
    spare = [i for i in by_key.get("file", ()) if i != at["file"]]
    if spare:  # besides 文件名 there is 材料名称: what kind of evidence it is
        at.setdefault("want", spare[0])
    own = {key: place for key, place in at.items() if key == "file" or place != at["file"]}
    return Columns(own, codes, heads, until)


def _best(key: str, found: list[int], heads: Sequence[str]) -> tuple[int, ...]:
    strong = _STRONG.get(key)
    sure = [at for at in found if strong and strong.search(heads[at])]
    return tuple(dict.fromkeys((*sure, *found)))


def _codes(table: Table, means: Means) -> tuple[int, ...]:
    """The column whose cells name points, whatever stands above it."""
    found = [at for at in range(max(map(len, table), default=0)) if _mostly(table, at, means)]
    return tuple(found[:1])


def _by_values(table: Table, means: Means) -> Columns | None:
    """The columns of a list without a head: codes, and names of files with their endings."""
    codes = _codes(table, means)
    width = max(map(len, table), default=0)
    files = [
        at
        for at in range(width)
        if at not in codes and _mostly(table, at, lambda cell: bool(_EXTENDED.search(cell)))
    ]
    return Columns({"file": files[0]}, codes) if codes and files else None


def _mostly(table: Table, at: int, holds: Means) -> bool:
    filled = [cell for line in table if at < len(line) and (cell := line[at].strip())]
    right = sum(map(holds, filled))
    return right >= _ENOUGH and right >= len(filled) * _MOST
