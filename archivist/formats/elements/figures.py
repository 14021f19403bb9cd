"""Figures that can be held against others: growth on last year, and values of district-wide facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archivist.formats.elements.lines import HAN, Line
from archivist.model import Element, ElementKind

MOST = 20

_NUMBER = r"(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_UNIT = r"(?P<unit>[万亿]?(?:元|人次|人|批次|批|家次|家|户|件次|件|起|份|个|所|次|吨|公斤|亩|场次|场|期)|万|亿)"
_YEAR = re.compile(r"((?:19|20)\d{2})年")
_GROWTH = re.compile(
    rf"(?P<metric>[{HAN}]{{2,16}}?)(?:达到|达|为|共计|共|约)?{_NUMBER}{_UNIT}[，,]?"
    r"(?:同比|较上年|比上年|较去年|比去年|较上年同期|比上年同期)"
    r"(?P<way>增长|增加|上升|提高|下降|减少|降低)了?(?P<rate>\d+(?:\.\d+)?)[%％]"
)
_PART_OF_A_YEAR = re.compile(r"月|季度|半年|截至|目标|计划|力争|预计")
_DOWN = frozenset({"下降", "减少", "降低"})
_METRICS = (
    "常住人口|户籍人口|食品生产企业|食品经营单位|食品经营户|餐饮服务单位|学校食堂|食品小作坊|小作坊|食品摊贩"
    "|农贸市场|屠宰企业|食品安全协管员|食品安全信息员|食品安全经费|抽检经费|监督抽检|食品抽检|风险监测"
    "|食品安全投诉举报|行政处罚案件"
)
_FIGURE = re.compile(
    rf"(?P<scope>全[市区县]|[本我][市区县]|)(?:现有|共有|有|)(?P<metric>{_METRICS})"
    rf"(?:数量|总数|数|总量|)(?:达到|达|为|共计|共有|共|有|约|完成|投入|)[:：]?{_NUMBER}{_UNIT}"
)


def growths(lines: Sequence[Line]) -> Iterator[Element]:
    """What grew by how much on the year before: value ``metric|number|unit|±rate|year``.

    ``year`` is the last one named before it in the text's line, "" if none is.
    """
    count = 0
    for line in lines:
        if "同比" not in line.text and "上年" not in line.text and "去年" not in line.text:
            continue
        for match in _GROWTH.finditer(line.text):
            rate = f"{'-' if match['way'] in _DOWN else ''}{match['rate']}"
            year = _last_year(line.text[: match.start("n")])
            number = match["n"].replace(",", "")
            metric = _core(match["metric"])
            if len(metric) < 2:  # noqa: PLR2004 - a word
                continue
            value = f"{metric}|{number}|{match['unit']}|{rate}|{year}"
            yield _quoted(line, match, ElementKind.GROWTH, value)
            if (count := count + 1) == MOST:
                return


def figures(lines: Sequence[Line]) -> Iterator[Element]:
    """Values of facts that hold for a whole district in one year: ``metric|number|unit|year``.

    Only facts of a short list, stated for the whole (全区, 我区 …) with the year in the same
    sentence: a figure of one street or one month is another fact.
    """
    seen: set[str] = set()
    for line in lines:
        for sentence in re.split("[。；;]", line.text) if _YEAR.search(line.text) else ():
            year = _last_year(sentence)
            if not year or len(_YEAR.findall(sentence)) > 1 or _PART_OF_A_YEAR.search(sentence):
                continue
            for match in _FIGURE.finditer(sentence):
                if not match["scope"]:
                    continue
                number = match["n"].replace(",", "")
                value = f"{match['metric']}|{number}|{match['unit']}|{year}"
                if value not in seen and len(seen) < MOST:
                    seen.add(value)
                    yield Element(
                        ElementKind.FIGURE, value, match[0], line.page, line.number, sentence[:120]
                    )


_LEADING = re.compile(
    rf"^.*(?:其中|全年|全区|全市|全县|我区|本区|我市|累计|共|已|完成|实现|投入|开展|办理|查处|检查|落实|安排|[年月])(?=[{HAN}]{{2}})"
)


def _core(metric: str) -> str:
    """The metric without the words that lead up to it: 全年共完成食品抽检 → 食品抽检."""
    return _LEADING.sub("", metric)


def _last_year(text: str) -> str:
    years = _YEAR.findall(text)
    return years[-1] if years else ""


def _quoted(line: Line, match: re.Match[str], kind: ElementKind, value: str) -> Element:
    start = max(0, match.start() - 20)
    quote = line.text[start : match.end() + 10]
    return Element(kind, value, match[0], line.page, line.number, quote)
