"""全: papers that belong together come together: meetings, chains of work, requests and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from archivist.checks.carriers import PICTURES, RECORDINGS
from archivist.checks.docket import Docket
from archivist.checks.official import BLIND, bare, day, sort_of
from archivist.checks.registry import OURS, PRACTICE, Remark, check, fault, skipped
from archivist.model import Document, Element, ElementKind, Severity, Trouble

_CALL = re.compile(r"(?:召开|举行|举办).{2,60}(?:会议?|培训)的?通知$|会议?通知$")
_SLOTS = {
    "签到": re.compile(r"签到"),
    "会议文件": re.compile(r"议程|方案|文件|汇报|材料|纪要|记录"),
    "讲话": re.compile(r"讲话|发言|致辞|主持词"),
}
_HELD = re.compile(r"签到|纪要|记录|照片|现场|讲话|简报|报道")
_WORK_PLAN = re.compile(r"(?:工作|实施|行动|整治|专项|检查|抽检|宣传|培训)(?:计划|方案)")
_DRAFTS = re.compile(r"发文稿纸|发文处理单|发文审批|发文单|拟稿纸")


def title_of(document: Document) -> str:
    """The printed title, else the name the file came with."""
    element = document.reading.first(ElementKind.TITLE)
    return element.value if element else document.arrival.base


def _day(document: Document) -> date | None:
    when = document.placement.date
    return day(when.value) if when else None


@dataclass(frozen=True, slots=True)
class Call:
    """A notice of a meeting with its set, and what else came soon after it at the point.

    ``papers`` are what was recognised as the same meeting's, with what is attached to them;
    ``around`` may be its papers too, but nothing says so.
    """

    notice: Document
    papers: tuple[Document, ...]
    around: tuple[Document, ...]


def _calls(docket: Docket) -> Iterator[Call]:
    after = timedelta(days=docket.plan.settings.measures.meeting_days)
    for documents in docket.at.values():
        for document in documents:
            when = _day(document)
            title = document.reading.first(ElementKind.TITLE)
            if when and title and _CALL.search(title.value):
                papers = docket.company(document)
                around = tuple(
                    other
                    for other in documents
                    if other is not document
                    and other.meeting is None
                    and other not in papers
                    and (then := _day(other))
                    and when - timedelta(days=3) <= then <= when + after
                )
                yield Call(document, papers, around)


@check(
    "Q03",
    each=_calls,
    source="创建工作资料建档标准（会议材料：通知、签到、文件、讲话、照片或录像）；惯例",
    severity=Severity.WARN,
)
def meeting_has_its_papers(docket: Docket, call: Call) -> Iterator[Remark]:
    """会议材料成套：通知、签到、文件、讲话、照片或录像。

    Why: 只有通知，不能说明会议开过；成套的会议材料互相印证。

    Mend: 补交同一次会议所缺的材料；小型专题会没有讲话、视频会没有签到的，在豁免中说明。
    """
    lacking = _lacking(call.papers)
    perhaps = [slot for slot in lacking if slot not in _lacking(call.around)]
    if not call.papers and not _held(call.around):
        days = docket.plan.settings.measures.meeting_days
        message = f"有会议通知，此后 {days} 天内没有找到签到、纪要、照片等任何一种会议材料。"
        yield fault(call.notice, message, title_of(call.notice))
    elif lacking:
        message = f"会议材料没有找到：{'、'.join(lacking)}。"
        told = f"此后另有{'、'.join(perhaps)}，看不出是否属于这次会议" if perhaps else ""
        evidence = "；".join(filter(None, (title_of(call.notice), told)))
        yield fault(call.notice, message, evidence, Severity.INFO)


def _lacking(papers: tuple[Document, ...]) -> list[str]:
    """Slots of a meeting's set none of these fills."""
    titles = [title_of(paper) for paper in papers]
    lacking = [slot for slot, words in _SLOTS.items() if not any(map(words.search, titles))]
    return lacking if any(map(_shown, papers)) else [*lacking, "照片或录像"]


def _held(papers: tuple[Document, ...]) -> bool:
    """Whether any of these shows that a meeting took place."""
    return any(_shown(paper) or _HELD.search(title_of(paper)) for paper in papers)


def _shown(paper: Document) -> bool:
    return paper.reading.format in PICTURES | RECORDINGS


def _plans(docket: Docket) -> Iterator[tuple[Document, date, tuple[Document, ...]]]:
    """Plans of work, long enough ago to have been carried out, with the point's documents."""
    slack = timedelta(days=docket.plan.settings.measures.work_days)
    for documents in docket.at.values():
        for document in documents:
            when = _day(document)
            if when and docket.today - when > slack and _WORK_PLAN.search(title_of(document)):
                yield document, when, documents


