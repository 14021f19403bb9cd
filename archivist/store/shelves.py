"""The shelves: bring a folder to exactly the given leaves, touch only what differs, swap at the end.

A build writes a whole new tree beside the old one: unchanged files are the same files (hard
links), changed ones are new. Its record is committed, the two folders are exchanged in one
instant, and the old tree is taken down file by file: what the record does not know was not
made here and is carried over, never thrown away.
"""

# ruff: noqa: PTH103, PTH104, PTH106, PTH108, PTH116, PTH120 - tens of thousands of files: strings are quick, Paths are not

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from archivist.model import Leaf, Say, Step, UserError
from archivist.store import shelfbook, story
from archivist.store.blobs import Blobs, digest_of
from archivist.store.durable import exchange, settle, told
from archivist.store.ledger import Ledger
from archivist.store.planks import Plank, Stamp, at, carry, lay, link, look

_EVERY = 200
"""Leaves between two words of progress."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """What a build did: counts of leaves, and paths of files that are not ours.

    ``foreign`` still lie in the folder, ``aside`` had to make room (a leaf of that name, or an
    edited leaf) and lie below ``aside`` in the archive.
    """

    written: int
    kept: int
    removed: int
    foreign: tuple[str, ...]
    aside: tuple[str, ...] = ()


@dataclass(slots=True)
class Shelf:
    """The dossier's place: the folder, the tree being built, the tree being taken down."""

    folder: str
    ledger: Ledger
    blobs: Blobs
    aside: str
    new: str = field(init=False)
    old: str = field(init=False)

    def __post_init__(self) -> None:
        """Both lie beside the folder, on the same disk."""
        self.new, self.old = f"{self.folder}.new", f"{self.folder}.old"


def shelve(shelf: Shelf, leaves: Iterable[Leaf], say: Say) -> Shelved:
    """Bring the folder to exactly these leaves; readers see the old tree or the new one, whole.

    Raises:
        ValueError: two leaves have paths no file system could keep apart, or an unsafe path.
        UserError: the disk is full, or the folder is open in a program; the old tree stands.
    """
    with told(shelf.folder):
        aside = mend(shelf)
        known = shelfbook.planks(shelf.ledger)
        there = look(shelf.folder)
        foreign = _foreign(there.files, known)
        try:
            kept, fresh = _lay_all(shelf, leaves, known, there.files, say)
            if not fresh and kept.keys() == known.keys():
                return Shelved(0, len(kept), 0, foreign, aside)
            stay = _complete(shelf, kept, fresh, (*there.empty, *foreign))
        except BaseException:
            shutil.rmtree(shelf.new, ignore_errors=True)  # a full disk needs the room
            raise
        _swap(shelf)
        aside += _take_down(shelf)
        removed = len(known.keys() - kept.keys() - fresh.keys())
        return Shelved(len(fresh), len(kept), removed, stay, aside)


def _complete(
    shelf: Shelf, kept: dict[str, Plank], fresh: dict[str, Plank], strangers: tuple[str, ...]
) -> tuple[str, ...]:
    """Make the new tree whole, durable and known; returns the files of others that came along."""
    planks = fresh | link(shelf.folder, shelf.new, kept)
    carried = carry(shelf.folder, shelf.new, strangers)
    settle(shelf.new, [at(shelf.new, path) for path in fresh])
    shelfbook.open_build(shelf.ledger, planks, os.stat(shelf.new).st_ino)
    return carried


def mend(shelf: Shelf) -> tuple[str, ...]:
    """After a stop at any instant: end the swap, or forget the tree that was being built."""
    builds = shelfbook.builds(shelf.ledger)
    if len(builds) > 1 and not _swapped(shelf, builds[-1]):
        if os.path.lexists(shelf.folder) or not os.path.lexists(shelf.new):
            shelfbook.drop_newest(shelf.ledger)
        else:
            os.rename(shelf.new, shelf.folder)  # stopped between the two renames
    elif len(builds) > 1 and os.path.lexists(shelf.new):
        os.rename(shelf.new, shelf.old)  # stopped right after the exchange
    if os.path.lexists(shelf.new):
        shutil.rmtree(shelf.new)
    return _take_down(shelf)


def stands(shelf: Shelf) -> bool:
    """Whether the folder holds every recorded file with its recorded size and time."""
    known = shelfbook.planks(shelf.ledger)
    there = look(shelf.folder).files
    return bool(known) and all(there.get(path) == plank.stamp for path, plank in known.items())


def strangers(shelf: Shelf) -> tuple[str, ...]:
    """Paths of files that the last build did not lay."""
    return _foreign(look(shelf.folder).files, shelfbook.planks(shelf.ledger))


