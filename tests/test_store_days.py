"""The ledger remembers the days, what changed on them, and who was to do what."""

from __future__ import annotations

import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from archivist.model import Assignment, Mark, Summary
from archivist.store import Store

MONDAY, TUESDAY = date(2023, 3, 13), date(2023, 3, 14)


def summary(day: date, held: str = "61.50") -> Summary:
    score = Decimal(held)
    return Summary(day, score, 100 - score, Decimal(2), score + 2, False, 9, 7, 1, 3, 4, 5, 9)


def test_a_day_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.record(summary(MONDAY), [Mark("want a", "partly", "甲")])
        past = store.past(MONDAY)
    assert past.summaries == (summary(MONDAY),)
    assert past.on(MONDAY) == {"want a": Mark("want a", "partly", "甲")}


def test_only_what_changed_is_kept_and_what_is_gone_is_still_told(tmp_path: Path) -> None:
    one, two = Mark("a", "missing", "甲"), Mark("b", "partly", "乙")
    with Store(tmp_path) as store:
        store.record(summary(MONDAY), [one, two])
        store.record(summary(TUESDAY), [two])
        past = store.past(TUESDAY)
    assert past.marks == ((MONDAY, (one, two)), (TUESDAY, (Mark("a", "", "甲"),)))
    assert list(past.on(TUESDAY)) == ["b"]


def test_what_opens_and_closes_on_one_day_never_was(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.record(summary(MONDAY), [Mark("a", "missing", "甲")])
        store.record(summary(MONDAY, "70"), [])
        past = store.past(TUESDAY)
    assert past.marks == ()
    assert [s.held for s in past.summaries] == [Decimal(70)]


def test_the_same_again_writes_nothing(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for _ in range(3):
            store.record(summary(MONDAY), [Mark("a", "missing", "甲")])
    with sqlite3.connect(tmp_path / "ledger.sqlite") as book:
        assert book.execute("SELECT count(*) FROM summaries").fetchone() == (1,)
    book.close()


def test_later_days_are_not_seen_from_an_earlier_one(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.record(summary(TUESDAY), [Mark("a", "missing", "甲")])
        assert store.past(MONDAY).summaries == ()
        store.record(summary(MONDAY), [Mark("a", "missing", "甲")])
        assert [s.day for s in store.past(TUESDAY).summaries] == [MONDAY, TUESDAY]


def test_words_on_tasks_are_kept_with_who_and_when_and_told_in_the_story(tmp_path: Path) -> None:
    word = Assignment("T1", "王老师", None, TUESDAY, None, "已约档案馆")
    with Store(tmp_path) as store:
        before = store.fingerprint()
        store.assign([word], by="李四")
        (kept,) = store.past(MONDAY).assignments
        assert store.fingerprint() != before
        assert store.events()[-1].what == "assigned"
        assert not store.verify(tmp_path / "dossier").flaws
    assert (kept.person, kept.due, kept.by) == ("王老师", TUESDAY, "李四")
    assert kept.at is not None


@pytest.mark.parametrize("table", ["summaries", "turns", "assignments"])
def test_nobody_changes_what_was_kept(tmp_path: Path, table: str) -> None:
    with Store(tmp_path) as store:
        store.record(summary(MONDAY), [Mark("a", "missing", "甲")])
        store.assign([Assignment("T1", "王", None, None, None, "")], by="李")
    book = sqlite3.connect(tmp_path / "ledger.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        book.execute(f"DELETE FROM {table}")  # noqa: S608 - our own three names
    book.close()
