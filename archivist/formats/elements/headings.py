"""The title: GB/T 9704's 关于…的(文种) first, else the line that can only be a heading; or none.

The recognition of speeches, tables and summaries is ours; a file without a usable title has
none rather than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archivist.formats.elements import masthead
from archivist.formats.elements.dates import DATE
from archivist.formats.elements.lines import HAN, Line, joined
from archivist.formats.elements.organs import organ

_ZONE = 20
_PARTS = 5
_LONGEST = 130

_OFFICIAL = "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|复函|公函"
_PRACTICE = (
    "方案|计划|规划|总结|汇报|说明|讲话|发言|致辞|主持词|办法|细则|规定|规程|规范|制度|机制|预案|要点"
    "|简报|信息|动态|工作安排|安排|台账|登记表|统计表|汇总表|一览表|花名册|名册|名单|签到表|签到册|签到簿|记录"
    "|记录表|检查表|报表|明细表|审批表|申请表|评分表|自评表|责任书|承诺书|倡议书|公开信|协议书|合同"
    "|清单|目录|议程|日程|须知|手册|指南|提纲|章程|标准|责任分工|分工|工作职责|职责|公示|预算|决算"
    "|协议|答复|专报|笔录|决定书|通知书|意见书|告知书|检验报告|试题|试卷|课件|解读|调研报告|案例|大事记|表|册"
)
_PROSE = r"[^\n。；！？]"
_BRACKET = r"(?:[（(《](?![^）)》\n]{0,30}\d日)[^）)》\n]{1,30}[）)》])?"
BIAOTI = re.compile(
    rf"^{_PROSE}{{0,40}}?(?:关于|转发|印发|批转){_PROSE}{{2,100}}的?(?:{_OFFICIAL}){_BRACKET}$"
)
_TITLED = re.compile(rf"^{_PROSE}{{2,60}}(?:{_OFFICIAL}|{_PRACTICE}){_BRACKET}$")
_LABELLED = re.compile(r"^(?:标题|题目|题名|主题)\s*[:：]\s*(?P<title>[^\n]{4,80})$")
_NOT_TITLE = re.compile(
    rf"^(?:第[{HAN}\d]{{1,4}}[条章页]|[一二三四五六七八九十]{{1,3}}[、.]|[（(][一二三四五六七八九十\d]{{1,3}}[)）]|\d{{1,2}}[.、．]"
    rf"|附件\s*\d{{0,2}}[:：]?$|Sheet\d+$|工作表\d+$|抄送|主送|根据|按照|为了?|现将|经|序号|填报|单位[:：]|{DATE})"
)
_ATTACHED = re.compile(r"^附件\s*\d{0,2}$")
_FORM = re.compile(
    r"^(?:编号|经办人|甲方|乙方|时间|地点|日期|单位|填报单位|参加人员|主持人?)\s*[:：]"
)
_LONE_PARTS = 3
_SALUTATION = re.compile(
    r"^.{0,30}(?:同志们|各位.{1,20}|尊敬的.{1,20}|女士们.{0,12}|朋友们)[:：，！!]$"
)
_BREAKS = re.compile(r"[。；！？，,;:：]$")
_AFTER = re.compile(rf"^[（(].{{2,60}}[）)]$|^{DATE}$|^[{HAN}]\s?[{HAN}]{{1,3}}$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A title and the lines it was printed on; ``after`` is the index of the line behind it."""

    title: str
    lines: tuple[Line, ...]
    after: int


def find(lines: Sequence[Line]) -> Heading | None:
    """The title among the first lines of page 1, in the order: official, labelled, heading-like."""
    zone = [line for line in lines[:_ZONE] if line.page == lines[0].page]
    return (
        _matching(zone, BIAOTI) or _labelled(zone) or _matching(_top(zone), _TITLED) or _lone(lines)
    )


