"""What a recording says of itself: when, where, with what, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from archivist.formats import exif

if TYPE_CHECKING:
    from av.container import InputContainer

_CHINA = timezone(timedelta(hours=8))
_PLACE = re.compile(r"^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")


def tags(container: InputContainer) -> dict[str, str]:
    """Tags of the file and, where the file has none, of its streams; names in lower case."""
    found: dict[str, str] = {}
    for source in (container, *container.streams):
        for name, value in source.metadata.items():
            found.setdefault(name.lower(), str(value))
    return found


def facts(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Camera, software, title, artist, place; see media.py for the names."""
    maker = said.get("com.apple.quicktime.make", said.get("make", ""))
    model = said.get("com.apple.quicktime.model", said.get("model", ""))
    software = said.get("software", said.get("encoder", ""))
    named = {
        "camera": f"{maker} {model}",
        "software": said.get("com.apple.quicktime.software", software),
        "title": said.get("title", ""),
        "artist": said.get("artist", ""),
        "gps": _place(said.get("com.apple.quicktime.location.iso6709", said.get("location", ""))),
    }
    yield from ((name, told) for name, value in named.items() if (told := exif.text(value)))


def taken(said: Mapping[str, str]) -> str:
    """When it was recorded: local time if said, else the container's UTC time as China's time."""
    for name in ("com.apple.quicktime.creationdate", "creation_time", "date", "icrd"):
        try:
            when = datetime.fromisoformat(said.get(name, "").strip())
        except ValueError:
            continue
        if when.year <= 1980:  # noqa: PLR2004 - an unset clock counts from 1904 or 1970
            continue
        if len(said[name].strip()) <= len("2022-03-09"):
            return when.date().isoformat()
        if when.utcoffset() == timedelta(0):
            when = when.astimezone(_CHINA)
        return when.replace(tzinfo=None, microsecond=0).isoformat()
    return ""


def _place(said: str) -> str:
    match = _PLACE.match(said)
    if not match:
        return ""
    latitude, longitude = float(match[1]), float(match[2])
    sound = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude or longitude)  # noqa: PLR2004 - degrees
    return f"{latitude:.6f},{longitude:.6f}" if sound else ""
