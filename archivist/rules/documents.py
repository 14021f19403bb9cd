"""From arrivals to documents: editions, duplicates, states, and every document's place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from archivist.garbage import uncollected
from archivist.model import (
    Arrival,
    Bag,
    Decision,
    Digest,
    Document,
    Origin,
    Placement,
    Plan,
    Reading,
    Reason,
    Say,
    State,
    Step,
    Trouble,
)
from archivist.rules.deciding import Decided, by_file, last_word
from archivist.rules.editions import Line, leaders_of, lines_of
from archivist.rules.handed import Handed
from archivist.rules.learning import Lessons
from archivist.rules.lists import Listings, Row, may_be_list
from archivist.rules.placing import Evidence, Placer, placer
from archivist.rules.renewing import followed, renewed
from archivist.rules.secrecy import set_aside

Texts = Callable[[Iterable[Digest]], Iterable[tuple[Digest, str]]]
"""Streams ``(digest, text)`` for the digests asked for, in any order, one text at a time."""

_STAGE = "归位"
_AT_ONCE = 64
"""Documents that are placed together, for it is quicker: so many texts are held at a time."""

_NO_USE = (
    Trouble.EMPTY,
    Trouble.DAMAGED,
    Trouble.TRUNCATED,
    Trouble.ENCRYPTED,
    Trouble.UNKNOWN,
    Trouble.CRASHED,
    Trouble.TIMED_OUT,
    Trouble.BOMB,
)
"""Trouble after which a file that gave no text cannot be looked at by anyone."""

_PACKED = frozenset(("zip", "rar", "7z", "tar", "gz", "bz2", "xz"))
_CERTAINLY = 2
"""A table that names points is a transmittal list if it knows this many files beside it."""

_COVER_NOTE = 200
"""A mail with attachments and less text than this is an envelope, not a document."""


@uncollected()
def documents(
    plan: Plan,
    arrivals: Sequence[Arrival],
    readings: Mapping[Digest, Reading],
    texts: Texts,
    decisions: Sequence[Decision],
    say: Say,
    bags: Sequence[Bag] = (),
) -> tuple[Document, ...]:
    """One document per name and content, placed, in order of first arrival.

    Args:
        plan: the rules.
        arrivals: everything that ever came, in any order.
        readings: what each digest says; a digest without one counts as not yet read.
        texts: see ``Texts``; only some dozens are held at a time.
        decisions: people's decisions.
        say: told every few dozen documents.
        bags: what came in bags; their registers are no evidence, their claims are.
    """
    handed = Handed.of(bags)
    every = renewed(lines_of(arrivals), handed)
    decisions = followed(every, decisions)
    lines = tuple(line for line in every if not handed.told(line.arrival.name))
    leaders = leaders_of(lines)
    rules = placer(plan)
    lists = _lists(rules, lines, readings, texts)
    sources = _Sources(by_file(decisions), lists, handed)
    lessons = _lessons(rules, lines, readings, texts, sources.decided)
    place = partial(rules.place_all, lessons=lessons)
    places = _place(place, lines, readings, texts, sources, say)
    by_digest: dict[Digest, list[Line]] = defaultdict(list)
    for line in lines:
        if line.current:
            by_digest[line.arrival.digest].append(line)
    containers = {arrival.container for arrival in arrivals if arrival.container is not None}
    held = frozenset(containers)
    fates = _Fates(leaders, by_digest, places, sources, held, _told(lists, lines))
    made = (fates.document(line, _reading(readings, line.arrival.digest)) for line in every)
    return tuple(map(fates.shown, made))


def _lists(
    rules: Placer, lines: Iterable[Line], readings: Mapping[Digest, Reading], texts: Texts
) -> Listings:
    """The transmittal lists among the current files."""
    current = (
        (line.arrival, _reading(readings, line.arrival.digest)) for line in lines if line.current
    )
    likely = [(arrival, reading) for arrival, reading in current if may_be_list(arrival, reading)]
    wanted = dict.fromkeys(arrival.digest for arrival, _ in likely)
    return rules.lists.listings(likely, dict(texts(wanted)) if wanted else {})


def _told(lists: Listings, lines: Iterable[Line]) -> dict[int, str]:
    """What is said of every list that calls itself one or fits at least two files under it."""
    used = lists.used(line.arrival.name for line in lines if line.current)
    return {
        each.arrival.id: str(used[each.arrival.id])
        for each in lists.lists
        if each.titled or used[each.arrival.id].files >= _CERTAINLY
    }


def lessons(
    plan: Plan,
    arrivals: Iterable[Arrival],
    readings: Mapping[Digest, Reading],
    texts: Texts,
    decisions: Iterable[Decision],
) -> Lessons:
    """What people's decisions teach about files that have not come; see ``documents``."""
    return _lessons(placer(plan), lines_of(arrivals), readings, texts, by_file(decisions))


def _lessons(
    rules: Placer,
    lines: Iterable[Line],
    readings: Mapping[Digest, Reading],
    texts: Texts,
    decided: Decided,
) -> Lessons:
    """What people's decisions on current files teach about the others."""
    files = [
        (line.arrival, _reading(readings, line.arrival.digest), own)
        for line in lines
        if line.current and (own := decided.of(line.arrival))
    ]
    wanted = dict.fromkeys(arrival.digest for arrival, reading, _ in files if reading.chars)
    return rules.taught(files, dict(texts(wanted)) if wanted else {})


