"""Decisions on a spreadsheet: the open queue goes out as CSV, what the office decided comes back."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from archivist.faces.chinese import Command, Group
from archivist.faces.company import refusal, sealed
from archivist.house import House
from archivist.model import (
    Archive,
    Candidate,
    Decision,
    Document,
    ElementKind,
    State,
    UserError,
    Verb,
    called,
)

_TOP = 3
_FILE, _DIGEST, _DECIDED, _POINT = "文件", "SHA-256", "决定", "要点"
_UNIT, _WANT, _DATE, _BY, _WHY = "责任单位", "佐证材料", "日期", "决定人", "理由"
_ASKED = (_DECIDED, _POINT, _UNIT, _WANT, _DATE, _BY, _WHY)
_MAIN = "正文"
"""The file into whose piece one is laid (合件); tables of earlier versions do not have the column."""

_CANDIDATES = ("候选1", "候选2", "候选3")
_COLUMNS = (_FILE, "状态", "标题", "开头", *_CANDIDATES, *_ASKED, _MAIN, _DIGEST)
_VERBS = {
    "归入": Verb.PLACE,
    "互见": Verb.CROSS,
    "退回": Verb.REJECT,
    "撤销": Verb.UNDO,
    "合件": Verb.JOIN,
    "分件": Verb.PART,
}
_FORMULA = ("=", "+", "-", "@")
_EXCERPT = 120
_SHOWN_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})月?(?:[-/.]?(\d{1,2})日?)?")
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@click.group(cls=Group)
def decisions() -> None:
    """决定表：把待定文件导出成表格，各单位填好后导回。"""


@decisions.command("export", cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="表格")
@click.option("--unit", metavar="单位", help="只导出一个责任单位的文件。")
@click.pass_obj
def export(house: House, file: Path, unit: str | None) -> None:
    """把待定文件和候选要点导出成 CSV，供在 Excel 或 WPS 里填写决定。"""
    from archivist import pipeline

    house.must_exist()
    if file.exists():
        raise UserError(f"{file} 已存在。", "请另取一个文件名，以免覆盖别人填好的决定。")
    archive = pipeline.look(house)
    chosen = [
        document
        for document in archive.documents
        if document.state is State.OPEN and unit in {None, document.placement.unit}
    ]
    file.write_bytes(table(archive, chosen))
    click.echo(
        f"导出 {len(chosen)} 个待定文件到 {file}。填写“决定”（{'、'.join(_VERBS)}）、"
        "“要点”（合件的填“正文”：并入哪个文件）、“决定人”和“理由”后，用 archivist decisions import 导回；没填的行保持待定。"
    )


def table(archive: Archive, documents: Iterable[Document]) -> bytes:
    """The queue as CSV in UTF-8 with a mark, as Excel and WPS expect it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for document in documents:
        title = document.reading.first(ElementKind.TITLE)
        best = [_candidate(archive, each) for each in document.placement.candidates[:_TOP]]
        cells = (
            document.name,
            called.STATE[document.state],
            title.value if title else "",
            document.reading.excerpt[:_EXCERPT],
            *best,
            *[""] * (_TOP - len(best)),
            *[""] * len((*_ASKED, _MAIN)),
            document.arrival.digest,
        )
        writer.writerow(map(_harmless, cells))
    return out.getvalue().encode("utf-8-sig")


def _candidate(archive: Archive, candidate: Candidate) -> str:
    point = archive.plan.by_code.get(candidate.point)
    title = point.title if point else "（本规则没有）"
    reasons = "；".join(reason.text for reason in candidate.reasons)
    return f"{candidate.point} {title}（{candidate.confidence:.2f}：{reasons}）"


def _harmless(cell: str) -> str:
    """A spreadsheet must not take a file's name or text for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


@decisions.command("import", cls=Command)
@click.argument(
    "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="表格"
)
@click.pass_obj
def import_(house: House, file: Path) -> None:
    """把填好的决定表导回；有一行不对就一条也不记，逐行说明。"""
    from archivist import errands, pipeline

    house.must_exist()
    archive = pipeline.look(house)
    rows = _pointed(archive, read(file.read_bytes()))
    judged = list(_judged(archive, rows))
    wrong = [each for each in judged if isinstance(each, Wrong)]
    if wrong:
        for each in wrong:
            click.echo(f"第 {each.row} 行：{each.message}", err=True)
        raise UserError(f"{len(wrong)} 行有误，没有记录任何决定。", "请改正后再导入。")
    words = [each for each in judged if isinstance(each, Decision)]
    fresh = _fresh(errands.decisions(house), words)
    errands.decide_all(house, fresh)
    told = f"，{len(words) - len(fresh)} 条先前已记录" if len(fresh) < len(words) else ""
    click.echo(f"已记录 {len(fresh)} 条决定{told}。运行 archivist build 后生效。")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that cannot be taken: its number in the table, and why."""

    row: int
    message: str


