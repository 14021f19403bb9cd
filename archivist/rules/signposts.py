"""What names say outright: codes in file and folder names, and folders named after a point."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from archivist.model import Plan, Reason
from archivist.rules.codes import Code, Codes
from archivist.rules.lists import Row
from archivist.rules.naming import plain
from archivist.rules.reasons import because
from archivist.rules.sight import Sight
from archivist.rules.units import Units

_BY_LIST, _BY_CODE, _BY_FOLDER = 1.0, 1.0, 0.97
_SHORTEST_TITLE = 4


class Folder(NamedTuple):
    """What the folders of a file say: unit, codes, a point's title, and the rest of the words."""

    unit: str
    unit_reason: Reason | None
    codes: tuple[Code, ...]
    titled: str
    words: str


class Explicit(NamedTuple):
    """What codes and folder titles say: one point, or none and the reasons why not.

    ``rivals`` are the points an ambiguous code can mean; ``hints`` points of unsure writings.
    """

    point: str = ""
    confidence: float = 0.0
    cross: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    rivals: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    blocked: bool = False
    contradictions: tuple[Reason, ...] = ()


class Signposts:
    """The codes and titles of a plan, ready to be read in names."""

    def __init__(self, plan: Plan, units: Units) -> None:
        """Compile the codes; folders repeat, so what they say is remembered."""
        self._plan = plan
        self._units = units
        self._codes = Codes.of(plan)
        self._titles = {plain(point.title): point.code for point in plan.points}
        self._endings = tuple(self._titles)
        self.folder = lru_cache(maxsize=4096)(self._folder_of)

    def _folder_of(self, folders: tuple[str, ...]) -> Folder:
        unit, reason = self._units.of_document(folders, "", "")
        codes: tuple[Code, ...] = ()
        titled = ""
        for folder in folders:  # the innermost folder that says something wins
            codes = self._codes.found(folder) or codes
            titled = self._titled(folder) or titled
        words = "\n".join(plain(f) for f in folders if not self._units.of_document((f,), "", "")[0])
        return Folder(unit, reason, codes, titled, words)

    def _titled(self, folder: str) -> str:
        compact = plain(folder)
        if len(compact) < _SHORTEST_TITLE or not compact.endswith(self._endings):
            return ""
        return next((code for title, code in self._titles.items() if compact.endswith(title)), "")

    def read(self, sight: Sight, folder: Folder) -> Explicit:
        """What file name, else folders, say of the point."""
        in_name = self._codes.found(sight.path.stem)
        sure = tuple(code for code in in_name if code.sure)
        hints = tuple(c.points[0] for c in (*in_name, *folder.codes) if not c.sure)
        if sure:
            told = self._by_codes(sure, "文件名", _BY_CODE)
            return told._replace(hints=hints, contradictions=self._other_folder(told, folder))
        in_folder = tuple(code for code in folder.codes if code.sure)
        if in_folder:
            return self._by_codes(in_folder, "文件夹名", _BY_FOLDER)._replace(hints=hints)
        if folder.titled:
            point = self._plan.by_code[folder.titled]
            reason = because(f"所在文件夹名为该要点的名称“{point.title}”", point.where)
            return Explicit(point.code, _BY_FOLDER, reasons=(reason,), hints=hints)
        return Explicit(hints=hints)

    def listed(self, row: Row, named: Explicit) -> Explicit:
        """A list's row is stronger than what the name says; where they differ, that is told."""
        where = self._plan.by_code[row.point].where
        told = named.contradictions
        if named.point and named.point not in {row.point, *row.cross}:
            text = f"{row}写的是{row.point}，与名称所示的{named.point}不一致"
            told = (*told, Reason(text, where))
        reason = Reason(f"{row}写明归入{row.point}", where)
        return Explicit(row.point, _BY_LIST, row.cross, (reason,), contradictions=told)

    def _by_codes(self, codes: tuple[Code, ...], source: str, confidence: float) -> Explicit:
        """One meaning each: the first is the place, the others cross references."""
        wrong = tuple(
            Reason(f"{source}含编码“{code.printed}”，标准中编码无此要点")
            for code in codes
            if not code.points
        )
        clear = list(dict.fromkeys(c.points[0] for c in codes if len(c.points) == 1))
        rivals = tuple(dict.fromkeys(p for c in codes if len(c.points) > 1 for p in c.points))
        if not clear:
            vague = tuple(
                Reason(f"{source}含编码“{c.printed}”，可指{'、'.join(c.points)}，须由人确认")
                for c in codes
                if len(c.points) > 1
            )
            return Explicit(reasons=wrong + vague, rivals=rivals, blocked=True)
        point = self._plan.by_code[clear[0]]
        printed = next(c.printed for c in codes if c.points == (clear[0],))
        reason = because(f"{source}含编码“{printed}”", point.where)
        return Explicit(point.code, confidence, tuple(clear[1:]), (reason,), contradictions=wrong)

    def _other_folder(self, told: Explicit, folder: Folder) -> tuple[Reason, ...]:
        """A folder code that differs from the name's: usually a file laid into the wrong folder."""
        meant = {told.point, *told.cross}
        other = [
            c for c in folder.codes if c.sure and c.points and not meant.intersection(c.points)
        ]
        if not told.point or not other:
            return told.contradictions
        where = self._plan.by_code[other[0].points[0]].where
        text = f"文件夹名含编码“{other[0].printed}”，与文件名的编码{told.point}不一致"
        return (*told.contradictions, Reason(text, where))
