"""The editions of each name: what came under it, which content is the newest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from archivist.model import Arrival, Digest


class Line(NamedTuple):
    """One name with one content: its first arrival, how often it came, and its edition.

    ``replaced_by`` is the newest edition of its name; ``renewed_by`` the name of a newer version
    that came in a later bag, "" if none did.
    """

    arrival: Arrival
    arrivals: int
    edition: int
    current: bool
    replaced_by: int
    renewed_by: str = ""


def lines_of(arrivals: Iterable[Arrival]) -> tuple[Line, ...]:
    """Arrivals by name and content, with the edition each content is of its name."""
    history: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in sorted(arrivals, key=lambda each: each.id):
        history[arrival.name].append(arrival)
    lines = [
        line
        for came in history.values()
        for line in (_editions(came) if len(came) > 1 else (Line(came[0], 1, 1, True, 1),))
    ]
    return tuple(sorted(lines, key=lambda line: line.arrival.id))


def _editions(came: list[Arrival]) -> Iterator[Line]:
    """Editions of one name; a content that comes back after another is the newest edition."""
    changes = [next(same) for _, same in groupby(came, key=lambda arrival: arrival.digest)]
    edition = {arrival.digest: number for number, arrival in enumerate(changes, 1)}
    now = came[-1].digest
    replaced_by = edition[now]
    for digest in dict.fromkeys(arrival.digest for arrival in came):
        same = [arrival for arrival in came if arrival.digest == digest]
        yield Line(same[0], len(same), edition[digest], digest == now, replaced_by)


def leaders_of(lines: Iterable[Line]) -> dict[Digest, str]:
    """For every current content the name that came first; other names repeat it."""
    leaders: dict[Digest, str] = {}
    for line in lines:
        if line.current:
            leaders.setdefault(line.arrival.digest, line.arrival.name)
    return leaders
