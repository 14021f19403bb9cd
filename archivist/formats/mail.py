"""Reads EML and MHT: headers and body as text, attachments as members; GB 2312 is read as GB 18030."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from mimetypes import guess_extension
from typing import cast

from archivist.formats import troubles
from archivist.formats.letters import decode, encoding
from archivist.formats.registry import Found, Source, reads
from archivist.formats.text import chinese, page, strip
from archivist.formats.unpack import Entry, held, unpack

_SHOWN = (
    ("Subject", "主题"),
    ("From", "发件人"),
    ("To", "收件人"),
    ("Cc", "抄送"),
    ("Date", "日期"),
)
_MAIL_BYTES = 512 * 2**20


@reads("eml", version=2)
def eml(source: Source) -> Found:
    """Headers a reader sees, the body, and every attachment as a member."""
    message = _message(source)
    head = [f"{label}：{value}" for key, label in _SHOWN if (value := _header(message, key))]
    found = unpack(source, _attachments(message))
    body = _body(message)
    return Found(
        text="\n".join(head) + "\n\n" + body if body else "\n".join(head),
        created=_date(message),
        facts=_facts(message) + found.facts,
        problems=found.problems if head or body else (*found.problems, troubles.BLANK),
        members=found.members,
    )


@reads("mht", version=1)
def mht(source: Source) -> Found:
    """A saved web page: its text; the pictures and styles beside it belong to the page."""
    message = _message(source)
    parts = [part for part in message.walk() if not part.is_multipart()]
    page_part = next((p for p in parts if p.get_content_type() == "text/html"), None)
    body = _text(page_part) if page_part else _body(message)
    title = _header(message, "Subject") or (_title(page_part) if page_part else "")
    return Found(
        text=body,
        created=_date(message),
        facts=((("title", title),) if title else ()) + (("parts", str(len(parts))),),
        problems=() if body.strip() else (troubles.BLANK,),
    )


def _title(part: Message) -> str:
    return strip(page(_payload(part), str(part.get_param("charset") or ""))[0])[1]


def _message(source: Source) -> Message:
    with source.path.open("rb") as file:
        data = file.read(_MAIL_BYTES)
    if encoding(data).startswith("utf-16"):
        data = decode(data)[0].encode("utf-8", "replace")
    return email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)


def _facts(message: Message) -> tuple[tuple[str, str], ...]:
    named = (("title", "Subject"), ("author", "From"), ("message id", "Message-ID"))
    return tuple((name, value) for name, key in named if (value := _header(message, key)))


def _header(message: Message, key: str) -> str:
    """A header with its encoded words; raw eight-bit headers are decoded like text."""
    raw = message.get(key)
    if raw is None:
        return ""
    pieces = []
    try:
        words = decode_header(raw)
    except (ValueError, email.errors.HeaderParseError):
        words = [(str(raw), None)]
    for word, charset in words:
        if isinstance(word, str):
            pieces.append(decode(word.encode("ascii", "surrogateescape"))[0])
        elif charset is None or charset == "unknown-8bit":
            pieces.append(decode(word)[0])
        else:
            pieces.append(_decoded(word, charset))
    return " ".join("".join(pieces).split())


def _decoded(data: bytes, charset: str) -> str:
    try:
        return data.decode(chinese(charset))
    except (LookupError, UnicodeDecodeError):
        return decode(data)[0]


def _date(message: Message) -> str:
    moment = _moment(message)
    return moment.isoformat() if moment else ""


def _moment(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", "")))
    except (ValueError, TypeError, IndexError):
        return None


def _body(message: Message) -> str:
    """Plain parts; where there is none, the HTML ones without their tags."""
    parts = [p for p in message.walk() if not p.is_multipart() and not _attached(p)]
    plain = [
        text for p in parts if p.get_content_type() == "text/plain" and (text := _text(p)).strip()
    ]
    if plain:
        return "\n".join(plain)
    return "\n".join(
        text for p in parts if p.get_content_type() == "text/html" and (text := _text(p))
    )


def _text(part: Message) -> str:
    data = _payload(part)
    label = str(part.get_param("charset") or "")
    if part.get_content_type() == "text/html":
        return strip(page(data, label)[0])[0]
    text = _decoded(data, label) if label else decode(data)[0]
    return text.replace("\r\n", "\n").rstrip()


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _attached(part: Message) -> bool:
    kind = part.get_content_maintype()
    return (
        part.get_content_disposition() == "attachment"
        or bool(_name(part))
        or kind not in {"text", "multipart"}
    )


def _name(part: Message) -> str:
    raw = part.get_param("filename", None, "content-disposition") or part.get_param("name", None)
    if isinstance(raw, tuple):  # RFC 2231
        return _decoded(raw[2].encode("latin-1", "replace"), raw[0] or "utf-8")
    if not raw:
        return ""
    holder = Message()
    holder["X"] = re.sub(r"\s+", " ", raw)
    return _header(holder, "X")


def _attachments(message: Message) -> Iterator[Entry]:
    moment = _moment(message)
    modified = moment.astimezone(UTC) if moment and moment.tzinfo else None
    for number, part in enumerate(_leaves(message), 1):
        data = part.get_payload(0).as_bytes() if _is_mail(part) else _payload(part)  # type: ignore[union-attr]
        yield held(_name(part) or f"附件{number}{_ending(part)}", data, modified)


def _ending(part: Message) -> str:
    """The ending of an attachment without a name, by its declared kind, so that it opens."""
    return ".eml" if _is_mail(part) else guess_extension(part.get_content_type()) or ""


def _leaves(message: Message) -> Iterator[Message]:
    """Attachments, an attached mail as one piece."""
    if _is_mail(message) or not message.is_multipart():
        if _is_mail(message) or _attached(message):
            yield message
        return
    for part in cast("list[Message]", message.get_payload()):
        yield from _leaves(part)


def _is_mail(part: Message) -> bool:
    return part.get_content_type() == "message/rfc822" and part.is_multipart()
