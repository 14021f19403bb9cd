"""CELLAR: the only room that remembers — originals, ledger and shelves, behind one door."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Self

from archivist.model import (
    Arrival,
    Assignment,
    Capsule,
    Decision,
    Digest,
    Event,
    Leaf,
    Mark,
    OcrLine,
    Past,
    Read,
    Reading,
    Say,
    Seal,
    Settings,
    Still,
    Summary,
    Verb,
)
from archivist.store import (
    days,
    departure,
    library,
    members,
    proof,
    register,
    seals,
    shelves,
    slips,
    story,
    sums,
    taking,
)
from archivist.store.blobs import Blobs
from archivist.store.durable import told
from archivist.store.ledger import Ledger
from archivist.store.lock import Lock
from archivist.store.moves import Way
from archivist.store.proof import Flaw, Verified
from archivist.store.readiness import Memory, Patience, Whole
from archivist.store.redactions import Redactions
from archivist.store.shelves import Shelf, Shelved
from archivist.store.taking import Taken

__all__ = ["Flaw", "Shelved", "Store", "Taken", "Verified"]


class Store:
    """The archive folder. ``Store(folder)`` writes, alone; ``Store.look(folder)`` only reads."""

    def __init__(self, folder: Path, wait: float = 0.0) -> None:
        """Open for writing, and end what an earlier run could not.

        ``wait`` is how many seconds another writer is given to finish.

        Raises:
            UserError: another process writes, the ledger is damaged, or the disk is full.
        """
        place = folder.absolute()
        with told(str(folder)):
            place.mkdir(parents=True, exist_ok=True)
            self._lock: Lock | None = Lock(place / "archive.lock", wait)
        try:
            self._set_up(place, Ledger.writing(place / "ledger.sqlite"))
        except BaseException:
            self._lock.release()
            raise
        try:
            self._tidy()
        except BaseException:
            self.close()
            raise

    @classmethod
    def look(cls, folder: Path) -> Store:
        """Open for reading only, while another may write; an archive not begun yet is empty."""
        return _Reader(folder)

    def _set_up(self, place: Path, ledger: Ledger) -> None:
        self._folder = place
        self._ledger = ledger
        self._blobs = Blobs(place / "blobs")
        self._spool = place / "spool"
        self._memory = Memory()

    def _tidy(self) -> None:
        with told(str(self._folder)):
            self._blobs.folder.mkdir(exist_ok=True)
            (self._spool / "aside").mkdir(parents=True, exist_ok=True)
            self.clear_spool()
            for draft in self._spool.glob("*.part"):
                draft.unlink()

    def __enter__(self) -> Self:
        """For ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Let the next one in."""
        self._ledger.close()
        if self._lock:
            self._lock.release()
            self._lock = None

    # What comes

    def take_in(
        self,
        inbox: Path,
        *,
        whole: Whole,
        settings: Settings,
        units: tuple[str, ...],
        say: Say,
        hurry: bool = False,
        sleep: Callable[[float], None] = time.sleep,
    ) -> Taken:
        """Take what is finished, and wait a while for what is not yet.

        Unfinished files are waited for as long as the settings' patience and five seconds;
        with ``hurry`` only those that somebody is known to be writing.

        Raises:
            UserError: no such inbox, or the disk is full; nothing dropped is ever lost.
        """
        look = partial(self.take_ready, whole=whole, settings=settings, units=units, hurry=hurry)
        return taking.wait_for(partial(look, inbox, say=say), settings.thresholds, sleep)

    def take_ready(
        self,
        inbox: Path,
        *,
        whole: Whole,
        settings: Settings,
        units: tuple[str, ...],
        say: Say,
        hurry: bool = False,
    ) -> Taken:
        """Take what is finished now, in one pass; for a watcher that comes again anyway.

        How long things have been quiet is remembered from pass to pass by this object.
        """
        way = Way(self._ledger, self._blobs, str(inbox.absolute()), str(self._spool))
        patience = Patience(settings.thresholds, whole, hurry, self._memory)
        return taking.take_ready(way, patience, frozenset(units), settings.ignored_names, say)

    def arrivals(self) -> tuple[Arrival, ...]:
        """Everything that ever came, in order."""
        return register.arrivals(self._ledger)

    def ignored(self) -> tuple[str, ...]:
        """Names of systems and programs that stood in the inbox at the last look."""
        left = register.left_behind(self._ledger)
        return tuple(name for name, why in left.items() if not why)

    def refused(self) -> tuple[tuple[str, str], ...]:
        """Names in the inbox that cannot be taken, each with the reason."""
        return tuple((n, why) for n, why in register.left_behind(self._ledger).items() if why)

    @property
    def folder(self) -> Path:
        """Where everything lies."""
        return self._folder

    def blob(self, digest: Digest) -> Path:
        """Where an original lies; open it for reading only."""
        return Path(self._blobs.path(digest))

    def sum(self, digest: Digest, algorithm: str) -> str:
        """Digest of an original by any algorithm of hashlib; a writer remembers it."""
        return sums.made(self._ledger, self._blobs, digest, algorithm, keep=bool(self._lock))

    # What it says

    def unread(self, version: Callable[[str], str], mark: str = "") -> list[Arrival]:
        """The first arrival of every digest never read, or read by another than ``version``.

        A reading that reached a limit has the limits' ``mark`` behind its version, after ``~``.
        """
        return library.unread(self._ledger, version, mark)

    def spool(self, digest: Digest) -> Path:
        """A folder for what a reader unpacks from this original; gone after ``clear_spool``."""
        return self._spool / "read" / digest

    def clear_spool(self) -> None:
        """Throw away what readers unpacked and nobody kept."""
        shutil.rmtree(self._spool / "read", ignore_errors=True)

    def keep(self, reads: Sequence[Read]) -> None:
        """Keep what was read, and enter members as arrivals: all, or nothing."""
        with told(str(self._folder)):
            members.keep(self._ledger, self._blobs, reads)

    def readings(self) -> dict[Digest, Reading]:
        """Every reading by digest."""
        return library.readings(self._ledger)

    def texts(self, digests: Iterable[Digest]) -> Iterator[tuple[Digest, str]]:
        """Full texts in the order asked for; a digest never read is left out."""
        return library.texts(self._ledger, digests)

    def stills(self, digest: Digest) -> tuple[Still, ...]:
        """Small pictures of what an original shows, the poster first."""
        return library.stills(self._ledger, digest)

    def lines(self, digest: Digest) -> tuple[OcrLine, ...]:
        """The lines OCR read in an original, in reading order, each with page, box, confidence."""
        return library.lines(self._ledger, digest)

    # What people decide, and the story

    def decide(
        self,
        verb: Verb,
        name: str,
        digest: Digest,
        *,
        by: str,
        why: str,
        point: str = "",
        unit: str = "",
        want: str = "",
        date: str = "",
        main: str = "",
    ) -> Decision:
        """Keep a person's word about a document for ever."""
        now = datetime.now(UTC)
        word = Decision(0, verb, name, digest, point, unit, want, date, by, now, why, main)
        with self._ledger.transaction():
            word = replace(word, id=register.decide(self._ledger, word))
            story.tell(self._ledger, now, [register.word(word)])
        return word

    def decisions(self) -> tuple[Decision, ...]:
        """Everything people decided, in order."""
        return register.decisions(self._ledger)

    def seal(self, word: Seal) -> None:
        """Keep for ever what lies in a box under which number."""
        seals.seal(self._ledger, word)

    def unseal(self, box: str, *, by: str, why: str) -> None:
        """Keep that a box was opened again."""
        seals.unseal(self._ledger, box, by, why, datetime.now(UTC))

    def seals(self) -> tuple[Seal, ...]:
        """Seals in force, by box."""
        return seals.seals(self._ledger)

    @property
    def redactions(self) -> Redactions:
        """Copies without personal data."""
        return Redactions(self._ledger, self._blobs)

    def note(self, what: str, subject: str, detail: str, by: str) -> None:
        """Add a line to the story."""
        with self._ledger.transaction():
            story.tell(self._ledger, datetime.now(UTC), [(what, subject, detail, by)])

    def events(self) -> tuple[Event, ...]:
        """The story, in order."""
        return story.told(self._ledger)

    # What earlier days were like, and who does what

    def record(self, summary: Summary, marks: Iterable[Mark]) -> None:
        """Keep a day's numbers, and of its marks those that changed; nothing new writes nothing."""
        days.record(self._ledger, datetime.now(UTC), summary, marks)

    def assign(self, assignments: Iterable[Assignment], *, by: str) -> None:
        """Keep people's words on tasks for ever: all of them, or none."""
        days.assign(self._ledger, datetime.now(UTC), assignments, by)

    def past(self, until: date) -> Past:
        """The days up to and including one, and everything ever assigned."""
        return days.past(self._ledger, until)

    # What is handed over

    def shelve(self, leaves: Iterable[Leaf], folder: Path, say: Say) -> Shelved:
        """Bring a folder beside or in the archive to exactly these leaves, in one instant.

        Raises:
            UserError: the disk is full, or the folder is open in a program.
            ValueError: two leaves have one path, or a path leads outside.
        """
        return shelves.shelve(self._shelf(folder), leaves, say)

    def standing(self, folder: Path) -> dict[str, str]:
        """Digest by path of the files of the last build that nobody touched since."""
        return shelves.standing(self._shelf(folder))

    def shelved(self, folder: Path) -> bool:
        """Whether the folder still is what the last build left, by size and time of every file."""
        return shelves.stands(self._shelf(folder))

    def strangers(self, folder: Path) -> tuple[str, ...]:
        """Files in the folder that no build of ours laid there."""
        return shelves.strangers(self._shelf(folder))

    def send(self, leaves: Iterable[Leaf | Capsule], place: Path) -> int:
        """Write a package as a new folder or ``.zip``, checking every original; counts files."""
        write = departure.archive if place.suffix == ".zip" else departure.folder
        return write(leaves, place, self.blob)

    def hand_out(self, inbox: Path, pages: Iterable[tuple[str, bytes]]) -> int:
        """Bring the receipts up to date; returns how many changed."""
        with told(str(inbox)):
            return slips.hand_out(inbox, pages)

    # What the pipeline remembers

    def remember(self, key: str, value: str) -> None:
        """Keep a small text until it is remembered anew."""
        self._ledger.write(
            "INSERT OR REPLACE INTO memory (key, value) VALUES (?,?)", f"pipeline {key}", value
        )

    def recall(self, key: str) -> str:
        """The text last remembered under a key, "" if none was."""
        found = self._ledger.one("SELECT value FROM memory WHERE key = ?", f"pipeline {key}")
        return str(found or "")

    def fingerprint(self) -> str:
        """Changes whenever anything does that a dossier is made from."""
        marks = (self.ignored(), self.refused(), [(s.box, s.at) for s in self.seals()])
        return f"{days.fingerprint(self._ledger)} {marks!a}"

    def verify(self, folder: Path) -> Verified:
        """Count, size and digest of originals and dossier, and the ledger's chain."""
        return proof.deep(self._ledger, self._blobs, str(folder.absolute()))

    def glance(self, folder: Path) -> Verified:
        """The same without reading the bytes."""
        return proof.glance(self._ledger, self._blobs, str(folder.absolute()))

    def _shelf(self, folder: Path) -> Shelf:
        return Shelf(str(folder.absolute()), self._ledger, self._blobs, str(self._folder / "aside"))


class _Reader(Store):
    """A store without the key: it reads, and what would write fails."""

    def __init__(self, folder: Path) -> None:
        self._lock = None
        place = folder.absolute()
        self._set_up(place, Ledger.reading(place / "ledger.sqlite"))
