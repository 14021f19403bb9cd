"""What is there and what is missing: every want, period, point and unit, and the score it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from archivist.checks.scoring import held
from archivist.model import (
    Document,
    DocumentDate,
    ElementKind,
    Every,
    Excuse,
    Fulfilment,
    Plan,
    Point,
    Role,
    Standing,
    State,
    Want,
    WantStanding,
)

LEAD = "牵头"
SUPPORT = "配合"

_CENT = Decimal("0.01")
_NOTHING = Decimal(0)
_FINE = frozenset({Fulfilment.SATISFIED, Fulfilment.NOT_DUE, Fulfilment.NOT_APPLICABLE})
_NOT_ITS_WORDS = ("文件属性", "文件夹名", "拍摄时间")
_DECLARED = ("无此项业务", "无此项工作", "无该项业务", "无此类业务")


def standings(
    plan: Plan, documents: Iterable[Document], today: date, excuses: Iterable[Excuse] = ()
) -> tuple[Standing, ...]:
    """How every point stands for each of its units, in the order of ``plan.units``.

    Units the rules name at a point but do not list follow at the end, so that the scores of all
    standings always sum to the score of all points. Source: ours (本程序口径).
    """
    at = by_point(documents)
    excused = {(each.point, each.unit, each.want): each for each in excuses}
    by_unit: dict[str, list[Standing]] = {unit.name: [] for unit in plan.units}
    for point in plan.points:
        for standing in _of_point(_Day(plan, today, excused), point, at.get(point.code, ())):
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
    """How far one want is met by ``documents``, which are all its own.

    What counts is pieces (件), each once for a period, see ``counts_as``: an attachment is no
    second document beside its text. All documents are named nevertheless. Ours (本程序口径).
    """
    names = tuple(document.name for document in documents)
    dates = (document.placement.date for document in documents)
    covered = tuple(dict.fromkeys(each.value for each in dates if each))
    alone = [each for each in documents if _speaks_for_itself(each, names)]
    pieces = len({counts_as(document) for document in alone})
    if want.when_it_happens:
        state = Fulfilment.SATISFIED if documents else Fulfilment.NOT_DUE
        return WantStanding(want, state, pieces, 0, (), names, covered=covered)
    missing: tuple[str, ...] = ()
    have, need = pieces, want.at_least
    lacking = max(0, need - have)
    if want.every is not Every.ONCE:
        due = due_periods(want.every, years, today)
        count = Counter(
            label
            for label, _ in {(_label(want.every, d.placement.date), counts_as(d)) for d in alone}
        )
        missing = tuple(label for label in due if count[label] < want.at_least)
        covered = tuple(label for label in due if label not in missing)
        lacking = sum(want.at_least - count[label] for label in missing)
        have, need = len(due) - len(missing), len(due)
    state = _fulfilment(have, need)
    return WantStanding(want, state, have, need, missing, names, lacking, covered=covered)


def counts_as(document: Document) -> str:
    """The name of the document this one is counted as, within one want and period. Ours.

    A part of a piece counts as its main text, unless it would be a document by itself: a 来文
    (请示) always is, an attachment or a paper passed on is if it bears its own 发文字号. So an
    attachment still counts where its text does not: for another want, or for another period.
    """
    bond = document.bond
    if bond is None or bond.role is Role.REQUEST:
        return document.name
    numbered = document.reading.first(ElementKind.NUMBER) is not None
    alone = numbered and bond.role not in {Role.DRAFT, Role.COPY}
    return document.name if alone else bond.main


def _speaks_for_itself(document: Document, names: Collection[str]) -> bool:
    """Whether a document counts beside its main text for the same want, if in another period.

    A draft or copy never does; an attachment does if its own words tell the period, not the
    folder or the clock of a computer or camera.
    """
    bond, when = document.bond, document.placement.date
    if bond is None or bond.main not in names:
        return True
    own = when is not None and not when.source.startswith(_NOT_ITS_WORDS)
    return own and bond.role not in {Role.DRAFT, Role.COPY}


def shares(score: Decimal, count: int) -> tuple[Decimal, ...]:
    """Split a score among the members of a collective; the shares sum to it exactly."""
    base = (score / count).quantize(_CENT, ROUND_DOWN)
    cents = int((score - base * count) / _CENT)
    crumb = score - base * count - _CENT * cents
    return tuple(
        base + (_CENT if index < cents else _NOTHING) + (crumb if index == 0 else _NOTHING)
        for index in range(count)
    )


@dataclass(frozen=True, slots=True)
class _Day:
    """The rules, the day, and what is approved as no such business: (point, unit, want or "")."""

    plan: Plan
    today: date
    excused: dict[tuple[str, str, str], Excuse]

    def excuse(self, point: str, unit: str, want: str) -> Excuse | None:
        return self.excused.get((point, unit, want)) or self.excused.get((point, unit, ""))


def _of_point(day: _Day, point: Point, documents: tuple[Document, ...]) -> Iterator[Standing]:
    """Standings of one point: its leads (each judged alone), then its supporting units."""
    plan = day.plan
    members = [unit.name for unit in plan.members(point.lead)]
    if not members or members == [point.lead]:
        members = [point.lead]
        leads = [_lead(day, point, point.lead, point.score, documents)]
    else:
        split = zip(members, shares(point.score, len(members)), strict=True)
        leads = [_lead(day, point, n, share, _delivered(n, documents)) for n, share in split]
    yield from leads
    wants = leads[0].wants if len(leads) == 1 else _wants(day, point, "", documents)
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
    day: _Day, point: Point, unit: str, share: Decimal, documents: tuple[Document, ...]
) -> Standing:
    wants = _wants(day, point, unit, documents)
    state = _state(day.plan, point, wants, documents)
    score, basis = held(point, share, state, wants, documents)
    names = tuple(document.name for document in documents)
    return Standing(point, unit, LEAD, state, wants, names, score, share - score, basis)


def _wants(
    day: _Day, point: Point, unit: str, documents: tuple[Document, ...]
) -> tuple[WantStanding, ...]:
    own: dict[str, list[Document]] = {}
    claims: dict[str, list[str]] = {}
    for document in documents:
        if declares(document):
            claims.setdefault(document.placement.want, []).append(document.name)
        else:
            own.setdefault(document.placement.want, []).append(document)
    return tuple(
        _excused(want, excuse)
        if (excuse := day.excuse(point.code, unit, want.name))
        else replace(
            want_standing(want, own.get(want.name, ()), point.years, day.today),
            claimed=tuple(claims.get(want.name, ())),
        )
        for want in point.wants
    )


def _excused(want: Want, excuse: Excuse) -> WantStanding:
    return WantStanding(want, Fulfilment.NOT_APPLICABLE, 0, 0, (), (), excuse=excuse)


def declares(document: Document) -> bool:
    """Whether a file declares there is no such business (无此项业务说明); it is no evidence of any.

    It counts when a person approved it (``Excuse``), and then for the whole want.
    """
    title = document.reading.first(ElementKind.TITLE)
    told = f"{document.arrival.base} {title.value if title else ''}"
    return any(words in told for words in _DECLARED)


def _state(
    plan: Plan, point: Point, wants: tuple[WantStanding, ...], documents: tuple[Document, ...]
) -> Fulfilment:
    """The point's state follows from its wants; a point without any document is never satisfied."""
    if point.code in plan.excluded:
        return Fulfilment.NOT_APPLICABLE
    if wants and all(want.state is Fulfilment.NOT_APPLICABLE for want in wants):
        return Fulfilment.NOT_APPLICABLE
    fine = all(want.state in _FINE for want in wants)
    if not all(map(declares, documents)):
        return Fulfilment.SATISFIED if fine else Fulfilment.PARTLY
    waiting = fine and any(not want.want.when_it_happens for want in wants)
    return Fulfilment.NOT_DUE if waiting else Fulfilment.MISSING


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
