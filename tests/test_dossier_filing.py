"""Boxes by year × 保管期限 × unit: the other profile of arrangement, its numbers and its seals."""

from __future__ import annotations

import io
import random
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivist import checks, press
from archivist.dossier import arrange, leaves, seal_of
from archivist.dossier.boxes import cover_fields, form
from archivist.dossier.site import Site
from archivist.model import (
    Arrangement,
    Case,
    Coding,
    Document,
    Paper,
    Period,
    Plan,
    Profile,
    RulesError,
    Seal,
    Shop,
    Thresholds,
)
from archivist.rules import load, pack
from tests.dossiers import archive, document, plan

FILING = Arrangement(Profile.FILING, fonds="X013", periods=(("05-3", Period.EVER),))


def filed(**changes: object) -> Plan:
    return plan(**{"arrangement": FILING, **changes})


def some() -> list[Document]:
    return [
        document("教/一.pdf", title="2022年工作方案", date="2022-03-15"),
        document("教/二.pdf", title="2021年工作方案", date="2021-03-15"),
        document("教/三.pdf", "05-3", title="部署会议纪要", date="2022-05-01"),
        document("食/四.pdf", title="通知", date="2022-01-01", unit="区食安办"),
        document("教/五.jpg", format="jpeg", extensions=("jpg",), date="2022-03-16"),
        document("教/六.pdf", title="来信", date=None, unit=""),
    ]


def test_a_box_holds_one_year_one_period_one_unit_and_one_kind_of_record() -> None:
    boxes = arrange(filed(), some())
    assert [box.number for box in boxes] == [
        "2021-D30-区教育局-1",
        "2022-Y-区教育局-1",
        "2022-D30-区食安办-1",
        "2022-D30-区教育局-1",
        "ZP-2022-D30-区教育局-1",
        "0000-D30-机构待考-1",
    ]
    assert [piece.code for box in boxes for piece in box.pieces] == [
        "X013-WS·2021·D30·区教育局-0001",
        "X013-WS·2022·Y·区教育局-0001",
        "X013-WS·2022·D30·区食安办-0001",
        "X013-WS·2022·D30·区教育局-0001",
        "X013-ZP·2022·D30·区教育局-0001",
        "X013-WS·0000·D30-0001",
    ]


def test_the_older_form_of_the_number_and_a_fonds_not_given_yet() -> None:
    older = Arrangement(Profile.FILING, fonds="Z109", coding=Coding.DAT_22)
    codes = [p.code for b in arrange(filed(arrangement=older), some()) for p in b.pieces]
    assert codes[0] == "Z109-WS·2021-D30-区教育局-0001"
    unknown = filed(arrangement=Arrangement(Profile.FILING))
    assert arrange(unknown, some())[0].pieces[0].code == "WS·2021·D30·区教育局-0001"
    made = archive(tuple(some()), arrangement=Arrangement(Profile.FILING))
    pages = [
        leaf
        for leaf in leaves(made)
        if isinstance(leaf.content, bytes) and leaf.path.endswith("0000_归档文件目录.html")
    ]
    assert pages
    assert all("全宗号尚未给定".encode() in page.content for page in pages if page.content)


@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(shuffler: random.Random) -> None:
    documents = some()
    straight = arrange(filed(), documents)
    shuffler.shuffle(documents)
    assert arrange(filed(), documents) == straight


def test_pieces_follow_the_standard_and_fill_boxes_by_sheets() -> None:
    many = [
        document(f"教/{code}-{n}.pdf", code, title=f"第{n}次会议纪要", date=f"2022-03-{n:02}")
        for n in range(1, 5)
        for code in ("J1", "05-2")
    ]
    small = filed(thresholds=Thresholds(box_sheets=6))
    boxes = arrange(small, many)
    pieces = [piece for box in boxes for piece in box.pieces]
    assert [piece.document.placement.point for piece in pieces] == ["05-2"] * 4 + ["J1"] * 4
    assert [piece.number for piece in pieces] == list(range(1, 9))
    assert [(box.index, box.total, box.sheets) for box in boxes] == [
        (1, 3, 6),
        (2, 3, 6),
        (3, 3, 4),
    ]


