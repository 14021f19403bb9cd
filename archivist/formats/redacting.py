"""A copy without the personal numbers: pages become pictures, painted over; to be read again.

Nothing of the old file goes into the copy but the pixels of its pages and, of a PDF, the words
of its text layer with the numbers starred; hidden layers, forms, attachments and metadata stay
behind. What a number is, and which are looked for, is said in ``elements.personal``.
"""

from __future__ import annotations

import importlib
import io
from pathlib import Path

from PIL import Image

from archivist.formats import blotting, ocr, repapering
from archivist.formats.elements.personal import speaks_of_accounts
from archivist.formats.registry import Redacted
from archivist.model import Limits

_SAVED = {
    "jpeg": "JPEG",
    "heic": "JPEG",  # decoded by pi-heif, which writes none
    "png": "PNG",
    "tiff": "TIFF",
    "bmp": "BMP",
    "webp": "WEBP",
}
_ONE = frozenset({"jpeg", "heic", "png", "bmp"})
"""Of these viewers show one picture; what lies behind it (depth, bursts, previews) is left behind."""

FORMATS = frozenset({"pdf", *_SAVED})
"""What can be redacted."""


def redact(path: Path, form: str, limits: Limits) -> Redacted:
    """Take the personal numbers out of a picture or PDF.

    Args:
        path: the original; it is only read.
        form: its format, one of ``FORMATS``.
        limits: whether OCR may be used, and how many pages may be gone through.

    Returns:
        The bytes of a new file of the same format (a JPEG for a HEIC), not yet proved: read it again.
    """
    idle = ocr.idle(limits)
    if form == "pdf":
        return repapering.redact(path, limits.pages, idle)
    if idle:
        return Redacted(why_not=f"{idle.why}，找不到图片上的号码。{idle.mend}。")
    return _picture(path, form, limits.pages)


def _picture(path: Path, form: str, most: int) -> Redacted:
    if form == "heic":
        try:
            importlib.import_module("pi_heif").register_heif_opener()
        except ImportError:
            return Redacted(why_not="本机没有读取 HEIC 的组件。请由管理员安装 pi-heif。")
    with Image.open(path) as image:
        if getattr(image, "n_frames", 1) > most:
            return Redacted(why_not=f"图片超过 {most} 页的上限。请拆分后重新提交。")
        shown = [blotting.seen(image)] if form in _ONE else blotting.frames(image)
        pages = [(each, ocr.recognise(each)) for each in shown]
    accounts = any(speaks_of_accounts(found.text) for _, found in pages)
    painted = [blotting.areas(found, accounts=accounts) for _, found in pages]
    made = [blotting.blotted(*page, at) for page, at in zip(pages, painted, strict=True)]
    out = io.BytesIO()
    rest = {"save_all": True, "append_images": made[1:]} if len(made) > 1 else {}
    fine = {"quality": 92} if form in {"jpeg", "heic", "webp"} else {}
    made[0].save(out, _SAVED[form], **rest, **fine)
    return Redacted(out.getvalue(), sum(map(len, painted)))
