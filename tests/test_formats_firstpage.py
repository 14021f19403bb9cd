"""The first page of a paper, small: made while it is read, and nothing where that would cost too much."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

from archivist import formats
from archivist.formats import firstpage, pixels
from archivist.model import Digest, Element, ElementKind, Limits, Read
from archivist.rules import hushed
from tests.test_formats_spots import latin_pdf

SECRET = Element(ElementKind.SECRECY, "秘密", "秘密★1年", page=1)


def _read(path: Path) -> Read:
    spool = path.with_name("spool")
    return formats.read(path, Digest("0" * 64), spool, Limits(ocr_pages=0))


def _scan(folder: Path) -> Path:
    page = Image.effect_noise((800, 1100), 90).convert("RGB")
    page.save(folder / "scan.pdf", "PDF", resolution=96)
    return folder / "scan.pdf"


def _plain(folder: Path) -> Path:
    (folder / "plain.pdf").write_bytes(latin_pdf(0).getvalue())
    return folder / "plain.pdf"


def test_a_paper_keeps_a_first_page_of_a_few_kilobytes(tmp_path: Path) -> None:
    found = _read(_plain(tmp_path))
    (still,) = found.stills
    picture = Image.open(io.BytesIO(still.jpeg))
    assert (picture.format, picture.size) == ("JPEG", (160, 213))
    assert len(still.jpeg) < 5_000
    assert pixels.spread(picture) > 5  # something is written on it
    assert ("still", "") in found.reading.facts


def test_a_scan_keeps_one_too_and_a_very_long_page_stays_small(tmp_path: Path) -> None:
    assert _read(_scan(tmp_path)).stills
    writer = PdfWriter(PdfReader(latin_pdf(0)))
    writer.pages[0].mediabox = RectangleObject((0, 0, 600, 14_000))
    writer.write(tmp_path / "long.pdf")
    (still,) = _read(tmp_path / "long.pdf").stills
    assert Image.open(io.BytesIO(still.jpeg)).size == (14, 320)


def test_what_is_locked_or_broken_keeps_none_and_is_read_as_before(tmp_path: Path) -> None:
    writer = PdfWriter(PdfReader(latin_pdf(0)))
    writer.encrypt("secret", "owner", algorithm="AES-256")
    writer.write(tmp_path / "locked.pdf")
    (tmp_path / "half.pdf").write_bytes(latin_pdf(0).getvalue()[:200])
    for name in ("locked.pdf", "half.pdf"):
        found = _read(tmp_path / name)
        assert found.stills == ()
        assert found.reading.problems


@pytest.mark.parametrize(("limit", "value"), [("_SECONDS", -1.0), ("_PIXELS", 1_000)])
def test_what_would_take_too_long_is_left_out_and_the_paper_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: float
) -> None:
    monkeypatch.setattr(firstpage, limit, value)
    assert _read(_scan(tmp_path)).stills == ()
    if limit == "_SECONDS":
        found = _read(_plain(tmp_path))
        assert (found.stills, found.text) == ((), "First line\nLast line")


def test_a_paper_with_a_secrecy_mark_keeps_none(tmp_path: Path) -> None:
    found = _read(_plain(tmp_path))
    marked = replace(found, reading=replace(found.reading, elements=(SECRET,)))
    assert marked.stills
    assert hushed(marked).stills == ()
