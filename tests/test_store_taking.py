"""Dropped files: what is taken, what is waited for, what is left where it is."""

import os
import threading
import time
from pathlib import Path

import pytest

from archivist.model import RECEIPT, RECEIPT_MARK, UserError
from archivist.store import Store
from tests.cellar import (
    PATIENCE,
    QUIET,
    UNIT,
    digest,
    drop,
    glimpse,
    held,
    settings,
    take,
    tree,
)

linux = pytest.mark.skipif(os.uname().sysname != "Linux", reason="asks the kernel for leases")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox" / UNIT).mkdir(parents=True)
    return tmp_path / "inbox"


def test_a_dropped_file_becomes_a_read_only_original_under_its_digest(
    tmp_path: Path, inbox: Path
) -> None:
    drop(inbox, {f"{UNIT}/通知.txt": b"text"})
    inode = (inbox / UNIT / "通知.txt").stat().st_ino
    with Store(tmp_path / "archive") as store:
        (arrival,) = take(store, inbox).arrived
        blob = store.blob(arrival.digest)
        assert (arrival.name, arrival.digest, arrival.size) == (
            f"{UNIT}/通知.txt",
            digest(b"text"),
            4,
        )
        assert blob.name == arrival.digest
        assert blob.read_bytes() == b"text"
        assert blob.stat().st_mode & 0o777 == 0o444
        assert blob.stat().st_ino == inode, "renamed, not copied"
    assert tree(inbox) == {}


def test_the_same_bytes_again_are_one_more_arrival_and_new_bytes_a_new_edition(
    tmp_path: Path, inbox: Path
) -> None:
    name = f"{UNIT}/a.txt"
    with Store(tmp_path / "archive") as store:
        for content in (b"one", b"one", b"two"):
            drop(inbox, {name: content})
            take(store, inbox)
        drop(inbox, {f"{UNIT}/b.txt": b"one", f"{UNIT}/c.txt": b"one"})
        take(store, inbox)
        assert [(a.name[-5:], a.digest == digest(b"one")) for a in store.arrivals()] == [
            ("a.txt", True),
            ("a.txt", True),
            ("a.txt", False),
            ("b.txt", True),
            ("c.txt", True),
        ]
        assert len(tree(tmp_path / "archive" / "blobs")) == 2
        assert tree(tmp_path / "archive" / "spool") == {}


def test_links_and_pipes_stay_and_are_told_once(tmp_path: Path, inbox: Path) -> None:
    drop(tmp_path, {"secret/key": b"secret"})
    (inbox / "link.txt").symlink_to(tmp_path / "secret" / "key")
    (inbox / "folder").symlink_to(tmp_path / "secret")
    os.mkfifo(inbox / "pipe")
    with Store(tmp_path / "archive") as store:
        for _ in range(2):
            taken = take(store, inbox)
            assert taken.arrived == ()
            assert [name for name, _ in taken.refused] == ["folder", "link.txt", "pipe"]
        assert [e.what for e in store.events()] == ["left behind"] * 3
        assert store.ignored() == ()
        assert len(store.refused()) == 3
    assert sorted(path.name for path in inbox.iterdir()) == ["folder", "link.txt", "pipe", UNIT]


def test_names_of_systems_and_programs_are_passed_over(tmp_path: Path, inbox: Path) -> None:
    passed = ["Thumbs.db", ".DS_Store", "~$说明.docx", "a.docx.part", "b.TMP", "c.crdownload"]
    passed += [".~lock.表.xlsx#", "._photo.jpg", "@eaDir/x/y.jpg", "备份.bak"]
    passed += ["附件1.docxZone.Identifier", "附件2.docx\uf03aZone.Identifier"]
    drop(inbox, {f"{UNIT}/{name}": b"x" for name in passed})
    drop(inbox, {f"{UNIT}/~$真的文件.docx": b"x" * 2000, f"{UNIT}/真.txt": b"y"})
    with Store(tmp_path / "archive") as store:
        taken = take(store, inbox, by=settings(QUIET, PATIENCE, "*.bak"))
        assert [a.base for a in taken.arrived] == ["~$真的文件.docx", "真.txt"]
        assert len(taken.ignored) == len(store.ignored()) == len(passed)
        assert f"{UNIT}/@eaDir" in taken.ignored
        (inbox / UNIT / "Thumbs.db").unlink()
        take(store, inbox)
        assert f"{UNIT}/Thumbs.db" not in store.ignored()


