"""Who does what by which day: stories whose report was written by hand before it was computed."""

from __future__ import annotations

import io
from collections import defaultdict
from datetime import date
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest

from archivist.checks import judge
from archivist.checks.deduction import deduction, why_not
from archivist.dossier import best, marks, read_plan, since, tasks
from archivist.dossier.ledgers import of_unit
from archivist.dossier.letters import letter
from archivist.dossier.overview import shares
from archivist.dossier.site import Site
from archivist.dossier.words import excused
from archivist.dossier.workbook import report_workbook
from archivist.dossier.workdays import caveat, is_workday, known_years, shifted
from archivist.model import (
    Archive,
    Assignment,
    Document,
    Every,
    Excuse,
    Fulfilment,
    Kind,
    Mark,
    PassRule,
    Past,
    Plan,
    Progress,
    Severity,
    Shop,
    Summary,
)
from tests.nouns import case, document, plan, point, unit, want

TODAY = date(2025, 6, 15)
STREETS = ("青山街道", "红旗街道")
QUARTERS = ("2024-03-01", "2024-05-01", "2024-08-01", "2024-11-01")


def known(of: Plan, *documents: Document, past: Past | None = None, **changes: object) -> Archive:
    verdict = judge(case(of, *documents, **changes))
    return Archive(of, TODAY, documents, (), verdict, past or Past())


def gaps(archive: Archive) -> list[tuple[str, str, str, int, str]]:
    """Unit, point, what is wrong, papers lacking, score to gain."""
    return [
        (t.chore.unit, t.chore.point, t.chore.problem, t.chore.papers, str(t.chore.gain))
        for t in tasks(archive)
        if t.chore.kind == "gap"
    ]


def patrols(missing: str = "") -> tuple[Plan, tuple[Document, ...]]:
    """Two streets report their patrols every quarter of 2024; one street forgets a quarter."""
    asked = point(
        "05-3",
        score="2",
        lead="各街道办事处",
        years=(2024,),
        wants=(want("巡查报告", Every.QUARTER),),
        deduction="每街道每少1次扣0.25分。",
    )
    made = plan(
        asked, units=(*(unit(s, group="各街道办事处") for s in STREETS), unit("各街道办事处"))
    )
    papers = tuple(
        document(f"{street}/{day}.pdf", point="05-3", want="巡查报告", unit=street, when=day)
        for street in STREETS
        for day in QUARTERS
        if f"{street} {day}" != missing
    )
    return made, papers


def test_a_street_missing_one_quarter() -> None:
    made, papers = patrols(missing="红旗街道 2024-08-01")
    archive = known(made, *papers)
    assert gaps(archive) == [("红旗街道", "05-3", "缺2024年3季度“巡查报告”", 1, "0.25")]
    held = {s.unit: (str(s.held), s.state) for s in archive.verdict.standings if s.role == "牵头"}
    assert held == {
        "青山街道": ("1.00", Fulfilment.SATISFIED),
        "红旗街道": ("0.75", Fulfilment.PARTLY),
    }


def test_the_score_says_by_which_rule_it_was_reached() -> None:
    made, papers = patrols(missing="红旗街道 2024-08-01")
    basis = [s.basis for s in known(made, *papers).verdict.standings if s.unit == "红旗街道"]
    assert basis == ["按扣分办法“每街道每少1次扣0.25分”：缺 1 次，扣 0.25 分（本程序口径）"]


def test_a_declaration_counts_only_when_it_is_approved() -> None:
    asked = point("26-4", wants=(want("集体聚餐备案"),))
    paper = document("26-4_无此项业务说明.pdf", point="26-4", want="集体聚餐备案")
    waiting = known(plan(asked), paper)
    assert gaps(waiting) == [
        ("区教育局", "26-4", "缺 1 份“集体聚餐备案”；已交“无此项业务”说明 1 份，待批准", 1, "1")
    ]
    word = Excuse("26-4", "区教育局", "集体聚餐备案", "李四", "辖区无农村聚餐", TODAY)
    approved = known(plan(asked), paper, excuses=(word,))
    assert gaps(approved) == []
    (standing,) = approved.verdict.standings
    assert (standing.state, standing.held) == (Fulfilment.NOT_APPLICABLE, Decimal(1))
    assert excused(standing.wants[0]) == "无此项业务：辖区无农村聚餐（李四 2025年6月15日批准）"


def test_an_approval_is_for_one_unit_only() -> None:
    made, papers = patrols()
    mine = tuple(p for p in papers if p.placement.unit == "青山街道")
    word = Excuse("05-3", "青山街道", "", "李四", "无", TODAY)
    archive = known(made, *mine, excuses=(word,))
    assert {unit for unit, *_ in gaps(archive)} == {"红旗街道"}


def test_a_veto_without_evidence_stops_the_district_and_is_the_gravest_task() -> None:
    veto = point("01-1", "0", kind=Kind.VETO, wants=(want("无事故证明"),))
    archive = known(plan(veto, point("02-1", "100", item="02")))
    assert archive.verdict.forecast.vetoes == ("01-1",)
    first = next(t for t in tasks(archive) if t.chore.point == "01-1")
    assert (first.chore.severity, first.chore.gain) == (Severity.BLOCK, Decimal(0))


