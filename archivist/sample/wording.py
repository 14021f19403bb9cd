"""The stock phrases of offices, by use, and the made-up people and places of the district."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

_BLANK = re.compile(r"\{(\w+)\}")


@cache
def wording() -> dict[str, tuple[str, ...]]:
    """Phrases by use; what is a list of names stands on one line and is cut at spaces."""
    text = (Path(__file__).parent / "wording.txt").read_text("utf-8")
    found = {}
    for block in text.split("[")[1:]:
        use, _, rest = block.partition("]")
        lines = tuple(rest.strip().splitlines())
        names = len(lines) == 1 and " " in lines[0]
        found[use] = tuple(lines[0].split(" ")) if names else lines
    return found


def pick(luck: random.Random, use: str) -> str:
    """One phrase of a use."""
    return luck.choice(wording()[use])


def blanks(sentence: str) -> tuple[str, ...]:
    """The blanks of a sentence, in order."""
    return tuple(_BLANK.findall(sentence))


def filled(sentence: str, luck: random.Random, **known: str) -> str:
    """Fill every blank: what is known as given, figures and names by luck."""
    return _BLANK.sub(lambda blank: known.get(blank[1]) or _figure(blank[1], luck), sentence)


def _figure(blank: str, luck: random.Random) -> str:
    match blank:
        case "n":
            return str(luck.randint(3, 60))
        case "m":
            return str(luck.randint(110, 2900))
        case "p":
            return f"{luck.uniform(91, 99.9):.1f}"
        case "w":
            return str(luck.randint(20, 900))
        case "pop":
            return "68.4"
    return pick(luck, blank)
