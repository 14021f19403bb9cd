"""ERRANDS at the scanner: sheets to put between the papers of a stack."""

from __future__ import annotations

from pathlib import Path

from archivist import dossier, pipeline, press, rules
from archivist.house import House
from archivist.model import Digest, Plan, Separator, UserError


def separators(
    house: House, point: str, unit: str, year: str, *, all_gaps: bool, to: Path
) -> tuple[Separator, ...]:
    """Write separator sheets as PDF or, if ``to`` ends so, as HTML; returns what was written.

    Args:
        house: the workspace.
        point: code of a point, or "" with ``all_gaps``.
        unit: name or alias of a unit, or "" for none (with ``all_gaps`` for all).
        year: four digits, or "".
        all_gaps: a sheet for every point where something is missing.
        to: the file.

    Raises:
        UserError: no such point or unit, nothing is missing, or no Chinese font for a PDF.
    """
    plan = rules.load(house.rules)
    name = _unit(plan, unit) if unit else ""
    if all_gaps:
        sheets = dossier.separators_of_gaps(pipeline.look(house), name, year)
    else:
        sheets = (Separator(_point(plan, point), name, year),)
    if not sheets:
        raise UserError("没有缺材料的要点，不需要分隔页。", "要单独打印请用 --point 指定要点。")
    content = _page(plan, sheets) if to.suffix.lower() in {".html", ".htm"} else _pdf(plan, sheets)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(content)
    return sheets


def _point(plan: Plan, code: str) -> str:
    if code not in plan.by_code:
        raise UserError(f"没有“{code}”这个考评要点。", "请写规则里的编码，如 05-2。")
    return code


def _unit(plan: Plan, wanted: str) -> str:
    for unit in plan.units:
        if wanted == unit.name or any(wanted == alias.text for alias in unit.aliases):
            return unit.name
    raise UserError(f"没有“{wanted}”这个责任单位。", "可用的单位见 rules/settings.yaml。")


def _page(plan: Plan, sheets: tuple[Separator, ...]) -> bytes:
    return dossier.separators_page(plan, sheets)


def _pdf(plan: Plan, sheets: tuple[Separator, ...]) -> bytes:
    fonts = press.fonts()
    if fonts.why_not:
        raise UserError(f"不能排印 PDF：{fonts.why_not}。", "请用 --to 文件.html，再从浏览器打印。")
    return press.typeset(dossier.separators_paper(plan, sheets), fonts, Path.cwd(), _original)


def _original(digest: Digest) -> Path:
    raise LookupError(digest)  # sheets enclose no originals
