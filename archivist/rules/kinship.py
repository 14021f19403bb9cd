"""Which documents of one point and unit make one item (件), by what they say of each other.

The pairs are those of DA/T 22-2015 §5.1 as secondary sources tell them (S46, S47); the signs by
which they are recognised are ours. A sign that fits two documents fits none: nothing is joined.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from archivist.model import Document, ElementKind, Reason, Role
from archivist.rules.naming import plain, stem

_SHORT = 4
"""Letters a title or name needs before it can point at one document."""

_FAR = 8
"""Letters a title needs to point at a document in another folder."""

_TOPIC = 6
_ALIKE = 0.6
_TOP = 3
"""Lines from the top within which an 附件1 is the head of the whole document."""

_MAILS = frozenset({"eml", "msg"})
_NUMERALS = "一二三四五六七八九十"
_ATTACHED = re.compile(rf"附件\s*[（(]?\s*(\d{{1,2}}|[{_NUMERALS}]{{1,2}})?(?![件\d])\s*[）)]?")
_CODE = re.compile(r"^\s*(?:考评)?(?:要点)?\s*(?:\d{1,2}\s*[-.]\s*\d{1,2}|j\d)(?!\d)")
_DAY = re.compile(r"[_\s-]*20\d{6}$")
_DRAFTS = "定稿|签发稿|发文稿纸|发文处理单|发文审批单|拟稿纸"
_COPIES = "复印件|复制件|影印件"
_DRAFT, _COPY = re.compile(_DRAFTS), re.compile(_COPIES)
_EDITION = re.compile(f"正本|原件|{_DRAFTS}|{_COPIES}")
_MARKS = re.compile(r"[^0-9a-z\u3007\u3400-\u9fff\uf900-\ufaff]+")
_PASSING = re.compile(r"(?:转发|批转)(.+)$")
_ANSWERING = re.compile(r"批复|复函|答复")
_ASKING = re.compile(r"(?:请示|函|来函)$")


@dataclass(frozen=True, slots=True)
class Kin:
    """A document lies in the piece of ``to``, as what, as which of its kind, and why."""

    to: str
    role: Role
    rank: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Look:
    """A document as this module sees it; texts are bare: no blanks, marks or capitals.

    ``typed`` is the file name (plain, not bare) without ending, code and date, ``core`` the same
    bare and without marks of its edition (正本, 定稿, 复制件 …), ``title`` the printed title.
    ``mark`` is ``附件N`` in the file name or at the top of the text: what stands before it, and N
    or 0. ``stated`` are the attachments its 附件说明 lists. ``draft`` and ``copy`` are told by name.
    """

    document: Document
    typed: str
    core: str
    title: str
    mark: tuple[str, int] | None
    stated: tuple[str, ...]
    draft: bool
    copy: bool

    @classmethod
    def of(cls, document: Document) -> Look:
        """Look at a document."""
        reading = document.reading
        typed = _DAY.sub("", _CODE.sub("", stem(plain(document.arrival.base))))
        element = reading.first(ElementKind.TITLE)
        stated = tuple(bare(each.value) for each in reading.all(ElementKind.ATTACHMENT))
        draft, copy = _DRAFT.search(typed) is not None, _COPY.search(typed) is not None
        core = _EDITION.sub("", typed)
        title = bare(element.value) if element else ""
        return cls(
            document, typed, stripped(core), title, _mark(document, typed), stated, draft, copy
        )

    @property
    def name(self) -> str:
        """The name it was dropped with."""
        return self.document.name

    @property
    def folder(self) -> str:
        """Where it was dropped; of a member of a mail or archive, that mail or archive."""
        return self.document.arrival.folder

    @property
    def names(self) -> set[str]:
        """Printed title and file name, as far as they are long enough to point at a document."""
        return {name for name in (self.title, self.core) if len(name) >= _SHORT}

    def shows(self, title: str) -> bool:
        """Whether it bears an attachment's title in its name, title or first words."""
        reading = self.document.reading
        said = (stripped(self.typed), self.title, bare(reading.excerpt[:120]))
        if len(title) >= _SHORT and any(title in each for each in said):
            return True
        if not self.title:
            return not reading.chars  # a picture or a scan without text cannot contradict
        return SequenceMatcher(None, title, self.title, autojunk=False).ratio() >= _ALIKE

    def numbers(self, kind: ElementKind) -> frozenset[str]:
        """Document numbers it bears or quotes."""
        return frozenset(element.value for element in self.document.reading.all(kind))


def bare(text: str) -> str:
    """A title or name for comparing: plain, without any mark or blank."""
    return stripped(plain(text))


def stripped(even: str) -> str:
    """A text that is plain already, without any mark."""
    return _MARKS.sub("", even)


