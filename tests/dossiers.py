"""A small district made of nouns, for the tests of what is handed over."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from archivist.dossier import arrange
from archivist.model import (
    Archive,
    Arrival,
    Candidate,
    Check,
    Digest,
    Document,
    DocumentDate,
    Element,
    ElementKind,
    Every,
    Finding,
    Forecast,
    Fulfilment,
    Item,
    Kind,
    Limits,
    Outcome,
    Part,
    PassRule,
    Phrase,
    Placement,
    Plan,
    Point,
    Reading,
    Reason,
    Settings,
    Severity,
    Standing,
    State,
    Thresholds,
    Unit,
    Verdict,
    Waiver,
    Want,
    WantStanding,
    Where,
)

LINE = Where("rules/part-2.yaml", 41)
WHEN = datetime(2022, 11, 1, 2, 30, tzinfo=UTC)


def want(name: str, every: Every = Every.YEAR) -> Want:
    return Want(name, "文件", every, 1, False, (Phrase(name, LINE),), (), LINE)


def point(code: str, title: str, part: str, item: str, **changes: Any) -> Point:
    fields: dict[str, Any] = {
        "code": code,
        "title": title,
        "text": f"{title}，每年不少于 2 次。",
        "kind": Kind.KEY,
        "score": Decimal("1.5"),
        "item": item,
        "part": part,
        "methods": ("资料审查",),
        "deduction": "每少 1 次扣 0.25 分。",
        "lead": "区教育局",
        "support": ("区食安办",),
        "period": "近三年",
        "years": (2020, 2021, 2022),
        "wants": (want("常务会议纪要"), want("动员部署会材料", Every.ONCE)),
        "names": (),
        "words": (),
        "examples": (),
        "provenance": (("text", "published"), ("score", "inferred（按总量分配）")),
        "sources": ("SC",),
        "where": LINE,
    }
    return Point(**{**fields, **changes})


def settings(**changes: Any) -> Settings:
    fields: dict[str, Any] = {
        "district": "青山区",
        "standard": "国家食品安全示范城市标准（2022版）",
        "reconstructed": "重构",
        "project_code": "SAC",
        "inspection": date(2023, 6, 15),
        "years": (2020, 2021, 2022),
        "pass_rule": PassRule(Decimal(90), Decimal("0.6"), True),
        "severities": (),
        "waivers": (),
        "not_applicable": (),
        "ignored_names": (),
        "limits": Limits(),
        "thresholds": Thresholds(),
    }
    return Settings(**{**fields, **changes})


def unit(name: str) -> Unit:
    return Unit(name, (Phrase(f"{name}旧称", LINE),), "监管部门", (), "published", "", "", LINE)


def plan(**changes: Any) -> Plan:
    veto = point("01-1", "无重大食品安全事故", "1", "01", kind=Kind.VETO, score=Decimal(0))
    meetings = point("05-2", "党委政府专题研究", "2", "05")
    streets = point("05-3", "街道研究部署", "2", "05", lead="区食安办", support=())
    bonus = point("J1", "治理机制创新", "", "", kind=Kind.BONUS, score=Decimal(2))
    first = Item("01", "无重大食品安全突发事件", Kind.VETO, Decimal(0), (veto,), LINE)
    second = Item("05", "党政同责有效落实", Kind.KEY, Decimal(3), (meetings, streets), LINE)
    return Plan(
        settings=settings(**changes),
        parts=(
            Part("1", "食品安全状况持续稳定良好", Decimal(0), (first,), LINE),
            Part("2", "党政同责和监管责任落实", Decimal(3), (second,), LINE),
        ),
        bonus=(bonus,),
        units=(unit("区食安办"), unit("区教育局"), unit("CON")),
        sources=(("SC", "四川省评价细则"),),
        digest="0" * 64,
    )


def document(name: str, code: str = "05-2", **changes: Any) -> Document:
    """A placed PDF of 3 pages dated 2022-03-15 unless told otherwise."""
    digest = Digest(hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest())
    elements = tuple(
        Element(kind, str(changes.pop(key)), "")
        for key, kind in (
            ("title", ElementKind.TITLE),
            ("number", ElementKind.NUMBER),
            ("issuer", ElementKind.ISSUER),
        )
        if key in changes
    )
    form, endings = changes.pop("format", "pdf"), changes.pop("extensions", ("pdf",))
    pages, when = changes.pop("pages", 3), changes.pop("date", "2022-03-15")
    why = Reason("文件名含编码 05-2", LINE)
    candidates = (Candidate("05-2", 0.55, (why,)), Candidate("05-3", 0.4, (Reason("含“街道”"),)))
    placement = Placement(
        point="" if changes.get("state") is State.OPEN else code,
        unit=str(changes.pop("unit", "区教育局")),
        date=DocumentDate(str(when), "成文日期") if when else None,
        confidence=0.95,
        explicit=True,
        reasons=(why,),
        candidates=candidates,
        cross=tuple(changes.pop("cross", ())),
    )
    return Document(
        arrival=Arrival(int(digest[:7], 16), name, digest, 1000, WHEN, WHEN, "张三"),
        reading=Reading(
            digest,
            "1",
            str(form),
            extensions=endings,
            pages=pages,
            elements=elements,
        ),
        placement=placement,
        **{"state": State.PLACED, **changes},
    )


CHECKS = (
    Check("Q05", "年度覆盖", "检查组逐年看材料。", "补齐缺的年度。", "S28", Severity.WARN),
    Check(
        "Y05",
        "落款齐全",
        "没有日期的文件无法归入年度。",
        "补盖章、日期后重新提交。",
        "practice",
        Severity.BLOCK,
    ),
)


def verdict(plan_: Plan, documents: tuple[Document, ...], *findings: Finding) -> Verdict:
    """Lead units hold half of every point; one want is partly met, one missing."""
    standings = []
    for found in plan_.points:
        names = tuple(d.name for d in documents if d.placement.point == found.code)
        for name in found.units:
            role = "牵头" if name == found.lead else "配合"
            half = found.score / 2 if role == "牵头" else Decimal(0)
            wants = (
                WantStanding(
                    found.wants[0],
                    Fulfilment.PARTLY,
                    2,
                    3,
                    ("2021",),
                    names,
                    covered=("2020", "2022"),
                ),
                WantStanding(found.wants[1], Fulfilment.MISSING, 0, 1, (), ()),
            )
            standings.append(
                Standing(found, name, role, Fulfilment.PARTLY, wants, names, half, half)
            )
    forecast = Forecast(
        held=Decimal("61.5"),
        at_risk=Decimal("38.5"),
        bonus=Decimal(2),
        total=Decimal("63.5"),
        pass_score=Decimal(90),
        passes=False,
        vetoes=("01-1",),
        weak=(("05", Decimal("0.5")),),
    )
    return Verdict(findings, (("Q05", 3),), tuple(standings), forecast, CHECKS)


def finding(subject: str, check: str = "Y05", **changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "check": check,
        "severity": Severity.BLOCK,
        "outcome": Outcome.FINDING,
        "about": "document",
        "subject": subject,
        "message": "文末没有日期",
        "point": "05-2",
        "unit": "区教育局",
        "where": LINE,
    }
    return Finding(**{**fields, **changes})


def waiver(subject: str) -> Waiver:
    return Waiver("Y05", subject, "原件已销毁，无法补日期", "李四", date(2023, 1, 1), LINE)


def archive(documents: tuple[Document, ...], *findings: Finding, **changes: Any) -> Archive:
    made = plan(**changes)
    boxes = arrange(made, documents)
    return Archive(made, date(2022, 11, 23), documents, boxes, verdict(made, documents, *findings))
