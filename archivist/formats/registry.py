"""How a reader joins: one decorated function in one file of this folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archivist.model import Digest, Element, Limits, Member, OcrLine, Problem, Spot, Still


@dataclass(frozen=True, slots=True)
class Format:
    """What the bytes are: short name, PRONOM id ("" if none), MIME type, usual endings."""

    name: str
    puid: str
    mime: str
    extensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read; ``spool`` is an empty folder of its own for unpacked members."""

    path: Path
    digest: Digest
    format: Format
    spool: Path
    limits: Limits


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader returns; pages of ``text`` are separated by form feeds. See Reading.

    ``spots`` tells for each page where each line of its text stands, as far as the reader knows:
    pages without any are empty, missing ones at the end are unknown. ``lines`` are those OCR read.
    ``seen`` are elements no text tells of: seals.
    """

    text: str = ""
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    taken: str = ""
    created: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    members: tuple[Member, ...] = ()
    stills: tuple[Still, ...] = ()
    spots: tuple[tuple[Spot | None, ...], ...] = ()
    lines: tuple[OcrLine, ...] = ()
    seen: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Redacted:
    """A copy without personal numbers and how many were taken out, or why there is none.

    ``unseen`` are pages (from 1) with pictures on them that could not be read for want of OCR.
    """

    content: bytes = b""
    count: int = 0
    unseen: tuple[int, ...] = ()
    why_not: str = ""


Reader = Callable[[Source], Found]

_readers: dict[str, tuple[Reader, int]] = {}


def reads(*formats: str, version: int) -> Callable[[Reader], Reader]:
    """Register a reader for these format names; raise ``version`` when its results change."""

    def register(reader: Reader) -> Reader:
        for name in formats:
            if name in _readers:
                other = _readers[name][0]
                raise ValueError(f"{name}: {reader.__name__} and {other.__name__} both read it")
            _readers[name] = (reader, version)
        return reader

    return register


@cache
def readers() -> dict[str, tuple[Reader, int]]:
    """All readers by format name, found by walking this folder."""
    package = importlib.import_module(__package__)
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{__package__}.{module.name}")
    return dict(_readers)
