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
    """The first still of everything boxed that has one; returns where they lie."""
    made: dict[Digest, str] = {}
    for box in site.archive.boxes:
        for _, each in box.files:
            digest = each.document.arrival.digest
            facts = each.document.reading.facts
            if digest in made or all(name != "still" for name, _ in facts):
                continue
            if stills := shop.stills(digest):
                made[digest] = f"{FOLDER}/{digest[:_NAME]}.jpg"
                yield Leaf(made[digest], stills[0].jpeg)
    return made
