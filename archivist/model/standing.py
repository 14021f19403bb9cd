"""How points stand: what is met, what is missing, who approved otherwise, and what it would score."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from archivist.model.standard import Point, Want


class Fulfilment(StrEnum):
    """How far a want or a point is met."""

    SATISFIED = "satisfied"
    PARTLY = "partly"
    MISSING = "missing"
    NOT_DUE = "not due"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class WantStanding:
    """How far one want is met: counts of periods (or documents), and the periods missing.

    ``missing`` holds labels such as ``2023``, ``2023Q2`` or ``2023-05``; for a want due once it
    is empty, ``need`` and ``have`` count documents. ``documents`` are names in order of date.
    ``lacking`` counts the documents that all due periods still want, ``claimed`` names files that
    declare there is no such business (无此项业务说明) and wait for approval. ``covered`` are the
    due periods that are full, or the dates of the documents where no period is asked for;
    ``excuse`` is the approval that made the want not applicable.
    """

    want: Want
    state: Fulfilment
    have: int
    need: int
    missing: tuple[str, ...]
    documents: tuple[str, ...]
    lacking: int = 0
    claimed: tuple[str, ...] = ()
    covered: tuple[str, ...] = ()
    excuse: Excuse | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a point stands for a responsible unit. ``role`` is 牵头 or 配合.

    ``held`` is the score the admitted evidence supports, ``at_risk`` the rest of the point's
    score; both are 0 for a supporting unit, so that unit sums equal the whole. ``basis`` says how
    the score was reached: by the standard's deduction rule, or in our own way and why.
    """

    point: Point
    unit: str
    role: str
    state: Fulfilment
    wants: tuple[WantStanding, ...]
    documents: tuple[str, ...]
    held: Decimal
    at_risk: Decimal
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Excuse:
    """No such business (无此项业务): approved for a unit's want, or for all its wants at a point.

    ``house`` approved it, "" this one; ``title`` is the point's there.
    """

    point: str
    unit: str
    want: str
    by: str
    why: str
    day: date
    house: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Would the district pass today? Scores in points of the standard.

    ``vetoes`` are veto points for which nothing came, ``doubtful`` those whose evidence is
    incomplete: of neither can the papers show that the veto fact did not occur, and of neither
    does this judge that it did. ``weak`` are the key items under the required rate with their rate.
    """

    held: Decimal
    at_risk: Decimal
    bonus: Decimal
    total: Decimal
    pass_score: Decimal
    passes: bool
    vetoes: tuple[str, ...]
    weak: tuple[tuple[str, Decimal], ...]
    doubtful: tuple[str, ...] = ()
