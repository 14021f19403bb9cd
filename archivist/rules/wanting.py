"""Which of a point's wants a document meets."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from archivist.model import Plan, Reason, Want
from archivist.rules.genres import family, fit, genres_wanted
from archivist.rules.naming import plain
from archivist.rules.reasons import because
from archivist.rules.scoring import Ranking
from archivist.rules.sight import Sight
from archivist.rules.words import Vocabulary

_PATTERN, _FULL_NAME, _GENRE, _SECOND_GENRE, _OTHER_GENRE, _FIT = 20.0, 12.0, 8.0, 2.0, -4.0, 8.0
"""How a name pattern, the want's full name, the kind of document (that it is the
wanted one, mentions it, or is another) and the format's fit count."""

_WORDS = 0.6
"""Words of a want tell wants of one point apart less well than they tell points apart."""

_ENOUGH, _AHEAD = 3.0, 0.5
"""A want is chosen from this score on, and only if this far ahead of the next."""

_TELLING = 6
"""Characters from which a want's name is more than everyday language."""


class _Wanted(NamedTuple):
    want: Want
    name: str
    genres: frozenset[str]


class _Claim(NamedTuple):
    """What speaks for a want: how much, and the weight and sentence of its strongest part."""

    score: float
    told: float
    reason: str


_SILENT = _Claim(0.0, 0.0, "")


class Wants:
    """The wants of all points, ready to be compared with documents."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        """Prepare names and kinds of document once."""
        self._vocabulary = vocabulary
        self._wants = {
            point.code: tuple(_Wanted(w, plain(w.name), genres_wanted(w)) for w in point.wants)
            for point in plan.points
        }
        self._kinds = lru_cache(maxsize=16_384)(self._kinds_of)

    def as_listed(self, code: str, sight: Sight) -> bool:
        """Whether the name contains the full name of one of a point's wants."""
        names = (wanted.name for wanted in self._wants[code])
        return any(len(name) >= _TELLING and name in sight.name for name in names)

    def choose(self, code: str, sight: Sight, ranking: Ranking) -> tuple[str, Reason | None]:
        """The want of a point that a document meets, and why; ("", None) where none stands out."""
        wants = self._wants[code]
        if not wants:
            return "", None
        kinds = self._kinds(code, sight.genres, sight.format)
        patterns = self._patterns(code, ranking)
        words = self._words(code, ranking)
        full = [_FULL_NAME if w.name in sight.name or w.name in sight.title else 0.0 for w in wants]
        scores = [
            named + (kind.score + patterns.get(index, _SILENT).score + worth)
            for index, (named, kind, worth) in enumerate(zip(full, kinds, words, strict=True))
        ]
        best = max(scores)
        at = scores.index(best)
        second = max((*scores[:at], *scores[at + 1 :]), default=0.0)
        if best < _ENOUGH or best - second < _AHEAD:
            return "", None
        told = (
            (full[at], "名称相同"),
            kinds[at][1:],
            patterns.get(at, _SILENT)[1:],
            (words[at], "用词相近"),
        )
        want = wants[at].want
        return want.name, because(f"{max(told)[1]}，对应材料“{want.name}”", want.where)

    def _kinds_of(self, code: str, genres: tuple[str, ...], form: str) -> tuple[_Claim, ...]:
        """What kind of document and format say for each want of a point."""
        return tuple(_kind(wanted, genres, form) for wanted in self._wants[code])

    def _patterns(self, code: str, ranking: Ranking) -> dict[int, _Claim]:
        """What name patterns of the wants themselves say, by want."""
        claims: dict[int, _Claim] = {}
        for pattern in ranking.patterns:
            if pattern.point == code and pattern.want >= 0:
                told = f"文件名符合“{pattern.phrase.text}”"
                claims.setdefault(pattern.want, _Claim(_PATTERN, _PATTERN, told))
        return claims

    def _words(self, code: str, ranking: Ranking) -> list[float]:
        """What the words of a document are worth for each want of a point."""
        worth = [0.0] * len(self._wants[code])
        weights, factors = self._vocabulary.of_want.get(code, {}), ranking.factors
        for word in sorted(factors.keys() & weights.keys()):
            for want, weight in weights[word]:
                worth[want] += factors[word] * weight
        return [each * _WORDS for each in worth]


def _kind(wanted: _Wanted, genres: tuple[str, ...], form: str) -> _Claim:
    genre = genres[0] if genres and genres[0] in wanted.genres else ""
    other = "" if genre else next((g for g in genres if g in wanted.genres), "")
    strange = bool(genres and wanted.genres and not genre and not other)
    carrier = wanted.want.carrier
    suits = _FIT * fit(form, carrier)
    by_genre = (_GENRE, f"文种为{genre}") if genre else (_SECOND_GENRE, f"含{other}")
    told, reason = max(
        by_genre if genre or other else (0.0, ""), (suits, f"{family(form)}适合{carrier}")
    )
    score = by_genre[0] * bool(genre or other) + _OTHER_GENRE * strange + suits
    return _Claim(score, told, reason)