def test_a_sealed_box_keeps_its_numbers_and_late_pieces_go_behind_it() -> None:
    before = arrange(filed(), some())
    box = next(box for box in before if box.number == "2022-D30-区教育局-1")
    kept = tuple((p.number, p.document.arrival.digest, p.document.name) for p in box.pieces)
    seal = Seal(box.number, "张三", datetime(2023, 1, 1, tzinfo=UTC), kept)
    late = document("教/〇.pdf", title="国务院文件", issuer="国务院办公厅", date="2022-01-01")
    after = {b.number: b for b in arrange(filed(), [*some(), late], [seal])}
    assert after[box.number].pieces == box.pieces
    assert [p.number for p in after["2022-D30-区教育局-2"].pieces] == [2]
    redated = [d for d in some() if d.name != "教/一.pdf"]
    emptied = {b.number: b for b in arrange(filed(), redated, [seal])}
    assert emptied[box.number].pieces == ()
    assert emptied[box.number].seal == seal


def test_a_setting_changed_after_sealing_renames_nothing_in_a_sealed_box() -> None:
    was = replace(FILING, digits=4)
    before = {b.number: b for b in arrange(filed(arrangement=was), some())}
    box = before["2022-D30-区教育局-1"]
    word = seal_of(box, "张三", datetime(2023, 1, 1, tzinfo=UTC))
    late = document("教/〇.pdf", title="国务院文件", issuer="国务院办公厅", date="2022-01-01")
    now = replace(FILING, digits=5, fonds="B207", coding=Coding.DAT_22)
    retitled = [document("教/一.pdf", title="改了题名的方案", date="2022-03-15"), *some()[1:]]
    after = {b.number: b for b in arrange(filed(arrangement=now), [*retitled, late], [word])}
    kept, open_ = after[box.number], after["2022-D30-区教育局-2"]
    assert (kept.folder, kept.digits) == (box.folder, 4)
    assert [(p.code, p.file) for p in kept.pieces] == [(p.code, p.file) for p in box.pieces]
    assert [(p.code, e.call) for p, e in open_.files] == [
        ("B207-WS·2022-D30-区教育局-00002", "00002")
    ]
    case = Case(
        filed(arrangement=now), (*retitled, late), tuple(after.values()), (), (), word.at.date()
    )
    assert {f.check for f in checks.judge(case).findings} & {"J27", "Z24", "Q20"} == set()


def explorer(name: str) -> list[int | str]:
    """The key Windows sorts by: runs of digits as numbers."""
    return [int(run) if run.isdigit() else run for run in re.split(r"(\d+)", name)]


@pytest.mark.parametrize("digits", [3, 4, 5])
@pytest.mark.parametrize("count", [2, 1_001])
def test_papers_of_a_box_lie_before_and_behind_its_pieces_in_every_order(
    digits: int, count: int
) -> None:
    many = [document(f"教/{n}.txt", format="txt", title="通知") for n in range(count)]
    wide = filed(
        arrangement=replace(FILING, digits=digits), thresholds=Thresholds(box_sheets=99_999)
    )
    (box,) = arrange(wide, many)
    papers = [box.contents, Path(box.paper("盒封面")).name, box.reference]
    names = [*papers, *(each.file for _, each in box.files)]
    plain, numeric = sorted(names), sorted(names, key=explorer)
    assert set(plain[:2]) == set(numeric[:2]) == set(papers[:2])
    assert numeric[-1] == box.reference
    if count < 10**digits:  # beyond that bytes do not keep the pieces in order either
        assert plain[-1] == box.reference
    assert box.contents == f"{'0' * digits}_归档文件目录"


