"""Lines of lists as pages show them: a file with its place, a finding with its remedy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from archivist.dossier import words
from archivist.dossier.site import ROWS, Site
from archivist.model import (
    Box,
    Document,
    Finding,
    Fulfilment,
    Piece,
    State,
    Want,
    WantStanding,
    called,
    periods,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a list: ``target`` is the leaf to open, "" if the file is in no box."""

    title: str
    target: str
    name: str
    place: str
    contents: str
    date: str
    unit: str
    point: str
    want: str
    state: str
    why: str
    marks: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in a list: ``target`` is the leaf to open, "" if there is none."""

    check: str
    level: str
    word: str
    subject: str
    target: str
    place: str
    point: str
    unit: str
    message: str
    evidence: str
    where: str
    new: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """A want with its standing, as a line of a report."""

    name: str
    rhythm: str
    state: str
    css: str
    count: str
    covered: str
    missing: str
    told: str


@dataclass(frozen=True)
class Listing:
    """A long list: its first rows stand on ``home``, the rest on pages of their own.

    ``kind`` is findings, open, documents (of one point), or mixed (of several points).
    """

    kind: str
    title: str
    home: str
    documents: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def rows(self) -> tuple[Document, ...] | tuple[Finding, ...]:
        """What is listed."""
        return self.documents or self.findings

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """Paths of all pages; the first is ``home``."""
        stem = self.home.removesuffix(".html")
        count = max(1, -(-len(self.rows) // ROWS))
        return (self.home, *(f"{stem}/{self.title}_{n}.html" for n in range(2, count + 1)))

    def part(self, number: int) -> tuple[Document, ...]:
        """The files of the n-th page, for lists that tell everything of them."""
        return self.documents[(number - 1) * ROWS : number * ROWS]

    def on(self, site: Site, number: int) -> list[Entry] | list[Remark]:
        """The lines of the n-th page, counted from 1."""
        chunk = slice((number - 1) * ROWS, number * ROWS)
        if self.documents:
            return [entry(site, document) for document in self.documents[chunk]]
        return [remark(site, finding) for finding in self.findings[chunk]]


def entry(site: Site, document: Document) -> Entry:
    """A file as a line: in its box, or with what became of it."""
    found = site.archive.box_of.get(document.name) if document.state is State.PLACED else None
    place = document.placement
    reason = document.why or (str(place.reasons[0]) if place.reasons else "")
    return Entry(
        title=found[1].component(document.name).title if found else document.called,
        target=_target(found, document.name),
        name=document.name,
        place=_spot(found, document.name),
        contents=f"{site.contents(found[0])}#{found[1].number}" if found else "",
        date=place.date.value if place.date else "",
        unit=place.unit,
        point=place.point,
        want=place.want,
        state=called.STATE[document.state],
        why=reason,
        marks=len(site.findings_by_document.get(document.name, ())),
    )


def _target(found: tuple[Box, Piece] | None, name: str) -> str:
    return f"{found[0].folder}/{found[1].component(name).file}" if found else ""


def _spot(found: tuple[Box, Piece] | None, name: str) -> str:
    return f"盒 {found[0].number} 件 {found[1].component(name).call}" if found else ""


def remark(site: Site, finding: Finding) -> Remark:
    """A finding as a line, with the leaf it speaks of."""
    found = site.archive.box_of.get(finding.subject) if finding.about == "document" else None
    target = _target(found, finding.subject)
    if not target and finding.about in {"point", "unit"}:
        target = site.point_page.get(finding.point) or site.unit_page.get(finding.unit, "")
    if finding.about == "box" and (box := site.box_by_number.get(finding.subject)):
        target = site.contents(box)
    return Remark(
        check=finding.check,
        level=finding.severity.value,
        word=level(finding),
        subject=finding.subject,
        target=target,
        place=_spot(found, finding.subject),
        point=finding.point,
        unit=finding.unit,
        message=finding.message,
        evidence=finding.evidence,
        where=str(finding.where) if finding.where else "",
        new=site.news.new(finding),
    )


def level(finding: Finding) -> str:
    """How grave a finding is, in one word; a broken check says so."""
    if finding.outcome in {"broken", "not checked"}:
        return called.OUTCOME[finding.outcome]
    return called.WAIVED if finding.waiver else called.SEVERITY[finding.severity]


def need(standing: WantStanding) -> Need:
    """A want's standing in words."""
    return Need(
        name=standing.want.name,
        rhythm=rhythm(standing.want),
        state=words.state_of(standing),
        css=css(standing.state),
        count=f"{standing.have}/{standing.need}",
        covered=words.covered(standing),
        missing=periods(standing.missing),
        told=words.excused(standing) or words.claimed(standing),
    )


def rhythm(want: Want) -> str:
    """How often and how many: ``每年至少 2 件``, ``发生即提供``."""
    least = f"至少 {want.at_least} 件" if want.at_least > 1 else ""
    return "发生即提供" if want.when_it_happens else f"{words.EVERY[want.every]}{least}"


def css(state: Fulfilment) -> str:
    """Class of a state in the style sheet."""
    return state.value.replace(" ", "")


def lost(site: Site, unit: str) -> Iterator[Document]:
    """Files of a unit that stand in no box and are neither repeats nor replaced."""
    idle = {State.PLACED, State.DUPLICATE, State.SUPERSEDED, State.CONTAINER, State.LIST}
    return (d for d in site.documents_by_unit.get(unit, ()) if d.state not in idle)
