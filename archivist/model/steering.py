"""How placing is steered: what counts how much, and what shows that a text is of the subject."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much; defaults chosen by measurement (benchmarks/placing.py), all "ours".

    ``name``, ``title``, ``folder``, ``opening`` and ``body`` multiply a word by where it stands;
    a word of the body counts up to ``body`` the more often it stands there, reaching half of it at
    ``often`` times. ``again`` is what a word gains when it stands in the body besides.
    ``genre`` weighs the kind of document, ``pattern`` a fitting name pattern per character it
    fixes (at most ``pattern_most``), ``hint`` a writing that may be a code.
    ``leads``, ``supports`` and ``stranger`` multiply the score by the unit's part in the point.
    ``certain`` is the score at which evidence is 63 % certain; ``contrast`` how sharply the best
    point stands out; ``unnamed`` the most that a text can reach whose name or title tells less
    than ``named``.
    """

    name: float = 2.5
    title: float = 2.5
    folder: float = 1.5
    opening: float = 0.8
    body: float = 0.7
    often: float = 1.0
    again: float = 0.3
    genre: float = 2.0
    pattern: float = 2.5
    pattern_most: float = 16.0
    hint: float = 5.0
    leads: float = 1.6
    supports: float = 1.15
    stranger: float = 0.75
    certain: float = 5.0
    contrast: float = 4.0
    unnamed: float = 0.85
    named: float = 4.0


@dataclass(frozen=True, slots=True)
class Subject:
    """Words of what is inspected, and words of other campaigns; without ``own`` nothing is asked.

    An 应急预案, a 责任书 or a 动员会 讲话 exists for fire, floods and taxes too, in the same words;
    so a placement by words alone needs a sign of the subject.
    """

    own: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
