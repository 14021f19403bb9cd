"""A sheet put between the papers of a stack before scanning: where the papers behind it belong."""

from __future__ import annotations

from dataclasses import dataclass

_MARK = "ARCHIVIST"
_FIELDS = 4
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Separator:
    """Code of the point, unit and year; each may be "", but then a person decides it."""

    point: str
    unit: str
    year: str

    @property
    def written(self) -> str:
        """What stands in its QR code."""
        return f"{_MARK}|{self.point}|{self.unit}|{self.year}"

    @property
    def name(self) -> str:
        """The same as part of a file name."""
        return " ".join(word for word in (self.point, self.unit, self.year) if word)

    @classmethod
    def told(cls, text: str) -> Separator | None:
        """The sheet that a QR code's text stands for, None if it is any other code."""
        mark, *fields = text.split("|")
        if mark != _MARK or len(fields) != _FIELDS - 1:
            return None
        return cls(*(" ".join(field.split())[:_LONGEST] for field in fields))
