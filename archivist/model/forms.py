"""A city's own templates, which stand in for the shipped ones of the same name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

FOLDER = "templates"
"""Where they lie in a workspace, beside ``rules``."""

PRINTED = "print/"
"""Below it: forms of the typesetter (``print/cover.typ``)."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Name and text: ``pages`` for Jinja2 (pages and parts of Word files), ``prints`` for typst."""

    pages: tuple[tuple[str, str], ...] = ()
    prints: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over names and texts, "" without any: part of what makes a build differ."""
        if not self.pages + self.prints:
            return ""
        return hashlib.sha256(repr((self.pages, self.prints)).encode()).hexdigest()
