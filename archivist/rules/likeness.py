"""How alike a text and what a point asks for are: the pairs of characters they share, rare ones first.

Every point is the pairs of neighbouring characters in its title, requirement, wants and words; a
pair weighs what it tells points apart (idf). A text is compared zone by zone (name, title,
opening, body) by the cosine of the two weighings, so that 协管人员 and 协管员 are nearly the same
without anybody having listed both. Practice of text retrieval (TF-IDF over character n-grams).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
Codes = NDArray[np.integer[Any]]

Profile = Mapping[str, float]
"""Pair → how much the place it comes from is worth."""

_PLANE = 2**16
"""UTF-16 units; what needs two of them is in no requirement."""

_OFTEN = 50
"""A pair said more often than this counts no more."""

_FIRST_HAN, _LAST_HAN = "一", "鿿"


@dataclass(frozen=True, slots=True)
class Shared:
    """The known pairs of a text by number, and (pair × profile) what each adds to likeness."""

    pairs: Codes
    worths: Numbers

    @property
    def totals(self) -> Numbers:
        """How alike the text is to every profile: the sum over its zones of worth times cosine."""
        whole: Numbers = np.add.reduce(self.worths, axis=0)
        return whole


class Likeness:
    """The pairs of several profiles, ready to be compared with texts."""

    def __init__(self, profiles: Iterable[Profile], background: Iterable[Profile] = ()) -> None:
        """Weigh the pairs of each profile; ``background`` only tells how common a pair is."""
        listed, beside = tuple(profiles), tuple(background)
        used = Counter(pair for each in listed for pair in each)
        common = used + Counter(pair for each in beside for pair in each)
        self._named = tuple(used)
        number = {pair: index for index, pair in enumerate(used)}
        rarity = [log(1 + (len(listed) + len(beside)) / common[pair]) for pair in used]
        self._rarity = np.array(rarity, np.float32)
        self._table = np.zeros((len(used), len(listed)), np.float32)
        for column, profile in enumerate(listed):
            for pair, worth in profile.items():
                self._table[number[pair], column] = worth
        self._table *= self._rarity[:, None]
        self._often = np.array(
            [0.0, *(1 + log(times) for times in range(1, _OFTEN + 1))], np.float32
        )
        lengths = np.sqrt((self._table**2).sum(axis=0))
        self._table /= np.where(lengths, lengths, 1.0)
        self._letters, self._numbers, self._width = _index(self._named)

    def shared(self, zones: Iterable[tuple[str, float]]) -> Shared:
        """What the zones of a text, each with what full likeness there is worth, share with all."""
        whole = np.zeros(len(self._named), np.float32)
        for text, worth in zones:
            pairs = self._pairs(text)
            if pairs.size:
                counts = np.bincount(pairs)
                found = (counts != 0).nonzero()[0]
                times = np.minimum(counts.take(found), _OFTEN)
                weights = self._often.take(times) * self._rarity.take(found)
                whole[found] += weights * (worth / sqrt(float((weights * weights).sum())))
        found = (whole != 0).nonzero()[0]
        return Shared(found, self._table.take(found, axis=0) * whole.take(found)[:, None])

    def told(self, shared: Shared, profile: int, most: int) -> tuple[float, tuple[str, ...]]:
        """How alike a text is to one profile, and by what: weightiest first, pairs joined."""
        worths = shared.worths[:, profile]
        best = np.argsort(-worths, kind="stable")[: 2 * most]
        pairs = [self._named[shared.pairs[place]] for place in best.tolist() if worths[place] > 0]
        return float(worths.sum()), _joined(pairs)[:most]

    def _pairs(self, text: str) -> Codes:
        """The numbers of the known pairs of a text, in order."""
        units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
        letters = self._letters.take(units)
        numbers: Codes = self._numbers.take(letters[:-1] * self._width + letters[1:])
        return numbers[numbers >= 0]


def profile(texts: Iterable[tuple[str, float]]) -> dict[str, float]:
    """The pairs of plain texts, each with the worth of the worthiest text it stands in."""
    found: dict[str, float] = {}
    for text, worth in texts:
        for pair in pairs_of(text):
            found[pair] = max(found.get(pair, 0.0), worth)
    return found


def pairs_of(text: str) -> Iterable[str]:
    """The pairs of neighbouring Chinese characters of a text."""
    return (one + two for one, two in pairwise(text) if _is_han(one) and _is_han(two))


def _is_han(char: str) -> bool:
    return _FIRST_HAN <= char <= _LAST_HAN


def _index(pairs: tuple[str, ...]) -> tuple[Codes, Codes, int]:
    """Two tables: character → letter (0: in no pair), letter * width + letter → pair (-1: none)."""
    letters = np.zeros(_PLANE, np.int32)
    alphabet = sorted({char for pair in pairs for char in pair})
    for number, char in enumerate(alphabet, 1):
        letters[ord(char)] = number
    width = len(alphabet) + 1
    few = len(pairs) <= np.iinfo(np.int16).max
    small: type[np.integer[Any]] = np.int16 if few else np.int32  # small: it is read at random
    numbers = np.full(width * width, -1, small)
    for number, pair in enumerate(pairs):
        numbers[letters[ord(pair[0])] * width + letters[ord(pair[1])]] = number
    return letters, numbers, width


def _joined(pairs: list[str]) -> tuple[str, ...]:
    """协管 and 管员 as 协管员; the order of the weightiest pair of each stays."""
    runs: list[str] = []
    for pair in pairs:
        for place, run in enumerate(runs):
            if run[-1] == pair[0]:
                runs[place] = run + pair[1]
                break
            if run[0] == pair[1]:
                runs[place] = pair[0] + run
                break
        else:
            runs.append(pair)
    return tuple(runs)
