"""Whether a document is of the inspected subject at all: many kinds of paper exist for every campaign.

An 应急预案, a 责任书 or a 动员会 讲话 exists for fire, floods and taxes too, in the same words. So a
placement by words alone needs a sign of the subject; the words are settings (``subject``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archivist.model import Subject
from archivist.rules.naming import plain
from archivist.rules.sight import Sight

_OFTEN = 3
_EVERYTHING, _NOTHING = "", "(?!)"


@dataclass(frozen=True, slots=True)
class Test:
    """The words of a subject, compiled; without words of its own every text passes."""

    own: re.Pattern[str]
    other: re.Pattern[str]

    @classmethod
    def of(cls, subject: Subject) -> Test:
        """Compile the words of the settings."""
        return cls(_any(subject.own, _EVERYTHING), _any(subject.other, _NOTHING))

    def is_ours(self, sight: Sight, *, as_listed: bool) -> bool:
        """Whether name or title speak of the subject; if nothing of another campaign, the text may.

        ``as_listed`` says the name is that of a want on the list: somebody named the file by it.
        """
        heading = f"{sight.name}\n{sight.title}"
        if self.own.search(heading):
            return True
        if self.other.search(heading) or self.other.search(sight.opening):
            return False
        if as_listed or self.own.search(sight.opening) or self.own.search(sight.folder):
            return True
        often = zip(range(_OFTEN), self.own.finditer(sight.body), strict=False)
        return sum(1 for _ in often) == _OFTEN


def _any(words: Iterable[str], otherwise: str) -> re.Pattern[str]:
    escaped = [re.escape(compact) for word in words if (compact := plain(word))]
    return re.compile("|".join(escaped) or otherwise)
