"""Every file of a folder read as the workers read it: readings per second per format, and the slowest.

``python -m benchmarks.reading [FOLDER] [--hands 1] [--no-ocr]``; without a folder the corpus of
real files beside this checkout. Seconds are CPU seconds of the reading process.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from archivist import formats, workers
from archivist.model import Digest, Limits

_CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
_SLOWEST = 20


@dataclass(frozen=True, slots=True)
class Job:
    """One file and how much may be spent on it."""

    path: Path
    limits: Limits


@dataclass(frozen=True, slots=True)
class Done:
    """What one file came to; ``megabytes`` is the worker's peak so far."""

    path: Path
    format: str
    seconds: float
    chars: int
    troubles: tuple[str, ...]
    megabytes: int


def once(job: Job) -> Done:
    """Read one file under its digest's name, as the store keeps it."""
    data = job.path.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        blob = Path(folder) / hashlib.sha256(data).hexdigest()
        blob.write_bytes(data)
        begun = time.process_time()
        found = formats.read(blob, Digest(blob.name), Path(folder) / "spool", job.limits).reading
        spent = time.process_time() - begun
    told = tuple(f"{p.trouble}: {p.message}" for p in found.problems)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Done(job.path, found.format, spent, found.chars, told, peak)


def lost(job: Job, why: str) -> Done:
    """A file whose reader died or hung."""
    return Done(job.path, why, 0.0, 0, (why,), 0)


def table(done: list[Done]) -> list[str]:
    """One line a format: files, readings a CPU second, the slowest reading."""
    spent: dict[str, list[float]] = defaultdict(list)
    for one in done:
        spent[one.format].append(one.seconds)
    lines = [f"{'format':18}{'files':>6}{'per second':>12}{'slowest s':>11}"]
    for name, seconds in sorted(spent.items()):
        rate = len(seconds) / max(sum(seconds), 1e-9)
        lines.append(f"{name:18}{len(seconds):6}{rate:12.1f}{max(seconds):11.2f}")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=_CORPUS)
    parser.add_argument("--hands", type=int, default=1)
    parser.add_argument("--no-ocr", action="store_true")
    given = parser.parse_args()
    limits = Limits(ocr_pages=0) if given.no_ocr else Limits()
    jobs = [Job(path, limits) for path in sorted(given.folder.rglob("*")) if path.is_file()]
    run = workers.processes(given.hands, limits.seconds, limits.memory_bytes)
    done = list(run(once, jobs, lost))
    print("\n".join(table(done)))
    fell = [one for one in done if one.format in {workers.CRASHED, workers.TIMED_OUT}]
    print(
        f"{len(done)} files read, {len(fell)} crashed or hung, {sum(d.chars for d in done):,} characters"
    )
    troubles = Counter(text.partition(":")[0] for one in done for text in one.troubles)
    print("troubles:", ", ".join(f"{name} {count}" for name, count in troubles.most_common()))
    print(f"memory of a worker at most {max(one.megabytes for one in done)} MB; slowest:")
    for one in (
        sorted(fell, key=lambda one: one.path)
        + sorted(done, key=lambda one: -one.seconds)[:_SLOWEST]
    ):
        print(
            f"{one.seconds:8.2f} s  {one.format:10} {one.path.relative_to(given.folder)}  {'; '.join(one.troubles)[:90]}"
        )


if __name__ == "__main__":
    main()
