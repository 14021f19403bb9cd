"""1,253 files nobody here made: each is identified and read without a crash or a hang."""

from __future__ import annotations

import csv
import hashlib
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from archivist import formats, workers
from archivist.formats.registry import readers
from archivist.model import Digest, Limits

_ELSEWHERE = {"archivist.formats.image", "archivist.formats.media"}
"""Their readers look at pictures and play recordings; their own tests read those files."""

_OLE = {"doc", "wps", "xls", "et", "ppt", "dps", "msg", "ooxml-encrypted", "ole"}
_ZIP = {"zip", "docx", "xlsx", "xlsb", "pptx", "odt", "ods", "odp", "epub", "ofd"}

_TRUTH: dict[str, set[str]] = {
    "application/pdf": {"pdf"},
    "ole2": _OLE,
    "zip": _ZIP,
    "ooxml:?": _ZIP,
    "ooxml:xlsx": {"xlsx", "xlsb"},
    "gzip": {"gz"},
    "riff:WEBP": {"webp"},
    "riff:WAVE": {"wav"},
    "mpeg-audio?": {"mp3"},
    "OFD (GB/T 33190)": {"ofd"},
    "zip+mimetype:application/vnd.oasis.opendocument.text": {"odt"},
    "zip+mimetype:application/vnd.oasis.opendocument.spreadsheet": {"ods"},
    "ftyp:heic": {"heic"},
    "ftyp:heix": {"heic"},
    "ftyp:mif1": {"heic", "avif"},
    "ftyp:qt": {"mov"},
    "ftyp:isom": {"mp4"},
    "ftyp:mp42": {"mp4"},
    "ftyp:M4A": {"m4a"},
    "tif": {"tiff"},
    "m4v": {"mp4"},
    "asf": {"wmv", "wma"},
    "oga": {"ogg"},
    "ogv": {"ogg"},
    "mid": {"midi"},
    "jpg": {"jpeg"},
}
"""Words of the manifest → our names; a word that is our own name stands for itself."""

_PRONOM: dict[str, str] = {
    **dict.fromkeys(("14", "16", "17", "18", "19", "20", "95", "276", "354", "477"), "pdf"),
    **dict.fromkeys(("478", "479", "480"), "pdf"),
    **dict.fromkeys(("96", "97", "98", "99", "100", "102", "103", "471"), "html"),
    **dict.fromkeys(("11", "12", "13"), "png"),
    **dict.fromkeys(("41", "42", "43", "44", "645", "x390", "x391"), "jpeg"),
    **dict.fromkeys(("278", "950"), "eml"),
    **dict.fromkeys(("39", "40"), "doc"),
    **dict.fromkeys(("125", "126"), "ppt"),
    "101": "xml",
    "132": "wma",
    "133": "wmv",
    "134": "mp3",
    "199": "mp4",
    "203": "ogg",
    "353": "tiff",
    "414": "aiff",
    "483": "epub",
    "5": "avi",
    "569": "mkv",
    "573": "webm",
    "613": "rar",
    "946": "opus",
    "x263": "zip",
    "x265": "tar",
    "x266": "gz",
    "x384": "mov",
    "x430": "msg",
}
"""PRONOM number ("x" for x-fmt) → our name, for the formats the archive names."""

_QUICK = Limits(ocr_pages=0)
"""OCR costs seconds a page; it has its own tests, and here only its absence is read."""

_EXPLAINED = {
    "format-id/file-type/fixture-json.webp": "19 bytes of JSON under the ending .webp; json is right",
    "format-id/pronom-skeletons/fmt-950-signature-id-1299.eml": "one line of header words, no header",
    "format-id/pronom-skeletons/x-fmt-430-signature-id-208.msg": "an OLE magic and nothing to name it by",
    "office-mail-pdf/fake-email-utf-16.eml": "the truth took the byte order mark FF FE for MPEG sync",
    "office-mail-pdf/fake-text-utf-16.txt": "the truth took the byte order mark FF FE for MPEG sync",
    "office-mail-pdf/fake-text-utf-32.txt": "the truth took the byte order mark FF FE for MPEG sync",
    "pdf-robust/issue-148.pdf": "fuzzed bytes; the truth guessed MPEG from FF FF",
}
"""Every file named otherwise than the manifest says, and why."""


_SKELETONS = "format-id/pronom-skeletons/"
_PUIDS_EXPLAINED = {
    **dict.fromkeys(
        (
            f"{_SKELETONS}fmt-125-signature-id-171.ppt",
            f"{_SKELETONS}fmt-126-signature-id-172.ppt",
            f"{_SKELETONS}fmt-39-signature-id-128.doc",
            f"{_SKELETONS}fmt-40-signature-id-182.doc",
            f"{_SKELETONS}x-fmt-430-signature-id-208.msg",
        ),
        "without the ending only the OLE container fmt/111 is certain in a skeleton of 100 bytes",
    ),
    f"{_SKELETONS}fmt-483-signature-id-905.epub": "no directory: the container signature fails",
    f"{_SKELETONS}fmt-950-signature-id-1299.eml": "one line of header words is text to us",
}
"""Every skeleton whose PRONOM id is not the one it was made for, read without its ending."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What one file came to."""

    path: str
    format: str
    puid: str
    seconds: float
    problems: tuple[str, ...]
    whole: bool | None


