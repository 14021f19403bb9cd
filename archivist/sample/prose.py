"""Official papers composed by grammar: opening, headings, facts of the topic, stock phrases."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from archivist.sample.draft import Draft, Line, Role
from archivist.sample.ledger import ledger
from archivist.sample.topics import Topic
from archivist.sample.wording import blanks, filled, pick, wording

RED = frozenset(
    [
        "通知",
        "意见",
        "批复",
        "函",
        "通报",
        "公告",
        "方案",
        "办法",
        "细则",
        "规则",
        "清单",
        "规划",
        "预案",
        "制度",
        "规定",
        "计划",
    ]
)
"""Genres that go out under a red head with a document number."""

ISSUED = frozenset(("方案", "办法", "细则", "规则", "清单", "规划", "预案", "制度", "规定", "计划"))
"""Genres that are sent out by a notice: 关于印发《…》的通知."""

LOOSE = frozenset(("方案", "计划", "预案", "制度", "清单"))
"""Genres of which every third paper goes without a number, as a bare text."""

TABLES = frozenset(("台账", "统计表", "名册", "凭证"))
"""Genres that are mainly a table."""

_HEADS = dict.fromkeys(("方案", "计划", "规划", "预案", "纲要", "细则"), "方案") | dict.fromkeys(
    ("总结", "报告", "说明", "材料", "讲话"), "总结"
)
_OPENINGS = _HEADS | dict.fromkeys(("办法", "规则", "制度", "规定", "清单", "公约"), "办法")
_VERBS = (
    "调整",
    "成立",
    "组建",
    "建立",
    "落实",
    "压实",
    "明确",
    "充实",
    "拨付",
    "下达",
    "划分",
    "聘任",
    "选聘",
    "推行",
    "提请",
    "分解",
    "确定",
    "举办",
    "设立",
    "鼓励",
    "安排",
    "在",
    "单独",
    "建设",
    "授予",
    "命名",
    "创建",
    "打造",
    "督促",
    "加强",
    "规范",
    "公布",
    "委托",
    "提供",
    "确认",
    "通报",
    "告知",
    "划定",
    "打击",
)
_WHOLE = (
    "工作",
    "报告",
    "会议",
    "会",
    "情况",
    "事项",
    "名册",
    "登记",
    "方案",
    "制度",
    "办法",
    "页面",
)
"""Subjects that need no 工作 behind them."""

_SILENT = (Role.TABLE, Role.BREAK)
_DIGITS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Matter:
    """What a paper is about, and who writes when: all the grammar needs.

    ``subject`` has its blanks filled; ``facts`` fills the blanks of sentences, the same for a
    topic and year wherever they are written. ``number`` is "" for papers without a red head.
    """

    topic: Topic
    genre: str
    subject: str
    issuer: str
    number: str
    day: date
    street: str
    district: str
    facts: int


def draft(matter: Matter, luck: random.Random) -> Draft:
    """Write the paper."""
    title = titled(matter)
    lines = [line for line in _lines(matter, title, luck) if line.text or line.role in _SILENT]
    rows = ledger(matter.topic, matter.day, luck) if _tabled(lines) else ()
    sealed = any(line.role is Role.SIGNER for line in lines)
    return Draft(title, pick(luck, "person"), tuple(lines), rows, sealed)


def _tabled(lines: list[Line]) -> bool:
    return any(line.role is Role.TABLE for line in lines)


def _lines(matter: Matter, title: str, luck: random.Random) -> Iterator[Line]:
    if matter.genre in TABLES:
        yield from _sheet(matter, title)
    elif matter.number:
        yield from _official(matter, title, luck)
    else:
        yield from _plain(matter, title, luck)


def _sheet(matter: Matter, title: str) -> Iterator[Line]:
    yield Line(Role.TITLE, title)
    yield Line(Role.TABLE, "")
    yield Line(Role.SIGNER, f"填报单位：{matter.issuer}")
    yield Line(Role.DATE, f"填报日期：{shown(matter.day)}")


def _official(matter: Matter, title: str, luck: random.Random) -> Iterator[Line]:
    """Under a red head; what is sent out by a notice follows the notice's signature."""
    day = shown(matter.day)
    yield Line(Role.MARK, f"{matter.issuer}文件")
    yield Line(Role.NUMBER, matter.number)
    issued = matter.genre in ISSUED
    attached = "" if issued or luck.random() > _ATTACHED else pick(luck, "attach")
    yield Line(Role.TITLE, f"关于印发《{title}》的通知" if issued else title)
    yield Line(Role.RECEIVER, _receiver(matter, luck))
    if issued:
        yield Line(Role.TEXT, f"现将《{title}》印发给你们，请结合实际认真贯彻执行。")
    else:
        yield from _body(matter, luck)
        yield Line(Role.ATTACHMENT, f"附件：{attached}" if attached else "")
    yield Line(Role.SIGNER, matter.issuer)
    yield Line(Role.DATE, day)
    if issued:
        yield Line(Role.BREAK, "")
        yield Line(Role.TITLE, title)
        yield from _body(matter, luck)
    elif attached:
        yield Line(Role.BREAK, "附件")
        yield Line(Role.TITLE, attached)
        yield Line(Role.TABLE, "")
    yield Line(Role.FOOT, f"{matter.issuer}　　{day}印发")


