"""A clean district of 400 real files of which nothing is said, and the same with one fault per check."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from archivist import pipeline, rules, sample
from archivist.checks import catalogue, judge
from archivist.house import House
from archivist.model import (
    Archive,
    Box,
    Case,
    Document,
    Outcome,
    Piece,
    Plan,
    Problem,
    Severity,
    State,
    Trouble,
    Verb,
)
from archivist.store import Store
from tests import planting
from tests.stories_across import signed

TODAY = date(2023, 6, 1)
FILES = 400
STREETS = ("西河", "东湖", "南苑", "红旗", "花园", "新民", "和平", "柳林", "北关", "滨江")
WITHDRAWN = {"Q01": ("34-2", ""), "Q02": ("13-2", "风险隐患排查清单"), "Q25": ("J9", "")}
"""Points of which a person sends everything back, or everything of one want."""

ODD_YEARS = "07-3"
"""A point that asks for two years, of which only one came."""


@dataclass(frozen=True)
class District:
    """The clean archive, the one with faults, and the pairs of check and subject planted."""

    clean: Archive
    faulty: Archive
    planted: frozenset[tuple[str, str]]


def small(plan: Plan) -> Plan:
    """The shipped rules for one year, pictures not read by OCR, the district's places known."""
    plan = sample.one_year(plan)
    settings = plan.settings
    settings = replace(settings, limits=replace(settings.limits, ocr_pages=0))
    settings = replace(settings, gazetteer=("青山区", *(f"{name}街道" for name in STREETS)))
    return replace(plan, settings=settings)


def wider(plan: Plan) -> Plan:
    """The same plan, one point of it asking for a year more."""
    parts = tuple(
        replace(
            part,
            items=tuple(
                replace(
                    item,
                    points=tuple(
                        replace(p, years=(2021, *p.years)) if p.code == ODD_YEARS else p
                        for p in item.points
                    ),
                )
                for item in part.items
            ),
        )
        for part in plan.parts
    )
    return replace(plan, parts=parts)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> District:
    folder = tmp_path_factory.mktemp("district")
    plan = small(rules.load(rules.pack()))
    house = House(folder, TODAY, hands=0, hurry=True)
    sample.make_clean(house.inbox, FILES, 7, plan)
    with Store(house.archive) as store:
        clean = known(store, plan, house)
        planted = set(withdrawn(store, clean))
        for plant in planting.plants():
            drop(house.inbox, plant.files)
            planted.update(plant.told)
        faulty = known(store, wider(plan), house)
    return District(clean, faulty, frozenset({*planted, ("Q05", ODD_YEARS)}))


def known(store: Store, plan: Plan, house: House) -> Archive:
    pipeline.take_in(store, plan, house)
    pipeline.read(store, plan, house)
    return pipeline.assess(store, plan, house)


