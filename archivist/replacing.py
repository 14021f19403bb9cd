"""A city's own templates beside the rules: read, checked, and all their mistakes told at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archivist import dossier, press
from archivist.model import Forms, Mistake, RulesError, Where
from archivist.model.forms import FOLDER, PRINTED


def load(folder: Path) -> Forms:
    """Read ``templates/`` of a workspace; a folder that is not there replaces nothing.

    Raises:
        RulesError: with all mistakes, each ``templates/…:line: sentence``.
    """
    files, found = _read(folder)
    found += [mistake for name, text in files for mistake in _wrong(name, text)]
    if found:
        raise RulesError(tuple(sorted(found, key=lambda each: (each.where, each.message))))
    return Forms(
        pages=tuple((name, text) for name, text in files if not name.startswith(PRINTED)),
        prints=tuple(
            (name.removeprefix(PRINTED), text) for name, text in files if name.startswith(PRINTED)
        ),
    )


def mistakes(folder: Path) -> tuple[Mistake, ...]:
    """What ``load`` would refuse."""
    try:
        load(folder)
    except RulesError as error:
        return error.mistakes
    return ()


def _read(folder: Path) -> tuple[list[tuple[str, str]], list[Mistake]]:
    files, wrong = [], []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        name = path.relative_to(folder).as_posix()
        if path.name.startswith((".", "~$")) or path.suffix == ".md":
            continue
        try:
            files.append((name, path.read_text("utf-8-sig")))
        except (OSError, UnicodeDecodeError):
            wrong.append(Mistake(Where(f"{FOLDER}/{name}", 1), "读不了，请存为 UTF-8 编码的文本。"))
    return files, wrong


def _wrong(name: str, text: str) -> Iterator[Mistake]:
    if name.startswith(PRINTED):
        found = press.mistakes_in(name.removeprefix(PRINTED), text)
    else:
        found = dossier.mistakes_in(name, text)
    for line, told in found:
        yield Mistake(Where(f"{FOLDER}/{name}", line), told)
