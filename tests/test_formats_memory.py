"""Memory of a worker that reads many files; apart from test_workers.py, whose processes start lean."""

from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from archivist import formats
from archivist.model import Digest, Limits
from archivist.workers import processes


def resident(path: Path) -> int:
    """Bytes this process holds after it has read a file."""
    with TemporaryDirectory() as spool:
        formats.read(path, Digest("0" * 64), Path(spool) / "m", Limits(ocr_pages=0))
    return int(psutil.Process().memory_info().rss)


def test_the_memory_of_a_worker_does_not_grow_with_the_files_it_read() -> None:
    """``benchmarks/memory.py`` reads 1,000 with OCR; this is the same, small."""
    folder = Path(__file__).parent / "specimens"
    names = (
        "media/photo.jpg",
        "media/clip.mp4",
        "media/sound.wav",
        "docx.docx",
        "xlsx.xlsx",
        "doc.doc",
    )
    files = [folder / name for name in (*names, "pdf.pdf", "eml.eml", "zip.zip", "txt.txt")]
    held = list(processes(1, 60, 2**32)(resident, files * 20, lambda _job, _why: 0))
    assert 0 < max(held[150:]) < max(held[:100]) + 6 * 2**20
