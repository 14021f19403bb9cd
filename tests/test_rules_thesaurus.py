"""Other ways of saying the rules' words, and phrases of which every office's papers are full."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archivist.model import RulesError
from archivist.rules import load, placer
from archivist.rules.said import said_by_all
from tests.placing import place, plan

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "tests" / "houses" / "another-standard" / "rules"


def _with(folder: Path, lines: str) -> Path:
    rules = folder / "rules"
    shutil.copytree(SMALL, rules)
    (rules / "thesaurus.yaml").write_text(lines, encoding="utf-8")
    return rules


def test_a_variant_counts_as_its_term_and_the_reason_names_both_and_the_line() -> None:
    placed = place("区市场监管局/菜场管理方该干的事.docx", "菜场管理方该干的事：货要看票。")
    first = placed.candidates[0]
    assert first.point == "24-1"
    told = [reason for reason in first.reasons if "（即“" in reason.text]
    assert told, first.reasons
    assert all(each.where and each.where.file == "rules/thesaurus.yaml" for each in told)
    line = (ROOT / "rules" / "thesaurus.yaml").read_text(encoding="utf-8").splitlines()
    for each in told:
        assert each.where
        assert each.text.split("即“")[1].split("”")[0] in line[each.where.line - 1]


def test_a_variant_speaks_only_for_points_that_use_its_term(tmp_path: Path) -> None:
    name = "全年打算.docx"
    silent = load(_with(tmp_path / "silent", "terms: {}\n"))
    assert not placer(silent).place_name(name)
    telling = load(_with(tmp_path / "telling", "terms:\n  工作计划: [全年打算]\n"))
    (first,) = placer(telling).place_name(name)
    assert first.point == "01-1"
    assert "文件名出现“全年打算”（即“工作计划”）" in {reason.text for reason in first.reasons}


@pytest.mark.parametrize(
    ("lines", "line", "sentence"),
    [
        ("terms:\n  工作计划: []\n", 2, "“工作计划”后面没有任何说法"),
        ("terms:\n  工作计划: [想]\n", 2, "“想”太短"),
        ("terms:\n  工作计划: [打算, 工作计划]\n", 2, "与“工作计划”或同一行的说法相同"),
        ("terms:\n  工作计划: [打算, 打算]\n", 2, "“打算”写了两次"),
        ("terms:\n  工作计划: 打算\n", 2, "“工作计划”应是列表"),
        ("term:\n  工作计划: [打算]\n", 1, "您是不是想写“terms”？"),
    ],
)
def test_a_mistake_in_the_thesaurus_gives_its_line(
    tmp_path: Path, lines: str, line: int, sentence: str
) -> None:
    with pytest.raises(RulesError) as error:
        load(_with(tmp_path, lines))
    found = [(str(each.where), each.message) for each in error.value.mistakes]
    here = f"rules/thesaurus.yaml:{line}"
    assert any(where == here and sentence in message for where, message in found), found


def test_a_pack_needs_no_thesaurus() -> None:
    assert load(SMALL).thesaurus == ()


def test_every_term_of_the_shipped_thesaurus_is_used_by_the_rules() -> None:
    shipped = plan()
    used = {each.term for said in said_by_all(shipped).values() for each in said}
    assert {term.text for term in shipped.thesaurus} <= used
    assert len(shipped.thesaurus) > 400


def test_stock_phrases_of_a_body_speak_for_no_point() -> None:
    stock = (
        "各街道办事处，各有关单位：为深入贯彻落实上级决策部署，经区委、区政府同意，现印发给你们，"
        "请认真贯彻执行。一、加强组织领导，成立工作领导小组，明确责任分工。二、动员部署阶段，"
        "广泛宣传发动。三、加强督导检查，严肃工作纪律。四、及时总结经验，报送区食安办。"
    )
    text = stock + "小餐饮店逐户登记发证，三防设施到位。" + stock
    placed = place("扫描件0012.docx", text, title="小餐馆怎么登记实施方案")
    assert placed.candidates[0].point == "27-2"