def _rows(corpus: Path) -> list[dict[str, str]]:
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _look(path: str) -> _Look:
    """Read one file as a worker does: under its digest's name, without its ending."""
    data = Path(path).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        blob = Path(folder) / hashlib.sha256(data).hexdigest()
        blob.write_bytes(data)
        start = time.perf_counter()
        kind = formats.identify(blob)
        reader = readers().get(kind.name)
        if reader and reader[0].__module__ in _ELSEWHERE:
            told: tuple[str, ...] = ()
        else:
            read = formats.read(blob, Digest(blob.name), Path(folder) / "spool", _QUICK)
            told = tuple(f"{p.trouble}: {p.message}" for p in read.reading.problems)
        seconds = time.perf_counter() - start
        return _Look(path, kind.name, kind.puid, seconds, told, formats.whole(blob))


def _lost(path: str, why: str) -> _Look:
    return _Look(path, why, "", 0.0, (why,), None)


@pytest.fixture(scope="module")
def looks(corpus: Path) -> dict[str, _Look]:
    run = workers.processes(hands=2, seconds=30, memory_bytes=3 * 2**30)
    jobs = [str(corpus / row["path"]) for row in _rows(corpus)]
    return {
        Path(look.path).relative_to(corpus).as_posix(): look for look in run(_look, jobs, _lost)
    }


def _expected(truth: str) -> set[str]:
    """Our names a word of the manifest allows; empty if the archive does not name the format."""
    if truth.startswith("PRONOM "):
        number = truth.removeprefix("PRONOM ").replace("x-fmt/", "x").removeprefix("fmt/")
        return {_PRONOM[number]} if number in _PRONOM else set()
    words = [word.strip() for word in truth.split(";")]
    for word in words:
        bare = word.removeprefix("ext ").removeprefix("magika label ").removeprefix("ooxml:")
        if word in _TRUTH or bare in _TRUTH:
            return _TRUTH.get(word, _TRUTH.get(bare, set()))
        if bare in formats.kinds.KINDS:
            return {bare}
    return set()


def test_no_file_crashes_or_hangs_a_worker(looks: dict[str, _Look]) -> None:
    lost = {
        path for path, look in looks.items() if look.format in {workers.CRASHED, workers.TIMED_OUT}
    }
    assert lost == set()
    assert {path for path, look in looks.items() if look.format not in formats.kinds.KINDS} == set()


def test_no_trouble_is_a_mistake_of_ours(looks: dict[str, _Look]) -> None:
    ours = ("TypeError", "AttributeError", "NameError", "UnboundLocalError", "AssertionError")
    assert [
        look for look in looks.values() if any(n in p for n in ours for p in look.problems)
    ] == []


def test_formats_agree_with_the_manifest(corpus: Path, looks: dict[str, _Look]) -> None:
    named = {
        row["path"]: allowed for row in _rows(corpus) if (allowed := _expected(row["format_truth"]))
    }
    apart = {
        path: looks[path].format
        for path, allowed in named.items()
        if looks[path].format not in allowed
    }
    print(f"{len(named)} named, {len(apart)} apart: {1 - len(apart) / len(named):.2%} agree")  # noqa: T201 - the figures are asked for
    assert len(apart) <= 0.02 * len(named)
    assert apart.keys() == _EXPLAINED.keys()


def test_pronom_ids_agree_with_the_skeletons(corpus: Path, looks: dict[str, _Look]) -> None:
    wanted = {
        r["path"]: r["format_truth"].removeprefix("PRONOM ")
        for r in _rows(corpus)
        if r["format_truth"].startswith("PRONOM")
    }
    apart = {
        path: (puid, looks[path].puid) for path, puid in wanted.items() if looks[path].puid != puid
    }
    print(f"{len(wanted)} skeletons, {len(apart)} apart: {apart}")  # noqa: T201 - the figures are asked for
    assert apart.keys() == _PUIDS_EXPLAINED.keys()


def test_readings_per_second(looks: dict[str, _Look]) -> None:
    spent: dict[str, list[float]] = defaultdict(list)
    for look in looks.values():
        spent[look.format].append(look.seconds)
    for name, seconds in sorted(spent.items()):
        print(f"{name:16} {len(seconds):4} files {len(seconds) / sum(seconds):8.0f} per second")  # noqa: T201 - the figures are asked for
    assert sum(map(sum, spent.values())) < 300, "a hang would take longer"
