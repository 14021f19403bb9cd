"""The press: templates become bytes, whatever hostile text stands in the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

from archivist.dossier import dress

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069"
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Illegal in XML, or able to turn a line around (bidi) or hide in it: shown as U+FFFD."""


def printable(text: str) -> str:
    """Text that every viewer shows as it is: no control, bidi or surrogate characters."""
    return _UNPRINTABLE.sub("\ufffd", text)


def render(template: str, **values: object) -> bytes:
    """Fill a template, shipped or a city's own; every value is escaped, the bytes are UTF-8."""
    return printable(dress.filled(template, _FILTERS, values)).encode()


def link(target: str, page: str) -> str:
    """The relative, percent-encoded way from one leaf to another.

    Args:
        target: path of a leaf in the dossier, optionally with ``#fragment``.
        page: path of the leaf that holds the link.
    """
    path, hash_, fragment = target.rpartition("#")
    if not hash_ or "/" in fragment:  # a folder's own name may hold the sign
        path, hash_, fragment = target, "", ""
    there, here = path.split("/"), page.split("/")[:-1]
    common = 0
    while common < min(len(there) - 1, len(here)) and there[common] == here[common]:
        common += 1
    steps = [".."] * (len(here) - common) + [_quoted(name) for name in there[common:]]
    return "/".join(steps) + (f"#{quote(fragment)}" if hash_ else "")


@lru_cache(maxsize=4096)
def _quoted(name: str) -> str:
    return quote(name, safe="", errors="surrogatepass")


def number(value: object) -> str:
    """A score or count without idle zeros: ``1.50`` is ``1.5``, ``2.00`` is ``2``."""
    text = f"{value}"
    return text.rstrip("0").rstrip(".") if "." in text and "E" not in text.upper() else text


_FILTERS = (("link", link), ("number", number))


def mistakes_in(name: str, text: str) -> Iterator[tuple[int, str]]:
    """What is wrong with a template that is to stand in for the shipped one of its name."""
    return dress.mistakes_in(name, text, _FILTERS)
