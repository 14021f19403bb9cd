"""How strongly words, likeness, kind and unit of a document speak for each point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

import numpy as np

from archivist.model import Plan, Point, Weights
from archivist.rules.genres import genres_wanted
from archivist.rules.learning import NOTHING, Lesson, Lessons
from archivist.rules.likeness import Likeness, Numbers, Shared, pairs_of, profile
from archivist.rules.naming import plain
from archivist.rules.patterns import Pattern, Patterns
from archivist.rules.phrases import Phrases
from archivist.rules.said import Said, said_by_all
from archivist.rules.sight import Sight
from archivist.rules.units import Units
from archivist.rules.words import Vocabulary

_BEST = 7
_GENRES = 2
_LOOKED_AT = 3000
"""Characters of a body that are compared: what a paper is about is said on its first pages."""


class Spoken(NamedTuple):
    """Where words of the vocabulary stand in a document, by number.

    Beyond its opening a text is heard by its likeness alone: counting words there as well was
    measured to add nothing.
    """

    name: frozenset[int]
    title: frozenset[int]
    folder: frozenset[int]
    opening: frozenset[int]


class Score(NamedTuple):
    """One point's score; ``confidence`` in 0..1 weighs it against all other points."""

    point: Point
    total: float
    confidence: float


class Ranking(NamedTuple):
    """The best points, best first, and what is needed to explain them.

    ``totals`` are the scores of all points, in the order of ``plan.points``; ``factors`` what each
    word counts by where it stands; ``zones`` are the texts that were compared, heading and body.
    """

    scores: tuple[Score, ...]
    totals: Numbers
    factors: Mapping[int, float]
    spoken: Spoken
    shared: Shared
    patterns: tuple[Pattern, ...]
    genres: tuple[str, ...]
    unit: str
    learned: Mapping[str, Lesson]
    zones: tuple[str, ...]

    @property
    def top(self) -> Score | None:
        """The best point, or None where nothing speaks for any."""
        return self.scores[0] if self.scores else None


class Asked(NamedTuple):
    """A document of a unit to be scored; ``hints`` are codes that may be meant."""

    sight: Sight
    unit: str
    hints: tuple[str, ...]


class _Heard(NamedTuple):
    """What a document says by itself; see ``Ranking``."""

    evidence: Numbers
    factors: Mapping[int, float]
    spoken: Spoken
    shared: Shared
    patterns: tuple[Pattern, ...]
    genres: tuple[str, ...]
    learned: Mapping[str, Lesson]


