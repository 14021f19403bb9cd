"""齐: what was handed over in packages came whole."""

from __future__ import annotations

from collections.abc import Iterator

from archivist.checks.docket import Docket
from archivist.checks.registry import Remark, check, fault
from archivist.model import Document, Severity, State, Trouble


def _told(docket: Docket) -> Iterator[Document]:
    """Registers of packages, and files a package says something against."""
    for document in docket.case.documents:
        register = document.state is State.LIST and document.arrival.base == "bagit.txt"
        if register or document.reading.has(Trouble.PACKAGE):
            yield document


@check(
    "J31",
    each=_told,
    source="BagIt（RFC 8493）；DA/T 70-2018 移交信息包一致性（据记忆，待核）",
    severity=Severity.WARN,
)
def packages_came_whole(_docket: Docket, document: Document) -> Iterator[Remark]:
    """收到的移交包完整无损。

    Why: 包内缺文件、多文件或字节有变，包里写的要点、单位和决定就不可信，这一包不按移交登记归类。

    Mend: 请移交方重新导出整包并重新提交；文件已收下，没有丢失，可先按文件名归类。
    """
    for problem in document.reading.problems:
        if problem.trouble is Trouble.PACKAGE:
            yield fault(document, f"{problem.message.rstrip('。')}。", problem.mend)
