"""Small sentences of scoring tables: numbering, scores, kinds, units, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from archivist.model import Every, Kind

_CHINESE = "[一二三四五六七八九十]{1,3}"
_CIRCLED = "①-⑳"
PART_HEAD = re.compile(rf"^(第{_CHINESE}部分|{_CHINESE}、|[IVXⅠ-Ⅻ]{{1,4}}[、.])")
ITEM_HEAD = re.compile(rf"^([（(]({_CHINESE}|[0-9]{{1,2}})[）)]|[0-9]{{1,2}}[.、](?![0-9]))")
NUMBERING = re.compile(
    rf"^\s*(第{_CHINESE}部分[:：、]?|{_CHINESE}、|[（(]({_CHINESE}|[0-9]{{1,3}})[）)]"
    rf"|[0-9]{{1,3}}([.-][0-9]{{1,3}})*([、)）]|[.](?![0-9])|\s)|[{_CIRCLED}])\s*"
)
INNER = re.compile(rf"(?:^|\n|(?<=[。；;]))\s*(?:[（(]?[0-9]{{1,2}}[.、)）](?![0-9])|[{_CIRCLED}])")
SCORE_IN_TEXT = re.compile(
    r"[（(]\s*(?:满分|共|计|分值)?[:：]?\s*([0-9]+(?:\.[0-9]+)?)\s*分\s*[)）]"
)
PLAIN_SCORE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*分?")
CODE = re.compile(r"[0-9]{2}-[0-9]{1,2}")
_KIND = "(否决|关键|基本|鼓励|加分)"
_KIND_CELL = re.compile(rf"[（(【]?(?:一票)?{_KIND}(?:项目|项|性?指标)?[)）】]?")
_KIND_MARK = re.compile(
    rf"[（(【](?:一票)?{_KIND}(?:项目|项|性?指标)?[，,、)）】]|(?:一票)?{_KIND}项(?!目标)"
)
_KIND_BRACKET = re.compile(rf"[（(【](?:一票)?{_KIND}(?:项目|项|性?指标)?[)）】]")
_SUPPORT = re.compile(r"(?:配合|协同|参与|协办)(?:单位|部门)?\s*[:：]")
_LEAD = re.compile(r"(?:牵头|责任|主责|主办)(?:单位|部门)?\s*[:：]")
_BETWEEN_UNITS = re.compile(r"[、，,；;/\s]+(?![^（(]*[)）])|等(?=$|[、，,；;])")
_BETWEEN_WANTS = re.compile(rf"[；;\n。]|(?:[0-9]{{1,2}}[.、)）](?![0-9]))|[{_CIRCLED}]")

_CARRIERS = (
    ("会议纪要", "纪要|会议记录"),
    ("网页截图", "截图|网页|链接"),
    ("照片", "照片|图片|报道"),
    ("音像视频", "视频|录像|录音|影像|音像"),
    ("名册", "名册|名单|名录|花名册"),
    ("台账", "台账|记录|登记|档案"),
    ("统计表", "统计|汇总|一览表|清单|表$"),
    ("报告", "报告|总结|汇报|分析"),
    ("合同/票据", "合同|协议|凭证|票据|发票|采购"),
    ("证书/批复", "证书|批复|资质|许可证|验收"),
    ("案卷复印件", "案卷|卷宗|决定书|复印件|样本"),
)


def without_numbering(text: str) -> str:
    """The text without one leading number of any usual writing: 一、 （一） 1. ① 1.2.3."""
    return NUMBERING.sub("", text, count=1).strip()


def bare(text: str) -> str:
    """A heading or requirement on one line, without its number, （3分） and （关键项）."""
    line = re.sub(r"\s+", " ", text).strip()
    return _KIND_BRACKET.sub("", SCORE_IN_TEXT.sub("", without_numbering(line))).strip()


def score_in(text: str) -> Decimal | None:
    """The last （3分） of a text, which is where tables write it."""
    found = SCORE_IN_TEXT.findall(text)
    return Decimal(found[-1]) if found else None


def plain_score(text: str) -> Decimal | None:
    """The number of a score cell: ``3``, ``3分``, ``1.5``; None for anything else."""
    match = PLAIN_SCORE.fullmatch(text)
    return Decimal(match[1]) if match else score_in(text)


def kind_cell(text: str) -> Kind | None:
    """The kind a cell of its own names: 否决项, 关键, 基本性指标, 加分项."""
    match = _KIND_CELL.fullmatch(text)
    return _kind(match[1]) if match else None


def kind_mark(text: str) -> Kind | None:
    """The kind a longer text is marked with: （关键项）, 【否决】, 鼓励项."""
    match = _KIND_MARK.search(text)
    return _kind(match[1] or match[2]) if match else None


def _kind(word: str) -> Kind:
    return Kind.BONUS if word == "加分" else Kind(word)


def units_in(lead: str, support: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split the unit cells; ``牵头单位：甲；配合单位：乙`` in one cell is understood."""
    head, mark, tail = _split_once(_SUPPORT, lead)
    leads = _units(_LEAD.sub("", head))
    supports = _units(tail if mark else "") + _units(_SUPPORT.sub("", support))
    return leads, supports


def _split_once(pattern: re.Pattern[str], text: str) -> tuple[str, bool, str]:
    match = pattern.search(text)
    return (text[: match.start()], True, text[match.end() :]) if match else (text, False, "")


def _units(text: str) -> tuple[str, ...]:
    return tuple(
        unit.strip("。.:： ") for unit in _BETWEEN_UNITS.split(text) if unit.strip("。.:： ")
    )


def resolve(name: str, known: Mapping[str, str], district: str) -> str | None:
    """The unit's own name behind a name as written, with or without 区 and district name."""
    bare = name.removeprefix(district)
    for candidate in (name, bare, f"区{bare}", f"区{name}"):
        if candidate in known:
            return known[candidate]
    return None


def wants_in(text: str) -> Iterator[str]:
    """The kinds of evidence a cell lists, one after the other, without numbering."""
    for piece in _BETWEEN_WANTS.split(text):
        name = re.sub(
            r"^(提供|查阅|查看|检查|查|包括)[:：]?", "", piece.strip(" 、，,.:：（(")
        ).strip()
        if 2 <= len(name) <= 60:  # noqa: PLR2004 - a name, not a crumb and not an essay
            yield name


def carrier_of(name: str) -> str:
    """The carrier a kind of evidence usually has, by the words of its name (practice)."""
    return next((carrier for carrier, words in _CARRIERS if re.search(words, name)), "文件")


def every_of(name: str) -> Every:
    """How often a kind of evidence falls due, by the words of its name (practice)."""
    usual = (
        (Every.MONTH, "每月|月报|月度"),
        (Every.QUARTER, "每季|季度|季报"),
        (Every.YEAR, "每年|年度|年报|历年|分年"),
    )
    return next((every for every, words in usual if re.search(words, name)), Every.ONCE)
