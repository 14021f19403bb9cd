"""For every check a story in which it fires and stories in which it stays silent."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from archivist.checks import catalogue, judge
from archivist.model import (
    Bond,
    Candidate,
    Case,
    Component,
    CrossEntry,
    Digest,
    Document,
    DocumentDate,
    Every,
    Finding,
    Kind,
    NotApplicable,
    Outcome,
    Point,
    Reason,
    Redaction,
    Role,
    Severity,
    State,
    Trouble,
    Waiver,
    refusal,
)
from archivist.model import ElementKind as E
from tests import stories_across as across
from tests.nouns import (
    HERE,
    TODAY,
    box,
    boxed,
    case,
    document,
    element,
    phrase,
    piece,
    plan,
    point,
    problem,
    settings,
    unit,
    want,
)

Story = Callable[[], Case]
WARN, INFO, BLOCK = Severity.WARN, Severity.INFO, Severity.BLOCK

PLAIN = document()
AT = datetime(2024, 3, 5, tzinfo=UTC)
REDACTED = Redaction("照片.heic", Digest("0" * 64), Digest("1" * 64), 1, "张三", AT, "公示")
YEARLY = want("年度总结", Every.YEAR)
BONUS = point("J1", kind=Kind.BONUS)
NUMBER = "某政发〔2024〕3号"
TITLE = "关于印发食品安全工作方案的通知"


def paper(name: str = "区教育局/通知.pdf", /, **changes: object) -> Document:
    """An official paper: number, title, issuer and date, each changed by its name."""
    made = {
        "number": NUMBER,
        "title": TITLE,
        "issuer": "某区人民政府",
        "signed": "2024-03-05",
    } | changes
    kinds = {
        "number": E.NUMBER,
        "loose": E.LOOSE_NUMBER,
        "title": E.TITLE,
        "issuer": E.ISSUER,
        "signed": E.DATE,
        "signer": E.SIGNER,
        "secrecy": E.SECRECY,
        "receiver": E.RECEIVER,
    }
    elements = [
        element(kind, str(value), str(made.get(f"{key}_printed", "")))
        for key, kind in kinds.items()
        if (value := made.get(key)) is not None
    ]
    rest: dict[str, Any] = {
        k: v for k, v in changes.items() if k.removesuffix("_printed") not in kinds
    }
    return document(name, elements=tuple(elements), **rest)


def attaching(
    stated: tuple[str, ...], *heads: tuple[str, str], troubles: tuple[Trouble, ...] = ()
) -> Document:
    """A paper that lists attachments, with the heads (number, title) found in it."""
    found = [element(E.ATTACHMENT, title) for title in stated]
    for number, title in heads:
        printed = f"附件{number}"
        found.append(element(E.ATTACHMENT_HEAD, number, printed, f"{printed} {title}".strip()))
    return document("区教育局/通知.pdf", elements=tuple(found), troubles=troubles)


def holding(*documents: Document, of: Point | None = None) -> Case:
    return case(plan(of or point()), *documents, boxes=boxed(*documents, of=of))


def with_open_words(*quotes: tuple[str, str], name: str = "a.docx") -> Case:
    found = tuple(element(E.PLACEHOLDER, printed, printed, quote) for printed, quote in quotes)
    return case(None, document(name, elements=found))


def twins(**changes: object) -> Case:
    main = document("a.pdf", "same")
    twin = document("b.pdf", "same", **({"state": State.DUPLICATE, "same_as": "a.pdf"} | changes))
    return case(None, main, twin)


def inferred(confidence: float, *rivals: tuple[str, float], cross: tuple[str, ...] = ()) -> Case:
    candidates = [("01-1", confidence), *rivals]
    return case(
        None,
        document(
            explicit=False,
            confidence=confidence,
            candidates=tuple(Candidate(code, sure, ()) for code, sure in candidates),
            cross=cross,
        ),
    )


def photo(taken: str, event: str = "2024-03-05", source: str = "文件名") -> Case:
    when = DocumentDate(event, source)
    return case(None, document("会议.jpg", taken=taken, date=when))


def quoting(*years: str) -> Case:
    of = "《国家食品安全示范城市标准（{}版）》"
    found = tuple(element(E.EDITION, y, of.format(y)) for y in years)
    return case(None, document(elements=found))


def catalogue_line(**changes: object) -> Case:
    return case(None, PLAIN, boxes=(box(piece(1, PLAIN, **changes)),))


def crossed(*entries: CrossEntry) -> Case:
    other = point("02-1")
    main = document(cross=("02-1",))
    first = piece(1, main)
    home = box(first)
    away = box(of=other, number="0002", folder="1_部分/02-1/0002_盒", cross=entries)
    if not entries:
        away = replace(away, cross=(CrossEntry("方案", "0001", first, first.components[0]),))
    return case(plan(point(), other), main, boxes=(home, away))


def misled() -> Case:
    told = crossed()
    home, away = told.boxes
    entry = replace(away.cross[0], box="0009")
    return replace(told, boxes=(home, replace(away, cross=(entry,))))


def unboxed_cross() -> Case:
    told = crossed()
    return replace(told, boxes=told.boxes[:1])


def composed(*roles: Role, **changes: Any) -> Case:
    """A piece of a text and further documents, in this order and in these roles."""
    main = document("正文.pdf")
    bonds = [Bond(main.name, main.name, role, n, Reason("")) for n, role in enumerate(roles, 2)]
    parts = [replace(document(f"{bond.place}.pdf"), bond=bond) for bond in bonds]
    whole = piece(1, main)
    more = [
        Component(n, f"0001-{n:02}", each.bond.role, f"0001-{n:02}_.pdf", "", 3, each)
        for n, each in enumerate(parts, 2)
        if each.bond
    ]
    pages = 3 + 3 * len(more)
    whole = replace(whole, components=(*whole.components, *more), pages=pages)
    return case(None, main, *parts, boxes=(box(replace(whole, **changes)),))


def two_boxes(first: str, second: str, **changes: object) -> Case:
    a, b = document("a.pdf"), document("b.pdf")
    one = box(piece(1, a), number=first, total=2)
    changed: dict[str, Any] = {
        "number": second,
        "index": 2,
        "total": 2,
        "folder": "1_部分/01-1/0002_盒",
    } | changes
    return case(None, a, b, boxes=(one, box(piece(2, b), **changed)))


def renumbered(*numbers: int) -> Case:
    documents = [document(f"{n}.pdf") for n in range(len(numbers))]
    pieces = [piece(n, d) for n, d in zip(numbers, documents, strict=True)]
    return case(None, *documents, boxes=(box(*pieces),))


def series(second: str) -> Case:
    first = paper("a.pdf", number="某政发〔2024〕3号", signed="2024-08-05", title="关于甲的通知")
    later = paper("b.pdf", number="某政发〔2024〕9号", signed=second, title="关于乙的通知")
    return case(None, first, later)


STREETS = tuple(unit(f"{n}街道", group="各街道办事处") for n in "东西")
COVERING = want("责任清单", words=(phrase("职责分工"),))

FIRES: dict[str, list[Story]] = {
    "Q01": [
        case,
        lambda: case(plan(point(lead="各街道办事处"), units=STREETS), document(unit="东街道")),
    ],
    "Q02": [
        lambda: case(plan(point(wants=(want(), want("责任书")))), PLAIN),
        lambda: case(plan(point(wants=(want(at_least=2),))), PLAIN),
    ],
    "Q05": [lambda: case(plan(point(wants=(YEARLY,))), document(want="年度总结"))],
    "Q07": [
        lambda: case(None, attaching(("责任分工表", "考核办法"), ("1", "责任分工表"))),
        lambda: case(None, attaching(("责任分工表",))),
    ],
    "Q10": [lambda: catalogue_line(pages=2), lambda: composed(Role.ATTACHMENT, pages=3)],
    "Q17": [lambda: holding(paper())],
    "Q20": [
        lambda: renumbered(1, 3),
        lambda: renumbered(1, 1),
        lambda: two_boxes("0001", "0003", index=3),
    ],
    "Q23": [
        lambda: case(None, document(state=State.OPEN, point="")),
        lambda: case(None, document(state=State.UNREADABLE, troubles=(Trouble.DAMAGED,))),
        lambda: case(None, document(state=State.REJECTED)),
        lambda: case(None, document(state=State.DUPLICATE, same_as="没有.pdf")),
    ],
    "Q24": [
        lambda: case(plan(point(), units=(unit(contact=""),))),
        lambda: case(plan(point(lead="区某局"))),
    ],
    "Q25": [
        lambda: case(plan(BONUS)),
        lambda: case(plan(point(), BONUS), document(cross=("J1",))),
    ],
    "Y01": [
        lambda: case(None, document(troubles=(Trouble.DAMAGED,))),
        lambda: case(None, document(state=State.UNREADABLE, troubles=(Trouble.CRASHED,))),
        lambda: case(None, document(troubles=(Trouble.TIMED_OUT,))),
        lambda: case(
            None, document("会议.mp4", facts=(("flaws", "3"),), troubles=(Trouble.PARTIAL,))
        ),
    ],
    "Y02": [
        lambda: case(None, document("照片.png", format="jpeg", extensions=("jpg", "jpeg"))),
        lambda: case(None, document("没有扩展名", format="pdf", extensions=("pdf",))),
        lambda: case(None, document("其实是文本.pdf", format="txt", extensions=("txt",))),
    ],
    "Y03": [lambda: case(None, document("会议.heic"))],
    "Y04": [
        lambda: case(None, document(state=State.UNREADABLE, troubles=(Trouble.ENCRYPTED,))),
        lambda: case(None, document(troubles=(Trouble.OWNER_LOCKED,))),
    ],
    "Y05": [
        lambda: case(None, document("材料.rar", state=State.UNREADABLE)),
        lambda: case(
            None, document("材料.zip", state=State.CONTAINER, troubles=(Trouble.ENCRYPTED,))
        ),
        lambda: case(None, document("空包.zip", state=State.UNREADABLE, troubles=(Trouble.EMPTY,))),
    ],
    "Y07": [
        lambda: case(None, document("台账.xls", facts=(("macros", "yes"),))),
        lambda: case(None, document(facts=(("attachments", "1"),))),
    ],
    "Y08": [
        lambda: case(None, document(state=State.UNREADABLE, troubles=(Trouble.EMPTY,))),
        lambda: case(None, document(troubles=(Trouble.TRUNCATED,))),
        lambda: case(None, document(size=0)),
    ],
    "Y09": [
        twins,
        lambda: twins(point=""),
        lambda: twins(state=State.PLACED, same_as=""),
    ],
    "Y11": [
        lambda: case(None, document("方案（征求意见稿）.docx")),
        lambda: case(None, paper(title="食品安全工作方案（初稿）")),
        lambda: case(None, document("a.docx", facts=(("tracked changes", "3"),))),
        lambda: case(None, document("a.docx", facts=(("comments", "3"),))),
    ],
    "Y12": [
        lambda: with_open_words(("XX", "在XX区召开")),
        lambda: with_open_words(("____", "共检查____家")),
    ],
    "Y14": [
        lambda: case(None, paper(number=None, loose=NUMBER, loose_printed="某政发[2024]第03号")),
        lambda: case(None, paper(number=None, issuer_printed="某区人民政府文件")),
        lambda: case(None, paper(number=None, title="关于拨付经费的请示", signer="王某")),
    ],
    "Y21": [lambda: case(None, paper(secrecy="机密★10年"))],
    "Y29": [lambda: case(None, document("mmexport1700000000.jpg"))],
    "Y30": [lambda: case(None, document("会议.jpg", width=640, height=480))],
    "Y34": [
        lambda: catalogue_line(file="0001_20240305_方案?.pdf"),
        lambda: case(None, document("区教育局/方案\u3000.pdf\u200b")),
        lambda: case(None, document("区教育局/aux.pdf")),
        lambda: case(None, document(f"区教育局/{'长' * 80}.pdf")),
        lambda: case(None, document("区教育局/cafe\u0301.pdf")),
    ],
    "Y35": [lambda: catalogue_line(file=f"0001_20240305_{'长' * 170}.pdf")],
    "Y36": [lambda: case(None, ignored=("区教育局/Thumbs.db", "区教育局/~$方案.docx"))],
    "Y42": [lambda: case(None, document(unit="", by=""))],
    "Z01": [
        lambda: case(None, paper("a.pdf"), paper("b.pdf", title="关于表彰先进集体的决定")),
        lambda: case(
            None,
            paper("a.pdf"),
            paper("c.pdf"),
            paper("b.pdf", title="关于表彰先进集体的决定"),
        ),
    ],
    "Z02": [lambda: case(None, paper(signed="2023-03-05"))],
    "Z03": [lambda: series("2024-03-05")],
    "Z06": [lambda: case(None, paper(signed_printed="2024年03月05日"))],
    "Z07": [
        lambda: case(None, paper(signed="", signed_printed="2024年2月30日")),
        lambda: case(None, paper(signed="2026-01-01", title="关于情况的报告")),
        lambda: case(None, paper(signed="1924-03-05")),
    ],
    "Z09": [lambda: photo("2024-03-08T10:00:00"), lambda: photo("2024-03-08T10:00:00", "2024-02")],
    "Z10": [lambda: case(None, paper(created="2025-05-30T10:00:00"))],
    "Z11": [
        lambda: case(None, document("会议.jpg", facts=(("software", "Adobe Photoshop CC"),))),
        lambda: case(None, document("会议.jpg", facts=(("thumbnail", "25"),))),
    ],
    "Z15": [
        lambda: case(None, paper(issuer="某区食品药品监督管理局", signed="2021-04-02")),
        lambda: case(None, paper(receiver="各街道办事处，区卫计委", signed="2021-04-02")),
    ],
    "Z16": [lambda: quoting("2016")],
    "Z21": [
        lambda: case(
            None, paper(), boxes=(box(piece(1, paper(), document_number="x", issuer="")),)
        ),
        lambda: catalogue_line_of(paper(), document_number=NUMBER, issuer="另一机关"),
    ],
    "Z22": [lambda: catalogue_line_of(paper(), title="完全不同的一个题名")],
    "Z24": [
        lambda: catalogue_line(code="SAC-01-1-2024-0009"),
        lambda: case(
            None,
            *(a := (document("a.pdf"), document("b.pdf"))),
            boxes=(box(piece(1, a[0]), piece(2, a[1], code="SAC-01-1-2024-0001")),),
        ),
    ],
    "Z28": [
        lambda: inferred(0.7),
        lambda: inferred(0.95, ("02-1", 0.9)),
        lambda: case(None, document(contradictions=(Reason("文件夹写 02-1"),))),
    ],
    "Z32": [lambda: case(None, attaching(("责任分工表",), ("1", "培训签到册")))],
    "Z33": [lambda: case(None, paper(title="食品安全工作开展情况"))],
    "Z34": [
        lambda: case(None, paper(signer="王某")),
        lambda: case(None, paper(title="关于拨付经费的请示")),
    ],
    "J04": [lambda: holding(document("a.pdf"), document("b.pdf", when="2023-01-01"))],
    "J05": [lambda: case(None, PLAIN, boxes=(box(piece(1, PLAIN), sheets=500, spine=50),))],
    "J06": [lambda: catalogue_line_of(document(pages=300))],
    "J01": [
        lambda: composed(Role.DRAFT, Role.ATTACHMENT),
        lambda: holding(document("附件1.xlsx")),
    ],
    "J07": [lambda: renumbered(2, 3), lambda: renumbered(2, 1), lambda: renumbered(1, 3)],
    "J08": [lambda: two_boxes("0002", "0001"), lambda: two_boxes("0001", "0001")],
    "J09": [
        lambda: catalogue_line(title=" "),
        lambda: catalogue_line(code=""),
        lambda: catalogue_line(date="2024-03-05"),
        lambda: catalogue_line(document_number="无"),
        lambda: catalogue_line(issuer="本局"),
        lambda: catalogue_line(pages=None),
        lambda: catalogue_line(pages=0),
    ],
    "J10": [
        lambda: case(None, PLAIN),
        lambda: case(None, PLAIN, boxes=(box(piece(1, PLAIN), piece(2, PLAIN)),)),
        lambda: case(None, boxes=boxed(document(state=State.REJECTED))),
    ],
    "J12": [lambda: holding(document(when=""))],
    "J27": [
        lambda: case(
            None,
            PLAIN,
            boxes=(box(piece(1, PLAIN, file="0001_A.pdf"), piece(2, PLAIN, file="0001_a.pdf")),),
        ),
        lambda: catalogue_line(file="1_方案.pdf"),
        lambda: case(
            None,
            PLAIN,
            boxes=(box(piece(1, PLAIN, file="0002_a.pdf"), piece(2, PLAIN, file="0001_b.pdf")),),
        ),
        lambda: two_boxes("0001", "0002", folder="1_部分/01-1/0001_盒"),
    ],
    "J28": [misled, unboxed_cross],
    "J31": [
        lambda: case(None, document("包/bagit.txt", state=State.LIST, troubles=(Trouble.PACKAGE,))),
        lambda: case(None, document("包/data/甲.pdf", troubles=(Trouble.PACKAGE,))),
    ],
    "J32": [lambda: case(None, PLAIN, boxes=boxed(PLAIN), rehearsal=())],
}


def catalogue_line_of(of: Document, **changes: object) -> Case:
    return case(None, of, boxes=(box(piece(1, of, **changes)),))


NA = (NotApplicable("01-1", "无此业务", "李局", HERE),)
CLEAN_PAPER = catalogue_line_of(paper(), document_number=NUMBER, title=TITLE, issuer="某区人民政府")

SILENT: dict[str, list[Story]] = {
    "Q01": [lambda: case(None, PLAIN), lambda: case(plan(point(years=(2025,), wants=(YEARLY,))))],
    "Q02": [lambda: case(None, PLAIN)],
    "Q05": [
        lambda: case(
            plan(point(wants=(YEARLY,))),
            document("a.pdf", want="年度总结", when="2023"),
            document("b.pdf", want="年度总结", when="2024-12"),
        )
    ],
    "Q07": [
        lambda: case(None, attaching(("责任分工表",), ("", "责任分工表"))),
        lambda: case(None, attaching(("责任分工表",)), document("区教育局/责任分工表.xlsx")),
        lambda: case(None, attaching(("责任分工表",)), document("区教育局/附件/附件1.xlsx")),
    ],
    "Q10": [catalogue_line, lambda: composed(Role.ATTACHMENT, Role.REQUEST)],
    "Q17": [lambda: CLEAN_PAPER],
    "Q20": [lambda: renumbered(1, 2), lambda: two_boxes("0001", "0002")],
    "Q23": [
        twins,
        lambda: case(None, document(state=State.REJECTED, why="与创建无关")),
        lambda: case(None, document("材料.zip", state=State.CONTAINER)),
    ],
    "Q24": [lambda: case(None, PLAIN)],
    "Q25": [lambda: case(plan(BONUS), document(point="J1"))],
    "Y01": [
        lambda: case(None, PLAIN),
        lambda: case(None, document(troubles=(Trouble.NO_TEXT,))),
        lambda: case(None, document("会议.mp4", facts=(("played", "all"),))),
        lambda: case(None, document(troubles=(Trouble.ILLEGIBLE,))),
    ],
    "Y02": [
        lambda: case(None, document("照片.JPG")),
        lambda: case(None, document("通知.txt", format="eml", extensions=("eml",))),
        lambda: case(None, document("校验值.sha512", format="txt", extensions=("txt", "log"))),
        lambda: case(None, document("1.fpage", format="xml", extensions=("xml", "xsd"))),
        lambda: case(None, replace(document("照片.heic", format="jpeg"), redaction=REDACTED)),
    ],
    "Y03": [lambda: case(None, PLAIN, document("b.mov"), document("c.xlsx"), document("d.txt"))],
    "Y04": [lambda: case(None, PLAIN)],
    "Y05": [lambda: case(None, document("材料.zip", state=State.CONTAINER))],
    "Y07": [lambda: case(None, PLAIN)],
    "Y08": [lambda: case(None, PLAIN)],
    "Y09": [lambda: case(None, PLAIN), lambda: twins(point="02-1")],
    "Y11": [
        lambda: case(None, PLAIN),
        lambda: case(None, paper(title="关于征求《工作方案（征求意见稿）》意见的函")),
    ],
    "Y12": [
        lambda: case(None, PLAIN),
        lambda: with_open_words(("____", "负责人签字：____")),
        lambda: with_open_words(("______", "填表人：______")),
        lambda: with_open_words(("( )", "main( ) returns")),
    ],
    "Y14": [
        lambda: case(None, paper()),
    ],
    "Y21": [lambda: case(None, paper())],
    "Y29": [lambda: case(None, document("IMG_2024.jpg"))],
    "Y30": [lambda: case(None, document("会议.jpg", width=4000, height=3000))],
    "Y34": [lambda: holding(PLAIN)],
    "Y35": [lambda: holding(PLAIN)],
    "Y36": [],
    "Y42": [lambda: case(None, document(unit="")), lambda: case(None, document(by=""))],
    "Z01": [
        lambda: case(
            None, paper("a.pdf"), paper("扫描.pdf", title="关于印发食品安会工作方案的通知")
        ),
        lambda: case(None, paper("a.pdf"), paper("附件.pdf", title="食品安全工作方案")),
        lambda: case(None, paper("a.pdf"), paper("b.pdf", title=None)),
    ],
    "Z02": [
        lambda: case(None, paper()),
        lambda: case(None, paper(number="某政发〔2023〕88号", signed="2024-01-05")),
    ],
    "Z03": [lambda: series("2024-07-20"), lambda: series("2024-09-20")],
    "Z06": [lambda: case(None, paper(signed_printed="2024年3月5日"))],
    "Z07": [lambda: case(None, paper())],
    "Z09": [
        lambda: photo("2024-03-06T00:10:00+08:00"),
        lambda: photo("2024-03-04"),
        lambda: photo("2024-03-01", "2024-02"),
        lambda: photo("2024-07-01", "2024"),
    ],
    "Z10": [lambda: case(None, paper(created="2024-06-01"))],
    "Z11": [
        lambda: case(None, document("会议.jpg")),
        lambda: case(None, document("会议.jpg", facts=(("software", "HarmonyOS 4.2"),))),
        lambda: case(None, document("会议.jpg", facts=(("thumbnail", "8"),))),
    ],
    "Z15": [
        lambda: case(None, paper(issuer="某区食品药品监督管理局", signed="2017-04-02")),
        lambda: case(None, paper(issuer="城关食药监所", signed="2021-04-02")),
        lambda: case(None, paper(title="关于转发原食品药品监管局文件的通知", signed="2021-04-02")),
        lambda: case(None, paper(issuer="某区农业农村局", signed="2021-04-02")),
    ],
    "Z16": [lambda: quoting("2022"), lambda: quoting("2016", "2022")],
    "Z21": [lambda: CLEAN_PAPER],
    "Z22": [lambda: CLEAN_PAPER, lambda: catalogue_line_of(paper(), title="[自拟题名]")],
    "Z24": [lambda: holding(PLAIN), lambda: holding(document(when=""))],
    "Z28": [
        lambda: case(None, PLAIN),
        lambda: inferred(0.95, ("02-1", 0.5)),
        lambda: inferred(0.95, ("02-1", 0.94), cross=("02-1",)),
    ],
    "Z32": [
        lambda: case(None, attaching(("责任分工表",), ("1", "责任分工表（2024年）"))),
        lambda: case(None, attaching(("责任分工表",), ("1", ""))),
    ],
    "Z33": [lambda: case(None, paper())],
    "Z34": [
        lambda: case(None, paper()),
        lambda: case(None, paper(title="关于拨付经费的请示", signer="王某")),
    ],
    "J04": [lambda: holding(PLAIN, document("b.pdf", when=""))],
    "J05": [lambda: case(None, PLAIN, boxes=(box(piece(1, PLAIN), sheets=180, spine=20),))],
    "J06": [lambda: holding(PLAIN)],
    "J01": [lambda: composed(Role.ATTACHMENT, Role.DRAFT), lambda: holding(PLAIN)],
    "J07": [lambda: renumbered(1, 2, 3), lambda: two_boxes("0001", "0002")],
    "J08": [lambda: two_boxes("012-1", "012-2"), lambda: two_boxes("9-1", "10-1")],
    "J09": [
        lambda: holding(PLAIN),
        lambda: holding(document(when="2024")),
        lambda: holding(document("a.docx", pages=None)),
        lambda: holding(document("空表.xlsx", pages=0)),
        lambda: holding(document(when="")),
    ],
    "J10": [lambda: holding(PLAIN)],
    "J12": [lambda: holding(PLAIN), lambda: holding(document(when="2024"))],
    "J27": [
        lambda: case(None, PLAIN, boxes=(box(piece(1, PLAIN), piece(2, PLAIN, file="0002_a.pdf")),))
    ],
    "J28": [crossed],
    "J31": [lambda: case(None, document("包/bagit.txt", state=State.LIST))],
    "J32": [lambda: holding(PLAIN)],
}

NOT_CHECKED: dict[str, list[Story]] = {
    "Q07": [lambda: case(None, attaching(("责任分工表",), troubles=(Trouble.PARTIAL,)))],
    "Y01": [
        lambda: case(None, document("版式.ofd", troubles=(Trouble.NO_READER,))),
        lambda: case(None, document(troubles=(Trouble.ENCRYPTED,), state=State.UNREADABLE)),
        lambda: case(None, document("会议.mp4")),
        lambda: case(None, document("会议.mp4", facts=(("played", "300.0"),))),
        lambda: case(None, document("海报.jpg", troubles=(Trouble.BOMB,))),
    ],
    "Y02": [lambda: case(None, document("什么.bin", format="unknown"))],
    "Y03": [lambda: case(None, document("什么.bin", format="unknown"))],
    "Y04": [lambda: case(None, document(troubles=(Trouble.UNKNOWN,)))],
    "Y12": [lambda: case(None, document(chars=0, troubles=(Trouble.NO_TEXT,)))],
    "Y30": [lambda: case(None, document("会议.jpg"))],
    "Z09": [
        lambda: photo(""),
        lambda: photo("2000-01-01T00:00:00"),
        lambda: photo("2099-09-29", source="照片拍摄时间"),
    ],
}

NO_SUBJECT: dict[str, list[Story]] = {
    "Q01": [lambda: case(plan(point(), not_applicable=NA)), lambda: case(plan(BONUS))],
    "Y14": [
        lambda: case(None, paper(number=None, title="在动员会上的讲话", issuer_printed="某区文件")),
        lambda: case(None, paper(number=None)),
        lambda: case(None, paper(number=None, title="区政府常务会议纪要", signer="王某")),
        lambda: case(None, document("台账.xlsx")),
        lambda: case(None, document("会议.jpg")),
    ],
    "J31": [lambda: case(None, PLAIN)],
    "Y05": [lambda: case(None, document("通知.docx", format="zip", state=State.UNREADABLE))],
    "Y30": [
        lambda: case(None, document("扫描.jpg", width=640, height=480, facts=(("look", "page"),)))
    ],
    "Y36": [lambda: case(None, PLAIN)],
    "Z09": [lambda: photo("2024-03-08", source="照片拍摄时间"), lambda: case(None, PLAIN)],
    "Z16": [lambda: case(None, document(elements=(element(E.EDITION, "2016", "教材2016版"),)))],
}

FIRES |= across.FIRES
SILENT |= across.SILENT
NOT_CHECKED = {
    name: NOT_CHECKED.get(name, []) + across.NOT_CHECKED.get(name, [])
    for name in NOT_CHECKED | across.NOT_CHECKED
}

GENTLER: list[tuple[str, Severity, Story]] = [
    ("Q01", WARN, FIRES["Q01"][1]),
    ("Q02", INFO, lambda: case(plan(point(wants=(want(), COVERING))), paper(title="职责分工表"))),
    ("Q02", INFO, lambda: case(plan(replace(BONUS, wants=(want(), YEARLY))), document(point="J1"))),
    (
        "Q05",
        INFO,
        lambda: case(
            plan(point(wants=(YEARLY,))),
            document("a.pdf", want="年度总结"),
            document("管理制度.pdf", want="年度总结", when="2019-01-01"),
        ),
    ),
    ("Y04", WARN, FIRES["Y04"][1]),
    ("Y09", INFO, twins),
    ("Y12", WARN, lambda: with_open_words(("____", "共检查____家"))),
    ("Y12", INFO, lambda: with_open_words(("XX", "XX区"), name="自查报告模板.docx")),
    ("Y34", INFO, lambda: case(None, document("区教育局/a?.pdf"))),
    ("Z07", WARN, FIRES["Z07"][2]),
    ("Z07", INFO, lambda: case(None, paper(signed="2026-01-01", title="关于明年工作安排的通知"))),
]


def said(by: str, of: Case) -> list[Finding]:
    return [finding for finding in judge(of).findings if finding.check == by]


def stories(table: dict[str, list[Story]]) -> list[object]:
    return [
        pytest.param(name, story, id=f"{name}-{index}")
        for name, group in table.items()
        for index, story in enumerate(group)
    ]


def test_every_check_has_a_story_in_which_it_fires_and_one_in_which_it_stays_silent() -> None:
    ids = {card.id for card in catalogue()}
    assert set(FIRES) == ids
    assert set(SILENT) == ids
    assert {name for name, group in FIRES.items() if not group} <= set(NOT_CHECKED)
    assert {name for name, group in SILENT.items() if not group} <= set(NO_SUBJECT | NOT_CHECKED)


@pytest.mark.parametrize(("name", "story"), stories(FIRES))
def test_it_fires(name: str, story: Story) -> None:
    found = said(name, story())
    assert found
    assert {finding.outcome for finding in found} == {Outcome.FINDING}
    assert all(finding.subject and finding.message.endswith("。") for finding in found)


@pytest.mark.parametrize(("name", "story"), stories(SILENT))
def test_it_stays_silent_and_counts_the_pass(name: str, story: Story) -> None:
    verdict = judge(story())
    assert [f for f in verdict.findings if f.check == name] == []
    assert dict(verdict.passed)[name] > 0


@pytest.mark.parametrize(("name", "story"), stories(NOT_CHECKED))
def test_it_says_that_it_could_not_check_and_never_calls_that_a_pass(
    name: str, story: Story
) -> None:
    verdict = judge(story())
    (finding,) = [f for f in verdict.findings if f.check == name]
    assert (finding.outcome, finding.severity) == (Outcome.NOT_CHECKED, INFO)
    assert dict(verdict.passed)[name] == 0


@pytest.mark.parametrize(("name", "story"), stories(NO_SUBJECT))
def test_it_has_nothing_to_look_at(name: str, story: Story) -> None:
    verdict = judge(story())
    assert [f for f in verdict.findings if f.check == name] == []
    assert dict(verdict.passed)[name] == 0


@pytest.mark.parametrize(("name", "severity", "story"), GENTLER)
def test_it_speaks_gently_where_a_false_alarm_is_likely(
    name: str, severity: Severity, story: Story
) -> None:
    assert {finding.severity for finding in said(name, story())} == {severity}


def test_one_document_of_three_with_another_title_is_the_odd_one() -> None:
    assert [finding.subject for finding in said("Z01", FIRES["Z01"][1]())] == ["b.pdf"]


def test_an_empty_parcel_is_not_told_to_hold_files() -> None:
    (finding,) = said("Y05", FIRES["Y05"][2]())
    assert finding.message == "压缩包里没有文件。"


def test_a_missing_kind_names_what_may_be_it_and_does_not_guess_at_the_rest() -> None:
    asked = plan(point(wants=(want(), COVERING)))
    (named,) = said("Q02", case(asked, paper(title="职责分工表")))
    assert "可能已包含这一类" in named.evidence
    scan = paper("a.pdf", title="食品安全会议", want="")
    others = said("Q02", case(asked, scan, paper("b.pdf", title="会议", want="会议纪要")))
    assert {o.evidence.partition("，")[0] for o in others} == {"另有 1 件没有读出属于哪一类"}


def test_a_loose_number_is_explained() -> None:
    (finding,) = said("Y14", FIRES["Y14"][0]())
    for part in ("六角括号", "第", "虚位", "某政发[2024]第03号", NUMBER):
        assert part in finding.message + finding.evidence


def test_a_secrecy_mark_is_reported_without_quoting_the_paper() -> None:
    (finding,) = said("Y21", FIRES["Y21"][0]())
    assert "机密" not in finding.message + finding.evidence
    assert TITLE not in finding.message + finding.evidence


def test_each_street_hears_of_its_own_gap() -> None:
    (finding,) = said("Q01", FIRES["Q01"][1]())
    assert (finding.subject, finding.unit) == ("01-1", "西街道")


SETTINGS_SEVERITY = (("Q01", INFO), ("Y04", BLOCK))


def test_severities_of_the_settings_win_and_stand_in_the_catalogue() -> None:
    of = replace(
        case(), plan=replace(plan(point()), settings=settings(severities=SETTINGS_SEVERITY))
    )
    verdict = judge(of)
    assert {f.severity for f in verdict.findings if f.check == "Q01"} == {INFO}
    assert {card.severity for card in verdict.catalogue if card.id == "Q01"} == {INFO}
    assert {card.severity for card in catalogue() if card.id == "Q01"} == {BLOCK}


def waived(check: str, subject: str, until: date) -> Waiver | None:
    waiver = Waiver(check, subject, "已电话确认", "李科长", until, HERE)
    asked = plan(point(), waivers=(waiver,))
    told = case(asked, document("区教育局/[2023]年/坏.pdf", troubles=(Trouble.DAMAGED,)))
    (finding,) = said("Y01", told)
    return finding.waiver


def test_a_waiver_stays_with_its_finding_until_its_day() -> None:
    assert waived("Y01", "区教育局/*", TODAY) is not None
    assert waived("Y01", "区教育局/[2023]年/坏.pdf", TODAY) is not None
    assert waived("Y01", "区教育局/*", TODAY - timedelta(days=1)) is None
    assert waived("Y08", "区教育局/*", TODAY) is None
    assert waived("Y01", "区公安局/*", TODAY) is None


def test_a_broken_check_is_one_finding_and_the_others_go_on() -> None:
    broken = replace(case(None, PLAIN), boxes=(box(None, None),))  # type: ignore[arg-type]
    findings = judge(broken).findings
    outcomes = {f.check: f.outcome for f in findings}
    assert outcomes["J09"] is Outcome.BROKEN
    (told,) = [f for f in findings if f.check == "J09"]
    assert told.subject == "J09"
    assert dict(judge(broken).passed)["Y08"] == 1
    assert told.error.startswith("AttributeError: ")
    assert not re.search("[A-Za-z]{4}", told.message + told.evidence)


def test_what_the_system_refuses_is_told_in_words_or_by_its_number() -> None:
    assert refusal(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"
    assert refusal(PermissionError(errno.EACCES, "Permission denied")) == "没有权限"
    assert refusal(OSError(errno.EDOM, "Numerical argument")) == f"系统错误 {errno.EDOM}"
    held = OSError(errno.EACCES, "held")
    held.winerror = 32  # type: ignore[attr-defined]
    assert refusal(held) == "正被另一个程序占用"


def test_findings_come_in_the_order_of_the_catalogue() -> None:
    ids = [card.id for card in catalogue()]
    assert ids == sorted(ids, key=lambda i: ("QYZJ".index(i[0]), i))
    everything = [finding.check for story in FIRES["Q23"] for finding in judge(story()).findings]
    assert set(everything) <= set(ids)


ACCUSING = re.compile("造假|伪造|弄虚作假|欺骗|作弊|编造|虚假")


def test_the_wording_observes_and_never_accuses() -> None:
    texts = [f"{c.title}{c.why}{c.mend}" for c in catalogue()]
    for group in FIRES.values():
        for story in group:
            texts += [f"{f.message}{f.evidence}" for f in judge(story()).findings]
    assert [text for text in texts if ACCUSING.search(text)] == []


def test_no_check_of_ours_claims_to_be_the_standards() -> None:
    ours = [card for card in catalogue() if card.source == "本程序口径"]
    assert [card.id for card in ours if re.search("标准要求|标准规定", card.why + card.mend)] == []


def test_every_card_is_written_in_full_sentences() -> None:
    for card in catalogue():
        assert card.source
        assert card.why.endswith(("。", "）")), card.id
        assert card.mend.endswith("。"), card.id
        assert not card.title.endswith("。"), card.id


def test_a_standards_name_is_shown_with_the_word_reconstructed() -> None:
    (finding,) = said("Z16", quoting("2016"))
    assert "重构" in finding.message


def test_a_problem_is_told_in_the_readers_words() -> None:
    (finding,) = said("Y01", FIRES["Y01"][0]())
    assert problem(Trouble.DAMAGED).message in finding.message


def _said(check: str, *stories: Case) -> list[str]:
    """Message and evidence of this check's findings."""
    found = (f for story in stories for f in judge(story).findings if f.check == check)
    return [f"{f.message}{f.evidence}" for f in found]