@check("Q04", each=_plans, source=OURS, severity=Severity.WARN)
def plan_is_followed_by_work(
    _docket: Docket, plan: tuple[Document, date, tuple[Document, ...]]
) -> Iterator[Remark]:
    """计划、方案之后有实施和结果材料。

    Why: 只有计划没有实施记录和总结，工作是否开展无从证明。

    Mend: 补交实施记录、总结或整改材料；工作仍在进行的，在豁免中说明。
    """
    document, when, documents = plan
    later = [o for o in documents if o is not document and (then := _day(o)) and then >= when]
    if not later:
        earlier = len(documents) - 1
        message = f"要点 {document.placement.point} 在这份计划（方案）之后没有任何材料。"
        yield fault(document, message, f"{when.isoformat()}；该要点另有更早的材料 {earlier} 件")


def _asked(docket: Docket) -> Iterator[tuple[Document, Element | None]]:
    """Requests (请示) with their own number."""
    for document in docket.admitted:
        if sort_of(document.reading) == "请示":
            yield document, document.reading.first(ElementKind.NUMBER)


@check(
    "Q06", each=_asked, source=f"件的构成（批复与请示为一件）；{PRACTICE}", severity=Severity.INFO
)
def request_has_its_answer(
    docket: Docket, asked: tuple[Document, Element | None]
) -> Iterator[Remark]:
    """请示有批复。

    Why: 请示与批复互为印证，缺了批复，所请示的事项是否办成不清楚。

    Mend: 补交批复（复函），与请示放在一起；当年没有批复的，在备考表或豁免中说明。
    """
    document, number = asked
    cited = docket.quoted_numbers.get(number.value, ()) if number else ()
    topic = _topic(title_of(document))
    named = any(topic in bare(title_of(answer)) for answer in docket.answers)
    if not any(paper is not document for paper in cited) and not named:
        evidence = number.value if number else title_of(document)
        yield fault(document, "有请示，没有找到对应的批复或复函。", evidence)


def _topic(title: str) -> str:
    """What is asked for, without who asks and the word for asking."""
    return bare(re.sub(r"^.*?关于|的?请示.*$", "", title))


def _issuing(docket: Docket) -> Iterator[tuple[Document, Element]]:
    for document in docket.admitted:
        if element := document.reading.first(ElementKind.ENCLOSED):
            yield document, element


@check("Q08", each=_issuing, source=f"转发文与被转发文为一件；{OURS}", severity=Severity.WARN)
def issued_text_is_included(docket: Docket, issuing: tuple[Document, Element]) -> Iterator[Remark]:
    """印发、转发的文件附有所印发的正文。

    Why: 只有“关于印发《……》的通知”而没有被印发的正文，证明不了具体内容。

    Mend: 补交被印发（转发）的正文，放在同一文件或同一文件夹；标题未被识别的，在豁免中说明。
    """
    document, element = issuing
    if element.page is not None or document.reading.all(ElementKind.ATTACHMENT_HEAD):
        return
    if document.reading.has(*BLIND, Trouble.NO_TEXT):
        yield skipped(document, "没有读出文件的全部文字，所印发的正文是否齐全未检查。")
    elif bare(element.value) not in docket.titles:
        message = f"题名是印发《{element.value}》，文中和同批材料中都没有找到这份正文。"
        yield fault(document, message, element.quote)


def _drafting(docket: Docket) -> Iterator[Document]:
    return (d for d in docket.admitted if _DRAFTS.search(title_of(d)))


@check("Q09", each=_drafting, source=f"归档常见问题；{PRACTICE}", severity=Severity.INFO)
def draft_sheet_has_its_paper(docket: Docket, document: Document) -> Iterator[Remark]:
    """有发文稿纸的，有正文。

    Why: 一件发文由正文、发文稿纸、定稿组成；只有稿纸没有正文，不能作为佐证。

    Mend: 补交正式印发的正文。迎检盒通常只放正本，不必另补稿纸。
    """
    number = document.reading.first(ElementKind.NUMBER)
    numbers = document.reading.all(ElementKind.QUOTED_NUMBER)
    codes = {element.value for element in (number, *numbers) if element}
    if not any(paper is not document for code in codes for paper in docket.numbered.get(code, ())):
        yield fault(document, "有发文稿纸（处理单），没有找到对应的正文。", title_of(document))


def _sheets(docket: Docket) -> Iterator[tuple[Document, float]]:
    """Pictures of pages with their share of ink."""
    for document in docket.admitted:
        facts = dict(document.reading.facts)
        if facts.get("look") == "page" and "ink" in facts:
            yield document, float(facts["ink"])


@check("Q11", each=_sheets, source=OURS, severity=Severity.INFO)
def page_is_not_blank(docket: Docket, sheet: tuple[Document, float]) -> Iterator[Remark]:
    """扫描页不是空白页。

    Why: 空白页不编页号，也不能作为佐证，多半是扫描时带进来的背面或隔页。

    Mend: 核对原件；确是空白背面的，可以退回。
    """
    document, ink = sheet
    settings = docket.plan.settings
    if ink < settings.measures.ink and not document.reading.chars:
        if ink and not settings.limits.ocr_pages:
            yield skipped(document, "墨迹很少，文字识别又已关闭，看不出是不是空白页。")
        else:
            yield fault(document, "页面上几乎没有墨迹，可能是空白页。", f"着墨面积 {ink:.2%}")
