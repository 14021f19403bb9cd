"""Why a point is a candidate: its weightiest words, kind of document and unit, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from archivist.model import Candidate, Point, Reason
from archivist.rules.patterns import Pattern
from archivist.rules.reasons import because
from archivist.rules.scoring import Ranking, Score, Scorer, Spoken
from archivist.rules.words import Claim

_WORTH_TELLING = 0.25
"""A word is told if it contributes at least this share of what the weightiest does."""

_SHARED, _PAIRS = 2, 6
"""So many phrases are told, found around so many pairs of characters."""


class _Text(NamedTuple):
    """What was compared, and the pairs of characters in it that the rules know."""

    pairs: frozenset[str]
    whole: str


class Explainer:
    """Turns scores into candidates with reasons."""

    def __init__(self, scorer: Scorer) -> None:
        """Explain what this scorer found."""
        self._scorer = scorer
        self._genre = lru_cache(maxsize=None)(self._of_genre)
        self._role = lru_cache(maxsize=None)(self._of_role)

    def candidates(
        self, ranking: Ranking, scores: Iterable[Score], reasons: int
    ) -> tuple[Candidate, ...]:
        """Scores as candidates with their weightiest reasons; without a reason there is none."""
        listed = tuple(scores)
        if not listed:
            return ()
        pairs = self._scorer.likeness.named(ranking.shared)
        text = _Text(pairs, "\n".join(ranking.zones))
        made = (
            Candidate(
                score.point.code,
                round(score.confidence, 3),
                self._reasons(ranking, score.point, text, reasons),
            )
            for score in listed
        )
        return tuple(candidate for candidate in made if candidate.reasons)

    def _reasons(
        self, ranking: Ranking, point: Point, text: _Text, most: int
    ) -> tuple[Reason, ...]:
        fixed = self._scorer.pattern_worth
        reasons = [_fits(p, fixed(p)) for p in ranking.patterns if p.point == point.code][:1]
        reasons.extend(self._learned(ranking, point))
        reasons.extend(self._alike(ranking, point, text))
        claims = self._scorer.vocabulary.of_point[self._scorer.number[point.code]]
        factors, worth = ranking.factors, self._scorer.weights.words
        weighed = sorted(
            (-factors[w] * claims[w].weight * worth, w) for w in factors.keys() & claims.keys()
        )
        told: list[str] = []
        for worth, word in weighed:
            if len(told) >= most or worth > weighed[0][0] * _WORTH_TELLING:
                break
            claim = claims[word]
            if not any(claim.text in other or other in claim.text for other in told):
                told.append(claim.text)
                reasons.append(_told(ranking.spoken, word, claim, -worth))
        reasons.extend(self._circumstances(ranking, point) if reasons else ())
        return tuple(reasons)

    def _learned(self, ranking: Ranking, point: Point) -> Iterator[Reason]:
        """Which files that people placed at the point the document is like."""
        lesson = ranking.learned.get(point.code)
        if lesson:
            text = (
                f"与 {lesson.files} 份人工归到 {point.code} 的文件相近"
                f"（最像“{lesson.name}”，相近{lesson.alike:.0%}）"
            )
            worth = lesson.alike * self._scorer.weights.learned
            yield Reason(text, by=lesson.by, weight=round(worth, 1))

    def _alike(self, ranking: Ranking, point: Point, text: _Text) -> Iterator[Reason]:
        """What the text shares with the point's requirement, its wants and words."""
        likeness, index = self._scorer.likeness, self._scorer.number[point.code]
        worth, pairs = likeness.told(ranking.shared, index, _PAIRS)
        if not pairs:
            return
        shown = self._scorer.phrases[index].shown(pairs, text.pairs, text.whole, _SHARED)
        told = f"（{'、'.join(shown)}）" if shown else "，但没有整词相同"
        said = f"用字与该要点的要求、材料或同义说法相近{told}"
        yield because(said, point.where, round(worth, 1))

    def _circumstances(self, ranking: Ranking, point: Point) -> Iterator[Reason]:
        """Kind of document and unit: they add to a reason."""
        index = self._scorer.number[point.code]
        told = (
            *(self._genre(genre, index) for genre in ranking.genres),
            self._role(ranking.unit, index),
        )
        return filter(None, told)

    def _of_genre(self, genre: str, index: int) -> Reason | None:
        known = self._scorer.genres.get(genre)
        worth = 0.0 if known is None else float(known[index])
        text = f"文种为{genre}，该要点有此类材料"
        where = self._scorer.points[index].where
        return because(text, where, round(worth, 1)) if worth else None

    def _of_role(self, unit: str, index: int) -> Reason | None:
        role = self._scorer.roles(unit)[index] if unit else ""
        worth, where = self._scorer.role_worth(role), self._scorer.points[index].where
        return because(f"{unit}是该要点{role}单位", where, round(worth, 1)) if role else None


def _fits(pattern: Pattern, worth: float) -> Reason:
    return because(f"文件名符合“{pattern.phrase.text}”", pattern.phrase.where, round(worth, 1))


def _told(spoken: Spoken, word: int, claim: Claim, worth: float) -> Reason:
    weight = round(worth, 1)
    shown = f"“{claim.text}”" + (f"（即“{claim.term}”）" if claim.term else "")
    if word in spoken.name:
        return because(f"文件名出现{shown}", claim.where, weight)
    if word in spoken.title:
        return because(f"标题出现{shown}", claim.where, weight, claim.text)
    if word in spoken.opening:
        return because(f"正文开头出现{shown}", claim.where, weight, claim.text)
    return because(f"文件夹名出现{shown}", claim.where, weight)
