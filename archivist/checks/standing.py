"""What is there and what is missing: every want, period, point and unit, and the score it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from archivist.model import (
    Document,
    DocumentDate,
    Every,
    Fulfilment,
    Kind,
    Plan,
    Point,
    Standing,
    State,
    Want,
    WantStanding,
)

LEAD = "牵头"
SUPPORT = "配合"

_CENT = Decimal("0.01")
_NOTHING = Decimal(0)
_FINE = frozenset({Fulfilment.SATISFIED, Fulfilment.NOT_DUE})


def standings(plan: Plan, documents: Iterable[Document], today: date) -> tuple[Standing, ...]:
    """How every point stands for each of its units, in the order of ``plan.units``.

    Units the rules name at a point but do not list follow at the end, so that the scores of all
    standings always sum to the score of all points. Source: ours (本程序口径).
    """
    at = by_point(documents)
    by_unit: dict[str, list[Standing]] = {unit.name: [] for unit in plan.units}
    for point in plan.points:
        for standing in _of_point(plan, point, at.get(point.code, ()), today):
            by_unit.setdefault(standing.unit, []).append(standing)
    return tuple(standing for group in by_unit.values() for standing in group)


def by_point(documents: Iterable[Document]) -> dict[str, tuple[Document, ...]]:
    """Documents that count at each point, its own and cross-referenced ones, in order of date."""
    groups: dict[str, list[Document]] = {}
    for document in documents:
        if document.state is State.PLACED:
            for code in {document.placement.point, *document.placement.cross}:
                groups.setdefault(code, []).append(document)
    return {code: tuple(sorted(group, key=_chronology)) for code, group in groups.items()}


def due_periods(every: Every, years: Iterable[int], today: date) -> tuple[str, ...]:
    """Labels of the periods that have ended by ``today``: ``2023``, ``2023Q2`` or ``2023-05``."""
    return tuple(
        label
        for year in years
        for label, last_month in _periods(every, year)
        if _last_day(year, last_month) < today
    )


def want_standing(
    want: Want, documents: Sequence[Document], years: Iterable[int], today: date
) -> WantStanding:
    """How far one want is met by ``documents``, which are all its own."""
    names = tuple(document.name for document in documents)
    if want.when_it_happens:
        state = Fulfilment.SATISFIED if documents else Fulfilment.NOT_DUE
        return WantStanding(want, state, len(documents), 0, (), names)
    missing: tuple[str, ...] = ()
    have, need = len(documents), want.at_least
    if want.every is not Every.ONCE:
        due = due_periods(want.every, years, today)
        count = Counter(_label(want.every, document.placement.date) for document in documents)
        missing = tuple(label for label in due if count[label] < want.at_least)
        have, need = len(due) - len(missing), len(due)
    return WantStanding(want, _fulfilment(have, need), have, need, missing, names)


def shares(score: Decimal, count: int) -> tuple[Decimal, ...]:
    """Split a score among the members of a collective; the shares sum to it exactly."""
    base = (score / count).quantize(_CENT, ROUND_DOWN)
    cents = int((score - base * count) / _CENT)
    crumb = score - base * count - _CENT * cents
    return tuple(
        base + (_CENT if index < cents else _NOTHING) + (crumb if index == 0 else _NOTHING)
        for index in range(count)
    )


def _of_point(
    plan: Plan, point: Point, documents: tuple[Document, ...], today: date
) -> Iterator[Standing]:
    """Standings of one point: its leads (each judged alone), then its supporting units."""
    members = [unit.name for unit in plan.members(point.lead)]
    if not members or members == [point.lead]:
        members = [point.lead]
        yield _lead(plan, point, point.lead, point.score, documents, today)
    else:
        for name, share in zip(members, shares(point.score, len(members)), strict=True):
            yield _lead(plan, point, name, share, _delivered(name, documents), today)
    wants = _wants(point, documents, today)
    state = _state(plan, point, wants, documents)
    for name in _supporting(plan, point, members):
        names = tuple(document.name for document in _delivered(name, documents))
        yield Standing(point, name, SUPPORT, state, wants, names, _NOTHING, _NOTHING)


def _supporting(plan: Plan, point: Point, leads: list[str]) -> Iterator[str]:
    """Supporting units one by one; whoever leads is not named twice."""
    seen = set(leads)
    for name in point.support:
        for member in [unit.name for unit in plan.members(name)] or [name]:
            if member not in seen:
                seen.add(member)
                yield member


def _lead(
    plan: Plan,
    point: Point,
    unit: str,
    share: Decimal,
    documents: tuple[Document, ...],
    today: date,
) -> Standing:
    wants = _wants(point, documents, today)
    state = _state(plan, point, wants, documents)
    held = _held(point, share, state, wants, documents)
    names = tuple(document.name for document in documents)
    return Standing(point, unit, LEAD, state, wants, names, held, share - held)


def _wants(point: Point, documents: tuple[Document, ...], today: date) -> tuple[WantStanding, ...]:
    own: dict[str, list[Document]] = {}
    for document in documents:
        own.setdefault(document.placement.want, []).append(document)
    return tuple(
        want_standing(want, own.get(want.name, ()), point.years, today) for want in point.wants
    )


def _state(
    plan: Plan, point: Point, wants: tuple[WantStanding, ...], documents: tuple[Document, ...]
) -> Fulfilment:
    """The point's state follows from its wants; a point without any document is never satisfied."""
    if point.code in plan.excluded:
        return Fulfilment.NOT_APPLICABLE
    fine = all(want.state in _FINE for want in wants)
    if documents:
        return Fulfilment.SATISFIED if fine else Fulfilment.PARTLY
    waiting = fine and any(not want.want.when_it_happens for want in wants)
    return Fulfilment.NOT_DUE if waiting else Fulfilment.MISSING


