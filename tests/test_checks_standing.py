from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist.checks import judge
from archivist.checks.standing import due_periods, shares, standings
from archivist.model import (
    Bond,
    Document,
    DocumentDate,
    ElementKind,
    Every,
    Fulfilment,
    Kind,
    NotApplicable,
    PassRule,
    Plan,
    Point,
    Reason,
    Role,
    Standing,
    State,
    Want,
)
from tests.nouns import HERE, TODAY, case, document, element, plan, point, unit, want

YEARLY = want("年度总结", Every.YEAR)
QUARTERLY = want("季度通报", Every.QUARTER)
MONTHLY = want("月报", Every.MONTH)
ZERO, ONE = Decimal(0), Decimal(1)


def only(of: Plan, *documents: Document) -> Standing:
    (standing,) = standings(of, documents, TODAY)
    return standing


def of(want_name: str, *dates: str) -> list[Document]:
    return [document(f"{want_name}{d}.pdf", want=want_name, when=d) for d in dates]


def test_a_missing_year_is_named_and_costs_its_share() -> None:
    standing = only(plan(point(score="2", wants=(YEARLY,))), *of("年度总结", "2024-12-30"))
    (yearly,) = standing.wants
    assert (standing.state, yearly.state) == (Fulfilment.PARTLY, Fulfilment.PARTLY)
    assert (yearly.have, yearly.need, yearly.missing) == (1, 2, ("2023",))
    assert (standing.held, standing.at_risk) == (Decimal("1.00"), Decimal("1.00"))


def test_quarters_are_due_when_they_have_ended() -> None:
    want_years = point(years=(2025,), wants=(QUARTERLY,))
    standing = only(plan(want_years), *of("季度通报", "2025-05-02"))
    (quarterly,) = standing.wants
    assert (quarterly.have, quarterly.need, quarterly.missing) == (0, 1, ("2025Q1",))


def test_a_month_ends_with_its_last_day_and_not_before() -> None:
    assert due_periods(Every.MONTH, (2025,), date(2025, 2, 28)) == ("2025-01",)
    assert due_periods(Every.MONTH, (2025,), date(2025, 3, 1)) == ("2025-01", "2025-02")
    assert due_periods(Every.YEAR, (2024,), date(2024, 12, 31)) == ()


def test_a_document_dated_by_its_year_alone_proves_no_month() -> None:
    both = point(years=(2024,), wants=(YEARLY, MONTHLY))
    standing = only(plan(both), *of("年度总结", "2024"), *of("月报", "2024"))
    yearly, monthly = standing.wants
    assert (yearly.have, yearly.need) == (1, 1)
    assert (monthly.have, monthly.need) == (0, 12)


def test_an_undated_document_fills_no_period_but_counts_once() -> None:
    both = point(wants=(want(), YEARLY))
    standing = only(plan(both), document(when=""), document("b.pdf", want="年度总结", when=""))
    assert [(w.have, w.need) for w in standing.wants] == [(1, 1), (0, 2)]


def part(of: Document, name: str, role: Role = Role.ATTACHMENT, **changes: Any) -> Document:
    bond = Bond(of.name, of.name, role, 2, Reason("正文的附件说明列有此件"))
    return replace(document(name, **changes), bond=bond)


def have(of: Want, *documents: Document) -> int:
    return only(plan(point(wants=(of, want("名单")))), *documents).wants[0].have


def test_an_attachment_is_no_second_document_beside_its_text() -> None:
    twice = want(at_least=2)
    text = document("通知.pdf")
    assert have(twice, text, part(text, "附件1.pdf"), part(text, "附件2.pdf")) == 1
    assert have(twice, text, part(text, "请示.pdf", Role.REQUEST)) == 2
    numbered = (element(ElementKind.NUMBER, "某教〔2024〕3号"),)
    assert have(twice, text, part(text, "附件1.pdf", elements=numbered)) == 2
    assert have(twice, text, part(text, "定稿.pdf", Role.DRAFT, elements=numbered)) == 1
    assert have(want("名单", at_least=2), text, part(text, "附件1.pdf", want="名单")) == 1


