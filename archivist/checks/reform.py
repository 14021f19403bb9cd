"""Bodies the reforms of 2018 and 2023 dissolved: what their names look like, and since when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Former:
    """A name that fell out of use: ``since`` is the first day a paper should bear the new one."""

    name: re.Pattern[str]
    since: date
    now: str


_LOCAL_2019 = date(2019, 4, 1)
"""District reforms after the 2018 plan had to be finished by March 2019 (from memory, 据记忆，待核)."""

_LOCAL_2025 = date(2025, 1, 1)
"""District reforms after the 2023 plan had to be finished by the end of 2024 (from memory)."""

FORMER = (
    Former(
        re.compile(r"食品药品监督管理(?:总局|局)|食品药品监管局|食药监局|食药局"),
        _LOCAL_2019,
        "市场监督管理局",
    ),
    Former(re.compile(r"工商行政管理(?:总局|局)|工商局"), _LOCAL_2019, "市场监督管理局"),
    Former(re.compile(r"质量技术监督局|质监局"), _LOCAL_2019, "市场监督管理局"),
    Former(
        re.compile(r"卫生和计划生育(?:委员会|局)|卫计委|卫计局"),
        _LOCAL_2019,
        "卫生健康委员会（局）",
    ),
    Former(re.compile(r"环境保护局|环保局"), _LOCAL_2019, "生态环境局"),
    Former(re.compile(r"国土资源局"), _LOCAL_2019, "自然资源局"),
    Former(re.compile(r"安全生产监督管理局|安监局"), _LOCAL_2019, "应急管理局"),
    Former(re.compile(r"畜牧兽医局|农业局"), _LOCAL_2019, "农业农村局"),
    Former(re.compile(r"乡村振兴局"), _LOCAL_2025, "农业农村局"),
)
"""Bodies only, never their stations (所): an old plate on a station's door proves nothing."""


def outdated(name: str, when: date) -> Former | None:
    """The entry for a body's name that was no longer in use on a day, else None."""
    return next((f for f in FORMER if when >= f.since and f.name.search(name)), None)
