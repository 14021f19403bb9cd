"""Into which class a document falls, and which 档号 it bears there: the profiles of arrangement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from archivist.dossier.naming import safe
from archivist.dossier.order import PICTURES, RECORDINGS, SOUNDS
from archivist.model import Category, Coding, Document, Period, Plan, Point, Profile

BONUS_FOLDER = "J_鼓励加分项"
NOBODY = "机构待考"

_TITLE = 20
_GENRES = ("WS", "ZP", "LY", "LX")
"""门类 a dossier like this has, in shelf order: documents, photos, sound, film (DA/T 13-2022)."""

_KEY = re.compile(r"(?:(?P<genre>ZP|LY|LX)-)?(?P<year>\d{4})-(?P<period>Y|D30|D10)-(?P<unit>.+)")
_NOT_IN_CODE = re.compile(r"[^A-Z0-9\u4e00-\u9fff]")


@dataclass(frozen=True)
class Filing:
    """The classes of a plan."""

    plan: Plan

    @property
    def by_point(self) -> bool:
        """Whether boxes are filled by point."""
        return self.plan.settings.arrangement.profile is Profile.INSPECTION

    @cached_property
    def points(self) -> dict[str, Category]:
        """The class of each point: 盒号 begins with its ordinal, so no point renumbers another."""
        return {
            point.code: _of_point(self.plan, ordinal, point)
            for ordinal, point in enumerate(self.plan.points, 1)
        }

    @cached_property
    def ordinals(self) -> dict[str, int]:
        """Place of each point in the standard."""
        return {point.code: ordinal for ordinal, point in enumerate(self.plan.points, 1)}

    @cached_property
    def _units(self) -> dict[str, int]:
        return {unit.name: place for place, unit in enumerate(self.plan.units, 1)}

    def category(self, document: Document) -> Category | None:
        """The class of a placed document, None for one at a point the plan does not have."""
        place = document.placement
        if self.by_point:
            return self.points.get(place.point)
        if place.point not in self.ordinals:
            return None
        year = place.date.year if place.date else 0
        period = self.plan.settings.arrangement.period_of(place.point)
        return self._filed(genre(document), year, period, place.unit)

    def named(self, key: str) -> Category | None:
        """The class whose 盒号 begin so, None if this profile has none: a seal outlives its pieces."""
        if self.by_point:
            return next((known for known in self.points.values() if known.key == key), None)
        if not (told := _KEY.fullmatch(key)):
            return None
        period = next(each for each in Period if each.code == told["period"])
        unit = "" if told["unit"] == NOBODY else told["unit"]
        return self._filed(told["genre"] or "WS", int(told["year"]), period, unit)

    def _filed(self, kind: str, year: int, period: Period, unit: str) -> Category:
        """Year × 保管期限 × organ (DA/T 22-2015 §5.3); 门类 stand apart, as their 档号 do."""
        rank = (year or 9999, list(Period).index(period), _GENRES.index(kind))
        shown = f"{year}年度" if year else "年度待考"
        named = {"ZP": "照片", "LY": "录音", "LX": "录像"}.get(kind, "")
        head = "" if kind == "WS" else f"{kind}-"
        return Category(
            key=f"{head}{year:04}-{period.code}-{unit or NOBODY}",
            order=(*rank, self._units.get(unit, 0)),
            folder=f"{shown}/{period.value}",
            code=f"{year:04}·{period.code}",
            title="　".join(filter(None, (shown, period.value, unit or NOBODY, named))),
            unit=unit,
            year=year,
            period=period.value,
            genre=kind,
        )

    def code(self, category: Category, document: Document, number: int) -> str:
        """档号 (DA/T 13-2022, or the older form of DA/T 22-2015), or our working number by point.

        A 全宗号 not given yet is left out (practice: blank until the archive assigns one).
        """
        rules = self.plan.settings
        shown = f"{number:0{rules.arrangement.digits}}"
        if point := category.point:
            date = document.placement.date
            return f"{rules.project_code}-{point.code}-{date.year if date else 0:04}-{shown}"
        choice = rules.arrangement
        period = Period(category.period).code
        organ = _NOT_IN_CODE.sub("", category.unit)[:12]
        joint = "·" if choice.coding is Coding.DAT_13 else "-"
        level = joint.join(filter(None, (f"{category.genre}·{category.year:04}", period, organ)))
        return "-".join(filter(None, (choice.fonds, level, shown)))


def genre(document: Document) -> str:
    """门类 of a document by what it is: WS, ZP, LY or LX."""
    form = document.reading.format
    if form in PICTURES:
        return "ZP"
    return ("LY" if form in SOUNDS else "LX") if form in RECORDINGS else "WS"


def _of_point(plan: Plan, ordinal: int, point: Point) -> Category:
    return Category(
        key=f"{ordinal:03}",
        order=(ordinal,),
        folder=point_folder(plan, point),
        code=point.code,
        title=point.title,
        unit=point.lead,
        point=point,
    )


def point_folder(plan: Plan, point: Point) -> str:
    """``部分/项目/要点``; bonus items stand apart in their own folder."""
    own = safe(f"{point.code}_{point.title}", _TITLE + 6)
    for part in plan.parts:
        for item in part.items:
            if item.code == point.item and part.code == point.part:
                above = (f"{part.code}_{part.title}", f"{item.code}_{item.title}")
                return "/".join((*(safe(name, _TITLE + 4) for name in above), own))
    return f"{BONUS_FOLDER}/{own}"
