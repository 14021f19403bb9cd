"""Numbers of the checks, from the settings file: every field of ``Measures`` is a key."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

from archivist.model import Measures
from archivist.rules.record import Record


def measures(record: Record) -> Measures:
    """Read them; what is not said keeps its usual value."""
    usual = Measures()
    found: dict[str, object] = {}
    for field in fields(Measures):
        value = getattr(usual, field.name)
        if isinstance(value, int):
            found[field.name] = record.whole(field.name, value, least=0)
        elif isinstance(value, float):
            found[field.name] = float(record.decimal(field.name, Decimal(str(value))))
        else:
            found[field.name] = record.texts(field.name) or value
    record.close()
    return Measures(**found)  # type: ignore[arg-type]  # each value has its field's own type
