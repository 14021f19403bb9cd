"""Reads XPS (ECMA-388), what Windows prints into where no PDF printer is installed: text of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archivist.formats import troubles
from archivist.formats.office import about, opened
from archivist.formats.parts import Package, attribute, resolve
from archivist.formats.registry import Found, Source, reads
from archivist.model import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

_SEQUENCE = ".fdseq"


@reads("xps", version=1)
def xps(source: Source) -> Found:
    """Text of each page in reading order; pages that only paint are told as pictures."""
    with opened(source) as package:
        if package.encrypted():
            return Found(problems=(troubles.ENCRYPTED,))
        facts, created, _ = about(package)
        pages = list(_pages(package))
        texts = [_text(root) for root in pages[: source.limits.pages]]
        return Found(
            text="\f".join(texts) if any(texts) else "",
            pages=len(pages),
            created=created,
            facts=facts,
            problems=(*package.problems, *_problems(len(pages), texts)),
        )


def _problems(count: int, texts: list[str]) -> Iterator[Problem]:
    silent = [number for number, text in enumerate(texts, 1) if not text]
    if not count:
        yield troubles.damaged("没有任何页面")
    elif len(silent) == len(texts):
        yield troubles.SCANNED
    elif silent:
        yield troubles.scanned_pages(silent)
    if count > len(texts):
        yield troubles.pages_left(len(texts), count - len(texts))


def _pages(package: Package) -> Iterator[_Element]:
    """Roots of the pages: the sequence names documents, each document names its pages."""
    for sequence in package.names(end=_SEQUENCE):
        for document in _named(package, sequence, "DocumentReference"):
            for page in _named(package, document, "PageContent"):
                if (root := package.xml(page)) is not None:
                    yield root


def _named(package: Package, part: str, tag: str) -> Iterator[str]:
    root = package.xml(part)
    for element in root.iter(f"{{*}}{tag}") if root is not None else ():
        yield resolve(part, attribute(element, "Source"))


def _text(root: _Element) -> str:
    """Runs that go on to the right on one baseline are a line; a leading {} only escapes."""
    lines: list[str] = []
    before = ("", 0.0)
    for run in root.iter("{*}Glyphs"):
        at = (attribute(run, "OriginY"), _number(attribute(run, "OriginX")))
        said = attribute(run, "UnicodeString").removeprefix("{}")
        if lines and at[0] == before[0] and at[1] > before[1]:
            lines[-1] += said
        else:
            lines.append(said)
        before = at
    return "\n".join(line.strip() for line in lines if line.strip())


def _number(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        return 0.0
