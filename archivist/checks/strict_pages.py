"""严: pictures of papers: red head, signature, seal, resolution and colour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archivist.checks.docket import Docket
from archivist.checks.official import BLIND, UNNUMBERED, red_headed, sort_of
from archivist.checks.registry import OURS, RECALLED, Remark, check, fault, skipped
from archivist.model import Document, ElementKind, Sealing, Severity, Signed, Trouble

_MM = 25.4
_SHEETS = ((210.0, 297.0), (297.0, 420.0), (184.0, 260.0))
"""A4, A3 and 16开 in millimetres."""

_NEAR = 0.06
_TRIMMED = 0.975
"""What trimming leaves of a page's pixels at least."""

_SIZED = re.compile(r"(\d+),(\d+)")


@dataclass(frozen=True, slots=True)
class Scan:
    """A picture of an official paper and what was measured on its first page."""

    document: Document
    facts: dict[str, str]

    @property
    def grey(self) -> bool:
        """Whether the picture has no colour at all."""
        return self.facts.get("colour") == "grey"


def _pages(docket: Docket) -> Iterator[Scan]:
    for document in docket.admitted:
        facts = dict(document.reading.facts)
        if facts.get("look") == "page":
            yield Scan(document, facts)


def _official(docket: Docket) -> Iterator[Scan]:
    """Scans that bear a document number: papers that should show a red head and a seal."""
    for scan in _pages(docket):
        numbered = scan.document.reading.first(ElementKind.NUMBER)
        if numbered and scan.document.reading.first(ElementKind.ISSUER):
            yield scan


@check("Y15", each=_official, source="GB/T 9704-2012 7.2", severity=Severity.INFO)
def official_paper_has_a_red_head(_docket: Docket, scan: Scan) -> Iterator[Remark]:
    """正式公文的扫描件有红色版头。

    Why: 版头的红色机关标志和红线是正式印发的外观特征，没有的可能是送审稿或另打的文本。

    Mend: 核对原件，换成正式印发件的彩色扫描；信函格式和纪要的版头不同，不必处理。
    """
    if scan.grey:
        yield skipped(scan.document, "扫描件上没有颜色，看不出红色版头。")
    elif red_headed(scan.document.reading) and "redline" not in scan.facts:
        yield fault(scan.document, "首页没有看到红色分隔线。", scan.document.arrival.base)


def _signed(docket: Docket) -> Iterator[Document]:
    """Papers with a number of a sort that is signed, and a text to look for the signature in."""
    for document in docket.admitted:
        reading = document.reading
        number = reading.first(ElementKind.NUMBER)
        if number and reading.chars and sort_of(reading) not in UNNUMBERED:
            yield document


@check("Y16", each=_signed, source="GB/T 9704-2012 7.3.5", severity=Severity.WARN)
def signature_block_is_complete(_docket: Docket, document: Document) -> Iterator[Remark]:
    """正文末有发文机关署名、成文日期；扫描件有印章。

    Why: 署名、日期、印章缺一，难以确认是正式印发的文件；漏盖公章是检查中常见的问题。

    Mend: 换成盖章后的正式件；纪要和有特定标志的普发性公文可不加盖印章，在豁免中说明。
    """
    reading = document.reading
    if reading.has(*BLIND, Trouble.NO_TEXT):
        yield skipped(document, "没有读出文件的全部文字，署名和日期未检查。")
        return
    kinds = {ElementKind.ISSUER: "发文机关署名", ElementKind.DATE: "成文日期"}
    lacking = [word for kind, word in kinds.items() if reading.first(kind) is None]
    if lacking:
        number = reading.first(ElementKind.NUMBER)
        message = f"有发文字号，没有读出{'和'.join(lacking)}。"
        yield fault(document, message, number.value if number else "")
    facts = dict(reading.facts)
    coloured = facts.get("look") == "page" and facts.get("colour") == "colour"
    if coloured and "grey pages" not in facts and "seal" not in facts and not lacking:
        yield fault(document, "彩色扫描的公文上没有看到红色印章。", document.arrival.base)


@check("Y17", each=_official, source=f"DA/T 31-2017；{OURS}", severity=Severity.WARN)
def sealed_paper_is_scanned_in_colour(_docket: Docket, scan: Scan) -> Iterator[Remark]:
    """盖章文件以彩色扫描。

    Why: 有红头、印章的页应彩色扫描；灰度扫描看不出印章，容易被当作未盖章的复印件。

    Mend: 请用彩色模式扫描盖章的原件；已是彩色扫描而原件没有红色印章的，换成盖章件，或在豁免中说明。
    """
    if scan.grey:
        message = "公文扫描件上没有看到颜色：可能是灰度扫描，也可能原件没有红头和红色印章。"
        yield fault(scan.document, message, scan.document.arrival.base)


def _measured(docket: Docket) -> Iterator[tuple[Document, float]]:
    """Scans whose size on paper is known, with their true resolution in dots per inch."""
    for scan in _pages(docket):
        reading = scan.document.reading
        match = _SIZED.fullmatch(scan.facts.get("dpi", ""))
        if match and reading.width and reading.height:
            sides = sorted(
                (reading.width / int(match[1]) * _MM, reading.height / int(match[2]) * _MM)
            )
            if sheet := next((s for s in _SHEETS if _fits(sides, s)), None):
                yield scan.document, min(reading.width, reading.height) / (sheet[0] / _MM)


