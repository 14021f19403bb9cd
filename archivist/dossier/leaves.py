"""Everything the dossier consists of, one leaf after the other; nothing is kept, nothing written."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator

from archivist.dossier.album import album
from archivist.dossier.boxes import box_leaves
from archivist.dossier.catalogue import catalogue
from archivist.dossier.handing import recordings_paper, transfer_paper
from archivist.dossier.labels import labels
from archivist.dossier.ledgers import ledgers
from archivist.dossier.letters import letters
from archivist.dossier.matrix import responsibilities
from archivist.dossier.overview import district, point_pages, start
from archivist.dossier.papers import box_papers
from archivist.dossier.redacted import redacted
from archivist.dossier.search import search_pages
from archivist.dossier.site import MANIFEST, Site
from archivist.dossier.thumbnails import small_pictures
from archivist.dossier.units import unit_pages
from archivist.dossier.volumes import volumes
from archivist.dossier.workbook import report_workbook
from archivist.dossier.years import year_pages
from archivist.model import Archive, Due, Leaf, Shop

_DUE, _WAITING = 2, 100
"""Leaves that may be due, and leaves kept waiting behind one: bounds for what is held in memory."""


def leaves(archive: Archive, shop: Shop | None = None) -> Iterator[Leaf]:
    """Yield the dossier: boxes, pages, catalogue, reports, and the manifest last.

    Args:
        archive: everything known on the day that counts.
        shop: who makes PDFs and knows what originals say; without one there are none.

    Yields:
        Leaves with unique ``/``-separated paths; originals by digest, the rest by bytes. The
        same archive gives the same leaves in the same order.
    """
    sums: dict[str, str] = {}
    for leaf in settled(_contents(Site(archive), shop or Shop())):
        sums[leaf.path] = (
            hashlib.sha256(leaf.content).hexdigest()
            if isinstance(leaf.content, bytes)
            else leaf.content
        )
        yield leaf
    yield Leaf(MANIFEST, manifest(sums))


def manifest(sums: dict[str, str]) -> bytes:
    """What ``sha256sum -c`` reads, sorted by path."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items())).encode()


def settled(leaves: Iterable[Leaf | Due]) -> Iterator[Leaf]:
    """The same leaves in the same order, each with its content.

    A few that are due are waited for only when others have been made: pages are written here
    while papers are set elsewhere.
    """
    waiting: deque[Leaf | Due] = deque()
    due = 0
    for leaf in leaves:
        waiting.append(leaf)
        due += isinstance(leaf, Due)
        while waiting and (due > _DUE or len(waiting) > _WAITING or isinstance(waiting[0], Leaf)):
            due -= isinstance(waiting[0], Due)
            yield _settled(waiting.popleft())
    yield from map(_settled, waiting)


def _settled(leaf: Leaf | Due) -> Leaf:
    return Leaf(leaf.path, leaf.wait()) if isinstance(leaf, Due) else leaf


def _contents(site: Site, shop: Shop) -> Iterator[Leaf | Due]:
    yield from start(site, shop)
    yield from catalogue(site, shop)
    yield from transfer_paper(site, shop)
    yield from recordings_paper(site, shop)
    yield from labels(site, shop)
    yield from redacted(site)
    small = yield from small_pictures(site, shop)
    yield from search_pages(site, shop, small)
    yield from year_pages(site)
    yield from district(site)
    yield from unit_pages(site)
    yield from report_workbook(site, shop)
    yield from ledgers(site, shop)
    yield from letters(site)
    yield from responsibilities(site)
    yield from point_pages(site)
    for box in site.archive.boxes:
        yield from box_leaves(site, shop, box, small)
        yield from box_papers(site, shop, box)
        yield from album(site, shop, box)
        yield from volumes(site, shop, box)
