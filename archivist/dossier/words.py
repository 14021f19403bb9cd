"""How states, outcomes and sources are called in Chinese, one word each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_DOWN, Decimal

from archivist.dossier.pages import number as plain
from archivist.model import (
    Every,
    Forecast,
    Fulfilment,
    Plan,
    Progress,
    WantStanding,
    called,
    periods,
)

SHORT = {**called.FULFILMENT, Fulfilment.SATISFIED: "齐"}
_PROVENANCE = {"published": "已公开", "adapted": "改编", "inferred": "推定"}
FIELD = {
    "text": "要点原文",
    "kind": "类别",
    "score": "分值",
    "methods": "考评方式",
    "method": "考评方式",
    "deduction": "扣分口径",
    "rule": "扣分口径",
    "wants": "佐证材料",
    "evidence": "佐证材料",
    "units": "责任单位",
    "period": "考评时段",
    "split": "要点拆分",
    "title": "要点名称",
}
EVERY = {"once": "一次", "year": "每年", "quarter": "每季度", "month": "每月"}

_DAYS = 4
"""Days named one by one; of more, the first and the last."""

BY_RULE = "按扣分办法"
"""How the basis of a score begins that follows the standard's own deduction rule."""

PROGRESS = {
    Progress.WAITING: "未开始",
    Progress.RUNNING: "整改中",
    Progress.OVERDUE: "逾期",
    Progress.REPORTED: "已报完成，待核",
    Progress.CLOSED: "已销号",
}
TASK = {"gap": "补材料", "file": "定去向", "finding": "改问题"}

CAVEAT = "测算能按扣分办法折算的照扣分办法，其余按佐证材料齐备程度折算，是本程序口径，供自查，不代表检查结果。"
VETO_CAVEAT = "“尚无佐证”“佐证不齐”只说明材料未到齐，不能据此排除否决情形，也不等于发生了否决情形。"


def provenance(text: str) -> str:
    """``inferred(…)`` becomes ``推定（…）``; reconstructed rules must be seen to be so."""
    for word, shown in _PROVENANCE.items():
        if text.startswith(word):
            rest = text.removeprefix(word).strip("()（） ")
            return f"{shown}（{rest}）" if rest else shown
    return text


def years(found: Iterable[int | None]) -> str:
    """``2020—2022`` for a run of years, ``2020、2022`` for others, undated last."""
    known = sorted({year for year in found if year})
    if len(known) > 1 and known[-1] - known[0] == len(known) - 1:
        return f"{known[0]}—{known[-1]}"
    return "、".join(map(str, known))


def day(when: date) -> str:
    """``2022年3月5日``."""
    return f"{when.year}年{when.month}月{when.day}日"


def countdown(plan: Plan, today: date) -> str:
    """How far the inspection is, as a sentence without full stop."""
    left = (plan.settings.inspection - today).days
    told = day(plan.settings.inspection)
    if left > 0:
        return f"距迎检日（{told}）还有 {left} 天"
    return f"今天（{told}）迎检" if left == 0 else f"迎检日（{told}）已过 {-left} 天"


def covered(want: WantStanding) -> str:
    """What the papers cover: ``2021年1—3季度``, or the days of papers no period is asked of."""
    if len(want.covered) > _DAYS and want.want.every is Every.ONCE:
        return f"{want.covered[0]} 至 {want.covered[-1]}，共 {len(want.covered)} 个日期"
    return periods(want.covered)


def excused(want: WantStanding) -> str:
    """Who approved that there is no such business, when and why; "" if nobody did."""
    word = want.excuse
    if word is None:
        return ""
    carried = f"，随包移交自{word.house}" if word.house else ""
    return f"无此项业务：{word.why}（{word.by} {day(word.day)}批准{carried}）"


def claimed(want: WantStanding) -> str:
    """How many declarations wait for approval; "" if none."""
    return f"已交“无此项业务”说明 {len(want.claimed)} 份，待批准" if want.claimed else ""


def state_of(want: WantStanding) -> str:
    """``部分（2/3年）``: the state of a want with its count in the unit of its rhythm."""
    unit = {"year": "年", "quarter": "季", "month": "月"}.get(want.want.every.value, "件")
    if want.state is Fulfilment.PARTLY:
        return f"部分（{want.have}/{want.need}{unit}）"
    return called.FULFILMENT[want.state]


def rate(part: Decimal) -> str:
    """A rate in percent, cut and never rounded up: 59.96 % must not read as 60 %."""
    return f"{plain((part * 100).quantize(Decimal('0.1'), ROUND_DOWN))}%"


def verdict(forecast: Forecast) -> str:
    """One sentence: would the district pass today?"""
    if forecast.passes:
        return "按现有佐证材料测算，达到合格线。"
    reasons = []
    if forecast.total < forecast.pass_score:
        reasons.append(f"还差 {forecast.pass_score - forecast.total} 分")
    if forecast.vetoes:
        reasons.append(f"{len(forecast.vetoes)} 个否决要点尚无佐证")
    if forecast.doubtful:
        reasons.append(f"{len(forecast.doubtful)} 个否决要点佐证不齐")
    if forecast.weak:
        reasons.append(f"{len(forecast.weak)} 个关键项得分率不足")
    return f"按现有佐证材料测算，尚未达到合格线：{'，'.join(reasons) or '条件未全部满足'}。"
