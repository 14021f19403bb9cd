"""The dossier as a whole: byte for byte the same, closed in itself, safe and readable."""

from __future__ import annotations

import hashlib
import posixpath
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from archivist.dossier import leaves
from archivist.dossier.leaves import settled
from archivist.dossier.pages import link
from archivist.dossier.site import ROWS
from archivist.model import Archive, Due, Leaf, Problem, State, Trouble
from tests.dossiers import archive, document, finding, waiver

HOSTILE = "区教育局/<script>alert('é')</script>&amp; \"x\" \u202egpj.#1%20.pdf"


class Page(HTMLParser):
    """Links, ids, and what the accessibility rules ask for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.bare_headers = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.links += [v for k, v in attrs if k in {"href", "src"} and v is not None]
        self.ids += [v for k, v in attrs if k == "id" and v]
        self.bare_headers += tag == "th" and "scope" not in found


SCRIPTED = {"检索.html", "看件.html"}
"""The two pages that are programs; what stands behind their # is for their scripts."""


def district() -> Archive:
    documents = (
        *(
            document(
                f"区教育局/05-2_第{i}次.pdf",
                title=f"第{i}次常务会议纪要",
                number=f"青政办〔{2020 + i % 3}〕{i + 1}号",
                issuer="青山区人民政府办公室",
                date=f"{2020 + i % 3}-03-15",
                cross=("05-3",) if i == 1 else (),
            )
            for i in range(7)
        ),
        document(HOSTILE, title="<b>粗</b>&\x07\ud800", date="2021"),
        document("区教育局/录像.MP4", format="mp4", extensions=("mp4",), pages=None, date=None),
        document("区教育局/待定.pdf", state=State.OPEN),
        document("CON/坏.pdf", "01-1", state=State.UNREADABLE, unit="CON"),
        document("区教育局/重复.pdf", state=State.DUPLICATE, same_as="区教育局/05-2_第0次.pdf"),
        document("无主/x.pdf", "J1", unit=""),
    )
    findings = (
        finding(documents[0].name),
        finding(documents[2].name, waiver=waiver(documents[2].name)),
        finding(HOSTILE, message="<img src=x onerror=alert(1)>"),
        finding("05-2", "Q05", about="point", message="缺 2021"),
        finding("002-1", "Q05", about="box", message="盒", unit=""),
    )
    return archive(documents, *findings)


def contents(made: Archive) -> dict[str, bytes]:
    """Leaves by path; of an original its digest."""
    return {
        leaf.path: leaf.content if isinstance(leaf.content, bytes) else leaf.content.encode()
        for leaf in leaves(made)
    }


@pytest.fixture(scope="module")
def tree() -> dict[str, bytes]:
    return contents(district())


def html(tree: dict[str, bytes]) -> dict[str, str]:
    return {path: data.decode() for path, data in tree.items() if path.endswith(".html")}


def test_two_builds_of_the_same_archive_are_byte_identical(tree: dict[str, bytes]) -> None:
    assert contents(district()) == tree


def test_the_order_of_the_documents_changes_no_byte(tree: dict[str, bytes]) -> None:
    made = district()
    documents = list(made.documents)
    random.Random(7).shuffle(documents)
    shuffled = archive(tuple(documents), *made.verdict.findings)
    standings = {(s.point.code, s.unit): s for s in made.verdict.standings}
    assert len(standings) == len(shuffled.verdict.standings)
    other = Archive(made.plan, made.today, tuple(documents), shuffled.boxes, made.verdict)
    assert contents(other) == tree


def test_no_two_leaves_share_a_path_on_any_file_system(tree: dict[str, bytes]) -> None:
    paths = [leaf.path for leaf in leaves(district())]
    assert len({path.casefold() for path in paths}) == len(paths) == len(tree)


