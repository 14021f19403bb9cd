"""In which order the pieces of a point lie: year, kind, date, document number, name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archivist.model import Document, ElementKind, Order

PICTURES = frozenset(
    ["jpeg", "png", "tiff", "bmp", "gif", "webp", "heic", "avif", "dng", "psd", "svg", "jp2", "jxl"]
)
RECORDINGS = frozenset(
    [
        "mp4",
        "mov",
        "avi",
        "mkv",
        "webm",
        "wmv",
        "flv",
        "mpeg",
        "3gp",
        "mts",
        "mp3",
        "wav",
        "m4a",
        "aac",
        "flac",
        "amr",
        "wma",
        "ogg",
        "opus",
        "aiff",
        "midi",
    ]
)

SOUNDS = frozenset(
    ["mp3", "wav", "m4a", "aac", "flac", "amr", "wma", "ogg", "opus", "aiff", "midi"]
)

_MEETINGS = 40
_UPPER = re.compile(r"(国务院|国家|中共中央|中央|全国|[^区县]{0,6}省|[^区县]{0,6}市(?!场))[^区县]*")
_KINDS = tuple(
    (rank, re.compile(words))
    for rank, words in (
        (30, r"讲话|致辞|发言"),
        (_MEETINGS, r"会议|纪要|签到|议程|动员会|部署会|推进会|座谈会"),
        (80, r"(总结|自评报告|工作报告|情况报告|情况汇报|汇报材料|情况说明)"),
        (50, r"制度|办法|规定|规程|规范|细则|预案|机制|清单"),
        (70, r"培训|宣传|报道|科普|演练"),
        (60, r"检查|台账|抽检|监测|检测|执法|处罚|统计|报表|排查|督查|记录|登记"),
        (20, r"方案|意见|通知|要点|计划|规划|决定|批复|通报|函|文件"),
    )
)
_OTHER = 65
_RUN = ("通知", "签到", "议程", "方案", "讲话", "纪要")
_NUMBER = re.compile(r"〔(\d{4})〕(\d+)号")
_LATE = "99999999"


@dataclass(frozen=True, slots=True)
class Rule:
    """How pieces follow each other: what leads, and the wants of the point in their order."""

    order: Order = Order.KIND
    wants: tuple[str, ...] = ()


SortKey = tuple[int, int, str, str, int, str, int, int, str, str, str]


def kind_rank(document: Document, title: str) -> int:
    """Rank of the kind of document within a year, 10 (上级文件) to 95 (音像), OUTPUTS §3 (ours)."""
    if document.reading.format in RECORDINGS:
        return 95
    if document.reading.format in PICTURES:
        return 90
    issuer = document.reading.first(ElementKind.ISSUER)
    if issuer and _UPPER.fullmatch(issuer.value):
        return 10
    words = f"{title} {document.placement.want}"
    return next((rank for rank, pattern in _KINDS if pattern.search(words)), _OTHER)


def sort_key(document: Document, title: str, rule: Rule) -> SortKey:
    """Total order of the pieces of a point, by their main documents; it depends on nothing else.

    Year ascending and undated last (S28: 先按年分类). Within a year, by the rule:

    - 件种: kind, date, place in the run of a meeting (通知 to 纪要); after S28 再按内容分类, the
      order of kinds is ours;
    - 时间: date, and of one day by kind (2015 rule as told by S46: 时间结合事由);
    - 事由: what it proves, in the order of the point's wants, then date, then kind (2000 rule as
      told by S46: 事由结合时间、重要程度; that a want is a 事由, and meetings lead, is ours).

    The set of a meeting always stands together where its first paper stands, in the order of its
    slots. Document number, title, name and digest follow, so that no two documents ever tie.
    """
    number = document.reading.first(ElementKind.NUMBER)
    parts = _NUMBER.search(number.value) if number else None
    date = document.placement.date
    own = _eight(date.value) if date else _LATE
    tail = (
        own,
        int(parts[1]) if parts else 9999,
        int(parts[2]) if parts else 0,
        title,
        document.name,
        document.arrival.digest,
    )
    if meeting := document.meeting:
        lead = _MEETINGS if rule.order is Order.KIND else 0
        head = (int(meeting.day[:4]), lead, _eight(meeting.day), meeting.of, meeting.slot)
        return (*head, *tail)
    run = next((place for place, word in enumerate(_RUN) if word in title), len(_RUN))
    kind = kind_rank(document, title)
    matter = {want: place for place, want in enumerate(rule.wants, 1)}
    last = len(matter) + 1
    leads = {
        Order.KIND: (kind, run),
        Order.TIME: (0, kind * 10 + run),
        Order.MATTER: (matter.get(document.placement.want, last), kind * 10 + run),
    }
    lead, within = leads[rule.order]
    return (date.year if date else 9999, lead, own, "", within, *tail)


def _eight(iso: str) -> str:
    return iso.replace("-", "").ljust(8, "0")


def pages(document: Document) -> int | None:
    """页数: as read; a photo is one page; a recording has none."""
    if document.reading.format in RECORDINGS:
        return None
    if document.reading.format in PICTURES:
        return document.reading.pages or 1
    return document.reading.pages


def sheets(document: Document) -> int:
    """Paper sheets printed on both sides; of unknown length at least one, a recording none."""
    counted = pages(document)
    if counted is None:
        return 0 if document.reading.format in RECORDINGS else 1
    return (counted + 1) // 2
