"""What bags say of their files: one more kind of evidence, between a person here and a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from archivist.model import (
    Arrival,
    Bag,
    Candidate,
    Digest,
    DocumentDate,
    Excuse,
    Origin,
    Placement,
    Plan,
    Problem,
    Reading,
    Reason,
    Told,
    Trouble,
    Verb,
)
from archivist.rules.naming import plain

_SURE = 0.95
"""Confidence of a believed claim: as sure as a code, not as sure as a person here."""

_MARKER = "bagit.txt"
_REGISTER = "移交包的登记文件"
_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Handed:
    """All bags among the arrivals. Problems are by name; claims hold for their bytes only."""

    registers: frozenset[str]
    problems: Mapping[str, tuple[Problem, ...]]
    origins: Mapping[tuple[str, Digest], Origin]
    by_digest: Mapping[Digest, Origin]

    @classmethod
    def of(cls, bags: Iterable[Bag]) -> Handed:
        """Index bags; of several claims on the same bytes under other names the last one counts."""
        bags = tuple(bags)
        origins = {
            (bag.name(f"data/{claim.path}"), claim.digest): Origin(bag.sender, bag.root, claim)
            for bag in bags
            for claim in bag.claims
        }
        return cls(
            frozenset(bag.name(path) for bag in bags for path in bag.registers),
            _problems(bags),
            origins,
            {digest: origin for (_, digest), origin in origins.items()},
        )

    def origin(self, arrival: Arrival) -> Origin | None:
        """Where a file came from, by its place in a bag or by its bytes."""
        own = self.origins.get((arrival.name, arrival.digest))
        return own or self.by_digest.get(arrival.digest)

    def told(self, name: str) -> str:
        """Why a file of this name is no evidence, "" if it may be."""
        return _REGISTER if name in self.registers else ""

    def read(self, name: str, reading: Reading) -> Reading:
        """A reading with what the file's bag says against it."""
        problems = self.problems.get(name, ())
        return replace(reading, problems=(*reading.problems, *problems)) if problems else reading


def _problems(bags: tuple[Bag, ...]) -> dict[str, tuple[Problem, ...]]:
    """A bag's problems stand at its marker file, those of a payload file at that file."""
    found: dict[str, tuple[Problem, ...]] = {}
    for bag in bags:
        own = (*bag.problems, *_lacking(bag, bags))
        found[bag.name(_MARKER)] = own
        for path in bag.unsound:
            found[bag.name(path)] = (
                Problem(
                    Trouble.PACKAGE,
                    "与移交包清单的摘要不符，可能在传输中损坏或被改动",
                    "请移交方核对原件，重新提交这个包",
                ),
            )
    return {name: problems for name, problems in found.items() if problems}


def _lacking(bag: Bag, bags: Iterable[Bag]) -> Iterator[Problem]:
    """Parts of the same export that have not come; told once, at the last part that has."""
    if not bag.group or bag.total <= 1:
        return
    came = {other.number for other in bags if other.group == bag.group}
    missing = [str(number) for number in range(1, bag.total + 1) if number not in came]
    if missing and bag.number == max(came):
        yield Problem(
            Trouble.PACKAGE,
            f"这批移交共 {bag.total} 个包，还缺第 {'、'.join(missing[:10])} 包",
            "请移交方把缺的包一并提交；已收到的包不受影响",
        )


def claimed(plan: Plan, placement: Placement, origin: Origin) -> Placement:
    """What a believed claim makes of a placement; a point these rules do not have stays open."""
    claim, told = origin.claim, f"随包移交（{origin.sender or '未写明'}）"
    point = plan.by_code.get(claim.point)
    if point is None or plain(point.title) != plain(claim.title):
        return _unknown(plan, placement, origin, told)
    why = claim.why[0] if claim.why else "没有写明理由"
    reason = Reason(f"{told}归入{point.code}：{why}")
    unit = claim.unit if claim.unit in plan.unit_by_name else ""
    unit_told = f"{told}责任单位{claim.unit}" + ("" if unit else "，本规则没有这个单位")
    want = claim.want if claim.want in {want.name for want in point.wants} else ""
    chosen = Candidate(point.code, _SURE, (reason,))
    others = tuple(c for c in placement.candidates if c.point != point.code)
    cross = tuple(code for code in claim.cross if code in plan.by_code and code != point.code)
    return replace(
        placement,
        point=point.code,
        unit=unit or placement.unit,
        unit_reason=Reason(unit_told) if claim.unit else placement.unit_reason,
        want=want,
        want_reason=Reason(f"{told}材料为“{want}”") if want else None,
        date=DocumentDate(claim.date, f"{claim.date_source}，{told}")
        if claim.date
        else placement.date,
        confidence=_SURE,
        explicit=True,
        reasons=(reason,),
        candidates=(chosen, *others)[:_CANDIDATES],
        cross=cross,
        contradictions=tuple(_against(placement, origin, told)),
    )


def approved(plan: Plan, bags: Iterable[Bag]) -> Iterator[Excuse]:
    """Approvals of other houses that there is no such business, where these rules ask for the same.

    Point (by code and title), unit and want must be known here; what is not says nothing.
    """
    for excuse in (each for bag in bags for each in bag.excuses):
        point = plan.by_code.get(excuse.point)
        if point is None or plain(point.title) != plain(excuse.title):
            continue
        wants = {"", *(want.name for want in point.wants)}
        if excuse.unit in plan.unit_by_name and excuse.want in wants:
            yield excuse


def company_told(origin: Origin) -> Told | None:
    """The last JOIN or PART in a file's story that nobody in its own house took back."""
    standing: list[Told] = []
    for told in origin.claim.history:
        if told.what != Verb.UNDO:
            standing += [told] if told.decided else []
        elif own := [each for each in standing if each.house == told.house]:
            standing.remove(own[-1])
    joining = [told for told in standing if told.what in {Verb.JOIN, Verb.PART}]
    return joining[-1] if joining else None


def _unknown(plan: Plan, placement: Placement, origin: Origin, told: str) -> Placement:
    """Left to a person, with the claimed point, or ours of the same title, as first candidate."""
    claim = origin.claim
    ours = plan.by_code.get(claim.point)
    differs = f"本规则的{claim.point}是“{ours.title}”" if ours else "本规则没有这个要点"
    reason = Reason(f"{told}归入{claim.point}“{claim.title}”，{differs}，请人工确定")
    titled = [p.code for p in plan.points if plain(p.title) == plain(claim.title)]
    code = titled[0] if titled else claim.point
    others = tuple(c for c in placement.candidates if c.point != code)
    return Placement(
        unit=placement.unit,
        unit_reason=placement.unit_reason,
        date=placement.date,
        reasons=(reason,),
        candidates=(Candidate(code, 0.0, (reason,)), *others)[:_CANDIDATES],
    )


def _against(placement: Placement, origin: Origin, told: str) -> Iterator[Reason]:
    """What these rules read off the file's own name, if it is not what the bag claims."""
    claim = origin.claim
    if placement.explicit and placement.point not in {"", claim.point, *claim.cross}:
        why = "；".join(map(str, placement.reasons[:1]))
        yield Reason(f"{told}归入{claim.point}，本规则看来应归{placement.point}：{why}")
