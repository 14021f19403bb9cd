"""STAIRS: the way of a file through the house — read this first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from archivist import (
    __version__,
    checks,
    dossier,
    formats,
    press,
    reading,
    receiving,
    replacing,
    rules,
    workers,
)
from archivist.house import House
from archivist.model import (
    Archive,
    Arrival,
    Case,
    Decision,
    Digest,
    Document,
    Forms,
    Plan,
    Reading,
    State,
    Step,
    Verb,
)
from archivist.printing import Printer
from archivist.store import Store, Taken, Verified

_BATCH = 50
"""Readings kept in one transaction: large enough to be cheap, small enough to lose little."""

_PRESSES = 2

WAIT = 60.0
"""Seconds another writer (a watcher taking in, an office building) is given to finish."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: ``written`` is 0 when nothing had changed; ``foreign`` are strangers.

    ``summary`` is the report's ``score`` object with counts of documents by state.
    """

    taken: Taken
    written: int
    kept: int
    foreign: tuple[str, ...]
    summary: dict[str, object]


def build(house: House) -> Built:
    """Turn whatever has come to the inbox into a checked, boxed and indexed dossier."""
    plan = rules.load(house.rules)  # what is asked for
    forms = replacing.load(house.templates)  # on which forms it is handed over
    with Store(house.archive, WAIT) as store:
        taken = take_in(store, plan, house)  # what has come
        read(store, plan, house)  # what it says
        return hand_over(store, plan, house, taken, forms)


def take(house: House) -> Taken:
    """Take in what has come and answer with receipts; build nothing."""
    plan = rules.load(house.rules)
    forms = replacing.load(house.templates)
    with Store(house.archive, WAIT) as store:
        taken = take_in(store, plan, house)
        if read(store, plan, house) or taken.arrived:
            archive = assess(store, plan, house)
            with dossier.dressed(forms.pages):
                answer(store, archive, house)
    return taken


def look(house: House) -> Archive:
    """What is known right now, without taking, reading or writing anything."""
    plan = rules.load(house.rules)
    with Store.look(house.archive) as store:
        return assess(store, plan, house)


def decide(
    house: House, document: Document, verb: Verb, by: str, why: str, **what: str
) -> Decision:
    """Keep a person's word about a document; ``what`` may hold point, unit, want and date."""
    with Store(house.archive, WAIT) as store:
        digest = document.arrival.digest
        return store.decide(verb, document.name, digest, by=by, why=why, **what)


def verify(house: House) -> Verified:
    """Count, size and digest of every original and of the dossier, and the ledger's chain."""
    with Store.look(house.archive) as store:
        return store.verify(house.dossier)


def take_in(store: Store, plan: Plan, house: House) -> Taken:
    """What has come: every finished file of the inbox becomes an arrival."""
    units = tuple(unit.name for unit in plan.units)
    return store.take_in(
        house.inbox,
        whole=formats.whole,
        settings=plan.settings,
        units=units,
        say=house.say,
        hurry=house.hurry,
    )


def read(store: Store, plan: Plan, house: House) -> int:
    """What it says: read every new blob; members of containers come round again as arrivals.

    Returns how many were read.
    """
    total = 0
    limits = plan.settings.limits
    run = workers.crew(house.hands, limits.seconds, limits.memory_bytes)
    version = partial(formats.version, limits=limits)
    while unread := store.unread(version, formats.mark(limits)):
        depths = _depths(store.arrivals())
        jobs = [
            reading.Job(store.blob(a.digest), a.digest, store.spool(a.digest), limits, depths[a.id])
            for a in unread
        ]
        reads = reading.readings(run, jobs)
        done = 0
        while batch := list(islice(reads, _BATCH)):
            store.keep([rules.hushed(found) for found in batch])
            done += len(batch)
            house.say(Step("读取", done, len(jobs)))
        store.clear_spool()
        total += done
    receiving.tell(store)
    return total