def test_receipts_are_never_taken_but_a_clerks_page_of_that_name_is(
    tmp_path: Path, inbox: Path
) -> None:
    page = b"<!doctype html>" + RECEIPT_MARK
    drop(inbox, {RECEIPT: page, f"{UNIT}/回执 - 副本.html": page, f"{UNIT}/{RECEIPT}": b"<html>"})
    with Store(tmp_path / "archive") as store:
        taken = take(store, inbox)
        assert [a.name for a in taken.arrived] == [f"{UNIT}/{RECEIPT}"]
        assert not taken.ignored
        assert not taken.refused


@linux
def test_names_that_are_no_text_come_back_byte_by_byte(tmp_path: Path, inbox: Path) -> None:
    odd = [b"\xcd\xa8\xd6\xaa.txt", "e\u0301.txt".encode(), b"a\\b.txt", b"%0A\n.txt"]
    for name in odd:
        Path(os.fsdecode(os.fsencode(inbox) + b"/" + name)).write_bytes(name)
    with Store(tmp_path / "archive") as store:
        take(store, inbox)
    with Store.look(tmp_path / "archive") as store:
        assert {os.fsencode(a.name): a.digest for a in store.arrivals()} == {
            name: digest(name) for name in odd
        }
        assert {os.fsencode(e.subject) for e in store.events()} == set(odd)


def test_a_second_name_of_a_file_elsewhere_cannot_change_the_original(
    tmp_path: Path, inbox: Path
) -> None:
    drop(tmp_path, {"mine.txt": b"first"})
    os.link(tmp_path / "mine.txt", inbox / "a.txt")
    with Store(tmp_path / "archive") as store:
        (arrival,) = take(store, inbox).arrived
        (tmp_path / "mine.txt").write_bytes(b"other")
        assert store.blob(arrival.digest).read_bytes() == b"first"
        assert tree(inbox) == {}
        assert len(take(store, inbox).arrived) == 0


@linux
def test_a_file_that_is_open_for_writing_is_waited_for_however_long_it_is_quiet(
    tmp_path: Path, inbox: Path
) -> None:
    def write() -> None:
        with (inbox / UNIT / "long.txt").open("wb") as file:
            file.write(b"first ")
            file.flush()
            time.sleep(4 * PATIENCE)
            file.write(b"second")

    writer = threading.Thread(target=write)
    with Store(tmp_path / "archive") as store:
        writer.start()
        time.sleep(0.1)
        taken = glimpse(store, inbox)
        assert [name for name, _ in taken.waiting] == [f"{UNIT}/long.txt"]
        take(store, inbox)
        writer.join()
        assert held(store) == [(f"{UNIT}/long.txt", b"first second")]


def test_half_a_file_whose_writer_closed_it_is_waited_for(tmp_path: Path, inbox: Path) -> None:
    path = inbox / UNIT / "half.pdf"
    path.write_bytes(b"%PDF first ")

    def finish() -> None:
        time.sleep(2 * QUIET)
        with path.open("ab") as file:
            file.write(b"second %%EOF")

    writer = threading.Thread(target=finish)
    with Store(tmp_path / "archive") as store:
        writer.start()
        take(store, inbox, whole=lambda p: p.read_bytes().endswith(b"%%EOF"))
        writer.join()
        assert held(store) == [(f"{UNIT}/half.pdf", b"%PDF first second %%EOF")]


def test_half_a_file_that_nobody_finishes_is_taken_as_it_is(tmp_path: Path, inbox: Path) -> None:
    drop(inbox, {"half.pdf": b"%PDF", "empty.txt": b""})
    began = time.monotonic()
    with Store(tmp_path / "archive") as store:
        take(store, inbox, whole=lambda _: False)
        assert time.monotonic() - began >= PATIENCE
        assert held(store) == [("empty.txt", b""), ("half.pdf", b"%PDF")]


def test_in_a_hurry_only_a_writer_at_work_is_waited_for(tmp_path: Path, inbox: Path) -> None:
    drop(inbox, {"half.pdf": b"%PDF", "empty.txt": b"", "文件夹/a.txt": b"a"})
    slow = settings(quiet=100, patience=1000)
    with Store(tmp_path / "archive") as store:
        taken = take(store, inbox, whole=lambda _: False, by=slow, hurry=True)
        assert len(taken.arrived) == 3


