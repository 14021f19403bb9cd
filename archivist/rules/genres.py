"""Kinds of document (文种 and the like) as names, titles and wants mention them, and kinds of carrier."""

from __future__ import annotations

import re
from functools import cache

from archivist.model import Want
from archivist.rules.naming import plain

_GENRES: dict[str, tuple[str, ...]] = {
    "讲话": ("讲话稿", "讲话", "致辞", "发言稿", "发言"),
    "纪要": ("会议纪要", "纪要", "会议记录"),
    "通知": ("会议通知", "通知"),
    "签到": ("签到表", "签到册", "签到"),
    "议程": ("会议议程", "议程"),
    "方案": ("实施方案", "工作方案", "整治方案", "行动方案", "方案"),
    "计划": ("工作计划", "计划"),
    "总结": ("工作总结", "总结"),
    "报告": ("分析报告", "报告", "汇报材料", "汇报"),
    "台账": ("台账", "登记表", "登记簿", "登记册"),
    "记录": ("检查记录", "巡查记录", "记录表", "记录"),
    "统计": ("统计表", "汇总表", "情况表", "对比表", "比对表", "测算表", "统计", "汇总"),
    "名册": ("花名册", "名册", "名单", "名录"),
    "责任书": ("责任书", "责任状"),
    "承诺书": ("承诺书", "承诺"),
    "清单": ("清单",),
    "要点": ("工作要点", "要点"),
    "协议": ("协议书", "协议", "合同"),
    "凭证": ("凭证", "发票", "票据"),
    "批复": ("批复", "批准书"),
    "批示": ("批示件", "批示"),
    "证书": ("资质证书", "证书", "许可证"),
    "照片": ("照片", "相片", "图片", "剪影"),
    "视频": ("视频", "录像", "录音", "音像"),
    "截图": ("网页截图", "截图", "截屏"),
    "制度": ("规章制度", "制度", "办法", "规定", "细则", "规则", "规范"),
    "预案": ("应急预案", "预案"),
    "脚本": ("脚本",),
    "通报": ("通报",),
    "简报": ("工作简报", "简报", "信息"),
    "函": ("函",),
    "公告": ("公告", "通告", "公示"),
    "预算": ("预算", "决算"),
    "案卷": ("案卷", "卷宗", "处罚决定书"),
    "报道": ("报道", "新闻"),
    "教案": ("教案", "课件"),
    "约谈": ("约谈",),
    "成绩": ("成绩", "试卷"),
    "规划": ("规划",),
    "意见": ("实施意见", "意见"),
    "提案": ("提案", "议案", "建议"),
}
_GENRE_OF = {word: genre for genre, words in _GENRES.items() for word in words}
_WORD = re.compile("|".join(sorted(map(re.escape, _GENRE_OF), key=lambda w: (-len(w), w))))
_SALUTATION = re.compile(r"^.{0,40}?(?:同志们|各位领导|各位代表|各位来宾)[,，:：]")
_NOT_BARE = frozenset({"信息", "建议", "规范", "函", "规则", "汇总"})
"""Words that are everyday language inside a name; they count only at its very end."""

FAMILIES: dict[str, frozenset[str]] = {
    "图片": frozenset(
        ("jpeg", "png", "tiff", "bmp", "gif", "webp", "heic", "avif", "dng", "psd", "svg")
    ),
    "视频": frozenset(("mp4", "mov", "avi", "mkv", "webm", "wmv", "flv", "mpeg", "3gp", "mts")),
    "录音": frozenset(
        ("mp3", "wav", "m4a", "aac", "flac", "amr", "wma", "ogg", "opus", "aiff", "midi")
    ),
    "表格": frozenset(("xls", "xlsx", "et", "ods", "csv")),
    "演示": frozenset(("ppt", "pptx", "dps", "odp")),
}
_CARRIERS: dict[str, tuple[str, ...]] = {
    "图片": ("照片", "网页截图", "图表"),
    "视频": ("音像视频", "照片"),
    "录音": ("音像视频",),
    "表格": ("统计表", "台账", "名册"),
    "演示": ("报告", "文件"),
}
_ONLY_PICTURES = ("照片", "音像视频")


def genres_of(plain_text: str) -> tuple[str, ...]:
    """Kinds of document a title or name mentions, the last one (the head of the phrase) first."""
    found = [
        _GENRE_OF[match[0]]
        for match in _WORD.finditer(plain_text)
        if match[0] not in _NOT_BARE or match.end() == len(plain_text)
    ]
    return tuple(dict.fromkeys(found[::-1])) if found else ()


def genre_of_opening(plain_text: str) -> str:
    """讲话 for a text that greets its audience, else ""."""
    return "讲话" if _SALUTATION.search(plain_text) else ""


def genres_wanted(want: Want) -> frozenset[str]:
    """Kinds of document that would meet a want by its name and carrier."""
    return frozenset((*genres_of(plain(want.name)), *genres_of(plain(want.carrier))))


@cache
def family(format_name: str) -> str:
    """图片, 视频, 录音, 表格, 演示 or "" (text) for a format."""
    return next((name for name, formats in FAMILIES.items() if format_name in formats), "")


@cache
def fit(format_name: str, carrier: str) -> float:
    """How well a format suits a carrier: 1 made for it, 0 possible, -1 hardly."""
    kind = family(format_name)
    wanted = _CARRIERS.get(kind, ())
    if carrier in wanted:
        return 1.0 if carrier == wanted[0] or kind == "表格" else 0.5
    if kind in {"视频", "录音"}:
        return -1.0
    if kind == "图片":
        return -0.3
    return -1.0 if carrier in _ONLY_PICTURES else 0.0