def test_a_box_sealed_by_an_earlier_build_keeps_the_names_of_its_papers() -> None:
    before = next(b for b in arrange(filed(), some()) if b.number == "2022-D30-区教育局-1")
    kept = tuple((p.number, p.document.arrival.digest, p.document.name) for p in before.pieces)
    seal = Seal(before.number, "张三", datetime(2023, 1, 1, tzinfo=UTC), kept)
    made = archive(tuple(some()), arrangement=FILING)
    boxes = arrange(made.plan, made.documents, [seal])
    paths = {leaf.path for leaf in leaves(replace(made, boxes=boxes))}
    inside = {Path(p).name for p in paths if p.startswith(f"{before.folder}/")}
    papers = {"000_卷内目录.docx", "000_卷内目录.html", "000_盒封面与盒脊.docx", "999_备考表.docx"}
    assert inside == papers | {each.file for _, each in before.files}
    again = seal_of(before, "张三", seal.at)
    assert (again.contents, again.reference) == ("0000_归档文件目录", "9999_备考表")


def test_seals_of_one_profile_wait_while_the_other_is_chosen() -> None:
    seal = Seal("002-1", "张三", datetime(2023, 1, 1, tzinfo=UTC), ())
    assert arrange(filed(), some(), [seal]) == arrange(filed(), some())


def test_the_checks_of_numbers_find_nothing_and_years_no_longer_mix() -> None:
    made, documents = filed(), tuple(some())
    boxes = arrange(made, documents)
    case = Case(made, documents, boxes, boxes, (), archive(documents).today)
    met = {finding.check for finding in checks.judge(case).findings}
    assert not met & {"Q20", "J04", "J05", "J07", "J08", "J10", "J27", "J28", "J32", "Z24"}


def test_the_page_of_a_point_leads_to_the_boxes_its_evidence_lies_in() -> None:
    made = archive(tuple(some()), arrangement=FILING)
    pages = {leaf.path: leaf.content for leaf in leaves(made)}
    page = pages["要点/05-2.html"]
    assert isinstance(page, bytes)
    for number in ("2021-D30-区教育局-1", "2022-D30-区食安办-1"):
        assert f"盒 {number}".encode() in page
    assert "盒 2022-Y-区教育局-1".encode() not in page
    listed = pages["000_总目录.html"]
    assert isinstance(listed, bytes)
    assert "保管期限".encode() in listed


@pytest.mark.skipif(bool(press.fonts().why_not), reason=press.fonts().why_not or "fonts")
def test_a_box_cover_is_one_sheet_though_it_has_eight_lines(tmp_path: Path) -> None:
    covers: list[Paper] = []

    def make(_path: str, paper: Paper) -> bytes:
        covers.extend([paper] * (paper.form == "cover"))
        return b""

    list(leaves(archive(tuple(some()), arrangement=FILING), Shop(make, "")))
    for cover in covers:
        made = press.typeset(cover, press.fonts(), tmp_path, lambda _: tmp_path)
        assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 1
    assert covers


def test_the_cover_of_a_filed_box_has_the_five_fields_of_the_standard() -> None:
    site = Site(archive(tuple(some()), arrangement=FILING))
    box = next(b for b in arrange(filed(), some()) if b.number == "2022-D30-区教育局-1")
    fields = dict(cover_fields(site, box))
    said = [fields[name] for name in ("全宗号", "年度", "保管期限", "机构（问题）")]
    assert said == ["X013", "2022", "30年", "区教育局"]
    assert form(site, box)["fonds"] == site.archive.plan.settings.fonds_name != ""


@pytest.mark.parametrize(("written", "line"), [("  period: 30年", 0), ("  periods: {}", 0)])
def test_a_period_that_is_none_of_the_three_is_told_with_its_line(
    tmp_path: Path, written: str, line: int
) -> None:
    shutil.copytree(pack(), tmp_path / "rules")
    settings = tmp_path / "rules" / "settings.yaml"
    text = settings.read_text("utf-8")
    wrong = {"  period: 30年": "  period: 20年", "  periods: {}": "  periods: {05-2: 20年}"}[
        written
    ]
    settings.write_text(text.replace(written, wrong, 1), "utf-8")
    at = text.count("\n", 0, text.index(written)) + 1 + line
    with pytest.raises(RulesError) as told:
        load(tmp_path / "rules")
    (mistake,) = told.value.mistakes
    assert (mistake.where.file, mistake.where.line) == ("rules/settings.yaml", at)
    assert "20年" in str(mistake)
