"""Which documents make one item (件), which papers make a meeting's set, and which do not."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivist.model import (
    Arrival,
    Decision,
    Digest,
    Document,
    Element,
    Role,
    Slot,
    State,
    Verb,
)
from archivist.model import ElementKind as E
from archivist.rules import compose
from tests.nouns import document, element, plan, point

NOON = datetime(2024, 4, 1, 12, tzinfo=UTC)
NOTICE = "关于开展校园食品安全整治的通知"


def paper(name: str, title: str = "", *more: Element, **changes: Any) -> Document:
    said = (element(E.TITLE, title), *more) if title else more
    return document(f"区教育局/{name}", elements=said, **changes)


def lists(*titles: str) -> tuple[Element, ...]:
    return tuple(element(E.ATTACHMENT, title) for title in titles)


def word(number: int, verb: Verb, of: Document, main: str = "") -> Decision:
    arrival: Arrival = of.arrival
    return Decision(
        number,
        verb,
        arrival.name,
        Digest(arrival.digest),
        "",
        "",
        "",
        "",
        "李四",
        NOON,
        "已核对",
        main,
    )


def bonds(
    *documents: Document, words: tuple[Decision, ...] = ()
) -> dict[str, tuple[str, str, int]]:
    """By file name: the main's file name, the role, the 份号."""
    made = compose(plan(point()), documents, words)
    assert [d.arrival for d in made] == [d.arrival for d in documents]
    return {
        d.arrival.base: (d.bond.main.rpartition("/")[2], d.bond.role.value, d.bond.place)
        for d in made
        if d.bond
    }


def test_a_mail_and_what_came_attached_to_it_are_one_piece() -> None:
    mail = paper("报送.eml", format="eml", members=("总结.docx", "照片.zip", "函.pdf"))
    summary, photo = paper("报送.eml/总结.docx"), paper("报送.eml/照片.zip/现场.jpg")
    official = paper("报送.eml/函.pdf", "关于报送材料的函", element(E.NUMBER, "青教函〔2024〕3号"))
    beside, packed = paper("报送.eml 说明.docx"), paper("报送.zip/总结.docx")
    archive = paper("报送.zip", format="zip")
    assert bonds(photo, official, mail, beside, summary, archive, packed) == {
        "总结.docx": ("报送.eml", "附件", 2),
        "现场.jpg": ("报送.eml", "附件", 3),
    }


def test_attachments_are_known_by_the_titles_the_text_lists() -> None:
    main = paper("通知.pdf", NOTICE, *lists("整治任务清单", "检查记录表"))
    second = paper("检查记录表.xlsx")
    first = paper("清单/x.docx", "整治任务清单")
    assert bonds(second, main, first) == {
        "x.docx": ("通知.pdf", "附件", 2),
        "检查记录表.xlsx": ("通知.pdf", "附件", 3),
    }


def test_an_attachment_by_number_must_show_the_title_listed() -> None:
    main = paper("通知.pdf", NOTICE, *lists("整治任务清单", "检查记录表"))
    right = paper("附件1：整治任务清单（定）.docx")
    wrong = paper("附件2.docx", "食品抽检工作总结")
    silent = paper("附件2.jpg", chars=0)
    assert bonds(main, right, wrong) == {"附件1：整治任务清单（定）.docx": ("通知.pdf", "附件", 2)}
    assert bonds(main, silent) == {"附件2.jpg": ("通知.pdf", "附件", 2)}


def test_a_file_called_by_the_name_of_its_text_and_attachment_is_one() -> None:
    main = paper("05-2 整治通知.pdf", NOTICE)
    assert bonds(
        main, paper("05-2 整治通知-附件二.xlsx"), paper(f"05-2 {NOTICE}附件1 名单.docx")
    ) == {
        f"05-2 {NOTICE}附件1 名单.docx": ("05-2 整治通知.pdf", "附件", 2),
        "05-2 整治通知-附件二.xlsx": ("05-2 整治通知.pdf", "附件", 3),
    }


def test_two_notices_are_two_pieces_however_alike() -> None:
    assert not bonds(
        paper("通知1.pdf", NOTICE),
        paper("通知2.pdf", f"{NOTICE}（二）"),
        paper("附件3.docx", "食品抽检工作总结"),
    )


def test_what_fits_two_texts_is_joined_to_neither() -> None:
    listed = lists("检查记录表")
    assert not bonds(
        paper("通知1.pdf", NOTICE, *listed),
        paper("通知2.pdf", "关于开展夏季检查的通知", *listed),
        paper("检查记录表.xlsx"),
    )


