"""Reads PDF through PDFium: text per page, locks, claims, signatures; damage is healed for reading only."""

from __future__ import annotations

import ctypes
import mmap
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archivist.formats import troubles
from archivist.formats.registry import Found, Source, reads
from archivist.model import Problem, Trouble

if TYPE_CHECKING:
    from pathlib import Path

    import pypdfium2

_INFO = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "Keywords": "keywords",
    "Creator": "application",
    "Producer": "producer",
}
_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+\-Z])(\d\d)?'?(\d\d)?)?"
)
_CLAIM = re.compile(
    rb"pdfaid:part\s*(?:=\s*[\"']|>)\s*(\d).{0,400}?pdfaid:conformance\s*(?:=\s*[\"']|>)\s*([A-Za-z])?",
    re.DOTALL,
)
_XMP_DATE = re.compile(rb"xmp:CreateDate\s*(?:=\s*[\"']|>)\s*([0-9T:+\-Z.]+)")
_GARBAGE = 0.2
_LOOKED_AT = 1000
_PASSWORD_ERROR = 4
_PERMISSIONS = ((4, "修改"), (16, "复制"), (2048 | 4, "打印"))


@reads("pdf", version=1)
def pdf(source: Source) -> Found:
    """Text of every page; pages that are only pictures are named, for no OCR stood behind this."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.path)
    except pypdfium2.PdfiumError as error:
        locked = (
            getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower()
        )
        return Found(
            problems=(troubles.ENCRYPTED if locked else troubles.damaged("PDF 结构无法恢复"),)
        )
    try:
        return _read(source, document)
    finally:
        document.close()


def _read(source: Source, document: pypdfium2.PdfDocument) -> Found:
    count = len(document)
    pages = _pages(document, min(count, source.limits.pages), source.limits.text_chars)
    raw = _raw(source.path)
    info = {key: " ".join(value.split()) for key, value in document.get_metadata_dict().items()}
    facts = [(name, info[key]) for key, name in _INFO.items() if info.get(key)]
    facts += raw.facts
    facts += _signatures(document) + _shape(document, count)
    return Found(
        text="\f".join(page.text for page in pages),
        pages=count,
        created=iso(info.get("CreationDate", "")) or raw.created,
        facts=tuple(facts),
        problems=(
            *_problems(pages, count),
            *_locks(document),
            *raw.problems,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    text: str
    state: str
    """"text", "blank" (nothing drawn), "picture" (no text), "garbage" (no Unicode) or "broken"."""


def _pages(document: pypdfium2.PdfDocument, count: int, room: int) -> list[_Page]:
    pages = []
    for number in range(1, count + 1):
        page = _page(document, number)
        pages.append(page)
        room -= len(page.text)
        if room < 0:
            break
    return pages


def _page(document: pypdfium2.PdfDocument, number: int) -> _Page:
    import pypdfium2

    try:
        page = document[number - 1]
        layer = page.get_textpage()
        text = layer.get_text_range() if layer.count_chars() else ""
        drawn = _drawn(page, bool(text))
        layer.close()
        page.close()
    except pypdfium2.PdfiumError:
        return _Page(number, "", "broken")
    text = _cleaned(text)
    if not text.strip():
        return _Page(number, "", "picture" if drawn else "blank")
    return _Page(number, "", "garbage") if _garbled(text) else _Page(number, text, "text")


def _drawn(page: pypdfium2.PdfPage, spaced: bool) -> bool:  # noqa: FBT001 - a fact about the page
    """Whether something shows: pictures, paths, or text whose characters are all unknown."""
    import pypdfium2

    raw = pypdfium2.raw
    objects = min(raw.FPDFPage_CountObjects(page), _LOOKED_AT)
    kinds = {raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, i)) for i in range(objects)}
    return bool(kinds - {raw.FPDF_PAGEOBJ_TEXT}) if spaced else bool(kinds)


def _cleaned(text: str) -> str:
    """Lines end with a plain newline; PDFium's mark for a hyphen at a line's end joins the halves."""
    text = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe\n", "").replace("\f", "\n")
    )
    return unicodedata.normalize("NFC", text).replace("\ufffe", "").replace("\x02", "-").rstrip()


def _garbled(text: str) -> bool:
    """Whether the font hides what its glyphs mean: control and private characters, no words."""
    shown = [char for char in text if not char.isspace()]
    bad = sum(
        char == "\ufffd" or unicodedata.category(char) in {"Cc", "Co", "Cn"} for char in shown
    )
    return bad > _GARBAGE * len(shown)


def _problems(pages: list[_Page], count: int) -> list[Problem]:
    problems = []
    if count == 0:
        return [troubles.damaged("没有任何页面")]
    if (left := count - len(pages)) > 0:
        problems.append(troubles.pages_left(len(pages), left))
    by = {
        state: [p.number for p in pages if p.state == state]
        for state in ("picture", "garbage", "broken")
    }
    unread = sorted(by["picture"] + by["garbage"])
    if unread and not any(page.text for page in pages):
        problems.append(troubles.SCANNED)
    elif unread:
        problems.append(troubles.scanned_pages(unread))
    elif not any(page.text for page in pages) and not by["broken"]:
        problems.append(troubles.BLANK)
    if by["garbage"]:
        problems.append(troubles.garbled_pages(by["garbage"]))
    if by["broken"]:
        problems.append(troubles.partial(f"第 {troubles.numbers(by['broken'])} 页已损坏，无法读取"))
    return problems


def _locks(document: pypdfium2.PdfDocument) -> list[Problem]:
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


def _signatures(document: pypdfium2.PdfDocument) -> list[tuple[str, str]]:
    import pypdfium2

    raw = pypdfium2.raw
    count = raw.FPDF_GetSignatureCount(document)
    facts = [("signatures", str(count))] if count > 0 else []
    for index in range(max(0, count)):
        signature = raw.FPDF_GetSignatureObject(document, index)
        time = _string(raw.FPDFSignatureObj_GetTime, signature)
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


def _shape(document: pypdfium2.PdfDocument, count: int) -> list[tuple[str, str]]:
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
class _Raw:
    """What only the bytes themselves say."""

    facts: list[tuple[str, str]]
    created: str
    problems: tuple[Problem, ...]


def _raw(path: Path) -> _Raw:
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
        problems = () if _sound(data) else (troubles.REPAIRED,)
    return _Raw(facts, dated[1].decode() if dated else "", problems)


def _sound(data: mmap.mmap) -> bool:
    """Whether the last ``startxref`` points to a cross-reference table or stream."""
    at = data.rfind(b"startxref")
    match = re.compile(rb"startxref\s+(\d{1,12})").match(data, at) if at >= 0 else None
    if not match:
        return False
    header = max(0, data.find(b"%PDF-", 0, 1100))
    for start in (int(match[1]), int(match[1]) + header):
        if re.match(rb"\s*(xref|\d+\s+\d+\s+obj)", data[start : start + 40]):
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
