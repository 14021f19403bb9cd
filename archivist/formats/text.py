"""Reads what is text already: plain, tables, notes, and the markup languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from archivist.formats import troubles
from archivist.formats.letters import decode
from archivist.formats.registry import Found, Source, reads
from archivist.model import Problem

_TEXT_BYTES = 64 * 2**20
"""More text than this is a data dump, not a document; its beginning is read."""


@reads("txt", "csv", "md", "json", version=1)
def plain(source: Source) -> Found:
    """The text itself; ``encoding`` says how it was written."""
    data, problems = _bytes(source)
    text, encoding = decode(data)
    facts = [("encoding", encoding)]
    if "\ufffd" in text:
        problems = (*problems, troubles.partial("部分字符无法按任何编码识别"))
    if not text.strip():
        problems = (*problems, troubles.BLANK)
    return Found(text=text, facts=tuple(facts), problems=problems)


@reads("html", version=1)
def html(source: Source) -> Found:
    """Visible text of a page, table cells separated by tabs."""
    data, problems = _bytes(source)
    markup, encoding = page(data)
    text, title = strip(markup)
    if not text.strip():
        problems = (*problems, troubles.BLANK)
    facts = (("encoding", encoding), *((("title", title),) if title else ()))
    return Found(text=text, facts=facts, problems=problems)


@reads("xml", "svg", version=1)
def xml(source: Source) -> Found:
    """All character data, one piece per line."""
    from lxml import etree

    data, problems = _bytes(source)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        text, encoding = decode(data)
        mangled = troubles.partial("XML 结构有错误，按纯文本读取")
        return Found(text=text, facts=(("encoding", encoding),), problems=(*problems, mangled))
    pieces = (str(piece).strip() for piece in root.itertext())
    return Found(
        text="\n".join(piece for piece in pieces if piece),
        facts=(("root", str(etree.QName(root).localname)),),
        problems=problems,
    )


def _bytes(source: Source) -> tuple[bytes, tuple[Problem, ...]]:
    with source.path.open("rb") as file:
        data = file.read(_TEXT_BYTES + 1)
    if len(data) <= _TEXT_BYTES:
        return data, ()
    return data[:_TEXT_BYTES], (troubles.TOO_LONG,)


_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)


def page(data: bytes, label: str = "") -> tuple[str, str]:
    """Markup as text: its own charset label if it can be trusted, else by looking at the bytes."""
    text, encoding = decode(data)
    declared = _CHARSET.search(data[:4096])
    name = chinese(declared[1].decode("ascii") if declared else label)
    if encoding.startswith("utf") or not name or name.startswith("utf"):
        return text, encoding
    try:
        return data.decode(name), name
    except (LookupError, UnicodeDecodeError):
        return text, encoding


def chinese(label: str) -> str:
    """The codec to use for a charset label: GB 2312 and GBK are read as GB 18030."""
    name = label.lower().replace("_", "-").strip()
    return (
        "gb18030" if name in {"gb2312", "gbk", "x-gbk", "cp936", "gb-2312", "gb2312-80"} else name
    )


_HIDDEN = re.compile(
    r"<!--.*?-->|<(script|style|head|template)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_BREAK = re.compile(
    r"<(br|hr)\b[^>]*>|</?(p|div|tr|table|h[1-6]|li|ul|ol|section|article|blockquote|pre|title|dt"
    r"|dd|dl|header|footer|caption|figure|figcaption|main|nav|aside|form|option|body)\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z!?][^>]*>")
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title", re.DOTALL | re.IGNORECASE)


def strip(markup: str) -> tuple[str, str]:
    """Visible text and title of HTML, by substitution: no malformed page can fail."""
    title = _TITLE.search(markup)
    body = re.sub(r"[ \t\r\f\v\n]+", " ", _HIDDEN.sub(" ", markup))
    body = _TAG.sub("", _BREAK.sub("\n", _CELL.sub("\t", body)))
    lines = (unescape(line).replace("\xa0", " ").strip() for line in body.split("\n"))
    return "\n".join(_squeezed(lines)), " ".join(unescape(title[1]).split()) if title else ""


def _squeezed(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line:
            yield line
