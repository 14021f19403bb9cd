"""Commands by which a person says what makes one item (件): join a file to another, or part it."""

from __future__ import annotations

import click

from archivist.faces.ask import find
from archivist.faces.chinese import Command
from archivist.faces.decide import only
from archivist.house import House
from archivist.model import Archive, Document, State, UserError, Verb

_by = click.option("--by", required=True, metavar="姓名", help="谁决定的。")
_why = click.option("--why", required=True, metavar="理由", help="为什么。")


@click.command(cls=Command)
@click.argument("name", metavar="文件")
@click.argument("main", metavar="正文")
@_by
@_why
@click.pass_obj
def join(house: House, name: str, main: str, by: str, why: str) -> None:
    """合件：把一个文件并入另一个文件所在的件，如附件随正文、请示随批复。

    文件归到别的要点或还待定的，随正文归入，原来的要点改为互见。
    """
    from archivist import pipeline

    house.must_exist()
    archive = pipeline.look(house)
    document, to = _named(archive, name), _named(archive, main)
    if told := refusal(archive, document, to, placed=to.state is State.PLACED) or sealed(
        archive, document
    ):
        raise UserError(*told)
    pipeline.decide(house, document, Verb.JOIN, by, why, main=to.name)
    click.echo(f"已记录：{document.name} 并入 {to.name} 所在的件（{by}：{why}）。")
    click.echo("运行 archivist build 后生效。")


@click.command(cls=Command)
@click.argument("name", metavar="文件")
@_by
@_why
@click.pass_obj
def part(house: House, name: str, by: str, why: str) -> None:
    """分件：让一个文件自成一件，不再随别的文件。"""
    from archivist import pipeline

    house.must_exist()
    archive = pipeline.look(house)
    document = _named(archive, name)
    if told := sealed(archive, document):
        raise UserError(*told)
    pipeline.decide(house, document, Verb.PART, by, why)
    click.echo(f"已记录：{document.name} 自成一件（{by}：{why}）。运行 archivist build 后生效。")


def _named(archive: Archive, name: str) -> Document:
    """The current document of a name; replaced editions do not count."""
    current = (each for each in archive.documents if each.state is not State.SUPERSEDED)
    return only(find(current, name), name)


def refusal(
    archive: Archive, document: Document, main: Document, *, placed: bool
) -> tuple[str, str] | None:
    """Why joining could not take effect, and the remedy; None if it can.

    The main is not placed (``placed``), is the file itself or lies in its piece, or the file is
    of no use.
    """
    if not placed:
        told = f"{main.name} 还没有归入要点，不能作为正文。"
        return told, "请先用 archivist place 归入。"
    if document.state not in {State.PLACED, State.OPEN}:
        told = f"{document.name} 不在入盒或待定的文件之中。"
        return told, "请用 archivist explain 查看。"
    if document.name in _above(archive, main):
        told = f"{main.name} 就在 {document.name} 这一件里。"
        return told, "请把两个文件对调，或先分件。"
    return None


def _above(archive: Archive, document: Document) -> set[str]:
    """A document and all it belongs to, up to the main document of its piece."""
    by_name = {each.name: each for each in archive.documents if each.state is State.PLACED}
    names = {document.name}
    while document.bond and document.bond.to not in names:
        names.add(document.bond.to)
        document = by_name[document.bond.to]
    return names


def sealed(archive: Archive, document: Document) -> tuple[str, str] | None:
    """Why a document's piece cannot change any more, and the remedy; None if it can."""
    found = archive.box_of.get(document.name)
    if found and found[0].seal:
        told = f"{document.name} 在已封的盒 {found[0].number} 中，件号不能变动。"
        return told, "确需变动，请先用 archivist unseal 启封。"
    return None
