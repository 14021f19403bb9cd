"""Tag files of a BagIt bag (RFC 8493 §2, and drafts 0.93 to 0.97), read more strictly than usual."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archivist.model import Problem, Trouble

DRAFTS = "0."
"""How versions before the RFC begin; what says no version is read as the RFC wants it."""

DECLARATION, INFO, FETCH = "bagit.txt", "bag-info.txt", "fetch.txt"
PAYLOAD = "data/"
MANIFEST = re.compile(r"(tag)?manifest-([A-Za-z0-9_-]+)\.txt")

_VERSION = re.compile(r"BagIt-Version: (0\.9[3-7]|1\.0)")
_ENCODING = re.compile(r"Tag-File-Character-Encoding: ([A-Za-z0-9._-]+)")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)", re.DOTALL)
_ESCAPE = re.compile(r"%(0[Aa]|0[Dd]|25)")
_OUTSIDE = re.compile(r"/|~|[A-Za-z]:|(.*/)?\.\.(/|$)|.*\\|.*//")
_MEND = "请移交方重新导出这个包，整包重新提交"


def flaw(message: str) -> Problem:
    """Something wrong with a package, as a problem with its remedy."""
    return Problem(Trouble.PACKAGE, message, _MEND)


@dataclass(frozen=True, slots=True)
class Declared:
    """What ``bagit.txt`` says; ``version`` is "" if it is not as the RFC wants it."""

    version: str = ""
    encoding: str = "utf-8"
    flaws: tuple[Problem, ...] = ()


def declared(content: bytes) -> Declared:
    """Read ``bagit.txt``: exactly two lines, one blank after each colon, no byte order mark."""
    lines = _lines(content.decode("utf-8", "replace"))
    version = _VERSION.fullmatch(lines[0]) if lines else None
    encoding = _ENCODING.fullmatch(lines[1]) if len(lines) == 2 else None  # noqa: PLR2004 - the RFC's two
    if not version or not encoding:
        return Declared(flaws=(flaw("bagit.txt 不合 RFC 8493 的写法（两行，冒号后一个空格）"),))
    try:
        codecs.lookup(encoding[1])
        b"".decode(encoding[1])
    except LookupError:
        return Declared(flaws=(flaw(f"bagit.txt 写的编码“{encoding[1]}”不认识"),))
    return Declared(version[1], encoding[1])


@dataclass(slots=True)
class Manifest:
    """One manifest: digests in lower case by path as decoded; ``raw`` keeps the path as written."""

    name: str
    algorithm: str
    tags: bool
    sums: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    flaws: list[Problem] = field(default_factory=list)


def manifest(name: str, content: bytes, declared: Declared) -> Manifest:
    """Read a payload or tag manifest; every line is a digest, blanks and a path, each path once."""
    match = MANIFEST.fullmatch(name)
    if match is None:
        raise ValueError(name)
    algorithm = re.sub("[^a-z0-9]", "", match[2].lower())
    made = Manifest(name, algorithm, bool(match[1]))
    if algorithm not in hashlib.algorithms_available:
        made.flaws.append(flaw(f"{name} 的算法本程序不认识，未检查"))
        return made
    width = hashlib.new(algorithm).digest_size * 2
    try:
        text = content.decode(declared.encoding)
    except UnicodeDecodeError:
        made.flaws.append(flaw(f"{name} 不是 {declared.encoding} 编码"))
        return made
    for number, line in enumerate(_lines(text), 1):
        found = _LINE.fullmatch(line)
        path = _decoded(found[2], declared.version) if found else ""
        if not found or len(found[1]) != width:
            made.flaws.append(flaw(f"{name} 第 {number} 行不是“摘要 路径”"))
        elif wrong := _misplaced(path, tags=made.tags):
            made.flaws.append(flaw(f"{name} 第 {number} 行{wrong}"))
        elif path in made.sums:
            made.flaws.append(flaw(f"{name} 第 {number} 行重复列出 {path}"))
        else:
            made.sums[path], made.raw[path] = found[1].lower(), found[2]
    return made


def info(content: bytes, declared: Declared) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Read ``bag-info.txt``: labels with values, later lines that begin blank go on; first wins."""
    fields: dict[str, str] = {}
    last = ""
    for number, line in enumerate(_lines(content.decode(declared.encoding, "replace")), 1):
        label, colon, value = line.partition(":")
        if line[:1] in {" ", "\t"} and last:
            fields[last] += f" {line.strip()}"
        elif not colon or not label.strip():
            return fields, (flaw(f"bag-info.txt 第 {number} 行不是“名称: 内容”"),)
        else:
            last = label.strip().lower()
            fields.setdefault(last, value.strip())
    return fields, ()


def fetched(content: bytes, declared: Declared) -> Iterator[str]:
    """Paths that ``fetch.txt`` leaves to be downloaded; nothing is ever downloaded here."""
    for line in _lines(content.decode(declared.encoding, "replace")):
        parts = line.split(None, 2)
        if len(parts) == 3:  # noqa: PLR2004 - address, length, path
            yield _decoded(parts[2], declared.version)


def _lines(text: str) -> list[str]:
    """Lines ended by LF, CR or both; blank ones at the end do not count."""
    lines = re.split(r"\r\n|\n|\r", text)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _decoded(path: str, version: str) -> str:
    """The path meant: 1.0 encodes CR, LF and ``%``, drafts only CR and LF."""

    def meant(escape: re.Match[str]) -> str:
        sign = chr(int(escape[1], 16))
        return escape[0] if sign == "%" and version.startswith(DRAFTS) else sign

    return _ESCAPE.sub(meant, path)


def _misplaced(path: str, *, tags: bool) -> str:
    """Why a manifest must not list a path, "" if it may."""
    if _OUTSIDE.match(path):
        return f"的路径指向包外：{path[:80]!r}"
    if tags == path.startswith(PAYLOAD):
        return f"列出了不该列的 {path[:80]!r}"
    match = MANIFEST.fullmatch(path)
    return f"列出了不该列的 {path!r}" if tags and match and match[1] else ""
