"""Search and viewing without a server: an index in small scripts that the pages fetch as needed."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from operator import add, sub

from archivist.dossier.order import PICTURES, RECORDINGS, SOUNDS
from archivist.dossier.pages import printable, render
from archivist.dossier.site import SEARCH, VIEWER, Site
from archivist.dossier.thumbnails import Small, first_pages, stills
from archivist.model import Box, Component, Leaf, Piece, Shop

FOLDER = "检索"
_TEXT_CHARS = 20_000
"""How much of a text is searched and shown; tables of measurements can be endless."""

_SMALL, _FEW, _MANY = 2_000, 64, 512
"""Up to so many pieces the index has few files, beyond it many: each stays quick to load."""


def search_pages(site: Site, shop: Shop, small: Small) -> Iterator[Leaf]:
    """Search page, viewer, and the scripts with what both know."""
    boxes = site.filled
    yield Leaf(SEARCH, render("search.html.j2", page=SEARCH, site=site))
    yield Leaf(VIEWER, render("viewer.html.j2", page=VIEWER, site=site))
    program = resources.files("archivist.dossier").joinpath("templates/search.js").read_bytes()
    yield Leaf(f"{FOLDER}/search.js", program)
    count = sum(1 for box in boxes for _ in box.files)
    shards = _FEW if count <= _SMALL else _MANY
    postings: dict[str, list[int]] = defaultdict(list)
    first = 0
    for number, box in enumerate(boxes):
        files = tuple(box.files)
        texts = dict(shop.texts([each.document.arrival.digest for _, each in files]))
        told = [_said(texts.get(each.document.arrival.digest, "")) for _, each in files]
        yield _script(f"b{number}.js", "box", number, [_line(p, each, small) for p, each in files])
        yield _script(f"t{number}.js", "text", number, told)
        yield from first_pages(number, shop, box)
        for place, ((piece, each), text) in enumerate(zip(files, told, strict=True), first):
            for pair in _pairs(f"{_about(box, piece, each)} {text}"):
                postings[pair].append(place)
        first += len(files)
    known = [
        (
            *(b.number, b.folder, b.category.code, b.category.title),
            sum(1 for _ in b.files),
            b.contents,
        )
        for b in boxes
    ]
    yield _script("known.js", "known", shards, known)
    yield from _index(postings, shards)


def _index(postings: dict[str, list[int]], shards: int) -> Iterator[Leaf]:
    parts: list[dict[str, str]] = [{} for _ in range(shards)]
    for pair in sorted(postings):
        a, b = map(ord, pair)
        parts[(a * 31 + b) % shards][pair] = packed(postings[pair])
    for number, part in enumerate(parts):
        yield _script(f"i{number}.js", "index", number, part)


def packed(places: Iterable[int]) -> str:
    """Ascending numbers as gaps to base 36, a space between: two or three bytes each."""
    ascending = (0, *places)
    return " ".join(map(_base36, map(sub, ascending[1:], ascending)))


@lru_cache(maxsize=4096)
def _base36(value: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    told = digits[value % 36]
    while value := value // 36:
        told = digits[value % 36] + told
    return told


def normal(text: str) -> str:
    """Text as it is compared: compatibility forms unified, small letters, one blank."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _said(text: str) -> str:
    return text[:_TEXT_CHARS].replace("\f", "\n").strip()


def _pairs(text: str) -> set[str]:
    """Every two neighbouring letters or digits; the page cuts what is typed in the same way."""
    plain = normal(text)
    return set(filter(str.isalnum, set(map(add, plain, plain[1:]))))


def _about(box: Box, piece: Piece, component: Component) -> str:
    document = component.document
    parts = (
        component.title,
        piece.issuer,
        piece.document_number,
        piece.code,
        piece.date,
        document.name,
        document.placement.unit,
        document.placement.want,
        document.placement.point,
        box.category.code,
        box.category.title,
        *(element.value for element in document.reading.elements),
    )
    return " ".join(parts)


def _line(piece: Piece, component: Component, small: Small) -> list[object]:
    """What the pages show of a document, in the order ``search.js`` counts on."""
    document = component.document
    return [
        component.title,
        component.file,
        document.placement.unit,
        piece.date,
        component.call,
        piece.issuer,
        piece.document_number,
        viewed(component),
        component.pages or 0,
        document.placement.want,
        small.get(document.arrival.digest, ""),
        "、".join(document.placement.cross),
        [float(second) for name, second in document.reading.facts if name == "still" and second],
        stills(document),
    ]


def viewed(component: Component) -> str:
    """How a browser shows a document: page, image, sound, film, or only its text."""
    form = component.document.reading.format
    if form == "pdf":
        return "pdf"
    if form in PICTURES - {"tiff", "heic", "psd", "dng", "svg"}:
        return "image"
    if form in RECORDINGS:
        return "sound" if form in SOUNDS else "film"
    return "text"


def _script(name: str, kind: str, number: int, data: object) -> Leaf:
    told = printable(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    told = told.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Leaf(f"{FOLDER}/{name}", f"archivist.{kind}({number},{told});\n".encode())
