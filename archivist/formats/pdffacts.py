"""What a PDF says besides its pages: locks, signatures, claims, dates, and whether its skeleton is sound."""

from __future__ import annotations

import ctypes
import mmap
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archivist.formats import troubles
from archivist.model import Problem, Trouble

if TYPE_CHECKING:
    from pathlib import Path

    import pypdfium2

_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+\-Z])(\d\d)?'?(\d\d)?)?"
)
_CLAIM = re.compile(
    rb"pdfaid:part\s*(?:=\s*[\"']|>)\s*(\d).{0,400}?pdfaid:conformance\s*(?:=\s*[\"']|>)\s*([A-Za-z])?",
    re.DOTALL,
)
_XMP_DATE = re.compile(rb"xmp:CreateDate\s*(?:=\s*[\"']|>)\s*([0-9T:+\-Z.]+)")
_PERMISSIONS = ((8, "修改"), (16, "复制"), (4, "打印"))
"""Bits 4, 5 and 3 of ISO 32000-1 Table 22."""


_SLACK = 32


def locked(path: Path) -> bool:
    """Whether the file names a lock: pdfium keeps the error of the file before for some torn ones."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(b"/Encrypt") >= 0


def locks(document: pypdfium2.PdfDocument) -> list[Problem]:
    """What the owner's password forbids, though the file opens (ISO 32000-1 §7.6.3.2)."""
    import pypdfium2

    if pypdfium2.raw.FPDF_GetSecurityHandlerRevision(document) < 0:
        return []
    allowed = pypdfium2.raw.FPDF_GetDocPermissions(document)
    denied = [name for bits, name in _PERMISSIONS if allowed & bits != bits]
    what = f"（禁止{'、'.join(denied)}）" if denied else ""
    return [
        Problem(
            Trouble.OWNER_LOCKED,
            f"文件设有权限限制{what}，内容可以读取",
            "请提交不加限制的版本，便于长期保存",
        )
    ]


def signatures(document: pypdfium2.PdfDocument) -> list[tuple[str, str]]:
    """How many signatures there are and when they say they were made; not whether they hold."""
    import pypdfium2

    pdfium = pypdfium2.raw
    count = pdfium.FPDF_GetSignatureCount(document)
    facts = [("signatures", str(count))] if count > 0 else []
    for index in range(max(0, count)):
        signature = pdfium.FPDF_GetSignatureObject(document, index)
        time = _string(pdfium.FPDFSignatureObj_GetTime, signature)
        if time:
            facts.append(("signed at", iso(time)))
    return facts


def _string(get: object, signature: object) -> str:
    length = get(signature, None, 0)  # type: ignore[operator]
    if not length:
        return ""
    buffer = ctypes.create_string_buffer(length)
    get(signature, buffer, length)  # type: ignore[operator]
    return buffer.value.decode("ascii", "replace")


def shape(document: pypdfium2.PdfDocument, count: int) -> list[tuple[str, str]]:
    """Size of the first page and number of attachments."""
    import pypdfium2

    facts = []
    if count:
        try:
            width, height = document.get_page_size(0)
        except pypdfium2.PdfiumError:
            width = height = 0.0
        if width > 0:
            facts.append(("page size", f"{width * 25.4 / 72:.0f}x{height * 25.4 / 72:.0f} mm"))
    if attachments := pypdfium2.raw.FPDFDoc_GetAttachmentCount(document):
        facts.append(("attachments", str(attachments)))
    return facts


@dataclass(frozen=True, slots=True)
class Raw:
    """What only the bytes themselves say."""

    facts: list[tuple[str, str]]
    created: str
    problems: tuple[Problem, ...]


def raw(path: Path) -> Raw:
    """Version, PDF/A claim, XMP date and soundness, from the bytes."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        facts = []
        if match := re.compile(rb"%PDF-(\d\.\d)").search(data, 0, 1100):
            facts.append(("version", match[1].decode()))
        at = data.find(b"pdfaid:part")
        claim = _CLAIM.search(data, max(0, at - 300), at + 700) if at >= 0 else None
        if claim:
            facts.append(("pdf/a", claim[1].decode() + (claim[2] or b"").decode().lower()))
        at = data.find(b"xmp:CreateDate")
        dated = _XMP_DATE.search(data, at, at + 100) if at >= 0 else None
        created = dated[1].decode() if dated else ""
        problems = () if _sound(data) else (troubles.REPAIRED,)
    return Raw(facts, created, problems)


def _sound(data: mmap.mmap) -> bool:
    """Whether the last ``startxref`` points to a cross-reference table or stream."""
    at = data.rfind(b"startxref")
    match = re.compile(rb"startxref\s+(\d{1,12})").match(data, at) if at >= 0 else None
    if not match:
        return False
    header = max(0, data.find(b"%PDF-", 0, 1100))
    for start in (int(match[1]), int(match[1]) + header):
        near = data[
            max(0, start - _SLACK) : start + 2 * _SLACK
        ]  # line ends get converted in transit
        if re.search(rb"xref|\d+\s+\d+\s+obj", near):
            return True
    return False


def iso(value: str) -> str:
    """A PDF date (ISO 32000-1 §7.9.4) as ISO 8601 text, "" if it is none."""
    match = _DATE.match(value.strip())
    if not match or not 1 <= int(match[2] or 1) <= 12 or not 1 <= int(match[3] or 1) <= 31:  # noqa: PLR2004 - calendar
        return ""
    day = "-".join(part for part in match.group(1, 2, 3) if part)
    if not match[4]:
        return day
    clock = ":".join((match[4], match[5] or "00", match[6] or "00"))
    zone = (
        "+00:00"
        if match[7] == "Z"
        else f"{match[7]}{match[8]}:{match[9] or '00'}"
        if match[8]
        else ""
    )
    return f"{day}T{clock}{zone}"
