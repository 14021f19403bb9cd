"""Documents that make one item (件) are bound together: on a person's word, else by their signs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from archivist.model import (
    Bond,
    Decision,
    Digest,
    Document,
    Placement,
    Plan,
    Reason,
    Role,
    State,
    Told,
    Verb,
)
from archivist.rules.deciding import company
from archivist.rules.handed import company_told
from archivist.rules.kinship import Kin, kin, likely_role
from archivist.rules.meetings import gathered

_ORDER = {role: place for place, role in enumerate(Role)}
_JOINABLE = frozenset({State.PLACED, State.OPEN})


def compose(
    plan: Plan, documents: Sequence[Document], decisions: Sequence[Decision]
) -> tuple[Document, ...]:
    """The documents, with ``bond`` where one lies in another's piece and ``meeting`` for its set.

    Only what is placed at the same point for the same unit is joined by signs; a person may join
    across both: the document then lies with its main, and proves its former point as 互见. Every
    placed document lies in exactly one piece; the order of arrival changes nothing.

    Args:
        plan: the rules.
        documents: all documents, in any order; it is kept.
        decisions: people's decisions; JOIN and PART count here. Those that came with a bag count
            where nobody here has said otherwise.
    """
    words = company(decisions, documents)
    named = {d.name: d for d in documents if d.state in _JOINABLE}
    carried = _carried(words, named)
    told = _told(words, named, carried)
    moved = {name: _moved(named[name], named[_end(name, told)], told[name]) for name in told}
    alone = {name for name, word in words.items() if word.verb is Verb.PART}
    alone |= {name for name, word in carried.items() if word.what == Verb.PART}
    circles: dict[tuple[str, str], list[Document]] = defaultdict(list)
    for document in (moved.get(d.name, d) for d in named.values()):
        if document.state is State.PLACED:
            circles[document.placement.point, document.placement.unit].append(document)
    kins: dict[str, Kin] = {}
    for circle in circles.values():
        found = kin(circle)
        kins |= {n: each for n, each in found.items() if n not in alone and n not in told}
    bonds = dict(_bonds(_rooted({**kins, **told})))
    sets = gathered(plan, circles.values(), bonds)
    made = (moved.get(d.name, d) if d.state in _JOINABLE else d for d in documents)
    return tuple(
        replace(each, bond=bonds.get(each.name), meeting=sets.get(each.name))
        if each.state is State.PLACED and (each.name in bonds or each.name in sets)
        else each
        for each in made
    )


def _carried(words: Mapping[str, Decision], named: Mapping[str, Document]) -> dict[str, Told]:
    """What people joined and parted before a bag brought it here; a word said here silences it."""
    origins = {n: d.origin for n, d in named.items() if d.origin and n not in words}
    told = ((name, company_told(origin)) for name, origin in origins.items())
    return {name: word for name, word in told if word}


def _told(
    words: Mapping[str, Decision], named: Mapping[str, Document], carried: Mapping[str, Told]
) -> dict[str, Kin]:
    """What people joined, as far as the main document is there and placed; those here first."""
    told = {}
    for name, word in words.items():
        why = Reason(f"由人决定合为一件：{word.why}", by=word.by)
        if word.verb is Verb.JOIN and _holds(name, word.main, named):
            told[name] = Kin(word.main, likely_role(named[name]), 0, why)
    told = _rooted(told)
    by_bytes = {document.arrival.digest: name for name, document in named.items()}
    for name, each in carried.items():
        main = by_bytes.get(Digest(each.main), "")
        said = f"随包移交（{each.house}），由人决定合为一件：{each.text}"
        if not _holds(name, main, named) or _end(main, told) == name:
            continue
        if not _placed_elsewhere(named[name], named[_end(main, told)]):
            told[name] = Kin(main, likely_role(named[name]), 0, Reason(said, by=each.by))
    return told


def _holds(name: str, main: str, named: Mapping[str, Document]) -> bool:
    return main != name and main in named and named[main].state is State.PLACED


def _placed_elsewhere(document: Document, main: Document) -> bool:
    """Whether a person here put the document at another point than the main one."""
    place = document.placement
    here = any(reason.by for reason in place.reasons[:1])
    return here and place.point != main.placement.point


def _end(name: str, kins: Mapping[str, Kin]) -> str:
    """The main document at the end of the chain."""
    while name in kins:
        name = kins[name].to
    return name


def _moved(document: Document, main: Document, joined: Kin) -> Document:
    """A joined document lies where its main lies, and still proves the point it was placed at."""
    place, there = document.placement, main.placement
    if document.state is State.PLACED and place.point == there.point:
        return document
    cross = dict.fromkeys(filter(None, (*place.cross, place.point)))
    moved = Placement(
        point=there.point,
        unit=place.unit or there.unit,
        want=place.want if place.point else "",
        date=place.date,
        confidence=1.0,
        explicit=True,
        reasons=(joined.reason, *place.reasons),
        unit_reason=place.unit_reason or there.unit_reason,
        want_reason=place.want_reason,
        candidates=place.candidates,
        cross=tuple(code for code in cross if code != there.point),
    )
    return replace(document, placement=moved, state=State.PLACED, why="")


def _rooted(kins: dict[str, Kin]) -> dict[str, Kin]:
    """Without what would run in a circle: of each circle one link is left out."""
    rooted: dict[str, Kin] = {}
    for name in sorted(kins, key=lambda each: (not kins[each].reason.by, each)):
        at = kins[name].to
        while at in rooted and at != name:
            at = rooted[at].to
        if at != name:
            rooted[name] = kins[name]
    return rooted


def _bonds(kins: Mapping[str, Kin]) -> Iterator[tuple[str, Bond]]:
    """Every document of a piece with its 份号, from the main document through all that belongs to it."""
    children: dict[str, list[str]] = defaultdict(list)
    for name, each in kins.items():
        children[each.to].append(name)
    for main in sorted(children.keys() - kins.keys()):
        for place, name in enumerate(_below(main, children, kins), 2):
            each = kins[name]
            yield name, Bond(main, each.to, each.role, place, each.reason)


def _below(
    main: str, children: Mapping[str, Iterable[str]], kins: Mapping[str, Kin]
) -> Iterator[str]:
    """What belongs to a document, each followed by what belongs to that in turn."""
    waiting = [main]
    while waiting:
        at = waiting.pop()
        if at != main:
            yield at
        own = sorted(
            children.get(at, ()),
            key=lambda name: (_ORDER[kins[name].role], kins[name].rank or 99, name),
            reverse=True,
        )
        waiting.extend(own)
