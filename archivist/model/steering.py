"""How placing is steered: what counts how much, and what shows that a text is of the subject."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much; defaults chosen by measurement (benchmarks/placing.py), all "ours".

    ``name``, ``title``, ``folder`` and ``opening`` multiply a word by the most telling place it
    stands in, ``words`` their sum. ``like_heading`` and ``like_body`` are what full likeness
    (cosine 1) of name and title, or of the body, to a point's requirement is worth; there a pair of
    characters, and in the opening a word, of the stock phrases counts by ``stock``. ``genre`` weighs the kind of document,
    ``pattern`` a fitting name pattern per character it fixes (at most ``pattern_most``), ``hint``
    a writing that may be a code, ``learned`` full likeness to a file a person has placed. ``leads`` and ``supports`` are added by the unit's part in the
    point. All add up to a score; a point's share is e to the power of ``caution`` times its score,
    over the sum of all points: the less ``caution``, the further ahead the best must be.
    ``certain`` is the score (without the unit) at which evidence is 63 % certain.
    """

    name: float = 2.5
    title: float = 2.5
    folder: float = 1.5
    opening: float = 0.8
    words: float = 0.07
    like_heading: float = 30.0
    like_body: float = 66.0
    stock: float = 0.2
    genre: float = 1.2
    pattern: float = 1.2
    pattern_most: float = 7.2
    hint: float = 3.0
    learned: float = 16.0
    leads: float = 6.5
    supports: float = 4.8
    caution: float = 0.41
    certain: float = 4.0


@dataclass(frozen=True, slots=True)
class Subject:
    """Words of what is inspected, and words of other campaigns; without ``own`` nothing is asked.

    An 应急预案, a 责任书 or a 动员会 讲话 exists for fire, floods and taxes too, in the same words;
    so a placement by words alone needs a sign of the subject.
    """

    own: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