def test_an_attachment_counts_for_another_period_if_its_own_words_tell_it() -> None:
    text = document("通知.pdf", want="月报", when="2024-02-05")
    own = DocumentDate("2024-01-31", "标题")
    clock = DocumentDate("2024-01-31", "文件属性（创建时间）")
    assert have(MONTHLY, text, part(text, "附件1.pdf", want="月报", date=own)) == 2
    assert have(MONTHLY, text, part(text, "附件1.pdf", want="月报", date=clock)) == 1
    assert have(MONTHLY, text, part(text, "定稿.pdf", Role.DRAFT, want="月报", date=own)) == 1
    assert have(MONTHLY, text, part(text, "附件1.pdf", want="月报", when="2024-02-09")) == 1


def test_two_a_year_means_two_in_the_same_year() -> None:
    twice = replace(YEARLY, at_least=2)
    documents = of("年度总结", "2023-01-01", "2023-06-01", "2024-06-01")
    (yearly,) = only(plan(point(wants=(twice,))), *documents).wants
    assert (yearly.have, yearly.need, yearly.missing) == (1, 2, ("2024",))


def test_what_happens_now_and_then_is_never_missing() -> None:
    sometimes = want("处置材料", when_it_happens=True)
    asked = plan(point(wants=(want(), sometimes)))
    standing = only(asked, document())
    assert [w.state for w in standing.wants] == [Fulfilment.SATISFIED, Fulfilment.NOT_DUE]
    assert standing.state is Fulfilment.SATISFIED
    standing = only(asked, document(), document("b.pdf", want="处置材料"))
    assert standing.wants[1].state is Fulfilment.SATISFIED


@pytest.mark.parametrize(
    ("wants", "state", "held"),
    [
        ((want("处置材料", when_it_happens=True),), Fulfilment.MISSING, "0"),
        ((want("年报", Every.YEAR),), Fulfilment.MISSING, "0"),
        ((), Fulfilment.MISSING, "0"),
    ],
)
def test_a_point_without_any_document_is_missing(
    wants: tuple[Want, ...], state: Fulfilment, held: str
) -> None:
    standing = only(plan(point(wants=wants)))
    assert (standing.state, standing.held) == (state, Decimal(held))


def test_a_point_of_which_nothing_is_due_yet_costs_nothing() -> None:
    standing = only(plan(point(years=(2025,), wants=(YEARLY,))))
    assert (standing.state, standing.at_risk) == (Fulfilment.NOT_DUE, ZERO)


def test_a_bonus_of_which_nothing_is_due_yet_earns_nothing() -> None:
    bonus = point("J1", kind=Kind.BONUS, years=(2025,), wants=(YEARLY,))
    assert only(plan(bonus)).held == 0


def test_a_document_of_no_want_keeps_the_point_from_being_missing() -> None:
    standing = only(plan(point()), document(want=""))
    assert (standing.state, standing.held) == (Fulfilment.PARTLY, ZERO)


def test_a_cross_reference_counts_for_the_other_point_and_its_want_of_the_same_name() -> None:
    second = point("02-1", wants=(want(), YEARLY))
    documents = [document(cross=("02-1",))]
    standing = next(
        s for s in standings(plan(point(), second), documents, TODAY) if s.point is second
    )
    assert (standing.state, standing.wants[0].state) == (Fulfilment.PARTLY, Fulfilment.SATISFIED)


@pytest.mark.parametrize("state", [State.OPEN, State.DUPLICATE, State.REJECTED, State.UNREADABLE])
def test_only_what_is_in_its_place_counts(state: State) -> None:
    assert only(plan(point()), document(state=state)).state is Fulfilment.MISSING


