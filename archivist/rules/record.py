"""One table of a rule file, asked key by key; wrong answers are noted, never raised."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from archivist.model import Mistake, Phrase, Where
from archivist.rules.yamlpos import Node, Scalar, Series, Table

Word = TypeVar("Word", bound=StrEnum)

LARGEST = Decimal(10) ** 15
"""Beyond any number of this field; keeps ``1e999999`` from becoming arithmetic."""


def suggestion(word: str, known: Iterable[str]) -> str:
    """``您是不是想写“…”？`` if a known word is close, else the empty string."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"您是不是想写“{close[0]}”？" if close else ""


class Record:
    """A table under reading.

    Every method names one key, notes what is wrong with its value on the shared list, and
    returns a harmless value in its place, so that one pass finds all mistakes. The keys asked
    for are the keys that exist: ``close`` notes all others.
    """

    def __init__(self, table: Table, mistakes: list[Mistake]) -> None:
        """Keep the table; ``mistakes`` is shared by all records of a pack."""
        self.where = table.where
        self.mistakes = mistakes
        self._nodes = {key.text: (key, node) for key, node in table.pairs}
        self._asked: list[str] = []

    def wrong(self, where: Where, message: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(where, message))

    def line(self, key: str) -> Where:
        """Where a key stands, or the record itself if it is absent."""
        return self._nodes[key][0].where if key in self._nodes else self.where

    def close(self) -> None:
        """Note every key nobody asked for, with the nearest that exists."""
        for name, (key, _) in self._nodes.items():
            if name not in self._asked:
                hint = suggestion(name, self._asked)
                self.wrong(key.where, f"不认识的键“{name}”。{hint}")

    def text(self, key: str, default: str | None = None) -> str:
        """One line or paragraph of text; without a default it must not be empty."""
        scalar = self._scalar(key, required=default is None)
        return scalar.text if scalar else default or ""

    def decimal(self, key: str, default: Decimal | None = None) -> Decimal:
        """A number from 0 on, exact."""
        scalar = self._scalar(key, required=default is None)
        number = _decimal(scalar.text) if scalar else default
        if number is None and scalar:
            self.wrong(scalar.where, f"“{key}”要写成不小于 0 的数字，现在是“{scalar.text}”。")
        return number or Decimal(0)

    def whole(self, key: str, default: int, least: int = 0) -> int:
        """A whole number not below ``least``."""
        scalar = self._scalar(key, required=False)
        if scalar is None:
            return default
        if re.fullmatch(r"[0-9]{1,15}", scalar.text) and int(scalar.text) >= least:
            return int(scalar.text)
        message = f"“{key}”要写成不小于 {least} 的整数，现在是“{scalar.text}”。"
        self.wrong(scalar.where, message)
        return default

    def flag(self, key: str, *, usual: bool = False) -> bool:
        """True or false; absent is ``usual``."""
        scalar = self._scalar(key, required=False)
        if scalar and scalar.text not in {"true", "false"}:
            self.wrong(scalar.where, f"“{key}”只能写 true 或 false，现在是“{scalar.text}”。")
        return usual if scalar is None else scalar.text == "true"

    def choice(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """One of the words of an enumeration; without a default it is required."""
        scalar = self._scalar(key, required=default is None)
        fallback = default or next(iter(words))
        return fallback if scalar is None else self.among(key, scalar, words) or fallback

    def among(self, key: str, scalar: Scalar, words: type[Word]) -> Word | None:
        """The word of an enumeration a scalar writes, or None with a mistake."""
        known = [word.value for word in words]
        if scalar.text in known:
            return words(scalar.text)
        hint = suggestion(scalar.text, known)
        message = f"“{key}”只能是 {'、'.join(known)}，现在是“{scalar.text}”。{hint}"
        self.wrong(scalar.where, message)
        return None

    def day(self, key: str) -> date:
        """A calendar day, ``2023-06-15``; required."""
        scalar = self._scalar(key, required=True)
        try:
            return date.fromisoformat(scalar.text) if scalar else date.min
        except ValueError:
            shown = scalar.text if scalar else ""
            self.wrong(self.line(key), f"“{key}”要写成 2023-06-15 这样的日期，现在是“{shown}”。")
            return date.min

    def phrases(self, key: str) -> tuple[Phrase, ...]:
        """A list of texts, none empty, none twice, each with its line."""
        found: dict[str, Phrase] = {}
        for node in self._series(key):
            if not isinstance(node, Scalar):
                self.wrong(node.where, f"“{key}”的每一项都应是一段文字。")
            elif not node.text:
                self.wrong(node.where, f"“{key}”里有空的一项。")
            elif node.text in found:
                self.wrong(node.where, f"“{key}”里“{node.text}”写了两次。")
            else:
                found[node.text] = Phrase(node.text, node.where)
        return tuple(found.values())

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts without their lines."""
        return tuple(phrase.text for phrase in self.phrases(key))

    def years(self, key: str) -> tuple[int, ...]:
        """A list of calendar years in order."""
        years: set[int] = set()
        for phrase in self.phrases(key):
            if re.fullmatch(r"(19|20|21)[0-9]{2}", phrase.text):
                years.add(int(phrase.text))
            else:
                self.wrong(phrase.where, f"“{key}”里要写四位数的年份，现在是“{phrase.text}”。")
        return tuple(sorted(years))

    def records(self, key: str) -> Iterator[Record]:
        """A list of tables; the caller closes each."""
        for node in self._series(key):
            if isinstance(node, Table):
                yield Record(node, self.mistakes)
            else:
                self.wrong(node.where, f"“{key}”的每一项都应是“键: 值”的形式。")

    def record(self, key: str) -> Record:
        """A table; absent is an empty one."""
        node = self._node(key)
        if isinstance(node, Table):
            return Record(node, self.mistakes)
        if node is not None and not _blank(node):
            self.wrong(node.where, f"“{key}”下面应是“键: 值”的形式。")
        return Record(Table((), self.line(key)), self.mistakes)

    def keys(self) -> Sequence[Scalar]:
        """The keys in the order written, for tables whose keys are data."""
        return [key for key, _ in self._nodes.values()]

    def _node(self, key: str) -> Node | None:
        self._asked.append(key)
        return self._nodes[key][1] if key in self._nodes else None

    def _scalar(self, key: str, *, required: bool) -> Scalar | None:
        node = self._node(key)
        if node is None or _blank(node):
            if required:
                self.wrong(self.line(key), f"缺少“{key}”，或它是空的。")
            return None
        if isinstance(node, Scalar):
            return node
        self.wrong(node.where, f"“{key}”应是一段文字或一个数字，不是列表或下一级。")
        return None

    def _series(self, key: str) -> tuple[Node, ...]:
        node = self._node(key)
        if isinstance(node, Series):
            return node.nodes
        if node is not None and not _blank(node):
            self.wrong(node.where, f"“{key}”应是列表：每项一行，以短横“- ”开头。")
        return ()


def _blank(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number <= LARGEST else None
