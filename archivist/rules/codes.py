"""Explicit codes in a file or folder name, in any usual writing, and never in a date or a number.

The readings, in the order they are looked for ("ours" unless a source is given):

* ``考评要点10``, ``要点10`` — the 10th point of the standard, counted from the first part.
* ``（五）10`` — how scoring tables number their rows: item five (第（五）项), then the running
  number of the point, here the 10th of the standard, which is 05-2; ``（五）2`` counts inside the
  item. Only where neither exists is the bracket read as a part, like the next form.
* ``第五部分10`` — how task-division tables (责任分工表) number theirs: part five, then a number that
  counts within the part, over the whole standard, or items. Those that end inside part five
  count; if they name exactly one point it is meant, otherwise a person decides.
* ``第5项第2点``, ``五-2`` — item 5, point 2: the dash writes a code, so 五-2 is 05-2 and never
  "the second point of part five".
* ``J3``, ``鼓励3``, ``加分项3`` — the bonus item.
* ``05-2``, ``5-2``, ``05.2``, ``05_2``, ``05-2-001`` — the code itself, possibly with a serial behind it.

A writing that could as well be a day, a serial or a measure (``5.2``, ``05-02``, ``照片5-2``) is
found but not *sure*: it only counts together with other evidence. A sure writing of a code the
standard does not have is found with no points, so that a wrong code is told and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from archivist.model import Plan
from archivist.rules.naming import legible

_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_HAN = "[一二三四五六七八九十]{1,3}"
_HAN_OR_DIGITS = rf"(?:\d{{1,2}}|{_HAN})"

_YEAR = r"(?:19|20)\d{2}"
_NOT_CODES = re.compile(
    "(?=[0-9第v版〔\\[(])(?:"  # every alternative starts so; the look ahead makes it quick
    + "|".join(
        (
            rf"{_YEAR}_(?=\d{{1,2}}-\d(?!\d))",  # 2022_05-2: a year, then a code
            rf"{_YEAR}([-./_ ])\d{{1,2}}\1\d{{1,2}}(?!\d)",
            rf"{_YEAR}[-./_]\d{{1,2}}(?:[-./_]\d{{1,2}})?(?!\d)",
            rf"{_YEAR}[-~至到]{_YEAR}(?:学?年度?)?",
            r"\d{2,4}年(?:\d{1,2}月(?:\d{1,2}[日号]?)?)?(?:[-~至到]\d{1,2}[月日号])?",
            r"\d{1,2}[-.~至到、]\d{1,2}(?:月份?|季度)",
            r"\d{1,2}月(?:\d{1,2}[日号]?)?(?:[-~至到]\d{1,2}[月日号])?",
            r"\d{1,2}[日号]",
            r"(?:第|v|版本)\d+(?:\.\d+)+版?|\d+(?:\.\d+)+版",
            r"[〔\[(]\d{2,4}[〕\])]第?\d+号?",
            r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}|\d{3,4}-\d{3,4}-\d{4}",
            r"3[·.\-]15|12[·.\-]4(?=宪法|国家宪法|法制|法治)",
            r"\d+(?:[-.~]\d+)+(?=[班级年季周楼室期岁页人个时份册次批栋元单届折层门口天条家所公毫千万亿%℃°度倍吨米斤克升])",
            r"\d{1,2}[-.]\d{1,2}(?=国庆|劳动|五一|儿童|六一|晚会|消费|建党|建军|宪法|元旦)",
            r"(?<=[附]件)\d+(?:[-.]\d+)+|(?<=附表|附图)\d+(?:[-.]\d+)+|(?<=[图表页])\d+(?:[-.]\d+)+",
            r"\d{1,2}[:时点]\d{2}分?",
            r"\d{5,}",
        )
    )
    + ")"
)

_MAYBE = re.compile(
    rf"[0-9]\s*[-._]\s*[0-9]|{_HAN}-|\({_HAN}\)|要点|[项分][0-9第一二三四五六七八九]|鼓励|加分|j-?[0-9]"
)
_CUT = re.compile(
    r"(?<=[0-9])(?!_)(?=[^0-9一-鿿]{0,12}[^0-9一-鿿\s\-._,;:/\\+~<>()\[\]{}【】〔〕《》「」、。a-z])"
    r"[^0-9一-鿿]{1,12}(?=[0-9](?![0-9]))"
)
"""What no clerk types, between a digit and one digit: a number may have been cut in two there.