def test_what_does_not_apply_costs_nothing_and_a_bonus_so_declared_earns_nothing() -> None:
    entries = tuple(NotApplicable(code, "无此业务", "李局", HERE) for code in ("01-1", "J1"))
    bonus = point("J1", kind=Kind.BONUS)
    base, extra = standings(plan(point(), bonus, not_applicable=entries), (), TODAY)
    assert (base.state, base.held, base.at_risk) == (Fulfilment.NOT_APPLICABLE, ONE, ZERO)
    assert (extra.state, extra.held, extra.at_risk) == (Fulfilment.NOT_APPLICABLE, ZERO, ONE)


def test_each_member_of_a_collective_is_judged_by_its_own_documents() -> None:
    streets = tuple(unit(f"{n}街道", group="各街道办事处") for n in "东西南")
    asked = plan(point(lead="各街道办事处"), units=streets)
    found = standings(asked, [document(unit="西街道")], TODAY)
    assert [(s.unit, s.state, s.held, s.at_risk) for s in found] == [
        ("东街道", Fulfilment.MISSING, ZERO, Decimal("0.34")),
        ("西街道", Fulfilment.SATISFIED, Decimal("0.33"), ZERO),
        ("南街道", Fulfilment.MISSING, ZERO, Decimal("0.33")),
    ]


def test_a_supporting_unit_shows_what_it_delivered_and_bears_no_score() -> None:
    asked = plan(point(support=("区公安局",)), units=(unit("区公安局"), unit()))
    given_in = [document("a.pdf", unit="区公安局"), document("b.pdf")]
    support, lead = standings(asked, given_in, TODAY)
    assert (support.role, support.documents, support.held) == ("配合", ("a.pdf",), ZERO)
    assert (lead.role, lead.documents, lead.held) == ("牵头", ("a.pdf", "b.pdf"), ONE)


def test_a_lead_that_no_list_knows_still_bears_its_score() -> None:
    (standing,) = standings(plan(point(lead="区某局")), (), TODAY)
    assert (standing.unit, standing.at_risk) == ("区某局", ONE)


def key(*documents: Document, score: str) -> tuple[tuple[str, Decimal], ...]:
    """A key item of one point of 100 monthly-like documents: want ``at_least`` 100, once."""
    asked = plan(point(score=score, wants=(want(at_least=100),)), kind=Kind.KEY)
    return judge(case(asked, *documents)).forecast.weak


def test_a_key_item_is_weak_at_59_percent_and_not_at_60() -> None:
    documents = [document(f"{n}.pdf") for n in range(60)]
    assert key(*documents[:59], score="3") == (("01", Decimal("0.5900")),)
    assert key(*documents, score="3") == ()


def passes(bonus_counts: bool) -> tuple[Decimal, bool]:  # noqa: FBT001 - the setting itself
    rule = PassRule(Decimal(90), Decimal("0.6"), bonus_counts)
    points = [point("01-1", "89"), point("02-1", "11"), point("J1", "2", kind=Kind.BONUS)]
    asked = plan(*points, pass_rule=rule)
    told = judge(case(asked, document("a.pdf"), document("b.pdf", point="J1"))).forecast
    return told.total, told.passes


def test_the_bonus_lifts_the_total_only_when_the_settings_count_it() -> None:
    assert passes(bonus_counts=True) == (Decimal(91), True)
    assert passes(bonus_counts=False) == (Decimal(89), False)


def test_a_veto_point_without_evidence_is_named_and_stops_the_pass() -> None:
    veto = point("00-1", "0", kind=Kind.VETO)
    asked = plan(veto, point("01-1", "100"))
    told = judge(case(asked, document())).forecast
    assert (told.vetoes, told.total, told.passes) == (("00-1",), Decimal(100), False)
    told = judge(case(asked, document(), document("b.pdf", point="00-1"))).forecast
    assert (told.vetoes, told.doubtful, told.passes) == ((), (), True)


