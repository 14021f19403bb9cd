"""Commands by which a person decides; every word is kept with who, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

import click

from archivist.faces.ask import find
from archivist.faces.chinese import Command
from archivist.house import House
from archivist.model import Decision, Document, UserError, Verb

_by = click.option("--by", required=True, metavar="姓名", help="谁决定的。")
_why = click.option("--why", required=True, metavar="理由", help="为什么。")
_all_matching = click.option(
    "--all-matching",
    "every",
    is_flag=True,
    help="“文件”是通配写法（* 任意文字，? 一个字），对所有符合的文件一并决定。",
)
_yes = click.option("--yes", is_flag=True, help="不再逐批询问，直接记录。")


@click.command(cls=Command)
@click.argument("name", metavar="文件")
@_all_matching
@_yes
@click.argument("point", metavar="要点编码")
@click.option("--unit", default="", metavar="单位", help="同时指定责任单位。")
@click.option("--want", default="", metavar="佐证材料", help="同时指定是哪一种佐证材料。")
@click.option(
    "--date", default="", metavar="日期", help="同时指定材料日期，如 2022 或 2022-05-09。"
)
@_by
@_why
@click.pass_obj
def place(
    house: House,
    name: str,
    every: bool,
    yes: bool,
    point: str,
    unit: str,
    want: str,
    date: str,
    by: str,
    why: str,
) -> None:
    """由人决定一个文件归到哪个考评要点；重建时一直有效。"""
    _decide(
        house,
        _Which(name, every, yes),
        Verb.PLACE,
        by,
        why,
        point=point,
        unit=unit,
        want=want,
        date=date,
    )


@click.command(cls=Command)
@click.argument("name", metavar="文件")
@_all_matching
@_yes
@click.argument("point", metavar="要点编码")
@_by
@_why
@click.pass_obj
def cross(house: House, name: str, every: bool, yes: bool, point: str, by: str, why: str) -> None:
    """互见：同一文件还证明另一个考评要点，只存一份。"""
    _decide(house, _Which(name, every, yes), Verb.CROSS, by, why, point=point)


@click.command(cls=Command)
@click.argument("name", metavar="文件")
@_all_matching
@_yes
@_by
@_why
@click.pass_obj
def reject(house: House, name: str, every: bool, yes: bool, by: str, why: str) -> None:
    """退回一个文件：不入盒，原件保留，理由写进回执。"""
    _decide(house, _Which(name, every, yes), Verb.REJECT, by, why)


@click.command(cls=Command)
@click.argument("name", metavar="文件")
@_all_matching
@_yes
@_by
@_why
@click.pass_obj
def undo(house: House, name: str, every: bool, yes: bool, by: str, why: str) -> None:
    """撤销人对一个文件的决定，恢复按规则归类。"""
    _decide(house, _Which(name, every, yes), Verb.UNDO, by, why)


@dataclass(frozen=True, slots=True)
class _Which:
    """Which files are meant: one by name, or all that match a pattern, asked about or not."""

    name: str
    every: bool
    unasked: bool

    def chosen(self, documents: Iterable[Document]) -> list[Document]:
        """The files meant; a name that fits several is refused.

        Raises:
            UserError: none or several fit.
            click.Abort: the person thought better of it.
        """
        if not self.every:
            return [only(find(documents, self.name), self.name)]
        live = [d for d in documents if not d.same_as and fnmatchcase(d.name, self.name)]
        if not live:
            raise UserError(f"没有符合“{self.name}”的文件。", "通配写法如 “区教育局/*陪餐*”。")
        for document in live:
            click.echo(f"  {document.name}　{document.placement.point or '待定'}")
        if not self.unasked:
            click.confirm(f"对这 {len(live)} 个文件一并记录？", abort=True)
        return live


def only(chosen: list[Document], name: str) -> Document:
    """The one document chosen by a name.

    Raises:
        UserError: there are several.
    """
    if len(chosen) > 1:
        names = "、".join(document.name for document in chosen[:5])
        hint = "请写完整路径，或用 --all-matching 一并决定。"
        raise UserError(f"“{name}”对应 {len(chosen)} 个文件：{names}。", hint)
    return chosen[0]


def _decide(house: House, which: _Which, verb: Verb, by: str, why: str, **what: str) -> None:
    from archivist import pipeline

    house.must_exist()
    archive = pipeline.look(house)
    _must_be_in(archive.plan.by_code, what.get("point", ""), "考评要点", "编码")
    _must_be_in(archive.plan.unit_by_name, what.get("unit", ""), "责任单位", "名称")
    for document in which.chosen(archive.documents):
        decision = pipeline.decide(house, document, verb, by, why, **what)
        click.echo(f"已记录：{_told(decision)}。")
    click.echo("运行 archivist build 后生效。")


def _must_be_in(known: Mapping[str, object], value: str, noun: str, form: str) -> None:
    if value and value not in known:
        near = "、".join(sorted(known, key=lambda k: (value not in k, k))[:5])
        raise UserError(f"没有“{value}”这个{noun}。", f"{form}如：{near}。")


def _told(decision: Decision) -> str:
    what = {
        Verb.PLACE: f"归入 {decision.point}",
        Verb.CROSS: f"互见于 {decision.point}",
        Verb.REJECT: "退回",
        Verb.UNDO: "撤销原决定",
    }
    return f"{decision.name} {what[decision.verb]}（{decision.by}：{decision.why}）"
