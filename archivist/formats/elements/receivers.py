"""The addressees (主送机关): the first lines after the title that end in a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archivist.formats.elements.headings import Heading, is_salutation
from archivist.formats.elements.lines import Line, joined
from archivist.model import Element, ElementKind

_ZONE = 3
_LINES = 4
_BODY = re.compile(
    "政府|委|局|办|部|单位|公司|学校|院|厅|所|会|站|中心|村|社区|企业|处|队|组|科|室|街道|镇|乡|区|县|市|省|园"
)
_PROSE = re.compile(
    "如下|主要|工作[:：]$|方面|情况|以下|时间[:：]|地点[:：]|名单|按照|根据|为了|附件|联系人|标题|^[一二三四五六七八九十（(\\d]"
)


def find(lines: Sequence[Line], heading: Heading) -> Iterator[Element]:
    """The addressee line, GB/T 9704-2012 §7.3.2, within three lines after the title."""
    after = [line for line in lines[heading.after :] if not re.match("[（(].*[）)]$", line.text)]
    for start in range(min(_ZONE, len(after))):
        for end in range(start + 1, min(start + _LINES, len(after)) + 1):
            text = joined(after[start:end])
            if re.search("[。；]", text) or len(text) > 240:  # noqa: PLR2004 - 通知 to every unit of a city
                return
            if re.search("[:：]$", text):
                if not is_salutation(text) and not _PROSE.search(text) and _BODY.search(text):
                    printed = text[:-1]
                    yield after[start].element(ElementKind.RECEIVER, printed, printed)
                return
