"""Who signed and when (发文机关署名, 成文日期), or what stands in for it in speeches and forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archivist.formats.elements.dates import DATE, iso
from archivist.formats.elements.headings import Heading
from archivist.formats.elements.lines import HAN, Line
from archivist.formats.elements.organs import ORGAN, stamped
from archivist.model import Element, ElementKind

_TAIL = 25
_HEAD = 10
_JOINT = 8
_STAMP = r"(?:[（(](?:盖章|公章|印章|章)[）)])?"
_DATED = re.compile(rf"^(?P<organ>{ORGAN})?{_STAMP}\s*{DATE}{_STAMP}$")
_NOTE = re.compile(rf"^[（(]\s*{DATE}[^）)]{{0,40}}[）)]$")
_LABEL = re.compile(
    r"(?:^|\s)(?:成文|发文|填报|填表|制表|检查|会议|活动|培训|签订|签署|报告|编制|统计|上报)?(?:日期|时间)\s*[:：]\s*"
    + DATE
)
_BY = re.compile(
    rf"(?:发文机关|发文单位|填报单位|编制单位|报送单位|制表单位|主办单位|填表单位|单位(?:名称)?[（(](?:盖章|公章)[）)])\s*[:：]\s*(?P<organ>[{HAN}（）()]{{2,40}}?)(?:\s|$|[（(](?:盖章|公章))"
)
_PREFIX = re.compile(rf"^(?P<organ>{ORGAN})(?:关于|转发|印发)")


def signed(main: Sequence[Line]) -> tuple[Line, ...]:
    """The signature block: the lines naming bodies and, last, the dated line; empty if none.

    The first body-and-date pair wins, for what is forwarded carries a signature of its own;
    without a pair, the last date alone on a line near the end of the main text.
    """
    dated = [at for at, line in enumerate(main) if _is_dated(line)]
    for at in dated:
        block = _block(main, at)
        if len(block) > 1 or organ_of(main[at]):
            return block
    late = [at for at in dated if at >= len(main) - _TAIL]
    return (main[late[-1]],) if late else ()


def _is_dated(line: Line) -> bool:
    """Whether a line is a date, or a body and a date, and nothing else."""
    text = line.text
    may_be = len(text) <= 60 and (text[-1] in "日）)" or text[-1].isdigit())  # noqa: PLR2004 - a body and a date
    return may_be and bool(_DATED.match(text))


def organ_of(line: Line) -> str:
    """The body written before the date on the same line, or ""."""
    match = _DATED.match(line.text)
    return (match["organ"] or "") if match else ""


def date(
    block: Sequence[Line], lines: Sequence[Line], heading: Heading | None
) -> Iterator[Element]:
    """成文日期: from the signature, else from the note under the title, else from a form's label.

    ``value`` is "" when the printed day does not exist.
    """
    if block and (match := _DATED.match(block[-1].text)):
        yield _dated(block[-1], match)
        return
    head = lines[: (heading.after if heading else 0) + _HEAD]
    near = head[heading.after : heading.after + 4] if heading else head[:0]
    for pattern, zone in ((_NOTE, near), (_LABEL, lines[:_HEAD]), (_DATED, near)):
        for line in zone:
            if len(line.text) <= 90 and (match := pattern.search(line.text)):  # noqa: PLR2004 - a note's length
                yield _dated(line, match)
                return


def issuers(block: Sequence[Line]) -> Iterator[Element]:
    """The bodies of the signature block, top down."""
    for line in block[:-1]:
        yield line.element(ElementKind.ISSUER, stamped(line.text), line.raw)
    if block and (named := organ_of(block[-1])):
        yield block[-1].element(ElementKind.ISSUER, named, named)


def names(block: Sequence[Line]) -> Iterator[Element]:
    """发文机关署名, GB/T 9704-2012 §7.3.5: the bodies that signed, whoever the masthead names."""
    for element in issuers(block):
        yield replace(element, kind=ElementKind.SIGNATURE)


def stand_ins(lines: Sequence[Line], heading: Heading | None) -> Iterator[Element]:
    """The issuer a title begins with, or a form names after a label."""
    if heading and (match := _PREFIX.match(heading.title)):
        yield heading.lines[0].element(ElementKind.ISSUER, match["organ"], match["organ"])
        return
    for line in lines[: _HEAD * 2]:
        if len(line.text) <= 120 and (match := _BY.search(line.spaced)):  # noqa: PLR2004 - a form's line
            yield line.element(ElementKind.ISSUER, match["organ"], match["organ"])
            return


def _dated(line: Line, match: re.Match[str]) -> Element:
    return line.element(ElementKind.DATE, iso(match["date"]), match["date"])


def _block(main: Sequence[Line], at: int) -> tuple[Line, ...]:
    first = at
    while first and at - first < _JOINT and stamped(main[first - 1].text):
        first -= 1
    return tuple(main[first : at + 1])
