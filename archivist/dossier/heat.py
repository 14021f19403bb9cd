"""The points at a glance: squares that read the same in black and white and wrap on a phone."""

from __future__ import annotations

from dataclasses import dataclass

from archivist.dossier.site import Site
from archivist.dossier.views import css
from archivist.dossier.words import SHORT
from archivist.model import Fulfilment, Point, called


@dataclass(frozen=True, slots=True)
class Square:
    """A point on the map; ``css`` says light, middle or dark, ``short`` says it in a word."""

    code: str
    css: str
    short: str
    label: str
    page: str


def heat(site: Site) -> tuple[tuple[str, tuple[Square, ...]], ...]:
    """The points of every part under its heading, the bonus items last."""
    plan = site.archive.plan
    groups = [
        (f"第{part.code}部分　{part.title}", [p for item in part.items for p in item.points])
        for part in plan.parts
    ]
    groups.append(("鼓励加分项", list(plan.bonus)))
    return tuple((title, tuple(_square(site, p) for p in points)) for title, points in groups)


def _square(site: Site, point: Point) -> Square:
    state: Fulfilment = site.state(point)
    label = f"{point.code} {point.title}：{called.FULFILMENT[state]}"
    return Square(point.code, css(state), SHORT[state], label, site.point_page[point.code])
