"""A chosen slot becomes a paper: its day, its words, its format, its bytes."""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from archivist.model import Plan
from archivist.sample import media, organs, page, photo, prose, screen, sheet, word
from archivist.sample.draft import Draft
from archivist.sample.slots import Slot, day
from archivist.sample.topics import FIRST, topics
from archivist.sample.wording import filled, pick

_TABLE_FORMATS = ("xlsx", "xlsx", "xlsx", "xlsx", "docx", "docx", "pdf")
_TEXT_FORMATS = ("docx", "docx", "docx", "docx", "docx", "pdf", "pdf", "pdf", "txt", "gbk")
_FILM_FORMATS = ("mp4", "mp4", "mov", "mp3", "wav")
_SCREEN_FORMATS = ("png", "png", "png", "jpeg")
_ENDINGS = {"jpeg": "jpg", "gbk": "txt"}


@dataclass(frozen=True, slots=True)
class Paper:
    """One file to be: what it is about and in which format, before name and faults.

    ``format`` is a short format name, or gbk for a text in GB18030. ``number`` is its 文号.
    ``matter`` knows its words; pictures and films have only ``when``, local time.
    """

    serial: int
    slot: Slot
    matter: prose.Matter
    format: str
    when: datetime
    caption: str = ""

    @property
    def ending(self) -> str:
        """The file-name ending clerks' programs give."""
        return _ENDINGS.get(self.format, self.format)

    @property
    def subject(self) -> str:
        """What a clerk would call it."""
        return prose.titled(self.matter)


def paper(plan: Plan, slot: Slot, serial: int, seed: int, hand: str = FIRST) -> Paper:
    """Decide everything about a paper but its number, its name and its faults."""
    luck = random.Random(f"{seed}/{serial}")
    on = day(slot, luck, plan.settings.inspection)
    street, district = pick(luck, "street"), district_of(plan)
    topic = topics(hand)[slot.point]
    subject = filled(luck.choice(slot.theme.subjects), luck, street=street, **_period(slot, on))
    genre = slot.theme.genre
    issuer = organs.full(slot.unit, street, district)
    facts = zlib.crc32(f"{seed}/{slot.point}/{on.year}".encode())
    matter = prose.Matter(topic, genre, subject, issuer, "", on, street, district, facts)
    clock = time(luck.randint(8, 17), luck.randint(0, 59), luck.randint(0, 59))
    return Paper(serial, slot, matter, _format(genre, luck), datetime.combine(on, clock))


def district_of(plan: Plan) -> str:
    """The plan's district, or an invented one while the setting is still a placeholder."""
    name = plan.settings.district
    return "青山区" if not name or any(char in name for char in "XxＸ×某") else name


def numbered(plan: Plan, papers: list[Paper]) -> list[Paper]:
    """Give every official paper its 文号: rising with the date for each organ and year."""
    district = district_of(plan)
    last: dict[tuple[str, int], int] = {}
    done = []
    for each in sorted(papers, key=lambda each: (each.matter.day, each.serial)):
        matter = each.matter
        if matter.genre in prose.RED and (matter.genre not in prose.LOOSE or each.serial % 3):
            head = organs.prefix(each.slot.unit, matter.street, district)
            key = (head, matter.day.year)
            last[key] = last.get(key, 0) + 1 + each.serial % 2
            number = f"{head}〔{matter.day.year}〕{last[key]}号"
            done.append(replace(each, matter=replace(matter, number=number)))
        else:
            done.append(each)
    return sorted(done, key=lambda each: each.serial)


def written(paper: Paper, seed: int) -> tuple[bytes, Draft | None]:
    """The bytes of a paper, and its draft if it has words."""
    serial, when = paper.serial + seed * 1_000_003, paper.when
    match paper.format:
        case "jpeg":
            return photo.jpeg(paper.serial, when, paper.caption), None
        case "png":
            return screen.png(serial, when), None
        case "mp4" | "mov":
            return media.film(paper.format, serial, when), None
        case "mp3":
            return media.mp3(serial, when, paper.subject), None
        case "wav":
            return media.wav(serial, when), None
    draft = prose.draft(paper.matter, random.Random(f"{seed}+{paper.serial}"))
    return encoded(draft, paper.format, when), draft


def encoded(draft: Draft, kind: str, when: datetime) -> bytes:
    """A draft as bytes of a format."""
    match kind:
        case "docx":
            return word.docx(draft, when)
        case "xlsx":
            return sheet.xlsx(draft, when)
        case "pdf":
            return page.pdf(draft, when)
        case "gbk":
            return draft.text().replace("\n", "\r\n").encode("gb18030")
    return draft.text().encode()


def _format(genre: str, luck: random.Random) -> str:
    match genre:
        case "照片" | "图":
            return "jpeg"
        case "截图":
            return luck.choice(_SCREEN_FORMATS)
        case "影像":
            return luck.choice(_FILM_FORMATS)
    return luck.choice(_TABLE_FORMATS if genre in prose.TABLES else _TEXT_FORMATS)


def _period(slot: Slot, on: date) -> dict[str, str]:
    quarter = "一二三四"[(on.month - 1) // 3]
    return {
        "year": str(slot.year or on.year),
        "month": f"{on.year}年{on.month}月",
        "quarter": f"{on.year}年第{quarter}季度",
    }
