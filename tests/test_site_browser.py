"""The dossier in a browser from a stick: found by a word of its text, shown, read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests import stick as on_a_stick
from tests.stick import KINDS, SHOWN, title

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium at /usr/bin/chromium")

DESK, PHONE = {"width": 1200, "height": 800}, {"width": 375, "height": 700}


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier as it lies on a stick, in a folder with a blank and a Chinese name."""
    return on_a_stick.lay(tmp_path_factory.mktemp("stick") / "移动 盘")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM))
        page = browser.new_page()
        yield page
        browser.close()


@pytest.fixture(autouse=True)
def troubles(page: Page) -> Iterator[list[str]]:
    met: list[str] = []

    def heard(message: object) -> None:
        if getattr(message, "type", "error") in {"error", "warning"}:
            met.append(str(getattr(message, "text", message)))

    page.on("console", heard)
    page.on("pageerror", heard)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    yield met
    page.remove_listener("console", heard)
    page.remove_listener("pageerror", heard)


def ask(page: Page, stick: Path, words: str) -> None:
    page.goto((stick / "检索.html").as_uri())
    page.get_by_label("要查的词").fill(words)
    page.get_by_role("button", name="检索").click()


def test_a_word_of_the_text_finds_the_document(
    page: Page, stick: Path, troubles: list[str]
) -> None:
    ask(page, stick, "快检室建设")
    page.wait_for_selector("#hits li")
    assert page.get_by_role("status").inner_text() == "找到 1 件。"
    assert "会议纪要" in page.inner_text("#hits li h2")
    assert page.inner_text("#hits mark") == "快检室建设"
    page.click("#hits a")
    page.wait_for_selector("#said[open]")
    assert "<script>alert(1)</script>" in page.inner_text("#text")
    assert troubles == []


def test_several_words_must_all_stand_in_it_and_wide_letters_count_as_narrow(
    page: Page, stick: Path
) -> None:
    ask(page, stick, "常委会 ０５－２")
    page.wait_for_selector("#hits li")
    ask(page, stick, "常委会 别的内容")
    page.wait_for_function("document.querySelector('#told').textContent.startsWith('没有找到')")


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_document_opens_in_the_viewer(
    page: Page, stick: Path, troubles: list[str], name: str
) -> None:
    ask(page, stick, title(name))
    page.wait_for_selector("#hits li")
    page.click("#hits a")
    page.wait_for_selector("#open:not([hidden])")
    page.wait_for_function(SHOWN[KINDS[name][0]])
    assert troubles == []


def test_a_film_is_played_from_one_of_its_stills(
    page: Page, stick: Path, troubles: list[str]
) -> None:
    ask(page, stick, "宣传片")
    page.click("#hits a")
    stills = page.get_by_role("group", name="几处画面").get_by_role("button")
    stills.nth(3).wait_for()
    assert stills.all_inner_texts() == ["0:00", "0:00", "0:01", "0:01"]
    page.wait_for_function(
        "[...document.querySelectorAll('.strip img')].every(one => one.naturalWidth === 160)"
    )
    page.wait_for_function("document.querySelector('#view video').readyState > 0")
    stills.nth(3).click()
    page.wait_for_function("document.querySelector('#view video').currentTime > 1.5")
    assert troubles == []


def test_a_picture_is_zoomed_by_button_and_by_key(page: Page, stick: Path) -> None:
    ask(page, stick, "现场照片")
    page.click("#hits a")
    page.get_by_role("button", name="放大").click()
    wide = "document.querySelector('#view img').style.width"
    assert page.evaluate(wide) == "125%"
    page.focus(".frame")
    page.keyboard.press("+")
    assert page.evaluate(wide) == "156.25%"
    page.keyboard.press("0")
    assert page.evaluate(wide) == "100%"


def test_what_proves_another_point_too_says_so(page: Page, stick: Path) -> None:
    ask(page, stick, "通知")
    page.click("#hits a")
    page.wait_for_selector("#open:not([hidden])")
    assert "互见 05-3" in page.inner_text("#about")


def test_small_pictures_wait_until_they_are_scrolled_to(page: Page, stick: Path) -> None:
    page.goto(contents(stick).as_uri())
    page.wait_for_function("document.querySelector('.papers img')?.naturalWidth === 160")
    pictures = page.locator(".small-pictures:not(.papers) img")
    assert pictures.count() == 4
    assert set(pictures.evaluate_all("all => all.map(one => one.loading)")) == {"lazy"}
    pictures.last.scroll_into_view_if_needed()
    page.wait_for_function(
        "[...document.querySelectorAll('.small-pictures img')].every(one => one.naturalWidth > 50)"
    )
    ask(page, stick, "现场照片")
    page.wait_for_function("document.querySelector('#hits img')?.naturalWidth > 50")


def test_a_paper_shows_its_first_page_in_its_box_and_among_what_was_found(
    page: Page, stick: Path, troubles: list[str]
) -> None:
    page.goto(contents(stick).as_uri())
    first = page.locator("#first-pages li a")
    first.wait_for()
    assert first.inner_text().endswith("通知")
    assert first.locator("img").get_attribute("alt") == ""
    page.wait_for_function("document.querySelector('.papers img')?.naturalWidth === 160")
    first.click()
    page.wait_for_selector("#view iframe")
    ask(page, stick, "通知")
    page.wait_for_function("document.querySelector('#hits img.paper')?.naturalWidth === 160")
    page.goto(contents(stick).as_uri())
    page.emulate_media(media="print")
    assert not page.locator("#first-pages").is_visible()
    page.emulate_media(media="screen")
    assert troubles == []


