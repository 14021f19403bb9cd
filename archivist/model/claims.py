"""Claims in writing: JSON that one house writes and another, which trusts nothing, reads."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, cast

from archivist.model.arrival import Digest
from archivist.model.handover import Claim, Handover, Told
from archivist.model.standing import Excuse

_FORMAT = "archivist-handover/1"
_HEX = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?")
_HALF = re.compile("[\ud800-\udfff]")

_Untrusted = dict[str, Any]


def written(handover: Handover) -> bytes:
    """The claims as JSON in UTF-8, one key a line; ``understood`` gives them back exactly."""
    text = json.dumps(
        {"format": _FORMAT, **asdict(handover)}, ensure_ascii=False, indent=1, default=_iso
    )
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", f"{text}\n").encode()


def understood(content: bytes) -> Handover:
    """Read claims somebody else wrote.

    Raises:
        ValueError: anything at all is not as ``written`` writes it.
    """
    it = _object(json.loads(content))
    _must(it.get("format") == _FORMAT, "format")
    claims = tuple(map(_claim, _list(it, "claims")))
    # Bags made before approvals were carried do not speak of them.
    excuses = tuple(map(_excuse, _list({"excuses": [], **it}, "excuses")))
    return Handover(_text(it, "sender"), _text(it, "standard"), claims, excuses)


def _iso(moment: object) -> str:
    return cast("date", moment).isoformat()


def _must(right: object, what: str) -> None:
    if not right:
        raise ValueError(what)


def _claim(untrusted: object) -> Claim:
    it = _object(untrusted)
    size = it.get("size")
    _must(type(size) is int and size >= 0, "size")
    _must(_HEX.fullmatch(_text(it, "digest")), "digest")
    return Claim(
        path=_text(it, "path"),
        digest=Digest(_text(it, "digest")),
        size=cast("int", size),
        name=_text(it, "name"),
        modified=_moment(it, "modified"),
        taken=_moment(it, "taken"),
        by=_text(it, "by"),
        point=_text(it, "point"),
        title=_text(it, "title"),
        unit=_text(it, "unit"),
        want=_text(it, "want"),
        date=_date(it),
        date_source=_text(it, "date_source"),
        cross=_texts(it, "cross"),
        why=_texts(it, "why"),
        history=tuple(map(_told, _list(it, "history"))),
    )


def _excuse(untrusted: object) -> Excuse:
    it = _object(untrusted)
    return Excuse(
        point=_text(it, "point"),
        unit=_text(it, "unit"),
        want=_text(it, "want"),
        by=_text(it, "by"),
        why=_text(it, "why"),
        day=date.fromisoformat(_text(it, "day")),
        house=_text(it, "house"),
        title=_text(it, "title"),
    )


def _told(untrusted: object) -> Told:
    it = {"main": "", **_object(untrusted)}  # bags made before joins were carried do not say
    _must(_HEX.fullmatch(_text(it, "main")) or not it["main"], "main")
    return Told(
        house=_text(it, "house"),
        at=_moment(it, "at"),
        what=_text(it, "what"),
        by=_text(it, "by"),
        text=_text(it, "text"),
        point=_text(it, "point"),
        unit=_text(it, "unit"),
        want=_text(it, "want"),
        date=_date(it),
        main=_text(it, "main"),
    )


def _object(untrusted: object) -> _Untrusted:
    _must(isinstance(untrusted, dict), "object")
    return cast("_Untrusted", untrusted)


def _list(it: _Untrusted, key: str) -> list[object]:
    _must(isinstance(it.get(key), list), key)
    return cast("list[object]", it[key])


def _text(it: _Untrusted, key: str) -> str:
    _must(isinstance(it.get(key), str), key)
    return cast("str", it[key])


def _texts(it: _Untrusted, key: str) -> tuple[str, ...]:
    found = _list(it, key)
    _must(all(isinstance(each, str) for each in found), key)
    return tuple(cast("list[str]", found))


def _date(it: _Untrusted) -> str:
    told = _text(it, "date")
    _must(_DATE.fullmatch(told), "date")
    return told


def _moment(it: _Untrusted, key: str) -> datetime:
    moment = datetime.fromisoformat(_text(it, key))
    _must(moment.tzinfo, key)
    return moment
