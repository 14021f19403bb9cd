"""A file that came, and the name of its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from datetime import datetime

Digest = NewType("Digest", str)
"""SHA-256 of the bytes, 64 lowercase hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that came, under the name it was dropped with.

    ``name`` is the path below the inbox, ``/``-separated, exactly as dropped (never
    normalised); a member of a container is named ``container name/member name``.
    ``container`` is the arrival id of the container it came in. Times are aware, in UTC.
    """

    id: int
    name: str
    digest: Digest
    size: int
    modified: datetime
    taken: datetime
    by: str
    container: int | None = None

    @property
    def folder(self) -> str:
        """The folder part of the name, "" for the inbox itself."""
        return self.name.rpartition("/")[0]

    @property
    def base(self) -> str:
        """The last part of the name."""
        return self.name.rpartition("/")[2]
