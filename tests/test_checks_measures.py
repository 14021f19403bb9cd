"""Numbers and severities the checks use are settings; where sources differ, so can districts."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from archivist.checks import judge
from archivist.model import Case, Document, Measures, Severity
from archivist.rules import load, pack
from tests.nouns import case, document, plan, point
from tests.stories_across import CAPTION, photo


def said(by: str, measures: Measures, *documents: Document) -> list[str]:
    told = case(plan(point(), measures=measures), *documents)
    return [finding.message for finding in judge(told).findings if finding.check == by]


def test_the_shipped_settings_name_every_number_with_its_usual_value() -> None:
    text = (pack() / "settings.yaml").read_text("utf-8")
    section = text.partition("\nmeasures:\n")[2].partition("\n\n")[0]
    assert load(pack()).settings.measures == Measures()
    assert all(f"  {field.name}: " in section for field in fields(Measures))


@pytest.mark.parametrize(
    ("check", "of", "changes"),
    [
        ("Y27", photo(sharpness="30"), {"sharpness": 40.0}),
        ("Y30", document("一.jpg", width=2000, height=1500), {"photo_pixels": 4_000_000}),
        ("J06", None, {"thick_pages": 2}),
        ("Y35", None, {"path_units": 9}),
    ],
)
def test_another_number_gives_another_verdict(
    check: str, of: Document | None, changes: dict[str, float]
) -> None:
    told = case(plan(point()), of) if of else _boxed()
    assert not [f for f in judge(told).findings if f.check == check]
    settings = replace(told.plan.settings, measures=replace(Measures(), **changes))  # type: ignore[arg-type]
    other = replace(told, plan=replace(told.plan, settings=settings))
    assert [f for f in judge(other).findings if f.check == check]


def _boxed() -> Case:
    from tests.nouns import boxed

    paper = document()
    return case(None, paper, boxes=boxed(paper))


def test_captions_may_ask_for_a_theme_in_place_of_the_photographer() -> None:
    theme = Measures(caption=("事由", "时间", "地点", "人物", "背景", "主题"))
    assert said("Q13", Measures(), photo(description=CAPTION)) == []
    assert said("Q13", theme, photo(description=CAPTION)) == ["照片说明没有写：主题。"]
    themed = CAPTION.replace("摄影者：张三", "主题：市场检查")
    assert said("Q13", theme, photo(description=themed)) == []


def test_a_watermark_weighs_what_the_district_says() -> None:
    marked = replace(photo(), reading=replace(photo().reading, excerpt="今日水印 2022-03-05"))
    for severities, expected in (((), Severity.INFO), ((("Y28", Severity.WARN),), Severity.WARN)):
        told = case(plan(point(), severities=severities), marked)
        assert [f.severity for f in judge(told).findings if f.check == "Y28"] == [expected]


def test_a_mistake_in_a_number_is_told_with_its_line(tmp_path: Path) -> None:
    import shutil

    from archivist.model import RulesError

    shutil.copytree(pack(), tmp_path / "rules")
    path = tmp_path / "rules/settings.yaml"
    path.write_text(path.read_text("utf-8").replace("scan_dpi: 200", "scan_dpi: 二百"), "utf-8")
    with pytest.raises(RulesError, match=r"settings\.yaml:\d+: .*scan_dpi"):
        load(tmp_path / "rules")
