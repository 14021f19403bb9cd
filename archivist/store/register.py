"""The register: what arrived, what is on its way in, what was left behind, what people decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from archivist.model import Arrival, Decision, Digest, Verb
from archivist.store.ledger import Ledger, from_column, from_micro, to_column, to_micro

_FIELDS = "id, name, digest, size, modified, taken, by, container"


@dataclass(frozen=True, slots=True)
class Intent:
    """A file about to leave the inbox. ``modified`` in ns; ``entered``: its arrival is committed."""

    name: str
    digest: Digest
    size: int
    modified: int
    inode: int
    by: str
    entered: bool = False


def arrivals(ledger: Ledger, after: int = 0) -> tuple[Arrival, ...]:
    """Everything that ever came, in order of coming; only what came after an id, if given."""
    return tuple(
        _arrival(*row)
        for row in ledger.each(f"SELECT {_FIELDS} FROM arrivals WHERE id > ? ORDER BY id", after)  # noqa: S608 - constant
    )


def first(ledger: Ledger, digest: Digest) -> Arrival | None:
    """The first arrival of these bytes, None if they never came."""
    rows = ledger.rows(
        f"SELECT {_FIELDS} FROM arrivals WHERE digest = ? ORDER BY id LIMIT 1",  # noqa: S608 - constant
        digest,
    )
    return _arrival(*rows[0]) if rows else None


def enter(ledger: Ledger, taken: datetime, intents: Iterable[Intent]) -> None:
    """Enter files from the inbox as arrivals; must run inside a transaction."""
    micro = to_micro(taken)
    ledger.write_all(
        "INSERT INTO arrivals (name, digest, size, modified, taken, by) VALUES (?,?,?,?,?,?)",
        [
            (to_column(i.name), i.digest, i.size, i.modified // 1000, micro, to_column(i.by))
            for i in intents
        ],
    )


def enter_member(
    ledger: Ledger, taken: datetime, container: Arrival, name: str, digest: Digest, size: int
) -> int:
    """Enter a member of a container, unless it is there already; returns its id, or 0."""
    known = ledger.one(
        "SELECT id FROM arrivals WHERE container = ? AND name = ? AND digest = ?",
        container.id,
        to_column(name),
        digest,
    )
    if known:
        return 0
    return ledger.write(
        "INSERT INTO arrivals (name, digest, size, modified, taken, by, container)"
        " VALUES (?,?,?,?,?,?,?)",
        to_column(name),
        digest,
        size,
        to_micro(container.modified),
        to_micro(taken),
        to_column(container.by),
        container.id,
    )


def last(ledger: Ledger) -> int:
    """The id of the last arrival, 0 before the first."""
    return int(ledger.one("SELECT max(id) FROM arrivals") or 0)


def came(ledger: Ledger, digest: str) -> bool:
    """Whether these bytes ever came."""
    return ledger.one("SELECT 1 FROM arrivals WHERE digest = ?", digest) is not None


def sizes(ledger: Ledger) -> dict[Digest, int]:
    """Size of every original that must be there."""
    return dict(ledger.rows("SELECT digest, max(size) FROM arrivals GROUP BY digest"))


def intend(ledger: Ledger, intents: Iterable[Intent]) -> None:
    """Write down what is about to leave the inbox; must run inside a transaction."""
    ledger.write_all(
        "INSERT OR REPLACE INTO intents (name, digest, size, modified, inode, by)"
        " VALUES (?,?,?,?,?,?)",
        [
            (to_column(i.name), i.digest, i.size, i.modified, _signed(i.inode), to_column(i.by))
            for i in intents
        ],
    )


def intents(ledger: Ledger) -> list[Intent]:
    """What was about to leave the inbox when we stopped."""
    return [
        Intent(from_column(n), Digest(d), size, modified, inode % 2**64, from_column(by), bool(e))
        for n, d, size, modified, inode, by, e in ledger.rows(
            "SELECT name, digest, size, modified, inode, by, entered FROM intents ORDER BY rowid"
        )
    ]


def entered(ledger: Ledger, names: Iterable[str]) -> None:
    """These have arrived but still stand in the inbox."""
    rows = [(to_column(name),) for name in names]
    ledger.write_all("UPDATE intents SET entered = 1 WHERE name = ?", rows)


def forget(ledger: Ledger, names: Iterable[str]) -> None:
    """These are no longer on their way."""
    ledger.write_all("DELETE FROM intents WHERE name = ?", [(to_column(name),) for name in names])


def left_behind(ledger: Ledger) -> dict[str, str]:
    """Names in the inbox that are not taken, and why ("" for those nobody needs to hear of)."""
    rows = ledger.rows("SELECT name, why FROM left_behind")
    return dict(sorted((from_column(name), why) for name, why in rows))


def leave_behind(ledger: Ledger, names: dict[str, str]) -> None:
    """Exactly these stand in the inbox and are not taken; must run inside a transaction."""
    ledger.write("DELETE FROM left_behind")
    ledger.write_all(
        "INSERT INTO left_behind (name, why) VALUES (?,?)",
        [(to_column(name), why) for name, why in names.items()],
    )


def decisions(ledger: Ledger) -> tuple[Decision, ...]:
    """Everything people decided, in order."""
    return tuple(
        Decision(
            number,
            Verb(verb),
            from_column(name),
            Digest(digest),
            point,
            unit,
            want,
            date,
            from_column(by),
            from_micro(at),
            from_column(why),
            from_column(main),
        )
        for number, verb, name, digest, point, unit, want, date, by, at, why, main in ledger.each(
            "SELECT id, verb, name, digest, point, unit, want, date, by, at, why, main"
            " FROM decisions ORDER BY id"
        )
    )


def decide(ledger: Ledger, word: Decision) -> int:
    """Write down a person's word, whatever its id; returns the id it got."""
    return ledger.write(
        "INSERT INTO decisions (verb, name, digest, point, unit, want, date, by, at, why, main)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        word.verb.value,
        to_column(word.name),
        word.digest,
        word.point,
        word.unit,
        word.want,
        word.date,
        to_column(word.by),
        to_micro(word.at),
        to_column(word.why),
        to_column(word.main),
    )


def word(decision: Decision) -> tuple[str, str, str, str]:
    """What the story says of a decision; ``verify`` holds the two against each other."""
    fields = (decision.id, decision.verb, decision.digest, decision.point, decision.unit)
    more = (decision.want, decision.date, decision.why, *filter(None, (decision.main,)))
    return "decided", decision.name, " | ".join(map(str, (*fields, *more))), decision.by


def _arrival(
    number: int,
    name: str | bytes,
    digest: str,
    size: int,
    modified: int,
    taken: int,
    by: str | bytes,
    container: int | None,
) -> Arrival:
    times = from_micro(modified), from_micro(taken)
    return Arrival(
        number, from_column(name), Digest(digest), size, *times, from_column(by), container
    )


def _signed(inode: int) -> int:
    """SQLite keeps signed 64 bits; file systems give unsigned ones."""
    return inode - 2**64 if inode >= 2**63 else inode
