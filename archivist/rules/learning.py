"""What people's decisions teach: files like those a person has placed probably belong there too.

Only standing decisions of people count, never what the rules placed by themselves; what a person
takes back is forgotten with the next placing. Nothing is kept: the same decisions and files teach
the same. Likeness is that of names, titles and openings (``likeness``); pairs that many points
or many placed files share tell little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archivist.model import Arrival, Decision, Digest, Plan, Reading, Verb
from archivist.rules.deciding import last_word
from archivist.rules.likeness import Likeness, Profile, profile
from archivist.rules.naming import Path
from archivist.rules.sight import Sight, see
from archivist.rules.units import Units

_ALIKE = 0.35
"""Below this two papers share no more than the phrases every office uses (measured)."""

_MOST = 1000
"""The latest decisions that are compared; more would cost time and tell nothing new (ours)."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """The files a person placed at a point that a document is like.

    ``alike`` is the likeness 0..1 to the most alike, ``name`` its file name, ``by`` who placed it.
    """

    files: int
    alike: float
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class _Example:
    point: str
    name: str
    by: str
    profile: Profile


class Lessons:
    """What was taught, ready to be compared with documents."""

    def __init__(self, examples: Iterable[_Example], background: Iterable[Profile]) -> None:
        """Weigh the pairs of the examples against each other and against what all points ask."""
        self._examples = tuple(examples)
        self._likeness = Likeness((each.profile for each in self._examples), background)

    def on(self, name: str, title: str, opening: str) -> Mapping[str, Lesson]:
        """By point: what people's files there teach about a document (plain texts)."""
        if not self._examples:
            return {}
        shared = self._likeness.shared(((f"{name}\n{title}", 0.5), (opening, 0.5)))
        totals = shared.totals
        lessons: dict[str, Lesson] = {}
        for place in (-totals).argsort(kind="stable").tolist():
            alike = float(totals[place])
            if alike < _ALIKE:
                break
            own = self._examples[place]
            best = lessons.get(own.point) or Lesson(0, min(alike, 1.0), own.name, own.by)
            lessons[own.point] = Lesson(best.files + 1, best.alike, best.name, best.by)
        return lessons


NOTHING = Lessons((), ())


def taught(
    plan: Plan,
    units: Units,
    files: Iterable[tuple[Arrival, Reading, tuple[Decision, ...]]],
    texts: Mapping[Digest, str],
) -> Lessons:
    """The lessons of all files with people's decisions on them; each content teaches once."""
    placed: dict[Digest, tuple[Decision, Sight]] = {}
    for arrival, reading, decisions in files:
        settled = last_word(decisions, arrival).settled
        if settled and settled.verb is Verb.PLACE and settled.point in plan.by_code:
            text = texts.get(arrival.digest, "")
            placed.setdefault(
                arrival.digest, (settled, see(Path.of(arrival.name), reading, text, ""))
            )
    latest = sorted(placed.values(), key=lambda each: each[0].id)[-_MOST:]
    if not latest:
        return NOTHING
    examples = (
        _Example(word.point, sight.path.base, word.by, profile(_told(sight, units)))
        for word, sight in latest
    )
    return Lessons(examples, (profile(((point.text, 1.0),)) for point in plan.points))


def _told(sight: Sight, units: Units) -> Iterator[tuple[str, float]]:
    yield units.unnamed(sight.name), 1.0
    yield units.unnamed(sight.title), 1.0
    yield sight.opening, 1.0
