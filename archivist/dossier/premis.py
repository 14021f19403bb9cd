"""Preservation metadata of a piece: PREMIS 3.0 (Library of Congress, XSD of 2016-01-18)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from xml.sax.saxutils import escape

from archivist.dossier.pages import printable
from archivist.model import Archive, Piece

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<premis xmlns="http://www.loc.gov/premis/v3"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0">\n'
)


def premis(archive: Archive, piece: Piece, path: str) -> bytes:
    """Object, events and agents of a piece; ``path`` is where it lies in the package."""
    events = tuple(_events(piece))
    told = (
        _object(piece, path, len(events)),
        *(_event(number, *event) for number, event in enumerate(events, 1)),
        _agent("unit", archive.plan.settings.district, "organization"),
        _agent("archivist", "archivist", "software"),
    )
    return printable(f"{_HEAD}{''.join(told)}</premis>\n").encode()


def _tag(name: str, *inside: str) -> str:
    """An element; what stands inside is elements or escaped text already."""
    return f"<{name}>{''.join(inside)}</{name}>"


def _text(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _identifier(of: str, kind: str, value: str) -> str:
    return _tag(
        f"{of}Identifier",
        _text(f"{of}IdentifierType", kind),
        _text(f"{of}IdentifierValue", value),
    )


def _object(piece: Piece, path: str, events: int) -> str:
    document, reading = piece.document, piece.document.reading
    registry = (
        _tag(
            "formatRegistry",
            _text("formatRegistryName", "PRONOM"),
            _text("formatRegistryKey", reading.puid),
        )
        if reading.puid
        else ""
    )
    shape = _tag("format", _tag("formatDesignation", _text("formatName", reading.format)), registry)
    sum_ = _tag(
        "fixity",
        _text("messageDigestAlgorithm", "SHA-256"),
        _text("messageDigest", document.arrival.digest),
    )
    size = _text("size", str(document.arrival.size))
    place = _tag(
        "storage",
        _tag(
            "contentLocation",
            _text("contentLocationType", "path"),
            _text("contentLocationValue", path),
        ),
    )
    links = (
        _tag(
            "linkingEventIdentifier",
            _text("linkingEventIdentifierType", "local"),
            _text("linkingEventIdentifierValue", str(number)),
        )
        for number in range(1, events + 1)
    )
    return (
        '<object xsi:type="file">'
        + _identifier("object", "UUID", str(UUID(hex=document.arrival.digest[:32], version=5)))
        + _identifier("object", "档号", piece.code)
        + _tag("objectCharacteristics", sum_, size, shape)
        + _text("originalName", document.name)
        + place
        + "".join(links)
        + "</object>\n"
    )


def _events(piece: Piece) -> list[tuple[str, datetime, str, str]]:
    """Type, time, detail, and acting agent."""
    arrival = piece.document.arrival
    why = "；".join(map(str, piece.document.placement.reasons[:3]))
    return [
        ("ingestion", arrival.taken, f"{arrival.by or '收件夹'} 提交 {arrival.name}", "unit"),
        ("message digest calculation", arrival.taken, "SHA-256", "archivist"),
        ("accession", arrival.taken, f"归入 {piece.document.placement.point}：{why}", "archivist"),
    ]


def _event(number: int, kind: str, when: datetime, detail: str, agent: str) -> str:
    return (
        "<event>"
        + _identifier("event", "local", str(number))
        + _text("eventType", kind)
        + _text("eventDateTime", when.isoformat(timespec="seconds"))
        + _tag("eventDetailInformation", _text("eventDetail", detail))
        + _tag(
            "linkingAgentIdentifier",
            _text("linkingAgentIdentifierType", "local"),
            _text("linkingAgentIdentifierValue", agent),
        )
        + "</event>\n"
    )


def _agent(key: str, name: str, kind: str) -> str:
    return (
        "<agent>"
        + _identifier("agent", "local", key)
        + _text("agentName", name)
        + _text("agentType", kind)
        + "</agent>\n"
    )