def _mark(document: Document, typed: str) -> tuple[str, int] | None:
    if "附件" in typed and (match := _ATTACHED.search(typed)):
        return stripped(typed[: match.start()]), _number(match[1])
    head = document.reading.first(ElementKind.ATTACHMENT_HEAD)
    if head and head.line is not None and head.line <= _TOP:
        return "", int(head.value or 0)
    return None


def _number(told: str | None) -> int:
    if not told:
        return 0
    if told.isdigit():
        return int(told)
    tens, ten, ones = told.rpartition("十")
    digit = _NUMERALS.index(ones) + 1 if ones else 0
    return digit + (10 * (_NUMERALS.index(tens) + 1 if tens else 1) if ten else 0)


@dataclass(frozen=True)
class Circle:
    """The placed documents of one point and unit, and where each can be found."""

    looks: tuple[Look, ...]

    @cached_property
    def by_name(self) -> dict[str, list[Look]]:
        """Looks by printed title and by file name."""
        return _grouped((name, look) for look in self.looks for name in look.names)

    @cached_property
    def by_number(self) -> dict[str, list[Look]]:
        """Looks by their own document number."""
        return _grouped((n, look) for look in self.looks for n in look.numbers(ElementKind.NUMBER))

    @cached_property
    def stating(self) -> dict[str, list[Look]]:
        """Looks that list attachments, by folder."""
        return _grouped((look.folder, look) for look in self.looks if look.stated)

    @cached_property
    def originals(self) -> dict[tuple[str, str], list[Look]]:
        """Looks without mark of attachment, draft or copy, by folder and by name or title."""
        found: dict[tuple[str, str], list[Look]] = defaultdict(list)
        for look in self.looks:
            if look.mark is None and not look.draft and not look.copy:
                for name in look.names:
                    found[look.folder, name].append(look)
        return found

    @cached_property
    def requests(self) -> tuple[Look, ...]:
        """Looks that ask for an answer."""
        return tuple(look for look in self.looks if _ASKING.search(look.title))

    def called(self, title: str, by: Look) -> list[Look]:
        """Documents of this title, in the folder of ``by`` or below it; else, if long, anywhere."""
        others = [look for look in self.by_name.get(title, ()) if look is not by]
        below = f"{by.folder}/"
        near = [e for e in others if e.folder == by.folder or e.folder.startswith(below)]
        return near or (others if len(title) >= _FAR else [])


def _grouped(pairs: Iterable[tuple[str, Look]]) -> dict[str, list[Look]]:
    groups: dict[str, list[Look]] = defaultdict(list)
    for key, look in pairs:
        groups[key].append(look)
    return groups


def kin(documents: Sequence[Document]) -> dict[str, Kin]:
    """For every document that belongs to another of these, to which and why.

    Args:
        documents: placed at one point for one unit, in any order.
    """
    circle = Circle(tuple(map(Look.of, sorted(documents, key=lambda each: each.name))))
    found: dict[str, Kin] = {}
    for find in (_listed, _numbered, _named, _carried, _asked, _drafted, _copied, _mailed):
        met: dict[str, list[Kin]] = defaultdict(list)
        for name, each in find(circle):
            if each.to != name:
                met[name].append(each)
        for name, kins in met.items():
            if len({each.to for each in kins}) == 1:
                found.setdefault(name, min(kins, key=lambda each: each.rank))
    return found


Found = Iterator[tuple[str, Kin]]
"""Names of documents with the kinship found; several for one name contradict each other."""


def _listed(circle: Circle) -> Found:
    """正文-附件: the title stands in the 附件说明 (GB/T 9704-2012 §7.3.4)."""
    why = Reason("正文的附件说明列有此件")
    for main in circle.looks:
        for rank, title in enumerate(main.stated, 1):
            near = circle.called(title, main)
            if len(near) == 1:
                yield near[0].name, Kin(main.name, Role.ATTACHMENT, rank, why)


def _numbered(circle: Circle) -> Found:
    """正文-附件: an 附件N beside the one text that lists so many and that title as its Nth."""
    why = Reason("编为附件，同一文件夹内正文的附件说明列有此件")
    for look in circle.looks:
        if look.mark is None:
            continue
        for main in circle.stating.get(look.folder, ()):
            number = look.mark[1] or (1 if len(main.stated) == 1 else 0)
            if 1 <= number <= len(main.stated) and look.shows(main.stated[number - 1]):
                yield look.name, Kin(main.name, Role.ATTACHMENT, number, why)


def _named(circle: Circle) -> Found:
    """正文-附件: the file is called by the name or title of its text and 附件."""
    why = Reason("文件名写明是正文的附件")
    for look in circle.looks:
        if look.mark and len(look.mark[0]) >= _SHORT:
            for main in circle.originals.get((look.folder, look.mark[0]), ()):
                yield look.name, Kin(main.name, Role.ATTACHMENT, look.mark[1], why)


