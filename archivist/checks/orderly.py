"""齐: boxes, their numbers and their order."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from archivist.checks.docket import Docket
from archivist.checks.registry import OURS, PRACTICE, RECALLED, Remark, check, fault
from archivist.model import (
    Box,
    Case,
    CrossEntry,
    Document,
    Piece,
    Point,
    Profile,
    Severity,
    State,
)

_COVERS_MM = 2


def _boxes(docket: Docket) -> Iterable[Box]:
    return docket.case.boxes


def _classes(docket: Docket) -> Iterable[tuple[Box, ...]]:
    """The boxes of each class that has any."""
    return docket.boxes_of.values()


def _called(box: Box) -> str:
    """The class of a box as people call it."""
    category = box.category
    return f"要点 {category.code} " if category.point else f"“{category.title}”"


def _pieces(docket: Docket) -> Iterable[tuple[Box, Piece]]:
    return docket.pieces


def _whole(docket: Docket) -> Iterable[Case]:
    return (docket.case,)


@check(
    "Q20",
    each=_classes,
    source=f"DA/T 70-2018 完整性检测（连续性元数据项，{RECALLED}）",
    severity=Severity.BLOCK,
)
def numbers_have_no_gap(_docket: Docket, boxes: tuple[Box, ...]) -> Iterator[Remark]:
    """件号、盒号没有漏号和重号。

    Why: 漏号意味着少了一件，重号意味着两件分不清。

    Mend: 由程序编号，出现本提示请重新生成卷宗；仍然出现请转维护人员。
    """
    numbers = Counter(piece.number for box in boxes for piece in box.pieces)
    if wrong := _irregular(numbers):
        yield fault(boxes[0], f"{_called(boxes[0])}的件号有{wrong}。")
    for box in boxes:
        for piece in box.pieces if box.seal is None else ():
            if wrong := _irregular(Counter(each.number for each in piece.components)):
                shown = f"{piece.number:0{box.digits}}"
                yield fault(piece.document, f"件 {shown} 的份号有{wrong}。")
    if wrong := _irregular(Counter(box.index for box in boxes)):
        yield fault(boxes[0], f"{_called(boxes[0])}的盒号有{wrong}。")


def _irregular(numbers: Counter[int]) -> str:
    """Gaps between the smallest and the largest, and repetitions, in words."""
    gaps = sorted(set(range(min(numbers, default=0), max(numbers, default=0))) - set(numbers))
    twice = sorted(number for number, count in numbers.items() if count > 1)
    words = [f"漏号 {'、'.join(map(str, gaps[:10]))}"] if gaps else []
    words += [f"重号 {'、'.join(map(str, twice[:10]))}"] if twice else []
    return "，".join(words)


@check("J04", each=_boxes, source="DA/T 22-2015 6.4", severity=Severity.INFO)
def box_holds_one_class(_docket: Docket, box: Box) -> Iterator[Remark]:
    """一盒之内是同一年度的材料。

    Why: DA/T 22-2015 要求不同年度不装入同一盒；迎检盒按考评要点装盒，可以跨年度，所以只作提示。

    Mend: 在不同年度之间加隔页；正式归档时再按年度分盒。
    """
    years = sorted({piece.year for piece in box.pieces if piece.year})
    if len(years) > 1:
        yield fault(box, f"盒内有 {len(years)} 个年度的材料。", "、".join(map(str, years)))


@check("J05", each=_boxes, source=f"DA/T 22-2015 6.4（盒脊厚度）；{OURS}", severity=Severity.WARN)
def box_is_not_overfull(docket: Docket, box: Box) -> Iterator[Remark]:
    """一盒装得下。

    Why: 装得过满，盒盖合不上，取放时容易损坏材料。（每毫米 10 张、扣除 2 毫米为本程序口径。）

    Mend: 换用更厚的盒，或在设置中调低每盒张数。
    """
    room = (box.spine - _COVERS_MM) * docket.plan.settings.measures.sheets_per_mm
    if box.sheets > room:
        yield fault(box, f"盒内约 {box.sheets} 张，{box.spine} 毫米的盒约可装 {room} 张。")


@check("J06", each=_pieces, source=PRACTICE, severity=Severity.INFO)
def piece_is_not_too_thick(docket: Docket, placed: tuple[Box, Piece]) -> Iterator[Remark]:
    """一件不过厚。

    Why: 超过 200 页的一件装订、翻阅都不方便。

    Mend: 可按顺序分成几件；成册的保持原样。
    """
    _, piece = placed
    most = docket.plan.settings.measures.thick_pages
    if piece.pages and piece.pages > most:
        yield fault(piece.document, f"一件有 {piece.pages} 页，超过 {most} 页。")


@check("J07", each=_classes, source=PRACTICE, severity=Severity.BLOCK)
def numbers_run_from_one(_docket: Docket, boxes: tuple[Box, ...]) -> Iterator[Remark]:
    """件号从 1 开始，按顺序连续。

    Why: 件号是找到一件材料的地址，不从 1 开始或前后颠倒就会找错。

    Mend: 由程序编号，出现本提示请重新生成卷宗；仍然出现请转维护人员。
    """
    numbers = [piece.number for box in boxes for piece in box.pieces]
    if numbers != list(range(1, len(numbers) + 1)):
        shown = "、".join(map(str, numbers[:10]))
        yield fault(boxes[0], f"{_called(boxes[0])}的件号不是从 1 开始的连续号。", shown)


@check("J08", each=_whole, source=PRACTICE, severity=Severity.BLOCK)
def box_numbers_are_unique_and_rise(_docket: Docket, case: Case) -> Iterator[Remark]:
    """盒号不重复，按上架顺序递增。

    Why: 盒号是盒在架上的位置，重复或颠倒就找不到盒。

    Mend: 由程序编号，出现本提示请重新生成卷宗；仍然出现请转维护人员。
    """
    keys = [_shelf(box) for box in case.boxes]
    for box, before, key in zip(case.boxes[1:], keys, keys[1:], strict=False):
        if key <= before:
            yield fault(box, f"盒号 {box.number} 与前一盒重复或颠倒。")


def _shelf(box: Box) -> list[int]:
    """What must rise: the figures of a 盒号 by point; of others the class and the box within it."""
    if box.category.point:
        return [int(part) for part in re.findall(r"\d+", box.number)]
    return [*box.category.order, box.index]


def _located(docket: Docket) -> Iterator[tuple[Document, int]]:
    """Every document that counts, or that lies in a box, with the number of places it lies in."""
    places = Counter(each.document.name for _, each in docket.components)
    known = {document.name: document for document in docket.admitted}
    boxed = {each.document.name: each.document for _, each in docket.components}
    for name, document in (boxed | known).items():
        yield document, places[name]


@check("J10", each=_located, source=f"DA/T 70-2018 关联检测；{OURS}", severity=Severity.BLOCK)
def every_document_lies_in_one_place(
    _docket: Docket, located: tuple[Document, int]
) -> Iterator[Remark]:
    """每件材料恰好在一个盒中，目录与文件一一对应。

    Why: 目录有而盒中没有，或盒中有而目录没有，都是清点时首先发现的问题。

    Mend: 由程序装盒，出现本提示请重新生成卷宗；仍然出现请转维护人员。
    """
    document, places = located
    if document.state is not State.PLACED:
        yield fault(document, "盒中有这一件，但它不在收取的材料之中。")
    elif places != 1:
        where = f"出现在 {places} 个位置" if places else "没有装入任何盒"
        yield fault(document, f"已归入要点，但{where}。")


@check(
    "J27",
    each=_boxes,
    source=f"CJJ 建设电子文件命名（3 位数字序号）；{OURS}",
    severity=Severity.BLOCK,
)
def stored_names_are_unique_and_sorted(docket: Docket, box: Box) -> Iterator[Remark]:
    """盒内文件名不重复，并按件号排列。

    Why: 只差大小写的两个名字在 Windows 上是同一个文件；序号不补零，排列就会错乱。

    Mend: 由程序命名，出现本提示请重新生成卷宗；一类超过千件、万件的，把设置中 arrangement 的 digits 调大。
    """
    names = [each.file for _, each in box.files]
    folded = Counter(unicodedata.normalize("NFC", name.casefold()) for name in names)
    if twice := [name for name, count in folded.items() if count > 1]:
        yield fault(box, "盒内有重复的文件名。", twice[0])
    least = box.digits if box.seal else docket.plan.settings.arrangement.digits
    if bare := [name for name in names if not re.match(rf"\d{{{least},}}[_-]", name)]:
        yield fault(box, f"文件名前没有补足 {least} 位的序号。", bare[0])
    if names != sorted(names):
        yield fault(box, "盒内文件名的排列与件号顺序不一致。", names[0])
    if any(
        other.folder == box.folder
        for other in docket.boxes_of[box.category.key]
        if other is not box
    ):
        yield fault(box, "两个盒使用了同一个文件夹。", box.folder)


def _crossing(docket: Docket) -> Iterator[tuple[Document, Point]]:
    """Documents with each further point they are to be found at.

    Only boxes filled by point hold 互见 lines: elsewhere the page of the point leads to the piece.
    """
    if docket.plan.settings.arrangement.profile is not Profile.INSPECTION:
        return
    for document in docket.admitted:
        for code in document.placement.cross:
            if code != document.placement.point and (point := docket.plan.by_code.get(code)):
                yield document, point


def _entries(docket: Docket, point: Point) -> Iterator[CrossEntry]:
    boxes = (box for box in docket.case.boxes if box.category.standards_point == point.code)
    return (entry for box in boxes for entry in box.cross)


@check("J28", each=_crossing, source=f"GB/T 9705-2008 互见号；{OURS}", severity=Severity.WARN)
def cross_references_lead_somewhere(
    docket: Docket, crossing: tuple[Document, Point]
) -> Iterator[Remark]:
    """互见的材料能按所指找到。

    Why: 一件材料印证几个要点时只存一处，其余各处靠互见指引；指引落空等于缺材料。

    Mend: 由程序编目，出现本提示请重新生成卷宗；仍然出现请转维护人员。
    """
    document, point = crossing
    entry = next(
        (
            entry
            for entry in _entries(docket, point)
            if any(each.document.name == document.name for each in entry.piece.components)
        ),
        None,
    )
    if entry is None:
        yield fault(document, f"要点 {point.code} 的目录中没有它的互见条目。")
    elif not any(
        box.number == entry.box and entry.piece in box.pieces for box in docket.case.boxes
    ):
        yield fault(document, f"要点 {point.code} 的互见指向 {entry.box} 盒，该盒中没有这一件。")


@check("J32", each=_whole, source=OURS, severity=Severity.INFO)
def arrangement_does_not_depend_on_arrival(_docket: Docket, case: Case) -> Iterator[Remark]:
    """同样的材料总是装成同样的盒。

    Why: 换一个次序再排一遍，盒号、件号应当完全相同，否则打印好的目录会与卷宗对不上。

    Mend: 请转维护人员。
    """
    if case.boxes != case.rehearsal:
        pairs = zip(case.boxes, case.rehearsal, strict=False)
        first = next((box for box, again in pairs if box != again), None)
        message = "换一个次序再排一遍，盒与件的编排不同。"
        yield fault(case, message, f"首先不同的盒：{first.number}" if first else "盒数不同")
