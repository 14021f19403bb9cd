"""What speaks for each point: its title, requirement, wants and words, and how offices say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archivist.model import Plan, Point, Term, Where
from archivist.rules.automata import finder, spelled
from archivist.rules.naming import plain

_WRITTEN, WANT_NAME, _TITLE, _REQUIREMENT = 1.5, 1.2, 1.0, 0.7
_VARIANT = 0.9
"""What a variant is worth beside the term it stands for."""

_INNER = 0.6
"""The least it is worth where the term is only part of what is said: 学校食堂 in 示范学校食堂."""

WHOLE_POINT = -1


@dataclass(frozen=True, slots=True)
class Owner:
    """Who a word speaks for: a point, and one of its wants or (-1) the point as a whole."""

    point: str
    want: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a plan says of an owner: a text, its line, its worth and, of a variant, its term."""

    owner: Owner
    text: str
    where: Where
    worth: float
    term: str = ""


def said_by_all(plan: Plan) -> dict[str, tuple[Said, ...]]:
    """What speaks for every point of a plan, by code: the rules' own words, then their variants.

    A term that an owner uses several times speaks for it once, by its worthiest use.
    """
    terms = plan.thesaurus
    automaton = finder([plain(term.text) for term in terms])
    return {
        point.code: (*own, *_said_otherwise(own, terms, automaton))
        for point in plan.points
        for own in [tuple(_said_of(point))]
    }


def _said_otherwise(
    own: Iterable[Said],
    terms: Sequence[Term],
    automaton: Any,  # noqa: ANN401 - pyahocorasick has no types
) -> Iterator[Said]:
    used: dict[tuple[Owner, int], float] = {}
    for each in own if terms else ():
        compact = plain(each.text)
        for _, term in automaton.iter(spelled(compact)):
            share = max(_INNER, len(plain(terms[term].text)) / len(compact))
            key = each.owner, term
            used[key] = max(used.get(key, 0.0), each.worth * share)
    for (owner, number), worth in used.items():
        term = terms[number]
        for phrase in term.said:
            yield Said(owner, phrase.text, phrase.where, worth * _VARIANT, term.text)


def _said_of(point: Point) -> Iterator[Said]:
    whole = Owner(point.code, WHOLE_POINT)
    yield Said(whole, point.title, point.where, _TITLE)
    yield Said(whole, point.text, point.where, _REQUIREMENT)
    for phrase in point.words:
        yield Said(whole, phrase.text, phrase.where, _WRITTEN)
    for index, want in enumerate(point.wants):
        owner = Owner(point.code, index)
        yield Said(owner, want.name, want.where, WANT_NAME)
        for phrase in want.words:
            yield Said(owner, phrase.text, phrase.where, _WRITTEN)
