"""Member names: made readable, made safe, or refused."""

from __future__ import annotations

import re
import unicodedata

_DEVICE = re.compile(
    r"(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE
)
_LITTER = re.compile(r"(__MACOSX/.*|(.*/)?(\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*|\._[^/]*))")
_LONGEST = 1024


def litter(name: str) -> bool:
    """Whether an operating system or an office program left this beside the real files."""
    return bool(_LITTER.fullmatch(name.replace("\\", "/")))


def safe(untrusted_name: str) -> tuple[str, str]:
    """(clean relative path, "") or ("", why it is refused).

    Backslashes become slashes (Windows packers write them), control and direction characters
    become ``_``; what points out of the folder, to a drive or to a device is refused.
    """
    name = "".join("_" if _hidden(char) else char for char in untrusted_name.replace("\\", "/"))
    parts = [part for part in name.split("/") if part not in {"", "."}]
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "", "绝对路径"
    if ".." in parts:
        return "", "路径指向文件夹之外"
    if any(_DEVICE.fullmatch(part.rstrip(" .")) for part in parts):
        return "", "Windows 设备名"
    if not parts or len(name) > _LONGEST:
        return "", "名称为空或过长"
    return "/".join(parts), ""


def unique(name: str, taken: set[str]) -> str:
    """The name, or with a number before its ending if a member of that name came before."""
    stem, dot, ending = name.rpartition(".")
    if not dot or "/" in ending or not stem:
        stem, dot, ending = name, "", ""
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{stem}（{number}）{dot}{ending}"
    taken.add(candidate)
    return candidate


def readable(raw: bytes) -> str:
    """A name whose encoding the archive does not say: UTF-8 if it is that, else GB 18030."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
