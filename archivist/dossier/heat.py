"""The points at a glance: a map of squares that reads the same in black and white."""

from __future__ import annotations

from dataclasses import dataclass

from archivist.dossier.site import Site
from archivist.dossier.views import css
from archivist.dossier.words import FULFILMENT, SHORT
from archivist.model import Fulfilment, Point

WIDE, HIGH, GAP, ACROSS, HEAD = 78, 46, 6, 13, 26
"""Width, height and gap of a square, squares in a row, height of a heading: SVG units."""


@dataclass(frozen=True, slots=True)
class Square:
    """A point on the map; ``css`` says light, middle or dark, ``short`` says it in a word."""

    x: int
    y: int
    code: str
    css: str
    short: str
    label: str
    page: str


@dataclass(frozen=True, slots=True)
class Heat:
    """Headings as (y, text), squares, and the size of the whole."""

    headings: tuple[tuple[int, str], ...]
    squares: tuple[Square, ...]
    width: int
    height: int


def heat(site: Site) -> Heat:
    """Lay the points of every part out in rows, the bonus items last."""
    plan = site.archive.plan
    groups = [
        (f"第{part.code}部分　{part.title}", [p for item in part.items for p in item.points])
        for part in plan.parts
    ]
    groups.append(("鼓励加分项", list(plan.bonus)))
    headings, squares, y = [], [], 0
    for title, points in groups:
        headings.append((y + HEAD - 8, title))
        y += HEAD
        for place, point in enumerate(points):
            row, column = divmod(place, ACROSS)
            squares.append(_square(site, point, column * (WIDE + GAP), y + row * (HIGH + GAP)))
        y += -(-len(points) // ACROSS) * (HIGH + GAP) + GAP
    return Heat(tuple(headings), tuple(squares), ACROSS * (WIDE + GAP), y)


def _square(site: Site, point: Point, x: int, y: int) -> Square:
    state: Fulfilment = site.state(point)
    label = f"{point.code} {point.title}：{FULFILMENT[state]}"
    page = site.point_page[point.code]
    return Square(x + 1, y, point.code, css(state), SHORT[state], label, page)
