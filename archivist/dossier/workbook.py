"""The report as one workbook: overview, units, points, gaps, problems, and what was accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from archivist.dossier import words
from archivist.dossier.accepted import accepted
from archivist.dossier.overview import counts, shares
from archivist.dossier.site import WORKBOOK, Site
from archivist.dossier.spreadsheet import Cell, Column, Sheet, workbook
from archivist.dossier.views import level
from archivist.model import Finding, Fulfilment, Leaf, Shop, called, periods

_NARROW = 14
_GAPS = {Fulfilment.PARTLY, Fulfilment.MISSING}


def report_workbook(site: Site, shop: Shop) -> Iterator[Leaf]:
    """``报告/齐备报告.xlsx`` (ours)."""
    title, today = site.heading("佐证材料齐备报告"), site.archive.today
    streams = (
        _overview(site),
        _units(site),
        _points(site),
        _gaps(site),
        _problems(site),
        _accepted(site),
    )
    sheets = [replace(sheet, rows=tuple(sheet.rows)) for sheet in streams]
    write = partial(workbook, title, today, sheets)
    yield Leaf(WORKBOOK, shop.keep(WORKBOOK, repr((title, today, sheets)), write))


def _columns(*pairs: tuple[str, int]) -> tuple[Column, ...]:
    """Narrow columns hold codes, counts and states: those are centred."""
    return tuple(Column(n, wide, "center" if wide <= _NARROW else "left") for n, wide in pairs)


def _overview(site: Site) -> Sheet:
    plan, forecast = site.archive.plan, site.archive.verdict.forecast
    rule = plan.settings.pass_rule
    rows: list[tuple[Cell, ...]] = [
        ("地区", plan.settings.district, ""),
        ("标准", plan.settings.standard_shown, ""),
        ("截至", words.day(site.archive.today), words.countdown(plan, site.archive.today)),
        ("佐证支撑分", float(forecast.held), ""),
        ("待补分", float(forecast.at_risk), ""),
        ("鼓励加分", float(forecast.bonus), "计入总分" if rule.bonus_counts else "不计入总分"),
        ("测算总分", float(forecast.total), f"合格线 {forecast.pass_score} 分"),
        ("结论", words.verdict(forecast), words.CAVEAT),
        ("尚无佐证的否决要点", "、".join(forecast.vetoes) or "无", words.VETO_CAVEAT),
        ("佐证不齐的否决要点", "、".join(forecast.doubtful) or "无", words.VETO_CAVEAT),
        (
            "得分率不足的关键项",
            "、".join(f"{item}（{words.rate(rate)}）" for item, rate in forecast.weak) or "无",
            f"要求不低于 {words.rate(rule.key_rate)}",
        ),
        *((f"文件：{state}", count, "") for state, count in counts(site.archive)),
    ]
    return Sheet("总览", _columns(("项目", 22), ("内容", 60), ("说明", 50)), rows)


def _units(site: Site) -> Sheet:
    columns = _columns(
        ("责任单位", 26),
        ("牵头要点", 10),
        ("满足", 8),
        ("部分", 8),
        ("缺", 8),
        ("佐证支撑分", 12),
        ("待补分", 10),
        ("鼓励加分", 10),
        ("问题数", 10),
        ("文件数", 10),
    )
    rows = (
        (
            share.unit,
            share.leads,
            share.satisfied,
            share.partly,
            share.missing,
            float(share.held),
            float(share.at_risk),
            float(share.bonus),
            share.findings,
            len(site.documents_by_unit.get(share.unit, ())),
        )
        for share in shares(site)
    )
    return Sheet("单位", columns, rows)


def _points(site: Site) -> Sheet:
    columns = _columns(
        ("考评要点", 10),
        ("名称", 30),
        ("类别", 8),
        ("分值", 8),
        ("责任单位", 24),
        ("角色", 8),
        ("状态", 10),
        ("佐证支撑分", 12),
        ("待补分", 10),
        ("盒号", 16),
    )
    return Sheet("要点", columns, _point_rows(site))


def _point_rows(site: Site) -> Iterator[tuple[Cell, ...]]:
    for point in site.archive.plan.points:
        boxes = "、".join(
            box.number if box.tangible else "互见"
            for box in site.boxes_by_point.get(point.code, ())
        )
        for standing in site.standings_by_point.get(point.code, ()):
            yield (
                point.code,
                point.title,
                point.kind.value,
                float(point.score),
                standing.unit,
                standing.role,
                called.FULFILMENT[standing.state],
                float(standing.held),
                float(standing.at_risk),
                boxes,
            )


def _gaps(site: Site) -> Sheet:
    columns = _columns(
        ("责任单位", 24),
        ("角色", 8),
        ("考评要点", 10),
        ("名称", 28),
        ("佐证材料", 36),
        ("状态", 14),
        ("已有", 8),
        ("应有", 8),
        ("已覆盖时段", 30),
        ("缺的时段", 30),
        ("说明", 30),
    )
    rows = (
        (
            standing.unit,
            standing.role,
            standing.point.code,
            standing.point.title,
            want.want.name,
            words.state_of(want),
            want.have,
            want.need,
            words.covered(want),
            periods(want.missing),
            words.claimed(want),
        )
        for unit in site.units
        for standing in site.standings_by_unit.get(unit, ())
        for want in standing.wants
        if want.state in _GAPS
    )
    return Sheet("缺项", columns, rows)


def _problems(site: Site) -> Sheet:
    columns = _columns(
        ("检查", 8),
        ("名称", 20),
        ("级别", 10),
        ("对象", 40),
        ("考评要点", 10),
        ("责任单位", 20),
        ("情况", 40),
        ("依据摘录", 24),
        ("怎么改", 32),
        ("规则出处", 24),
        ("豁免", 20),
        ("新增", 8),
    )
    return Sheet("问题", columns, (_problem(site, f) for f in (*site.findings, *site.waived)))


def _accepted(site: Site) -> Sheet:
    """不适用, 无此项业务 and waivers: what is not counted, on whose word (J15)."""
    columns = _columns(("序号", 8), ("事项", 140))
    told = accepted(site.archive) or ("没有登记不适用的要点、无此项业务和人工豁免。",)
    return Sheet("豁免与不适用", columns, enumerate(told, 1))


def _problem(site: Site, finding: Finding) -> tuple[Cell, ...]:
    card = site.archive.check_by_id.get(finding.check)
    waiver = finding.waiver
    return (
        finding.check,
        card.title if card else "",
        level(finding),
        finding.subject,
        finding.point,
        finding.unit,
        finding.message,
        finding.evidence,
        card.mend if card else "",
        str(finding.where) if finding.where else "",
        f"{waiver.reason}（{waiver.author}，至 {waiver.until}）" if waiver else "",
        "新" if site.news.new(finding) else "",
    )
