"""责任分工 as a page: who leads and who supports which point."""

from __future__ import annotations

from collections.abc import Iterator

from archivist.dossier.pages import render
from archivist.dossier.site import LEAD, Site
from archivist.model import Leaf

PAGE = "台账/责任分工.html"


def responsibilities(site: Site) -> Iterator[Leaf]:
    """Points down, units across: every cell says 主, 配 or nothing."""
    roles = {(s.unit, s.point.code): s.role for s in site.archive.verdict.standings}
    used = [unit for unit in site.units if unit in site.standings_by_unit]
    rows = [
        (point, [_sign(roles.get((unit, point.code), "")) for unit in used])
        for point in site.archive.plan.points
    ]
    yield Leaf(PAGE, render("matrix.html.j2", page=PAGE, site=site, units=used, rows=rows))


def _sign(role: str) -> str:
    return {"": "", LEAD: "主"}.get(role, "配")
