"""kill -9 at random instants of take-in, keeping and building: is every file there once, unchanged?

    python benchmarks/kill.py [--instants 200] [--files 20] [--seed 1] [--folder DIR]

A fresh child process does the work each time. The length of an undisturbed round is measured
first, so that the instants fall evenly on all of it. Exit status 1 and a story if anything is
lost, doubled or changed, or if the dossier was ever neither the old nor the new one.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

from archivist.model import (
    Digest,
    Leaf,
    Limits,
    Member,
    PassRule,
    Read,
    Reading,
    Settings,
    Step,
    Thresholds,
)
from archivist.store import Store

_SIZES = (0, 100, 20_000, 200_000, 2_000_000)
_WEIGHTS = (1, 20, 50, 25, 4)


def work(folder: Path) -> None:
    """One round: take in, read (every tenth file has two members), build."""
    with Store(folder / "archive") as store:
        store.take_in(
            folder / "inbox",
            whole=lambda _: None,
            settings=_settings(),
            units=("甲局",),
            say=_silent,
            hurry=True,
        )
        while unread := store.unread(lambda _: "1"):
            for start in range(0, len(unread), 20):
                store.keep([_read(store, a.digest) for a in unread[start : start + 20]])
        store.shelve(_leaves(store), folder / "archive" / "dossier", _silent)


def _read(store: Store, digest: Digest) -> Read:
    content = store.blob(digest).read_bytes()
    members = []
    if content[:1] < b"\x19" and not content.startswith(b"member"):
        spool = store.spool(digest)
        spool.mkdir(parents=True, exist_ok=True)
        for name in ("一.txt", "二.txt"):
            (spool / name).write_bytes(_member(digest, name))
            members.append(Member(name, spool / name, None))
    return Read(Reading(digest, "1", "txt"), digest * 30, tuple(members))


def _member(digest: str, name: str) -> bytes:
    return f"member {digest} {name}".encode()


def _leaves(store: Store) -> list[Leaf]:
    arrivals = store.arrivals()
    index = "\n".join(f"{a.id} {a.digest} {a.name}" for a in arrivals)
    return [
        Leaf("index.txt", index.encode()),
        *(Leaf(f"{a.id % 7}/{a.id}.bin", a.digest) for a in arrivals),
    ]


def _settings() -> Settings:
    rule = PassRule(Decimal(90), Decimal("0.6"), bonus_counts=True)
    day = date(2026, 12, 1)
    few = Thresholds(quiet=0, patience=0)
    return Settings("", "", "", "", day, (2026,), rule, (), (), (), (), Limits(), few)


def _silent(_step: Step) -> None:
    pass


def drop(folder: Path, rng: random.Random, round_: int, files: int) -> dict[str, str]:
    """Drop files of many sizes, some with bytes known before; returns digest by name."""
    dropped = {}
    for number in range(files):
        name = (
            rng.choice(("", "甲局/", f"甲局/夹{round_}/", f"外{round_}/"))
            + f"{round_}-{number}.bin"
        )
        content = rng.randbytes(rng.choices(_SIZES, _WEIGHTS)[0])
        path = folder / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        dropped[name] = hashlib.sha256(content).hexdigest()
    return dropped


def dossier_is_whole(folder: Path) -> bool:
    """Whether every file the dossier's own index names is there with its bytes, and no other."""
    dossier = folder / "archive" / "dossier"
    if not dossier.exists():
        return True
    lines = [x.split(" ", 2) for x in (dossier / "index.txt").read_text("utf-8").splitlines()]
    named = {f"{int(number) % 7}/{number}.bin": digest for number, digest, _ in lines}
    there = {
        path.relative_to(dossier).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in dossier.rglob("*.bin")
    }
    return there == named


def accounted(folder: Path, dropped: dict[str, str]) -> list[str]:
    """What is wrong after an undisturbed round; nothing, one hopes."""
    wrong = []
    with Store.look(folder / "archive") as store:
        came = Counter((a.name, str(a.digest)) for a in store.arrivals() if a.container is None)
        if came != Counter(dropped.items()):
            wrong.append(f"arrivals differ: {came - Counter(dropped.items())}")
            wrong.append(f"lost: {Counter(dropped.items()) - came}")
        flaws = store.verify(folder / "archive" / "dossier").flaws
        wrong += [f"{flaw.place} {flaw.subject} {flaw.message}" for flaw in flaws]
    left = [path for path in (folder / "inbox").rglob("*") if path.is_file()]
    wrong += [f"left in the inbox: {path}" for path in left]
    return wrong


def main() -> int:
    """Kill and look, again and again."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--instants", type=int, default=200)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work(given.work)
        return 0
    folder = given.folder or Path(tempfile.mkdtemp(prefix="kill-"))
    rng = random.Random(given.seed)
    dropped = drop(folder, rng, 0, given.files)
    command = [sys.executable, __file__, "--work", str(folder)]
    began = time.monotonic()
    subprocess.run(command, check=True)
    length = time.monotonic() - began
    killed = 0
    for instant in range(1, given.instants + 1):
        dropped |= drop(folder, rng, instant, rng.randint(1, given.files))
        child = subprocess.Popen(command)
        time.sleep(rng.uniform(0.05, length * 1.2))
        child.send_signal(signal.SIGKILL)
        killed += child.wait() == -signal.SIGKILL
        wrong = [] if dossier_is_whole(folder) else ["the dossier is neither old nor new"]
        if instant % 3 == 0:  # two deaths in a row are harder to survive than one
            began = time.monotonic()
            subprocess.run(command, check=True)
            length = time.monotonic() - began
            wrong += accounted(folder, dropped)
            wrong += [] if dossier_is_whole(folder) else ["the dossier is not whole"]
        if wrong:
            print(f"instant {instant} in {folder}:", *wrong, sep="\n  ")
            return 1
    subprocess.run(command, check=True)
    if wrong := accounted(folder, dropped):
        print(f"at the end, in {folder}:", *wrong, sep="\n  ")
        return 1
    shutil.rmtree(folder)
    print(f"{len(dropped)} files, {killed} kills: each there once, unchanged; the dossier whole")
    return 0


if __name__ == "__main__":
    sys.exit(main())
