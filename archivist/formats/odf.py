"""Reads OpenDocument text, sheets and slides, which WPS and LibreOffice write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archivist.formats import troubles
from archivist.formats.office import macros, opened
from archivist.formats.parts import Package, attribute, local
from archivist.formats.registry import Found, Source, reads

if TYPE_CHECKING:
    from lxml.etree import _Element

_META = {
    "title": "title",
    "subject": "subject",
    "creator": "last author",
    "initial-creator": "author",
    "generator": "application",
    "date": "modified",
    "keyword": "keywords",
}
_APART = frozenset({"tracked-changes", "annotation", "note-citation"})
_WIDEST = 1024
"""Columns and blanks repeated more often than this are filling, not content."""


@reads("odt", "ods", "odp", "odf", version=1)
def odf(source: Source) -> Found:
    """Content, then headers, footers and comments; slides and sheets are pages."""
    with opened(source) as package:
        if b"encryption-data" in package.data("META-INF/manifest.xml"):
            return Found(problems=(troubles.ENCRYPTED,))
        root, styles = package.xml("content.xml"), package.xml("styles.xml")
        facts, created, pages = _about(package)
        facts += _tracked(root) + macros(package)
        pictures = package.names("pictures/")
        problems = list(package.problems)
    text = "\f".join(_pages(root, source.format.name)) if root is not None else ""
    extras = [*_aside(root, "annotation"), *_aside(styles, "header", "footer")]
    if root is None:
        problems.append(troubles.damaged("正文缺失"))
    elif not text.strip():
        problems.append(troubles.PICTURES if pictures else troubles.BLANK)
    return Found(
        text="\n".join([text, *extras]),
        pages=pages if source.format.name == "odt" else text.count("\f") + 1,
        created=created,
        facts=facts,
        problems=tuple(problems),
    )


def _about(package: Package) -> tuple[tuple[tuple[str, str], ...], str, int | None]:
    facts, created, pages = [], "", None
    meta = package.xml("meta.xml")
    for element in meta.iter() if meta is not None else ():
        name, value = local(element), " ".join((element.text or "").split())
        if name == "creation-date":
            created = value
        elif name == "document-statistic" and attribute(element, "page-count").isdigit():
            pages = int(attribute(element, "page-count"))
        elif name in _META and value:
            facts.append((_META[name], value))
    return tuple(facts), created, pages


def _tracked(root: _Element | None) -> tuple[tuple[str, str], ...]:
    counted = (("tracked changes", "changed-region"), ("comments", "annotation"))
    counts = (
        [(label, sum(1 for _ in root.iter(f"{{*}}{name}"))) for label, name in counted]
        if root is not None
        else []
    )
    return tuple((label, str(count)) for label, count in counts if count)


def _pages(root: _Element, name: str) -> Iterator[str]:
    wanted = {"odp": "page", "ods": "table"}.get(name)
    if wanted is None:
        yield "\n".join(_lines(root))
        return
    for page in root.iter(f"{{*}}{wanted}"):
        yield "\n".join(_lines(page))


def _lines(element: _Element) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name in {"p", "h"}:
            yield "".join(_runs(child))
            for inner in child.iter("{*}text-box"):
                yield from _lines(inner)
        elif name == "table-row":
            row = "\t".join(_cells(child)).rstrip("\t")
            if row.strip():
                yield row
        elif name not in _APART:
            yield from _lines(child)


def _cells(row: _Element) -> Iterator[str]:
    for cell in row:
        if local(cell) in {"table-cell", "covered-table-cell"}:
            text = " ".join(" ".join(_lines(cell)).split())
            repeated = attribute(cell, "number-columns-repeated")
            times = int(repeated) if repeated.isdigit() and len(repeated) < 6 else 1  # noqa: PLR2004 - columns
            yield from [text] * (min(times, _WIDEST) if text else min(times, 16))


def _runs(paragraph: _Element) -> Iterator[str]:
    yield paragraph.text or ""
    for child in paragraph:
        name = local(child)
        if name == "s":
            count = attribute(child, "c")
            yield " " * (min(int(count), _WIDEST) if count.isdigit() else 1)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name not in _APART | {"text-box", "frame"}:
            yield from _runs(child)
        yield child.tail or ""


def _aside(root: _Element | None, *names: str) -> Iterator[str]:
    """Distinct texts of comments, headers or footers."""
    seen = set()
    for element in root.iter() if root is not None else ():
        if local(element) in names:
            text = "\n".join(_lines(element)).strip()
            if text and text not in seen:
                seen.add(text)
                yield text
