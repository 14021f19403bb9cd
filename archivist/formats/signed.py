"""Electronic signatures in a PDF: whether its bytes are still those signed, by whom, when, changed since.

Facts: one ``signature`` each, as ``Signed`` in the model writes it. Trust in the signer's
certificate is never judged here: an intranet has no chain and no revocation lists, and nothing is
fetched. The time is the one the signer's clock claims.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from archivist.formats.foreign import attempt
from archivist.model import Sealing, Signed

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

VERSION = 1
"""Raise when other facts come of the same signatures."""

_MOST = 50


def facts(path: Path) -> list[tuple[str, str]]:
    """What holds for every signature of a PDF that has any; [] where none can be found."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    return attempt(partial(_facts, path), _nothing_known)


def _nothing_known(error: Exception) -> list[tuple[str, str]]:
    """The file opens for reading, yet not for a judgement about its bytes."""
    why = "缺少组件 pyhanko" if isinstance(error, ImportError) else "文件结构有损坏"
    return [("signature", str(Signed(Sealing.UNKNOWN, why=why)))]


def _facts(path: Path) -> list[tuple[str, str]]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    with path.open("rb") as file:
        reader = PdfFileReader(file, strict=False)
        if reader.encrypted:
            reader.decrypt("")  # an owner's password alone does not lock the content
        signatures = reader.embedded_regular_signatures[:_MOST]
        told = [attempt(partial(_told, one), partial(_unknown, one)) for one in signatures]
    return [("signature", str(one)) for one in told]


def _told(signature: EmbeddedPdfSignature) -> Signed:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=nobody)
    signer = next(_names(status.signing_cert.subject.native), "")
    when = status.signer_reported_dt
    return Signed(_state(status), signer, when.isoformat(timespec="seconds") if when else "")


def _unknown(signature: EmbeddedPdfSignature, _error: Exception) -> Signed:
    """Not judged: national algorithms (SM2), other containers, damage; who signed may still show."""
    subject = attempt(lambda: signature.signer_cert.subject.native, lambda _error: None)
    return Signed(Sealing.UNKNOWN, next(_names(subject), ""), why="签名算法或格式不受支持")


def _state(status: PdfSignatureStatus) -> Sealing:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if not status.intact:
        return Sealing.ALTERED
    if not status.valid:
        return Sealing.FOREIGN
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return Sealing.PARTIAL
    level = status.modification_level
    changed = not isinstance(level, ModificationLevel) or level is ModificationLevel.OTHER
    return Sealing.ADDED if changed or status.docmdp_ok is False else Sealing.INTACT


def _names(subject: object) -> Iterator[str]:
    """The holder's own name, else the organisation's (X.520 commonName, organizationName)."""
    if isinstance(subject, dict):
        for key in ("common_name", "organizational_unit_name", "organization_name"):
            value = subject.get(key)
            if isinstance(value, str) and value.strip():
                yield " ".join(value.replace("|", " ").split())
