"""The command that hands packages to others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from archivist.faces.chinese import Command
from archivist.house import House

_SIZES = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}


def _size(_context: click.Context, _parameter: click.Parameter, text: Any) -> int:  # noqa: ANN401 - click's callback
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([KMG]?)", str(text).upper())
    if not match or float(match[1]) <= 0:
        raise click.BadParameter("要写成正数，可带 K、M、G，如 4.3G。")
    return int(float(match[1]) * _SIZES[match[2]])


@click.command(cls=Command)
@click.option("--bagit", "form", flag_value="bagit", help="BagIt 1.0 包，内含移交目录结构。")
@click.option(
    "--transfer", "form", flag_value="transfer", default=True, help="移交目录结构的文件夹（默认）。"
)
@click.option("--zip", "form", flag_value="zip", help="同一 BagIt 包，压成一个 ZIP 文件。")
@click.option(
    "--eep",
    "form",
    flag_value="eep",
    help="每件一个 EEP 封装包（EEP 草案，未经 XSD 验证，不含签名）。",
)
@click.option("--unit", default="", metavar="单位", help="只要这个责任单位的材料。")
@click.option("--box", default="", metavar="盒号", help="只要这一盒。")
@click.option(
    "--most",
    default="4G",
    metavar="容量",
    show_default="4G",
    callback=_size,
    help="每个包最多多大，按所用载体定，如 4.3G；单个文件更大时独成一包。",
)
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="写到哪里。",
)
@click.pass_obj
def export(house: House, form: str, unit: str, box: str, most: int, to: Path) -> None:
    """导出移交包：原件、目录、保存元数据和数字摘要；可按单位或盒分开。"""
    from archivist import errands

    house.must_exist()
    for place, count, pieces in errands.export(house, form, unit, box, most, to):
        click.echo(f"已导出 {place}：{pieces} 件，{count} 个文件")
