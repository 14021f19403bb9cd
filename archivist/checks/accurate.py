"""准: document numbers and titles say one thing each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from archivist.checks.docket import Docket
from archivist.checks.official import SORTS, bare, signed, similar, sort_of
from archivist.checks.registry import OURS, RECALLED, Remark, check, fault
from archivist.model import Document, ElementKind, Piece, Reason, Severity

_NUMBER = re.compile(r"(?P<body>.+)〔(?P<year>\d{4})〕(?P<n>\d+)号")
_FAITHFUL = 0.95
_UPWARD = frozenset({"请示", "报告"})


@dataclass(frozen=True, slots=True)
class Numbered:
    """A document by its own number: code of the body (机关代字), year, running number."""

    document: Document
    printed: str
    body: str
    year: int
    n: int


def _numbered(docket: Docket) -> Iterator[Numbered]:
    for document in docket.usable:
        element = document.reading.first(ElementKind.NUMBER)
        if element and (match := _NUMBER.fullmatch(element.value)):
            year, n = int(match["year"]), int(match["n"])
            yield Numbered(document, element.value, match["body"], year, n)


def _by_number(docket: Docket) -> Iterable[list[Numbered]]:
    groups: dict[str, list[Numbered]] = {}
    for numbered in docket.once(_numbered):
        groups.setdefault(numbered.printed, []).append(numbered)
    return groups.values()


@check("Z01", each=_by_number, source=OURS, severity=Severity.BLOCK)
def number_belongs_to_one_title(docket: Docket, group: list[Numbered]) -> Iterator[Remark]:
    """一个发文字号只对应一个题名。

    Why: 同一文号出现两个不同的题名，可能有一处文号或题名有误，容易引起对材料的疑问。

    Mend: 核对两份文件的原件，改正文号或题名；识别错误的，在豁免中说明。
    """
    titled = [(n, title) for n in group if (title := _title(n.document))]
    counts = Counter(title for _, title in titled)
    for numbered, title in titled:
        least = docket.plan.settings.measures.alike
        rivals = [o for o in counts if not _alike(o, title, least)]
        if rivals and max(counts[rival] for rival in rivals) >= counts[title]:
            other = next(n for n, t in titled if t == rivals[0])
            message = f"发文字号 {numbered.printed} 还出现在另一个题名的文件上。"
            evidence = f"本件《{title}》；另一件《{rivals[0]}》（{other.document.name}）"
            yield fault(numbered.document, message, evidence)


def _title(document: Document) -> str:
    element = document.reading.first(ElementKind.TITLE)
    return element.value if element else ""


def _alike(one: str, other: str, least: float) -> bool:
    """Second scans differ by a character or two, attachments repeat part of the title."""
    a, b = bare(one), bare(other)
    if a in b or b in a:
        return True
    return similar(a, b, least)


def _numbered_and_signed(docket: Docket) -> Iterator[tuple[Numbered, date]]:
    for numbered in docket.once(_numbered):
        if when := signed(numbered.document.reading):
            yield numbered, when


@check("Z02", each=_numbered_and_signed, source=OURS, severity=Severity.WARN)
def number_and_date_are_of_one_year(
    _docket: Docket, dated: tuple[Numbered, date]
) -> Iterator[Remark]:
    """发文字号的年份与成文日期的年份一致。

    Why: 年份不一致，多半是文号或日期录错，也会使材料归错年度。

    Mend: 核对原件后改正；年底编号、次年一月印发的属于正常，不会提示。
    """
    numbered, when = dated
    turn_of_year = numbered.year == when.year - 1 and when.month == 1
    if numbered.year != when.year and not turn_of_year:
        message = f"发文字号是 {numbered.year} 年，成文日期是 {when.year} 年。"
        yield fault(numbered.document, message, f"{numbered.printed}；{when.isoformat()}")


def _series(docket: Docket) -> Iterable[list[tuple[Numbered, date]]]:
    """Numbered and dated documents of one body and year in the order of their numbers."""
    groups: dict[tuple[str, int], list[tuple[Numbered, date]]] = {}
    for numbered, when in docket.once(_numbered_and_signed):
        if numbered.year == when.year:
            groups.setdefault((numbered.body, numbered.year), []).append((numbered, when))
    return [sorted(g, key=lambda pair: (pair[0].n, pair[1])) for g in groups.values()]


@check("Z03", each=_series, source=OURS, severity=Severity.INFO)
def numbers_rise_with_dates(
    docket: Docket, series: list[tuple[Numbered, date]]
) -> Iterator[Remark]:
    """同一机关、同一年度的文号随日期递增。

    Why: 文号在后而日期早了一个月以上，可能是文号或日期录错。

    Mend: 核对原件；预留文号的属于正常。
    """
    latest: tuple[Numbered, date] | None = None
    for numbered, when in series:
        if latest and (latest[1] - when).days > docket.plan.settings.measures.late_days:
            message = f"{numbered.printed} 的日期早于号码在前的 {latest[0].printed}。"
            evidence = f"{when.isoformat()}；{latest[1].isoformat()}（{latest[0].document.name}）"
            yield fault(numbered.document, message, evidence)
        if latest is None or when > latest[1]:
            latest = (numbered, when)


def _entered(docket: Docket) -> Iterator[Piece]:
    return (piece for _, piece in docket.pieces)


@check("Z21", each=_entered, source="归档文件目录著录规则（惯例）", severity=Severity.WARN)
def issuer_is_entered(_docket: Docket, piece: Piece) -> Iterator[Remark]:
    """有文号的文件著录了责任者。

    Why: 责任者是目录的必备项，联合行文要把各机关列全；缺了就不知道是谁发的文。

    Mend: 核对原件的发文机关；识别不出的，由整理人补录。
    """
    if not piece.document_number:
        return
    issuers = piece.document.reading.all(ElementKind.ISSUER)
    if not piece.issuer:
        yield fault(piece.document, "目录中没有责任者。", piece.document_number)
    elif issuers and not any(issuer.value in piece.issuer for issuer in issuers):
        evidence = f"目录：{piece.issuer}；原文：{'、'.join(i.value for i in issuers)}"
        yield fault(piece.document, "目录中的责任者与原文不同。", evidence)


@check("Z22", each=_entered, source="DA/T 22-2015 5.5.2", severity=Severity.WARN)
def title_is_entered_as_printed(_docket: Docket, piece: Piece) -> Iterator[Remark]:
    """题名照原文著录，自拟题名加方括号。

    Why: 目录中的题名与原件不符，按目录就找不到原件。

    Mend: 核对原件题名；确需自拟的，外加方括号。
    """
    printed = _title(piece.document)
    if not printed or piece.title == printed or piece.title.startswith("["):
        return
    a, b = bare(printed), bare(piece.title)
    if b not in a and not similar(a, b, _FAITHFUL):
        yield fault(
            piece.document, "目录题名与原文题名不同。", f"目录：{piece.title}；原文：{printed}"
        )


def _placed(docket: Docket) -> Iterable[Document]:
    return docket.admitted


@check("Z28", each=_placed, source=OURS, severity=Severity.WARN)
def stands_at_the_right_point(docket: Docket, document: Document) -> Iterator[Remark]:
    """材料归在合适的考评要点。

    Why: 归错要点的材料在考评时找不到，也印证不了别的要点。

    Mend: 请经办人看一眼：归对了由食安办确认一次（archivist place），以后不再提示；归错了改到正确的要点。
    """
    placement = document.placement
    thresholds = docket.plan.settings.thresholds
    if placement.contradictions:
        reasons = "；".join(map(str, placement.contradictions[:3]))
        gentle = Severity.INFO if _only_words_differ(docket, document) else None
        yield fault(document, f"归入 {placement.point}，但有不一致的线索。", reasons, gentle)
    elif not placement.explicit:
        others = [c for c in placement.candidates if c.point != placement.point]
        rival = next((c for c in others if c.point not in placement.cross), None)
        near = rival is not None and placement.confidence - rival.confidence < thresholds.margin
        if placement.confidence < thresholds.accept or near:
            named = f"其次可能是 {rival.point}（{rival.confidence:.0%}）" if rival else ""
            message = f"由文字推断归入 {placement.point}，把握 {placement.confidence:.0%}。"
            yield fault(document, message, named or _because(placement.reasons))


def _only_words_differ(docket: Docket, document: Document) -> bool:
    """Whether only the text sounds like another point, while the sender has a duty at this one."""
    placement = document.placement
    point = docket.plan.by_code.get(placement.point)
    names = point.units if point else ()
    responsible = {unit.name for name in names for unit in docket.plan.members(name)} | set(names)
    words_only = all(reason.text.startswith("内容更像") for reason in placement.contradictions)
    return words_only and placement.unit in responsible


def _because(reasons: tuple[Reason, ...]) -> str:
    return "；".join(map(str, reasons[:2]))


def _by_own_number(docket: Docket) -> Iterator[Document]:
    return (numbered.document for numbered in docket.once(_numbered) if _title(numbered.document))


@check("Z33", each=_by_own_number, source=f"15 种公文文种（{RECALLED}）", severity=Severity.INFO)
def title_names_a_sort_of_document(_docket: Docket, document: Document) -> Iterator[Remark]:
    """有文号的公文，题名写明文种。

    Why: 公文题名由发文机关、事由、文种组成，缺了文种难以看出是哪一种公文。

    Mend: 核对原件题名；原件如此的，不必处理。
    """
    title = _title(document)
    if not re.search(SORTS, title):
        yield fault(document, "有发文字号，题名中没有读出文种。", title)


@check("Z34", each=_by_own_number, source="GB/T 9704-2012 7.2.6", severity=Severity.INFO)
def only_upward_papers_name_a_signer(_docket: Docket, document: Document) -> Iterator[Remark]:
    """上行文标注签发人。

    Why: 请示、报告等上行文在版头标注签发人，其他公文不标注。

    Mend: 核对原件；原件如此的，不必处理。
    """
    signer = document.reading.first(ElementKind.SIGNER)
    sort = sort_of(document.reading)
    if signer and sort and sort not in _UPWARD:
        yield fault(document, f"题名文种是“{sort}”，版头有签发人。", signer.quote)
    elif sort == "请示" and not signer:
        yield fault(document, "请示的版头没有读出签发人。", _title(document))
