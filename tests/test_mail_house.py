"""Mails nobody here made, through the whole house: each with its attachments, in order, readable."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from archivist import pipeline
from archivist.house import House
from archivist.model import Document, Role, State
from tests.conftest import ROOT

MAILS = (
    "office/testEML_embedded_xhtml_and_img.eml",
    "office-mail-pdf/fake-email-image-embedded.eml",
    "office-mail-pdf/mime-attach-mp3.eml",
    "office-mail-pdf/fake-encrypted.eml",
    "office/attachment_test_msg.msg",
    "zh/office/chinese-traditional.msg",
)


@pytest.fixture(scope="module")
def built(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    root = tmp_path_factory.mktemp("mails")
    shutil.copytree(ROOT / "rules", root / "rules")
    settings = root / "rules" / "settings.yaml"
    plain = settings.read_text("utf-8").replace("ocr_pages: 300", "ocr_pages: 0")
    settings.write_text(plain.replace("volumes: true", "volumes: false"), "utf-8")
    house = House(root, date(2023, 3, 15), hurry=True)
    folder = house.inbox / "区教育局" / "05-2"
    folder.mkdir(parents=True)
    for mail in MAILS:
        shutil.copy(corpus / mail, folder)
    pipeline.build(house)
    boxed = pipeline.look(house)
    return {document.name.split("05-2/")[1]: document for document in boxed.documents}


@pytest.mark.parametrize(
    ("mail", "attached"),
    [
        ("testEML_embedded_xhtml_and_img.eml", "testimage.jpeg"),
        ("fake-email-image-embedded.eml", "unstructured_logo.png"),
    ],
)
def test_a_mail_and_its_attachment_are_one_piece(
    built: dict[str, Document], mail: str, attached: str
) -> None:
    bond = built[f"{mail}/{attached}"].bond
    assert bond
    assert bond.main.endswith(mail)
    assert bond.role is Role.ATTACHMENT
    assert built[mail].state is State.PLACED


def test_a_covering_note_lies_in_no_box_and_what_it_brought_does(
    built: dict[str, Document],
) -> None:
    assert built["mime-attach-mp3.eml"].state is State.CONTAINER
    assert built["mime-attach-mp3.eml/sample-3s.mp3"].state is State.PLACED
    assert built["attachment_test_msg.msg/test-unicode.doc"].state is State.PLACED


def test_every_mail_and_attachment_was_read_and_has_an_ending_that_opens(
    built: dict[str, Document],
) -> None:
    assert not [name for name, document in built.items() if not document.reading.format]
    assert built["chinese-traditional.msg"].reading.chars
    assert "fake-encrypted.eml/附件2.bin" in built
