"""Packages for others: the transfer layout of Chinese archives, alone or as the payload of a bag."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from archivist.dossier.naming import safe, unique
from archivist.dossier.pages import printable
from archivist.dossier.premis import premis
from archivist.model import Archive, Box, Digest, Leaf, Piece

ENCODING = "UTF-8"
"""of 文件目录.XML; GB2312 has no rare characters, and GB18030 few foreign tools (ours)."""

Boxed = tuple[Box, Piece]


@dataclass(frozen=True, slots=True)
class Package:
    """One of ``total`` packages: its name, and what lies in it in order of boxes and numbers."""

    name: str
    number: int
    total: int
    pieces: tuple[Boxed, ...]

    @property
    def size(self) -> int:
        """Bytes of the originals."""
        return sum(piece.document.arrival.size for _, piece in self.pieces)


def packages(archive: Archive, unit: str, box: str, most: int) -> tuple[Package, ...]:
    """Divide what is chosen into packages that fit a medium.

    Args:
        archive: everything known.
        unit: only pieces of this unit; "" for all.
        box: only this 盒号; "" for all.
        most: bytes of originals in a package at most; a larger single original stands alone.

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
    return tuple(
        Package(stem if len(groups) == 1 else f"{stem}_{n:03}", n, len(groups), tuple(group))
        for n, group in enumerate(groups, 1)
    )


def _divided(chosen: Sequence[Boxed], most: int) -> Iterator[list[Boxed]]:
    group: list[Boxed] = []
    used = 0
    for pair in chosen:
        size = pair[1].document.arrival.size
        if group and used + size > most:
            yield group
            group, used = [], 0
        group.append(pair)
        used += size
    if group:
        yield group


def transfer(archive: Archive, package: Package) -> Iterator[Leaf]:
    """说明文件.TXT, 文件目录.XML, 电子档案/年度/要点/, 其他/ (电子档案移交与接收办法, 2012)."""
    taken: set[str] = set()
    placed = [(box, piece, _place(box, piece, taken)) for box, piece in package.pieces]
    yield Leaf("说明文件.TXT", _described(archive, package))
    yield Leaf("文件目录.XML", _listed(placed))
    for _, piece, path in placed:
        yield Leaf(path, piece.document.arrival.digest)
    for _, piece, path in placed:
        name = safe(piece.code, 100)
        yield Leaf(f"其他/PREMIS/{name}.xml", premis(archive, piece, path))
    yield Leaf("其他/数字摘要_SHA-256.txt", _sums(placed))


def _place(box: Box, piece: Piece, taken: set[str]) -> str:
    year = f"{piece.year}" if piece.year else "年度待考"
    folder = f"电子档案/{year}/{safe(f'{box.category.code}_{box.category.title}', 30)}"
    stem, dot, ending = piece.file.rpartition(".")
    return f"{unique(f'{folder}/{stem or ending}', taken)}{dot}{ending if stem else ''}"


def _described(archive: Archive, package: Package) -> bytes:
    settings = archive.plan.settings
    lines = (
        ("项目", f"{settings.district} {settings.standard_shown}"),
        ("载体编号", f"{package.number}/{package.total}"),
        ("载体类型", "数据包"),
        ("载体容量", f"{package.size / 2**30:.3f} GB（原件）"),
        ("文件数量", f"{len(package.pieces)} 件"),
        ("载体保管单位", ""),
        ("载体制作单位", settings.district),
        ("载体检查单位", ""),
        ("制作日期", archive.today.isoformat()),
        ("摘要信息", "SHA-256，见 其他/数字摘要_SHA-256.txt"),
        ("硬件环境", "不限"),
        ("软件环境", "PDF、图片、音像和办公文档的常用软件"),
        ("其他", "文件目录为 文件目录.XML（UTF-8）；每件的保存元数据（PREMIS 3）在 其他/PREMIS"),
    )
    return printable("".join(f"{name}: {text}\r\n" for name, text in lines)).encode()


def _listed(placed: Iterable[tuple[Box, Piece, str]]) -> bytes:
    lines = [f'<?xml version="1.0" encoding="{ENCODING}"?>', "<文件目录>"]
    for number, (_, piece, path) in enumerate(placed, 1):
        fields = (
            ("顺序号", str(number)),
            ("档号", piece.code),
            ("责任者", piece.issuer),
            ("题名", piece.title),
            ("日期", piece.date),
            ("密级", piece.secrecy),
            ("电子档案名称", path),
            ("备注", piece.note),
        )
        told = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields)
        lines.append(f"  <文件>{told}</文件>")
    return printable("\n".join((*lines, "</文件目录>", ""))).encode()


def _sums(placed: Iterable[tuple[Box, Piece, str]]) -> bytes:
    rows = sorted((path, piece.document.arrival.digest) for _, piece, path in placed)
    return "".join(f"{digest}  {path}\n" for path, digest in rows).encode()


def bag(archive: Archive, package: Package) -> Iterator[Leaf]:
    """A BagIt 1.0 bag (RFC 8493) around the transfer layout; stricter than the reference tool."""
    sums: list[tuple[str, str]] = []
    size = 0
    sizes = {p.document.arrival.digest: p.document.arrival.size for _, p in package.pieces}
    for leaf in transfer(archive, package):
        path = f"data/{leaf.path}"
        sums.append((path, digest_of(leaf)))
        size += len(leaf.content) if isinstance(leaf.content, bytes) else sizes[leaf.content]
        yield Leaf(path, leaf.content)
    tags = (
        Leaf("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
        Leaf("bag-info.txt", _bag_info(archive, package, f"{size}.{len(sums)}")),
        Leaf("manifest-sha256.txt", _manifest(sums)),
    )
    yield from tags
    yield Leaf("tagmanifest-sha256.txt", _manifest([(t.path, digest_of(t)) for t in tags]))


def digest_of(leaf: Leaf) -> Digest:
    """SHA-256 of a leaf's bytes."""
    content = leaf.content
    return Digest(hashlib.sha256(content).hexdigest()) if isinstance(content, bytes) else content


def _manifest(sums: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(sums)).encode()


def _bag_info(archive: Archive, package: Package, oxum: str) -> bytes:
    settings = archive.plan.settings
    fields = (
        ("Source-Organization", settings.district),
        ("External-Description", f"{settings.district} {settings.standard_shown}"),
        ("External-Identifier", f"{settings.project_code} {package.name}"),
        ("Bagging-Date", _day(archive.today)),
        ("Bag-Group-Identifier", settings.project_code),
        ("Bag-Count", f"{package.number} of {package.total}"),
        ("Payload-Oxum", oxum),
    )
    return "".join(f"{name}: {_one_line(text)}\n" for name, text in fields).encode()


def _day(when: date) -> str:
    return when.isoformat()


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())
