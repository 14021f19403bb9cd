"""Commands about this machine and its scanner: what is installed, sheets to put between papers."""

from __future__ import annotations

from dataclasses import asdict

import click

from archivist.faces import show
from archivist.faces.chinese import Command


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
            click.echo(f"没有  {each['name']}：装上可读到{each['adds']}。办法：{each['mend']}")
    missing = sum(not each["found"] for each in found)
    click.echo(f"共 {len(found)} 项，缺 {missing} 项。缺的不影响收件和建档，只是相应内容读不到。")
