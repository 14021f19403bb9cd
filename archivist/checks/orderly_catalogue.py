"""齐: the lines of the catalogue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from archivist.checks.carriers import PAGED, PICTURES
from archivist.checks.docket import Docket
from archivist.checks.registry import OURS, Remark, check, fault
from archivist.model import Box, ElementKind, Piece, Severity

_EIGHT = re.compile(r"\d{8}|\[\d{8}\]")
_SELF = re.compile(r"\[?(?:本|我)(?:局|委|办|府|厅|单位|机关|部门|街道|区|市|县)\]?")
_NONE = frozenset({"无", "/", "-", "—", "空"})


def _pieces(docket: Docket) -> Iterator[Piece]:
    return (piece for _, piece in docket.pieces)


def _counted(docket: Docket) -> Iterator[Piece]:
    """Pieces of which at least one document has pages that were counted."""
    for piece in _pieces(docket):
        if piece.pages and any(each.document.reading.pages for each in piece.components):
            yield piece


def _coded(docket: Docket) -> Iterator[tuple[Box, Piece, int]]:
    """Every piece with the number of pieces that bear its code."""
    codes = Counter(piece.code for _, piece in docket.pieces)
    for box, piece in docket.pieces:
        yield box, piece, codes[piece.code]


@check("J09", each=_pieces, source="DA/T 22-2015 5.5.2", severity=Severity.BLOCK)
def line_follows_the_fill_rules(_docket: Docket, piece: Piece) -> Iterator[Remark]:
    """目录各栏按规则填写。

    Why: 归档文件目录有固定的栏目和填法：题名不空，日期八位，没有文号就留空，责任者不写“本局”“本委”。

    Mend: 核对原件后补录；由人工归入时可以注明日期。
    """
    if wrong := list(_misfilled(piece)):
        yield fault(
            piece.document, f"目录填写：{'；'.join(wrong)}。", f"{piece.code} {piece.title}"
        )


def _misfilled(piece: Piece) -> Iterator[str]:
    if not piece.title.strip(" []\u3000"):
        yield "题名为空"
    if not piece.code.strip():
        yield "档号为空"
    if piece.date and not _EIGHT.fullmatch(piece.date):
        yield f"日期“{piece.date}”不是八位数字"
    if piece.document_number in _NONE:
        yield f"没有文号应当留空，现填“{piece.document_number}”"
    if _SELF.fullmatch(piece.issuer):
        yield f"责任者写成“{piece.issuer}”"
    if piece.pages is None and _has_pages(piece):
        yield "页数为空"
    if piece.pages is not None and piece.pages < 1 and piece.document.reading.pages != 0:
        yield f"页数为 {piece.pages}"


def _has_pages(piece: Piece) -> bool:
    reading = piece.document.reading
    fixed = reading.format in PAGED | PICTURES
    return reading.pages is not None or (fixed and not reading.problems)


@check("J12", each=_pieces, source="DA/T 22-2015 5.5.2；DA/T 18-2022", severity=Severity.INFO)
def line_bears_a_date(_docket: Docket, piece: Piece) -> Iterator[Remark]:
    """目录中有日期。

    Why: 日期决定材料归入哪一年度、排在哪一位，也决定能印证哪一期的工作。

    Mend: 在文件名中写明日期，或由人工归入时注明；查不到的，注明“日期待考”。
    """
    if not piece.date:
        yield fault(piece.document, "没有读出日期，目录的日期栏为空。", _undated(piece))


def _undated(piece: Piece) -> str:
    """The title, and the time the file tells of itself that was not believed."""
    reading = piece.document.reading
    told = reading.taken or reading.created or dict(reading.facts).get("modified", "")
    if not told:
        return piece.title
    return f"{piece.title}；文件属性中的时间是 {told[:10]}，可能是时钟没有设置或模板自带，未采用"


@check("Q10", each=_counted, source="DA/T 22-2015 5.5.2（页数）", severity=Severity.BLOCK)
def pages_are_counted_right(_docket: Docket, piece: Piece) -> Iterator[Remark]:
    """目录页数与文件页数一致。

    Why: 页数不一致，说明缺页或目录有误。

    Mend: 由程序计数，出现本提示请重新生成卷宗；仍然出现请转维护人员。
    """
    for each in piece.components:
        measured = each.document.reading.pages
        if measured and each.pages != measured:
            yield fault(each.document, f"目录写 {each.pages} 页，文件有 {measured} 页。")
    counted = sum(each.pages or 0 for each in piece.components)
    if piece.pages != counted:
        yield fault(piece.document, f"目录写 {piece.pages} 页，件内各份合计 {counted} 页。")


@check("Q17", each=_pieces, source="DA/T 18-2022（有则必著）", severity=Severity.WARN)
def what_is_printed_is_entered(_docket: Docket, piece: Piece) -> Iterator[Remark]:
    """文件上有文号、密级的，目录照录。

    Why: 文号、密级属于有则必著的项目，漏了就无法按文号查找，也无法按密级管理。

    Mend: 由程序著录，出现本提示请重新生成卷宗；仍然出现请转维护人员。
    """
    reading = piece.document.reading
    if reading.first(ElementKind.NUMBER) and not piece.document_number:
        yield fault(piece.document, "版头有发文字号，目录的文号栏为空。")
    if reading.first(ElementKind.SECRECY) and not piece.secrecy:
        yield fault(piece.document, "版头有密级标志，目录的密级栏为空。")


@check(
    "Z24",
    each=_coded,
    source=f"DA/T 70-2018（档号规范性、重复性）；{OURS}",
    severity=Severity.BLOCK,
)
def codes_are_valid_and_unique(docket: Docket, coded: tuple[Box, Piece, int]) -> Iterator[Remark]:
    """档号不重复，并与要点、年度、件号一致。

    Why: 档号是每件材料唯一的身份；重复或与目录不符就无法对应。

    Mend: 由程序编号，出现本提示请重新生成卷宗；仍然出现请转维护人员。
    """
    box, piece, count = coded
    digits = box.digits if box.seal else docket.plan.settings.arrangement.digits
    if count > 1:
        yield fault(piece.document, f"档号 {piece.code} 重复。")
    elif box.seal and box.seal.labels:
        return  # it stands as it was written on the box
    elif box.category.point:
        if not piece.code.endswith(tail := _tail(box, piece, digits)):
            yield fault(piece.document, f"档号 {piece.code} 与要点、年度、件号不一致。", tail)
    elif wrong := _misnumbered(box, piece, digits):
        yield fault(piece.document, f"档号 {piece.code} 与{wrong}。", piece.title)


def _tail(box: Box, piece: Piece, digits: int) -> str:
    """What every working number ends in: point, year (0000 if unknown), number of the piece."""
    return f"-{box.category.code}-{piece.year or 0:04}-{piece.number:0{digits}}"


_FONDS = r"(?:(?P<fonds>[A-Z]\d{3})-)?(?P<genre>WS|ZP|LY|LX)·(?P<year>\d{4})"
_FILED = re.compile(
    _FONDS + r"(?P<joint>[·-])(?P<period>Y|D30|D10)"
    r"(?:(?P=joint)(?P<organ>[A-Z0-9\u4e00-\u9fff]{1,12}))?-(?P<number>\d{3,})"
)
"""档号 by item, new (joined by ·) and old (joined by -), with or without 全宗号 (OUTPUTS §5)."""


def _misnumbered(box: Box, piece: Piece, digits: int) -> str:
    """What a 档号 of the DA/T 22 profile contradicts, "" if nothing."""
    if not (told := _FILED.fullmatch(piece.code)):
        return "规定的写法不一致"
    if int(told["year"]) != (piece.year or 0) or int(told["year"]) != box.category.year:
        return "年度不一致"
    if box.category.period != piece.period:
        return "盒的保管期限不一致"
    return "" if told["number"] == f"{piece.number:0{digits}}" else "件号不一致"
