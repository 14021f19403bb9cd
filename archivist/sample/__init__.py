"""A seeded, invented district with known truth, for the demo and for measurements."""

from archivist.sample.district import make, make_clean
from archivist.sample.editions import revise
from archivist.sample.members import with_members
from archivist.sample.slots import one_year
from archivist.sample.truth import Hole, TrueFile, Truth

__all__ = ["Hole", "TrueFile", "Truth", "make", "make_clean", "one_year", "revise", "with_members"]
