"""Measure one whole run against the floor: ``python benchmarks/run.py 400 4000 40000``.

The floor is what nobody can go below: read, SHA-256 and write the same bytes once. It is measured
on the same files in the same minute; the take-in stands beside it as a ratio. Each size runs in a
process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from archivist import checks, dossier, pipeline, rules, sample
from archivist.house import House, found
from archivist.model import Case
from archivist.store import Store

Answer = TypeVar("Answer")
TODAY = date(2023, 3, 15)
SEED = 1


def timed(figures: dict[str, float], name: str, work: Callable[[], Answer]) -> Answer:
    start = time.perf_counter()
    answer = work()
    figures[name] = time.perf_counter() - start
    return answer


def floor(files: list[Path], into: Path) -> int:
    """Read, hash and write every file once, then one sync: the least a safe take-in can do."""
    total = 0
    into.mkdir()
    for number, file in enumerate(files):
        data = file.read_bytes()
        hashlib.sha256(data).hexdigest()
        (into / str(number)).write_bytes(data)
        total += len(data)
    os.sync()
    return total


def measure(files: int, folder: Path, *, plain: bool) -> dict[str, float]:
    figures: dict[str, float] = {"files": files}
    root = folder / "house"
    pack = rules.pack()
    plan = rules.load(pack)
    found(root, pack, [unit.name for unit in plan.units])
    if plain:
        settings = root / "rules" / "settings.yaml"
        text = settings.read_text("utf-8").replace("ocr_pages: 300", "ocr_pages: 0")
        settings.write_text(text.replace("volumes: true", "volumes: false"), "utf-8")
        plan = rules.load(root / "rules")
    timed(figures, "make", lambda: sample.make(root / "inbox", files, SEED, plan))
    dropped = sorted(path for path in (root / "inbox").rglob("*") if path.is_file())
    os.sync()
    figures["bytes"] = timed(figures, "floor", lambda: floor(dropped, folder / "floor"))
    shutil.rmtree(folder / "floor")
    os.sync()
    house = House(root, TODAY, hurry=True)
    with Store(house.archive) as store:
        timed(figures, "take", lambda: pipeline.take_in(store, plan, house))
        timed(figures, "read", lambda: pipeline.read(store, plan, house))
    timed(figures, "build", lambda: pipeline.build(house))
    timed(figures, "again", lambda: pipeline.build(house))
    (house.inbox / "区教育局").mkdir(exist_ok=True)
    (house.inbox / "区教育局" / "26-1 新来的一件.txt").write_text("新来的一件。", encoding="utf-8")
    timed(figures, "one", lambda: pipeline.build(house))
    with Store.look(house.archive) as store:
        readings = timed(figures, "load", store.readings)
        arrivals = store.arrivals()
        documents = timed(
            figures,
            "place",
            lambda: rules.documents(
                plan, arrivals, readings, store.texts, store.decisions(), house.say
            ),
        )
    boxes = timed(figures, "arrange", lambda: dossier.arrange(plan, documents))
    case = Case(plan, documents, boxes, boxes, (), TODAY)
    timed(figures, "check", lambda: checks.judge(case))
    figures["parent MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures["worker MiB"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return figures


def show(figures: dict[str, float]) -> None:
    print(f"\n{figures['files']:.0f} files, {figures['bytes'] / 2**20:.1f} MiB")
    print(f"  floor (read + SHA-256 + write + sync) {figures['floor']:8.2f} s")
    print(
        f"  take-in                               {figures['take']:8.2f} s  = {figures['take'] / figures['floor']:.2f} x floor"
    )
    print(
        f"  reading                               {figures['read']:8.2f} s  = {figures['files'] / figures['read']:.0f} files/s"
    )
    print(f"  full build                            {figures['build']:8.2f} s")
    print(f"    loading readings                    {figures['load']:8.2f} s")
    print(f"    placing                             {figures['place']:8.2f} s")
    print(f"    arranging                           {figures['arrange']:8.2f} s")
    print(f"    checking                            {figures['check']:8.2f} s")
    print(f"  build, nothing changed                {figures['again']:8.2f} s")
    print(f"  build, one file more                  {figures['one']:8.2f} s")
    print(f"  peak memory, parent                   {figures['parent MiB']:8.0f} MiB")
    print(f"  peak memory, one worker               {figures['worker MiB']:8.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[400, 4000])
    parser.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--plain", action="store_true", help="without OCR and without volumes")
    given = parser.parse_args()
    if given.alone:
        with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
            print(json.dumps(measure(given.alone, Path(folder), plain=given.plain)))
        return
    way = ", without OCR and volumes" if given.plain else ""
    print(f"{platform.machine()}{way}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for size in given.sizes:
        command = [sys.executable, __file__, "--alone", str(size)]
        command += ["--plain"] if given.plain else []
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        show(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
