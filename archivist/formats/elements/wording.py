"""What a text shares with others: quoted document numbers, names of places, a fingerprint of sentences."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import nsmallest

from archivist.formats.elements.lines import HAN, Line
from archivist.model import Element, ElementKind

MOST = 20
KEPT = 24
"""Sentences a fingerprint keeps: those of the smallest hashes (a bottom-k sketch, Broder 1997)."""

_LEAST_SENTENCE = 18
_LEAST_SENTENCES = 8
_QUOTED = re.compile(
    rf"(?P<dz>[{HAN}]{{1,12}})[〔\[（(](?P<y>(?:19|20)\d{{2}})[〕\]）)]第?0*(?P<n>[1-9]\d{{0,4}})号"
)
_BEFORE = re.compile(r"^.*(?:依据|根据|按照|关于|以及|收悉|你[局办区委]|[以与和及的对向由为在])")
_PLACE = re.compile(
    rf"(?:^|(?<=[，。、；：（《“ \t在到赴至由对从与和及]))(?P<name>(?![在到赴至由对从与和及])[{HAN}]{{2,3}}?(?:县|镇|乡|街道|市|区))"
    rf"(?=[，。、；：）》”的 \t]|[{HAN}])(?!(?<=市)[场民容条级直委]|(?<=区)[局级域内长直])"
)
_NO_PLACE = re.compile(
    r"^(?:全|各|本|我|该|外|原|此|某|城|老|新|市|省|区|县|辖|两|多|几|有关|其他|相关|所在|每个)"
    r"|(?:示范|开发|高新|园|小|社|校|厂|景|山|库|城|辖|地|片|疫|灾|牧|林|矿|特|专|分|展|功能|工业|服务|加工|经营|生产|批发|农贸|夜|菜|集|超|门|股|楼|房|车|花卉|水产|鲜|二级|旧货|销售|重点|责任|工作|风险|监管|居住|就餐|用餐|操作|仓储|缓冲|污染|禁养|限养|保护|种植|养殖|产|本|全|由|退|街|整洁)(?:市|区)$"
)


def quoted_numbers(lines: Sequence[Line]) -> Iterator[Element]:
    """文号 of other papers named in the text, normalised; the paper's own stand alone on a line."""
    seen: set[str] = set()
    for line in lines:
        if "号" not in line.text or not (match := _QUOTED.search(line.text)):
            continue
        for match in _QUOTED.finditer(line.text):
            code = _BEFORE.sub("", match["dz"])
            value = f"{code}〔{match['y']}〕{match['n']}号"
            alone = len(line.text) <= match.end() - match.start() + 2
            if code and not alone and value not in seen and len(seen) < MOST:
                seen.add(value)
                start = max(0, match.start() - 30)
                quote = line.text[start : match.end() + 30]
                yield Element(
                    ElementKind.QUOTED_NUMBER, value, match[0], line.page, line.number, quote
                )


def places(lines: Sequence[Line]) -> Iterator[Element]:
    """Counties, towns, streets … named at least twice; ``printed`` is how often. Ours, rough."""
    counts: Counter[str] = Counter()
    first: dict[str, Line] = {}
    for line in lines:
        for match in _PLACE.finditer(line.text):
            name = match["name"]
            if not _NO_PLACE.search(name):
                counts[name] += 1
                first.setdefault(name, line)
    for name, count in counts.most_common(MOST):
        if count > 1:
            line = first[name]
            yield Element(
                ElementKind.PLACE_NAME, name, str(count), line.page, line.number, line.quote
            )


def fingerprint(lines: Sequence[Line]) -> Iterator[Element]:
    """One element for a text of many long sentences: value ``hash@page …``, printed how many.

    The quote is the sentence with the smallest hash: two texts that share most of their
    sentences most likely share this one too.
    """
    hashes: dict[int, tuple[int, str]] = {}
    for line in lines:
        if len(line.text) < _LEAST_SENTENCE:
            continue
        for sentence in re.split("[。；！？;!?]", line.text):
            bare = re.sub(rf"[^{HAN}]", "", sentence)
            if len(bare) >= _LEAST_SENTENCE:
                hashes.setdefault(zlib.crc32(bare.encode()), (line.page, sentence.strip()[:60]))
    if len(hashes) < _LEAST_SENTENCES:
        return
    kept = nsmallest(KEPT, hashes)
    value = " ".join(f"{number:08x}@{hashes[number][0]}" for number in kept)
    page, quote = hashes[kept[0]]
    yield Element(ElementKind.FINGERPRINT, value, str(len(hashes)), page, None, quote)
