"""The press: templates become bytes, whatever hostile text stands in the data."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from jinja2 import Environment

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069"
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Illegal in XML, or able to turn a line around (bidi) or hide in it: shown as U+FFFD."""


def printable(text: str) -> str:
    """Text that every viewer shows as it is: no control, bidi or surrogate characters."""
    return _UNPRINTABLE.sub("\ufffd", text)


def render(template: str, **values: object) -> bytes:
    """Fill a template of this package; every value is escaped, the bytes are UTF-8."""
    return printable(_environment().get_template(template).render(values)).encode()


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


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("archivist.dossier"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["link"] = link
    environment.filters["number"] = number
    return environment


def number(value: object) -> str:
    """A score or count without idle zeros: ``1.50`` is ``1.5``, ``2.00`` is ``2``."""
    text = f"{value}"
    return text.rstrip("0").rstrip(".") if "." in text and "E" not in text.upper() else text
