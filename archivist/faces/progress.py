"""What a person sees while long work runs: bars on a terminal, silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from archivist.house import quiet
from archivist.model import Say, Step


@contextmanager
def progress() -> Iterator[Say]:
    """A place to report steps to; one bar per stage, none when nobody watches."""
    if not sys.stderr.isatty():
        yield quiet
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        bars: dict[str, int] = {}

        def say(step: Step) -> None:
            if step.stage not in bars:
                bars[step.stage] = display.add_task(step.stage, total=step.total)
            bar = display.tasks[bars[step.stage]].id
            display.update(bar, total=step.total, completed=step.done)

        yield say
