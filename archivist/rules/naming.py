"""Names and texts as clerks type them, brought to one writing so that rules can be compared with them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TRADITIONAL = (
    "國區縣鎮鄉會議紀錄總結報書責單聯處檢測監執辦審覽標準廠農產業藥獸飼養雞豬魚糧飲館學園師課"
    "飯證許營運輸銷購進貨訂協約廣場動員講話領導幹組織規劃財經費預決撥題問應練災險訊網絡電視頻"
    "實驗樣數據統計覈冊備檔號發佈開傳達貫徹創設點線臺賬帳戶評價滿眾調訪對於與為後週環節質類別"
    "項務隊勞關專衛療罰訴舉獎懲誡談納稅鑒鑑簽誠註補貼損壞歷陳張劉趙東興鳳龍馬鐵橋嶺灣濱門間閉"
    "閱讀寫記語誌樓鹽麵鍋盤鮮鴨鵝蝦醬腸熱涼凍儲倉庫車輛機構積極態勢顯優壓縮圖畫筆頁編輯碼郵腦"
    "軟體裝複製換轉讓選黨親參則勝嚴團復戰擬擴斷時條歲氣減滅潔無獨當盡碩確禮離種競範細終給絲綜"
    "緊緣繼續羅聲職腫臨舊葉蓋覺觀討試詢認誤說論識譜譯變資賞贈趕軍輕較載辭遠適遺鄰醫釋針鋼錯鎖"
    "鐘長陸陽階際隨隱雜難雲順須額顧風餘驟麗黃"
)
_SIMPLIFIED = (
    "国区县镇乡会议纪录总结报书责单联处检测监执办审览标准厂农产业药兽饲养鸡猪鱼粮饮馆学园师课"
    "饭证许营运输销购进货订协约广场动员讲话领导干组织规划财经费预决拨题问应练灾险讯网络电视频"
    "实验样数据统计核册备档号发布开传达贯彻创设点线台账账户评价满众调访对于与为后周环节质类别"
    "项务队劳关专卫疗罚诉举奖惩诫谈纳税鉴鉴签诚注补贴损坏历陈张刘赵东兴凤龙马铁桥岭湾滨门间闭"
    "阅读写记语志楼盐面锅盘鲜鸭鹅虾酱肠热凉冻储仓库车辆机构积极态势显优压缩图画笔页编辑码邮脑"
    "软体装复制换转让选党亲参则胜严团复战拟扩断时条岁气减灭洁无独当尽硕确礼离种竞范细终给丝综"
    "紧缘继续罗声职肿临旧叶盖觉观讨试询认误说论识谱译变资赏赠赶军轻较载辞远适遗邻医释针钢错锁"
    "钟长陆阳阶际随隐杂难云顺须额顾风余骤丽黄"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_IS_TRADITIONAL = re.compile(f"[{_TRADITIONAL}]")
_FULL_WIDTH_WORD = re.compile(r"[０-９Ａ-Ｚａ-ｚ]")
_UNEVEN = re.compile(f"[A-Z０-９Ａ-Ｚａ-ｚ{_TRADITIONAL}]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－ー", "-") | dict.fromkeys("•・‧･", "·"))
_DASHED = re.compile(f"[{re.escape(''.join(map(chr, _DASHES)))}]")
_LONG_DASH = re.compile(r"-{2,}")
_QUOTED = re.compile(r"(?:%[0-9A-F]{2}){3}", re.IGNORECASE)
"""A Chinese character in the escapes of addresses."""
_RINGED = re.compile(r"[①-⓿❶-➓]")
"""Serials in rings: NFKC would make digits of them, and ①05-2 is no 105-2."""
_EXTENSION = re.compile(r"\.(?:[A-Za-z][A-Za-z0-9]{0,6}|7z|3gp)$")
_SEPARATORS = re.compile(
    r"[\s_\-,.;:!?()\[\]{}<>/\\|+&=~#、，。；：！？（）【】〔〕《》「」『』“”‘’·…]+"
)

_BOUNDS = (ord("一") - 1, *sorted(map(ord, _TRADITIONAL)), ord("鿿") + 1)
_SIMPLE_HAN = "".join(f"{chr(a + 1)}-{chr(b - 1)}" for a, b in pairwise(_BOUNDS) if b - a > 1)
_EVEN = re.compile(rf"[0-9a-z._()\[\]【】〔〕《》“”、。{_SIMPLE_HAN}-]*")
"""What no writing changes: half of all names are such, and one look tells."""


_UNSEEN = frozenset(("Cc", "Cf", "Mn", "Me", "Co", "Cn", "Cs"))
"""Categories nobody sees in a name: controls, turns of direction, joiners, marks on letters."""

_ESCAPED = re.compile(r"%0[AD]|&(?:amp|lt|gt|quot|nbsp|#\d{1,5});", re.IGNORECASE)
"""What a web page leaves in the name of a file it hands out: ``%0A``, ``&nbsp;``."""


class _Letters(dict[int, int | None]):
    """A table for ``str.translate`` that learns what stays: a miss costs it an exception."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)) in _UNSEEN else code
        return self[code]


