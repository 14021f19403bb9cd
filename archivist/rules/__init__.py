"""ROOM 2: what is asked for, and where each document belongs."""

from archivist.rules.composing import compose
from archivist.rules.deciding import excuses
from archivist.rules.documents import documents, lessons
from archivist.rules.handed import approved
from archivist.rules.loading import RulesSummary, load, pack, summary
from archivist.rules.placing import Placer, placer
from archivist.rules.secrecy import hushed
from archivist.rules.tables import Imported, import_table
from archivist.rules.trying import Move, moves

__all__ = [
    "Imported",
    "Move",
    "Placer",
    "RulesSummary",
    "approved",
    "compose",
    "documents",
    "excuses",
    "hushed",
    "import_table",
    "lessons",
    "load",
    "moves",
    "pack",
    "placer",
    "summary",
]
