"""Commands that only ask: what is there, what is missing, why a file lies where it lies."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archivist.faces import handed, show, telling
from archivist.faces.chinese import Command
from archivist.faces.exits import BLOCKED
from archivist.house import House
from archivist.model import UserError

if TYPE_CHECKING:
    from archivist.model import Archive, Document, Finding

_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序使用。")


def _look(house: House) -> Archive:
    from archivist import pipeline

    house.must_exist()
    return pipeline.look(house)


@click.command(cls=Command)
@click.option("--unit", metavar="单位", help="只看一个责任单位（可用别名）。")
@click.option("--all", "every", is_flag=True, help="逐个列出全部单位。")
@click.option("--open", "opens", is_flag=True, help="在浏览器中打开档案里的报告。")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="日期",
    help="与那一天的档案相比：收到什么、补了什么、什么变差。",
)
@_json
@click.pass_obj
def report(
    house: House,
    unit: str | None,
    every: bool,
    opens: bool,
    since: datetime | None,
    as_json: bool,
) -> None:
    """齐备报告：每个单位每个考评要点有什么、缺什么、得分把握、先办什么。"""
    from archivist import dossier

    archive = _look(house)
    name = _unit_named(archive, unit) if unit else None
    if opens:
        _open(house, archive, name)
    elif as_json:
        record = dossier.report_record(archive)
        if name:
            record["units"] = [u for u in record["units"] if u["unit"] == name]
        show.json_lines([record])
    elif since:
        telling.changes(dossier.since(archive, since.date(), name or ""))
    else:
        _tell(archive, name, every)


def _tell(archive: Archive, name: str | None, every: bool) -> None:
    from archivist import dossier

    if name:
        show.unit_report(archive, name, dossier.news(archive))
    else:
        show.district_report(archive)
    for unit in show.by_unit(archive) if every else ():
        show.unit_report(archive, unit, dossier.news(archive))
    telling.accepted(dossier.accepted(archive, name or ""))
    tasks = [task for task in dossier.tasks(archive) if name in {None, task.chore.unit}]
    telling.steps(dossier.best(tasks))
    telling.overdue(tasks)


def _open(house: House, archive: Archive, name: str | None) -> None:
    from archivist import dossier

    page = house.dossier / dossier.page(archive, name or "")
    if not page.is_file():
        raise UserError("档案里还没有这份报告。", "请先运行 archivist build。")
    click.echo(str(page))
    click.launch(str(page))


def _unit_named(archive: Archive, wanted: str) -> str:
    for unit in archive.plan.units:
        if wanted == unit.name or any(wanted == alias.text for alias in unit.aliases):
            return unit.name
    near = (
        "、".join(u.name for u in archive.plan.units if wanted in u.name)
        or "见 rules/settings.yaml"
    )
    raise UserError(f"没有“{wanted}”这个责任单位。", f"可用的单位：{near}。")


@click.command("list", cls=Command)
@click.option("--state", metavar="状态", help="只列一种状态，如 placed、open、unreadable。")
@_json
@click.pass_obj
def list_(house: House, state: str | None, as_json: bool) -> None:
    """逐个列出收到的文件：状态、要点、单位、日期。"""
    from archivist import dossier

    archive = _look(house)
    chosen = [d for d in archive.documents if state is None or d.state.value == state]
    if as_json:
        show.json_lines(dossier.document_record(archive, document) for document in chosen)
    else:
        show.document_table(chosen)


@click.command(cls=Command)
@click.option("--unit", metavar="单位", help="只看一个责任单位。")
@click.option("--point", metavar="编码", help="只看一个考评要点，如 05-2。")
@click.option("--only", metavar="检查", help="只看某类或某项检查，如 Q,Y05。")
@_json
@click.pass_obj
def check(
    house: House, unit: str | None, point: str | None, only: str | None, as_json: bool
) -> None:
    """按全、严、准、齐四项要求检查；有必须改的问题时退出码为 1。"""
    from archivist import dossier

    archive = _look(house)
    name = _unit_named(archive, unit) if unit else None
    prefixes = _checks_meant(archive, only) if only else ("",)
    if point and point not in archive.plan.by_code:
        raise click.UsageError(f"没有考评要点“{point}”，编码见总目录，如 05-2")
    chosen = [
        finding
        for finding in archive.verdict.findings
        if finding.check.startswith(prefixes)
        and point in {None, finding.point}
        and name in {None, finding.unit}
    ]
    met = dossier.news(archive)
    if as_json:
        show.json_lines(dossier.finding_record(finding, met) for finding in chosen)
    else:
        show.findings(archive, chosen, met)
        if name is None and point is None:
            show.passed(archive.verdict, prefixes)
        telling.accepted(dossier.accepted(archive, name or ""))
        if only is None and point is None:
            telling.news(met.told(chosen, name))
    sys.exit(BLOCKED if any(map(_blocks, chosen)) else 0)


def _checks_meant(archive: Archive, only: str) -> tuple[str, ...]:
    """Beginnings of check ids; a beginning of none is a slip that would look like a clean bill."""
    meant = tuple(
        part.strip().upper() for part in only.replace("，", ",").split(",") if part.strip()
    )
    for part in meant:
        if not any(card.id.startswith(part) for card in archive.verdict.catalogue):
            raise click.UsageError(f"没有编号以“{part}”开头的检查，全部检查见 archivist checks")
    return meant or ("",)


def _blocks(finding: Finding) -> bool:
    return finding.severity == "block" and finding.outcome == "finding" and finding.waiver is None


@click.command(cls=Command)
@click.pass_obj
def checks(house: House) -> None:
    """列出全部检查：编号、名称、依据、为什么、怎么改。

    在工作区里，级别按 rules/settings.yaml 的 severities。
    """
    from archivist import checks as room
    from archivist import rules

    chosen = dict(rules.load(house.rules).settings.severities) if house.rules.is_dir() else {}
    cards = room.catalogue()
    show.catalogue(replace(c, severity=chosen.get(c.id, c.severity)) for c in cards)


@click.command(cls=Command)
@click.pass_obj
def status(house: House) -> None:
    """当前情况：收了多少、各是什么状态、离合格线多远。"""
    show.status(house, _look(house))


@click.command(cls=Command)
@click.argument("name", metavar="文件")
@click.pass_obj
def explain(house: House, name: str) -> None:
    """一个文件的来龙去脉：何时收到、读出什么、归到哪里、为什么、有何问题。"""
    archive = _look(house)
    for document in find(archive.documents, name):
        show.story(archive, document)


def find(documents: Iterable[Document], name: str) -> list[Document]:
    """Documents meant by a name: the whole path, the digest's beginning, or part of the path."""
    every = list(documents)
    tests: tuple[Callable[[Document], bool], ...] = (
        lambda d: d.name == name or d.name == name.removeprefix("inbox/"),
        lambda d: len(name) >= 8 and d.arrival.digest.startswith(name.lower()),  # noqa: PLR2004 - shorter is no digest
        lambda d: d.arrival.base == name,
        lambda d: name in d.name,
    )
    for test in tests:
        if chosen := [document for document in every if test(document)]:
            return chosen
    raise UserError(f"没有收到过“{name}”。", "用 archivist list 查看全部文件。")