def test_every_link_leads_to_a_leaf_and_nothing_is_fetched_from_outside(
    tree: dict[str, bytes],
) -> None:
    pages = {path: Page(text) for path, text in html(tree).items()}
    followed = 0
    for path, page in pages.items():
        for href in page.links:
            way, _, fragment = href.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(way)))
            target = target if way else path
            assert target in tree, (path, href)
            if fragment and target not in SCRIPTED:
                assert unquote(fragment) in pages[target].ids, (path, href)
            followed += 1
    assert followed > 150


def test_no_page_names_an_outer_address_and_only_search_and_viewer_run_scripts(
    tree: dict[str, bytes],
) -> None:
    assert set(tree) >= SCRIPTED
    for path, text in html(tree).items():
        assert not re.search(r"https?:|//[a-z]|@import|url\(", text), path
        assert path in SCRIPTED or "script" not in Page(text).tags, path
        assert "img" not in Page(text).tags, path


def test_hostile_text_is_shown_and_never_obeyed(tree: dict[str, bytes]) -> None:
    for path, data in tree.items():
        assert path in SCRIPTED or b"<script>" not in data, path
        assert b"<script>alert" not in data, path
        assert b"<img" not in data, path
        assert "\u202e".encode() not in data, path
    shown = "".join(html(tree).values())
    assert "&lt;b&gt;粗&lt;/b&gt;&amp;\ufffd\ufffd" in shown


def test_every_page_has_its_landmarks_and_labelled_tables(tree: dict[str, bytes]) -> None:
    for path, text in html(tree).items():
        page = Page(text)
        assert page.tags.count("h1") == page.tags.count("main") == 1, path
        assert '<html lang="zh-CN">' in text, path
        assert 'class="skip" href="#main"' in text, path
        assert len(page.ids) == len(set(page.ids)), path
        assert page.bare_headers == 0, path
        assert page.tags.count("table") <= page.tags.count("thead"), path


def test_the_name_of_the_standard_always_says_that_it_is_reconstructed(
    tree: dict[str, bytes],
) -> None:
    for path, text in html(tree).items():
        named = re.findall(r"国家食品安全示范城市标准（2022版）(（重构）)?", text)
        assert named, path
        assert all(named), path


def test_the_manifest_comes_last_and_covers_every_other_leaf(tree: dict[str, bytes]) -> None:
    assert list(tree)[-1] == "manifest-sha256.txt"
    lines = tree["manifest-sha256.txt"].decode().splitlines()
    listed = {line[66:]: line[:64] for line in lines}
    assert list(listed) == sorted(tree.keys() - {"manifest-sha256.txt"})
    for leaf in leaves(district()):
        if leaf.path in listed and isinstance(leaf.content, bytes):
            assert listed[leaf.path] == hashlib.sha256(leaf.content).hexdigest()
        elif leaf.path in listed:
            assert listed[leaf.path] == leaf.content


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_sha256sum_accepts_the_manifest(tmp_path: Path) -> None:
    for leaf in leaves(archive(())):
        path = tmp_path / leaf.path
        path.parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(leaf.content, bytes)
        path.write_bytes(leaf.content)
    command = ["sha256sum", "--strict", "--quiet", "-c", "manifest-sha256.txt"]
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0


def test_a_point_with_many_pieces_is_told_on_several_quick_pages() -> None:
    many = tuple(
        document(f"区教育局/{i}.mp4", format="mp4", extensions=("mp4",), pages=None)
        for i in range(2 * ROWS + 1)
    )
    tree = contents(archive(many, *(finding(d.name) for d in many)))
    assert {"要点/05-2/佐证清单_2.html", "要点/05-2/佐证清单_3.html"} <= set(tree)
    assert {"报告/区教育局/问题_3.html", "报告/区教育局/已装盒材料_3.html"} <= set(tree)
    assert tree["要点/05-2/佐证清单_3.html"].count(b"<tr>") == 2
    assert "件号 0001—1001".encode() not in tree["要点/05-2.html"]


