"""How names of Chinese public bodies look, and who is behind the codes of national documents."""

from __future__ import annotations

import re

from archivist.formats.elements.lines import HAN

_END = (
    "政府|委员会|办公室|办公厅|办事处|政协|人大|法院|检察院|领导小组|指挥部|局|厅|部|院|中心|委|办"
    "|处|所|站|会|社|公司|集团|学校|小学|中学|大学|幼儿园|支队|大队|总队|组|科|室|馆|街道|镇|乡|村|社区|党组"
)
_STAMP = "(?:[（(](?:盖章|公章|印章|代章|章|加盖公章)[）)])?"
ORGAN = rf"[{HAN}]{{1,30}}(?:[（(][{HAN}]{{1,12}}[）)])?[{HAN}]{{0,12}}(?:{_END})"
"""A public body's name, unanchored."""

_ORGAN_LINE = re.compile(rf"^(?P<organ>{ORGAN}){_STAMP}$")
_PLAIN = re.compile(rf"^(?:[{HAN}]{{3,40}}){_STAMP}$")
_NO_ORGAN = re.compile(
    r"^(?:关于|根据|按照|为|在|对|由|经|请|各|第|附件|此件|主送|抄送|会议|[一二三四五六七八九十]+、)"
)

NATIONAL = {
    "中发": "中共中央",
    "中办发": "中共中央办公厅",
    "国发": "国务院",
    "国函": "国务院",
    "国办发": "国务院办公厅",
    "国办函": "国务院办公厅",
    "国办发明电": "国务院办公厅",
    "食安办": "国务院食品安全委员会办公室",
    "国市监食生": "国家市场监督管理总局",
    "国市监食经": "国家市场监督管理总局",
    "国市监食检": "国家市场监督管理总局",
    "国市监食协": "国家市场监督管理总局",
    "国卫食品发": "国家卫生健康委员会",
    "国卫办食品发": "国家卫生健康委员会办公厅",
    "农质发": "农业农村部",
}
"""Codes (机关代字) of national bodies; a district's own codes are not knowable from here."""


def organ(text: str) -> str:
    """The body a line names when it names nothing else, "" otherwise. ``text`` is tight."""
    if len(text) > 60 or _NO_ORGAN.match(text):  # noqa: PLR2004 - longer than any body's name
        return ""
    match = _ORGAN_LINE.match(text)
    return match["organ"] if match else ""


def stamped(text: str) -> str:
    """The signer a line right above a date names: a body, or any plain short name."""
    named = organ(text)
    if named or not _PLAIN.match(text) or _NO_ORGAN.match(text):
        return named
    return re.sub(r"[（(].*$", "", text) if re.search(r"[（(]", text) else ""
