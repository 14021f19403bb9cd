"""OCR measured: character error rate and CPU seconds a page on one thread, beside tesseract if present.

``python -m benchmarks.ocr``. Rendered pages at 200 dpi first: targets are a rate of 1.5 % and no more
than 1.5 times tesseract's CPU seconds on the same pages. Then the corpus's Chinese pictures.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from archivist.formats import ocr
from tests import papers
from tests.zh_truths import TRUTHS

_CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "zh" / "ocr"
_NONE = "tesseract with chi_sim is not installed here: apt-get install tesseract-ocr-chi-sim"


@dataclass(frozen=True, slots=True)
class Read:
    """A page as one program read it: error rate, CPU seconds, characters of the truth."""

    rate: float
    seconds: float
    chars: int


def pages() -> dict[str, tuple[Image.Image, str]]:
    """Official documents and tables at 200 dpi: clean, stamped, noisy and skewed, turned."""
    notice, table = papers.official(), papers.table()
    stamped = papers.stamped(notice.image)
    scan, sheet = papers.scanned(stamped), papers.scanned(table.image, -2.0)
    return {
        "notice, clean": (notice.image, notice.text),
        "notice, stamped": (stamped, notice.text),
        "notice, stamped, noise": (papers.scanned(stamped, 0.0), notice.text),
        "notice, stamped, noise, 2°": (scan, notice.text),
        "the same, turned 90°": (scan.rotate(90, expand=True), notice.text),
        "the same, turned 180°": (scan.rotate(180), notice.text),
        "the same, turned 270°": (scan.rotate(270, expand=True), notice.text),
        "table, clean": (table.image, table.text),
        "table, noise, -2°": (sheet, table.text),
        "table, stamped, noise, -2°": (
            papers.scanned(papers.stamped(table.image), -2.0),
            table.text,
        ),
        "table, turned 90°": (sheet.rotate(90, expand=True), table.text),
        "table, turned 180°": (sheet.rotate(180), table.text),
    }


def ours(image: Image.Image, truth: str) -> Read:
    """As the readers read it."""
    begun = time.process_time()
    found = ocr.recognise(image)
    spent = time.process_time() - begun
    return Read(papers.error_rate(truth, found.text), spent, len(truth))


def tesseract(image: Image.Image, truth: str) -> Read:
    """Tesseract with chi_sim on one thread; CPU seconds are the child's."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        image.save(file.name)
        begun = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            ["tesseract", file.name, "-", "-l", "chi_sim"],
            capture_output=True,
            check=True,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"},
        )
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime
    return Read(papers.error_rate(truth, done.stdout.decode("utf-8", "replace")), spent, len(truth))


def there() -> bool:
    """Whether tesseract and its Chinese are installed."""
    if not shutil.which("tesseract"):
        return False
    told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=False)
    return b"chi_sim" in told.stdout


def rendered(*, beside: bool) -> None:
    """One row a page, then the sums the targets are about."""
    print(f"{'page':30} {'CER':>7} {'cpu s':>6}" + ("   tesseract CER, cpu s" if beside else ""))
    own, other = [], []
    for name, (image, truth) in pages().items():
        own.append(ours(image, truth))
        row = f"{name:30} {own[-1].rate:7.2%} {own[-1].seconds:6.2f}"
        if beside:
            other.append(tesseract(image, truth))
            row += f"   {other[-1].rate:13.2%} {other[-1].seconds:6.2f}"
        print(row, flush=True)
    chars = sum(read.chars for read in own)
    rate = sum(read.rate * read.chars for read in own) / chars
    seconds = sum(read.seconds for read in own)
    print(f"all: CER {rate:.2%}, worst {max(read.rate for read in own):.2%} (target 1.5 %)")
    print(f"CPU seconds a page: {seconds / len(own):.2f}", end="")
    if beside:
        theirs = sum(read.seconds for read in other)
        print(f", tesseract {theirs / len(other):.2f}; ratio {seconds / theirs:.2f} (target 1.5)")
    else:
        print()


def corpus() -> None:
    """The corpus's Chinese pictures, upright as any viewer shows them."""
    wrong = chars = 0.0
    for path in sorted(_CORPUS.glob("*")):
        with Image.open(path) as image:
            found = ocr.recognise(ImageOps.exif_transpose(image))
        truth = TRUTHS.get(path.name)
        shown = " ".join(found.text.split())[:40]
        if truth is None:
            print(f"{path.name:34}  not scored {found.confidence:5.2f} {shown!r}")
            continue
        rate = papers.error_rate(truth, found.text) if truth else float(bool(shown))
        wrong, chars = wrong + rate * len(truth), chars + len(truth)
        print(f"{path.name:34} CER {rate:6.1%} {found.confidence:5.2f} {shown!r}", flush=True)
    print(f"corpus, {len(TRUTHS)} legible pictures: CER {wrong / max(chars, 1):.2%}")


def main() -> None:
    ocr.recognise(Image.new("RGB", (64, 64), "white"))
    if not (beside := there()):
        print(_NONE)
    rendered(beside=beside)
    if _CORPUS.is_dir():
        corpus()
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
