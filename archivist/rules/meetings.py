"""The papers of one meeting (通知、签到、议程、文件、讲话、纪要、照片、录像), recognised at a point.

That sets of meeting papers are kept together is DA/T 22-2015 as secondary sources tell it (S46),
which papers make a set is S28 §三(三); how a set is recognised is ours. Papers of one set name
the same meeting within ``measures.meeting_days``; a paper that fits two meetings is laid to neither.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from archivist.model import Document, ElementKind, Meeting, Plan, Reason, Slot
from archivist.rules.kinship import bare, stripped
from archivist.rules.naming import plain, stem

_BEFORE = 3
_LEAST = 4
_PARTLY = 6
"""Letters a meeting's name needs to be known again as a part of a longer one."""

_HELD = re.compile(
    r"^(.*(?:会议|大会|例会|全会|座谈会|推进会|部署会|动员会|调度会|专题会|联席会|现场会|培训会|工作会"
    r"|联席会|研讨会|启动会|总结会|培训班))"
)
_OPENED = re.compile(r"召开|举行|举办|关于|印发|出席|参加|(?<![现存潜所])在")
_AROUND = re.compile(r"^(?:\d{4}年度?)?(?:全区|我区|本区)?(?:\d{4}年度?)?")
_COUNTED = re.compile(r"第?[\d一二三四五六七八九十]+(?:次|季度|届|期|轮|场)|\d{1,2}月")
_SLOTS = (
    (Slot.SIGN_IN, re.compile("签到")),
    (Slot.AGENDA, re.compile("议程|日程")),
    (Slot.SPEECH, re.compile("讲话|发言|致辞|主持词")),
    (Slot.MINUTES, re.compile("纪要|会议记录")),
    (Slot.NOTICE, re.compile(r"通知(?:[（(].{1,12}[)）])?$")),
)
_WORDED = re.compile("|".join(pattern.pattern for _, pattern in _SLOTS))
_SHOWN = {"image": Slot.PHOTOS, "video": Slot.RECORDING, "audio": Slot.RECORDING}
_OF_A_MEETING = re.compile("会议|会场|签到|培训|开会")
_TELLING = frozenset({Slot.NOTICE, Slot.SIGN_IN, Slot.AGENDA, Slot.SPEECH, Slot.MINUTES})
_BY_NAME = Reason("题名或文件名含同一会议的名称，日期相近")
_BY_FOLDER = Reason("与会议材料同在一个文件夹，这里同期只有这一次会议")


@dataclass(frozen=True, slots=True)
class _Paper:
    """A document as a paper of a meeting: which meeting it names ("" for none), its slot and day."""

    document: Document
    subject: str
    counted: tuple[str, ...]
    slot: Slot
    worded: bool
    day: date | None

    @property
    def key(self) -> tuple[int, str, str]:
        """Place in the set: by slot, date, name."""
        return (self.slot, self.day.isoformat() if self.day else "9", self.document.name)


def gathered(
    plan: Plan, circles: Iterable[Sequence[Document]], bonds: Collection[str]
) -> dict[str, Meeting]:
    """By name of document, the meeting whose set it lies in.

    A set has dated papers of at least two slots, one of which tells of the meeting itself, all of
    one year, so that the years of a box stay apart (ours).

    Args:
        plan: names the district, which papers write or leave out.
        circles: documents of one point and unit each.
        bonds: names of documents that lie in another's piece; they go where it goes.
    """
    days = plan.settings.measures.meeting_days
    found: dict[str, Meeting] = {}
    for circle in circles:
        papers = sorted(
            (_paper(plan, each) for each in circle if each.name not in bonds),
            key=lambda each: (each.day or date.max, each.document.name),
        )
        groups = _named(papers, days)
        joined = dict(_beside(papers, groups, days))
        for place, group in enumerate(groups):
            more = [paper for paper, to in joined.values() if to == place]
            found.update(_set(group, more))
    return found


