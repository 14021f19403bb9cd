"""What is said of a document from outside prevails over what it says itself: people, then lists."""

from __future__ import annotations

from dataclasses import replace

from archivist.model import Candidate, Decision, DocumentDate, Placement, Plan, Reason
from archivist.rules.deciding import Word
from archivist.rules.lists import Row

_CANDIDATES = 5


def decided(plan: Plan, placement: Placement, word: Word) -> Placement:
    """Let people's decisions prevail."""
    if word.former:
        text = f"上一版曾由{word.former.by}退回：{word.former.why}"
        placement = replace(
            placement, reasons=(*placement.reasons, Reason(text, by=word.former.by))
        )
    if word.settled:
        placement = _settled(plan, placement, word.settled)
    crosses = [d.point for d in word.crosses if d.point in plan.by_code]
    cross = tuple(dict.fromkeys((*placement.cross, *crosses)))
    return replace(placement, cross=tuple(c for c in cross if c != placement.point))


def _settled(plan: Plan, placement: Placement, decision: Decision) -> Placement:
    told = f"{decision.by}于{decision.at:%Y-%m-%d}"
    if decision.point not in plan.by_code:  # a rejection, or a code the rules dropped
        verb = f"归入{decision.point}，现行规则没有这个要点" if decision.point else "退回"
        reason = Reason(f"{told}{verb}：{decision.why}", by=decision.by)
        return replace(
            placement, point="", explicit=True, confidence=0.0, reasons=(reason,), cross=()
        )
    reason = Reason(f"{told}决定归入{decision.point}：{decision.why}", by=decision.by)
    chosen = Candidate(decision.point, 1.0, (reason,))
    others = tuple(c for c in placement.candidates if c.point != decision.point)
    return replace(
        placement,
        point=decision.point,
        unit=decision.unit or placement.unit,
        unit_reason=reason if decision.unit else placement.unit_reason,
        want=decision.want,
        want_reason=reason if decision.want else None,
        date=DocumentDate(decision.date, f"人工确定（{decision.by}）")
        if decision.date
        else placement.date,
        confidence=1.0,
        explicit=True,
        reasons=(reason,),
        candidates=(chosen, *others)[:_CANDIDATES],
        contradictions=(),
    )


def listed(placement: Placement, row: Row) -> Placement:
    """What a list says besides the point; a want it does not name is found as for any file."""
    reason = Reason(str(row))
    return replace(
        placement,
        unit=row.unit or placement.unit,
        unit_reason=reason if row.unit else placement.unit_reason,
        want=row.want,
        want_reason=reason if row.want else None,
        date=placement.date or row.date,
    )
