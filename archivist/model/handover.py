"""Handing on: what a package says of its files, in the words of the house that made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from archivist.model.evidence import Verb

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from archivist.model.arrival import Digest
    from archivist.model.dossier import Event
    from archivist.model.evidence import Decision
    from archivist.model.reading import Problem
    from archivist.model.standing import Excuse

CLAIMS = "其他/移交登记.json"
"""Where a package of ours keeps its claims, below the payload folder (ours)."""

PROFILE = "urn:archivist:bagit-profile:handover:1"
"""Identifier of the BagIt profile a package of ours follows; no network is asked for it."""

_VERBS = frozenset(verb.value for verb in Verb)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a file's story: in which house, when, what was done, by whom, and why.

    ``what`` is a verb of ``Verb`` for a person's decision (then point, unit, want and date are
    what was decided, and ``main`` are the bytes a join was to), else an event of the ledger.
    Times are aware.
    """

    house: str
    at: datetime
    what: str
    by: str
    text: str
    point: str = ""
    unit: str = ""
    want: str = ""
    date: str = ""
    main: str = ""

    @property
    def decided(self) -> bool:
        """Whether a person decided this."""
        return self.what in _VERBS


@dataclass(frozen=True, slots=True)
class Claim:
    """What a package says of one of its files.

    ``path`` is its place below the payload folder, ``name`` the path below the inbox of the
    house where it first came, ``by`` who dropped it there. ``title`` is the title of the point
    by the sender's rules, ``why`` the sender's reasons, ``history`` is in order of houses.
    """

    path: str
    digest: Digest
    size: int
    name: str
    modified: datetime
    taken: datetime
    by: str
    point: str
    title: str
    unit: str
    want: str
    date: str
    date_source: str
    cross: tuple[str, ...]
    why: tuple[str, ...]
    history: tuple[Told, ...]

    @property
    def base(self) -> str:
        """The last part of the name it first came with."""
        return self.name.rpartition("/")[2]

    def first_house(self, sender: str) -> str:
        """The house where it first came: with ``name`` it tells versions of one file."""
        return self.history[0].house if self.history else sender


@dataclass(frozen=True, slots=True)
class Handover:
    """All claims of a package, its sender and the standard the points are of.

    ``excuses`` are the approvals that a unit has no such business; they belong to no file.
    """

    sender: str
    standard: str
    claims: tuple[Claim, ...]
    excuses: tuple[Excuse, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from: the sender, the package's place here, and its claim."""

    sender: str
    package: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Bag:
    """A BagIt bag as it lies among the arrivals.

    ``root`` is its folder below the inbox; paths are below ``root``. ``registers`` only describe
    others and are no evidence; ``problems`` are of the bag as a whole, ``unsound`` are payload
    files whose bytes are not those the bag lists. ``claims`` and ``excuses`` are empty unless the
    bag is whole and one of ours. ``number`` of ``total`` parts of ``group``; 0 when it does not
    say. ``profile`` is the one it names, ``unchecked`` what could not be checked.
    """

    root: str
    sender: str = ""
    group: str = ""
    number: int = 0
    total: int = 0
    registers: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    unsound: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    excuses: tuple[Excuse, ...] = ()
    profile: str = ""
    unchecked: tuple[str, ...] = ()

    def name(self, path: str) -> str:
        """The name below the inbox of a path in the bag."""
        return f"{self.root}/{path}" if self.root else path


@dataclass(frozen=True)
class Witness:
    """What the ledger can attest of the files that leave a house, besides the archive.

    ``sm3`` are digests by SM3 (GB/T 32905-2016) of originals, empty where they cannot be made;
    ``bytes_of`` are the digests of what bears a name now.
    """

    house: str
    decisions: tuple[Decision, ...] = ()
    events: tuple[Event, ...] = ()
    sm3: Mapping[Digest, str] = field(default_factory=dict)
    bytes_of: Mapping[str, Digest] = field(default_factory=dict)

    def of(self, name: str, digest: Digest) -> tuple[Told, ...]:
        """The story of a file in this house, in order of time."""
        found = {*self._lines.get(name, ()), *self._lines.get(digest, ())}
        return tuple(told for _, told in sorted(found, key=lambda line: (line[1].at, line[0])))

    @cached_property
    def _lines(self) -> dict[str, list[tuple[int, Told]]]:
        """Numbered lines by name and by digest; a decision is told once, by itself."""
        lines: dict[str, list[tuple[int, Told]]] = {}
        for each in self.decisions:
            what = each.verb.value, each.by, each.why
            where = each.point, each.unit, each.want, each.date
            told = Told(self.house, each.at, *what, *where, self.bytes_of.get(each.main, ""))
            for key in {each.name, each.digest}:
                lines.setdefault(key, []).append((each.id, told))
        for event in self.events:
            if event.what != "decided":
                told = Told(self.house, event.at, event.what, event.by, event.detail)
                lines.setdefault(event.subject, []).append((event.id, told))
        return lines
