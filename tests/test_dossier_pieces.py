"""Pieces of several documents: one number, parts told, sealed ones untouched."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from archivist.dossier import arrange, leaves
from archivist.dossier.boxes import cells, cross_rows, remarks
from archivist.dossier.site import Site
from archivist.model import Bond, Box, Document, Meeting, Reason, Role, Seal, Shop, Slot
from tests.dossiers import archive, document, plan

WHY = Reason("正文附件说明列有此件")


def part(
    main: Document, name: str, place: int, role: Role = Role.ATTACHMENT, **more: Any
) -> Document:
    made = document(name, **more)
    return replace(made, bond=Bond(main.name, main.name, role, place, WHY))


def composed() -> list[Document]:
    notice = document("a/通知.pdf", title="关于开展整治的通知", number="青食〔2022〕3号", pages=2)
    return [
        document("a/早.pdf", title="关于早事的通知", date="2022-01-02"),
        part(notice, "a/附件2.xlsx", 3, format="xlsx", extensions=("xlsx",), pages=None, date=None),
        notice,
        part(notice, "a/附件1.docx", 2, title="整治清单", pages=5),
        document("a/晚.pdf", title="关于晚事的通知", date="2022-11-02"),
    ]


def test_documents_of_one_item_lie_together_under_one_number() -> None:
    (box,) = arrange(plan(), composed())
    assert [p.number for p in box.pieces] == [1, 2, 3]
    assert [each.file.partition("_")[0] for _, each in box.files] == [
        "0001",
        "0002-01",
        "0002-02",
        "0002-03",
        "0003",
    ]
    piece = box.pieces[1]
    assert (piece.title, piece.document_number, piece.pages) == (
        "关于开展整治的通知",
        "青食〔2022〕3号",
        7,
    )
    assert piece.note == "含附件 2 份"
    assert cells(piece)[4] == "关于开展整治的通知\n附件：整治清单\n附件2"
    files = [each.file for _, each in box.files]
    assert files == sorted(files)


def test_the_sheets_of_all_parts_fill_the_box() -> None:
    (box,) = arrange(plan(), composed())
    assert box.sheets == 2 + (1 + 3 + 1) + 2


@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_moves_no_part(shuffler: random.Random) -> None:
    documents = composed()
    straight = arrange(plan(), documents)
    shuffler.shuffle(documents)
    assert arrange(plan(), documents) == straight


def sealed(box: Box) -> Seal:
    lines = ((p.number, e.document.arrival.digest, e.document.name) for p, e in box.files)
    return Seal(box.number, "张三", datetime(2022, 12, 1, tzinfo=UTC), tuple(lines))


def test_a_sealed_piece_keeps_the_numbers_of_its_parts_when_one_is_withdrawn() -> None:
    documents = composed()
    (box,) = arrange(plan(), documents)
    left = [d for d in documents if d.name != "a/附件1.docx"]
    (after,) = arrange(plan(), left, [sealed(box)])
    assert [e.call for _, e in after.files] == ["0001", "0002-01", "0002-03", "0003"]
    assert "封盒后移出或被新版替换：件号 0002。" in list(remarks(Site(archive(tuple(left))), after))


def test_a_late_attachment_goes_behind_the_seal_and_says_where_its_text_lies() -> None:
    documents = composed()
    (box,) = arrange(plan(), documents)
    late = part(documents[2], "a/附件3.pdf", 4, title="责任表")
    first, second = arrange(plan(), [*documents, late], [sealed(box)])
    assert first.pieces == tuple(replace(p) for p in box.pieces)
    (piece,) = second.pieces
    assert (piece.number, piece.note) == (4, "附件，正文为件 0002")


def test_what_was_sealed_apart_stays_apart() -> None:
    documents = composed()
    (box,) = arrange(plan(), [replace(d, bond=None) for d in documents])
    (after,) = arrange(plan(), documents, [sealed(box)])
    assert [e.call for _, e in after.files] == [e.call for _, e in box.files]


def test_an_attachment_that_proves_another_point_is_found_there() -> None:
    documents = composed()
    documents[3] = replace(documents[3], placement=replace(documents[3].placement, cross=("05-3",)))
    home, away = arrange(plan(), documents)
    (row,) = cross_rows(away)
    assert (row[0], row[4], row[-1]) == ("互见", "整治清单", f"见盒 {home.number} 件 0002-02")


def test_the_reference_sheet_tells_what_was_joined_and_why() -> None:
    documents = composed()
    (box,) = arrange(plan(), documents)
    told = list(remarks(Site(archive(tuple(documents))), box))
    assert told[0].startswith("本盒共 3 件（5 份文件）")
    assert f"附件与其主件合为一件（依据：{WHY}）：件号 0002。" in told


def test_search_finds_every_part_and_the_years_list_each() -> None:
    documents = composed()
    texts = {d.arrival.digest: f"只在{d.arrival.base}里的话" for d in documents}
    shop = Shop(texts=lambda wanted: ((digest, texts[digest]) for digest in wanted))
    made = {leaf.path: leaf.content for leaf in leaves(archive(tuple(documents)), shop)}
    script = made["检索/b0.js"]
    assert isinstance(script, bytes)
    lines = json.loads(script.decode().partition(",")[2].rpartition(")")[0])
    assert [line[4] for line in lines] == ["0001", "0002-01", "0002-02", "0002-03", "0003"]
    year = made["年度/2022年.html"]
    assert isinstance(year, bytes)
    assert "盒 002-1 件 0002-03" in year.decode()


def test_the_papers_of_a_meeting_stand_together_in_the_order_of_the_set() -> None:
    def of(name: str, slot: Slot, **more: Any) -> Document:
        meeting = Meeting("a/通知.pdf", "2022-03-01", "工作会议", slot, Reason("题名含同一会议"))
        return replace(document(name, **more), meeting=meeting)

    documents = [
        of("a/照片.jpg", Slot.PHOTOS, format="jpeg", extensions=("jpg",), date="2022-03-05"),
        of("a/纪要.pdf", Slot.MINUTES, title="工作会议纪要", date="2022-03-09"),
        document("a/别的会.pdf", title="别的会议纪要", date="2022-03-05"),
        of("a/签到.pdf", Slot.SIGN_IN, title="签到表", date="2022-03-05"),
        of("a/通知.pdf", Slot.NOTICE, title="关于召开工作会议的通知", date="2022-03-01"),
        of("a/讲话.pdf", Slot.SPEECH, title="在工作会议上的讲话", date="2022-03-05"),
    ]
    (box,) = arrange(plan(), documents)
    order = [p.document.arrival.base.partition(".")[0] for p in box.pieces]
    assert order == ["通知", "签到", "讲话", "纪要", "照片", "别的会"]
