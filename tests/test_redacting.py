"""Personal numbers are really taken out of the dossier's copy; the original stays, and is told of."""

from __future__ import annotations

import io
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pypdf
import pytest
import typst
from PIL import Image, ImageDraw
from pypdf.annotations import FreeText

from archivist import pipeline, press, redacting
from archivist.formats import read, redact
from archivist.house import House
from archivist.model import Digest, ElementKind, Limits
from tests.conftest import ROOT
from tests.face import run_cli
from tests.papers import face

TODAY = date(2023, 3, 15)
IDENTITY, MOBILE, CARD = "11010519491231002X", "13812345678", "6222020200112230"
NAME = "区教育局/05-2_区教育局_常务会议纪要_20220315.pdf"
TWIN = "区教育局/名单.pdf"
PAPER = f"""
#set page(paper: "a4")
#set text(font: "Noto Serif CJK SC", size: 14pt)
= 关于培训人员名单的通知
参加人员：张三，身份证号 {IDENTITY}，手机 {MOBILE}。
#pagebreak()
开户行某银行，卡号 {CARD}。区市场监督管理局，二〇二二年三月十五日，以下内容应当保留，供查阅。
"""
NO_OCR = Limits(ocr_pages=0)

pytestmark = pytest.mark.skipif(bool(press.fonts().why_not), reason="no Chinese font here")


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A typeset PDF whose numbers also stand in its metadata, an attachment and a note."""
    folder = tmp_path_factory.mktemp("paper")
    (folder / "a.typ").write_text(PAPER, "utf-8")
    typst.compile(str(folder / "a.typ"), output=str(folder / "a.pdf"))
    writer = pypdf.PdfWriter(clone_from=str(folder / "a.pdf"))
    writer.add_metadata({"/Title": f"名单 {IDENTITY}"})
    writer.add_attachment("名单.txt", IDENTITY.encode())
    note = FreeText(text=f"电话 {MOBILE}", rect=(50, 50, 300, 90))
    writer.add_annotation(0, note)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def house(folder: Path, **files: bytes) -> House:
    shutil.copytree(ROOT / "rules", folder / "rules")
    settings = folder / "rules/settings.yaml"
    text = re.sub(r"ocr_pages: \d+", "ocr_pages: 0", settings.read_text("utf-8"))
    settings.write_text(text.replace("volumes: true", "volumes: false"), "utf-8")
    (folder / "inbox/区教育局").mkdir(parents=True)
    for name, data in files.items():
        (folder / "inbox" / name).write_bytes(data)
    return House(folder, TODAY, hurry=True)


def asked(here: House, *words: str) -> list[dict[str, object]]:
    return [
        json.loads(line) for line in run_cli(here.root, *words, today=TODAY).output.splitlines()
    ]


def everything(pdf: bytes) -> bytes:
    """All that is in a PDF, uncompressed, and what its pages say."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    writer = pypdf.PdfWriter(clone_from=reader)
    parts = [str(item).encode() for item in writer._objects]
    parts += [
        item.get_data()
        for item in writer._objects
        if isinstance(item, pypdf.generic.StreamObject) and item.get("/Filter") != "/DCTDecode"
    ]
    return b"\n".join([*parts, *(page.extract_text().encode() for page in reader.pages)])


def coded(number: str) -> list[bytes]:
    return [number.encode(), number.encode("utf-16-be"), number.encode("utf-16-be").hex().encode()]


