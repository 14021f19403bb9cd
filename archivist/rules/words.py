"""Thousands of words looked for in one pass, each weighing what it tells points apart.

The words come from the rules themselves: what people wrote under ``words:``, and the pieces of
titles, requirements and the names of wants. A word's weight is its rarity over the points (idf);
a word that a fifth of all points use says nothing. Where texts use a longer word (应急演练方案)
the shorter words inside it (应急演练) count too, so that the longest match never hides one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archivist.model import Plan, Where
from archivist.rules.automata import finder, spelled
from archivist.rules.naming import plain
from archivist.rules.said import WANT_NAME, WHOLE_POINT, Owner, Said

_COMMON_SHARE = 0.2
_LEAST = 0.8
"""A claim below this only costs time: an everyday word of two characters that four points use."""

_SHORT_WORTH = {2: 0.35, 3: 0.7}
_LONG_WORTH, _LONG = 2.0, 8
_GRAM_LENGTHS = (4, 6)
_WHOLE_LENGTH = 2

_BREAKS = r"[^一-鿿]+|[的和与及或等并对由各年]"
"""Where a requirement breaks into pieces: punctuation, particles, and the boilerplate's words."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A word's claim for an owner: its weight, the text that earned it, and the rule's line.

    ``term`` is the word of the rules that a variant stands for, "" for the rules' own words.
    """

    weight: float
    text: str
    where: Where
    term: str = ""


Claims = dict[Owner, Claim]
WantWords = dict[str, dict[int, tuple[tuple[int, float], ...]]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of a plan, compiled.

    ``claims[i]`` says for whom word ``i`` speaks; ``table[i]`` is the weight of its greatest claim
    at every point, in the order of ``plan.points``. ``of_point[n]`` are the words
    that speak for point ``n`` with that claim; ``of_want`` pairs, for every word of a point by
    code, the numbers of the wants it speaks for with its weight there. ``latin`` are the words
    that begin or end with a Latin letter: CMA does not stand in ``pcmapping``.
    """

    words: tuple[str, ...]
    claims: tuple[Claims, ...]
    table: NDArray[np.float32]
    of_point: tuple[dict[int, Claim], ...]
    of_want: WantWords
    latin: frozenset[int]
    automaton: Any

    @classmethod
    def of(cls, plan: Plan, said: Mapping[str, Sequence[Said]]) -> Vocabulary:
        """Compile the words of a plan; ``said`` is what speaks for each point (``said_by_all``)."""
        sources = _sources(said, plan)
        shares = _spread(sources, said)
        sources = {word: claims for word, claims in sources.items() if word in shares}
        inner = finder(sources)
        listed = tuple(sources)
        claimed = {w: _with_inner(w, listed, sources, shares, inner) for w in listed}
        claimed = {word: claims for word, claims in claimed.items() if claims}
        words, claims = tuple(claimed), tuple(claimed.values())
        number = {point.code: index for index, point in enumerate(plan.points)}
        best = tuple(_by_point(each, number) for each in claims)
        table = np.zeros((len(words), len(number)), np.float32)
        for word, each in enumerate(best):
            for index, claim in each.items():
                table[word, index] = claim.weight
        of_point = _of_points(best, len(number))
        latin = frozenset(i for i, w in enumerate(words) if _latin(w[:1]) or _latin(w[-1:]))
        return cls(words, claims, table, of_point, _of_wants(claims), latin, finder(words))

    def hits(self, plain_text: str) -> frozenset[int]:
        """Which words stand in a text brought to one writing."""
        if not self.words or not plain_text:
            return frozenset()
        text, latin = spelled(plain_text), self.latin
        found = [*self.automaton.iter_long(text)]
        words = frozenset([word for _, word in found])
        if words.isdisjoint(latin):
            return words
        return frozenset(
            word for end, word in found if word not in latin or _whole(text, end, self.words[word])
        )


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


def _whole(text: str, end: int, word: str) -> bool:
    """Whether a word that ends at this place is no part of a longer run of Latin letters."""
    start = end + 1 - len(spelled(word))
    cut_before = _latin(word[0]) and _latin(text[start - 1 : start])
    return not cut_before and not (_latin(word[-1]) and _latin(text[end + 1 : end + 2]))


