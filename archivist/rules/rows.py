"""Row by row through a scoring table: parts, items and points grow, doubts are noted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from archivist.model import Kind
from archivist.rules.columns import Header, Role, is_heading, role
from archivist.rules.drafting import DraftItem, DraftPart, DraftPoint
from archivist.rules.grids import Cell
from archivist.rules.phrasing import (
    INNER,
    ITEM_HEAD,
    PART_HEAD,
    bare,
    kind_cell,
    kind_mark,
    plain_score,
    resolve,
    score_in,
    units_in,
    wants_in,
    without_numbering,
)

TOTAL = re.compile(r"\s*(合\s*计|总\s*计|小\s*计|总\s*分)")
SHORT = 20
"""A cell up to this long is a name, a longer one a sentence (ours)."""
MOST_POINTS = 99
"""Point numbers have two digits; a longer list goes on in a new item."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of the district: unit names and aliases, periods, the unit for orphans."""

    units: Mapping[str, str]
    district: str
    periods: Sequence[str]
    orphan: str


@dataclass
class Outline:
    """What has been read so far, over all tables of a file."""

    ground: Ground
    file: str
    parts: list[DraftPart] = field(default_factory=list)
    bonus: list[DraftPoint] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    kind: Kind | None = None
    grid: str = ""
    row: int = 0

    def say(self, message: str) -> None:
        """Remark on the row in hand."""
        self.remarks.append((self.row, f"{self.grid}：{message}"))

    def part(self, text: str) -> None:
        """Open a part, unless it is the one at work."""
        title = bare(text) or "未命名部分"
        self.kind = kind_mark(text)
        if not self.parts or self.parts[-1].title != title:
            self.parts.append(DraftPart(title, self.row, score_in(text)))

    def item(self, text: str) -> None:
        """Open an item, unless it is the one at work; its part is made if there is none."""
        if not self.parts:
            self.parts.append(DraftPart(self.file, self.row))
        title = bare(text) or self.parts[-1].title
        items = self.parts[-1].items
        if not items or items[-1].title != title:
            items.append(DraftItem(title, self.row, score_in(text), kind_mark(text) or self.kind))

    def point(self, point: DraftPoint, kind: Kind | None) -> None:
        """Add a point to the item at work, or to the bonus."""
        if (kind or self.kind) is Kind.BONUS:
            self.bonus.append(point)
            return
        if not self.parts or not self.parts[-1].items:
            self.item("")
        items = self.parts[-1].items
        if len(items[-1].points) == MOST_POINTS:
            items.append(DraftItem(items[-1].title, self.row, kind=items[-1].kind))
        item = items[-1]
        item.kind = item.kind or kind
        if kind and kind is not item.kind:
            point.doubts.setdefault("title", f"表中类别是{kind}，与所属项目的{item.kind}不同")
            self.say(f"类别“{kind}”与所属项目的“{item.kind}”不同，按项目的记。")
        item.points.append(point)


def read_rows(outline: Outline, rows: Sequence[Sequence[Cell]], head: Header) -> int:
    """Read the rows of one table below its heading into the outline.

    Args:
        outline: grows; its remarks name every row that was not understood.
        rows: all rows of the table.
        head: its heading; reading begins after it.

    Returns:
        The number of rows read.
    """
    walk = _Walk(outline, head)
    for number in range(head.until, len(rows)):
        outline.row = number + 1
        if any(cell.text for cell in rows[number]):
            walk.row(rows[number])
    return len(rows) - head.until


