"""全: what is asked for is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archivist.checks.docket import Docket
from archivist.checks.registry import OURS, Address, Remark, check, fault
from archivist.model import (
    Document,
    ElementKind,
    Fulfilment,
    Kind,
    Point,
    Severity,
    Standing,
    State,
    Trouble,
    Unit,
    WantStanding,
    periods,
)

_FEW = 6
"""So many periods are read at a glance."""

_LASTING = ("制度", "办法", "规定", "规划", "预案", "机制", "职责", "三定", "章程")
"""Words of documents that stay in force for years; an old one may still be valid."""


def _required(docket: Docket) -> Iterator[Standing]:
    """Leads of points that must be met; a bonus is nobody's duty."""
    for standing in docket.leads:
        if standing.point.kind is not Kind.BONUS and _applies(standing):
            yield standing


def _begun(docket: Docket) -> Iterator[Standing]:
    """Leads that have brought something, so that it can be said what else is wanted."""
    for standing in docket.leads:
        if standing.documents and _applies(standing):
            yield standing


def _applies(standing: Standing) -> bool:
    return standing.state is not Fulfilment.NOT_APPLICABLE


def _gentler(standing: Standing) -> Severity | None:
    """A bonus is claimed freely: what it lacks is only shown."""
    return Severity.INFO if standing.point.kind is Kind.BONUS else None


@check("Q01", each=_required, source=OURS, severity=Severity.BLOCK)
def every_point_has_evidence(docket: Docket, standing: Standing) -> Iterator[Remark]:
    """每个考评要点至少有一件材料。

    Why: 考评要点没有任何材料，就没有可以查证的依据；缺项最先被查出，也最容易补。

    Mend: 由牵头单位补交材料；确无此项业务的，在 rules/settings.yaml 登记“不适用”，写明理由和批准人。
    """
    if standing.state is Fulfilment.MISSING:
        others = docket.at.get(standing.point.code, ())
        title = f"要点 {standing.point.code}（{standing.point.title}）"
        if others:
            message = f"{title}有 {len(others)} 件材料，其中没有 {standing.unit} 的。"
            yield fault(standing, message, others[0].name, Severity.WARN)
        else:
            wants = "、".join(want.want.name for want in standing.wants)
            yield fault(standing, f"{title}还没有一件材料。", f"应有：{wants}" if wants else "")


@check("Q02", each=_begun, source=OURS, severity=Severity.WARN)
def every_want_is_met(docket: Docket, standing: Standing) -> Iterator[Remark]:
    """要点所需的各类佐证材料都有。

    Why: 一个要点通常要从部署、实施、结果几方面印证，只有其中一类材料，评分时难以支持满分。

    Mend: 补交所缺的一类；若已交的某件综合材料已包含这一类，请把它归到该类，或在豁免中说明。
    """
    for want in standing.wants:
        periodic = bool(want.missing)
        if want.have < want.need and not (periodic and want.have):
            yield _lacking(docket, standing, want)


def _lacking(docket: Docket, standing: Standing, want: WantStanding) -> Remark:
    """One want without evidence; a document that may be just that makes the remark gentler.

    Such are those that mention it, and those whose kind of evidence could not be told.
    """
    message = (
        f"要点 {standing.point.code} 缺“{want.want.name}”：应有 {want.need}，现有 {want.have}。"
    )
    own = set(standing.documents)
    documents = [d for d in docket.at.get(standing.point.code, ()) if d.name in own]
    if covering := next((d for d in documents if _mentions(d, want)), None):
        evidence = f"《{_title(covering)}》可能已包含这一类，请确认（{covering.name}）"
        return fault(standing, message, evidence, Severity.INFO)
    if unsorted := [d for d in documents if not d.placement.want]:
        evidence = f"另有 {len(unsorted)} 件没有读出属于哪一类，请确认：{unsorted[0].name}"
        return fault(standing, message, evidence, Severity.INFO)
    evidence = f"所缺期间：{periods(want.missing)}" if want.missing else ""
    return fault(standing, message, evidence, _gentler(standing))


def _mentions(document: Document, want: WantStanding) -> bool:
    title = _title(document)
    return any(p.text in title for p in want.want.words) or want.want.name in title


def _title(document: Document) -> str:
    head = document.reading.first(ElementKind.TITLE)
    return head.value if head else document.arrival.base


@check("Q05", each=_begun, source=OURS, severity=Severity.WARN)
def every_period_is_covered(docket: Docket, standing: Standing) -> Iterator[Remark]:
    """要求的年度、季度、月份都有材料。

    Why: 按年（季、月）开展的工作缺了一期，反映为工作有间断；时间不对应的材料在审核中不被采用。

    Mend: 补交所缺各期的材料；材料已交但日期没有读出的，在文件名中写明日期，或由人工归入时注明日期。
    """
    for want in standing.wants:
        if want.missing and want.have:
            lacking, every = _told(want.missing)
            message = f"要点 {standing.point.code} 的“{want.want.name}”缺 {lacking}。"
            undated, lasting = _unclear(docket, standing, want)
            severity = Severity.INFO if lasting else _gentler(standing)
            evidence = "；".join(filter(None, (undated or lasting, every)))
            yield fault(standing, message, evidence, severity)