def test_nothing_of_the_numbers_is_left_anywhere_in_the_copy(paper: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(paper)
    before, made = everything(paper), redact(tmp_path / "a.pdf", "pdf", NO_OCR)
    assert IDENTITY.encode() in before
    assert (made.count, made.why_not) == (3, "")
    after = everything(made.content)
    for number in (IDENTITY, MOBILE, CARD):
        assert [form for form in coded(number) if form in after] == []
    copy = pypdf.PdfReader(io.BytesIO(made.content))
    assert "以下内容应当保留" in copy.pages[1].extract_text()
    assert not copy.attachments
    assert "/Title" not in (copy.metadata or {})


def test_the_numbers_are_black_in_the_pixels_themselves(paper: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(paper)
    made = redact(tmp_path / "a.pdf", "pdf", NO_OCR)
    picture = pypdf.PdfReader(io.BytesIO(made.content)).pages[1].images[0].image
    assert picture
    grey = picture.convert("L")
    rows = [grey.crop((0, y, grey.width, y + 1)).histogram()[:16] for y in range(grey.height)]
    assert max(map(sum, rows)) > 250  # a bar as wide as sixteen digits


def test_the_dossier_holds_the_copy_and_the_archive_the_original(
    paper: bytes, tmp_path: Path
) -> None:
    here = house(tmp_path, **{NAME: paper, TWIN: paper})
    pipeline.build(here)
    (before,) = [r for r in asked(here, "list", "--json") if r["name"] == NAME]
    assert "Y23" in str(before["findings"])
    told = run_cli(here.root, "redact", NAME, "--by", "张三", "--why", "公示前", today=TODAY)
    assert "去除 3 处" in told.output
    pipeline.build(here)
    records = [r for r in asked(here, "list", "--json") if r["digest"] != before["digest"]]
    assert {r["name"] for r in records} == {NAME, TWIN}
    assert {r["redacted_from"] for r in records} == {before["digest"]}
    assert all("Y23" not in str(r["findings"]) for r in records)
    assert (before["point"], before["unit"]) == (records[0]["point"], records[0]["unit"])
    assert pipeline.look(here).boxes[0].pieces[0].note == "脱敏件"
    pdfs = [
        p.read_bytes()
        for p in here.dossier.rglob("*.pdf")
        if not p.name.startswith(("0000", "9999"))
    ]
    assert not any(form in everything(pdf) for pdf in pdfs for form in coded(IDENTITY))
    digest = Digest(str(before["digest"]))
    assert (here.archive / "blobs" / digest[:2] / digest).read_bytes() == paper
    table = (here.dossier / "脱敏件对照表.tsv").read_text("utf-8-sig")
    assert digest in table
    assert "公示前" in table
    assert "脱敏件对照表.tsv" in (here.dossier / "manifest-sha256.txt").read_text("utf-8")
    sheet = next(here.dossier.rglob("9999_备考表.pdf"))
    said = "".join(page.extract_text() for page in pypdf.PdfReader(sheet).pages)
    assert "件号 0001 为脱敏件" in re.sub(r"\s+", " ", said)
    assert pipeline.verify(here).flaws == ()
    back = run_cli(
        here.root, "redact", NAME, "--undo", "--by", "李四", "--why", "误操作", today=TODAY
    )
    assert "已恢复为原件" in back.output
    pipeline.build(here)
    (again,) = [r for r in asked(here, "list", "--json") if r["state"] == "placed"]
    assert (again["digest"], again["redacted_from"]) == (digest, "")


def specimen(name: str) -> bytes:
    """A file of the specimens, or a grey picture."""
    if name:
        return (ROOT / "tests/specimens" / name).read_bytes()
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "grey").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("区教育局/05-2_名单.docx", "docx.docx", "DOCX 格式，不能脱敏"),
        ("区教育局/05-2_名单.pdf", "pdf.pdf", "没有找到可以脱去的号码"),
        ("区教育局/05-2_照片.png", "", "文字识别（OCR）已在设置中关闭"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    tmp_path: Path, name: str, data: str, sentence: str
) -> None:
    here = house(tmp_path, **{name: specimen(data)})
    pipeline.take(here)
    before = asked(here, "list", "--json")
    done = run_cli(here.root, "redact", name, "--by", "张三", "--why", "公示", today=TODAY)
    assert sentence in str(done.exception)
    assert asked(here, "list", "--json") == before


def test_numbers_on_a_picture_are_found_by_ocr_and_painted_out(tmp_path: Path) -> None:
    picture = Image.new("RGB", (1240, 700), "white")
    ink = face(36)
    brush = ImageDraw.Draw(picture)
    brush.text((80, 100), "从业人员健康证明登记", font=ink, fill="black")
    brush.text((80, 220), f"身份证号 {IDENTITY} 姓名 张三", font=ink, fill="black")
    exif = Image.Exif()
    exif[0x010E] = f"名单 {IDENTITY}"
    picture.save(tmp_path / "a.jpg", quality=90, exif=exif)
    limits = Limits()
    found = read(tmp_path / "a.jpg", Digest("0" * 64), tmp_path / "s", limits).reading
    assert found.first(ElementKind.PERSONAL)
    made = redact(tmp_path / "a.jpg", "jpeg", limits)
    assert made.count == 1
    (tmp_path / "b.jpg").write_bytes(made.content)
    again = read(tmp_path / "b.jpg", Digest("1" * 64), tmp_path / "s", limits)
    assert again.reading.first(ElementKind.PERSONAL) is None
    assert "从业人员" in again.text
    assert IDENTITY.encode() not in made.content
    with Image.open(tmp_path / "b.jpg") as copy:
        assert not copy.getexif()


def test_a_telephones_photo_becomes_a_jpeg_without_the_number(tmp_path: Path) -> None:
    """The specimen is one picture coded by x265 in a container of the least boxes."""
    photo = ROOT / "tests/specimens/redacting/identity.heic"
    found = read(photo, Digest("0" * 64), tmp_path / "s", Limits())
    assert found.reading.format == "heic"
    assert found.reading.first(ElementKind.PERSONAL)
    made = redact(photo, "heic", Limits())
    assert (made.count, made.why_not, made.content[:3]) == (1, "", b"\xff\xd8\xff")
    (tmp_path / "b").write_bytes(made.content)
    again = read(tmp_path / "b", Digest("1" * 64), tmp_path / "t", Limits())
    assert again.reading.first(ElementKind.PERSONAL) is None
    assert "健康证明" in again.text


def test_of_a_photo_with_pictures_behind_it_only_the_shown_one_is_kept(tmp_path: Path) -> None:
    shown, behind = (Image.new("RGB", (900, 600), colour) for colour in ("white", "black"))
    ImageDraw.Draw(shown).text((60, 100), f"身份证号 {IDENTITY}", font=face(36), fill="black")
    shown.save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=[behind])
    made = redact(tmp_path / "a.jpg", "jpeg", Limits())
    assert made.count == 1
    with Image.open(io.BytesIO(made.content)) as copy:
        assert getattr(copy, "n_frames", 1) == 1


def test_a_failed_redaction_shows_a_clerk_no_exception() -> None:
    job = redacting._Job(Path("x"), "png", Path("y"), Limits())
    assert redacting._failed(job, "KeyError: 'MPO'").why_not == (
        "处理该文件时程序出错或超过时限，脱敏没有完成。"
    )
