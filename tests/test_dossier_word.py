"""Labels and photo albums for Word: exact lengths, codes that can be read, the kept small pictures."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import numpy as np
import pytest
from lxml import etree
from PIL import Image, ImageOps

from archivist.dossier import leaves
from archivist.model import Archive, Digest, Document, Shop, Still
from tests.dossiers import archive, document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWIP, EMU = 25.4 / 1440, 1 / 36_000
"""Millimetres."""
LABELS = "打印/盒脊标签.docx"


def photo(name: str, **changes: Any) -> Document:
    return document(f"区教育局/{name}", format="jpeg", extensions=("jpg",), pages=1, **changes)


WIDE, TALL, UNSEEN = photo("横.jpg", title="校园检查"), photo("竖.jpg"), photo("打不开.jpg")
THICK = tuple(
    document(f"区教育局/厚{n}.pdf", title=f"汇编之{n}", pages=pages)
    for n, pages in enumerate((900, 900, 900, 900, 60))
)


def still(wide: int, high: int) -> Still:
    kept = io.BytesIO()
    Image.new("RGB", (wide, high), "teal").save(kept, "JPEG")
    return Still(None, kept.getvalue())


STILLS = {
    WIDE.arrival.digest: (still(400, 200),),
    TALL.arrival.digest: (still(100, 400),),
}


def stills(digest: Digest) -> tuple[Still, ...]:
    return STILLS.get(digest, ())


def made(whole: Archive) -> dict[str, bytes]:
    return {
        leaf.path: leaf.content
        for leaf in leaves(whole, Shop(stills=stills))
        if leaf.path.endswith(".docx") and isinstance(leaf.content, bytes)
    }


@pytest.fixture(scope="module")
def whole() -> Archive:
    return archive((WIDE, TALL, UNSEEN, *THICK))


@pytest.fixture(scope="module")
def word(whole: Archive) -> dict[str, bytes]:
    return made(whole)


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def lengths(found: list[str]) -> list[float]:
    return [int(each) * TWIP for each in found]


def test_word_labels_are_240_millimetres_high_and_as_wide_as_their_spines_less_two(
    whole: Archive, word: dict[str, bytes]
) -> None:
    body = part(word[LABELS])
    spines = []
    for table in body.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        highs = [row.find(f"{W}trPr/{W}trHeight") for row in rows]
        assert {high.get(f"{W}hRule") for high in highs if high is not None} == {"exact"}
        high = sum(lengths([each.get(f"{W}val", "") for each in highs if each is not None]))
        assert high == pytest.approx(240, abs=0.1)
        wides = lengths([each.get(f"{W}w", "") for each in table.iter(f"{W}gridCol")])
        assert sum(wides) <= 190, "they fit between the margins"
        assert [round(gap, 1) for gap in wides[1::2]] == [4.0] * (len(wides) // 2)
        spines += [round(wide, 1) for wide in wides[::2]]
        for row in rows:
            framed = [cell.find(f"{W}tcPr/{W}tcBorders") is not None for cell in row.iter(f"{W}tc")]
            assert framed == [place % 2 == 0 for place in range(len(wides))], "a frame to cut along"
    assert spines == [box.spine - 2 for box in whole.boxes]
    assert len(spines) > len(list(body.iter(f"{W}tbl"))) > 1, (
        "several to a sheet, and several sheets"
    )


def test_every_code_on_a_word_label_can_be_read_and_names_its_box(
    whole: Archive, word: dict[str, bytes]
) -> None:
    cv2 = pytest.importorskip("cv2")
    with zipfile.ZipFile(io.BytesIO(word[LABELS])) as package:
        pictures = [name for name in package.namelist() if name.startswith("word/media/")]
        said = []
        for name in pictures:
            grey = ImageOps.expand(Image.open(io.BytesIO(package.read(name))).convert("L"), 32, 255)
            said.append(cv2.QRCodeDetector().detectAndDecode(np.asarray(grey))[0])
    assert [re.findall(r"盒(\S+)", text)[0] for text in said] == [b.number for b in whole.boxes]
    sizes = [int(size.get("cx", "0")) * EMU for size in part(word[LABELS]).iter("{*}extent")]
    assert sizes == [15.0] * len(whole.boxes)


def test_a_long_name_is_set_smaller_until_the_label_holds_it() -> None:
    long = archive((WIDE,))
    box = long.boxes[0]
    title = "食品安全示范城市创建工作领导小组办公室统筹协调机制建设和常态化督导检查情况"
    renamed = replace(long, boxes=(replace(box, category=replace(box.category, title=title)),))
    body = part(made(renamed)[LABELS])
    (run,) = (
        r for r in body.iter(f"{W}r") if "".join(t.text or "" for t in r.iter(f"{W}t")) == title
    )
    size = run.find(f"{W}rPr/{W}sz")
    assert size is not None
    points = int(size.get(f"{W}val", "0")) / 2
    (row,) = run.iterancestors(f"{W}tr")
    high = row.find(f"{W}trPr/{W}trHeight")
    assert high is not None
    columns = -(-len(title) // int(int(high.get(f"{W}val", "0")) * TWIP / (points * 25.4 / 72)))
    assert columns * points * 1.2 * 25.4 / 72 <= box.spine - 2
    assert 7 < points < 18


def test_the_word_album_shows_the_small_pictures_unbent_with_the_six_elements(
    word: dict[str, bytes],
) -> None:
    (data,) = (word[path] for path in word if path.endswith("0000_照片册.docx"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        shown = [package.read(n) for n in package.namelist() if n.startswith("word/media/")]
    assert shown == [STILLS[each.arrival.digest][0].jpeg for each in (WIDE, TALL)]
    sizes = [
        (round(int(e.get("cx", "0")) * EMU, 1), round(int(e.get("cy", "0")) * EMU, 1))
        for e in part(data).iter("{*}extent")
    ]
    assert sizes == [(132.0, 66.0), (16.5, 66.0)]
    album = docx.Document(io.BytesIO(data))
    assert [len(album.tables), len(album.inline_shapes)] == [3, 2]
    names = [cell.text for row in album.tables[0].rows for cell in row.cells[::2]][:8]
    assert names == ["件号", "档号", "事由", "时间", "地点", "人物", "背景", "摄影者"]
    assert "校园检查。背景：＿＿＿＿＿＿" in album.tables[1].rows[-1].cells[1].text
    assert any("没有可用的缩略图" in each.text for each in album.paragraphs)


def test_word_papers_with_pictures_have_the_same_bytes_again(
    whole: Archive, word: dict[str, bytes]
) -> None:
    assert made(whole) == word