def test_a_time_that_was_not_believed_is_shown_beside_the_missing_date() -> None:
    told = document(when="", created="2003-07-08T10:40:30")
    assert _said("J12", holding(told))[0].endswith(
        "文件属性中的时间是 2003-07-08，可能是时钟没有设置或模板自带，未采用"
    )
    assert "未采用" not in _said("J12", holding(document(when="")))[0]


def test_a_caption_in_latin_letters_is_shown_not_denied() -> None:
    facts = {"look": "photo", "description": "OLYMPUS DIGITAL CAMERA"}
    (said,) = _said("Q14", case(None, document("一.jpg", facts=tuple(facts.items()))))
    assert "只有“OLYMPUS DIGITAL CAMERA”" in said


def test_a_file_nobody_could_name_is_not_called_broken() -> None:
    unknown = document(state=State.UNREADABLE, troubles=(Trouble.UNKNOWN,))
    broken = document(state=State.UNREADABLE, troubles=(Trouble.DAMAGED,))
    said = _said("Q23", case(None, unknown), case(None, broken))
    assert "无法识别" in said[0]
    assert "打不开" not in said[0]
    assert "打不开" in said[1]


def test_a_clerk_is_not_shown_our_names_of_formats() -> None:
    locked = document(format="ooxml-encrypted", troubles=(Trouble.ENCRYPTED,))
    assert "加密的 Office 文档" in _said("Y04", case(None, locked))[0]
