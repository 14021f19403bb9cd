"""kill -9 at random instants of a whole ``archivist build``: take-in, reading, placing, shelving.

    python benchmarks/kill_build.py [--instants 200] [--chain 10] [--files 30] [--seed 1]

New files are dropped before every chain; the same house is then killed ``chain`` times in a row and
left in peace once, until ``instants`` builds have died. After every kill the dossier must be a whole
one: each line of its manifest holds and nothing else lies there. After every chain each dropped file
must be known once under its name with its bytes. Exit status 1 and a story otherwise.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import count
from pathlib import Path

from archivist import rules, sample
from archivist.house import found


def start(root: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "archivist", "-C", str(root), "--as-of", "2023-03-15", "build"]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def torn(dossier: Path) -> list[str]:
    """What does not fit its manifest; a dossier not begun yet is whole."""
    if not dossier.exists():
        return []
    lines = (dossier / "manifest-sha256.txt").read_text("utf-8").splitlines()
    named = {line[66:]: line[:64] for line in lines}
    there = {
        path.relative_to(dossier).as_posix(): path for path in dossier.rglob("*") if path.is_file()
    }
    faults = sorted(set(named) ^ (set(there) - {"manifest-sha256.txt"}))
    for name in set(named) & set(there):
        if hashlib.sha256(there[name].read_bytes()).hexdigest() != named[name]:
            faults.append(name)
    return faults


def drop(root: Path, files: int, seed: int) -> dict[str, str]:
    """Another district's files under a folder of their own; returns digests by dropped name."""
    with tempfile.TemporaryDirectory() as made:
        sample.make(Path(made), files, seed, rules.load(root / "rules"))
        goal = root / "inbox" / f"第{seed}批"
        shutil.copytree(made, goal)
    past = time.time() - 3600
    dropped = {}
    for path in goal.rglob("*"):
        if (
            path.is_file()
            and not path.name.startswith("~$")
            and path.name not in {"Thumbs.db", ".DS_Store"}
        ):
            os.utime(path, (past, past))
            name = path.relative_to(root / "inbox").as_posix()
            dropped[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return dropped


def lost(root: Path, dropped: dict[str, str]) -> list[str]:
    """Names not known exactly once with their bytes."""
    command = [sys.executable, "-m", "archivist", "-C", str(root), "list", "--json"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    records = [json.loads(line) for line in listed.splitlines()]
    known = Counter((record["name"], record["digest"]) for record in records)
    blobs = root / "archive" / "blobs"
    faults = [name for name, digest in dropped.items() if known[name, digest] != 1]
    for name, digest in dropped.items():
        blob = blobs / digest[:2] / digest
        if hashlib.sha256(blob.read_bytes()).hexdigest() != digest:
            faults.append(name)
    return faults


def settled(root: Path) -> float:
    """One undisturbed build; returns its seconds."""
    begun = time.monotonic()
    process = start(root)
    _, errors = process.communicate()
    if process.returncode:
        raise SystemExit(errors.decode())
    return time.monotonic() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instants", type=int, default=200)
    parser.add_argument("--chain", type=int, default=10)
    parser.add_argument("--files", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    dice = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "house"
        found(root, rules.pack(), [])
        settings = root / "rules" / "settings.yaml"
        text = settings.read_text("utf-8")
        settings.write_text(text.replace("ocr_pages: 300", "ocr_pages: 0"), "utf-8")
        dropped = drop(root, given.files, 1000)
        length = settled(root)
        killed = finished = 0
        for chain in count():
            if killed >= given.instants:
                break
            dropped |= drop(root, given.files, 1001 + chain)
            for _ in range(given.chain):
                process = start(root)
                try:
                    process.wait(dice.uniform(0.0, length * 1.1))
                    finished += 1
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                    killed += 1
                if faults := torn(root / "archive" / "dossier"):
                    raise SystemExit(f"after {killed} kills the dossier is torn: {faults[:5]}")
            length = settled(root)
            if faults := lost(root, dropped) or torn(root / "archive" / "dossier"):
                raise SystemExit(f"after {killed} kills: {faults[:5]}")
            print(
                f"{killed} kills, {finished} builds that ended first, {len(dropped)} files: all there, dossier whole"
            )


if __name__ == "__main__":
    main()