Where it begins with a low line, which parts the pieces of a name, the number had ended."""
_PICTURES = "[\u2600-\u27bf\U0001f000-\U0001faff]+"
_PICTURED = re.compile(rf"(?<=[0-9][-._]){_PICTURES}(?=[0-9])|(?<=[0-9]){_PICTURES}(?=[-._][0-9])")
"""A small picture beside the dash of a code: the dash tells what belongs together."""

_SPACED_DASH = re.compile(r"(?<=[0-9])\s?-\s?(?=[0-9])")

_ORDINAL = re.compile(
    rf"(?<!工作)(?<!年度)(?<!学习)(?<!汇报)(?<!内容)要点(?:第)?(?P<n>\d{{1,3}})(?!\d|#|[-.]\d(?!\d{{2}})|[条项点])"
    rf"|考评要点第?(?P<han>{_HAN})(?![{'一二三四五六七八九十'}、])"
    rf"|第(?P<th>{_HAN_OR_DIGITS})(?:个|号)?(?:考评要点|测评要点)"
)
_IN_PART = re.compile(
    rf"(?<![一-鿿\d])\((?P<part>{_HAN})\)第?(?P<n>\d{{1,3}})(?![\d年月日号期次批季%.]|-\d)"
    rf"|第(?P<part2>{_HAN_OR_DIGITS})部分第?(?P<n2>\d{{1,3}})(?![\d年月日号]|[-.]\d)"
)
_IN_ITEM = re.compile(
    rf"第(?P<item>{_HAN_OR_DIGITS})(?:个?考评项目|项)第?(?P<n>\d{{1,2}}|[一二三四五六七八九])(?:个?要点|点|条|款|小项|(?=[\s_.)、-]|$))"
    rf"|(?<![一-鿿\d])(?P<item2>{_HAN})-(?P<n2>\d{{1,2}})(?!\d)"
)
_BONUS = re.compile(
    r"(?<![0-9a-z#])j-?(?P<j>\d{1,2})(?![0-9a-z#%.]|[-号楼栋座区室])"
    r"|(?:鼓励|加分)(?:项目?|要点)?第?(?P<n>\d{1,2}|[一二三四五六七八九])(?![\d分年月.%])"
)
_CHAIN = re.compile(r"(?<![0-9#a-z])(?<![0-9#][-._/])\d{1,4}(?:[-._]\d{1,4})+(?![0-9#])")
_NAMED = re.compile(r"(?:要点|指标|编码|编号|代码|code)[::#\s]*$")
_SERIAL_OF = re.compile(
    r"(?:照片|图片|相片|截图|视频|录像|录音|扫描件?|img|dsc|附件|附表|第|[图表页共no.p])\s*$"
)
_OPENING, _CLOSING = "([{<【〔《「", ")]}>】〕》」"

_Signs = tuple[str, ...]

_MONTHS, _DAYS = 12, 31
_YEARS_OF_CENTURY = range(15, 36)


class Code(NamedTuple):
    """A code found in a name: as printed, where it stands in the name, and what it can mean.

    ``points`` holds one code when the reading is certain, several when it is ambiguous, none
    when the standard has no such point. ``sure`` is False for a writing that may be no code.
    """

    printed: str
    start: int
    points: tuple[str, ...]
    sure: bool = True


def numeral(text: str) -> int:
    """A number 0..99 written in digits or Chinese numerals (二十三)."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _HAN_DIGITS.get(text, 0)
    return (_HAN_DIGITS.get(tens, 0) if tens else 1) * 10 + _HAN_DIGITS.get(ones, 0)


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a plan, ready to be recognised. ``keys`` maps (5, 2) to 05-2."""

    keys: Mapping[tuple[int, ...], str]
    bonus: Mapping[int, str]
    order: tuple[str, ...]
    parts: Mapping[int, tuple[str, ...]]
    items: Mapping[int, tuple[str, ...]]

    @classmethod
    def of(cls, plan: Plan) -> Codes:
        """Learn the codes of the base points, of the bonus, and how parts and items count."""
        return cls(
            keys={key: p.code for p in plan.base_points if len(key := _key(p.code)) > 1},
            bonus={_key(point.code)[-1]: point.code for point in plan.bonus if _key(point.code)},
            order=tuple(point.code for point in plan.base_points),
            parts={
                _key(part.code)[-1]: tuple(p.code for item in part.items for p in item.points)
                for part in plan.parts
                if _key(part.code)
            },
            items={
                _key(item.code)[-1]: tuple(point.code for point in item.points)
                for item in plan.items
                if _key(item.code)
            },
        )

    def found(self, untrusted_name: str) -> tuple[Code, ...]:
        """All codes in a name without extension, in the order they stand there."""
        name = _PICTURED.sub("", _SPACED_DASH.sub("-", legible(untrusted_name)))
        if not _MAYBE.search(name):
            return ()
        name = _NOT_CODES.sub(_blank, _CUT.sub("#", name))
        found: list[Code] = []
        for signs, pattern, reading in self._readings():
            if not any(sign in name for sign in signs):
                continue
            matches = tuple(pattern.finditer(name))
            found.extend(code for match in matches if (code := reading(match)) is not None)
            for match in matches:
                name = f"{name[: match.start()]}{' ' * len(match[0])}{name[match.end() :]}"
        found.extend(self._chains(name))
        return tuple(sorted(found, key=lambda code: code.start))

    def _readings(
        self,
    ) -> tuple[tuple[_Signs, re.Pattern[str], Callable[[re.Match[str]], Code | None]], ...]:
        """Every pattern with what it cannot do without: most names hold none of it."""
        return (
            (("要点",), _ORDINAL, self._ordinal),
            (("(", "部分"), _IN_PART, self._in_part),
            (("项", "-"), _IN_ITEM, self._in_item),
            (("j", "鼓励", "加分"), _BONUS, self._in_bonus),
        )

    def _ordinal(self, match: re.Match[str]) -> Code:
        number = numeral(match["n"] or match["han"] or match["th"])
        inside = 0 < number <= len(self.order)
        return _code(match, (self.order[number - 1],) if inside else ())

    def _in_part(self, match: re.Match[str]) -> Code:
        if match["part"]:
            item = self.items.get(numeral(match["part"]), ())
            number = int(match["n"])
            running = self.order[number - 1 : number] if number else ()
            meant = [code for code in running if code in item] or item[number - 1 : number]
            if number and meant:
                return _code(match, tuple(meant))
        return self._in_numbered_part(match)

    def _in_numbered_part(self, match: re.Match[str]) -> Code:
        part = self.parts.get(numeral(match["part"] or match["part2"]), ())
        number = int(match["n"] or match["n2"])
        readings = [part[number - 1]] if 0 < number <= len(part) else []
        if 0 < number <= len(self.order) and self.order[number - 1] in part:
            readings.append(self.order[number - 1])
        readings.extend(code for code in self.items.get(number, ()) if code in part)
        return _code(match, tuple(dict.fromkeys(readings)))

    def _in_item(self, match: re.Match[str]) -> Code:
        item = numeral(match["item"] or match["item2"])
        point = self.keys.get((item, numeral(match["n"] or match["n2"])))
        return _code(match, (point,) if point else ())

    def _in_bonus(self, match: re.Match[str]) -> Code | None:
        if not self.bonus:
            return None
        point = self.bonus.get(numeral(match["j"] or match["n"]))
        return _code(match, (point,) if point else ())

    def _chains(self, name: str) -> Iterator[Code]:
        for match in _CHAIN.finditer(name):
            parts = re.split(r"[-._]", match[0])
            point, used = self._longest(parts)
            chain = _Chain(name, match, tuple(parts), used)
            if point:
                yield Code(chain.printed, match.start(), (point,), chain.is_sure())
            elif chain.is_wrong_code():
                yield Code(match[0], match.start(), ())

    def _longest(self, parts: list[str]) -> tuple[str, int]:
        for used in range(len(parts), 1, -1):
            point = self.keys.get(tuple(map(int, parts[:used])))
            if point:
                return point, used
        return "", 2


class _Chain(NamedTuple):
    """Numbers joined by dashes, dots or underscores, and what surrounds them."""

    name: str
    match: re.Match[str]
    parts: tuple[str, ...]
    used: int

    @property
    def printed(self) -> str:
        length = sum(map(len, self.parts[: self.used])) + self.used - 1
        return self.match[0][:length]

    def is_sure(self) -> bool:
        """Whether this can hardly be a day, a serial or a measure."""
        if self._is_marked():
            return True
        if self._looks_like_a_day():
            return False
        if self._is_padded() or self._leads():
            return True
        return "-" in self.printed and not self._looks_like_a_serial() and not self._is_clause()

    def is_wrong_code(self) -> bool:
        """Whether someone clearly meant a code here."""
        first, second = self.parts[0], self.parts[1]
        coded = len(first) in {1, 2} and len(second) == 1 and self.match[0][len(first)] == "-"
        if not coded or int(first) == 0 or int(second) == 0 or len(self.parts) > self.used + 1:
            return False
        return self._is_marked() or (len(first) == len("05") and not self._follows_a_picture())

    def _is_marked(self) -> bool:
        before, after = self.name[: self.match.start()], self.name[self.match.end() :]
        bracketed = before[-1:] and before[-1] in _OPENING and after[:1] and after[0] in _CLOSING
        return bool(bracketed) or bool(_NAMED.search(before))

    def _is_padded(self) -> bool:
        return self.parts[0].startswith("0")

    def _leads(self) -> bool:
        """Whether the name begins with it as people prefix numbers: ``39_1_…``."""
        return self.match.start() == 0 and "_" in self.printed and len(self.parts[0]) == len("39")

    def _looks_like_a_day(self) -> bool:
        first, second = int(self.parts[0]), int(self.parts[1])
        day = len(self.parts[1]) == len("02") and first <= _MONTHS and second <= _DAYS
        dated = len(self.parts) > 2 and first in _YEARS_OF_CENTURY and second <= _MONTHS  # noqa: PLR2004 - year, month, day
        dotted = "." in self.printed and not self._is_padded()
        return day or dotted or (dated and int(self.parts[2]) <= _DAYS)

    def _looks_like_a_serial(self) -> bool:
        after = self.name[self.match.end() :].strip(" _-.")
        return (not after and len(self.parts[0]) == 1) or self._follows_a_picture()

    def _is_clause(self) -> bool:
        """Whether it goes on like the clause of some other standard: ``6-1-2``, ``6-1-10-t01``."""
        return len(self.parts) > self.used and self.match.start() > 0

    def _follows_a_picture(self) -> bool:
        return bool(_SERIAL_OF.search(self.name[: self.match.start()]))


def _key(code: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"[0-9]+", code)))


def _code(match: re.Match[str], points: tuple[str, ...]) -> Code:
    return Code(match[0].strip(), match.start(), points)


def _blank(match: re.Match[str]) -> str:
    """Hide what is no code; ``#`` still counts as a digit for its neighbours."""
    filler = "#" if match[0][-1].isdecimal() else " "
    return filler * len(match[0])