def test_the_start_page_tells_how_the_district_stands(tree: dict[str, bytes]) -> None:
    text = tree["index.html"].decode()
    assert "尚未达到合格线：还差 26.5 分，1 个否决要点尚无佐证，1 个关键项得分率不足" in text
    assert "距迎检日（2023年6月15日）还有 204 天" in text
    assert "已收文件 13 个：已装盒 10，待定 1，重复 1，无法使用 1" in text
    assert "供自查，不代表检查结果" in text


def test_a_unit_reads_what_is_missing_and_how_to_mend(tree: dict[str, bytes]) -> None:
    text = tree["报告/区教育局.html"].decode()
    assert "部分（2/3年）" in text
    assert "2021年" in text
    assert "补盖章、日期后重新提交。" in text
    assert "区教育局/待定.pdf" in text
    assert "原件已销毁，无法补日期" in text
    assert "人工豁免" in text


def test_the_district_reads_waivers_strays_and_what_awaits_a_person(
    tree: dict[str, bytes],
) -> None:
    text = tree["报告/全区.html"].decode()
    assert "原件已销毁，无法补日期" in text
    assert "李四" in text
    assert "未归到单位的问题" in text
    assert text.count("<rect") >= 4
    assert "文件名含编码 05-2" in tree["报告/待定文件.html"].decode()


def test_a_unit_named_like_a_device_has_a_page_that_windows_can_open(
    tree: dict[str, bytes],
) -> None:
    assert "报告/_CON.html" in tree


def test_a_point_says_how_each_of_its_fields_is_known(tree: dict[str, bytes]) -> None:
    text = tree["要点/05-2.html"].decode()
    assert "〔已公开〕" in text
    assert "〔推定（按总量分配）〕" in text
    assert "四川省评价细则" in text


def test_what_cannot_be_used_is_told_at_the_point_it_was_meant_for() -> None:
    locked = Problem(Trouble.ENCRYPTED, "文件设有打开密码", "请去掉密码后重新提交")
    dropped = document("区教育局/锁.pdf", state=State.UNREADABLE)
    dropped = replace(dropped, reading=replace(dropped.reading, problems=(locked,)))
    text = contents(archive((dropped,)))["要点/05-2.html"].decode()
    assert "已收到但无法使用" in text
    assert "请去掉密码后重新提交" in text


def test_an_empty_district_still_has_a_whole_dossier() -> None:
    tree = contents(archive(()))
    assert "本要点尚未收到可装盒的佐证材料" in tree["要点/05-2.html"].decode()
    assert {"index.html", "000_总目录.xlsx", "报告/全区.html", "报告/齐备报告.xlsx"} <= set(tree)


def test_links_climb_and_encode_as_a_browser_expects() -> None:
    assert link("要点/05-2.html", "报告/区.html") == "../%E8%A6%81%E7%82%B9/05-2.html"
    assert link("a/b/c d.pdf", "a/b/x.html") == "c%20d.pdf"
    assert link("a/x.html#7", "a/y.html") == "x.html#7"
    assert link("#1/回.html", "回.html") == "%231/%E5%9B%9E.html"
    assert link("a\udce9/x", "y") == "a%ED%B3%A9/x"


def test_leaves_that_are_due_keep_their_place_and_few_are_due_at_once() -> None:
    """Papers are set elsewhere while pages are written; what is held meanwhile is bounded."""
    open_now: list[str] = []
    most = 0

    def made() -> Iterator[Leaf | Due]:
        nonlocal most
        for number in range(40):
            if number % 3 == 0:
                open_now.append(f"{number}.pdf")
                yield Due(f"{number}.pdf", partial(done, f"{number}.pdf"))
            else:
                yield Leaf(f"{number}.html", b"page")
            most = max(most, len(open_now))

    def done(path: str) -> bytes:
        open_now.remove(path)
        return path.encode()

    found = list(settled(made()))
    assert [leaf.path for leaf in found] == [f"{n}.{'html' if n % 3 else 'pdf'}" for n in range(40)]
    assert all(leaf.content in (leaf.path.encode(), b"page") for leaf in found)
    assert most <= 3