@pytest.mark.parametrize(
    "elsewhere", [{"point": "02-1"}, {"unit": "区财政局"}, {"state": State.OPEN}]
)
def test_nothing_is_joined_across_points_or_units_by_signs(elsewhere: dict[str, Any]) -> None:
    main = paper("通知.pdf", NOTICE, *lists("检查记录表"))
    assert not bonds(main, paper("检查记录表.xlsx", **elsewhere))


def test_a_plan_lies_with_the_notice_that_issues_it_unless_the_notice_contains_it() -> None:
    issued = Element(E.ENCLOSED, "校园整治实施方案", "", None, None, "")
    inside = Element(E.ENCLOSED, "校园整治实施方案", "", 2, 30, "")
    title = "关于印发《校园整治实施方案》的通知"
    text = paper("方案.docx", "校园整治实施方案")
    assert bonds(paper("通知.pdf", title, issued), text) == {
        "方案.docx": ("通知.pdf", Role.ISSUED.value, 2)
    }
    assert not bonds(paper("通知.pdf", title, inside), text)


def test_a_forwarded_paper_follows_what_forwards_it_before_the_attachments() -> None:
    passed = "关于加强食品安全监管的通知"
    main = paper("转发.pdf", f"关于转发市食安办{passed}的通知", *lists("任务分工表"))
    assert bonds(paper("任务分工表.xlsx"), paper("来件.pdf", passed), main) == {
        "来件.pdf": ("转发.pdf", "被转发文", 2),
        "任务分工表.xlsx": ("转发.pdf", "附件", 3),
    }


def test_an_answer_stands_before_the_request_it_quotes_and_the_requests_attachment_follows() -> (
    None
):
    number = "某教〔2024〕3号"
    answer = paper("批复.pdf", "关于同意建设快检室的批复", element(E.QUOTED_NUMBER, number))
    request = paper(
        "请示.pdf", "关于建设快检室经费的请示", element(E.NUMBER, number), *lists("经费预算表")
    )
    assert bonds(paper("经费预算表.xlsx"), request, answer) == {
        "请示.pdf": ("批复.pdf", "来文", 2),
        "经费预算表.xlsx": ("批复.pdf", "附件", 3),
    }


def test_without_a_number_the_subject_must_be_the_same_and_the_request_not_later() -> None:
    answer = paper("批复.pdf", "关于建设食品快检室的批复", when="2024-03-05")
    asked = "关于建设食品快检室的请示"
    assert bonds(answer, paper("请示.pdf", asked, when="2024-03-01"))
    assert not bonds(answer, paper("请示.pdf", asked, when="2024-06-01"))
    assert not bonds(answer, paper("请示.pdf", "关于修缮食堂的请示", when="2024-03-01"))


def test_drafts_and_copies_follow_their_original() -> None:
    assert bonds(
        paper("整治通知（正本）.pdf", NOTICE),
        paper("整治通知（定稿）.docx", NOTICE),
        paper("整治通知（复印件）.jpg"),
    ) == {
        "整治通知（定稿）.docx": ("整治通知（正本）.pdf", "定稿", 2),
        "整治通知（复印件）.jpg": ("整治通知（正本）.pdf", "复制件", 3),
    }


def test_a_person_joins_what_no_sign_joins_and_parts_what_signs_join() -> None:
    main = paper("通知.pdf", NOTICE, *lists("检查记录表"))
    listed, other = paper("检查记录表.xlsx"), paper("照片说明.docx")
    words = (word(1, Verb.PART, listed), word(2, Verb.JOIN, other, main.name))
    assert bonds(main, listed, other, words=words) == {"照片说明.docx": ("通知.pdf", "附件", 2)}
    undone = (*words, word(3, Verb.UNDO, listed))
    assert bonds(main, listed, other, words=undone)["检查记录表.xlsx"] == ("通知.pdf", "附件", 2)


def test_a_person_may_join_across_points_and_the_former_point_still_finds_it() -> None:
    main = paper("通知.pdf", NOTICE)
    far, waiting = paper("表.xlsx", point="02-1"), paper("单.xlsx", state=State.OPEN, point="")
    words = (word(1, Verb.JOIN, far, main.name), word(2, Verb.JOIN, waiting, far.name))
    made = compose(plan(point(), point("02-1")), [main, far, waiting], words)
    places = {d.arrival.base: (d.state, d.placement.point, d.placement.cross) for d in made}
    assert places["表.xlsx"] == (State.PLACED, "01-1", ("02-1",))
    assert places["单.xlsx"] == (State.PLACED, "01-1", ())
    assert [d.bond.main for d in made if d.bond] == [main.name, main.name]
    assert str(made[1].placement.reasons[0]) == "由人决定合为一件：已核对（李四）"


