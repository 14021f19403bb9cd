from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivist.rules.codes import Code, Codes, numeral
from tests.placing import plan


@cache
def codes() -> Codes:
    return Codes.of(plan())


def meant(name: str) -> tuple[str, ...]:
    """Points of sure codes with exactly one meaning."""
    return tuple(c.points[0] for c in codes().found(name) if c.sure and len(c.points) == 1)


def only(name: str) -> Code:
    (code,) = codes().found(name)
    return code


@pytest.mark.parametrize(
    "name",
    [
        "05-2",
        "05－2",
        "０５－２",
        "5-2 会议纪要",
        "05—2",
        "05–2纪要",
        "05 - 2 会议",
        "05.2",
        "05_2",
        "05_2_纪要",
        "（05-2）纪要",
        "【05-2】纪要",
        "[5-2]纪要",
        "纪要（5-2）",
        "要点05-2",
        "考评要点5.2",
        "第5项第2点",
        "第五项第二点",
        "五-2",
        "05-2-001_会议纪要",
        "05-2_20220315_纪要",
        "2022_05-2_纪要",
        "2022年05-2纪要",
        "区政府办公室_05-2_纪要",
        "SAC-05-2-2022-0007",
        "要点10",
        "考评要点10",
        "考评要点十",
        "第10个考评要点",
    ],
)
def test_every_usual_writing_of_a_code_is_read(name: str) -> None:
    assert meant(name) == ("05-2",)


@pytest.mark.parametrize(
    "name",
    [
        "J3",
        "j3_方案",
        "Ｊ３",
        "J-3 方案",
        "J03",
        "鼓励3",
        "鼓励项3",
        "加分项3",
        "加分项目第3项",
        "鼓励三",
    ],
)
def test_bonus_items_are_read(name: str) -> None:
    assert meant(name) == ("J3",)


@pytest.mark.parametrize(
    "name",
    [
        "2022-05-02会议",
        "2022-05-2",
        "2022.5.2会议",
        "2022_05_02",
        "20220502",
        "2022年5月2日",
        "2022-05",
        "第5.2版",
        "v5.2",
        "方案5.2版",
        "3·15活动",
        "3-15晚会",
        "〔2022〕5号",
        "青政发[2022]5号",
        "1-3月检查",
        "1-2季度",
        "5-2班",
        "六（五）班",
        "增长5.2%",
        "13812345678",
        "029-88886666",
        "10-1国庆",
        "附件5-2",
        "附表1-1",
        "表5-2",
        "10:30",
        "2021-2022学年",
        "工作要点10条",
        "2022年工作要点5",
        "加分3分",
        "J3号楼",
        "IMG05-2",
        "（五）10月",
        "12345热线",
    ],
)
def test_dates_numbers_and_measures_are_no_codes(name: str) -> None:
    assert codes().found(name) == ()


@pytest.mark.parametrize(
    "name", ["5.2会议", "05-02会议", "照片1-2", "1-1", "会议纪要5-2", "22-1-15记录"]
)
def test_what_may_be_a_day_or_a_serial_is_not_sure(name: str) -> None:
    found = only(name)
    assert found.points
    assert not found.sure


@pytest.mark.parametrize(
    "name", ["05-9", "40-1", "（5-9）", "J12", "要点99", "第5项第9点", "要点05-9"]
)
def test_a_code_the_standard_does_not_have_is_told(name: str) -> None:
    found = only(name)
    assert found.sure
    assert found.points == ()


def test_several_codes_come_in_the_order_they_stand() -> None:
    assert meant("05-2、06-1 会议纪要") == ("05-2", "06-1")
    assert meant("J3及05-2") == ("J3", "05-2")


def test_an_item_in_brackets_and_a_running_number_mean_the_point_that_has_both() -> None:
    assert plan().base_points[9].code == "05-2"
    assert only("（五）10").points == ("05-2",)
    assert only("（五）2 会议纪要").points == ("05-2",)
    assert only("（十二）31").points == ("12-2",)


def test_a_part_and_a_running_number_mean_the_one_point_inside_the_part() -> None:
    part_five = [p.code for p in plan().base_points if p.part == "5"]
    assert only("第五部分第10条").points == (part_five[9],)


def test_a_clause_of_another_standard_is_only_a_hint() -> None:
    assert not only("veraPDF test suite 6-1-10-t01-fail-a").sure
    assert only("6-1-001 安排").sure
    assert only("材料05-2-001").sure