def _fits(sides: list[float], sheet: tuple[float, float]) -> bool:
    return all(abs(side - edge) <= _NEAR * edge for side, edge in zip(sides, sheet, strict=True))


@check("Y24", each=_measured, source="DA/T 31-2017（扫描分辨率）", severity=Severity.WARN)
def scan_is_fine_enough(docket: Docket, measured: tuple[Document, float]) -> Iterator[Remark]:
    """扫描分辨率不低于 200 dpi。

    Why: 分辨率低于 200 dpi 的扫描件放大后字迹发虚，小字和印章看不清。

    Mend: 请按 200 dpi 以上（小字、密集的 300 dpi）重新扫描。
    """
    document, dpi = measured
    least = docket.plan.settings.measures.scan_dpi
    if dpi < least * _TRIMMED:
        size = f"{document.reading.width}×{document.reading.height} 像素"
        yield fault(document, f"扫描分辨率约 {dpi:.0f} dpi，低于 {least} dpi。", size)


@check("Y25", each=_pages, source="DA/T 31-2017（色彩模式）", severity=Severity.INFO)
def coloured_pages_are_scanned_in_colour(_docket: Docket, scan: Scan) -> Iterator[Remark]:
    """有红头的页以彩色扫描。

    Why: 有红头、印章、照片的页面应彩色扫描，黑白扫描丢失了能证明正式印发的特征。

    Mend: 请用彩色模式重新扫描原件；原件即为黑白的，不必处理。
    """
    if scan.grey and red_headed(scan.document.reading):
        yield fault(scan.document, "首页有版头文字，扫描件没有颜色。", scan.document.arrival.base)


def _sealed_papers(docket: Docket) -> Iterator[tuple[Document, list[tuple[Document, str]]]]:
    """PDFs with pictures of seals, each with the others that show a bit-equal one."""
    pages: dict[str, list[tuple[Document, str]]] = {}
    for document in docket.admitted:
        for name, value in document.reading.facts:
            if name == "stamp":
                digest, _, page = value.partition("@")
                pages.setdefault(digest, []).append((document, page))
    for uses in pages.values():
        for document, _ in uses:
            yield document, uses


@check("Y19", each=_sealed_papers, source=f"通报案例（扫描公章）；{OURS}", severity=Severity.WARN)
def seals_are_not_pictures_of_one_seal(
    _docket: Docket, sealed: tuple[Document, list[tuple[Document, str]]]
) -> Iterator[Remark]:
    """各文件的印章不是同一张图片。

    Why: 手工盖的章每次都不同；多份文件的印章图像逐位相同，容易被问到是否后期贴上。

    Mend: 核对原件，换成盖章件的扫描；系合法电子印章的，提交带电子签名的版本或在豁免中说明。
    """
    document, uses = sealed
    others = {other.name: page for other, page in uses if other.name != document.name}
    if others and "signatures" not in dict(document.reading.facts):
        name, page = next(iter(others.items()))
        message = f"印章图像与另外 {len(others)} 份文件的逐位相同。"
        own = next(p for d, p in uses if d is document)
        yield fault(document, message, f"本件第 {own} 页；{name} 第 {page} 页")


_BROKEN = {
    Sealing.ALTERED: "文件内容与签名时的摘要不一致，签名核验不通过",
    Sealing.FOREIGN: "签名值与签名证书不符，签名核验不通过",
    Sealing.PARTIAL: "签名只覆盖文件的一部分，其余内容不受签名保护",
    Sealing.ADDED: "签名之后文件又有改动",
}


def _signatures(docket: Docket) -> Iterator[tuple[Document, list[Signed]]]:
    """Documents that carry electronic signatures; those counted but not told apart as unknown."""
    for document in docket.admitted:
        told = [Signed.read(value) for name, value in document.reading.facts if name == "signature"]
        if told or "signatures" in dict(document.reading.facts):
            yield document, told or [Signed(Sealing.UNKNOWN, why="签名格式不受支持")]


@check(
    "Y39",
    each=_signatures,
    source=f"DA/T 70-2018 固化信息有效性检测（{RECALLED}）；《电子签名法》第十三条",
    severity=Severity.WARN,
)
def signatures_hold(_docket: Docket, signed: tuple[Document, list[Signed]]) -> Iterator[Remark]:
    """电子签名有效。

    Why: 核验不通过的签名，证明不了文件仍是签名时的样子；转存、加盖页码、另加批注也会使它失效。

    Mend: 核验不通过的，请向签发单位重新取得签名完好的文件；未核验的，用签名软件打开核验，把结果记在备考表。内网没有证书链的属于“无法核验”，不是无效。
    """
    document, signatures = signed
    for one in signatures:
        who = "，".join(part for part in (one.signer, one.time[:10]) if part)
        name = f"电子签名（{who}）" if who else "电子签名"
        if one.state in _BROKEN:
            yield fault(document, f"{name}：{_BROKEN[one.state]}。")
        elif one.state is Sealing.UNKNOWN:
            yield skipped(document, f"{name}未核验：{one.why}，请用签名软件核验。")
        else:
            yield skipped(document, f"{name}：内容自签名后未改动；签名证书是否可信未核验。")