def test_words_that_run_in_a_circle_lose_one_link() -> None:
    a, b = paper("a.pdf"), paper("b.pdf")
    words = (word(1, Verb.JOIN, a, b.name), word(2, Verb.JOIN, b, a.name))
    assert bonds(a, b, words=words) == {"a.pdf": ("b.pdf", "附件", 2)}


MEETING = "全区食品安全工作会议"


def meeting() -> list[Document]:
    photo: dict[str, Any] = {"mime": "image/jpeg", "chars": 0}
    return [
        paper("x/IMG_1.jpg", when="2024-03-08", **photo),
        paper("会/会场.jpg", when="2024-03-08", **photo),
        paper("会/录像.mp4", when="2024-03-08", mime="video/mp4", chars=0),
        paper("会/纪要.pdf", f"{MEETING}纪要", when="2024-03-12"),
        paper("会/讲话.pdf", f"在{MEETING}上的讲话", when="2024-03-08"),
        paper("会/签到表.pdf", "签到表", when="2024-03-08"),
        paper("会/报告.docx", f"{MEETING}工作报告", when="2024-03-08"),
        paper("会/议程.docx", f"{MEETING}议程", when="2024-03-07"),
        paper("会/通知.pdf", f"关于召开{MEETING}的通知", when="2024-03-01"),
    ]


def sets(documents: list[Document]) -> dict[str, tuple[str, int]]:
    made = compose(plan(point()), documents, ())
    return {
        d.arrival.base: (d.meeting.of.rpartition("/")[2], int(d.meeting.slot))
        for d in made
        if d.meeting
    }


def test_the_papers_of_a_meeting_are_known_by_its_name_or_by_their_folder() -> None:
    assert sets(meeting()) == {
        "通知.pdf": ("通知.pdf", Slot.NOTICE),
        "签到表.pdf": ("通知.pdf", Slot.SIGN_IN),
        "议程.docx": ("通知.pdf", Slot.AGENDA),
        "报告.docx": ("通知.pdf", Slot.PAPERS),
        "讲话.pdf": ("通知.pdf", Slot.SPEECH),
        "纪要.pdf": ("通知.pdf", Slot.MINUTES),
        "会场.jpg": ("通知.pdf", Slot.PHOTOS),
        "录像.mp4": ("通知.pdf", Slot.RECORDING),
    }


def test_two_meetings_of_a_month_are_two_sets_and_a_paper_of_either_is_of_neither() -> None:
    first = paper("一.pdf", "关于召开第1次联席会议的通知", when="2024-03-01")
    second = paper("二.pdf", "关于召开第2次联席会议的通知", when="2024-03-20")
    minutes = paper("三.pdf", "第2次联席会议纪要", when="2024-03-25")
    either = paper("四.pdf", "签到表", when="2024-03-21")
    assert sets([first, second, minutes, either]) == {
        "二.pdf": ("二.pdf", Slot.NOTICE),
        "三.pdf": ("二.pdf", Slot.MINUTES),
    }


def test_the_same_meeting_of_another_year_is_another_set() -> None:
    notice = paper("一.pdf", f"关于召开{MEETING}的通知", when="2023-12-20")
    minutes = paper("二.pdf", f"{MEETING}纪要", when="2024-01-05")
    assert sets([notice, minutes]) == {}


SOME = [
    *meeting(),
    paper("通知.pdf", NOTICE, *lists("整治任务清单", "检查记录表")),
    paper("整治任务清单.docx", "整治任务清单"),
    paper("附件2.xlsx"),
    paper("通知（定稿）.docx"),
    paper("批复.pdf", "关于建设食品快检室的批复"),
    paper("请示.pdf", "关于建设食品快检室的请示", *lists("附件2")),
]


@given(
    st.randoms(use_true_random=False),
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.booleans()), max_size=6),
)
def test_every_document_lies_in_exactly_one_piece_and_arrival_changes_nothing(
    shuffler: random.Random, told: list[tuple[int, int, bool]]
) -> None:
    words = [
        word(number, Verb.JOIN if joins else Verb.PART, SOME[a], SOME[b].name)
        for number, (a, b, joins) in enumerate(told, 1)
    ]
    made = {d.name: d for d in compose(plan(point()), SOME, words)}
    assert made.keys() == {d.name for d in SOME}
    parts: dict[str, list[int]] = {}
    for each in made.values():
        if each.bond:
            assert made[each.bond.main].bond is None
            parts.setdefault(each.bond.main, []).append(each.bond.place)
    assert all(sorted(own) == list(range(2, 2 + len(own))) for own in parts.values())
    shuffled = [*SOME]
    shuffler.shuffle(shuffled)
    assert {d.name: d for d in compose(plan(point()), shuffled, words)} == made
