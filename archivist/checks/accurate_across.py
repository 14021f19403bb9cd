"""准: what several documents share, and should not: codes, photos, sentences, other people's places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain

from archivist.checks.docket import Docket
from archivist.checks.official import bare, day
from archivist.checks.registry import OURS, Address, Remark, check, fault, skipped
from archivist.checks.strict_media import Shot, alike, shots
from archivist.model import Document, Element, ElementKind, Severity

_CODE = re.compile(r"(?P<body>.+)〔\d{4}〕\d+号")
_SENTENCE = re.compile(r"(\S+?)@\S*")
_LEARNT = 3
_SURE = 0.8
_SAME_BITS = 1
_FORWARDED = re.compile(r"转发|印发|批转")
_ELSEWHERE = re.compile(r"考察|学习|调研|案例|通报|供应商|外地|对口")


def _coded(docket: Docket) -> Iterator[tuple[Document, str, tuple[str, ...], Counter[str]]]:
    """Papers with their code, their issuers, and how often whom the code belongs to elsewhere."""
    learnt: dict[str, Counter[str]] = {}
    papers: list[tuple[Document, str, tuple[str, ...]]] = []
    for document in docket.admitted:
        number = document.reading.first(ElementKind.NUMBER)
        issuers = tuple(bare(e.value) for e in document.reading.all(ElementKind.ISSUER))
        if number and issuers and (match := _CODE.fullmatch(number.value)):
            papers.append((document, match["body"], issuers))
            learnt.setdefault(match["body"], Counter()).update(set(issuers))
    for document, code, issuers in papers:
        yield document, code, issuers, learnt[code]


@check("Z04", each=_coded, source=OURS, severity=Severity.WARN)
def code_belongs_to_its_issuer(
    _docket: Docket, coded: tuple[Document, str, tuple[str, ...], Counter[str]]
) -> Iterator[Remark]:
    """机关代字与发文机关相配。

    Why: 同一个机关代字一向是某机关在用，个别文件却署了别的机关，可能套用了旧文或录错文号。

    Mend: 核对原件；机构改革后新机关沿用旧代字的，在豁免中说明。
    """
    document, code, issuers, learnt = coded
    usual, count = learnt.most_common(1)[0]
    total = learnt.total()
    sure = count > _LEARNT and count >= _SURE * total
    if sure and not any(usual in name or name in usual for name in issuers):
        message = f"机关代字“{code}”一向是{usual}的，本件署名是{'、'.join(issuers)}。"
        yield fault(document, message, f"同一代字的文件 {total} 件，其中 {count} 件署{usual}")


def _retold(docket: Docket) -> Iterator[tuple[Document, list[tuple[Document, date, date]]]]:
    """Photos with equal ones that are told to be of another day."""
    found = [shot for shot in docket.once(shots) if _told(shot)]
    most = docket.plan.settings.measures.retold_days
    rivals: dict[str, list[tuple[Document, date, date]]] = {}
    for one, two in alike(found, _SAME_BITS):
        first, second = _told(one), _told(two)
        if first and second and abs((first - second).days) > most:
            rivals.setdefault(one.document.name, []).append((two.document, first, second))
            rivals.setdefault(two.document.name, []).append((one.document, second, first))
    for shot in found:
        yield shot.document, rivals.get(shot.document.name, [])


def _told(shot: Shot) -> date | None:
    """The day a photo is said to be of; when its file was made or saved tells nothing of that."""
    when = shot.document.placement.date
    return day(when.value) if when and not when.source.startswith("文件属性") else None


@check("Z12", each=_retold, source=OURS, severity=Severity.BLOCK)
def one_photo_tells_one_story(
    _docket: Docket, retold: tuple[Document, list[tuple[Document, date, date]]]
) -> Iterator[Remark]:
    """同一张照片只用于同一次活动。

    Why: 同一画面标成不同日期的活动，可能有一处用错，现场容易被问到。

    Mend: 核对拍摄时间，把用错的一张退回或换掉；确是两次活动、画面相近的，在豁免中说明。
    """
    document, rivals = retold
    if rivals:
        other, own, theirs = rivals[0]
        message = f"与另外 {len(rivals)} 张照片画面几乎相同，日期却不同。"
        evidence = f"本件 {own.isoformat()}；{other.name} {theirs.isoformat()}"
        yield fault(document, message, evidence)


Copied = tuple[Document, Document, Element, Element, int, int]


def _copies(docket: Docket) -> Iterator[tuple[Document, Copied | None]]:
    """Papers with the one of another unit that shares most of their sentences, if one does.

    Sentences that stand in many documents are phrases of the trade and count for nobody.
    """
    measures = docket.plan.settings.measures
    prints = {d.name: p for d in docket.admitted if (p := d.reading.first(ElementKind.FINGERPRINT))}
    sketches = {name: _sketch(p) for name, p in prints.items()}
    count = Counter(chain.from_iterable(sketches.values()))
    common = {sentence for sentence, papers in count.items() if papers > measures.common}
    shared_ones = {sentence for sentence, papers in count.items() if papers > 1} - common
    holders: dict[str, list[str]] = {}
    for name, sketch in sketches.items():
        for sentence in shared_ones.intersection(sketch):
            holders.setdefault(sentence, []).append(name)
    for name, sketch in sketches.items():
        own = len(sketch) - len(common.intersection(sketch))
        pair = None
        if own >= measures.sentences and (best := _most_alike(docket, name, sketch, holders)):
            other, shared = best
            if shared >= measures.copied * own:
                document = docket.named[other]
                pair = (docket.named[name], document, prints[name], prints[other], shared, own)
        yield docket.named[name], pair


def _most_alike(
    docket: Docket, name: str, sketch: tuple[str, ...], holders: dict[str, list[str]]
) -> tuple[str, int] | None:
    """The paper of another unit that shares most sentences with this one, and how many."""
    shared = Counter(
        other for sentence in sketch for other in holders.get(sentence, ()) if other != name
    )
    for other, count in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
        if _foreign(docket.named[name], docket.named[other]):
            return other, count
    return None


def _sketch(element: Element) -> tuple[str, ...]:
    return tuple(_SENTENCE.findall(element.value))


def _foreign(document: Document, other: Document) -> bool:
    """Whether the other is another known unit's own text, not one that is passed on."""
    units = document.placement.unit, other.placement.unit
    titles = [e.value for d in (document, other) for e in d.reading.all(ElementKind.TITLE)]
    passed_on = any(map(_FORWARDED.search, titles))
    return all(units) and units[0] != units[1] and not passed_on


