"""Commands that do the work: set up, take in, build."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archivist.faces.chinese import Command
from archivist.faces.progress import progress
from archivist.house import House, found, make_folders

if TYPE_CHECKING:
    from archivist.pipeline import Built
    from archivist.store import Taken

_BEFORE_INSPECTION = timedelta(days=92)
"""The sample lives when a district would begin: three months before its inspectors come."""


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
def init(folder: Path) -> None:
    """新建工作区：复制规则，为每个责任单位建一个收件夹。"""
    _found(folder)
    click.echo(f"工作区已建好：{folder}")
    click.echo(f"  规则     {folder / 'rules'}（先改 settings.yaml 里的地区、检查日期和单位）")
    click.echo(f"  收件夹   {folder / 'inbox'}（各单位把文件放进自己的文件夹）")
    click.echo(f"  下一步   archivist -C {folder} build")


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹", default=Path("demo"))
@click.option(
    "--files",
    type=click.IntRange(1),
    default=400,
    metavar="数量",
    show_default="400",
    help="样例文件数。",
)
@click.option(
    "--seed", type=int, default=1, metavar="整数", help="随机种子；同一种子得到同样的文件。"
)
@click.pass_context
def demo(ctx: click.Context, folder: Path, files: int, seed: int) -> None:
    """生成一个样例区的工作区，收件、建档，并告诉您看哪里。"""
    from archivist import pipeline, rules, sample

    _found(folder, sample.with_members)
    plan = rules.load(folder / "rules")
    truth = sample.make(folder / "inbox", files, seed, plan)
    truth.save(folder / "truth.json")
    told = ctx.find_root().params["as_of"]
    today = ctx.obj.today if told else plan.settings.inspection - _BEFORE_INSPECTION
    click.echo(f"样例：{len(truth.files)} 个文件（虚构的样例区，种子 {seed}），以 {today} 为今天")
    with progress() as say:
        home = replace(ctx.obj, root=folder, today=today, say=say, hurry=True)
        built = pipeline.build(home)
    show_built(home, built)
    click.echo(f"收件夹     {folder / 'inbox'}（每个文件夹里有一份 回执.html）")
    click.echo(f"再建一次   archivist -C {folder} --as-of {today} build")


@click.command(cls=Command)
@click.pass_obj
def take(house: House) -> None:
    """收件：把收件夹里已放完的文件收进档案库并识读，更新回执，不建档。"""
    from archivist import pipeline

    house.must_exist()
    with progress() as say:
        taken = pipeline.take(replace(house, say=say))
    show_taken(taken)


@click.command(cls=Command)
@click.pass_obj
def build(house: House) -> None:
    """建档：收件、识读、归入考评要点、检查、装盒编目，写出 archive/dossier。"""
    from archivist import pipeline

    house.must_exist()
    with progress() as say:
        built = pipeline.build(replace(house, say=say))
    show_built(house, built)


@click.command(cls=Command)
@click.option("--poll", is_flag=True, help="改用轮询（网络共享文件夹收不到系统通知时用）。")
@click.pass_obj
def watch(house: House, poll: bool) -> None:
    """看守收件夹：文件一放完就收，更新回执；按 Ctrl+C 停止。"""
    from archivist.faces.watching import watch as keep_watch

    house.must_exist()
    click.echo(f"正在看守 {house.inbox}，按 Ctrl+C 停止。")
    means = "polling" if poll else "native"
    keep_watch(house, means, show_taken, lambda line: click.echo(line, err=True), threading.Event())


def _found(folder: Path, change: Callable[[str], str] = str) -> None:
    """Set up a workspace; ``change`` may rewrite the settings before the folders are made."""
    from archivist import rules

    found(folder, rules.pack())
    settings = folder / "rules" / "settings.yaml"
    settings.write_text(change(settings.read_text("utf-8")), "utf-8", newline="\n")
    plan = rules.load(folder / "rules")
    collective = {unit.group for unit in plan.units}
    make_folders(folder, (unit.name for unit in plan.units if unit.name not in collective))


def show_taken(taken: Taken) -> None:
    """What has come, and what is still waiting or refused, with the reason."""
    click.echo(f"收件：本次收到 {len(taken.arrived)} 个文件")
    for name, why in (*taken.waiting, *taken.refused):
        click.echo(f"  未收 {name}：{why}")


def show_built(house: House, built: Built) -> None:
    """The outcome of a build in a few lines, and where to look."""
    show_taken(built.taken)
    if built.written or built.kept:
        click.echo(f"建档：写出 {built.written} 个文件，沿用 {built.kept} 个")
    else:
        click.echo("建档：没有变化，档案保持原样")
    for name in built.foreign:
        click.echo(f"  不是本程序所建，原样保留：{name}")
    for line in _sentences(built.summary):
        click.echo(line)
    click.echo(f"请打开     {house.dossier / 'index.html'}")


def _sentences(summary: dict[str, Any]) -> list[str]:
    states, score = summary["states"], summary["score"]
    verdict = "达到" if score["passes"] else "尚未达到"
    return [
        f"文件：已装盒 {states['placed']}，待定 {states['open']}，重复 {states['duplicate']}，"
        f"旧版 {states['superseded']}，压缩包 {states['container']}，"
        f"无法使用 {states['unreadable']}，退回 {states['rejected']}",
        f"测算：佐证支撑 {score['held']} 分，待补 {score['at_risk']} 分，加分 {score['bonus']} 分，"
        f"{verdict}合格线（本程序口径，供自查）",
    ]
