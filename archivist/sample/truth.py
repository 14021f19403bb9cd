"""What a sample district truly holds: every file with its right place, and what is missing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath

from archivist.model import Digest


@dataclass(frozen=True, slots=True)
class TrueFile:
    """One file as dropped, or a member of a dropped container, with its right place.

    ``name`` is the path below the inbox (members: ``container name/member name``). ``point``
    and ``want`` are "" where the file belongs nowhere; ``also`` are points an expert would accept
    as well. ``date`` is ISO 8601. ``naming`` is coded, half or uncoded; ``clue`` the strongest
    thing that tells the point: code, folder, name, text or nothing (an honest program asks).
    ``format`` is what the bytes are; ``fault`` is "" or the kind of a known fault.
    """

    name: str
    digest: Digest
    point: str
    unit: str
    want: str
    date: str
    naming: str
    clue: str
    format: str
    fault: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hole:
    """Evidence that is due and that nobody dropped; ``year`` is 0 for a want due once."""

    unit: str
    point: str
    want: str
    year: int


@dataclass(frozen=True, slots=True)
class Truth:
    """All files and all holes of one sample; reproducible from ``seed`` and the rules."""

    seed: int
    files: tuple[TrueFile, ...]
    holes: tuple[Hole, ...]

    @property
    def containers(self) -> frozenset[str]:
        """Names of files that hold other files."""
        above = {parent.as_posix() for file in self.files for parent in PurePath(file.name).parents}
        return frozenset(file.name for file in self.files if file.name in above)

    def save(self, path: Path) -> None:
        """Write as JSON, UTF-8, one file a line so that two truths can be compared by eye."""
        files = ",\n".join(json.dumps(asdict(file), ensure_ascii=False) for file in self.files)
        holes = ",\n".join(json.dumps(asdict(hole), ensure_ascii=False) for hole in self.holes)
        text = f'{{"seed": {self.seed},\n"files": [\n{files}\n],\n"holes": [\n{holes}\n]}}\n'
        path.write_text(text, "utf-8")

    @classmethod
    def load(cls, path: Path) -> Truth:
        """Read what ``save`` wrote."""
        data = json.loads(path.read_text("utf-8"))
        files = (TrueFile(**(entry | {"also": tuple(entry["also"])})) for entry in data["files"])
        return cls(data["seed"], tuple(files), tuple(Hole(**entry) for entry in data["holes"]))
