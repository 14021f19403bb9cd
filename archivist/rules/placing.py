"""Where a document belongs, why, and what else it could be; what is not clear is left to a person.

Evidence, strongest first: a person's decision, what a bag claims, a row of a transmittal list, a code in the file name, a code or a point's title
in a folder name, then name patterns, words, kind of document and unit weighed together. What is
explicit decides alone; weighed evidence only above ``thresholds.accept`` and ``thresholds.margin``.
Evidence that speaks against an explicit place is kept as a contradiction, never averaged away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import NamedTuple

from archivist.model import (
    Arrival,
    Candidate,
    Decision,
    Digest,
    ElementKind,
    Origin,
    Placement,
    Plan,
    Point,
    Reading,
    Reason,
)
from archivist.rules.dating import date_of
from archivist.rules.deciding import SILENCE, last_word
from archivist.rules.explaining import Explainer
from archivist.rules.handed import claimed
from archivist.rules.learning import NOTHING, Lessons, taught
from archivist.rules.lists import ListReader, Row
from archivist.rules.naming import Path
from archivist.rules.prevailing import decided, listed
from archivist.rules.scoring import Asked, Ranking, Score, Scorer
from archivist.rules.sight import Sight, see
from archivist.rules.signposts import Explicit, Folder, Signposts
from archivist.rules.subject import Test
from archivist.rules.units import Units
from archivist.rules.wanting import Wants

_CANDIDATES, _REASONS = 5, 3
_RUNNERS_UP = 2
_A_FEW, _ENOUGH = 3, 12
"""So many different pairs of characters that the rules know, and a text says something: with a word
of the point among them, and without."""

_NO_SUBJECT = "文种和用词像某个要点，但看不出属于本次检查的内容，请人工确定"
_WRITTEN_AT = datetime(2000, 1, 1, tzinfo=UTC)


class Evidence(NamedTuple):
    """What is known of a document to be placed.

    ``arrival`` is the document under the name to judge by, ``reading`` what its bytes say,
    ``text`` its whole text, "" if it has none. Of ``decisions`` those on other files are ignored.
    ``row`` is what a transmittal list dropped with it says of it, ``origin`` what the bag it came
    in says of it; then it is judged by its first name.
    """

    arrival: Arrival
    reading: Reading
    text: str
    decisions: tuple[Decision, ...] = ()
    row: Row | None = None
    origin: Origin | None = None

    @property
    def called(self) -> str:
        """The name to judge by."""
        return self.origin.claim.name if self.origin else self.arrival.name


class _Look(NamedTuple):
    """A document as seen, its unit and what it says explicitly."""

    sight: Sight
    unit: str
    unit_reason: Reason | None
    explicit: Explicit


class _Weighed(NamedTuple):
    """What a document says by itself of its point; the fields are those of a placement."""

    point: str
    reasons: tuple[Reason, ...]
    candidates: tuple[Candidate, ...]
    confidence: float = 0.0
    explicit: bool = False
    cross: tuple[str, ...] = ()
    contradictions: tuple[Reason, ...] = ()


class Placer:
    """The rules, compiled once, that place any number of documents."""

    def __init__(self, plan: Plan) -> None:
        """Compile codes, units, words, patterns and wants of a plan (about a tenth of a second)."""
        self._plan = plan
        self._units = Units.of(plan)
        self._signposts = Signposts(plan, self._units)
        self.lists = ListReader(plan, self._units)
        self._scorer = Scorer(plan, self._units)
        self._explainer = Explainer(self._scorer)
        self._wants = Wants(plan, self._scorer.vocabulary)
        self._subject = Test.of(plan.settings.subject, plan.settings.stock)
        self._issued = lru_cache(maxsize=4096)(partial(self._units.of_document, (), ""))

    def place(
        self,
        arrival: Arrival,
        reading: Reading,
        text: str,
        decisions: Iterable[Decision],
        row: Row | None = None,
        origin: Origin | None = None,
        lessons: Lessons = NOTHING,
    ) -> Placement:
        """Place one document by all evidence there is; see ``Evidence`` and ``place_all``."""
        evidence = Evidence(arrival, reading, text, tuple(decisions), row, origin)
        return self.place_all((evidence,), lessons)[0]

    def place_all(
        self, documents: Sequence[Evidence], lessons: Lessons = NOTHING
    ) -> tuple[Placement, ...]:
        """Place documents, each as if it were alone; some dozens at once are quicker.

        Args:
            documents: what is known of each.
            lessons: what files that people placed teach.

        Returns:
            Placements in order; a ``point`` is "" while the document is open for a person.
        """
        looks = [self._look(each) for each in documents]
        asked = [Asked(look.sight, look.unit, look.explicit.hints) for look in looks]
        rankings = self._scorer.rank(asked, lessons)
        return tuple(map(self._place, documents, looks, rankings))

    def _look(self, told: Evidence) -> _Look:
        path = Path.of(told.called)
        folder = self._signposts.folder(path.folders)
        sight = see(path, told.reading, told.text, folder.words)
        unit, unit_reason = self._unit(folder, sight, told.reading)
        explicit = self._signposts.read(sight, folder)
        if told.row and told.row.point:
            explicit = self._signposts.listed(told.row, explicit)
        return _Look(sight, unit, unit_reason, explicit)

    def _place(self, told: Evidence, look: _Look, ranking: Ranking) -> Placement:
        weighed = self._weigh(look, ranking)
        said = told.row or told.origin or told.decisions  # before a want is looked for
        want, want_reason = ("", None) if said else self._want(weighed.point, look.sight, ranking)
        placement = Placement(
            weighed.point,
            look.unit,
            want,
            date_of(told.called, told.reading),
            weighed.confidence,
            weighed.explicit,
            weighed.reasons,
            look.unit_reason,
            want_reason,
            weighed.candidates,
            weighed.cross,
            weighed.contradictions,
        )
        return self._overruled(placement, told, look.sight, ranking) if said else placement

    def _overruled(
        self, placement: Placement, told: Evidence, sight: Sight, ranking: Ranking
    ) -> Placement:
        """Let lists, bags and people prevail over what the document says itself."""
        if told.row and told.row.point:
            placement = listed(placement, told.row)
        if told.origin:
            placement = claimed(self._plan, placement, told.origin)
        word = last_word(told.decisions, told.arrival)
        if word is not SILENCE:
            placement = decided(self._plan, placement, word)
        if placement.want:
            return placement
        want, reason = self._want(placement.point, sight, ranking)
        return replace(placement, want=want, want_reason=reason) if placement.point else placement

    def taught(
        self,
        files: Iterable[tuple[Arrival, Reading, tuple[Decision, ...]]],
        texts: Mapping[Digest, str],
    ) -> Lessons:
        """What people's decisions on these files teach."""
        return taught(self._plan, self._units, files, texts)

    def attempt(self, name: str, lessons: Lessons = NOTHING) -> Placement:
        """What the rules make of a bare file name."""
        nothing = Digest("0" * 64)
        arrival = Arrival(0, name, nothing, 0, _WRITTEN_AT, _WRITTEN_AT, "")
        return self.place(arrival, Reading(nothing, "", ""), "", (), lessons=lessons)

    def place_name(self, name: str) -> tuple[Candidate, ...]:
        """Candidates for a bare file name, best first."""
        return self.attempt(name).candidates

    def _unit(self, folder: Folder, sight: Sight, reading: Reading) -> tuple[str, Reason | None]:
        if folder.unit:
            return folder.unit, folder.unit_reason
        named = self._units.of_document((), sight.path.stem, "")
        issuer = None if named[0] else reading.first(ElementKind.ISSUER)
        return self._issued(issuer.value) if issuer else named

    def _want(self, code: str, sight: Sight, ranking: Ranking) -> tuple[str, Reason | None]:
        return self._wants.choose(code, sight, ranking) if code else ("", None)

    def _weigh(self, look: _Look, ranking: Ranking) -> _Weighed:
        explicit, sight = look.explicit, look.sight
        if explicit.point:
            return self._explicitly(look, ranking)
        if explicit.blocked or not self._is_clear(ranking, explicit.hints):
            return self._open(explicit, ranking)
        as_listed = self._wants.as_listed(ranking.scores[0].point.code, sight)
        if not self._subject.is_ours(sight, as_listed=as_listed):
            return self._open(explicit._replace(reasons=(Reason(_NO_SUBJECT),)), ranking)
        top = ranking.scores[0]
        candidates = self._candidates(ranking, ranking.scores[: 1 + _RUNNERS_UP])
        best = candidates[0]
        return _Weighed(top.point.code, best.reasons, candidates, best.confidence)

    def _explicitly(self, look: _Look, ranking: Ranking) -> _Weighed:
        explicit = look.explicit
        rival = self._rival(explicit, ranking, look.sight)
        others = self._candidates(ranking, (rival,) if rival else ())
        chosen = Candidate(explicit.point, explicit.confidence, explicit.reasons)
        return _Weighed(
            explicit.point,
            explicit.reasons,
            (chosen, *others),
            explicit.confidence,
            explicit=True,
            cross=explicit.cross,
            contradictions=(*explicit.contradictions, *map(self._contradiction, others)),
        )

    def _rival(self, explicit: Explicit, ranking: Ranking, sight: Sight) -> Score | None:
        """Another point that the document speaks of more than of the one its code names.

        Of a text the shares count: a short one that speaks twice as much of another point is as
        clear as a long one. A name alone is little; it must be ahead by a fixed measure (measured).
        """
        top = ranking.top
        if top is None or top.point.code in {explicit.point, *explicit.cross}:
            return None
        own = float(ranking.totals[self._scorer.number[explicit.point]])
        thresholds = self._plan.settings.thresholds
        if sight.body:
            ahead = own < top.total * thresholds.outweighed
        else:
            ahead = top.total - own >= thresholds.contradicts
        return top if ahead and self._says_enough(ranking, top.point) else None

    def _says_enough(self, ranking: Ranking, point: Point) -> bool:
        """Whether a text can contradict: with a word of the point by a few pairs, else by many.

        Likeness does not know how long a text is: of a mail in English 日期 is all it hears.
        """
        claims = self._scorer.vocabulary.of_point[self._scorer.number[point.code]]
        named = ranking.factors.keys() & claims.keys()
        return ranking.shared.pairs.size >= (_A_FEW if named else _ENOUGH)

    def _contradiction(self, other: Candidate) -> Reason:
        point = self._plan.by_code[other.point]
        told = "，".join(reason.text for reason in other.reasons)
        return Reason(f"内容更像{point.code}“{point.title}”：{told}", point.where)

    def _is_clear(self, ranking: Ranking, hints: tuple[str, ...]) -> bool:
        if not ranking.scores:
            return False
        thresholds = self._plan.settings.thresholds
        top = ranking.scores[0]
        second = ranking.scores[1].confidence if len(ranking.scores) > 1 else 0.0
        if hints and top.point.code not in hints:
            return False  # a writing that may be a code speaks against
        return top.confidence >= thresholds.accept and top.confidence - second >= thresholds.margin

    def _open(self, explicit: Explicit, ranking: Ranking) -> _Weighed:
        rivals = [s for s in ranking.scores if s.point.code in explicit.rivals]
        rest = [s for s in ranking.scores if s.point.code not in explicit.rivals]
        heard = {score.point.code for score in rivals}
        unheard = [code for code in explicit.rivals if code not in heard]
        candidates = (
            *self._candidates(ranking, rivals),
            *(Candidate(code, 0.0, explicit.reasons) for code in unheard),
            *self._candidates(ranking, rest[:_CANDIDATES]),
        )[:_CANDIDATES]
        reasons = explicit.reasons or (Reason(self._doubt(ranking)),)
        return _Weighed("", reasons, candidates)

    def _doubt(self, ranking: Ranking) -> str:
        if not ranking.scores:
            return "文件名、标题和正文都没有规则认得的字词，请人工确定要点"
        top = ranking.scores[0]
        accept = self._plan.settings.thresholds.accept
        return (
            f"没有编码，最像{top.point.code}，把握{round(top.confidence, 3):.2f}，"
            f"不足{accept:.2f}或与其他要点相近，请人工确定"
        )

    def _candidates(self, ranking: Ranking, scores: Iterable[Score]) -> tuple[Candidate, ...]:
        return self._explainer.candidates(ranking, scores, _REASONS)


@dataclass(frozen=True, slots=True, eq=False)
class _ThisPlan:
    """A plan known by its identity: comparing two plans means comparing thousands of nouns."""

    plan: Plan

    def __hash__(self) -> int:
        return id(self.plan)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ThisPlan) and other.plan is self.plan


@lru_cache(maxsize=2)
def _compiled(this: _ThisPlan) -> Placer:
    return Placer(this.plan)


def placer(plan: Plan) -> Placer:
    """The rules of a plan, compiled once for as long as the same plan is asked for."""
    return _compiled(_ThisPlan(plan))
