"""The shipped rules say what the reconstructed standard says."""

from __future__ import annotations

import re
import shutil
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from archivist.model import Every, Kind, PassRule, Plan
from archivist.rules import load, pack, placer, summary

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load(ROOT / "rules")


def test_the_pack_counts_7_39_81_100_and_9_bonus_items_worth_16(plan: Plan) -> None:
    found = summary(ROOT / "rules")
    assert (found.parts, found.items, found.points) == (7, 39, 81)
    assert (str(found.score), str(found.bonus), len(plan.bonus)) == ("100", "16", 9)
    assert found.record() == {
        "parts": 7,
        "items": 39,
        "points": 81,
        "score": 100,
        "bonus": 16,
        "errors": [],
    }


def test_key_points_are_worth_58_and_basic_points_42(plan: Plan) -> None:
    scores: Counter[Kind] = Counter()
    for point in plan.points:
        scores[point.kind] += point.score  # type: ignore[assignment]  # a Counter of decimals
    expected = {Kind.VETO: 0, Kind.KEY: 58, Kind.BASIC: 42, Kind.BONUS: 16}
    assert {kind: scores[kind] for kind in Kind} == expected
    assert Counter(point.kind for point in plan.base_points) == {
        Kind.VETO: 8,
        Kind.KEY: 50,
        Kind.BASIC: 23,
    }


def test_the_wants_of_the_81_points_are_349(plan: Plan) -> None:
    assert sum(len(point.wants) for point in plan.base_points) == 349
    point = plan.by_code["05-2"]
    minutes = point.wants[0]
    assert (minutes.name, minutes.every, minutes.at_least) == ("区委常委会会议纪要", Every.YEAR, 2)
    assert point.wants[-1].when_it_happens
    assert point.years == (2020, 2021, 2022)


def test_every_point_keeps_how_its_fields_are_known(plan: Plan) -> None:
    words = re.compile("published|adapted|inferred")
    for point in plan.points:
        known = dict(point.provenance)
        assert {"text", "score", "wants", "units"} <= known.keys(), point.code
        assert all(words.match(value) for value in known.values()), point.code
        assert point.sources, point.code


def test_the_standard_is_never_named_without_saying_that_it_is_reconstructed(plan: Plan) -> None:
    assert "重构" in plan.settings.standard_shown
    for file in {*(ROOT / "rules").glob("*.yaml")} - {ROOT / "rules" / "thesaurus.yaml"}:
        assert "reconstructed: 重构" in file.read_text(encoding="utf-8")


def test_every_point_has_words_and_a_title_fit_for_a_folder(plan: Plan) -> None:
    titles = [point.title for point in plan.points]
    assert len(set(titles)) == 90
    for point in plan.points:
        assert len(point.title) <= 16
        assert not re.search(r'[\\/:*?"<>|]', point.title)
        assert 5 <= len(point.words) <= 32, point.code
        assert len(point.examples) >= 2


def test_every_point_has_an_example_without_a_code_that_finds_it(plan: Plan) -> None:
    place = placer(plan).place_name
    for point in plan.points:
        uncoded = [example.text for example in point.examples if point.code not in example.text]
        assert uncoded, point.code
        assert {place(name)[0].point for name in uncoded} == {point.code}


def test_old_names_of_units_are_aliases(plan: Plan) -> None:
    names = {alias.text: unit.name for unit in plan.units for alias in unit.aliases}
    assert names["食药"] == "区市场监管局"
    assert names["农发"] == "区农业农村局"
    assert names["卫计"] == "区卫健局"
    assert names["各基层监管所"] == "区市场监管局各基层监管所"


def test_every_unit_of_every_point_is_a_unit(plan: Plan) -> None:
    for point in plan.points:
        assert all(plan.members(name) for name in point.units), point.code


def test_where_points_to_the_line_of_the_point(plan: Plan) -> None:
    where = plan.by_code["05-2"].where
    lines = (ROOT / where.file).read_text(encoding="utf-8").splitlines()
    assert where.file == "rules/part-2.yaml"
    assert lines[where.line - 1].strip() == "- code: 05-2"
    word = plan.by_code["05-2"].words[-1]
    assert word.text in lines[word.where.line - 1]


def test_pass_rule_and_thresholds_come_from_the_settings(plan: Plan) -> None:
    rule = plan.settings.pass_rule
    assert rule == PassRule(Decimal(90), Decimal("0.6"), bonus_counts=True)
    assert plan.settings.thresholds.accept == 0.9
    assert plan.settings.limits.file_bytes == 4 * 2**30


def test_the_digest_changes_with_any_byte_and_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", folder)
    before = load(folder).digest
    assert before == load(ROOT / "rules").digest
    settings = folder / "settings.yaml"
    settings.write_bytes(settings.read_bytes() + b"# one more line\n")
    assert load(folder).digest != before


def test_the_shipped_pack_is_found() -> None:
    assert (pack() / "settings.yaml").is_file()


def test_the_whole_pack_loads_quickly() -> None:
    times = []
    for _ in range(3):
        start = time.process_time()
        load(ROOT / "rules")
        times.append(time.process_time() - start)
    assert min(times) < 2  # CPU seconds; about 1.0 on a quiet machine
