"""Names as clerks give them: with the point's code, with half of it, or without."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from archivist.model import Plan, Unit
from archivist.sample.slots import Slot

_FULL_WIDTH = str.maketrans("0123456789-J", "０１２３４５６７８９－Ｊ")
_DIGITS = "零一二三四五六七八九"
_FORBIDDEN = str.maketrans('/\\:*?"<>|', "／＼：＊？”《》｜")
_PICTURES = ("微信图片_{d}{t}", "IMG_{d}_{t}", "mmexport16{t}48871", "DSC_{n}", "{d}_{t}")
_SCREENS = ("屏幕截图 {y}-{m}-{k} {t}", "截图{d}{t}", "QQ截图{d}{t}", "微信截图_{d}{t}")
_FILMS = ("VID_{d}_{t}", "MVI_{n}", "微信视频{d}{t}", "录音 {d}", "新录音 {n}")
_PAPERS = (
    "扫描件{n}",
    "扫描全能王 {y}-{m}-{k} {t}",
    "新建 Microsoft Word 文档 ({n})",
    "doc{n}{d}{t}",
    "{d}{g}",
    "{g}（终稿）{n}",
    "{g}{n}",
    "最终版{n}",
    "附件{n}",
    "新建文件夹/{g}",
)
_TABLES = ("汇总表({n})", "附表{n}", "Book{n}", "工作簿{n}", "{g}{d}", "附件{n}", "上报表{n}")
_TAILS = ("", "", "", "（定稿）", "（终稿）", "-盖章版", "1", "(2)", "（报送）", "_最新")
_STEM = 62
_HALF, _DEEP = 0.5, 0.35


@dataclass(frozen=True, slots=True)
class Name:
    """A path without ending, how it was named, and the strongest clue it leaves."""

    stem: str
    naming: str
    clue: str


def code_forms(plan: Plan, code: str) -> tuple[str, ...]:
    """The usual writings of a point's code, the plain one first."""
    if code.startswith("J"):
        return (code, code, code.translate(_FULL_WIDTH), f"加分项{code}", f"[{code}]")
    item, _, number = code.partition("-")
    running = [point.code for point in plan.base_points].index(code) + 1
    return (
        code,
        code,
        code.translate(_FULL_WIDTH),
        f"{item}－{number}",
        f"{int(item)}-{number}",
        f"{item}_{number}",
        f"【{code}】",
        f"要点{running}",
        f"考评要点{running}",
        f"（{hanzi(int(item))}）{running}",
    )


def hanzi(number: int) -> str:
    """A number below 100 in Hanzi."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def coded(plan: Plan, slot: Slot, title: str, day: date, luck: random.Random) -> Name:
    """The code stands in the file name."""
    form = luck.choice(code_forms(plan, slot.point))
    title = safe(title)
    year = "" if str(day.year) in title else f"{day.year}年"
    stem = luck.choice(
        (
            f"{form} {title}{year}",
            f"{form}{'' if form[-1] in '】）]' else '_'}{_short(slot.unit)}_{title}_{day:%Y%m%d}",
            f"{form} {_short(slot.unit)}{year}{title}",
            f"{form}　{title}（{day.year}年{day.month}月）",
        )
    )
    return Name(f"{_folder(plan, slot, luck)}{stem[:_STEM]}", "coded", "code")


def neat(slot: Slot, title: str, day: date) -> Name:
    """Named by the house's own convention, {要点}_{单位}_{材料}_{日期}: 材料 is the want, then the title."""
    what = f"{safe(slot.want)}（{safe(title)}"[: _STEM - 1]
    stem = f"{slot.unit}/{slot.point}_{_short(slot.unit)}_{what}）_{day:%Y%m%d}"
    return Name(stem, "coded", "code")


def half(plan: Plan, slot: Slot, title: str, day: date, luck: random.Random) -> Name:
    """The code is a folder's, or there is only a unit and a year."""
    if luck.random() < _HALF:
        form = luck.choice((slot.point, slot.point, code_forms(plan, slot.point)[-1]))
        extra = luck.choice(("", f" {safe(plan.by_code[slot.point].title)[:10]}", f"/{day.year}年"))
        inside, _ = _stem(slot, title, day, luck)
        return Name(f"{_folder(plan, slot, luck)}{form}{extra}/{inside}", "half", "folder")
    inside, clue = _stem(slot, title, day, luck)
    if luck.random() < _HALF:
        return Name(f"{_short(slot.unit)}/{day.year}年/{inside}", "half", clue)
    return Name(f"{day.year}年/{_short(slot.unit)}{inside}", "half", clue)


def uncoded(plan: Plan, slot: Slot, title: str, day: date, luck: random.Random) -> Name:
    """As clerks really name: by title at best."""
    inside, clue = _stem(slot, title, day, luck)
    return Name(f"{_folder(plan, slot, luck)}{inside}", "uncoded", clue)


def _stem(slot: Slot, title: str, day: date, luck: random.Random) -> tuple[str, str]:
    """By subject (clue: name) or by nothing (clue: text, and nothing for pictures)."""
    forms, dumb = _dumb(slot.theme.genre)
    if luck.random() < _SUBJECT:
        return f"{safe(title)[:_STEM]}{luck.choice(_TAILS)}", "name"
    known = {"y": f"{day:%Y}", "m": f"{day:%m}", "k": f"{day:%d}", "d": f"{day:%Y%m%d}"}
    time = f"{luck.randint(8, 17):02}{luck.randint(0, 59):02}{luck.randint(0, 59):02}"
    number = f"{luck.randint(1, 9999):04}"
    stem = luck.choice(forms).format(**known, t=time, n=number, g=slot.theme.genre)
    return stem, "nothing" if dumb else "text"


_SUBJECT = 0.6


def _dumb(genre: str) -> tuple[tuple[str, ...], bool]:
    match genre:
        case "照片" | "图":
            return _PICTURES, True
        case "截图":
            return _SCREENS, True
        case "影像":
            return _FILMS, True
        case "台账" | "统计表" | "名册" | "凭证":
            return _TABLES, False
    return _PAPERS, False


def _folder(plan: Plan, slot: Slot, luck: random.Random) -> str:
    """The unit's folder, now and then by an alias, a sub-folder, or no folder at all."""
    chance = luck.random()
    if chance < _ROOT:
        return ""
    unit: Unit | None = plan.unit_by_name.get(slot.unit)
    name = slot.unit
    if unit is not None and unit.aliases and chance < _ALIAS:
        name = safe(luck.choice(unit.aliases).text)
    deep = f"{slot.start.year}年/" if luck.random() < _DEEP / 3 else ""
    return f"{name}/{deep}"


_ROOT, _ALIAS = 0.05, 0.15


def _short(unit: str) -> str:
    return unit.removeprefix("各").split("、")[0]


def safe(text: str) -> str:
    """Without characters Windows refuses."""
    return text.translate(_FORBIDDEN).replace("\n", " ").strip(" .　")
