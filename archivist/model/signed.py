"""What was seen of an electronic signature."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sealing(StrEnum):
    """What a look at an electronic signature came to; the signer's certificate is never judged."""

    INTACT = "intact"
    ALTERED = "altered"
    FOREIGN = "foreign key"
    PARTIAL = "partial"
    ADDED = "added to"
    UNKNOWN = "not verified"


@dataclass(frozen=True, slots=True)
class Signed:
    """One electronic signature, as a fact named ``signature`` says it: ``state|signer|time|why``.

    INTACT: the bytes are those signed. ALTERED: they are not. FOREIGN: the certificate's key did
    not make it. PARTIAL: it covers a part of the file only. ADDED: the file was changed afterwards
    beyond what may follow a signature. UNKNOWN: could not be checked, ``why`` is the end of a
    sentence. ``time`` is what the signer's clock claims, ISO 8601 or "".
    """

    state: Sealing
    signer: str = ""
    time: str = ""
    why: str = ""

    def __str__(self) -> str:
        """As the fact's value."""
        return f"{self.state}|{self.signer}|{self.time}|{self.why}"

    @classmethod
    def read(cls, value: str) -> Signed:
        """Back from the fact's value."""
        state, signer, time, why = value.split("|")
        return cls(Sealing(state), signer, time, why)
