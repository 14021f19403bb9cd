"""Memory of one worker over many files: ``python benchmarks/memory.py [FILES] [FOLDER]``.

Reads FILES (1,000) files one after the other in one worker process, as a build does: every specimen
in turn, or every file of FOLDER, until there were enough. Prints the worker's resident memory after
every fiftieth part, and how much the last half grew over the first.
"""

from __future__ import annotations

import hashlib
import itertools
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import psutil

from archivist import formats, workers
from archivist.model import Digest, Limits

_ROOT = Path(__file__).parents[1]
_PARTS = 50


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read."""

    path: Path
    spool: Path


@dataclass(frozen=True, slots=True)
class Seen:
    """The worker after a job: its process, its resident bytes, the processor seconds of the job."""

    process: int
    resident: int
    busy: float


def read(job: Job) -> Seen:
    """Read a file as a build does, and look at oneself."""
    begin = time.process_time()
    digest = Digest(hashlib.sha256(job.path.read_bytes()).hexdigest())
    formats.read(job.path, digest, job.spool, Limits())
    me = psutil.Process()
    return Seen(me.pid, me.memory_info().rss, time.process_time() - begin)


def over(files: list[Path], count: int, spool: Path) -> list[Seen]:
    """What a single worker looked like after each of ``count`` reads."""
    jobs = (Job(path, spool / "m") for path in itertools.islice(itertools.cycle(files), count))
    limits = Limits()
    run = workers.processes(1, limits.seconds, limits.memory_bytes)
    return list(run(read, jobs, lambda _job, _why: Seen(0, 0, 0.0)))


def specimens(folder: Path) -> list[Path]:
    """Every file that is read, without the expected readings beside them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if path.suffix not in {".py", ".pyc"} and not _expected(path)]


def _expected(path: Path) -> bool:
    return path.suffix == ".json" and path.with_suffix("").exists()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else _ROOT / "tests" / "specimens"
    files = specimens(folder)
    with tempfile.TemporaryDirectory() as spool:
        seen = over(files, count, Path(spool))
    step = max(1, count // _PARTS)
    for at in range(step - 1, len(seen), step):
        print(f"{at + 1:6} files  {seen[at].resident / 2**20:7.0f} MiB  process {seen[at].process}")
    halves = [mean(s.resident for s in half) for half in (seen[: count // 2], seen[count // 2 :])]
    print(f"{len({s.process for s in seen})} processes, {sum(s.busy for s in seen):.0f} s of CPU")
    print(
        f"peak {max(s.resident for s in seen) / 2**20:.0f} MiB; second half over first {halves[1] / halves[0]:.3f}"
    )


if __name__ == "__main__":
    main()
