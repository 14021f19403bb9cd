"""File-name patterns of the rules (globs), found quickly among thousands of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import translate
from typing import Any

from archivist.model import Phrase, Plan
from archivist.rules.automata import finder, spelled
from archivist.rules.naming import plain

_LATIN = re.compile(r"[a-z]+")
_WILD = re.compile(r"\*|\?|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that asks for a point, or for one of its wants (-1: the point as a whole).

    ``letters`` counts the characters it fixes: the more, the more it says. ``words`` are its runs
    of Latin letters, which must stand as words of their own: an ``*AI*`` is no part of *email*.
    """

    point: str
    want: int
    phrase: Phrase
    letters: int
    compiled: re.Pattern[str]
    words: tuple[re.Pattern[str], ...]

    def fits(self, plain_name: str) -> bool:
        """Whether a name has this form."""
        return bool(self.compiled.match(plain_name)) and all(
            w.search(plain_name) for w in self.words
        )


@dataclass(frozen=True, slots=True)
class Patterns:
    """All patterns; those whose longest fixed run is not in a name are never tried."""

    by_run: tuple[tuple[Pattern, ...], ...]
    free: tuple[Pattern, ...]
    automaton: Any

    @classmethod
    def of(cls, plan: Plan) -> Patterns:
        """Compile the patterns of points and wants."""
        runs: dict[str, list[Pattern]] = {}
        for pattern, run in _patterns(plan):
            runs.setdefault(run, []).append(pattern)
        free = tuple(runs.pop("", ()))
        return cls(tuple(map(tuple, runs.values())), free, finder(runs))

    def matching(self, plain_name: str, plain_stem: str) -> tuple[Pattern, ...]:
        """Patterns that fit a name with or without its extension, in rule order."""
        found = self.automaton.iter(spelled(plain_name)) if self.by_run else ()
        runs = sorted({index for _, index in found})
        tried = (*self.free, *(p for index in runs for p in self.by_run[index]))
        return tuple(p for p in tried if p.fits(plain_name) or p.fits(plain_stem)) if tried else ()


def _patterns(plan: Plan) -> Iterator[tuple[Pattern, str]]:
    for point in plan.points:
        groups = [(-1, point.names), *((i, want.names) for i, want in enumerate(point.wants))]
        for want, phrases in groups:
            for phrase in phrases:
                glob = plain(phrase.text)
                runs = _WILD.split(glob)
                compiled = re.compile(translate(glob))
                letters = sum(map(len, runs))
                words = tuple(map(_word, filter(_LATIN.fullmatch, runs)))
                pattern = Pattern(point.code, want, phrase, letters, compiled, words)
                yield pattern, max(runs, key=len)


def _word(run: str) -> re.Pattern[str]:
    return re.compile(f"(?<![a-z]){run}(?![a-z])")
