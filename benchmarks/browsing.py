"""How quick the offline site stays: 40,000 documents made of nouns, opened in Chromium from a folder.

Run: python -m benchmarks.browsing [/usr/bin/chromium]
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from archivist.dossier.boxes import box_leaves
from archivist.dossier.catalogue import catalogue
from archivist.dossier.leaves import settled
from archivist.dossier.overview import district, point_pages, start
from archivist.dossier.search import search_pages
from archivist.dossier.site import Site
from archivist.dossier.units import unit_pages
from archivist.dossier.years import year_pages
from archivist.model import Archive, Component, Digest, Leaf, Piece, Shop, Still
from benchmarks.reports import made

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORDS = [
    "食品安全",
    "监督检查",
    "抽检监测",
    "专题会议",
    "工作部署",
    "农贸市场",
    "餐饮单位",
    "学校食堂",
    "校园周边",
    "快检室",
    "问题整改",
    "行政处罚",
    "应急演练",
    "宣传教育",
    "投诉举报",
    "明厨亮灶",
    "追溯体系",
    "责任清单",
    "考核评议",
    "联合执法",
]
LONG = 60
"""Words in a text: some 250 signs."""

RARE = "量子纠缠"
"""A word of one document in ten thousand."""


def main() -> None:
    """Print sizes, seconds of processor to make, and what a person waits for."""
    archive = _shown(made())
    before = time.process_time()
    with TemporaryDirectory(prefix="site-") as folder:
        root = Path(folder)
        sizes = {leaf.path: _write(root, leaf) for leaf in _pages(Site(archive))}
        print(f"{len(archive.documents)} documents, {len(archive.boxes)} boxes")
        print(f"pages made in {time.process_time() - before:.1f} s of processor")
        for name in ("index.html", "检索/known.js"):
            print(f"{name}: {sizes[name] / 1024:.0f} KiB")
        kinds = {
            "index part": "检索/i",
            "texts of a box": "检索/t",
            "lines of a box": "检索/b",
            "pages": "检索/p",
        }
        for told, kind in kinds.items():
            most = max(size for path, size in sizes.items() if path.startswith(kind))
            print(f"largest {told}: {most / 1024:.0f} KiB")
        packs = [size for path, size in sizes.items() if path.startswith("检索/p")]
        print(f"first pages: {len(packs)} scripts, {sum(packs) / 2**20:.0f} MiB")
        pages = [size for path, size in sizes.items() if path.endswith(".html")]
        print(f"{len(pages)} pages, the largest {max(pages) / 1024:.0f} KiB")
        _browse(root, sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium")


def _pages(site: Site) -> Iterator[Leaf]:
    shop = Shop(texts=_texts, stills=_stills)
    yield from start(site, shop)
    yield from settled(catalogue(site, shop))
    yield from search_pages(site, shop, {})
    yield from year_pages(site)
    yield from district(site)
    yield from unit_pages(site)
    yield from point_pages(site)
    for box in site.archive.boxes:
        yield from box_leaves(site, shop, box, {})


def _texts(digests: Iterable[Digest]) -> Iterator[tuple[Digest, str]]:
    for digest in digests:
        dice = random.Random(digest)
        rare = RARE if dice.random() < 1e-4 else ""
        yield digest, "，".join(dice.choices(WORDS, k=LONG)) + rare


def _stills(_digest: Digest) -> tuple[Still, ...]:
    """A first page of the usual size."""
    return (Still(None, random.Random(1).randbytes(3_400)),)


def _shown(archive: Archive) -> Archive:
    """Every PDF with a first page."""
    boxes = tuple(replace(box, pieces=tuple(map(_with_page, box.pieces))) for box in archive.boxes)
    return replace(archive, boxes=boxes)


def _with_page(piece: Piece) -> Piece:
    return replace(piece, components=tuple(map(_paged, piece.components)))


def _paged(each: Component) -> Component:
    reading = each.document.reading
    facts = (*reading.facts, ("still", "")) if reading.format == "pdf" else reading.facts
    return replace(each, document=replace(each.document, reading=replace(reading, facts=facts)))


def _write(root: Path, leaf: Leaf) -> int:
    if not isinstance(leaf.content, bytes) or not leaf.path.endswith((".html", ".js")):
        return 0
    path = root / leaf.path
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.write_bytes(leaf.content)


def _browse(root: Path, program: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program)
        page = browser.new_page()
        for name in ("index.html", "000_总目录.html", "年度.html", "检索.html"):
            page.goto((root / name).as_uri())
            paint = page.evaluate(
                "new Promise(done => new PerformanceObserver(list =>"
                " done(list.getEntries().at(-1).startTime))"
                ".observe({type: 'paint', buffered: true}))"
            )
            print(f"{name}: first paint after {paint / 1000:.2f} s")
        for words in (RARE, "食品安全 监督检查 专题会议", "农贸市场"):
            print(f"{words}: {_search(page, root, words):.2f} s until the first hits stand")
        fullest = max(root.glob("*_*/**/0000_*.html"), key=lambda page: page.stat().st_size)
        page.goto(fullest.as_uri())
        begin = time.perf_counter()
        page.locator("#first-pages").scroll_into_view_if_needed()
        page.wait_for_selector("#first-pages img[src]")
        waited = time.perf_counter() - begin
        print(
            f"first page in the fullest box ({fullest.stat().st_size / 1024:.0f} KiB): {waited:.2f} s"
        )
        browser.close()


def _search(page: Page, root: Path, words: str) -> float:
    """Seconds from pressing the button on a page that has loaded nothing yet."""
    page.goto((root / "检索.html").as_uri())
    page.get_by_label("要查的词").fill(words)
    begin = time.perf_counter()
    page.get_by_role("button", name="检索").click()
    page.wait_for_selector("#hits li")
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
