"""What outside programs add, and that the program works and tells the truth without them."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from archivist.formats import libreoffice, outside
from archivist.formats.registry import Format, Source
from archivist.model import Digest, Limits, Trouble

SPECIMENS = Path(__file__).parent / "specimens"
DIGEST = Digest("0" * 64)

needs_office = pytest.mark.skipif(not libreoffice.program(), reason="LibreOffice is not installed")


def _source(name: str, ending: str, spool: Path) -> Source:
    kind = Format(ending, "", "", (ending,))
    return Source(SPECIMENS / name, DIGEST, kind, spool, Limits())


@needs_office
def test_libreoffice_gives_the_text_by_way_of_pdf(tmp_path: Path) -> None:
    found = libreoffice.through(_source("rtf.rtf", "rtf", tmp_path), "RTF")
    assert "食品安全" in found.text
    assert ("read through", "LibreOffice") in found.facts


@needs_office
def test_gibberish_made_of_rubbish_is_no_text(tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish"
    rubbish.write_bytes(b"")
    source = replace(_source("rtf.rtf", "vsd", tmp_path), path=rubbish)
    [problem] = libreoffice.through(source, "VSD").problems
    assert problem.trouble is Trouble.PARTIAL
    assert "LibreOffice 未能转换" in problem.message


@needs_office
@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
def test_a_conversion_out_of_time_is_ended_with_all_it_started(tmp_path: Path) -> None:
    import psutil

    source = replace(_source("rtf.rtf", "rtf", tmp_path), limits=Limits(seconds=1))
    start = time.monotonic()
    found = libreoffice.through(source, "RTF")
    assert time.monotonic() - start < 10
    assert found.text == ""
    left = [p for p in psutil.Process().children(recursive=True) if p.status() != "zombie"]
    assert [p for p in left if "soffice" in " ".join(p.cmdline())] == []


def test_without_libreoffice_the_remedy_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "")
    [problem] = libreoffice.through(_source("rtf.rtf", "vsd", tmp_path), "VSD").problems
    assert problem.trouble is Trouble.NO_READER
    assert "安装 LibreOffice" in problem.mend


def test_everything_outside_is_probed_and_says_what_it_adds() -> None:
    found = outside.probed()
    names = [probe.name for probe in found]
    for wanted in ("OCR", "PyAV", "pi-heif", "py7zr", "unar", "LibreOffice", "ClamAV"):
        assert any(wanted in name for name in names), wanted
    assert all(probe.adds and (probe.found or probe.mend) for probe in found)
