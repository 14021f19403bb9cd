"""The dossier in Firefox from a stick: found, shown, and without a word on the console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests import stick as on_a_stick
from tests.firefox import PROGRAM, Firefox, address, firefox
from tests.stick import KINDS, SHOWN, title

pytestmark = pytest.mark.skipif(not PROGRAM, reason="needs firefox-esr or firefox on PATH")


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return on_a_stick.lay(tmp_path_factory.mktemp("firefox") / "移动 盘")


@pytest.fixture(scope="module")
def fox() -> Iterator[Firefox]:
    with firefox() as found:
        yield found


def test_every_kind_is_found_and_opens_in_firefox_without_trouble(
    fox: Firefox, stick: Path
) -> None:
    for name, (form, _) in KINDS.items():
        fox.open("about:blank")
        fox.open(address(stick / "检索.html", quote(title(name))))
        fox.wait("document.querySelector('#hits li a')")
        fox.tell("document.querySelector('#hits li a').click()")
        fox.wait(
            "location.href.includes('%E7%9C%8B%E4%BB%B6') && document.readyState === 'complete'"
        )
        fox.wait(SHOWN[form])
    assert fox.troubles == []


def test_pages_have_no_serious_barrier_and_fit_in_firefox(fox: Firefox, stick: Path) -> None:
    for name in ("index.html", "检索.html", "报告/区教育局.html", "年度.html"):
        fox.open(address(stick / name))
        fox.tell(f"(() => {{ {AXE_SCRIPT}; return 1; }})()")
        found = fox.tell("axe.run({resultTypes: ['violations']})")["violations"]
        grave = [v["id"] for v in found if v["impact"] in {"serious", "critical"}]
        assert (name, grave) == (name, [])
        assert fox.tell("document.documentElement.scrollWidth <= window.innerWidth")
    assert fox.troubles == []
