"""The ledger's binding: the only user of SQLite; one writer, transactions, nothing of the story."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from archivist.model import UserError
from archivist.store.schema import MIGRATIONS

Value: TypeAlias = str | bytes | int | float | None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_column(text: str) -> str | bytes:
    """Text as it is, or as bytes if it holds halves of characters (undecodable file names)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def from_column(value: str | bytes) -> str:
    """The exact text ``to_column`` was given."""
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")


def to_micro(moment: datetime) -> int:
    """Microseconds since 1970 of an aware time."""
    return (moment - _EPOCH) // _MICROSECOND


def from_micro(micro: int) -> datetime:
    """An aware time in UTC; moments no calendar knows (broken clocks) become its nearest end."""
    try:
        return _EPOCH + timedelta(microseconds=micro)
    except OverflowError:
        return _LAST if micro > 0 else _EPOCH


class Ledger:
    """One SQLite file. ``writing`` opens or creates it, ``reading`` disturbs nobody."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Wrap an open connection; use the two constructors below."""
        self._connection = connection

    @classmethod
    def writing(cls, path: Path) -> Ledger:
        """Open for the one writer, bringing an older ledger up to date.

        Raises:
            UserError: it was written by a newer program, or cannot be opened.
        """
        with _told():
            ledger = cls(_connect(str(path)))
            with ledger._open_or_closed():
                ledger.write("PRAGMA journal_mode=WAL")
                ledger.write("PRAGMA synchronous=FULL")
                ledger._migrate()
        return ledger

    @classmethod
    def reading(cls, path: Path) -> Ledger:
        """Open read-only; a ledger that does not exist yet is an empty one.

        Raises:
            UserError: it was written by a newer or an older program, or cannot be opened.
        """
        if not path.exists():
            ledger = cls(_connect(":memory:"))
            ledger._migrate()
            return ledger
        uri = path.absolute().as_uri()
        with _told():
            try:
                ledger = cls(_connect(f"{uri}?mode=ro"))
                ledger._must_be_up_to_date()
            except sqlite3.OperationalError:  # a medium that cannot even hold the reader's lock
                ledger = cls(_connect(f"{uri}?immutable=1"))
                ledger._must_be_up_to_date()
        return ledger

    @contextlib.contextmanager
    def _open_or_closed(self) -> Iterator[None]:
        """Nobody gets a ledger that could not be opened: close it."""
        try:
            yield
        except BaseException:
            self.close()
            raise

    def _must_be_up_to_date(self) -> None:
        with self._open_or_closed():
            if self._known() < len(MIGRATIONS):
                raise UserError(
                    "账册由较早版本的程序建立。", "请先运行一次 archivist build 升级账册。"
                )

    def close(self) -> None:
        """Close; everything committed is already durable."""
        self._connection.close()

    def rows(self, sql: str, *values: Value) -> list[tuple[Any, ...]]:
        """All rows of a question."""
        with _told():
            return self._connection.execute(sql, values).fetchall()

    def each(self, sql: str, *values: Value) -> Iterator[tuple[Any, ...]]:
        """Rows of a question one by one, for those that are big."""
        with _told():
            yield from self._connection.execute(sql, values)

    def one(self, sql: str, *values: Value) -> Any:  # noqa: ANN401 - a cell holds what it holds
        """First cell of the first row, or None."""
        with _told():
            row = self._connection.execute(sql, values).fetchone()
        return row[0] if row else None

    def write(self, sql: str, *values: Value) -> int:
        """Change something; returns the row id of an insert."""
        with _told():
            return self._connection.execute(sql, values).lastrowid or 0

    def write_all(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        """Change the same for many rows."""
        with _told():
            self._connection.executemany(sql, rows)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it durable at the end, or nothing."""
        self.write("BEGIN IMMEDIATE")
        try:
            yield
            self.write("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.rollback()
            raise

    def _known(self) -> int:
        known = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        if known > len(MIGRATIONS):
            raise UserError("账册由更新版本的程序建立。", "请升级 archivist 后再用。")
        return known

    def _migrate(self) -> None:
        for number, script in enumerate(MIGRATIONS[self._known() :], start=self._known() + 1):
            self._connection.executescript(
                f"BEGIN IMMEDIATE; {script}; PRAGMA user_version={number}; COMMIT;"
            )


def _connect(where: str) -> sqlite3.Connection:
    # The lock file admits one writer and one thread at a time uses it: watchers call from theirs.
    return sqlite3.connect(
        where, uri=where.startswith("file:"), isolation_level=None, check_same_thread=False
    )


_REFUSALS = {
    sqlite3.SQLITE_BUSY: "正被另一个程序占用",
    sqlite3.SQLITE_LOCKED: "正被另一个程序占用",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
    sqlite3.SQLITE_READONLY: "文件或磁盘是只读的",
    sqlite3.SQLITE_CANTOPEN: "文件打不开，可能不存在或没有权限",
    sqlite3.SQLITE_PERM: "没有权限",
}


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 where the module itself complains."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """SQLite's trouble with the disk, as a sentence with a remedy."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if _code(error) == sqlite3.SQLITE_FULL:
            raise UserError(
                "磁盘已满，账册写不进去。", "已放入的文件都还在；请清理磁盘后重试。"
            ) from error
        why = _REFUSALS.get(_code(error), f"数据库错误 {_code(error)}")
        raise UserError(
            f"账册无法读写：{why}。", "请检查磁盘和文件夹权限，并关闭占用账册的程序。"
        ) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise UserError(
            f"账册已损坏（数据库错误 {_code(error)}）。",
            "请从备份恢复 archive/ledger.sqlite；原件不受影响。",
        ) from error
