"""RECEIVING: bags among the arrivals, verified with the digests the ledger already knows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from archivist import formats
from archivist.formats import bags
from archivist.formats.bags import Held
from archivist.model import Arrival, Bag, Digest, Limits, Problem, UserError
from archivist.store import Store


def received(store: Store) -> tuple[Bag, ...]:
    """Every bag that came, as its folder stands now: the newest file of each name."""
    arrivals = store.arrivals()
    newest = {arrival.name: arrival for arrival in arrivals}
    return tuple(_bag(store, root, arrivals, newest) for root in bags.roots(newest))


def tell(store: Store) -> None:
    """Let the story say of every bag, once for each state of it, what was found."""
    for bag in received(store):
        found = "；".join(problem.message for problem in bag.problems) or "完整无损"
        approvals = f"，{len(bag.excuses)} 项无此项业务的批准" if bag.excuses else ""
        said = f"{len(bag.claims)} 件有移交登记{approvals}；{found}"
        key = f"bag {bag.root}"
        if store.recall(key) != said:
            store.note("bag", bag.root, said, bag.sender)
            store.remember(key, said)


def _bag(store: Store, root: str, arrivals: tuple[Arrival, ...], newest: dict[str, Arrival]) -> Bag:
    prefix = f"{root}/" if root else ""
    within = {name: arrival for name, arrival in newest.items() if name.startswith(prefix)}
    files = {name.removeprefix(prefix): _held(store, each) for name, each in within.items()}
    return bags.examine(root, files, _former(store, prefix, arrivals, newest))


def _former(
    store: Store, prefix: str, arrivals: tuple[Arrival, ...], newest: dict[str, Arrival]
) -> Iterator[tuple[str, Held]]:
    """Files right in the bag's folder that newer ones of the same name have replaced."""
    for arrival in arrivals:
        path = arrival.name.removeprefix(prefix)
        within = arrival.name.startswith(prefix) and "/" not in path
        if within and arrival.digest != newest[arrival.name].digest:
            yield path, _held(store, arrival)


def _held(store: Store, arrival: Arrival) -> Held:
    return Held(Path(store.blob(arrival.digest)), arrival.size, partial(store.sum, arrival.digest))


def inspect(untrusted: Path, spool: Path) -> tuple[Bag, ...]:
    """Verify the bags in a folder or in an archive file, which need not have come to a house.

    Args:
        untrusted: the folder, or a ZIP or other archive; nothing in it is changed.
        spool: an empty folder for what is unpacked.

    Raises:
        UserError: there is no bag in it.
    """
    files, problems = (
        _unpacked(untrusted, spool) if untrusted.is_file() else (_lying(untrusted), ())
    )
    found = tuple(bags.examine(root, _below(root, files)) for root in bags.roots(files))
    if not found:
        why = "；".join(problem.message for problem in problems)
        raise UserError(f"{untrusted} 里没有 BagIt 包（bagit.txt）。{why}", "请核对路径。")
    return tuple(replace(bag, problems=(*problems, *bag.problems)) for bag in found)


def _below(root: str, files: dict[str, Held]) -> dict[str, Held]:
    prefix = f"{root}/" if root else ""
    return {n.removeprefix(prefix): held for n, held in files.items() if n.startswith(prefix)}


def _lying(folder: Path) -> dict[str, Held]:
    """Files in a folder; links are not followed and count as missing."""
    return {
        path.relative_to(folder).as_posix(): _on_disk(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def _unpacked(archive: Path, spool: Path) -> tuple[dict[str, Held], tuple[Problem, ...]]:
    read = formats.read(archive, Digest(""), spool, Limits())
    files = {member.name: _on_disk(member.path) for member in read.members}
    return files, read.reading.problems


def _on_disk(path: Path) -> Held:
    return Held(path, path.stat().st_size, partial(_sum, path))


def _sum(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()