def read(data: bytes) -> list[dict[str, str]]:
    """Rows by heading, in any order and however Excel or WPS saved the table.

    Raises:
        UserError: the table has no columns to decide by.
    """
    if data.startswith(b"PK"):
        raise UserError(
            "这是 Excel 工作簿，不是 CSV。", "请在 Excel 或 WPS 里另存为 CSV 后再导入。"
        )
    text = _decoded(data)
    top = text.partition("\n")[0]
    delimiter = max(",\t;；", key=top.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = [{(key or "").strip(): value for key, value in row.items()} for row in reader]
    heads = {(head or "").strip() for head in reader.fieldnames or ()}
    lacking = [each for each in (_FILE, _POINT, _BY, _WHY) if each not in heads]
    if lacking:
        raise UserError(
            f"表格缺少“{'”“'.join(lacking)}”列。",
            "请用 archivist decisions export 导出的表格填写。",
        )
    return [dict.fromkeys(_ASKED, "") | _typed(row) for row in rows]


def _decoded(data: bytes) -> str:
    """UTF-8, what Excel calls Unicode text, or what it saves as CSV in China: GB 18030."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _typed(row: Mapping[str, str | None]) -> dict[str, str]:
    """What was typed into a row: no blanks around it, days as they are kept."""
    said = {
        key: value.strip().removeprefix("'")
        for key, value in row.items()
        if key and isinstance(value, str)
    }
    if day := _SHOWN_DAY.fullmatch(said.get(_DATE, "")):
        said[_DATE] = "-".join(part.zfill(2) for part in day.groups() if part)
    return said


def _pointed(archive: Archive, rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The rows with codes where people wrote 5.2, 候选1, or code and title as the table shows them."""
    from archivist import rules

    points = rules.placer(archive.plan).lists.points
    told = []
    for row in rows:
        written = row[_POINT]
        cell = row.get(written, "").partition(" ")[0] if written in _CANDIDATES else written
        meant = points(cell) if cell not in archive.plan.by_code else (cell,)
        told.append({**row, _POINT: meant[0] if len(meant) == 1 else written})
    return told


def _judged(archive: Archive, rows: Sequence[Mapping[str, str]]) -> Iterator[Decision | Wrong]:
    """A decision or a mistake for every row in which something was decided."""
    by_name = {document.name: document for document in archive.documents if not document.same_as}
    placing = {row[_FILE] for row in rows if row[_POINT] and _verb(row) is Verb.PLACE}
    for number, row in enumerate(rows, 2):  # the first line holds the headings
        if not row[_DECIDED] and not row[_POINT]:
            continue
        document = by_name.get(row[_FILE])
        message = _mistake(archive, row, document)
        if document and not message and _verb(row) in {Verb.JOIN, Verb.PART}:
            message = _unjoinable(archive, row, document, by_name.get(row.get(_MAIN, "")), placing)
        if message or document is None:
            yield Wrong(number, message)
        else:
            yield _decision(row, document)


def _mistake(archive: Archive, row: Mapping[str, str], document: Document | None) -> str:
    plan, verb = archive.plan, _verb(row)
    digest = row.get(_DIGEST, "")
    pointed = verb in {Verb.PLACE, Verb.CROSS}
    mistakes = (
        (document is None, f"没有“{row[_FILE]}”这个文件"),
        (
            bool(document and digest and digest != document.arrival.digest),
            "导出后文件内容已换新版，请重新导出后再定",
        ),
        (verb is None, f"“决定”只能写{'、'.join(_VERBS)}，现在是“{row[_DECIDED]}”"),
        (pointed and row[_POINT] not in plan.by_code, f"没有“{row[_POINT]}”这个考评要点"),
        (bool(row[_UNIT]) and row[_UNIT] not in plan.unit_by_name, f"没有“{row[_UNIT]}”这个单位"),
        (
            bool(row[_WANT]) and pointed and not _is_want(archive, row),
            f"要点 {row[_POINT]} 没有“{row[_WANT]}”这种佐证材料",
        ),
        (
            bool(row[_DATE]) and not _DAY.fullmatch(row[_DATE]),
            "日期写成 2022、2022-05 或 2022-05-09",
        ),
        (not row[_BY], "没有写决定人"),
        (not row[_WHY], "没有写理由"),
    )
    return next((message for wrong, message in mistakes if wrong), "")


def _unjoinable(
    archive: Archive,
    row: Mapping[str, str],
    document: Document,
    main: Document | None,
    placing: Collection[str],
) -> str:
    """Why a file cannot be joined or parted; its main may be placed by the same table."""
    told = sealed(archive, document)
    if _verb(row) is Verb.JOIN:
        if main is None:
            return f"“正文”要写并入哪个文件，没有“{row.get(_MAIN, '')}”这个文件"
        placed = main.state is State.PLACED or main.name in placing
        told = refusal(archive, document, main, placed=placed) or told
    return "".join(told).rstrip("。") if told else ""


def _is_want(archive: Archive, row: Mapping[str, str]) -> bool:
    point = archive.plan.by_code.get(row[_POINT])
    return point is None or row[_WANT] in {want.name for want in point.wants}


def _verb(row: Mapping[str, str]) -> Verb | None:
    return _VERBS.get(row[_DECIDED] or "归入")


def _decision(row: Mapping[str, str], document: Document) -> Decision:
    verb = _verb(row) or Verb.PLACE
    placed = verb is Verb.PLACE
    return Decision(
        0,
        verb,
        document.name,
        document.arrival.digest,
        row[_POINT] if verb in {Verb.PLACE, Verb.CROSS} else "",
        row[_UNIT] if placed else "",
        row[_WANT] if placed else "",
        row[_DATE] if placed else "",
        row[_BY],
        datetime.now(UTC),
        row[_WHY],
        row.get(_MAIN, "") if verb is Verb.JOIN else "",
    )


def _fresh(known: Iterable[Decision], words: Iterable[Decision]) -> list[Decision]:
    """Without those whose very words were the last on their file: a table may come in twice."""
    last = {(word.name, word.digest): _said(word) for word in known}
    return [word for word in words if last.get((word.name, word.digest)) != _said(word)]


def _said(word: Decision) -> tuple[str, ...]:
    what = (word.verb, word.point, word.unit, word.want, word.date, word.main)
    return (*what, word.by, word.why)
