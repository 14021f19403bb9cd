"""How boxes are filled and numbered: the profile, its settings, and the class a box belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archivist.model.standard import Point


class Profile(StrEnum):
    """What shares a box: a point, or year × 保管期限 × organ (DA/T 22-2015 §5, §6.4)."""

    INSPECTION = "迎检"
    FILING = "DA/T 22"


class Coding(StrEnum):
    """The form of 档号 in the DA/T 22 profile; never mixed in one 全宗."""

    DAT_13 = "DA/T 13-2022"
    DAT_22 = "DA/T 22-2015"


class Order(StrEnum):
    """What leads the order of pieces within a year; the sources differ (requirements §7)."""

    KIND = "件种"
    TIME = "时间"
    MATTER = "事由"


class Period(StrEnum):
    """保管期限 (DA/T 22-2015, DA/T 13-2022)."""

    EVER = "永久"
    THIRTY = "30年"
    TEN = "10年"

    @property
    def code(self) -> str:
        """As in a 档号: Y, D30, D10."""
        return {"永久": "Y", "30年": "D30", "10年": "D10"}[self.value]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The district's choice. ``fonds`` is 全宗号, "" while none was given; ``periods`` are by point.

    ``digits`` is the least width of 件号 (3 to 5), ``photos`` how many share a page of the album
    (1 to 4); sources differ in both, so neither is a standard's.
    """

    profile: Profile = Profile.INSPECTION
    fonds: str = ""
    fonds_name: str = ""
    coding: Coding = Coding.DAT_13
    period: Period = Period.THIRTY
    periods: tuple[tuple[str, Period], ...] = ()
    digits: int = 4
    order: Order = Order.KIND
    photos: int = 2

    def period_of(self, point: str) -> Period:
        """保管期限 of what proves a point."""
        return dict(self.periods).get(point, self.period)


@dataclass(frozen=True, slots=True)
class Category:
    """A lowest class (类目): its boxes stand side by side and 件号 runs through them.

    ``key`` begins every 盒号, ``order`` is the place on the shelf, ``folder`` holds its boxes,
    ``code`` and ``title`` name it to people, ``unit`` answers for it. In the 迎检 profile it is a
    ``point``; in the DA/T 22 profile that is None, and ``year`` (0 unknown), ``period`` and
    ``genre`` (门类: WS, ZP, LY, LX) make it with the unit, which may be "" (unknown).
    """

    key: str
    order: tuple[int, ...]
    folder: str
    code: str
    title: str
    unit: str
    point: Point | None = None
    year: int = 0
    period: str = ""
    genre: str = ""

    @property
    def listing(self) -> str:
        """What the list of a box is called: 卷内目录, or 归档文件目录 (DA/T 22-2015 §5.5.2)."""
        return "卷内目录" if self.point else "归档文件目录"

    @property
    def standards_point(self) -> str:
        """Code of its point, "" where boxes are not filled by point."""
        return self.point.code if self.point else ""
