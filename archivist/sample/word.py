"""DOCX in the layout of official documents: a constant shell and one body of our own XML."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from html import escape

from archivist.sample.draft import Draft, Line, Role
from archivist.sample.zips import Part, pack, part

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MARK = 13
"""The longest mark that fits a line at full size."""

_FANGSONG, _HEITI, _XBS = "仿宋_GB2312", "黑体", "方正小标宋简体"


def docx(draft: Draft, when: datetime) -> bytes:
    """The draft as DOCX, written at ``when`` (local time, also in its core properties)."""
    return pack((*_shell(), *pages(draft, when)), when)


def pages(draft: Draft, when: datetime) -> tuple[Part, Part]:
    """The two parts that differ from one document to the next."""
    body = "".join(_paragraph(line, draft) for line in draft.lines)
    document = f"{_HEAD}<w:document {_W}><w:body>{body}{_SECTION}</w:body></w:document>"
    stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    core = _CORE.format(title=escape(draft.title), author=escape(draft.author), stamp=stamp)
    return part("word/document.xml", document.encode()), part("docProps/core.xml", core.encode())


def _paragraph(line: Line, draft: Draft) -> str:
    if line.role is Role.TABLE:
        return _table(draft.rows)
    style = _STYLES[line.role]
    if line.role is Role.MARK and len(line.text) > _MARK:
        style = style.replace('w:val="64"', f'w:val="{64 * _MARK // len(line.text)}"')
    text = escape(line.text, quote=False)
    return f'{style}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def _style(props: str, font: str, size: int, more: str = "") -> str:
    """The beginning of a paragraph; sizes are half points, spacing twentieths of a point."""
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
    run = f'<w:rPr>{fonts}{more}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    return f"<w:p><w:pPr>{props}</w:pPr><w:r>{run}"


_LINE = '<w:spacing w:line="560" w:lineRule="exact"/>'
_INDENT = '<w:ind w:firstLine="640"/>'
_RED_LINE = (
    '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="6" w:color="FF0000"/></w:pBdr>'
    '<w:spacing w:before="240" w:after="480"/><w:jc w:val="center"/>'
)
_STYLES = {
    Role.MARK: _style(
        '<w:spacing w:before="600" w:after="360"/><w:jc w:val="center"/>',
        _XBS,
        64,
        '<w:b/><w:color w:val="FF0000"/>',
    ),
    Role.NUMBER: _style(_RED_LINE, _FANGSONG, 32),
    Role.TITLE: _style(
        '<w:spacing w:before="120" w:after="360" w:line="640" w:lineRule="exact"/>'
        '<w:jc w:val="center"/>',
        _XBS,
        44,
    ),
    Role.RECEIVER: _style(_LINE, _FANGSONG, 32),
    Role.HEADING: _style(_LINE + _INDENT, _HEITI, 32),
    Role.TEXT: _style(_LINE + _INDENT + '<w:jc w:val="both"/>', _FANGSONG, 32),
    Role.ATTACHMENT: _style(
        '<w:spacing w:before="280" w:line="560" w:lineRule="exact"/>' + _INDENT, _FANGSONG, 32
    ),
    Role.SIGNER: _style(
        '<w:spacing w:before="560" w:line="560" w:lineRule="exact"/>'
        '<w:ind w:right="640"/><w:jc w:val="right"/>',
        _FANGSONG,
        32,
    ),
    Role.DATE: _style(_LINE + '<w:ind w:right="960"/><w:jc w:val="right"/>', _FANGSONG, 32),
    Role.FOOT: _style(
        '<w:pBdr><w:top w:val="single" w:sz="8" w:space="4" w:color="000000"/></w:pBdr>'
        '<w:spacing w:before="240"/>',
        _FANGSONG,
        28,
    ),
    Role.CAPTION: _style(_LINE + '<w:jc w:val="center"/>', "楷体_GB2312", 32),
    Role.BREAK: _style("<w:pageBreakBefore/>" + _LINE, _HEITI, 32),
}


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    width = 8800 // len(rows[0])
    grid = f'<w:gridCol w:w="{width}"/>' * len(rows[0])
    lines = "".join(
        "<w:tr>" + "".join(_cell(text, width) for text in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{_TABLE}<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def _cell(text: str, width: int) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r>{_CELL_FONT}'
        f"<w:t>{escape(text, quote=False)}</w:t></w:r></w:p></w:tc>"
    )


_CELL_FONT = '<w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="21"/></w:rPr>'
_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE = (
    '<w:tblPr><w:tblW w:w="8800" w:type="dxa"/><w:jc w:val="center"/>'
    f"<w:tblBorders>{_EDGES}</w:tblBorders></w:tblPr>"
)
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_SECTION = (
    f'<w:sectPr><w:footerReference {_R} w:type="default" r:id="rId2"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851"'
    ' w:footer="1400" w:gutter="0"/></w:sectPr>'
)
_CORE = (
    _HEAD + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
    "<cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@cache
def _shell() -> tuple[Part, ...]:
    types = (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{_TYPE}.footer+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-'
        'package.core-properties+xml"/></Types>'
    )
    rels = _relations(
        ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
        (
            "rId2",
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        ),
    )
    inner = _relations(
        ("rId1", f"{_OFFICE}/styles", "styles.xml"), ("rId2", f"{_OFFICE}/footer", "footer1.xml")
    )
    styles = (
        f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="
        f'"Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{_FANGSONG}"/>'
        '<w:sz w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a">'
        '<w:name w:val="Normal"/></w:style></w:styles>'
    )
    footer = (
        f'{_HEAD}<w:ftr {_W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>1'
        '</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )
    return (
        part("[Content_Types].xml", types.encode()),
        part("_rels/.rels", rels.encode()),
        part("word/_rels/document.xml.rels", inner.encode()),
        part("word/styles.xml", styles.encode()),
        part("word/footer1.xml", footer.encode()),
    )


def _relations(*rows: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in rows
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{inside}</Relationships>'
