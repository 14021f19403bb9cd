"""Commands of the coordinating office: the plan of work, letters to units, approvals."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archivist.faces import exits
from archivist.faces.chinese import Command, Group
from archivist.house import House
from archivist.model import Plan, UserError, Verb

_HEAD = 50
"""Mistakes shown at once."""


@click.group(cls=Group)
def plan() -> None:
    """工作配档表：导出谁在哪天前做什么，填好责任人和日期后读回。"""


@plan.command("export", cls=Command)
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("工作配档表.xlsx"),
    metavar="文件",
    help="写到哪个文件，默认 工作配档表.xlsx。",
)
@click.pass_obj
def export_plan(house: House, file: Path) -> None:
    """导出工作配档表（Excel），责任人、起止日期、完成日期和备注可以改。"""
    from archivist import errands

    house.must_exist()
    count = errands.export_plan(house, file)
    click.echo(
        f"已导出 {count} 项任务到 {file}。改好后运行 archivist plan import {file} --by 姓名。"
    )


@plan.command("import", cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="文件")
@click.option("--by", required=True, metavar="姓名", help="谁定的。")
@click.pass_obj
def import_plan(house: House, file: Path, by: str) -> None:
    """读回改过的工作配档表；有一行不对就一行也不记，并逐行指出。"""
    from archivist import errands

    house.must_exist()
    if not file.is_file():
        raise UserError(f"没有文件 {file}。", "先用 archivist plan export 导出。")
    found = errands.import_plan(house, file, by)
    for row, message in found.mistakes[:_HEAD]:
        click.echo(f"第 {row} 行：{message}")
    if found.mistakes:
        click.echo(f"共 {len(found.mistakes)} 处错误，一行也没有记下；请改正后再导入。")
        sys.exit(exits.RULES)
    closed = f"，{found.closed} 项已销号不再变动" if found.closed else ""
    click.echo(f"记下 {len(found.words)} 项，{found.same} 项没有变化{closed}。下次建档写入台账。")


@click.command("mail-merge", cls=Command)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("发各单位"),
    metavar="文件夹",
    help="写到哪个空文件夹，默认 发各单位。",
)
@click.pass_obj
def mail_merge(house: House, folder: Path) -> None:
    """为每个单位备好一个文件夹：函和齐备报告（Word、网页）、台账（Excel）、回执。"""
    from archivist import errands

    house.must_exist()
    units = errands.mail_merge(house, folder)
    click.echo(f"已为 {len(units)} 个单位备好材料：{folder}")


@click.command("not-applicable", cls=Command)
@click.argument("point", metavar="要点编码")
@click.option("--unit", required=True, metavar="单位", help="哪个责任单位。")
@click.option(
    "--want",
    "wants",
    multiple=True,
    metavar="佐证材料",
    help="只限这种佐证材料，可重复；不写为全部。",
)
@click.option("--undo", is_flag=True, help="收回原来的批准。")
@click.option("--by", required=True, metavar="姓名", help="谁批准的。")
@click.option("--why", required=True, metavar="理由", help="为什么。")
@click.pass_obj
def not_applicable(
    house: House, point: str, unit: str, wants: tuple[str, ...], undo: bool, by: str, why: str
) -> None:
    """批准某单位“无此项业务”：不再算缺，不扣分；记下谁、何时、为什么。"""
    from archivist import errands, rules

    house.must_exist()
    known = rules.load(house.rules)
    _must_know(known, point, unit, wants)
    verb = Verb.UNDO if undo else Verb.EXCUSE
    for word in errands.excuse(house, point, unit, wants, verb, by, why):
        told = "收回批准" if undo else "批准"
        click.echo(f"已记录：{told} {word.name}（{by}：{why}）。运行 archivist build 后生效。")


def _must_know(known: Plan, point: str, unit: str, wants: tuple[str, ...]) -> None:
    asked = known.by_code.get(point)
    if asked is None:
        raise UserError(f"没有“{point}”这个考评要点。", "编码如 05-2。")
    leads = [member.name for member in known.members(asked.lead)] or [asked.lead]
    if unit not in leads:
        raise UserError(f"{unit} 不是要点 {point} 的牵头单位。", f"牵头单位：{'、'.join(leads)}。")
    names = [want.name for want in asked.wants]
    if strange := [want for want in wants if want not in names]:
        raise UserError(
            f"要点 {point} 没有“{strange[0]}”这种佐证材料。", f"有：{'、'.join(names)}。"
        )
