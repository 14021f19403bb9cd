"""The second round: new editions under the names of files that were dropped before."""

from __future__ import annotations

import random
import zlib
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path, PurePath

from archivist.model import Plan
from archivist.sample import organs, prose
from archivist.sample.dropping import digest
from archivist.sample.paper import district_of
from archivist.sample.topics import topics
from archivist.sample.truth import TrueFile, Truth
from archivist.sample.word import docx
from archivist.sample.wording import pick

_LATER = timedelta(days=20)


def revise(folder: Path, truth: Truth, plan: Plan, count: int) -> Truth:
    """Drop new editions of ``count`` DOCX files of ``truth`` under their old names.

    To be called once the first round was taken in. The truth returned knows the new digests;
    what else it says of these files stays, but for the date, which is later.
    """
    packed = truth.containers
    free = [file for file in truth.files if file.format == "docx" and _alone(file, packed)]
    chosen = {file.name: file for file in free[:count]}
    later = {name: _edition(folder, file, plan) for name, file in chosen.items()}
    files = tuple(later.get(file.name, file) for file in truth.files)
    return replace(truth, files=files)


def _alone(file: TrueFile, packed: frozenset[str]) -> bool:
    inside = any(parent.as_posix() in packed for parent in PurePath(file.name).parents)
    return bool(file.point) and not file.fault and not inside


def _edition(folder: Path, file: TrueFile, plan: Plan) -> TrueFile:
    luck = random.Random(file.name)
    day = min(date.fromisoformat(file.date) + _LATER, plan.settings.inspection - timedelta(days=1))
    street, district = pick(luck, "street"), district_of(plan)
    issuer = organs.full(file.unit, street, district)
    subject = file.want.replace("（", "").replace("）", "")
    facts = zlib.crc32(file.name.encode())
    matter = prose.Matter(
        topics()[file.point], "报告", subject, issuer, "", day, street, district, facts
    )
    data = docx(prose.draft(matter, luck), datetime.combine(day, time(9, 30)))
    path = folder / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return replace(file, digest=digest(data), date=day.isoformat())
