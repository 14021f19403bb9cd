"""The ledger: what was read and decided comes back as it was, and nobody changes the story."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist.model import (
    Digest,
    Element,
    ElementKind,
    Member,
    OcrLine,
    Problem,
    Read,
    Reading,
    Still,
    Trouble,
    UserError,
    Verb,
)
from archivist.store import Store
from archivist.store.ledger import Ledger, from_column, from_micro, to_column, to_micro
from archivist.store.library import _packed, _unpacked, keep, lines, readings, texts
from tests.cellar import UNIT, digest, drop, take

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)  # halves of characters too
COUNT = st.none() | st.integers(0, 10**6)
SHARE = st.floats(0, 1)
SPOT = st.none() | st.tuples(*[SHARE] * 4)
ELEMENT = st.builds(
    Element, st.sampled_from(ElementKind), ANY_TEXT, ANY_TEXT, COUNT, COUNT, ANY_TEXT, SPOT
)
LINE = st.builds(OcrLine, st.integers(1), ANY_TEXT, SHARE, st.tuples(*[SHARE] * 4), COUNT, SHARE)
PROBLEM = st.builds(Problem, st.sampled_from(Trouble), ANY_TEXT, ANY_TEXT)
READING = st.builds(
    Reading,
    st.just(Digest("d")),
    ANY_TEXT,
    ANY_TEXT,
    extensions=st.lists(ANY_TEXT, max_size=2).map(tuple),
    pages=COUNT,
    seconds=st.none() | st.floats(0, 1e6),
    facts=st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=2).map(tuple),
    elements=st.lists(ELEMENT, max_size=3).map(tuple),
    excerpt=ANY_TEXT,
    members=st.lists(ANY_TEXT, max_size=2).map(tuple),
    problems=st.lists(PROBLEM, max_size=2).map(tuple),
)


@settings(deadline=None)  # what it costs depends on who else computes
@given(READING)
def test_a_reading_comes_back_as_it_was(reading: Reading) -> None:
    assert _unpacked(_packed(reading)) == reading


@settings(deadline=None)
@given(st.lists(READING, max_size=3), ANY_TEXT)
def test_readings_and_texts_survive_the_ledger(found: list[Reading], text: str) -> None:
    ledger = Ledger.reading(Path("no such ledger"))
    named = [
        Reading(Digest(str(n)), "1", "pdf", elements=r.elements, excerpt=r.excerpt)
        for n, r in enumerate(found)
    ]
    keep(ledger, [Read(reading, text * 100) for reading in named])
    assert readings(ledger) == {reading.digest: reading for reading in named}
    wanted = [Digest("none"), *(reading.digest for reading in reversed(named))]
    assert list(texts(ledger, wanted)) == [(name, text * 100) for name in wanted[1:]]
    ledger.close()


@settings(deadline=None)
@given(st.lists(st.lists(LINE, max_size=4).map(tuple), min_size=1, max_size=3))
def test_the_lines_ocr_read_come_back_and_are_replaced_when_read_again(
    found: list[tuple[OcrLine, ...]],
) -> None:
    ledger = Ledger.reading(Path("no such ledger"))
    of, other = Digest("a"), Digest("b")
    keep(ledger, [Read(Reading(other, "1", "pdf"), "", lines=found[0])])
    for each in found:
        keep(ledger, [Read(Reading(of, "1", "pdf"), "", lines=each)])
        assert lines(ledger, of) == each
    assert lines(ledger, other) == found[0]
    assert lines(ledger, Digest("none")) == ()
    ledger.close()


@given(ANY_TEXT)
def test_any_name_comes_back(name: str) -> None:
    column = to_column(name)
    connection = sqlite3.connect(":memory:")
    assert from_column(connection.execute("SELECT ?", (column,)).fetchone()[0]) == name
    connection.close()


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1)))  # noqa: DTZ001 - hypothesis adds the zone
def test_times_come_back(moment: datetime) -> None:
    assert from_micro(to_micro(moment)) == moment


def test_times_no_calendar_knows_are_the_nearest_it_does() -> None:
    assert from_micro(2**62).year == 9999
    assert from_micro(-(2**62)).year == 1970


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of three files, two of them read, one by a reader of old."""
    drop(tmp_path / "inbox", {f"{UNIT}/{n}.txt": n.encode() for n in "abc"})
    with Store(tmp_path / "archive") as store:
        take(store, tmp_path / "inbox")
        for name, version in (("a", "1"), ("b", "0")):
            store.keep([Read(Reading(Digest(digest(name.encode())), version, "txt"), name)])
        store.decide(
            Verb.PLACE,
            f"{UNIT}/a.txt",
            Digest(digest(b"a")),
            by="王",
            why="见正文",
            point="05-2",
            date="2026",
        )
    return tmp_path / "archive"


