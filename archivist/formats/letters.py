"""Text or not, in which encoding, and which kind of text."""

from __future__ import annotations

import codecs
import json
import re
from collections import Counter
from functools import cache

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_GUESSES = ("gb18030", "big5", "utf-16-le", "utf-16-be")
_SAMPLE = 16_384
_LINK = re.compile(r"^\[InternetShortcut\]$", re.MULTILINE)
_SURE = 0.5
_FEW = 0.02
_MOST = 0.8


@cache
def _common() -> frozenset[str]:
    """The 3,755 Hanzi of GB 2312 level 1, which make up nearly all of running text."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return frozenset(char for row in rows for char in row.decode("gb2312", "ignore"))


@cache
def _common_traditional() -> frozenset[str]:
    """The 5,401 Hanzi of Big5 level 1."""
    rows = (
        bytes((high, low))
        for high in range(0xA4, 0xC7)
        for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    )
    return frozenset(char for row in rows for char in row.decode("big5", "ignore"))


def encoding(data: bytes) -> str:
    """Name of the codec for these bytes, "" if they are not text.

    Byte order mark, then UTF-8, then the Chinese encoding in which the result looks most like
    running Chinese. Universal detectors lose on short Chinese texts.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    sample = data[:_SAMPLE]
    if _fits(sample, "utf-8") and not _controlled(sample.decode("utf-8", "ignore")):
        return "gb18030" if _only_seems_utf8(sample) else "utf-8"
    score, name = max((_score(sample, name), -i, name) for i, name in enumerate(_GUESSES))[::2]
    if score >= _SURE:
        return name
    return "" if _binary(sample) else "cp1252"


def _only_seems_utf8(sample: bytes) -> bool:
    """Whether a few common Hanzi in GB 18030 happen to be Greek or Arabic letters in UTF-8."""
    text = sample.decode("utf-8", "ignore")
    chinese = any(char >= "\u2e80" for char in text)
    return not chinese and _score(sample, "gb18030") == 1.0


def _controlled(text: str) -> bool:
    """Whether there are more control characters than slips and test strings explain."""
    return "\0" in text or len(_CONTROL.findall(text)) > len(text) * _FEW


def _fits(sample: bytes, name: str) -> bool:
    """Whether the sample decodes, a character cut off at its end excepted."""
    try:
        codecs.getincrementaldecoder(name)().decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _score(sample: bytes, name: str) -> float:
    """Share of the non-ASCII characters that are common Hanzi or Chinese punctuation."""
    wide = name.startswith("utf-16")
    if (not wide and b"\0" in sample) or not _fits(sample, name):
        return 0.0
    text = codecs.getincrementaldecoder(name)().decode(sample, final=False)
    if _controlled(text):
        return 0.0
    if wide and text.isascii() and text:
        return 1.0
    foreign = [char for char in text if ord(char) > 127]  # noqa: PLR2004 - ASCII
    if not foreign:
        return 0.0
    common = _common_traditional() if name == "big5" else _common()
    hits = sum(char in common or "　" <= char <= "】" or "！" <= char <= "～" for char in foreign)
    if wide:  # every pair of ASCII letters decodes to some Hanzi; real text has more ASCII blanks
        hits -= sum(char not in common for char in foreign)
    return hits / len(foreign)


def _binary(sample: bytes) -> bool:
    """Whether bytes in no known encoding hold too many controls to be Western text."""
    if b"\0" in sample or not sample:
        return True
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in sample)  # noqa: PLR2004 - C0
    high = sum(byte > 127 for byte in sample)  # noqa: PLR2004 - ASCII
    return controls > len(sample) * _FEW or high > len(sample) // 3


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding; never fails, the undecodable becomes U+FFFD."""
    name = encoding(data) or "utf-8"
    text = data.decode(name, "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n"), name


_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]?[^\n]*\n")
_MAIL = re.compile(
    r"^(from|to|subject|date|message-id|received|return-path|delivered-to|mime-version|x-\S+?):",
    re.IGNORECASE | re.MULTILINE,
)
_RELATED = re.compile(
    r"^content-type:\s*multipart/related|^snapshot-content-location:|^from: <saved by",
    re.IGNORECASE | re.MULTILINE,
)
_HTML = re.compile(
    r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(table|div|script|style|title|meta|h1|dl)[\s>]",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_MARKUP = re.compile(
    r"^#{1,6} \S|^```|^\s*[-*+] \[[ x]\]|\[[^\]\n]+\]\([^)\n]+\)|\*\*[^*\n]+\*\*|^\|.+\|$|^> \S",
    re.MULTILINE,
)


def in_text(head: bytes, size: int) -> str:
    """Kind of text in these first bytes of a file of ``size`` bytes, "" if it is no text."""
    name = encoding(head)
    if not name:
        return ""
    text = head.decode(name, "ignore").lstrip("\ufeff \t\r\n").replace("\r\n", "\n")
    if _controlled(text[:_SAMPLE]):
        return ""
    if _LINK.search(text[:1024]):
        return "url"
    return _markup(text) or _mail(text) or _data(text, len(head) == size) or "txt"


def _markup(text: str) -> str:
    start = text[:2048]
    if not start.startswith("<"):
        return ""
    if re.search(r"<svg[\s>]", start):
        return "svg"
    if re.match(r"<!doctype\s+html|<html", start, re.IGNORECASE):
        return "html"
    if start.startswith(("<?xml", "<?xpacket")) or re.match(
        r"<([\w.-]+:)?[\w.-]+[^>]*\sxmlns", start
    ):
        return "html" if re.search(r"<!doctype\s+html|<html[\s>]", start, re.IGNORECASE) else "xml"
    return "html" if _HTML.match(start) or _HTML.search(start) else "xml" if _tree(start) else ""


def _tree(start: str) -> bool:
    root = re.match(r"<([\w.:-]+)[^>]*>", start)
    return bool(root) and start.count("<") > 1 and bool(re.search(r"</[\w.:-]+>", start))


def _mail(text: str) -> str:
    head = text.partition("\n\n")[0][:16_384] + "\n"
    first = _HEADER.match(text)
    names = {match[1].lower() for match in _MAIL.finditer(head)}
    mime = "mime-version" in names and re.search(r"(?im)^content-type:", head)
    if not first or (len(names) < 2 and not mime):  # noqa: PLR2004 - one header line may be prose
        return ""
    return (
        "mht" if _RELATED.search(head) and ("subject" not in names or "to" not in names) else "eml"
    )


def _data(text: str, complete: bool) -> str:  # noqa: FBT001 - one fact about the text, not a mode
    if text[:1] in "{[" and text[:1] and _json(text, complete):
        return "json"
    if len(_MARKUP.findall(text)) >= 2 and _HEADING.search(text):  # noqa: PLR2004 - one may be chance
        return "md"
    return "csv" if _table(text) else ""


def _json(text: str, complete: bool) -> bool:  # noqa: FBT001 - one fact about the text, not a mode
    if not complete:
        return bool(re.match(r'[\[{]\s*("|\{|\[|-?\d|\]|\}|true|false|null)', text))
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _table(text: str) -> bool:
    """At least two lines, nearly all with the same number of the same separator."""
    lines = [line for line in text[:_SAMPLE].split("\n")[:50] if line.strip()]
    if len(text) > _SAMPLE:
        lines = lines[:-1]
    for separator in ",\t;":
        counts = Counter(re.sub(r'"[^"]*"', "", line).count(separator) for line in lines)
        number, lines_with = counts.most_common(1)[0] if counts else (0, 0)
        if number and lines_with > 1 and lines_with >= len(lines) * _MOST:
            return True
    return False
