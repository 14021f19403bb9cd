"""Write a seeded district of N files with known truth: ``python benchmarks/workload.py DIR -n N``."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from archivist import rules, sample


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="an empty folder; truth.json goes beside it")
    parser.add_argument("-n", "--files", type=int, default=400)
    parser.add_argument("-s", "--seed", type=int, default=1)
    parser.add_argument("--rules", type=Path, default=rules.pack())
    parser.add_argument(
        "--way", choices=("faulty", "clean"), default="faulty", help="with or without faults"
    )
    given = parser.parse_args()
    make = {"faulty": sample.make, "clean": sample.make_clean}[given.way]
    start = time.perf_counter()
    truth = make(given.folder, given.files, given.seed, rules.load(given.rules))
    truth.save(given.folder.with_name(f"{given.folder.name}-truth.json"))
    took = time.perf_counter() - start
    print(f"{len(truth.files)} files known, {len(truth.holes)} holes, {took:.1f} s")


if __name__ == "__main__":
    main()
