"""What a file says: its reading, with elements, facts, problems and members."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from archivist.model.arrival import Digest
    from archivist.model.shown import OcrLine, Still

Spot: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom on an upright page, as shares of its width and height (0..1)."""


class ElementKind(StrEnum):
    """What a reader can recognise in a text (GB/T 9704-2012 elements, and a few of practice)."""

    TITLE = "标题"
    NUMBER = "发文字号"
    LOOSE_NUMBER = "不规范文号"
    ISSUER = "发文机关"
    DATE = "成文日期"
    SECRECY = "密级"
    URGENCY = "紧急程度"
    COPY_NUMBER = "份号"
    SIGNER = "签发人"
    RECEIVER = "主送机关"
    ATTACHMENT = "附件说明"
    ATTACHMENT_HEAD = "附件"
    PLACEHOLDER = "未填占位"
    EDITION = "引用版本"
    ENCLOSED = "印发对象"
    PERSONAL = "个人信息"
    QUOTED_NUMBER = "引用文号"
    GROWTH = "同比数据"
    FIGURE = "统计数据"
    SUM = "合计"
    ORDER = "层次序号"
    PLACE_NAME = "地名"
    FINGERPRINT = "文本特征"
    SIGNATURE = "发文机关署名"
    SEAL = "印章"


@dataclass(frozen=True, slots=True)
class Element:
    """Something recognised in a document.

    ``value`` is normalised (dates ISO 8601, numbers with 〔〕), ``printed`` is as written,
    ``page`` is 1-based, ``line`` is the 1-based line of the extracted text, ``quote`` the line.
    ``spot`` is where on the page that line stands, None where the format has no pages or the
    reader does not tell.
    """

    kind: ElementKind
    value: str
    printed: str
    page: int | None = None
    line: int | None = None
    quote: str = ""
    spot: Spot | None = None


class Trouble(StrEnum):
    """Everything that can be wrong with a file, as codes; the sentences stand in Problem."""

    EMPTY = "empty"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    OWNER_LOCKED = "owner locked"
    UNKNOWN = "unknown format"
    NO_READER = "no reader"
    NO_TEXT = "no text"
    CRASHED = "reader crashed"
    TIMED_OUT = "reader timed out"
    TOO_BIG = "limit reached"
    BOMB = "bomb"
    UNSAFE_NAME = "unsafe name"
    PARTIAL = "partly read"
    ILLEGIBLE = "hardly legible"
    PACKAGE = "package not whole"


@dataclass(frozen=True, slots=True)
class Problem:
    """Trouble met while reading one file: code, a sentence for the clerk, and the remedy."""

    trouble: Trouble
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the bytes say; depends on the bytes and ``version``, on nothing else.

    ``format`` is a short lower-case name (pdf, docx, jpeg …), ``puid`` the PRONOM id or "".
    ``extensions`` are the file-name endings usual for the format, without dot. ``taken`` is the
    local time a photo or recording says of itself, ``created`` what a document's metadata says
    (both ISO 8601 text, possibly without zone, "" if not said). ``facts`` are further
    name/value pairs (camera, gps, codec, author …). ``excerpt`` is the beginning of the text on
    one line; the full text lives in the store. ``chars`` counts its non-blank characters.
    """

    digest: Digest
    version: str
    format: str
    puid: str = ""
    mime: str = ""
    extensions: tuple[str, ...] = ()
    pages: int | None = None
    chars: int = 0
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    taken: str = ""
    created: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    elements: tuple[Element, ...] = ()
    excerpt: str = ""
    members: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def all(self, kind: ElementKind) -> tuple[Element, ...]:
        """Elements of one kind in reading order."""
        return tuple(element for element in self.elements if element.kind is kind)

    def first(self, kind: ElementKind) -> Element | None:
        """The first element of a kind, or None."""
        for element in self.elements:  # asked a hundred thousand times: a loop is twice as quick
            if element.kind is kind:
                return element
        return None

    def has(self, *troubles: Trouble) -> bool:
        """Whether any of these troubles was met."""
        return any(problem.trouble in troubles for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Member:
    """A file found inside a container, unpacked to ``path`` in the spool.

    ``name`` is the member's path inside the container, made safe (no ``..``, no root);
    ``modified`` is what the container says, aware UTC, or None.
    """

    name: str
    path: Path
    modified: datetime | None


@dataclass(frozen=True, slots=True)
class Read:
    """The return of a reader: the reading, the whole text, unpacked members, stills, OCR's lines.

    Of the stills of a recording the first is its poster. ``lines`` are in reading order.
    """

    reading: Reading
    text: str
    members: tuple[Member, ...] = ()
    stills: tuple[Still, ...] = ()
    lines: tuple[OcrLine, ...] = ()
