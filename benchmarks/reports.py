"""How long the reports take (processor time): 40,000 documents and 60 units made of nouns, on the shipped rules.

Run: python -m benchmarks.reports
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from itertools import cycle, islice

from archivist import checks, dossier, rules
from archivist.dossier.ledgers import ledgers
from archivist.dossier.letters import letter, letters
from archivist.dossier.matrix import responsibilities
from archivist.dossier.overview import Share, district, shares
from archivist.dossier.site import Site
from archivist.dossier.units import unit_page, unit_pages
from archivist.model import (
    Archive,
    Arrival,
    Case,
    Digest,
    Document,
    DocumentDate,
    Placement,
    Plan,
    Reading,
    Shop,
    State,
)

FILES, UNITS = 40_000, 60
TODAY = date(2023, 3, 15)
_MOMENT = datetime(2023, 3, 1, tzinfo=UTC)


def main() -> None:
    """Print seconds for all reports, and for the slowest single one."""
    archive = made()
    print(f"{len(archive.documents)} documents, {len(Site(archive).units)} units")
    print(f"{len(archive.verdict.findings)} findings, {len(dossier.tasks(archive))} tasks")
    every = _seconds(lambda: _all(Site(archive)))
    site = Site(archive)
    single = max(_seconds(partial(_one, site, share)) for share in shares(site))
    print(f"all reports {every:.1f} s (at most 20), the slowest one {single:.2f} s (at most 2)")


def made() -> Archive:
    """An archive of so many documents and units that no file stands behind."""
    plan = _plan()
    documents = tuple(_documents(plan))
    boxes = dossier.arrange(plan, documents)
    verdict = checks.judge(Case(plan, documents, boxes, boxes, (), TODAY))
    return Archive(plan, TODAY, documents, boxes, verdict)


def _all(site: Site) -> int:
    rooms: tuple[Callable[[Site], Iterable[object]], ...] = (
        district,
        unit_pages,
        partial(ledgers, shop=Shop()),
        letters,
        responsibilities,
    )
    return sum(1 for room in rooms for _ in room(site))


def _one(site: Site, share: Share) -> None:
    list(unit_page(site, share))
    letter(site, share)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _plan() -> Plan:
    plan = rules.load(rules.pack())
    more = UNITS - len(plan.units) + 1
    streets = tuple(
        replace(
            plan.unit_by_name["各街道办事处"],
            name=f"第{n}街道办事处",
            aliases=(),
            group="各街道办事处",
        )
        for n in range(1, more + 1)
    )
    return replace(plan, units=(*plan.units, *streets))


def _documents(plan: Plan) -> Iterable[Document]:
    wants = [(point, want) for point in plan.points for want in point.wants]
    days = [f"{year}-{month:02}-15" for year in (2020, 2021, 2022) for month in range(1, 13)]
    for number, ((point, want), day) in enumerate(
        zip(islice(cycle(wants), FILES), cycle(days), strict=False)
    ):
        names = [unit.name for unit in plan.members(point.lead)] or [point.lead]
        unit = names[number % len(names)]
        digest = Digest(sha256(str(number).encode()).hexdigest())
        name = f"{unit}/{point.code}_{want.name}_{number}.pdf"
        yield Document(
            Arrival(number + 1, name, digest, 1000, _MOMENT, _MOMENT, "张三"),
            Reading(digest, "1", "pdf", extensions=("pdf",), pages=3),
            Placement(
                point.code, unit, want.name, DocumentDate(day, "文件名"), 0.95, explicit=True
            ),
            State.PLACED if number % 40 else State.OPEN,
        )


if __name__ == "__main__":
    main()
