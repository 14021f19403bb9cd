"""ROOM 4: the archive becomes boxes, the leaves of the dossier, receipts and records."""

from archivist.dossier.arrange import arrange
from archivist.dossier.leaves import leaves
from archivist.dossier.receipts import receipts
from archivist.dossier.records import document_record, finding_record, report_record, summary

__all__ = [
    "arrange",
    "document_record",
    "finding_record",
    "leaves",
    "receipts",
    "report_record",
    "summary",
]
