"""What a camera wrote into a picture: when, where, with what; strings survive a wrong encoding."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from datetime import datetime

from PIL import ExifTags, Image

_SUB, _GPS, _SMALL = ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.IFD1
_SMALL_SIDE = 1024
_LONGEST = 200
_TIME = re.compile(r"(\d{4})[:\-/.](\d{1,2})[:\-/.](\d{1,2})[ T](\d{1,2}):(\d{1,2}):(\d{1,2})")
_GBK = re.compile(rb"(?:[\x00-\x7f]|[\xb0-\xf7\xa1-\xa9][\xa1-\xfe])*")
"""Pairs of high bytes as GB 2312 has them; a lone accented letter (Français) is none."""


def taken(image: Image.Image) -> tuple[str, str]:
    """When the shutter opened, ISO 8601 local time, and its UTC offset; "" for what is not said.

    DateTimeOriginal, else DateTimeDigitized; never the time of editing.
    """
    sub = _ifd(image, _SUB)
    for tag, zone in ((36867, 36881), (36868, 36882)):
        if when := iso(text(sub.get(tag))):
            offset = text(sub.get(zone))
            return when, offset if re.fullmatch(r"[+-]\d\d:\d\d", offset) else ""
    return "", ""


def facts(image: Image.Image) -> Iterator[tuple[str, str]]:
    """Camera, software, GPS and descriptions, named as the image reader's vocabulary says."""
    exif = _exif(image)
    maker, model = text(exif.get(271)), text(exif.get(272))
    if maker or model:
        repeated = maker and model.lower().startswith(maker.split()[0].lower())
        yield "camera", model if repeated else f"{maker} {model}".strip()
    sub = _ifd(image, _SUB)
    named = {
        "software": text(exif.get(305)),
        "modified": iso(text(exif.get(306))),
        "artist": text(exif.get(315)),
        "description": text(exif.get(270)) or _utf16(exif.get(40091)) or _comment(sub.get(37510)),
        "lens": text(sub.get(42036)),
    }
    yield from ((name, value) for name, value in named.items() if value)
    if place := _place(_ifd(image, _GPS)):
        yield "gps", place
    orientation = exif.get(274)
    if isinstance(orientation, int) and 2 <= orientation <= 8:  # noqa: PLR2004 - 1 is upright
        yield "orientation", str(orientation)


def thumbnail(image: Image.Image) -> Image.Image | None:
    """The small copy the camera wrote beside the picture, lying as the picture does."""
    place = _ifd(image, _SMALL)
    start, length = place.get(513), place.get(514)
    raw = image.info.get("exif", b"")
    if not (isinstance(start, int) and isinstance(length, int) and isinstance(raw, bytes)):
        return None
    body = raw.removeprefix(b"Exif\0\0")[start : start + length]
    try:
        with Image.open(io.BytesIO(body), formats=("JPEG",)) as small:
            return small.convert("RGB") if max(small.size) <= _SMALL_SIDE else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def iso(said: str) -> str:
    """``YYYY-MM-DDTHH:MM:SS`` of an EXIF time, "" for zeros, blanks and impossible times."""
    if not (match := _TIME.search(said)):
        return ""
    try:
        return datetime(*(int(part) for part in match.groups())).isoformat()  # type: ignore[arg-type]  # noqa: DTZ001 - six numbers; cameras know no zone
    except ValueError:
        return ""


def text(value: object) -> str:
    """A string of unknown encoding as Unicode, one line, at most 200 characters.

    EXIF is ASCII by its standard; phones write UTF-8 and GBK, which Pillow hands on as Latin-1.
    """
    if isinstance(value, tuple) and value and all(isinstance(part, int) for part in value):
        value = bytes(part & 255 for part in value)
    if isinstance(value, str):
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            return clean(str(value))
    if not isinstance(value, bytes):
        return ""
    raw = value.partition(b"\0")[0]
    try:
        return clean(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return clean(raw.decode("gb18030" if _GBK.fullmatch(raw) else "latin-1"))


def clean(said: str) -> str:
    """One line of printable characters, at most 200."""
    printable = "".join(char if char.isprintable() else " " for char in said)
    return " ".join(printable.split())[:_LONGEST]


def _utf16(value: object) -> str:
    """Windows' XPTitle: UTF-16 in a byte array."""
    raw = bytes(part & 255 for part in value) if isinstance(value, tuple) else value
    return (
        clean(raw.decode("utf-16-le", "replace").partition("\0")[0])
        if isinstance(raw, bytes)
        else ""
    )


def _comment(value: object) -> str:
    """UserComment: eight bytes name the encoding of the rest."""
    if not isinstance(value, bytes):
        return ""
    code, raw = value[:8], value[8:]
    if code.startswith(b"UNICODE"):
        return clean(raw.decode("utf-16-be" if raw[:1] == b"\0" else "utf-16-le", "replace"))
    return text(raw) if code.startswith(b"ASCII") else ""


def _place(gps: dict[int, object]) -> str:
    """Decimal degrees ``latitude,longitude`` (WGS 84 as recorded), "" when absent or impossible."""
    latitude = _degrees(gps.get(2), text(gps.get(1)), 90)
    longitude = _degrees(gps.get(4), text(gps.get(3)), 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return ""
    return f"{latitude:.6f},{longitude:.6f}"


def _degrees(value: object, side: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in value)  # type: ignore[attr-defined]  # whatever the file holds
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    angle = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(angle) or not 0 <= angle <= most:
        return None
    return -angle if side[:1].upper() in ("S", "W") else angle


def _exif(image: Image.Image) -> dict[int, object]:
    try:
        return dict(image.getexif())
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, AttributeError):
        return {}


def _ifd(image: Image.Image, which: int) -> dict[int, object]:
    try:
        return dict(image.getexif().get_ifd(which))
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, AttributeError):
        return {}
