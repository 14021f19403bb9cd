"""Reads Outlook MSG by its property streams (MS-OXMSG): what the mail says, attachments as members."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from archivist.formats import troubles
from archivist.formats.ole import codepage, opened, stream
from archivist.formats.registry import Found, Source, reads
from archivist.formats.text import page, strip
from archivist.formats.unpack import Entry, held, unpack

if TYPE_CHECKING:
    import olefile

_SHOWN = (("0037", "主题"), ("0C1A", "发件人"), ("0E04", "收件人"), ("0E03", "抄送"))
_CODEPAGES = (0x3FFD, 0x3FDE)
_TIMES = (0x0039, 0x0E06, 0x3007)
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


@reads("msg", version=1)
def msg(source: Source) -> Found:
    """Headers and body; an embedded Outlook item is named, not unpacked."""
    with opened(source) as ole:
        numbers = _numbers(stream(ole, "__properties_version1.0"))
        codec = codepage(next((numbers[key] for key in _CODEPAGES if key in numbers), 936))
        values = [(label, _text(ole, "", key, codec)) for key, label in _SHOWN]
        created = next((when for key in _TIMES if (when := _moment(numbers.get(key, 0)))), "")
        body = _text(ole, "", "1000", codec) or _html(ole)
        folders = sorted({e[0] for e in ole.listdir() if e[0].startswith("__attach_version1.0_")})
        embedded = [f for f in folders if ole.exists(f"{f}/__substg1.0_3701000D")]
        found = unpack(source, _entries(ole, folders, codec))
        locked = (
            ole.exists("__substg1.0_001A001F") and "smime" in _text(ole, "", "001A", codec).lower()
        )
    head = "\n".join(f"{label}：{value}" for label, value in values if value)
    problems = list(found.problems)
    if locked:
        problems.append(troubles.partial("邮件经过签名或加密，正文在附件中"))
    if embedded:
        problems.append(
            troubles.partial(
                f"邮件内嵌有 {len(embedded)} 个 Outlook 项目，未读取", "请另存为单独的邮件后提交"
            )
        )
    if not head and not body:
        problems.append(troubles.BLANK)
    facts = tuple(
        (name, value)
        for (_, value), name in zip(values, ("title", "author"), strict=False)
        if value
    )
    return Found(
        text=f"{head}\n\n{body}".strip(),
        created=created,
        facts=facts + found.facts,
        problems=tuple(problems),
        members=found.members,
    )


def _numbers(data: bytes) -> dict[int, int]:
    """Property id → eight bytes as a number; the top-level header has 32 bytes."""
    return {
        tag >> 16: value
        for tag, value in (
            struct.unpack_from("<I4xQ", data, at) for at in range(32, len(data) - 15, 16)
        )
    }


def _moment(ticks: int) -> str:
    try:
        moment = _EPOCH + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return ""
    return moment.isoformat(timespec="seconds") if moment.year >= 1980 else ""  # noqa: PLR2004 - before DOS


def _text(ole: olefile.OleFileIO, folder: str, key: str, codec: str) -> str:
    start = f"{folder}/__substg1.0_{key}" if folder else f"__substg1.0_{key}"
    wide = stream(ole, f"{start}001F")
    text = (
        wide.decode("utf-16-le", "replace")
        if wide
        else stream(ole, f"{start}001E").decode(codec, "replace")
    )
    return text.replace("\r\n", "\n").strip("\0 \n")


def _html(ole: olefile.OleFileIO) -> str:
    data = stream(ole, "__substg1.0_10130102", "__substg1.0_1013001E")
    return strip(page(data)[0])[0] if data else ""


def _entries(ole: olefile.OleFileIO, folders: list[str], codec: str) -> Iterator[Entry]:
    for number, folder in enumerate(folders, 1):
        name = (
            _text(ole, folder, "3707", codec)
            or _text(ole, folder, "3704", codec)
            or _text(ole, folder, "3001", codec)
        )
        place = f"{folder}/__substg1.0_37010102"
        if ole.exists(place):
            data = stream(ole, place)
            yield held(name or f"附件{number}", data, None)
