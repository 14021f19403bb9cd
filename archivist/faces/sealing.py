"""Commands that close a box for good, and open it again."""

from __future__ import annotations

import click

from archivist.faces.chinese import Command
from archivist.house import House


@click.command(cls=Command)
@click.argument("box", metavar="盒号")
@click.option("--by", required=True, metavar="姓名", help="谁封的盒。")
@click.pass_obj
def seal(house: House, box: str, by: str) -> None:
    """封盒：盒内各件的件号从此不变，迟到的材料排到后面的盒。"""
    from archivist import errands

    house.must_exist()
    closed = errands.seal(house, box, by)
    click.echo(
        f"已封盒 {closed.number}：{len(closed.pieces)} 件（{by}）。运行 archivist build 后写入备考表。"
    )


@click.command(cls=Command)
@click.argument("box", metavar="盒号")
@click.option("--by", required=True, metavar="姓名", help="谁启封的。")
@click.option("--why", required=True, metavar="理由", help="为什么启封。")
@click.pass_obj
def unseal(house: House, box: str, by: str, why: str) -> None:
    """启封：恢复按规则排列，原封盒记录保留。"""
    from archivist import errands

    house.must_exist()
    errands.unseal(house, box, by, why)
    click.echo(f"已启封 {box}（{by}：{why}）。运行 archivist build 后生效。")
