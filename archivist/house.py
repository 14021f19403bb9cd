"""ADDRESS: where things lie, which day it is, who works, and who is told."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from archivist.model import Say, Step, UserError


def quiet(_step: Step) -> None:
    """Tell nobody: the serial twin of a progress display."""


@dataclass(frozen=True, slots=True)
class House:
    """A workspace: ``root`` holds rules, inbox and archive; ``today`` is the day that counts.

    ``hands`` is how many processes read; 0 reads in this one. ``hurry`` takes finished files without the quiet time (for files we wrote ourselves).
    """

    root: Path
    today: date
    hands: int = max(1, os.cpu_count() or 1)
    say: Say = quiet
    hurry: bool = False

    @property
    def rules(self) -> Path:
        """Where people steer."""
        return self.root / "rules"

    @property
    def templates(self) -> Path:
        """A city's own forms, if it has any."""
        return self.root / "templates"

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

    def folders(self) -> list[str]:
        """All folders of the inbox, ``""`` first, as ``/``-separated paths below it."""
        paths = [Path(folder) for folder, _, _ in os.walk(self.inbox)]
        return sorted(
            "" if p == self.inbox else p.relative_to(self.inbox).as_posix() for p in paths
        )

    def must_exist(self) -> None:
        """Refuse to work where nobody set up a workspace."""
        if not self.rules.is_dir():
            raise UserError(
                f"{self.root} 不是工作区：缺少 rules 文件夹。",
                "请先运行 archivist init 文件夹，或用 -C 指定工作区。",
            )


def found(root: Path, pack: Path, units: Iterable[str] = ()) -> None:
    """Set up a fresh workspace: rules copied, an inbox with a folder for every unit, an archive."""
    if (root / "rules").exists():
        raise UserError(f"{root} 已有 rules 文件夹。", "请另选一个空文件夹。")
    shutil.copytree(pack, root / "rules")
    for name in ("inbox", "archive"):
        (root / name).mkdir(parents=True, exist_ok=True)
    make_folders(root, units)


def make_folders(root: Path, units: Iterable[str]) -> None:
    """An inbox folder for every unit."""
    for unit in units:
        (root / "inbox" / unit).mkdir(parents=True, exist_ok=True)
