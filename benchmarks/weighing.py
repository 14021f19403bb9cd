"""How long it takes to place files that are read already, and what that holds in memory.

``python -m benchmarks.weighing 40000 --house DIR`` makes a workspace of the sample's files in DIR
and reads them (about a second for fifty files; without OCR and volumes), once: as long as DIR is
there, later runs only place. ``4000 --times 10`` places forty thousand without reading so many: all
that was read counts ten times, under other names and digests. Told are CPU and wall seconds of every step of a build between
reading and boxes, the peak memory after each, and a digest of all that was decided of every
document: it changes with the rules or the sample, and must not change when placing gets quicker.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from archivist import pipeline, rules, sample
from archivist.house import House, found
from archivist.model import Arrival, Digest, Document, Reading, Step
from archivist.rules.documents import Texts
from archivist.store import Store

Answer = TypeVar("Answer")
TODAY = date(2023, 3, 15)
SEED = 1


def prepared(root: Path, files: int) -> House:
    """A workspace whose files are taken in and read; made if it is not there."""
    house = House(root, TODAY, hurry=True)
    if root.exists():
        return house
    pack = rules.pack()
    found(root, pack, [unit.name for unit in rules.load(pack).units])
    settings = root / "rules" / "settings.yaml"
    text = settings.read_text("utf-8").replace("ocr_pages: 300", "ocr_pages: 0")
    settings.write_text(text.replace("volumes: true", "volumes: false"), "utf-8")
    plan = rules.load(house.rules)
    sample.make(house.inbox, files, SEED, plan)
    with Store(house.archive) as store:
        pipeline.take_in(store, plan, house)
        pipeline.read(store, plan, house)
    return house


@dataclass(frozen=True)
class Held:
    """What is read, so many times: ``before`` says of an added digest whose text it has."""

    arrivals: tuple[Arrival, ...]
    readings: dict[Digest, Reading]
    before: dict[Digest, Digest]

    def texts(self, store: Store) -> Texts:
        """Texts as the store streams them, five hundred in one question."""

        def asked(digests: Iterable[Digest]) -> Iterator[tuple[Digest, str]]:
            source = iter(digests)
            while some := list(islice(source, 500)):
                own = {self.before.get(digest, digest): digest for digest in some}
                yield from ((own[digest], text) for digest, text in store.texts(own))

        return asked


def multiplied(arrivals: Sequence[Arrival], readings: Mapping[Digest, Reading], times: int) -> Held:
    more, known, before = list(arrivals), dict(readings), {}
    for turn in range(1, times):
        for arrival in arrivals:
            digest = Digest(hashlib.sha256(f"{turn} {arrival.digest}".encode()).hexdigest())
            stem, dot, ending = arrival.name.rpartition(".")
            mark = f"之{''.join('零一二三四五六七八九'[int(each)] for each in str(turn))}"
            name = f"{stem}{mark}{dot}{ending}" if dot else f"{ending}{mark}"
            number, held = arrival.id + turn * len(arrivals), arrival.container
            box = held and held + turn * len(arrivals)
            more.append(replace(arrival, id=number, name=name, digest=digest, container=box))
            if arrival.digest in readings:
                known[digest] = replace(readings[arrival.digest], digest=digest)
            before[digest] = arrival.digest
    return Held(tuple(more), known, before)


def timed(name: str, work: Callable[[], Answer]) -> Answer:
    cpu, wall = time.process_time(), time.perf_counter()
    answer = work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:24}{cpu:8.2f} s CPU{wall:8.2f} s{peak:8.0f} MiB at most", flush=True)
    return answer


def digest(documents: Iterable[Document]) -> str:
    """Everything decided; of a reading only whose it is, for placing does not make it."""
    whole = hashlib.sha256()
    for document in documents:
        whose = Reading(document.reading.digest, "", "")
        whole.update(repr(replace(document, reading=whose)).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def quiet(_step: Step) -> None:
    pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=int, nargs="?", default=4000)
    parser.add_argument("--times", type=int, default=1, help="place all so many times")
    parser.add_argument("--rules", type=Path, default=rules.pack())
    parser.add_argument("--house", type=Path, required=True, help="made if it is not there")
    given = parser.parse_args()
    house = prepared(given.house.absolute(), given.files)
    plan = timed("rules", lambda: rules.load(given.rules))
    with Store.look(house.archive) as store:
        arrivals = timed("arrivals", store.arrivals)
        readings = timed("readings", store.readings)
        held = multiplied(arrivals, readings, given.times)
        documents = timed(
            "placing",
            lambda: rules.documents(
                plan, held.arrivals, held.readings, held.texts(store), store.decisions(), quiet
            ),
        )
        composed = timed("composing pieces", lambda: rules.compose(plan, documents, ()))
    print(f"{len(documents)} documents, decided: {digest(documents)[:16]}")
    print(f"pieces: {digest(composed)[:16]}")


if __name__ == "__main__":
    main()
