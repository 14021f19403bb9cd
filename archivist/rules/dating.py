"""The date a document speaks for, and where that is said.

Order of belief (issue "Place": elements, name, EXIF, metadata; the first two lines are ours):

1. A plain statement of the period covered, in the title or else in the name — 2021年度,
   2022年第一季度, 2022年5月. A summary of 2021 signed in January 2022 is evidence for 2021, so a
   date outside the stated period never overrules it; a date inside it makes it exact.
2. A day in the name of a picture or recording stands before what its camera's clock says.
3. The date of the document (成文日期), a day in the name, the time a picture was taken, a year in a
   folder's name, the year of the document number (发文字号), the creation time in the metadata,
   the time it was last saved.

Only the last day-less resort, metadata, is weak: copying and scanning change it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from archivist.model import DocumentDate, ElementKind, Reading
from archivist.rules.naming import legible

_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_FIRST_DIGITAL_YEAR = 2005
"""Clocks of cameras and programs that were never set start at 1904, 1970, 1980 or 2000."""

_FACTORY = (
    "2006-09-13T11:21:5",
    "2006-09-16T00:00:00",
    "2008-09-11T17:22:5",
    "2013-01-27T09:1",
    "2013-12-23T23:15:00",
    "2015-06-05T18:17:2",
    "2015-06-05T18:19:3",
)
"""When Excel's empty workbooks, and the templates of libraries that write DOCX and PPTX, were made and saved
themselves: every file made from them repeats the time (practice, seen in many public files)."""

_SHORT_YEAR = r"(?<![\d近第])(?:1[5-9]|2\d|3[0-5])(?=年)"
_Y = rf"(?P<y>(?:19|20)\d{{2}}|{_SHORT_YEAR})"
_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?:"
    r"(?P<m1>0[1-9]|1[0-2])(?P<d1>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|\s?(?:年|(?P<dash>[-./_]))\s?(?P<m2>1[0-2]|0?[1-9])\s?(?(dash)[-./_]|月)"
    r"\s?(?P<d2>3[01]|[12]\d|0?[1-9])(?!\d))"
)
_MONTH = re.compile(
    rf"{_Y}年?\s?(?:度)?(?:(?:1[0-2]|0?[1-9])月?[-~至到](?P<last>1[0-2]|0?[1-9])月|(?P<m>1[0-2]|0?[1-9])月)(?!\d)"
    r"|(?<!\d)(?P<y2>(?:19|20)\d{2})[-./_]?(?P<m2>0[1-9]|1[0-2])(?![\d]|[-./_]\d)"
)
_QUARTER = re.compile(rf"{_Y}年?度?第?(?P<q>[一二三四1-4])季度?")
_HALF = re.compile(rf"{_Y}年?度?(?P<h>[上下])半年")
_SPAN = re.compile(
    r"(?:19|20)\d{2}年?[-~至到](?:19|20)\d{2}年?|(?:19|20)\d{2}版|(?:19|20)\d{2}年?以来"
    r"|[〔\[(](?:19|20)\d{2}[〕\])]第?\d+号?"
)
_YEAR = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?!\d)|(?P<y2>" + _SHORT_YEAR + ")")
_BARE_MONTH = re.compile(r"(?<![\d年])(?P<m>1[0-2]|0?[1-9])月份?(?!\d)")
_BARE_QUARTER = re.compile(r"第?(?P<q>[一二三四1-4])季度")
_HAN_YEAR = re.compile(r"二[〇○零0o]([〇○零0o一二三四五六七八九])([〇○零0o一二三四五六七八九])年")
_TELLS = re.compile(r"\d|季度")
"""Without a digit or a quarter nothing is said of time."""

_NUMBER_YEAR = re.compile(r"[〔\[(]((?:19|20)\d{2})[〕\])]")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_HAN_DIGITS = {
    **dict.fromkeys("〇○零0o", "0"),
    **dict(zip("一二三四五六七八九", "123456789", strict=True)),
}
_LENGTH = {"year": 4, "month": 7, "day": 10}

_TITLE, _NAME, _FOLDER = "标题", "文件名", "文件夹名"


class _Period(NamedTuple):
    """What a text says it covers: from ``first`` to ``last`` month; ``value`` is ISO 8601."""

    value: str
    first: tuple[int, int]
    last: tuple[int, int]

    def holds(self, day: str) -> bool:
        """Whether an ISO date or month lies inside."""
        when = (int(day[:4]), int(day[5:7])) if len(day) >= _LENGTH["month"] else (int(day[:4]), 0)
        return self.first <= when <= self.last


class _Said(NamedTuple):
    """What one text says of time: a whole day, a period, or a month or quarter without its year."""

    day: str = ""
    period: _Period | None = None
    months: tuple[int, int] | None = None


def date_of(name: str, reading: Reading) -> DocumentDate | None:
    """The date a document speaks for, with its source in Chinese; None if nothing tells."""
    folder, _, base = name.rpartition("/")
    title = reading.first(ElementKind.TITLE)
    said_title = _said(title.value) if title else _Said()
    said_name, said_folder = _said(_stemmed(base)), _said(folder)
    days = tuple(_days(said_title, said_name, reading))
    for said, source in ((said_title, _TITLE), (said_name, _NAME)):
        period = said.period
        if period is None and said.months:
            years = _years(days, said_title, said_name, said_folder, reading)
            period = _completed(said.months, next(years, None))
        if period is not None:
            inside = next((found for found in days if period.holds(found.value)), None)
            return inside or DocumentDate(period.value, source)
    if days:
        return days[0]
    return _fallback(said_folder, reading)


def _days(title: _Said, name: _Said, reading: Reading) -> Iterator[DocumentDate]:
    """Whole days, most trusted first."""
    element = reading.first(ElementKind.DATE)
    if element and _is_day(element.value):
        yield DocumentDate(element.value, "成文日期")
    if name.day:
        yield DocumentDate(name.day, _NAME)
    if title.day:
        yield DocumentDate(title.day, _TITLE)
    if _is_digital(reading.taken):
        yield DocumentDate(reading.taken[:10], "拍摄时间")


def _years(
    days: tuple[DocumentDate, ...], title: _Said, name: _Said, folder: _Said, reading: Reading
) -> Iterator[tuple[int, int]]:
    """Years (with the month they were said in, 13 if none) for a bare month or quarter."""
    for said in (name, title, folder):
        if said.period:
            yield said.period.last[0], 13
    for day in days:
        yield int(day.value[:4]), int(day.value[5:7])
    number = reading.first(ElementKind.NUMBER)
    if number and (match := _NUMBER_YEAR.search(legible(number.value))):
        yield int(match[1]), 13


def _completed(months: tuple[int, int], told: tuple[int, int] | None) -> _Period | None:
    """A bare 四季度 with a year from elsewhere; one told before it was over is of the year before."""
    if told is None:
        return None
    year, told_in = told
    if months[0] > told_in:
        year -= 1
    return _Period(f"{year}-{months[1]:02d}", (year, months[0]), (year, months[1]))


def _fallback(folder: _Said, reading: Reading) -> DocumentDate | None:
    if folder.day:
        return DocumentDate(folder.day, _FOLDER)
    if folder.period:
        return DocumentDate(folder.period.value, _FOLDER)
    number = reading.first(ElementKind.NUMBER)
    if number and (match := _NUMBER_YEAR.search(legible(number.value))):
        return DocumentDate(match[1], "发文字号")
    return _of_the_file(reading)


def _of_the_file(reading: Reading) -> DocumentDate | None:
    """What the metadata says; when it was saved is asked where its making is not told."""
    saved = dict(reading.facts).get("modified", "")
    for said, when in ((reading.created, "创建时间"), (saved, "修改时间")):
        if _is_day(said[: _LENGTH["day"]]) and not said.startswith(_FACTORY):
            day = DocumentDate(said[: _LENGTH["day"]], f"文件属性（{when}）")
            return day if _is_digital(said) else None
    return None


@lru_cache(maxsize=16_384)
def _said(text: str) -> _Said:
    """What a name or title says; folders and titles repeat, so answers are remembered."""
    if not text:
        return _Said()
    told = legible(text)
    if "二" in told:
        told = _HAN_YEAR.sub(_digits_of, told)
    if not _TELLS.search(told):
        return _Said()
    spaced = _SPAN.sub(" ", told)
    if day := _day(spaced):
        return _Said(day=day)
    period = _stated(spaced)
    if period:
        return _Said(period=period)
    return _Said(months=_bare(spaced))


def _day(text: str) -> str:
    for match in _DAY.finditer(text):
        value = f"{match['y']}-{int(match['m1'] or match['m2']):02d}-{int(match['d1'] or match['d2']):02d}"
        if _is_day(value):
            return value
    return ""


def _stated(text: str) -> _Period | None:
    if "季" in text and (match := _QUARTER.search(text)):
        year, last = _full(match["y"]), _QUARTERS[match["q"]] * 3
        return _months(year, last - 2, last)
    if "半年" in text and (match := _HALF.search(text)):
        return _months(_full(match["y"]), *((1, 6) if match["h"] == "上" else (7, 12)))
    if match := _MONTH.search(text):
        month = int(match["m"] or match["last"] or match["m2"])
        return _months(_full(match["y"] or match["y2"]), month, month)
    for match in _YEAR.finditer(text):
        year = _full(match["y"] or match["y2"])
        if _FIRST_YEAR <= year <= _LAST_YEAR:
            months = _bare(text)
            if months:
                return _months(year, *months)
            return _Period(f"{year}", (year, 0), (year, 12))
    return None


def _bare(text: str) -> tuple[int, int] | None:
    if "季" in text and (match := _BARE_QUARTER.search(text)):
        last = _QUARTERS[match["q"]] * 3
        return last - 2, last
    if "月" in text and (match := _BARE_MONTH.search(text)):
        return int(match["m"]), int(match["m"])
    return None


def _months(year: int, first: int, last: int) -> _Period | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return _Period(f"{year}-{last:02d}", (year, first), (year, last))


def _full(year: str) -> int:
    return int(year) if len(year) == len("2022") else 2000 + int(year)


def _digits_of(match: re.Match[str]) -> str:
    return f"20{_HAN_DIGITS[match[1]]}{_HAN_DIGITS[match[2]]}年"


def _is_day(value: str) -> bool:
    if len(value) != _LENGTH["day"]:
        return False  # most have no date at all: an exception would cost more than the question
    try:
        return _FIRST_YEAR <= date.fromisoformat(value).year <= _LAST_YEAR
    except ValueError:
        return False


def _is_digital(value: str) -> bool:
    day = value[: _LENGTH["day"]]
    return _is_day(day) and int(day[:4]) >= _FIRST_DIGITAL_YEAR


def _stemmed(base: str) -> str:
    return base.rpartition(".")[0] or base
