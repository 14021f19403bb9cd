"""BagIt profiles this house knows: what a bag that names one promises besides being valid.

After the BagIt Profiles Specification 1.3.0. A profile that is not among ``profiles/`` is never
fetched: that it was not checked is said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from archivist.formats.bagtags import FETCH, Manifest, flaw
from archivist.formats.troubles import some
from archivist.model import Problem

LABEL = "bagit-profile-identifier"
"""Of the line in bag-info.txt, in lower case."""

Profile = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Promised:
    """What a bag has, to be held against its profile; ``fields`` are by label in lower case."""

    version: str
    fields: Mapping[str, str]
    manifests: Sequence[Manifest]
    paths: frozenset[str]


@cache
def known() -> dict[str, Profile]:
    """Every profile that is shipped, by its identifier."""
    folder = resources.files("archivist.formats").joinpath("profiles")
    found = (json.loads(file.read_text("utf-8")) for file in folder.iterdir())
    return {each["BagIt-Profile-Info"]["BagIt-Profile-Identifier"]: each for each in found}


def broken(profile: Profile, bag: Promised) -> Iterator[Problem]:
    """Every promise of the profile that a bag does not keep."""
    told = [_field(name, rule, bag.fields) for name, rule in profile["Bag-Info"].items()]
    told += [
        f"没有 {prefix}manifest-{algorithm}.txt"
        for key, prefix in (("Manifests-Required", ""), ("Tag-Manifests-Required", "tag"))
        for algorithm in profile[key]
        if not any(m.tags == bool(prefix) and m.algorithm == algorithm for m in bag.manifests)
    ]
    told += [f"没有 {path}" for path in profile["Tag-Files-Required"] if path not in bag.paths]
    if bag.version not in profile["Accept-BagIt-Version"]:
        told.append(f"BagIt 版本 {bag.version or '未写明'} 不在其中")
    if FETCH in bag.paths and not profile["Allow-Fetch.txt"]:
        told.append("不许有 fetch.txt")
    if wrong := [each for each in told if each]:
        yield flaw(f"不合它所声明的 BagIt 规范：{some(wrong)}")


def _field(name: str, rule: Mapping[str, Any], fields: Mapping[str, str]) -> str:
    value = fields.get(name.lower())
    if value is None:
        return f"bag-info.txt 没有 {name}" if rule.get("required") else ""
    return "" if value in rule.get("values", [value]) else f"{name} 不是规定的值"
