"""A paper is typeset: its form, its data and the originals it encloses become one PDF."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from archivist.model import Digest, Enclosure, Mistake, Paper, Retell, Retold, RulesError, Where
from archivist.model.forms import FOLDER, PRINTED
from archivist.press.enclosing import Shown, shown
from archivist.press.fonts import Fonts
from archivist.press.proving import proved

if TYPE_CHECKING:
    import typst

_EPOCH = 0
_AT = re.compile(r"(\w+)\.typ:(\d+)")
"""Where the typesetter says a trouble lies; the outermost place comes first."""


Own = tuple[tuple[str, str], ...]
"""Name and text of forms that stand in for the shipped ones."""


def _mute(_enclosed: Enclosure, _drafts: Path, _name: str) -> Retold:
    return Retold()


def typeset(
    paper: Paper,
    fonts: Fonts,
    root: Path,
    blob: Callable[[Digest], Path],
    own: Own = (),
    retell: Retell = _mute,
) -> bytes:
    """Typeset a paper with originals read where they lie.

    Args:
        paper: the form and its data.
        fonts: families that can set Chinese (``fonts.why_not`` is "").
        root: a folder that holds all originals; drafts are made below it and taken away.
        blob: where an original lies.
        own: a city's own forms.
        retell: lays out anew what has no pages of its own; without it such originals are told of.

    Returns:
        A PDF with embedded fonts; the same arguments give the same bytes.

    Raises:
        RulesError: one of a city's own forms cannot be set; with its line.
    """
    data = json.loads(paper.data)
    data["fonts"] = {"song": fonts.song, "hei": fonts.hei, "fang": fonts.fang}
    if not paper.enclosures:
        return _compiled(paper.form, data, fonts, root, own)
    with TemporaryDirectory(prefix="press-", dir=root) as drafts:
        place = Path(drafts)
        sheets = [
            _retold(retell(each, place, str(number)), each.words, root)
            if each.retold
            else _told(shown(each, blob(each.digest), place, str(number)), root)
            for number, each in enumerate(paper.enclosures)
        ]
        data["enclosed"] = sheets
        try:
            return _compiled(paper.form, data, fonts, root, own)
        except _trouble():
            data["enclosed"] = [_proved(sheet, data, fonts, root) for sheet in sheets]
            return _compiled(paper.form, data, fonts, root, own)


def _told(sheet: Shown, root: Path) -> dict[str, object]:
    pages = [
        {
            "path": _below(root, page.path),
            "format": page.format,
            "page": page.number,
            "wide": page.wide,
            "lines": [(*line.start, *line.end) for line in page.lines],
        }
        for page in sheet.pages
    ]
    return {"pages": pages, "why": sheet.why, "stamp": sheet.stamp, "bare": sheet.bare}


def _retold(retold: Retold, words: tuple[str, ...], root: Path) -> dict[str, object]:
    """An original laid out anew, as the form asks for it, what proves underlined."""
    told = asdict(retold) | {"pictures": [_below(root, path) for path in retold.pictures]}
    told["looks"] = [*told["looks"]]
    proved(told, words)
    return {**_told(Shown(()), root), "retold": None if retold.blank else told}


def _below(root: Path, path: Path) -> str:
    """How the typesetter calls a file below its root."""
    return f"/{path.relative_to(root).as_posix()}"


def _proved(
    sheet: dict[str, object], data: dict[str, object], fonts: Fonts, root: Path
) -> dict[str, object]:
    """One bad original must not spoil a volume: after a failure each is tried alone."""
    if not (sheet["pages"] or sheet.get("retold")):
        return sheet
    try:
        _compiled("proof", {**data, "enclosed": [sheet]}, fonts, root)
    except _trouble():
        return _told(Shown((), "此件内容不能排入 PDF。"), root)
    return sheet


def _trouble() -> tuple[type[BaseException], ...]:
    """How the typesetter fails: its own error, or a panic, which Python does not count as error."""
    import typst

    return (typst.TypstError, RuntimeError, _panic())


@cache
def _panic() -> type[BaseException]:
    """The class of panics has no public name; it is what every extension of its kind raises."""
    return next(
        (kind for kind in BaseException.__subclasses__() if kind.__name__ == "PanicException"),
        RuntimeError,
    )


def _compiled(form: str, data: dict[str, object], fonts: Fonts, root: Path, own: Own = ()) -> bytes:
    import typst

    files = {
        "main.typ": _template(f"{form}.typ", own),
        "form.typ": _template("form.typ", own),
        "retold.typ": _template("retold.typ", own),
        "data.json": json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"),
    }
    compiler = typst.Compiler(input=files, root=str(root), font_paths=fonts.book)
    try:
        made = compiler.compile(format="pdf", timestamp=_EPOCH, pdf_tags=False)
    except typst.TypstError as error:
        if wrong := _told_of(error, form, own):
            raise RulesError((wrong,)) from error
        raise
    assert isinstance(made, bytes)  # noqa: S101 - one output, as asked for
    return made


def _told_of(error: typst.TypstError, form: str, own: Own) -> Mistake | None:
    """The line of an own form the typesetter stumbled over, None if it was none of them."""
    met = _AT.search(error.diagnostic)
    name = {"main": f"{form}.typ"}.get(met[1], f"{met[1]}.typ") if met else ""
    if met is None or name not in dict(own):
        return None
    where = Where(f"{FOLDER}/{PRINTED}{name}", int(met[2]))
    return Mistake(where, f"排版模板有误：{error.message}。")


def mistakes_in(name: str, text: str) -> Iterator[tuple[int, str]]:
    """What can be seen of a form without setting it, as line and sentence: name and syntax."""
    import typst

    shipped = sorted(form.name for form in _folder().iterdir())
    if name not in shipped:
        close = difflib.get_close_matches(name, shipped, n=1, cutoff=0.5)
        hint = f"您是不是想写“{close[0]}”？" if close else f"可用的有：{'、'.join(shipped)}。"
        yield 1, f"没有名为“{name}”的排版模板可以替换。{hint}"
        return
    # Inside a function nobody calls a form is read through and not run: it needs no data.
    source = f"#let unused() = [{text}\n]".encode()
    try:
        typst.Compiler(input=source).compile(format="pdf")
    except typst.TypstError as error:
        met = _AT.search(error.diagnostic)
        yield int(met[2]) if met else 1, f"排版模板写法有误：{error.message}。"


@cache
def identity() -> str:
    """Changes whenever a form does: what was set by an older one must be set again."""
    forms = sorted(_folder().iterdir(), key=lambda form: form.name)
    told = hashlib.sha256()
    for form in forms:
        told.update(form.name.encode() + form.read_bytes())
    return told.hexdigest()


def _template(name: str, own: Own) -> bytes:
    mine = dict(own).get(name)
    return _shipped(name) if mine is None else mine.encode()


@cache
def _shipped(name: str) -> bytes:
    return _folder().joinpath(name).read_bytes()


def _folder() -> Traversable:
    return resources.files("archivist.press").joinpath("templates")
