"""The text as numbered, normalised lines; OCR's spaces between characters are gone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archivist.model import Element, ElementKind

LONG = 300
"""Characters above which a line is a paragraph: it can be quoted from, but is no element itself."""

QUOTE = 120
"""Characters a quotation shows at most."""

HAN = "\u3400-\u9fff〇"
_WIDE = str.maketrans("０１２３４５６７８９\u3000\u00a0", "0123456789  ", "\ufeff\u200b\0\r")
_TIGHT = "\u3400-\u9fff〇\uff01-\uff5e〔-〕【】《》、。★☆"
_RUN = re.compile(" {2,}")
_GAP = re.compile(rf" (?:(?<=[{_TIGHT}] )(?=[{_TIGHT}0-9])|(?<=[0-9] )(?=[{_TIGHT}]))")
_FOLIO = re.compile(r"^[-—–－─·•]+ ?\d{1,4} ?[-—–－─·•]+$|^第\d{1,4}页(?:[,，/ ]?共\d{1,4}页)?$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    ``raw`` is as printed (trimmed); ``spaced`` has ASCII digits and blanks, ``text`` besides no
    blanks between Chinese characters. ``number`` counts all lines of the text from 1, ``page``
    from 1; ``after_gap`` says whether a blank line or a page border stands before it,
    ``indented`` whether it begins with two blanks or more, as paragraphs do.
    """

    raw: str
    spaced: str
    text: str
    page: int
    number: int
    after_gap: bool
    indented: bool = False

    @property
    def quote(self) -> str:
        """The beginning of the line, as printed."""
        return self.raw[:QUOTE]

    def element(self, kind: ElementKind, value: str, printed: str) -> Element:
        """An element seen on this line."""
        return Element(kind, value, printed, self.page, self.number, self.quote)


def norm(text: str) -> str:
    """ASCII digits, ASCII blanks, no byte-order marks; never NFKC, which harms 〔〕, ★ and ※."""
    return text.translate(_WIDE)


def tight(text: str) -> str:
    """Remove the blanks OCR and justified lines put between Chinese characters and digits."""
    return _GAP.sub("", _RUN.sub(" ", text))


def split(text: str) -> tuple[Line, ...]:
    """All lines that are neither blank nor printed page numbers; form feeds separate pages."""
    lines: list[Line] = []
    number = 0
    for page, body in enumerate(text.split("\f"), 1):
        gap = True
        for raw in body.split("\n"):
            number += 1
            spaced = norm(raw).strip()
            if not spaced:
                gap = True
                continue
            close = tight(spaced) if len(spaced) <= LONG and " " in spaced else spaced
            if not _FOLIO.match(close[:LONG]):
                indented = raw[:2].isspace()
                lines.append(Line(raw.strip(), spaced, close, page, number, gap, indented))
                gap = False
    edges = (None, *lines), (*lines[1:], None)
    return tuple(
        line
        for line, around in zip(lines, zip(*edges, strict=False), strict=False)
        if not _bare_folio(line, around)
    )


def _bare_folio(line: Line, around: tuple[Line | None, Line | None]) -> bool:
    """Whether a line is its page's number alone at the page's edge: PDFs may give the foot first."""
    if line.text != str(line.page) or around == (None, None):
        return False
    return any(beside is None or beside.page != line.page for beside in around)


def joined(lines: Sequence[Line]) -> str:
    """Lines of one heading written as one."""
    return tight(" ".join(line.text for line in lines))
