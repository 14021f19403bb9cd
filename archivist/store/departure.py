"""What leaves the house: packages written beside each other, every byte checked on the way out."""

from __future__ import annotations

import base64
import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from archivist.model import Capsule, Digest, Leaf, UserError
from archivist.store.durable import told

_CHUNK = 3 << 18
"""Bytes read at a time; a multiple of three, so that Base64 goes on without a seam."""

_EPOCH = (1980, 1, 1, 0, 0, 0)

Blob = Callable[[Digest], Path]
Parcel: TypeAlias = Leaf | Capsule


def folder(leaves: Iterable[Parcel], place: Path, blob: Blob) -> int:
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


def archive(leaves: Iterable[Parcel], place: Path, blob: Blob) -> int:
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


def _copy(leaf: Parcel, target: Path, blob: Blob) -> bool:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        for chunk in _checked(leaf, blob):
            file.write(chunk)
    return True


def _add(package: zipfile.ZipFile, top: str, leaf: Parcel, blob: Blob) -> bool:
    member = zipfile.ZipInfo(f"{top}/{leaf.path}", _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    with package.open(member, "w", force_zip64=True) as file:
        for chunk in _checked(leaf, blob):
            file.write(chunk)
    return True


def _checked(leaf: Parcel, blob: Blob) -> Iterator[bytes]:
    """The bytes of a leaf; an original that is not what it was must not leave the house."""
    if isinstance(leaf, Capsule):
        yield leaf.head
        for chunk in _original(leaf.original, leaf.path, blob):
            yield base64.b64encode(chunk) + b"\n"
        yield leaf.tail
    elif isinstance(leaf.content, bytes):
        yield leaf.content
    else:
        yield from _original(leaf.content, leaf.path, blob)


def _original(content: Digest, path: str, blob: Blob) -> Iterator[bytes]:
    digest = hashlib.sha256()
    with blob(content).open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            yield chunk
    if digest.hexdigest() != content:
        raise UserError(f"原件 {path} 已损坏。", "请运行 archivist verify 并从备份恢复。")
