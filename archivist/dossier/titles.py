"""What a piece is called in the catalogue, and by whom it was issued."""

from __future__ import annotations

import re

from archivist.dossier.order import PICTURES, RECORDINGS
from archivist.model import Document, ElementKind, Plan

_CODE = re.compile(
    r"\s*(?:考评)?(?:要点)?\s*"
    r"(?P<code>[0-9０-９]{1,2}\s*[-－—–.．]\s*[0-9０-９]{1,2}|[JjＪ][0-9０-９])(?![0-9０-９])"
)
_DATE = re.compile(r"[_\s\-－]+(?:19|20)\d{6}$")
_EXTENSION = re.compile(r"[a-z0-9]{1,10}")
_DIGITS = str.maketrans("０１２３４５６７８９Ｊ", "0123456789J")
_UPPER_RANK = 10


def printed_title(document: Document) -> str:
    """The title recognised in the text, or "" if the document shows none."""
    element = document.reading.first(ElementKind.TITLE)
    return one_line(element.value) if element else ""


def plain_title(plan: Plan, document: Document) -> str:
    """The title without any brackets, for sorting and for file names."""
    return printed_title(document) or _from_name(plan, document)


def catalogue_title(document: Document, plain: str) -> str:
    """题名 as entered: a title not printed in the document is self-made and stands in brackets.

    DA/T 22-2015 §5.5.2: 没有题名或题名不规范的，自拟题名，外加"[ ]". What a clerk called the file
    is such a title. Photos and recordings never bear a printed title; theirs is given as it is.
    """
    natural = document.reading.format in PICTURES | RECORDINGS
    return plain if natural or printed_title(document) else f"[{plain}]"


def issuer(document: Document, rank: int) -> str:
    """责任者: as printed; else the delivering unit, in brackets because it is inferred (DA/T 18).

    Nothing is inferred for papers with a document number or from above: others issued those.
    """
    element = document.reading.first(ElementKind.ISSUER)
    if element:
        return one_line(element.value)
    foreign = rank == _UPPER_RANK or document.reading.first(ElementKind.NUMBER)
    return f"[{document.placement.unit}]" if document.placement.unit and not foreign else ""


def value(document: Document, kind: ElementKind) -> str:
    """The first element of a kind on one line, or ""."""
    element = document.reading.first(kind)
    return one_line(element.value) if element else ""


def extension(document: Document) -> str:
    """Ending of the stored name, without dot: as dropped when plausible, else by content."""
    stem, dot, dropped = document.called.rpartition(".")
    dropped = dropped.strip().lower() if dot and stem else ""
    usual = document.reading.extensions
    if dropped in usual or (not usual and _EXTENSION.fullmatch(dropped)):
        return dropped
    return usual[0] if usual else ""


def one_line(text: str) -> str:
    """Text with every run of white space as one space."""
    return " ".join(text.split())


def _from_name(plan: Plan, document: Document) -> str:
    """Base name without ending, code, unit and date, as far as something is left of it."""
    stem, dot, ending = document.called.rpartition(".")
    base = (
        stem if dot and stem and _EXTENSION.fullmatch(ending.strip().lower()) else document.called
    )
    match = _CODE.match(base)
    if match and _normal(match["code"]) == _normal(document.placement.point):
        base = base[match.end() :] or base
    bare = _DATE.sub("", base)
    unit = plan.unit_by_name.get(document.placement.unit)
    names = {unit.name, *(alias.text for alias in unit.aliases)} if unit else set()
    words = [word.strip(" -－—、.．") for word in re.split(r"[_\s]+", bare)]
    kept = [word for word in words if word and word not in names]
    return " ".join(kept or [word for word in words if word]) or one_line(base) or "无题名"


def _normal(code: str) -> tuple[str, ...]:
    """A point code by its numbers: ``5.2``, ``05－2`` and ``05-2`` are one."""
    parts = re.split(r"[-－—–.．]", code.translate(_DIGITS).upper())
    return tuple(part.strip().lstrip("0") for part in parts)