def _matching(zone: Sequence[Line], pattern: re.Pattern[str]) -> Heading | None:
    """The first run of title-like lines that reads as ``pattern``; the longest one from there."""
    for start, line in enumerate(zone):
        if not _can_begin(line):
            continue
        best = None
        for end in range(start + 1, min(start + _PARTS, len(zone)) + 1):
            run = zone[start:end]
            text = joined(run).lstrip("#").strip()
            if len(text) > _LONGEST or not all(_can_stand(part) for part in run):
                break
            if pattern.match(text) and _closed(text):
                best = Heading(text, tuple(run), end)
                if _ends_here(zone, end):
                    break
        if best:
            return best
    return None


def _ends_here(zone: Sequence[Line], end: int) -> bool:
    """Whether what follows cannot carry the title on: a gap, a bracketed note, a sentence."""
    if end >= len(zone):
        return True
    line = zone[end]
    return (
        line.after_gap
        or not _can_stand(line)
        or not re.match(r"^[（(]?[^（(]{0,30}的?通知|^[（(]", line.text)
    )


def _top(zone: Sequence[Line]) -> list[Line]:
    """The lines before the first one that is a sentence: a heading is never below one."""
    top: list[Line] = []
    for line in zone:
        if len(line.text) > _LONGEST or (len(line.text) > 40 and _BREAKS.search(line.text)):  # noqa: PLR2004 - a sentence
            break
        top.append(line)
    return top[:10]


def _can_begin(line: Line) -> bool:
    return _can_stand(line) and not _NOT_TITLE.match(line.text)


def _can_stand(line: Line) -> bool:
    cells = [cell for cell in line.raw.split("\t") if cell.strip()]
    return (
        len(cells) == 1
        and len(line.text) <= _LONGEST
        and not _BREAKS.search(line.text)
        and not masthead.is_mark(line)
    )


def _closed(text: str) -> bool:
    return all(text.count(a) == text.count(b) for a, b in ("《》", "（）", "()", "“”"))


def _labelled(zone: Sequence[Line]) -> Heading | None:
    for index, line in enumerate(zone[:6]):
        if match := _LABELLED.match(line.text):
            return Heading(match["title"].strip(), (line,), index + 1)
    return None


def _lone(lines: Sequence[Line]) -> Heading | None:
    """The very first lines when they stand apart from the text like a heading does."""
    start = 1 if _ATTACHED.match(lines[0].text) else 0
    for end in range(start + 1, min(start + _LONE_PARTS, len(lines) - 1) + 1):
        run, follower = lines[start:end], lines[end]
        text = joined(run).lstrip("#").strip()
        if not _heads_alone(text, run) or run[-1].page != follower.page:
            return None
        if _begins_text(follower, text) or (len(run) == 1 and _parted(follower, text)):
            return Heading(text, tuple(run), end)
    return None


def _begins_text(line: Line, heading: str) -> bool:
    """A long sentence, a greeting, a date in brackets, a row of a table: what is under headings."""
    sentence = len(line.raw) > max(40, len(heading) + 3)
    note = _SALUTATION.match(line.text) or _AFTER.match(line.text)
    return bool(sentence or note or len(line.raw.split("\t")) > 2)  # noqa: PLR2004 - columns


def _parted(line: Line, heading: str) -> bool:
    """A gap, a paragraph's indent, a form's label or a whole sentence below a short heading."""
    short = len(heading) <= 30  # noqa: PLR2004 - a printed line holds 28 characters
    whole = line.text.endswith(("。", "；")) and len(line.text) >= 10  # noqa: PLR2004 - a sentence
    return line.after_gap or (short and (line.indented or whole or bool(_FORM.match(line.text))))


def _heads_alone(text: str, run: Sequence[Line]) -> bool:
    """Whether lines with none of the usual words can still only be a heading."""
    han = sum("\u4e00" <= char <= "\u9fff" for char in text)
    sized = 6 <= len(text) <= 40 and han >= 0.7 * len(text)  # noqa: PLR2004 - a heading's size
    words = run[0].spaced.split()
    columns = len(words) > 1 and min(map(len, words)) > 1 and not run[0].spaced.startswith("#")
    plain = not columns and not organ(text) and not re.search("[。，；：:]", text)
    return sized and plain and _closed(text) and all(map(_can_begin, run))


def is_salutation(text: str) -> bool:
    """Whether a line greets an audience (同志们：) rather than addresses a body."""
    return bool(_SALUTATION.match(text))