def test_where_no_pdf_is_shown_its_first_page_leads_to_it(page: Page, stick: Path) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'pdfViewerEnabled', {value: window.name !== 'phone'})"
    )
    ask(page, stick, "通知")
    page.evaluate("window.name = 'phone'")
    page.click("#hits a")
    page.wait_for_function("document.querySelector('#view a img')?.naturalWidth === 160")
    page.evaluate("window.name = ''")
    assert page.locator("#view a").get_attribute("href") == page.locator("#open").get_attribute(
        "href"
    )
    assert page.locator("#view a").inner_text() == "打开原件"


def test_on_a_phone_held_upright_the_title_is_seen_before_the_number(
    page: Page, stick: Path
) -> None:
    go(page, stick, "卷内目录", {"width": 360, "height": 740})
    assert not page.locator("td.code").first.is_visible()
    title = page.locator("tbody th[scope=row] a").first.bounding_box()
    assert title
    assert title["x"] < 250
    go(page, stick, "卷内目录", DESK)
    assert page.locator("td.code").first.is_visible()


def test_a_point_proved_elsewhere_has_a_list_and_no_box(stick: Path) -> None:
    (page,) = stick.rglob("*05-3*/*.html")
    assert sorted(p.name for p in page.parent.iterdir()) == [
        "0000_卷内目录.docx",
        "0000_卷内目录.html",
    ]


def contents(stick: Path, point: str = "05-2") -> Path:
    return next(stick.rglob(f"*{point}*/0000_卷内目录.html"))


PAGES = (
    "index.html",
    "检索.html#" + quote("现场照片"),
    "看件.html",
    "年度.html",
    "年度/2022年.html",
    "000_总目录.html",
    "报告/全区.html",
    "报告/区教育局.html",
    "报告/_CON.html",
    "报告/待定文件.html",
    "要点/05-2.html",
    "台账/责任分工.html",
    "收件/区教育局/回执.html",
    "卷内目录",
    "互见目录",
)
"""One page of every kind; _CON is a unit without anything."""


def go(page: Page, stick: Path, name: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    path, _, words = name.partition("#")
    place = stick / path
    if path in {"卷内目录", "互见目录"}:
        place = contents(stick, "05-2" if path == "卷内目录" else "05-3")
    page.goto(f"{place.as_uri()}#{words}" if words else place.as_uri())
    if words:
        page.wait_for_selector("#hits li")


def barriers(page: Page) -> list[tuple[str, str, str]]:
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [(v["impact"], v["id"], v["nodes"][0]["html"]) for v in found]


def wide(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_barrier_and_the_page_fits_a_desk_and_a_phone(
    page: Page, stick: Path, troubles: list[str], name: str
) -> None:
    go(page, stick, name, DESK)
    assert barriers(page) == []
    assert wide(page) <= DESK["width"]
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert wide(page) <= PHONE["width"]
    assert troubles == []


@pytest.mark.parametrize("name", ["index.html", "报告/区教育局.html", "卷内目录"])
def test_axe_finds_no_barrier_where_tables_scroll_on_a_phone(
    page: Page, stick: Path, name: str
) -> None:
    go(page, stick, name, PHONE)
    assert barriers(page) == []


def test_every_link_of_every_page_leads_to_a_file(stick: Path, page: Page) -> None:
    for html in stick.rglob("*.html"):
        page.goto(html.as_uri())
        targets = page.evaluate("[...document.querySelectorAll('a[href]')].map(one => one.href)")
        for target in {str(each).partition("#")[0] for each in targets}:
            assert Path(unquote(target.removeprefix("file://"))).exists(), (html, target)


def test_the_keyboard_alone_leads_from_the_start_page_into_a_document(
    page: Page, stick: Path
) -> None:
    page.goto((stick / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    tab_to(page, "全文检索")
    page.keyboard.press("Enter")
    page.wait_for_selector("#q:focus")
    page.keyboard.type("现场照片")
    page.keyboard.press("Enter")
    page.wait_for_selector("#hits li")
    tab_to(page, "现场照片")
    page.keyboard.press("Enter")
    page.wait_for_selector("#view img")
    tab_to(page, "本盒目录")
    page.keyboard.press("Enter")
    page.wait_for_selector("table.ruled")


def tab_to(page: Page, words: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == words:
            return
    pytest.fail(f"{words} is not reached by Tab")


def test_printing_leaves_out_what_only_serves_the_screen(page: Page, stick: Path) -> None:
    page.goto(contents(stick).as_uri())
    page.emulate_media(media="print")
    try:
        assert page.locator("nav:visible").count() == 0
        heading = "getComputedStyle(document.querySelector('thead')).display"
        assert page.evaluate(heading) == "table-header-group"
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    finally:
        page.emulate_media(media="screen")


def test_the_map_says_every_state_in_words_and_by_brightness(page: Page, stick: Path) -> None:
    page.goto((stick / "index.html").as_uri())
    labels = page.locator("ul.heat svg").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert labels == [
        "01-1 无重大食品安全事故：部分",
        "05-2 党委政府专题研究：部分",
        "05-3 街道研究部署：部分",
        "J1 治理机制创新：部分",
    ]
    fills = page.locator("ul.heat rect").evaluate_all(
        "all => all.map(one => one.attributes.fill.value)"
    )
    assert set(fills) == {"#eadfbe"}
