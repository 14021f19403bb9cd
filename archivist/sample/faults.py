"""Known faults, one kind a line: what real districts get wrong, done on purpose and labelled."""

from __future__ import annotations

import io
import random
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from archivist.model import Plan
from archivist.sample import media, zips
from archivist.sample.draft import Draft, Line, Role
from archivist.sample.paper import Paper
from archivist.sample.prose import shown
from archivist.sample.slots import Slot

SHARES = {
    "nowhere": 0.04,
    "contradiction": 0.0125,
    "duplicate": 0.01,
    "temporary": 0.01,
    "edition": 0.0075,
    "encrypted": 0.0075,
    "wrong-extension": 0.0075,
    "bad-number": 0.0075,
    "truncated": 0.005,
    "empty": 0.005,
    "wrong-code": 0.005,
    "placeholder": 0.005,
    "number-year": 0.005,
    "number-reused": 0.005,
    "old-organ": 0.005,
    "photo-date": 0.005,
    "hostile-name": 0.005,
    "future-date": 0.0025,
    "nested-zip": 0.0025,
}
"""The share of dropped files that has each kind of fault."""

WORDED = frozenset(
    ["placeholder", "bad-number", "number-year", "number-reused", "future-date", "old-organ"]
)
"""Faults in the words of a paper under a red head."""

_ABOLISHED = ("食品药品监督管理局", "卫生和计划生育局", "工商行政管理局", "质量技术监督局")
_HOSTILE = (
    "\u200b",
    "\u202e",
    "%0A",
    "＆amp;",
    " '#; $(dir)",
    "\u3000\u3000",
    "\U0001f600",
    "e\u0301",
)
_LIES = {"docx": "doc", "pdf": "docx", "xlsx": "xls", "jpeg": "png", "png": "jpg", "mp4": "avi"}
_NUMBER = re.compile(r"(?P<head>.+)〔(?P<year>\d{4})〕(?P<number>\d+)号")


_EVERY_KIND = 150
_WORDY = ("docx", "pdf")
_CARRIERS = dict.fromkeys(("wrong-code", "contradiction", "encrypted", "edition"), _WORDY) | {
    "truncated": ("docx", "pdf", "jpeg", "xlsx", "mp4"),
    "wrong-extension": tuple(_LIES),
    "photo-date": ("jpeg",),
}


def counts(files: int) -> dict[str, int]:
    """How many files of each kind; in all but the smallest districts at least one of every kind."""
    least = 1 if files >= _EVERY_KIND else 0
    return {kind: max(least, round(share * files)) for kind, share in SHARES.items()}


def fits(kind: str, paper: Paper) -> bool:
    """Whether a paper can carry a fault."""
    if kind in WORDED:
        return paper.format in _WORDY and bool(paper.matter.number)
    return paper.format in _CARRIERS.get(kind, (paper.format,))


def reworded(kind: str, paper: Paper, other: str, luck: random.Random) -> Paper:
    """The same paper with a fault in its words; ``other`` is another paper's 文号."""
    matter = paper.matter
    found = _NUMBER.fullmatch(matter.number)
    match kind:
        case "bad-number" if found:
            head, year, number = found.groups()
            forms = (
                f"{head}[{year}]{number}号",
                f"{head}〔{year}〕第{number}号",
                f"{head}〔{year}〕0{number}号",
                f"{head}（{year[2:]}）{number}号",
            )
            return replace(paper, matter=replace(matter, number=luck.choice(forms)))
        case "number-year" if found:
            year = str(int(found["year"]) - 1)
            number = f"{found['head']}〔{year}〕{found['number']}号"
            return replace(paper, matter=replace(matter, number=number))
        case "number-reused":
            return replace(paper, matter=replace(matter, number=other))
        case "future-date":
            later = matter.day.replace(year=matter.day.year + 8, day=min(matter.day.day, 28))
            number = matter.number.replace(f"〔{matter.day.year}〕", f"〔{later.year}〕")
            return replace(paper, matter=replace(matter, day=later, number=number))
        case "old-organ":
            issuer = matter.district + luck.choice(_ABOLISHED)
            return replace(paper, matter=replace(matter, issuer=issuer))
    return paper


