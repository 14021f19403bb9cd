"""What belongs together: documents that make one item (件), and papers of one meeting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archivist.model.evidence import Document, Reason


class Role(StrEnum):
    """What a document is in its piece (件); a piece's main document stands first.

    DA/T 22-2015 §5.1 and §5.4 as told by secondary sources (S46, S47): 正文-附件, 正本-定稿,
    转发文-被转发文, 复文-来文 (批复-请示), 原件-复制件; the first of each pair stands first.
    """

    MAIN = "正文"
    FORWARDED = "被转发文"
    ISSUED = "印发件"
    ATTACHMENT = "附件"
    DRAFT = "定稿"
    REQUEST = "来文"
    COPY = "复制件"


@dataclass(frozen=True, slots=True)
class Bond:
    """Why a document is no piece of its own: it lies in the piece of ``main``, another document.

    ``main`` is the name of the piece's first document, ``to`` of the one this belongs to directly
    (the 请示's own attachment lies in the 批复's piece). ``place`` is its 份号 in the whole piece,
    2 or more. ``reason`` names the recognised sign, or the person who joined them.
    """

    main: str
    to: str
    role: Role
    place: int
    reason: Reason


class Slot(IntEnum):
    """Places in a meeting's set, in their order (OUTPUTS §3; 议程 and 纪要 are practice)."""

    NOTICE = 1
    SIGN_IN = 2
    AGENDA = 3
    PAPERS = 4
    SPEECH = 5
    MINUTES = 6
    PHOTOS = 7
    RECORDING = 8


@dataclass(frozen=True, slots=True)
class Meeting:
    """The set of one meeting a document lies in, and its slot there.

    ``of`` is the name of the set's first document, the same for all; ``day`` that document's
    date, by which the whole set is filed (ISO 8601, may be only a year or month).
    """

    of: str
    day: str
    subject: str
    slot: Slot
    reason: Reason


@dataclass(frozen=True, slots=True)
class Component:
    """One document of a piece: ``number`` is 份号 (1-based; a sealed box may have gaps).

    ``file`` is its stored name inside the box folder, ``pages`` its own 页数 or None, ``call``
    how it is asked for: ``0003``, or ``0003-02`` in a piece of several.
    """

    number: int
    call: str
    role: Role
    file: str
    title: str
    pages: int | None
    document: Document
