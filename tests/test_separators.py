"""Separator sheets: printed, put between papers, scanned as a stack, split and placed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from archivist import dossier, formats, house, pipeline, press, rules, separating
from archivist.formats import dividers
from archivist.model import Digest, Limits, Separator, State, UserError

pytest.importorskip("cv2")

DIGEST = Digest("0" * 64)
DAY = date(2023, 5, 4)
SHEETS = (Separator("05-2", "区教育局", "2022"), Separator("06-1", "区卫健局", ""))
needs_fonts = pytest.mark.skipif(bool(press.fonts().why_not), reason="no Chinese font")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[Image.Image]:
    """The two sheets as a scanner sees them: 150 dpi, slightly tilted, noisy."""
    plan = rules.load(rules.pack())
    paper = dossier.separators_paper(plan, SHEETS)
    data = press.typeset(paper, press.fonts(), tmp_path_factory.mktemp("p"), lambda _: Path())
    document = pypdfium2.PdfDocument(data)
    pages = [document[number].render(scale=150 / 72).to_pil() for number in range(2)]
    document.close()
    return [_scanned(page, tilt) for page, tilt in zip(pages, (1.5, -2.0), strict=True)]


def _scanned(page: Image.Image, tilt: float) -> Image.Image:
    turned = page.convert("L").rotate(tilt, fillcolor=255)
    return ImageChops.add(turned, Image.effect_noise(turned.size, 30), offset=-128)


def _stack(printed: list[Image.Image]) -> list[Image.Image]:
    """One page before the first sheet, two behind it, one behind the second, which lies turned."""
    one, two, three, four = (Image.new("L", (600, 850), shade) for shade in (250, 240, 230, 220))
    first, second = (page.copy() for page in printed)  # saving leaves traces in a picture
    return [one, first, two, three, second.rotate(180), four]


NAMES = ("第1份（首张分隔页之前）", "第2份 05-2 区教育局 2022", "第3份 06-1 区卫健局")


@needs_fonts
@pytest.mark.parametrize("ending", ["pdf", "tiff"])
def test_a_scanned_stack_is_split_at_its_sheets(
    printed: list[Image.Image], tmp_path: Path, ending: str
) -> None:
    pages, file = _stack(printed), tmp_path / f"stack.{ending}"
    pages[0].save(file, save_all=True, append_images=pages[1:])
    found = formats.read(file, DIGEST, tmp_path / "spool", Limits(ocr_pages=0))
    assert found.reading.members == tuple(f"{name}.{ending}" for name in NAMES)
    assert dict(found.reading.facts)["separators"] == "2"
    inner = [
        formats.read(member.path, DIGEST, tmp_path / "inner", Limits(ocr_pages=0)).reading
        for member in found.members
    ]
    assert [(reading.format, reading.pages) for reading in inner] == [
        (ending, 1),
        (ending, 2),
        (ending, 1),
    ]
    again = formats.read(file, DIGEST, tmp_path / "again", Limits(ocr_pages=0))
    assert [m.path.read_bytes() for m in again.members] == [
        m.path.read_bytes() for m in found.members
    ]


@needs_fonts
def test_each_paper_of_a_stack_lies_where_its_sheet_says(
    printed: list[Image.Image], tmp_path: Path
) -> None:
    house.found(tmp_path, rules.pack(), ["区教育局"])
    settings = tmp_path / "rules" / "settings.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("ocr_pages: 300", "ocr_pages: 0"), "utf-8")
    pages = _stack(printed)
    pages[0].save(tmp_path / "inbox/区教育局/扫描.pdf", save_all=True, append_images=pages[1:])
    home = house.House(tmp_path, DAY, hands=0, hurry=True)
    pipeline.build(home)
    documents = {d.name.rpartition("/")[2]: d for d in pipeline.look(home).documents}
    assert documents["扫描.pdf"].state is State.CONTAINER
    placed = documents[f"{NAMES[1]}.pdf"].placement
    assert (placed.point, placed.unit, placed.explicit) == ("05-2", "区教育局", True)
    assert documents[f"{NAMES[2]}.pdf"].placement.point == "06-1"


@needs_fonts
def test_sheets_are_printed_for_a_point_and_for_all_gaps(tmp_path: Path) -> None:
    house.found(tmp_path, rules.pack(), ["区教育局"])
    home = house.House(tmp_path, DAY, hands=0)
    file = tmp_path / "one.pdf"
    [sheet] = separating.separators(home, "05-2", "教育", "2022", all_gaps=False, to=file)
    assert sheet == Separator("05-2", "区教育局", "2022")
    with pypdfium2.PdfDocument(file) as document:
        assert "扫描分隔页" in document[0].get_textpage().get_text_range()
        assert dividers.sheets(document, [1]) == {1: sheet}
    page = tmp_path / "all.html"
    sheets = separating.separators(home, "", "教育", "", all_gaps=True, to=page)
    assert {sheet.unit for sheet in sheets} == {"区教育局"}
    assert page.read_text("utf-8").count("<svg") == len(sheets) > 1
    with pytest.raises(UserError, match="没有“99-9”"):
        separating.separators(home, "99-9", "", "", all_gaps=False, to=file)


words = st.text(st.characters(exclude_characters="|", exclude_categories=["C", "Z"]), max_size=40)


@given(words, words, words)
def test_what_is_written_is_told(point: str, unit: str, year: str) -> None:
    sheet = Separator(point, unit, year)
    assert Separator.told(sheet.written) == sheet


def test_other_codes_are_no_sheets() -> None:
    for text in ("", "https://example.org/?a|b|c", "ARCHIVIST", "ARCHIVIST|1|2", "x|1|2|3"):
        assert Separator.told(text) is None


def test_a_hostile_sheet_names_no_path() -> None:
    evil = Separator("../../etc", "C:\\x", "")
    [part] = dividers.parts({1: evil}, 2)
    assert not {"/", "\\", ":"} & set(part.name)
    assert part.name.startswith("第1份")


def test_sheets_in_a_row_and_at_the_end_give_no_empty_papers() -> None:
    sheet = replace(SHEETS[0], year="")
    found = list(dividers.parts({1: sheet, 2: sheet, 5: sheet}, 5))
    assert [part.pages for part in found] == [(3, 4)]
