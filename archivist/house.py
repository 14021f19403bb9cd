"""ADDRESS: where things lie, which day it is, who works, and who is told."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from archivist.model import Say, Step


def quiet(_step: Step) -> None:
    """Tell nobody: the serial twin of a progress display."""


@dataclass(frozen=True, slots=True)
class House:
    """A workspace: ``root`` holds rules, inbox and archive; ``today`` is the day that counts."""

    root: Path
    today: date
    hands: int = max(1, os.cpu_count() or 1)
    say: Say = quiet

    @property
    def rules(self) -> Path:
        """Where people steer."""
        return self.root / "rules"

    @property
    def inbox(self) -> Path:
        """Where files are dropped."""
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        """Originals, ledger and dossier."""
        return self.root / "archive"

    @property
    def dossier(self) -> Path:
        """What is handed over; disposable, always rebuildable."""
        return self.archive / "dossier"
