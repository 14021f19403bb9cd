"""The open queue in the terminal: one file after the other, one key each."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from archivist.faces.chinese import Command
from archivist.house import House
from archivist.model import Archive, Decision, Document, ElementKind, State, Verb

_KEYS = "数字＝归入该候选　要点编码＝归入该要点　r＝退回　回车＝跳过　q＝结束"
_LINES, _WIDTH = 6, 60


@click.command(cls=Command)
@click.option("--unit", metavar="单位", help="只看一个责任单位的待定文件。")
@click.option("--by", required=True, metavar="姓名", help="谁决定的。")
@click.pass_obj
def review(house: House, unit: str | None, by: str) -> None:
    """逐个处理待定文件：看标题、开头和候选要点，按键决定。"""
    from archivist import errands, pipeline

    house.must_exist()
    archive = pipeline.look(house)
    queue = [
        document
        for document in archive.documents
        if document.state is State.OPEN and unit in {None, document.placement.unit}
    ]
    decided = 0
    for number, document in enumerate(queue, 1):
        click.echo(f"\n[{number}/{len(queue)}] {document.name}")
        _preview(archive, document)
        word = _asked(archive, document, by)
        if word is None:
            break
        errands.decide_all(house, [word] if word.by else [])
        decided += bool(word.by)
    rest = len(queue) - decided
    click.echo(f"决定了 {decided} 个，还有 {rest} 个待定。运行 archivist build 后生效。")


def _preview(archive: Archive, document: Document) -> None:
    title = document.reading.first(ElementKind.TITLE)
    if title:
        click.echo(f"  标题：{title.value}")
    excerpt = document.reading.excerpt[: _LINES * _WIDTH]
    for start in range(0, len(excerpt), _WIDTH):
        click.echo(f"  │ {excerpt[start : start + _WIDTH]}")
    for number, candidate in enumerate(document.placement.candidates, 1):
        point = archive.plan.by_code.get(candidate.point)
        called = point.title if point else "（本规则没有）"
        reasons = "；".join(reason.text for reason in candidate.reasons)
        click.echo(f"  {number}. {candidate.point} {called}（{candidate.confidence:.2f}）{reasons}")
    click.echo(f"  {_KEYS}")


def _asked(archive: Archive, document: Document, by: str) -> Decision | None:
    """A decision; one by nobody to skip the file; None to end."""
    candidates = {str(n): c.point for n, c in enumerate(document.placement.candidates, 1)}
    while True:
        said = click.prompt("  决定", default="", show_default=False).strip()
        point = candidates.get(said, said)
        if said in {"q", "Q"}:
            return None
        if not said:
            return _word(document, Verb.UNDO, "", "", "")
        if said in {"r", "R"}:
            return _word(document, Verb.REJECT, "", by, click.prompt("  退回理由"))
        if point in archive.plan.by_code:
            why = click.prompt("  理由", default="逐个核对")
            return _word(document, Verb.PLACE, point, by, why)
        click.echo(f"  没有“{said}”这个候选或要点。\n  {_KEYS}")


def _word(document: Document, verb: Verb, point: str, by: str, why: str) -> Decision:
    digest = document.arrival.digest
    now = datetime.now(UTC)
    return Decision(0, verb, document.name, digest, point, "", "", "", by, now, why)
