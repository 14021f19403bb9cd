"""All checks over a large district, check by check: ``python -m benchmarks.checking [40000]``.

The documents are those of ``tests/test_checks_speed.py``: two thirds papers, each with eleven kinds of
elements and a fingerprint of 24 sentences, one third photos, every one with a figure, a number or a title
that many others share; they are harder to check than read files, of which ``benchmarks/run.py`` takes the time.
Told are CPU seconds, which on a busy machine are up to half more than on a quiet one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import process_time

from archivist import checks
from archivist.checks.docket import Docket
from archivist.checks.registry import Entry
from archivist.model import Finding
from tests.test_checks_speed import a_district

SHOWN = 12
Run = Callable[[Entry, Docket], tuple[list[Finding], int]]


@contextmanager
def clocked() -> Iterator[dict[str, float]]:
    """CPU seconds of every check that runs meanwhile, by its id."""
    run: Run = vars(checks)["_run"]
    seconds: dict[str, float] = {}

    def timed(entry: Entry, docket: Docket) -> tuple[list[Finding], int]:
        began = process_time()
        told = run(entry, docket)
        seconds[entry.card.id] = process_time() - began
        return told

    vars(checks)["_run"] = timed
    try:
        yield seconds
    finally:
        vars(checks)["_run"] = run


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
    case = a_district(files)
    with clocked() as seconds:
        began = process_time()
        verdict = checks.judge(case)
        total = process_time() - began
    print(f"{files} documents: {total:.1f} s CPU, {len(verdict.findings)} findings")
    for check, spent in sorted(seconds.items(), key=lambda pair: -pair[1])[:SHOWN]:
        print(f"  {check} {spent:6.2f} s")


if __name__ == "__main__":
    main()
