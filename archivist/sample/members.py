"""The invented district's streets and stations, so that the demo judges each of them alone."""

from __future__ import annotations

import re

_MEMBERS = {
    "各街道办事处": ("青山街道办事处", "红旗街道办事处", "滨江街道办事处"),
    "区市场监管局各基层监管所": ("青山市场监管所", "红旗市场监管所"),
}


def with_members(settings: str) -> str:
    """The text of a settings file with the members of its collective units filled in."""
    for name, members in _MEMBERS.items():
        listed = ", ".join(f'"{member}"' for member in members)
        pattern = rf"(?s)(- name: {re.escape(name)}\n(?:(?!\n- name:).)*?members: )\[\]"
        settings = re.sub(pattern, rf"\g<1>[{listed}]", settings, count=1)
    return settings
