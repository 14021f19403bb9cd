"""Elements of official documents (GB/T 9704-2012) found in a text, be it typed or from OCR.

Conventions beyond ``Element``'s own: lines count over the whole text, and form feeds end
one too. A DATE whose day does not exist has value "" and the printed form. A LOOSE_NUMBER's
value is the number as it should be, ``printed`` shows the fault. A PLACEHOLDER's and an
EDITION's quote are the words around it; an EDITION's value is the year. An ATTACHMENT's value
is the bare title; an ATTACHMENT_HEAD's is its number ("" if single) and its quote ends with
the attachment's title. The values of figures, sums and sections are described in their modules;
a PERSONAL's value, printed form and quote are masked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archivist.formats.elements import (
    attachments,
    blanks,
    figures,
    headings,
    masthead,
    personal,
    receivers,
    signature,
    structure,
    sums,
    wording,
)
from archivist.formats.elements.lines import Line, split
from archivist.formats.elements.organs import NATIONAL
from archivist.model import Element, ElementKind

VERSION = 4
"""Raise when ``find`` gives other results for the same text: cached readings then grow old."""


def find(text: str) -> tuple[Element, ...]:
    """All elements of one document's text, in reading order. Never raises; linear in its length."""
    lines = split(text)
    if not lines:
        return ()
    found = [
        *_official(lines),
        *attachments.heads(lines),
        *blanks.placeholders(lines),
        *blanks.editions(lines),
        *_contents(lines),
    ]
    return tuple(sorted(found, key=lambda element: element.line or 0))


def _contents(lines: Sequence[Line]) -> Iterator[Element]:
    """What other documents, and sums, can be held against; and what must not be shown about."""
    yield from personal.find(lines)
    yield from figures.growths(lines)
    yield from figures.figures(lines)
    yield from sums.find(lines)
    yield from structure.sections(lines)
    yield from wording.quoted_numbers(lines)
    yield from wording.places(lines)
    yield from wording.fingerprint(lines)


def _official(lines: Sequence[Line]) -> Iterator[Element]:
    heading = headings.find(lines)
    head = masthead.zone(lines)
    yield from masthead.secrecy(lines)
    yield from (marks := tuple(masthead.find(head)))
    if heading:
        first = heading.lines[0]
        yield Element(
            ElementKind.TITLE,
            heading.title,
            " ".join(line.raw for line in heading.lines),
            first.page,
            first.number,
            first.quote,
        )
        yield from receivers.find(lines, heading)
        yield from structure.enclosed(lines, heading)
    main = _main(lines, heading.after if heading else 1)
    block = signature.signed(main)
    yield from signature.date(block, lines, heading)
    yield from signature.names(block)
    yield from attachments.statement(main)
    yield from (
        tuple(masthead.issuers(head))
        or tuple(signature.issuers(block))
        or _national(marks)
        or tuple(signature.stand_ins(lines, heading))
    )


def _main(lines: Sequence[Line], start: int) -> Sequence[Line]:
    """The main text: up to the first attachment or the imprint (版记)."""
    for at in range(start, len(lines)):
        text = lines[at].text
        if text.startswith("附件") and attachments.head_number(lines[at]) is not None:
            return lines[:at]
        if text.startswith(("抄送:", "抄送：")):
            return lines[:at]
    return lines


def _national(marks: Sequence[Element]) -> tuple[Element, ...]:
    """The national body behind a document number's code, when nothing else names one."""
    return tuple(
        Element(ElementKind.ISSUER, NATIONAL[code], mark.printed, mark.page, mark.line, mark.quote)
        for mark in marks
        if mark.kind is ElementKind.NUMBER and (code := mark.value.partition("〔")[0]) in NATIONAL
    )
