"""Preservation metadata of a document: PREMIS 3.0 (Library of Congress, XSD of 2016-01-18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from xml.sax.saxutils import escape

from archivist import __version__
from archivist.dossier.pages import printable
from archivist.model import Claim, Component, Document, Reading, Told

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<premis xmlns="http://www.loc.gov/premis/v3"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0">\n'
)
_SOFTWARE = "archivist"


@dataclass(frozen=True, slots=True)
class _Act:
    """An event: type, time, detail, and who acted (kind of agent, name)."""

    kind: str
    at: datetime
    detail: str
    agent: tuple[str, str]


def premis(house: str, code: str, component: Component, claim: Claim, sm3: str) -> bytes:
    """Object, events and agents of a document: what happened to it here and in houses before.

    ``code`` is its 档号, ``sm3`` is its digest by SM3 in hexadecimal, "" if there is none.
    """
    acts = tuple(_acts(house, component.document, claim))
    agents = dict.fromkeys(act.agent for act in acts)
    told = (
        _object(code, component.document.reading, claim, sm3, len(acts)),
        *(_event(number, act) for number, act in enumerate(acts, 1)),
        *(_agent(*agent) for agent in agents),
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


def _fixity(algorithm: str, digest: str) -> str:
    return _tag(
        "fixity", _text("messageDigestAlgorithm", algorithm), _text("messageDigest", digest)
    )


def _object(code: str, reading: Reading, claim: Claim, sm3: str, acts: int) -> str:
    registry = (
        _tag(
            "formatRegistry",
            _text("formatRegistryName", "PRONOM"),
            _text("formatRegistryKey", reading.puid),
        )
        if reading.puid
        else ""
    )
    characteristics = (
        _fixity("SHA-256", claim.digest),
        _fixity("SM3", sm3) if sm3 else "",
        _text("size", str(claim.size)),
        _tag("format", _tag("formatDesignation", _text("formatName", reading.format)), registry),
    )
    location = (_text("contentLocationType", "path"), _text("contentLocationValue", claim.path))
    links = (
        _tag(
            "linkingEventIdentifier",
            _text("linkingEventIdentifierType", "local"),
            _text("linkingEventIdentifierValue", str(number)),
        )
        for number in range(1, acts + 1)
    )
    return (
        '<object xsi:type="file">'
        + _identifier("object", "UUID", str(UUID(hex=claim.digest[:32], version=5)))
        + _identifier("object", "档号", code)
        + _tag("objectCharacteristics", *characteristics)
        + _text("originalName", claim.name)
        + _tag("storage", _tag("contentLocation", *location))
        + "".join(links)
        + "</object>\n"
    )


def _acts(house: str, document: Document, claim: Claim) -> Iterator[_Act]:
    arrival, program = document.arrival, ("software", _SOFTWARE)
    origin = document.origin
    dropped = ("person", claim.by) if claim.by else ("organization", house)
    yield _Act("ingestion", claim.taken, f"提交 {claim.name}", dropped)
    if origin:
        text = f"随包 {origin.package} 移交，收到 {arrival.name}"
        yield _Act("transfer", arrival.taken, text, ("organization", origin.sender))
    yield _Act("message digest calculation", arrival.taken, "SHA-256", program)
    why = "；".join(claim.why[:3])
    yield _Act("accession", arrival.taken, f"归入 {claim.point}：{why}", program)
    for told in claim.history:
        if told.decided:
            yield _Act("appraisal", told.at, _decided(told), ("person", told.by))


def _decided(told: Told) -> str:
    what = "，".join(filter(None, (told.point, told.unit, told.want, told.date)))
    return f"{told.house}：{told.what} {what}（{told.text}）"


def _event(number: int, act: _Act) -> str:
    return (
        "<event>"
        + _identifier("event", "local", str(number))
        + _text("eventType", act.kind)
        + _text("eventDateTime", act.at.isoformat(timespec="seconds"))
        + _tag("eventDetailInformation", _text("eventDetail", act.detail))
        + _tag(
            "linkingAgentIdentifier",
            _text("linkingAgentIdentifierType", act.agent[0]),
            _text("linkingAgentIdentifierValue", act.agent[1]),
        )
        + "</event>\n"
    )


def _agent(kind: str, name: str) -> str:
    return (
        "<agent>"
        + _identifier("agent", kind, name)
        + _text("agentName", name)
        + _text("agentType", kind)
        + (_text("agentVersion", __version__) if kind == "software" else "")
        + "</agent>\n"
    )
