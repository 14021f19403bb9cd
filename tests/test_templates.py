"""A city's own templates: they replace the shipped ones, and their mistakes are told with their line."""

from __future__ import annotations

import io
import zipfile
from importlib import resources
from pathlib import Path

import pypdf
import pytest

from archivist import dossier, pipeline, press, replacing, rules
from archivist.house import House, found
from archivist.model import RulesError
from tests.dossiers import archive, document

COVER = (
    resources.files("archivist.dossier").joinpath("templates/word/cover.xml.j2").read_text("utf-8")
)
PRINTED = resources.files("archivist.press").joinpath("templates/cover.typ").read_text("utf-8")
POINT = resources.files("archivist.dossier").joinpath("templates/point.html.j2").read_text("utf-8")


def put(root: Path, name: str, text: str) -> Path:
    place = root / "templates" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")
    return root / "templates"


def told(folder: Path) -> list[str]:
    return [str(mistake) for mistake in replacing.mistakes(folder)]


def test_a_workspace_without_templates_replaces_nothing(tmp_path: Path) -> None:
    assert replacing.load(tmp_path / "templates").digest == ""


def test_shipped_templates_pass_their_own_check(tmp_path: Path) -> None:
    for room, below in (("archivist.dossier", ""), ("archivist.press", "print/")):
        shelf = resources.files(room).joinpath("templates")
        for each in shelf.iterdir():
            if each.name.endswith((".j2", ".typ")):
                put(tmp_path, below + each.name, each.read_text("utf-8"))
        for each in shelf.joinpath("word").iterdir() if not below else ():
            put(tmp_path, f"word/{each.name}", each.read_text("utf-8"))
    assert told(tmp_path / "templates") == []


def test_every_mistake_is_told_with_file_line_and_a_suggestion(tmp_path: Path) -> None:
    put(tmp_path, "word/covr.xml.j2", "x")
    put(tmp_path, "word/cover.xml.j2", COVER.replace("form.fonds", "fomr.fonds"))
    put(
        tmp_path,
        "point.html.j2",
        "{% block main %}\n{{ point.title | lnik(page) }}\n{% endblock %}",
    )
    put(tmp_path, "index.html.j2", "一\n二 {% if x %}\n")
    put(tmp_path, "print/cover.typ", "#set text(10pt)\n#let a = (\n")
    put(tmp_path, "print/labels.typst", "")
    (tmp_path / "templates" / "years.html.j2").write_bytes("年度".encode("gb18030"))
    lines = told(tmp_path / "templates")
    line = next(n for n, text in enumerate(COVER.splitlines(), 1) if "form.fonds" in text)
    assert (
        f"templates/word/cover.xml.j2:{line}: 模板里没有“fomr”可用。您是不是想写“form”？" in lines
    )
    assert (
        "templates/word/covr.xml.j2:1: 没有名为“word/covr.xml.j2”的模板可以替换。您是不是想写“word/cover.xml.j2”？"
        in lines
    )
    assert "templates/point.html.j2:2: 没有名为“lnik”的过滤器。您是不是想写“link”？" in lines
    assert (
        "templates/print/labels.typst:1: 没有名为“labels.typst”的排版模板可以替换。您是不是想写“labels.typ”？"
        in lines
    )
    assert any(text.startswith("templates/index.html.j2:2: 模板写法有误") for text in lines)
    assert any(text.startswith("templates/print/cover.typ:2: 排版模板写法有误") for text in lines)
    assert "templates/years.html.j2:1: 读不了，请存为 UTF-8 编码的文本。" in lines
    assert len(lines) == 7


def small(root: Path) -> House:
    pack = rules.pack()
    found(root, pack)
    (root / "inbox" / "05-2 常务会议纪要20220315.txt").write_text("常务会议纪要。", "utf-8")
    from datetime import date

    return House(root, date(2023, 3, 15), hands=0, hurry=True)


def test_a_replaced_cover_is_on_paper_and_rebuilt_when_it_changes(tmp_path: Path) -> None:
    house = small(tmp_path)
    assert pipeline.build(house).written
    put(tmp_path, "word/cover.xml.j2", COVER.replace("form.standard", '"本市档案馆监制"'))
    put(tmp_path, "print/cover.typ", PRINTED.replace("d.standard", '"本市档案馆监制"'))
    built = pipeline.build(house)
    assert 0 < built.written < 40
    (word,) = house.dossier.rglob("0000_盒封面与盒脊.docx")
    with zipfile.ZipFile(io.BytesIO(word.read_bytes())) as package:
        assert "本市档案馆监制" in package.read("word/document.xml").decode()
    if not press.fonts().why_not:
        (paper,) = house.dossier.rglob("0000_盒封面.pdf")
        assert "本市档案馆监制" in pypdf.PdfReader(paper).pages[0].extract_text().replace(" ", "")
    assert pipeline.build(house).written == 0
    (tmp_path / "templates" / "word" / "cover.xml.j2").unlink()
    assert pipeline.build(house).written


def test_what_only_filling_shows_is_told_with_its_line_and_the_old_dossier_stands(
    tmp_path: Path,
) -> None:
    house = small(tmp_path)
    pipeline.build(house)
    before = (house.dossier / "manifest-sha256.txt").read_bytes()
    put(tmp_path, "point.html.j2", POINT.replace("point.text", "point.txet"))
    line = next(n for n, text in enumerate(POINT.splitlines(), 1) if "point.text" in text)
    with pytest.raises(RulesError, match=rf"templates/point\.html\.j2:{line}: "):
        pipeline.build(house)
    assert (house.dossier / "manifest-sha256.txt").read_bytes() == before


@pytest.mark.skipif(bool(press.fonts().why_not), reason="fonts")
def test_a_printed_form_that_names_what_it_is_not_given_is_told_with_its_line(
    tmp_path: Path,
) -> None:
    house = small(tmp_path)
    put(tmp_path, "print/cover.typ", PRINTED.replace("d.point", "d.pont"))
    line = next(n for n, text in enumerate(PRINTED.splitlines(), 1) if "d.point" in text)
    with pytest.raises(RulesError, match=rf"templates/print/cover\.typ:{line}: "):
        pipeline.build(house)


def test_a_word_part_that_is_no_xml_is_told() -> None:
    broken = (("word/cover.xml.j2", COVER.replace("</w:body>", "")),)
    with (
        dossier.dressed(broken),
        pytest.raises(RulesError, match=r"templates/word/cover\.xml\.j2:1: "),
    ):
        list(dossier.leaves(archive((document("a.pdf"),))))