def _sources(said: Mapping[str, Sequence[Said]], plan: Plan) -> dict[str, Claims]:
    """Every word with its claims, before rarity."""
    sources: dict[str, Claims] = {}
    breaks = _breaks(plan.settings.boilerplate)
    for each in chain.from_iterable(said.values()):
        for word, share in _pieces(each.text, each.worth, breaks):
            claims = sources.setdefault(word, {})
            known = claims.get(each.owner)
            if known is None or known.weight < share:
                claims[each.owner] = Claim(share, word, each.where, each.term)
    return sources


def _breaks(boilerplate: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(
        {plain(word) for word in boilerplate}, key=lambda word: (-len(word), word)
    )
    return re.compile("|".join((_BREAKS, *map(re.escape, longest_first))))


def _pieces(text: str, worth: float, breaks: re.Pattern[str]) -> Iterator[tuple[str, float]]:
    """The text itself if it is a word or a name, and the pieces it is made of."""
    compact = plain(text)
    if len(compact) >= _WHOLE_LENGTH and worth >= WANT_NAME:
        yield compact, worth * _length_worth(compact)
    for piece in breaks.split(compact):
        if len(piece) < _WHOLE_LENGTH:
            continue
        yield piece, worth * _length_worth(piece)
        for gram in _grams(piece):
            yield gram, worth * _length_worth(gram)


def _grams(piece: str) -> Iterator[str]:
    """Runs of two and three words, words being two characters counted from either end."""
    for length in _GRAM_LENGTHS:
        for start in range(len(piece) - length + 1):
            if start % 2 == 0 or (len(piece) - start - length) % 2 == 0:
                yield piece[start : start + length]


def _length_worth(word: str) -> float:
    """A word of four is worth 1, a phrase of eight or more 2: chance hardly writes it."""
    return _SHORT_WORTH.get(len(word)) or min(_LONG_WORTH, len(word) * _LONG_WORTH / _LONG)


def _spread(sources: dict[str, Claims], said: Mapping[str, Sequence[Said]]) -> dict[str, float]:
    """Rarity of every word that is not common: the logarithm of points over points that use it."""
    found = finder(sources)
    words = list(sources)
    used: Counter[str] = Counter()
    for own in said.values():
        text = "\n".join(dict.fromkeys(plain(each.text) for each in own))
        used.update({words[index] for _, index in found.iter(spelled(text))} if words else ())
    count = len(said)
    ceiling = max(count * _COMMON_SHARE, 1)
    return {word: log(1 + count / n) for word, n in used.items() if n <= ceiling}


def _with_inner(
    word: str,
    words: tuple[str, ...],
    sources: dict[str, Claims],
    rarity: dict[str, float],
    automaton: Any,  # noqa: ANN401 - pyahocorasick has no types
) -> Claims:
    """Claims of a word and of the words inside it, weighed by rarity."""
    claims: Claims = {}
    for _, index in automaton.iter(spelled(word)):
        inner = words[index]
        for owner, claim in sources[inner].items():
            weight = claim.weight * rarity[inner]
            known = claims.get(owner)
            if weight >= _LEAST and (known is None or known.weight < weight):
                claims[owner] = Claim(weight, inner, claim.where, claim.term)
    return claims


def _by_point(claims: Claims, number: Mapping[str, int]) -> dict[int, Claim]:
    best: dict[int, Claim] = {}
    for owner, claim in claims.items():
        known = best.get(number[owner.point])
        if known is None or known.weight < claim.weight:
            best[number[owner.point]] = claim
    return best


def _of_points(best: tuple[dict[int, Claim], ...], points: int) -> tuple[dict[int, Claim], ...]:
    """The words of each point, to be met with the words of a document."""
    of_point: tuple[dict[int, Claim], ...] = tuple({} for _ in range(points))
    for word, greatest in enumerate(best):
        for index, claim in greatest.items():
            of_point[index][word] = claim
    return of_point


def _of_wants(claims: tuple[Claims, ...]) -> WantWords:
    """The words of each point's wants, to be met with the words of a document."""
    found: WantWords = {}
    for word, each in enumerate(claims):
        for owner, claim in each.items():
            if owner.want != WHOLE_POINT:
                known = found.setdefault(owner.point, {}).get(word, ())
                found[owner.point][word] = (*known, (owner.want, claim.weight))
    return found
