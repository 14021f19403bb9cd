"""What people have decided about a document, boiled down to what counts now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archivist.model import Arrival, Decision, Digest, Document, Excuse, Verb


@dataclass(frozen=True, slots=True)
class Word:
    """People's last word on a document.

    ``settled`` places or rejects it; ``crosses`` add further points; ``former`` is a rejection
    of an earlier edition: it was about other bytes, so it is told but does not reject these.
    ``company`` joins it to another document's piece, or makes it a piece of its own.
    """

    settled: Decision | None = None
    crosses: tuple[Decision, ...] = ()
    former: Decision | None = None
    company: Decision | None = None

    @property
    def rejects(self) -> bool:
        """Whether a person said this document is no evidence."""
        return self.settled is not None and self.settled.verb is Verb.REJECT


SILENCE = Word()
"""Nobody has decided anything."""


def last_word(decisions: Iterable[Decision], arrival: Arrival) -> Word:
    """Go through the decisions on these bytes or this name in order; an undo takes back one.

    Decisions follow the bytes under any name, and the name through later editions.
    """
    told = tuple(decisions)
    if not told:
        return SILENCE
    standing: list[Decision] = []
    for decision in sorted(told, key=lambda each: each.id):
        if arrival.digest != decision.digest and arrival.name != decision.name:
            continue
        if decision.verb is not Verb.UNDO:
            standing.append(decision)
        elif standing:
            standing.pop()
    own = [d for d in standing if d.verb is not Verb.REJECT or d.digest == arrival.digest]
    settling = [d for d in own if d.verb in {Verb.PLACE, Verb.REJECT}]
    crosses = tuple(d for d in own if d.verb is Verb.CROSS)
    former = [d for d in standing if d not in own]
    joining = [d for d in own if d.verb in {Verb.JOIN, Verb.PART}]
    return Word(
        settling[-1] if settling else None,
        crosses,
        former[-1] if former else None,
        joining[-1] if joining else None,
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions by content and by name."""

    by_digest: Mapping[Digest, tuple[Decision, ...]]
    by_name: Mapping[str, tuple[Decision, ...]]

    def of(self, arrival: Arrival) -> tuple[Decision, ...]:
        """Every decision on these bytes or this name, each once."""
        own = (*self.by_digest.get(arrival.digest, ()), *self.by_name.get(arrival.name, ()))
        return tuple({decision.id: decision for decision in own}.values()) if own else own


def by_file(decisions: Iterable[Decision]) -> Decided:
    """Index decisions."""
    by_digest: dict[Digest, tuple[Decision, ...]] = {}
    by_name: dict[str, tuple[Decision, ...]] = {}
    for decision in decisions:
        by_digest[decision.digest] = (*by_digest.get(decision.digest, ()), decision)
        by_name[decision.name] = (*by_name.get(decision.name, ()), decision)
    return Decided(by_digest, by_name)


def excuses(decisions: Iterable[Decision], carried: Iterable[Excuse] = ()) -> tuple[Excuse, ...]:
    """What people approved as no such business (无此项业务) and nobody took back since.

    ``carried`` are approvals of other houses that came in bags: each holds unless somebody here
    has approved the same or taken it back.
    """
    standing = {(each.point, each.unit, each.want): each for each in carried}
    for word in sorted(decisions, key=lambda each: each.id):
        about = word.point, word.unit, word.want
        if word.verb is Verb.EXCUSE:
            standing[about] = Excuse(*about, word.by, word.why, word.at.date())
        elif word.verb is Verb.UNDO:
            standing.pop(about, None)
    return tuple(standing.values())


def company(decisions: Sequence[Decision], documents: Iterable[Document]) -> dict[str, Decision]:
    """By name, the last standing JOIN or PART about each document; it follows bytes and name."""
    if not any(each.verb in {Verb.JOIN, Verb.PART} for each in decisions):
        return {}
    decided = by_file(decisions)
    words = ((d.name, last_word(decided.of(d.arrival), d.arrival).company) for d in documents)
    return {name: word for name, word in words if word}
