"""Death at every instant: nothing dropped is lost, doubled or changed, and the dossier is whole."""

import os
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from archivist.model import Digest, Leaf, Member, Read, Reading, UserError
from archivist.store import Store, intake
from tests.cellar import UNIT, deaths, digest, drop, held, in_child, in_memory, silent, take, tree

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with in_memory() as folder:
        yield folder


FILES = {
    "a.txt": b"first",
    f"{UNIT}/b.txt": b"second",
    f"{UNIT}/again.txt": b"first",
    f"{UNIT}/known.txt": b"known",
    f"{UNIT}/\udcff.txt": b"odd",
    "夹/c.txt": b"third",
    "夹/d.txt": b"fourth",
}


def all_taken(archive: Path, inbox: Path, files: dict[str, bytes]) -> None:
    with Store(archive) as store:
        take(store, inbox, hurry=True)
        assert held(store) == sorted(files.items())
        assert store.verify(archive / "dossier").flaws == ()
    assert tree(inbox) == {}
    assert tree(archive / "spool") == {}


def test_take_in_may_stop_at_any_step(tmp_path: Path) -> None:
    def prepare(instant: int) -> Path:
        place = tmp_path / str(instant)
        drop(place / "inbox", {"old.txt": b"known"})
        with Store(place / "archive") as store:
            take(store, place / "inbox", hurry=True)
        drop(place / "inbox", FILES)
        (place / "elsewhere").mkdir()
        os.link(place / "inbox" / "a.txt", place / "elsewhere" / "a.txt")  # taken by copying
        return place

    def work(place: Path) -> None:
        with Store(place / "archive") as store:
            take(store, place / "inbox", hurry=True)

    for _, place in deaths(prepare, work):
        all_taken(place / "archive", place / "inbox", FILES | {"old.txt": b"known"})
        shutil.rmtree(place)


def test_recovery_may_stop_at_any_step(tmp_path: Path) -> None:
    template = tmp_path / "template"

    def kill_after_moving(place: Path) -> None:
        with Store(place / "archive") as store:
            os.chmod, plain = (lambda *_: os.kill(os.getpid(), signal.SIGKILL)), os.chmod
            take(store, place / "inbox", hurry=True)
            os.chmod = plain

    def prepare(instant: int) -> Path:
        place = template.with_name(str(instant))
        drop(place / "inbox", FILES)
        assert in_child(lambda: kill_after_moving(place)) == -signal.SIGKILL
        return place

    def work(place: Path) -> None:
        with Store(place / "archive") as store:
            take(store, place / "inbox", hurry=True)

    for _, place in deaths(prepare, work):
        all_taken(place / "archive", place / "inbox", FILES)
        shutil.rmtree(place)


def test_a_new_file_of_the_same_name_after_a_death_does_not_hide_the_old(tmp_path: Path) -> None:
    for _, place in deaths(
        lambda instant: _drop_one(tmp_path / str(instant)),
        _take_all,
    ):
        there = tree(place / "inbox")
        drop(place / "inbox", {"a.txt": b"new edition"})
        with Store(place / "archive") as store:
            take(store, place / "inbox", hurry=True)
            names = sorted(content for _, content in held(store))
        expected = [b"new edition"] if there else [b"first", b"new edition"]
        assert names == expected
        shutil.rmtree(place)


def _drop_one(place: Path) -> Path:
    drop(place / "inbox", {"a.txt": b"first"})
    return place


def _take_all(place: Path) -> None:
    with Store(place / "archive") as store:
        take(store, place / "inbox", hurry=True)


def test_bytes_lost_in_a_power_cut_go_back_to_the_inbox_as_they_are(tmp_path: Path) -> None:
    inbox, archive = tmp_path / "inbox", tmp_path / "archive"
    drop(inbox, {"a.txt": b"first"})

    def stop_before_sync() -> None:
        vars(intake)["settle"] = lambda *_: os._exit(0)
        _take_all(tmp_path)

    assert in_child(stop_before_sync) == 0
    blob = archive / "blobs" / digest(b"first")[:2] / digest(b"first")
    blob.chmod(0o644)
    blob.write_bytes(b"")  # what a power cut leaves of a file never synced
    all_taken(archive, inbox, {"a.txt": b""})
    with Store.look(archive) as store:
        assert "returned" in {event.what for event in store.events()}


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    import resource

    inbox, archive = tmp_path / "inbox", tmp_path / "archive"
    big = {"big.bin": random.Random(1).randbytes(3_000_000)}
    drop(tmp_path / "elsewhere", big)
    inbox.mkdir()
    os.link(tmp_path / "elsewhere" / "big.bin", inbox / "big.bin")  # has to be copied
    drop(inbox, FILES)

    def on_a_small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
        with Store(archive) as store:
            try:
                take(store, inbox, hurry=True)
            except UserError as error:
                os._exit(3 if "磁盘空间不足" in error.message else 4)

    assert in_child(on_a_small_disk) == 3
    all_taken(archive, inbox, FILES | big)


