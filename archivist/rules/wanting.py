"""Which of a point's wants a document meets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from archivist.model import Plan, Reason, Want
from archivist.rules.genres import family, fit, genres_wanted
from archivist.rules.naming import plain
from archivist.rules.patterns import Pattern
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


@dataclass(frozen=True, slots=True)
class _Wanted:
    want: Want
    name: str
    genres: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Claim:
    """What speaks for a want: all of it, and the weight and sentence of its strongest part."""

    score: float
    told: float
    reason: str


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
        patterns = [p for p in ranking.patterns if p.point == code]
        kinds = self._kinds(code, sight.genres, sight.format)
        claims = [
            _strongest(wanted, (kind, _patterned(wanted, index, patterns), words), sight)
            for index, (wanted, kind, words) in enumerate(
                zip(wants, kinds, self._words(code, ranking), strict=True)
            )
        ]
        order = sorted(range(len(claims)), key=lambda index: (-claims[index].score, index))
        if not order:
            return "", None
        best = claims[order[0]]
        second = claims[order[1]].score if len(order) > 1 else 0.0
        if best.score < _ENOUGH or best.score - second < _AHEAD:
            return "", None
        want = wants[order[0]].want
        return want.name, Reason(f"{best.reason}，对应材料“{want.name}”", want.where)

    def _kinds_of(self, code: str, genres: tuple[str, ...], form: str) -> tuple[_Claim, ...]:
        """What kind of document and format say for each want of a point."""
        return tuple(_kind(wanted, genres, form) for wanted in self._wants[code])

    def _words(self, code: str, ranking: Ranking) -> list[_Claim]:
        """What the words of a document are worth for each want of a point."""
        worth = [0.0] * len(self._wants[code])
        weights = self._vocabulary.of_want.get(code, {})
        for word in sorted(ranking.factors.keys() & weights.keys()):
            for want, weight in weights[word]:
                worth[want] += ranking.factors[word] * weight
        return [_Claim(each * _WORDS, each * _WORDS, "用词相近") for each in worth]


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


def _patterned(wanted: _Wanted, index: int, patterns: list[Pattern]) -> _Claim:
    """What a name pattern of the want itself says."""
    fitting = (p for p in patterns if p.want == index and p.phrase in wanted.want.names)
    pattern = next(fitting, None)
    if pattern is None:
        return _Claim(0.0, 0.0, "")
    return _Claim(_PATTERN, _PATTERN, f"文件名符合“{pattern.phrase.text}”")


def _strongest(wanted: _Wanted, claims: tuple[_Claim, ...], sight: Sight) -> _Claim:
    """Add up what speaks for a want and keep the strongest reason."""
    full = _FULL_NAME if wanted.name in sight.name or wanted.name in sight.title else 0.0
    told = max((full, "名称相同"), *((claim.told, claim.reason) for claim in claims))
    return _Claim(full + sum(claim.score for claim in claims), *told)
