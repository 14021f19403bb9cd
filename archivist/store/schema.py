"""The ledger's pages: every step that ever changed them, in order; append only."""

from __future__ import annotations

_FIRST = """
CREATE TABLE arrivals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name NOT NULL,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    by NOT NULL,
    container INTEGER REFERENCES arrivals (id)
);
CREATE INDEX arrivals_digest ON arrivals (digest);
CREATE INDEX arrivals_container ON arrivals (container) WHERE container IS NOT NULL;

CREATE TABLE intents (
    name PRIMARY KEY,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    by NOT NULL,
    entered INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE left_behind (
    name PRIMARY KEY,
    why TEXT NOT NULL
);

CREATE TABLE readings (
    digest TEXT PRIMARY KEY,
    format TEXT NOT NULL,
    version TEXT NOT NULL,
    data TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE texts (
    digest TEXT PRIMARY KEY,
    packed INTEGER NOT NULL,
    data BLOB NOT NULL
);

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    verb TEXT NOT NULL,
    name NOT NULL,
    digest TEXT NOT NULL,
    point TEXT NOT NULL,
    unit TEXT NOT NULL,
    want TEXT NOT NULL,
    date TEXT NOT NULL,
    by NOT NULL,
    at INTEGER NOT NULL,
    why NOT NULL
);

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    subject NOT NULL,
    detail NOT NULL,
    by NOT NULL,
    hash TEXT NOT NULL
);

CREATE TABLE builds (id INTEGER PRIMARY KEY, inode INTEGER NOT NULL);

CREATE TABLE shelf (
    build INTEGER NOT NULL REFERENCES builds (id),
    path NOT NULL,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    PRIMARY KEY (build, path)
) WITHOUT ROWID;

CREATE TABLE memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

_DAYS = """
CREATE TABLE summaries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    day TEXT NOT NULL,
    data TEXT NOT NULL
);

CREATE TABLE turns (
    summary INTEGER NOT NULL REFERENCES summaries (id),
    key NOT NULL,
    state TEXT NOT NULL,
    told NOT NULL,
    PRIMARY KEY (summary, key)
) WITHOUT ROWID;

CREATE TABLE assignments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    task TEXT NOT NULL,
    person TEXT NOT NULL,
    start TEXT NOT NULL,
    due TEXT NOT NULL,
    done TEXT NOT NULL,
    remark TEXT NOT NULL,
    by NOT NULL,
    at INTEGER NOT NULL
);
"""

_COMPOSITION = """
ALTER TABLE decisions ADD COLUMN main NOT NULL DEFAULT '';
"""

_STILLS = """
CREATE TABLE stills (
    digest TEXT NOT NULL,
    place INTEGER NOT NULL,
    seconds REAL,
    jpeg BLOB NOT NULL,
    PRIMARY KEY (digest, place)
);
"""

_SUMS = """
CREATE TABLE sums (
    digest TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    sum TEXT NOT NULL,
    PRIMARY KEY (digest, algorithm)
) WITHOUT ROWID;
"""

_LINES = """
CREATE TABLE lines (digest TEXT PRIMARY KEY, data BLOB NOT NULL);
"""


def _kept(*tables: str) -> str:
    """Triggers that let nobody change or remove what was once written."""
    return "".join(
        f"""
CREATE TRIGGER {table}_never_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""
        for table in tables
        for verb in ("UPDATE", "DELETE")
    )


MIGRATIONS: tuple[str, ...] = (
    _FIRST + _kept("arrivals", "decisions", "events"),
    _DAYS + _kept("summaries", "turns", "assignments"),
    _STILLS,
    _COMPOSITION,
    _SUMS,
    _LINES,
)
"""Scripts in order; a ledger's ``user_version`` counts how many it has seen."""
