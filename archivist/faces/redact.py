"""The command by which a person has personal numbers taken out of a file."""

from __future__ import annotations

import click

from archivist.faces.ask import find
from archivist.faces.chinese import Command
from archivist.house import House
from archivist.model import UserError


@click.command(cls=Command)
@click.argument("name", metavar="文件")
@click.option("--by", required=True, metavar="姓名", help="谁决定的。")
@click.option("--why", required=True, metavar="理由", help="为什么。")
@click.option("--undo", is_flag=True, help="恢复为原件。")
@click.pass_obj
def redact(house: House, name: str, by: str, why: str, undo: bool) -> None:
    """脱敏：去掉 PDF 或图片上的身份证号、手机号、银行卡号，卷宗改用脱敏件，原件仍存档案库。

    号码是真正去掉的：各页重新成像，号码涂黑，不带原文件的任何隐藏内容；做好后再读一遍，
    还读得出号码就不采用。
    """
    from archivist import redacting

    house.must_exist()
    whole = _one(house, name)
    if undo:
        words = redacting.restore(house, whole, by, why)
        click.echo(f"已恢复为原件：{'、'.join(word.name for word in words)}。")
    else:
        words = redacting.redact(house, whole, by, why)
        names = "、".join(word.name for word in words)
        click.echo(f"已脱敏：{names}，去除 {words[0].count} 处，已再读一遍核对。")
        if unseen := words[0].unseen:
            click.echo(f"未检查：第 {unseen} 页上的图片没有识读，图片里有无号码请人工查看。")
    click.echo("运行 archivist build 后生效。")


def _one(house: House, name: str) -> str:
    from archivist import pipeline

    names = {d.name for d in find(pipeline.look(house).documents, name)}
    if len(names) > 1:
        raise UserError(f"“{name}”对应 {len(names)} 个文件。", "请写完整路径。")
    return names.pop()
