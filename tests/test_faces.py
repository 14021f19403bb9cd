"""The faces as people meet them: real commands, a real watcher, real JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from archivist.faces import exits
from archivist.faces.watching import watch
from archivist.house import House
from archivist.store import Taken
from tests.conftest import ROOT
from tests.face import run_cli

TODAY = date(2023, 3, 15)
STORY = ROOT / "tests" / "houses" / "a-first-day" / "1"


def archivist(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "archivist", "-C", str(root), "--as-of", "2023-03-15", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "rules", root / "rules")
    shutil.copytree(STORY, root / "inbox")
    done = archivist(root, "build")
    assert done.returncode == 0, done.stderr
    assert "收到 4 个文件" in done.stdout
    return root


def test_a_first_build_leaves_only_receipts_and_refused_files_in_the_inbox(built: Path) -> None:
    left = {path.name for path in (built / "inbox").rglob("*") if path.is_file()}
    assert left == {"回执.html", "~$学校食堂.docx"}
    assert (built / "archive" / "dossier" / "index.html").is_file()


def test_the_demo_lives_three_months_before_its_inspection(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "archivist", "demo", str(tmp_path / "demo"), "--files", "8"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "以 2023-03-15 为今天" in told
    page = (tmp_path / "demo" / "archive" / "dossier" / "index.html").read_text("utf-8")
    assert "距迎检日（2023年6月15日）还有 92 天" in page


def test_list_tells_programs_every_file_once(built: Path) -> None:
    records = [json.loads(line) for line in archivist(built, "list", "--json").stdout.splitlines()]
    assert len(records) == 4
    fields = "name digest format state point unit want date candidates elements findings"
    assert all(set(fields.split()) <= set(record) for record in records)
    minutes = next(r for r in records if "常务会议纪要" in r["name"])
    assert (minutes["state"], minutes["point"], minutes["unit"]) == (
        "placed",
        "05-2",
        "区政府办公室",
    )
    notice = next(r for r in records if r["state"] == "open")
    assert {"point", "confidence", "why"} <= set(notice["candidates"][0])


def test_check_tells_programs_what_where_and_how_grave(built: Path) -> None:
    done = archivist(built, "check", "--json")
    assert done.returncode == exits.BLOCKED
    findings = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(
        {"check", "severity", "outcome", "subject", "message", "where"} <= set(f) for f in findings
    )
    assert {f["outcome"] for f in findings} <= {"finding", "not checked", "broken"}
    assert "broken" not in {f["outcome"] for f in findings}


@pytest.mark.parametrize("asked", [("--only", "X9"), ("--point", "99-9")])
def test_a_check_or_point_that_does_not_exist_is_a_slip_and_no_clean_bill(
    built: Path, asked: tuple[str, str]
) -> None:
    done = archivist(built, "check", *asked)
    assert done.returncode == exits.RULES
    assert asked[1] in done.stderr


def test_check_tells_the_three_outcomes_apart_and_shows_what_was_seen(built: Path) -> None:
    done = archivist(built, "check", "--only", "Z14,J10")
    assert "没有发现问题。" in done.stdout
    assert "未检查（不等于通过）：" in done.stdout
    assert "没有登记本地地名" in done.stdout
    assert "通过：" in done.stdout
    seen = archivist(built, "check", "--only", "Q24", "--unit", "区教育局").stdout
    assert "承担要点" in seen


def test_report_tells_programs_the_score_and_every_want(built: Path) -> None:
    (report,) = map(json.loads, archivist(built, "report", "--json").stdout.splitlines())
    assert set(report["score"]) >= {"held", "at_risk", "bonus"}
    assert report["passes"] is False
    units = {unit["unit"]: unit["points"] for unit in report["units"]}
    point = next(p for p in units["区政府办公室"] if p["point"] == "05-2")
    assert set(point["wants"][0]) >= {"name", "state", "have", "need", "missing"}


def test_a_unit_can_be_asked_for_by_an_old_name(built: Path) -> None:
    (report,) = map(
        json.loads, archivist(built, "report", "--unit", "食药", "--json").stdout.splitlines()
    )
    assert [unit["unit"] for unit in report["units"]] == ["区市场监管局"]
    missing = archivist(built, "report", "--unit", "水利局")
    assert missing.returncode == exits.HOUSE
    assert "没有“水利局”这个责任单位" in missing.stderr


@pytest.mark.parametrize(
    "words", [["report"], ["report", "--unit", "区教育局"], ["list"], ["status"], ["checks"]]
)
def test_answers_are_chinese_sentences_on_a_terminal(built: Path, words: list[str]) -> None:
    done = archivist(built, *words)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.strip()


def test_wherever_the_standard_is_named_on_the_terminal_it_is_called_reconstructed(
    built: Path,
) -> None:
    for words in (["report"], ["status"]):
        out = archivist(built, *words).stdout
        assert "（2022版）（重构）" in out


def test_explain_tells_the_reason_with_file_and_line(built: Path) -> None:
    done = archivist(built, "explain", "05-2_区政府办公室")
    assert "文件名含编码“05-2”（rules/part-2.yaml:" in done.stdout
    assert "SHA-256" in done.stdout


def test_a_building_nothing_changed_touches_nothing(built: Path) -> None:
    dossier = built / "archive" / "dossier"
    before = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in dossier.rglob("*")}
    assert "没有变化" in archivist(built, "build").stdout
    assert {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in dossier.rglob("*")} == before


def test_verify_finds_a_changed_original(built: Path, tmp_path: Path) -> None:
    assert archivist(built, "verify").returncode == 0
    copy = tmp_path / "copy"
    shutil.copytree(built, copy)
    blob = next(path for path in (copy / "archive" / "blobs").rglob("*") if path.is_file())
    blob.chmod(0o644)
    data = bytearray(blob.read_bytes())
    data[0] ^= 1
    blob.write_bytes(bytes(data))
    done = archivist(copy, "verify")
    assert done.returncode == exits.BLOCKED
    assert blob.name in done.stdout


def test_a_person_decides_and_undoes(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(built, copy)
    name = "区政府办公室/关于印发2022年食品安全重点工作安排的通知.pdf"
    words = ["--by", "张三", "--why", "年度重点工作安排"]
    assert run_cli(copy, "place", name, "06-1", *words, today=TODAY).exit_code == 0
    archivist(copy, "build")
    (record,) = [
        json.loads(x) for x in archivist(copy, "list", "--json").stdout.splitlines() if name in x
    ]
    assert (record["state"], record["point"]) == ("placed", "06-1")
    assert run_cli(copy, "undo", name, *words, today=TODAY).exit_code == 0
    archivist(copy, "build")
    (record,) = [
        json.loads(x) for x in archivist(copy, "list", "--json").stdout.splitlines() if name in x
    ]
    assert record["state"] == "open"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["bild"], exits.RULES, "没有“bild”这个命令"),
        (["report", "--unti"], exits.RULES, "没有选项 --unti"),
        (["place", "x"], exits.RULES, "缺少参数"),
        (["explain", "没有的文件"], exits.HOUSE, "没有收到过"),
    ],
)
def test_mistakes_on_the_command_line_are_answered_in_one_chinese_line(
    built: Path, words: list[str], code: int, sentence: str
) -> None:
    done = archivist(built, *words)
    assert (done.returncode, sentence in done.stderr) == (code, True), done.stderr


def test_a_folder_that_is_no_workspace_is_refused_with_the_remedy(tmp_path: Path) -> None:
    done = archivist(tmp_path, "build")
    assert done.returncode == exits.HOUSE
    assert "archivist init" in done.stderr


def test_mistakes_in_the_rules_are_listed_with_file_and_line(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(built, copy)
    part = copy / "rules" / "part-1.yaml"
    part.write_text(part.read_text("utf-8").replace("kind: 否决", "kind: 否觉", 1), "utf-8")
    done = archivist(copy, "build")
    assert done.returncode == exits.RULES
    assert "rules/part-1.yaml:" in done.stderr
    (summary,) = map(json.loads, archivist(copy, "rules", "check", "--json").stdout.splitlines())
    assert set(summary) == {"parts", "items", "points", "score", "bonus", "errors"}
    assert set(summary["errors"][0]) == {"file", "line", "message"}


def test_the_shipped_rules_count_as_they_should(built: Path) -> None:
    (summary,) = map(json.loads, archivist(built, "rules", "check", "--json").stdout.splitlines())
    assert [summary[k] for k in ("parts", "items", "points", "score", "bonus")] == [
        7,
        39,
        81,
        100,
        16,
    ]
    assert summary["errors"] == []


def test_init_makes_a_workspace_with_a_folder_for_every_unit(tmp_path: Path) -> None:
    root = tmp_path / "新区"
    assert run_cli(tmp_path, "init", str(root)).exit_code == 0
    assert (root / "rules" / "settings.yaml").is_file()
    assert (root / "inbox" / "区教育局").is_dir()
    again = archivist(tmp_path, "init", str(root))
    assert again.returncode == exits.HOUSE


def until(happened: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(os.name == "nt", reason="the writer's lease is known on POSIX only")
def test_the_watcher_takes_a_file_once_its_writer_has_finished(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    unit = tmp_path / "inbox" / "区教育局"
    unit.mkdir(parents=True)
    stop, taken = threading.Event(), list[Taken]()
    house = House(tmp_path, TODAY, hands=0)
    thread = threading.Thread(target=watch, args=(house, "native", taken.append, print, stop))
    thread.start()
    try:
        time.sleep(1)
        with (unit / "26-1 方案.txt").open("w", encoding="utf-8") as file:
            file.write("校园食品安全工作方案")
            file.flush()
            time.sleep(6)
            assert taken == [], "its writer still holds it"
            file.write("，全文完。")
        assert until((unit / "回执.html").exists, 30)
    finally:
        stop.set()
        (unit / "~$铃").write_bytes(b"")
        thread.join(60)
    assert [arrival.base for one in taken for arrival in one.arrived] == ["26-1 方案.txt"]
    assert "26-1 方案.txt" in (unit / "回执.html").read_text("utf-8")
