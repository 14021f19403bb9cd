"""BagIt bags (RFC 8493): verified completely, and their claims read if they are of our making."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archivist.formats import bagprofiles, bagtags, names
from archivist.formats.bagtags import DECLARATION, FETCH, INFO, PAYLOAD, Manifest, flaw
from archivist.formats.troubles import some
from archivist.model import CLAIMS, Bag, Handover, Problem, understood

_CLAIMS = f"{PAYLOAD}{CLAIMS}"
_OURS = (f"{PAYLOAD}其他/", f"{PAYLOAD}说明文件.TXT", f"{PAYLOAD}文件目录.XML")
"""What describes the pieces in a package of ours, besides the tag files."""

_LONGEST = 256 * 2**20
"""Bytes of a tag file or of the claims that are read; cut off there, it is not what it should be."""

_OXUM = re.compile(r"(\d+)\.(\d+)")
_COUNT = re.compile(r"(\d+) of (\d+)")
_DAMAGED = "内容与包内清单的摘要不符"


@dataclass(frozen=True, slots=True)
class Held:
    """A file of a bag as it lies here; ``sum`` gives its digest by an algorithm in hexadecimal."""

    path: Path
    size: int
    sum: Callable[[str], str]


Files = Mapping[str, Held]


def roots(untrusted_names: Iterable[str]) -> tuple[str, ...]:
    """Folders that say of themselves that they are bags, "" for the outermost."""
    found = (name.rpartition("/") for name in untrusted_names)
    return tuple(sorted({folder for folder, _, base in found if base == DECLARATION}))


def examine(root: str, files: Files, former: Iterable[tuple[str, Held]] = ()) -> Bag:
    """Verify a bag completely: declaration, manifests, every digest, nothing missing or extra.

    Args:
        root: its folder below the inbox.
        files: everything that lies in the bag, by path below ``root``.
        former: manifests (path, file) of earlier bags of this folder; what they list is not extra.

    Returns:
        The bag; claims only if nothing at all is wrong and it is one of ours.
    """
    declared = bagtags.declared(_content(files[DECLARATION]))
    manifests = tuple(_manifests(files.items(), declared))
    fields, wrong = _info(files, declared)
    look = _Look(files, {path: _found(files, path) for path in _listed(manifests)})
    payload = tuple(m for m in manifests if not m.tags)
    earlier = _listed(_manifests(former, declared))
    unsound = tuple(_unsound(look, manifests))
    profile = fields.get(bagprofiles.LABEL, "")
    promised = bagprofiles.known().get(profile)
    had = bagprofiles.Promised(declared.version, fields, manifests, frozenset(files))
    handover, doubts = _handover(look, set(unsound))
    problems = (
        *declared.flaws,
        *wrong,
        *(problem for each in manifests for problem in each.flaws),
        *_complete(look, payload, declared.version, set(earlier)),
        *_tags(look, manifests),
        *_oxum(files, payload, fields, look),
        *_fetch(look, declared),
        *([flaw(f"{_DAMAGED}：{some(unsound)}")] if unsound else ()),
        *(bagprofiles.broken(promised, had) if promised else ()),
        *doubts,
    )
    number, total = _count(fields)
    return Bag(
        root,
        handover.sender if handover else fields.get("source-organization", ""),
        fields.get("bag-group-identifier", ""),
        number,
        total,
        tuple(_registers(look, manifests)),
        problems,
        unsound,
        handover.claims if handover and not problems else (),
        handover.excuses if handover and not problems else (),
        profile,
        tuple(_unchecked(profile)),
    )


def _unchecked(profile: str) -> Iterator[str]:
    if profile and profile not in bagprofiles.known():
        yield f"声明的 BagIt 规范“{profile}”本程序没有，也不联网去取，未检查"


@dataclass(frozen=True, slots=True)
class _Look:
    """The files, and for every path a manifest lists the file that is meant, or None."""

    files: Files
    meant: Mapping[str, str | None]

    @property
    def payload(self) -> set[str]:
        return {path for path in self.files if path.startswith(PAYLOAD)}


def _content(held: Held) -> bytes:
    """Bytes of a tag file; of one too large to be one, its beginning."""
    with held.path.open("rb") as file:
        return file.read(_LONGEST)


def _manifests(files: Iterable[tuple[str, Held]], declared: bagtags.Declared) -> Iterator[Manifest]:
    for name, held in sorted(files, key=lambda pair: pair[0]):
        if bagtags.MANIFEST.fullmatch(name):
            yield bagtags.manifest(name, _content(held), declared)


def _info(files: Files, declared: bagtags.Declared) -> tuple[dict[str, str], tuple[Problem, ...]]:
    return bagtags.info(_content(files[INFO]), declared) if INFO in files else ({}, ())


def _listed(manifests: Iterable[Manifest]) -> dict[str, str]:
    """Every path listed, and how it is written."""
    return {path: raw for each in manifests for path, raw in each.raw.items()}


def _found(files: Files, listed: str) -> str | None:
    """The file a manifest means: of that name, or as macOS or unpacking has changed it."""
    if listed in files:
        return listed
    clean, _ = names.safe(listed)
    forms = (
        unicodedata.normalize(form, name) for form in ("NFC", "NFD") for name in (listed, clean)
    )
    return next((form for form in forms if form in files), None)


def _complete(
    look: _Look, payload: tuple[Manifest, ...], version: str, earlier: set[str]
) -> Iterator[Problem]:
    """Nothing missing, nothing extra; in 1.0 every manifest lists everything."""
    if not payload:
        yield flaw("没有 manifest-*.txt，无从核对")
        return
    if not look.payload:
        yield flaw("没有 data 文件夹，或其中没有文件")
    listed = {path for each in payload for path in each.sums}
    if missing := sorted(path for path in listed if look.meant[path] is None):
        yield flaw(f"清单所列的文件缺 {len(missing)} 个：{some(missing)}")
    known = {look.meant[path] for path in listed} | earlier
    if extra := sorted(look.payload - known):
        yield flaw(f"有 {len(extra)} 个文件不在清单内：{some(extra)}")
    for each in () if version.startswith(bagtags.DRAFTS) else payload:
        if lacking := sorted(listed - each.sums.keys()):
            yield flaw(f"{each.name} 没有列出全部文件，缺 {len(lacking)} 个：{some(lacking)}")


def _tags(look: _Look, manifests: tuple[Manifest, ...]) -> Iterator[Problem]:
    """A tag manifest lists every payload manifest, and what it lists is there (§2.2.1)."""
    due = {each.name for each in manifests if not each.tags}
    for each in manifests:
        if not each.tags:
            continue
        if missing := sorted(path for path in each.sums if look.meant[path] is None):
            yield flaw(f"{each.name} 所列的文件缺 {len(missing)} 个：{some(missing)}")
        if lacking := sorted(due - each.sums.keys()):
            yield flaw(f"{each.name} 没有列出 {some(lacking)}")


def _oxum(
    files: Files, payload: tuple[Manifest, ...], fields: Mapping[str, str], look: _Look
) -> Iterator[Problem]:
    """Payload-Oxum, octets and files, where it is given."""
    told = fields.get("payload-oxum")
    if told is None:
        return
    listed = {path for each in payload for path in each.sums}
    there = {name for path in listed if (name := look.meant[path])}
    counted = sum(files[name].size for name in there), len(there)
    match = _OXUM.fullmatch(told)
    if not match or (int(match[1]), int(match[2])) != counted:
        yield flaw(f"bag-info.txt 写的字节数和文件数 {told} 与实际 {counted[0]}.{counted[1]} 不符")


def _fetch(look: _Look, declared: bagtags.Declared) -> Iterator[Problem]:
    if FETCH in look.files:
        due = bagtags.fetched(_content(look.files[FETCH]), declared)
        if absent := sorted(path for path in due if _found(look.files, path) is None):
            yield flaw(f"fetch.txt 要求另行下载 {len(absent)} 个文件，包内没有：{some(absent)}")


def _unsound(look: _Look, manifests: tuple[Manifest, ...]) -> Iterator[str]:
    """Files that are not the bytes a manifest lists, each once, in order of path."""
    wrong = {
        name
        for each in manifests
        for path, digest in each.sums.items()
        if (name := look.meant[path]) and look.files[name].sum(each.algorithm) != digest
    }
    yield from sorted(wrong)


def _registers(look: _Look, manifests: tuple[Manifest, ...]) -> Iterator[str]:
    """Files that only describe: tag files, and in a package of ours all but the pieces."""
    tags = {path for each in manifests if each.tags for path in each.sums}
    own = {DECLARATION, INFO, FETCH, *(each.name for each in manifests)}
    for path in sorted(look.files):
        described = _CLAIMS in look.files and path.startswith(_OURS)
        if path in own or path in tags or described:
            yield path


def _handover(look: _Look, unsound: set[str]) -> tuple[Handover | None, tuple[Problem, ...]]:
    """The claims, if they are in the bag and every one fits the file it is about.

    Of files known to be ``unsound`` nothing more is said.
    """
    if _CLAIMS not in look.files:
        return None, ()
    try:
        handover = understood(_content(look.files[_CLAIMS]))
    except (ValueError, RecursionError):
        return None, (flaw("移交登记无法读取"),)
    misfits = [
        claim.path
        for claim in handover.claims
        if f"{PAYLOAD}{claim.path}" not in unsound and not _fits(look, claim.path, claim.digest)
    ]
    doubts = (flaw(f"移交登记与包内文件不符：{some(misfits)}"),) if misfits else ()
    return handover, doubts


def _fits(look: _Look, path: str, digest: str) -> bool:
    name = _found(look.files, f"{PAYLOAD}{path}")
    return name is not None and look.files[name].sum("sha256") == digest


def _count(fields: Mapping[str, str]) -> tuple[int, int]:
    match = _COUNT.fullmatch(fields.get("bag-count", ""))
    return (int(match[1]), int(match[2])) if match else (0, 0)
