"""The dossier year by year: how many pieces every point has of each, and a page of them per year."""

from __future__ import annotations

from collections.abc import Iterator

from archivist.dossier.overview import further
from archivist.dossier.pages import render
from archivist.dossier.site import YEARS, Site
from archivist.dossier.views import Listing
from archivist.model import Box, Document, Leaf, Piece

_UNDATED = "年度待考"


def year_pages(site: Site) -> Iterator[Leaf]:
    """The table of points and years, then every year's list of pieces."""
    years = sorted({p.year for box in site.archive.boxes for p in box.pieces if p.year})
    rows = [
        (point, [_year(site, pieces, year) for year in (*years, None)])
        for point in site.archive.plan.points
        if (pieces := site.pieces_by_point.get(point.code, ()))
    ]
    lists = [_listing(site, year) for year in (*years, None)]
    yield Leaf(YEARS, render("years.html.j2", page=YEARS, site=site, lists=lists, rows=rows))
    for listing in lists:
        if listing.rows:
            yield Leaf(listing.home, _page(site, listing))
            yield from further(site, listing, "年度")


def _year(site: Site, pieces: tuple[tuple[Box, Piece], ...], year: int | None) -> tuple[int, str]:
    """How many pieces of a year, and where the first stands in a contents page."""
    found = [(box, piece) for box, piece in pieces if piece.year == year]
    if not found:
        return 0, ""
    box, piece = found[0]
    return len(found), f"{site.contents(box)}#{piece.number}"


def _listing(site: Site, year: int | None) -> Listing:
    name = f"{year}年" if year else _UNDATED
    inside: tuple[Document, ...] = tuple(
        each.document
        for box in site.archive.boxes
        for piece, each in box.files
        if piece.year == year
    )
    return Listing("mixed", name, f"年度/{name}.html", documents=inside)


def _page(site: Site, listing: Listing) -> bytes:
    return render(
        "continued.html.j2", page=listing.home, site=site, listing=listing, owner="年度", number=1
    )
