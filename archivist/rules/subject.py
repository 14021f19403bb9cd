"""Whether a document is of the inspected subject at all: many kinds of paper exist for every campaign.

An 应急预案, a 责任书 or a 动员会 讲话 exists for fire, floods and taxes too, in the same words. So a
placement by words alone needs a sign of the subject; the words are settings (``subject``). What stands
as it does in the sentences of every office (``stock``: 关于食品安全工作的决策部署) is no sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archivist.model import Subject
from archivist.rules.naming import plain
from archivist.rules.sight import Sight

_OFTEN = 3
_SENTENCE = 12
"""Characters around a word that a stock sentence must share before the word is part of it."""

_EVERYTHING, _NOTHING = "", "(?!)"


@dataclass(frozen=True, slots=True)
class Test:
    """The words of a subject, compiled; without words of its own every text passes."""

    own: re.Pattern[str]
    other: re.Pattern[str]
    stock: str

    @classmethod
    def of(cls, subject: Subject, stock: Iterable[str] = ()) -> Test:
        """Compile the words of the settings; ``stock`` are the sentences of every office."""
        own, other = _any(subject.own, _EVERYTHING), _any(subject.other, _NOTHING)
        return cls(own, other, "\n".join(map(plain, stock)))

    def is_ours(self, sight: Sight, *, as_listed: bool) -> bool:
        """Whether name or title speak of the subject; if nothing of another campaign, the text may.

        ``as_listed`` says the name is that of a want on the list: somebody named the file by it.
        """
        heading = f"{sight.name}\n{sight.title}"
        if self.own.search(heading):
            return True
        if self.other.search(heading) or self.other.search(sight.opening):
            return False
        if as_listed or self._signs(sight.opening, 1) or self.own.search(sight.folder):
            return True
        return self._signs(sight.body, _OFTEN)

    def _signs(self, text: str, enough: int) -> bool:
        """Whether so many words of the subject stand outside of stock sentences."""
        signs = (match for match in self.own.finditer(text) if not self._is_stock(text, match))
        return sum(1 for _ in zip(range(enough), signs, strict=False)) == enough

    def _is_stock(self, text: str, match: re.Match[str]) -> bool:
        """Whether a dozen characters around a word stand in a stock sentence in the same order."""
        start, end = match.span()
        first = max(0, end - _SENTENCE)
        runs = (text[at : at + _SENTENCE] for at in range(first, start + 1))
        return any(len(run) == _SENTENCE and run in self.stock for run in runs)


def _any(words: Iterable[str], otherwise: str) -> re.Pattern[str]:
    escaped = [re.escape(compact) for word in words if (compact := plain(word))]
    return re.compile("|".join(escaped) or otherwise)
