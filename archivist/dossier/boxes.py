"""The papers of a box: contents (卷内目录), reference sheet (备考表), cover and spine label."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby

from archivist.dossier import words
from archivist.dossier.accepted import accepted_of_box
from archivist.dossier.bundles import volume_names
from archivist.dossier.order import PICTURES, RECORDINGS
from archivist.dossier.pages import number as plain
from archivist.dossier.pages import render
from archivist.dossier.pieces import listed
from archivist.dossier.site import ALBUM, COVER, COVER_PDF, Site
from archivist.dossier.spines import word_label
from archivist.dossier.thumbnails import Small
from archivist.dossier.thumbnails import papers as with_first_pages
from archivist.dossier.word import docx
from archivist.model import Box, Component, Leaf, Piece, Shop, Trouble, numbers

COLUMNS = (
    ("序号", 624, "Middle"),
    ("档号", 2098, "Small"),
    ("文号", 2296, "Normal"),
    ("责任者", 2268, "Normal"),
    ("题名", 3600, "Normal"),
    ("日期", 1247, "Figure"),
    ("密级", 737, "Middle"),
    ("页数", 681, "Middle"),
    ("备注", 1020, "Small"),
)
"""归档文件目录 in the order of DA/T 22-2015 §5.5.2, with widths in twips and paragraph styles."""

LEGEND = (
    "说明：题名、责任者外加方括号的，非文件所载，为本程序据文件名和报送单位拟写；"
    "日期外加方括号的，月或日未考出。页数一栏，照片按张计，音像不计。"
)
_SEVERAL = "题名下另列各行的，是同一件内的附件、来文等，页数合并计算。"

NO_FONDS = "全宗号尚未给定，档号中暂缺，给定后由程序补上。"


def _legend(box: Box) -> str:
    several = any(len(piece.components) > 1 for piece in box.pieces)
    return f"{LEGEND}{_SEVERAL}" if several else LEGEND


def box_leaves(site: Site, shop: Shop, box: Box, small: Small) -> Iterator[Leaf]:
    """Everything in the folder of a box: lists first, then the pieces, the reference sheet last.

    A point proved only by pieces of other boxes has the list of them, and no box to label.
    """
    yield _contents_docx(site, shop, box)
    yield Leaf(site.contents(box), _contents_html(site, shop, box, small))
    if not box.tangible:
        return
    yield _cover(site, shop, box)
    for _, each in box.files:
        yield Leaf(f"{box.folder}/{each.file}", each.document.arrival.digest)
    yield _reference(site, shop, box)


def cells(piece: Piece) -> tuple[str, ...]:
    """The nine cells of a piece; below the title the documents it holds beside the first."""
    further = (f"\n{listed(each)}" for each in piece.components[1:])
    return (
        str(piece.number),
        piece.code,
        piece.document_number,
        piece.issuer,
        f"{piece.title}{''.join(further)}",
        piece.date,
        piece.secrecy,
        "" if piece.pages is None else str(piece.pages),
        piece.note,
    )


def years(box: Box) -> list[tuple[str, tuple[Piece, ...]]]:
    """Pieces by filing year with the heading of each year; one year alone needs no heading."""
    groups = [(y, tuple(g)) for y, g in groupby(box.pieces, key=lambda piece: piece.year)]
    if len(groups) == 1:
        return [("", groups[0][1])]
    return [(_year_title(year, pieces, box.digits), pieces) for year, pieces in groups]


def _year_title(year: int | None, pieces: tuple[Piece, ...], digits: int) -> str:
    told = numbers((piece.number for piece in pieces), digits)
    name = f"{year}年度" if year else "年度待考"
    return f"{name}（{len(pieces)} 件，件号 {told}）"


def total_pages(box: Box) -> int | None:
    """Pages of all pieces that have pages, None if none has: 0 would be a claim."""
    told = [piece.pages for piece in box.pieces if piece.pages is not None]
    return sum(told) if told else None


def _and_pages(box: Box, gap: str) -> str:
    pages = total_pages(box)
    return "" if pages is None else f"{gap}{pages} 页"


def span(box: Box) -> str:
    """起止件号, ``0001—0012``."""
    return numbers((piece.number for piece in box.pieces), box.digits)


def above(site: Site, box: Box) -> str:
    """The part and item its point belongs to, in words; "" where boxes are not filled by point."""
    point = box.category.point
    if point is None:
        return ""
    for part in site.archive.plan.parts:
        for item in part.items:
            if item.code == point.item and part.code == point.part:
                return f"第{part.code}部分 {part.title}　第{item.code}项 {item.title}"
    return "鼓励加分项"


def form(site: Site, box: Box) -> dict[str, str]:
    """What all papers of a box say at their head."""
    settings, category = site.archive.plan.settings, box.category
    shared = {
        "standard": f"{settings.district}　{settings.standard_shown}",
        "fonds": settings.fonds_name,
        "above": above(site, box),
        "heading": category.listing,
    }
    if category.point:
        return {
            **shared,
            "place": f"考评要点 {category.code} {category.title}",
            "point": f"{category.code}　{category.title}",
            "lead": f"责任单位：{category.unit}",
            "legend": _legend(box),
        }
    fonds = settings.arrangement.fonds
    return {
        **shared,
        "place": f"全宗号 {fonds or '　　　'}　全宗名称 {settings.fonds_name}",
        "point": category.title,
        "lead": f"年度 {category.year or '待考'}　保管期限 {category.period}　机构 {category.unit or '待考'}",
        "legend": LEGEND if fonds else f"{LEGEND}{NO_FONDS}",
    }


def _worded(shop: Shop, path: str, template: str, title: str, box: Box, **values: object) -> Leaf:
    """A paper for Word, written only when something of what it says is new."""
    told = repr((template, title, box.number, box.index, box.total, box.spine, values))
    return Leaf(path, shop.keep(path, told, partial(docx, template, title, (), box=box, **values)))


def _contents_docx(site: Site, shop: Shop, box: Box) -> Leaf:
    groups = [{"title": t, "rows": [cells(p) for p in pieces]} for t, pieces in years(box)]
    if box.cross:
        heading = f"互见（{len(box.cross)} 条，存于他盒，不计件数和页数）"
        groups.append({"title": heading, "rows": list(cross_rows(box))})
    head = {**form(site, box), "standard": site.archive.plan.settings.standard_shown}
    title = f"{head['heading']} {box.number} {box.category.code}"
    path = f"{box.folder}/{box.contents}.docx"
    shown = {"form": head, "groups": groups, "columns": COLUMNS}
    return _worded(shop, path, "contents", title, box, **shown)


def cross_rows(box: Box) -> Iterator[tuple[str, ...]]:
    """互见 lines: cells of pieces that lie elsewhere, and where."""
    for entry in box.cross:
        found = cells(entry.piece)
        place = f"见盒 {entry.box} 件 {entry.component.call}"
        yield ("互见", *found[1:4], entry.title, *found[5:-1], place)


def _contents_html(site: Site, shop: Shop, box: Box, small: Small) -> bytes:
    page = site.contents(box)
    before, after = site.neighbours(box)
    digests = ((each, each.document.arrival.digest) for _, each in box.files)
    return render(
        "contents.html.j2",
        page=page,
        box=box,
        form=form(site, box),
        years=years(box),
        cells=cells,
        listed=listed,
        columns=[name for name, _, _ in COLUMNS],
        pages="—" if (pages := total_pages(box)) is None else pages,
        span=span(box),
        before=before,
        after=after,
        papers=_papers(site, shop, box),
        first=site.script_of[box.number] if with_first_pages(box) else None,
        photos=[(each, small[digest]) for each, digest in digests if digest in small],
        site=site,
    )


def _papers(site: Site, shop: Shop, box: Box) -> tuple[tuple[str, str], ...]:
    """Name and path of the printable papers of a box; volumes may be several, so they come last."""
    forms = [(box.category.listing, f"{box.folder}/{box.contents}")]
    forms += [("备考表", f"{box.folder}/{box.reference}")] if box.tangible else []
    photos = any(each.document.reading.format in PICTURES for _, each in box.files)
    album = [ALBUM] if photos else []
    covers = [COVER] if box.tangible else []
    names = [(form, "Word") for form in forms]
    names += [((name, box.paper(name)), "Word") for name in (*covers, *album)]
    if not shop.why_not:
        covers = [COVER_PDF] if box.tangible else []
        whole = volume_names(box) if site.archive.plan.settings.volumes and box.pieces else []
        names += [(form, "PDF") for form in forms]
        names += [((name, box.paper(name)), "PDF") for name in (*covers, *album, *whole)]
    endings = {"Word": "docx", "PDF": "pdf"}
    return tuple((f"{name}（{how}）", f"{path}.{endings[how]}") for (name, path), how in names)


def _reference(site: Site, shop: Shop, box: Box) -> Leaf:
    lines = list(remarks(site, box))
    title = f"备考表 {box.number} {box.category.code}"
    path = f"{box.folder}/{box.reference}.docx"
    return _worded(shop, path, "reference", title, box, form=form(site, box), lines=lines)


def remarks(site: Site, box: Box) -> Iterator[str]:
    """情况说明: one sentence for each thing that is so, nothing that is not (OUTPUTS §1.3)."""
    files = sum(len(piece.components) for piece in box.pieces)
    shares = f"（{files} 份文件）" if files > len(box.pieces) else ""
    yield (
        f"本盒共 {len(box.pieces)} 件{shares}{_and_pages(box, ' ')}，约合 {box.sheets} 张纸（双面）。"
    )
    for what, found in _facts(site, box):
        if found:
            yield f"{what}：件号 {numbers(found, box.digits)}。"
    if box.cross:
        yield f"另有互见 {len(box.cross)} 条，原件存于他盒，目录中已注明。"
    if box.seal:
        yield f"本盒于 {words.day(box.seal.at.date())} 由 {box.seal.by} 封盒，件号不再变动。"
        there = {each.document.name for _, each in box.files}
        if gone := [number for number, _, name in box.seal.pieces if name not in there]:
            yield f"封盒后移出或被新版替换：件号 {numbers(gone, box.digits)}。"
    yield from _redactions(box)
    yield from _findings(site, box)
    yield from _waivers(site, box)
    yield from accepted_of_box(site.archive, box)


def _facts(site: Site, box: Box) -> Iterator[tuple[str, list[int]]]:
    """What is so, with the numbers of the pieces of which at least one document is meant."""
    yield from _composed(box)
    partly = (
        Trouble.PARTIAL,
        Trouble.ILLEGIBLE,
        Trouble.TOO_BIG,
        Trouble.NO_READER,
        Trouble.TIMED_OUT,
    )
    tests: tuple[tuple[str, Callable[[Component], bool]], ...] = (
        ("音像件，不计页数", lambda c: c.document.reading.format in RECORDINGS),
        (
            "页数未能识读",
            lambda c: c.pages is None and c.document.reading.format not in RECORDINGS,
        ),
        ("另收到内容相同的重复件，未重复装盒", lambda c: c.document.name in site.repeated),
        ("曾有旧版，本盒所存为最后一版", lambda c: c.document.edition > 1),
        ("内容未能全部识读", lambda c: c.document.reading.has(*partly)),
    )
    yield "日期待考", [p.number for p in box.pieces if not p.date]
    yield "只考出年或年月", [p.number for p in box.pieces if p.date.startswith("[")]
    for what, holds in tests:
        yield what, [p.number for p in box.pieces if any(map(holds, p.components))]


def _composed(box: Box) -> Iterator[tuple[str, list[int]]]:
    """Pieces of several documents, and sets of meetings: by which sign, or on whose word."""
    met: dict[str, dict[int, None]] = {}
    for piece in box.pieces:
        for each in piece.components[1:]:
            if bond := each.document.bond:
                what = f"{bond.role}与其主件合为一件（依据：{bond.reason}）"
                met.setdefault(what, {})[piece.number] = None
        if meeting := piece.document.meeting:
            what = f"会议“{meeting.subject}”的材料排在一起（依据：名称相同，或同在一个文件夹）"
            met.setdefault(what, {})[piece.number] = None
    yield from ((what, list(numbers)) for what, numbers in met.items())


def _redactions(box: Box) -> Iterator[str]:
    for _, each in box.files:
        if word := each.document.redaction:
            unseen = (
                f"第 {word.unseen} 页上的图片未能识读，图片里有无号码未检查；"
                if word.unseen
                else ""
            )
            yield (
                f"件号 {each.call} 为脱敏件：去除个人号码 {word.count} 处，{unseen}"
                f"原件存档案库（SHA-256 {word.original[:16]}…），处理人 {word.by}，理由：{word.why}。"
            )


def _findings(site: Site, box: Box) -> Iterator[str]:
    """Exceptions still open, one sentence per check (J15: what is open stands here)."""
    met: dict[str, dict[int, None]] = {}
    for piece, each in box.files:
        for finding in site.findings_by_document.get(each.document.name, ()):
            if finding.severity != "info":
                met.setdefault(finding.check, {})[piece.number] = None
    for check, met_at in sorted(met.items()):
        title = site.archive.check_by_id[check].title.rstrip("。")
        yield f"待核实（{check} {title}）：件号 {numbers(met_at, box.digits)}。"


def _waivers(site: Site, box: Box) -> Iterator[str]:
    for _, each in box.files:
        for finding in site.waived_by_document.get(each.document.name, ()):
            if waiver := finding.waiver:
                yield (
                    f"人工豁免：件号 {each.call}，规则 {finding.check}，理由：{waiver.reason}，"
                    f"批准人 {waiver.author}，有效至 {words.day(waiver.until)}。"
                )


def _cover(site: Site, shop: Shop, box: Box) -> Leaf:
    """Box cover, and the spine label in exact millimetres (OUTPUTS §1.4, ours)."""
    return _worded(
        shop,
        f"{box.paper(COVER)}.docx",
        "cover",
        f"盒封面 {box.number} {box.category.code}",
        box,
        form=form(site, box),
        fields=cover_fields(site, box),
        spine=word_label(site, box),
    )


def cover_fields(site: Site, box: Box) -> tuple[tuple[str, str], ...]:
    """What the cover says below the name of its class."""
    category = box.category
    count = ("件数与页数", f"{len(box.pieces)} 件{_and_pages(box, '　')}")
    turn = f"第 {box.index} 盒，共 {box.total} 盒"
    if point := category.point:
        return (
            ("责任单位", category.unit),
            ("年度", words.years(piece.year for piece in box.pieces)),
            count,
            ("起止件号", span(box)),
            ("盒号", f"{box.number}　{turn}"),
            ("分值", f"{plain(point.score)} 分（{point.kind}）"),
        )
    return (
        ("全宗号", site.archive.plan.settings.arrangement.fonds),
        ("年度", f"{category.year}" if category.year else "待考"),
        ("保管期限", category.period),
        ("机构（问题）", category.unit or "待考"),
        ("起止件号", span(box)),
        count,
        ("盒号", box.number),
        ("盒次", turn),
    )
