"""How things look on a terminal: next steps, overdue tasks, changes, what was seen on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from archivist.model import Element, Progress, Task

if TYPE_CHECKING:
    from archivist.dossier import Changes

_HEAD = 40


def steps(tasks: Iterable[Task]) -> None:
    """The best next steps, one a line."""
    found = list(tasks)
    if found:
        click.echo("先办这几件，每件材料得分最多（本程序口径）：")
    for task in found:
        chore = task.chore
        click.echo(
            f"  {chore.point} {chore.unit}：{chore.mend}，可增 {chore.gain} 分，{task.due} 前"
        )


def overdue(tasks: Iterable[Task]) -> None:
    """How many tasks are open and late, and which those are."""
    open_ = [task for task in tasks if task.closed is None]
    late = [task for task in open_ if task.progress is Progress.OVERDUE]
    click.echo(f"待办任务 {len(open_)} 项，其中逾期 {len(late)} 项。")
    for task in late[:_HEAD]:
        person = task.person or "责任人未定"
        click.echo(
            f"  逾期 {task.due} {task.chore.unit} {task.chore.point} {task.chore.mend}（{person}）"
        )
    if len(late) > _HEAD:
        click.echo(f"  其余 {len(late) - _HEAD} 项见台账。")


def changes(found: Changes) -> None:
    """What came, what was mended, what got worse."""
    if found.base is None:
        click.echo("那一天以前没有建过档，无从比较。")
        return
    click.echo(f"与 {found.base} 的档案相比：佐证支撑分 {found.gain:+} 分")
    _listed("收到", "个文件", [document.name for document in found.came])
    _listed("已补、已改", "处", found.better)
    _listed("变差、新出现", "处", found.worse)


def _listed(word: str, measure: str, lines: list[str] | tuple[str, ...]) -> None:
    click.echo(f"{word} {len(lines)} {measure}")
    for line in lines[:_HEAD]:
        click.echo(f"  {line}")
    if len(lines) > _HEAD:
        click.echo(f"  ……另有 {len(lines) - _HEAD} {measure}")


def accepted(told: Sequence[str]) -> None:
    """What people accepted or approved: with reason, name and end date."""
    if told:
        click.echo(f"豁免与不适用 {len(told)} 项：")
    for line in told[:_HEAD]:
        click.echo(f"  {line}")


def news(told: str) -> None:
    """How the findings compare with the build before, if there was one."""
    if told:
        click.echo(f"{told}。")


def seen(element: Element) -> str:
    """What was recognised, and where: page, and shares of it from the top and the left."""
    place = [f"第 {element.page} 页"] if element.page else []
    if element.spot:
        left, top, _, _ = element.spot
        place.append(f"距页顶 {top:.0%}、距左边 {left:.0%}")
    where = f"（{'，'.join(place)}）" if place else ""
    return f"{element.kind.value}：{element.printed or element.value}{where}"
