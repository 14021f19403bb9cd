"""What people accepted or approved, one sentence each: no report is without them (J15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archivist.dossier import words
from archivist.model import Archive, Box, Finding, Standing


def accepted(archive: Archive, unit: str = "") -> tuple[str, ...]:
    """Waivers, points that do not apply, and business a unit does not have; of a unit or of all.

    Of all also the waivers that have run out, or that meet no finding.
    """
    verdict = archive.verdict
    findings = [f for f in verdict.findings if unit in {"", f.unit}]
    standings = [s for s in verdict.standings if unit in {"", s.unit}]
    codes = {standing.point.code for standing in standings}
    idle = () if unit else _idle(archive)
    return (*_excluded(archive, codes), *_excused(standings), *_waived(findings), *idle)


def accepted_of_box(archive: Archive, box: Box) -> Iterator[str]:
    """The same of a box and, in its point's first box, of the point; files are told by number."""
    code = box.category.standards_point
    if code and box.index == 1:
        yield from _excluded(archive, {code})
        yield from _excused(s for s in archive.verdict.standings if s.point.code == code)
        about = (f for f in archive.verdict.findings if f.about == "point" and f.subject == code)
        yield from _waived(about)
    yield from _waived(f for f in archive.verdict.findings if _is_of(f, box))


def _is_of(finding: Finding, box: Box) -> bool:
    return finding.about == "box" and finding.subject == box.number


def _excluded(archive: Archive, codes: set[str]) -> Iterator[str]:
    for entry in archive.plan.settings.not_applicable:
        if entry.point in codes:
            yield f"要点 {entry.point} 不适用：{entry.reason}（批准人 {entry.approver}）。"


def _excused(standings: Iterable[Standing]) -> Iterator[str]:
    for standing in standings:
        for want in standing.wants:
            if told := words.excused(want):
                yield f"{standing.unit} 要点 {standing.point.code}“{want.want.name}”{told}。"


def _idle(archive: Archive) -> Iterator[str]:
    used = {finding.waiver for finding in archive.verdict.findings}
    for waiver in archive.plan.settings.waivers:
        told = f"{waiver.check} {waiver.subject}（批准人 {waiver.author}，{words.day(waiver.until)} 止）"
        if waiver.until < archive.today:
            yield f"豁免已过期：{told}，所涉问题照常列出。"
        elif waiver not in used:
            yield f"豁免没有用上：{told}，没有这样的问题，或对象写得不一致。"


def _waived(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        if waiver := finding.waiver:
            yield (
                f"人工豁免：{finding.check} {finding.subject}：{finding.message.rstrip('。')}"
                f"（理由：{waiver.reason}，批准人 {waiver.author}，"
                f"有效至 {words.day(waiver.until)}）。"
            )