def test_what_was_never_read_or_by_an_old_reader_is_to_be_read(archive: Path) -> None:
    with Store(archive) as store:
        waiting = store.unread({"txt": "1"}.__getitem__)
        assert [arrival.base for arrival in waiting] == ["b.txt", "c.txt"]


def test_what_reached_a_limit_is_read_again_under_other_limits(archive: Path) -> None:
    with Store(archive) as store:
        reading = Reading(Digest(digest(b"b")), "1~few", "txt")
        store.keep([Read(reading, "")])
        for mark, waiting in (("few", ["c.txt"]), ("many", ["b.txt", "c.txt"])):
            assert [a.base for a in store.unread({"txt": "1"}.__getitem__, mark)] == waiting


def test_stills_are_kept_in_order_and_replaced_with_the_reading(archive: Path) -> None:
    of = Digest(digest(b"a"))
    first = (Still(21.0, b"poster"), Still(6.0, b"early"), Still(None, b"\0"))
    with Store(archive) as store:
        for stills in (first, first[1:]):
            store.keep([Read(Reading(of, "1", "mp4"), "", stills=stills)])
            assert store.stills(of) == stills
        assert store.stills(Digest(digest(b"b"))) == ()


def test_a_decision_comes_back_and_is_told_in_the_story(archive: Path) -> None:
    with Store.look(archive) as store:
        (word,) = store.decisions()
        assert (word.id, word.verb, word.point, word.unit) == (1, Verb.PLACE, "05-2", "")
        assert (word.by, word.why, word.date) == ("王", "见正文", "2026")
        assert store.events()[-1].what == "decided"


def test_the_fingerprint_changes_with_everything_that_counts(archive: Path) -> None:
    seen: set[str] = set()
    inbox = archive.parent / "inbox"
    with Store(archive) as store:

        def changed() -> bool:
            before = len(seen)
            seen.add(store.fingerprint())
            return len(seen) > before

        assert changed()
        assert not changed()
        store.note("said", "x", "y", "z")
        store.remember("key", "value")
        assert not changed()
        drop(inbox, {"d.txt": b"a"})
        take(store, inbox)
        assert changed()
        store.keep([Read(Reading(Digest(digest(b"a")), "2", "txt"), "")])
        assert changed()
        store.decide(Verb.UNDO, "a", Digest(digest(b"a")), by="王", why="")
        assert changed()
        drop(inbox, {"Thumbs.db": b""})
        take(store, inbox)
        assert changed()


def test_what_the_pipeline_remembers_outlives_it(archive: Path) -> None:
    with Store(archive) as store:
        assert store.recall("built") == ""
        store.remember("built", "one")
        store.remember("built", "two")
    with Store.look(archive) as store:
        assert store.recall("built") == "two"


def test_members_read_again_are_not_entered_again(archive: Path) -> None:
    modified = datetime(2022, 5, 9, tzinfo=UTC)
    container = Digest(digest(b"c"))
    with Store(archive) as store:
        for version in ("1", "2"):
            path = store.spool(container) / "会议.txt"
            drop(path.parent, {path.name: b"member"})
            member = Member("二〇二二/会议.txt", path, modified)
            store.keep([Read(Reading(container, version, "zip"), "", (member,))])
        (arrival,) = [a for a in store.arrivals() if a.container]
        assert arrival.name == f"{UNIT}/c.txt/二〇二二/会议.txt"
        assert (arrival.modified, arrival.container) == (modified, 3)
        assert store.blob(arrival.digest).read_bytes() == b"member"
        assert not store.verify(archive / "dossier").flaws