def _carried(circle: Circle) -> Found:
    """转发文-被转发文 and 印发: the title names what it carries, and does not contain it itself."""
    for main in circle.looks:
        for enclosed in main.document.reading.all(ElementKind.ENCLOSED):
            near = circle.called(bare(enclosed.value), main)
            if enclosed.page is None and len(near) == 1:
                passing = _PASSING.search(main.title)
                role = Role.FORWARDED if passing else Role.ISSUED
                why = f"正文题名写明{'转发' if passing else '印发'}此件"
                yield near[0].name, Kin(main.name, role, 0, Reason(why))
        if match := _PASSING.search(main.title):
            yield from _passed(circle, main, match[1])


def _passed(circle: Circle, main: Look, rest: str) -> Found:
    """What is passed on, by its number quoted or by its title within the title."""
    for number in main.numbers(ElementKind.QUOTED_NUMBER):
        for look in circle.by_number.get(number, ()):
            why = Reason("转发文引用了此件的文号")
            yield look.name, Kin(main.name, Role.FORWARDED, 0, why)
    inner = rest.removesuffix("的通知")
    for title in {rest, inner, *(t[t.find("关于") :] for t in (rest, inner) if "关于" in t)}:
        near = circle.called(title, main) if len(title) >= _TOPIC else ()
        if len(near) == 1:
            yield near[0].name, Kin(main.name, Role.FORWARDED, 0, Reason("正文题名写明转发此件"))


def _asked(circle: Circle) -> Found:
    """批复-请示, 复文-来文: the answer quotes the request's number, or answers its subject."""
    for main in circle.looks:
        if not _ANSWERING.search(main.title):
            continue
        quoted = main.numbers(ElementKind.QUOTED_NUMBER)
        cited = [r for r in circle.requests if quoted & r.numbers(ElementKind.NUMBER)]
        for request in cited:
            yield request.name, Kin(main.name, Role.REQUEST, 0, Reason("复文引用了此件的文号"))
        if not cited and "批复" in main.title:
            same = [r for r in circle.requests if _answers(main, r)]
            if len(same) == 1:
                yield same[0].name, Kin(main.name, Role.REQUEST, 0, Reason("与批复事由相同"))


def _answers(answer: Look, request: Look) -> bool:
    topic = request.title.rpartition("关于")[2].removesuffix("请示").removesuffix("的")
    asked, told = request.document.placement.date, answer.document.placement.date
    late = asked is not None and told is not None and asked.value > told.value
    return "请示" in request.title and len(topic) >= _TOPIC and topic in answer.title and not late


def _drafted(circle: Circle) -> Found:
    """正本-定稿: the same name but for 定稿, 发文稿纸 …"""
    yield from _marked(circle, Role.DRAFT, Reason("与正文同名，文件名标明定稿或发文稿纸"))


def _copied(circle: Circle) -> Found:
    """原件-复制件: the same name but for 复印件 …"""
    yield from _marked(circle, Role.COPY, Reason("与正文同名，文件名标明复制件"))


def _marked(circle: Circle, role: Role, why: Reason) -> Found:
    for look in circle.looks:
        marked = look.draft if role is Role.DRAFT else look.copy
        if look.mark is None and marked and len(look.core) >= _SHORT:
            for main in circle.originals.get((look.folder, look.core), ()):
                yield look.name, Kin(main.name, role, 0, why)


def _mailed(circle: Circle) -> Found:
    """正文-附件: what came attached to a mail that is a document itself.

    That a mail is kept with its attachments is practice; the text of DA/T 32-2021 was not at hand.
    An official paper with a 发文字号 stays a piece of its own: the mail only carried it (ours).
    """
    why = Reason("是同一封电子邮件的附件")
    mails = {look.name: look for look in circle.looks if look.document.reading.format in _MAILS}
    for look in circle.looks if mails else ():
        ends = (place for place, letter in enumerate(look.name) if letter == "/")
        mail = next((mails[n] for end in ends if (n := look.name[:end]) in mails), None)
        if mail and not look.numbers(ElementKind.NUMBER):
            attached = look.name[len(mail.name) + 1 :].partition("/")[0]
            members = mail.document.reading.members
            rank = members.index(attached) + 1 if attached in members else 0
            yield look.name, Kin(mail.name, Role.ATTACHMENT, rank, why)


def likely_role(document: Document) -> Role:
    """What a document most likely is that a person joined to another: by the marks of its name."""
    look = Look.of(document)
    if _ASKING.search(look.title):
        return Role.REQUEST
    if look.draft:
        return Role.DRAFT
    return Role.COPY if look.copy else Role.ATTACHMENT
