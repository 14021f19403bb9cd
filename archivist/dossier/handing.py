"""Lists over the whole dossier on paper: general catalogue, handing-over list, recordings."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archivist.dossier import words
from archivist.dossier.boxes import span, total_pages
from archivist.dossier.papers import paper, recordings
from archivist.dossier.site import CATALOGUE, RECORDINGS_LIST, TRANSFER, Site
from archivist.dossier.word import docx
from archivist.model import Box, Component, Digest, Due, Leaf, Piece, Profile, Reading, Shop

_MM = 25.4 / 1440
_GIB = 2**30
_TWIPS = 14571
"""Between the margins of an A4 page on its side."""

_PICTURE = "画面"


def catalogue_paper(
    site: Site,
    shop: Shop,
    columns: Sequence[tuple[str, int, str]],
    rows: Sequence[tuple[str, ...]],
    sums: tuple[str, ...],
    legend: str,
) -> Iterator[Leaf | Due]:
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
    yield shop.leaf(f"{CATALOGUE}.pdf", made)


@dataclass(frozen=True, slots=True)
class _List:
    """A list with its columns in millimetres, and places to sign for those who sign it."""

    name: str
    heading: str
    right: str
    columns: tuple[tuple[str, int, str], ...]
    rows: tuple[tuple[object, ...], ...]
    legend: str
    sums: tuple[str, ...] | None = None
    signs: tuple[str, ...] = ()


def _printed(site: Site, shop: Shop, path: str, made: _List) -> Iterator[Leaf | Due]:
    """A list for Word, and as PDF where there are fonts."""
    yield Leaf(f"{path.removesuffix('.pdf')}.docx", _worded(site, made))
    if shop.why_not:
        return
    pdf = paper(
        "list",
        made.name,
        heading=made.heading,
        foot=made.name,
        left=_heading(site),
        right=made.right,
        columns=made.columns,
        rows=made.rows,
        legend=made.legend,
        signs=made.signs,
        **({"sums": made.sums} if made.sums else {}),
    )
    yield shop.leaf(path, pdf)


def _worded(site: Site, made: _List) -> bytes:
    """The same without pictures: Word's forms here are text."""
    told = [place for place, (name, _, _) in enumerate(made.columns) if name != _PICTURE]
    total = sum(made.columns[place][1] for place in told)
    style = {"small": "Small", "left": "Normal", "right": "Figure", "center": "Middle"}
    columns = [
        (
            made.columns[place][0],
            made.columns[place][1] * _TWIPS // total,
            style[made.columns[place][2]],
        )
        for place in told
    ]
    rows = [*made.rows, *((made.sums,) if made.sums else ())]
    signs = [f"{who}：　　　　　　　　　（印章）　经办人：　　　　　　日期：" for who in made.signs]
    return docx(
        "ledger",
        made.name,
        heading=made.heading,
        head={"left": _heading(site), "right": made.right},
        columns=columns,
        rows=[tuple(str(row[place]) for place in told) for row in rows],
        notes=[made.legend],
        signs=signs,
    )


_BY_POINT = (
    ("盒号", 16, "center"),
    ("考评要点", 20, "center"),
    ("题名", 64, "left"),
    ("责任单位", 42, "left"),
    ("年度", 26, "center"),
)
_FILED = (
    ("盒号", 50, "left"),
    ("年度", 17, "center"),
    ("保管期限", 19, "center"),
    ("门类", 18, "center"),
    ("机构（问题）", 64, "left"),
)
"""What names a box in the two profiles; both are 168 mm wide."""


def transfer_paper(site: Site, shop: Shop) -> Iterator[Leaf | Due]:
    """移交清单: one line per box with counts and bytes, places to sign (fields of S50 and S64)."""
    boxes = site.shelf
    by_point = site.archive.plan.settings.arrangement.profile is Profile.INSPECTION
    size = sum(map(_size, boxes))
    pieces = sum(len(box.pieces) for box in boxes)
    pages = sum(total_pages(box) or 0 for box in boxes)
    made = _List(
        name="移交清单",
        heading="档案移交清单",
        right=f"{_day(site)}　数据量 {size / _GIB:.3f} GB",
        columns=(
            ("序号", 11, "center"),
            *(_BY_POINT if by_point else _FILED),
            ("件数", 14, "right"),
            ("页数", 15, "right"),
            ("起止件号", 30, "center"),
            ("数据量（MB）", 19, "right"),
        ),
        rows=tuple(_transfer_row(number, box) for number, box in enumerate(boxes, 1)),
        sums=(
            "",
            f"{len(boxes)} 盒",
            *("", "合计", "", ""),
            *(str(pieces), str(pages), "", f"{size / 2**20:.3f}"),
        ),
        legend=f"说明：数据量只计原件；页数空白的，未能识读或不计页数。每个文件的数字摘要（SHA-256）见 manifest-sha256.txt。{_elsewhere(site)}",
        signs=("移交单位", "接收单位"),
    )
    yield from _printed(site, shop, TRANSFER, made)


def _elsewhere(site: Site) -> str:
    """Points without a box of their own: nothing of theirs is handed over twice."""
    codes = [box.category.code for box in site.archive.boxes if not box.tangible]
    return f"{'、'.join(codes)} 的佐证全在他盒（互见），没有实物盒，不列入本清单。" if codes else ""


def _transfer_row(number: int, box: Box) -> tuple[str, ...]:
    category = box.category
    years = words.years(piece.year for piece in box.pieces)
    named = (
        (category.code, category.title, category.unit, years)
        if category.point
        else (
            f"{category.year or '待考'}",
            category.period,
            category.genre,
            category.unit or "待考",
        )
    )
    return (
        str(number),
        box.number,
        *named,
        str(len(box.pieces)),
        "" if (pages := total_pages(box)) is None else str(pages),
        span(box),
        f"{_size(box) / 2**20:.3f}",
    )


def _size(box: Box) -> int:
    return sum(each.document.arrival.size for _, each in box.files)


def recordings_paper(site: Site, shop: Shop) -> Iterator[Leaf | Due]:
    """音像目录: sound and film of all boxes (fields of S61, technical ones ours)."""
    if not (found := recordings(site)):
        return
    made = _List(
        name="音像目录",
        heading="音像档案目录",
        right=_day(site),
        columns=(
            ("序号", 11, "center"),
            ("档号", 36, "small"),
            (_PICTURE, 34, "center"),
            ("题名", 58, "left"),
            ("播放时间", 19, "center"),
            ("语别", 12, "center"),
            ("录制日期", 22, "center"),
            ("录制单位", 32, "left"),
            ("格式", 21, "small"),
            ("备注", 12, "small"),
        ),
        rows=tuple(
            _recording_row(shop, number, piece, each)
            for number, (piece, each) in enumerate(found, 1)
        ),
        legend="说明：播放时间、画面、格式由程序读出；语别和内容摘要请核听、核看后补记。",
    )
    yield from _printed(site, shop, RECORDINGS_LIST, made)


def _recording_row(shop: Shop, number: int, piece: Piece, each: Component) -> tuple[object, ...]:
    reading = each.document.reading
    return (
        str(number),
        piece.code,
        _poster(shop, reading.digest),
        each.title,
        _length(reading.seconds),
        "",
        piece.date,
        piece.issuer,
        _technical(reading),
        piece.note,
    )


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
