"""A sealed box: what lay in it under which number, on whose word and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from archivist.model.arrival import Digest


@dataclass(frozen=True, slots=True)
class Seal:
    """封盒: ``pieces`` are 件号 with digest and name; they keep place and number for ever.

    One line per document: a piece of several has as many lines of the same number, in the order
    of 份号. ``labels`` are 档号 and stored file name of each line, ``folder`` is the box's and
    ``digits`` how wide 件号 were: what is written on a closed box outlives every setting. Seals
    made before these were kept have none of them ((), "" and 0). ``contents`` and ``reference``
    name its papers; older seals found them under the names here.
    """

    box: str
    by: str
    at: datetime
    pieces: tuple[tuple[int, Digest, str], ...]
    labels: tuple[tuple[str, str], ...] = ()
    folder: str = ""
    digits: int = 0
    contents: str = "000_卷内目录"
    reference: str = "999_备考表"