@pytest.mark.parametrize(("have", "weak"), [(59, ("01",)), (60, ())])
def test_a_key_item_at_59_and_at_60_percent(have: int, weak: tuple[str, ...]) -> None:
    asked = point("01-1", "10", kind=Kind.KEY, wants=(want("案卷", at_least=100),))
    papers = (document(f"{n}.pdf", point="01-1", want="案卷") for n in range(have))
    archive = known(plan(asked, kind=Kind.KEY), *papers)
    assert tuple(item for item, _ in archive.verdict.forecast.weak) == weak
    assert gaps(archive)[0][2:] == (
        f"缺 {100 - have} 份“案卷”",
        100 - have,
        f"{10 - have / 10:.2f}",
    )


@pytest.mark.parametrize(("counts", "total", "gain"), [(True, "1.50", "0.50"), (False, "1", "0")])
def test_bonus_counted_and_not(counts: bool, total: str, gain: str) -> None:  # noqa: FBT001 - a case
    rule = PassRule(Decimal(90), Decimal("0.6"), counts)
    bonus = point("J1", kind=Kind.BONUS, item="", part="", wants=(want("文件"), want("成效")))
    made = plan(point(wants=(want("方案"),)), bonus, pass_rule=rule)
    papers = (document("a", point="01-1", want="方案"), document("b", point="J1", want="文件"))
    archive = known(made, *papers)
    assert archive.verdict.forecast.total == Decimal(total)
    assert [t.chore.gain for t in tasks(archive) if t.chore.kind == "gap"] == [Decimal(gain)]


def test_the_sums_of_the_units_equal_the_whole() -> None:
    made, papers = patrols(missing="红旗街道 2024-08-01")
    archive = known(made, *papers)
    per: dict[str, Decimal] = defaultdict(Decimal)
    for standing in archive.verdict.standings:
        per[standing.unit] += standing.held
    assert sum(per.values()) == archive.verdict.forecast.held
    assert sum(t.chore.gain for t in tasks(archive)) == archive.verdict.forecast.at_risk


def test_the_workbook_of_the_units_sums_to_the_whole() -> None:
    made, papers = patrols(missing="红旗街道 2024-08-01")
    archive = known(made, *papers)
    (leaf,) = report_workbook(Site(archive), Shop())
    assert isinstance(leaf.content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(leaf.content))
    whole = {row[0]: row[1] for row in book["总览"].iter_rows(values_only=True)}
    head, *units = book["单位"].iter_rows(values_only=True)
    for name in ("佐证支撑分", "待补分", "鼓励加分"):
        place = head.index(name)
        assert sum(Decimal(str(row[place])) for row in units) == Decimal(str(whole[name])), name


def test_a_unit_with_nothing_to_do_is_told_so_and_its_empty_ledger_reads_back() -> None:
    asked = plan(point(support=("区公安局",)), units=(unit(), unit("区公安局")))
    archive = known(asked, document())
    site = Site(archive)
    (share,) = (s for s in shares(site) if s.unit == "区公安局")
    with ZipFile(io.BytesIO(letter(site, share))) as package:
        told = package.read("word/document.xml").decode()
    assert "关于迎检佐证材料齐备情况的函" in told
    assert "你单位没有牵头的考评要点，配合考评要点 1 个。" in told
    assert "目前没有需要补充或改正的事项" in told
    assert "倒排" not in told
    ledger = of_unit(site, "区公安局")
    book = openpyxl.load_workbook(io.BytesIO(ledger))
    for name in book.sheetnames[:3]:
        assert "目前没有要列的事项。" in {cell.value for cell in book[name][2]}
    found = read_plan(ledger, tasks(archive))
    assert (found.words, found.same, found.mistakes) == ((), 0, ())


def test_a_task_keeps_its_id_while_its_quarters_come_in() -> None:
    made, papers = patrols()
    few, more = known(made, *papers[:1]), known(made, *papers[:2])
    ids = [{t.chore.id for t in tasks(a) if t.chore.unit == "青山街道"} for a in (few, more)]
    assert ids[0] == ids[1] != set()


def test_days_are_counted_back_from_the_inspection_over_working_days() -> None:
    asked = point("01-1", kind=Kind.KEY, wants=(want("方案"),))
    of = plan(asked, inspection=date(2025, 12, 1))
    (task,) = (t for t in tasks(known(of)) if t.chore.kind == "gap")
    # 20 working days before 1 December are 3 November, three days of work begin on 29 October.
    assert (task.start, task.due, task.progress) == (
        date(2025, 10, 29),
        date(2025, 11, 3),
        Progress.WAITING,
    )


