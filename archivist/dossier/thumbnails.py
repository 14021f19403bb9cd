"""Small pictures of photos and films: what pages show first, the originals stay where they are."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TypeAlias

from archivist.dossier.site import Site
from archivist.model import Digest, Leaf, Shop

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
            facts = each.document.reading.facts
            if digest in made or all(name != "still" for name, _ in facts):
                continue
            for number, still in enumerate(shop.stills(digest), 1):
                path = f"{FOLDER}/{digest[:_NAME]}{f'-{number}' * (number > 1)}.jpg"
                made.setdefault(digest, path)
                yield Leaf(path, still.jpeg)
    return made
