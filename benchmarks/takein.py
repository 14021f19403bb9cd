"""Take-in against the floor, several times over: ``python -m benchmarks.takein 4000 --rounds 7``.

A disk answers differently from minute to minute. So each round measures both ways on copies of the same
files, in turn the one or the other first, each on a quiet disk (synced before the clock starts), and what
is told is the median of the rounds and of their ratios.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from archivist import pipeline, rules, sample
from archivist.house import House, found
from archivist.store import Store
from benchmarks.run import SEED, TODAY, floor


def copied(source: Path, target: Path) -> list[Path]:
    """The same files, freshly written and known to the disk."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    os.sync()
    return sorted(path for path in target.rglob("*") if path.is_file())


def floor_seconds(source: Path, folder: Path) -> float:
    files = copied(source, folder / "dropped")
    start = time.perf_counter()
    floor(files, folder / "floor")
    return time.perf_counter() - start


def take_seconds(source: Path, folder: Path) -> float:
    pack = rules.pack()
    plan = rules.load(pack)
    root = folder / "house"
    found(root, pack, [unit.name for unit in plan.units])
    dropped = copied(source, root / "inbox")
    house = House(root, TODAY, hurry=True)
    with Store(house.archive) as store:
        start = time.perf_counter()
        pipeline.take_in(store, plan, house)
        seconds = time.perf_counter() - start
    left = sum(path.exists() for path in dropped)
    if left * 20 > len(dropped):
        raise SystemExit(f"{left} files were not taken: the time says nothing")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=int, nargs="?", default=4000)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    floors: list[float] = []
    takes: list[float] = []
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as work:
        source = Path(work) / "source"
        sample.make(source, given.files, SEED, rules.load(rules.pack()))
        for number in range(given.rounds):
            ways = [(floors, floor_seconds), (takes, take_seconds)]
            for seconds, way in ways if number % 2 else reversed(ways):
                with tempfile.TemporaryDirectory(dir=work) as folder:
                    seconds.append(way(source, Path(folder)))
            print(f"  floor {floors[-1]:6.2f} s   take-in {takes[-1]:6.2f} s", flush=True)
    ratios = [take / least for take, least in zip(takes, floors, strict=True)]
    print(
        f"{given.files} files: floor {statistics.median(floors):.2f} s, take-in {statistics.median(takes):.2f} s"
    )
    print(f"ratio: median {statistics.median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f}")


if __name__ == "__main__":
    main()
