"""What leaves the house: packages written beside each other, every byte checked on the way out."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from archivist.model import Digest, Leaf, UserError
from archivist.store.durable import told

_CHUNK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)

Blob = Callable[[Digest], Path]


def folder(leaves: Iterable[Leaf], place: Path, blob: Blob) -> int:
    """Write leaves as a new folder, whole or not at all; returns how many.

    Raises:
        UserError: something of that name is there, an original is damaged, or the disk is full.
    """
    _must_be_new(place)
    draft = place.with_name(f"{place.name}.part")
    with told(str(place)):
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        try:
            count = sum(1 for leaf in leaves if _copy(leaf, draft / leaf.path, blob))
            draft.rename(place)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    return count


def archive(leaves: Iterable[Leaf], place: Path, blob: Blob) -> int:
    """Write leaves as a ZIP with one top folder of the same name; returns how many.

    Raises:
        UserError: as for ``folder``.
    """
    _must_be_new(place)
    draft = place.with_name(f"{place.name}.part")
    with told(str(place)):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with zipfile.ZipFile(draft, "w", allowZip64=True) as package:
                count = sum(1 for leaf in leaves if _add(package, place.stem, leaf, blob))
            draft.rename(place)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    return count


def _must_be_new(place: Path) -> None:
    if place.exists():
        raise UserError(
            f"{place} 已经存在。", "请另选一个文件夹，或先把它移走；程序不覆盖已有的包。"
        )


def _copy(leaf: Leaf, target: Path, blob: Blob) -> bool:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        for chunk in _checked(leaf, blob):
            file.write(chunk)
    return True


def _add(package: zipfile.ZipFile, top: str, leaf: Leaf, blob: Blob) -> bool:
    member = zipfile.ZipInfo(f"{top}/{leaf.path}", _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    with package.open(member, "w", force_zip64=True) as file:
        for chunk in _checked(leaf, blob):
            file.write(chunk)
    return True


def _checked(leaf: Leaf, blob: Blob) -> Iterator[bytes]:
    """The bytes of a leaf; an original that is not what it was must not leave the house."""
    if isinstance(leaf.content, bytes):
        yield leaf.content
        return
    digest = hashlib.sha256()
    with blob(leaf.content).open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            yield chunk
    if digest.hexdigest() != leaf.content:
        raise UserError(f"原件 {leaf.path} 已损坏。", "请运行 archivist verify 并从备份恢复。")
