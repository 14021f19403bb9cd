"""Receipts (回执): where a file was dropped, its clerk reads what became of it and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta, timezone

from archivist.dossier.pages import render
from archivist.dossier.site import Site, grouped
from archivist.dossier.views import Remark, remark
from archivist.model import (
    RECEIPT,
    RECEIPT_MARK,
    Archive,
    Document,
    ElementKind,
    Reason,
    State,
    Trouble,
    called,
)

_BEIJING = timezone(timedelta(hours=8))
_URGENT = {State.OPEN, State.UNREADABLE, State.REJECTED}
_QUIET = {State.DUPLICATE, State.SUPERSEDED, State.CONTAINER, State.LIST}


_TOLD = {
    State.OPEN: (
        "材料已妥善保存，但还不能确定归哪个要点。请从下面的候选中选定并告诉食安办，"
        "或把要点编号写进文件名后重新放入。"
    ),
    State.REJECTED: "已退回，未装盒；原件仍保存。",
    State.UNREADABLE: "原件已保存，但暂时不能作为佐证，请处理后重新放入。",
    State.DUPLICATE: "内容与“{twin}”完全相同，只装盒一份，不必处理。",
    State.SUPERSEDED: "已由后来的版本（{twin}）代替；这一版仍保存，不必处理。",
    State.CONTAINER: "压缩包已展开，包内每个文件各自列出，不必处理。",
    State.LIST: "清单和登记文件本身不装盒。",
}
_TOLD_ALREADY = "Q23"
"""What became of every file: the receipt is the answer, it need not be repeated as a problem."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What a receipt says of one file. ``file`` is its path below the receipt's folder."""

    file: str
    word: str
    place: str
    reasons: tuple[str, ...]
    remarks: tuple[tuple[Remark, str], ...]
    problems: tuple[str, ...]
    candidates: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder below the receipt's, with how many files came and how many need somebody."""

    name: str
    page: str
    files: int
    urgent: int