def test_nobody_changes_what_came_or_was_decided(archive: Path) -> None:
    book = sqlite3.connect(archive / "ledger.sqlite")
    for table in ("arrivals", "decisions", "events"):
        for change in (f"UPDATE {table} SET by = 'x'", f"DELETE FROM {table}"):  # noqa: S608 - ours
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                book.execute(change)
    book.close()


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ("UPDATE events SET detail = detail || '!' WHERE id = 2", "事件 2"),
        ("DELETE FROM events WHERE id = 2", "事件 2"),
        ("DELETE FROM events WHERE id = (SELECT max(id) FROM events)", "事件 4"),
        ("UPDATE arrivals SET name = 'x' WHERE id = 2", "收件 2"),
        ("UPDATE arrivals SET digest = (SELECT digest FROM arrivals)", "收件 2"),
        ("DELETE FROM arrivals WHERE id = 2", "收件 2"),
        ("UPDATE decisions SET point = '05-3'", "决定 1"),
    ],
)
def test_who_changes_the_ledger_all_the_same_is_found(
    archive: Path, change: str, subject: str
) -> None:
    book = sqlite3.connect(archive / "ledger.sqlite")
    triggers = book.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        book.execute(f"DROP TRIGGER {name}")
    book.execute(change)
    book.commit()
    book.close()
    with Store.look(archive) as store:
        flaws = store.verify(archive / "dossier").flaws
        assert subject in {flaw.subject for flaw in flaws if flaw.place == "账册"}


def test_who_changes_an_original_is_found(archive: Path) -> None:
    for name, content in ((b"a", None), (b"b", b"B"), (b"c", b"longer")):
        path = archive / "blobs" / digest(name)[:2] / digest(name)
        path.chmod(0o644)
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
    drop(archive / "blobs" / "00", {"stranger": b""})
    with Store.look(archive) as store:
        flaws = {flaw.subject: flaw.message for flaw in store.verify(archive / "dossier").flaws}
        assert flaws == {
            digest(b"a"): "缺失",
            digest(b"b"): "内容与登记的摘要不符",
            digest(b"c"): "应为 1 字节，现为 6 字节",
            "stranger": "账册里没有登记",
        }


@pytest.mark.parametrize("rotten", [b"", b"X"])
def test_a_rotten_original_is_mended_when_the_same_bytes_come_again(
    archive: Path, rotten: bytes
) -> None:
    path = archive / "blobs" / digest(b"a")[:2] / digest(b"a")
    path.chmod(0o644)
    path.write_bytes(rotten)
    drop(archive.parent / "inbox", {"again.txt": b"a"})
    with Store(archive) as store:
        take(store, archive.parent / "inbox")
        assert not store.verify(archive / "dossier").flaws
        assert "mended" in {event.what for event in store.events()}


def test_a_ledger_of_a_newer_program_is_not_touched(archive: Path) -> None:
    book = sqlite3.connect(archive / "ledger.sqlite")
    book.execute("PRAGMA user_version = 999")
    book.close()
    for opening in (Store, Store.look):
        with pytest.raises(UserError, match="更新版本"):
            opening(archive)


def test_an_old_ledger_is_only_looked_at_after_it_was_brought_up_to_date(archive: Path) -> None:
    book = sqlite3.connect(archive / "ledger.sqlite")
    book.execute("PRAGMA user_version = 0")
    book.close()
    with pytest.raises(UserError, match="较早版本"):
        Store.look(archive)


def test_a_broken_ledger_is_said_plainly(archive: Path) -> None:
    (archive / "ledger.sqlite").write_bytes(b"not a database, not at all" * 100)
    with pytest.raises(UserError, match="账册"):
        Store(archive)
    with pytest.raises(UserError, match="账册"):
        Store.look(archive)