def unfilled(draft: Draft, district: str) -> Draft:
    """The district's name never replaced the template's XX."""
    lines = tuple(Line(line.role, line.text.replace(district, "XX区")) for line in draft.lines)
    extra = Line(Role.TEXT, "请XX区有关部门于    年  月  日前将XX同志名单报送我办。")
    return replace(draft, lines=(*lines, extra))


def revised(draft: Draft, on: date) -> Draft:
    """A later edition: a sentence more, a later day."""
    old = next((line.text for line in reversed(draft.lines) if line.role is Role.DATE), "")
    lines = [
        Line(line.role, shown(on)) if line.text == old and line.role is Role.DATE else line
        for line in draft.lines
    ]
    place = next((n for n, line in enumerate(lines) if line.role is Role.SIGNER), len(lines))
    lines.insert(place, Line(Role.TEXT, "本次根据征求意见情况作了修改完善，以此件为准。"))
    return replace(draft, lines=tuple(lines))


def spoiled(kind: str, paper: Paper, data: bytes, luck: random.Random) -> bytes:
    """The bytes as such a fault leaves them."""
    match kind:
        case "empty":
            return b""
        case "truncated":
            return data[: int(len(data) * luck.uniform(0.4, 0.8))]
        case "encrypted":
            return locked(paper, data)
    return data


def locked(paper: Paper, data: bytes) -> bytes:
    """Under a password: DOCX as Office does it, PDF by the standard handler."""
    return media.locked_docx(paper.serial) if paper.format == "docx" else _locked_pdf(data)


def _locked_pdf(data: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, ByteStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    mark = ByteStringObject(data[-16:])
    writer._ID = ArrayObject((mark, mark))  # noqa: SLF001 - pypdf would draw it by chance,
    writer.encrypt("archivist", algorithm="RC4-128")
    writer._ID = ArrayObject((mark, mark))  # noqa: SLF001 - and draws half of it again
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked_zip(name: str, data: bytes, when: datetime) -> bytes:
    """A ZIP whose one member is under a password."""
    return zips.pack([zips.lock(zips.part(name, data, "gbk"), b"archivist")], when)


def lie(paper: Paper) -> str:
    """A usual wrong ending for a format."""
    return _LIES[paper.format]


def hostile(stem: str, luck: random.Random) -> str:
    """A name with characters that hide, turn or mean something to programs."""
    place = luck.randint(1, len(stem.rpartition("/")[2]) - 1)
    cut = len(stem) - place
    return stem[:cut] + luck.choice(_HOSTILE) + stem[cut:]


def temporary(luck: random.Random, serial: int) -> tuple[str, bytes]:
    """A file no archive wants: an owner file, a picture cache, a half download."""
    owner = b"\4User" + bytes(49) + "User".encode("utf-16-le") + bytes(100)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    number = b"%d" % serial
    return luck.choice(
        (
            (f"~$作方案{serial}.docx", (owner + number).ljust(162, b"\0")),
            ("Thumbs.db", ole + number),
            (".DS_Store", b"\0\0\0\1Bud1" + bytes(100) + number),
            (f"未确认 {serial}.crdownload", b"%PDF-1.4\n" + number),
            (f"~WRL{serial:04}.tmp", ole + number),
        )
    )


def unknown_code(plan: Plan, luck: random.Random) -> str:
    """A code that looks like a point's and names none."""
    items = sorted({code.partition("-")[0] for code in plan.by_code if "-" in code})
    beyond = len(items) + luck.randint(1, 9)
    forms = (f"{luck.choice(items)}-9", f"{beyond}-1", f"J{luck.randint(10, 19)}")
    return luck.choice([form for form in forms if form not in plan.by_code])


def other_code(plan: Plan, slot: Slot, luck: random.Random) -> str:
    """The code of a point of another item than the slot's."""
    item = slot.point.partition("-")[0]
    others = [code for code in plan.by_code if code.partition("-")[0] != item]
    return luck.choice([code for code in others if code not in slot.theme.also])


def shifted(paper: Paper, luck: random.Random) -> Paper:
    """A photo whose camera says another year than its name."""
    days = luck.choice((-1, 1)) * luck.randint(200, 500)
    return replace(paper, when=paper.when + timedelta(days=days))
