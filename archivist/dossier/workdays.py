"""Working days in China: by the State Council's calendar where it is known, else Monday to Friday."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_SATURDAY = 5


@cache
def known_years() -> frozenset[int]:
    """Years whose public holidays and make-up days the kept library knows."""
    from chinese_calendar import constants

    return frozenset(day.year for day in constants.holidays)


def is_workday(day: date) -> bool:
    """Whether offices work: make-up Saturdays do, holidays do not; Mon-Fri in unknown years."""
    if day.year not in known_years():
        return day.weekday() < _SATURDAY
    import chinese_calendar

    return bool(chinese_calendar.is_workday(day))


def shifted(day: date, workdays: int) -> date:
    """The day so many working days after (or before) another, which itself does not count."""
    step = _DAY if workdays > 0 else -_DAY
    left = abs(workdays)
    while left:
        day += step
        left -= is_workday(day)
    return day


def on_or_after(day: date) -> date:
    """The day itself if offices work on it, else the next on which they do."""
    while not is_workday(day):
        day += _DAY
    return day


def caveat(*days: date) -> str:
    """What must be said of a plan over these days; "" where the calendar is known."""
    unknown = sorted({day.year for day in days} - known_years())
    if not unknown:
        return "工作日已扣除法定节假日、计入调休上班日。"
    years = "、".join(map(str, unknown))
    return f"未含{years}年法定节假日，该年按周一至周五计。"
