"""Parts, items, points and wants out of their tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from archivist.model import Every, Item, Kind, Part, Phrase, Point, Want, Where
from archivist.rules.record import Record, suggestion

ITEM_CODE = re.compile(r"[0-9]{2}")
POINT_CODE = re.compile(r"([0-9]{2})-[0-9]{1,2}")
BONUS_CODE = re.compile(r"J[0-9]{1,2}")
TITLE_LENGTH = 16
"""Titles become folder names; deep paths must stay under Windows' 260 characters (ours)."""
EXAMPLES = 2
"""Each point shows at least this many file names that must find it (ours)."""

_BAD_IN_FOLDERS = re.compile(r'[\\/:*?"<>|\t\n]')


@dataclass(frozen=True, slots=True)
class Known:
    """What the settings define and the parts refer to.

    ``units`` maps every name and alias to the unit's name, ``periods`` a period to its years.
    ``settled`` is False while the settings cannot be read: then nothing can be called unknown.
    ``taken`` remembers codes and titles across all files, ``sound`` the points without mistakes.
    """

    units: Mapping[str, str]
    periods: Mapping[str, tuple[int, ...]]
    sources: frozenset[str]
    settled: bool
    taken: dict[str, Where] = field(default_factory=dict)
    sound: set[str] = field(default_factory=set)

    def missing(self, record: Record, phrase: Phrase, key: str, words: Iterable[str]) -> None:
        """Note that a phrase is not defined under a key of the settings."""
        if self.settled:
            hint = suggestion(phrase.text, words)
            message = f"“{phrase.text}”不在 settings.yaml 的 {key} 里。{hint}"
            record.wrong(phrase.where, message)

    def claim(self, record: Record, key: str, value: str, what: str) -> bool:
        """Note a mistake if a code or title was used before; say whether it is free."""
        where, label = record.line(key), f"{what}{value}"
        if label in self.taken:
            record.wrong(where, f"{what}“{value}”已在 {self.taken[label]} 用过，请改成不同的。")
            return False
        self.taken[label] = where
        return True


def part(record: Record, known: Known) -> Part | None:
    """Read one part file; None if its code is wrong or taken."""
    record.text("reconstructed", "")
    code, title = record.text("code"), record.text("title")
    score = record.decimal("score")
    items = tuple(found for each in record.records("items") if (found := _item(each, code, known)))
    record.close()
    _sums(record, score, sum((item.score for item in items), Decimal(0)), "各项目")
    if not code or not known.claim(record, "code", code, "部分编号"):
        return None
    return Part(code, title, score, items, record.where)


