"""Written dates: Arabic, padded, dotted and Hanzi ones become ISO 8601 or prove impossible."""

from __future__ import annotations

import re
from datetime import date

_HANZI_DIGITS = {"〇": 0, "○": 0, "零": 0, "O": 0, "０": 0, "0": 0, "◯": 0, "Ｏ": 0}
_HANZI_DIGITS |= {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}

ARABIC = r"(?:19|20)\d{2}(?:年\d{1,2}月\d{1,2}日|(?P<mark>[-./])\d{1,2}(?P=mark)\d{1,2})"
HANZI = r"[一二][〇○◯零OＯ0九][〇○◯零OＯ0一二三四五六七八九]{2}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
DATE = rf"(?P<date>{ARABIC}|{HANZI})"
"""A whole date, GB/T 9704-2012 §7.3.5.4 or as practice writes it; value may be impossible."""


def iso(printed: str) -> str:
    """``YYYY-MM-DD`` of a date matched by DATE, "" when no calendar has that day."""
    parts = re.findall(r"\d+", printed) if printed[0].isdigit() else _hanzi_parts(printed)
    try:
        return date(*(int(part) for part in parts)).isoformat()
    except (ValueError, TypeError):
        return ""


def _hanzi_parts(printed: str) -> list[str]:
    year, month, day = re.split("[年月]", printed.rstrip("日"))
    digits = "".join(str(_HANZI_DIGITS[char]) for char in year)
    return [digits, str(_hanzi_number(month)), str(_hanzi_number(day))]


def _hanzi_number(text: str) -> int:
    """Hanzi below one hundred, 二十三 = 23; 0 for what is no number (十十)."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _HANZI_DIGITS[text] if len(text) == 1 else 0
    if any(len(part) > 1 or part == "十" for part in (tens, ones)):
        return 0
    return (_HANZI_DIGITS[tens] if tens else 1) * 10 + (_HANZI_DIGITS[ones] if ones else 0)


def hanzi_or_arabic(text: str) -> str:
    """A small number in Arabic digits whichever way it is written, "" for none."""
    if not text or text.isdigit():
        return text.lstrip("0")
    return str(_hanzi_number(text) or "")
