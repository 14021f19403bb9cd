"""Receipts and records: what a clerk reads in the inbox, and what programs are told."""

from __future__ import annotations

import json
from dataclasses import replace

from archivist.dossier import document_record, finding_record, receipts, report_record, summary
from archivist.model import RECEIPT_MARK, Archive, Outcome, Problem, State, Trouble
from tests.dossiers import archive, document, finding


def district() -> Archive:
    locked = document("区教育局/锁.pdf", state=State.UNREADABLE)
    problem = Problem(Trouble.ENCRYPTED, "文件设有打开密码", "请去掉密码后重新提交")
    documents = (
        document("区教育局/05-2_纪要.pdf", title="常务会议纪要"),
        document("区教育局/好.pdf", title="好材料"),
        document("区教育局/不清楚.pdf", state=State.OPEN),
        replace(locked, reading=replace(locked.reading, problems=(problem,))),
        document("区教育局/又来.pdf", state=State.DUPLICATE, same_as="区教育局/好.pdf"),
        document("区教育局/旧.pdf", state=State.SUPERSEDED),
        document("区教育局/退.pdf", state=State.REJECTED, why="不是本区材料"),
        document("区教育局/包.zip", state=State.CONTAINER, format="zip"),
        document("区教育局/包.zip/成员.pdf", title="成员"),
        document("区教育局/2022/深.pdf", title="深处"),
        document("已删的文件夹/里面/x.pdf", title="无家可归"),
    )
    return archive(
        documents,
        finding(documents[0].name, evidence="……特此通知"),
        finding("区教育局/不清楚.pdf", "Q23", message="尚未确定考评要点"),
        finding("区教育局/好.pdf", outcome=Outcome.NOT_CHECKED),
    )


FOLDERS = ["", "区教育局", "区教育局/2022", "空#1"]


def page(folder: str) -> str:
    return dict(receipts(district(), FOLDERS))[folder].decode()


def test_every_folder_gets_one_receipt_that_take_in_can_recognise() -> None:
    made = list(receipts(district(), FOLDERS))
    assert [folder for folder, _ in made] == FOLDERS
    assert all(RECEIPT_MARK in html[:1024] for _, html in made)
    assert made == list(receipts(district(), FOLDERS))


def test_a_receipt_tells_where_a_file_went_and_why() -> None:
    text = page("区教育局")
    assert "要点 05-2 党委政府专题研究，盒 002-1，件号 0002" in text
    assert "文件名含编码 05-2（规则 rules/part-2.yaml:41）" in text
    assert "日期：2022-03-15，取自成文日期" in text


def test_a_receipt_tells_what_is_wrong_and_how_to_mend_it() -> None:
    text = page("区教育局")
    assert "文末没有日期" in text
    assert "……特此通知" in text
    assert "怎么改：补盖章、日期后重新提交。" in text
    assert "文件设有打开密码。请去掉密码后重新提交" in text
    assert "有 4 个文件请您看一看" in text


def test_what_awaits_a_person_comes_with_candidates_and_reasons() -> None:
    text = page("区教育局")
    assert "05-2 党委政府专题研究（把握 55%）：文件名含编码 05-2" in text
    assert "05-3 街道研究部署（把握 40%）：含“街道”" in text
    assert "尚未确定考评要点" not in text


def test_repeats_old_editions_and_containers_are_explained_kindly() -> None:
    text = page("区教育局")
    assert "内容与“区教育局/好.pdf”完全相同，只装盒一份，不必处理" in text
    assert "已由后来的版本（同名文件）代替" in text
    assert "压缩包已展开" in text
    assert "不是本区材料。已退回" in text


def test_members_of_containers_are_told_where_the_container_was_dropped() -> None:
    assert "<bdi>包.zip/成员.pdf</bdi>" in page("区教育局")
    assert "<bdi>深.pdf</bdi>" in page("区教育局/2022")
    assert "深.pdf" not in page("区教育局")


def test_the_root_receipt_leads_to_the_folders_and_takes_in_the_homeless() -> None:
    text = page("")
    assert "已删的文件夹/里面/x.pdf" in text
    assert 'href="%E5%8C%BA%E6%95%99%E8%82%B2%E5%B1%80/%E5%9B%9E%E6%89%A7.html"' in text
    assert 'href="%E7%A9%BA%231/%E5%9B%9E%E6%89%A7.html"' in text
    assert '<td class="n">10</td><td class="n">4</td>' in text


def test_an_empty_folder_is_told_so() -> None:
    assert "这个文件夹里还没有收到文件" in page("空#1")


def test_document_records_have_stable_keys() -> None:
    made = district()
    record = document_record(made, made.documents[2])
    assert list(record) == [
        *("name", "digest", "format", "state", "point", "unit", "want", "date"),
        *("candidates", "elements", "findings"),
        *("redacted_from", "box", "number", "main", "role", "meeting"),
    ]
    assert (record["state"], record["point"], record["date"]) == ("open", "", "2022-03-15")
    assert record["candidates"][0] == {
        "point": "05-2",
        "confidence": 0.55,
        "why": "文件名含编码 05-2（rules/part-2.yaml:41）",
    }
    placed = document_record(made, made.documents[0])
    assert placed["findings"] == ["Y05"]
    assert placed["elements"][0]["value"] == "常务会议纪要"
    assert document_record(made, made.documents[1])["findings"] == []
    json.dumps([record, placed])


def test_finding_records_name_check_outcome_and_rule() -> None:
    record = finding_record(finding("x.pdf"))
    assert list(record)[:6] == ["check", "severity", "outcome", "subject", "message", "where"]
    assert (record["severity"], record["outcome"]) == ("block", "finding")
    assert record["where"] == "rules/part-2.yaml:41"
    assert finding_record(finding("x.pdf", where=None))["where"] == ""


def test_the_report_record_sums_to_the_whole() -> None:
    record = report_record(district())
    assert record["score"] == {"held": 61.5, "at_risk": 38.5, "bonus": 2}
    assert record["passes"] is False
    assert [unit["unit"] for unit in record["units"]] == ["区食安办", "区教育局"]
    point = record["units"][1]["points"][1]
    assert (point["point"], point["state"]) == ("05-2", "partly")
    assert point["wants"][0] == {
        "name": "常务会议纪要",
        "state": "partly",
        "have": 2,
        "need": 3,
        "missing": ["2021"],
        "covered": ["2020", "2022"],
    }
    json.dumps(record)


def test_the_summary_counts_every_state_zeros_too() -> None:
    made = summary(district())
    assert made["score"]["passes"] is False
    assert made["states"] == {
        "placed": 5,
        "open": 1,
        "rejected": 1,
        "duplicate": 1,
        "superseded": 1,
        "container": 1,
        "unreadable": 1,
        "list": 0,
    }