def assess(store: Store, plan: Plan, house: House) -> Archive:
    """Where each belongs, in which box it lies, and what is missing or wrong."""
    arrivals, readings = store.arrivals(), known(store)
    decisions = store.decisions()
    bags = receiving.received(store)
    placed = rules.documents(plan, arrivals, readings, store.texts, decisions, house.say, bags)
    composed = rules.compose(plan, placed, decisions)
    copies = store.redactions.by_copy()
    documents = tuple(replace(d, redaction=copies.get(d.arrival.digest)) for d in composed)
    house.say(Step("装盒", 0, 1))
    seals = store.seals()
    boxes = dossier.arrange(plan, documents, seals)
    rehearsal = dossier.arrange(plan, documents[::-1], seals)
    house.say(Step("检查", 0, 1))
    excuses = rules.excuses(decisions, rules.approved(plan, bags))
    case = Case(plan, documents, boxes, rehearsal, store.ignored(), house.today, excuses)
    verdict = checks.judge(case)
    return Archive(plan, house.today, documents, boxes, verdict, store.past(house.today))


def known(store: Store) -> dict[Digest, Reading]:
    """The reading of everything that came; what was not read yet says so."""
    readings = store.readings()
    return {a.digest: readings.get(a.digest) or _unread(a.digest) for a in store.arrivals()}


def answer(store: Store, archive: Archive, house: House) -> None:
    """A receipt in every inbox folder, where the file was dropped."""
    folders = house.folders()
    store.hand_out(house.inbox, dossier.receipts(archive, folders))


def hand_over(store: Store, plan: Plan, house: House, taken: Taken, forms: Forms) -> Built:
    """Shelve the dossier; when neither files, decisions, rules nor the day changed, touch nothing."""
    made_of = (plan.digest, house.today, store.fingerprint(), press.fonts().identity, forms.digest)
    state = " ".join(map(str, (__version__, *made_of)))
    if store.recall("built") == state and store.shelved(house.dossier):
        summary: dict[str, object] = json.loads(store.recall("summary"))
        return Built(taken, 0, 0, store.strangers(house.dossier), summary)
    archive = assess(store, plan, house)
    store.record(dossier.day(archive), dossier.marks(archive))
    archive = replace(archive, past=store.past(house.today))
    with (
        dossier.dressed(forms.pages),
        closing(
            Printer(store, house.dossier, house.say, plan.settings.limits, forms, _presses(house))
        ) as printer,
    ):
        answer(store, archive, house)
        leaves = dossier.leaves(archive, printer.shop())
        shelved = store.shelve(leaves, house.dossier, house.say)
        printer.remember()
    summary = _summary(archive)
    store.remember("summary", json.dumps(summary, ensure_ascii=False))
    store.remember("built", state)
    return Built(taken, shelved.written, shelved.kept, shelved.foreign, summary)


def _presses(house: House) -> int:
    """How many papers are set at once: a second core is used, a third would want too much memory."""
    return max(1, min(_PRESSES, house.hands))


def _summary(archive: Archive) -> dict[str, object]:
    """Counts of documents by state, and the forecast: what a build tells on the terminal."""
    states = Counter(document.state for document in archive.documents)
    forecast = archive.verdict.forecast
    return {
        "states": {state.value: states[state] for state in State},
        "score": {
            "held": float(forecast.held),
            "at_risk": float(forecast.at_risk),
            "bonus": float(forecast.bonus),
            "passes": forecast.passes,
        },
    }


def _unread(digest: Digest) -> Reading:
    """Stands in for a blob that came but was not read yet."""
    return Reading(digest, "", "unread")


def _depths(arrivals: Iterable[Arrival]) -> dict[int, int]:
    """How many containers stand around each arrival; members always come after them."""
    depths: dict[int, int] = {}
    for arrival in arrivals:
        depths[arrival.id] = 0 if arrival.container is None else depths[arrival.container] + 1
    return depths
