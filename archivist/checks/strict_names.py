"""严: names and paths that every computer accepts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from archivist.checks.docket import Docket
from archivist.checks.registry import OURS, Address, Remark, check, fault
from archivist.model import Box, Component, Document, Severity

NAME_BYTES = 200

_FORBIDDEN = re.compile(r'[\\/:*?"<>|%\x00-\x1f\x7f]')
_HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])(?:\..*)?", re.IGNORECASE)
_OUTER = " \u3000"
_PLAIN = re.compile(r"[^\W_][\w.()（）〔〕《》“”、，-]{0,48}[\w)）》]")
"""Names of which nothing has to be said, as nearly all are: told at one glance."""


def _boxed(docket: Docket) -> Iterable[tuple[Box, Component]]:
    return docket.components


def oddities(name: str) -> list[str]:
    """What some computer will not accept in a file name (Y34), in words."""
    quick = _PLAIN.fullmatch(name) and not _RESERVED.fullmatch(name) and _composed(name)
    return [] if quick else examined(name)


def examined(name: str) -> list[str]:
    """The same without looking first whether it is a plain name, as nearly all are."""
    found = []
    if forbidden := sorted(set(_FORBIDDEN.findall(name))):
        found.append(f"含不可用的字符 {' '.join(map(_shown, forbidden))}")
    if _HIDDEN.search(name):
        found.append("含看不见的控制字符")
    if name != name.strip(_OUTER) or name.endswith("."):
        found.append("首尾有空格或末尾有点")
    if _RESERVED.fullmatch(name):
        found.append("是 Windows 的保留名")
    if not _composed(name):
        found.append("字符不是合成形式（NFC）")
    if len(name.encode("utf-8", "replace")) > NAME_BYTES:
        found.append(f"超过 {NAME_BYTES} 字节")
    return found


def _composed(name: str) -> bool:
    return unicodedata.is_normalized("NFC", name)


def _shown(character: str) -> str:
    return character if character.isprintable() else f"U+{ord(character):04X}"


def _names(docket: Docket) -> Iterator[tuple[Document, str]]:
    """Stored names of pieces, then the names the files came with."""
    for _, each in docket.components:
        yield each.document, each.file
    for document in docket.usable:
        yield document, ""


@check("Y34", each=_names, source="BagIt（RFC 8493）及 Windows 命名规则", severity=Severity.BLOCK)
def stored_name_is_safe(_docket: Docket, named: tuple[Document, str]) -> Iterator[Remark]:
    """文件名在各种电脑上都能使用。

    Why: 含特殊字符、首尾空格或过长的文件名，复制到别的电脑、U 盘或网络盘时会出错。

    Mend: 一般不需处理：入盒时已自动改成安全的名字，原名保留在目录中。
    """
    document, stored = named
    if stored:
        if wrong := oddities(stored):
            yield fault(document, f"入盒文件名{'；'.join(wrong)}。", stored)
    elif wrong := oddities(document.called):
        message = f"原文件名{'；'.join(wrong)}，入盒时已自动改名。"
        yield fault(document, message, document.called, Severity.INFO)


@check("Y35", each=_boxed, source=OURS, severity=Severity.WARN)
def path_is_short_enough(docket: Docket, placed: tuple[Box, Component]) -> Iterator[Remark]:
    """路径不超过常用电脑的长度限制。

    Why: Windows 上过长的路径打不开、也复制不了；卷宗内路径限 180 字，其余留给盘符和上级文件夹。

    Mend: 缩短规则文件中要点的短标题，再重新生成卷宗。
    """
    box, each = placed
    path = f"{box.folder}/{each.file}"
    length = len(path.encode("utf-16-le", "replace")) // 2
    most = docket.plan.settings.measures.path_units
    if length > most:
        yield fault(each.document, f"卷宗内路径 {length} 字，超过 {most} 字。", path)


def _stray(docket: Docket) -> Iterator[tuple[str, list[str]]]:
    """Ignored files by folder."""
    folders: dict[str, list[str]] = {}
    for name in docket.case.ignored:
        folder, _, base = name.rpartition("/")
        folders.setdefault(folder, []).append(base)
    yield from folders.items()


@check("Y36", each=_stray, source="DA/T 70-2018 安全性检测（多余文件）", severity=Severity.INFO)
def nothing_stray_is_taken_in(_docket: Docket, stray: tuple[str, list[str]]) -> Iterator[Remark]:
    """没有混入系统文件和临时文件。

    Why: 编辑软件和系统留下的临时文件不是材料，已经略过；略过了什么在此列明。

    Mend: 一般不需处理；若其中有真正的材料，请改名后重新放入。
    """
    folder, names = stray
    shown = "、".join(names[:10]) + (" 等" if len(names) > 10 else "")  # noqa: PLR2004 - a line's worth
    message = f"略过 {len(names)} 个系统文件或临时文件，未作为材料收取。"
    yield fault(Address("dossier", folder or "收件夹"), message, shown)
