"""The score a point's evidence supports, and by which rule it was reached."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from archivist.checks.deduction import deduction, why_not
from archivist.model import Document, Fulfilment, Kind, Point, WantStanding

_CENT = Decimal("0.01")
_NOTHING = Decimal(0)


def held(
    point: Point,
    share: Decimal,
    state: Fulfilment,
    wants: Sequence[WantStanding],
    documents: Sequence[Document],
) -> tuple[Decimal, str]:
    """The score held, and how it was reached in one sentence.

    By the standard's deduction rule where it can be computed; a point without any paper holds
    nothing. Else share × mean of have/need over the wants that are due: ours (本程序口径:
    按佐证材料齐备程度折算). What is not due or not applicable costs nothing; a bonus without a
    document earns nothing.
    """
    if point.kind is Kind.BONUS and (not documents or state is Fulfilment.NOT_APPLICABLE):
        return _NOTHING, "加分项没有材料，不加分"
    if state is Fulfilment.NOT_APPLICABLE:
        return share, "不适用，不扣分"
    if state is Fulfilment.MISSING:
        return _NOTHING, "没有材料，不计分"
    if found := deduction(point.deduction, wants):
        return max(_NOTHING, share - found.lost), f"{found}（本程序口径）"
    told = f"按材料齐备程度折算（本程序口径）：{why_not(point.deduction)}"
    return _proportion(share, wants), told


def _proportion(share: Decimal, wants: Sequence[WantStanding]) -> Decimal:
    due = [Fraction(min(want.have, want.need), want.need) for want in wants if want.need]
    mean = sum(due, Fraction(0)) / len(due) if due else Fraction(1)
    exact = share * mean.numerator / mean.denominator
    return min(share, exact.quantize(_CENT, ROUND_HALF_UP)) if mean < 1 else share