def _told(missing: tuple[str, ...]) -> tuple[str, str]:
    """The periods missing; of many how many and between which, and all of them as evidence."""
    every = periods(missing)
    if len(missing) <= _FEW:
        return every, ""
    first, last = periods(missing[:1]), periods(missing[-1:])
    return f"{len(missing)} 期（{first}至{last}之间）", f"所缺期间：{every}"


def _unclear(docket: Docket, standing: Standing, want: WantStanding) -> tuple[str, str]:
    """What may fill the gap: documents without date, and lasting ones of earlier years."""
    names = set(want.documents)
    own = [d for d in docket.at[standing.point.code] if d.name in names]
    undated = [d.name for d in own if d.placement.date is None]
    first = min(standing.point.years, default=0)
    old = [
        d.name
        for d in own
        if d.placement.date
        and d.placement.date.year < first
        and any(word in _title(d) for word in _LASTING)
    ]
    return (
        f"另有 {len(undated)} 件没有日期，未计入：{undated[0]}" if undated else "",
        f"早于要求年度，但可能仍然有效，请确认：{old[0]}" if old else "",
    )


def _current(docket: Docket) -> Iterable[Document]:
    return docket.case.documents


@check("Q23", each=_current, source=OURS, severity=Severity.BLOCK)
def every_file_is_accounted_for(docket: Docket, document: Document) -> Iterator[Remark]:
    """收到的每一个文件都有去向。

    Why: 收进来的文件要么入盒，要么说明是重份、旧版、退回或待定，一件也不能不知去向。

    Mend: 待定的文件由经办人告诉食安办应归哪个考评要点（archivist place），或由食安办说明理由后退回（archivist reject）。
    """
    if document.state is State.OPEN:
        candidates = "、".join(c.point for c in document.placement.candidates[:3])
        evidence = f"最可能的要点：{candidates}" if candidates else "没有可能的要点"
        yield fault(document, "尚未确定考评要点，等待人工归类。", evidence, Severity.WARN)
    elif document.state is State.UNREADABLE:
        problems = "；".join(problem.message for problem in document.reading.problems)
        unknown = document.reading.has(Trouble.UNKNOWN)
        message = "文件格式无法识别，尚未入盒。" if unknown else "文件打不开或没有内容，尚未入盒。"
        yield fault(document, message, problems, Severity.WARN)
    elif document.state is State.REJECTED and not document.why:
        yield fault(document, "文件已退回，但没有写明理由。")
    elif document.same_as and document.same_as not in docket.named:
        yield fault(document, "文件记为重份或旧版，但找不到所指的文件。", document.same_as)


def _responsible(docket: Docket) -> Iterator[tuple[str, Unit | None]]:
    """Units with a duty at some point, and names the points use that no unit bears."""
    for name in dict.fromkeys(standing.unit for standing in docket.standings):
        yield name, docket.plan.unit_by_name.get(name)


@check("Q24", each=_responsible, source=OURS, severity=Severity.INFO)
def every_point_has_a_responsible_unit(
    docket: Docket, unit: tuple[str, Unit | None]
) -> Iterator[Remark]:
    """每个要点有责任单位和联系人。

    Why: 谁主管、谁负责；缺了材料要找得到人。

    Mend: 在 rules/settings.yaml 的 units 中补上该单位，或补上它的联系人。
    """
    name, known = unit
    points = [s.point.code for s in docket.standings if s.unit == name]
    if known is None:
        message = f"要点引用的责任单位“{name}”不在单位名录中。" if name else "有要点没有责任单位。"
        yield fault(Address("unit", name, points[0], name), message, "、".join(points))
    elif not known.contact:
        yield fault(known, f"{name}没有登记联系人。", f"承担要点 {len(points)} 个")


def _bonus(docket: Docket) -> Iterable[Point]:
    return docket.plan.bonus


@check("Q25", each=_bonus, source=OURS, severity=Severity.INFO)
def every_bonus_has_its_own_evidence(docket: Docket, point: Point) -> Iterator[Remark]:
    """加分项单独列出，并有自己的材料。

    Why: 加分项另行申报、另行计分，要有能单独说明成效的材料，不能只引用基础要点的材料。

    Mend: 申报的，补交本加分项自己的材料；不申报的，可不处理。
    """
    documents = docket.at.get(point.code, ())
    if not documents:
        yield fault(point, f"加分项 {point.code}（{point.title}）没有材料，暂不计分。")
    elif not any(document.placement.point == point.code for document in documents):
        message = f"加分项 {point.code} 只有互见材料，没有自己的材料。"
        yield fault(point, message, documents[0].name)
