"""Small cases for the checks, built from the nouns alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from archivist.model import (
    Arrival,
    Box,
    Case,
    Category,
    Component,
    Digest,
    Document,
    DocumentDate,
    Element,
    ElementKind,
    Every,
    Item,
    Kind,
    Limits,
    Part,
    PassRule,
    Phrase,
    Piece,
    Placement,
    Plan,
    Point,
    Problem,
    Reading,
    Role,
    Settings,
    State,
    Thresholds,
    Trouble,
    Unit,
    Want,
    Where,
)

TODAY = date(2025, 6, 15)
HERE = Where("rules/test.yaml", 1)
_MOMENT = datetime(2025, 6, 1, 8, tzinfo=UTC)
_MIME_ENDINGS = {"jpeg": ("jpg", "jpeg"), "txt": ("txt",), "unknown": ()}


def phrase(text: str) -> Phrase:
    return Phrase(text, HERE)


def want(name: str = "工作方案", every: Every = Every.ONCE, **changes: Any) -> Want:
    plain = Want(name, "文件", every, 1, False, (), (), HERE)
    return replace(plain, **changes)


def point(code: str = "01-1", score: str = "1", **changes: Any) -> Point:
    plain = Point(
        code=code,
        title="动员部署",
        text="召开动员会",
        kind=Kind.BASIC,
        score=Decimal(score),
        item=code[:2],
        part="1",
        methods=(),
        deduction="",
        lead="区教育局",
        support=(),
        period="近三年",
        years=(2023, 2024),
        wants=(want(),),
        names=(),
        words=(),
        examples=(),
        provenance=(),
        sources=(),
        where=HERE,
    )
    return replace(plain, **changes)


def unit(name: str = "区教育局", group: str = "", contact: str = "王老师 12345") -> Unit:
    return Unit(name, (), "监管部门", (), "published", contact, group, HERE)


def settings(**changes: Any) -> Settings:
    plain = Settings(
        district="某区",
        standard="国家食品安全示范城市标准（2022版）",
        reconstructed="重构",
        project_code="SAC",
        inspection=date(2025, 12, 1),
        years=(2023, 2024),
        pass_rule=PassRule(Decimal(90), Decimal("0.6"), bonus_counts=True),
        severities=(),
        waivers=(),
        not_applicable=(),
        ignored_names=(),
        limits=Limits(),
        thresholds=Thresholds(),
    )
    return replace(plain, **changes)


def plan(
    *points: Point,
    units: tuple[Unit, ...] = (unit(),),
    kind: Kind = Kind.BASIC,
    **changes: Any,
) -> Plan:
    """One part; points grouped into items by the first part of their code; J… are the bonus."""
    base = [p for p in points if p.kind is not Kind.BONUS]
    items = tuple(
        Item(
            code,
            "项目",
            kind,
            sum((p.score for p in base if p.item == code), Decimal(0)),
            tuple(p for p in base if p.item == code),
            HERE,
        )
        for code in dict.fromkeys(p.item for p in base)
    )
    score = sum((item.score for item in items), Decimal(0))
    bonus = tuple(p for p in points if p.kind is Kind.BONUS)
    return Plan(
        settings(**changes), (Part("1", "部分", score, items, HERE),), bonus, units, (), "0"
    )


def element(kind: ElementKind, value: str, printed: str = "", quote: str = "") -> Element:
    return Element(kind, value, printed or value, 1, 1, quote or printed or value)


def problem(trouble: Trouble) -> Problem:
    return Problem(trouble, f"读取时遇到：{trouble}", "请重新提交。")


_count = 0


def document(name: str = "区教育局/方案.pdf", content: str = "", **changes: Any) -> Document:
    """A placed document; fields of arrival, reading and placement are told apart by their names.

    ``when`` is the placement's date, ``troubles`` the reading's problems.
    """
    global _count  # noqa: PLW0603 - every arrival needs an id of its own
    _count += 1
    ending = name.rpartition(".")[2].lower()
    kind = changes.pop("format", {"jpg": "jpeg"}.get(ending, ending))
    when = changes.pop("when", "2024-03-05")
    troubles = changes.pop("troubles", ())
    digest = Digest(sha256((content or name).encode()).hexdigest())
    arrival = Arrival(_count, name, digest, 1000, _MOMENT, _MOMENT, "张三")
    reading = Reading(
        digest,
        "1",
        kind,
        extensions=_MIME_ENDINGS.get(kind, (kind,)),
        pages=3 if kind == "pdf" else None,
        chars=0 if kind in {"jpeg", "mp4"} else 500,
        problems=tuple(map(problem, troubles)),
    )
    placement = Placement(
        "01-1",
        "区教育局",
        "工作方案",
        DocumentDate(when, "文件名") if when else None,
        confidence=1.0,
        explicit=True,
    )
    parts: dict[str, Any] = {"reading": reading, "placement": placement, "arrival": arrival}
    for key in list(changes):
        owner = next((o for o in parts if hasattr(parts[o], key)), None)
        if owner:
            parts[owner] = replace(parts[owner], **{key: changes.pop(key)})
    return Document(**parts, **{"state": State.PLACED, **changes})


def piece(number: int, of: Document, **changes: Any) -> Piece:
    when = of.placement.date
    stored = changes.pop("file", f"{number:04d}_20240305_方案.pdf")
    pages = changes.pop("pages", of.reading.pages)
    title = changes.pop("title", "关于开展工作的方案")
    only = Component(1, f"{number:04d}", Role.MAIN, stored, title, pages, of)
    plain = Piece(
        number=number,
        code=f"SAC-{of.placement.point}-{when.year if when else '0000'}-{number:04d}",
        title=title,
        issuer="某区教育局",
        document_number="",
        date=when.eight if when else "",
        year=when.year if when else None,
        secrecy="",
        pages=pages,
        note="",
        components=(only,),
    )
    return replace(plain, **changes)


def box(*pieces: Piece, of: Point | None = None, **changes: Any) -> Box:
    target = of or point()
    shelf = f"1_部分/{target.code}"
    category = Category(target.code, (0,), shelf, target.code, target.title, target.lead, target)
    plain = Box("0001", category, 1, 1, f"{shelf}/0001_盒", pieces, (), 10, 20)
    return replace(plain, **changes)


def boxed(*documents: Document, of: Point | None = None) -> tuple[Box, ...]:
    return (box(*(piece(n, d) for n, d in enumerate(documents, 1)), of=of),)


def case(of: Plan | None = None, *documents: Document, **changes: Any) -> Case:
    plain = Case(of or plan(point()), documents, (), (), (), TODAY)
    made = replace(plain, **changes)
    return made if "rehearsal" in changes else replace(made, rehearsal=made.boxes)