def _held(
    point: Point,
    share: Decimal,
    state: Fulfilment,
    wants: tuple[WantStanding, ...],
    documents: tuple[Document, ...],
) -> Decimal:
    """The score the evidence supports: share × mean of have/need over the wants that are due.

    Ours (本程序口径: 按佐证材料齐备程度折算). What is not due or not applicable costs nothing;
    a bonus without a document earns nothing.
    """
    if point.kind is Kind.BONUS and (not documents or state is Fulfilment.NOT_APPLICABLE):
        return _NOTHING
    if state is Fulfilment.NOT_APPLICABLE:
        return share
    due = [Fraction(min(want.have, want.need), want.need) for want in wants if want.need]
    nothing_due = Fraction(state is not Fulfilment.MISSING)
    mean = sum(due, Fraction(0)) / len(due) if due else nothing_due
    exact = share * mean.numerator / mean.denominator
    return min(share, exact.quantize(_CENT, ROUND_HALF_UP)) if mean < 1 else share


def _delivered(unit: str, documents: tuple[Document, ...]) -> tuple[Document, ...]:
    return tuple(document for document in documents if document.placement.unit == unit)


def _fulfilment(have: int, need: int) -> Fulfilment:
    if not need:
        return Fulfilment.NOT_DUE
    if have >= need:
        return Fulfilment.SATISFIED
    return Fulfilment.PARTLY if have else Fulfilment.MISSING


def _periods(every: Every, year: int) -> tuple[tuple[str, int], ...]:
    """Labels of a year's periods with the last month of each."""
    if every is Every.YEAR:
        return ((str(year), 12),)
    if every is Every.QUARTER:
        return tuple((f"{year}Q{quarter}", quarter * 3) for quarter in range(1, 5))
    return tuple((f"{year}-{month:02d}", month) for month in range(1, 13))


def _label(every: Every, when: DocumentDate | None) -> str:
    """The period a document falls in, "" when its date is not exact enough to say."""
    if when is None:
        return ""
    if every is Every.YEAR:
        return when.value[:4]
    if when.month is None:
        return ""
    if every is Every.QUARTER:
        return f"{when.year}Q{(when.month + 2) // 3}"
    return when.value[:7]


def _last_day(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _chronology(document: Document) -> tuple[str, int]:
    """By date, undated last, then as they came."""
    when = document.placement.date
    return (when.value if when else "9999", document.arrival.id)
