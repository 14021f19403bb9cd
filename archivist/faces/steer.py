"""Commands about the rules: check them, bring a city's own table in."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from archivist.faces import exits, show
from archivist.faces.chinese import Command, Group
from archivist.house import House
from archivist.model import UserError


@click.group(cls=Group)
def rules() -> None:
    """规则：检查规则文件，试归类，看改规则的后果，导入本市的评分表或分工表。"""


@rules.command("check", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序使用。")
@click.pass_obj
def check_rules(house: House, as_json: bool) -> None:
    """一次查出所有规则文件的全部错误，给出文件和行号。"""
    from archivist import replacing
    from archivist import rules as room

    house.must_exist()
    summary = room.summary(house.rules)
    summary = replace(summary, errors=(*summary.errors, *replacing.mistakes(house.templates)))
    if as_json:
        show.json_lines([summary.record()])
    else:
        for mistake in summary.errors:
            click.echo(str(mistake))
        click.echo(
            f"{summary.parts} 个部分，{summary.items} 个项目，{summary.points} 个要点，"
            f"{summary.score} 分，加分 {summary.bonus} 分；错误 {len(summary.errors)} 处"
        )
    sys.exit(exits.RULES if summary.errors else 0)


@rules.command("import", cls=Command)
@click.argument("table", type=click.Path(path_type=Path, dir_okay=False), metavar="表格")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("rules-待核"),
    metavar="文件夹",
    help="写到哪个文件夹，默认 rules-待核。",
)
@click.pass_obj
def import_rules(house: House, table: Path, folder: Path) -> None:
    """把 Word 或 Excel 评分表、分工表转成规则文件，供人核对。"""
    from archivist import rules as room

    if not table.is_file():
        raise UserError(f"没有文件 {table}。", "请给出 .docx 或 .xlsx 表格。")
    if folder.exists():
        raise UserError(f"{folder} 已存在。", "请用 --to 另选一个文件夹，以免覆盖。")
    settings = house.rules / "settings.yaml"
    result = room.import_table(table, settings if settings.is_file() else None)
    folder.mkdir(parents=True)
    for name, text in result.files:
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    click.echo(
        f"读了 {result.rows_read} 行，写出 {len(result.files)} 个规则文件到 {folder}，请核对后放入 rules。"
    )
    for row, message in result.remarks:
        click.echo(f"  第 {row} 行：{message}")


@rules.command("try", cls=Command)
@click.argument("name", metavar="文件或文件名")
@click.pass_obj
def try_rules(house: House, name: str) -> None:
    """试归类：规则和已有的人工决定会怎样对待一个文件或一个文件名；不收件，不记录。"""
    from archivist import errands

    house.must_exist()
    if not Path(name).is_file():
        click.echo("没有这个文件，只按文件名试。")
    with tempfile.TemporaryDirectory() as spool:
        show.tried(errands.attempt(house, name, Path(spool)))


@rules.command("diff", cls=Command)
@click.argument(
    "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="规则文件夹"
)
@click.pass_obj
def diff_rules(house: House, folder: Path) -> None:
    """改规则先看后果：若改用另一文件夹里的规则，哪些文件会移动。

    先把 rules 复制一份，在副本里改，再运行 archivist rules diff 副本；满意了再换上。
    """
    from archivist import errands

    house.must_exist()
    show.moves(errands.compare(house, folder))
