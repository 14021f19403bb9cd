"""From what is missing or wrong to tasks: one per want, year, unit and point; ids that stay."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal

from archivist.dossier import words
from archivist.dossier.news import FOUND, NOTED, key, real
from archivist.model import (
    Archive,
    Assignment,
    Chore,
    Defect,
    Document,
    Finding,
    Fulfilment,
    Kind,
    Mark,
    Outcome,
    Severity,
    Standing,
    State,
    WantStanding,
    periods,
)

LEAD = "牵头"
GAP, FILE, FINDING = "gap", "file", "finding"
GAPS = frozenset({Fulfilment.PARTLY, Fulfilment.MISSING})
KEY = "task "
"""Marks of tasks begin so."""

_TOLD_BY_GAPS = frozenset({"Q01", "Q02", "Q05", "Q23"})
"""Checks that say of wants and files what the gaps say already."""

_CENT = Decimal("0.01")
_SHOWN = 5
_GRAVE = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.INFO: 2}


def chores(archive: Archive) -> tuple[Chore, ...]:
    """Everything to be done, the gravest and most rewarding first; the same archive, the same ids."""
    found = [*_gaps(archive), *_files(archive), *_findings(archive)]
    found.sort(key=lambda c: (_GRAVE[c.severity], -c.gain, c.unit, c.point, c.kind, c.id))
    return tuple(found)


def defects(archive: Archive) -> tuple[Defect, ...]:
    """Every single problem, in the order of units and points, with the task that mends it."""
    single = [
        Defect(chore.id, chore.subject, chore.problem, _source(archive, chore))
        for chore in (*_gaps(archive), *_files(archive))
    ]
    for (unit, point, check), group in _grouped(archive).items():
        task = _id(unit, point, FINDING, check, "")
        single += [Defect(task, f.subject, f.message, _rule(archive, f)) for f in group]
    return tuple(single)


def marks(archive: Archive) -> Iterator[Mark]:
    """How everything stands today, for the ledger: wants, tasks, and single findings."""
    for standing in _leads(archive):
        for want in standing.wants:
            name = f"{standing.unit}　{standing.point.code} {want.want.name}"
            missing = periods(want.missing)
            told = f"{name}：{words.state_of(want)}{f'，缺 {missing}' if missing else ''}"
            state = f"{want.state.value} {want.have}/{want.need}"
            about = f"want {standing.unit}|{standing.point.code}|{want.want.name}"
            yield Mark(about, state, told)
    for chore in chores(archive):
        yield Mark(f"{KEY}{chore.id}", "open", json.dumps(_kept(chore), ensure_ascii=False))
    told_by_tasks = {id(f) for group in _grouped(archive).values() for f in group}
    for finding in real(archive.verdict.findings):
        told = f"{finding.unit}　{finding.check} {finding.subject}：{finding.message}"
        if id(finding) in told_by_tasks:
            yield Mark(f"{FOUND}{key(finding)}", finding.severity.value, told)
        else:
            yield Mark(f"{NOTED}{key(finding)}", finding.severity.value, f"{finding.unit}　")


def remembered(told: str) -> Chore:
    """A chore as its mark told it."""
    fields = json.loads(told)
    fields["severity"] = Severity(fields["severity"])
    return Chore(**{**fields, "gain": Decimal(fields["gain"]), "support": ()})


def words_on(assignments: Iterable[Assignment]) -> dict[str, Assignment]:
    """The last word on each task."""
    return {word.task: word for word in assignments}


def _kept(chore: Chore) -> dict[str, object]:
    return {**asdict(chore), "gain": str(chore.gain), "support": []}


def _id(*parts: str) -> str:
    """Twelve signs that follow from what a task is about; people may copy them by hand."""
    return hashlib.sha256("|".join(parts).encode("utf-8", "replace")).hexdigest()[:12].upper()


def _leads(archive: Archive) -> Iterator[Standing]:
    return (s for s in archive.verdict.standings if s.role == LEAD)


def _gaps(archive: Archive) -> Iterator[Chore]:
    """A bonus that does not count brings no score."""
    counts = archive.plan.settings.pass_rule.bonus_counts
    for chore in _all_gaps(archive):
        bonus = archive.plan.by_code[chore.point].kind is Kind.BONUS
        yield replace(chore, gain=Decimal(0)) if bonus and not counts else chore


def _all_gaps(archive: Archive) -> Iterator[Chore]:
    for standing in _leads(archive):
        gaps = [want for want in standing.wants if want.state in GAPS]
        for want in gaps:
            yield from _of_want(standing, want)
        if not gaps and standing.state is Fulfilment.MISSING:
            yield _empty(standing)


def _of_want(standing: Standing, want: WantStanding) -> Iterator[Chore]:
    """One task per year, so that it stays the same while its quarters come in one by one."""
    by_year: dict[str, list[str]] = {}
    for label in want.missing:
        by_year.setdefault(label[:4], []).append(label)
    due = sum(1 for each in standing.wants if each.need)
    name = want.want.name.replace("“", "‘").replace("”", "’")  # it stands between marks itself
    for year, labels in (by_year or {"": []}).items():
        share = Decimal(len(labels) or want.need - want.have) / (want.need * due)
        papers = _lacking(want, labels)
        when = periods(labels)
        claimed = f"；{words.claimed(want)}" if want.claimed else ""
        yield _chore(
            standing,
            want.want.name,
            year,
            problem=f"缺{when or f' {papers} 份'}“{name}”{claimed}",
            mend=f"收集并提交{when}“{name}”{papers} 份（{want.want.carrier}）",
            papers=papers,
            gain=_gain(standing, share, papers),
        )


def _lacking(want: WantStanding, labels: list[str]) -> int:
    """Documents a year still wants; what several years lack is split by their periods."""
    if not labels or len(labels) == len(want.missing):
        return want.lacking
    return max(len(labels), round(want.lacking * len(labels) / len(want.missing)))


def _gain(standing: Standing, share: Decimal, papers: int) -> Decimal:
    """Score the papers would bring: their share of what the score was reached by."""
    if standing.basis.startswith(words.BY_RULE):
        lacking = sum(want.lacking for want in standing.wants) or papers or 1
        exact = standing.at_risk * papers / lacking
    else:
        exact = (standing.held + standing.at_risk) * share
    return min(standing.at_risk, exact.quantize(_CENT, ROUND_DOWN))


def _empty(standing: Standing) -> Chore:
    """A point for which nothing came, though nothing is due: evidence or a declaration."""
    return _chore(
        standing,
        "佐证材料",
        "",
        problem="本要点还没有任何材料",
        mend="提交已有的佐证材料；确无此项业务的，提交“无此项业务”说明并报食安办批准",
        papers=1,
        gain=standing.at_risk,
    )


def _chore(
    standing: Standing,
    subject: str,
    period: str,
    *,
    problem: str,
    mend: str,
    papers: int,
    gain: Decimal,
) -> Chore:
    point, unit = standing.point, standing.unit
    grave = Severity.BLOCK if point.kind in {Kind.VETO, Kind.KEY} else Severity.WARN
    return Chore(
        _id(unit, point.code, GAP, subject, period),
        unit,
        point.code,
        GAP,
        subject,
        period,
        Severity.INFO if point.kind is Kind.BONUS else grave,
        problem,
        mend,
        tuple(name for name in point.units if name not in {unit, point.lead}),
        papers,
        gain,
    )


def _files(archive: Archive) -> Iterator[Chore]:
    told = {
        State.OPEN: (
            "不能确定归哪个考评要点",
            "指定考评要点（在文件名前写编码重放，或告诉食安办）",
        ),
        State.REJECTED: ("已退回", "按退回理由改正后重新提交"),
    }
    for document in sorted(archive.documents, key=lambda d: d.name):
        if document.state in told:
            problem, mend = told[document.state]
            why = f"：{document.why}" if document.why else ""
            yield _of_file(archive, document, f"{problem}{why}", mend)


def _of_file(archive: Archive, document: Document, problem: str, mend: str) -> Chore:
    unit = document.placement.unit or office(archive)
    point = document.placement.point
    return Chore(
        _id(unit, "", FILE, document.name, ""),
        unit,
        point,
        FILE,
        document.name,
        "",
        Severity.WARN,
        problem,
        mend,
    )


def _findings(archive: Archive) -> Iterator[Chore]:
    for (unit, point, check), group in _grouped(archive).items():
        card = archive.check_by_id.get(check)
        title = card.title if card else group[0].message
        names = "、".join(f.subject.rpartition("/")[2] for f in group[:_SHOWN])
        more = f" 等 {len(group)} 件" if len(group) > _SHOWN else ""
        yield Chore(
            _id(unit, point, FINDING, check, ""),
            unit,
            point,
            FINDING,
            check,
            "",
            min((f.severity for f in group), key=_GRAVE.__getitem__),
            f"{check} {title}：{names}{more}",
            card.mend if card else "按检查意见改正",
        )


def _grouped(archive: Archive) -> dict[tuple[str, str, str], list[Finding]]:
    """What has to be mended, by unit, point and check; what nobody answers for is the office's."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    head = office(archive)
    for finding in archive.verdict.findings:
        found = finding.outcome is Outcome.FINDING and finding.waiver is None
        if found and finding.severity is not Severity.INFO and finding.check not in _TOLD_BY_GAPS:
            key = (finding.unit or head, finding.point, finding.check)
            groups.setdefault(key, []).append(finding)
    return dict(sorted(groups.items()))


def office(archive: Archive) -> str:
    """The coordinating office answers for what no unit does."""
    units = archive.plan.units
    return next((u.name for u in units if u.kind == "统筹"), units[0].name if units else "")


def _source(archive: Archive, chore: Chore) -> str:
    point = archive.plan.by_code.get(chore.point)
    return f"{point.code} {point.title}（{point.where}）" if point else "收件"


def _rule(archive: Archive, finding: Finding) -> str:
    card = archive.check_by_id.get(finding.check)
    return f"{finding.check} {card.title}" if card else finding.check


def first_seen(archive: Archive) -> dict[str, date]:
    """The day since which each open task has been open without a break."""
    seen: dict[str, date] = {}
    for day, changed in archive.past.marks:
        for mark in changed:
            if mark.key.startswith(KEY):
                task = mark.key.removeprefix(KEY)
                if mark.state:
                    seen[task] = day
                else:
                    seen.pop(task, None)
    return seen
