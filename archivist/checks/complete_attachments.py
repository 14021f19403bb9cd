"""全: what a paper says is attached is attached."""

from __future__ import annotations

from collections.abc import Iterator

from archivist.checks.docket import Docket
from archivist.checks.official import BLIND, bare, similar
from archivist.checks.registry import Remark, check, fault, skipped
from archivist.model import Document, Element, ElementKind, Severity

_SHORT = 4
_ALIKE = 0.6


def _stating(docket: Docket) -> Iterator[tuple[Document, tuple[Element, ...]]]:
    """Documents that list attachments (附件说明), with the titles listed."""
    for document in docket.admitted:
        if stated := document.reading.all(ElementKind.ATTACHMENT):
            yield document, stated


@check("Q07", each=_stating, source="GB/T 9704-2012 7.3.4", severity=Severity.WARN)
def attachments_are_there(
    docket: Docket, stating: tuple[Document, tuple[Element, ...]]
) -> Iterator[Remark]:
    """附件说明所列的附件齐全。

    Why: 附件与正文同为一件，往往真正说明问题的名单、方案、责任清单就在附件里。

    Mend: 补交所缺附件，放在正文同一文件夹，文件名写明“附件1”或附件标题；附件从略或只在网上公布的，在豁免中说明。
    """
    document, stated = stating
    heads = document.reading.all(ElementKind.ATTACHMENT_HEAD)
    if len(heads) >= len(stated):
        return
    if document.reading.has(*BLIND):
        yield skipped(document, "没有读出文件的全部文字，附件是否齐全未检查。")
        return
    beside = docket.beside(document)
    lacking = [
        f"{number}.{element.value}"
        for number, element in enumerate(stated, 1)
        if not _found(number, element.value, heads, beside)
    ]
    if lacking:
        message = f"附件说明列有 {len(stated)} 个附件，没有找到其中 {len(lacking)} 个。"
        yield fault(document, message, "；".join(lacking[:5]))


def _found(number: int, title: str, heads: tuple[Element, ...], beside: str) -> bool:
    """Inside the paper below a head, or beside it as a file of that name."""
    if any(head.value == str(number) for head in heads):
        return True
    plain = bare(title)
    return f"附件{number}" in beside or (len(plain) >= _SHORT and plain in beside)


def _attached(docket: Docket) -> Iterator[tuple[Document, Element, Element]]:
    """Each attachment listed with the head of the same number found in the paper."""
    for document, stated in _stating(docket):
        heads = {h.value or "1": h for h in document.reading.all(ElementKind.ATTACHMENT_HEAD)}
        for number, element in enumerate(stated, 1):
            if head := heads.get(str(number)):
                yield document, element, head


@check("Z32", each=_attached, source="GB/T 9704-2012 7.3.7", severity=Severity.INFO)
def attachments_bear_the_titles_listed(
    _docket: Docket, attached: tuple[Document, Element, Element]
) -> Iterator[Remark]:
    """附件标题与附件说明一致。

    Why: 附件顺序号和附件标题应与附件说明的表述一致，不一致时难以确认是不是那一个附件。

    Mend: 核对原件；标题分行、简写的，不必处理。
    """
    document, stated, head = attached
    listed, shown = bare(stated.value), bare(head.quote.removeprefix(head.printed))
    if not shown or listed in shown or shown in listed:
        return
    if not similar(listed, shown, _ALIKE):
        own = head.quote.removeprefix(head.printed).strip()
        evidence = f"附件说明：{stated.value}；附件标题：{own}"
        yield fault(document, "附件标题与附件说明的表述不同。", evidence)
