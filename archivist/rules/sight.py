"""A document as the rules look at it: its name, title, opening and text in one writing."""

from __future__ import annotations

from dataclasses import dataclass

from archivist.model import ElementKind, Reading
from archivist.rules.genres import genre_of_opening, genres_of
from archivist.rules.naming import Path, plain, plain_body

_OPENING = 240
_LONGEST_TEXT = 200_000
"""Characters of a text that are looked at: a hundred pages tell what it is about."""


@dataclass(frozen=True, slots=True)
class Sight:
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


def see(name: str, reading: Reading, text: str, folder: str) -> Sight:
    """Look at a document. ``folder`` is the plain text of the folders that say something."""
    path = Path.of(name)
    element = reading.first(ElementKind.TITLE)
    title = element.value if element else ""
    body = plain_body(text[:_LONGEST_TEXT])
    greeting = genre_of_opening(body[:_OPENING])
    named = genres_of(path.stem) + genres_of(title)
    genres = tuple(dict.fromkeys((*named, greeting) if greeting else named))
    return Sight(
        path,
        plain(path.base),
        plain(path.stem),
        folder,
        plain(title),
        body[:_OPENING],
        body,
        genres,
        bool(greeting),
        reading.format,
    )
