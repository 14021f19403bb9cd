"""Which pieces are copies without personal data, and of which original: a table beside the manifest."""

from __future__ import annotations

from collections.abc import Iterator

from archivist.dossier.pages import printable
from archivist.dossier.site import Site
from archivist.model import Leaf

REDACTED = "脱敏件对照表.tsv"
_COLUMNS = (
    "盒号",
    "件号",
    "文件",
    "脱敏件SHA-256",
    "原件SHA-256",
    "去除处数",
    "未识读图片的页",
    "处理人",
    "处理时间（UTC）",
    "理由",
)


def redacted(site: Site) -> Iterator[Leaf]:
    """Nothing where nothing was redacted; tabs and breaks of people's words become blanks."""
    rows = [
        (
            box.number,
            each.call,
            f"{box.folder}/{each.file}",
            word.copy,
            word.original,
            str(word.count),
            word.unseen,
            word.by,
            f"{word.at:%Y-%m-%d %H:%M}",
            word.why,
        )
        for box in site.archive.boxes
        for _, each in box.files
        if (word := each.document.redaction)
    ]
    if rows:
        lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in (_COLUMNS, *rows))
        yield Leaf(REDACTED, printable("\r\n".join((*lines, ""))).encode("utf-8-sig"))
