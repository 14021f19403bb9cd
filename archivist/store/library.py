"""What was read: readings, texts, stills, OCR's lines by digest; a cache to be burnt and read again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from archivist.garbage import uncollected
from archivist.model import (
    Arrival,
    Digest,
    Element,
    ElementKind,
    OcrLine,
    Problem,
    Read,
    Reading,
    Still,
    Trouble,
)
from archivist.store import register
from archivist.store.ledger import Ledger

_SMALL = 1024
"""Bytes of text below which packing saves nothing."""

_ROUND = 500
"""Texts fetched in one question."""


def unread(ledger: Ledger, version: Callable[[str], str], mark: str) -> list[Arrival]:
    """The first arrival of every digest never read, or by an older reader, or under other limits."""
    fresh = {
        digest
        for digest, form, read in ledger.rows("SELECT digest, format, version FROM readings")
        if read in (present := version(form), f"{present}~{mark}")
    }
    waiting: dict[Digest, Arrival] = {}
    for arrival in register.arrivals(ledger):
        if arrival.digest not in fresh:
            waiting.setdefault(arrival.digest, arrival)
    return list(waiting.values())


def keep(ledger: Ledger, reads: Iterable[Read]) -> None:
    """Keep all that was read in place of what was before; must run inside a transaction."""
    readings, texts, stills, lines = [], [], [], []
    for read in reads:
        reading = read.reading
        readings.append((reading.digest, reading.format, reading.version, _packed(reading)))
        text = read.text.encode("utf-8", "surrogatepass")
        large = len(text) > _SMALL
        texts.append((reading.digest, int(large), zlib.compress(text) if large else text))
        stills += [(reading.digest, at, s.seconds, s.jpeg) for at, s in enumerate(read.stills)]
        if read.lines:
            lines.append((reading.digest, _pressed(read.lines)))
    ledger.write_all(
        "INSERT OR REPLACE INTO readings (digest, format, version, data) VALUES (?,?,?,?)",
        readings,
    )
    ledger.write_all("INSERT OR REPLACE INTO texts (digest, packed, data) VALUES (?,?,?)", texts)
    ledger.write_all("DELETE FROM stills WHERE digest = ?", [(row[0],) for row in readings])
    ledger.write_all("DELETE FROM lines WHERE digest = ?", [(row[0],) for row in readings])
    ledger.write_all("INSERT INTO stills (digest, place, seconds, jpeg) VALUES (?,?,?,?)", stills)
    ledger.write_all("INSERT INTO lines (digest, data) VALUES (?,?)", lines)
    ledger.write(
        "INSERT INTO memory (key, value) VALUES ('reads', '1')"
        " ON CONFLICT (key) DO UPDATE SET value = value + 1"
    )


def readings(ledger: Ledger) -> dict[Digest, Reading]:
    """Every reading by digest, 40,000 in about a second."""
    with uncollected():
        unpacked = (_unpacked(data) for (data,) in ledger.each("SELECT data FROM readings"))
        return {reading.digest: reading for reading in unpacked}


def texts(ledger: Ledger, digests: Iterable[Digest]) -> Iterator[tuple[Digest, str]]:
    """Full texts in the order asked for; a digest without text is left out."""
    source = iter(digests)
    while wanted := list(islice(source, _ROUND)):
        marks = ",".join("?" * len(wanted))
        rows = ledger.rows(
            f"SELECT digest, packed, data FROM texts WHERE digest IN ({marks})",  # noqa: S608 - marks only
            *wanted,
        )
        found = {digest: (packed, data) for digest, packed, data in rows}
        for digest in wanted:
            if digest in found:
                packed, data = found[digest]
                text = zlib.decompress(data) if packed else data
                yield digest, text.decode("utf-8", "surrogatepass")


def stills(ledger: Ledger, digest: Digest) -> tuple[Still, ...]:
    """The stills of an original, the poster first."""
    rows = ledger.rows("SELECT seconds, jpeg FROM stills WHERE digest = ? ORDER BY place", digest)
    return tuple(Still(seconds, jpeg) for seconds, jpeg in rows)


def lines(ledger: Ledger, digest: Digest) -> tuple[OcrLine, ...]:
    """The lines OCR read in an original, in reading order."""
    data = ledger.one("SELECT data FROM lines WHERE digest = ?", digest)
    if not isinstance(data, bytes):
        return ()
    rows = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    return tuple(
        OcrLine(page, text, sure, (left, top, right, bottom), turn, slope)
        for page, text, sure, left, top, right, bottom, turn, slope in rows
    )


def _pressed(lines: Iterable[OcrLine]) -> bytes:
    """Lines as one packed block: they are only ever asked for together, and a third in size."""
    rows = [(e.page, e.text, e.confidence, *e.spot, e.turn, e.slope) for e in lines]
    told = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(told.encode("utf-8", "surrogatepass"))


def state(ledger: Ledger) -> str:
    """Changes whenever a reading does."""
    count = ledger.one("SELECT count(*) FROM readings")
    changes = ledger.one("SELECT value FROM memory WHERE key = 'reads'") or 0
    return f"{changes}/{count}"


def _packed(reading: Reading) -> str:
    """Rows without field names: half the size of an object and twice as quick to read."""
    fields = [
        reading.digest,
        reading.version,
        reading.format,
        reading.puid,
        reading.mime,
        reading.extensions,
        reading.pages,
        reading.chars,
        reading.width,
        reading.height,
        reading.seconds,
        reading.taken,
        reading.created,
        reading.facts,
        [_row(element) for element in reading.elements],
        reading.excerpt,
        reading.members,
        [(p.trouble, p.message, p.mend) for p in reading.problems],
    ]
    return json.dumps(fields, separators=(",", ":"))


def _row(e: Element) -> tuple[object, ...]:
    row = (e.kind, e.value, e.printed, e.page, e.line, e.quote)
    return (*row, e.spot) if e.spot else row


_KINDS = {kind.value: kind for kind in ElementKind}
_TROUBLES = {trouble.value: trouble for trouble in Trouble}


# A frozen dataclass sets its fields through object.__setattr__; setting the slots themselves
# halves the time of a build in which nothing changed.
_set_kind, _set_value, _set_printed, _set_page, _set_line, _set_quote, _set_spot = (
    getattr(Element, name).__set__
    for name in ("kind", "value", "printed", "page", "line", "quote", "spot")
)


def _element(
    kind: str,
    value: str,
    printed: str,
    page: int | None,
    line: int | None,
    quote: str,
    spot: Sequence[float] | None = None,
) -> Element:
    element: Element = object.__new__(Element)
    _set_kind(element, _KINDS[kind])
    _set_value(element, value)
    _set_printed(element, printed)
    _set_page(element, page)
    _set_line(element, line)
    _set_quote(element, quote)
    _set_spot(element, tuple(spot) if spot else None)
    return element


def _unpacked(data: str) -> Reading:
    fields = _fields(data)
    fields[5] = tuple(fields[5])
    fields[13] = tuple(map(tuple, fields[13]))
    fields[14] = tuple([_element(*element) for element in fields[14]])
    fields[16] = tuple(fields[16])
    fields[17] = tuple([Problem(_TROUBLES[trouble], *rest) for trouble, *rest in fields[17]])
    return Reading(*fields)


def _fields(data: str) -> list[Any]:
    """The rows back; the quick parser knows no halves of characters, as odd file names hold."""
    from pydantic_core import from_json

    try:
        fields: list[Any] = from_json(data)
    except ValueError:
        fields = json.loads(data)
    return fields
