"""Transmittal lists as clerks really make them: real workbooks, Word tables and CSV files."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from archivist import formats
from archivist.model import Digest, Limits, State
from tests.placing import Office, arrival, plan

FILES = ("扫描件01.pdf", "扫描件02.pdf", "IMG_0003.jpg", "新建文档.docx")
POINTS = ["26-1", "26-2", "05-2", "31-2"]
Rows = Sequence[Sequence[object]]


def listed(*codes: object, files: Sequence[str] = FILES) -> list[list[Any]]:
    """Rows with serial, file and code."""
    return [[n, *pair] for n, pair in enumerate(zip(files, codes, strict=True), 1)]


def xlsx(rows: Rows, merged: Sequence[str] = (), **more: Rows) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for each in merged:
        sheet.merge_cells(each)
    for name, others in more.items():
        second = book.create_sheet(name)
        for row in others:
            second.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def word(rows: Rows, above: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(above)
    table = document.add_table(len(rows), max(map(len, rows)))
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            table.cell(number, at).text = str(cell)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


HEAD = ["序号", "材料名称", "考评要点"]
TITLES = [plan().by_code[code].title for code in POINTS]
LISTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "title and notes above, signatures below": (
        "xlsx",
        lambda: xlsx(
            [
                ["某区创建材料移交清单"],
                ["填报单位：区教育局", "", "填报日期：2023年5月6日"],
                HEAD,
                *listed(*POINTS),
                ["合计", "4份", ""],
                ["移交人：张三", "接收人：李四", "2023-05-06"],
            ],
            ["A1:C1"],
        ),
    ),
    "a head of two lines with merged cells": (
        "xlsx",
        lambda: xlsx(
            [
                ["测评材料提交表"],
                ["序号", "考评要点", "", "材料", "", "备注"],
                ["", "名称", "编码", "文件名", "份数", ""],
                *(
                    [n, "甲", code, file[:-4], 1]
                    for n, file, code in listed(*POINTS[:3], files=FILES[:3])
                ),
                [4, "乙", "31-2", "新建文档", 1],
            ],
            ["B2:C2", "D2:E2", "A2:A3"],
        ),
    ),
    "numbers where codes were typed": (
        "xlsx",
        lambda: xlsx([["序号", "文件名", "编号"], *listed(26.1, 26.2, 5.2, 31.2)]),
    ),
    "days where codes were typed": (
        "xlsx",
        lambda: xlsx(
            [
                ["序号", "文件名", "编码"],
                *listed("26-1", "26-2", datetime(2023, 5, 2), datetime(1931, 2, 1)),  # noqa: DTZ001 - a cell
            ]
        ),
    ),
    "item and point in columns of their own": (
        "xlsx",
        lambda: xlsx(
            [
                ["考评项目", "考评要点", "文件名称"],
                *([*map(int, code.split("-")), file] for _, file, code in listed(*POINTS)),
            ]
        ),
    ),
    "names with paths, blanks and odd writing": (
        "xlsx",
        lambda: xlsx(
            [
                ["序 号", "电子文件名（含路径）", "指标 编号"],
                *listed(
                    "２６－１",
                    "26—2",
                    "05-2 ",
                    "（31-2）",
                    files=(
                        r"D:\\材料\\扫描件０１．pdf",
                        "./2022/扫描件02.PDF ",
                        "img_0003.JPG",
                        " 新建 文档.docx",
                    ),
                ),
            ]
        ),
    ),
    "names with serials and marks around them": (
        "xlsx",
        lambda: xlsx(
            [
                HEAD,
                *listed(
                    *POINTS,
                    files=(
                        "1.扫描件01.pdf",
                        "2、扫描件02.pdf",
                        "（3）IMG_0003.jpg",
                        "《新建文档》",
                    ),
                ),
            ]
        ),
    ),
    "several files in a cell": (
        "xlsx",
        lambda: xlsx(
            [
                ["要点编码", "材料名称"],
                ["26-1", "扫描件01.pdf"],
                ["26-2", "扫描件02.pdf；旧扫描.pdf"],
                ["05-2", "1.IMG_0003.jpg\n2.会议照片.jpg"],
                ["31-2", "新建文档；旧文档"],
            ]
        ),
    ),
    "codes in lines of their own": (
        "xlsx",
        lambda: xlsx(
            [
                ["移交清单"],
                ["序号", "材料名称", "份数"],
                ["26-1 学校食堂"],
                [1, FILES[0], 1],
                ["26-2 校园周边"],
                [1, FILES[1], 1],
                ["05-2"],
                [1, FILES[2], 1],
                ["31-2"],
                [1, FILES[3], 1],
            ]
        ),
    ),
    "titles of points for codes": (
        "xlsx",
        lambda: xlsx([HEAD, *listed(TITLES[0], f"《{TITLES[1]}》", f"5.2 {TITLES[2]}", TITLES[3])]),
    ),
    "several sheets, one of notes": (
        "xlsx",
        lambda: xlsx(
            [HEAD, *listed(*POINTS)[:2]],
            第二批=[["要点", "文件名"], ["05-2", FILES[2]], ["31-2", FILES[3]]],
            说明=[["请各科室按要求填写"]],
        ),
    ),
    "no head at all": ("xlsx", lambda: xlsx([row[1:] for row in listed(*POINTS)])),
    "headings of their own": (
        "xlsx",
        lambda: xlsx([["编号", "题名", "归属"], *listed(*POINTS)]),
    ),
    "twenty lines of instructions above": (
        "xlsx",
        lambda: xlsx([*([f"填表说明{n}：如实填写"] for n in range(20)), HEAD, *listed(*POINTS)]),
    ),
    "the head again on every page": (
        "xlsx",
        lambda: xlsx([HEAD, *listed(*POINTS)[:2], HEAD, *listed(*POINTS)[2:]]),
    ),
    "a table in Word": (
        "docx",
        lambda: word([["序号", "文件名称", "测评项"], *listed(*POINTS)], "测评材料提交表"),
    ),
    "semicolons": (
        "csv",
        "\ufeff序号;文件名;要点编码\n1;扫描件01.pdf;26-1\n2;扫描件02.pdf;26-2\n"
        "3;IMG_0003.jpg;05-2\n4;新建文档.docx;31-2".encode,
    ),
    "GBK": (
        "csv",
        lambda: (
            "文件名,要点\r\n扫描件01,26-1\r\n扫描件02,26-2\r\nIMG_0003,05-2\r\n新建文档,31-2".encode(
                "gbk"
            )
        ),
    ),
}


def house(data: bytes, ending: str, folder: Path) -> Office:
    """An office in which a real file was dropped as list, beside files that say nothing."""
    path = folder / f"移交清单.{ending}"
    path.write_bytes(data)
    name = Digest(sha256(data).hexdigest())
    read = formats.read(path, name, folder, Limits(ocr_pages=0))
    office = Office()
    came = replace(arrival(f"区教育局/{path.name}"), digest=name)
    office.arrivals.append(came)
    office.readings[name], office.texts[name] = read.reading, read.text
    for number, file in enumerate(FILES):
        office.drop(f"区教育局/{file}", f"甲{number}", form=file.rpartition(".")[2])
    return office


@pytest.mark.parametrize("way", LISTS)
def test_a_list_is_read_however_a_clerk_makes_it(way: str, tmp_path: Path) -> None:
    ending, make = LISTS[way]
    office = house(make(), ending, tmp_path)
    found = office.documents()
    assert [found[f"区教育局/{file}"][0].placement.point for file in FILES] == POINTS
    (listing,) = found[f"区教育局/移交清单.{ending}"]
    assert listing.state is State.LIST


def test_a_first_of_the_month_that_may_be_two_codes_is_none(tmp_path: Path) -> None:
    rows: Rows = [HEAD, *listed("26-1", "26-2", "05-2", datetime(2022, 1, 1))]  # noqa: DTZ001 - a cell
    found = house(xlsx(rows), "xlsx", tmp_path).documents()
    assert found["区教育局/新建文档.docx"][0].state is State.OPEN
    rows = [HEAD, *listed("26-1", "26-2", datetime(2023, 5, 2), datetime(2022, 1, 1))]  # noqa: DTZ001 - a cell
    found = house(xlsx(rows), "xlsx", tmp_path).documents()
    assert found["区教育局/新建文档.docx"][0].placement.point == "22-1"


def test_a_table_of_equipment_called_a_list_is_none(tmp_path: Path) -> None:
    rows: Rows = [["序号", "名称", "数量"], [1, "食品安全快检箱", 2.5], [2, "执法记录仪", 4]]
    found = house(xlsx([["资料清单"], *rows]), "xlsx", tmp_path).documents()
    assert found["区教育局/移交清单.xlsx"][0].state is not State.LIST