def test_what_is_seen_too_late_still_gets_its_days_and_then_is_overdue() -> None:
    of = plan(point(wants=(want("方案"),)), inspection=date(2025, 6, 20))
    (fresh,) = (t for t in tasks(known(of)) if t.chore.kind == "gap")
    assert (fresh.start, fresh.due) == (date(2025, 6, 16), date(2025, 6, 16))
    seen = Past(marks=((date(2025, 6, 2), (Mark(f"task {fresh.chore.id}", "open", "{}"),)),))
    (old,) = (t for t in tasks(known(of, past=seen)) if t.chore.kind == "gap")
    assert (old.due, old.progress) == (date(2025, 6, 6), Progress.OVERDUE)


def test_a_persons_word_prevails_and_a_reported_task_waits_for_its_paper() -> None:
    of = plan(point(wants=(want("方案"),)))
    (task,) = (t for t in tasks(known(of)) if t.chore.kind == "gap")
    word = Assignment(task.chore.id, "王老师", None, date(2025, 6, 10), None, "已约")
    (late,) = (t for t in tasks(known(of, past=Past(assignments=(word,)))) if t.chore.kind == "gap")
    assert (late.person, late.due, late.progress) == ("王老师", date(2025, 6, 10), Progress.OVERDUE)
    done = Assignment(task.chore.id, "王老师", None, None, TODAY, "")
    past = Past(assignments=(word, done))
    (told,) = (t for t in tasks(known(of, past=past)) if t.chore.kind == "gap")
    assert told.progress is Progress.REPORTED


def summary(day: date) -> Summary:
    zero = Decimal(0)
    return Summary(day, zero, zero, zero, zero, False, 0, 0, 0, 0, 0, 0, 0)


def test_history_says_what_came_what_was_mended_and_what_got_worse() -> None:
    made, papers = patrols()
    monday = date(2025, 6, 9)
    before = known(made, *papers[:4])
    past = Past((summary(monday),), ((monday, tuple(marks(before))),))
    found = since(known(made, *papers[1:], past=past), monday)
    assert found.base == monday
    assert [line for line in found.better if "巡查报告" in line] == [
        "红旗街道　05-3 巡查报告：满足"
    ]
    assert [line for line in found.worse if "巡查报告" in line] == [
        "青山街道　05-3 巡查报告：部分（3/4季），缺 2024年1季度"
    ]
    assert len(found.came) == 7
    assert since(known(made), date(2020, 1, 1)).base is None


def test_a_closed_task_stays_in_the_ledger_with_its_day() -> None:
    made, papers = patrols(missing="红旗街道 2024-08-01")
    opened = tuple(marks(known(made, *papers)))
    gone = tuple(Mark(m.key, "", m.told) for m in opened if m.key.startswith("task "))
    past = Past(marks=((date(2025, 6, 2), opened), (date(2025, 6, 9), gone)))
    whole = known(made, *patrols()[1], past=past)
    closed = [t for t in tasks(whole) if t.chore.kind == "gap"]
    assert [(t.progress, t.closed, t.chore.unit) for t in closed] == [
        (Progress.CLOSED, date(2025, 6, 9), "红旗街道")
    ]


def test_the_best_next_step_is_the_one_with_most_score_per_paper() -> None:
    cheap = point("01-1", "1", wants=(want("方案"),))
    dear = point("02-1", "4", item="02", wants=(want("案卷", at_least=8),))
    archive = known(plan(cheap, dear))
    assert [t.chore.point for t in best(tasks(archive))] == ["01-1", "02-1"]


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("每少1次扣0.25分（四川细则）。", "0.50"),
        ("全体会议缺1年扣0.25分。", "0.25"),
        ("每季度缺1次会商扣0.1分。", "0.2"),
    ],
)
def test_clear_deduction_rules_are_computed(text: str, lost: str) -> None:
    asked = point(years=(2023, 2024), deduction=text, wants=(want("会议", Every.QUARTER),))
    days = ("2023-01-05", "2023-04-05", "2023-07-05", "2023-10-05", *QUARTERS[:2])
    papers = [document(day, point="01-1", want="会议", when=day) for day in days]
    (standing,) = known(plan(asked), *papers).verdict.standings
    assert standing.at_risk == Decimal(lost)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("抽查企业无自查记录每家扣0.1分。", "要现场检查或抽查才能确定"),
        ("按成效酌情给分，满分不超过该项分值。", "由检查组酌情评定"),
        ("合格率每低1个百分点扣0.2分。", "要看统计数据"),
        ("", "规则没有写扣分办法"),
    ],
)
def test_other_deduction_rules_are_not_guessed_at(text: str, why: str) -> None:
    assert deduction(text, ()) is None
    assert why_not(text) == why


def test_holidays_and_make_up_days_count_and_unknown_years_say_so() -> None:
    assert not is_workday(date(2023, 5, 3))
    assert is_workday(date(2023, 5, 6))
    assert shifted(date(2023, 6, 15), -20) == date(2023, 5, 18)
    assert 2099 not in known_years()
    assert is_workday(date(2099, 10, 1))
    assert caveat(date(2023, 1, 1)) == "工作日已扣除法定节假日、计入调休上班日。"
    assert caveat(date(2099, 1, 1)) == "未含2099年法定节假日，该年按周一至周五计。"
