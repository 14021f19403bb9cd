"""Boxes: the same documents always lie the same way, under names every system accepts."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archivist import checks
from archivist.dossier import arrange
from archivist.dossier.naming import NAME_BYTES, PATH_UNITS, safe, unique, units
from archivist.model import (
    Arrangement,
    Case,
    Document,
    Meeting,
    Order,
    Reason,
    Slot,
    State,
    Thresholds,
)
from tests.dossiers import WHEN, document, plan


def names(count: int, code: str = "05-2") -> list[Document]:
    return [
        document(
            f"区教育局/{code}_第{i}次会议纪要.pdf", code, title=f"第{i}次会议纪要", date=day(i)
        )
        for i in range(count)
    ]


def day(number: int) -> str:
    return f"{2020 + number % 3}-{1 + number % 12:02}-{1 + number % 28:02}"


@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(shuffler: random.Random) -> None:
    documents = [*names(12), *names(5, "05-3"), document("a/视频.mp4", format="mp4", date=None)]
    straight = arrange(plan(), documents)
    shuffler.shuffle(documents)
    assert arrange(plan(), documents) == straight


def test_every_placed_document_lies_in_exactly_one_box_and_no_other_does() -> None:
    documents = [
        *names(9),
        document("x.pdf", state=State.OPEN),
        document("y.pdf", state=State.DUPLICATE),
    ]
    boxed = [piece.document.name for box in arrange(plan(), documents) for piece in box.pieces]
    assert sorted(boxed) == sorted(d.name for d in documents[:9])


def test_pieces_are_numbered_through_the_point_year_by_year() -> None:
    small = plan(thresholds=Thresholds(box_sheets=6))
    boxes = arrange(small, names(10))
    pieces = [piece for box in boxes for piece in box.pieces]
    assert [piece.number for piece in pieces] == list(range(1, 11))
    assert all(a.year <= b.year for a, b in pairwise(pieces) if a.year and b.year)
    assert [box.number for box in boxes] == ["002-1", "002-2", "002-3", "002-4"]
    assert all(box.sheets <= 6 and box.total == 4 for box in boxes)
    assert pieces[0].code == "SAC-05-2-2020-0001"


def test_a_growing_point_moves_no_number_of_another() -> None:
    before = arrange(plan(), names(3, "05-3"))
    after = arrange(plan(), [*names(3, "05-3"), *names(2000)])
    assert before == tuple(box for box in after if box.category.code == "05-3")


def test_a_piece_too_thick_for_any_box_lies_alone() -> None:
    thick = document("a/厚.pdf", pages=5000, date="2021-01-01")
    boxes = arrange(plan(), [*names(6), thick])
    alone = next(box for box in boxes if thick in [piece.document for piece in box.pieces])
    assert len(alone.pieces) == 1
    assert (alone.sheets, alone.spine) == (2500, 50)


def test_kinds_follow_each_other_within_a_year() -> None:
    dropped = [
        document("a/总结.pdf", title="2022年工作总结"),
        document("a/照片.jpg", format="jpeg", extensions=("jpg",)),
        document("a/录像.mp4", format="mp4", extensions=("mp4",), pages=None),
        document("a/纪要.pdf", title="第3次常务会议纪要"),
        document("a/通知.pdf", title="关于召开第3次常务会议的通知"),
        document("a/上级.pdf", title="关于加强食品安全的意见", issuer="国务院办公厅"),
        document("a/方案.pdf", title="2022年工作方案"),
        document("a/讲话.pdf", title="在动员部署会议上的讲话"),
        document("a/台账.xlsx", format="xlsx", extensions=("xlsx",), pages=None),
    ]
    (box,) = arrange(plan(), dropped)
    order = [piece.document.arrival.base.partition(".")[0] for piece in box.pieces]
    assert order == ["上级", "方案", "讲话", "通知", "纪要", "台账", "总结", "照片", "录像"]
    assert [piece.pages for piece in box.pieces][-3:] == [3, 3, None]


def test_time_or_matter_may_lead_the_order_instead_of_kind() -> None:
    def proving(name: str, title: str, date: str, want: str) -> Document:
        made = document(f"a/{name}.pdf", title=title, date=date)
        return replace(made, placement=replace(made.placement, want=want))

    met = Meeting("m", "2022-04-01", "推进会", Slot.NOTICE, Reason("名称相同"))
    signed = replace(met, slot=Slot.SIGN_IN)
    dropped = [
        proving("总结", "2022年工作总结", "2022-01-10", "动员部署会材料"),
        proving("方案", "2022年工作方案", "2022-06-01", "动员部署会材料"),
        proving("台账", "检查台账", "2022-05-01", "常务会议纪要"),
        document("a/会议.pdf", title="推进会通知", date="2022-03-20", meeting=met),
        document("a/签到.pdf", title="推进会签到", date="2022-06-09", meeting=signed),
    ]
    expected = {
        Order.TIME: ["总结", "会议", "签到", "台账", "方案"],
        Order.MATTER: ["会议", "签到", "台账", "总结", "方案"],
    }
    for order, names_in_order in expected.items():
        (box,) = arrange(plan(arrangement=Arrangement(order=order)), dropped)
        bases = [piece.document.arrival.base.partition(".")[0] for piece in box.pieces]
        assert bases == names_in_order, order


def test_numbers_are_as_wide_as_the_settings_say_in_names_codes_and_checks() -> None:
    for digits in (3, 4, 5):
        chosen = plan(arrangement=Arrangement(digits=digits))
        boxes = arrange(chosen, names(3))
        shown = f"{1:0{digits}}"
        first = boxes[0].pieces[0]
        assert first.components[0].call == shown
        assert first.file.startswith(f"{shown}_")
        assert first.code.endswith(f"-{shown}")
        case = Case(chosen, tuple(names(3)), boxes, boxes, (), WHEN.date())
        met = {found.check for found in checks.judge(case).findings}
        assert not met & {"J07", "J27", "Z24"}
        other = plan(arrangement=Arrangement(digits=digits + 1))
        met = {found.check for found in checks.judge(replace(case, plan=other)).findings}
        assert met >= {"J27", "Z24"}


def test_a_title_not_printed_in_the_document_is_bracketed() -> None:
    dropped = [
        document("区教育局/05-2_区教育局_常务会议纪要_20220315.pdf", date="2022-01-01"),
        document("区教育局/５－２ 区教育局旧称 会议签到.pdf", date="2022-01-02"),
        document("区教育局/3.15晚会活动情况.pdf", date="2022-01-03"),
        document("区教育局/动员会.jpg", format="jpeg", extensions=("jpg",), date="2022-01-04"),
        document("区教育局/x.pdf", title="关于成立\n领导小组的通知", date="2022-01-05"),
    ]
    (box,) = arrange(plan(), dropped)
    titles = {piece.document.name: piece.title for piece in box.pieces}
    assert [titles[d.name] for d in dropped] == [
        "[常务会议纪要]",
        "[会议签到]",
        "[3.15晚会活动情况]",
        "动员会",
        "关于成立 领导小组的通知",
    ]


def test_the_ending_follows_the_content_where_the_dropped_one_cannot_be_right() -> None:
    dropped = [
        document("a/一.doc", title="一", format="docx", extensions=("docx",)),
        document("a/二.JPEG", title="二", format="jpeg", extensions=("jpg", "jpeg")),
        document("a/三", title="三"),
        document("a/四.wps", title="四", format="unknown", extensions=()),
        document("a/五.不是后缀", title="五", format="unknown", extensions=()),
    ]
    (box,) = arrange(plan(), dropped)
    endings = {
        p.title.strip("[]")[0]: p.file.partition(p.title.strip("[]")[0])[2] for p in box.pieces
    }
    assert endings == {"一": ".docx", "二": ".jpeg", "三": ".pdf", "四": ".wps", "五": ""}


def test_unknown_dates_and_issuers_are_said_to_be_unknown() -> None:
    dropped = [
        document("a/x.pdf", title="甲", date=None),
        document("a/y.pdf", title="乙", date="2022"),
        document("a/z.pdf", title="丙", number="国食安〔2022〕3号"),
    ]
    (box,) = arrange(plan(), dropped)
    by_title = {piece.title: piece for piece in box.pieces}
    assert by_title["甲"].code == "SAC-05-2-0000-0003"
    assert (by_title["甲"].date, by_title["甲"].note) == ("", "日期待考")
    assert by_title["乙"].date == "[20220000]"
    assert (by_title["乙"].issuer, by_title["丙"].issuer) == ("[区教育局]", "")


def test_cross_references_stand_in_the_first_box_of_the_other_point() -> None:
    proof = document("a/x.pdf", title="通知", cross=("05-3", "J1", "05-2"))
    first, second, third = arrange(plan(), [proof, *names(2, "05-3")])
    assert [box.category.code for box in (first, second, third)] == ["05-2", "05-3", "J1"]
    assert first.cross == ()
    assert [(entry.box, entry.piece) for entry in second.cross] == [("002-1", first.pieces[0])]
    assert (third.pieces, len(third.cross)) == ((), 1)
    assert first.pieces[0].note == "互见 05-3、J1"


RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def is_safe(name: str) -> bool:
    return (
        0 < len(name.encode()) <= NAME_BYTES
        and unicodedata.is_normalized("NFC", name)
        and not set(name) & set('\\/:*?"<>|%#')
        and not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in name)
        and name == name.strip()
        and "." not in (name[0], name[-1])
        and not RESERVED.fullmatch(name)
    )


HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from('./\\:*?"<>|%# \u202e\u200b　\u0301é́ﬀ👍🏽汉'))
)


@given(HOSTILE, st.integers(0, 80))
def test_any_text_becomes_a_safe_name(text: str, most: int) -> None:
    assert is_safe(safe(text, most or 1))


def test_device_names_are_defused() -> None:
    assert [safe(n) for n in ("CON", "nul.txt", "LPT1 .x", "com0", "", "..", "con.")] == [
        "_CON",
        "_nul.txt",
        "_LPT1 .x",
        "_com0",
        "未命名",
        "未命名",
        "_con",
    ]


def test_names_a_file_system_would_confuse_are_kept_apart() -> None:
    taken: set[str] = set()
    shown = [unique(n, taken) for n in ("Ａ局", "é", "e\u0301", "É", "é_2")]
    assert len({unicodedata.normalize("NFC", n).casefold() for n in shown}) == 5


@given(HOSTILE, HOSTILE)
def test_stored_names_are_safe_and_short_whatever_was_dropped(title: str, base: str) -> None:
    dropped = [
        document(f"收件/{base}x", title=title * 20 or "题"),
        document(f"收件/{base}y.PDF", format="unknown", extensions=()),
    ]
    for box in arrange(plan(), dropped):
        for piece in box.pieces:
            path = f"{box.folder}/{piece.file}"
            assert all(map(is_safe, path.split("/")))
            assert units(path) <= PATH_UNITS
            assert piece.file.startswith(f"{piece.number:04}_20220315_")


def test_long_titles_of_the_standard_leave_room_for_the_file() -> None:
    made = plan()
    long = "特别长的名称" * 30
    item = replace(made.parts[1].items[0], title=long)
    point = replace(item.points[0], title=long)
    part = replace(made.parts[1], title=long, items=(replace(item, points=(point,)),))
    made = replace(made, parts=(made.parts[0], part))
    (box,) = arrange(made, [document("a/x.pdf", title="题" * 200)])
    assert units(f"{box.folder}/{box.pieces[0].file}") <= PATH_UNITS
    assert "题题题题题题" in box.pieces[0].file
