"""How answers look on a terminal: tables and plain sentences, nothing computed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from archivist.faces import handed, telling
from archivist.house import House
from archivist.model import (
    Archive,
    Check,
    Document,
    ElementKind,
    Finding,
    Fulfilment,
    Outcome,
    Placement,
    Reason,
    Severity,
    Standing,
    State,
    Verdict,
    WantStanding,
    called,
    periods,
)

if TYPE_CHECKING:  # both are slow to load, and --help must be quick
    from rich.table import Table

    from archivist.dossier import News
    from archivist.rules import Move
    from archivist.store import Verified

_HEAD = 40
"""How many rows of a long list a terminal shows before it only counts."""


def json_lines(records: Iterable[dict[str, Any]]) -> None:
    """One JSON object a line."""
    for record in records:
        click.echo(json.dumps(record, ensure_ascii=False))


def _print(table: Table) -> None:
    from rich.console import Console

    Console(highlight=False).print(table)


def _table(title: str, *columns: str) -> Table:
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=escape(title), title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _row(table: Table, *cells: object) -> None:
    from rich.markup import escape

    table.add_row(*(escape(str(cell)) for cell in cells))


def district_report(archive: Archive) -> None:
    """Forecast, then one line per unit."""
    _forecast(archive)
    table = _table("各责任单位", "单位", "牵头要点", "满足", "部分", "缺", "佐证支撑分", "待补分")
    for unit, standings in by_unit(archive).items():
        lead = [s for s in standings if s.role == "牵头"]
        states = Counter(s.state for s in lead)
        held, risk = (sum((getattr(s, f) for s in lead), Decimal()) for f in ("held", "at_risk"))
        counts = [states[f] for f in (Fulfilment.SATISFIED, Fulfilment.PARTLY, Fulfilment.MISSING)]
        _row(table, unit, len(lead), *counts, held, risk)
    _print(table)
    click.echo("逐个单位查看：archivist report --unit 单位")


def _forecast(archive: Archive) -> None:
    from archivist import dossier

    forecast = archive.verdict.forecast
    verdict = "达到合格线" if forecast.passes else "尚未达到合格线"
    click.echo(f"{archive.plan.settings.district}  {archive.plan.settings.standard_shown}")
    click.echo(
        f"截至 {archive.today}：佐证支撑 {forecast.held} 分，待补 {forecast.at_risk} 分，"
        f"加分 {forecast.bonus} 分，测算 {forecast.total} 分，合格 {forecast.pass_score} 分，{verdict}。"
    )
    click.echo(
        "（测算能按扣分办法折算的照扣分办法，其余按佐证材料齐备程度折算，是本程序口径，供自查，不代表检查结果。）"
    )
    if forecast.vetoes:
        click.echo(f"否决要点尚无佐证：{'、'.join(forecast.vetoes)}")
    if forecast.doubtful:
        click.echo(f"否决要点佐证不齐：{'、'.join(forecast.doubtful)}")
    for item, rate in forecast.weak:
        click.echo(f"关键项得分率不足：第 {item} 项 {dossier.rate(rate)}")


def by_unit(archive: Archive) -> dict[str, list[Standing]]:
    """Standings grouped by unit, in the order of the rules."""
    groups: dict[str, list[Standing]] = {}
    for standing in archive.verdict.standings:
        groups.setdefault(standing.unit, []).append(standing)
    return groups


def unit_report(archive: Archive, unit: str, met: News) -> None:
    """Every point and want of one unit, then what to mend."""
    _forecast(archive)
    table = _table(unit, "要点", "角色", "名称", "状态", "佐证材料", "有/应有", "缺")
    for standing in by_unit(archive).get(unit, []):
        point = standing.point
        cells = (point.code, standing.role, point.title, called.FULFILMENT[standing.state])
        for number, want in enumerate(standing.wants):
            _row(table, *(cells if number == 0 else ("",) * 4), *_want(want))
    _print(table)
    found = [f for f in archive.verdict.findings if f.unit == unit]
    findings(archive, found, met)
    telling.news(met.told(found, unit))


def _want(want: WantStanding) -> tuple[str, str, str]:

    state = called.FULFILMENT[want.state]
    name = f"{want.want.name}（{state}）"
    return (name, f"{want.have}/{want.need}", periods(want.missing))


def document_table(documents: list[Document]) -> None:
    """One line per document."""
    table = _table(f"共 {len(documents)} 个文件", "文件", "状态", "要点", "单位", "日期", "说明")
    for document in documents:
        place = document.placement
        why = document.why or (str(place.reasons[0]) if place.reasons else "")
        date = place.date.value if place.date else ""
        _row(table, document.name, called.STATE[document.state], place.point, place.unit, date, why)
    _print(table)


def findings(archive: Archive, chosen: list[Finding], met: News) -> None:
    """Findings, the gravest first, the new marked; what was not checked is counted aloud."""
    order = list(Severity)
    real = [f for f in chosen if f.outcome in {Outcome.FINDING, Outcome.BROKEN}]
    real.sort(key=lambda f: (f.waiver is not None, order.index(f.severity), f.check, f.subject))
    table = _table(f"问题 {len(real)} 条", "检查", "级别", "对象", "情况", "怎么改")
    for finding in real[:_HEAD]:
        level = called.WAIVED if finding.waiver else called.SEVERITY[finding.severity]
        if finding.outcome is Outcome.BROKEN:
            level = called.OUTCOME[finding.outcome]
        level = f"新 {level}" if met.new(finding) else level
        _row(table, finding.check, level, *_seen(finding), archive.check_by_id[finding.check].mend)
    if real:
        _print(table)
    else:
        click.echo("没有发现问题。")
    if len(real) > _HEAD:
        click.echo(
            f"另有 {len(real) - _HEAD} 条未列出，用 --only、--point、--unit 缩小范围，或加 --json。"
        )
    skipped: dict[str, list[str]] = {}
    for finding in chosen:
        if finding.outcome is Outcome.NOT_CHECKED:
            skipped.setdefault(finding.check, []).append(finding.message)
    if skipped:
        click.echo("未检查（不等于通过）：")
    for check, reasons in sorted(skipped.items()):
        more = "等" if len(set(reasons)) > 1 else ""
        click.echo(f"  {check} {len(reasons)} 处：{reasons[0]}{more}")


def _seen(finding: Finding) -> tuple[str, str]:
    """Whom it is about, a point with the unit that leads it, and what was seen with its evidence."""
    whose = finding.about == "point" and finding.unit
    subject = f"{finding.subject} {finding.unit}" if whose else finding.subject
    told = f"{finding.message}\n{finding.evidence}" if finding.evidence else finding.message
    return subject, told


def passed(verdict: Verdict, prefixes: tuple[str, ...]) -> None:
    """How many subjects the chosen checks looked at and found nothing to say of."""
    fine = sum(count for check, count in verdict.passed if check.startswith(prefixes))
    click.echo(f"通过：{fine} 处")


def catalogue(checks: Iterable[Check]) -> None:
    """Every check with its source, reason and remedy."""
    for check in checks:
        click.echo(
            f"{check.id}  {check.title}（{called.SEVERITY[check.severity]}；依据：{check.source}）"
        )
        click.echo(f"     为什么：{check.why}")
        click.echo(f"     怎么改：{check.mend}")


def status(house: House, archive: Archive) -> None:
    """Counts by state, the forecast, and where things lie."""
    states = Counter(document.state for document in archive.documents)
    told = "，".join(f"{called.STATE[state]} {states[state]}" for state in State if states[state])
    click.echo(f"工作区 {house.root.resolve()}")
    click.echo(f"文件 {len(archive.documents)} 个：{told or '尚未收件'}")
    click.echo(
        f"距检查日 {archive.plan.settings.inspection}：{(archive.plan.settings.inspection - archive.today).days} 天"
    )
    _forecast(archive)
    index = house.dossier / "index.html"
    click.echo(f"档案 {index}" if index.exists() else "档案尚未建立，请运行 archivist build")


def story(archive: Archive, document: Document) -> None:
    """Everything known about one document."""
    arrival, reading, place = document.arrival, document.reading, document.placement
    click.echo(f"{document.name}")
    click.echo(
        f"  状态  {called.STATE[document.state]}{'：' + document.why if document.why else ''}"
    )
    click.echo(
        f"  收到  {arrival.taken:%Y-%m-%d %H:%M} UTC，{arrival.size} 字节，来自 {arrival.by or '未知'}，共 {document.arrivals} 次，第 {document.edition} 版"
    )
    click.echo(f"  摘要  SHA-256 {arrival.digest}")
    click.echo(
        f"  格式  {reading.format} {reading.puid}，页数 {reading.pages if reading.pages is not None else '不适用'}，{reading.chars} 字"
    )
    handed.history(document)
    for problem in reading.problems:
        click.echo(f"  读取  {problem.message}。{problem.mend}")
    if error := dict(reading.facts).get("error"):
        click.echo(f"  出错  {error}（供维护人员）")
    for element in reading.elements:
        if element.kind is ElementKind.FINGERPRINT:  # a measure for comparing texts, none to read
            continue
        click.echo(f"  要素  {telling.seen(element)}")
    click.echo(
        f"  归入  {place.point or '待定'}  单位 {place.unit or '未定'}  佐证 {place.want or '未定'}  日期 {_date(document)}"
    )
    _because(place)
    if document.name in archive.box_of:
        box, piece = archive.box_of[document.name]
        each = piece.component(document.name)
        click.echo(f"  装盒  {box.folder}/{each.file}（盒 {box.number}，件号 {each.call}）")
    _company(document)
    for finding in archive.findings_by_subject.get(document.name, ()):
        click.echo(f"  {called.OUTCOME[finding.outcome]}  {finding.check} {finding.message}")


def _company(document: Document) -> None:
    """What it makes one item (件) with, and the meeting whose set it is in, each with its sign."""
    if bond := document.bond:
        click.echo(f"  合件  {bond.role}，随 {bond.to}  因为 {bond.reason}")
    if meeting := document.meeting:
        click.echo(f"  会议  {meeting.subject}  因为 {meeting.reason}")


def _because(place: Placement) -> None:
    """Every reason, contradiction and candidate, with what each reason weighed."""
    for reason in (*place.reasons, place.unit_reason, place.want_reason):
        if reason is not None:
            click.echo(f"    因为 {reason}")
    for contradiction in place.contradictions:
        click.echo(f"    矛盾 {contradiction}")
    for candidate in place.candidates:
        reasons = "；".join(map(_weighed, candidate.reasons))
        click.echo(f"  候选  {candidate.point} 把握{candidate.confidence:.2f}  {reasons}")


def _weighed(reason: Reason) -> str:
    return f"{reason} +{reason.weight:.1f}分" if reason.weight else str(reason)


def tried(place: Placement) -> None:
    """How the rules would treat a file or a name."""
    unit, want = place.unit or "未定", place.want or "未定"
    date = f"{place.date.value}（{place.date.source}）" if place.date else "未定"
    click.echo(f"归入  {place.point or '待定'}  单位 {unit}  佐证 {want}  日期 {date}")
    _because(place)


def moves(found: Sequence[Move]) -> None:
    """Which files another set of rules would lay elsewhere."""
    if not found:
        click.echo("改用这套规则，没有文件会移动。")
        return
    table = _table(f"会移动的文件 {len(found)} 个", "文件", "现在", "改后", "改后的依据")
    for move in found:
        place = move.after.placement
        why = str(place.reasons[0]) if place.reasons else move.after.why
        _row(table, move.name, _lying(move.before), _lying(move.after), why)
    _print(table)


def _lying(document: Document) -> str:
    place = document.placement
    words = (place.point or called.STATE[document.state], place.unit, place.want, *place.cross)
    return "　".join(word for word in words if word)


def verified(found: Verified) -> None:
    """How much was looked at, and every flaw with its remedy."""
    click.echo(
        f"核验：原件 {found.originals} 个（{found.size} 字节），档案 {found.leaves} 个文件，"
        f"过程记录 {found.events} 条"
    )
    for flaw in found.flaws:
        click.echo(f"  {flaw.place} {flaw.subject}：{flaw.message}。{flaw.mend}")
    click.echo(
        f"发现 {len(found.flaws)} 处不符"
        if found.flaws
        else "数量、大小、SHA-256 全部相符，过程记录连续"
    )


def _date(document: Document) -> str:
    date = document.placement.date
    return f"{date.value}（{date.source}）" if date else "未定"
