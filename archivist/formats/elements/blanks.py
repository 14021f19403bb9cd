"""What a draft left open (XX区, ____, 〔 〕), and the editions of standards a text quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archivist.formats.elements.lines import HAN, Line
from archivist.model import Element, ElementKind

MOST = 20
"""Elements of one kind reported per text; more of them would say nothing new."""

_AROUND = 20
_PLACE = "省市区县镇乡街局委办年月日副同号"
_PLACEHOLDER = re.compile(
    rf"(?<![A-Za-z0-9])[XxＸｘ×╳]{{1,4}}(?=[{_PLACE}])"
    r"|(?:19|20)\d?[XxＸ×]{1,2}(?=年)"
    r"|(?<![A-Za-z0-9])[ＸX×]{2,12}(?![A-Za-z0-9])"
    rf"|(?<![\d*＊])[*＊]{{2,8}}(?=[{_PLACE}])"
    rf"|(?<=[{HAN}，、])[*＊]{{3,12}}(?=[{HAN}，、。])"
    r"|(?<![A-Za-z0-9_.\])])(?:[（(][ \u3000]{0,20}[）)]|〔[ \u3000]{0,20}〕)"
    r"|〔(?:19|20)\d\d〕[ \u3000]{0,12}号"
    r"|(?:19|20)\d\d年[ \u3000]{0,12}月[ \u3000]{0,12}日"
    r"|[_＿]{3,200}"
    r"|(?<![有亟尚等])待补(?!充完善|齐|正)|(?<![招接等期优看])待定(?![点期位向时量额])|此处填写"
)
_QUICK = re.compile(
    r"[XxＸｘ×╳*＊_＿]|[（(〔][ \u3000）)〕12]|待[补定]|此处|年[ \u3000]{0,12}月[ \u3000]{0,12}日"
)
_QUESTION = re.compile(r"^\s*\d{1,3}\s*[.、．]")
_MARKS = re.compile(r"^[\s×X√✓✔\d/|\-—_＿*＊]*$")
_TICK = re.compile("[√✓✔]")
_EDITION = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?年?(?:修订|修正|试行|征求意见)?版(?!本号|面|权|块)"
)


def placeholders(lines: Sequence[Line]) -> Iterator[Element]:
    """Unresolved placeholders (practice; requirement Y12), each with the words around it.

    Known false alarms stay silent: X光, 3×5米, marks in tables, masked telephone and identity
    numbers, Markdown's bold, answers left open in test papers. At most MOST, each kind once
    per surroundings.
    """
    seen: set[str] = set()
    for line in lines:
        if not _QUICK.search(line.raw) or _is_marks(line):
            continue
        for match in _PLACEHOLDER.finditer(line.raw):
            if _cell(line.raw, match) or (match[0][0] in "（(" and _QUESTION.match(line.raw)):
                continue
            around = line.raw[match.start() : match.end() + 3]
            if around not in seen:
                seen.add(around)
                yield _seen(line, match, ElementKind.PLACEHOLDER, match[0].strip(), match[0])
            if len(seen) >= MOST:
                return


def editions(lines: Sequence[Line]) -> Iterator[Element]:
    """Quoted editions, （2022版）: value is the year, printed the title in 《》 it belongs to."""
    seen: set[str] = set()
    for line in lines:
        if "版" not in line.raw:
            continue
        for match in _EDITION.finditer(line.raw):
            printed = _titled(line.raw, match)
            if printed not in seen:
                seen.add(printed)
                yield _seen(line, match, ElementKind.EDITION, match["y"], printed)
            if len(seen) >= MOST:
                return


def _titled(text: str, match: re.Match[str]) -> str:
    start = text.rfind("《", max(0, match.start() - 80), match.start())
    end = text.find("》", match.end(), match.end() + 80)
    inside = start >= 0 and end >= 0 and "》" not in text[start : match.start()]
    return text[start : end + 1] if inside else match[0]


def _is_marks(line: Line) -> bool:
    """A table row of √ and ×, or a ruled line: nothing there waits to be filled in."""
    return len(line.raw) <= 400 and bool(_MARKS.match(line.raw) or _TICK.search(line.raw))  # noqa: PLR2004 - a row


def _cell(text: str, match: re.Match[str]) -> bool:
    """Whether the match fills a whole cell of a tab-separated row."""
    before = text[: match.start()].rpartition("\t")
    after = text[match.end() :].partition("\t")
    in_row = bool(before[1] or after[1])
    return in_row and not before[2].strip() and not after[0].strip() and match[0][0] in "X×Ｘ"


def _seen(line: Line, match: re.Match[str], kind: ElementKind, value: str, printed: str) -> Element:
    start = max(0, match.start() - _AROUND)
    quote = line.raw[start : match.end() + _AROUND].strip()
    return Element(kind, value, printed, line.page, line.number, quote)