def test_a_veto_point_with_half_its_evidence_is_doubtful_and_stops_the_pass_too() -> None:
    veto = point("00-1", "0", kind=Kind.VETO, wants=(YEARLY,))
    asked = plan(veto, point("01-1", "100"))
    half = document("b.pdf", point="00-1", want="年度总结", when="2023-12-30")
    told = judge(case(asked, document(), half)).forecast
    assert (told.vetoes, told.doubtful, told.passes) == ((), ("00-1",), False)
    rest = document("c.pdf", point="00-1", want="年度总结", when="2024-12-30")
    told = judge(case(asked, document(), half, rest)).forecast
    assert (told.vetoes, told.doubtful, told.passes) == ((), (), True)


def test_a_veto_of_many_streets_is_doubtful_while_one_of_them_lacks_evidence() -> None:
    streets = tuple(unit(f"{n}街道", group="各街道办事处") for n in "东西")
    veto = point("00-1", "0", kind=Kind.VETO, lead="各街道办事处")
    asked = plan(veto, units=streets)
    told = judge(case(asked, document("b.pdf", point="00-1", unit="西街道"))).forecast
    assert (told.vetoes, told.doubtful) == ((), ("00-1",))


def test_what_is_covered_is_told_beside_what_is_missing() -> None:
    sometimes = want("处置材料", when_it_happens=True)
    asked = plan(point(years=(2024,), wants=(QUARTERLY, sometimes)))
    papers = of("季度通报", "2024-02-01", "2024-08-01") + of("处置材料", "2024-03-05", "")
    quarterly, handled = only(asked, *papers).wants
    assert (quarterly.covered, quarterly.missing) == (("2024Q1", "2024Q3"), ("2024Q2", "2024Q4"))
    assert handled.covered == ("2024-03-05",)


scores = st.decimals(0, 20, places=2, allow_nan=False)


@given(scores, st.integers(1, 60))
def test_shares_sum_to_the_score_exactly(score: Decimal, count: int) -> None:
    parts = shares(score, count)
    assert sum(parts) == score
    assert max(parts) - min(parts) <= Decimal("0.01")


UNITS = (unit(), unit("区公安局"), *(unit(f"{n}街道", group="各街道办事处") for n in "东西南"))
NAMES = ["区教育局", "区公安局", "各街道办事处", "未列单位"]
WANTS = [want(), YEARLY, QUARTERLY, MONTHLY, want("处置", when_it_happens=True)]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Plan, list[Document]]:
    points: list[Point] = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from([Kind.BASIC, Kind.BONUS]))
        points.append(
            point(
                f"{number:02d}-1",
                str(draw(scores)),
                kind=kind,
                lead=draw(st.sampled_from(NAMES)),
                support=tuple(draw(st.lists(st.sampled_from(NAMES), unique=True))),
                wants=tuple(draw(st.lists(st.sampled_from(WANTS), unique=True))),
            )
        )
    documents = [
        document(
            f"{n}.pdf",
            point=draw(st.sampled_from(points)).code,
            unit=draw(st.sampled_from([u.name for u in UNITS])),
            want=draw(st.sampled_from([w.name for w in WANTS])),
            when=draw(st.sampled_from(["", "2023", "2023-05", "2024-02-29", "2019-01-01"])),
        )
        for n in range(draw(st.integers(0, 12)))
    ]
    return plan(*points, units=UNITS), documents


@settings(deadline=None)
@given(cases())
def test_the_sums_of_the_units_equal_the_whole(made: tuple[Plan, list[Document]]) -> None:
    asked, documents = made
    verdict = judge(case(asked, *documents))
    told = verdict.forecast
    bonus = {p.code for p in asked.bonus}
    base = [s for s in verdict.standings if s.point.code not in bonus]
    assert sum(s.held for s in base) == told.held
    assert sum(s.held for s in verdict.standings if s.point.code in bonus) == told.bonus
    assert told.held + told.at_risk == sum(p.score for p in asked.base_points)
    assert all(s.held >= 0 and s.at_risk >= 0 for s in verdict.standings)
    per_point = {p.code: Decimal(0) for p in asked.points}
    for s in verdict.standings:
        per_point[s.point.code] += s.held + s.at_risk
    assert per_point == {p.code: p.score for p in asked.points}
