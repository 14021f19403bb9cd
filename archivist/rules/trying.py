"""What an edited rule would change: the same files placed by two sets of rules, and who moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archivist.model import Document


@dataclass(frozen=True, slots=True)
class Move:
    """A file that lies elsewhere under the other rules; "" stands for open, or not placed."""

    name: str
    before: Document
    after: Document

    @property
    def points(self) -> tuple[str, str]:
        """Point before and after."""
        return self.before.placement.point, self.after.placement.point

    @property
    def wants(self) -> tuple[str, str]:
        """Want before and after."""
        return self.before.placement.want, self.after.placement.want


def moves(before: Iterable[Document], after: Iterable[Document]) -> Iterator[Move]:
    """The documents whose point, unit, want or state differs, in order of name."""
    then = {(d.name, d.arrival.digest): d for d in before}
    for document in sorted(after, key=lambda d: (d.name, d.arrival.digest)):
        old = then.get((document.name, document.arrival.digest))
        if old and _lies(old) != _lies(document):
            yield Move(document.name, old, document)


def _lies(document: Document) -> tuple[str, ...]:
    place = document.placement
    return (document.state, place.point, place.unit, place.want, *place.cross)
