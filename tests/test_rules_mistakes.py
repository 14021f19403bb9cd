"""Every mistake in the rules is named with its file and line, all in one pass."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archivist.model import Mistake, RulesError
from archivist.rules import load, summary
from archivist.rules.yamlpos import Scalar, parse

ROOT = Path(__file__).parents[1]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    shutil.copytree(ROOT / "tests" / "houses" / "another-standard" / "rules", folder)
    load(folder)
    return folder


def mistakes(folder: Path) -> list[Mistake]:
    try:
        load(folder)
    except RulesError as error:
        return list(error.mistakes)
    return []


def swap(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first occurrence of a text and return its line."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text.count("\n", 0, text.index(old)) + 1


@pytest.mark.parametrize(
    ("old", "new", "offset", "sentence"),
    [
        ("    deduction:", "    deductoin:", 0, "不认识的键“deductoin”。您是不是想写“deduction”？"),
        ("    title: 机构与年度计划", "    title: 甲\n    title: 乙", 1, "“title”写了两次，前一次在第"),
        ("kind: 关键", "kind: 关健", 0, "您是不是想写“关键”？"),
        ("score: 4", "score: 四分", 0, "“score”要写成不小于 0 的数字，现在是“四分”。"),
        ("every: year", "every: yaer", 0, "您是不是想写“year”？"),
        ("lead: 爱卫办", "lead: 爱伟办", 0, "“爱伟办”不在 settings.yaml 的 units 里。您是不是想写“爱卫办”？"),
        ("period: 上年", "period: 上上年", 0, "“上上年”不在 settings.yaml 的 periods 里"),
        ("code: 01-1", "code: 1.1", 0, "考评要点编号要写成 05-2 这样，现在是“1.1”。"),
        ("code: 01-1", "code: 07-1", 0, "考评要点 07-1 写在了项目 01 下面。"),
        ("    text: 爱国卫生组织健全，每年有工作计划。", "    text:", 0, "缺少“text”，或它是空的。"),
        ("title: 组织管理\nscore: 4", "title: 组织管理\nscore: 5", 1, "“score”写的是 5，但各项目分值合计是 4。"),
        ("methods: [资料审查]", "methods: 资料审查", 0, "“methods”应是列表"),
        ("words: [爱国卫生, 工作计划]", 'words: [爱国卫生, ""]', 0, "“words”里有空的一项。"),
        ("words: [爱国卫生, 工作计划]", "words: [爱国卫生, 爱国卫生]", 0, "“爱国卫生”写了两次。"),
        ("words: [爱国卫生, 工作计划]", 'names: ["*"]\n    words: [爱国卫生]', 0, "会匹配所有文件"),
        ("words: [爱国卫生, 工作计划]", 'names: ["纪要[a"]\n    words: [爱国卫生]', 0, "方括号没有配对"),
        ("title: 机构与年度计划", "title: 机构/计划", 0, "不能含“/”"),
        ("title: 机构与年度计划", f"title: {'长' * 17}", 0, "最多 16 个字，现在有 17 个"),
        ("2022年爱国卫生工作计划.docx", "采购合同.xlsx", 0, "示例“采购合同.xlsx”对应"),
        ("carrier: 文件", "carrier: 文件\n      at_least: 0", 1, "不小于 1 的整数，现在是“0”"),
        ("carrier: 文件", "carrier: 文件\n      when_it_happens: 是", 1, "只能写 true 或 false"),
        ("kind: 关键", "kind: 关键\n  note: *k", 1, "不要用锚点"),
        ("kind: 关键", "\tkind: 关键", 0, "制表符"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_part_gives_its_line(
    rules: Path, old: str, new: str, offset: int, sentence: str
) -> None:
    line = swap(rules, "part-1.yaml", old, new) + offset
    found = [(str(each.where), each.message) for each in mistakes(rules)]
    here = f"rules/part-1.yaml:{line}"
    assert any(where == here and sentence in message for where, message in found), found


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("inspection", "2023-13-01", "“inspection”要写成 2023-06-15 这样的日期"),
        ("years", "[22]", "四位数的年份"),
        ("project_code", "sac!", "2 到 8 个大写字母或数字"),
        ("naming", '"{要点}_{部门}"', "没有“{部门}”"),
        ("severities", "{J4: block}", "检查编号要写成"),
        ("severities", "{J04: blok}", "您是不是想写“block”？"),
        ("thresholds", "{accept: 90}", "“accept”是 0 到 1 之间的数"),
        ("thresholds", "{acept: 0.9}", "您是不是想写“accept”？"),
        ("limits", "{file_bytes: 4T}", "可带 K、M、G"),
        ("pass_rule", "{pass_score: 90, key_rate: 60}", "60% 写成 0.6"),
        ("not_applicable", "[{point: 99-9, reason: 无, approver: 甲}]", "“99-9”不存在"),
        ("waivers", "[{check: J04, subject: 甲, author: 乙, until: 2023-01-01}]", "缺少“reason”"),
        ("totals", "{parts: 9}", "totals 写的部分数是 9"),
    ],
)
def test_a_mistake_in_the_settings_gives_its_line(
    rules: Path, key: str, value: str, sentence: str
) -> None:
    path = rules / "settings.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next((n for n, line in enumerate(lines) if line.startswith(f"{key}:")), len(lines))
    end = start + 1
    while end < len(lines) and lines[end].startswith((" ", "-")):
        end += 1
    lines[start:end] = [f"{key}: {value}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = [(each.where.file, each.where.line, each.message) for each in mistakes(rules)]
    expected = ("rules/settings.yaml", start + 1)
    assert any(each[:2] == expected and sentence in each[2] for each in found), found


def test_all_mistakes_of_all_files_come_out_in_one_pass_sorted(rules: Path) -> None:
    swap(rules, "settings.yaml", "inspection:", "inspektion:")
    swap(rules, "part-1.yaml", "kind: 关键", "kind: 关健")
    swap(rules, "part-1.yaml", "every: year", "every: yaer")
    swap(rules, "part-2.yaml", "carrier:", "carier:")
    found = mistakes(rules)
    assert found == sorted(found, key=lambda each: (each.where, each.message))
    assert {each.where.file for each in found} == {
        f"rules/{name}.yaml" for name in ("settings", "part-1", "part-2")
    }
    assert summary(rules).errors == tuple(found)
    assert str(found[0]).startswith(f"{found[0].where.file}:{found[0].where.line}: ")


def test_a_code_used_twice_names_the_first_place(rules: Path) -> None:
    shutil.copy(rules / "part-1.yaml", rules / "part-3.yaml")
    found = [str(each) for each in mistakes(rules)]
    assert any("考评要点编号“01-1”已在 rules/part-1.yaml:" in each for each in found)


def test_a_broken_settings_file_makes_no_unit_unknown(rules: Path) -> None:
    (rules / "settings.yaml").write_text("district: [青山区\n", encoding="utf-8")
    found = mistakes(rules)
    assert [each.where.file for each in found] == ["rules/settings.yaml"]


def test_a_file_in_the_old_encoding_is_told_how_to_be_saved(rules: Path) -> None:
    text = (rules / "part-1.yaml").read_text(encoding="utf-8")
    (rules / "part-1.yaml").write_bytes(text.encode("gb18030"))
    assert any("UTF-8" in each.message for each in mistakes(rules))


def test_a_misnamed_file_and_an_empty_folder_are_mistakes(rules: Path, tmp_path: Path) -> None:
    (rules / "setings.yaml").write_text("district: 甲\n", encoding="utf-8")
    assert any("您是不是想写“settings.yaml”？" in each.message for each in mistakes(rules))
    assert mistakes(tmp_path / "nowhere")


def test_members_of_a_collective_unit_become_units(rules: Path) -> None:
    path = rules / "settings.yaml"
    unit = "- name: 各街道办事处\n  kind: 属地\n  members: [青山街道办事处, 红旗街道办事处]\n"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("units:\n", f"units:\n{unit}", 1), encoding="utf-8")
    plan = load(rules)
    names = [member.name for member in plan.members("各街道办事处")]
    assert names == ["青山街道办事处", "红旗街道办事处"]
    assert plan.unit_by_name["红旗街道办事处"].aliases[0].text == "红旗街道"


def test_numbers_stay_as_they_were_typed() -> None:
    table, wrong = parse(b"code: 2.10\nitem: 05\nflag: yes\n", "rules/part-1.yaml")
    assert not wrong
    texts = [node.text for _, node in table.pairs if isinstance(node, Scalar)]
    assert texts == ["2.10", "05", "yes"]


def test_a_thousand_brackets_are_refused_not_a_crash() -> None:
    for bomb in (b"a: " + b"[" * 100_000, b"a: " + b"{b: " * 50_000, b"- " * 100_000):
        assert parse(bomb, "rules/part-1.yaml")[1]


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_line(data: bytes) -> None:
    _, wrong = parse(data, "rules/part-1.yaml")
    assert all(each.where.line >= 1 and each.message for each in wrong)


YAML = st.recursive(
    st.sampled_from(["甲", "05-1", "year", "关键", "2.5", "", "区食安办", "[", "*x", "&y z", "-1", "1e9999"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda each: "[" + ", ".join(each) + "]"),
        st.dictionaries(
            st.sampled_from(["code", "items", "points", "wants", "words", "units", "years", "kind"]),
            inner,
            max_size=4,
        ).map(lambda each: "{" + ", ".join(f"{key}: {value}" for key, value in each.items()) + "}"),
    ),
    max_leaves=12,
)  # fmt: skip


@given(
    part=st.dictionaries(st.sampled_from(["code", "title", "score", "items", "itms"]), YAML),
    frame=st.dictionaries(
        st.sampled_from(
            ["district", "years", "periods", "units", "totals", "limits", "waivers", "naming"]
        ),
        YAML,
    ),
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
def test_no_content_raises_anything_but_a_rules_error(
    tmp_path: Path, part: dict[str, str], frame: dict[str, str]
) -> None:
    folder = tmp_path / "rules"
    folder.mkdir(exist_ok=True)
    for name, content in (("part-1.yaml", part), ("settings.yaml", frame)):
        lines = (f"{key}: {value}" for key, value in content.items())
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert mistakes(folder)
