"""A document as the rules look at it: its name, title, opening and text in one writing."""

from __future__ import annotations

import re
from typing import NamedTuple

from archivist.model import ElementKind, Reading
from archivist.rules.genres import genre_of_opening, genres_of
from archivist.rules.naming import Path, plain, plain_body

_OPENING = 240
_LONGEST_TEXT = 200_000
"""Characters of a text that are looked at: a hundred pages tell what it is about."""


_CODE_WORD = re.compile(
    r"(?:第[0-9]{1,3}[个号]?)?[考测]评要点"
    r"|(?<!工作)(?<!年度)(?<!学习)(?<!汇报)(?<!内容)要点(?=第?[0-9]{1,3}(?![0-9]))"
)
"""要点46 is a code: its word says nothing of the paper, and is no kind of paper (工作要点 is)."""


class Sight(NamedTuple):
    """What there is to see of one document; texts are plain (``naming.plain``).

    ``genres`` are kinds of document by name and title, the head of the phrase first;
    ``greets`` says the text opens like a speech.
    """

    path: Path
    base: str
    name: str
    folder: str
    title: str
    opening: str
    body: str
    genres: tuple[str, ...]
    greets: bool
    format: str


def see(path: Path, reading: Reading, text: str, folder: str) -> Sight:
    """Look at a document. ``folder`` is the plain text of the folders that say something."""
    element = reading.first(ElementKind.TITLE)
    called = _CODE_WORD.sub("", plain(path.stem))
    base = called + path.base[len(path.stem) :].lower()
    title = plain(element.value) if element else ""
    body = plain_body(text[:_LONGEST_TEXT])
    opening = body[:_OPENING]
    greeting = genre_of_opening(opening)
    named = genres_of(called) + genres_of(title)
    genres = tuple(dict.fromkeys((*named, greeting) if greeting else named))
    return Sight(
        path, base, called, folder, title, opening, body, genres, bool(greeting), reading.format
    )
