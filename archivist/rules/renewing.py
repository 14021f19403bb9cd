"""Newer versions in later bags: what a house hands over again replaces what it handed over before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from archivist.model import Decision
from archivist.rules.editions import Line
from archivist.rules.handed import Handed


def renewed(lines: Iterable[Line], handed: Handed) -> tuple[Line, ...]:
    """Lines, of which older versions of one file of a sender are no longer current.

    In a later bag the same file may lie under another path, for numbers and titles change. It is
    known by the house where it first came and its name there; the version taken there last is the
    newest, whichever bag came first here.
    """
    every = tuple(lines)
    versions: dict[tuple[str, str], list[tuple[datetime, int, Line]]] = defaultdict(list)
    for line in every:
        origin = handed.origins.get((line.arrival.name, line.arrival.digest))
        if line.current and origin:
            claim = origin.claim
            key = claim.first_house(origin.sender), claim.name
            versions[key].append((claim.taken, line.arrival.id, line))
    changed = {
        line.arrival.id: line for same in versions.values() for line in _replaced(sorted(same))
    }
    return tuple(changed.get(line.arrival.id, line) for line in every)


def _replaced(same: Sequence[tuple[datetime, int, Line]]) -> Iterator[Line]:
    newest = same[-1][2]
    old = [line for *_, line in same if line.arrival.digest != newest.arrival.digest]
    if not old:
        return
    for line in old:
        yield line._replace(current=False, renewed_by=newest.arrival.name)
    editions = len({line.arrival.digest for line in old})
    yield newest._replace(edition=newest.edition + editions)


def followed(lines: Iterable[Line], decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Decisions on an older version are about the newer one too, as they are for editions of a name."""
    names: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line.renewed_by:
            names[line.arrival.name].append(line.renewed_by)
    more = [replace(word, name=name) for word in decisions for name in names.get(word.name, ())]
    return (*decisions, *more)
