"""Periods and numbers as people say them: what follows upon each other is drawn together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_PERIOD = re.compile(r"(?P<y>\d{4})(?:[- ]?Q(?P<q>[1-4])|-(?P<m>\d{2}))?")


def periods(labels: Sequence[str]) -> str:
    """Missing periods as people say them: ``2021年1—4季度``, ``2022年5月、7月``, ``2020年``."""
    by_year: dict[tuple[str, str], list[int]] = {}
    others = []
    for label in labels:
        match = _PERIOD.fullmatch(label)
        if match is None:
            others.append(label)
        else:
            unit = "季度" if match["q"] else "月" if match["m"] else ""
            by_year.setdefault((f"{match['y']}年", unit), []).append(
                int(match["q"] or match["m"] or 0)
            )
    told = [_spoken(year, unit, found) for (year, unit), found in by_year.items()]
    return "、".join([*told, *others])


def _spoken(year: str, unit: str, found: list[int]) -> str:
    runs = (a if a == b else f"{a}—{b}" for a, b in _runs(found))
    return f"{year}{'、'.join(map(str, runs))}{unit}" if unit else year


def numbers(found: Iterable[int], digits: int) -> str:
    """``0003、0005—0009``: piece numbers as people write them, so many digits wide."""
    runs = ((f"{a:0{digits}}", f"{b:0{digits}}") for a, b in _runs(found))
    return "、".join(a if a == b else f"{a}—{b}" for a, b in runs)


def _runs(found: Iterable[int]) -> list[list[int]]:
    """First and last of every unbroken run."""
    runs: list[list[int]] = []
    for number in sorted(set(found)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return runs
