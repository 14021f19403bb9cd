"""What the manifest of the corpus says each file is, in our words, and why some are called otherwise."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from archivist import formats

_OLE = {"doc", "wps", "xls", "et", "ppt", "dps", "msg", "ooxml-encrypted", "ole"}
_ZIP = {"zip", "docx", "xlsx", "xlsb", "pptx", "odt", "ods", "odp", "epub", "ofd"}

_TRUTH: dict[str, set[str]] = {
    "application/pdf": {"pdf"},
    "ole2": _OLE,
    "zip": _ZIP,
    "ooxml:?": _ZIP | {"thmx", "xps"},
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
    "pdf": "14 15 16 17 18 19 20 95 276 354 476 477 478 479 480 481 1129 2050",
    "html": "96 97 98 99 100 102 103 471",
    "png": "11 12 13",
    "gif": "3 4",
    "jpeg": "41 42 43 44 645 x390 x391 x398",
    "tiff": "353 155",
    "webp": "566 567 568",
    "heic": "1101",
    "bmp": "116",
    "psd": "x92",
    "ico": "x418",
    "jp2": "x392",
    "jxl": "1485",
    "eml": "278 950",
    "msg": "x430",
    "mht": "x429 424",
    "doc": "39 40 609 754",
    "docx": "412 523",
    "xls": "59 61",
    "xlsx": "214",
    "xlsb": "595",
    "ppt": "125 126 x88",
    "pptx": "215 487 629 630 632",
    "ooxml-encrypted": "494",
    "rtf": "45 53",
    "odt": "136 291 1756",
    "ods": "294",
    "txt": "x111",
    "csv": "x18",
    "xml": "101 570",
    "wma": "132",
    "wmv": "133",
    "mp3": "134",
    "mp4": "199",
    "m4a": "2094",
    "mov": "x384",
    "3gp": "357",
    "avi": "5",
    "wav": "141",
    "flac": "279",
    "flv": "x382",
    "aiff": "414",
    "amr": "356",
    "midi": "x230",
    "mkv": "569",
    "webm": "573",
    "ogg": "203 945 947",
    "opus": "946",
    "epub": "483",
    "rar": "411 613 x264",
    "7z": "484",
    "zip": "x263 x412 524 657",
    "tar": "x265",
    "gz": "x266",
    "bz2": "x268",
    "sqlite": "729",
    "dbf": "x9",
    "one": "637",
    "pst": "x249",
}
"""Our name → PRONOM numbers ("x" for x-fmt) that mean it, those the corpus holds."""

_MEANS = {
    number.replace("x", "x-fmt/") if number.startswith("x") else f"fmt/{number}": name
    for name, numbers in _PRONOM.items()
    for number in numbers.split()
}
_CONTAINERS = {"fmt/111", "x-fmt/263", "fmt/189", "x-fmt/111"}
"""OLE2, ZIP, Office Open XML, plain text: what is certain of torn parts and of CSV or JSON."""


class Standing(StrEnum):
    """How an id stands to what a file is."""

    SAME = "the id of the format"
    CONTAINER = "the id of its container only"
    NONE = "no id"
    OTHER = "the id of another format"


EXPLAINED = {
    "format-id/file-type/fixture-json.webp": "19 bytes of JSON under the ending .webp; json is right",
    "format-id/pronom-skeletons/fmt-950-signature-id-1299.eml": "one line of header words, no header",
    "office-mail-pdf/fake-email-utf-16.eml": "the truth took the byte order mark FF FE for MPEG sync",
    "office-mail-pdf/fake-text-utf-16.txt": "the truth took the byte order mark FF FE for MPEG sync",
    "office-mail-pdf/fake-text-utf-32.txt": "the truth took the byte order mark FF FE for MPEG sync",
    "pdf-robust/issue-148.pdf": "fuzzed bytes; the truth guessed MPEG from FF FF",
}
"""Every file named otherwise than the manifest says, and why."""

PUIDS_EXPLAINED = {
    "format-id/pronom-skeletons/fmt-950-signature-id-1299.eml": (
        "a skeleton with no content of the format: the words of a mail's header in one line are"
        " text to us, and text gets no id of a mail"
    ),
}
"""Every skeleton whose PRONOM id is not the one it was made for, read without its ending."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One row of the manifest: our names it allows (none: not said), the PRONOM id or ""."""

    path: str
    said: str
    formats: frozenset[str]
    puid: str
    notes: str


def truths(corpus: Path) -> list[Truth]:
    """All rows."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [
        Truth(
            row["path"],
            row["format_truth"],
            frozenset(_allowed(row["format_truth"])),
            row["format_truth"].removeprefix("PRONOM ") if "PRONOM " in row["format_truth"] else "",
            row["notes"],
        )
        for row in rows
    ]


def _allowed(truth: str) -> set[str]:
    """Our names a word of the manifest allows; empty if the archive does not name the format."""
    if truth.startswith("PRONOM "):
        name = _MEANS.get(truth.removeprefix("PRONOM "))
        return {name} if name else set()
    words = [word.strip() for word in truth.split(";")]
    for word in words:
        bare = word.removeprefix("ext ").removeprefix("magika label ").removeprefix("ooxml:")
        if word in _TRUTH or bare in _TRUTH:
            return _TRUTH.get(word, _TRUTH.get(bare, set()))
        if bare in formats.kinds.KINDS:
            return {bare}
    return set()


def standing(truth: Truth, puid: str) -> Standing:
    """How an id found stands to the formats the manifest allows."""
    if not puid:
        return Standing.NONE
    if _MEANS.get(puid) in truth.formats:
        return Standing.SAME
    return Standing.CONTAINER if puid in _CONTAINERS else Standing.OTHER
