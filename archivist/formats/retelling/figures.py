"""What a workbook's formats make of its values: 0.853 as 85.3%, 44743 as a day."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime

from archivist.formats.parts import Package, attribute, local
from archivist.formats.retelling.styles import number
from archivist.formats.sheets import shown

BUILT_IN = {
    "1": "0",
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
    "9": "0%",
    "10": "0.00%",
    "31": "yyyy年m月d日",
    "37": "#,##0",
    "38": "#,##0",
    "39": "#,##0.00",
    "40": "#,##0.00",
    "57": "yyyy年m月",
}
"""Formats a workbook names by number alone (ECMA-376 §18.8.30, Chinese ones included)."""

_NO_SIGN = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|[_*].')
_MONEY = re.compile("[¥￥$€]")
_OTHER = re.compile(r"general|[@/ymdhse]", re.IGNORECASE)
_MOST_DECIMALS = 8


@dataclass(frozen=True, slots=True)
class Dress:
    """How a cell is dressed: format, where it stands, bold or not, size of its face in points."""

    code: str = ""
    align: str = ""
    lift: str = ""
    bold: bool = False
    size: float = 11.0


class Dresses:
    """Every dress of a workbook by the number its cells name."""

    def __init__(self, package: Package) -> None:
        """Read ``xl/styles.xml``; without it all cells are plain."""
        self._all: list[Dress] = []
        root = package.xml("xl/styles.xml")
        if root is None:
            return
        codes = BUILT_IN | {
            attribute(each, "numFmtId"): attribute(each, "formatCode")
            for each in root.iterfind("{*}numFmts/{*}numFmt")
        }
        fonts = []
        for font in root.iterfind("{*}fonts/{*}font"):
            told = {local(child): attribute(child, "val") for child in font}
            fonts.append((told.get("b", "0") not in {"0", "false"}, number(told.get("sz", "11"))))
        for each in root.iterfind("{*}cellXfs/{*}xf"):
            at = attribute(each, "fontId")
            bold, size = fonts[int(at)] if at.isdecimal() and int(at) < len(fonts) else (False, 11)
            sides = each.find("{*}alignment")
            side, lift = (
                (attribute(sides, "horizontal"), attribute(sides, "vertical"))
                if sides is not None
                else ("", "")
            )
            align = {"center": "center", "centerContinuous": "center", "right": "right"}
            self._all.append(
                Dress(
                    codes.get(attribute(each, "numFmtId"), ""),
                    align.get(side, "left" if side == "left" else ""),
                    lift if lift == "top" else "",
                    bold,
                    max(6.0, min(28.0, size or 11.0)),
                )
            )

    def of(self, at: str) -> Dress:
        """The dress of this number."""
        return self._all[int(at)] if at.isdecimal() and int(at) < len(self._all) else Dress()


def told(value: object, code: str) -> str:
    """A value as the sheet shows it, as far as its format is one of figures or of days."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        if isinstance(value, date | datetime) and "年" in code:
            day = f"{value.day}日" if "日" in code else ""
            return f"{value.year}年{value.month}月{day}"
        return shown(value)
    if not math.isfinite(value):
        return shown(value)
    section = code.split(";", maxsplit=1)[0]
    signs = _NO_SIGN.sub("", section)
    if not signs or _OTHER.search(signs) or "0" not in signs:
        return shown(value) if float(value).is_integer() else f"{value:.10g}"
    decimals = len(re.findall(r"[0#?]", signs.partition(".")[2]))
    scaled = value * 100 if "%" in signs else value
    grouped = "," if "," in signs.partition(".")[0] else ""
    money = _MONEY.search(section)
    body = f"{abs(scaled):{grouped}.{min(decimals, _MOST_DECIMALS)}f}"
    minus = "-" if scaled < 0 and float(body.replace(",", "")) else ""
    return f"{minus}{money[0] if money else ''}{body}{'%' if '%' in signs else ''}"
