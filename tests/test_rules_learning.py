"""Learning: files like those a person has placed; only people teach, and an undo is forgotten."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archivist import rules as room
from archivist.model import Candidate, Reason, Verb
from archivist.rules.likeness import Likeness, profile
from archivist.sample.topics import FIRST, SECOND, THIRD, topics
from tests.placing import Office, decision, plan

_TAUGHT = "区民政局/阳光驿站走访一.docx"
_ALIKE = "区民政局/阳光驿站走访二.docx"
_VISIT = (
    "阳光驿站走访：{}到驿站看望老人，灶间灯亮地净，老人说饭菜软烂可口，驿站长每日尝菜并记在本上。"
)


def _office() -> Office:
    office = Office()
    office.drop(_TAUGHT, _VISIT.format("四月初三"))
    office.drop(_ALIKE, _VISIT.format("五月十六"))
    return office


def _placed(office: Office, name: str) -> tuple[Candidate, ...]:
    return office.documents()[name][0].placement.candidates


def _learned(candidates: tuple[Candidate, ...]) -> list[Reason]:
    return [each for c in candidates for each in c.reasons if "人工归到" in each.text]


def test_a_file_like_one_a_person_placed_has_that_point_first_and_says_why() -> None:
    office = _office()
    assert "25-3" not in [candidate.point for candidate in _placed(office, _ALIKE)[:1]]
    office.decisions.append(decision(Verb.PLACE, _TAUGHT, "25-3", _VISIT.format("四月初三")))
    first = _placed(office, _ALIKE)[0]
    assert first.point == "25-3"
    (reason,) = _learned((first,))
    assert reason.text.startswith("与 1 份人工归到 25-3 的文件相近（最像“阳光驿站走访一.docx”")
    assert (reason.by, reason.weight > 0) == ("李四", True)


def test_more_files_of_a_point_are_counted() -> None:
    office = _office()
    third = _VISIT.format("六月廿二")
    office.drop("区民政局/阳光驿站走访三.docx", third)
    office.decisions += [
        decision(Verb.PLACE, _TAUGHT, "25-3", _VISIT.format("四月初三"), 1),
        decision(Verb.PLACE, "区民政局/阳光驿站走访三.docx", "25-3", third, 2),
    ]
    assert "与 2 份人工归到 25-3" in _learned(_placed(office, _ALIKE))[0].text


def test_what_a_person_takes_back_is_forgotten() -> None:
    office = _office()
    before = office.documents()
    text = _VISIT.format("四月初三")
    office.decisions.append(decision(Verb.PLACE, _TAUGHT, "25-3", text, 1))
    office.decisions.append(decision(Verb.UNDO, _TAUGHT, content=text, number=2))
    assert office.documents() == before


def test_the_same_decisions_teach_the_same() -> None:
    office = _office()
    office.decisions.append(decision(Verb.PLACE, _TAUGHT, "25-3", _VISIT.format("四月初三")))
    assert office.documents() == office.documents()


def test_neither_guesses_nor_codes_nor_rejections_teach() -> None:
    office = _office()
    office.drop("区民政局/25-3 阳光驿站走访四.docx", _VISIT.format("七月初一"))
    office.decisions.append(decision(Verb.REJECT, _TAUGHT, content=_VISIT.format("四月初三")))
    assert _learned(_placed(office, _ALIKE)) == []


def test_an_unlike_file_learns_nothing() -> None:
    office = _office()
    office.drop("区财政局/预算执行说明.docx", "本年度预算执行进度与上年持平。")
    office.decisions.append(decision(Verb.PLACE, _TAUGHT, "25-3", _VISIT.format("四月初三")))
    assert _learned(_placed(office, "区财政局/预算执行说明.docx")) == []


# likeness


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("食品安全监管检查留样", max_size=12), min_size=1, max_size=5), st.text())
def test_likeness_lies_between_nothing_and_the_whole_worth(own: list[str], text: str) -> None:
    likeness = Likeness(profile([(each, 1.0)]) for each in own)
    totals = likeness.shared([(text, 3.0)]).totals.tolist()
    assert all(0 <= total <= 3.001 for total in totals)


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(st.text("协管员抽检计划\n😀", max_size=9), st.floats(0.5, 9)), max_size=3
        ),
        max_size=5,
    )
)
def test_texts_compared_together_are_as_alike_as_each_alone(
    texts: list[list[tuple[str, float]]],
) -> None:
    likeness = Likeness([profile([("协管员补贴", 1.0)]), profile([("抽检计划", 1.0)])])
    together = likeness.shared_by(texts)
    for zones, shared in zip(texts, together, strict=True):
        alone = likeness.shared(zones)
        assert shared.pairs.tolist() == alone.pairs.tolist()
        assert shared.totals.tolist() == alone.totals.tolist()


def test_what_is_shared_is_told_by_its_weightiest_pairs() -> None:
    likeness = Likeness([profile([("协管员补贴", 1.0)]), profile([("抽检计划", 1.0)])])
    worth, told = likeness.told(likeness.shared([("协管员名单", 1.0)]), 0, 2)
    assert set(told) == {"协管", "管员"}
    assert 0 < worth < 1


# the workload's words are not the rules'


def _borrowed(hand: str) -> float:
    """The share of sentences that hold a longer word the rules list for their own point."""
    total = hits = 0
    for point in plan().points:
        wants = [phrase for want in point.wants for phrase in want.words]
        words = {p.text for p in (*point.words, *wants)} | {want.name for want in point.wants}
        for sentence in topics(hand)[point.code].sentences:
            total += 1
            hits += any(len(word) >= 4 and word in sentence for word in words)
    return hits / total


def test_the_samples_sentences_are_not_made_of_the_rules_words() -> None:
    assert _borrowed(FIRST) < 0.25
    assert _borrowed(SECOND) < 0.05
    assert _borrowed(THIRD) < 0.15


def test_all_hands_wrote_about_the_same_papers() -> None:
    hands = topics(FIRST), topics(SECOND), topics(THIRD)
    assert hands[0].keys() == hands[1].keys() == hands[2].keys()
    for point in room.load(room.pack()).points:
        papers = [
            [(theme.want, theme.genre, theme.also) for theme in hand[point.code].themes]
            for hand in hands
        ]
        assert papers[0] == papers[1] == papers[2], point.code