_SEEN = _Letters({ord("\t"): ord(" ")})
_PLAIN = _Letters({**_TO_SIMPLIFIED, **_HALF_WIDTH})


def simplified(text: str) -> str:
    """Traditional characters of official vocabulary as simplified ones; anything else untouched.

    The table knows the words the rules are made of, not the whole language.
    """
    return text.translate(_TO_SIMPLIFIED) if _IS_TRADITIONAL.search(text) else text


def plain(text: str) -> str:
    """Text for comparing: half-width, simplified, lower case, without any white space."""
    joined = "".join(text.split())
    return joined if _EVEN.fullmatch(joined) else joined.translate(_PLAIN).lower()


def plain_body(text: str) -> str:
    """A long text for comparing: as ``plain``, but its punctuation stays as it is.

    Most texts hold nothing to change, which one look tells.
    """
    joined = "".join(text.split())
    if not _UNEVEN.search(joined):
        return joined
    if _FULL_WIDTH_WORD.search(joined):
        joined = joined.translate(_HALF_WIDTH)
    return simplified(joined).lower()


def legible(text: str) -> str:
    """A short name for reading codes and dates: NFKC, one kind of dash, lower case.

    Dashes in a row are punctuation (——), not part of a code, and become a space. What nobody sees
    in a name and what a web page left there is gone: it must not cut a code in two.
    """
    if "--" not in text and _EVEN.fullmatch(text):
        return text
    even = simplified(_seen(unicodedata.normalize("NFKC", _RINGED.sub(" ", text))))
    if _DASHED.search(even):
        even = even.translate(_DASHES)
    return _LONG_DASH.sub(" ", even).lower()


def _seen(text: str) -> str:
    """The text without what nobody sees in it, and without what a web page escaped."""
    unescaped = _ESCAPED.sub("", text) if "%" in text or "&" in text else text
    return unescaped.translate(_SEEN)


def stem(base: str) -> str:
    """A file name without its extension; ``05.2`` and ``v1.3`` keep their digits."""
    return _EXTENSION.sub("", base) or base


def tokens(text: str) -> tuple[str, ...]:
    """The pieces of a name between separators and brackets."""
    return tuple(piece for piece in _SEPARATORS.split(legible(text)) if piece)


class Path(NamedTuple):
    """A dropped name taken apart: ``folders`` from the inbox inwards, ``stem`` without extension."""

    folders: tuple[str, ...]
    base: str
    stem: str

    @classmethod
    def of(cls, name: str) -> Path:
        """Split at ``/``; a container's own name counts as a folder, without its extension.

        A name that a web page wrote in escapes (``%E4%BC%9A%E8%AE%AE``) is read as what it means.
        """
        folder, _, base = (unquote(name) if _QUOTED.search(name) else name).rpartition("/")
        return cls(_folders(folder) if folder else (), base, stem(base))


@lru_cache(maxsize=4096)
def _folders(path: str) -> tuple[str, ...]:
    """Many files lie in one folder."""
    return tuple(stem(folder) for folder in path.split("/") if folder)