def _foreign(there: Iterable[str], known: Container[str]) -> tuple[str, ...]:
    return tuple(sorted(path for path in there if path not in known))


def standing(shelf: Shelf) -> dict[str, str]:
    """Digest by path of the recorded files that nobody touched since they were laid."""
    there = look(shelf.folder).files
    known = shelfbook.planks(shelf.ledger)
    return {path: plank.digest for path, plank in known.items() if there.get(path) == plank.stamp}


def _lay_all(
    shelf: Shelf,
    leaves: Iterable[Leaf],
    known: dict[str, Plank],
    there: dict[str, Stamp],
    say: Say,
) -> tuple[dict[str, Plank], dict[str, Plank]]:
    """Write leaves that differ into the new tree; returns records of kept and of written ones."""
    kept: dict[str, Plank] = {}
    fresh: dict[str, Plank] = {}
    folded: set[str] = set()
    for number, leaf in enumerate(leaves, start=1):
        _must_fit(leaf.path, folded)
        content = leaf.content
        plank = known.get(leaf.path)
        digest = content if isinstance(content, str) else hashlib.sha256(content).hexdigest()
        if plank and plank.digest == digest and there.get(leaf.path) == plank.stamp:
            kept[leaf.path] = plank
        else:
            source = shelf.blobs.path(digest) if isinstance(content, str) else content
            fresh[leaf.path] = lay(at(shelf.new, leaf.path), source, digest)
        if number % _EVERY == 0:
            say(Step("写出", number, max(number, len(known)), leaf.path))
    return kept, fresh


def _must_fit(path: str, folded: set[str]) -> None:
    parts = path.split("/")
    if "\\" in path or "\0" in path or any(part in {"", ".", ".."} for part in parts):
        raise ValueError(f"unsafe leaf path: {path!r}")
    key = unicodedata.normalize("NFC", path).casefold()
    if key in folded:
        raise ValueError(f"two leaves share a path: {path!r}")
    folded.add(key)


def _swap(shelf: Shelf) -> None:
    os.makedirs(os.path.dirname(shelf.folder), exist_ok=True)
    if not os.path.lexists(shelf.folder):
        os.rename(shelf.new, shelf.folder)
        return
    try:
        if exchange(shelf.new, shelf.folder):
            os.rename(shelf.new, shelf.old)
        else:
            os.rename(shelf.folder, shelf.old)
            os.rename(shelf.new, shelf.folder)
    except PermissionError as error:
        raise UserError(
            f"{shelf.folder} 里有文件正被打开，换不上新的档案；原来的档案没有变动。",
            "请关闭打开档案的程序（如 WPS、资源管理器窗口）后重试。",
        ) from error


def _swapped(shelf: Shelf, newest: tuple[int, int]) -> bool:
    try:
        return os.stat(shelf.folder).st_ino == newest[1]
    except FileNotFoundError:
        return False


def _take_down(shelf: Shelf) -> tuple[str, ...]:
    """Take the old tree down; returns what lay in it, is not ours and has no place in the new."""
    aside = []
    if os.path.lexists(shelf.old):
        known = shelfbook.known(shelf.ledger)
        there = look(shelf.old)
        for path, stamp in there.files.items():
            made = known.get(path, {})
            if stamp in made or _same(shelf, path, set(made.values())):
                os.unlink(at(shelf.old, path))
            elif made or os.path.lexists(at(shelf.folder, path)):
                aside.append(_set_aside(shelf, path))
            else:
                _move(at(shelf.old, path), at(shelf.folder, path))
        for folder in (*reversed(there.folders), ""):
            with contextlib.suppress(OSError):  # somebody just saved a file there: next time
                os.rmdir(at(shelf.old, folder))
    shelfbook.drop_older(shelf.ledger)
    return tuple(aside)


def _same(shelf: Shelf, path: str, digests: set[str]) -> bool:
    """Whether a file of the old tree holds nothing of its own: carried over, or only touched."""
    old, new = at(shelf.old, path), at(shelf.folder, path)
    with contextlib.suppress(OSError):
        if os.path.samestat(os.lstat(old), os.lstat(new)):
            return True
        digests |= {digest_of(new)[0]}
    with contextlib.suppress(OSError):
        return digest_of(old)[0] in digests
    return False


def _set_aside(shelf: Shelf, path: str) -> str:
    """Keep somebody's file where no build removes it; the story says so."""
    now = datetime.now(UTC)
    place = f"{now:%Y%m%dT%H%M%S%f}/{path}"
    _move(at(shelf.old, path), at(shelf.aside, place))
    with shelf.ledger.transaction():
        story.tell(shelf.ledger, now, [("set aside", path, place, "")])
    return place


def _move(source: str, target: str) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    os.rename(source, target)
