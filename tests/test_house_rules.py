"""The house rules are executable: style, types, layers, and what may never be committed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "words",
    [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)],
    ids=["style", "format", "types"],
)
def test_the_linters_are_content(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 0, done.stdout + done.stderr


_PRIVATE = re.compile(r"^(?:def |class )?(_[A-Za-z]\w*)(?=[(:\[]| =|, _\w+ =)", re.MULTILINE)


def test_no_private_name_of_a_module_stands_unused() -> None:
    texts = {path: path.read_text("utf-8") for path in (ROOT / "archivist").rglob("*.py")}
    idle = [
        f"{path.relative_to(ROOT)}: {found[1]}"
        for path, text in texts.items()
        for found in _PRIVATE.finditer(text)
        if len(re.findall(rf"\b{found[1]}\b", text)) == 1
    ]
    assert len(texts) > 300
    assert idle == []


def test_data_climbs_the_stairs_and_imports_never_do() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="processor time of children is POSIX")
def test_help_is_quick(tmp_path: Path) -> None:
    import resource

    words = [sys.executable, "-m", "archivist", "--help"]
    compiled = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    compiled.pop("PYTHONDONTWRITEBYTECODE", None)  # as installed: modules are compiled once
    subprocess.run(words, cwd=ROOT, env=compiled, capture_output=True, check=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, cwd=ROOT, env=compiled, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.3


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "-c", "core.quotepath=off", "ls-files"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / line for line in listing.stdout.splitlines() if (ROOT / line).is_file()]


def test_no_machine_path_and_no_registry_host_is_committed() -> None:
    never = re.compile(rb"/home/\w|files\.python" rb"hosted|py" rb"pi\.org|registry\.npm" rb"js")
    assert [path for path in tracked() if never.search(path.read_bytes())] == []


def test_modules_stay_short_and_except_exception_stays_rare() -> None:
    modules = sorted((ROOT / "archivist").rglob("*.py"))
    assert [m.name for m in modules if len(m.read_text("utf-8").splitlines()) > 370] == []
    catchers = {
        m.relative_to(ROOT / "archivist").as_posix()
        for m in modules
        if "except Exception" in m.read_text("utf-8")
    }
    assert catchers == {"formats/foreign.py", "checks/__init__.py", "workers.py"}
