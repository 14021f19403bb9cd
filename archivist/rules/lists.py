"""Transmittal lists dropped with the files (移交清单, 测评材料提交表): what each row says of which file.

A list is a table with a column of file names and a column of codes, in any order, with any other
columns. It speaks for the files of its own folder and of the folders below; the list nearest to a
file wins, and of two in one folder the later one. Names match with or without extension.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archivist.model import Arrival, Digest, DocumentDate, Plan, Reading
from archivist.rules.codes import Codes
from archivist.rules.dating import date_of
from archivist.rules.naming import plain, plain_body, stem
from archivist.rules.units import Units

_TABLES = frozenset(("xlsx", "xls", "xlsb", "et", "ods", "csv", "docx", "doc", "wps", "odt", "txt"))
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

_MENTIONED = re.compile(r"文件名|电子文件|材料名|资料名|附件名|文件标题")
_TITLED = re.compile(
    r"(?:移交|交接|提交|报送|上报|递交|材料|资料|文件)(?:材料|资料|文件)?(?:清单|清册|登记表|目录表|提交表|移交表|交接表|报送表|一览表)"
)
_DAY = re.compile(r"\d{4}-(\d{2})-(\d{2})(?: 00:00)?")
_WIDTH = 2
_HEAD_LINES = 12
_MOSTLY = 0.5
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: what it says of a file. ``number`` counts the list's filled rows from 1."""

    listing: str
    number: int
    file: str
    point: str
    cross: tuple[str, ...] = ()
    unit: str = ""
    want: str = ""
    date: DocumentDate | None = None

    def __str__(self) -> str:
        """How a reason names it."""
        return f"移交清单“{self.listing.rpartition('/')[2]}”第{self.number}行"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: where it lies, its rows by plain name, and whether it calls itself a list."""

    arrival: Arrival
    rows: Mapping[str, Row]
    titled: bool

    def reaches(self, name: str) -> bool:
        """Whether a file lies in the list's folder or below."""
        folder = self.arrival.folder
        return name != self.arrival.name and (not folder or name.startswith(f"{folder}/"))

    def use(self, bases: Iterable[tuple[str, str]]) -> Use:
        """What became of its rows; ``bases`` are names of files with their plain stems."""
        met = [self.rows[base] for name, base in bases if base in self.rows and self.reaches(name)]
        numbers = {row.number for row in met}
        rows = {row.number: row for row in self.rows.values() if row.number not in numbers}
        return Use(len(met), tuple(rows[number] for number in sorted(rows)))


@dataclass(frozen=True, slots=True)
class Use:
    """How many files a list speaks for, and its rows that name a file nobody dropped."""

    files: int
    lacking: tuple[Row, ...]

    def __str__(self) -> str:
        """How it is told of the list."""
        told = f"移交清单，已据以归类 {self.files} 个文件，本身不入盒"
        if not self.lacking:
            return told
        shown = "、".join(f"第{row.number}行“{row.file}”" for row in self.lacking[:_SHOWN])
        more = f"等 {len(self.lacking)} 行" if len(self.lacking) > _SHOWN else ""
        return f"{told}；{shown}{more}没有对应的文件，请补交或改正文件名"


@dataclass(frozen=True, slots=True)
class Listings:
    """All lists, the one that wins first: deepest folder, then latest arrival."""

    lists: tuple[Listing, ...] = ()

    def row(self, arrival: Arrival) -> Row | None:
        """What the nearest list that knows a file says of it."""
        if not self.lists:
            return None
        keys = (plain(arrival.base), plain(stem(arrival.base)))
        near = (each for each in self.lists if each.reaches(arrival.name))
        return next((each.rows[key] for each in near for key in keys if key in each.rows), None)

    def used(self, names: Iterable[str]) -> dict[int, Use]:
        """For every list (by arrival id) which of the files under it its rows know."""
        bases = (
            [(name, plain(stem(name.rpartition("/")[2]))) for name in names] if self.lists else []
        )
        return {each.arrival.id: each.use(bases) for each in self.lists}


def may_be_list(arrival: Arrival, reading: Reading) -> bool:
    """Whether a file is worth a closer look: a table whose first lines speak of files and codes."""
    if reading.format not in _TABLES:
        return False
    head = plain_body(reading.excerpt)  # its punctuation says nothing here
    named = _MENTIONED.search(head) or _TITLED.search(plain(arrival.base))
    return bool(named and _HEADS["code"].search(head))