def receipts(archive: Archive, folders: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """One page per inbox folder, for the files that were dropped right there.

    Args:
        archive: everything known.
        folders: paths below the inbox, ``""`` for the inbox itself. Files from a folder that is
            gone, and members of containers, are told in the nearest folder that is left.

    Yields:
        Folder and HTML, in the order given; the page bears ``RECEIPT_MARK`` in its first lines.
    """
    site = Site(archive)
    known = set(folders)
    ordered = sorted(archive.documents, key=lambda d: (d.name, d.edition, d.arrival.id))
    dropped = grouped((_home(document.arrival.folder, known), document) for document in ordered)
    files, urgent = _counts(site, dropped)
    inside = grouped((other.rpartition("/")[0], other) for other in sorted(folders) if other)
    for folder in folders:
        below = [
            Folder(_beneath(other, folder), f"{other}/{RECEIPT}", files[other], urgent[other])
            for other in inside.get(folder, ())
        ]
        yield folder, _page(site, folder, dropped.get(folder, ()), below)


def _home(folder: str, known: set[str]) -> str:
    while folder and folder not in known:
        folder = folder.rpartition("/")[0]
    return folder


def _counts(
    site: Site, dropped: dict[str, tuple[Document, ...]]
) -> tuple[Counter[str], Counter[str]]:
    """For every folder how many files are in and under it, and how many need somebody."""
    files: Counter[str] = Counter()
    urgent: Counter[str] = Counter()
    for home, documents in dropped.items():
        needy = sum(_needs(site, document) for document in documents)
        folder = home
        while folder:
            files[folder] += len(documents)
            urgent[folder] += needy
            folder = folder.rpartition("/")[0]
    return files, urgent


def _beneath(path: str, above: str) -> str:
    return path.removeprefix(f"{above}/") if above else path


def _needs(site: Site, document: Document) -> bool:
    """Whether somebody has to do something about a file."""
    if _quiet(document):
        return False
    return (
        document.reading.has(Trouble.PACKAGE)
        or document.state in _URGENT
        or any(f.severity != "info" for f in site.findings_by_document.get(document.name, ()))
    )


def _quiet(document: Document) -> bool:
    """Whether a file is settled without a word; a package that is not whole never is."""
    return document.state in _QUIET and not document.reading.has(Trouble.PACKAGE)


def _page(
    site: Site, folder: str, documents: tuple[Document, ...], below: Sequence[Folder]
) -> bytes:
    urgent = [_slip(site, d, folder) for d in documents if _needs(site, d)]
    quiet = [_slip(site, d, folder) for d in documents if _quiet(d)]
    good = [
        _slip(site, d, folder) for d in documents if d.state is State.PLACED and not _needs(site, d)
    ]
    last = max((d.arrival.taken for d in documents), default=None)
    return render(
        "receipt.html.j2",
        mark=RECEIPT_MARK.decode(),
        page=f"{folder}/{RECEIPT}" if folder else RECEIPT,
        site=site,
        folder=folder,
        urgent=urgent,
        good=good,
        quiet=quiet,
        below=below,
        last=f"{last.astimezone(_BEIJING):%Y-%m-%d %H:%M}" if last else "",
        naming=site.archive.plan.settings.naming,
    )


def _slip(site: Site, document: Document, folder: str) -> Slip:
    cards = site.archive.check_by_id
    boxed, quiet = document.state is State.PLACED, _quiet(document)
    findings = () if quiet else site.findings_by_document.get(document.name, ())
    remarks = tuple(
        (remark(site, f), cards[f.check].mend if f.check in cards else "")
        for f in findings
        if f.check != _TOLD_ALREADY
    )
    problems = () if remarks else document.reading.problems
    return Slip(
        file=document.name.removeprefix(f"{folder}/") if folder else document.name,
        word=called.STATE[document.state],
        place=_place(site, document),
        reasons=tuple(_reasons(document)) if boxed else (),
        remarks=remarks,
        problems=tuple(f"{p.message.rstrip('。')}。{p.mend}" for p in problems),
        candidates=tuple(_candidates(site, document)) if document.state is State.OPEN else (),
        told=_told(document),
    )


def _place(site: Site, document: Document) -> str:
    found = site.archive.box_of.get(document.name) if document.state is State.PLACED else None
    point = site.archive.plan.by_code.get(document.placement.point)
    if point is None:
        return ""
    told = f"要点 {point.code} {point.title}"
    if document.placement.want:
        told += f"（{document.placement.want}）"
    if found is None:
        return told
    return f"{told}，盒 {found[0].number}，件号 {found[1].component(document.name).call}"


def _reasons(document: Document) -> Iterator[str]:
    place = document.placement
    for reason in place.reasons:
        yield f"要点：{_because(reason)}"
    if place.unit_reason:
        yield f"单位：{place.unit}，{_because(place.unit_reason)}"
    if place.want_reason:
        yield f"材料：{_because(place.want_reason)}"
    if place.date:
        yield f"日期：{place.date.value}，取自{place.date.source}"
    for reason in place.contradictions:
        yield f"请留意：{_because(reason)}"
    if others := sorted(set(place.cross) - {place.point}):
        yield f"同时互见于要点 {'、'.join(others)}"
    if bond := document.bond:
        yield f"与“{bond.to}”合为一件（{bond.role}）：{_because(bond.reason)}"
    if meeting := document.meeting:
        yield f"与会议“{meeting.subject}”的材料排在一起：{_because(meeting.reason)}"


def _because(reason: Reason) -> str:
    source = f"规则 {reason.where}" if reason.where else reason.by
    return f"{reason.text}（{source}）" if source else reason.text


def _candidates(site: Site, document: Document) -> Iterator[str]:
    for candidate in document.placement.candidates[:3]:
        point = site.archive.plan.by_code.get(candidate.point)
        title = f" {point.title}" if point else ""
        why = "；".join(map(_because, candidate.reasons))
        yield f"{candidate.point}{title}（把握 {candidate.confidence:.0%}）：{why}"


def _told(document: Document) -> str:
    """What happened to a file, said kindly and with what to do next."""
    title = document.reading.first(ElementKind.TITLE)
    if document.state is State.PLACED:
        read = f"识读题名：{title.value}" if title else ""
        word = document.redaction
        return f"本件为脱敏件（{word.by}：{word.why}），原件存档案库。{read}" if word else read
    why = f"{document.why.rstrip('。')}。" if document.why else ""
    return why + _TOLD[document.state].replace("{twin}", document.same_as or "同名文件")
