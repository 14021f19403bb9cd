"""OCR measured: character error rate and seconds per page on one thread, beside tesseract if present.

python -m benchmarks.ocr
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from PIL import Image

from archivist.formats import ocr
from tests import papers


def pages() -> dict[str, tuple[Image.Image, str]]:
    """Official documents and tables at 200 dpi: clean, stamped, noisy and skewed, turned."""
    notice, table = papers.official(), papers.table()
    stamped = papers.stamped(notice.image)
    scan, sheet = papers.scanned(stamped), papers.scanned(table.image, -1.5)
    return {
        "notice, clean": (notice.image, notice.text),
        "notice, stamped": (stamped, notice.text),
        "notice, stamped, noise, 2°": (scan, notice.text),
        "the same, turned 90°": (scan.rotate(90, expand=True), notice.text),
        "the same, turned 180°": (scan.rotate(180), notice.text),
        "the same, turned 270°": (scan.rotate(270, expand=True), notice.text),
        "table, clean": (table.image, table.text),
        "table, noise, -1.5°": (sheet, table.text),
        "table, turned 90°": (sheet.rotate(90, expand=True), table.text),
    }


def tesseract(image: Image.Image) -> str:
    """What tesseract chi_sim reads on one thread."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        image.save(file.name)
        done = subprocess.run(
            ["tesseract", file.name, "-", "-l", "chi_sim"],
            capture_output=True,
            check=False,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"},
        )
    return done.stdout.decode("utf-8", "replace")


def main() -> None:
    """Print one row a page."""
    ocr.recognise(Image.new("RGB", (64, 64), "white"))
    other = bool(shutil.which("tesseract"))
    print(
        f"{'page':30} {'CER':>7} {'cpu s':>6} {'sure':>5}" + ("  tesseract CER, s" if other else "")
    )
    for name, (image, truth) in pages().items():
        begin = time.process_time()
        found = ocr.recognise(image)
        spent = time.process_time() - begin
        row = f"{name:30} {papers.error_rate(truth, found.text):7.2%} {spent:6.2f} {found.confidence:5.2f}"
        if other:
            begin = time.perf_counter()
            text = tesseract(image)
            row += f"  {papers.error_rate(truth, text):7.2%} {time.perf_counter() - begin:6.2f}"
        print(row, flush=True)
    corpus = Path(__file__).parents[2] / "shared" / "corpus" / "zh" / "ocr"
    for path in sorted(corpus.glob("*")):
        with Image.open(path) as image:
            found = ocr.recognise(image)
        print(f"{path.name:40} {found.confidence:5.2f} {found.text[:40]!r}")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
