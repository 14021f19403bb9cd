"""Which of a point's wants a document meets."""

from __future__ import annotations

from dataclasses import dataclass

from archivist.model import Plan, Reason, Want
from archivist.rules.genres import family, fit, genres_wanted
from archivist.rules.naming import plain
from archivist.rules.scoring import Ranking
from archivist.rules.sight import Sight
from archivist.rules.words import Owner, Vocabulary

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
    score: float
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

    def as_listed(self, code: str, sight: Sight) -> bool:
        """Whether the name contains the full name of one of a point's wants."""
        names = (wanted.name for wanted in self._wants[code])
        return any(len(name) >= _TELLING and name in sight.name for name in names)

    def choose(self, code: str, sight: Sight, ranking: Ranking) -> tuple[str, Reason | None]:
        """The want of a point that a document meets, and why; ("", None) where none stands out."""
        wants = self._wants[code]
        claims = [
            _strongest(wanted, index, self._words(Owner(code, index), ranking), sight, ranking)
            for index, wanted in enumerate(wants)
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

    def _words(self, want: Owner, ranking: Ranking) -> float:
        weights = self._vocabulary.of_want.get(want, {})
        met = ranking.factors.keys() & weights.keys()
        return sum(ranking.factors[word] * weights[word] for word in sorted(met))


def _strongest(wanted: _Wanted, index: int, words: float, sight: Sight, ranking: Ranking) -> _Claim:
    """Add up what speaks for a want and name the strongest of it."""
    want = wanted.want
    pattern = next(
        (p for p in ranking.patterns if p.want == index and p.phrase in want.names), None
    )
    full = wanted.name in sight.name or wanted.name in sight.title
    genre = sight.genres[0] if sight.genres and sight.genres[0] in wanted.genres else ""
    other = "" if genre else next((g for g in sight.genres if g in wanted.genres), "")
    strange = bool(sight.genres and wanted.genres and not genre and not other)
    suits = fit(sight.format, want.carrier)
    parts = (
        (_PATTERN if pattern else 0.0, f"文件名符合“{pattern.phrase.text}”" if pattern else ""),
        (_FULL_NAME if full else 0.0, "名称相同"),
        (words * _WORDS, "用词相近"),
        (_GENRE if genre else 0.0, f"文种为{genre}"),
        (_SECOND_GENRE if other else 0.0, f"含{other}"),
        (_OTHER_GENRE if strange else 0.0, ""),
        (_FIT * suits, f"{family(sight.format)}适合{want.carrier}"),
    )
    return _Claim(sum(score for score, _ in parts), max(parts)[1])
