"""严: nothing harmful and nothing private goes out unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archivist.checks.docket import Docket
from archivist.checks.registry import OURS, Address, Remark, check, fault, skipped
from archivist.model import Document, Element, ElementKind, Severity

_SHOWN = 5
_MOST = 50
_MOBILE = "手机号"


def _scanned(docket: Docket) -> Iterator[tuple[Document | None, str]]:
    """Documents with the virus found in them ("" for none); (None, "") if nothing was scanned."""
    any_scanned = False
    for document in docket.live:
        for name, value in document.reading.facts:
            if name == "virus":
                any_scanned = True
                yield document, value
    if docket.live and not any_scanned:
        yield None, ""


@check("Y06", each=_scanned, source="DA/T 70-2018 安全性检测（病毒）", severity=Severity.BLOCK)
def holds_no_malware(_docket: Docket, scanned: tuple[Document | None, str]) -> Iterator[Remark]:
    """文件不含病毒。

    Why: 带病毒的文件会随卷宗传到考评现场的电脑上。

    Mend: 断网后用杀毒软件清除，从干净的来源重新提交；本机没有安装 ClamAV 服务的，此项不检测。
    """
    document, virus = scanned
    if document is None:
        reason = "本机没有安装 ClamAV 服务（clamdscan），病毒未检测。"
        yield skipped(Address("dossier", "全部材料"), reason)
    elif virus:
        yield fault(document, f"ClamAV 报告：{virus}。", document.arrival.base)


def _personal(docket: Docket) -> Iterator[tuple[Document, tuple[Element, ...]]]:
    for document in docket.admitted:
        if document.reading.chars:
            yield document, document.reading.all(ElementKind.PERSONAL)


@check("Y23", each=_personal, source=f"《个人信息保护法》；{OURS}", severity=Severity.WARN)
def private_numbers_are_not_shown(
    _docket: Docket, personal: tuple[Document, tuple[Element, ...]]
) -> Iterator[Remark]:
    """没有公民身份号码、银行卡号、手机号。

    Why: 卷宗会给多人查阅，身份证号等个人信息应当遮盖；号码已按校验位核对，正文只显示首尾。

    Mend: PDF 和图片由食安办生成脱敏件（archivist redact，号码真正去掉，原件仍存档案库）；其他格式提交遮盖后的版本，不能只盖一个色块；确需保留的，在豁免中说明理由。
    """
    document, found = personal
    if not found:
        return
    sorts = Counter(element.value.partition(" ")[0] for element in found)
    more = "以上" if len(found) >= _MOST else ""
    told = "、".join(f"{sort} {count} 处" for sort, count in sorts.items())
    shown = "；".join(f"{e.value}（第 {e.page} 页）" for e in found[:_SHOWN])
    gentle = Severity.INFO if set(sorts) == {_MOBILE} else None
    yield fault(document, f"文中有{told}{more}。", shown, gentle)
