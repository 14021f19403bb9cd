"""The plan of work: every task gets its days, counted back from the inspection over working days.

The last five working days stay free for assembling; before them what is grave is due earlier. A
task found too late gets as many working days as its work takes. All of it is ours (本程序口径);
a person's word in the imported plan prevails.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from archivist.dossier.tasks import KEY, chores, first_seen, remembered, words_on
from archivist.dossier.workdays import on_or_after, shifted
from archivist.model import Archive, Assignment, Chore, Progress, Severity, Task

_AHEAD = {Severity.BLOCK: 20, Severity.WARN: 15, Severity.INFO: 10}
"""Working days before the inspection by which a task is due."""

_FREE = 5
"""Working days before the inspection kept for assembling the dossier."""

_LEAST, _MOST = 3, 15
"""Working days a task takes: three, and one more for every further document."""


def tasks(archive: Archive) -> tuple[Task, ...]:
    """Open tasks in order of their due days, then the closed ones, the latest first."""
    word = words_on(archive.past.assignments)
    seen = first_seen(archive)
    found = [
        _task(archive, chore, seen.get(chore.id, archive.today), word.get(chore.id))
        for chore in chores(archive)
    ]
    found.sort(key=lambda t: t.due)
    return (*found, *_closed(archive, word, {task.chore.id for task in found}))


def days(chore: Chore, seen: date, inspection: date) -> tuple[date, date]:
    """First and last day of a task: back from the inspection, never before it was seen."""
    work = min(_LEAST + max(0, chore.papers - 1), _MOST)
    due = _before(inspection, _AHEAD[chore.severity])
    start = _before(due, work)
    begin = on_or_after(seen)
    if start >= begin:
        return start, due
    last = max(_before(inspection, _FREE), begin)
    return begin, max(due, begin, min(shifted(begin, work), last))


@lru_cache(maxsize=4096)
def _before(day: date, workdays: int) -> date:
    return shifted(day, -workdays)


def _task(archive: Archive, chore: Chore, seen: date, word: Assignment | None) -> Task:
    start, due = days(chore, seen, archive.plan.settings.inspection)
    if word is None:
        return Task(
            chore, seen, start, due, "", None, "", _progress(archive.today, start, due, None)
        )
    start, due = (
        word.start or min(start, word.due or start),
        word.due or max(due, word.start or due),
    )
    # A task mended and broken again is not done because it once was.
    done = word.done if word.done and word.done >= seen else None
    progress = _progress(archive.today, start, due, done)
    return Task(chore, seen, start, due, word.person, done, word.remark, progress)


def _progress(today: date, start: date, due: date, done: date | None) -> Progress:
    if done:
        return Progress.REPORTED
    if due < today:
        return Progress.OVERDUE
    return Progress.RUNNING if start <= today else Progress.WAITING


def _closed(archive: Archive, word: dict[str, Assignment], still: set[str]) -> Iterator[Task]:
    """Tasks whose cause is gone, with the day on which it was first no longer found."""
    seen: dict[str, date] = {}
    gone: list[Task] = []
    for day, changed in archive.past.marks:
        for mark in changed:
            if not mark.key.startswith(KEY):
                continue
            if mark.state:
                seen[mark.key] = day
            elif (opened := seen.pop(mark.key, None)) is not None:
                gone.append(_gone(archive, remembered(mark.told), opened, day, word))
    latest = {task.chore.id: task for task in gone if task.chore.id not in still}
    yield from sorted(latest.values(), key=lambda t: (t.closed or t.due, t.chore.id), reverse=True)


def _gone(
    archive: Archive, chore: Chore, opened: date, closed: date, word: dict[str, Assignment]
) -> Task:
    start, due = days(chore, opened, archive.plan.settings.inspection)
    told = word.get(chore.id) or Assignment(chore.id, "", None, None, None, "")
    return Task(
        chore,
        opened,
        told.start or start,
        told.due or due,
        told.person,
        told.done,
        told.remark,
        Progress.CLOSED,
        closed,
    )
