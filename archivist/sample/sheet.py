"""XLSX ledgers: a constant shell and one sheet of inline strings and numbers."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from html import escape

from archivist.sample.draft import Draft
from archivist.sample.zips import Part, pack, part

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def xlsx(draft: Draft, when: datetime) -> bytes:
    """The draft's table under its title, then the remaining lines, written at ``when``."""
    notes = [line.text for line in draft.lines[1:] if line.text]
    last = _LETTERS[len(draft.rows[0]) - 1]
    rows = [_row(1, (draft.title,), 1), _row(2, draft.rows[0], 2)]
    rows += (_row(number, row, 3) for number, row in enumerate(draft.rows[1:], 3))
    rows += (_row(number, (note,), 0) for number, note in enumerate(notes, len(draft.rows) + 3))
    sheet = (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetFormatPr defaultRowHeight="18"'
        f' customHeight="1"/><cols><col min="1" max="{len(draft.rows[0])}"'
        f' width="16" customWidth="1"/></cols><sheetData>{"".join(rows)}</sheetData>'
        f'<mergeCells count="1"><mergeCell ref="A1:{last}1"/></mergeCells>'
        '<pageSetup paperSize="9" orientation="landscape"/></worksheet>'
    )
    stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    core = _CORE.format(title=escape(draft.title), author=escape(draft.author), stamp=stamp)
    own = (
        part("xl/worksheets/sheet1.xml", sheet.encode()),
        part("docProps/core.xml", core.encode()),
    )
    return pack((*_shell(), *own), when)


def _row(number: int, cells: tuple[str, ...], style: int) -> str:
    inside = "".join(
        _cell(f"{_LETTERS[column]}{number}", text, style) for column, text in enumerate(cells)
    )
    return f'<row r="{number}">{inside}</row>'


def _cell(place: str, text: str, style: int) -> str:
    if text.isascii() and text.replace(".", "", 1).isdigit() and len(text) < len("100000000"):
        return f'<c r="{place}" s="{style}"><v>{text}</v></c>'
    safe = escape(text, quote=False)
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{safe}</t></is></c>'


_CORE = (
    f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created></cp:coreProperties>'
)
_EDGES = "".join(f'<{edge} style="thin"/>' for edge in ("left", "right", "top", "bottom"))
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="3">'
    '<font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="16"/><name val="黑体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    f'<borders count="2"><border/><border>{_EDGES}</border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4">'
    '<xf fontId="0" borderId="0"/>'
    '<xf fontId="1" borderId="0" applyFont="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center"/></xf>'
    '<xf fontId="2" borderId="1" applyFont="1" applyBorder="1" applyAlignment="1">'
    '<alignment horizontal="center" wrapText="1"/></xf>'
    '<xf fontId="0" borderId="1" applyBorder="1" applyAlignment="1">'
    '<alignment wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0"'
    ' builtinId="0"/></cellStyles></styleSheet>'
)


@cache
def _shell() -> tuple[Part, ...]:
    types = (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-'
        'package.core-properties+xml"/></Types>'
    )
    workbook = (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    outer = _relations(
        ("rId1", f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
        ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    )
    inner = _relations(
        ("rId1", f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"),
        ("rId2", f"{_OFFICE}/styles", "styles.xml"),
    )
    return (
        part("[Content_Types].xml", types.encode()),
        part("_rels/.rels", outer.encode()),
        part("xl/workbook.xml", workbook.encode()),
        part("xl/_rels/workbook.xml.rels", inner.encode()),
        part("xl/styles.xml", _STYLES.encode()),
    )


def _relations(*rows: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in rows
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
