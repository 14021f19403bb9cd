"""The ZIP and XML underneath DOCX, XLSX, PPTX, ODF and OFD: opened with care, bounded, forgiving."""

from __future__ import annotations

import posixpath
import zipfile
from typing import TYPE_CHECKING, Self

from archivist.formats import troubles
from archivist.model import Limits, Problem

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from lxml.etree import _Element

_PART_BYTES = 256 * 2**20
_CHUNK = 2**20


class Package:
    """A ZIP of XML parts; every part is read at most once and only up to a bound.

    ``problems`` collects what could not be read; names are looked up case-insensitively and
    with either slash, as producers differ.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open; raises ``BadZipFile`` if there is no directory."""
        self._zip = zipfile.ZipFile(path)
        self._names = {_flat(name): name for name in self._zip.namelist()}
        self._bound = min(_PART_BYTES, limits.expanded_bytes)
        self._ratio = limits.ratio
        self.problems: list[Problem] = []

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._zip.close()

    def names(self, start: str = "", end: str = "") -> list[str]:
        """Part names (lower case, no leading slash) with this start and end, sorted naturally."""
        wanted = [n for n in self._names if n.startswith(start.lower()) and n.endswith(end.lower())]
        return sorted(wanted, key=lambda name: (len(name), name))

    def encrypted(self) -> bool:
        """Whether any part is locked by ZIP encryption."""
        return any(info.flag_bits & 1 for info in self._zip.infolist())

    def data(self, name: str) -> bytes:
        """Bytes of a part, b"" if it is absent, damaged or beyond the bound."""
        real = self._names.get(_flat(name))
        if real is None:
            return b""
        try:
            return self._bounded(real)
        except (
            zipfile.BadZipFile,
            OSError,
            ValueError,
            NotImplementedError,
            EOFError,
            _zlib_error(),
        ) as e:
            self.problems.append(
                troubles.partial(f"内部部件 {_short(name)} 已损坏（{troubles.because(e)}）")
            )
            return b""

    def _bounded(self, real: str) -> bytes:
        info = self._zip.getinfo(real)
        pieces, total = [], 0
        allowed = max(self._bound // 16, info.compress_size * self._ratio)
        with self._zip.open(info) as part:
            while piece := part.read(_CHUNK):
                total += len(piece)
                if total > min(self._bound, allowed):
                    self.problems.append(troubles.bomb(_short(real)))
                    return b""
                pieces.append(piece)
        return b"".join(pieces)

    def xml(self, name: str) -> _Element | None:
        """Root element of a part, None if it is absent or no XML at all."""
        return parse(self.data(name))


def parse(data: bytes) -> _Element | None:
    """XML as far as it is well-formed; entities and network stay shut."""
    from lxml import etree

    if not data.strip():
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local(element: _Element) -> str:
    """Tag without namespace: producers differ in namespaces, not in names."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: _Element, name: str) -> str:
    """Value of an attribute by local name, "" if absent."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def resolve(base: str, target: str) -> str:
    """Name of the part a relationship of ``base`` points to."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))


def relations(package: Package, name: str) -> dict[str, tuple[str, str]]:
    """Relationship id → (last word of its type, part name) of one part."""
    folder, base = posixpath.split(name)
    root = package.xml(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
    found: dict[str, tuple[str, str]] = {}
    for relation in root if root is not None else ():
        kind = attribute(relation, "Type").rpartition("/")[2]
        found[attribute(relation, "Id")] = (kind, resolve(name, attribute(relation, "Target")))
    return found


def _flat(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _short(name: str) -> str:
    return name[-80:]


def _zlib_error() -> type[Exception]:
    import zlib

    return zlib.error
