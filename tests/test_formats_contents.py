"""Contents of texts that checks hold against each other: private numbers, figures, sums, wording."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from archivist.formats import read, virus
from archivist.formats.elements import find
from archivist.formats.elements.personal import is_identity, is_luhn
from archivist.formats.endmarks import ended
from archivist.model import Digest, Element, ElementKind, Limits

IDENTITY = "11010519491231002X"


def found(text: str, kind: ElementKind) -> list[Element]:
    return [element for element in find(text) if element.kind is kind]


def values(text: str, kind: ElementKind) -> list[str]:
    return [element.value for element in found(text, kind)]


def test_private_numbers_are_found_by_their_checksums_and_shown_masked_only() -> None:
    text = f"张三，身份证 {IDENTITY}，卡号 4111 1111 1111 1111，手机 13812345678。"
    elements = found(text, ElementKind.PERSONAL)
    assert [e.value.partition(" ")[0] for e in elements] == ["身份证号", "银行卡号", "手机号"]
    shown = "".join(f"{e.value}{e.printed}{e.quote}" for e in elements)
    for secret in (IDENTITY, "41111111", "12345678", "1949"):
        assert secret not in shown


@pytest.mark.parametrize(
    "text",
    [
        "身份证 110105194912310021",
        "生日不存在 110105194913310023",
        "统一社会信用代码 91110105MA01ABCD2X",
        "卡号 4111111111111112",
        "举报电话：13812345678",
        "项目编号 2022031500012345",
        "4111111111111111",
        "卡号一列：411 111 111 111 111 1",
        "Tel 1-381-234-5678 15812-345-678",
    ],
)
def test_numbers_that_only_look_private_stay_silent(text: str) -> None:
    assert not found(text, ElementKind.PERSONAL)


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("138 1234 5678", "手机号"),
        ("110105 19491231 002X", "身份证号"),
        ("62220202 00112230", ""),
        ("6222 0202 0011 2238 486", "银行卡号"),
        ("6222020200112230", "银行卡号"),
        ("开户行：某银行\n4111 1111 1111 1111", "银行卡号"),
    ],
)
def test_numbers_are_told_by_the_groups_people_write_them_in(text: str, sort: str) -> None:
    elements = found(text, ElementKind.PERSONAL)
    assert [e.value.partition(" ")[0] for e in elements] == ([sort] if sort else [])


@given(st.text(alphabet="0123456789Xx -年", max_size=60))
def test_no_run_of_seven_digits_of_a_private_number_is_ever_quoted(text: str) -> None:
    for element in found(text, ElementKind.PERSONAL):
        assert not any(part.isdigit() and len(part) > 6 for part in element.value.split())


def test_checksums_are_those_of_the_standards() -> None:
    assert is_identity(IDENTITY)
    assert not is_identity("11010519491231003X")
    assert is_luhn("79927398713")
    assert not is_luhn("79927398710")


def test_growth_is_read_with_its_number_rate_and_year() -> None:
    text = "2022年，完成食品抽检1,500批次，同比增长50%；投诉举报300件，较上年下降12.5%。"
    assert values(text, ElementKind.GROWTH) == [
        "食品抽检|1500|批次|50|2022",
        "投诉举报|300|件|-12.5|2022",
    ]


def test_facts_of_the_whole_district_are_read_with_their_year_and_parts_of_a_year_are_not() -> None:
    assert values("2022年全区常住人口为83.5万人。", ElementKind.FIGURE) == [
        "常住人口|83.5|万人|2022"
    ]
    assert not values("2022年1—6月全区监督抽检500批次。", ElementKind.FIGURE)
    assert not values("2022年柳林街道常住人口3万人。", ElementKind.FIGURE)


def test_a_column_is_added_up_and_rates_are_not() -> None:
    table = "街道\t批次\t合格率\n甲\t30\t90\n乙\t45\t80\n合计\t76\t85\n"
    assert values(table, ElementKind.SUM) == ["批次|76|75"]
    with_parts = "街道\t批次\n甲\t30\n小计\t30\n乙\t45\n合计\t75\n"
    assert not values(with_parts, ElementKind.SUM)


def test_a_skipped_section_is_seen_and_a_new_beginning_is_not() -> None:
    assert values("一、甲\n正文。\n二、乙\n正文。\n四、丙\n", ElementKind.ORDER) == ["2|4"]
    assert not values("一、甲\n二、乙\n一、丙\n二、丁\n", ElementKind.ORDER)


def test_an_issued_text_is_found_behind_its_notice_or_missed() -> None:
    head = "关于印发《青山区食品抽检方案》的通知\n各街道：\n请遵照执行。\n"
    there = found(f"{head}\f青山区食品抽检方案\n一、目标\n", ElementKind.ENCLOSED)
    missing = found(head, ElementKind.ENCLOSED)
    assert [(e.value, e.page) for e in there] == [("青山区食品抽检方案", 2)]
    assert [(e.value, e.page) for e in missing] == [("青山区食品抽检方案", None)]


def test_numbers_of_other_papers_are_read_and_the_own_one_is_not() -> None:
    text = "青食安办〔2022〕3号\n根据《关于开展抽检的通知》（青政办发[2021]第12号）要求，执行。"
    assert values(text, ElementKind.QUOTED_NUMBER) == ["青政办发〔2021〕12号"]


def test_places_named_twice_are_read_and_ordinary_words_are_not() -> None:
    text = "在安化县开展检查，由安化县负责。示范区、示范区，全市、全市，农贸市、农贸市。"
    assert values(text, ElementKind.PLACE_NAME) == ["安化县"]


@pytest.mark.parametrize(
    "words",
    [
        "试剂由区局统一配发",
        "既整洁市容又留烟火",
        "居全市第一",
        "转发本区做法",
        "约定退市条款",
        "按街区推进",
    ],
)
def test_ordinary_words_that_end_like_places_are_none(words: str) -> None:
    assert values(f"{words}\n{words}，{words}", ElementKind.PLACE_NAME) == []


def test_two_copies_of_a_text_have_one_fingerprint_whatever_their_lines() -> None:
    sentences = [
        f"第{n}项工作由各成员单位按照职责分工认真组织实施并按时报送结果" + "甲" * n
        for n in range(12)
    ]
    one = found("。\n".join(sentences), ElementKind.FINGERPRINT)
    two = found("。".join(sentences), ElementKind.FINGERPRINT)
    assert one[0].value == two[0].value
    assert not found("太短。", ElementKind.FINGERPRINT)


def _sealed(path: Path, red: int) -> None:
    """A PDF with a picture of a red ring, 42 mm wide."""
    ring = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(ring).ellipse((10, 10, 190, 190), outline=(red, 20, 20), width=12)
    ring.save(path, "PDF", resolution=121)


def _facts(path: Path) -> list[str]:
    reading = read(path, Digest("0" * 64), path.parent / "spool", Limits()).reading
    return [value for name, value in reading.facts if name == "stamp"]


def test_the_same_picture_of_a_seal_is_known_again_and_another_is_not(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.pdf", "b.pdf", "c.pdf")]
    for path, red in zip(paths, (220, 220, 200), strict=True):
        _sealed(path, red)
    one, two, other = map(_facts, paths)
    assert len(one) == 1
    assert one == two != other
    assert one[0].endswith("@1")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for the scanner is a shell script")
def test_a_virus_told_by_the_scanner_becomes_a_fact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner = tmp_path / "clamdscan"
    scanner.write_text(
        '#!/bin/sh\nfor f; do :; done\ngrep -q EICAR "$f" || exit 0\n'
        'echo "$f: Eicar-Test FOUND"\nexit 1\n'
    )
    scanner.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    virus.engine.cache_clear()
    try:
        bad, good = tmp_path / "a.txt", tmp_path / "b.txt"
        bad.write_text("EICAR")
        good.write_text("clean")
        assert virus.facts(bad) == (("virus", "Eicar-Test"),)
        assert virus.facts(good) == (("virus", ""),)
    finally:
        virus.engine.cache_clear()


def _ole(tables: tuple[list[int], ...]) -> bytes:
    """An OLE file of as many whole sectors as its allocation tables use, the tables among them."""
    free = 0xFFFFFFFF
    rows = [table + [free] * (128 - len(table)) for table in tables]
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<109I", head, 76, *range(len(tables)), *[free] * (109 - len(tables)))
    packed = b"".join(struct.pack("<128I", *row) for row in rows)
    return bytes(head) + packed + bytes(512 * (len(tables[0]) - len(tables)))


@pytest.mark.parametrize("tables", [([1] * 9,), ([1] * 9, []), ([1] * 9, [], [])])
def test_an_old_office_file_is_whole_though_its_last_tables_are_empty(
    tables: tuple[list[int], ...], tmp_path: Path
) -> None:
    data = _ole(tables)
    for cut, whole in ((0, True), (600, False)):
        (tmp_path / "x").write_bytes(data[: len(data) - cut])
        assert ended(tmp_path / "x", "doc") is whole
