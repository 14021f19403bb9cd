"""The days gone by: a summary of each, what changed on it, and who was to do what; append only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from archivist.model import Assignment, Mark, Past, Stand, Summary
from archivist.store import library, register, story
from archivist.store.ledger import Ledger, from_column, from_micro, to_column, to_micro

_SCORES = ("held", "at_risk", "bonus", "total")


def record(ledger: Ledger, at: datetime, summary: Summary, marks: Iterable[Mark]) -> None:
    """Keep a day's numbers and the marks that changed since the last record of it or before it."""
    data = _written(summary)
    changed = list(_changed(_now(ledger, summary.day), marks))
    last = ledger.rows(
        "SELECT data FROM summaries WHERE day <= ? ORDER BY day DESC, id DESC LIMIT 1",
        summary.day.isoformat(),
    )
    if not changed and last and last[0][0] == data:
        return
    with ledger.transaction():
        number = ledger.write(
            "INSERT INTO summaries (at, day, data) VALUES (?,?,?)",
            to_micro(at),
            summary.day.isoformat(),
            data,
        )
        ledger.write_all(
            "INSERT INTO turns (summary, key, state, told) VALUES (?,?,?,?)",
            [(number, to_column(m.key), m.state, to_column(m.told)) for m in changed],
        )


def assign(ledger: Ledger, at: datetime, assignments: Iterable[Assignment], by: str) -> None:
    """Keep words on tasks, each also as a line of the story."""
    words = list(assignments)
    with ledger.transaction():
        ledger.write_all(
            "INSERT INTO assignments (task, person, start, due, done, remark, by, at)"
            " VALUES (?,?,?,?,?,?,?,?)",
            [(*_columns(word), to_column(by), to_micro(at)) for word in words],
        )
        story.tell(
            ledger, at, [("assigned", w.task, " | ".join(_columns(w)[1:]), by) for w in words]
        )


def past(ledger: Ledger, until: date) -> Past:
    """Everything kept up to a day; of several records of one day only their sum is told."""
    day = until.isoformat()
    rows = ledger.rows("SELECT day, data FROM summaries WHERE day <= ? ORDER BY day, id", day)
    latest = {when: _read(data) for when, data in rows}
    return Past(
        tuple(latest.values()),
        tuple(_marks(ledger, day)),
        tuple(_assignments(ledger)),
        tuple(_builds(ledger, day)),
    )


def fingerprint(ledger: Ledger) -> str:
    """Changes whenever something comes, is read, decided or assigned."""
    decided = ledger.one("SELECT max(id) FROM decisions") or 0
    assigned = ledger.one("SELECT max(id) FROM assignments") or 0
    return f"{register.last(ledger)} {library.state(ledger)} {decided} {assigned}"


def _marks(ledger: Ledger, until: str) -> Iterator[tuple[date, tuple[Mark, ...]]]:
    """Per day the marks that stand otherwise at its end than at the end of the day before."""
    standing: dict[str, Mark] = {}
    for day, rows in groupby(_turns(ledger, until), key=itemgetter(0)):
        met = {mark.key: mark for *_, mark in rows}
        changed = tuple(
            mark
            for key, mark in sorted(met.items())
            if mark.state != (standing[key].state if key in standing else "")
        )
        standing.update(met)
        if changed:
            yield date.fromisoformat(day), changed


def _builds(ledger: Ledger, until: str) -> Iterator[Stand]:
    """How everything stood after each of the last two records."""
    records = ledger.rows(
        "SELECT id, day FROM summaries WHERE day <= ? ORDER BY day DESC, id DESC LIMIT 2", until
    )
    standing: dict[str, Mark] = {}
    turns = _turns(ledger, until)
    waiting = next(turns, None)
    for number, day in reversed(records):
        while waiting and (waiting[0], waiting[1]) <= (day, number):
            standing[waiting[2].key] = waiting[2]
            waiting = next(turns, None)
        yield Stand(date.fromisoformat(day), tuple(m for m in standing.values() if m.state))


def _turns(ledger: Ledger, until: str) -> Iterator[tuple[str, int, Mark]]:
    for day, number, key, state, told in ledger.each(
        "SELECT day, summary, key, state, told FROM turns JOIN summaries ON summaries.id = summary"
        " WHERE day <= ? ORDER BY day, summary, key",
        until,
    ):
        yield day, number, Mark(from_column(key), state, from_column(told))


def _now(ledger: Ledger, day: date) -> dict[str, Mark]:
    return {mark.key: mark for *_, mark in _turns(ledger, day.isoformat())}


def _changed(before: dict[str, Mark], marks: Iterable[Mark]) -> Iterator[Mark]:
    """Marks that are new or otherwise than before, and those that are gone."""
    now = {mark.key: mark for mark in marks}
    for key, mark in sorted(now.items()):
        if key not in before or before[key].state != mark.state:
            yield mark
    for key, mark in sorted(before.items()):
        if key not in now and mark.state:
            yield Mark(key, "", mark.told)


def _written(summary: Summary) -> str:
    return json.dumps(asdict(summary), default=str, sort_keys=True)


def _read(data: str) -> Summary:
    fields = json.loads(data)
    scores = {name: Decimal(fields[name]) for name in _SCORES}
    return Summary(**{**fields, **scores, "day": date.fromisoformat(fields["day"])})


def _columns(word: Assignment) -> tuple[str, str, str, str, str, str]:
    days = (day.isoformat() if day else "" for day in (word.start, word.due, word.done))
    start, due, done = days
    return word.task, word.person, start, due, done, word.remark


def _assignments(ledger: Ledger) -> Iterator[Assignment]:
    for task, person, start, due, done, remark, by, at in ledger.each(
        "SELECT task, person, start, due, done, remark, by, at FROM assignments ORDER BY id"
    ):
        first, last, end = (date.fromisoformat(day) if day else None for day in (start, due, done))
        yield Assignment(task, person, first, last, end, remark, from_column(by), from_micro(at))