class _Walk:
    """The state of one walk: which cells the last row stood on, and its point."""

    def __init__(self, outline: Outline, head: Header) -> None:
        self.outline = outline
        self.head = head
        self.last: dict[Role, Cell] = {}
        self.current: DraftPoint | None = None
        order = [head.column(each) for each in (Role.POINT, Role.STANDARD, Role.DETAIL, Role.ITEM)]
        self.text_role = next(
            each
            for each, column in zip((*_TEXTS, Role.ITEM, Role.NUMBER), (*order, 0), strict=True)
            if column is not None
        )

    def row(self, row: Sequence[Cell]) -> None:
        filled = {cell.origin: cell for cell in row if cell.text}
        first = next(iter(filled.values()))
        if is_heading(row):
            return
        if TOTAL.match(first.text) and len(filled) < len(_TEXTS) + 1:
            self.outline.say(f"“{_line(first.text)}”是合计行，没有采用。")
        elif len(filled) == 1 and self._spans(row, first):
            self._banner(first.text)
        else:
            self._entry(self._cells(row))

    def _spans(self, row: Sequence[Cell], cell: Cell) -> bool:
        """Whether the only text of a row is a banner: merged over columns, or at the very left."""
        return sum(each.origin == cell.origin for each in row) > 1 or row[0].text == cell.text

    def _banner(self, text: str) -> None:
        kind = kind_cell(text) or kind_mark(text)
        if PART_HEAD.match(text):
            self.outline.part(text)
            self.outline.kind = kind
        elif ITEM_HEAD.match(text):
            self.outline.item(text)
        elif kind and len(text) <= SHORT:
            self.outline.kind = kind
        elif len(text) <= SHORT and role(text) is None:
            self.outline.part(text)
            self.outline.say(f"整行文字“{_line(text)}”当作一个部分的标题，请核对。")
        else:
            self.outline.say(f"整行文字没有看懂，没有采用：“{_line(text)[:40]}”。")
        self.current = None

    def _cells(self, row: Sequence[Cell]) -> dict[Role, Cell]:
        """The first filled cell of each role; roles without text are absent."""
        found: dict[Role, Cell] = {}
        for column, meaning in self.head.columns:
            if column < len(row) and row[column].text:
                found.setdefault(meaning, row[column])
        return found

    def _entry(self, cells: dict[Role, Cell]) -> None:
        before, self.last = self.last, {**self.last, **cells}
        if self._fresh(Role.PART, cells, before):
            self.outline.part(cells[Role.PART].text)
        if self._fresh(Role.ITEM, cells, before) and self.text_role is not Role.ITEM:
            self.outline.item(cells[Role.ITEM].text)
        if self._fresh(self.text_role, cells, before):
            self._open(cells, before)
        elif self.current:
            self._more(cells, before)
        else:
            self.outline.say("没有要点文字，没有采用。")

    @staticmethod
    def _fresh(meaning: Role, cells: dict[Role, Cell], before: dict[Role, Cell]) -> bool:
        return meaning in cells and before.get(meaning) != cells[meaning]

    def _open(self, cells: dict[Role, Cell], before: dict[Role, Cell]) -> None:
        text = _text(cells, self.text_role)
        kind = kind_cell(cells[Role.KIND].text) if Role.KIND in cells else kind_mark(text)
        origin = f"{self.outline.file} {self.outline.grid}第 {self.outline.row} 行"
        name = bare(cells[self.text_role].text)
        point = DraftPoint(name, bare(text) or name, origin)
        if not point.title:
            self.outline.say("要点只有编号，没有文字，没有采用。")
            return
        point.doubts["title"] = "短标题由程序截取"
        if (count := len(INNER.findall(without_numbering(text)))) > 1:
            point.doubts["text"] = f"一格里有 {count} 条编号，没有拆开"
            self.outline.say(f"一格里有 {count} 条编号，记为一个要点，请核对是否要拆开。")
        self.current = point
        self._score(point, cells, before)
        self._units(point, cells)
        self._period(point, cells)
        self._more(cells, {})
        if not point.wants:
            point.doubts["wants"] = "表中没有佐证材料"
        self.outline.point(point, kind)

    def _more(self, cells: dict[Role, Cell], before: dict[Role, Cell]) -> None:
        """Take from a row what belongs to the point at work: rules, methods, evidence."""
        point = self.current
        if point is None:
            return
        rules_apart = self.text_role is not Role.DETAIL
        if rules_apart and self._fresh(Role.DETAIL, cells, before):
            point.deduction.append(_line(cells[Role.DETAIL].text))
        if self._fresh(Role.METHOD, cells, before):
            point.methods += [_line(part) for part in re.split(r"[；;\n]", cells[Role.METHOD].text)]
        if self._fresh(Role.WANTS, cells, before):
            point.wants += wants_in(cells[Role.WANTS].text)

    def _score(self, point: DraftPoint, cells: dict[Role, Cell], before: dict[Role, Cell]) -> None:
        cell = cells.get(Role.SCORE)
        if cell and before.get(Role.SCORE) is cell:
            point.doubts["score"] = "分值单元格跨几个要点，全部记在第一个上"
            self.outline.say("分值单元格与上一个要点合并，分值全部记在第一个要点上，请分配。")
            return
        found = plain_score(cell.text) if cell else score_in(_text(cells, self.text_role))
        if found is None and cell is None and self._fresh(Role.ITEM, cells, before):
            found = score_in(cells[Role.ITEM].text)
        if found is None:
            point.doubts["score"] = "没有认出分值"
            shown = f"“{_line(cell.text)}”" if cell else ""
            self.outline.say(f"没有认出分值{shown}，先记 0 分。")
        point.score = found or Decimal(0)

    def _units(self, point: DraftPoint, cells: dict[Role, Cell]) -> None:
        lead, support = (cells[each].text if each in cells else "" for each in _UNITS)
        leads, supports = units_in(lead, support)
        if not leads:
            point.doubts["lead"] = "表中没有写责任单位"
            self.outline.say(f"没有责任单位，先记在“{self.outline.ground.orphan}”名下。")
        elif len(leads) > 1:
            point.doubts["lead"] = "几个责任单位并列，第一个当作牵头"
        names = [self._unit(name) for name in (*leads, *supports)]
        point.units = list(dict.fromkeys(names)) or [self.outline.ground.orphan]

    def _unit(self, name: str) -> str:
        ground = self.outline.ground
        known = resolve(name, ground.units, ground.district)
        if known is None and name not in self.outline.strangers:
            self.outline.strangers.append(name)
            self.outline.say(f"责任单位“{name}”不在现有单位里，已作为新单位列出，请核对。")
        return known or name

    def _period(self, point: DraftPoint, cells: dict[Role, Cell]) -> None:
        text = cells[Role.PERIOD].text if Role.PERIOD in cells else ""
        for source in (text, point.text):
            if named := next((each for each in self.outline.ground.periods if each in source), ""):
                point.period = named
                return
        point.period = self.outline.ground.periods[0]
        point.doubts["period"] = f"表中写的是“{text}”" if text else "表中没有写考评时段"


_TEXTS = (Role.POINT, Role.STANDARD, Role.DETAIL)
_UNITS = (Role.LEAD, Role.SUPPORT)


def _text(cells: dict[Role, Cell], text_role: Role) -> str:
    """The requirement: a short point is a name, and the standard beside it says the rest."""
    text = cells[text_role].text
    standard = cells.get(Role.STANDARD)
    if text_role is Role.POINT and standard and standard.text != text:
        return f"{text}：{standard.text}" if len(text) <= SHORT else f"{text}\n{standard.text}"
    return text


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def finished(outline: Outline) -> tuple[DraftPart, ...]:
    """The parts without empty items and without empty parts; wrong sums become remarks."""
    for part in outline.parts:
        part.items = [item for item in part.items if item.points]
        heads: tuple[DraftPart | DraftItem, ...] = (part, *part.items)
        for each in heads:
            if each.stated is not None and each.stated != each.score:
                message = f"“{each.title}”写的是 {each.stated} 分，各要点合计 {each.score} 分。"
                outline.remarks.append((each.row, message))
    return tuple(part for part in outline.parts if part.items)
