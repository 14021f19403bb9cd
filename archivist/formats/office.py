"""What all ZIP-based office formats share: locks, core properties, macros."""

from __future__ import annotations

import zipfile

from archivist.formats import troubles
from archivist.formats.parts import Package, local
from archivist.formats.registry import Found, Source, reads

_CORE = {
    "title": "title",
    "subject": "subject",
    "creator": "author",
    "lastModifiedBy": "last author",
    "modified": "modified",
    "keywords": "keywords",
    "category": "category",
    "contentStatus": "status",
    "revision": "revision",
}
_APP = {"Application": "application", "Company": "company", "Template": "template"}


class TornError(Exception):
    """A ZIP package without a readable directory."""

    def __str__(self) -> str:
        """What the clerk sees in brackets."""
        return "压缩目录缺失"


def opened(source: Source) -> Package:
    """The package; a torn one raises what ``read`` turns into a sentence."""
    try:
        return Package(source.path, source.limits)
    except zipfile.BadZipFile as error:
        raise TornError from error


def about(package: Package) -> tuple[tuple[tuple[str, str], ...], str, int | None]:
    """Facts, creation time (ISO 8601 or "") and page count from the core and extended properties."""
    facts: list[tuple[str, str]] = []
    created, pages = "", None
    core, app = package.xml("docProps/core.xml"), package.xml("docProps/app.xml")
    for element in core if core is not None else ():
        value = " ".join((element.text or "").split())
        if local(element) == "created":
            created = value
        elif value and local(element) in _CORE:
            facts.append((_CORE[local(element)], value))
    for element in app if app is not None else ():
        value = " ".join((element.text or "").split())
        if local(element) == "Pages" and value.isdigit():
            pages = int(value) or None
        elif value and local(element) in _APP:
            facts.append((_APP[local(element)], value))
    return tuple(facts), created, pages


def macros(package: Package) -> tuple[tuple[str, str], ...]:
    """A fact if the file carries programs."""
    carried = package.names(end="vbaproject.bin") or package.names(end="/script-lc.xml")
    return (("macros", "yes"),) if carried else ()


@reads("ooxml-encrypted", version=1)
def locked(_source: Source) -> Found:
    """A password stands before the content; nothing can be read."""
    return Found(problems=(troubles.ENCRYPTED,))
