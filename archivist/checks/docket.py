"""The case before the checks, with the indexes that several of them need, each built once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from archivist.checks.official import bare, sort_of
from archivist.checks.standing import LEAD, by_point, standings
from archivist.model import (
    Box,
    Case,
    Component,
    Document,
    ElementKind,
    Piece,
    Plan,
    Standing,
    State,
)

T = TypeVar("T")

LIVE = frozenset({State.PLACED, State.OPEN, State.UNREADABLE})


@dataclass(frozen=True)
class Docket:
    """A case and what follows from it."""

    case: Case
    _done: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, work: Callable[[Docket], Iterable[T]]) -> tuple[T, ...]:
        """All that ``work`` finds in this case; looked for once, however many checks ask."""
        if work not in self._done:
            self._done[work] = tuple(work(self))
        found: tuple[T, ...] = self._done[work]
        return found

    @property
    def plan(self) -> Plan:
        """What is asked for."""
        return self.case.plan

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return self.case.today

    @cached_property
    def admitted(self) -> tuple[Document, ...]:
        """Documents that count as evidence: those in their place."""
        return tuple(d for d in self.case.documents if d.state is State.PLACED)

    @cached_property
    def usable(self) -> tuple[Document, ...]:
        """Documents that count, and those that will once somebody says where they belong."""
        return tuple(d for d in self.case.documents if d.state in {State.PLACED, State.OPEN})

    @cached_property
    def live(self) -> tuple[Document, ...]:
        """Documents somebody still has to do with: placed, open, or not usable."""
        return tuple(d for d in self.case.documents if d.state in LIVE)

    @cached_property
    def named(self) -> dict[str, Document]:
        """Current documents by name; a replaced edition does not hide its successor."""
        return {d.name: d for d in self.case.documents if d.state is not State.SUPERSEDED}

    def beside(self, document: Document) -> str:
        """The names of all files in a document's folder and below, without white space."""
        return self._folders.get(document.arrival.folder, "")

    def described(self, document: Document, *words: str) -> bool:
        """Whether a file in a document's folder or below is named with one of the words."""
        asked = (document.arrival.folder, words)
        if asked not in self._done:
            beside = self.beside(document)
            self._done[asked] = any(word in beside for word in words)
        told: bool = self._done[asked]
        return told

    @cached_property
    def _folders(self) -> dict[str, str]:
        names: dict[str, list[str]] = {}
        for document in self.case.documents:
            folder = document.arrival.folder
            for above in {folder, folder.rpartition("/")[0]}:
                names.setdefault(above, []).append(bare(document.arrival.base))
        return {folder: "\n".join(own) for folder, own in names.items()}

    @cached_property
    def at(self) -> dict[str, tuple[Document, ...]]:
        """Documents that count at each point, in order of date."""
        return by_point(self.case.documents)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """How every point stands for each of its units."""
        return standings(self.plan, self.case.documents, self.today, self.case.excuses)

    @cached_property
    def leads(self) -> tuple[Standing, ...]:
        """Standings of the units that lead a point."""
        return tuple(standing for standing in self.standings if standing.role == LEAD)

    @cached_property
    def boxes_of(self) -> dict[str, tuple[Box, ...]]:
        """Boxes by the key of their category, in order."""
        groups: dict[str, list[Box]] = {}
        for box in self.case.boxes:
            groups.setdefault(box.category.key, []).append(box)
        return {key: tuple(group) for key, group in groups.items()}

    @cached_property
    def pieces(self) -> tuple[tuple[Box, Piece], ...]:
        """Every piece with its box."""
        return tuple((box, piece) for box in self.case.boxes for piece in box.pieces)

    def company(self, document: Document) -> tuple[Document, ...]:
        """The other documents of its meeting's set, and of the pieces that lie in the set."""
        own = document.bond.main if document.bond else document.name
        set_ = self._sets.get(self._of.get(own, ""), ())
        return tuple(each for each in set_ if each is not document)

    @cached_property
    def _of(self) -> dict[str, str]:
        """By name of a piece's main document, the meeting it belongs to."""
        return {d.name: d.meeting.of for d in self.admitted if d.meeting}

    @cached_property
    def _sets(self) -> dict[str, tuple[Document, ...]]:
        groups: dict[str, list[Document]] = {}
        for each in self.admitted:
            if of := self._of.get(each.bond.main if each.bond else each.name):
                groups.setdefault(of, []).append(each)
        return {of: tuple(group) for of, group in groups.items()}

    @cached_property
    def components(self) -> tuple[tuple[Box, Component], ...]:
        """Every document in a box, with its box."""
        return tuple((box, each) for box in self.case.boxes for _, each in box.files)

    @cached_property
    def numbered(self) -> dict[str, tuple[Document, ...]]:
        """Documents that count by their own number (发文字号)."""
        return self._having(ElementKind.NUMBER)

    @cached_property
    def quoted_numbers(self) -> dict[str, tuple[Document, ...]]:
        """Documents that count by the numbers of other papers they quote."""
        return self._having(ElementKind.QUOTED_NUMBER)

    def _having(self, kind: ElementKind) -> dict[str, tuple[Document, ...]]:
        groups: dict[str, list[Document]] = {}
        for document in self.admitted:
            for element in document.reading.all(kind):
                groups.setdefault(element.value, []).append(document)
        return {value: tuple(group) for value, group in groups.items()}

    @cached_property
    def answers(self) -> tuple[Document, ...]:
        """Documents that answer a request: 批复 and 函."""
        return tuple(d for d in self.admitted if sort_of(d.reading) in {"批复", "函"})

    @cached_property
    def titles(self) -> frozenset[str]:
        """Every printed title and file name, without punctuation and endings."""
        printed = {bare(e.value) for d in self.live for e in d.reading.all(ElementKind.TITLE)}
        return frozenset(printed | {bare(d.arrival.base.rpartition(".")[0]) for d in self.live})
