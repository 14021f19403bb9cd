"""Progress over the days gone by: the curve of the score against the days left, as SVG."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from archivist.dossier import words
from archivist.dossier.site import Site
from archivist.dossier.tasks import FINDING, chores
from archivist.model import Archive, State, Summary, Task

WIDE, HIGH, LEFT, TOP = 900, 260, 50, 20
"""Width and height of the field and the margins left and above it, in SVG units."""

BEST = 10
"""How many next steps a report names."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of the line as (x, y, what a screen reader says), the level to pass, and the axis."""

    dots: tuple[tuple[float, float, str], ...]
    line: str
    level: float
    ticks: tuple[tuple[float, str], ...]
    label: str
    rows: tuple[Summary, ...]


def curve(site: Site) -> Curve | None:
    """The score of every day on which something changed; None while there is but one day."""
    archive = site.archive
    rows = archive.past.summaries
    if len(rows) < 2:  # noqa: PLR2004 - two points make a line
        return None
    inspection = archive.plan.settings.inspection
    first, last = rows[0].day, max(inspection, rows[-1].day)
    span = max(1, (last - first).days)
    top = max(Decimal(100), *(row.total for row in rows))
    dots = tuple(
        (_x(row.day, first, span), _y(row.total, top), _spoken(row, inspection)) for row in rows
    )
    return Curve(
        dots=dots,
        line=" ".join(f"{x},{y}" for x, y, _ in dots),
        level=_y(archive.plan.settings.pass_rule.pass_score, top),
        ticks=tuple((_x(day, first, span), _left(day, inspection)) for day in _ticks(first, last)),
        label=f"测算总分的变化：{_spoken(rows[0], inspection)}；{_spoken(rows[-1], inspection)}",
        rows=rows,
    )


def _x(day: date, first: date, span: int) -> float:
    return round(LEFT + WIDE * (day - first).days / span, 1)


def _y(score: Decimal, top: Decimal) -> float:
    return round(TOP + HIGH * (1 - float(score / top)), 1)


def _ticks(first: date, last: date) -> tuple[date, ...]:
    """The two ends and three days between them."""
    span = last - first
    return tuple(dict.fromkeys(first + span * part // 4 for part in range(5)))


def _left(day: date, inspection: date) -> str:
    left = (inspection - day).days
    return f"还有 {left} 天" if left > 0 else "迎检日" if left == 0 else f"过 {-left} 天"


def _spoken(row: Summary, inspection: date) -> str:
    return f"{words.day(row.day)}（{_left(row.day, inspection)}）{row.total} 分"


def best(tasks: Iterable[Task], most: int = BEST) -> tuple[Task, ...]:
    """Open tasks by score per paper, the best first: what to fetch next."""
    worth = [t for t in tasks if t.closed is None and t.chore.gain > 0 and t.chore.papers]
    worth.sort(key=lambda t: (-t.chore.gain / t.chore.papers, t.due, t.chore.id))
    return tuple(worth[:most])


def day(archive: Archive) -> Summary:
    """The day in numbers, for the ledger."""
    forecast = archive.verdict.forecast
    states = [document.state for document in archive.documents]
    todo = chores(archive)
    return Summary(
        day=archive.today,
        held=forecast.held,
        at_risk=forecast.at_risk,
        bonus=forecast.bonus,
        total=forecast.total,
        passes=forecast.passes,
        documents=len(states),
        placed=states.count(State.PLACED),
        open=states.count(State.OPEN),
        missing=sum(chore.papers for chore in todo),
        findings=sum(chore.kind == FINDING for chore in todo),
        tasks=len(todo),
        last=max((document.arrival.id for document in archive.documents), default=0),
    )
