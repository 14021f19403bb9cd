"""All checks over a large district, and the short ways that make them quick: they say the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from archivist.checks import judge
from archivist.checks.strict_media import NEAR, Shot, alike
from archivist.checks.strict_names import examined, oddities
from archivist.model import Case, Digest, Document, Every
from archivist.model import ElementKind as E
from tests.nouns import box, case, document, element, piece, plan, point, unit, want

FILES = 40_000
POINTS = 81
UNITS = tuple(unit(f"单位{n}") for n in range(45)) + tuple(
    unit(f"街道{n}", group="各街道办事处") for n in range(15)
)
WANTS = (want(), want("年报", Every.YEAR), want("通报", Every.QUARTER), want("月报", Every.MONTH))


PHOTO = (("look", "photo"), ("sharpness", "300"), ("dark", "0.1"), ("bright", "0.1"))


def a_district(files: int) -> Case:
    """A district of papers, each in its box, at every point and of every unit."""
    points = [
        point(f"{n:02d}-1", lead=UNITS[n % 45].name, support=("各街道办事处",), wants=WANTS)
        for n in range(1, POINTS + 1)
    ]
    kinds = [
        document("p.pdf", explicit=False, confidence=0.95),
        document("d.docx"),
        document("p.jpg", taken="2024-03-05", width=4000, height=3000, facts=PHOTO),
    ]
    documents = [_paper(kinds[n % 3], n) for n in range(files)]
    boxes = []
    for number, where in enumerate(points, 1):
        own = [d for d in documents if d.placement.point == where.code]
        pieces = (piece(n, d, file=f"{n:05d}_x.pdf") for n, d in enumerate(own, 1))
        boxes.append(box(*pieces, of=where, number=f"{number:03}-1"))
    return case(plan(*points, units=UNITS), *documents, boxes=tuple(boxes))


def _paper(like: Document, n: int) -> Document:
    code = f"{n % POINTS + 1:02d}-1"
    name = f"{UNITS[n % 60].name}/{code}_关于第{n}项工作的通知.{like.reading.extensions[0]}"
    arrival = replace(like.arrival, id=n, name=name, digest=Digest(f"{n:064x}"))
    placement = replace(like.placement, point=code, unit=UNITS[n % 60].name, want=WANTS[n % 4].name)
    elements = (
        element(E.NUMBER, f"某发〔2024〕{n // 2}号"),
        element(E.TITLE, f"关于第{n // 4}项工作的通知"),
        element(E.ISSUER, "某区人民政府"),
        element(E.RECEIVER, "各街道办事处，各有关单位"),
        element(E.DATE, "2024-03-05"),
        element(E.FINGERPRINT, " ".join(f"{n * 7919 + k:08x}@1" for k in range(24))),
        element(E.GROWTH, f"食品抽检|{n}|批次|{n % 90}|2024"),
        element(E.FIGURE, f"监督抽检|{n // 2}|批次|{2000 + n % 20}"),
        element(E.SUM, f"批次|{n}|{n}"),
        element(E.QUOTED_NUMBER, f"某发〔2024〕{n}号"),
        element(E.PLACE_NAME, "安化县"),
    )
    reading = like.reading
    if reading.chars:
        reading = replace(reading, elements=elements, created="2024-03-05T08:00:00")
    else:
        reading = replace(
            reading, facts=(*PHOTO, ("dhash", f"{hash(n * 7919) * 2654435761 % 2**64:016x}"))
        )
    return replace(like, arrival=arrival, reading=reading, placement=placement)


def test_all_checks_over_a_tenth_of_a_large_district_take_seconds() -> None:
    told = a_district(FILES // 10)
    start = process_time()
    judge(told)
    assert process_time() - start < 12 / 5


@given(st.lists(st.integers(0, 2**64 - 1), max_size=30), st.data(), st.sampled_from([1, NEAR]))
def test_alike_photos_are_those_that_differ_in_few_bits(
    hashes: list[int], data: st.DataObject, most: int
) -> None:
    for bits in hashes[:5]:  # neighbours, which chance alone never brings
        flips = data.draw(st.lists(st.integers(0, 63), max_size=most + 1, unique=True))
        hashes.append(bits ^ sum(1 << flip for flip in flips))
    shots = [Shot(document(f"{n}.jpg"), bits) for n, bits in enumerate(hashes)]
    near = [(a.bits ^ b.bits).bit_count() <= most for a, b in combinations(shots, 2)]
    found = [(a.document.name, b.document.name) for a, b in alike(shots, most)]
    assert len(found) == len(set(found)) == sum(near)
    assert all(a is not b and (a.bits ^ b.bits).bit_count() <= most for a, b in alike(shots, most))


@given(st.text(min_size=1, max_size=80), st.sampled_from(["%s.pdf", "a%s号", "%s", "COM1%s"]))
def test_a_plain_name_has_nothing_odd_however_closely_it_is_looked_at(text: str, form: str) -> None:
    assert oddities(form % text) == examined(form % text)