@click.command(cls=Command)
@_json
@click.option(
    "--bag",
    type=click.Path(path_type=Path, exists=True),
    metavar="路径",
    help="改为核验一个移交包（BagIt 文件夹或压缩包），不需要工作区。",
)
@click.pass_obj
def verify(house: House, as_json: bool, bag: Path | None) -> None:
    """核验：档案库与档案的数量、大小、SHA-256，以及过程记录是否连续。"""
    from archivist import pipeline

    if bag:
        sys.exit(_verify_bag(bag, as_json=as_json))
    house.must_exist()
    found = pipeline.verify(house)
    if as_json:
        show.json_lines([asdict(found)])
    else:
        show.verified(found)
    sys.exit(BLOCKED if found.flaws else 0)


def _verify_bag(place: Path, *, as_json: bool) -> int:
    import tempfile

    from archivist import receiving

    with tempfile.TemporaryDirectory() as spool:
        found = receiving.inspect(place, Path(spool))
    if as_json:
        fields = (
            *("root", "sender", "group", "number", "total", "profile"),
            *("problems", "unsound", "unchecked"),
        )
        show.json_lines([{key: asdict(bag)[key] for key in fields} for bag in found])
    else:
        handed.bags(found)
    return BLOCKED if any(bag.problems for bag in found) else 0
