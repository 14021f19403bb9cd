"""The book of the shelves: what each build laid where, kept until the next one stands."""

from __future__ import annotations

from collections.abc import Mapping

from archivist.store.ledger import Ledger, from_column, to_column
from archivist.store.planks import Plank, Stamp


def builds(ledger: Ledger) -> list[tuple[int, int]]:
    """Recorded builds with the inode of their tree, the newest last; two while swapping."""
    rows = ledger.rows("SELECT id, inode FROM builds ORDER BY id")
    return [(build, inode % 2**64) for build, inode in rows]


def planks(ledger: Ledger) -> dict[str, Plank]:
    """What the newest build laid, by path."""
    return {
        from_column(path): Plank(digest, (size, modified))
        for path, digest, size, modified in ledger.each(
            "SELECT path, digest, size, modified FROM shelf"
            " WHERE build = (SELECT max(id) FROM builds) ORDER BY path"
        )
    }


def known(ledger: Ledger) -> dict[str, dict[Stamp, str]]:
    """Digest by stamp for every path any recorded build laid."""
    made: dict[str, dict[Stamp, str]] = {}
    for path, digest, size, modified in ledger.each(
        "SELECT path, digest, size, modified FROM shelf"
    ):
        made.setdefault(from_column(path), {})[size, modified] = digest
    return made


def open_build(ledger: Ledger, laid: Mapping[str, Plank], inode: int) -> None:
    """Record a build whose tree is complete and durable and is about to be swapped in."""
    signed = inode - 2**64 if inode >= 2**63 else inode
    with ledger.transaction():
        build = ledger.write("INSERT INTO builds (inode) VALUES (?)", signed)
        ledger.write_all(
            "INSERT INTO shelf (build, path, digest, size, modified) VALUES (?,?,?,?,?)",
            [(build, to_column(path), plank.digest, *plank.stamp) for path, plank in laid.items()],
        )


def drop_newest(ledger: Ledger) -> None:
    """The newest build was never swapped in."""
    with ledger.transaction():
        ledger.write("DELETE FROM shelf WHERE build = (SELECT max(id) FROM builds)")
        ledger.write("DELETE FROM builds WHERE id = (SELECT max(id) FROM builds)")


def drop_older(ledger: Ledger) -> None:
    """Only the newest build stands."""
    if len(builds(ledger)) > 1:
        with ledger.transaction():
            ledger.write("DELETE FROM shelf WHERE build < (SELECT max(id) FROM builds)")
            ledger.write("DELETE FROM builds WHERE id < (SELECT max(id) FROM builds)")
