"""Watching the inbox: the system's notice or polling wakes us, the store decides what is finished."""

from __future__ import annotations

import threading
from collections.abc import Callable

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from archivist import pipeline
from archivist.house import House
from archivist.model import RECEIPT, RulesError, UserError
from archivist.store import Taken

_RESCAN_SECONDS = 30.0
"""Notices get lost (shares, overflow); what was missed is found this much later."""


class _Bell(FileSystemEventHandler):
    """Rings when something moves in the inbox, except our own receipts."""

    def __init__(self, rung: threading.Event) -> None:
        self._rung = rung

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Ring for everything that may mean a new file."""
        if event.event_type in {"opened", "closed_no_write"} or RECEIPT in str(event.src_path):
            return
        self._rung.set()


def watch(
    house: House,
    means: str,
    tell: Callable[[Taken], None],
    warn: Callable[[str], None],
    stop: threading.Event,
) -> None:
    """Take files as they are finished, until ``stop`` is set or Ctrl+C.

    ``means`` is ``native`` or ``polling``; either way the inbox is looked through every
    half minute, because no notice is certain. Trouble in the house or the rules is told
    through ``warn`` and tried again: a watcher that gives up at night helps nobody.
    """
    rung = threading.Event()
    observer: BaseObserver = PollingObserver() if means == "polling" else Observer()
    observer.schedule(_Bell(rung), str(house.inbox), recursive=True)
    observer.start()
    try:
        while not stop.is_set():
            rung.clear()
            try:
                taken = pipeline.take(house)
            except (UserError, RulesError) as error:
                warn(str(error))
            else:
                if taken.arrived:
                    tell(taken)
            rung.wait(_RESCAN_SECONDS)
    except KeyboardInterrupt:
        return
    finally:
        observer.stop()
        observer.join()
