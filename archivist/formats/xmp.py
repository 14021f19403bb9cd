"""What programs wrote into a picture as XMP (ISO 16684-1): fills in where EXIF says nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from archivist.formats import exif

if TYPE_CHECKING:
    from PIL import Image

_MOST = 2**20
"""Bytes of XMP looked at; what is longer carries other pictures, not words."""

_NAMESPACES = {
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_NAME = re.compile(r"\{([^}]*)\}(.+)")
_PACKET = re.compile(rb"<(\w+:)?RDF[\s>].*</(\w+:)?RDF>", re.DOTALL)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")
_ANGLE = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])")
_ZONED = re.compile(r"[+-]\d\d:\d\d$")


def properties(image: Image.Image) -> dict[str, str]:
    """Simple properties by name (``dc:creator``); of lists and languages the first value.

    Anything that is no well-formed XMP gives none.
    """
    from lxml import etree

    raw = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = raw.encode("utf-8", "replace") if isinstance(raw, str) else raw
    if not isinstance(packet, bytes) or not 0 < len(packet) <= _MOST:
        return {}
    if not _PACKET.search(packet):
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(packet.strip(b" \0\r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    found: dict[str, str] = {}
    for about in root.iter(f"{_RDF}Description") if root is not None else ():
        for name, value in about.attrib.items():
            _add(found, name, value)
        for child in about:
            if isinstance(child.tag, str):
                _add(found, child.tag, next((t for t in child.itertext() if t.strip()), ""))
    return found


def _add(found: dict[str, str], name: object, value: object) -> None:
    """Keep a property of a namespace we know, in one line."""
    match = _NAME.fullmatch(name if isinstance(name, str) else "")
    prefix = _NAMESPACES.get(match[1]) if match else None
    told = exif.clean(str(value))
    if match and prefix and told:
        found.setdefault(f"{prefix}:{match[2]}", told)


def taken(said: Mapping[str, str]) -> tuple[str, str]:
    """When the shutter opened and its UTC offset; never the time a file was made or edited."""
    for name in ("exif:DateTimeOriginal", "photoshop:DateCreated"):
        value = said.get(name, "")
        if match := _TIME.match(value):
            zone = _ZONED.search(value)
            when = exif.iso(match[0] if match[1] else f"{match[0]}:00")
            return when, zone[0] if zone and when else ""
    return "", ""


def made(said: Mapping[str, str]) -> str:
    """When a program made the picture (``xmp:CreateDate``), ISO 8601 local time, "" if not said."""
    match = _TIME.match(said.get("xmp:CreateDate", ""))
    return exif.iso(match[0] if match[1] else f"{match[0]}:00") if match else ""


def facts(said: Mapping[str, str]) -> dict[str, str]:
    """The image reader's names with what XMP says of them; "" for what it does not."""
    maker, model = said.get("tiff:Make", ""), said.get("tiff:Model", "")
    return {
        "camera": model if model.lower().startswith(maker.lower()) else f"{maker} {model}".strip(),
        "software": said.get("xmp:CreatorTool", ""),
        "artist": said.get("dc:creator", ""),
        "description": said.get("dc:description", "") or said.get("dc:title", ""),
        "lens": said.get("exifEX:LensModel", "") or said.get("aux:Lens", ""),
        "gps": _place(said.get("exif:GPSLatitude", ""), said.get("exif:GPSLongitude", "")),
    }


def _place(north: str, east: str) -> str:
    """``39,54.2N`` and ``116,23.5E`` as decimal degrees; "" when absent or impossible."""
    latitude, longitude = _degrees(north, 90), _degrees(east, 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return ""
    return f"{latitude:.6f},{longitude:.6f}"


def _degrees(said: str, most: int) -> float | None:
    match = _ANGLE.fullmatch(said)
    if not match:
        return None
    angle = int(match[1]) + float(match[2]) / 60 + float(match[3] or 0) / 3600
    if angle > most:
        return None
    return -angle if match[4] in "SW" else angle
