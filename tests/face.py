"""The command line, driven in this process the way the office drives it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result

from archivist.faces.cli import cli


def run_cli(root: Path, *words: str, today: date | None = None) -> Result:
    """Run ``archivist -C root words…``; exceptions are left to the caller's assertions."""
    day = ["--as-of", today.isoformat()] if today else []
    return CliRunner().invoke(cli, ["-C", str(root), *day, *words])
