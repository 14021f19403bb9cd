"""The whole way on files nobody here made: all of the corpus dropped into one inbox and built.

Reading is tried file by file elsewhere; here every dropped file must be accounted for at the end.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from archivist import pipeline
from archivist.house import House
from archivist.model import Archive, Outcome, State, Trouble
from archivist.store import Store
from tests.conftest import ROOT

TODAY = date(2023, 3, 15)
_KILLED = (Trouble.CRASHED, Trouble.TIMED_OUT)


@dataclass(frozen=True, slots=True)
class _Lived:
    """The house after the build; ``dropped`` are digests by name below the inbox."""

    house: House
    dropped: dict[str, str]
    archive: Archive


@pytest.fixture(scope="module")
def lived(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> _Lived:
    root = tmp_path_factory.mktemp("corpus")
    shutil.copytree(ROOT / "rules", root / "rules")
    settings = root / "rules" / "settings.yaml"
    plain = settings.read_text("utf-8").replace("ocr_pages: 300", "ocr_pages: 0")
    settings.write_text(plain.replace("volumes: true", "volumes: false"), "utf-8")
    house = House(root, TODAY, hurry=True)
    shutil.copytree(corpus, house.inbox / "区教育局")
    dropped = {
        path.relative_to(house.inbox).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in house.inbox.rglob("*")
        if path.is_file()
    }
    pipeline.build(house)
    return _Lived(house, dropped, pipeline.look(house))


def test_every_file_is_known_once_under_its_name_or_told_why_not(lived: _Lived) -> None:
    with Store.look(lived.house.archive) as store:
        left = {*store.ignored(), *(name for name, _ in store.refused())}
        known = Counter((a.name, a.digest) for a in store.arrivals() if a.container is None)
    assert known == Counter(set(lived.dropped.items()) - {(n, lived.dropped[n]) for n in left})
    assert all((lived.house.inbox / name).exists() for name in left)


def test_every_original_has_its_bytes_and_the_dossier_its_digests(lived: _Lived) -> None:
    assert pipeline.verify(lived.house).flaws == ()


def test_no_reader_was_killed_and_no_check_broke(lived: _Lived) -> None:
    killed = [d.name for d in lived.archive.documents if d.reading.has(*_KILLED)]
    broken = [f for f in lived.archive.verdict.findings if f.outcome is Outcome.BROKEN]
    assert (killed, broken) == ([], [])


def test_the_leaders_speech_finds_the_point_of_mobilisation_meetings(lived: _Lived) -> None:
    (speech,) = (d for d in lived.archive.documents if d.arrival.base == "speech.txt")
    first = [candidate.point for candidate in speech.placement.candidates[:3]]
    assert speech.placement.point == "10-1" or (speech.state is State.OPEN and "10-1" in first)
