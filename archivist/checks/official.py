"""What a reading says about being an official document (公文): its sort, head and dates."""

from __future__ import annotations

import re
from datetime import date
from difflib import SequenceMatcher

from archivist.model import ElementKind, Reading, Trouble

SORTS = "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
"""The sorts of official document (文种); the list is from memory (据记忆，待核)."""

UNNUMBERED = frozenset({"", "决议", "决定", "命令", "令", "公报", "公告", "议案", "纪要"})
"""Sorts often issued without an ordinary number, and titles of no sort at all."""

BLIND = (Trouble.PARTIAL, Trouble.TOO_BIG, Trouble.ILLEGIBLE)
"""Troubles by which a text may say more than was read of it."""

_MARKS = re.compile(r"[\s“”\"'《》〈〉「」（）()\[\]，,、。:：—-]+")

_SORT = re.compile(rf"({SORTS})(?:[（(][^）)]{{1,16}}[）)])?$")


def bare(title: str) -> str:
    """A title without white space and punctuation, for comparing."""
    return _MARKS.sub("", title)


def similar(one: str, other: str, least: float) -> bool:
    """Whether two texts agree in at least this share; what can be told cheaply is told first."""
    match = SequenceMatcher(None, one, other, autojunk=False)
    return (
        match.real_quick_ratio() >= least
        and match.quick_ratio() >= least
        and match.ratio() >= least
    )


def sort_of(reading: Reading) -> str:
    """The sort (文种) its title ends in, "" if it ends in none."""
    title = reading.first(ElementKind.TITLE)
    match = _SORT.search(title.value.strip()) if title else None
    return match[1] if match else ""


def red_headed(reading: Reading) -> bool:
    """Whether the first page shows a masthead: …文件, a copy number, an urgency or a signer."""
    marks = (ElementKind.COPY_NUMBER, ElementKind.URGENCY, ElementKind.SIGNER)
    if any(reading.first(mark) for mark in marks):
        return True
    issuers = reading.all(ElementKind.ISSUER)
    return any(re.search(r"文\s*件\s*$", issuer.printed) for issuer in issuers)


def day(text: str) -> date | None:
    """The calendar day a text begins with, None if it names none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def signed(reading: Reading) -> date | None:
    """成文日期 as a day, None where there is none or no calendar has it."""
    element = reading.first(ElementKind.DATE)
    return day(element.value) if element else None
