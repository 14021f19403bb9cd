"""One look at the inbox, and looking again while something is on its way."""

# ruff: noqa: PTH112 - tens of thousands of files: strings are quick, Paths are not

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from archivist.model import Arrival, Say, Thresholds, UserError
from archivist.store.inbox import scan
from archivist.store.intake import bring_in, leave_behind, leave_out_entered
from archivist.store.moves import Way, clear
from archivist.store.readiness import Patience, ready
from archivist.store.recovery import finish

_GRACE = 5.0
"""Seconds beyond the settings' patience for which ``take_in`` waits for unfinished files."""

_NAP = 0.5


@dataclass(frozen=True, slots=True)
class Taken:
    """What one look at the inbox brought.

    ``waiting`` and ``refused`` are pairs of name and reason; ``ignored`` are names passed over.
    """

    arrived: tuple[Arrival, ...] = ()
    waiting: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def take_ready(
    way: Way, patience: Patience, units: frozenset[str], ignored_names: Iterable[str], say: Say
) -> Taken:
    """Take what is finished now, after ending what an earlier run could not."""
    if not os.path.isdir(way.inbox):
        raise UserError(
            f"没有收件夹 {way.inbox}。", "请先运行 archivist init，或用 -C 指定工作区。"
        )
    finish(way)
    clear(way)
    found = scan(way.inbox, ignored_names)
    leave_out_entered(way, found)
    files, waiting = ready(found, units, patience)
    outcome = bring_in(way, files, say)
    refused = {**found.refused, **dict(outcome.refused)}
    leave_behind(way, found.ignored, refused)
    return Taken(
        outcome.arrived,
        tuple(sorted((*waiting, *outcome.waiting))),
        tuple(sorted(found.ignored)),
        tuple(sorted(refused.items())),
    )


def wait_for(
    look: Callable[[], Taken], thresholds: Thresholds, sleep: Callable[[float], None]
) -> Taken:
    """Look again and again until nothing is on its way, or patience is at its end."""
    arrived: list[Arrival] = []
    nap = min(_NAP, max(thresholds.quiet / 2, 0.01))
    waited = 0.0
    while True:
        taken = look()
        arrived += taken.arrived
        if not taken.waiting or waited > thresholds.patience + _GRACE:
            return replace(taken, arrived=tuple(arrived))
        sleep(nap)
        waited += nap
