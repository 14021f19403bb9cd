from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivist.model import DocumentDate
from archivist.rules.dating import date_of
from tests.placing import reading


def dated(name: str, **said: str) -> tuple[str, str] | None:
    found = date_of(name, reading(**said))
    return (found.value, found.source) if found else None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("纪要20220509.pdf", "2022-05-09"),
        ("纪要_2022-05-09.pdf", "2022-05-09"),
        ("纪要2022.5.9.pdf", "2022-05-09"),
        ("2022年5月9日纪要.pdf", "2022-05-09"),
        ("二〇二二年5月9日纪要.pdf", "2022-05-09"),
        ("IMG_20220509_101112.jpg", "2022-05-09"),
        ("巡查记录2022-05.xlsx", "2022-05"),
        ("巡查记录202205.xlsx", "2022-05"),
        ("2022年5月巡查记录.xlsx", "2022-05"),
        ("22年5月巡查记录.xlsx", "2022-05"),
        ("2022年第一季度督查专报.docx", "2022-03"),
        ("2022年四季度督查专报.docx", "2022-12"),
        ("2022年度4季度专报.docx", "2022-12"),
        ("2022年上半年总结.docx", "2022-06"),
        ("2022年1-3月台账.xlsx", "2022-03"),
        ("2022年度抽检计划.docx", "2022"),
        ("05-2_2022年会议.docx", "2022"),
        ("台账（2022）.xlsx", "2022"),
    ],
)
def test_a_name_tells_its_date(name: str, value: str) -> None:
    assert dated(name) == (value, "文件名")


@pytest.mark.parametrize(
    "name",
    [
        "会议纪要.docx",
        "规划（2021-2025年）.docx",
        "标准（2022版）.pdf",
        "手机13812345678.txt",
        "20229999.txt",
        "近三年情况说明.docx",
        "05-2 会议.docx",
        "保存10年.docx",
    ],
)
def test_what_is_no_date_is_none(name: str) -> None:
    assert dated(name) is None


def test_a_summary_of_last_year_speaks_for_last_year() -> None:
    assert dated("总结.docx", title="2021年度食品安全工作总结", date="2022-01-15") == (
        "2021",
        "标题",
    )
    assert dated("2021年度总结.docx", date="2022-01-15") == ("2021", "文件名")


def test_a_date_inside_the_stated_period_makes_it_exact() -> None:
    assert dated("2022年工作要点.docx", date="2022-03-05") == ("2022-03-05", "成文日期")
    assert dated("2022年宣传周.jpg", taken="2022-06-20T10:00:00") == ("2022-06-20", "拍摄时间")


def test_a_quarter_reported_after_its_end_is_that_quarter() -> None:
    assert dated("专报.docx", title="2022年第一季度督查专报", date="2022-04-06") == (
        "2022-03",
        "标题",
    )


def test_a_bare_quarter_takes_its_year_from_elsewhere() -> None:
    assert dated("2022年/第二季度专报.docx") == ("2022-06", "文件名")
    assert dated("二季度专报.docx", date="2022-07-05") == ("2022-06", "文件名")
    assert dated("四季度专报.docx", date="2023-01-05") == ("2022-12", "文件名")
    assert dated("5月巡查记录.xlsx", title="2022年巡查记录") == ("2022", "标题")


def test_the_order_of_belief() -> None:
    said = {"date": "2022-03-05", "taken": "2021-01-01T08:00:00", "created": "2020-01-01"}
    assert dated("纪要_20220306.docx", **said) == ("2022-03-05", "成文日期")
    del said["date"]
    assert dated("纪要_20220306.docx", **said) == ("2022-03-06", "文件名")
    assert dated("纪要.docx", **said) == ("2021-01-01", "拍摄时间")
    del said["taken"]
    assert dated("2019年/纪要.docx", **said) == ("2019", "文件夹名")
    assert dated("纪要.docx", **said) == ("2020-01-01", "文件属性（创建时间）")


def test_clocks_that_were_never_set_are_not_believed() -> None:
    assert dated("照片.jpg", taken="2000-01-01T00:00:00", created="1970-01-01T00:00:00") is None


@pytest.mark.parametrize(
    "factory", ["2006-09-13T11:21:51Z", "2015-06-05T18:19:34Z", "2013-12-23T23:15:00+00:00"]
)
def test_the_time_of_an_empty_template_is_not_the_time_of_the_file(factory: str) -> None:
    saved = "2022-04-01T08:00:00Z"
    assert dated("台账.xlsx", created=factory) is None
    assert dated("台账.xlsx", created=factory, modified=factory) is None
    assert dated("台账.xlsx", created=factory, modified=saved) == (
        "2022-04-01",
        "文件属性（修改时间）",
    )


def test_when_it_was_saved_is_asked_last_of_all() -> None:
    said = {"modified": "2022-04-01T08:00:00Z"}
    assert dated("台账.xlsx", created="2002-04-01", **said) is None
    assert dated("台账.xlsx", **said) == ("2022-04-01", "文件属性（修改时间）")
    assert dated("台账.xlsx", created="2021-04-01", **said) == (
        "2021-04-01",
        "文件属性（创建时间）",
    )


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y%m%d", "%Y-%m-%d", "%Y年%m月%d日"]),
)
def test_any_day_in_a_name_is_read_as_itself(day: date, form: str) -> None:
    found = date_of(f"会议_{day.strftime(form)}.docx", reading())
    assert found == DocumentDate(day.isoformat(), "文件名")


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_name_can_be_asked_for_its_date(name: str, title: str) -> None:
    found = date_of(name, reading(title=title))
    assert found is None or 1990 <= found.year <= 2099
