"""齐: the order of documents inside one item (件)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivist.checks.docket import Docket
from archivist.checks.registry import OURS, RECALLED, Remark, check, fault
from archivist.model import Component, ElementKind, Piece, Role, Severity

_ROLES = list(Role)
_ATTACHED = re.compile(r"附件\s*[（(]?\s*[\d一二三四五六七八九十]")

_NAMELESS = re.compile(r"附件\d+(?:\.\w+)?")
"""What readers call a part of a mail that bears no name; the mail is what it belongs to."""


def _pieces(docket: Docket) -> Iterator[Piece]:
    return (piece for _, piece in docket.pieces)


@check(
    "J01",
    each=_pieces,
    source=f"DA/T 22-2015 件的构成和件内排序（{RECALLED}）；{OURS}",
    severity=Severity.WARN,
)
def documents_of_a_piece_are_in_order(_docket: Docket, piece: Piece) -> Iterator[Remark]:
    """件内顺序：正文在前附件在后，正本在前定稿在后，转发文在前被转发文在后，批复在前请示在后。

    Why: 一件之内顺序固定，翻阅的人才能先看到结论，再看到所附的材料。（怎样认出是一件，是本程序口径。）

    Mend: 封盒后补的，启封后重新生成；附件没有随正文的，把附件标题写进正文的附件说明或文件名，或由食安办并入（archivist join）。
    """
    for before, after in zip(piece.components, piece.components[1:], strict=False):
        if not _follows(before, after):
            yield fault(after.document, f"件内排在“{before.title}”之后，次序不对。", after.file)
    only = piece.document
    lone = len(piece.components) == 1 and only.bond is None
    titled = only.reading.first(ElementKind.TITLE) is not None
    nameless = only.arrival.container is not None and _NAMELESS.fullmatch(only.arrival.base)
    if lone and not titled and not nameless and _ATTACHED.search(only.arrival.base):
        message = "文件名是附件，没有认出它的正文，现自成一件。"
        yield fault(only, message, only.arrival.base, Severity.INFO)


def _follows(before: Component, after: Component) -> bool:
    """Whether a document may stand behind another: below what it belongs to, or after its kind."""
    one, other = before.document.bond, after.document.bond
    if other is None:
        return False
    if one is None or other.to == before.document.name or one.to != other.to:
        return True
    return _ROLES.index(one.role) <= _ROLES.index(other.role)
