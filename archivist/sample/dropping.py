"""Files on their way into an inbox: each under a name of its own, each told to the truth."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from archivist.model import Digest
from archivist.sample.naming import Name
from archivist.sample.paper import Paper
from archivist.sample.truth import TrueFile

_FORMATS = {"gbk": "txt"}


@dataclass(slots=True)
class Dropping:
    """What has been dropped into ``folder`` so far."""

    folder: Path
    files: list[TrueFile] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)
    _folders: set[str] = field(default_factory=set)

    def free(self, stem: str, ending: str) -> str:
        """A name nobody has yet, also where names differ by case or composition only."""
        name, number = f"{stem}.{ending}", 1
        while _alike(name) in self._names:
            number += 1
            name = f"{stem}({number}).{ending}"
        self._names.add(_alike(name))
        return name

    def write(self, name: str, data: bytes) -> Digest:
        """Put bytes under a name below the folder."""
        parent = name.rpartition("/")[0]
        if parent not in self._folders:
            (self.folder / parent).mkdir(parents=True, exist_ok=True)
            self._folders.add(parent)
        (self.folder / name).write_bytes(data)
        return digest(data)

    def drop(self, paper: Paper, name: Name, ending: str, data: bytes, **told: str) -> str:
        """Write a paper's bytes and tell the truth about it; returns the name it got."""
        path = self.free(name.stem, ending)
        self.files.append(true(paper, path, name, self.write(path, data), **told))
        return path


def true(paper: Paper, path: str, name: Name, found: Digest, **told: str) -> TrueFile:
    """The truth about a paper; ``told`` may override format and name a fault."""
    nowhere = paper.slot.point.startswith("N")
    return TrueFile(
        name=path,
        digest=found,
        point="" if nowhere else paper.slot.point,
        unit=paper.slot.unit,
        want=paper.slot.want,
        date=paper.matter.day.isoformat(),
        naming=name.naming,
        clue="nothing" if nowhere else name.clue,
        format=told.get("format", _FORMATS.get(paper.format, paper.format)),
        fault=told.get("fault", ""),
        also=paper.slot.theme.also,
    )


def digest(data: bytes) -> Digest:
    """SHA-256."""
    return Digest(hashlib.sha256(data).hexdigest())


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
