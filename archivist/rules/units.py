"""Which responsible unit a name, a folder or an issuer speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archivist.model import Plan, Point, Reason, Unit, Where
from archivist.rules.naming import plain, tokens
from archivist.rules.reasons import because

_ORGAN = re.compile(r"(?:局|办|院|委|部|会|中心|机关|室|大队|热线|台|办事处|监管所)$")
_BRACKETED = re.compile(r"\([^()]*\)$")
_GENERIC_LENGTH = 2
_AFTER_GENERIC = (
    "局",
    "口",
    "部门",
    "系统",
    "材料",
    "资料",
    "佐证",
    "佐证材料",
    "文件",
    "上报",
    "报送",
)
_DISTRICT = "区"
_ALL_MEMBERS = "各成员单位"


@dataclass(frozen=True, slots=True)
class Naming:
    """One way to name a unit. Generic ones (教育) count as a whole piece of a name only."""

    text: str
    unit: str
    where: Where
    generic: bool


@dataclass(frozen=True, slots=True)
class Units:
    """All names of all units; those in ``namings`` are generic, longest first.

    ``whole`` says which of them a whole piece of a name is, ``places`` which a piece may end with.
    """

    namings: tuple[Naming, ...]
    whole: dict[str, int]
    places: tuple[tuple[int, str], ...]
    by_text: dict[str, Naming]
    inside: re.Pattern[str] | None
    groups: dict[str, str]

    @classmethod
    def of(cls, plan: Plan) -> Units:
        """Collect present names, aliases, and both without the leading 区."""
        known: dict[str, Naming] = {}
        for unit in plan.units:
            for naming in _namings(unit):
                known.setdefault(naming.text, naming)
        ordered = sorted(known.values(), key=lambda naming: (-len(naming.text), naming.text))
        free = [re.escape(naming.text) for naming in ordered if not naming.generic]
        inside = re.compile("|".join(free)) if free else None
        generic = tuple(naming for naming in ordered if naming.generic)
        groups = {unit.name: unit.group for unit in plan.units}
        texts = enumerate(naming.text for naming in generic)
        places = tuple(each for each in texts if each[1].startswith(("街", "镇")))
        return cls(generic, _wholes(generic), places, known, inside, groups)

    def of_document(
        self, folders: tuple[str, ...], stem: str, issuer: str
    ) -> tuple[str, Reason | None]:
        """The unit of a document and why: its folder, else its name, else who issued it."""
        for folder in folders:
            if naming := self._named_in(folder):
                return naming.unit, because(f"所在文件夹“{folder}”", naming.where)
        if naming := self._named_in(stem):
            return naming.unit, because(f"文件名含单位名称“{naming.text}”", naming.where)
        if issuer and (naming := self._named_in(issuer) or self._ending(issuer)):
            return naming.unit, because(f"发文机关“{issuer}”", naming.where)
        return "", None

    def unnamed(self, plain_text: str) -> str:
        """A name or title without the units in it: 市场监管 in a unit's name is no word of a point."""
        return self.inside.sub(" ", plain_text) if self.inside else plain_text

    def role(self, unit: str, point: Point) -> str:
        """牵头, 配合 or "" for a unit at a point.

        Members of a collective unit share its role; branches of a responsible unit (named after
        it, 区市场监管局各基层监管所) support it.
        """
        names = {unit, self.groups.get(unit, "")} - {""}
        if point.lead in names:
            return "牵头"
        if names.intersection(point.support):
            return "配合"
        if any(name.startswith(each) for name in names for each in point.units):
            return "配合"
        return "配合" if unit and _ALL_MEMBERS in point.units else ""

    def _named_in(self, text: str) -> Naming | None:
        compact = plain(text)
        if self.inside and (match := self.inside.search(compact)):
            return self.by_text[match[0]]
        found = [number for piece in tokens(text) for number in self._meant(piece)]
        return self.namings[min(found)] if found else None

    def _meant(self, piece: str) -> Iterator[int]:
        """The generic aliases a whole piece of a name is, or ends with behind a place (城东街道)."""
        if piece in self.whole:
            yield self.whole[piece]
        for number, text in self.places:
            if piece.endswith(text):
                yield number

    def _ending(self, issuer: str) -> Naming | None:
        compact = plain(issuer)
        return next((n for n in self.namings if n.text in compact), None)


def _namings(unit: Unit) -> Iterator[Naming]:
    present = [(unit.name, unit.where), *((alias.text, alias.where) for alias in unit.aliases)]
    for text, where in present:
        for piece in text.split("、"):
            compact = plain(piece)
            for variant in (compact, compact.removeprefix("各"), _undistricted(compact)):
                if len(variant) >= _GENERIC_LENGTH:
                    yield Naming(variant, unit.name, where, _is_generic(variant))


def _undistricted(text: str) -> str:
    """市场监管局 for 区市场监管局; 区委办公室 stays, for without its 区 it says nothing."""
    bare = text.removeprefix(_DISTRICT)
    return bare if len(bare) > len("财政局") - 1 and not bare.startswith(("委", "政府")) else text


def _is_generic(text: str) -> bool:
    return len(text) <= _GENERIC_LENGTH or not _ORGAN.search(_BRACKETED.sub("", text))


def _wholes(namings: Iterable[Naming]) -> dict[str, int]:
    """Every piece that is an alias, or one with 局 or 材料 behind it, with the first such alias.

    材料 alone names nobody.
    """
    wholes: dict[str, int] = {}
    for number, naming in enumerate(namings):
        for after in ("", *_AFTER_GENERIC):
            wholes.setdefault(naming.text + after, number)
    return wholes
