"""The catalogue tells of every requirement what became of it, and cannot lie."""

from __future__ import annotations

import re
from pathlib import Path

from archivist.checks import catalogue
from archivist.checks.elsewhere import ROWS, page

CATALOGUE = Path(__file__).parents[1] / "archivist/checks/CATALOGUE.md"
IDS = [
    f"{part}{n:02d}"
    for part, count in zip("QYZJ", (26, 42, 38, 37), strict=True)
    for n in range(1, count + 1)
]


def test_every_requirement_is_a_check_or_built_in_or_left_out_with_a_reason() -> None:
    checks = [card.id for card in catalogue()]
    others = [row.id for row in ROWS]
    assert len(IDS) == 143
    assert sorted(checks + others) == sorted(IDS)
    assert all(row.told for row in ROWS)


def test_what_is_built_in_names_tests_that_exist() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    known = set(re.findall(r"^def (test_\w+)", texts, re.MULTILINE))
    assert {test for row in ROWS for test in row.tests} <= known


def test_the_catalogue_page_is_current(*, update: bool) -> None:
    if update:
        CATALOGUE.write_text(page(), "utf-8")
    assert CATALOGUE.read_text("utf-8") == page()
