"""What is to be typeset, and the shop that does it: data here, ink elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from archivist.model.arrival import Digest
from archivist.model.dossier import Due, Leaf
from archivist.model.shown import Still, Stroke


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An original shown on pages of its own; ``most`` pages at most, ``wide`` pixels a picture.

    ``stamp`` asks for a free place on the first page of a PDF, ``words`` for lines under the
    passages that hold them. ``read`` is the version of the reading if what it says is shown, else
    "": by OCR, or because the original has no pages and is laid out anew (``retold``).
    ``strokes`` are where those lines go on pages whose words only OCR knows, and follow from it.
    """

    digest: Digest
    format: str
    most: int = 2_000
    wide: int = 1_600
    stamp: bool = False
    words: tuple[str, ...] = ()
    read: str = ""
    retold: bool = False
    strokes: tuple[Stroke, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF to be: the form's name, its data as JSON text, and the originals shown in it.

    Two equal papers give the same bytes under the same program and fonts.
    """

    form: str
    data: str
    enclosures: tuple[Enclosure, ...] = ()


def _unmade(path: str, _paper: Paper) -> bytes | Digest:
    raise LookupError(f"no shop to typeset {path}")


def _no_texts(_digests: Iterable[Digest]) -> Iterator[tuple[Digest, str]]:
    return iter(())


def _no_stills(_digest: Digest) -> tuple[Still, ...]:
    return ()


def _written(_path: str, _told: str, write: Callable[[], bytes]) -> bytes | Digest:
    return write()


Keep: TypeAlias = Callable[[str, str, Callable[[], bytes]], bytes | Digest]
Make: TypeAlias = Callable[[str, Paper], bytes | Digest | Callable[[], bytes | Digest]]
Texts: TypeAlias = Callable[[Iterable[Digest]], Iterator[tuple[Digest, str]]]
Stills: TypeAlias = Callable[[Digest], tuple[Still, ...]]


@dataclass(frozen=True, slots=True)
class Shop:
    """What the dossier needs and cannot do itself: PDFs, and what originals say and show.

    ``make(path, paper)`` gives a PDF's bytes, or the digest of the very file that lies at
    ``path`` already, or what waits for the bytes while they are being made.
    ``keep(path, told, write)`` does the same for any other file: it is written only if what it
    tells, as text, is not what stands. ``why_not`` is "" when PDFs can be made, else a clause for
    users.
    """

    make: Make = _unmade
    why_not: str = "本次建档没有启用 PDF 排版"
    texts: Texts = _no_texts
    stills: Stills = _no_stills
    keep: Keep = _written

    def leaf(self, path: str, paper: Paper) -> Leaf | Due:
        """The leaf of a paper: there already, or due."""
        made = self.make(path, paper)
        return Due(path, made) if callable(made) else Leaf(path, made)
