"""The head of an official document (版头): number, issuer's mark, secrecy, urgency, copy, signer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archivist.formats.elements.lines import HAN, Line
from archivist.formats.elements.organs import organ
from archivist.model import Element, ElementKind

_LINES = 30
"""Lines of page 1 a masthead can reach to; a mark further down belongs to something else."""
_MARK_LINES = 15
_COPY_LINES = 3

_LABEL = r"^[（(]?(?:(?:发文)?文?字?号|文件编号|文件字号)?[:：]?\s*"
_REST = r"[)）]?(?:\s*签发人.*)?$"
_CODE = rf"(?P<dz>[{HAN}]{{1,12}}(?:[（(][{HAN}]{{1,6}}[)）])?[{HAN}]{{0,6}})"
STRICT = re.compile(_LABEL + _CODE + r"〔(?P<y>(?:19|20)\d{2})〕(?P<n>[1-9]\d{0,4})号" + _REST)
"""GB/T 9704-2012 §7.2.5: full year in 〔〕, no 第, no leading zero."""

LOOSE = re.compile(
    _LABEL + rf"(?P<dz>[{HAN}A-ZＸ×]{{1,12}})\s*(?P<l>[〔\[【（(﹝［{{])\s*"
    r"(?P<y>(?:19|20)?\d{2})\s*年?\s*(?P<r>[〕\]】）)﹞］}])\s*(?P<di>第)?\s*(?P<n>0*\d{1,5})\s*号"
    + _REST
)
_SECRECY = re.compile(
    r"^(?P<mj>绝密|机密|秘密)(?:\s*[★☆*＊]\s*(?P<qx>\d{1,2}(?:年|个月)|长期|解密条件.{0,40})?)?$"
)
_URGENCY = re.compile(r"^(特\s*急|加\s*急|特\s*提|平\s*急)$")
_COPY = re.compile(r"^(?:№|No\.?)?\s*(\d{6})$")
_MONTH = re.compile(r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$")
_SIGNER = re.compile(
    rf"签发人\s*[:：]\s*(?P<names>[{HAN}·]{{1,5}}(?:\s+[{HAN}·]{{1,5}}){{0,7}})\s*$"
)
_MARK = re.compile(r"^(?P<organ>.{2,60}?)文件$")
_SENTENCE = re.compile(r"[。；！？]$|[:：]$")


def zone(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of page 1 before the first sentence or the addressee."""
    head: list[Line] = []
    for line in lines[:_LINES]:
        if line.page != 1 or _SENTENCE.search(line.text) or len(line.text) > 80:  # noqa: PLR2004
            break
        head.append(line)
    return tuple(head)


def secrecy(lines: Sequence[Line]) -> Iterator[Element]:
    """密级和保密期限, GB/T 9704-2012 §7.2.2: a whole line near the top of page 1, whatever is there.

    Not bound to the masthead: to miss one costs more than a form's blank mark wrongly seen.
    """
    for line in lines[:_MARK_LINES]:
        if line.page == 1 and (match := _SECRECY.match(line.text)):
            value = match["mj"] + (f"★{match['qx']}" if match["qx"] else "")
            yield line.element(ElementKind.SECRECY, value, match[0])


def find(head: Sequence[Line]) -> Iterator[Element]:
    """Every other element of the masthead. ``head`` is what ``zone`` returned."""
    yield from _number(head)
    for line in head[:_MARK_LINES]:
        if match := _URGENCY.match(line.text):
            yield line.element(ElementKind.URGENCY, re.sub(r"\s", "", match[1]), line.raw)
        yield from _signers(line)
    official = any(
        issuer_mark(line) or _is_number(line) or _SECRECY.match(line.text) for line in head
    )
    for line in head[: _COPY_LINES if official else 0]:
        if (match := _COPY.match(line.text)) and not _MONTH.match(match[1]):
            yield line.element(ElementKind.COPY_NUMBER, match[1], line.raw)


def is_mark(line: Line) -> bool:
    """Whether a line belongs to the masthead and so cannot be part of a title."""
    return bool(
        _is_number(line)
        or _SECRECY.match(line.text)
        or _URGENCY.match(line.text)
        or _COPY.match(line.text)
        or _SIGNER.search(line.spaced)
        or issuer_mark(line)
    )


def issuer_mark(line: Line) -> str:
    """The body in a 发文机关标志 (…文件), GB/T 9704-2012 §7.2.4, or ""."""
    match = _MARK.match(line.text)
    return organ(match["organ"]) if match else ""


def issuers(head: Sequence[Line]) -> Iterator[Element]:
    """Bodies named by the red mark, or by the letterhead line right above the number."""
    for line in head:
        if named := issuer_mark(line):
            yield line.element(ElementKind.ISSUER, named, line.raw)
    for above, line in pairwise(head):
        if _is_number(line) and (named := organ(above.text)):
            yield above.element(ElementKind.ISSUER, named, above.raw)


def _is_number(line: Line) -> bool:
    return bool(STRICT.match(line.text) or LOOSE.match(line.text))


def _number(head: Sequence[Line]) -> Iterator[Element]:
    for kind, pattern in ((ElementKind.NUMBER, STRICT), (ElementKind.LOOSE_NUMBER, LOOSE)):
        for line in head:
            if match := pattern.match(line.text):
                yield line.element(kind, _value(match), _printed(match))
                return


def _value(match: re.Match[str]) -> str:
    """机关代字〔YYYY〕N号; two-digit years below 50 are of this century."""
    year = match["y"]
    if len(year) == 2:  # noqa: PLR2004 - a year without its century
        year = ("20" if year < "50" else "19") + year
    return f"{match['dz']}〔{year}〕{int(match['n'])}号"


def _printed(match: re.Match[str]) -> str:
    return match.string[match.start("dz") : match.string.index("号", match.end("n")) + 1]


def _signers(line: Line) -> Iterator[Element]:
    match = _SIGNER.search(line.spaced)
    names: list[str] = []
    for token in match["names"].split() if match else ():
        if len(token) == 1 and names and len(names[-1]) == 1:  # 张　三, spread to three characters
            names[-1] += token
        else:
            names.append(token)
    for name in names:
        yield line.element(ElementKind.SIGNER, name, name)
