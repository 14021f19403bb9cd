"""A person joins a file to another's item, or parts it; what cannot take effect is refused."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archivist import pipeline
from archivist.faces.cli import cli
from archivist.house import House
from tests.conftest import ROOT

TODAY = date(2023, 3, 15)
BY = ("--by", "李四", "--why", "核对原件")
TEXT, TABLE, OTHER = "02-1 清运通知.txt", "02-2 汇总表.txt", "无编码.txt"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "tests/houses/another-standard/rules", root / "rules")
    (root / "inbox/环卫处").mkdir(parents=True)
    for name in (TEXT, TABLE, OTHER):
        (root / "inbox/环卫处" / name).write_text(f"{name}的内容，无关紧要。", encoding="utf-8")
    pipeline.build(House(root, TODAY, hands=0, hurry=True))
    return root


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(root), "--as-of", "2023-03-15", *words])


def lying(root: Path) -> dict[str, tuple[str, str, str]]:
    lines = map(json.loads, run(root, "list", "--json").output.splitlines())
    keys = ("point", "number", "role")
    return {line["name"].rpartition("/")[2]: tuple(line[key] for key in keys) for line in lines}


def test_a_person_joins_tells_why_seals_and_parts(root: Path) -> None:
    assert run(root, "join", TABLE, TEXT, *BY).exit_code == 0
    assert run(root, "join", OTHER, TEXT, *BY).exit_code == 0
    assert lying(root) == {
        TEXT: ("02-1", "0001-01", ""),
        TABLE: ("02-1", "0001-02", "附件"),
        OTHER: ("02-1", "0001-03", "附件"),
    }
    told = run(root, "explain", TABLE).output
    assert (
        "合件  附件，随 环卫处/02-1 清运通知.txt  因为 由人决定合为一件：核对原件（李四）" in told
    )
    assert "就在" in str(run(root, "join", TEXT, OTHER, *BY).exception)
    (number,) = {
        json.loads(line)["box"] for line in run(root, "list", "--json").output.splitlines()
    }
    assert "已封盒" in run(root, "seal", number, "--by", "王五").output
    assert "封的盒" in str(run(root, "part", OTHER, *BY).exception)
    assert run(root, "unseal", number, "--by", "王五", "--why", "分件").exit_code == 0
    assert run(root, "part", OTHER, *BY).exit_code == 0
    assert lying(root)[OTHER] == ("", "", "")
    assert run(root, "undo", TABLE, *BY).exit_code == 0
    assert lying(root)[TABLE] == ("02-2", "0001", "")


def test_what_is_not_placed_is_no_main_text(root: Path) -> None:
    assert "不能作为正文" in str(run(root, "join", TEXT, OTHER, *BY).exception)
