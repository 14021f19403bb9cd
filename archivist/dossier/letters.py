"""The letter (函) that goes to a unit with its report, and the folder that is handed to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archivist.dossier import words
from archivist.dossier.accepted import accepted
from archivist.dossier.ledgers import of_unit, printed, said
from archivist.dossier.naming import safe
from archivist.dossier.overview import Share, shares
from archivist.dossier.pages import number
from archivist.dossier.progress import best
from archivist.dossier.receipts import receipts
from archivist.dossier.site import Site
from archivist.dossier.tasks import office
from archivist.dossier.units import unit_page
from archivist.dossier.word import docx
from archivist.model import RECEIPT, Archive, Leaf, Progress, Task

GAPS = (("考评要点", 1300, "Middle"), ("要做的事", 4700, "Small"), ("责任人", 1000, "Middle"))
DAYS = (("完成时限", 1300, "Figure"), ("状态", 1337, "Figure"))
COLUMNS = (*GAPS, *DAYS)
_MOST = 300

_AWAY = re.compile(rb' href="(?!#)[^"]*"')
"""Links into the dossier: dead in a folder that is handed out alone."""

_UNLINKED = b"<style>a:not([href]){color:inherit;text-decoration:none}</style></head>"


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letter says, paragraph by paragraph."""

    title: str
    to: str
    paragraphs: tuple[str, ...]
    sender: str
    day: str


def letters(site: Site) -> Iterator[Leaf]:
    """``台账/单位_函和齐备报告.docx`` of every unit."""
    for share in shares(site):
        yield Leaf(f"{site.ledger[share.unit]}_函和齐备报告.docx", letter(site, share))


def parcels(archive: Archive, folders: Sequence[str]) -> Iterator[Leaf]:
    """One ready folder per unit: letter and report, page, ledger, and its receipts.

    Args:
        archive: everything known.
        folders: inbox folders, for the receipts below the unit's own.
    """
    site = Site(archive)
    slips = dict(receipts(archive, folders))
    for share in shares(site):
        home = site.unit_page[share.unit].removeprefix("报告/").removesuffix(".html")
        yield Leaf(f"{home}/{home}_函和齐备报告.docx", letter(site, share))
        page = next(leaf.content for leaf in unit_page(site, share) if leaf.path == share.page)
        yield Leaf(f"{home}/{home}_齐备报告.html", _alone(page))
        yield Leaf(f"{home}/{home}_台账.xlsx", of_unit(site, share.unit))
        for folder, slip in slips.items():
            if folder == share.unit or folder.startswith(f"{share.unit}/"):
                below = [safe(part) for part in folder.split("/")[1:]]
                yield Leaf("/".join((home, "回执", *below, RECEIPT)), slip)


def _alone(page: bytes | str) -> bytes:
    """A page that is read apart from its dossier."""
    whole = page if isinstance(page, bytes) else page.encode()
    return _AWAY.sub(b"", whole).replace(b"</head>", _UNLINKED, 1)


def letter(site: Site, share: Share) -> bytes:
    """The letter with the unit's report under it."""
    open_ = [t for t in site.tasks_by_unit.get(share.unit, ()) if t.progress is not Progress.CLOSED]
    told = _letter(site, share, open_)
    days = [said(site)] if open_ else []
    notes = [*accepted(site.archive, share.unit), *days, words.CAVEAT]
    if len(open_) > _MOST:
        notes.insert(0, f"此处只列前 {_MOST} 项，共 {len(open_)} 项，全部见随附台账。")
    return docx(
        "letter",
        f"{share.unit} 函和齐备报告",
        letter=told,
        standard=site.archive.plan.settings.standard_shown,
        share=share,
        facts=_facts(share, len(open_)),
        columns=COLUMNS,
        rows=[_row(task) for task in open_[:_MOST]],
        steps=[_step(task) for task in best(open_)],
        notes=notes,
    )


def _letter(site: Site, share: Share, open_: Sequence[Task]) -> Letter:
    settings = site.archive.plan.settings
    late = sum(task.progress is Progress.OVERDUE for task in open_)
    asks = "目前没有需要补充或改正的事项，请继续按时报送材料。"
    if open_:
        overdue = f"，其中 {late} 项已超过完成时限" if late else ""
        asks = (
            f"需补充或改正的事项 {len(open_)} 项{overdue}，见附表和随附台账。请逐项确定责任人，"
            f"按完成时限办理，并将材料放入本单位收件夹；确无此项业务的，请提交“无此项业务”说明。"
        )
    return Letter(
        title="关于补充完善迎检佐证材料的函" if open_ else "关于迎检佐证材料齐备情况的函",
        to=f"{share.unit}：",
        paragraphs=(
            f"按照{settings.standard_shown}迎检工作安排，现将截至{words.day(site.archive.today)}的"
            f"材料齐备情况函告如下（{words.countdown(site.archive.plan, site.archive.today)}）。",
            _has(site, share),
            asks,
        ),
        sender=office(site.archive),
        day=words.day(site.archive.today),
    )


def _has(site: Site, share: Share) -> str:
    """What a unit answers for; many only support others."""
    helps = len(site.standings_by_unit.get(share.unit, ())) - share.leads
    support = f"配合考评要点 {helps} 个" if helps else "没有配合的考评要点"
    if not share.leads:
        return f"你单位没有牵头的考评要点，{support}。"
    return (
        f"你单位牵头考评要点 {share.leads} 个，佐证材料齐备的 {share.satisfied} 个，"
        f"部分齐备的 {share.partly} 个，缺材料的 {share.missing} 个；{support}。"
    )


def _facts(share: Share, todo: int) -> tuple[tuple[str, str], ...]:
    return (
        ("牵头要点", f"{share.leads} 个"),
        ("满足 / 部分 / 缺", f"{share.satisfied} / {share.partly} / {share.missing}"),
        ("佐证支撑分", f"{number(share.held)} 分（应得 {number(share.held + share.at_risk)} 分）"),
        ("待补分", f"{number(share.at_risk)} 分"),
        ("鼓励加分", f"{number(share.bonus)} 分"),
        ("要办事项", f"{todo} 项"),
    )


def _row(task: Task) -> tuple[str, ...]:
    chore = task.chore
    file = f"“{chore.subject.rpartition('/')[2]}”：" if chore.kind == "file" else ""
    what = chore.mend if chore.kind == "gap" else f"{file}{chore.problem}。{chore.mend}"
    return (
        chore.point,
        what,
        task.person,
        printed(task.due.isoformat()),
        words.PROGRESS[task.progress],
    )


def _step(task: Task) -> str:
    chore = task.chore
    return f"要点 {chore.point}：{chore.mend}，可增 {number(chore.gain)} 分"
