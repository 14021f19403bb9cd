"""ROOM 4: the archive becomes boxes, the leaves of the dossier, receipts and records."""

from archivist.dossier.accepted import accepted
from archivist.dossier.arrange import arrange, seal_of
from archivist.dossier.changes import Changes, since
from archivist.dossier.dress import dressed
from archivist.dossier.eep import encapsulated
from archivist.dossier.leaves import leaves
from archivist.dossier.letters import parcels
from archivist.dossier.news import News, news
from archivist.dossier.packages import bag, packages, transfer
from archivist.dossier.pages import mistakes_in
from archivist.dossier.planning import tasks
from archivist.dossier.progress import best, day
from archivist.dossier.receipts import receipts
from archivist.dossier.records import document_record, finding_record, report_record, summary
from archivist.dossier.schedule import Imported, export, read_plan
from archivist.dossier.separators import (
    separators_of_gaps,
    separators_page,
    separators_paper,
)
from archivist.dossier.site import page
from archivist.dossier.tasks import marks
from archivist.dossier.words import rate

__all__ = [
    "Changes",
    "Imported",
    "News",
    "accepted",
    "arrange",
    "bag",
    "best",
    "day",
    "document_record",
    "dressed",
    "encapsulated",
    "export",
    "finding_record",
    "leaves",
    "marks",
    "mistakes_in",
    "news",
    "packages",
    "page",
    "parcels",
    "rate",
    "read_plan",
    "receipts",
    "report_record",
    "seal_of",
    "separators_of_gaps",
    "separators_page",
    "separators_paper",
    "since",
    "summary",
    "tasks",
    "transfer",
]