def test_a_dropped_folder_comes_whole_or_not_at_all(tmp_path: Path, inbox: Path) -> None:
    whole = {f"{UNIT}/巡查/{n}.txt": b"x" for n in range(3)}
    drop(inbox, whole | {f"{UNIT}/alone.txt": b"y", "外来/深/z.txt": b"z"})
    half = inbox / UNIT / "巡查" / "sub" / "half.pdf"
    drop(inbox, {f"{UNIT}/巡查/sub/half.pdf": b"%PDF"})
    ends = {half: False}
    slow = settings(QUIET, 20)
    with Store(tmp_path / "archive") as store:
        naps = []

        def sleep(seconds: float) -> None:
            naps.append(seconds)
            time.sleep(seconds)
            if len(naps) == 20:
                assert {a.name for a in store.arrivals()} == {"外来/深/z.txt", f"{UNIT}/alone.txt"}
                ends[half] = True

        taken = take(store, inbox, whole=ends.get, by=slow, sleep=sleep)
        assert taken.waiting == ()
        assert len(taken.arrived) == 6


def test_a_time_in_the_future_delays_nothing_for_ever(tmp_path: Path, inbox: Path) -> None:
    drop(inbox, {"a.jpg": b"x", "b.jpg": b"y"})
    os.utime(inbox / "a.jpg", (4e9, 4e9))
    os.utime(inbox / "b.jpg", ns=(0, -(2**55)))
    with Store(tmp_path / "archive") as store:
        take(store, inbox)
        assert {a.name: a.modified.year for a in store.arrivals()} == {"a.jpg": 2096, "b.jpg": 1968}


def test_a_file_that_changes_between_hashing_and_moving_is_left_alone(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(inbox, {"a.txt": b"first"})
    plain = os.rename

    def late(source: str, target: str) -> None:
        with open(source, "ab") as file:  # noqa: PTH123 - a string, as the store has it
            file.write(b" second")
        plain(source, target)

    with Store(tmp_path / "archive") as store:
        with monkeypatch.context() as patch:
            patch.setattr(os, "rename", late)
            taken = glimpse(store, inbox)
        assert [name for name, _ in taken.waiting] == ["a.txt"]
        assert (inbox / "a.txt").read_bytes() == b"first second"
        take(store, inbox)
        assert held(store) == [("a.txt", b"first second")]
        assert store.verify(tmp_path / "none").flaws == ()


def test_a_copied_file_that_cannot_be_removed_arrives_once(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(tmp_path, {"mine.txt": b"first"})
    os.link(tmp_path / "mine.txt", inbox / "a.txt")
    plain = os.unlink

    def refuse(path: str) -> None:
        if str(path).endswith("a.txt"):
            raise PermissionError(13, "no", path)
        plain(path)

    with Store(tmp_path / "archive") as store:
        with monkeypatch.context() as patch:
            patch.setattr(os, "unlink", refuse)
            assert len(take(store, inbox).arrived) == 1
            again = take(store, inbox)
            assert again.arrived == ()
            assert [name for name, _ in again.refused] == ["a.txt"]
        assert take(store, inbox).refused == ()
        assert tree(inbox) == {}
        assert len(store.arrivals()) == 1


def test_only_one_may_write_and_others_may_look(tmp_path: Path) -> None:
    with Store(tmp_path / "archive") as store:
        store.note("said", "x", "y", "z")
        with pytest.raises(UserError, match="另一个 archivist 正在使用"):
            Store(tmp_path / "archive")
        with Store.look(tmp_path / "archive") as reader:
            assert [e.detail for e in reader.events()] == ["y"]
            with pytest.raises(UserError):
                reader.note("said", "x", "y", "z")
    with Store(tmp_path / "archive"):
        pass


def test_an_archive_not_begun_yet_is_empty(tmp_path: Path) -> None:
    with Store.look(tmp_path / "archive") as store:
        assert store.arrivals() == ()
        assert store.readings() == {}
        assert store.verify(tmp_path / "archive" / "dossier").flaws == ()
    assert not (tmp_path / "archive").exists()


def test_no_inbox_is_said_plainly(tmp_path: Path) -> None:
    with Store(tmp_path / "archive") as store, pytest.raises(UserError, match="没有收件夹"):
        take(store, tmp_path / "inbox")