def bonus(record: Record, known: Known) -> tuple[Point, ...]:
    """Read the bonus file: its items are points without part and item."""
    record.text("reconstructed", "")
    found = [
        point
        for each in record.records("items")
        if (point := _point(each, _Place("", "", Kind.BONUS, BONUS_CODE), known))
    ]
    record.close()
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a point stands and what its code must look like."""

    part: str
    item: str
    kind: Kind
    pattern: re.Pattern[str]


def _item(record: Record, part_code: str, known: Known) -> Item | None:
    code, title = record.text("code"), record.text("title")
    kind, score = record.choice("kind", Kind), record.decimal("score")
    place = _Place(part_code, code, kind, POINT_CODE)
    points = tuple(
        found for each in record.records("points") if (found := _point(each, place, known))
    )
    record.close()
    _sums(record, score, sum((point.score for point in points), Decimal(0)), "各要点")
    if not _coded(record, code, ITEM_CODE, "考评项目编号要写成两位数字，如 05"):
        return None
    if not points:
        record.wrong(record.where, f"考评项目 {code} 下面没有任何考评要点。")
    free = known.claim(record, "code", code, "考评项目编号")
    return Item(code, title, kind, score, points, record.where) if free else None


def _point(record: Record, place: _Place, known: Known) -> Point | None:
    before = len(record.mistakes)
    point = _fields(record, place, known)
    record.close()
    _complete(record, point)
    usable = _numbered(record, point, place, known)
    if len(record.mistakes) == before:
        known.sound.add(point.code)
    return point if usable else None


def _fields(record: Record, place: _Place, known: Known) -> Point:
    code = record.text("code")
    lead, support = _units(record, known)
    period = record.text("period")
    return Point(
        code=code,
        title=_title(record, known),
        text=record.text("text"),
        kind=record.choice("kind", Kind, place.kind),
        score=record.decimal("score"),
        item=place.item,
        part=place.part,
        methods=record.texts("methods"),
        deduction=record.text("deduction", ""),
        lead=lead,
        support=support,
        period=period,
        years=_years(record, period, known),
        wants=tuple(_wants(record)),
        names=_globs(record, "names"),
        words=record.phrases("words"),
        examples=record.phrases("examples"),
        provenance=_provenance(record),
        sources=_sources(record, known),
        where=record.where,
    )


def _numbered(record: Record, point: Point, place: _Place, known: Known) -> bool:
    code = point.code
    form = "鼓励项编号要写成 J1 这样" if not place.item else "考评要点编号要写成 05-2 这样"
    if not _coded(record, code, place.pattern, form):
        return False
    if place.item and not code.startswith(f"{place.item}-"):
        record.wrong(record.line("code"), f"考评要点 {code} 写在了项目 {place.item} 下面。")
    return known.claim(record, "code", code, "考评要点编号")


def _coded(record: Record, code: str, pattern: re.Pattern[str], form: str) -> bool:
    if code and not pattern.fullmatch(code):
        record.wrong(record.line("code"), f"{form}，现在是“{code}”。")
    return bool(pattern.fullmatch(code))


def _title(record: Record, known: Known) -> str:
    title = record.text("title")
    if len(title) > TITLE_LENGTH:
        message = f"“title”用作文件夹名，最多 {TITLE_LENGTH} 个字，现在有 {len(title)} 个。"
        record.wrong(record.line("title"), message)
    if bad := _BAD_IN_FOLDERS.search(title):
        record.wrong(record.line("title"), f"“title”用作文件夹名，不能含“{bad.group()}”。")
    if title:
        known.claim(record, "title", title, "短标题")
    return title


def _complete(record: Record, point: Point) -> None:
    if not point.wants:
        record.wrong(record.where, f"考评要点 {point.code} 没有列出任何佐证材料（wants）。")
    if not point.words:
        record.wrong(record.where, f"考评要点 {point.code} 没有关键词（words），文件无从对应。")
    if len(point.examples) < EXAMPLES:
        message = f"考评要点 {point.code} 至少要有 {EXAMPLES} 个文件名示例（examples）。"
        record.wrong(record.where, message)


def _units(record: Record, known: Known) -> tuple[str, tuple[str, ...]]:
    lead = record.text("lead")
    if lead and lead not in known.units:
        known.missing(record, Phrase(lead, record.line("lead")), "units", known.units)
    names = [known.units.get(lead, lead)]
    for phrase in record.phrases("support"):
        name = known.units.get(phrase.text)
        if name is None:
            known.missing(record, phrase, "units", known.units)
        elif name in names and lead:
            record.wrong(phrase.where, f"责任单位“{phrase.text}”（即{name}）在本要点写了两次。")
        else:
            names.append(name)
    return names[0], tuple(names[1:])


def _years(record: Record, period: str, known: Known) -> tuple[int, ...]:
    if period and period not in known.periods:
        known.missing(record, Phrase(period, record.line("period")), "periods", known.periods)
    return known.periods.get(period, ())


def _wants(record: Record) -> Iterator[Want]:
    names: set[str] = set()
    for each in record.records("wants"):
        want = Want(
            name=each.text("name"),
            carrier=each.text("carrier"),
            every=each.choice("every", Every, Every.ONCE),
            at_least=each.whole("at_least", 1, least=1),
            when_it_happens=each.flag("when_it_happens"),
            words=each.phrases("words"),
            names=_globs(each, "names"),
            where=each.where,
        )
        each.close()
        if want.name in names:
            each.wrong(each.where, f"佐证材料“{want.name}”在本要点写了两次。")
        names.add(want.name)
        yield want


def _globs(record: Record, key: str) -> tuple[Phrase, ...]:
    return tuple(phrase for phrase in record.phrases(key) if _good_glob(record, phrase))


def _good_glob(record: Record, phrase: Phrase) -> bool:
    """A pattern that matches everything, or whose bracket never closes, is a slip."""
    problem = ""
    if not phrase.text.strip("*?. "):
        problem = "会匹配所有文件，请写得更具体"
    elif "[" in phrase.text and "]" not in phrase.text.partition("[")[2][1:]:
        problem = "方括号没有配对"
    elif "/" in phrase.text or "\\" in phrase.text:
        problem = "只比对文件名，不能含斜杠"
    if problem:
        record.wrong(phrase.where, f"文件名模式“{phrase.text}”{problem}。")
    return not problem


def _provenance(record: Record) -> tuple[tuple[str, str], ...]:
    table = record.record("provenance")
    return tuple((key.text, table.text(key.text)) for key in table.keys())  # noqa: SIM118 - no dict


def _sources(record: Record, known: Known) -> tuple[str, ...]:
    for phrase in (phrases := record.phrases("sources")):
        if phrase.text not in known.sources:
            known.missing(record, phrase, "sources", known.sources)
    return tuple(phrase.text for phrase in phrases)


def _sums(record: Record, stated: Decimal, found: Decimal, what: str) -> None:
    if stated != found:
        message = f"“score”写的是 {stated}，但{what}分值合计是 {found}。"
        record.wrong(record.line("score"), message)
