"""The dossier in a browser from a stick: found by a word of its text, shown, read aloud."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from archivist import dossier
from archivist.model import Shop
from tests import dossiers

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium at /usr/bin/chromium")

KINDS = {
    "区教育局/05-2 会议纪要.docx": ("docx", "docx", "text"),
    "区教育局/05-2 现场照片.jpg": ("jpeg", "jpg", "image"),
    "区教育局/05-2 讲话录音.wav": ("wav", "wav", "sound"),
    "区教育局/05-2 通知.pdf": ("pdf", "pdf", "pdf"),
}
SAID = "区委常委会专题研究农贸市场快检室建设，议定三件事。<script>alert(1)</script>"


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (300, 200), "seagreen").save(buffer, "JPEG")
    return buffer.getvalue()


def sound() -> bytes:
    buffer = BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    return buffer.getvalue()


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier as it lies on a stick, in a folder with a blank and a Chinese name."""
    root = tmp_path_factory.mktemp("stick") / "移动 盘"
    documents = tuple(
        dossiers.document(name, format=form, extensions=(ending,), title=Path(name).stem[5:])
        for name, (form, ending, _) in KINDS.items()
    )
    bytes_of = {"jpg": picture(), "wav": sound()}
    spoken = documents[0].arrival.digest
    shop = Shop(texts=lambda ds: ((d, SAID if d == spoken else "别的内容") for d in ds))
    for leaf in dossier.leaves(dossiers.archive(documents), shop):
        path = root / leaf.path
        path.parent.mkdir(parents=True, exist_ok=True)
        original = bytes_of.get(path.suffix[1:], b"%PDF-1.4\n%%EOF\n")
        path.write_bytes(leaf.content if isinstance(leaf.content, bytes) else original)
    return root


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM))
        page = browser.new_page()
        yield page
        browser.close()


@pytest.fixture
def troubles(page: Page) -> Iterator[list[str]]:
    met: list[str] = []

    def heard(message: object) -> None:
        if getattr(message, "type", "error") in {"error", "warning"}:
            met.append(str(getattr(message, "text", message)))

    page.on("console", heard)
    page.on("pageerror", heard)
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
    form = KINDS[name][2]
    ask(page, stick, Path(name).stem[5:])
    page.wait_for_selector("#hits li")
    page.click("#hits a")
    page.wait_for_selector("#open:not([hidden])")
    if form == "image":
        page.wait_for_function("document.querySelector('#view img').naturalWidth === 300")
        page.get_by_role("button", name="放大").click()
        assert page.evaluate("document.querySelector('#view img').style.width") == "125%"
    elif form == "sound":
        page.wait_for_function("document.querySelector('#view audio').readyState > 0")
    elif form == "pdf":
        assert str(page.get_attribute("#view iframe", "src")).endswith(".pdf")
    else:
        assert page.inner_text("#text")
    assert [t for t in troubles if "PDF" not in t] == []


PAGES = ("index.html", "检索.html", "看件.html", "年度.html", "000_总目录.html")

FAULTS = """() => {
  const faults = [];
  if (document.documentElement.lang !== 'zh-CN') faults.push('lang');
  if (document.querySelectorAll('h1').length !== 1) faults.push('h1');
  if (document.querySelectorAll('main').length !== 1) faults.push('main');
  const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1]);
  levels.forEach((level, i) => { if (i && level > levels[i - 1] + 1) faults.push('heading ' + i); });
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  if (new Set(ids).size !== ids.length) faults.push('double id');
  document.querySelectorAll('input,select,textarea').forEach(e => { if (!e.labels.length) faults.push('label'); });
  document.querySelectorAll('a[href],button').forEach(e => {
    if (!e.hidden && !(e.textContent.trim() || e.getAttribute('aria-label'))) faults.push('nameless ' + e.outerHTML);
  });
  document.querySelectorAll('img').forEach(e => { if (!e.alt) faults.push('alt'); });
  document.querySelectorAll('table').forEach(t => { if (!t.querySelector('th[scope]')) faults.push('th'); });
  const light = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255).map(x => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const ground = e => { for (; e; e = e.parentElement) { const b = getComputedStyle(e).backgroundColor; if (!b.endsWith(', 0)') && b !== 'transparent') return b; } return 'rgb(255,255,255)'; };
  document.querySelectorAll('a,p,td,th,li,dt,dd,h1,h2,span,button').forEach(e => {
    if (e.closest('svg') || !e.textContent.trim()) return;
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faults.push('contrast ' + e.outerHTML.slice(0, 80));
  });
  return faults;
}"""


@pytest.mark.parametrize("name", PAGES)
def test_pages_have_landmarks_headings_labels_and_contrast(
    page: Page, stick: Path, troubles: list[str], name: str
) -> None:
    page.goto((stick / name).as_uri())
    assert page.evaluate(FAULTS) == []
    assert troubles == []


@pytest.mark.parametrize("name", ["检索.html", "看件.html", "index.html"])
def test_pages_fit_a_phone(page: Page, stick: Path, name: str) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto((stick / name).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.set_viewport_size({"width": 1200, "height": 800})


def test_the_keyboard_alone_is_enough_to_search(page: Page, stick: Path) -> None:
    page.goto((stick / "检索.html").as_uri())
    page.keyboard.type("快检室建设")
    page.keyboard.press("Enter")
    page.wait_for_selector("#hits li")
    page.get_by_role("link", name="会议纪要").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#said[open]")
