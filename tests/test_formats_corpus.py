"""1,253 files nobody here made: each is identified and read without a crash or a hang."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from archivist import formats, workers
from archivist.formats.registry import readers
from archivist.model import Digest, Limits
from tests.manifest import EXPLAINED, PUIDS_EXPLAINED, Standing, standing, truths

_ELSEWHERE = {"archivist.formats.image", "archivist.formats.media"}
"""Their readers look at pictures and play recordings; their own tests read those files."""

_QUICK = Limits(ocr_pages=0)
"""OCR costs seconds a page; it has its own tests, and here only its absence is read."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What one file came to."""

    path: str
    format: str
    puid: str
    seconds: float
    problems: tuple[str, ...]
    whole: bool | None


def _look(path: str) -> _Look:
    """Read one file as a worker does: under its digest's name, without its ending."""
    data = Path(path).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        blob = Path(folder) / hashlib.sha256(data).hexdigest()
        blob.write_bytes(data)
        start = time.perf_counter()
        kind = formats.identify(blob)
        reader = readers().get(kind.name)
        if reader and reader[0].__module__ in _ELSEWHERE:
            told: tuple[str, ...] = ()
        else:
            read = formats.read(blob, Digest(blob.name), Path(folder) / "spool", _QUICK)
            told = tuple(f"{p.trouble}: {p.message}" for p in read.reading.problems)
            told += tuple(value for name, value in read.reading.facts if name == "error")
        seconds = time.perf_counter() - start
        return _Look(path, kind.name, kind.puid, seconds, told, formats.whole(blob))


def _lost(path: str, why: str) -> _Look:
    return _Look(path, why, "", 0.0, (why,), None)


@pytest.fixture(scope="module")
def looks(corpus: Path) -> dict[str, _Look]:
    run = workers.processes(hands=2, seconds=30, memory_bytes=3 * 2**30)
    jobs = [str(corpus / truth.path) for truth in truths(corpus)]
    return {
        Path(look.path).relative_to(corpus).as_posix(): look for look in run(_look, jobs, _lost)
    }


def test_no_file_crashes_or_hangs_a_worker(looks: dict[str, _Look]) -> None:
    lost = {
        path for path, look in looks.items() if look.format in {workers.CRASHED, workers.TIMED_OUT}
    }
    assert lost == set()
    assert {path for path, look in looks.items() if look.format not in formats.kinds.KINDS} == set()


def test_no_trouble_is_a_mistake_of_ours(looks: dict[str, _Look]) -> None:
    ours = ("TypeError", "AttributeError", "NameError", "UnboundLocalError", "AssertionError")
    assert [
        look for look in looks.values() if any(n in p for n in ours for p in look.problems)
    ] == []


def test_formats_agree_with_the_manifest(corpus: Path, looks: dict[str, _Look]) -> None:
    named = {truth.path: truth.formats for truth in truths(corpus) if truth.formats}
    apart = {
        path: looks[path].format
        for path, allowed in named.items()
        if looks[path].format not in allowed
    }
    print(f"{len(named)} named, {len(apart)} apart: {1 - len(apart) / len(named):.2%} agree")  # noqa: T201 - the figures are asked for
    assert len(apart) <= 0.02 * len(named)
    assert apart.keys() == EXPLAINED.keys()


def test_pronom_ids_agree_with_the_skeletons(corpus: Path, looks: dict[str, _Look]) -> None:
    wanted = {truth.path: truth.puid for truth in truths(corpus) if truth.puid}
    apart = {
        path: (puid, looks[path].puid) for path, puid in wanted.items() if looks[path].puid != puid
    }
    print(f"{len(wanted)} skeletons, {len(apart)} apart: {apart}")  # noqa: T201 - the figures are asked for
    assert len(apart) <= 0.02 * len(wanted)
    assert apart.keys() == PUIDS_EXPLAINED.keys()


def test_no_pronom_id_is_that_of_another_format(corpus: Path, looks: dict[str, _Look]) -> None:
    """An id that is there names what the file is, or no more than its container."""
    wrong = {
        truth.path: (looks[truth.path].puid, truth.said)
        for truth in truths(corpus)
        if truth.formats and standing(truth, looks[truth.path].puid) is Standing.OTHER
    }
    assert wrong == {}


def test_readings_per_second(looks: dict[str, _Look]) -> None:
    spent: dict[str, list[float]] = defaultdict(list)
    for look in looks.values():
        spent[look.format].append(look.seconds)
    for name, seconds in sorted(spent.items()):
        print(f"{name:16} {len(seconds):4} files {len(seconds) / sum(seconds):8.0f} per second")  # noqa: T201 - the figures are asked for
    assert sum(map(sum, spent.values())) < 300, "a hang would take longer"


def test_a_workbook_its_reader_trips_over_is_not_called_torn(looks: dict[str, _Look]) -> None:
    told = looks["office/testEXCEL.xlsb"].problems
    assert [each.partition(":")[0] for each in told] == ["no reader"]