def test_a_full_disk_leaves_the_dossier_as_it_was_and_no_rubble(tmp_path: Path) -> None:
    import resource

    def on_a_small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
        with Store(tmp_path) as store:
            try:
                store.shelve(leaves(NEW | {"big": bytes(3_000_000)}), tmp_path / "dossier", silent)
            except UserError as error:
                os._exit(3 if "磁盘空间不足" in error.message else 4)

    with Store(tmp_path) as store:
        store.shelve(leaves(OLD), tmp_path / "dossier", silent)
    assert in_child(on_a_small_disk) == 3
    assert tree(tmp_path / "dossier") == OLD
    assert not list(tmp_path.glob("dossier.*"))


def read_of(content: bytes, *members: Member) -> Read:
    return Read(Reading(Digest(digest(content)), "1", "zip"), "文" * 3000, members)


def test_members_and_readings_come_together_or_not_at_all(tmp_path: Path) -> None:
    inside = {"内/x.txt": b"x", "内/y.txt": b"y", "内/first.txt": b"first"}

    def prepare(instant: int) -> Path:
        place = tmp_path / str(instant)
        drop(place / "inbox", {"a.txt": b"first", "b.zip": b"zip"})
        _take_all(place)
        return place

    def work(place: Path) -> None:
        with Store(place / "archive") as store:
            for arrival in store.unread(lambda _: "1"):
                if arrival.base == "b.zip":
                    spool = store.spool(arrival.digest)
                    drop(spool, inside)
                    members = [Member(name, spool / name, None) for name in inside]
                    store.keep([read_of(b"zip", *members)])

    for _, place in deaths(prepare, work):
        with Store(place / "archive") as store:
            names = {a.name for a in store.arrivals()} - {"a.txt", "b.zip"}
            assert len(names) == (3 if store.readings() else 0)
        work(place)
        with Store(place / "archive") as store:
            members = {f"b.zip/{name}": content for name, content in inside.items()}
            assert held(store) == sorted(({"a.txt": b"first", "b.zip": b"zip"} | members).items())
            assert store.verify(place / "dossier").flaws == ()
            container = next(a.id for a in store.arrivals() if a.name == "b.zip")
            assert {a.container for a in store.arrivals()} == {None, container}
        shutil.rmtree(place)


OLD = {"index.html": b"old", "甲/same.txt": b"same", "甲/changed.txt": b"one", "乙/gone.txt": b"x"}
NEW = {"index.html": b"new!", "甲/same.txt": b"same", "甲/changed.txt": b"two", "丙/more.txt": b"y"}
STRANGER = {"甲/备注.txt": b"mine"}


def leaves(files: dict[str, bytes]) -> list[Leaf]:
    return [Leaf(path, content) for path, content in files.items()]


@pytest.mark.parametrize("swaps", [True, False])
def test_the_dossier_is_the_old_or_the_new_one_whenever_a_build_dies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, swaps: bool
) -> None:
    if not swaps:
        monkeypatch.setattr("archivist.store.durable._swapper", lambda: None)

    def prepare(instant: int) -> Path:
        archive = tmp_path / str(instant)
        with Store(archive) as store:
            store.shelve(leaves(OLD), archive / "dossier", silent)
        drop(archive / "dossier", STRANGER)
        return archive

    def work(archive: Path) -> None:
        with Store(archive) as store:
            store.shelve(leaves(NEW), archive / "dossier", silent)

    seen = set()
    for _, archive in deaths(prepare, work):
        there = tree(archive / "dossier")
        if swaps or there:  # without a swap, the folder is missing between two renames
            assert there in (OLD | STRANGER, NEW | STRANGER)
        seen.add(len(there))
        with Store(archive) as store:
            shelved = store.shelve(leaves(NEW), archive / "dossier", silent)
            assert shelved.foreign == tuple(STRANGER)
            assert shelved.aside == ()
            assert store.shelved(archive / "dossier")
        assert tree(archive / "dossier") == NEW | STRANGER
        assert {p.name for p in archive.iterdir()} >= {"dossier", "blobs"}
        assert not list(archive.glob("dossier.*"))
        shutil.rmtree(archive)
    assert seen == ({5} if swaps else {0, 5})
