"""A paper is typeset: its form, its data and the originals it encloses become one PDF."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from archivist.model import Digest, Paper
from archivist.press.enclosing import Shown, shown
from archivist.press.fonts import Fonts

_EPOCH = 0


def typeset(paper: Paper, fonts: Fonts, root: Path, blob: Callable[[Digest], Path]) -> bytes:
    """Typeset a paper with originals read where they lie.

    Args:
        paper: the form and its data.
        fonts: families that can set Chinese (``fonts.why_not`` is "").
        root: a folder that holds all originals; drafts are made below it and taken away.
        blob: where an original lies.

    Returns:
        A PDF with embedded fonts; the same arguments give the same bytes.
    """
    data = json.loads(paper.data)
    data["fonts"] = {"song": fonts.song, "hei": fonts.hei, "fang": fonts.fang}
    if not paper.enclosures:
        return _compiled(paper.form, data, fonts, root)
    with TemporaryDirectory(prefix="press-", dir=root) as drafts:
        place = Path(drafts)
        sheets = [
            shown(each, blob(each.digest), place, str(number))
            for number, each in enumerate(paper.enclosures)
        ]
        data["enclosed"] = [_told(sheet, root) for sheet in sheets]
        try:
            return _compiled(paper.form, data, fonts, root)
        except _trouble():
            data["enclosed"] = [_told(_proved(sheet, fonts, root), root) for sheet in sheets]
            return _compiled(paper.form, data, fonts, root)


def _told(sheet: Shown, root: Path) -> dict[str, object]:
    pages = [
        {
            "path": f"/{page.path.relative_to(root).as_posix()}",
            "format": page.format,
            "page": page.number,
            "wide": page.wide,
            "lines": [(*line.start, *line.end) for line in page.lines],
        }
        for page in sheet.pages
    ]
    return {"pages": pages, "why": sheet.why, "stamp": sheet.stamp}


def _proved(sheet: Shown, fonts: Fonts, root: Path) -> Shown:
    """One bad original must not spoil a volume: after a failure each is tried alone."""
    if not sheet.pages:
        return sheet
    try:
        _compiled("proof", {"enclosed": [_told(sheet, root)]}, fonts, root)
    except _trouble():
        return Shown((), "此件内容不能排入 PDF。")
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


def _compiled(form: str, data: dict[str, object], fonts: Fonts, root: Path) -> bytes:
    import typst

    files = {
        "main.typ": _template(form),
        "form.typ": _template("form"),
        "data.json": json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"),
    }
    compiler = typst.Compiler(input=files, root=str(root), font_paths=fonts.book)
    made = compiler.compile(format="pdf", timestamp=_EPOCH, pdf_tags=False)
    assert isinstance(made, bytes)  # noqa: S101 - one output, as asked for
    return made


@cache
def identity() -> str:
    """Changes whenever a form does: what was set by an older one must be set again."""
    folder = resources.files("archivist.press").joinpath("templates")
    forms = sorted(folder.iterdir(), key=lambda form: form.name)
    told = hashlib.sha256()
    for form in forms:
        told.update(form.name.encode() + form.read_bytes())
    return told.hexdigest()


@cache
def _template(form: str) -> bytes:
    return resources.files("archivist.press").joinpath(f"templates/{form}.typ").read_bytes()
