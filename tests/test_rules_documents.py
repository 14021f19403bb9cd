from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist.model import Element, ElementKind, State, Trouble, Verb
from archivist.rules import documents
from tests.placing import Office, decision, plan


def test_one_file_is_one_document() -> None:
    office = Office()
    office.drop("区教育局/26-1 方案.docx")
    (document,) = office.documents()["区教育局/26-1 方案.docx"]
    assert (document.state, document.placement.point) == (State.PLACED, "26-1")
    assert (document.arrivals, document.edition) == (1, 1)


def test_a_newer_edition_replaces_the_older_under_its_name() -> None:
    office = Office()
    office.drop("26-1 方案.docx", "第一版")
    office.drop("26-1 方案.docx", "第二版")
    old, new = office.documents()["26-1 方案.docx"]
    assert (old.state, old.edition, old.same_as) == (State.SUPERSEDED, 1, "26-1 方案.docx")
    assert (new.state, new.edition, new.placement.point) == (State.PLACED, 2, "26-1")


def test_an_edition_that_comes_back_is_current_again() -> None:
    office = Office()
    for text in ("甲", "乙", "甲"):
        office.drop("26-1 方案.docx", text)
    first, second = office.documents()["26-1 方案.docx"]
    assert (first.state, first.edition, first.arrivals) == (State.PLACED, 3, 2)
    assert (second.state, second.edition) == (State.SUPERSEDED, 2)


def test_the_same_bytes_again_are_one_more_arrival() -> None:
    office = Office()
    office.drop("26-1 方案.docx", "甲")
    office.drop("26-1 方案.docx", "甲")
    (document,) = office.documents()["26-1 方案.docx"]
    assert document.arrivals == 2
    assert document.arrival.id == 1


def test_the_same_bytes_under_two_names_are_one_document_and_a_duplicate() -> None:
    office = Office()
    office.drop("26-1 方案.docx", "甲")
    office.drop("26-1 方案(1).docx", "甲")
    made = office.documents()
    assert made["26-1 方案.docx"][0].state is State.PLACED
    (copy,) = made["26-1 方案(1).docx"]
    assert (copy.state, copy.same_as) == (State.DUPLICATE, "26-1 方案.docx")


def test_a_duplicate_named_for_another_point_is_a_cross_reference() -> None:
    office = Office()
    office.drop("26-1 方案.docx", "甲")
    office.drop("区城管局/26-2/方案.docx", "甲")
    (document,) = office.documents()["26-1 方案.docx"]
    assert (document.placement.point, document.placement.cross) == ("26-1", ("26-2",))


def test_a_coded_copy_places_the_uncoded_first_one() -> None:
    office = Office()
    office.drop("材料.docx", "甲")
    office.drop("26-1 材料.docx", "甲")
    (document,) = office.documents()["材料.docx"]
    assert (document.state, document.placement.point) == (State.PLACED, "26-1")
    assert "26-1 材料.docx" in str(document.placement.reasons)


def test_a_name_given_up_for_new_bytes_no_longer_leads() -> None:
    office = Office()
    office.drop("26-1 方案.docx", "甲")
    office.drop("26-1 副本.docx", "甲")
    office.drop("26-1 方案.docx", "乙")
    made = office.documents()
    assert [d.state for d in made["26-1 方案.docx"]] == [State.SUPERSEDED, State.PLACED]
    assert made["26-1 副本.docx"][0].state is State.PLACED


@pytest.mark.parametrize(
    "trouble",
    [Trouble.EMPTY, Trouble.ENCRYPTED, Trouble.DAMAGED, Trouble.CRASHED, Trouble.TIMED_OUT],
)
def test_a_file_nobody_can_use_is_unreadable_and_keeps_its_place(trouble: Trouble) -> None:
    office = Office()
    office.drop("26-1 方案.docx", "甲", trouble)
    (document,) = office.documents()["26-1 方案.docx"]
    assert (document.state, document.placement.point) == (State.UNREADABLE, "26-1")
    assert document.why == "文件打不开"


