"""Transmittal lists dropped with the files (移交清单, 测评材料提交表): what each row says of which file.

A list is a table with a column of file names and a column of codes, in any order, with any other
columns (``heads``). It speaks for the files of its own folder and of the folders below; the list
nearest to a file wins, and of two in one folder the later one. Names match with or without
extension, and if need be without the serial or the 《》 a clerk put around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archivist.model import Arrival, Digest, DocumentDate, Plan, Reading
from archivist.rules.codes import Codes
from archivist.rules.dating import date_of
from archivist.rules.heads import Columns, cells, columns
from archivist.rules.naming import plain, plain_body, stem
from archivist.rules.units import Units

_TABLES = frozenset(("xlsx", "xls", "xlsb", "et", "ods", "csv", "docx", "doc", "wps", "odt", "txt"))
_MENTIONED = re.compile(r"文件名|电子文件|材料名|资料名|附件名|文件标题")
_TITLED = re.compile(
    r"(?:移交|交接|提交|报送|上报|递交|材料|资料|文件)(?:材料|资料|文件)?(?:清单|清册|登记表|目录表|提交表|移交表|交接表|报送表|一览表)"
)
_CODED = re.compile(r"要点|编码|指标|考评项|测评项|评价项|代码|(?<!\d)\d{1,2}-\d{1,2}(?!\d)")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?: 00:00)?")
_SHOWN_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
_SHOWN_MONTH = re.compile(r"([A-Z][a-z]{2})-(\d{2})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""How a spreadsheet shows what it took for a day once it is saved as text: 5月2日, Jan-26."""

_TYPED_SINCE = 2000
"""A spreadsheet takes 31-2 for February of 1931: nobody typed such a list before this year."""

_SERIAL = re.compile(r"^(?:\(\d{1,3}\)|\d{1,3}[.、)]|[①-⓿❶-➓])(?!\d)")
_MARKED = re.compile(r"[《》“”\"]")
_FILE = re.compile(r".+?\.[A-Za-z][A-Za-z0-9]{1,4}(?=[\s;；、，,]|$)")
_FOOT = re.compile(
    r"(?:合计|总计|小计|共计)(?:[:：\d共]|$)"
    r"|(?:说明|备注|注|填[表报]|制表|移交|接收|交接|审核|经办|负责|联系)(?:人|单位|日期|时间)?[:：]"
)
"""How a line begins that ends a list and names no file."""

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

    def row(self, keys: Iterable[str]) -> Row | None:
        """What it says of a file of these names (``_keys``)."""
        return next((self.rows[key] for key in keys if key in self.rows), None)

    def use(self, files: Iterable[tuple[str, tuple[str, ...]]]) -> Use:
        """What became of its rows; ``files`` are names of files with their ``_keys``."""
        known = ((self.row(keys), name) for name, keys in files)
        met = [row for row, name in known if row and self.reaches(name)]
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
        keys = _keys(arrival.base)
        near = (each for each in self.lists if each.reaches(arrival.name))
        return next((row for each in near if (row := each.row(keys))), None)

    def used(self, names: Iterable[str]) -> dict[int, Use]:
        """For every list (by arrival id) which of the files under it its rows know."""
        files = [(name, _keys(name.rpartition("/")[2])) for name in names] if self.lists else []
        return {each.arrival.id: each.use(files) for each in self.lists}


def _keys(base: str) -> tuple[str, ...]:
    """What a file or a row's file may be called, the surest first."""
    return plain(base), plain(stem(base)), _loose(stem(base))


def _loose(name: str) -> str:
    return _SERIAL.sub("", _MARKED.sub("", plain(name)))


