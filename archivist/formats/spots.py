"""Where elements stand: the spots of their lines, and seals, which are seen rather than read."""

from __future__ import annotations

from dataclasses import replace

from archivist.formats.registry import Found
from archivist.model import Element, ElementKind, Spot


def spot(left: float, top: float, right: float, bottom: float) -> Spot:
    """Edges as shares of the page, a thousandth fine and never off it."""
    edges = (min(1.0, max(0.0, round(edge, 3))) for edge in (left, top, right, bottom))
    first, second, third, fourth = edges
    return first, second, third, fourth


def seal(kind: str, page: int, where: Spot | None) -> Element:
    """A seal (印章, GB/T 9704-2012 §7.3.5) seen on a page; ``kind`` says how it was seen."""
    return Element(ElementKind.SEAL, kind, "", page, spot=where)


def placed(found: Found, elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """The elements with the spots of their lines, as far as the reader told them."""
    lines = found.text.replace("\f", "\n").split("\n")
    spots: dict[int, Spot] = {}
    first = 1
    for page, told in zip(found.text.split("\f"), found.spots, strict=False):
        spots.update((first + at, where) for at, where in enumerate(told) if where)
        first += page.count("\n") + 1
    if not spots:
        return elements
    return tuple(replace(e, spot=_around(e, lines, spots)) for e in elements)


def _around(element: Element, lines: list[str], spots: dict[int, Spot]) -> Spot | None:
    """The spot of an element's line and of those below on which its printed form goes on."""
    at = element.line or 0
    if at not in spots:
        return None
    whole = spots[at]
    while at < len(lines) and (text := lines[at].strip()) and text in element.printed:
        at += 1
        if below := spots.get(at):
            whole = _joined(whole, below)
    return whole


def _joined(a: Spot, b: Spot) -> Spot:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
