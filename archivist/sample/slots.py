"""Which evidence a district of N files holds: what is due, what is chosen, what is left out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from archivist.model import Every, Kind, Plan, Point, Want
from archivist.sample.topics import Theme, topics
from archivist.sample.truth import Hole

_COLLECTIVE = "各成员单位"
_MONTHS = {Every.ONCE: 12, Every.YEAR: 12, Every.QUARTER: 3, Every.MONTH: 1}
_EARLY = frozenset(
    [
        "方案",
        "通知",
        "计划",
        "责任书",
        "意见",
        "办法",
        "细则",
        "规则",
        "清单",
        "规划",
        "预案",
        "制度",
        "规定",
        "协议",
        "批复",
    ]
)
_LATE = frozenset(("总结", "报告", "统计表", "通报", "说明"))


@dataclass(frozen=True, slots=True)
class Slot:
    """One paper somebody ought to drop: for a want, by a unit, in a period.

    ``start`` is the first day of the period and ``months`` its length; ``year`` is 0 for wants
    due once.
    """

    point: str
    want: str
    theme: Theme
    unit: str
    year: int
    start: date
    months: int
    due: bool

    @property
    def hole(self) -> Hole:
        """What is missing if nobody drops it."""
        return Hole(self.unit, self.point, self.want, self.year)


def due(plan: Plan) -> list[Slot]:
    """Every paper a complete dossier needs, once, by the leading unit, in the plan's order."""
    return [slot for point in plan.points for slot in _slots(plan, point) if slot.due]


def told_by(hand: str, slot: Slot) -> Slot:
    """The same paper as another hand would write it."""
    return replace(slot, theme=topics(hand)[slot.point].themes[slot.theme.want - 1])


def one_year(plan: Plan) -> Plan:
    """The same plan asking only for its last year, and for each paper once in it.

    Some 350 papers are due then, so that a small clean district can be complete.
    """
    last = plan.settings.years[-1:]
    bonus = tuple(_yearly(point, last) for point in plan.bonus)
    parts = tuple(
        replace(
            part,
            items=tuple(
                replace(item, points=tuple(_yearly(point, last) for point in item.points))
                for item in part.items
            ),
        )
        for part in plan.parts
    )
    return replace(plan, settings=replace(plan.settings, years=last), parts=parts, bonus=bonus)


def _yearly(point: Point, years: tuple[int, ...]) -> Point:
    wants = tuple(
        want if want.every is Every.ONCE else replace(want, every=Every.YEAR)
        for want in point.wants
    )
    return replace(point, years=years, wants=wants)