def may_be_list(arrival: Arrival, reading: Reading) -> bool:
    """Whether a file is worth a closer look: a table whose first lines speak of files and codes."""
    if reading.format not in _TABLES:
        return False
    if _TITLED.search(plain(arrival.base)):
        return True
    head = plain_body(reading.excerpt)  # its punctuation says nothing here
    return bool((_MENTIONED.search(head) or _TITLED.search(head)) and _CODED.search(head))


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
        titled = bool(_TITLED.search(plain(arrival.base) + plain(reading.excerpt[:60])))
        rows: list[Row] = []
        for page in text.split("\f"):
            table = list(cells(page, reading.format))
            if found := columns(table, self._names_a_point, titled=titled):
                rows.extend(self._rows(arrival.name, table, found))
        pointed = [row for row in rows if row.point]
        if not pointed or len(pointed) < len(rows) * _MOSTLY:
            return None
        return Listing(arrival, _by_name(pointed), titled)

    def _rows(self, name: str, table: Sequence[list[str]], found: Columns) -> Iterator[Row]:
        last: tuple[str, ...] = ()
        typed = _typed(table)
        for number, line in enumerate(table[found.until :], found.until + 1):
            filled = [cell for cell in map(str.strip, line) if cell]
            if not filled or _FOOT.match(plain(filled[0])):
                continue
            said = {key: line[at].strip() for key, at in found.at.items() if at < len(line)}
            codes = [line[at].strip() for at in found.codes if at < len(line)]
            alone = len(filled) == 1 and self.points(filled[0], typed)
            points = alone or self._meant(codes, typed)
            # merged cells and lines of their own: a code counts for the rows below it
            last = points if points or any(codes) else last
            if alone or not said.get("file") or _is_head(said["file"], found):
                continue
            for file in _files(said["file"].replace("\\", "/")):
                yield self._row(Row(name, number, file, ""), last, said)

    def _row(self, row: Row, points: tuple[str, ...], said: Mapping[str, str]) -> Row:
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

    def _meant(self, codes: Sequence[str], typed: frozenset[str]) -> tuple[str, ...]:
        """What the cells of a row's code columns mean: one of them, or item and point joined."""
        joined = "-".join(cell for cell in codes if cell.isdecimal())
        told = (self.points(cell, typed) for cell in (*codes, joined))
        return next((points for points in told if points), ())

    def _names_a_point(self, cell: str) -> bool:
        """Whether a cell names one whatever stands above its column; a day may be just a day."""
        return not _DAY.fullmatch(cell) and bool(self.points(cell, frozenset()))

    def points(self, cell: str, typed: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The points a cell names: by code, by what a spreadsheet made of it, by title."""
        cell = _retyped(cell)
        if day := _DAY.fullmatch(cell):
            meant = [self._codes.found(code) for code in _undated(day, typed)]
            points = {code.points[0] for found in meant for code in found if len(code.points) == 1}
            return tuple(points) if len(points) == 1 else ()
        found = [code.points[0] for code in self._codes.found(cell) if len(code.points) == 1]
        title = _MARKED.sub("", plain(cell))
        titled = () if found else (c for known, c in self._titles.items() if title.endswith(known))
        return tuple(dict.fromkeys((*found, *titled)))

    def _want(self, point: str, said: str) -> str:
        wants = self._wants[point]
        if said in wants:
            return wants[said]
        near = [name for plain_name, name in wants.items() if said and said in plain_name]
        return near[0] if len(near) == 1 else ""


def _by_name(rows: Iterable[Row]) -> dict[str, Row]:
    """Rows by every name their file may bear; a name as written goes before one stripped."""
    listed = tuple(rows)
    bases = [row.file.rpartition("/")[2] for row in listed]
    strict = {key: row for row, base in zip(listed, bases, strict=True) for key in _keys(base)[:2]}
    loose = {_keys(base)[2]: row for row, base in zip(listed, bases, strict=True)}
    return loose | strict


def _files(cell: str) -> list[str]:
    """The files a cell names: mostly one."""
    named = [match[0].strip(" ;；、，,") for match in _FILE.finditer(cell)]
    if len(named) > 1:
        return named
    return [piece for each in re.split("[;；]", cell) if (piece := each.strip())]


def _is_head(cell: str, found: Columns) -> bool:
    """Whether the head of a list is printed again on its next page."""
    return plain(cell) in found.heads


def _typed(table: Iterable[Sequence[str]]) -> frozenset[str]:
    """In which years the list was typed, by days that can be nothing else than 5-2 taken for one."""
    days = [day for line in table for cell in line if (day := _DAY.fullmatch(cell.strip()))]
    return frozenset(day[1] for day in days if int(day[3]) > 1)


def _retyped(cell: str) -> str:
    """What was typed where a table saved as text shows 5月2日 or Jan-26."""
    if day := _SHOWN_DAY.fullmatch(cell):
        return f"{day[1]}-{day[2]}"
    month = _SHOWN_MONTH.fullmatch(cell)
    if month and month[1] in _MONTHS:
        return f"{month[2]}-{_MONTHS.index(month[1]) + 1}"
    return cell


def _undated(day: re.Match[str], typed: frozenset[str]) -> Iterator[str]:
    """The codes a spreadsheet took for this day: 5-2 for the second of May, 31-2 for February 1931.

    The first of a month can be either, unless the years of the other days tell.
    """
    year, month, date = int(day[1]), int(day[2]), int(day[3])
    if year >= _TYPED_SINCE and (not typed or day[1] in typed):
        yield f"{month}-{date}"
    if date == 1:
        yield f"{year % 100}-{month}"
