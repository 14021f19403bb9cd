"""The lines OCR read: kept with their boxes, and underlined in the volume where they prove a point."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from archivist import press
from archivist.dossier.site import Site
from archivist.dossier.volumes import volumes
from archivist.formats import _clipped, ocr, read
from archivist.formats.registry import Found
from archivist.model import (
    Candidate,
    Digest,
    Document,
    ElementKind,
    Enclosure,
    Limits,
    OcrLine,
    Paper,
    Read,
    Reason,
    Shop,
)
from archivist.press.strokes import strokes
from archivist.printing import Printer
from archivist.rules import hushed
from archivist.store import Store
from tests import dossiers, papers
from tests.cellar import UNIT, digest, drop, silent, take
from tests.test_press_marks import FONTS, MM, of_one, pages_of_piece, red

pytestmark = [
    pytest.mark.skipif(not ocr.available(), reason="rapidocr is not installed"),
    pytest.mark.skipif(papers.face(12) is None, reason="no Chinese font to print with"),
]

PASSAGE = "食品安全示范城市标准"
"""Stands in the middle of a line, in a sentence too long to be underlined as a whole."""

DARK = 120
RULE = (74 / 297, 81 / 297)
"""Where the red rule under the number lies: ink that is no writing."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A page scanned askew at 200 dpi, as a file taken into an archive, and what was read of it."""

    page: Image.Image
    archive: Path
    found: Read


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Scan:
    folder = tmp_path_factory.mktemp("scan")
    page = papers.scanned(papers.official(200).image)
    page.save(folder / "scan.pdf", "PDF", resolution=200)
    data = (folder / "scan.pdf").read_bytes()
    drop(folder / "inbox", {f"{UNIT}/scan.pdf": data})
    found = read(folder / "scan.pdf", Digest(digest(data)), folder / "spool", Limits())
    with Store(folder / "archive") as store:
        take(store, folder / "inbox")
        store.keep([found])
    return Scan(page, folder / "archive", found)


def test_every_line_of_a_scan_comes_back_from_the_archive(scan: Scan) -> None:
    with Store.look(scan.archive) as store:
        lines = store.lines(scan.found.reading.digest)
    assert lines == scan.found.lines
    assert "".join(line.text for line in lines) == "".join(scan.found.text.split())
    assert len(lines) > 20
    assert {line.page for line in lines} == {1}
    assert all(0.8 < line.confidence <= 1 for line in lines)


def test_the_boxes_of_its_lines_lie_on_the_ink(scan: Scan) -> None:
    ink = np.asarray(scan.page.convert("RGB")).min(axis=2) < DARK
    top, bottom = (round(edge * len(ink)) for edge in RULE)
    ink[top:bottom] = False
    inside = np.zeros_like(ink)
    for line in scan.found.lines:
        box = _pixels(line, scan.page.size)
        inside[box] = True
        assert ink[box].mean() > 0.03
    assert ink[inside].sum() > 0.99 * ink.sum()
    assert inside.mean() < 0.5


def _pixels(line: OcrLine, size: tuple[int, int]) -> tuple[slice, slice]:
    left, top, right, bottom = (
        round(edge * length) for edge, length in zip(line.spot, size * 2, strict=True)
    )
    return slice(top, bottom), slice(left, right)


@pytest.mark.skipif(bool(FONTS.why_not), reason=FONTS.why_not or "fonts")
def test_in_the_volume_a_proving_passage_of_a_scan_is_underlined(scan: Scan) -> None:
    reading = scan.found.reading
    words = (PASSAGE, "没有的词")
    enclosure = Enclosure(reading.digest, "pdf", words=words, read=reading.version)
    with Store(scan.archive) as store:
        printer = Printer(store, scan.archive.parent / "dossier", silent, Limits())
        with closing(printer):
            wait = printer.shop().make("a.pdf", of_one(enclosure))
            assert callable(wait)
            made = wait()
    assert isinstance(made, bytes)
    [page] = pages_of_piece(pypdfium2.PdfDocument(made))
    assert _underlined(page, 0) == [PASSAGE]


