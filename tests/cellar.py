"""What the stories of the store have in common: settings, drops, and deaths at chosen instants."""

import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from archivist.model import Limits, PassRule, Settings, Step, Thresholds
from archivist.store import Store, Taken, durable, ledger

QUIET, PATIENCE = 0.05, 0.3
UNIT = "甲局"


def settings(quiet: float = QUIET, patience: float = PATIENCE, *ignored: str) -> Settings:
    return Settings(
        district="某区",
        standard="某标准",
        reconstructed="重构",
        project_code="SP",
        inspection=date(2026, 12, 1),
        years=(2024, 2025, 2026),
        pass_rule=PassRule(Decimal(90), Decimal("0.6"), bonus_counts=True),
        severities=(),
        waivers=(),
        not_applicable=(),
        ignored_names=ignored,
        limits=Limits(),
        thresholds=Thresholds(quiet=quiet, patience=patience),
    )


def silent(_step: Step) -> None:
    pass


def no_end(_path: Path) -> bool | None:
    return None


def drop(inbox: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def take(
    store: Store,
    inbox: Path,
    *,
    whole: Callable[[Path], bool | None] = no_end,
    by: Settings | None = None,
    hurry: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> Taken:
    return store.take_in(
        inbox,
        whole=whole,
        settings=by or settings(),
        units=(UNIT,),
        say=silent,
        hurry=hurry,
        sleep=sleep,
    )


def glimpse(store: Store, inbox: Path) -> Taken:
    """One pass, without waiting."""
    return store.take_ready(inbox, whole=no_end, settings=settings(0), units=(UNIT,), say=silent)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def held(store: Store) -> list[tuple[str, bytes]]:
    """Every arrival's name and bytes, sorted."""
    return sorted((a.name, store.blob(a.digest).read_bytes()) for a in store.arrivals())


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder on no disk if there is such: a killed process, unlike a power cut, needs none."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def in_child(work: Callable[[], object]) -> int:
    """Run in a forked child; returns its exit status, negative for a signal."""
    child = os.fork()
    if not child:
        status = 70
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


DEAD = 99

_STEPS = ("rename", "replace", "unlink", "link", "chmod", "mkdir", "rmdir")


@contextmanager
def dying_at(instant: int) -> Iterator[None]:
    """Die before or after the step of that number that changes a disk, counted from 0."""
    left = instant

    def count() -> None:
        nonlocal left
        if not left:
            os._exit(DEAD)
        left -= 1

    def mortal(function: Callable[..., Any]) -> Callable[..., Any]:
        def dies(*args: Any, **kwargs: Any) -> Any:
            count()
            result = function(*args, **kwargs)
            count()
            return result

        return dies

    for name in _STEPS:
        setattr(os, name, mortal(getattr(os, name)))
    for module in ("intake", "members", "recovery", "shelves"):
        vars(import_module(f"archivist.store.{module}"))["settle"] = mortal(lambda *_: None)
    vars(import_module("archivist.store.shelves"))["exchange"] = mortal(durable.exchange)
    plain = ledger.Ledger.write

    def write(self: ledger.Ledger, sql: str, *values: ledger.Value) -> int:
        return mortal(plain)(self, sql, *values) if sql == "COMMIT" else plain(self, sql, *values)

    type.__setattr__(ledger.Ledger, "write", write)
    yield


def deaths(
    prepare: Callable[[int], Path], work: Callable[[Path], object]
) -> Iterator[tuple[int, Path]]:
    """Let children die at every instant of ``work`` in turn; yields each scene of death."""
    for instant in range(sys.maxsize):
        place = prepare(instant)

        def doomed(place: Path = place, instant: int = instant) -> None:
            with dying_at(instant):
                work(place)

        status = in_child(doomed)
        assert status in {0, DEAD}
        yield instant, place
        if not status:
            return