def _place(
    place: Callable[[Sequence[Evidence]], Iterable[Placement]],
    lines: Sequence[Line],
    readings: Mapping[Digest, Reading],
    texts: Texts,
    sources: _Sources,
    say: Say,
) -> dict[int, Placement]:
    """Placements by arrival id; each text is looked at once for all names it goes by."""
    waiting: dict[Digest, list[Line]] = defaultdict(list)
    for line in lines:
        if line.current:
            waiting[line.arrival.digest].append(line)
    total = sum(map(len, waiting.values()))
    places: dict[int, Placement] = {}
    spoken = [digest for digest in waiting if _reading(readings, digest).chars]
    told = (
        Evidence(line.arrival, _reading(readings, digest), text, *sources.of(line.arrival))
        for digest, text in _with_silent(texts(spoken), tuple(waiting))
        for line in waiting.pop(digest, ())
    )
    while some := tuple(islice(told, _AT_ONCE)):
        places.update(zip([each.arrival.id for each in some], place(some), strict=True))
        say(Step(_STAGE, len(places), total))
    say(Step(_STAGE, total, total))
    return places


def _with_silent(
    texts: Iterable[tuple[Digest, str]], digests: tuple[Digest, ...]
) -> Iterator[tuple[Digest, str]]:
    """The texts, then an empty one for every digest that had none."""
    heard = set()
    for digest, text in texts:
        heard.add(digest)
        yield digest, text
    yield from ((digest, "") for digest in digests if digest not in heard)


@dataclass(frozen=True, slots=True)
class _Sources:
    """Who says something of a file besides the file: people, lists, bags."""

    decided: Decided
    lists: Listings
    handed: Handed

    def of(self, arrival: Arrival) -> tuple[tuple[Decision, ...], Row | None, Origin | None]:
        """What each of them says."""
        return (
            self.decided.of(arrival),
            self.lists.row(arrival),
            self.handed.origin(arrival),
        )


@dataclass(frozen=True, slots=True)
class _Fates:
    """Everything needed to say what became of a line."""

    leaders: Mapping[Digest, str]
    by_digest: Mapping[Digest, Sequence[Line]]
    places: Mapping[int, Placement]
    sources: _Sources
    containers: frozenset[int]
    lists: Mapping[int, str]

    def document(self, line: Line, reading: Reading) -> Document:
        """The line as a document with its state."""
        arrival, handed = line.arrival, self.sources.handed
        made = partial(Document, arrival, arrivals=line.arrivals, edition=line.edition)
        if not line.current:
            newer = line.renewed_by or arrival.name
            why = f"已由同名文件的第{line.replaced_by}版替换"
            why = "移交方后来又移交了此件的新版，已由新版替换" if line.renewed_by else why
            return made(reading, Placement(), State.SUPERSEDED, same_as=newer, why=why)
        made = partial(made, handed.read(arrival.name, reading), origin=handed.origin(arrival))
        if why := handed.told(arrival.name):
            return made(Placement(), State.LIST, why=why)
        placement = self.places[arrival.id]
        if self.leaders[arrival.digest] != arrival.name:
            leader = self.leaders[arrival.digest]
            why = f"与“{leader}”内容完全相同"
            return made(placement, State.DUPLICATE, same_as=leader, why=why)
        placement = self._with_other_names(line, placement)
        state, why = self._state(line, reading, placement)
        if state is State.LIST:
            placement = Placement(unit=placement.unit, reasons=(Reason(why),))
        return made(placement, state, why=why)

    def shown(self, document: Document) -> Document:
        """The document, or of a secret one only its name, until a person has placed it."""
        word = last_word(self.sources.decided.of(document.arrival), document.arrival)
        return document if word.settled and not word.rejects else set_aside(document)

    def _state(self, line: Line, reading: Reading, placement: Placement) -> tuple[State, str]:
        word = last_word(self.sources.decided.of(line.arrival), line.arrival)
        if word.settled and word.rejects:
            return State.REJECTED, f"{word.settled.by}退回：{word.settled.why}"
        if self._is_container(line, reading):
            return State.CONTAINER, "压缩包或邮件，其中的文件已逐个登记"
        if reading.has(*_NO_USE) and not reading.chars:
            trouble = next(p for p in reading.problems if p.trouble in _NO_USE)
            return State.UNREADABLE, trouble.message
        if line.arrival.id in self.lists and not placement.explicit:
            return State.LIST, self.lists[line.arrival.id]
        if placement.point:
            return State.PLACED, ""
        return State.OPEN, placement.reasons[0].text if placement.reasons else ""

    def _is_container(self, line: Line, reading: Reading) -> bool:
        if not reading.members and line.arrival.id not in self.containers:
            return False
        return reading.format in _PACKED or reading.chars < _COVER_NOTE

    def _with_other_names(self, line: Line, placement: Placement) -> Placement:
        """Let a repetition's explicit point count: as the place if there is none, else as 互见."""
        for other in self.by_digest[line.arrival.digest]:
            theirs = self.places[other.arrival.id]
            if other is line or not theirs.explicit or not theirs.point:
                continue
            placement = _joined(placement, theirs, other.arrival.name)
        return placement


def _joined(placement: Placement, theirs: Placement, name: str) -> Placement:
    """A placement with what another name of the same bytes says explicitly."""
    if not placement.explicit:
        told = Reason(f"同一文件另以“{name}”之名送来，按其归入")
        return replace(
            theirs,
            unit=placement.unit or theirs.unit,
            unit_reason=placement.unit_reason or theirs.unit_reason,
            date=placement.date or theirs.date,
            reasons=(*theirs.reasons, told),
        )
    cross = dict.fromkeys((*placement.cross, theirs.point, *theirs.cross))
    return replace(placement, cross=tuple(code for code in cross if code != placement.point))


def _reading(readings: Mapping[Digest, Reading], digest: Digest) -> Reading:
    return readings.get(digest) or Reading(digest, "", "unknown")
