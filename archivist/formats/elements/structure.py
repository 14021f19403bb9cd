"""How a text is built: the order of its sections, and whether what it issues (印发) follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archivist.formats.elements.dates import hanzi_or_arabic
from archivist.formats.elements.headings import Heading
from archivist.formats.elements.lines import Line
from archivist.model import Element, ElementKind

MOST = 5

_SECTION = re.compile(r"^(?P<n>[一二三四五六七八九十]{1,3})、")
_ISSUED = re.compile(r"(?:印发|转发|批转)《(?P<title>[^》]{4,60})》")
_MARKS = re.compile(r"[\s“”\"'《》〈〉（）()，,、。:：]+")


def sections(lines: Sequence[Line]) -> Iterator[Element]:
    """Where 一、二、三 skip or repeat a number (GB/T 9704-2012 §7.3.3); value ``before|found``.

    A new start at 一 is another part or an attachment. Lists inside a table are no sections.
    """
    last, count = 0, 0
    for line in lines:
        match = _SECTION.match(line.text)
        if not match or "\t" in line.raw:
            continue
        number = int(hanzi_or_arabic(match["n"]) or 0)
        if number > 1 and last and number != last + 1:
            yield line.element(ElementKind.ORDER, f"{last}|{number}", match[0])
            if (count := count + 1) == MOST:
                return
        last = number


def enclosed(lines: Sequence[Line], heading: Heading | None) -> Iterator[Element]:
    """The text that 关于印发《X》的通知 brings: value is X, ``page`` where it begins or None.

    GB/T 9704-2012 and practice: what is forwarded makes one item with what forwards it.
    """
    match = _ISSUED.search(heading.title) if heading else None
    if not match or heading is None:
        return
    wanted = _bare(match["title"])
    rest = lines[heading.after :]
    for at, line in enumerate(rest):
        near = "".join(_bare(follower.text) for follower in rest[at : at + 3])
        if near.startswith(wanted) or (_bare(line.text) and _bare(line.text) == wanted):
            yield Element(
                ElementKind.ENCLOSED,
                match["title"],
                line.raw[:60],
                line.page,
                line.number,
                line.quote,
            )
            return
    yield Element(ElementKind.ENCLOSED, match["title"], "", None, None, heading.title)


def _bare(text: str) -> str:
    return _MARKS.sub("", text)