def _paper(plan: Plan, document: Document) -> _Paper:
    element = document.reading.first(ElementKind.TITLE)
    typed = stem(plain(document.arrival.base))
    words = plain(element.value) if element else typed
    subject = _subject(plan, words) or (_subject(plan, typed) if element else "")
    told = _WORDED.search(words)
    slot = next((slot for slot, pattern in _SLOTS if pattern.search(words)), None) if told else None
    shown = _SHOWN.get(document.reading.mime.partition("/")[0])
    when = document.placement.date.value if document.placement.date else ""
    return _Paper(
        document,
        subject,
        tuple(_COUNTED.findall(subject)),
        slot or shown or Slot.PAPERS,
        slot is not None or bool(_OF_A_MEETING.search(typed)),
        date.fromisoformat(when) if len(when) == len("2022-01-01") else None,
    )


def _subject(plan: Plan, words: str) -> str:
    """The name of the meeting in a title: 关于召开全区食品安全工作会议的通知 → 食品安全工作会议."""
    match = _HELD.match(words) if "会" in words or "班" in words else None
    if not match:
        return ""
    named = stripped(_OPENED.split(match[1])[-1]).removeprefix(bare(plan.settings.district))
    named = _AROUND.sub("", named)
    return named if len(named) >= _LEAST else ""


def _same(one: _Paper, other: _Paper) -> bool:
    """Whether two papers name the same meeting: equal, or one name within the other."""
    if one.subject == other.subject:
        return True
    short, long = sorted((one.subject, other.subject), key=len)
    apart = one.counted and other.counted and one.counted != other.counted
    return len(short) >= _PARTLY and short in long and not apart


def _apart(one: _Paper, other: _Paper) -> int:
    """Days from the first to the second; without a day nothing is known, which is far apart."""
    return (other.day - one.day).days if one.day and other.day else 9999


def _named(papers: Sequence[_Paper], days: int) -> list[list[_Paper]]:
    """Papers that name a meeting and bear a date, by meeting; papers are in order of date."""
    groups: list[list[_Paper]] = []
    active: list[int] = []
    for paper in (each for each in papers if each.subject and each.day):
        active = [n for n in active if _apart(groups[n][0], paper) <= days]
        fits = [n for n in active if _same(groups[n][0], paper)]
        exact = [n for n in fits if groups[n][0].subject == paper.subject]
        if len(chosen := exact or fits) == 1:
            groups[chosen[0]].append(paper)
        elif not chosen:
            active.append(len(groups))
            groups.append([paper])
    return groups


def _beside(
    papers: Sequence[_Paper], groups: Sequence[Sequence[_Paper]], days: int
) -> Iterator[tuple[str, tuple[_Paper, int]]]:
    """Papers that name no meeting, in the folder of the only one about that time.

    Photos and recordings that say nothing of themselves go by a folder that holds nothing but
    papers of one meeting.
    """
    homes: dict[str, set[int]] = defaultdict(set)
    for place, group in enumerate(groups):
        for paper in group:
            homes[paper.document.arrival.folder].add(place)
    strange = {
        paper.document.arrival.folder
        for paper in papers
        if not paper.subject and not paper.worded and paper.slot not in _SHOWN.values()
    }
    for paper in papers:
        folder = paper.document.arrival.folder
        mute = paper.slot in _SHOWN.values() and folder not in strange and len(homes[folder]) == 1
        if paper.subject or not paper.day or not (paper.worded or mute):
            continue
        near = homes[folder] or homes.get(folder.rpartition("/")[0], set())
        fits = [n for n in near if -_BEFORE <= _apart(groups[n][0], paper) <= days]
        if len(fits) == 1:
            yield paper.document.name, (paper, fits[0])


def _set(group: Sequence[_Paper], more: Sequence[_Paper]) -> Iterator[tuple[str, Meeting]]:
    """The set of one meeting, if it is one."""
    year = min(paper.day for paper in group if paper.day).year
    together = [paper for paper in (*group, *more) if paper.day and paper.day.year == year]
    slots = {paper.slot for paper in together}
    if len(slots) < 2 or not slots & _TELLING:  # noqa: PLR2004 - a set is more than one
        return
    leader = min(together, key=lambda each: each.key)
    start = min(paper.day for paper in together if paper.day).isoformat()
    named = frozenset(paper.document.name for paper in group)
    for paper in together:
        name = paper.document.name
        why = _BY_NAME if name in named else _BY_FOLDER
        yield name, Meeting(leader.document.name, start, group[0].subject, paper.slot, why)
