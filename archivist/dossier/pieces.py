"""A piece (件) with its catalogue fields, made of one document or of several that belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archivist.dossier import titles
from archivist.dossier.filing import Filing
from archivist.dossier.naming import stored
from archivist.dossier.order import kind_rank, pages
from archivist.model import (
    Box,
    Component,
    Document,
    ElementKind,
    Piece,
    Role,
)

Numbered = tuple[int, Document]
"""A document with its 份号 in the piece."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where pieces are laid: the box, and what lies sealed in its class.

    ``sealed`` tells of every document in a sealed box the call (``0003``) it keeps.
    """

    filing: Filing
    box: Box
    sealed: Mapping[str, str]


def bundled(documents: Iterable[Document]) -> list[list[Numbered]]:
    """Documents of a class as pieces, in no order: each document lies in exactly one of them.

    A document whose main is not among these (it lies in a sealed box) is a piece of its own.
    """
    by_name = {document.name: document for document in documents}
    groups: dict[str, list[Document]] = {}
    for document in by_name.values():
        bond = document.bond
        main = bond.main if bond and bond.main in by_name else document.name
        groups.setdefault(main, []).append(document)
    return [list(enumerate(sorted(group, key=_place), 1)) for group in groups.values()]


def _place(document: Document) -> int:
    return document.bond.place if document.bond else 1


def piece_of(place: Place, number: int, numbered: Sequence[Numbered], *, several: bool) -> Piece:
    """The piece of these documents; the first is the main document and gives the fields.

    ``several`` says whether the files bear 份号: they do in a piece of several, and still do in
    a sealed box when only one of them is left.
    """
    document = numbered[0][1]
    date = document.placement.date
    plain = titles.plain_title(place.filing.plan, document)
    arrangement = place.filing.plan.settings.arrangement
    shown = f"{number:0{place.box.digits}}"
    components = tuple(
        _component(
            place,
            f"{shown}-{each[0]:02}" if several else shown,
            each,
            first=each is numbered[0],
        )
        for each in numbered
    )
    counted = [each.pages for each in components if each.pages is not None]
    secrecy = (titles.value(each, ElementKind.SECRECY) for _, each in numbered)
    return Piece(
        number=number,
        code=place.filing.code(place.box.category, document, number),
        title=titles.catalogue_title(document, plain),
        issuer=titles.issuer(document, kind_rank(document, plain)),
        document_number=titles.value(document, ElementKind.NUMBER),
        date=date.eight if date else "",
        year=date.year if date else None,
        secrecy=next(filter(None, secrecy), ""),
        pages=sum(counted) if counted else None,
        note="；".join(_notes(place, components)),
        components=components,
        period=arrangement.period_of(document.placement.point).value,
    )


def _component(place: Place, call: str, numbered: Numbered, *, first: bool) -> Component:
    share, document = numbered
    date = document.placement.date
    digits = date.value.replace("-", "").ljust(8, "0") if date else "00000000"
    plain = titles.plain_title(place.filing.plan, document)
    return Component(
        number=share,
        call=call,
        role=document.bond.role if document.bond else Role.MAIN,
        file=stored(call, digits, plain, titles.extension(document), place.box.folder),
        title=titles.catalogue_title(document, plain) if first else plain,
        pages=pages(document),
        document=document,
    )


def listed(component: Component) -> str:
    """A document below the title of its piece: role and title, the role not said twice."""
    said = component.title.lstrip("[").startswith(component.role)
    return component.title if said else f"{component.role}：{component.title}"


def told(components: Iterable[Component]) -> str:
    """What a piece holds beside its first document: ``附件 2 份、来文 1 份``."""
    counts = Counter(each.role for each in list(components)[1:])
    return "、".join(f"{role} {count} 份" for role, count in counts.items())


def _notes(place: Place, components: tuple[Component, ...]) -> Iterable[str]:
    main = components[0].document
    if copies := [each.call for each in components if each.document.redaction]:
        yield "脱敏件" if len(components) == 1 else f"脱敏件 {'、'.join(copies)}"
    if len(components) > 1:
        yield f"含{told(components)}"
    if main.bond and main.bond.main in place.sealed:
        yield f"{main.bond.role}，{Role.MAIN}为件 {place.sealed[main.bond.main]}"
    if not main.placement.date:
        yield "日期待考"
    cross = {code for each in components for code in each.document.placement.cross}
    if others := sorted(cross - {main.placement.point}):
        yield f"互见 {'、'.join(others)}"
