"""A dossier as it lies on a stick: one real file of every kind a browser meets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from archivist import dossier, formats
from archivist.model import Archive, Digest, Document, Leaf, Limits, Read, Shop, Still
from tests import dossiers

_SPECIMENS = Path(__file__).parent / "specimens"

SAID = "区委常委会专题研究农贸市场快检室建设，议定三件事。<script>alert(1)</script>"

KINDS = {
    "区教育局/05-2 会议纪要.docx": ("docx", "docx.docx"),
    "区教育局/05-2 现场照片.jpg": ("jpeg", "media/photo.jpg"),
    "区教育局/05-2 扫描件.tiff": ("tiff", "media/scan.tiff"),
    "区教育局/05-2 讲话录音.wav": ("wav", "media/sound.wav"),
    "区教育局/05-2 宣传片.webm": ("webm", "media/clip.webm"),
    "区教育局/05-2 老录像.wmv": ("wmv", "media/clip.wmv"),
    "区教育局/05-2 通知.pdf": ("pdf", "pdf.pdf"),
    "区教育局/05-2 台账.txt": ("txt", "txt.txt"),
}
"""By name: format, and the specimen whose bytes it has."""

SHOWN = {
    "jpeg": "document.querySelector('#view img')?.naturalWidth > 100",
    "wav": "document.querySelector('#view audio')?.readyState > 0",
    "webm": "document.querySelector('#view video')?.videoWidth > 0 && document.querySelector('#view video').poster",
    "pdf": "document.querySelector('#view iframe')?.src.endsWith('.pdf')",
    "docx": "document.querySelector('#said').open && document.querySelector('#text').textContent",
    "txt": "document.querySelector('#said').open && document.querySelector('#text').textContent",
    "tiff": "document.querySelectorAll('#view img').length === 2 && document.querySelector('#view img').naturalWidth > 100 && document.querySelector('#told').textContent.includes('缩小的预览')",
    "wmv": "document.querySelector('#told').textContent.includes('不能播放')",
}
"""What must become true in the viewer; what a browser cannot show is told of."""


def title(name: str) -> str:
    return Path(name).stem[5:]


def receipts(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """The receipts, as they would lie in the inbox."""
    for folder, slip in dossier.receipts(archive, ["", "区教育局"]):
        yield f"收件/{folder}".rstrip("/"), slip


def _document(name: str) -> Document:
    """A document with the facts that the reading of its specimen tells."""
    form, specimen = KINDS[name]
    made = dossiers.document(
        name,
        format=form,
        extensions=(Path(name).suffix[1:],),
        title=title(name),
        cross=("05-3",) if form == "pdf" else (),
    )
    facts = _read(_SPECIMENS / specimen, made.arrival.digest).reading.facts
    return replace(made, reading=replace(made.reading, facts=facts))


@cache
def _read(specimen: Path, digest: Digest) -> Read:
    return formats.read(specimen, digest, specimen.parent, Limits(ocr_pages=0))


def lay(root: Path) -> Path:
    """Write the dossier of these files, small pictures included, into an empty folder."""
    documents = tuple(_document(name) for name in KINDS)
    bytes_of = {
        document.arrival.digest: _SPECIMENS / specimen
        for document, (_, specimen) in zip(documents, KINDS.values(), strict=True)
    }
    spoken = documents[0].arrival.digest
    silent = {d.arrival.digest for d in documents if d.reading.format in {"tiff", "wmv"}}

    def stills(digest: Digest) -> tuple[Still, ...]:
        return _read(bytes_of[digest], digest).stills

    shop = Shop(
        texts=lambda ds: ((d, SAID if d == spoken else "别的内容") for d in ds if d not in silent),
        stills=stills,
    )
    archive = dossiers.archive(documents)
    slips = (Leaf(f"{folder}/回执.html", slip) for folder, slip in receipts(archive))
    for leaf in (*dossier.leaves(archive, shop), *slips):
        path = root / leaf.path
        path.parent.mkdir(parents=True, exist_ok=True)
        content = leaf.content
        path.write_bytes(content if isinstance(content, bytes) else bytes_of[content].read_bytes())
    return root
