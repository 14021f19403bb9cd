"""Firefox driven over WebDriver BiDi, which it speaks itself: no driver program is needed."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from websockets.sync.client import ClientConnection, connect

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
_PATIENCE = 60.0


@dataclass(slots=True)
class Firefox:
    """One tab; ``troubles`` are the errors of its console.

    Warnings are left out: its own PDF viewer complains of every ``file://`` address.
    """

    socket: ClientConnection
    tab: str = ""
    troubles: list[str] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=count)

    def call(self, method: str, **params: object) -> Any:
        """The result of a command; console messages met on the way are kept."""
        mine = next(self._ids)
        self.socket.send(json.dumps({"id": mine, "method": method, "params": params}))
        while True:
            told = json.loads(self.socket.recv(timeout=_PATIENCE))
            if told.get("id") == mine:
                assert told["type"] == "success", told
                return told["result"]
            entry = told.get("params", {})
            if told.get("method") == "log.entryAdded" and entry["level"] == "error":
                self.troubles.append(entry["text"])

    def open(self, address: str) -> None:
        """Load a page to its end; only another fragment does not load it again."""
        self.call("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def tell(self, script: str) -> Any:
        """The value of a JavaScript expression, through JSON."""
        told = self.call(
            "script.evaluate",
            expression=f"Promise.resolve({script}).then(JSON.stringify)",
            target={"context": self.tab},
            awaitPromise=True,
        )
        assert told["type"] == "success", told
        return json.loads(told["result"].get("value", "null"))

    def wait(self, script: str) -> None:
        """Until an expression is true."""
        until = time.monotonic() + _PATIENCE
        while not self.tell(f"!!({script})"):
            assert time.monotonic() < until, script
            time.sleep(0.05)


@contextmanager
def firefox() -> Iterator[Firefox]:
    """A headless Firefox with an empty profile."""
    assert PROGRAM is not None
    with TemporaryDirectory(prefix="firefox-") as profile, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [PROGRAM, "--headless", "--remote-debugging-port", str(port)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen([*command, "--profile", profile], **quiet) as program:  # type: ignore[call-overload]
            try:
                with _reached(port) as channel:
                    yield _ready(Firefox(channel))
            finally:
                program.terminate()


def _ready(fox: Firefox) -> Firefox:
    fox.call("session.new", capabilities={})
    fox.tab = fox.call("browsingContext.getTree")["contexts"][0]["context"]
    fox.call(
        "browsingContext.setViewport", context=fox.tab, viewport={"width": 1200, "height": 800}
    )
    fox.call("session.subscribe", events=["log.entryAdded"])
    return fox


@contextmanager
def _reached(port: int) -> Iterator[ClientConnection]:
    """The channel to a program that is still starting."""
    until = time.monotonic() + _PATIENCE
    while True:
        with suppress(OSError):
            with connect(f"ws://127.0.0.1:{port}/session", max_size=None) as channel:
                yield channel
            return
        assert time.monotonic() < until, "Firefox does not answer"
        time.sleep(0.1)


def address(path: Path, fragment: str = "") -> str:
    """The ``file://`` address of a page."""
    return path.as_uri() + (f"#{fragment}" if fragment else "")
