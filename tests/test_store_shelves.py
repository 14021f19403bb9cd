"""The dossier on disk: exactly the leaves, nothing else touched, nobody's own files thrown away."""

import errno
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archivist.model import Leaf
from archivist.store import Store, planks
from archivist.store.shelves import Shelved
from tests.cellar import drop, silent, take, tree

OLD = {"index.html": b"old", "甲/same.txt": b"same", "甲/changed.txt": b"one", "乙/gone.txt": b"x"}
NEW = {"index.html": b"new!", "甲/same.txt": b"same", "甲/changed.txt": b"two", "丙/more.txt": b"y"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as store:
        yield store


def shelve(store: Store, folder: Path, files: dict[str, bytes]) -> Shelved:
    return store.shelve((Leaf(*file) for file in files.items()), folder, silent)


def stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    return {p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in [folder, *folder.rglob("*")]}


def test_a_build_leaves_exactly_the_leaves(tmp_path: Path, store: Store) -> None:
    dossier = tmp_path / "dossier"
    assert shelve(store, dossier, OLD) == Shelved(4, 0, 0, ())
    same = (dossier / "甲" / "same.txt").stat()
    assert shelve(store, dossier, NEW) == Shelved(3, 1, 1, ())
    assert tree(dossier) == NEW
    assert (dossier / "甲" / "same.txt").stat().st_ino == same.st_ino
    assert not (dossier / "乙").exists()
    assert not list(tmp_path.glob("dossier.*"))


def test_the_same_leaves_again_touch_nothing(tmp_path: Path, store: Store) -> None:
    shelve(store, tmp_path / "dossier", OLD)
    before = stamps(tmp_path / "dossier")
    assert shelve(store, tmp_path / "dossier", OLD) == Shelved(0, 4, 0, ())
    assert stamps(tmp_path / "dossier") == before
    assert store.shelved(tmp_path / "dossier")


def test_a_stranger_is_told_of_even_when_nothing_changed(tmp_path: Path, store: Store) -> None:
    dossier = tmp_path / "dossier"
    shelve(store, dossier, OLD)
    assert store.strangers(dossier) == ()
    drop(dossier, {"甲/批注.docx": b"mine"})
    assert store.shelved(dossier)
    assert store.strangers(dossier) == ("甲/批注.docx",)


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
@pytest.mark.parametrize("clones", [True, False], ids=["shares blocks", "does not"])
def test_copies_are_clones_where_the_file_system_has_them(
    clones: bool,  # noqa: FBT001 - the two kinds of file system
    tmp_path: Path,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def ioctl(target: int, request: int, source: int) -> int:
        asked.append(request)
        if not clones:
            raise OSError(errno.EOPNOTSUPP, "no clones here")
        return os.write(target, os.pread(source, 100, 0))

    monkeypatch.setattr("fcntl.ioctl", ioctl)
    monkeypatch.setattr(planks, "_barren", set())
    if clones:
        monkeypatch.setattr("shutil.copyfile", None)
    drop(tmp_path / "inbox", {f"{number}.txt": b"original %d" % number for number in range(3)})
    arrived = take(store, tmp_path / "inbox").arrived
    leaves = [Leaf(f"盒/{arrival.base}", arrival.digest) for arrival in arrived]
    store.shelve(leaves, tmp_path / "dossier", silent)
    assert tree(tmp_path / "dossier" / "盒") == {
        f"{number}.txt": b"original %d" % number for number in range(3)
    }
    assert asked == [0x40049409] * (3 if clones else 1)


def test_originals_are_copied_so_that_nobody_edits_them_in_the_dossier(
    tmp_path: Path, store: Store
) -> None:
    drop(tmp_path / "inbox", {"a.txt": b"first"})
    (arrival,) = take(store, tmp_path / "inbox").arrived
    store.shelve([Leaf("盒/a.txt", arrival.digest)], tmp_path / "dossier", silent)
    copy = tmp_path / "dossier" / "盒" / "a.txt"
    assert copy.stat().st_nlink == 1
    assert copy.stat().st_mode & 0o200
    copy.write_bytes(b"edited")
    assert store.blob(arrival.digest).read_bytes() == b"first"
    assert not store.shelved(tmp_path / "dossier")
    store.shelve([Leaf("盒/a.txt", arrival.digest)], tmp_path / "dossier", silent)
    assert copy.read_bytes() == b"first"


def test_files_of_others_are_carried_over_and_named(tmp_path: Path, store: Store) -> None:
    dossier = tmp_path / "dossier"
    shelve(store, dossier, OLD)
    strangers = {"乙/备注.docx": b"mine", "新/a.txt": b"a"}
    drop(dossier, strangers)
    (dossier / "空").mkdir()
    (dossier / "link").symlink_to("nowhere")
    foreign = ("link", *sorted(strangers))
    assert shelve(store, dossier, OLD).foreign == tuple(sorted(foreign))
    shelved = shelve(store, dossier, NEW)
    assert (shelved.foreign, shelved.aside) == (tuple(sorted(foreign)), ())
    assert tree(dossier) == NEW | strangers
    assert (dossier / "空").is_dir()
    assert (dossier / "link").is_symlink()


def test_an_edited_leaf_is_written_anew_and_the_edit_set_aside(
    tmp_path: Path, store: Store
) -> None:
    dossier = tmp_path / "dossier"
    shelve(store, dossier, OLD)
    (dossier / "甲" / "changed.txt").write_bytes(b"my words")
    (dossier / "乙" / "gone.txt").write_bytes(b"mine too")
    os.utime(dossier / "甲" / "same.txt")  # touched, not edited
    shelved = shelve(store, dossier, NEW)
    assert tree(dossier) == NEW
    saved = {
        path.split("/", 1)[1]: (tmp_path / "aside" / path).read_bytes() for path in shelved.aside
    }
    assert saved == {"甲/changed.txt": b"my words", "乙/gone.txt": b"mine too"}
    assert [e.subject for e in store.events() if e.what == "set aside"] == [*saved]


def test_a_leaf_takes_the_place_of_a_stranger_who_is_set_aside(
    tmp_path: Path, store: Store
) -> None:
    dossier = tmp_path / "dossier"
    shelve(store, dossier, OLD)
    drop(dossier, {"丙": b"a file where a folder will be"})
    drop(dossier, {"x/y.txt": b"mine"})
    shelved = shelve(store, dossier, NEW | {"x/y.txt": b"ours"})
    assert tree(dossier) == NEW | {"x/y.txt": b"ours"}
    assert sorted(path.split("/", 1)[1] for path in shelved.aside) == ["x/y.txt", "丙"]
    assert shelved.foreign == ()


def test_a_file_saved_in_the_last_instant_is_not_lost(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archivist.store import shelves

    dossier = tmp_path / "dossier"
    shelve(store, dossier, OLD)
    plain = vars(shelves)["exchange"]

    def late(one: str, other: str) -> bool:
        drop(dossier, {"甲/late.txt": b"late"})
        return bool(plain(one, other))

    monkeypatch.setattr(shelves, "exchange", late)
    shelve(store, dossier, NEW)
    assert tree(dossier) == NEW | {"甲/late.txt": b"late"}


def test_file_systems_without_links_get_copies(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    dossier = tmp_path / "dossier"
    shelve(store, dossier, OLD)
    drop(dossier, {"备注.txt": b"mine"})
    assert shelve(store, dossier, NEW) == Shelved(3, 1, 1, ("备注.txt",))
    assert tree(dossier) == NEW | {"备注.txt": b"mine"}
    assert shelve(store, dossier, NEW) == Shelved(0, 4, 0, ("备注.txt",))


def test_a_reader_never_misses_the_start_page(tmp_path: Path, store: Store) -> None:
    dossier = tmp_path / "dossier"
    shelve(store, dossier, OLD)
    seen: set[bytes] = set()
    missed: list[OSError] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                seen.add((dossier / "index.html").read_bytes())
            except OSError as error:
                missed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(15):
        shelve(store, dossier, NEW)
        shelve(store, dossier, OLD)
    stop.set()
    reader.join()
    assert not missed
    assert seen <= {OLD["index.html"], NEW["index.html"]}


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "a/./b", "", "a\\b", "a\0b"])
def test_a_path_that_leads_outside_is_a_bug(tmp_path: Path, store: Store, path: str) -> None:
    with pytest.raises(ValueError, match="unsafe"):
        shelve(store, tmp_path / "dossier", {path: b"x"})


@pytest.mark.parametrize("pair", [("A.txt", "a.txt"), ("\u00e9.txt", "e\u0301.txt")])
def test_two_leaves_no_system_keeps_apart_are_a_bug(
    tmp_path: Path, store: Store, pair: tuple[str, str]
) -> None:
    with pytest.raises(ValueError, match="share a path"):
        shelve(store, tmp_path / "dossier", dict.fromkeys(pair, b"x"))
    assert not (tmp_path / "dossier").exists()


def test_verify_names_what_is_missing_changed_or_strange_in_the_dossier(
    tmp_path: Path, store: Store
) -> None:
    dossier = tmp_path / "dossier"
    shelve(store, dossier, OLD)
    assert store.verify(dossier).flaws == ()
    (dossier / "乙" / "gone.txt").unlink()
    (dossier / "甲" / "changed.txt").write_bytes(b"longer")
    (dossier / "甲" / "same.txt").write_bytes(b"SAME")
    drop(dossier, {"mine.txt": b"x"})
    flaws = {flaw.subject: flaw.message for flaw in store.verify(dossier).flaws}
    assert flaws == {
        "乙/gone.txt": "缺失",
        "甲/changed.txt": "应为 3 字节，现为 6 字节",
        "甲/same.txt": "内容与生成时不同，可能被改动",
        "mine.txt": "不是本程序所建",
    }
    assert {flaw.subject for flaw in store.glance(dossier).flaws} == flaws.keys() - {"甲/same.txt"}


def test_a_dossier_that_was_deleted_is_built_again(tmp_path: Path, store: Store) -> None:
    import shutil

    shelve(store, tmp_path / "dossier", OLD)
    shutil.rmtree(tmp_path / "dossier")
    assert not store.shelved(tmp_path / "dossier")
    assert shelve(store, tmp_path / "dossier", OLD).written == len(OLD)
    assert tree(tmp_path / "dossier") == OLD
