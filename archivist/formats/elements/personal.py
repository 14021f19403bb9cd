"""Personal data: identity cards, mobile numbers and bank cards, told by their checksums; shown masked.

The checksums are those of GB 11643-1999 (ISO 7064 MOD 11-2) and ISO/IEC 7812-1 (Luhn). Neither
the number nor its surroundings leave this module unmasked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from archivist.formats.elements.lines import QUOTE, Line
from archivist.model import Element, ElementKind

MOST = 50
"""Elements reported per text; the check says when there are as many."""

IDENTITY, MOBILE, CARD = "身份证号", "手机号", "银行卡号"

_DIGITS = re.compile(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){9,17}[\dXx](?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# ruff: noqa: SIM905 - a row of codes reads better than thirty quoted ones
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 "
    "71 81 82".split()
)
_MOBILE = re.compile(r"1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
_BANK = re.compile(r"62\d{14,17}|4\d{15}|5[1-5]\d{14}")
_GROUPS = {
    MOBILE: frozenset({(11,), (3, 4, 4)}),
    CARD: frozenset({(4,) * 4, (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 13)}),
}
"""How people set such numbers apart; other groups are columns of figures or foreign numbers."""

_ACCOUNT = re.compile(r"卡号|账号|帐号|账户|帐户|银行卡|开户")
_ALIKE = str.maketrans("０１２３４５６７８９Ｘｘ\u3000\u00a0\t", "0123456789Xx   ")
"""Other writings of a digit or blank, one for one, so that places stay places."""

_HOTLINE = re.compile(r"联系|咨询|举报|投诉|热线|电话|值班|传真")


def find(lines: Sequence[Line]) -> Iterator[Element]:
    """Every number of a person, at most MOST; ``printed``, ``value`` and ``quote`` are masked.

    A mobile number given for calling (联系电话, 举报热线 …) is no leak and stays silent.
    """
    count = 0
    accounts = any(speaks_of_accounts(line.text) for line in lines)
    for line in lines:
        for match, sort in _private(line.spaced, accounts=accounts):
            hidden = masked(match[0])
            quote = _hidden(line.spaced[max(0, match.start() - 20) : match.end() + 20])
            yield Element(
                ElementKind.PERSONAL, f"{sort} {hidden}", hidden, line.page, line.number, quote
            )
            if (count := count + 1) == MOST:
                return


def spans(line: str, *, accounts: bool) -> Iterator[tuple[int, int]]:
    """Where in a line, as it stands, the numbers of persons begin and end."""
    yield from (m.span() for m, _ in _private(line, accounts=accounts))


def speaks_of_accounts(text: str) -> bool:
    """Whether a text, anywhere, is about bank accounts: its foreign cards then count."""
    return bool(_ACCOUNT.search(text))


def _private(line: str, *, accounts: bool) -> Iterator[tuple[re.Match[str], str]]:
    """Numbers of persons with their sort; those given for calling are none."""
    for match in _DIGITS.finditer(line.translate(_ALIKE)):
        sort = _sort(match[0].upper(), accounts=accounts)
        if sort and not (sort == MOBILE and _HOTLINE.search(line)):
            yield match, sort


def _sort(printed: str, *, accounts: bool) -> str:
    """What a number is; a foreign card (no 62) is one only where accounts are spoken of."""
    parts = re.split(r"[ -]", printed)
    digits, groups = "".join(parts), tuple(map(len, parts))
    if is_identity(digits):
        return IDENTITY
    if _MOBILE.fullmatch(digits):
        return MOBILE if groups in _GROUPS[MOBILE] else ""
    card = _BANK.fullmatch(digits) and is_luhn(digits) and (accounts or digits.startswith("62"))
    return CARD if card and (len(parts) == 1 or groups in _GROUPS[CARD]) else ""


def is_identity(digits: str) -> bool:
    """Whether 18 characters are an identity number: province, real birthday, check character."""
    if not re.fullmatch(r"\d{17}[\dX]", digits) or digits[:2] not in _PROVINCES:
        return False
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    if not "1900" <= digits[6:10] <= "2099":
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == digits[17]


def is_luhn(digits: str) -> bool:
    """Whether a card number's last digit fits the others (ISO/IEC 7812-1 annex B)."""
    total = 0
    for index, digit in enumerate(map(int, reversed(digits))):
        double = digit * 2 if index % 2 else digit
        total += double - 9 if double > 9 else double  # noqa: PLR2004 - the sum of its two digits
    return total % 10 == 0


def masked(number: str) -> str:
    """The number with all but its first three and last two characters starred."""
    return number[:3] + re.sub(r"[0-9Xx０-９Ｘｘ]", "*", number[3:-2]) + number[-2:]


def _hidden(text: str) -> str:
    """A quotation in which no long number can be read, be it one of ours or cut in half."""
    return re.sub(r"\d(?:[ -]?\d){6,}[\dXx]?", lambda m: masked(m[0]), text)[:QUOTE].strip()
