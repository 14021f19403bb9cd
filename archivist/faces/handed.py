"""How packages and what came in them look on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

import click

from archivist.model import Bag, Document

_VERB = {
    "place": "归入",
    "reject": "退回",
    "cross": "互见",
    "undo": "撤回上一决定",
    "join": "并入别件",
    "part": "分出自成一件",
}


def bags(found: Iterable[Bag]) -> None:
    """Every bag with its sender, and everything that is wrong with it."""
    for bag in found:
        part = f"，第 {bag.number}/{bag.total} 包" if bag.total else ""
        click.echo(f"移交包 {bag.root or '（所给路径）'}：来自 {bag.sender or '未写明'}{part}")
        for problem in bag.problems:
            click.echo(f"  {problem.message}。{problem.mend}")
        claims = f"，移交登记 {len(bag.claims)} 件" if bag.claims else ""
        claims += f"，无此项业务的批准 {len(bag.excuses)} 项" if bag.excuses else ""
        for told in bag.unchecked:
            click.echo(f"  {told}")
        if bag.profile and not bag.unchecked:
            click.echo(f"  BagIt 规范 {bag.profile}")
        click.echo("  不合格" if bag.problems else f"  合格：无缺、无多、每个摘要相符{claims}")


def history(document: Document) -> None:
    """Where a document first came, and what people decided before it was handed over."""
    if document.origin is None:
        return
    claim = document.origin.claim
    click.echo(f"  移交  来自 {document.origin.sender}，包 {document.origin.package}")
    click.echo(
        f"  原先  {claim.name}，{claim.taken:%Y-%m-%d %H:%M} UTC 收到，来自 {claim.by or '未知'}"
    )
    for told in claim.history:
        if told.decided:
            click.echo(
                f"  原先  {told.at:%Y-%m-%d %H:%M} UTC {told.house} {told.by}"
                f"{_VERB.get(told.what, told.what)}{told.point}：{told.text}"
            )
