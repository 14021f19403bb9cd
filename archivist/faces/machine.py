"""Commands about this machine and its scanner: what is installed, sheets to put between papers."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from archivist.faces import show
from archivist.faces.chinese import Command
from archivist.house import House


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序使用。")
def doctor(*, as_json: bool) -> None:
    """体检：本机装了哪些外部程序和组件，缺哪些，装上能多读什么。"""
    from archivist import formats, press

    fonts = press.fonts()
    found = [asdict(each) for each in formats.probed()]
    found.append(
        {
            "name": "中文字体",
            "found": fonts.song[0] if fonts.song else "",
            "adds": "目录、封面、合订本等 PDF",
            "mend": fonts.why_not and f"{fonts.why_not}，请安装宋体、黑体或 Noto CJK",
        }
    )
    if as_json:
        show.json_lines(found)
        return
    for each in found:
        if each["found"]:
            click.echo(f"有    {each['name']}：{each['found']}")
        else:
            click.echo(f"没有  {each['name']}：装上可得{each['adds']}。办法：{each['mend']}")
    missing = sum(not each["found"] for each in found)
    click.echo(f"共 {len(found)} 项，缺 {missing} 项。缺的不影响收件和建档，只是相应内容读不到。")


@click.command(cls=Command)
@click.option("--point", default="", metavar="要点编码", help="哪个考评要点，如 05-2。")
@click.option("--unit", default="", metavar="单位", help="哪个责任单位（可用别名）。")
@click.option("--year", type=click.IntRange(1949, 2100), metavar="年份", help="哪一年的材料。")
@click.option("--all-gaps", is_flag=True, help="为每个缺材料的要点各打一张，可配 --unit。")
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("分隔页.pdf"),
    metavar="文件",
    help="写到哪个文件（.pdf 或 .html），默认 分隔页.pdf。",
)
@click.pass_obj
def separators(
    house: House, point: str, unit: str, year: int | None, *, all_gaps: bool, file: Path
) -> None:
    """打印扫描分隔页：夹在整叠材料之间一起扫描，程序自动拆件并归到要点。"""
    from archivist import separating

    house.must_exist()
    if bool(point) == all_gaps:
        raise click.UsageError("--point 和 --all-gaps 请写一个，也只写一个")
    when = str(year) if year else ""
    sheets = separating.separators(house, point, unit, when, all_gaps=all_gaps, to=file)
    click.echo(f"已写出 {len(sheets)} 张分隔页：{file}。打印后夹在每份材料前面，一起扫描。")
