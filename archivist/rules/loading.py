"""A folder of rule files becomes a plan, or the list of all its mistakes."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from archivist.garbage import uncollected
from archivist.model import Mistake, Plan, Point, RulesError, Where, refusal
from archivist.rules.coherence import examples, exceptions, periods, totals
from archivist.rules.record import Record, suggestion
from archivist.rules.roster import names_of
from archivist.rules.settings import frame
from archivist.rules.standard import Known, bonus, part
from archivist.rules.thesaurus import thesaurus
from archivist.rules.yamlpos import Table, parse

SETTINGS = "settings.yaml"
BONUS = "bonus.yaml"
THESAURUS = "thesaurus.yaml"
PART = re.compile(r"part-([0-9]+)\.yaml")
_SINGLE = (SETTINGS, BONUS, THESAURUS)


@dataclass(frozen=True, slots=True)
class RulesSummary:
    """What ``archivist rules check`` says: counts, scores, and every mistake."""

    parts: int
    items: int
    points: int
    score: Decimal
    bonus: Decimal
    errors: tuple[Mistake, ...]

    def record(self) -> dict[str, object]:
        """The JSON object of ``archivist rules check --json``."""
        return {
            "parts": self.parts,
            "items": self.items,
            "points": self.points,
            "score": _number(self.score),
            "bonus": _number(self.bonus),
            "errors": [
                {"file": each.where.file, "line": each.where.line, "message": each.message}
                for each in self.errors
            ],
        }


def load(folder: Path) -> Plan:
    """Read all rule files of a folder.

    Args:
        folder: holds ``settings.yaml``, ``part-1.yaml`` …, ``bonus.yaml`` and, if an office wants
            it, ``thesaurus.yaml``; its name is the first part of every ``Where.file``.

    Returns:
        The plan; its digest is SHA-256 over names and bytes of all ``*.yaml`` files.

    Raises:
        RulesError: with all mistakes of all files, sorted by file and line.
    """
    with uncollected():
        plan, mistakes = _read(folder)
    if mistakes:
        raise RulesError(mistakes)
    return plan


def summary(folder: Path) -> RulesSummary:
    """Count what a folder of rules asks for, as far as it can be read, and list its mistakes."""
    plan, mistakes = _read(folder)
    return RulesSummary(
        parts=len(plan.parts),
        items=len(plan.items),
        points=len(plan.base_points),
        score=_total(plan.base_points),
        bonus=_total(plan.bonus),
        errors=mistakes,
    )


def pack() -> Path:
    """The folder of the shipped rules: inside the installed package, else in the repository."""
    package = Path(__file__).parents[1]
    installed = package / "pack"
    return installed if installed.is_dir() else package.parent / "rules"


def _read(folder: Path) -> tuple[Plan, tuple[Mistake, ...]]:
    mistakes: list[Mistake] = []
    shown = folder.resolve().name
    files = _files(folder, shown, mistakes)
    records = {
        name: _record(data, f"{shown}/{name}", mistakes)
        for name, data in files.items()
        if name in _SINGLE or PART.fullmatch(name)
    }
    plan = _plan(records, shown, _digest(files), mistakes)
    return plan, tuple(sorted(set(mistakes), key=lambda mistake: (mistake.where, mistake.message)))


def _files(folder: Path, shown: str, mistakes: list[Mistake]) -> dict[str, bytes]:
    try:
        found = sorted((entry for entry in folder.iterdir() if entry.suffix == ".yaml"), key=_order)
        files = {entry.name: entry.read_bytes() for entry in found}
    except OSError as error:
        mistakes.append(Mistake(Where(shown, 1), f"读不了规则文件：{refusal(error)}。"))
        return {}
    if SETTINGS not in files:
        mistakes.append(Mistake(Where(f"{shown}/{SETTINGS}", 1), "缺少这个文件。"))
    if not any(map(PART.fullmatch, files)):
        mistakes.append(Mistake(Where(f"{shown}/part-1.yaml", 1), "缺少这个文件：没有任何部分。"))
    for name in files:
        if name not in _SINGLE and not PART.fullmatch(name):
            hint = suggestion(name, [*_SINGLE, "part-1.yaml"])
            message = f"规则文件只能叫 {SETTINGS}、part-1.yaml、part-2.yaml……、{BONUS} 或 {THESAURUS}。{hint}"
            mistakes.append(Mistake(Where(f"{shown}/{name}", 1), message))
    return files


def _order(entry: Path) -> tuple[bool, int, str]:
    """Settings first, then the parts by number, then the rest."""
    match = PART.fullmatch(entry.name)
    return (entry.name != SETTINGS, int(match[1]) if match else 10**9, entry.name)


def _digest(files: dict[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name, data in sorted(files.items()):
        whole.update(f"{name}\0{len(data)}\0".encode())
        whole.update(data)
    return whole.hexdigest()


def _record(data: bytes, file: str, mistakes: list[Mistake]) -> Record | None:
    table, wrong = parse(data, file)
    mistakes += wrong
    return Record(table, mistakes) if table.pairs or not wrong else None


def _plan(
    records: dict[str, Record | None], shown: str, digest: str, mistakes: list[Mistake]
) -> Plan:
    head, tail, said = (records.get(name) for name in _SINGLE)
    found = frame(head or Record(Table((), Where(shown, 1)), []))
    known = Known(
        names_of(found.units), found.periods, frozenset(dict(found.sources)), head is not None
    )
    parts = [
        part(record, known) for name, record in records.items() if record and PART.fullmatch(name)
    ]
    plan = Plan(
        settings=found.settings,
        parts=tuple(read for read in parts if read),
        bonus=bonus(tail, known) if tail else (),
        units=found.units,
        sources=found.sources,
        digest=digest,
        thesaurus=thesaurus(said) if said else (),
    )
    mistakes += exceptions(plan)
    if head:
        mistakes += periods(plan, head.line("arrangement"))
    mistakes += examples(plan, known.sound)
    if head and None not in records.values():
        mistakes += totals(plan, found.totals, head.line("totals"))
    return plan


def _total(points: tuple[Point, ...]) -> Decimal:
    total = sum((point.score for point in points), Decimal(0))
    whole = total.to_integral_value()
    return whole if whole == total else total


def _number(score: Decimal) -> int | float:
    return int(score) if score == score.to_integral_value() else float(score)
