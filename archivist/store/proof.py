"""Proof that nothing is missing or changed: count, then size, then digest; and the story's chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archivist.model import Digest
from archivist.store import register, shelfbook, story
from archivist.store.blobs import Blobs, digest_of
from archivist.store.intake import entry
from archivist.store.ledger import Ledger
from archivist.store.planks import Plank, at, look

_RESTORE = "请从备份恢复 archive/blobs 中的这个文件"
_REBUILD = "请运行 archivist build 重新生成"
_REPORT = "请停止使用并保留现场，从备份恢复 archive/ledger.sqlite"

_WRITTEN = {"arrived": "收件", "decided": "决定"}
"""Events that say what stands in another table too: the two must agree."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not as recorded: in which place, which thing, what is wrong, the remedy.

    ``place`` is 原件 (originals), 账册 (ledger) or 档案 (dossier).
    """

    place: str
    subject: str
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome: how much was looked at, and every flaw."""

    originals: int
    size: int
    events: int
    leaves: int
    flaws: tuple[Flaw, ...]


def glance(ledger: Ledger, blobs: Blobs, dossier: str) -> Verified:
    """Count and size of everything, and the chain: seconds, however much there is."""
    sizes = register.sizes(ledger)
    planks = shelfbook.planks(ledger)
    flaws = (
        *_originals(sizes, dict(blobs.all())),
        *_ledger(ledger),
        *_dossier(dossier, planks),
    )
    events = int(ledger.one("SELECT count(*) FROM events"))
    return Verified(len(sizes), sum(sizes.values()), events, len(planks), flaws)


def deep(ledger: Ledger, blobs: Blobs, dossier: str) -> Verified:
    """A glance, and then every byte of originals and dossier that passed it."""
    seen = glance(ledger, blobs, dossier)
    flawed = {(flaw.place, flaw.subject) for flaw in seen.flaws}
    originals = (
        Flaw("原件", digest, "内容与登记的摘要不符", _RESTORE)
        for digest in register.sizes(ledger)
        if ("原件", digest) not in flawed and not blobs.true(digest)
    )
    leaves = (
        Flaw("档案", path, "内容与生成时不同，可能被改动", _REBUILD)
        for path, plank in shelfbook.planks(ledger).items()
        if ("档案", path) not in flawed and not _holds(at(dossier, path), plank.digest)
    )
    return replace(seen, flaws=(*seen.flaws, *originals, *leaves))


def _originals(sizes: dict[Digest, int], there: dict[Digest, int]) -> Iterator[Flaw]:
    for digest, size in sizes.items():
        if digest not in there:
            yield Flaw("原件", digest, "缺失", _RESTORE)
        elif there[digest] != size:
            yield Flaw("原件", digest, f"应为 {size} 字节，现为 {there[digest]} 字节", _RESTORE)
    for digest in there.keys() - sizes.keys():
        yield Flaw("原件", digest, "账册里没有登记", "请再运行一次 archivist build；仍有则移出")


def _ledger(ledger: Ledger) -> Iterator[Flaw]:
    for number in story.broken(ledger):
        yield Flaw("账册", f"事件 {number}", "与前一事件的摘要链不相接，可能被改动或删除", _REPORT)
    told = {(e.what, e.subject, e.detail, e.by) for e in story.told(ledger) if e.what in _WRITTEN}
    written = {
        *map(entry, register.arrivals(ledger)),
        *map(register.word, register.decisions(ledger)),
    }
    differing = {(what, detail.split()[0]): name for what, name, detail, _ in told ^ written}
    for (what, which), name in sorted(differing.items()):
        yield Flaw("账册", f"{_WRITTEN[what]} {which}", f"{name} 与事件记录不符", _REPORT)


def _dossier(dossier: str, planks: dict[str, Plank]) -> Iterator[Flaw]:
    there = look(dossier).files if planks else {}
    for path, plank in planks.items():
        if path not in there:
            yield Flaw("档案", path, "缺失", _REBUILD)
        elif there[path][0] != plank.stamp[0]:
            wrong = f"应为 {plank.stamp[0]} 字节，现为 {there[path][0]} 字节"
            yield Flaw("档案", path, wrong, _REBUILD)
    for path in sorted(there.keys() - planks.keys()):
        yield Flaw("档案", path, "不是本程序所建", "请确认是否需要，不需要则移出")


def _holds(path: str, digest: str) -> bool:
    try:
        return digest_of(path)[0] == digest
    except OSError:
        return False