_ATTACHED = 0.25


def _receiver(matter: Matter, luck: random.Random) -> str:
    if matter.genre == "公告":
        return ""
    if matter.genre in ("批复", "函"):
        return f"{matter.district}{luck.choice(('市场监督管理局', '农业农村局', '财政局'))}："
    return luck.choice(
        ("各街道办事处，区各有关部门：", "各有关单位：", f"{matter.street}办事处，各成员单位：")
    )


def _plain(matter: Matter, title: str, luck: random.Random) -> Iterator[Line]:
    day = shown(matter.day)
    yield Line(Role.TITLE, title)
    match matter.genre:
        case "讲话":
            yield Line(Role.CAPTION, f"（{day}）")
            yield Line(Role.RECEIVER, "同志们：")
        case "简报":
            yield Line(Role.CAPTION, f"第{matter.day.month}期")
        case "纪要":
            yield Line(Role.CAPTION, f"{matter.day.year}年第{luck.randint(1, 40)}次")
        case "责任书" | "协议":
            yield Line(Role.TEXT, f"甲方：{matter.issuer}")
            yield Line(Role.TEXT, f"乙方：{filled(luck.choice(('{street}', '{firm}')), luck)}")
        case "案卷" | "证书" | "证明":
            yield Line(Role.TEXT, f"编号：{matter.day:%Y}{luck.randint(1000, 9999)}")
            yield Line(Role.TEXT, f"经办人：{pick(luck, 'person')}、{pick(luck, 'person')}")
    yield from _body(matter, luck)
    yield Line(Role.SIGNER, "" if matter.genre in ("讲话", "简报") else matter.issuer)
    yield Line(Role.DATE, "" if matter.genre == "讲话" else day)


def _body(matter: Matter, luck: random.Random) -> Iterator[Line]:
    """Opening, then the facts under headings (or as clauses), then a closing phrase."""
    use = _OPENINGS.get(matter.genre, matter.genre)
    opening = pick(luck, f"open-{use}" if f"open-{use}" in wording() else "open-其他")
    about = matter.subject + ("" if matter.subject.endswith(_WHOLE) else "工作")
    yield Line(Role.TEXT, filled(opening, luck, S=about, D=shown(matter.day)))
    facts = _facts(matter, luck)
    heads = _HEADS.get(matter.genre, matter.genre)
    if f"head-{heads}" in wording():
        yield from _headed(pick(luck, f"head-{heads}").split("/"), facts, luck)
    else:
        clause = use == "办法" or matter.genre in ("责任书", "协议")
        for number, fact in enumerate(facts):
            yield Line(Role.TEXT, f"第{_DIGITS[number + 1]}条 {fact}" if clause else fact)
        yield Line(Role.TEXT, pick(luck, "close"))


def _headed(heads: list[str], facts: list[str], luck: random.Random) -> Iterator[Line]:
    share = -(-len(facts) // max(1, len(heads) - 1))
    for number, head in enumerate(heads):
        own = facts[number * share : (number + 1) * share]
        use = "lead" if not number else "close" if number == len(heads) - 1 else "middle"
        if "不足" in head or "问题" in head:
            use = "weak"
        elif "步骤" in head or "安排" in head:
            use = "step"
        own.insert(luck.randint(0, len(own)), pick(luck, use))
        yield Line(Role.HEADING, f"{_DIGITS[number]}、{head}")
        yield Line(Role.TEXT, "".join(own))


def _facts(matter: Matter, luck: random.Random) -> list[str]:
    """Four to six sentences of the topic; figures depend on topic and year alone."""
    pool = matter.topic.sentences
    chosen = luck.sample(range(len(pool)), min(len(pool), luck.randint(4, 6)))
    known = {"year": str(matter.day.year), "street": matter.street}
    return [
        filled(pool[place], random.Random(matter.facts * 100 + place), **known)
        if blanks(pool[place])
        else pool[place]
        for place in chosen
    ]


def titled(matter: Matter) -> str:
    """The title as its genre is titled."""
    subject, genre = matter.subject, matter.genre
    if genre == "通知":
        done = subject.startswith(_VERBS)
        tail = "" if done or subject.endswith("工作") else "工作"
        return f"关于{subject}的通知" if done else f"关于做好{subject}{tail}的通知"
    if genre in _TITLES:
        return _TITLES[genre].format(subject)
    whole = subject.endswith((genre, "复印件")) or genre in _BARE
    return subject if whole else subject + genre


_TITLES = {genre: f"关于{{}}的{genre}" for genre in ("意见", "批复", "函", "通报", "公告")} | {
    "方案": "{}实施方案",
    "说明": "关于{}的情况说明",
    "讲话": "{}上的讲话",
    "总结": "{}工作总结",
}
_BARE = frozenset(("案卷", "文书", "批示", "图", "凭证", "证书"))


def shown(day: date) -> str:
    """成文日期 as GB/T 9704-2012 writes it."""
    return f"{day.year}年{day.month}月{day.day}日"
