"""A paper with a secrecy mark is set aside: by none of the ways out does anything of it leave."""

from __future__ import annotations

import io
import shutil
import sqlite3
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest

from archivist import errands, pipeline
from archivist.formats import read
from archivist.house import House
from archivist.model import Digest, Limits, State
from archivist.sample.draft import Draft, Line, Role
from archivist.sample.paper import encoded
from tests.conftest import ROOT
from tests.face import run_cli
from tests.planting import WHEN

TODAY = date(2023, 3, 15)
WORD = "青松计划"
"""Stands in the secret papers' words, in no name."""

OPEN = "区教育局/05-2_区教育局_常务会议纪要_20220315.txt"


def secret(kind: str) -> bytes:
    roles = (Role.TEXT, Role.TITLE, Role.RECEIVER, Role.TEXT, Role.SIGNER, Role.DATE)
    words = (
        "机密★5年",
        f"关于{WORD}的通知",
        "各街道办事处：",
        f"{WORD}自即日起实施。",
        f"{WORD}办公室",
        "2022年6月1日",
    )
    return encoded(Draft(f"关于{WORD}的通知", "某人", tuple(map(Line, roles, words))), kind, WHEN)


def mail() -> bytes:
    from email.message import EmailMessage

    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = "送阅", "a@example.com", "b@example.com"
    made.set_content(f"机密★5年\n关于{WORD}的通知\n{WORD}内容。\n")
    made.add_attachment(f"{WORD}附件".encode(), "text", "plain", filename="附.txt")
    return bytes(made)


def parcel() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("05-2_送阅.txt", secret("txt"))
        package.writestr("05-2_其他.txt", "公开内容，供参考。")
    return out.getvalue()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("secret")
    shutil.copytree(ROOT / "rules", folder / "rules")
    here = House(folder, TODAY, hurry=True)
    (here.inbox / "区教育局").mkdir(parents=True)
    for name, data in {
        OPEN: "常务会议纪要\n会议研究了食品安全工作。\n2022年3月15日\n".encode(),
        "区教育局/05-2_送阅件.docx": secret("docx"),
        "区教育局/05-2_送阅件.pdf": secret("pdf"),
        "区教育局/送阅件.txt": secret("txt"),
        "区教育局/送阅.eml": mail(),
        "区教育局/打包.zip": parcel(),
        "区教育局/05-2_改过的.txt": secret("txt") + b"\n",
    }.items():
        (here.inbox / name).write_bytes(data)
    pipeline.build(here)
    changed = "区教育局/05-2_改过的.txt"
    (here.inbox / changed).write_bytes("公开的新版。\n".encode())
    pipeline.build(here)
    return here


def holds(data: bytes, word: str, depth: int = 3) -> bool:
    """Whether a word stands in bytes, in any encoding, also compressed or packed."""
    forms = [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
    escaped = word.encode("unicode_escape")
    if any(form in data for form in (*forms, escaped)):
        return True
    if depth and data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return any(holds(package.read(name), word, depth - 1) for name in package.namelist())
    return depth > 0 and data.startswith(b"%PDF") and word in _text(data)


def _text(data: bytes) -> str:
    import pypdf

    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def leaking(folder: Path) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if holds(path.read_bytes(), WORD)]


def test_every_kind_of_secret_paper_is_seen_and_set_aside(house: House) -> None:
    documents = pipeline.look(house).documents
    marked = [d for d in documents if any("机密" in e.value for e in d.reading.elements)]
    assert {d.arrival.base for d in marked} == {
        "05-2_送阅件.docx",
        "05-2_送阅件.pdf",
        "送阅件.txt",
        "送阅.eml",
        "05-2_送阅.txt",
        "05-2_改过的.txt",
    }
    assert {d.state for d in marked} <= {State.REJECTED, State.SUPERSEDED, State.DUPLICATE}


def test_nothing_of_it_is_in_the_dossier_or_in_the_receipts(house: House) -> None:
    assert leaking(house.dossier) == []
    assert leaking(house.inbox) == []
    digests = {d.arrival.digest for d in pipeline.look(house).documents if not d.placement.point}
    manifest = (house.dossier / "manifest-sha256.txt").read_text("utf-8")
    assert not [digest for digest in digests if digest in manifest]


def test_nothing_of_it_is_in_packages_or_letters(house: House, tmp_path: Path) -> None:
    for form in ("bagit", "zip", "eep"):
        list(errands.export(house, form, "", "", 10**9, tmp_path / form))
    errands.mail_merge(house, tmp_path / "letters")
    errands.export_plan(house, tmp_path / "plan.xlsx")
    run_cli(house.root, "decisions", "export", str(tmp_path / "open.csv"), today=TODAY)
    assert leaking(tmp_path) == []


@pytest.mark.parametrize(
    "words",
    [
        ("list", "--json"),
        ("list",),
        ("check", "--json"),
        ("check",),
        ("report", "--json"),
        ("report", "--all"),
        ("explain", "05-2_送阅件.docx"),
        ("explain", "送阅.eml"),
        ("status",),
    ],
)
def test_no_command_tells_a_word_of_it(house: House, words: tuple[str, ...]) -> None:
    told = run_cli(house.root, *words, today=TODAY)
    assert WORD not in told.output


def test_neither_text_nor_enclosures_of_it_are_kept_beside_the_originals(house: House) -> None:
    with sqlite3.connect(house.archive / "ledger.sqlite") as book:
        texts = book.execute("SELECT packed, data FROM texts").fetchall()
        readings = book.execute("SELECT data FROM readings").fetchall()
    book.close()
    kept = [zlib.decompress(data) if packed else data for packed, data in texts]
    assert not [text for text in kept if holds(bytes(text), WORD)]
    assert not [
        row for (row,) in readings if WORD in row or WORD.encode("unicode_escape").decode() in row
    ]
    assert not [d for d in pipeline.look(house).documents if d.name.endswith("附.txt")]


def test_the_words_are_there_to_be_leaked(tmp_path: Path) -> None:
    for kind in ("docx", "pdf", "txt"):
        (tmp_path / kind).write_bytes(secret(kind))
        found = read(tmp_path / kind, Digest("0" * 64), tmp_path / "spool", Limits(ocr_pages=0))
        assert WORD in found.text
        assert holds(secret(kind), WORD)