def chosen(plan: Plan, files: int, luck: random.Random) -> list[Slot]:
    """What ``files`` papers make of the plan: some points whole, some begun, a few left out.

    With fewer files than are due, points that bring much for few papers are made whole first;
    with more, other units and further papers follow, and deliberate holes stay.
    """
    by_point = {point.code: list(_slots(plan, point)) for point in plan.points}
    whole = _never(plan)
    left_out = set(
        luck.sample([code for code in by_point if code not in whole], len(by_point) // 18)
    )
    every = {slot.hole for own in by_point.values() for slot in own}
    by_point |= {code: _holed(own, luck) for code, own in by_point.items() if code not in whole}
    lost = every - {slot.hole for own in by_point.values() for slot in own}
    codes = [code for code in by_point if code not in left_out and by_point[code]]
    codes.sort(key=lambda code: (len(by_point[code]) / _worth(plan, code), luck.random()))
    picked = [luck.choice(by_point[code]) for code in luck.sample(codes, len(codes))][:files]
    taken = set(map(id, picked))
    for code in codes:
        rest = [slot for slot in by_point[code] if id(slot) not in taken]
        if len(picked) + len(rest) > files - (files - len(codes)) * _BEGUN:
            break
        picked += rest
        taken.update(map(id, rest))
    rest = [slot for code in codes for slot in by_point[code] if id(slot) not in taken]
    picked += luck.sample(rest, min(len(rest), max(0, files - len(picked))))
    return filled(plan, picked, files, luck, frozenset(lost))


def _worth(plan: Plan, code: str) -> float:
    """The score of a point; those that can lose everything count little here."""
    return float(plan.by_code[code].score) or _VETO_WORTH


_VETO_WORTH = 0.7


def filled(
    plan: Plan, picked: list[Slot], files: int, luck: random.Random, lost: frozenset[Hole]
) -> list[Slot]:
    """The first ``files`` of these, and further papers like them while they are too few.

    Nothing further fills what was ``lost``.
    """
    more: list[Slot] = []
    while len(picked) + len(more) < files:
        slot = _further(plan, luck.choice(picked), luck)
        if slot.hole not in lost:
            more.append(slot)
    return picked[:files] + more


_BEGUN = 0.25
"""The share of papers that goes to points which stay incomplete while papers are few."""


def holes(plan: Plan, slots: list[Slot]) -> tuple[Hole, ...]:
    """What is due and in no slot, by unit, point, want and year."""
    held = {slot.hole for slot in slots}
    missing = dict.fromkeys(slot.hole for slot in due(plan))
    return tuple(hole for hole in missing if hole not in held)


def _never(plan: Plan) -> frozenset[str]:
    """Points nobody would dare to leave out: those that can lose everything."""
    return frozenset(point.code for point in plan.points if point.kind is Kind.VETO)


def _holed(slots: list[Slot], luck: random.Random) -> list[Slot]:
    """Leave out a whole year of a want now and then, as offices do."""
    lost = {hole for hole in dict.fromkeys(slot.hole for slot in slots) if luck.random() < _LOST}
    return [slot for slot in slots if slot.hole not in lost] or slots


_LOST = 0.05


def _slots(plan: Plan, point: Point) -> Iterator[Slot]:
    lead = members(plan, point.lead)[0]
    for want, theme in zip(point.wants, topics()[point.code].themes, strict=False):
        for start, year in _periods(plan, point, want):
            for _ in range(want.at_least):
                yield _slot(point, want, theme, lead, start, year)


def _slot(point: Point, want: Want, theme: Theme, unit: str, start: date, year: int) -> Slot:
    months = _MONTHS[want.every]
    return Slot(point.code, want.name, theme, unit, year, start, months, not want.when_it_happens)


def _periods(plan: Plan, point: Point, want: Want) -> Iterator[tuple[date, int]]:
    years = point.years or plan.settings.years
    if want.every is Every.ONCE:
        yield date(years[0], 1, 1), 0
        return
    step = _MONTHS[want.every]
    for year in years:
        for month in range(1, 13, step):
            yield date(year, month, 1), year


def _further(plan: Plan, like: Slot, luck: random.Random) -> Slot:
    """One more paper of the same kind by another responsible unit, in another period."""
    point = plan.by_code[like.point]
    units = [name for unit in point.units for name in members(plan, unit)]
    want = next(want for want in point.wants if want.name == like.want)
    start, year = luck.choice(list(_periods(plan, point, want)))
    return _slot(point, want, like.theme, luck.choice(units), start, year)


def members(plan: Plan, name: str) -> tuple[str, ...]:
    """Units of the plan behind a responsible unit's name, the leading unit's list first."""
    if name == _COLLECTIVE:
        return (plan.units[0].name,)
    found = tuple(unit.name for unit in plan.members(name))
    close = tuple(unit.name for unit in plan.units if name.removeprefix("各") in unit.name)
    return found or close or (plan.units[0].name,)


def day(slot: Slot, luck: random.Random, before: date) -> date:
    """A working day in the period: plans early, reports late, never on or after ``before``."""
    first, last = 0, slot.months * 30 - 3
    if slot.months > 1 and slot.theme.genre in _EARLY:
        last = max(20, last // 4)
    elif slot.theme.genre in _LATE:
        first = last - max(8, last // 8)
    found = slot.start + timedelta(days=luck.randint(first, last))
    found -= timedelta(days=max(0, found.weekday() - 4))
    found = max(found, slot.start) if found.year == slot.start.year else slot.start
    return min(found, before - timedelta(days=1))
