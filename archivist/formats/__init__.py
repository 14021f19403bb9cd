"""ROOM 1: bytes → Reading; whatever is wrong with a file becomes part of what is said about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from archivist.formats import elements, spots, troubles, virus
from archivist.formats.endmarks import ended, whole
from archivist.formats.foreign import attempt
from archivist.formats.outside import Outside, probed
from archivist.formats.redacting import FORMATS as REDACTABLE
from archivist.formats.redacting import redact
from archivist.formats.registry import Format, Found, Redacted, Source, readers
from archivist.formats.retelling import FORMATS as RETOLD
from archivist.formats.retelling import VERSION as RETELLING
from archivist.formats.retelling import retell
from archivist.formats.sniff import VERSION as SNIFF_VERSION
from archivist.formats.sniff import identify
from archivist.model import Digest, Limits, Problem, Read, Reading, Trouble

__all__ = [
    "REDACTABLE",
    "RETELLING",
    "RETOLD",
    "Format",
    "Outside",
    "Redacted",
    "identify",
    "mark",
    "probed",
    "read",
    "redact",
    "retell",
    "version",
    "whole",
]

_EXCERPT = 400
_UNKNOWN = Format("unknown", "", "application/octet-stream", ())


_SEEN = ("archivist.formats.pdf", "archivist.formats.image", "archivist.formats.ofd")
"""Readers that read by OCR where it is not switched off."""


_REACHED = frozenset({Trouble.TOO_BIG, Trouble.BOMB, Trouble.TIMED_OUT, Trouble.CRASHED})
"""What other limits might have prevented; memory exhausted in C++ kills."""


_SAID = 2
"""Raised when what is said of every file beside its reader changes: whole or cut off, in which words."""


def mark(limits: Limits) -> str:
    """Eight letters that change with any limit; the version of what reached one ends with them."""
    return sha256(repr(limits).encode()).hexdigest()[:8]


def version(
    format_name: str, limits: Limits | None = None, problems: Iterable[Problem] = ()
) -> str:
    """Version of what a reading of this format depends on: reader, elements, words, OCR on or off.

    With ``problems`` among which a limit was reached also the limits: raised, they read again.
    """
    known = readers().get(format_name)
    scanned = "v" if virus.engine() else ""
    seen = bool(known and known[0].__module__ in _SEEN and limits and not limits.ocr_pages)
    reached = limits and any(problem.trouble in _REACHED for problem in problems)
    limited = f"~{mark(limits)}" if limits and reached else ""
    base = f"{known[1] if known else SNIFF_VERSION}.{elements.VERSION}.{_SAID}"
    return f"{base}{scanned}{'n' * seen}{limited}"


def read(path: Path, digest: Digest, spool: Path, limits: Limits) -> Read:
    """Read one file: format, text, facts, elements, members, and whatever is wrong with it.

    Args:
        path: the file; its name does not count.
        digest: SHA-256 of its bytes, carried into the reading.
        spool: a folder of its own for unpacked members; made when needed.
        limits: bytes, pages, characters, members … beyond which reading stops.

    Returns:
        Always a ``Read``; trouble with the file stands in ``reading.problems``.
    """
    failed = partial(_failed, limits)
    known = attempt(partial(identify, path), failed)
    kind = known if isinstance(known, Format) else _UNKNOWN
    source = Source(path, digest, kind, spool, limits)
    found = known if isinstance(known, Found) else attempt(partial(_found, source), failed)
    found = _scanned(_ended(found, path, kind), path)
    return attempt(
        partial(_shaped, digest, kind, found, limits),
        lambda error: _shaped(digest, kind, failed(error), limits),
    )


def _failed(limits: Limits, error: Exception) -> Found:
    """What is said of a file that could not be read to its end."""
    if isinstance(error, MemoryError):
        return Found(problems=(troubles.too_large(limits.memory_bytes),))
    if isinstance(error, ImportError):
        return Found(problems=(troubles.missing(error.name or str(error)),))
    told = (("error", _told(error)),)
    return Found(facts=told, problems=(troubles.damaged(troubles.because(error)),))


def _scanned(found: Found, path: Path) -> Found:
    """With the word of the virus scanner, where there is one; a broken file can carry one too."""
    return replace(found, facts=(*found.facts, *virus.facts(path)))


def _found(source: Source) -> Found:
    name = source.format.name
    if name == "empty":
        return Found(problems=(troubles.EMPTY,))
    if name == "unknown":
        return Found(problems=(troubles.UNKNOWN,))
    if (size := source.path.stat().st_size) > source.limits.file_bytes:
        return Found(problems=(troubles.too_big(f"文件有 {size:,} 字节，超过上限"),))
    if name not in readers():
        return Found(problems=(troubles.no_reader(name.upper(), troubles.OPEN_BY_HAND),))
    return readers()[name][0](source)


def _ended(found: Found, path: Path, kind: Format) -> Found:
    """Say so if the file's end is missing, unless the reader already did."""
    said = any(problem.trouble is Trouble.TRUNCATED for problem in found.problems)
    if said or _whole(path, kind) is not False:
        return found
    return replace(found, problems=(*found.problems, troubles.TRUNCATED))


def _whole(path: Path, kind: Format) -> bool | None:
    try:
        return ended(path, kind.name)
    except OSError:
        return None


def _clipped(found: Found, limits: Limits) -> Found:
    """Text no longer than the limit and free of what no database or page could hold."""
    text = found.text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if len(text) <= limits.text_chars:
        return replace(found, text=text)
    problems: tuple[Problem, ...] = (*found.problems, troubles.TOO_LONG)
    ends = accumulate(len(line.text) for line in found.lines)
    lines = tuple(
        line for line, end in zip(found.lines, ends, strict=True) if end <= limits.text_chars
    )
    return replace(found, text=text[: limits.text_chars], lines=lines, problems=problems)


def _shaped(digest: Digest, kind: Format, found: Found, limits: Limits) -> Read:
    found = _clipped(found, limits)
    words = found.text.split()
    reading = Reading(
        digest=digest,
        version=version(kind.name, limits, found.problems),
        format=kind.name,
        puid=kind.puid,
        mime=kind.mime,
        extensions=kind.extensions,
        pages=found.pages,
        chars=sum(map(len, words)),
        width=found.width,
        height=found.height,
        seconds=found.seconds,
        taken=found.taken,
        created=found.created,
        facts=found.facts,
        elements=(*spots.placed(found, elements.find(found.text)), *found.seen),
        excerpt=" ".join(words)[:_EXCERPT],
        members=tuple(member.name for member in found.members),
        problems=found.problems,
    )
    return Read(reading, found.text, found.members, found.stills, found.lines)


def _told(error: Exception) -> str:
    said = " ".join(str(error).split())[:120]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
