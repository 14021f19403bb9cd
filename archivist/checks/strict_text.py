"""严: only finished papers are admitted (what the text says of itself)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivist.checks.carriers import TEXTS
from archivist.checks.docket import LIVE, Docket
from archivist.checks.official import UNNUMBERED, red_headed, sort_of
from archivist.checks.registry import OURS, Remark, check, fault, skipped
from archivist.model import Document, Element, ElementKind, Severity, State, Trouble

_DRAFT = re.compile(r"征求意见稿|讨论稿|送审稿|初稿|草稿|修改稿|校对稿|花脸稿|未定稿")
_ABOUT_DRAFTS = re.compile(
    r"(?:征求|反馈|修改|报送|回复).*意见.*函|关于.*征求|意见(?:建议)?(?:反馈|汇总|采纳)"
)
_FORM = re.compile(r"模板|样表|样式|式样|空白表|空表|范本|参考格式|填写说明|填表说明")
_BY_HAND = re.compile(
    r"(?:签字|签名|签章|盖章|签收|填表|经手|审核|负责人|日期|时间|电话|年龄|姓名|单位)[^。]{0,6}$"
)
_BLANK = re.compile(r"[_＿\s（）()〔〕年月日号\d]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_QUOTES = 3


def _papers(docket: Docket) -> Iterator[Document]:
    return (d for d in docket.usable if d.reading.format in TEXTS)


def _legible(docket: Docket) -> Iterator[Document]:
    return (d for d in _papers(docket) if d.reading.chars)


@check(
    "Y11",
    each=_papers,
    source="国家档案局令第8号 第四条（修改稿、校对稿不归档）",
    severity=Severity.WARN,
)
def is_no_draft(_docket: Docket, document: Document) -> Iterator[Remark]:
    """材料是定稿，不是过程稿。

    Why: 一般性文件的历次修改稿、征求意见稿不归档，也不能证明工作已经开展。

    Mend: 请换成正式印发的文本；有意保留过程稿的，在豁免中说明。
    """
    title = document.reading.first(ElementKind.TITLE)
    for text in (document.arrival.base, title.value if title else ""):
        if (match := _DRAFT.search(text)) and not _ABOUT_DRAFTS.search(text):
            yield fault(document, f"题名或文件名含“{match[0]}”。", text)
            return
    facts = dict(document.reading.facts)
    if changes := facts.get("tracked changes"):
        yield fault(document, f"文中留有 {changes} 处修订标记。", document.arrival.base)
    elif comments := facts.get("comments"):
        yield fault(document, f"文中留有 {comments} 条批注。", document.arrival.base, Severity.INFO)


@check("Y12", each=_papers, source=OURS, severity=Severity.BLOCK)
def no_blank_is_left(_docket: Docket, document: Document) -> Iterator[Remark]:
    """没有未填写的占位内容。

    Why: 文中留有“XX区”“待补”一类占位，说明不是定稿，或套用模板后没有改完。

    Mend: 补齐内容后重新提交；本来就是空白样表或有意隐去姓名的，在豁免中说明。
    """
    if not document.reading.chars:
        problems = document.reading.problems
        why = problems[0].message.rstrip("。") if problems else "文件没有文字层"
        yield skipped(document, f"{why}；占位、文号、日期等文字检查均未进行。")
        return
    open_ones = [e for e in document.reading.all(ElementKind.PLACEHOLDER) if not _for_hand(e)]
    if open_ones:
        shown = "；".join(f"“{e.quote or e.printed}”{_at(e)}" for e in open_ones[:_QUOTES])
        message = f"文中有 {len(open_ones)} 处可能未填写的占位。"
        yield fault(document, message, shown, _how_grave(document, open_ones))


def _for_hand(element: Element) -> bool:
    """A line to sign or date by hand is not a gap, nor are brackets in a foreign text."""
    if not _HAN.search(element.quote):
        return True
    before = element.quote.partition(element.printed)[0]
    return bool(_BLANK.fullmatch(element.printed)) and bool(_BY_HAND.search(before.rstrip(" :：")))


def _how_grave(document: Document, elements: list[Element]) -> Severity | None:
    """Forms are meant to be blank; a blank to fill in weighs less than a name left as XX."""
    title = document.reading.first(ElementKind.TITLE)
    if _FORM.search(document.arrival.base) or (title and _FORM.search(title.value)):
        return Severity.INFO
    blank = all(_BLANK.fullmatch(element.printed) for element in elements)
    return Severity.WARN if blank else None


def _at(element: Element) -> str:
    return f"（第 {element.page} 页）" if element.page else ""


def _numbered(docket: Docket) -> Iterator[Document]:
    """Papers with a document number, or with all the looks of one that should have it."""
    for document in _legible(docket):
        reading = document.reading
        number = reading.first(ElementKind.NUMBER) or reading.first(ElementKind.LOOSE_NUMBER)
        if number or (red_headed(reading) and sort_of(reading) not in UNNUMBERED):
            yield document


@check("Y14", each=_numbered, source="GB/T 9704-2012 7.2.5", severity=Severity.WARN)
def official_paper_bears_a_valid_number(_docket: Docket, document: Document) -> Iterator[Remark]:
    """正式公文有规范的发文字号。

    Why: 发文字号由机关代字、年份、发文顺序号组成，年份用全称加六角括号，顺序号不加“第”、不编虚位；不规范或没有文号的，难以确认是正式文件。

    Mend: 换成正式印发的版本；文号系识别或录入错误的，可在豁免中说明。讲话、简报、表格、照片不需要文号。
    """
    reading = document.reading
    loose = reading.first(ElementKind.LOOSE_NUMBER)
    if reading.first(ElementKind.NUMBER):
        return
    if loose:
        evidence = f"原文：{loose.printed}；规范写法：{loose.value}"
        yield fault(document, f"发文字号书写不规范：{'、'.join(_faults(loose))}。", evidence)
    else:
        title = reading.first(ElementKind.TITLE)
        message = "有版头，题名是公文，但没有读出发文字号。"
        yield fault(document, message, title.value if title else "")


def _faults(loose: Element) -> list[str]:
    """What the printed number does otherwise than GB/T 9704-2012 §7.2.5."""
    printed = loose.printed
    faults = []
    if not re.search(r"〔.*〕", printed):
        faults.append("年份没有用六角括号〔〕")
    if not re.search(r"(?:19|20)\d{2}", printed):
        faults.append("年份不是四位全称")
    if "第" in printed:
        faults.append("顺序号前加了“第”")
    if re.search(r"\D0+\d+\s*号", printed):
        faults.append("顺序号编了虚位")
    return faults or ["与规范格式不符"]


def _readable(docket: Docket) -> Iterator[Document]:
    """Everything that has words; what was set aside for its mark is rejected, and told here."""
    for document in docket.case.documents:
        seen = document.state in LIVE or document.reading.first(ElementKind.SECRECY)
        if seen and document.reading.chars and not document.reading.has(Trouble.ENCRYPTED):
            yield document


@check(
    "Y21",
    each=_readable,
    source="GB/T 9704-2012 7.2.2；《保守国家秘密法》",
    severity=Severity.BLOCK,
)
def bears_no_secrecy_mark(_docket: Docket, document: Document) -> Iterator[Remark]:
    """版头没有密级标志。

    Why: 标有密级的文件不得在本系统中保存和复制，必须按保密规定处理。

    Mend: 请立即通知保密员，按规定移出；已经解密的，提交解密后的版本或在豁免中说明。
    """
    mark = document.reading.first(ElementKind.SECRECY)
    if mark and mark.page in {None, 1}:
        inside = document.state is State.PLACED
        state = "，经人工归入，已在卷宗之内" if inside else "，已隔离，没有入卷宗；原件仍在档案库中"
        yield fault(document, f"首页版头有单独成行的密级标志{state}。", _at(mark).strip("（）"))
