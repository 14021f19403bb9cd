"""What a package claims of its files: point, unit, evidence, date, decisions and history."""

from __future__ import annotations

from dataclasses import replace

from archivist.model import Archive, Claim, Document, Excuse, Witness


def claim(archive: Archive, witness: Witness, document: Document, path: str) -> Claim:
    """Everything this house, and those before it, know of a document lying at ``path``."""
    place, arrival, origin = document.placement, document.arrival, document.origin
    first = origin.claim if origin else None
    history = witness.of(document.name, arrival.digest)
    return Claim(
        path=path,
        digest=arrival.digest,
        size=arrival.size,
        name=first.name if first else document.name,
        modified=first.modified if first else arrival.modified,
        taken=first.taken if first else arrival.taken,
        by=first.by if first else arrival.by,
        point=place.point,
        title=archive.plan.by_code[place.point].title,
        unit=place.unit,
        want=place.want,
        date=place.date.value if place.date else "",
        date_source=place.date.source if place.date else "",
        cross=place.cross,
        why=tuple(map(str, place.reasons)),
        history=(*first.history, *history) if first else history,
    )


def approved(archive: Archive) -> tuple[Excuse, ...]:
    """Every approval that a unit has no such business which counts here, with its point's title."""
    met = {
        replace(want.excuse, title=standing.point.title): None
        for standing in archive.verdict.standings
        for want in standing.wants
        if want.excuse
    }
    return tuple(met)