def drop(inbox: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def withdrawn(store: Store, archive: Archive) -> Iterable[tuple[str, str]]:
    for check, (code, want) in WITHDRAWN.items():
        for document in archive.documents:
            place = document.placement
            if place.point == code and want in {"", place.want}:
                name, digest = document.name, document.arrival.digest
                store.decide(Verb.REJECT, name, digest, by="张三", why="重新整理")
        yield check, code


def told(archive: Archive, *, loud: bool) -> set[tuple[str, str]]:
    return {
        (f.check, f.subject)
        for f in archive.verdict.findings
        if f.outcome is Outcome.FINDING and not (loud and f.severity is Severity.INFO)
    }


def test_of_four_hundred_clean_files_nothing_above_info_is_said(district: District) -> None:
    documents = district.clean.documents
    assert len(documents) == FILES
    assert {document.state for document in documents} == {State.PLACED}
    assert told(district.clean, loud=True) == set()
    assert not [f for f in district.clean.verdict.findings if f.outcome is Outcome.BROKEN]


def test_every_planted_fault_is_found_and_nothing_else_above_info(district: District) -> None:
    assert district.planted - told(district.faulty, loud=False) == set()
    assert told(district.faulty, loud=True) - district.planted == set()


# What no file can do: faults of the arrangement, of a scanner's or signature's facts, of OCR

Change = Callable[[Case], tuple[Case, str]]


def _case(archive: Archive) -> Case:
    """The real documents and boxes of two points."""
    codes = {"05-1", "08-1"}
    documents = tuple(d for d in archive.documents if d.placement.point in codes)
    boxes = tuple(box for box in archive.boxes if box.category.code in codes)
    return Case(archive.plan, documents, boxes, boxes, (), TODAY)


def _box(change: Callable[[Box], Box]) -> Change:
    def changed(case: Case) -> tuple[Case, str]:
        boxes = (change(case.boxes[0]), *case.boxes[1:])
        return replace(case, boxes=boxes, rehearsal=boxes), boxes[0].number

    return changed


def _piece(place: Callable[[Piece], bool], change: Callable[[Piece], Piece]) -> Change:
    """One piece for which ``place`` holds is changed; it is what must be spoken of."""

    def changed(case: Case) -> tuple[Case, str]:
        box = case.boxes[0]
        found = next(piece for piece in box.pieces if place(piece))
        pieces = tuple(change(p) if p is found else p for p in box.pieces)
        boxes = (replace(box, pieces=pieces), *case.boxes[1:])
        return replace(case, boxes=boxes, rehearsal=boxes), found.document.name

    return changed


def _document(change: Callable[[Document], Document]) -> Change:
    def changed(case: Case) -> tuple[Case, str]:
        first = case.documents[0]
        return replace(case, documents=(change(first), *case.documents[1:])), first.name

    return changed


def _facts(*facts: tuple[str, str], **fields: object) -> Change:
    def told(document: Document) -> Document:
        reading = replace(document.reading, facts=(*document.reading.facts, *facts), **fields)  # type: ignore[arg-type]
        return replace(document, reading=reading)

    return _document(told)


def _any(_: Piece) -> bool:
    return True


def _numbered(piece: Piece) -> bool:
    return bool(piece.document_number)


def _titled(piece: Piece) -> bool:
    return not piece.title.startswith("[")


def _file(name: str) -> Change:
    def renamed(piece: Piece) -> Piece:
        first = replace(piece.components[0], file=name)
        return replace(piece, components=(first, *piece.components[1:]))

    return _piece(_any, renamed)


def _nobodys(document: Document) -> Document:
    arrival = replace(document.arrival, by="")
    return replace(document, arrival=arrival, placement=replace(document.placement, unit=""))


def _guessed(document: Document) -> Document:
    reading = replace(document.reading, format="mp4", facts=(), elements=())
    placement = replace(document.placement, explicit=False, confidence=0.99, candidates=())
    return replace(document, reading=reading, placement=placement)


def _crossed(document: Document) -> Document:
    return replace(document, placement=replace(document.placement, cross=("08-1",)))


def _torn_package(document: Document) -> Document:
    trouble = Problem(Trouble.PACKAGE, "包内有文件字节与清单不符", "请重新导出整包")
    reading = replace(document.reading, problems=(*document.reading.problems, trouble))
    return replace(document, reading=reading)


def _other(case: Case) -> tuple[Case, str]:
    return replace(case, rehearsal=case.boxes[:1]), "全部材料"


def _twice(case: Case) -> tuple[Case, str]:
    second = replace(case.boxes[1], number=case.boxes[0].number)
    boxes = (case.boxes[0], second, *case.boxes[2:])
    return replace(case, boxes=boxes, rehearsal=boxes), second.number


def _without_last(box: Box) -> Box:
    return replace(box, pieces=box.pieces[:-1])


def _lost(case: Case) -> tuple[Case, str]:
    lost = case.boxes[0].pieces[-1].document.name
    return _box(_without_last)(case)[0], lost


def _unpadded(box: Box) -> Box:
    first = box.pieces[0]
    renamed = replace(first.components[0], file="1_a.pdf")
    return replace(box, pieces=(replace(first, components=(renamed,)), *box.pieces[1:]))


def _gap(box: Box) -> Box:
    first = replace(box.pieces[-1], number=99)
    return replace(box, pieces=(*box.pieces[:-1], first))


def _from_two(box: Box) -> Box:
    return replace(box, pieces=tuple(replace(p, number=p.number + 1) for p in box.pieces))


PAGE = (("look", "page"), ("colour", "grey"), ("ink", "0.05"))
CHANGES: dict[str, tuple[Change, set[str]]] = {
    "Q10": (
        _piece(lambda p: bool(p.document.reading.pages), lambda p: replace(p, pages=99)),
        set(),
    ),
    "Q15": (_document(_guessed), set()),
    "Q17": (_piece(_numbered, lambda p: replace(p, document_number="")), set()),
    "Q20": (_box(_gap), {"J07", "Z24"}),
    "Y06": (_facts(("virus", "Eicar-Signature")), set()),
    "Y15": (_facts(*PAGE[:1], ("colour", "colour"), ("ink", "0.05")), {"Y16"}),
    "Y17": (_facts(*PAGE), {"Y25"}),
    "Y25": (_facts(*PAGE), {"Y17"}),
    "Y28": (_facts(("look", "photo"), format="jpeg", excerpt="今日水印 2022-06-01"), {"Q14"}),
    "Y34": (_file("0001_a?.pdf"), set()),
    "Y35": (_box(lambda b: replace(b, folder="长" * 170)), set()),
    "Y39": (_facts(*signed("altered").reading.facts), set()),
    "Y42": (_document(_nobodys), set()),
    "Z21": (_piece(_numbered, lambda p: replace(p, issuer="")), set()),
    "Z22": (_piece(_titled, lambda p: replace(p, title="完全不同的题名")), set()),
    "Z24": (_piece(_any, lambda p: replace(p, code="SAC-1")), set()),
    "J05": (_box(lambda b: replace(b, sheets=9999)), set()),
    "J07": (_box(_from_two), {"Z24"}),
    "J08": (_twice, set()),
    "J09": (_piece(_any, lambda p: replace(p, title=" ")), set()),
    "J10": (_lost, set()),
    "J27": (_box(_unpadded), set()),
    "J28": (_document(_crossed), set()),
    "J31": (_document(_torn_package), set()),
    "J32": (_other, set()),
}
"""What is changed in the real case, and which checks must speak besides."""


@pytest.mark.parametrize("check", sorted(CHANGES))
def test_what_no_file_can_do_is_found_where_it_is_done(district: District, check: str) -> None:
    before = _case(district.clean)
    change, also = CHANGES[check]
    after, subject = change(before)
    quiet = {(f.check, f.subject) for f in judge(before).findings}
    said = {
        (f.check, f.subject)
        for f in judge(after).findings
        if f.outcome is Outcome.FINDING and (f.check, f.subject) not in quiet
    }
    assert check in {c for c, about in said if about == subject or check == "Y35"}
    assert {c for c, _ in said} <= {check, *also}


def test_no_check_is_left_out(district: District) -> None:
    natural = {check for check, _ in told(district.faulty, loud=False)}
    everywhere = (
        {check for check, _ in district.planted} | set(CHANGES) | (natural & {"J04", "Q24"})
    )
    assert everywhere == {card.id for card in catalogue()}
