"""kill -9 at random instants: every dropped file is there once; the dossier is the old or the new."""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archivist.model import Leaf
from archivist.store import Store
from tests.cellar import UNIT, drop, held, in_memory, silent, take, tree


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with in_memory() as folder:
        yield folder


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")


def test_kill_9_at_random_instants_of_take_in_and_building(tmp_path: Path) -> None:
    rng = random.Random(9)
    inbox, archive = tmp_path / "inbox", tmp_path / "archive"
    expected: list[tuple[str, bytes]] = []
    dossier: dict[str, bytes] = {}

    def work() -> None:
        with Store(archive) as store:
            take(store, inbox, hurry=True)
            content = [Leaf(f"{a.id}/{a.base}", a.digest) for a in store.arrivals()]
            store.shelve(content, archive / "dossier", silent)

    for round_ in range(25):
        files = {
            f"{UNIT}/{round_}-{n}.txt": rng.randbytes(rng.choice((1, 50, 60_000)))
            for n in range(12)
        }
        drop(inbox, files)
        expected += files.items()
        child = os.fork()
        if not child:
            work()
            os._exit(0)
        time.sleep(rng.uniform(0, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with Store(archive) as store:
            complete = {f"{a.id}/{a.base}" for a in store.arrivals()}
        there = tree(archive / "dossier")
        assert there == dossier or there.keys() == complete
        work()
        dossier = tree(archive / "dossier")
        with Store(archive) as store:
            assert held(store) == sorted(expected)
            assert store.glance(archive / "dossier").flaws == ()
        assert tree(inbox) == {}
    with Store(archive) as store:
        assert store.verify(archive / "dossier").flaws == ()
