"""Signatures and seals of an OFD (GB/T 33190-2016 §18): listed, and the digests they protect recomputed.

The signature's value itself (SM2 in nearly all of them) is not verified, and neither is the seal's
certificate; a digest that no longer fits proves that a part was changed, though.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from archivist.formats.ofdpages import Page, edges
from archivist.formats.parts import Package, attribute, resolve
from archivist.formats.spots import seal, spot
from archivist.model import Element, Sealing, Signed

if TYPE_CHECKING:
    from lxml.etree import _Element

VERSION = 1
"""Raise when other facts come of the same signatures."""

_METHODS = {
    "1.2.156.10197.1.401": "sm3",
    "1.2.156.10197.1.401.1": "sm3",
    "sm3": "sm3",
    "sha256": "sha256",
    "sha1": "sha1",
    "md5": "md5",
}
"""What CheckMethod says → hashlib's name; 401.2, SM3 with a key, cannot be recomputed by others."""

_MOST = 50


def facts(package: Package, root: _Element) -> tuple[tuple[str, str], ...]:
    """Numbers of signatures, seals and stamps, and one ``signature`` for each (see Signed)."""
    listed = list(_listed(package, root))
    kinds = sorted(kind for kind, _ in listed)
    counted = [(kind, len(list(same))) for kind, same in groupby(kinds)]
    stamps = sum(
        1 for part in package.names(end="signature.xml") for _ in _each(package, part, "StampAnnot")
    )
    found = [("signatures", str(len(listed)))] if listed else []
    found += [("seals", str(count)) for kind, count in counted if kind == "Seal"]
    found += [("stamps", str(stamps))] if stamps else []
    parts = [part for _, part in listed[:_MOST]]
    held = [_held(package, part, last=part == parts[-1]) for part in parts]
    return (*found, *(("signature", str(signed)) for signed in held))


def seen(package: Package, pages: Sequence[Page]) -> tuple[Element, ...]:
    """Electronic seals as they show on the pages."""
    numbers = {page.ident: number for number, page in enumerate(pages, 1)}
    found = []
    for part in package.names(end="signature.xml"):
        for stamp in _each(package, part, "StampAnnot"):
            x, y, width, height = edges(attribute(stamp, "Boundary"))
            number = numbers.get(attribute(stamp, "PageRef"))
            if number:
                wide, high = pages[number - 1].size
                where = spot(x / wide, y / high, (x + width) / wide, (y + height) / high)
                found.append(seal("电子印章", number, where))
    return tuple(found)


def _listed(package: Package, root: _Element) -> Iterator[tuple[str, str]]:
    """Type and part of every signature; some producers put the list elsewhere than they say."""
    named = {
        (element.text or "").strip()
        for body in root.iter("{*}DocBody")
        for element in body.iter("{*}Signatures")
    } - {""}
    parts = [resolve("OFD.xml", name) for name in sorted(named)]
    for part in parts or package.names(end="signatures.xml"):
        for element in _each(package, part, "Signature"):
            kind = attribute(element, "Type") or "Seal"
            yield kind, resolve(part, attribute(element, "BaseLoc"))


def _each(package: Package, part: str, name: str) -> Iterator[_Element]:
    root = package.xml(part)
    yield from root.iter(f"{{*}}{name}") if root is not None else ()


def _held(package: Package, part: str, *, last: bool) -> Signed:
    """Whether every protected part still has the digest that was signed.

    The list of signatures may have grown by a later one; where all digests differ, the producer's
    method is more likely another one than every part altered, and nothing is claimed.
    """
    root = package.xml(part)
    if root is None:
        return Signed(Sealing.UNKNOWN, why="签名描述文件缺失或损坏")
    time = next((e.text or "" for e in root.iter("{*}SignatureDateTime")), "").strip()
    time = time.replace("|", " ").replace(" ", "T", 1)
    protected = [(ref, _method(parent)) for parent in root.iter("{*}References") for ref in parent]
    if not protected:
        return Signed(Sealing.UNKNOWN, time=time, why="签名没有列出受保护的部件")
    if any(not method for _, method in protected):
        return Signed(Sealing.UNKNOWN, time=time, why="摘要算法不受支持")
    changed = [
        attribute(ref, "FileRef") for ref, method in protected if _changed(package, ref, method)
    ]
    if len(changed) == len(protected) > 1:
        return Signed(Sealing.UNKNOWN, time=time, why="所有部件的摘要都不一致，可能采用了其他算法")
    if all(name.lower().endswith("signatures.xml") and not last for name in changed):
        return Signed(Sealing.UNKNOWN, time=time, why="各部件摘要与签名时一致，签名值本身未核验")
    return Signed(Sealing.ALTERED, time=time)


def _method(references: _Element) -> str:
    """The digest's name for hashlib; MD5 is what the standard assumes where none is said."""
    said = (attribute(references, "CheckMethod") or "md5").lower().replace("-", "")
    name = _METHODS.get(said, "")
    return name if name in hashlib.algorithms_available else ""


def _changed(package: Package, reference: _Element, method: str) -> bool:
    """Whether a protected part is gone or its digest another one."""
    value = next((e.text or "" for e in reference.iter("{*}CheckValue")), "")
    data = package.data(attribute(reference, "FileRef"))
    digest = hashlib.new(method, data, usedforsecurity=False).digest()
    try:
        return base64.b64decode(value) != digest
    except binascii.Error:
        return True
