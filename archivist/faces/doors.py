"""The doors of the command line: a room of the roof is entered only when its command is called."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import cast

import click

from archivist.faces.chinese import Group


@dataclass(frozen=True, slots=True)
class Door:
    """Where a command stands, as ``module:name``, and its first sentence for the list."""

    at: str
    sentence: str


DOORS = MappingProxyType(
    {
        "init": Door("work:init", "新建工作区：复制规则，为每个责任单位建一个收件夹。"),
        "demo": Door("work:demo", "生成一个样例区的工作区，收件、建档，并告诉您看哪里。"),
        "take": Door(
            "work:take", "收件：把收件夹里已放完的文件收进档案库并识读，更新回执，不建档。"
        ),
        "watch": Door("work:watch", "看守收件夹：文件一放完就收，更新回执；按 Ctrl+C 停止。"),
        "build": Door(
            "work:build", "建档：收件、识读、归入考评要点、检查、装盒编目，写出 archive/dossier。"
        ),
        "status": Door("ask:status", "当前情况：收了多少、各是什么状态、离合格线多远。"),
        "report": Door(
            "ask:report", "齐备报告：每个单位每个考评要点有什么、缺什么、得分把握、先办什么。"
        ),
        "list": Door("ask:list_", "逐个列出收到的文件：状态、要点、单位、日期。"),
        "explain": Door(
            "ask:explain", "一个文件的来龙去脉：何时收到、读出什么、归到哪里、为什么、有何问题。"
        ),
        "check": Door("ask:check", "按全、严、准、齐四项要求检查；有必须改的问题时退出码为 1。"),
        "checks": Door("ask:checks", "列出全部检查：编号、名称、依据、为什么、怎么改。"),
        "verify": Door(
            "ask:verify", "核验：档案库与档案的数量、大小、SHA-256，以及过程记录是否连续。"
        ),
        "place": Door("decide:place", "由人决定一个文件归到哪个考评要点；重建时一直有效。"),
        "cross": Door("decide:cross", "互见：同一文件还证明另一个考评要点，只存一份。"),
        "reject": Door("decide:reject", "退回一个文件：不入盒，原件保留，理由写进回执。"),
        "undo": Door("decide:undo", "撤销人对一个文件的决定，恢复按规则归类。"),
        "join": Door(
            "company:join", "合件：把一个文件并入另一个文件所在的件，如附件随正文、请示随批复。"
        ),
        "part": Door("company:part", "分件：让一个文件自成一件，不再随别的文件。"),
        "review": Door("review:review", "逐个处理待定文件：看标题、开头和候选要点，按键决定。"),
        "decisions": Door("desk:decisions", "决定表：把待定文件导出成表格，各单位填好后导回。"),
        "plan": Door("office:plan", "工作配档表：导出谁在哪天前做什么，填好责任人和日期后读回。"),
        "mail-merge": Door(
            "office:mail_merge",
            "为每个单位备好一个文件夹：函和齐备报告（Word、网页）、台账（Excel）、回执。",
        ),
        "not-applicable": Door(
            "office:not_applicable",
            "批准某单位“无此项业务”：不再算缺，不扣分；记下谁、何时、为什么。",
        ),
        "rules": Door(
            "steer:rules", "规则：检查规则文件，试归类，看改规则的后果，导入本市的评分表或分工表。"
        ),
        "doctor": Door(
            "machine:doctor", "体检：本机装了哪些外部程序和组件，缺哪些，装上能多读什么。"
        ),
        "separators": Door(
            "machine:separators",
            "打印扫描分隔页：夹在整叠材料之间一起扫描，程序自动拆件并归到要点。",
        ),
        "export": Door(
            "export:export", "导出移交包：原件、目录、保存元数据和数字摘要；可按单位或盒分开。"
        ),
        "redact": Door(
            "redact:redact",
            "脱敏：去掉 PDF 或图片上的身份证号、手机号、银行卡号，卷宗改用脱敏件，原件仍存档案库。",
        ),
        "seal": Door("sealing:seal", "封盒：盒内各件的件号从此不变，迟到的材料排到后面的盒。"),
        "unseal": Door("sealing:unseal", "启封：恢复按规则排列，原封盒记录保留。"),
    }
)
"""Every command in order of use."""


class Entrance(Group):
    """The group behind the doors: listing them opens none, so that the list comes at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        """In order of use."""
        return list(DOORS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click calls it so
        """The command behind a door, None if there is no such door."""
        door = DOORS.get(cmd_name)
        if door is None:
            return None
        module, _, name = door.at.partition(":")
        return cast("click.Command", getattr(import_module(f"archivist.faces.{module}"), name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click calls it so
        """The list of commands as it stands in the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, door.sentence) for name, door in DOORS.items()])
