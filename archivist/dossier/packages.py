"""Packages for others: the transfer layout of Chinese archives, alone or as the payload of a bag."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from xml.sax.saxutils import escape

from archivist.dossier.claiming import approved, claim
from archivist.dossier.naming import safe, unique
from archivist.dossier.pages import printable
from archivist.dossier.premis import premis
from archivist.model import (
    CLAIMS,
    PROFILE,
    Archive,
    Box,
    Claim,
    Component,
    Digest,
    Excuse,
    Handover,
    Leaf,
    Piece,
    Witness,
    written,
)

FILES = 4_500
"""Documents in a package at most: with its PREMIS each is two files, and a receiver who opens a ZIP
takes no more than 10,000 (ours)."""

ENCODING = "UTF-8"
"""of 文件目录.XML; GB2312 has no rare characters, and GB18030 few foreign tools (ours)."""

AROUND = 8 * 2**10
"""Bytes a package spends on each file besides the original: PREMIS, claim, lists (measured, ours)."""

Boxed = tuple[Box, Piece]
"""A piece with its box; a package holds whole pieces, with all their documents."""

Laid = tuple[Piece, Component, str]
"""A document of a piece, and its path in the transfer layout."""


@dataclass(frozen=True)
class Package:
    """One of ``total`` packages: its name, and what lies in it in order of boxes and numbers.

    ``group`` is the same for all packages of one export, and only for them; ``excuses`` are in
    each of them, for each is believed by itself.
    """

    name: str
    number: int
    total: int
    group: str
    pieces: tuple[Boxed, ...]
    excuses: tuple[Excuse, ...] = ()

    @cached_property
    def size(self) -> int:
        """Bytes of the originals."""
        return sum(_size(piece) for _, piece in self.pieces)

    @cached_property
    def files(self) -> tuple[Laid, ...]:
        """Every document of the pieces, and where it lies in the transfer layout."""
        taken: set[str] = set()
        return tuple(
            (piece, each, _place(box, piece, each, taken))
            for box, piece in self.pieces
            for each in piece.components
        )


def _size(piece: Piece) -> int:
    return sum(each.document.arrival.size for each in piece.components)


def packages(archive: Archive, unit: str, box: str, most: int) -> tuple[Package, ...]:
    """Divide what is chosen into packages that fit a medium.

    Args:
        archive: everything known.
        unit: only pieces of this unit; "" for all.
        box: only this 盒号; "" for all.
        most: bytes of a package at most, with ``AROUND`` for what is said of each file; a larger
            single original stands alone.

    Returns:
        Packages in order; none when nothing is chosen.
    """
    chosen = [
        (each, piece)
        for each in archive.boxes
        for piece in each.pieces
        if box in {"", each.number} and unit in {"", piece.document.placement.unit}
    ]
    groups = list(_divided(chosen, most))
    settings = archive.plan.settings
    parts = [settings.district, "迎检档案", unit, f"盒{box}" if box else ""]
    stem = safe("_".join(filter(None, parts)))
    content = "".join(
        f"{each.document.arrival.digest}{p.code}" for _, p in chosen for each in p.components
    )
    group = f"{settings.project_code}-{archive.today:%Y%m%d}-{_sha256(content.encode())[:12]}"
    total = len(groups)
    points = {each.category.standards_point for each in archive.boxes if each.number == box}
    excuses = tuple(
        each
        for each in approved(archive)
        if unit in {"", each.unit} and (not box or each.point in points)
    )
    return tuple(
        Package(stem if total == 1 else f"{stem}_{n:03}", n, total, group, tuple(pieces), excuses)
        for n, pieces in enumerate(groups, 1)
    )


def _divided(chosen: Sequence[Boxed], most: int) -> Iterator[list[Boxed]]:
    group: list[Boxed] = []
    used = files = 0
    for pair in chosen:
        more = len(pair[1].components)
        size = _size(pair[1]) + more * AROUND
        if group and (used + size > most or files + more > FILES):
            yield group
            group, used, files = [], 0, 0
        group.append(pair)
        used, files = used + size, files + more
    if group:
        yield group


def transfer(archive: Archive, witness: Witness, package: Package) -> Iterator[Leaf]:
    """说明文件.TXT, 文件目录.XML, 电子档案/年度/要点/, 其他/ (电子档案移交与接收办法, 2012)."""
    claims = claims_of(archive, witness, package)
    yield Leaf("说明文件.TXT", _described(archive, witness, package))
    yield Leaf("文件目录.XML", _listed(package))
    for _, each, path in package.files:
        yield Leaf(path, each.document.arrival.digest)
    for (piece, each, _), said in zip(package.files, claims, strict=True):
        code = coded(piece, each)
        told = premis(witness.house, code, each, said, witness.sm3.get(said.digest, ""))
        yield Leaf(f"其他/PREMIS/{safe(code, 100)}.xml", told)
    standard = archive.plan.settings.standard_shown
    excuses = tuple(replace(e, house=e.house or witness.house) for e in package.excuses)
    yield Leaf(CLAIMS, written(Handover(witness.house, standard, claims, excuses)))
    yield Leaf("其他/数字摘要_SHA-256.txt", _sums((c.path, c.digest) for c in claims))
    if witness.sm3:
        sums = _sums((c.path, witness.sm3[c.digest]) for c in claims)
        yield Leaf("其他/数字摘要_SM3.txt", sums)


def claims_of(archive: Archive, witness: Witness, package: Package) -> tuple[Claim, ...]:
    """What is claimed of each document of a package, in their order."""
    return tuple(claim(archive, witness, each.document, path) for _, each, path in package.files)


def coded(piece: Piece, component: Component) -> str:
    """档号 of a document: that of its piece, with 份号 where the piece has several."""
    _, dash, share = component.call.partition("-")
    return f"{piece.code}{dash}{share}"


def _place(box: Box, piece: Piece, component: Component, taken: set[str]) -> str:
    year = f"{piece.year}" if piece.year else "年度待考"
    folder = f"电子档案/{year}/{safe(f'{box.category.code}_{box.category.title}', 30)}"
    stem, dot, ending = component.file.rpartition(".")
    return f"{unique(f'{folder}/{stem or ending}', taken)}{dot}{ending if stem else ''}"


def _described(archive: Archive, witness: Witness, package: Package) -> bytes:
    settings = archive.plan.settings
    sums = "SHA-256" + ("、SM3" if witness.sm3 else "")
    lines = (
        ("项目", f"{settings.district} {settings.standard_shown}"),
        ("载体编号", f"{package.number}/{package.total}"),
        ("载体类型", "数据包"),
        ("载体容量", f"{package.size / 2**30:.3f} GB（原件）"),
        ("文件数量", counted(package)),
        ("载体保管单位", ""),
        ("载体制作单位", settings.district),
        ("载体检查单位", ""),
        ("制作日期", archive.today.isoformat()),
        ("摘要信息", f"{sums}，见 其他 中以算法命名的 数字摘要 文件"),
        ("硬件环境", "不限"),
        ("软件环境", "PDF、图片、音像和办公文档的常用软件"),
        (
            "其他",
            "文件目录为 文件目录.XML（UTF-8）；每件的保存元数据（PREMIS 3）在 其他/PREMIS；"
            "归类、决定和经过在 其他/移交登记.json，接收方的 archivist 收件时据以归类",
        ),
    )
    return printable("".join(f"{name}: {text}\r\n" for name, text in lines)).encode()


def counted(package: Package) -> str:
    """``5 件``, and how many files where pieces have several."""
    files, pieces = len(package.files), len(package.pieces)
    return f"{pieces} 件（{files} 个文件）" if files > pieces else f"{pieces} 件"


def _listed(package: Package) -> bytes:
    lines = [f'<?xml version="1.0" encoding="{ENCODING}"?>', "<文件目录>"]
    for number, (piece, each, path) in enumerate(package.files, 1):
        fields = (
            ("顺序号", str(number)),
            ("档号", coded(piece, each)),
            ("责任者", piece.issuer),
            ("题名", each.title),
            ("日期", piece.date),
            ("密级", piece.secrecy),
            ("电子档案名称", path),
            ("备注", piece.note if each is piece.components[0] else each.role.value),
        )
        told = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields)
        lines.append(f"  <文件>{told}</文件>")
    return printable("\n".join((*lines, "</文件目录>", ""))).encode()


def _sums(sums: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(sums)).encode()


def bag(archive: Archive, witness: Witness, package: Package) -> Iterator[Leaf]:
    """A BagIt 1.0 bag (RFC 8493) around the transfer layout; stricter than the reference tool."""
    sums: list[tuple[str, str]] = []
    size = 0
    arrivals = (each.document.arrival for _, each, _ in package.files)
    sizes = {arrival.digest: arrival.size for arrival in arrivals}
    for leaf in transfer(archive, witness, package):
        path = f"data/{leaf.path}"
        sums.append((path, digest_of(leaf)))
        size += len(leaf.content) if isinstance(leaf.content, bytes) else sizes[leaf.content]
        yield Leaf(path, leaf.content)
    tags = (
        Leaf("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
        Leaf("bag-info.txt", _bag_info(archive, package, f"{size}.{len(sums)}")),
        Leaf("manifest-sha256.txt", _sums(sums)),
    )
    yield from tags
    yield Leaf("tagmanifest-sha256.txt", _sums((tag.path, digest_of(tag)) for tag in tags))


def digest_of(leaf: Leaf) -> Digest:
    """SHA-256 of a leaf's bytes."""
    content = leaf.content
    return _sha256(content) if isinstance(content, bytes) else content


def _sha256(content: bytes) -> Digest:
    return Digest(hashlib.sha256(content).hexdigest())


def _bag_info(archive: Archive, package: Package, oxum: str) -> bytes:
    settings = archive.plan.settings
    fields = (
        ("Source-Organization", settings.district),
        ("External-Description", f"{settings.district} {settings.standard_shown}"),
        ("External-Identifier", f"{settings.project_code} {package.name}"),
        ("BagIt-Profile-Identifier", PROFILE),
        ("Bagging-Date", archive.today.isoformat()),
        ("Bag-Group-Identifier", package.group),
        ("Bag-Count", f"{package.number} of {package.total}"),
        ("Payload-Oxum", oxum),
    )
    return "".join(f"{name}: {_one_line(text)}\n" for name, text in fields).encode()


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())
