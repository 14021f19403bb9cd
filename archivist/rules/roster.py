"""The responsible units: names, aliases, and the real units behind collective names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from archivist.model import Phrase, Unit
from archivist.rules.record import Record


def names_of(units: Iterable[Unit]) -> dict[str, str]:
    """Map every unit name and alias to the unit's name."""
    units = tuple(units)
    aliases = {alias.text: unit.name for unit in units for alias in unit.aliases}
    return aliases | {unit.name: unit.name for unit in units}


def roster(record: Record) -> tuple[Unit, ...]:
    """Read the ``units`` list of the settings; members of collective units come last."""
    units: dict[str, Unit] = {}
    members: list[tuple[Phrase, Unit]] = []
    for each in record.records("units"):
        unit, listed = _unit(each)
        if unit.name in units:
            each.wrong(each.where, f"责任单位“{unit.name}”写了两次。")
        units.setdefault(unit.name, unit)
        members += [(member, unit) for member in listed]
    for member, group in members:
        _enter(record, units, member, group)
    _distinct(record, units.values())
    return tuple(units.values())


def _unit(record: Record) -> tuple[Unit, tuple[Phrase, ...]]:
    unit = Unit(
        name=record.text("name"),
        aliases=record.phrases("aliases"),
        kind=record.text("kind"),
        duties=record.texts("duties"),
        confidence=record.text("confidence", ""),
        contact=record.text("contact", ""),
        group="",
        where=record.where,
    )
    members = record.phrases("members")
    record.close()
    return unit, members


def _enter(record: Record, units: dict[str, Unit], member: Phrase, group: Unit) -> None:
    """Enter a real unit behind a collective name: a known unit, or a new one of that kind."""
    fresh = Unit(
        name=member.text,
        aliases=tuple(Phrase(short, member.where) for short in _short(member.text)),
        kind=group.kind,
        duties=group.duties,
        confidence=group.confidence,
        contact="",
        group="",
        where=member.where,
    )
    unit = units.get(member.text, fresh)
    if unit.group or unit.name == group.name:
        record.wrong(member.where, f"“{member.text}”已属于“{unit.group or unit.name}”。")
    else:
        units[unit.name] = replace(unit, group=group.name)


def _short(name: str) -> tuple[str, ...]:
    """How people call a street or town office (practice)."""
    tails = {"街道办事处": "街道", "镇人民政府": "镇", "乡人民政府": "乡"}
    return tuple(
        name.removesuffix(tail) + short
        for tail, short in tails.items()
        if name.endswith(tail) and name != tail
    )


def _distinct(record: Record, units: Iterable[Unit]) -> None:
    owners: dict[str, str] = {unit.name: unit.name for unit in units}
    for unit in units:
        for alias in unit.aliases:
            owner = owners.setdefault(alias.text, unit.name)
            if owner != unit.name:
                message = f"别名“{alias.text}”既指“{owner}”又指“{unit.name}”，请只留一处。"
                record.wrong(alias.where, message)
