"""Deduction rules (扣分办法) that can be computed from what is missing; the others say why not.

Only three forms are clear enough: a sum per time, year or quarter missing, a sum per kind of
evidence missing, and the veto. Source: the standard's own text; counting papers as times is ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from archivist.model import Every, Fulfilment, WantStanding

_ASIDE = re.compile(r"（[^（）]*）")
_PER_TIME = re.compile(
    r"[^；，、]{0,8}?每?(?:少|缺)(?:1|一)(次|年|季度)[^；，、扣]{0,6}扣(\d+(?:\.\d+)?)分"
)
_PER_KIND = re.compile(
    r"(?:每?缺一(?:类|项)[^；，扣]{0,6}|无[^；，扣]{1,12}每(?:项|类))扣(\d+(?:\.\d+)?)分"
)
_REASONS = (
    (re.compile("否决"), "否决项不计分"),
    (re.compile("酌"), "由检查组酌情评定"),
    (
        re.compile("抽查|抽考|发现|每家|每户|每处|每件|每起|每校|每所|每点|每个|每街道|每人"),
        "要现场检查或抽查才能确定",
    ),
    (re.compile("百分点|比例|不足|达标|合格率|不少于"), "要看统计数据"),
)
_LABEL_YEAR = 4


@dataclass(frozen=True, slots=True)
class Deduction:
    """What the rule costs: ``count`` of ``what``, ``lost`` in all (not capped), in ``rule``."""

    rule: str
    count: int
    what: str
    lost: Decimal

    def __str__(self) -> str:
        """One sentence for reports."""
        if not self.count:
            return f"按扣分办法“{self.rule}”：未见缺少，不扣分"
        return (
            f"按扣分办法“{self.rule}”：缺 {self.count} {self.what}，扣 {self.lost.normalize():f} 分"
        )


def deduction(text: str, wants: Sequence[WantStanding]) -> Deduction | None:
    """What a deduction text costs for these wants; None where it cannot be computed."""
    rule = _ASIDE.sub("", text).strip("。 ")
    if (match := _PER_TIME.fullmatch(rule)) and any(_periodic(want) for want in wants):
        count = _COUNTED[match[1]](wants)
        return Deduction(rule, count, match[1], count * Decimal(match[2]))
    if (match := _PER_KIND.fullmatch(rule)) and wants:
        count = sum(want.state is Fulfilment.MISSING for want in wants)
        return Deduction(rule, count, "类", count * Decimal(match[1]))
    return None


def why_not(text: str) -> str:
    """Why a deduction text cannot be computed from papers alone."""
    if not text:
        return "规则没有写扣分办法"
    found = (why for pattern, why in _REASONS if pattern.search(text))
    return next(found, "扣分办法不能按材料份数折算")


def _periodic(want: WantStanding) -> bool:
    return want.want.every is not Every.ONCE and not want.want.when_it_happens


def _times(wants: Sequence[WantStanding]) -> int:
    return sum(want.lacking for want in wants if _periodic(want))


def _years(wants: Sequence[WantStanding]) -> int:
    return len({label[:_LABEL_YEAR] for want in wants for label in want.missing})


def _quarters(wants: Sequence[WantStanding]) -> int:
    return len({label for want in wants for label in want.missing if "Q" in label})


_COUNTED: dict[str, Callable[[Sequence[WantStanding]], int]] = {
    "次": _times,
    "年": _years,
    "季度": _quarters,
}