def test_a_file_without_a_reader_can_still_be_placed() -> None:
    office = Office()
    office.drop("26-1 图纸.dwg", "甲", Trouble.NO_READER)
    assert office.documents()["26-1 图纸.dwg"][0].state is State.PLACED


def test_a_container_that_gave_members_is_a_container() -> None:
    office = Office()
    box = office.drop("26-1.zip", "zip", form="zip")
    office.arrivals.append(replace(office.drop("26-1.zip/记录.docx", "记录"), container=box.id))
    made = office.documents()
    assert made["26-1.zip"][0].state is State.CONTAINER
    assert made["26-1.zip/记录.docx"][0].placement.point == "26-1"


def test_a_rejected_file_is_rejected_until_it_comes_in_a_new_edition() -> None:
    office = Office()
    office.drop("26-1 方案.docx", "甲")
    office.decisions.append(decision(Verb.REJECT, "26-1 方案.docx", content="甲"))
    (document,) = office.documents()["26-1 方案.docx"]
    assert document.state is State.REJECTED
    assert "李四" in document.why
    office.drop("26-1 方案.docx", "乙")
    assert office.documents()["26-1 方案.docx"][1].state is State.PLACED


def test_an_open_file_says_why() -> None:
    office = Office()
    office.drop("总结.docx")
    (document,) = office.documents()["总结.docx"]
    assert document.state is State.OPEN
    assert document.why


def test_progress_is_told_and_ends_complete() -> None:
    office = Office()
    for number in range(450):
        office.drop(f"{number}.docx", str(number))
    office.documents()
    assert (office.told[-1].done, office.told[-1].total) == (450, 450)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("123")), max_size=12),
    st.randoms(use_true_random=False),
)
def test_every_name_with_its_content_is_told_exactly_once(
    drops: list[tuple[str, str]], chance: random.Random
) -> None:
    office = Office()
    for name, text in drops:
        office.drop(f"{name}.docx", text)
    made = documents(
        plan(), office.arrivals, office.readings, office.stream, (), office.told.append
    )
    lines = [(d.name, d.arrival.digest) for d in made]
    assert sorted(lines) == sorted({(a.name, a.digest) for a in office.arrivals})
    current = {a.name: a.digest for a in office.arrivals}
    leading = [d for d in made if d.state not in {State.DUPLICATE, State.SUPERSEDED}]
    assert len(leading) == len(set(current.values()))
    shuffled = chance.sample(office.arrivals, len(office.arrivals))
    again = documents(plan(), shuffled, office.readings, office.stream, (), office.told.append)
    assert again == made


def _secret(office: Office) -> None:
    came = office.drop("26-1 方案.docx", "机密正文")
    mark = Element(ElementKind.SECRECY, "机密★1年", "机密★1年", 1, 1, "机密★1年 关于某事")
    title = Element(ElementKind.TITLE, "关于某事的通知", "关于某事的通知", 1, 2, "关于某事的通知")
    reading = office.readings[came.digest]
    office.readings[came.digest] = replace(
        reading, elements=(mark, title), excerpt="机密正文", facts=(("author", "某人"),)
    )


def test_a_file_with_a_secrecy_mark_is_set_aside_and_nothing_but_its_name_is_told() -> None:
    office = Office()
    _secret(office)
    (document,) = office.documents()["26-1 方案.docx"]
    assert document.state is State.REJECTED
    assert "密级标志" in document.why
    assert document.placement.point == ""
    assert "某事" not in repr(document)
    assert "正文" not in repr(document)
    assert "某人" not in repr(document)


def test_a_person_may_place_what_has_been_declassified() -> None:
    office = Office()
    _secret(office)
    office.decisions.append(decision(Verb.PLACE, "26-1 方案.docx", "26-1", content="机密正文"))
    (document,) = office.documents()["26-1 方案.docx"]
    assert document.state is State.PLACED
