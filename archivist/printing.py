"""The print shop: papers become PDFs once, and stand as long as nothing in them changes.

Papers are set in a process of its own: originals come from anywhere, and one that kills or hangs the
typesetter leaves a sheet saying so in the volume while the build goes on; and what a list of forty
thousand lines takes of memory, the build need not hold.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path

from archivist import __version__, press, workers
from archivist.model import (
    MOST_RETOLD,
    Digest,
    Enclosure,
    Forms,
    Limits,
    Paper,
    Retold,
    Say,
    Shop,
    Step,
)
from archivist.store import Store

_KEY = "papers"


@dataclass(frozen=True, slots=True)
class _Order:
    """A paper for the process that sets it, with the places of its originals."""

    paper: Paper
    root: Path
    places: dict[Digest, Path]
    limits: Limits
    own: tuple[tuple[str, str], ...] = ()
    texts: dict[Digest, tuple[str, int]] = field(default_factory=dict)

    def retell(self, each: Enclosure, drafts: Path, name: str) -> Retold:
        """An original laid out anew, from itself or else from the text that was read of it."""
        from archivist import formats  # most papers show no original: their setter does without

        if each.format in formats.RETOLD and (source := self.places[each.digest]).is_file():
            told = formats.retell(source, each.format, drafts, name, self.limits)
            if told is not None:
                return told
        return press.retold(each.format, *self.texts.get(each.digest, ("", 0)))


def _set(order: _Order) -> bytes:
    places = order.places.__getitem__
    return press.typeset(order.paper, press.fonts(), order.root, places, order.own, order.retell)


def _bare(order: _Order, _why: str) -> bytes:
    """The same paper, every original told of on a sheet or by its text instead of shown."""
    return _set(replace(order, places=dict.fromkeys(order.places, order.root / "absent")))


@dataclass(slots=True)
class Printer:
    """Typesets for one build, with so many ``hands`` at once.

    ``known`` says what lies where: path → (paper's key, file's digest).
    """

    store: Store
    folder: Path
    say: Say
    limits: Limits
    forms: Forms = field(default_factory=Forms)
    hands: int = 1
    fonts: press.Fonts = field(default_factory=press.fonts)
    known: dict[str, tuple[str, str]] = field(init=False)
    now: dict[str, tuple[str, str]] = field(default_factory=dict)
    standing: dict[str, str] = field(init=False)
    _hand: workers.Steady = field(init=False)

    def __post_init__(self) -> None:
        """Ask the store what the last build left, and which of it nobody touched since."""
        told = json.loads(self.store.recall(_KEY) or "{}")
        self.known = {path: (key, digest) for path, (key, digest) in told.items()}
        self.standing = self.store.standing(self.folder)
        self._hand = workers.Steady(self.limits.seconds, self.limits.memory_bytes, self.hands)

    def shop(self) -> Shop:
        """What the dossier needs of it."""
        return Shop(self.make, self.fonts.why_not, self.store.texts, self.store.stills, self.keep)

    def make(self, path: str, paper: Paper) -> Digest | Callable[[], bytes]:
        """The digest of the file that lies there, if it was made of the same paper; else a wait."""
        key = self._key(paper)
        if same := self._same(path, key):
            return same
        self.say(Step("排印", len(self.now), max(len(self.now), len(self.known)), path))
        wait = self._hand.begin(_set, self._order(paper), _bare)
        return lambda: self._made(path, key, wait())

    def keep(self, path: str, told: str, write: Callable[[], bytes]) -> bytes | Digest:
        """The same for a file that is not typeset: ``told`` is all that it is made of."""
        key = hashlib.sha256(f"{__version__}\0{self.forms.digest}\0{told}".encode()).hexdigest()
        return self._same(path, key) or self._made(path, key, write())

    def _same(self, path: str, key: str) -> Digest | None:
        if (old := self.known.get(path)) == (key, self.standing.get(path)) and old:
            self.now[path] = old
            return Digest(old[1])
        return None

    def _made(self, path: str, key: str, made: bytes) -> bytes:
        self.now[path] = key, hashlib.sha256(made).hexdigest()
        return made

    def _order(self, paper: Paper) -> _Order:
        places = {each.digest: self.store.blob(each.digest) for each in paper.enclosures}
        marked = replace(paper, enclosures=tuple(map(self._marked, paper.enclosures)))
        anew = [each.digest for each in paper.enclosures if each.retold]
        texts = {
            digest: (text[: 2 * MOST_RETOLD], max(0, len(text) - 2 * MOST_RETOLD))
            for digest, text in self.store.texts(anew)
        }
        return _Order(marked, self.store.folder, places, self.limits, self.forms.prints, texts)

    def _marked(self, each: Enclosure) -> Enclosure:
        """With lines under the passages OCR read; one original's lines are held at a time."""
        if not (each.words and each.read):
            return each
        return replace(each, strokes=press.strokes(self.store.lines(each.digest), each.words))

    def close(self) -> None:
        """Send the typesetters home."""
        self._hand.dismiss()

    def remember(self) -> None:
        """Let the next build know what was made; to be called when it stands on the shelf."""
        self.store.remember(_KEY, json.dumps(self.now, ensure_ascii=False))

    def _key(self, paper: Paper) -> str:
        from archivist import formats

        own = json.dumps(self.forms.prints)
        # What lays originals out anew is not in the paper's data.
        telling = formats.RETELLING, press.RETELLING
        made_by = (__version__, self.fonts.identity, press.identity(), *telling)
        parts = (*made_by, own, paper.form, paper.data)
        told = json.dumps([*parts, [astuple(each) for each in paper.enclosures]])
        return hashlib.sha256(told.encode()).hexdigest()
