"""Separator sheets (分隔页): printed, put between papers, and read back from the scan of the stack."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence

from archivist.dossier.pages import render
from archivist.dossier.tasks import GAPS
from archivist.model import Archive, Paper, Plan, Separator

_HOW = (
    "把本页放在所属材料的前面，连同材料一起扫描成一个 PDF 或多页 TIFF，放入收件夹。"
    "程序按本页把整叠材料拆成逐件文件并归到所写的考评要点；原扫描件照样保存。"
)


def separators_of_gaps(archive: Archive, unit: str, year: str) -> tuple[Separator, ...]:
    """A sheet for every point where something is missing, of one unit or ("") of all, in order."""
    wanted = (
        Separator(standing.point.code, standing.unit, year)
        for standing in archive.verdict.standings
        if unit in {"", standing.unit} and (standing.state in GAPS)
    )
    return tuple(dict.fromkeys(wanted))


def separators_paper(plan: Plan, sheets: Sequence[Separator]) -> Paper:
    """The sheets as a paper to be typeset, one a page."""
    shown = list(_shown(plan, sheets))
    data = {"title": "扫描分隔页", "how": _HOW, "standard": plan.settings.standard_shown}
    return Paper("separator", json.dumps(data | {"sheets": shown}, ensure_ascii=False))


def separators_page(plan: Plan, sheets: Sequence[Separator]) -> bytes:
    """The same as a page to print from a browser, for machines without Chinese fonts for PDF."""
    return render(
        "separators.html.j2",
        sheets=list(_shown(plan, sheets)),
        how=_HOW,
        standard=plan.settings.standard_shown,
    )


def _shown(plan: Plan, sheets: Iterable[Separator]) -> Iterable[dict[str, str]]:
    for sheet in sheets:
        point = plan.by_code.get(sheet.point)
        yield {
            "code": sheet.point,
            "point": point.title if point else "",
            "unit": sheet.unit,
            "year": sheet.year,
            "qr": _qr(sheet.written),
        }


def _qr(text: str) -> str:
    """An SVG that survives copying and scanning: the highest error correction there is."""
    import segno

    buffer = io.BytesIO()
    code = segno.make_qr(text, error="h", encoding="utf-8")
    code.save(buffer, kind="svg", border=4, xmldecl=False, omitsize=True)
    return buffer.getvalue().decode()
