"""准: dates, and the names and editions that belong to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from archivist.checks.carriers import PHOTOS, PICTURES, RECORDINGS
from archivist.checks.docket import Docket
from archivist.checks.official import day, signed
from archivist.checks.reform import outdated
from archivist.checks.registry import OURS, RECALLED, Remark, check, fault, skipped
from archivist.model import Document, DocumentDate, Element, ElementKind, Severity

_PADDED = re.compile(r"\d{4}年(?:0\d月|\d{1,2}月0\d日)")
_PLAN = re.compile(r"计划|方案|安排|要点|预案|规划|日程|议程|配档|通知|公告|公示")
_OF_THE_FILE = re.compile(r"拍摄|录制|文件属性")
"""Sources of a date that tell no more than the photo itself does."""
_EDITORS = re.compile(
    r"photoshop|lightroom|snapseed|picsart|gimp|meitu|xingtu|faceapp|coreldraw"
    r"|美图|醒图|光影魔术手|画图",
    re.IGNORECASE,
)
_YEAR_OF_EDITION = re.compile(r"((?:19|20)\d{2})\s*年?版?")
_STANDARD = re.compile(r"食品安全.{0,6}(?:示范)?城市.{0,8}(?:标准|细则|办法)|评价细则|测评标准")
_CLOCK_UNSET = date(2005, 1, 1)
_FIRST = date(1949, 10, 1)


def _dated(docket: Docket) -> Iterator[tuple[Document, Element]]:
    for document in docket.usable:
        if element := document.reading.first(ElementKind.DATE):
            yield document, element


@check("Z06", each=_dated, source="GB/T 9704-2012 7.3.5.4", severity=Severity.INFO)
def date_is_not_padded(_docket: Docket, dated: tuple[Document, Element]) -> Iterator[Remark]:
    """成文日期的月、日不编虚位。

    Why: 成文日期用阿拉伯数字，年份标全称，月、日不编虚位（1 不写成 01）。

    Mend: 今后印发时注意；已印发的不必改动。
    """
    document, element = dated
    if _PADDED.search(element.printed):
        yield fault(document, "成文日期的月或日编了虚位。", element.printed)


@check("Z07", each=_dated, source=OURS, severity=Severity.BLOCK)
def date_is_real(docket: Docket, dated: tuple[Document, Element]) -> Iterator[Remark]:
    """成文日期真实存在，且不晚于今天。

    Why: 不存在的日期或将来的日期说明有笔误，会使材料归错年度。

    Mend: 核对原件后改正；日期系识别错误的，由人工归入时注明日期。
    """
    document, element = dated
    when = day(element.value)
    if when is None:
        yield fault(document, "成文日期不是日历上有的日子。", element.printed)
    elif when < _FIRST:
        yield fault(document, "成文日期早于 1949 年 10 月 1 日。", element.printed, Severity.WARN)
    elif when > docket.today:
        planned = Severity.INFO if _is_plan(document) else None
        message = f"成文日期晚于今天（{docket.today.isoformat()}）。"
        yield fault(document, message, element.printed, planned)


def _is_plan(document: Document) -> bool:
    """Plans speak of the future, and what stands below them may be the planned day."""
    title = document.reading.first(ElementKind.TITLE)
    return bool(_PLAN.search(title.value if title else document.arrival.base))


def _shots(docket: Docket) -> Iterator[tuple[Document, date | None, DocumentDate | None]]:
    """Photos and recordings with the day they say of themselves and the day of their event.

    A photo whose only date is its own has nothing to be compared with and is no subject.
    """
    for document in docket.admitted:
        name = document.reading.format
        taken = day(document.reading.taken)
        said = document.placement.date
        event = None if said is None or _OF_THE_FILE.search(said.source) else said
        if name in PHOTOS and taken is None:
            yield document, None, event
        elif name in PICTURES | RECORDINGS and taken and (event or taken > docket.today):
            yield document, taken, event


@check("Z09", each=_shots, source=OURS, severity=Severity.WARN)
def photo_was_taken_at_the_event(
    docket: Docket, shot: tuple[Document, date | None, DocumentDate | None]
) -> Iterator[Remark]:
    """照片的拍摄时间与活动时间相符。

    Why: 拍摄时间与所印证的活动相差一天以上，容易被认为照片用错了场次。

    Mend: 核对是否放错照片；相机时钟不准或翻拍的，在照片说明或豁免中写明。
    """
    document, taken, event = shot
    if taken is None:
        yield skipped(document, "照片没有记录拍摄时间，无法与活动时间核对。")
    elif taken < _CLOCK_UNSET:
        yield skipped(document, f"照片记录的拍摄时间是 {taken.isoformat()}，相机时钟可能没有设置。")
    elif taken > docket.today:
        yield skipped(document, f"记录的拍摄时间是 {taken.isoformat()}，晚于今天，时钟可能不准。")
    elif event and not _near(taken, event.value, docket.plan.settings.measures.event_days):
        message = f"照片拍摄于 {taken.isoformat()}，所归活动的日期是 {event.value}。"
        yield fault(document, message, f"活动日期来源：{event.source}")


def _near(taken: date, event: str, most: int) -> bool:
    """Within so many days of the event, which may be known by its month or year only."""
    days = (taken + timedelta(days=apart) for apart in range(-most, most + 1))
    return any(near.isoformat().startswith(event) for near in days)


def _edited(docket: Docket) -> Iterator[tuple[Document, dict[str, str]]]:
    """Photos with what they say of themselves."""
    for document in docket.admitted:
        if document.reading.format in PHOTOS:
            yield document, dict(document.reading.facts)


@check("Z11", each=_edited, source="GB/T 11821 照片收集（未加修饰剪裁）", severity=Severity.WARN)
def photo_was_not_edited(
    docket: Docket, edited: tuple[Document, dict[str, str]]
) -> Iterator[Remark]:
    """照片未经修图软件处理。

    Why: 归档照片应未加修饰剪裁；经修图软件另存的照片，容易被问到是否改动过内容。

    Mend: 请提交相机或手机里的原图；只做过转正、裁边的，可在豁免中说明。
    """
    document, facts = edited
    software, bits = facts.get("software", ""), int(facts.get("thumbnail", "0"))
    if _EDITORS.search(software):
        yield fault(document, f"照片最后由 {software} 保存。", document.arrival.base)
    elif bits > docket.plan.settings.measures.thumbnail:
        message = "照片与相机写入的缩略图不同，可能裁剪或改动过。"
        yield fault(document, message, f"比对 64 处画面特征，相差 {bits} 处", Severity.INFO)


def _made(docket: Docket) -> Iterator[tuple[Document, date, date]]:
    for document in docket.admitted:
        reading = document.reading
        if reading.created and (made := day(reading.created)) and (when := signed(reading)):
            yield document, made, when


@check("Z10", each=_made, source=OURS, severity=Severity.INFO)
def file_is_about_as_old_as_its_date(
    docket: Docket, made: tuple[Document, date, date]
) -> Iterator[Remark]:
    """电子文件的创建时间与成文日期相近。

    Why: 补扫、重新导出、改版式都会使创建时间变晚，属于常见情况；只作提示，供现场说明。

    Mend: 一般不需处理；有早先的原始电子文件的，可换成原始文件。
    """
    document, created, when = made
    if (created - when).days > docket.plan.settings.measures.file_days:
        message = f"电子文件创建于 {created.isoformat()}，成文日期是 {when.isoformat()}。"
        yield fault(document, message, f"相差 {(created - when).days} 天")


def _named(docket: Docket) -> Iterator[tuple[Document, list[Element], date]]:
    """Documents with the bodies that issued or received them and the day that counts."""
    for document in docket.admitted:
        kinds = {ElementKind.ISSUER, ElementKind.RECEIVER}
        bodies = [e for e in document.reading.elements if e.kind in kinds]
        when = signed(document.reading)
        if bodies and when:
            yield document, bodies, when


@check("Z15", each=_named, source=f"2018 年、2023 年机构改革（{RECALLED}）", severity=Severity.INFO)
def bodies_bear_the_names_of_their_time(
    _docket: Docket, named: tuple[Document, list[Element], date]
) -> Iterator[Remark]:
    """发文机关、主送机关的名称与成文时间相符。

    Why: 机构改革后仍用旧名，可能是套用了旧文，或日期有误。

    Mend: 核对原件；原件确用旧名的（如旧印章过渡期），可在豁免中说明。
    """
    document, bodies, when = named
    for body in bodies:
        if former := outdated(body.value, when):
            message = f"{body.kind}用的是改革前的名称，成文日期是 {when.isoformat()}。"
            yield fault(document, message, f"原文：{body.printed[:60]}；现名：{former.now}")
            return


def _quoting(docket: Docket) -> Iterator[tuple[Document, list[Element], str]]:
    """Documents that quote an edition of the standard, with the year of the one in force."""
    match = _YEAR_OF_EDITION.search(docket.plan.settings.standard)
    for document in docket.admitted if match else ():
        editions = [
            e
            for e in document.reading.all(ElementKind.EDITION)
            if _STANDARD.search(f"{e.printed}{e.quote}")
        ]
        if match and editions:
            yield document, editions, match[1]


@check("Z16", each=_quoting, source=OURS, severity=Severity.WARN)
def quotes_the_edition_in_force(
    docket: Docket, quoting: tuple[Document, list[Element], str]
) -> Iterator[Remark]:
    """引用的标准是现行版本。

    Why: 按旧版标准准备的材料，要求和分值可能已经变化。

    Mend: 核对所引版本并按现行版本修改；新旧对照的材料不会提示。
    """
    document, editions, year = quoting
    years = {edition.value[:4] for edition in editions}
    if year not in years:
        shown = docket.plan.settings.standard_shown
        message = f"引用了 {'、'.join(sorted(years))} 年版，现行依据是 {shown}。"
        yield fault(document, message, editions[0].quote)
