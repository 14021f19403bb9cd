"""Would the district pass today? Vetoes, weak key items and the total, from the standings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_DOWN, Decimal

from archivist.checks.standing import LEAD
from archivist.model import Forecast, Fulfilment, Kind, Plan, Standing

_SHOWN = Decimal("0.0001")
_LACKING = {Fulfilment.PARTLY, Fulfilment.MISSING}


def forecast(plan: Plan, standings: Iterable[Standing]) -> Forecast:
    """Sum the standings and apply the pass rule of the settings.

    The rule (no veto, every key item at its rate, the total at its score) is the standard's;
    reading evidence as score is ours (本程序口径).
    """
    rule = plan.settings.pass_rule
    leads: dict[str, list[Standing]] = {}
    for standing in standings:
        if standing.role == LEAD:
            leads.setdefault(standing.point.code, []).append(standing)
    held = {code: sum((s.held for s in group), Decimal(0)) for code, group in leads.items()}
    base = sum((held[point.code] for point in plan.base_points), Decimal(0))
    at_risk = sum((s.at_risk for p in plan.base_points for s in leads[p.code]), Decimal(0))
    bonus = sum((held[point.code] for point in plan.bonus), Decimal(0))
    total = base + bonus if rule.bonus_counts else base
    vetoes, doubtful = _vetoes(plan, leads)
    weak = tuple(_weak(plan, held))
    passes = not vetoes and not doubtful and not weak and total >= rule.pass_score
    return Forecast(base, at_risk, bonus, total, rule.pass_score, passes, vetoes, weak, doubtful)


def _vetoes(
    plan: Plan, leads: dict[str, list[Standing]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Veto points for which nobody brought anything, and those of which something is lacking.

    Half a proof rules a veto out no more than none, so neither lets the forecast pass (ours).
    """
    states = {p.code: {s.state for s in leads[p.code]} for p in plan.base_points}
    codes = [p.code for p in plan.base_points if p.kind is Kind.VETO]
    nothing = tuple(code for code in codes if states[code] == {Fulfilment.MISSING})
    lacking = tuple(code for code in codes if states[code] & _LACKING and code not in nothing)
    return nothing, lacking


def _weak(plan: Plan, held: dict[str, Decimal]) -> Iterator[tuple[str, Decimal]]:
    """Key items under the rate; compared exactly, the rate shown is cut and never rounded up."""
    for item in plan.items:
        reached = sum((held[point.code] for point in item.points), Decimal(0))
        if item.kind is Kind.KEY and reached < item.score * plan.settings.pass_rule.key_rate:
            yield item.code, (reached / item.score).quantize(_SHOWN, ROUND_DOWN)
