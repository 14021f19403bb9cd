"""Attachments: the list below the text (附件说明) and the heads of those that follow (附件1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archivist.formats.elements.dates import DATE, hanzi_or_arabic
from archivist.formats.elements.lines import Line, tight
from archivist.formats.elements.organs import organ
from archivist.model import Element, ElementKind

_MOST = 60
_HEAD = re.compile(r"^附件\s*(?P<n>\d{0,2}|[一二三四五六七八九十]{1,3})$")
_HEAD_COLON = re.compile(r"^附件\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})[:：]?$")
_STATEMENT = re.compile(r"^附件\s*(?P<n>\d{0,2}|[一二三四五六七八九十]{0,3})\s*[:：]\s*(?P<t>.*)$")
_NUMBERED = re.compile(r"^(?:附件\s*)?(?P<n>\d{1,2})\s*[.．、:：]\s*(?P<t>\S.*)$")
_STOP = re.compile(rf"^[（(]|抄送|{DATE}|印发$|联系人|主送")
_ALONE = ("附件：", "附件:")
_FULL = 18
"""Characters from which a list entry may have been too long for its line."""


def head_number(line: Line) -> str | None:
    """The number of an attachment's head (附件2 → "2", 附件 → ""), None for any other line."""
    match = _HEAD.match(line.text) or _HEAD_COLON.match(line.text)
    return hanzi_or_arabic(match["n"]) if match else None


def heads(lines: Sequence[Line]) -> Iterator[Element]:
    """Every head, GB/T 9704-2012 §7.3.7: value is its number, quote its line and the title below."""
    found = 0
    for index, line in enumerate(lines):
        if not line.text.startswith("附件") or (number := head_number(line)) is None:
            continue
        title = lines[index + 1].quote if index + 1 < len(lines) else ""
        quote = f"{line.raw} {title}".strip()
        yield Element(ElementKind.ATTACHMENT_HEAD, number, line.raw, line.page, line.number, quote)
        if (found := found + 1) == _MOST:
            return


def statement(main: Sequence[Line]) -> Iterator[Element]:
    """The titles listed under 附件：, GB/T 9704-2012 §7.3.4, one element each, in their order."""
    start = next((at for at, line in enumerate(main) if _STATEMENT.match(line.text)), None)
    if start is None:
        return
    for line, printed in _entries(main[start : start + _MOST]):
        match = _NUMBERED.match(printed)
        title = re.sub(r"[。；，;,]+$", "", (match["t"] if match else printed).strip())
        if title:
            yield line.element(ElementKind.ATTACHMENT, title, printed)


def _entries(lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Each entry with the line it begins on; wrapped entries are written as one."""
    entries: list[tuple[Line, str]] = []
    for index, line in enumerate(lines):
        text = _first(line.text) if index == 0 else line.text
        if not text:
            continue
        if index and _ended(lines, index, entries):
            break
        if entries and not _NUMBERED.match(text) and _goes_on(entries, lines, index):
            entries[-1] = (entries[-1][0], tight(f"{entries[-1][1]} {text}"))
        else:
            entries.append((line, text))
    return entries


def _first(text: str) -> str:
    """The entry on the 附件： line itself, with its number if it has one."""
    match = _STATEMENT.match(text)
    if not match:
        return text
    return f"{match['n']}.{match['t']}" if match["n"].isdigit() and match["t"] else str(match["t"])


def _ended(lines: Sequence[Line], index: int, entries: Sequence[tuple[Line, str]]) -> bool:
    """Whether the list is over: signature, bracketed note, or ordinary text after it."""
    text = lines[index].text
    if _NUMBERED.match(text):
        return False
    if len(text) > 80 or _STOP.search(text):  # noqa: PLR2004 - longer than any title
        return True
    follower = lines[index + 1].text if index + 1 < len(lines) else ""
    if organ(text) and (not follower or re.match(DATE, follower) or organ(follower)):
        return True
    if not entries:
        return False
    plain = lines[0].text in _ALONE and not _NUMBERED.match(entries[0][1])
    return not plain and not _goes_on(entries, lines, index)


def _goes_on(entries: Sequence[tuple[Line, str]], lines: Sequence[Line], index: int) -> bool:
    """Whether an unnumbered line is the rest of the entry above it."""
    last = entries[-1][1]
    opened = any(last.count(a) > last.count(b) for a, b in ("《》", "（）", "“”"))
    numbered = bool(_NUMBERED.match(entries[0][1]))
    next_numbered = index + 1 < len(lines) and bool(_NUMBERED.match(lines[index + 1].text))
    full = len(lines[index - 1].text) >= _FULL and not lines[index].after_gap
    return opened or (numbered and next_numbered) or (full and (numbered or len(entries) == 1))
