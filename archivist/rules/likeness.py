"""How alike a text and what a point asks for are: the pairs of characters they share, rare ones first.

Every point is the pairs of neighbouring characters in its title, requirement, wants and words; a
pair weighs what it tells points apart (idf). A text is compared zone by zone (name, title,
opening, body) by the cosine of the two weighings, so that 协管人员 and 协管员 are nearly the same
without anybody having listed both. Practice of text retrieval (TF-IDF over character n-grams).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
Codes = NDArray[np.integer[Any]]

Profile = Mapping[str, float]
"""Pair → how much the place it comes from is worth."""

Zones = Sequence[tuple[str, float]]
"""The zones of a text, each with what full likeness there is worth."""

_BREAK = "\n".encode("utf-16-le")
"""Between texts laid end to end: a line break is in no pair."""

_PLANE = 2**16
"""UTF-16 units; what needs two of them is in no requirement."""

_OFTEN = 50
"""A pair said more often than this counts no more."""

_FIRST_HAN, _LAST_HAN = "一", "鿿"


class Shared(NamedTuple):
    """The known pairs of a text by number, rising, and what each weighs in it.

    ``totals`` is how alike the text is to every profile: over its zones, worth times cosine.
    """

    pairs: Codes
    weights: Numbers
    totals: Numbers


class Likeness:
    """The pairs of several profiles, ready to be compared with texts."""

    def __init__(
        self,
        profiles: Iterable[Profile],
        background: Iterable[Profile] = (),
        muted: Mapping[str, float] | None = None,
    ) -> None:
        """Weigh the pairs of each profile.

        ``background`` only tells how common a pair is; a ``muted`` pair counts by its factor in
        the last zone of a text.
        """
        listed, beside = tuple(profiles), tuple(background)
        used = Counter(pair for each in listed for pair in each)
        common = used + Counter(pair for each in beside for pair in each)
        self._named = tuple(used)
        number = {pair: index for index, pair in enumerate(used)}
        rarity = [log(1 + (len(listed) + len(beside)) / common[pair]) for pair in used]
        self._rarity = np.array(rarity, np.float32)
        self._muted = np.array([(muted or {}).get(pair, 1.0) for pair in used], np.float32)
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

    def shared(self, zones: Zones) -> Shared:
        """What the zones of one text share with all profiles."""
        return self.shared_by((zones,))[0]

    def shared_by(self, texts: Sequence[Zones]) -> list[Shared]:
        """The same for many texts at once, which takes a third of the time."""
        owners = np.repeat(np.arange(len(texts)), [len(zones) for zones in texts])
        last = np.cumsum([len(zones) for zones in texts if zones], dtype=np.int64) - 1
        pairs, weights, zone = self._weighed([zone for zones in texts for zone in zones], last)
        keys = owners[zone] * len(self._named) + pairs
        order = keys.argsort(kind="stable")
        starts = _starts(keys[order])
        summed = np.add.reduceat(weights[order], starts) if starts.size else weights
        owner, pairs = np.divmod(keys[order[starts]], max(len(self._named), 1))
        ends = owner.searchsorted(np.arange(len(texts) + 1)).tolist()
        return [
            self._compared(pairs[first:last], summed[first:last]) for first, last in pairwise(ends)
        ]

    def told(self, shared: Shared, profile: int, most: int) -> tuple[float, list[str]]:
        """How alike a text is to one profile, and by which pairs: the weightiest first."""
        worths = self._columns[profile].take(shared.pairs) * shared.weights
        heavy = worths.argsort(kind="stable")[: -most - 1 : -1]
        told = zip(shared.pairs[heavy].tolist(), worths[heavy].tolist(), strict=True)
        return float(shared.totals[profile]), [self._named[pair] for pair, worth in told if worth]

    def named(self, shared: Shared) -> frozenset[str]:
        """The known pairs of a text."""
        return frozenset([self._named[pair] for pair in shared.pairs.tolist()])

    @cached_property
    def _columns(self) -> tuple[Numbers, ...]:
        """The table profile by profile: to be asked about one of them often."""
        return tuple(np.ascontiguousarray(self._table.T))

    def _compared(self, pairs: Codes, weights: Numbers) -> Shared:
        totals = np.einsum("p,pn->n", weights, self._table.take(pairs, axis=0))
        return Shared(pairs, weights, totals)

    def _weighed(
        self, zones: Sequence[tuple[str, float]], last: Codes
    ) -> tuple[Codes, Numbers, Codes]:
        """The distinct pairs of every zone, what each weighs there, and the zone's number."""
        known = max(len(self._named), 1)
        pairs, zone = self._pairs([text for text, _ in zones])
        keys = zone * known + pairs
        keys.sort()
        starts = _starts(keys)
        times = np.diff(starts, append=keys.size)
        zone, pairs = np.divmod(keys[starts], known)
        weights = self._often[np.minimum(times, _OFTEN)] * self._rarity[pairs]
        is_last = np.zeros(len(zones), np.bool_)
        is_last[last] = True
        weights *= np.where(is_last[zone], self._muted[pairs], np.float32(1.0))
        lengths = np.sqrt(np.bincount(zone, weights * weights, len(zones)))
        worths = np.array([worth for _, worth in zones])
        scale = (worths / np.where(lengths, lengths, 1.0)).astype(np.float32)
        return pairs, weights * scale[zone], zone

    def _pairs(self, texts: Sequence[str]) -> tuple[Codes, Codes]:
        """The numbers of the known pairs of texts, in order, and the text each stands in."""
        if not texts:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        coded = [text.encode("utf-16-le", "surrogatepass") for text in texts]
        units = np.frombuffer(_BREAK.join(coded), np.uint16)
        text = np.repeat(np.arange(len(texts)), [len(each) // 2 + 1 for each in coded])
        letters = self._letters.take(units)
        numbers = self._numbers.take(letters[:-1] * self._width + letters[1:])
        found = (numbers >= 0).nonzero()[0]
        return numbers[found].astype(np.int64), text[found]


def _starts(keys: Codes) -> Codes:
    """Where in sorted numbers each distinct one begins."""
    return np.diff(keys, prepend=-1).nonzero()[0]


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
