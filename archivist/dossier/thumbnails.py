"""Small pictures: what pages show first of photos, films and papers; originals stay where they are.

Those of photos and films are files. First pages of papers are far more, and forty thousand files of
3 kB take hours to copy to a stick: each box has one script with all of its own.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Generator, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from archivist.dossier.site import Site
from archivist.model import Box, Component, Digest, Document, Leaf, Shop

FOLDER = "检索/小图"

_NAME = 20
"""Signs of the digest in a name: the same photo keeps it wherever it is boxed."""

Small: TypeAlias = Mapping[Digest, str]
"""Path of the small picture by digest of the original."""


def small_pictures(site: Site, shop: Shop) -> Generator[Leaf, None, Small]:
    """The stills of everything boxed; returns where the first of each lies.

    The others lie beside it: ``….jpg``, ``…-2.jpg``, ``…-3.jpg``.
    """
    made: dict[Digest, str] = {}
    for box in site.archive.boxes:
        for _, each in box.files:
            digest = each.document.arrival.digest
            if digest in made or not stills(each.document) or paged(each.document):
                continue
            for number, still in enumerate(shop.stills(digest), 1):
                path = f"{FOLDER}/{digest[:_NAME]}{f'-{number}' * (number > 1)}.jpg"
                made.setdefault(digest, path)
                yield Leaf(path, still.jpeg)
    return made


def stills(document: Document) -> int:
    """How many small pictures are kept of it."""
    return sum(name == "still" for name, _ in document.reading.facts)


def paged(document: Document) -> bool:
    """Whether what is kept of it is a first page."""
    return document.reading.format == "pdf"


def papers(box: Box) -> list[Component]:
    """What has a first page to show."""
    return [c for _, c in box.files if paged(c.document) and stills(c.document)]


def first_pages(number: int, shop: Shop, box: Box) -> Iterator[Leaf]:
    """The first pages of a box's papers by 件号, as the script that pages fetch when they come to see it."""
    if found := papers(box):
        path = f"检索/p{number}.js"
        # A first page changes with its original and with the reader that made it.
        told = repr(
            [(c.call, c.document.arrival.digest, c.document.reading.version) for c in found]
        )
        yield Leaf(path, shop.keep(path, told, partial(_script, number, shop, found)))


def _script(number: int, shop: Shop, found: list[Component]) -> bytes:
    made = {
        each.call: base64.b64encode(still.jpeg).decode()
        for each in found
        for still in shop.stills(each.document.arrival.digest)[:1]
    }
    return f"archivist.pages({number},{json.dumps(made, separators=(',', ':'))});\n".encode()
