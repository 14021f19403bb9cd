"""Measure building the dossier against a plain copy of it: ``python benchmarks/handing.py 4000``.

Full build (everything written), nothing changed, one file more, and what the PDFs cost of it. The
floor is ``copytree`` of the finished dossier in the same minute. Files are read without OCR: reading is
not what is measured.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF

from archivist import dossier, pipeline, rules, sample
from archivist.house import House, found
from archivist.printing import Printer
from archivist.store import Store

TODAY = date(2023, 3, 15)
SEED = 1


def timed(name: str, work: Callable[[], object]) -> None:
    start, spent = time.perf_counter(), processor()
    work()
    wall, used = time.perf_counter() - start, processor() - spent
    print(f"  {name:<40}{wall:8.2f} s{used:8.2f} s processor", flush=True)


def processor() -> float:
    """Seconds of processor time of this process and of all it waited for."""
    own, others = (resource.getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def count(house: House, *, printed: bool) -> int:
    """Make all leaves and throw them away; nothing made before is used again."""
    plan = rules.load(house.rules)
    with Store(house.archive) as store:
        archive = pipeline.assess(store, plan, house)
        with closing(Printer(store, house.dossier, house.say, plan.settings.limits)) as printer:
            printer.known.clear()
            shop = printer.shop()
            made = shop if printed else replace(shop, why_not="measured without")
            return sum(1 for _ in dossier.leaves(archive, made))


def copied(dossier: Path, to: Path) -> None:
    """The floor: the same files, on the disk as surely as a build leaves them."""
    shutil.copytree(dossier, to)
    os.sync()


def measure(files: int, folder: Path) -> None:
    root = folder / "house"
    pack = rules.pack()
    plan = rules.load(pack)
    found(root, pack, [unit.name for unit in plan.units])
    settings = root / "rules" / "settings.yaml"
    text = settings.read_text("utf-8").replace("ocr_pages: 300", "ocr_pages: 0")
    settings.write_text(text, "utf-8")
    sample.make(root / "inbox", files, SEED, plan)
    house = House(root, TODAY, hurry=True)
    with Store(house.archive) as store:
        pipeline.take_in(store, plan, house)
        pipeline.read(store, plan, house)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{files} files, {machine}")
    timed("full build", lambda: pipeline.build(house))
    timed("nothing changed", lambda: pipeline.build(house))
    late = house.inbox / "区教育局" / "26-1 新来的一件.txt"
    late.parent.mkdir(exist_ok=True)
    late.write_text("新来的一件。", encoding="utf-8")
    timed("one file more", lambda: pipeline.build(house))
    timed("all leaves with PDF, nothing reused", lambda: count(house, printed=True))
    timed("all leaves without PDF", lambda: count(house, printed=False))
    timed("plain copy of the dossier", lambda: copied(house.dossier, folder / "copy"))
    tree = [path for path in house.dossier.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in tree)
    print(f"  {len(tree)} files, {size / 2**20:.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[400])
    for size in parser.parse_args().sizes:
        with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
            measure(size, Path(folder))


if __name__ == "__main__":
    main()