class ListReader:
    """Reads tables as lists; compiled once for a plan."""

    def __init__(self, plan: Plan, units: Units) -> None:
        """Know the codes and titles of the points, the units and the names of the wants."""
        self._codes = Codes.of(plan)
        self._units = units
        self._titles = {plain(point.title): point.code for point in plan.points}
        self._wants = {p.code: {plain(w.name): w.name for w in p.wants} for p in plan.points}

    def listings(
        self, found: Iterable[tuple[Arrival, Reading]], texts: Mapping[Digest, str]
    ) -> Listings:
        """All lists among these files; a table whose rows name no points is none."""
        lists = [
            listing
            for arrival, reading in found
            if (listing := self._listing(arrival, reading, texts.get(arrival.digest, "")))
        ]
        lists.sort(key=lambda each: (-each.arrival.name.count("/"), -each.arrival.id))
        return Listings(tuple(lists))

    def _listing(self, arrival: Arrival, reading: Reading, text: str) -> Listing | None:
        rows: dict[str, Row] = {}
        filled = 0
        for page in text.split("\f"):
            for row in self._rows(arrival.name, list(_cells(page, reading.format))):
                filled += 1
                if row.point:
                    rows[plain(row.file.rpartition("/")[2])] = row
                    rows[plain(stem(row.file.rpartition("/")[2]))] = row
        named = {row.number for row in rows.values()}
        if not rows or len(named) < filled * _MOSTLY:
            return None
        titled = bool(_TITLED.search(plain(arrival.base) + plain(reading.excerpt[:60])))
        return Listing(arrival, rows, titled)

    def _rows(self, name: str, table: list[list[str]]) -> Iterator[Row]:
        columns: dict[str, int] = {}
        last = ""
        for number, cells in enumerate(table, 1):
            if not columns:
                columns = _columns(cells) if number <= _HEAD_LINES else {}
                continue
            said = {key: cells[at].strip() for key, at in columns.items() if at < len(cells)}
            file, code = said.get("file", ""), said.get("code", "") or last
            last = code  # merged cells: a code counts for the rows below it
            if file:
                yield self._row(Row(name, number, file.replace("\\", "/"), ""), code, said)

    def _row(self, row: Row, code: str, said: Mapping[str, str]) -> Row:
        points = self._points(code)
        if not points:
            return row
        unit, _ = self._units.of_document((said.get("unit", ""),), "", "")
        date = date_of(said.get("date", ""), Reading(Digest(""), "", ""))
        return Row(
            row.listing,
            row.number,
            row.file,
            points[0],
            points[1:],
            unit,
            self._want(points[0], plain(said.get("want", ""))),
            DocumentDate(date.value, "移交清单") if date else None,
        )

    def _points(self, cell: str) -> tuple[str, ...]:
        if day := _DAY.fullmatch(cell):  # a spreadsheet takes 5-2 for the second of May
            cell = f"{day[1]}-{int(day[2])}"
        found = [code.points[0] for code in self._codes.found(cell) if len(code.points) == 1]
        titled = [code for title, code in self._titles.items() if plain(cell) == title]
        return tuple(dict.fromkeys(found or titled))

    def _want(self, point: str, said: str) -> str:
        wants = self._wants[point]
        if said in wants:
            return wants[said]
        near = [name for plain_name, name in wants.items() if said and said in plain_name]
        return near[0] if len(near) == 1 else ""


def _columns(cells: list[str]) -> dict[str, int]:
    """The columns by heading, if this line is the head of a list."""
    if len(cells) < _WIDTH:
        return {}
    by_key: dict[str, list[int]] = {}
    heads = [plain(cell) for cell in cells]
    for at, head in enumerate(heads):
        key = next((key for key, known in _HEADS.items() if known.search(head)), "")
        by_key.setdefault(key, []).append(at)
    columns = {key: _best(key, every, heads) for key, every in by_key.items() if key}
    spare = [at for at in by_key.get("file", ()) if at != columns["file"]]
    if spare:  # besides 文件名 there is 材料名称: what kind of evidence it is
        columns.setdefault("want", spare[0])
    return columns if {"file", "code"} <= columns.keys() else {}


def _best(key: str, columns: list[int], heads: list[str]) -> int:
    strong = _STRONG.get(key)
    return next((at for at in columns if strong and strong.search(heads[at])), columns[0])


def _cells(page: str, form: str) -> Iterator[list[str]]:
    lines = [line for line in page.split("\n") if line.strip()]
    if form == "csv" and not any("\t" in line for line in lines[:_HEAD_LINES]):
        yield from csv.reader(lines)
    else:
        yield from (line.split("\t") for line in lines)