class Scorer:
    """Compiled once for a plan; scores documents without remembering any."""

    def __init__(self, plan: Plan, units: Units) -> None:
        """Compile the vocabulary, the patterns and the kinds of document each point wants."""
        said = said_by_all(plan)
        self.vocabulary = Vocabulary.of(plan, said)
        everyday = frozenset(map(plain, plan.settings.boilerplate))
        self.phrases = tuple(
            Phrases((plain(each.text) for each in said[point.code]), everyday)
            for point in plan.points
        )
        self.weights: Weights = plan.settings.weights
        stock = "\n".join(map(plain, plan.settings.stock))
        self.likeness = Likeness(
            (profile(_profiled(said[point.code])) for point in plan.points),
            muted=dict.fromkeys(pairs_of(stock), self.weights.stock),
        )
        self.patterns = Patterns.of(plan)
        self.points = plan.points
        self.number = {point.code: index for index, point in enumerate(plan.points)}
        self._units = units
        self.genres = _genre_worth(plan)
        self._opening = [
            self.weights.opening * (self.weights.stock if word in stock else 1.0)
            for word in self.vocabulary.words
        ]
        self.roles = lru_cache(maxsize=None)(self._roles_of)
        self._folder_hits = lru_cache(maxsize=4096)(self.vocabulary.hits)
        self._prior = lru_cache(maxsize=None)(self._prior_of)

    def rank(self, asked: Sequence[Asked], lessons: Lessons = NOTHING) -> list[Ranking]:
        """Score every point for each of many documents; a score depends on its document alone."""
        if not asked:
            return []
        named = [tuple(map(self._units.unnamed, (a.sight.name, a.sight.title))) for a in asked]
        zones = [
            (
                (f"{name}\n{title}", self.weights.like_heading),
                (each.sight.body[:_LOOKED_AT], self.weights.like_body),
            )
            for each, (name, title) in zip(asked, named, strict=True)
        ]
        heard = [
            self._hear(each, name, title, shared, lessons)
            for each, (name, title), shared in zip(
                asked, named, self.likeness.shared_by(zones), strict=True
            )
        ]
        evidence = np.array([each.evidence for each in heard], np.float32)
        totals = evidence + np.array([self._prior(each.unit) for each in asked], np.float32)
        scores = self._scores(evidence, totals)
        return [
            Ranking(
                tuple(best),
                row,
                own.factors,
                own.spoken,
                own.shared,
                own.patterns,
                own.genres,
                each.unit,
                own.learned,
                tuple(text for text, _ in read),
            )
            for each, own, best, row, read in zip(asked, heard, scores, totals, zones, strict=True)
        ]

    def _hear(
        self, asked: Asked, name: str, title: str, shared: Shared, lessons: Lessons
    ) -> _Heard:
        """Add up what one document says for every point."""
        sight = asked.sight
        spoken = self._listen(sight, name, title)
        factors = self._factors(spoken)
        total = shared.totals + self._by_words(factors)
        genres = sight.genres[:_GENRES]
        for genre in genres:
            if genre in self.genres:
                total += self.genres[genre]
        patterns = self.patterns.matching(sight.base, sight.name)
        for index, worth in self._worths(patterns).items():
            total[index] += worth
        for code in asked.hints:
            total[self.number[code]] += self.weights.hint
        learned = lessons.on(name, title, sight.opening)
        for code, lesson in learned.items():
            total[self.number[code]] += self.weights.learned * lesson.alike
        return _Heard(total, factors, spoken, shared, patterns, genres, learned)

    def _listen(self, sight: Sight, name: str, title: str) -> Spoken:
        """Find the words of the rules in a document; units are no words of its name or title."""
        hits = self.vocabulary.hits
        folder = self._folder_hits(sight.folder)
        return Spoken(hits(name), hits(title), folder, hits(sight.opening))

    def _factors(self, spoken: Spoken) -> dict[int, float]:
        """What each word counts: by the most telling place it stands in."""
        weights = self.weights
        return (
            {word: self._opening[word] for word in spoken.opening}
            | dict.fromkeys(spoken.folder, weights.folder)
            | dict.fromkeys(spoken.title, weights.title)
            | dict.fromkeys(spoken.name, weights.name)
        )

    def _by_words(self, factors: Mapping[int, float]) -> Numbers:
        if not factors:
            return np.zeros(len(self.points), np.float32)
        words = np.fromiter(factors.keys(), np.int32, len(factors))
        worth = np.fromiter(factors.values(), np.float32, len(factors))
        summed: Numbers = np.einsum("w,wn->n", worth, self.vocabulary.table.take(words, axis=0))
        return summed * np.float32(self.weights.words)

    def _worths(self, patterns: tuple[Pattern, ...]) -> dict[int, float]:
        worth: dict[int, float] = {}
        for pattern in patterns:
            index = self.number[pattern.point]
            worth[index] = max(worth.get(index, 0.0), self.pattern_worth(pattern))
        return worth

    def pattern_worth(self, pattern: Pattern) -> float:
        """What a fitting name pattern adds: the more characters it fixes, the more."""
        return min(pattern.letters * self.weights.pattern, self.weights.pattern_most)

    def role_worth(self, role: str) -> float:
        """What the unit's part in a point adds."""
        return {"牵头": self.weights.leads, "配合": self.weights.supports}.get(role, 0.0)

    def _prior_of(self, unit: str) -> Numbers:
        roles = self.roles(unit) if unit else ("",) * len(self.points)
        return np.array([self.role_worth(role) for role in roles], np.float32)

    def _roles_of(self, unit: str) -> tuple[str, ...]:
        """牵头, 配合 or "" of a unit at every point."""
        return tuple(self._units.role(unit, point) for point in self.points)

    def _scores(self, evidence: Numbers, totals: Numbers) -> Iterator[list[Score]]:
        """The best points of each row with their share of all; little evidence, small shares."""
        peaks = totals.max(axis=1, keepdims=True)
        shares = np.exp((totals - peaks) * np.float32(self.weights.caution))
        best = (-totals).argsort(axis=1, kind="stable")[:, :_BEST]
        heard, total = (np.take_along_axis(every, best, 1) for every in (evidence, totals))
        part = np.take_along_axis(shares, best, 1) / shares.sum(axis=1, keepdims=True)
        sure = (1 - np.exp(-heard.astype(float) / self.weights.certain)) * part
        for row in zip(best.tolist(), heard.tolist(), total.tolist(), sure.tolist(), strict=True):
            yield [
                Score(self.points[index], summed, confidence)
                for index, spoken, summed, confidence in zip(*row, strict=True)
                if spoken > 0
            ]


def _profiled(said: Iterable[Said]) -> Iterator[tuple[str, float]]:
    return ((plain(each.text), each.worth) for each in said)


def _genre_worth(plan: Plan) -> dict[str, Numbers]:
    """For every kind of document what it adds at every point: the fewer want it, the more."""
    wanting: dict[str, list[int]] = {}
    for index, point in enumerate(plan.points):
        for genre in frozenset().union(*(genres_wanted(want) for want in point.wants)):
            wanting.setdefault(genre, []).append(index)
    count = len(plan.points)
    worth = {}
    for genre, points in wanting.items():
        worth[genre] = np.zeros(count, np.float32)
        worth[genre][points] = plan.settings.weights.genre * log(1 + count / len(points))
    return worth
