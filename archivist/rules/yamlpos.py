"""A YAML file as nodes that know their line; every scalar stays the text that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from archivist.model import Mistake, Where

DEEPEST = 40
"""No rule nests deeper; a file that does is not one of ours."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as text: ``2.10`` stays ``2.10``, ``05`` stays ``05``."""

    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Series:
    """A list of nodes."""

    nodes: tuple[Node, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Table:
    """Pairs of key and value in the order written; keys are unique."""

    pairs: tuple[tuple[Scalar, Node], ...]
    where: Where


Node: TypeAlias = "Scalar | Series | Table"


class _Stop(Exception):  # noqa: N818 - not an error of ours: it carries one mistake upwards
    """Nothing further of this file can be read."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def parse(data: bytes, file: str) -> tuple[Table, tuple[Mistake, ...]]:
    """Read the bytes of one rule file; what cannot be read becomes mistakes.

    Args:
        data: the file's bytes, UTF-8 with or without a byte order mark.
        file: its path relative to the workspace, for the mistakes.

    Returns:
        The outermost table (empty if there is none) and the mistakes, each with its line.
    """
    mistakes: list[Mistake] = []
    try:
        return _Tree(_decode(data), file, mistakes).root(), tuple(mistakes)
    except _Stop as stop:
        mistakes.append(Mistake(Where(file, stop.line), str(stop)))
        return Table((), Where(file, 1)), tuple(mistakes)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Stop(line, "不是 UTF-8 编码；请用记事本“另存为”，编码选 UTF-8。") from error


def _events(text: str) -> Iterator[yaml.Event]:
    """The parser's events, one at a time, so that nesting is ours to bound; errors become stops."""
    try:
        yield from yaml.parse(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _Stop(mark.line + 1 if mark else 1, f"不合 YAML 写法：{_explain(error)}") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _Stop(line, "有不可见的控制字符，请删去后重新输入。") from error


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


_EXPLAINED = {
    "found character that cannot start any token": "缩进不能用制表符（Tab）；以 @、%、` 开头的文字请加引号。",
    "found a tab character that violates indentation": "缩进不能用制表符（Tab），请改成空格。",
    "mapping values are not allowed in this context": "多了一个冒号，或上一行缩进、冒号不对；含冒号的文字请加引号。",
    "block sequence entries are not allowed in this context": "短横列表要另起一行。",
    "did not find expected key": "缩进没有对齐，或引号、括号没有配对。",
    "did not find expected '-' indicator": "列表的短横没有对齐。",
    "could not find expected ':'": "键的后面缺冒号（英文冒号加空格）。",
    "found unexpected end of stream": "引号没有配对。",
    "found invalid Unicode character escape code": "双引号里的反斜杠请写两个，或改用单引号。",
    "found unknown escape character": "双引号里的反斜杠请写两个，或改用单引号。",
    "did not find expected ',' or ']'": "方括号没有配对，或各项之间缺英文逗号。",
    "did not find expected ',' or '}'": "花括号没有配对，或各项之间缺英文逗号。",
    "did not find expected node content": "括号没有配对，或多了一个逗号。",
    "did not find expected alphabetic or numeric character": "以 *、& 开头的文字请加引号。",
    "did not find expected comment or line break": "以 |、> 开头的文字请加引号。",
    "did not find expected <document start>": "三个点表示文件结束，后面不能再有内容。",
}


def _explain(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or error.context or "无法理解"
    return _EXPLAINED.get(problem, problem)


class _Tree:
    """Builds nodes from events; anchors and aliases are refused."""

    def __init__(self, text: str, file: str, mistakes: list[Mistake]) -> None:
        self.events = _events(text)
        self.file = file
        self.mistakes = mistakes

    def root(self) -> Table:
        next(self.events)  # the stream starts
        if not isinstance(next(self.events), yaml.DocumentStartEvent):
            raise _Stop(1, "文件是空的。")
        node = self.node(next(self.events), 0)
        if not isinstance(node, Table):
            raise _Stop(node.where.line, "最外层要写成“键: 值”的形式，冒号用英文冒号，后面空一格。")
        next(self.events)  # the document ends
        if isinstance(after := next(self.events), yaml.DocumentStartEvent):
            raise _Stop(_line(after), "一个文件里不要用三个短横分段。")
        return node

    def node(self, event: yaml.Event, depth: int) -> Node:
        where = Where(self.file, _line(event))
        if depth > DEEPEST:
            raise _Stop(where.line, "嵌套太深。")
        if getattr(event, "anchor", None):
            raise _Stop(
                where.line,
                "请不要用锚点（&）和引用（*），把内容直接写出来；这样开头的文字请加引号。",
            )
        if isinstance(event, yaml.MappingStartEvent):
            return Table(tuple(self.pairs(depth + 1)), where)
        if isinstance(event, yaml.SequenceStartEvent):
            return Series(tuple(self.node(each, depth + 1) for each in self.children()), where)
        return Scalar(str(getattr(event, "value", "")).strip(), where)

    def children(self) -> Iterator[yaml.Event]:
        """First events of the nodes up to the end of the collection at work."""
        while not isinstance(event := next(self.events), yaml.CollectionEndEvent):
            yield event

    def pairs(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        lines: dict[str, int] = {}
        for event in self.children():
            key = self.node(event, depth)
            value = self.node(next(self.events), depth)
            if not isinstance(key, Scalar):
                self.mistakes.append(Mistake(key.where, "冒号左边只能是一个词。"))
            elif key.text in lines:
                earlier = f"“{key.text}”写了两次，前一次在第 {lines[key.text]} 行；请只留一个。"
                self.mistakes.append(Mistake(key.where, earlier))
            else:
                lines[key.text] = key.where.line
                yield key, value
