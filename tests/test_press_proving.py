"""In Office documents laid out anew the proving passages bear a red line, and no word is lost by it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivist import formats, press
from archivist.model import Digest, Enclosure, Limits, Look, Retold, Stretch
from archivist.press.proving import proved
from archivist.press.retold import retold
from tests.test_press_marks import MM, Box, of_one, pages_of_piece, red

FONTS = press.fonts()
needs_fonts = pytest.mark.skipif(bool(FONTS.why_not), reason=FONTS.why_not or "fonts")
PASSAGE = "专题研究食品安全"


def lined(made: bytes) -> str:
    """What stands above red lines, page by page; lines at one height go on."""
    said = []
    for page in pages_of_piece(pypdfium2.PdfDocument(made)):
        high, text = page.get_height(), page.get_textpage()
        rows: dict[int, list[Box]] = {}
        for box in red(page):
            if box[3] - box[1] < 1:
                rows.setdefault(round(box[1]), []).append(box)
        for boxes in rows.values():
            left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
            under = high - boxes[0][1] / MM
            said.append(text.get_text_bounded(left / MM + 1, under, right / MM - 1, under + 12))
    return "".join("".join(said).split())


def typeset(told: Retold, folder: Path, words: tuple[str, ...] = (PASSAGE, "没有的词")) -> bytes:
    enclosure = Enclosure(Digest("a"), "docx", words=words, retold=True)
    return press.typeset(of_one(enclosure), FONTS, folder, lambda _: folder, retell=lambda *_: told)


@needs_fonts
def test_a_sentence_of_a_word_document_is_underlined_across_its_runs(tmp_path: Path) -> None:
    from docx import Document

    source = tmp_path / "a.docx"
    word = Document()
    word.add_paragraph("会议先听取了汇报。")
    paragraph = word.add_paragraph("随后。区委常委会专题")
    paragraph.add_run("研究食品").bold = True
    paragraph.add_run("安全工作。会议强调落实责任。")
    word.save(str(source))
    told = formats.retell(source, "docx", tmp_path, "p", Limits())
    assert told is not None
    assert lined(typeset(told, tmp_path)) == "区委常委会专题研究食品安全工作。"


@needs_fonts
@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("会议纪要\n区政府常务会议专题研究食品安全。散会。", "区政府常务会议专题研究食品安全。"),
        ("台账\n序号\t议题\t日期\n1\t专题研究食品安全\t3月\n2\t森林防火\t4月", PASSAGE),
        ("台账\n序号\t议题\n第一组\n1\t专题研究食品安全\n2\t森林防火", PASSAGE),
    ],
)
def test_so_is_one_of_a_text_and_a_cell_of_a_table(text: str, marked: str, tmp_path: Path) -> None:
    assert lined(typeset(retold("et", text), tmp_path)) == marked


@given(
    st.lists(st.text(alphabet="食品安全专题研究。， A", max_size=12), max_size=6),
    st.lists(st.text(alphabet="食品安全专题", min_size=1, max_size=5), max_size=4),
)
def test_words_stay_what_they_are_however_clauses_fall(runs: list[str], words: list[str]) -> None:
    block: dict[str, Any] = {"kind": "p", "runs": [(run, 0) for run in runs]}
    cells: dict[str, Any] = {"kind": "grid", "cells": [*runs, {"x": 0, "y": 0, "t": "".join(runs)}]}
    told: dict[str, Any] = asdict(Retold((Stretch(blocks=(block, cells)),), (Look(),)))
    told["looks"] = [*told["looks"]]
    proved(told, tuple(words))
    first, second = told["stretches"][0]["blocks"]
    assert "".join(said for said, _ in first["runs"]) == "".join(runs)
    for cell, whole in zip(second["cells"], [*runs, "".join(runs)], strict=True):
        if isinstance(cell, dict) and "parts" in cell:
            assert "".join(part for part, _ in cell["parts"]) == whole
            assert any(proves for _, proves in cell["parts"])
    marks = [told["looks"][look]["line"] for _, look in first["runs"]]
    assert ("proof" in marks) == any(
        word in "".join(c for c in "".join(runs).lower() if c.isalnum()) for word in words[:3]
    )
