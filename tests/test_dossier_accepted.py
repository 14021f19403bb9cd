"""What people accepted or approved stands in every report and on the reference sheet of its box."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archivist import pipeline
from archivist.dossier import accepted, leaves
from archivist.dossier.records import report_record
from archivist.house import House
from archivist.model import Archive, Excuse, Finding, NotApplicable, Outcome, Severity, Waiver
from tests.conftest import ROOT
from tests.dossiers import LINE, archive, document, finding, waiver
from tests.face import run_cli

NAME = "区教育局/05-2_纪要.pdf"
NA = NotApplicable("05-3", "本区没有街道", "区食安办 王五", LINE)
OF_POINT = Waiver("Q05", "05-2", "年度总结已并入综合报告", "赵六", date(2023, 2, 1), LINE)


EXCUSE = Excuse(
    "01-1", "区教育局", "常务会议纪要", "区食安办 钱七", "本单位无此职责", date(2022, 5, 6)
)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """The leaves of it, of DOCX and XLSX the words."""
    return {
        leaf.path: told(leaf.content) for leaf in leaves(whole()) if isinstance(leaf.content, bytes)
    }


def whole() -> Archive:
    """A waived file, a waived point, a point that does not apply, business a unit does not have."""
    made = archive(
        (document(NAME), document("区食安办/05-3_部署.pdf", "05-3", unit="区食安办")),
        finding(NAME, waiver=waiver(NAME)),
        _of_point(),
        not_applicable=(NA,),
    )
    first, *others = made.verdict.standings
    wants = (replace(first.wants[0], excuse=EXCUSE), *first.wants[1:])
    standings = (replace(first, wants=wants), *others)
    return replace(made, verdict=replace(made.verdict, standings=standings))


def test_a_waiver_that_ran_out_or_meets_nothing_is_told() -> None:
    old = Waiver("Q24", "*", "另行报送", "李四", date(2022, 2, 1), LINE)
    idle = replace(OF_POINT, subject="05-9")
    lines = accepted(archive((document(NAME),), waivers=(old, idle)))
    assert lines == (
        "豁免已过期：Q24 *（批准人 李四，2022年2月1日 止），所涉问题照常列出。",
        "豁免没有用上：Q05 05-9（批准人 赵六，2023年2月1日 止），没有这样的问题，或对象写得不一致。",
    )


def _of_point() -> Finding:
    return Finding(
        "Q05", Severity.WARN, Outcome.FINDING, "point", "05-2", "要点 05-2 缺 2021。",
        "", "05-2", "区教育局", LINE, OF_POINT,
    )  # fmt: skip


def told(content: bytes) -> bytes:
    """The words of a leaf, of a DOCX or XLSX unpacked."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return b"".join(package.read(name) for name in package.namelist())


@pytest.mark.parametrize("path", ["报告/全区.html", "报告/区教育局.html", "_函和齐备报告.docx"])
def test_waivers_stand_in_every_report_with_reason_name_and_end(
    made: dict[str, bytes], path: str
) -> None:
    (report,) = [
        text
        for name, text in made.items()
        if path in name and "区食安办" not in name and "CON" not in name
    ]
    for part in ("年度总结已并入综合报告", "赵六", "原件已销毁，无法补日期", "李四"):
        assert part.encode() in report


def test_the_workbook_tells_of_all_three_and_so_does_the_json(made: dict[str, bytes]) -> None:
    book = made["报告/齐备报告.xlsx"]
    for part in ("本区没有街道", "王五", "无此项业务：本单位无此职责", "钱七", "赵六", "李四"):
        assert part.encode() in book, part
    record = report_record(whole())
    assert record["not_applicable"] == [
        {"point": "05-3", "reason": "本区没有街道", "approver": "区食安办 王五"}
    ]
    assert record["no_business"] == [
        {
            "unit": "区教育局",
            "point": "01-1",
            "want": "常务会议纪要",
            "reason": "本单位无此职责",
            "approver": "区食安办 钱七",
            "approved": "2022-05-06",
            "house": "",
        }
    ]
    assert {(each["subject"], each["waiver"]["author"]) for each in record["waived"]} == {
        (NAME, "李四"),
        ("05-2", "赵六"),
    }


def test_a_point_that_does_not_apply_is_told_to_those_it_concerns(made: dict[str, bytes]) -> None:
    for path in ("报告/全区.html", "报告/区食安办.html"):
        assert "要点 05-3 不适用：本区没有街道（批准人 区食安办 王五）".encode() in made[path]


def test_the_reference_sheet_carries_what_was_accepted_of_its_point(
    made: dict[str, bytes],
) -> None:
    sheets = {path: text for path, text in made.items() if "备考表.docx" in path}
    (of_point,) = [text for path, text in sheets.items() if "05-2" in path]
    (other,) = [text for path, text in sheets.items() if "05-3" in path]
    assert "年度总结已并入综合报告".encode() in of_point
    assert "原件已销毁，无法补日期".encode() in of_point
    assert "本区没有街道".encode() in other
    assert "赵六".encode() not in other


def test_the_terminal_and_programs_are_told_too(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    settings = tmp_path / "rules/settings.yaml"
    text = settings.read_text("utf-8")
    text = text.replace(
        "\nwaivers: []",
        "\nwaivers:\n- check: Y08\n  subject: '*/空.txt'\n  reason: 待补\n  author: 张三\n"
        "  until: 2023-04-01",
    ).replace(
        "\nnot_applicable: []",
        "\nnot_applicable:\n- point: 21-1\n  reason: 无粮食企业\n  approver: 李四",
    )
    settings.write_text(text, "utf-8")
    (tmp_path / "inbox/区教育局").mkdir(parents=True)
    (tmp_path / "inbox/区教育局/空.txt").write_bytes(b"")
    house = House(tmp_path, date(2023, 3, 15), hurry=True)
    pipeline.take(house)
    for words in (("report",), ("check",)):
        said = run_cli(tmp_path, *words, today=house.today).output
        assert "要点 21-1 不适用：无粮食企业（批准人 李四）" in said
        assert "理由：待补，批准人 张三，有效至 2023年4月1日" in said
    lines = run_cli(tmp_path, "check", "--only", "Y08", "--json", today=house.today).output
    waived = [f["waiver"] for f in map(json.loads, lines.splitlines())]
    assert {"reason": "待补", "author": "张三", "until": "2023-04-01"} in waived
    late = run_cli(tmp_path, "check", "--only", "Y08", "--json", today=date(2023, 4, 2)).output
    assert {f["waiver"] for f in map(json.loads, late.splitlines())} == {None}


def test_an_archive_without_exceptions_has_no_such_section() -> None:
    plain: Archive = archive((document(NAME),))
    pages = {leaf.path: leaf.content for leaf in leaves(plain) if isinstance(leaf.content, bytes)}
    assert "豁免与不适用".encode() not in pages["报告/全区.html"]
