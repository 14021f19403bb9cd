"""What the tests of placing share: the shipped rules and documents made of nouns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256

from archivist.model import (
    Arrival,
    Decision,
    Digest,
    Document,
    Element,
    ElementKind,
    Placement,
    Plan,
    Problem,
    Reading,
    Step,
    Trouble,
    Verb,
)
from archivist.rules import documents, load, pack, placer
from archivist.rules.placing import Placer

START = datetime(2022, 12, 1, 8, tzinfo=UTC)


@cache
def plan() -> Plan:
    return load(pack())


@cache
def rules() -> Placer:
    return placer(plan())


def digest(content: str) -> Digest:
    return Digest(sha256(content.encode()).hexdigest())


def arrival(name: str, content: str = "", number: int = 1) -> Arrival:
    return Arrival(number, name, digest(content or name), 1, START, START, "")


def reading(
    content: str = "",
    form: str = "docx",
    title: str = "",
    date: str = "",
    issuer: str = "",
    taken: str = "",
    created: str = "",
    modified: str = "",
) -> Reading:
    said = ((ElementKind.TITLE, title), (ElementKind.DATE, date), (ElementKind.ISSUER, issuer))
    elements = tuple(Element(kind, value, value) for kind, value in said if value)
    return Reading(
        digest(content),
        "1",
        form,
        chars=len(content),
        elements=elements,
        taken=taken,
        created=created,
        facts=(("modified", modified),) if modified else (),
    )


def place(name: str, text: str = "", decisions: Iterable[Decision] = (), **said: str) -> Placement:
    return rules().place(arrival(name, text), reading(text, **said), text, decisions)


def decision(
    verb: Verb, name: str, point: str = "", content: str = "", number: int = 1, want: str = ""
) -> Decision:
    at = START + timedelta(hours=number)
    whose = digest(content or name)
    return Decision(number, verb, name, whose, point, "", want, "", "李四", at, "已核对原件")


@dataclass
class Office:
    """Drops files one after the other and shows what becomes of them."""

    arrivals: list[Arrival] = field(default_factory=list)
    texts: dict[Digest, str] = field(default_factory=dict)
    readings: dict[Digest, Reading] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    told: list[Step] = field(default_factory=list)

    def drop(
        self, name: str, text: str = "", trouble: Trouble | None = None, form: str = "docx"
    ) -> Arrival:
        came = arrival(name, text, len(self.arrivals) + 1)
        self.arrivals.append(came)
        problems = (Problem(trouble, "文件打不开", "请重新导出"),) if trouble else ()
        chars = 0 if trouble else len(text)
        made = Reading(came.digest, "1", form, chars=chars, problems=problems)
        self.readings[came.digest] = made
        self.texts[came.digest] = text
        return came

    def documents(self) -> dict[str, list[Document]]:
        made = documents(
            plan(), self.arrivals, self.readings, self.stream, self.decisions, self.told.append
        )
        by_name: dict[str, list[Document]] = {}
        for document in made:
            by_name.setdefault(document.name, []).append(document)
        return by_name

    def stream(self, digests: Iterable[Digest]) -> Iterator[tuple[Digest, str]]:
        asked = set(digests)
        return ((d, text) for d, text in self.texts.items() if d in asked)