@pytest.mark.skipif(bool(FONTS.why_not), reason=FONTS.why_not or "fonts")
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_picture_that_lies_on_its_side_is_underlined_along_its_words(
    scan: Scan, turn: int, tmp_path: Path
) -> None:
    place = tmp_path / "lying.jpg"
    scan.page.rotate(-turn, expand=True).save(place, quality=90)
    lying = strokes([replace(line, turn=turn) for line in scan.found.lines], (PASSAGE,))
    enclosure = Enclosure(Digest("a"), "jpeg", words=(PASSAGE,), strokes=lying)
    made = press.typeset(of_one(enclosure), FONTS, tmp_path, lambda _: place)
    [page] = pages_of_piece(pypdfium2.PdfDocument(made))
    assert _underlined(page, turn) == [PASSAGE]


def _underlined(page: pypdfium2.PdfPage, turn: int) -> list[str]:
    """What OCR reads in the six millimetres above each red line of a page turned upright."""
    scale = 200 / 72
    picture = page.render(scale=scale).to_pil()
    whole = Image.new("L", picture.size)
    for box in red(page):
        left, top, right, bottom = (round(edge / MM * scale) for edge in box)
        whole.paste(255, (left, top, right + 1, bottom + 1))
    area = whole.rotate(turn, expand=True).getbbox()
    if area is None:
        return []
    left, top, right, bottom = area
    strip = picture.rotate(turn, expand=True).crop((left, top - 48, right, bottom))
    return [line.text for line in ocr.recognise(strip).lines]


def test_only_writing_that_runs_across_is_underlined() -> None:
    across = OcrLine(2, "会议记录", 0.9, (0.1, 0.1, 0.5, 0.2), slope=0.02)
    down = OcrLine(2, "专题研究", 0.9, (0.8, 0.1, 0.85, 0.5))
    assert strokes([down], ("专题",)) == ()
    [stroke] = strokes([across, down], ("记录", "会议"))[:1]
    assert (stroke.page, stroke.word) == (2, "记录")
    assert stroke.start == pytest.approx((0.1, 0.18))
    assert stroke.end == pytest.approx((0.5, 0.2))


def test_of_a_scan_with_a_secrecy_mark_no_line_is_kept(tmp_path: Path) -> None:
    sheet = papers.upward()
    sheet.crop((0, 0, sheet.width, sheet.height * 2 // 5)).save(tmp_path / "secret.png")
    found = read(tmp_path / "secret.png", Digest("a"), tmp_path / "spool", Limits())
    assert found.lines
    assert [e.value for e in found.reading.all(ElementKind.SECRECY)] == ["机密★1年"]
    assert hushed(found).lines == ()


def test_no_more_lines_are_kept_than_the_text_may_have_characters() -> None:
    lines = tuple(OcrLine(1, text, 0.9, (0.0, 0.0, 1.0, 1.0)) for text in ("甲乙", "丙丁", "戊"))
    found = Found("甲乙\n丙丁\n戊", lines=lines)
    assert _clipped(found, Limits(text_chars=7)).lines == lines
    assert _clipped(found, Limits(text_chars=4)).lines == lines[:2]


def test_lines_are_asked_for_only_where_ocr_took_part_and_words_prove() -> None:
    def said(name: str, passage: str, *facts: tuple[str, str]) -> Document:
        document = dossiers.document(name)
        proof = Candidate("05-2", 0.9, (Reason("标题出现", passage=passage),))
        placement = replace(document.placement, candidates=(proof,))
        return replace(
            document, reading=replace(document.reading, facts=facts), placement=placement
        )

    scanned = ("ocr", "0.98")
    archive = dossiers.archive(
        (
            said("区教育局/05-2 扫描.pdf", "会议", scanned),
            said("区教育局/05-2 无词.pdf", "", scanned),
            said("区教育局/05-2 电子.pdf", "会议"),
        )
    )
    made: list[Paper] = []

    def make(_path: str, paper: Paper) -> bytes:
        made.append(paper)
        return b""

    for box in archive.boxes:
        list(volumes(Site(archive), Shop(make, ""), box))
    enclosed = {each.digest: each.read for paper in made for each in paper.enclosures}
    assert enclosed == {
        d.arrival.digest: "1" if d.name.endswith("扫描.pdf") else "" for d in archive.documents
    }
