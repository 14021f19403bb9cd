"""ERRANDS: what the office does beside building — plans, letters, approvals, seals, packages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from archivist import dossier, formats, pipeline, receiving, replacing, rules
from archivist.dossier import Imported
from archivist.house import House
from archivist.model import (
    Arrival,
    Box,
    Decision,
    Digest,
    Leaf,
    Placement,
    State,
    UserError,
    Verb,
    Witness,
)
from archivist.store import Store


def export_plan(house: House, file: Path) -> int:
    """Write the plan of work (工作配档表) to change; returns how many tasks are open."""
    archive = pipeline.look(house)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(dossier.export(archive))
    return sum(task.closed is None for task in dossier.tasks(archive))


def import_plan(house: House, file: Path, by: str) -> Imported:
    """Read a changed plan back: if one row is wrong nothing is kept, and every mistake is told."""
    content = file.read_bytes()
    plan = rules.load(house.rules)
    with Store(house.archive) as store:
        tasks = dossier.tasks(pipeline.assess(store, plan, house))
        found = dossier.read_plan(content, tasks)
        if found.words and not found.mistakes:
            store.assign(found.words, by=by)
    return found


def mail_merge(house: House, folder: Path) -> tuple[str, ...]:
    """Write one folder per unit: letter and report, page, ledger, receipts.

    Raises:
        UserError: the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UserError(f"{folder} 里已有文件。", "请用 --to 另选一个空文件夹，以免新旧混在一起。")
    with dossier.dressed(replacing.load(house.templates).pages):
        leaves = dossier.parcels(pipeline.look(house), house.folders())
        return tuple(dict.fromkeys(_written(folder, leaves)))


def _written(folder: Path, leaves: Iterable[Leaf]) -> Iterable[str]:
    for leaf in leaves:
        file = folder / leaf.path
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(leaf.content, bytes):
            file.write_bytes(leaf.content)
        yield leaf.path.partition("/")[0]


def excuse(
    house: House, point: str, unit: str, wants: Sequence[str], verb: Verb, by: str, why: str
) -> tuple[Decision, ...]:
    """Approve (``EXCUSE``) or take back (``UNDO``) that a unit has no such business."""
    with Store(house.archive) as store:
        return tuple(
            store.decide(
                verb,
                f"无此项业务：{unit} {point} {want}".rstrip(),
                Digest(""),
                by=by,
                why=why,
                point=point,
                unit=unit,
                want=want,
            )
            for want in wants or ("",)
        )


def compare(house: House, folder: Path) -> tuple[rules.Move, ...]:
    """Which files would move if the rules in ``folder`` held; nothing is read again or written."""
    plans = (rules.load(house.rules), rules.load(folder))
    with Store.look(house.archive) as store:
        arrivals, known, decided = store.arrivals(), pipeline.known(store), store.decisions()
        bags = receiving.received(store)
        before, after = (
            rules.documents(plan, arrivals, known, store.texts, decided, house.say, bags)
            for plan in plans
        )
    return tuple(rules.moves(before, after))


def attempt(house: House, name: str, spool: Path) -> Placement:
    """How a build would place a file that has not come in, or a bare name if there is no file.

    What people's decisions on other files teach counts; the file is read and not kept.
    """
    plan, file = rules.load(house.rules), Path(name)
    with Store.look(house.archive) as store:
        decided = store.decisions()
        known = pipeline.known(store) if decided else {}
        lessons = rules.lessons(plan, store.arrivals(), known, store.texts, decided)
    if not file.is_file():
        return rules.placer(plan).attempt(name, lessons)
    digest = Digest("0" * 64)
    read = formats.read(file, digest, spool, plan.settings.limits)
    now = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    arrival = Arrival(0, file.name, digest, file.stat().st_size, now, now, "")
    return rules.placer(plan).place(arrival, read.reading, read.text, (), lessons=lessons)


def decide_all(house: House, words: Sequence[Decision]) -> None:
    """Keep many words of people, in this order; number and time are given anew."""
    with Store(house.archive, pipeline.WAIT) as store:
        for word in words:
            what = {"point": word.point, "unit": word.unit, "want": word.want, "date": word.date}
            store.decide(
                word.verb,
                word.name,
                word.digest,
                by=word.by,
                why=word.why,
                main=word.main,
                **what,
            )


def decisions(house: House) -> tuple[Decision, ...]:
    """Everything people decided, in order."""
    with Store.look(house.archive) as store:
        return store.decisions()


def seal(house: House, number: str, by: str) -> Box:
    """Seal a box: its pieces keep place and number, what comes late goes behind it.

    Raises:
        UserError: no such box, it is sealed, or an earlier box of its class is not.
    """
    archive = pipeline.look(house)
    box = next((box for box in archive.boxes if box.number == number), None)
    if box is None or not box.pieces:
        raise UserError(f"没有“{number}”这一盒，或盒内没有文件。", "盒号见总目录。")
    if box.seal:
        raise UserError(f"盒 {number} 已由 {box.seal.by} 封盒。", "不必再封。")
    for other in archive.boxes:
        if other.category.key == box.category.key and other.index < box.index and not other.seal:
            raise UserError(f"前面的盒 {other.number} 还没有封。", "同一类请从第一盒起依次封盒。")
    with Store(house.archive, pipeline.WAIT) as store:
        store.seal(dossier.seal_of(box, by, datetime.now(UTC)))
    return box


def unseal(house: House, number: str, by: str, why: str) -> None:
    """Open a sealed box again; later boxes of its class must be open."""
    with Store(house.archive, pipeline.WAIT) as store:
        sealed = {seal.box for seal in store.seals()}
        if number not in sealed:
            raise UserError(f"盒 {number} 没有封盒。", "盒号见总目录。")
        stem, _, index = number.rpartition("-")
        if f"{stem}-{int(index) + 1}" in sealed:
            raise UserError(f"盒 {number} 后面的盒还封着。", "同一类请从最后一盒起依次启封。")
        store.unseal(number, by=by, why=why)


def export(
    house: House, form: str, unit: str, box: str, most: int, to: Path
) -> Iterator[tuple[Path, int, int]]:
    """Write packages for others; yields place, count of files and count of pieces of each.

    ``form`` is bagit, transfer, zip or eep; ``most`` the bytes of one package.

    Raises:
        UserError: nothing is chosen, the place is taken, or an original is damaged.
    """
    archive = pipeline.look(house)
    room = most * 3 // 4 if form == "eep" else most  # Base64 makes four bytes of three
    found = dossier.packages(archive, unit, box, room)
    if not found:
        raise UserError("没有可导出的材料。", "请核对单位名称和盒号，或先运行 archivist build。")
    with Store.look(house.archive) as store:
        chosen = {each.document.arrival.digest for package in found for _, each, _ in package.files}
        sm3 = {d: store.sum(d, "sm3") for d in chosen if "sm3" in hashlib.algorithms_available}
        names = {d.name: d.arrival.digest for d in archive.documents if d.state is State.PLACED}
        words = store.decisions(), store.events(), sm3, names
        witness = Witness(archive.plan.settings.district, *words)
        for package in found:
            make, ending = _FORMS[form]
            place = to / f"{package.name}{ending}"
            count = store.send(make(archive, witness, package), place)
            yield place, count, len(package.pieces)


_FORMS = {
    "bagit": (dossier.bag, ""),
    "transfer": (dossier.transfer, ""),
    "zip": (dossier.bag, ".zip"),
    "eep": (dossier.encapsulated, "_EEP草案"),
}
"""How a package is made, and what its name ends with."""
