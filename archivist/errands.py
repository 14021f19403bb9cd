"""ERRANDS: what the office does beside building — plans out and in, letters, approvals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from archivist import dossier, pipeline, rules
from archivist.dossier import Imported
from archivist.house import House
from archivist.model import Decision, Digest, Leaf, UserError, Verb
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
