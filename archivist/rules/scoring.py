"""How strongly words, kind and unit of a document speak for each point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from operator import mul

from archivist.model import Plan, Point, Weights
from archivist.rules.genres import genres_wanted
from archivist.rules.patterns import Pattern, Patterns
from archivist.rules.sight import Sight
from archivist.rules.units import Units
from archivist.rules.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where words of the vocabulary stand in a document: word number → places."""

    name: Mapping[int, int]
    title: Mapping[int, int]
    folder: Mapping[int, int]
    opening: AbstractSet[int]
    body: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Score:
    """One point's score and what made it; ``named`` is the part due to name, title or pattern."""

    point: Point
    total: float
    named: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best points, best first, and what is needed to explain them.

    ``totals`` are the scores of all points, in the order of ``plan.points``.
    """

    scores: tuple[Score, ...]
    totals: tuple[float, ...]
    factors: Mapping[int, float]
    spoken: Spoken
    patterns: tuple[Pattern, ...]
    genres: tuple[str, ...]
    unit: str

    @property
    def top(self) -> Score | None:
        """The best point, or None where nothing speaks for any."""
        return self.scores[0] if self.scores else None


class Scorer:
    """Compiled once for a plan; scores documents without remembering any."""

    def __init__(self, plan: Plan, units: Units) -> None:
        """Compile the vocabulary, the patterns and the kinds of document each point wants."""
        self.vocabulary = Vocabulary.of(plan)
        self.patterns = Patterns.of(plan)
        self.points = plan.points
        self.number = {point.code: index for index, point in enumerate(plan.points)}
        self._units = units
        self.weights: Weights = plan.settings.weights
        self.genres = _genre_worth(plan)
        self.roles = lru_cache(maxsize=None)(self._roles_of)
        self._prior = lru_cache(maxsize=None)(self._prior_of)

    def rank(self, sight: Sight, unit: str, hints: Iterable[str]) -> Ranking:
        """Score every point for a document of a unit; ``hints`` are codes that may be meant."""
        spoken = self.listen(sight)
        factors = self._factors(spoken)
        named = [0.0] * len(self.points)
        total = [0.0] * len(self.points)
        self._add_words(spoken, factors, named, total)
        genres = sight.genres[:_GENRES]
        for genre in genres:
            for index, worth in self.genres.get(genre, ()):
                total[index] += worth * self.weights.genre
        patterns = self.patterns.matching(sight.base, sight.name)
        for index, worth in self._worths(patterns).items():
            named[index] += worth
            total[index] += worth
        for code in hints:
            named[self.number[code]] += self.weights.hint
            total[self.number[code]] += self.weights.hint
        totals = tuple(map(mul, total, self._prior(unit)))
        return Ranking(self._scores(totals, named), totals, factors, spoken, patterns, genres, unit)

    def listen(self, sight: Sight) -> Spoken:
        """Find the words of the rules in a document."""
        hits = self.vocabulary.hits
        opening, body = self.vocabulary.hits_from_start(sight.body, len(sight.opening))
        name, title = map(self._units.unnamed, (sight.name, sight.title))
        return Spoken(hits(name), hits(title), hits(sight.folder), opening, body)

    def _factors(self, spoken: Spoken) -> dict[int, float]:
        weights = self.weights
        factors = {
            word: weights.body * times / (times + weights.often)
            for word, times in spoken.body.items()
        }
        zones: tuple[tuple[Iterable[int], float], ...] = (
            (spoken.opening, weights.opening),
            (spoken.folder, weights.folder),
            (spoken.title, weights.title),
            (spoken.name, weights.name),
        )
        for words, worth in zones:
            for word in words:
                again = weights.again if word in spoken.body else 0.0
                factors[word] = max(factors.get(word, 0.0), worth + again)
        return factors

    def _add_words(
        self, spoken: Spoken, factors: Mapping[int, float], named: list[float], total: list[float]
    ) -> None:
        table = self.vocabulary.weights
        for word, factor in factors.items():
            for index, weight in table[word]:
                total[index] += weight * factor
        for word in spoken.name.keys() | spoken.title.keys():
            for index, weight in table[word]:
                named[index] += weight

    def _worths(self, patterns: tuple[Pattern, ...]) -> dict[int, float]:
        worth: dict[int, float] = {}
        for pattern in patterns:
            index = self.number[pattern.point]
            worth[index] = max(worth.get(index, 0.0), self.pattern_worth(pattern))
        return worth

    def pattern_worth(self, pattern: Pattern) -> float:
        """What a fitting name pattern adds: the more characters it fixes, the more."""
        return min(pattern.letters * self.weights.pattern, self.weights.pattern_most)

    def _prior_of(self, unit: str) -> tuple[float, ...]:
        if not unit:
            return (1.0,) * len(self.points)
        weights = self.weights
        factor = {"牵头": weights.leads, "配合": weights.supports, "": weights.stranger}
        return tuple(factor[role] for role in self.roles(unit))

    def _roles_of(self, unit: str) -> tuple[str, ...]:
        """牵头, 配合 or "" of a unit at every point."""
        return tuple(self._units.role(unit, point) for point in self.points)

    def _scores(self, totals: tuple[float, ...], named: list[float]) -> tuple[Score, ...]:
        weights = self.weights
        positive = [(total, -index) for index, total in enumerate(totals) if total > 0]
        positive.sort(reverse=True)
        positive = positive[:_RIVALS]
        mass = sum(total**weights.contrast for total, _ in positive)
        scores = []
        for total, negative in positive[:_BEST]:
            share = total**weights.contrast / mass
            confidence = (1 - exp(-total / weights.certain)) * share
            if named[-negative] < weights.named:
                confidence = min(confidence, weights.unnamed)
            scores.append(Score(self.points[-negative], total, named[-negative], confidence))
        return tuple(scores)


_RIVALS = 12
_BEST = 7
_GENRES = 2


def _genre_worth(plan: Plan) -> dict[str, tuple[tuple[int, float], ...]]:
    """For every kind of document the points that want it, weighed by how few they are."""
    wanting: dict[str, list[int]] = {}
    for index, point in enumerate(plan.points):
        for genre in frozenset().union(*(genres_wanted(want) for want in point.wants)):
            wanting.setdefault(genre, []).append(index)
    count = len(plan.points)
    return {
        genre: tuple((index, log(1 + count / len(points))) for index in points)
        for genre, points in wanting.items()
    }
