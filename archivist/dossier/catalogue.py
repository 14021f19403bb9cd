"""The general catalogue (总目录): one line per box, and every point, as spreadsheet, paper and page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archivist.dossier import words
from archivist.dossier.boxes import span, total_pages
from archivist.dossier.handing import catalogue_paper
from archivist.dossier.order import PICTURES, RECORDINGS
from archivist.dossier.pages import number as plain
from archivist.dossier.pages import render
from archivist.dossier.site import CATALOGUE, Site
from archivist.dossier.spreadsheet import Column, Sheet, workbook
from archivist.dossier.word import docx
from archivist.model import Box, Due, Fulfilment, Leaf, Point, Profile, Shop

COLUMNS = (
    ("盒号", 800, "Middle"),
    ("部分", 1550, "Small"),
    ("指标编号", 900, "Middle"),
    ("考评要点", 2200, "Normal"),
    ("分值", 620, "Figure"),
    ("责任单位", 1650, "Normal"),
    ("年度", 1200, "Figure"),
    ("件数", 680, "Figure"),
    ("页数", 760, "Figure"),
    ("起止件号", 1190, "Figure"),
    ("照片数", 740, "Figure"),
    ("音像数", 740, "Figure"),
    ("自评", 680, "Middle"),
    ("备注", 861, "Small"),
)
"""Columns of OUTPUTS §1.7 (ours; sourced only that it exists, S28), with widths in twips."""

FILED = (
    ("盒号", 2500, "Normal"),
    ("年度", 1000, "Middle"),
    ("保管期限", 1100, "Middle"),
    ("机构（问题）", 2900, "Normal"),
    ("门类", 900, "Middle"),
    ("件数", 900, "Figure"),
    ("页数", 1000, "Figure"),
    ("起止件号", 1500, "Figure"),
    ("照片数", 900, "Figure"),
    ("音像数", 900, "Figure"),
    ("备注", 971, "Small"),
)
"""The same for boxes filled by year × 保管期限 × organ (ours)."""

_FILED_LEGEND = (
    "说明：本表按年度、保管期限、机构（问题）逐盒列出；各考评要点的佐证在哪一盒，见要点页。"
)
_LEGEND = (
    "说明：尚无佐证材料的要点也列入本表，盒号空白；写“互见”的，佐证全在他盒，不另设盒。页数空白的，未能识读或不计页数。自评按佐证材料齐备程度填写，是本程序口径。"
    "分值只记在每个要点的第一盒，合计含鼓励加分。"
)
_ELSEWHERE = "互见"
_NO_SCORE = "—"
_LEFT = ("Small", "Normal")
_SUMMED = ("分值", "件数", "页数", "照片数", "音像数")
_WIDE = 85
"""Twips of a column of paper for a character of the spreadsheet's column."""

Cells = tuple[str | int | float, ...]


def catalogue(site: Site, shop: Shop) -> Iterator[Leaf | Due]:
    """XLSX, DOCX and HTML of the same rows."""
    by_point = site.archive.plan.settings.arrangement.profile is Profile.INSPECTION
    table, legend = (COLUMNS, _LEGEND) if by_point else (FILED, _FILED_LEGEND)
    lines = list(_lines(site) if by_point else _filed(site))
    rows = [cells for _, cells in lines]
    sums = _sums(rows, table)
    title = f"总目录 {site.archive.plan.settings.district}"
    columns = tuple(
        Column(name, max(7, width // _WIDE), "left" if style in _LEFT else "center")
        for name, width, style in table
    )
    sheet = Sheet("总目录", columns, [*rows, sums])
    yield Leaf(f"{CATALOGUE}.xlsx", workbook(site.heading("总目录"), site.archive.today, [sheet]))
    form = {
        "standard": f"{site.archive.plan.settings.district}　{site.archive.plan.settings.standard_shown}",
        "day": f"截至 {words.day(site.archive.today)}",
        "legend": legend,
    }
    shown = [tuple(plain(cell) for cell in row) for row in rows]
    total = tuple(plain(cell) for cell in sums)
    paper = docx("catalogue", title, form=form, columns=table, rows=shown, sums=total)
    yield Leaf(f"{CATALOGUE}.docx", paper)
    yield from catalogue_paper(site, shop, table, shown, total, legend)
    page = f"{CATALOGUE}.html"
    boxes = [box for box, _ in lines]
    endings = ("xlsx", "docx") if shop.why_not else ("xlsx", "docx", "pdf")
    files = [f"{CATALOGUE}.{ending}" for ending in endings]
    yield Leaf(
        page,
        render(
            "catalogue.html.j2",
            page=page,
            site=site,
            form=form,
            columns=[name for name, _, _ in table],
            summed=_SUMMED,
            lines=list(zip(boxes, shown, strict=True)),
            sums=total,
            files=files,
        ),
    )


def _lines(site: Site) -> Iterator[tuple[Box | None, Cells]]:
    for point in site.archive.plan.points:
        boxes = site.boxes_by_point.get(point.code, ())
        for box in boxes:
            yield box, _cells(site, point, box)
        if not boxes:
            yield None, _cells(site, point, None)


def _cells(site: Site, point: Point, box: Box | None) -> Cells:
    pieces = box.pieces if box else ()
    part = next((p.title for p in site.archive.plan.parts if p.code == point.part), "鼓励加分项")
    formats = [each.document.reading.format for _, each in box.files] if box else []
    first = box is None or box.index == 1
    return (
        _called(box),
        part,
        point.code,
        point.title,
        (float(point.score) or _NO_SCORE) if first else "",
        point.lead,
        words.years(piece.year for piece in pieces),
        len(pieces),
        _pages(box),
        span(box) if box else "",
        sum(form in PICTURES for form in formats),
        sum(form in RECORDINGS for form in formats),
        words.SHORT[site.state(point)],
        _note(site, point, box),
    )


def _pages(box: Box | None) -> str | int:
    pages = total_pages(box) if box else None
    return "" if pages is None else pages


def _called(box: Box | None) -> str:
    """盒号, or that nothing of the point stands in a box of its own."""
    return "" if box is None else box.number if box.tangible else _ELSEWHERE


def _note(site: Site, point: Point, box: Box | None) -> str:
    if site.state(point) is Fulfilment.NOT_APPLICABLE:
        return "已申报不适用"
    return f"互见 {len(box.cross)} 条" if box and box.cross else ""


def _filed(site: Site) -> Iterator[tuple[Box | None, Cells]]:
    for box in site.archive.boxes:
        category = box.category
        formats = [each.document.reading.format for _, each in box.files]
        yield (
            box,
            (
                box.number,
                str(category.year or "待考"),
                category.period,
                category.unit or "待考",
                category.genre,
                len(box.pieces),
                _pages(box),
                span(box),
                sum(form in PICTURES for form in formats),
                sum(form in RECORDINGS for form in formats),
                "已封盒" if box.seal else "",
            ),
        )


def _sums(rows: list[Cells], table: Sequence[tuple[str, int, str]]) -> Cells:
    """The last row: boxes counted, numbers summed (J21)."""
    boxes = {str(row[0]) for row in rows} - {"", _ELSEWHERE}
    sums: list[str | int | float] = []
    for place, (name, _, _) in enumerate(table):
        values = [row[place] for row in rows]
        if name in _SUMMED:
            sums.append(sum(v for v in values if not isinstance(v, str)))
        else:
            sums.append(f"{len(boxes)} 盒" if name == "盒号" else "")
    sums[1] = "合计"
    return tuple(sums)
