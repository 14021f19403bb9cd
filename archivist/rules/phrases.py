"""Which words and phrases a text and a requirement have in common, whole, for people to read.

Texts are compared by pairs of characters (``likeness``), and a pair is often half of two words. What
is shown is the longest run of whole words of the requirement around a pair that the text holds too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

_PLACES = 3
"""In so many sayings of a point a pair is looked up: more cost time and show nothing longer."""

_PHRASE, _WORD = 3, 2
"""Characters of a phrase worth showing; shorter ones only where there is nothing better."""

_PARTICLES = frozenset("的和与及或等并对在为了是由各到中上下于以将按从向之其这该本每做好要有无不")
"""Words of one character that begin or end no phrase."""


class _Saying(NamedTuple):
    """What the rules say, in words.

    ``inner[n]`` are the pairs of characters of word n, ``before[n]`` and ``after[n]`` these with the
    pair that joins it to the word after and before it: what a run must hold to grow over it.
    """

    words: tuple[str, ...]
    inner: tuple[tuple[str, ...], ...]
    before: tuple[tuple[str, ...], ...]
    after: tuple[tuple[str, ...], ...]

    @classmethod
    def cut(cls, text: str) -> tuple[_Saying, list[int]]:
        """A saying, and of each of its characters the number of the word it stands in."""
        import rjieba  # a dictionary is read with it

        words = rjieba.cut(text)
        return cls.of(words), [number for number, word in enumerate(words) for _ in word]

    @classmethod
    def of(cls, words: Sequence[str]) -> _Saying:
        """A saying of these words."""
        inner = [_pairs(word) for word in words]
        joints = [(one[-1] + two[0],) for one, two in pairwise(words)]
        before = [own + joint for own, joint in zip(inner, joints, strict=False)]
        after = [joint + own for own, joint in zip(inner[1:], joints, strict=True)]
        return cls(tuple(words), tuple(inner), tuple(before), ((), *after))

    def grown(self, first: int, last: int, known: frozenset[str]) -> str:
        """From these words as far as all pairs are known, without particles; or ""."""
        has = known.issuperset
        if not has(self.inner[first]) or (last > first and not has(self.after[last])):
            return ""
        while first > 0 and has(self.before[first - 1]):
            first -= 1
        while last + 1 < len(self.words) and has(self.after[last + 1]):
            last += 1
        words = self.words
        while first <= last and words[first] in _PARTICLES:
            first += 1
        while first <= last and words[last] in _PARTICLES:
            last -= 1
        return "".join(words[first : last + 1])


_Place = tuple[_Saying, int, int]
"""A saying, and the first and last of its words that a pair stands in."""


class Phrases:
    """What is said of one point; a saying is cut into words when a pair of it is first asked for."""

    def __init__(self, texts: Iterable[str], everyday: frozenset[str] = frozenset()) -> None:
        """Know the sayings (``naming.plain``), longest first; ``everyday`` words show nothing."""
        self._everyday = everyday
        self._texts = sorted(set(texts), key=lambda text: (-len(text), text))
        self._sayings: dict[str, tuple[_Saying, list[int]]] = {}
        self._places: dict[str, tuple[_Place, ...]] = {}

    def shown(self, pairs: Iterable[str], known: frozenset[str], text: str, most: int) -> list[str]:
        """The phrases around some pairs that a text holds, in the pairs' order.

        Args:
            pairs: those that weigh most, weightiest first.
            known: all pairs the text shares with the rules.
            text: the text itself; a run of known pairs may still be none of its phrases.
            most: how many phrases are wanted.
        """
        phrases: list[str] = []
        words: list[str] = []
        for pair in pairs:
            if any(pair in phrase for phrase in phrases):
                continue
            best = self._longest(pair, known, text)
            if len(best) >= _PHRASE:
                phrases = [*(each for each in phrases if each not in best), best]
            elif len(best) == _WORD and best not in self._everyday and best not in words:
                words.append(best)
            if len(phrases) == most:
                return phrases
        return (phrases or words)[:most]

    def _longest(self, pair: str, known: frozenset[str], text: str) -> str:
        best = ""
        if pair not in self._places:
            self._places[pair] = tuple(islice(self._standing(pair), _PLACES))
        for saying, first, last in self._places[pair]:
            run = saying.grown(first, last, known)
            if len(run) > max(len(best), _WORD - 1) and run in text:
                best = run
        return best

    def _standing(self, pair: str) -> Iterator[_Place]:
        for text in self._texts:
            at = text.find(pair)
            while at >= 0:
                if text not in self._sayings:
                    self._sayings[text] = _Saying.cut(text)
                saying, of = self._sayings[text]
                yield saying, of[at], of[at + 1]
                at = text.find(pair, at + 1)


def _pairs(text: str) -> tuple[str, ...]:
    return tuple(map("".join, pairwise(text)))
