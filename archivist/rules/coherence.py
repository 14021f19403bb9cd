"""What can only be seen with all rule files together: totals, exceptions, examples."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from archivist.model import Mistake, Plan, Where
from archivist.rules.record import suggestion
from archivist.rules.settings import Totals


def totals(plan: Plan, stated: Totals | None, where: Where) -> Iterator[Mistake]:
    """Compare the pack with the totals its settings state, if they state any."""
    if stated is None:
        return
    pairs = (
        ("部分数", stated.parts, len(plan.parts)),
        ("考评项目数", stated.items, len(plan.items)),
        ("考评要点数", stated.points, len(plan.base_points)),
        ("总分", stated.score, sum((point.score for point in plan.base_points), Decimal(0))),
        ("鼓励项数", stated.bonus_items, len(plan.bonus)),
        ("鼓励项总分", stated.bonus_score, sum((point.score for point in plan.bonus), Decimal(0))),
    )
    for what, expected, found in pairs:
        if expected != found:
            yield Mistake(where, f"totals 写的{what}是 {expected}，规则文件里合计是 {found}。")


def exceptions(plan: Plan) -> Iterator[Mistake]:
    """Declarations of 不适用 must name a point that exists, each once."""
    seen: set[str] = set()
    for entry in plan.settings.not_applicable:
        if entry.point and entry.point not in plan.by_code:
            hint = suggestion(entry.point, plan.by_code)
            yield Mistake(entry.where, f"不适用声明里的考评要点“{entry.point}”不存在。{hint}")
        if entry.point in seen:
            yield Mistake(entry.where, f"考评要点 {entry.point} 的不适用声明写了两次。")
        seen.add(entry.point)


def periods(plan: Plan, where: Where) -> Iterator[Mistake]:
    """保管期限 set for single points must name points that exist."""
    for code, _ in plan.settings.arrangement.periods:
        if code not in plan.by_code:
            hint = suggestion(code, plan.by_code)
            yield Mistake(where, f"“periods”里的考评要点“{code}”不存在。{hint}")


def examples(plan: Plan, sound: set[str]) -> Iterator[Mistake]:
    """Every example of a sound point must be placed at its point by its name alone."""
    from archivist.rules.placing import placer

    place = placer(plan).place_name
    for point in plan.points:
        for example in point.examples if point.code in sound else ():
            candidates = place(example.text)
            if not candidates:
                message = f"示例“{example.text}”对应不到任何要点；请给 {point.code} 补上关键词。"
                yield Mistake(example.where, message)
            elif candidates[0].point != point.code:
                first = f"{candidates[0].point}（{'；'.join(map(str, candidates[0].reasons))}）"
                yield Mistake(
                    example.where, f"示例“{example.text}”对应到了 {first}，不是 {point.code}。"
                )