def test_two_digits_and_an_underscore_at_the_beginning_are_a_code() -> None:
    assert only("39_1_示范创建方案").points == ("39-1",)
    assert only("39_1_示范创建方案").sure
    assert meant("2022_11_2 照片") == ()


def test_a_part_and_a_number_with_several_readings_stay_several() -> None:
    assert only("（五）26").points == ("26-1", "26-2")


def test_a_part_and_a_number_beyond_it_is_no_point() -> None:
    assert only("（七）99").points == ()


def test_chinese_numerals_are_numbers() -> None:
    said = {"五": 5, "十": 10, "十二": 12, "二十": 20, "二十三": 23, "39": 39}
    assert {text: numeral(text) for text in said} == said


FORMS = (
    "%Y-%m-%d",
    "%Y.%m.%d",
    "%Y/%m/%d",
    "%Y_%m_%d",
    "%Y%m%d",
    "%Y年%m月%d日",
    "%Y-%m",
    "%m月%d日",
)


@given(
    day=st.dates(date(1990, 1, 1), date(2039, 12, 31)),
    form=st.sampled_from(FORMS),
    before=st.sampled_from(["", "会议纪要", "会议纪要_", "（", "照片 "]),
    after=st.sampled_from(["", "会议", "_会议", "）", " 照片"]),
)
def test_no_date_holds_a_code(day: date, form: str, before: str, after: str) -> None:
    assert codes().found(f"{before}{day.strftime(form)}{after}") == ()


@given(
    year=st.integers(1990, 2039),
    number=st.integers(1, 9999),
    brackets=st.sampled_from(["〔〕", "[]", "（）", "()"]),
)
def test_no_document_number_holds_a_code(year: int, number: int, brackets: str) -> None:
    assert codes().found(f"青政办发{brackets[0]}{year}{brackets[1]}{number}号") == ()


@given(
    point=st.sampled_from([p.code for p in plan().points]),
    before=st.sampled_from(["", "区食安办_", "【", "（"]),
    after=st.sampled_from(["", "_会议纪要_20220315", " 2022年度总结", "】方案", "）方案"]),
)
def test_every_code_of_the_standard_is_read_as_itself(point: str, before: str, after: str) -> None:
    assert meant(f"{before}{point}{after}") == (point,)


@given(st.text(max_size=60))
def test_any_name_can_be_looked_at(name: str) -> None:
    for code in codes().found(name):
        assert all(point in plan().by_code for point in code.points)


HOSTILE = (
    "\u200b",
    "\u202e",
    "\ufe0f",
    "%0A",
    "＆amp;",
    "&nbsp;",
    " '#; $(dir)",
    "\U0001f600",
    "e\u0301",
)


@pytest.mark.parametrize(
    "name", ["26_2_摊贩台账", "26-2 摊贩台账", "台账（12-1）", "要点47 通报", "05-2纪要"]
)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_no_clerk_types_in_a_name_never_makes_another_code_of_it(
    name: str, hostile: str
) -> None:
    for place in range(len(name) + 1):
        assert meant(name[:place] + hostile + name[place:]) in {meant(name), ()}


@pytest.mark.parametrize("unseen", ["\u200b", "\u202e", "\ufe0f", "%0A", "＆amp;", "&nbsp;"])
def test_what_nobody_sees_in_a_name_cuts_no_code(unseen: str) -> None:
    name = "26_2_2021年摊贩台账"
    for place in range(len(name) + 1):
        assert meant(name[:place] + unseen + name[place:]) == ("26-2",)


def test_a_serial_in_a_ring_is_no_digit_of_the_code_behind_it() -> None:
    assert meant("①05-2 会议纪要") == ("05-2",)
    assert meant("⑪5-2 会议纪要") == ("05-2",)


def test_a_small_picture_beside_the_dash_cuts_no_code() -> None:
    assert meant("27-\U0001f6003 小摊台账") == meant("27\u2605_3 小摊台账") == ("27-3",)
    assert meant("2\U0001f6007-3 小摊台账") == ()


def test_a_strange_sign_between_the_pieces_of_a_name_cuts_no_code() -> None:
    assert meant("01-2_@_0_20220315") == ("01-2",)
    assert meant("01-2@0") == ()
