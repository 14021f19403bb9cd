"""Lists over the whole dossier as PDF: general catalogue, handing-over list, recordings."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence

from archivist.dossier import words
from archivist.dossier.boxes import span, total_pages
from archivist.dossier.papers import paper, recordings
from archivist.dossier.site import CATALOGUE, RECORDINGS_LIST, TRANSFER, Site
from archivist.model import Box, Digest, Leaf, Reading, Shop

_MM = 25.4 / 1440
_GIB = 2**30


def catalogue_paper(
    site: Site,
    shop: Shop,
    columns: Sequence[tuple[str, int, str]],
    rows: Sequence[tuple[str, ...]],
    sums: tuple[str, ...],
    legend: str,
) -> Iterator[Leaf]:
    """总目录 as PDF: the rows of the Word document (widths in twips)."""
    if shop.why_not:
        return
    how = {"Small": "small", "Normal": "left"}
    made = paper(
        "list",
        "总目录",
        heading="总目录",
        foot="总目录",
        left=_heading(site),
        right=_day(site),
        columns=[
            (name, round(wide * _MM, 1), how.get(style, "center")) for name, wide, style in columns
        ],
        rows=rows,
        sums=sums,
        legend=legend,
    )
    yield Leaf(f"{CATALOGUE}.pdf", shop.make(f"{CATALOGUE}.pdf", made))


def transfer_paper(site: Site, shop: Shop) -> Iterator[Leaf]:
    """移交清单: one line per box with counts and bytes, places to sign (fields of S50 and S64)."""
    if shop.why_not:
        return
    columns = (
        ("序号", 11, "center"),
        ("盒号", 17, "center"),
        ("考评要点", 15, "center"),
        ("题名", 74, "left"),
        ("责任单位", 42, "left"),
        ("年度", 26, "center"),
        ("件数", 14, "right"),
        ("页数", 15, "right"),
        ("起止件号", 24, "center"),
        ("数据量（MB）", 19, "right"),
    )
    boxes = site.archive.boxes
    rows = [_transfer_row(number, box) for number, box in enumerate(boxes, 1)]
    size = sum(map(_size, boxes))
    sums = (
        "",
        f"{len(boxes)} 盒",
        "",
        "合计",
        "",
        "",
        str(sum(len(box.pieces) for box in boxes)),
        str(sum(map(total_pages, boxes))),
        "",
        f"{size / 2**20:.1f}",
    )
    made = paper(
        "list",
        "移交清单",
        heading="档案移交清单",
        foot="移交清单",
        left=_heading(site),
        right=f"{_day(site)}　数据量 {size / _GIB:.3f} GB",
        columns=columns,
        rows=rows,
        sums=sums,
        legend="说明：数据量只计原件。每个文件的数字摘要（SHA-256）见 manifest-sha256.txt。",
        signs=("移交单位", "接收单位"),
    )
    yield Leaf(TRANSFER, shop.make(TRANSFER, made))


def _transfer_row(number: int, box: Box) -> tuple[str, ...]:
    return (
        str(number),
        box.number,
        box.category.code,
        box.category.title,
        box.category.unit,
        words.years(piece.year for piece in box.pieces),
        str(len(box.pieces)),
        str(total_pages(box)),
        span(box),
        f"{_size(box) / 2**20:.1f}",
    )


def _size(box: Box) -> int:
    return sum(each.document.arrival.size for _, each in box.files)


def recordings_paper(site: Site, shop: Shop) -> Iterator[Leaf]:
    """音像目录: sound and film of all boxes (fields of S61, technical ones ours)."""
    found = recordings(site)
    if shop.why_not or not found:
        return
    columns = (
        ("序号", 11, "center"),
        ("档号", 36, "small"),
        ("画面", 34, "center"),
        ("题名", 66, "left"),
        ("播放时间", 19, "center"),
        ("录制日期", 22, "center"),
        ("录制单位", 36, "left"),
        ("格式", 21, "small"),
        ("备注", 12, "small"),
    )
    rows = []
    for number, (piece, each) in enumerate(found, 1):
        reading = each.document.reading
        rows.append(
            (
                str(number),
                piece.code,
                _poster(shop, reading.digest),
                each.title,
                _length(reading.seconds),
                piece.date,
                piece.issuer,
                _technical(reading),
                piece.note,
            )
        )
    made = paper(
        "list",
        "音像目录",
        heading="音像档案目录",
        foot="音像目录",
        left=_heading(site),
        right=_day(site),
        columns=columns,
        rows=rows,
        legend="说明：播放时间、画面、格式由程序读出；语别和内容摘要请核听、核看后补记。",
    )
    yield Leaf(RECORDINGS_LIST, shop.make(RECORDINGS_LIST, made))


def _poster(shop: Shop, recording: Digest) -> dict[str, str] | str:
    """The poster frame for the typesetter; sound has none."""
    stills = shop.stills(recording)
    return {"still": base64.b64encode(stills[0].jpeg).decode()} if stills else ""


def _length(seconds: float | None) -> str:
    if seconds is None:
        return ""
    whole = round(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _technical(reading: Reading) -> str:
    """Container, size of the picture, codecs and bit rate, each on a line of its own."""
    facts = dict(reading.facts)
    size = f"{reading.width}×{reading.height}" if reading.width else ""
    codecs = "/".join(facts[name] for name in ("video", "audio") if name in facts)
    rate = f"{facts['bitrate']} kbit/s" if "bitrate" in facts else ""
    told = (reading.format, size, codecs if codecs != reading.format else "", rate)
    return "\n".join(filter(None, told))


def _heading(site: Site) -> str:
    settings = site.archive.plan.settings
    return f"{settings.district}　{settings.standard_shown}"


def _day(site: Site) -> str:
    return f"截至 {words.day(site.archive.today)}"
