"""What the columns of a scoring table mean, whatever their order and their many names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from archivist.rules.grids import Cell


class Role(StrEnum):
    """What a column holds."""

    NUMBER = "序号"
    PART = "部分"
    ITEM = "考评项目"
    POINT = "考评要点"
    STANDARD = "评价标准"
    DETAIL = "评价细则"
    KIND = "类别"
    SCORE = "分值"
    METHOD = "考评方法"
    LEAD = "牵头单位"
    SUPPORT = "配合单位"
    WANTS = "佐证材料"
    PERIOD = "考评时段"
    REMARK = "备注"


_NAMES: tuple[tuple[Role, str], ...] = (
    (Role.NUMBER, "序号|编号|项号|条款号|序"),
    (Role.WANTS, "(佐证|证明|备查|迎检|档案|支撑|台账|所需|提供|需提供的?|报送|考评|评价)(材料|资料|依据)(清单|目录|要求)?|材料清单|资料清单|佐证"),
    (Role.METHOD, "(测评|考评|评价|考核|检查|评审|评估|核查)(方式|方法|办法|形式|途径)(及要求)?|方式方法"),
    (Role.SCORE, "(标准|评价|考核|考评|基本)?(分值|分数|满分|赋分|权重分)|标准分|分"),
    (Role.DETAIL, "(评价|考评|考核|评分|打分|计分|扣分|得分|赋分)(细则|标准及细则|办法|规则|说明)|(评分|计分|扣分|打分)标准|细则"),
    (Role.PART, "部分|(评价|考评|考核)?(类别|大类|板块|方面)名称|一级指标|(评价|考评|考核)部分|工作类别|任务类别"),
    (Role.KIND, "类别|项目类别|(指标|项目|要点)(属性|性质|类型)|属性|性质|项别"),
    (Role.ITEM, "(评价|考评|考核|检查|创建|重点)?(项目|事项)(名称)?|二级指标|任务名称"),
    (Role.POINT, "(评价|考评|考核|检查|创建|工作)?(要点|内容|指标)(要求)?|(工作|具体|创建|主要|重点|目标)?任务(内容|要求)?|三级指标|工作要求|具体要求"),
    (Role.STANDARD, "(评价|考评|考核|创建|工作)?(标准|要求)(内容)?"),
    (Role.SUPPORT, "(配合|协同|参与|协办|协助|参加|配合责任)(单位|部门)(及街道)?|配合"),
    (Role.LEAD, "(牵头|责任|主责|主要|主办|承办|落实|牵头责任|责任分工|第一责任|第一牵头)(单位|部门)(及(人员|配合单位))?|牵头|责任分工|责任主体"),
    (Role.PERIOD, "(考评|评价|考核)(时段|周期|年限|期限|时间)|时间要求|时限|完成时限|完成时间"),
    (Role.REMARK, "备注|说明|自评(得)?分|得分|扣分(原因|情况)?|评分|自查情况|联系人"),
)  # fmt: skip


def role(text: str) -> Role | None:
    """The meaning of a heading, or None; decorations such as （分） and blanks are ignored."""
    plain = re.sub(r"[（(].*?[)）]|\s|[:：*]", "", text)
    return next((role for role, names in _NAMES if re.fullmatch(names, plain)), None)


@dataclass(frozen=True, slots=True)
class Header:
    """Columns by role, and the number of rows the heading takes from the table's top."""

    columns: tuple[tuple[int, Role], ...]
    until: int

    def column(self, wanted: Role) -> int | None:
        """The first column of a role."""
        return next((column for column, found in self.columns if found is wanted), None)


ENOUGH = 2
"""Two known headings make a heading row: one alone is often a word of the text (ours)."""


def header(rows: Sequence[Sequence[Cell]]) -> Header | None:
    """Find the heading among the first rows; it may take several rows with merged cells.

    Args:
        rows: the table's rows from its top.

    Returns:
        The heading, its columns meaning the lowest known text; None if there is none.
    """
    for number, row in enumerate(rows[:15]):
        if is_heading(row):
            last = number
            while last + 1 < len(rows) and _continues(rows[last + 1], last + 1):
                last += 1
            return Header(tuple(_columns(rows[number : last + 1])), last + 1)
    return None


def is_heading(row: Sequence[Cell]) -> bool:
    """Whether at least two different cells of a row are known headings, and no long text."""
    named = {cell.origin for cell in row if role(cell.text)}
    return len(named) >= ENOUGH and all(len(cell.text) < 30 for cell in row)  # noqa: PLR2004 - a heading is short


def _continues(row: Sequence[Cell], number: int) -> bool:
    """Whether a row below a heading still belongs to it: all its own cells are headings."""
    own = [cell for cell in row if cell.origin[0] == number and cell.text]
    inherited = [cell for cell in row if cell.origin[0] < number]
    return bool(own) and bool(inherited) and all(role(cell.text) for cell in own)


def _columns(rows: Sequence[Sequence[Cell]]) -> list[tuple[int, Role]]:
    width = max(map(len, rows))
    found: dict[int, Role] = {}
    for row in rows:
        for column in range(min(width, len(row))):
            if meaning := role(row[column].text):
                found[column] = meaning
    return sorted(found.items())