@check("Z13", each=_copies, source=f"通报案例（整改方案照抄）；{OURS}", severity=Severity.WARN)
def text_is_the_units_own(
    _docket: Docket, copied: tuple[Document, Copied | None]
) -> Iterator[Remark]:
    """各单位的材料没有大段雷同。

    Why: 大段文字与别的单位相同，容易被认为没有结合本单位实际；方案、总结雷同是通报过的问题。

    Mend: 按本单位实际情况修改；转发上级文件、引用法规条文的，在豁免中说明。
    """
    document, pair = copied
    if pair:
        _, other, own, theirs, shared, of = pair
        message = f"抽取的 {of} 句话中有 {shared} 句与另一单位的材料相同。"
        same = own.quote if own.quote == theirs.quote else f"见第 {own.page} 页"
        evidence = f"{other.placement.unit}：{other.name}；{same}"
        yield fault(document, message, evidence)


def _placed(docket: Docket) -> Iterator[tuple[Document | None, list[Element]]]:
    """Papers with the places they name that are not the district's; (None, []) without a list."""
    own = docket.plan.settings.gazetteer
    if not own:
        if docket.admitted:
            yield None, []
        return
    stems = tuple(name.rstrip("市区县镇乡") for name in (*own, docket.plan.settings.district))
    for document in docket.admitted:
        if document.reading.chars:
            found = document.reading.all(ElementKind.PLACE_NAME)
            yield document, [e for e in found if not any(stem in e.value for stem in stems if stem)]


@check("Z14", each=_placed, source=f"通报案例（残留外地地名）；{OURS}", severity=Severity.WARN)
def places_are_the_districts(
    _docket: Docket, placed: tuple[Document | None, list[Element]]
) -> Iterator[Remark]:
    """文中的地名是本地的。

    Why: 材料中反复出现外地的县、乡镇名，可能是照搬外地文件没有改净。

    Mend: 核对后改正；学习考察、案情通报等确需提到外地的，在豁免中说明。
    """
    document, foreign = placed
    if document is None:
        reason = "rules/settings.yaml 没有登记本地地名（gazetteer），外地地名未检查。"
        yield skipped(Address("dossier", "全部材料"), reason)
    elif foreign:
        title = document.reading.first(ElementKind.TITLE)
        visiting = _ELSEWHERE.search(title.value if title else document.arrival.base)
        named = "、".join(f"{e.value}（{e.printed} 次）" for e in foreign[:3])
        gentle = Severity.INFO if visiting else None
        yield fault(
            document, f"文中反复出现不在本地地名表里的地名：{named}。", foreign[0].quote, gentle
        )
