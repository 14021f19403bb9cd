"""A clean district of 400 files, read for real: every finding above info is a false alarm.

``python benchmarks/clean_district.py [files]`` prints what was said and exits 1 if anything was.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from archivist import pipeline, rules, sample
from archivist.house import House
from archivist.model import Severity
from archivist.store import Store


def main() -> int:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    plan = sample.one_year(rules.load(rules.pack()))
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), date(2023, 6, 1), hurry=True)
        sample.make_clean(house.inbox, files, 7, plan)
        with Store(house.archive) as store:
            pipeline.take_in(store, plan, house)
            pipeline.read(store, plan, house)
            findings = pipeline.assess(store, plan, house).verdict.findings
    loud = [f for f in findings if f.severity is not Severity.INFO]
    for finding in loud:
        print(finding.check, finding.severity, finding.subject, finding.message)
    print(f"{files} files, {len(findings)} findings, {len(loud)} above info")
    return int(bool(loud))


if __name__ == "__main__":
    raise SystemExit(main())
