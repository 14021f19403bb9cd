"""Transmittal lists dropped with the files speak for them."""

from __future__ import annotations

import pytest

from archivist.model import Document, State, Verb
from tests.placing import Office, decision

HEAD = "区教育局佐证材料移交清单\n序号\t文件名\t考评要点\t责任单位\t材料名称\t日期\n"
SHEET = HEAD + (
    "1\t扫描件01.pdf\t26-1\t区教育局\t陪餐和留样记录抽样\t2022-05-09\n"
    "2\t扫描件02\t26-2\t区教育局\t\t2021年\n"
    "3\t05-2 会议.docx\t06-1\t\t\t\n"
)


def drop_list(office: Office, name: str, text: str, form: str = "xlsx") -> None:
    came = office.drop(name, text, form=form)
    excerpt = " ".join(text.split())[:200]
    reading = office.readings[came.digest]
    office.readings[came.digest] = type(reading)(
        reading.digest, reading.version, form, chars=len(text), excerpt=excerpt
    )


def house(text: str = SHEET, name: str = "区教育局/移交清单.xlsx", form: str = "xlsx") -> Office:
    office = Office()
    drop_list(office, name, text, form)
    office.drop("区教育局/扫描件01.pdf", "甲", form="pdf")
    office.drop("区教育局/2021/扫描件02.pdf", "乙", form="pdf")
    office.drop("区教育局/05-2 会议.docx", "丙")
    office.drop("区城管局/扫描件01.pdf", "丁", form="pdf")
    return office


def found(office: Office, name: str) -> Document:
    (document,) = office.documents()[name]
    return document


def test_a_row_names_point_unit_want_and_date_and_the_reason_names_the_row() -> None:
    document = found(house(), "区教育局/扫描件01.pdf")
    place = document.placement
    assert (document.state, place.point, place.unit) == (State.PLACED, "26-1", "区教育局")
    assert (place.want, place.date and place.date.value) == ("陪餐和留样记录抽样", "2022-05-09")
    assert place.explicit
    assert "移交清单“移交清单.xlsx”第3行" in place.reasons[0].text


def test_a_row_whose_file_nobody_dropped_is_told_with_the_list() -> None:
    listed = found(house(), "区教育局/移交清单.xlsx")
    assert "没有对应的文件" not in listed.why
    listed = found(house(SHEET + "4\t扫描件09.pdf\t26-1\t\t\t\n"), "区教育局/移交清单.xlsx")
    assert "第6行“扫描件09.pdf”没有对应的文件，请补交或改正文件名" in listed.why


def test_a_name_without_extension_reaches_into_subfolders() -> None:
    assert found(house(), "区教育局/2021/扫描件02.pdf").placement.point == "26-2"


def test_a_list_does_not_speak_for_other_folders() -> None:
    assert found(house(), "区城管局/扫描件01.pdf").state is State.OPEN


def test_a_list_beats_the_code_in_the_name_and_the_difference_is_told() -> None:
    place = found(house(), "区教育局/05-2 会议.docx").placement
    assert place.point == "06-1"
    assert "05-2" in str(place.contradictions)


def test_a_persons_decision_beats_the_list() -> None:
    office = house()
    name = "区教育局/扫描件01.pdf"
    office.decisions.append(decision(Verb.PLACE, name, "22-1", content="甲"))
    assert found(office, name).placement.point == "22-1"


def test_the_list_itself_is_no_evidence_and_waits_for_nobody() -> None:
    document = found(house(), "区教育局/移交清单.xlsx")
    assert (document.state, document.placement.point) == (State.LIST, "")
    assert "已据以归类 3 个文件" in document.why


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("csv", "编码,备注,材料名称\n26-1,,扫描件01.pdf\n,,扫描件02\n06-1,,05-2 会议.docx\n"),
        ("docx", "测评材料提交表\n材料名称\t指标\n扫描件01\t学校食堂食品安全\n扫描件02\t26-2\n"),
        ("xlsx", "文件名\t要点编码\n扫描件01.pdf\t26-1\n扫描件02.pdf\t2026-05-02\n"),
    ],
)
def test_columns_stand_in_any_order_in_any_table(form: str, text: str) -> None:
    office = house(text, f"区教育局/提交表.{form}", form)
    assert found(office, "区教育局/扫描件01.pdf").placement.point == "26-1"
    second = found(office, "区教育局/2021/扫描件02.pdf").placement.point
    assert second == {"csv": "26-1", "docx": "26-2", "xlsx": "05-2"}[form]


def test_the_nearest_list_wins_and_of_two_in_one_folder_the_later() -> None:
    office = house()
    drop_list(office, "移交清单.xlsx", "文件名\t考评要点\n扫描件01.pdf\t22-1\n扫描件02.pdf\t22-1\n")
    assert found(office, "区教育局/扫描件01.pdf").placement.point == "26-1"
    assert found(office, "区城管局/扫描件01.pdf").placement.point == "22-1"
    drop_list(office, "区教育局/移交清单2.xlsx", "文件名\t编码\n扫描件01.pdf\t22-2\n")
    assert found(office, "区教育局/扫描件01.pdf").placement.point == "22-2"


def test_a_ledger_with_codes_of_nothing_is_no_list() -> None:
    office = house("文件名称\t编码\n培训记录\tA-1009\n检查记录\tA-1010\n", "区教育局/台账.xlsx")
    assert found(office, "区教育局/台账.xlsx").state is not State.LIST


def test_a_coded_working_plan_that_lists_files_stays_evidence() -> None:
    office = house(SHEET, "区教育局/10-2 工作配档表.xlsx")
    document = found(office, "区教育局/10-2 工作配档表.xlsx")
    assert (document.state, document.placement.point) == (State.PLACED, "10-2")
