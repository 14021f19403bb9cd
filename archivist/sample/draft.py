"""A paper before it becomes a file: lines with their role, and a table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a line is on the page (GB/T 9704-2012 names the first nine)."""

    MARK = "发文机关标志"
    NUMBER = "发文字号"
    TITLE = "标题"
    RECEIVER = "主送机关"
    HEADING = "小标题"
    TEXT = "正文"
    ATTACHMENT = "附件说明"
    SIGNER = "署名"
    DATE = "成文日期"
    FOOT = "版记"
    CAPTION = "居中"
    BREAK = "附件页"
    TABLE = "表格"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph in its role."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole paper. ``rows`` are printed where the line of role TABLE stands.

    ``author`` is who typed it; ``sealed`` papers bear the issuer's red seal over the date where
    the format can draw one.
    """

    title: str
    author: str
    lines: tuple[Line, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    sealed: bool = False

    def text(self) -> str:
        """As a plain text file would hold it."""
        lines: list[str] = []
        for line in self.lines:
            if line.role is Role.TABLE:
                lines += ("\t".join(row) for row in self.rows)
            elif line.role in (Role.TEXT, Role.HEADING):
                lines.append("　　" + line.text)
            else:
                lines.append(line.text)
        return "\n".join(lines) + "\n"
