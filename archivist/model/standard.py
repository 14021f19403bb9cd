"""What is asked for: the standard, its units and its settings, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from archivist.model.arrangement import Arrangement
from archivist.model.measures import Measures
from archivist.model.steering import Subject, Weights

if TYPE_CHECKING:
    from datetime import date


class Kind(StrEnum):
    """The four kinds (类别) of item and point; a veto scores nothing and can lose everything."""

    VETO = "否决"
    KEY = "关键"
    BASIC = "基本"
    BONUS = "鼓励"


class Every(StrEnum):
    """How often a want falls due inside the years that count."""

    ONCE = "once"
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


class Severity(StrEnum):
    """What a finding costs: block stops export, warn asks a person, info is only shown."""

    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A line someone wrote: a rules file (relative to the workspace) and its 1-based line."""

    file: str
    line: int

    def __str__(self) -> str:
        """Write it the way editors and compilers do, ``file:line``."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word or a file-name pattern of the rules, with the line it stands on."""

    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the rules and the other ways offices have of saying it (ours, not the standard's)."""

    text: str
    where: Where
    said: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Want:
    """One kind of evidence (佐证材料) a point asks for.

    ``at_least`` counts documents per period. ``when_it_happens`` wants are due only if the
    business happened; nobody can know that from files, so they are never *missing*.
    """

    name: str
    carrier: str
    every: Every
    at_least: int
    when_it_happens: bool
    words: tuple[Phrase, ...]
    names: tuple[Phrase, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Point:
    """An assessment point (考评要点), or a bonus item (鼓励项), the unit of scoring.

    ``title`` is a short name for folders and tables, ``text`` the requirement. ``years`` are
    the calendar years its periodic wants must cover. ``provenance`` pairs a field with how it
    is known: published, adapted or inferred.
    """

    code: str
    title: str
    text: str
    kind: Kind
    score: Decimal
    item: str
    part: str
    methods: tuple[str, ...]
    deduction: str
    lead: str
    support: tuple[str, ...]
    period: str
    years: tuple[int, ...]
    wants: tuple[Want, ...]
    names: tuple[Phrase, ...]
    words: tuple[Phrase, ...]
    examples: tuple[Phrase, ...]
    provenance: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    where: Where

    @property
    def units(self) -> tuple[str, ...]:
        """Lead unit first, then the supporting ones."""
        return (self.lead, *self.support)


@dataclass(frozen=True, slots=True)
class Item:
    """An assessment item (考评项目): a group of points that is judged by its score rate."""

    code: str
    title: str
    kind: Kind
    score: Decimal
    points: tuple[Point, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Part:
    """A part (部分) of the standard."""

    code: str
    title: str
    score: Decimal
    items: tuple[Item, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit (责任单位).

    ``group`` is the collective name (e.g. 各街道办事处) a real unit was listed under, else "".
    """

    name: str
    aliases: tuple[Phrase, ...]
    kind: str
    duties: tuple[str, ...]
    confidence: str
    contact: str
    group: str
    where: Where


@dataclass(frozen=True, slots=True)
class PassRule:
    """When the district passes: no veto, every key item at its rate, the total at its score."""

    pass_score: Decimal
    key_rate: Decimal
    bonus_counts: bool


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that was accepted: ``subject`` is a pattern over finding subjects."""

    check: str
    subject: str
    reason: str
    author: str
    until: date
    where: Where


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A point that does not apply to this district (不适用), approved by a person."""

    point: str
    reason: str
    approver: str
    where: Where


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost; a limit reached is a finding, never a crash.

    ``ocr_pages`` is how many pages of a file may be read by OCR; 0 switches OCR off.
    ``pixels`` is how many a picture may have (telephones make 200 million).
    ``play_seconds`` is the processor time for playing a recording frame by frame; what is left
    then is only sampled; 0 samples from the beginning.
    """

    file_bytes: int = 4 * 2**30
    seconds: float = 120.0
    memory_bytes: int = 3 * 2**30
    depth: int = 5
    members: int = 10_000
    expanded_bytes: int = 8 * 2**30
    ratio: int = 200
    pages: int = 2_000
    pixels: int = 250_000_000
    text_chars: int = 2_000_000
    ocr_pages: int = 300
    play_seconds: float = 40.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Numbers that decide; each is a setting with a sentence in rules/settings.yaml.

    ``accept`` is the confidence above which a placement without explicit evidence stands;
    a text contradicts a code whose point has less than ``outweighed`` of the best point's score,
    a name alone one whose point scores ``contradicts`` less than the best;
    ``quiet`` seconds without change after which a file whose writer is gone is complete;
    ``patience`` the same where that cannot be known, or the file has no end.
    """

    accept: float = 0.9
    margin: float = 0.2
    outweighed: float = 0.85
    contradicts: float = 5.0
    quiet: float = 2.0
    patience: float = 30.0
    box_sheets: int = 480


@dataclass(frozen=True, slots=True)
class Settings:
    """The district's own settings, from rules/settings.yaml.

    ``naming`` is the form of file names asked of the units, with {要点} {单位} {材料} {日期}.
    ``gazetteer`` are the names of places inside the district; empty means not told.
    ``boilerplate`` are words that every office uses and that tell no point from another,
    ``stock`` the sentences of official papers whose wording counts little in a body.
    """

    district: str
    standard: str
    reconstructed: str
    project_code: str
    inspection: date
    years: tuple[int, ...]
    pass_rule: PassRule
    severities: tuple[tuple[str, Severity], ...]
    waivers: tuple[Waiver, ...]
    not_applicable: tuple[NotApplicable, ...]
    ignored_names: tuple[str, ...]
    limits: Limits
    thresholds: Thresholds
    naming: str = "{要点}_{单位}_{材料}_{日期}"
    volumes: bool = True
    weights: Weights = field(default_factory=Weights)
    subject: Subject = field(default_factory=Subject)
    measures: Measures = field(default_factory=Measures)
    boilerplate: tuple[str, ...] = ()
    stock: tuple[str, ...] = ()
    gazetteer: tuple[str, ...] = ()
    arrangement: Arrangement = field(default_factory=Arrangement)

    @property
    def fonds_name(self) -> str:
        """全宗名称 on covers: as set, else the district's dossier."""
        return self.arrangement.fonds_name or f"{self.district}迎检档案"

    @property
    def standard_shown(self) -> str:
        """The standard's name as every user sees it: with 重构 while it is reconstructed."""
        return f"{self.standard}（{self.reconstructed}）" if self.reconstructed else self.standard


@dataclass(frozen=True)
class Plan:
    """Everything the rules ask for. ``digest`` is SHA-256 over all rule files."""

    settings: Settings
    parts: tuple[Part, ...]
    bonus: tuple[Point, ...]
    units: tuple[Unit, ...]
    sources: tuple[tuple[str, str], ...]
    digest: str
    thesaurus: tuple[Term, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All assessment items in order, without the bonus."""
        return tuple(item for part in self.parts for item in part.items)

    @cached_property
    def base_points(self) -> tuple[Point, ...]:
        """All assessment points in order, without the bonus."""
        return tuple(point for item in self.items for point in item.points)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every code a document can be placed at: the points, then the bonus items."""
        return self.base_points + self.bonus

    @cached_property
    def by_code(self) -> dict[str, Point]:
        """Points and bonus items by code."""
        return {point.code: point for point in self.points}

    @cached_property
    def unit_by_name(self) -> dict[str, Unit]:
        """Units by their present name."""
        return {unit.name: unit for unit in self.units}

    @cached_property
    def excluded(self) -> dict[str, NotApplicable]:
        """Declarations of 不适用 by point code."""
        return {entry.point: entry for entry in self.settings.not_applicable}

    def members(self, name: str) -> tuple[Unit, ...]:
        """Real units behind a name: those listed under a collective name, else the unit itself."""
        listed = tuple(unit for unit in self.units if unit.group == name)
        return listed or tuple(unit for unit in self.units if unit.name == name)
