"""Drops, deaths, takings and builds in any order: the archive always holds exactly what came."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from archivist.model import Digest, Leaf, Member, Read, Reading
from archivist.store import Store
from tests.cellar import DEAD, digest, dying_at, held, in_child, silent, take, tree

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")

NAMES = st.sampled_from(["a.txt", "甲局/a.txt", "甲局/b.zip", "夹/x/c.txt", "夹/d.txt"])
CONTENTS = st.sampled_from([b"", b"one", b"two", b"three" * 1000])


class Days(RuleBasedStateMachine):
    """``inbox`` is what should stand there or be on its way, ``came`` what must have arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        (self.place / "inbox").mkdir()
        self.inbox: dict[str, bytes] = {}
        self.came: list[tuple[str, bytes]] = []

    def teardown(self) -> None:
        shutil.rmtree(self.place)

    @rule(name=NAMES, content=CONTENTS)
    def drop(self, name: str, content: bytes) -> None:
        path = self.place / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name in self.inbox and not path.exists():
            self.came.append((name, self.inbox[name]))  # it left before a child died
        path.unlink(missing_ok=True)
        path.write_bytes(content)
        self.inbox[name] = content

    @rule()
    def take(self) -> None:
        self.all_taken()
        with Store(self.place / "archive") as store:
            assert held(store) == sorted(self.came)
            assert not store.verify(self.place / "archive" / "dossier").flaws
        assert tree(self.place / "inbox") == {}

    @rule(instant=st.integers(0, 60))
    def take_and_die(self, instant: int) -> None:
        def work() -> None:
            with dying_at(instant):
                self.work()

        if in_child(work) != DEAD:
            self.came += self.inbox.items()
            self.inbox = {}

    @rule(inside=CONTENTS)
    def read(self, inside: bytes) -> None:
        self.all_taken()
        with Store(self.place / "archive") as store:
            for arrival in store.unread(lambda _: "1"):
                members: tuple[Member, ...] = ()
                if arrival.base == "b.zip" and arrival.size:
                    spool = store.spool(arrival.digest)
                    spool.mkdir(parents=True)
                    (spool / "m.txt").write_bytes(inside + b"member")
                    members = (Member("m.txt", spool / "m.txt", None),)
                    first = next(a for a in store.arrivals() if a.digest == arrival.digest)
                    self.came.append((f"{first.name}/m.txt", inside + b"member"))
                store.keep([Read(Reading(arrival.digest, "1", "txt"), "", members)])

    @invariant()
    def the_dossier_is_whole(self) -> None:
        dossier = self.place / "archive" / "dossier"
        if dossier.exists():
            named = (dossier / "index").read_text().split()
            assert sorted(digest(p.read_bytes()) for p in dossier.glob("*.bin")) == sorted(named)

    def all_taken(self) -> None:
        self.work()
        self.came += self.inbox.items()
        self.inbox = {}

    def work(self) -> None:
        with Store(self.place / "archive") as store:
            take(store, self.place / "inbox", hurry=True)
            store.shelve(_leaves(store), self.place / "archive" / "dossier", silent)


def _leaves(store: Store) -> list[Leaf]:
    arrivals = store.arrivals()
    index = "\n".join(arrival.digest for arrival in arrivals)
    files = [Leaf(f"{arrival.id}.bin", Digest(arrival.digest)) for arrival in arrivals]
    return [Leaf("index", index.encode()), *files]


TestAnyOrder = Days.TestCase
TestAnyOrder.settings = settings(
    max_examples=20,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
