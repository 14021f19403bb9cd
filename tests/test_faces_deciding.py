"""An office decides: by pattern, on a spreadsheet, and file by file in the terminal."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archivist import pipeline
from archivist.faces.cli import cli
from archivist.house import House
from archivist.model import Document, ElementKind, State
from tests.conftest import ROOT

TODAY = date(2023, 3, 15)
NAMES = ("会议一.txt", "会议二.txt", "其他.txt")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "tests/houses/another-standard/rules", root / "rules")
    (root / "inbox/环卫处").mkdir(parents=True)
    for name in NAMES:
        (root / "inbox/环卫处" / name).write_text(f"{name}的内容，无关紧要。", encoding="utf-8")
    pipeline.build(House(root, TODAY, hands=0, hurry=True))
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "house"))


def run(root: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, ["-C", str(root), "--as-of", "2023-03-15", *words], input=typed)


def look(root: Path) -> dict[str, Document]:
    archive = pipeline.look(House(root, TODAY))
    return {document.arrival.base: document for document in archive.documents}


def exported(root: Path) -> list[dict[str, str]]:
    assert run(root, "decisions", "export", str(root / "表.csv")).exit_code == 0
    text = (root / "表.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def write(root: Path, rows: list[dict[str, str]], encoding: str = "utf-8-sig") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    (root / "填好.csv").write_bytes(out.getvalue().encode(encoding))
    return str(root / "填好.csv")


def test_a_pattern_decides_many_files_at_once_after_asking(root: Path) -> None:
    words = ("place", "环卫处/会议*", "02-1", "--all-matching", "--by", "李四", "--why", "核对")
    assert run(root, *words, typed="n\n").exit_code == 1
    assert look(root)["会议一.txt"].state is State.OPEN
    assert run(root, *words, typed="y\n").exit_code == 0
    assert [look(root)[name].placement.point for name in NAMES] == ["02-1", "02-1", ""]


def test_a_pattern_that_fits_nothing_says_so(root: Path) -> None:
    result = run(root, "reject", "没有*", "--all-matching", "--yes", "--by", "李", "--why", "无")
    assert "没有符合" in str(result.exception)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_queue_goes_out_as_a_table_and_comes_back_decided(root: Path, encoding: str) -> None:
    rows = exported(root)
    assert [row["文件"] for row in rows] == [f"环卫处/{name}" for name in NAMES]
    rows[0] |= {"决定": "归入", "要点": "02-1", "决定人": "王五", "理由": "看过"}
    rows[1] |= {"决定": "退回", "决定人": "王五", "理由": "与创建无关"}
    file = write(root, rows, encoding)
    assert "已记录 2 条决定" in run(root, "decisions", "import", file).output
    states = [look(root)[name].state for name in NAMES]
    assert states == [State.PLACED, State.REJECTED, State.OPEN]
    assert "已记录 0 条决定，2 条先前已记录" in run(root, "decisions", "import", file).output


@pytest.mark.parametrize(
    ("encoding", "mark"), [("gb18030", ","), ("utf-8-sig", ";"), ("utf-16", "\t")]
)
@pytest.mark.parametrize("written", ["2.1", "02-1 某要点", "２－１", "2月1日", "要点02-1"])
def test_a_table_comes_back_however_excel_saved_it(
    root: Path, encoding: str, mark: str, written: str
) -> None:
    rows = exported(root)[:1]
    rows[0] |= {"要点": written, "日期": "2022/5/9", "决定人": "王五", "理由": "看过"}
    heads = ("理由", "文件", "日期", " 要点 ", "决定人")
    lines = (heads, *(tuple(row[head.strip()] for head in heads) for row in rows))
    text = "\r\n".join(mark.join(line) for line in lines)
    file = root / "另存.csv"
    file.write_bytes(text.encode(encoding))
    assert "已记录 1 条决定" in run(root, "decisions", "import", str(file)).output
    placed = look(root)[NAMES[0]].placement
    assert placed.point == "02-1"
    assert placed.date
    assert placed.date.value == "2022-05-09"


def test_a_candidate_is_chosen_by_its_number(root: Path) -> None:
    rows = exported(root)
    rows[0] |= {
        "要点": "候选1",
        "候选1": "02-1 某要点（0.40：像）",
        "决定人": "王五",
        "理由": "看过",
    }
    run(root, "decisions", "import", write(root, rows))
    assert look(root)[NAMES[0]].placement.point == "02-1"


def test_a_workbook_is_told_how_to_save_it(root: Path) -> None:
    file = root / "决定表.csv"
    file.write_bytes(b"PK\x03\x04")
    result = run(root, "decisions", "import", str(file))
    assert "另存为 CSV" in str(result.exception.__dict__)


def test_a_table_joins_files_to_a_piece_and_parts_them_again(root: Path) -> None:
    rows, who = exported(root), {"决定人": "王五", "理由": "看过"}
    rows[0] |= {"决定": "归入", "要点": "02-1", **who}
    rows[1] |= {"决定": "合件", "正文": rows[0]["文件"], **who}
    rows[2] |= {"决定": "合件", "正文": "没有这个.txt", **who}
    wrong = run(root, "decisions", "import", write(root, rows))
    assert "第 4 行：“正文”要写并入哪个文件，没有“没有这个.txt”这个文件" in wrong.output
    rows[2] |= {"正文": rows[2]["文件"]}
    wrong = run(root, "decisions", "import", write(root, rows))
    assert "第 4 行：环卫处/其他.txt 还没有归入要点" in wrong.output
    assert run(root, "decisions", "import", write(root, rows[:2])).exit_code == 0
    bond = look(root)["会议二.txt"].bond
    assert bond
    assert bond.main == "环卫处/会议一.txt"
    rows[1] |= {"决定": "分件", "正文": ""}
    assert "已记录 1 条决定" in run(root, "decisions", "import", write(root, rows[1:2])).output
    assert look(root)["会议二.txt"].bond is None


def test_a_table_of_before_there_were_joins_still_comes_in(root: Path) -> None:
    rows = [{k: v for k, v in row.items() if k != "正文"} for row in exported(root)]
    rows[0] |= {"要点": "02-1", "决定人": "王五", "理由": "看过"}
    assert "已记录 1 条决定" in run(root, "decisions", "import", write(root, rows)).output


def test_one_wrong_row_and_nothing_is_recorded_and_each_is_told_by_its_number(root: Path) -> None:
    rows = exported(root)
    rows[0] |= {"要点": "02-1", "决定人": "王五", "理由": "看过"}
    rows[1] |= {"要点": "99-9", "决定人": "王五", "理由": "看过"}
    rows[2] |= {"决定": "扔掉", "决定人": "王五", "理由": "看过"}
    result = run(root, "decisions", "import", write(root, rows))
    assert "第 3 行：没有“99-9”这个考评要点" in result.output
    assert "第 4 行：“决定”只能写" in result.output
    assert all(document.state is State.OPEN for document in look(root).values())


def test_a_row_about_an_earlier_edition_is_refused(root: Path) -> None:
    rows = exported(root)
    rows[0] |= {"要点": "02-1", "决定人": "王五", "理由": "看过", "SHA-256": "0" * 64}
    assert "已换新版" in run(root, "decisions", "import", write(root, rows)).output


def test_the_queue_is_walked_in_the_terminal(root: Path) -> None:
    result = run(root, "review", "--by", "赵六", typed="02-1\n\nr\n无关\n\n")
    assert result.exit_code == 0, result.output
    assert "决定了 2 个，还有 1 个待定" in result.output
    states = [look(root)[name].state for name in NAMES]
    assert states == [State.PLACED, State.REJECTED, State.OPEN]


def test_the_walk_ends_when_asked_and_shows_what_the_file_says(root: Path) -> None:
    result = run(root, "review", "--by", "赵六", typed="x\nq\n")
    assert "会议一.txt的内容" in result.output
    assert "没有“x”这个候选或要点" in result.output
    assert "还有 3 个待定" in result.output


def test_a_name_can_be_tried_without_taking_anything(root: Path) -> None:
    result = run(root, "rules", "try", "道路清扫台账2022年一季度.xlsx")
    assert "归入  02-1" in result.output
    assert "分" in result.output.split("候选", 1)[1]


def test_a_file_can_be_tried_and_stays_where_it_is(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "汇报.txt"
    file.write_text("道路清扫保洁时长台账\n道路清扫保洁时长每日不少于16小时。", encoding="utf-8")
    result = run(root, "rules", "try", str(file))
    assert "02-1" in result.output
    assert len(look(root)) == len(NAMES)


def test_what_people_decided_counts_when_a_name_or_file_is_tried(
    root: Path, tmp_path: Path
) -> None:
    told = "与 1 份人工归到 02-1 的文件相近（最像“会议一.txt”"
    file = tmp_path / "会议三.txt"
    file.write_text("会议三的内容，无关紧要。", encoding="utf-8")
    assert told not in run(root, "rules", "try", str(file)).output
    words = ("place", "会议一.txt", "02-1", "--by", "李四", "--why", "核对")
    assert run(root, *words).exit_code == 0
    for tried in (str(file), "会议三的内容，无关紧要.txt"):
        assert told in "".join(run(root, "rules", "try", tried).output.split("\n"))


def test_an_edited_rule_tells_first_which_files_would_move(root: Path, tmp_path: Path) -> None:
    edited = Path(shutil.copytree(root / "rules", tmp_path / "改"))
    assert "没有文件会移动" in run(root, "rules", "diff", str(edited)).output
    part = edited / "part-2.yaml"
    text = part.read_text("utf-8")
    part.write_text(
        text.replace('names: ["*清扫*台账*"]', 'names: ["*清扫*台账*", "会议*"]'), "utf-8"
    )
    settings = edited / "settings.yaml"
    settings.write_text(settings.read_text("utf-8") + "thresholds: {accept: 0.1}\n", "utf-8")
    result = run(root, "rules", "diff", str(edited))
    assert "会移动的文件 2 个" in result.output
    assert look(root)["会议一.txt"].state is State.OPEN


def test_whoever_types_something_else_is_shown_the_keys_again(root: Path) -> None:
    result = run(root, "review", "--by", "赵六", typed="?\nq\n")
    assert "没有“?”这个候选或要点" in result.output
    assert result.output.count("退回") >= 2


def test_a_measure_for_comparing_texts_is_told_to_nobody(root: Path) -> None:
    named = "".join(
        f"第{digit}条路的清扫由环卫处按月安排并逐日登记在册。" for digit in "一二三四五六七八九十"
    )
    (root / "inbox/环卫处/清扫安排.txt").write_text(named, encoding="utf-8")
    pipeline.take(House(root, TODAY, hands=0, hurry=True))
    assert look(root)["清扫安排.txt"].reading.first(ElementKind.FINGERPRINT)
    assert ElementKind.FINGERPRINT not in run(root, "explain", "清扫安排.txt").output
