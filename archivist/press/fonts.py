"""Which typefaces this machine has for Chinese; without one there is no PDF, never empty boxes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

SONG = (
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "SimSun",
    "NSimSun",
    "Songti SC",
    "STSong",
    "FandolSong",
    "AR PL UMing CN",
)
HEI = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "SimHei",
    "Microsoft YaHei",
    "PingFang SC",
    "Heiti SC",
    "FandolHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
)
FANG = ("FangSong", "FangSong_GB2312", "仿宋_GB2312", "STFangsong", "FandolFang")
_KAI = ("LXGW WenKai", "AR PL UKai CN", "KaiTi", "STKaiti", "FandolKai")


@dataclass(frozen=True, slots=True)
class Fonts:
    """Families for 宋体, 黑体 and 仿宋, best first; ``why_not`` is "" when Chinese can be set.

    ``identity`` changes when other families or another typesetter would set the same paper.
    """

    song: tuple[str, ...] = ()
    hei: tuple[str, ...] = ()
    fang: tuple[str, ...] = ()
    why_not: str = ""
    identity: str = ""
    book: Any = None


@cache
def fonts() -> Fonts:
    """Look once at the fonts of the system; about 0.3 s."""
    try:
        import typst
    except ImportError:
        return Fonts(why_not="未安装排版组件 typst")
    book = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
    return chosen(frozenset(book.families()), version("typst"), book)


def chosen(families: frozenset[str], release: str, book: object) -> Fonts:
    """Choose from the families there are; every kind falls back to any other Chinese one."""
    song, hei, fang, kai = (
        tuple(name for name in wanted if name in families) for wanted in (SONG, HEI, FANG, _KAI)
    )
    if not song + hei + fang + kai:
        return Fonts(why_not="这台电脑没有可用的中文字体（如宋体、黑体或 Noto CJK）")
    found = (song + fang + kai + hei, hei + song + fang + kai, fang + song + kai + hei)
    return Fonts(*found, identity=f"typst {release} {song + hei + fang + kai}", book=book)
