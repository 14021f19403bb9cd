"""The start page, the report over the whole district, and the page of every point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from archivist.dossier import words
from archivist.dossier.accepted import accepted
from archivist.dossier.heat import heat
from archivist.dossier.pages import render
from archivist.dossier.papers import recordings
from archivist.dossier.progress import best, curve
from archivist.dossier.site import (
    CATALOGUE,
    DISTRICT,
    INDEX,
    LABELS,
    LABELS_WORD,
    LEAD,
    MANIFEST,
    RECORDINGS_LIST,
    TRANSFER,
    WORKBOOK,
    Site,
)
from archivist.dossier.views import Listing, Need, css, need, remark, rhythm
from archivist.model import (
    Archive,
    Check,
    Finding,
    Forecast,
    Fulfilment,
    Item,
    Kind,
    Leaf,
    Point,
    Severity,
    Shop,
    State,
    called,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A point as a line of the start page; ``needs`` is empty where several units are judged."""

    point: Point
    state: str
    css: str
    held: Decimal
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What every page says of the forecast, in the same words."""

    forecast: Forecast
    verdict: str
    day: str
    countdown: str
    bonus_counts: bool
    vetoes: tuple[Point, ...]
    doubtful: tuple[Point, ...]
    key_rate: str
    weak: tuple[tuple[Item, str], ...]
    caveat: str = words.CAVEAT
    veto_caveat: str = words.VETO_CAVEAT


@dataclass(frozen=True, slots=True)
class Share:
    """What a unit leads: counts by state, score held and still to be supported."""

    unit: str
    page: str
    leads: int
    satisfied: int
    partly: int
    missing: int
    held: Decimal
    at_risk: Decimal
    bonus: Decimal
    findings: int


def start(site: Site, shop: Shop) -> Iterator[Leaf]:
    """``index.html``: what this is, how it stands, and the way to everything."""
    plan = site.archive.plan
    tree = [(f"第{part.code}部分　{part.title}", _items(site, part.items)) for part in plan.parts]
    tree.append(("鼓励加分项", [("", [_line(site, point) for point in plan.bonus])]))
    yield Leaf(
        INDEX,
        render(
            "index.html.j2",
            page=INDEX,
            site=site,
            tree=tree,
            shares=shares(site),
            counts=counts(site.archive),
            files={"catalogue": CATALOGUE, "workbook": WORKBOOK, "manifest": MANIFEST},
            district=DISTRICT,
            papers=_papers(site, shop),
            why_not=shop.why_not,
            heat=heat(site),
            curve=curve(site),
            now=outlook(site),
        ),
    )


def _papers(site: Site, shop: Shop) -> list[tuple[str, str]]:
    """Lists to print that concern the whole, as far as they are made."""
    boxed = bool(site.shelf)
    words = [("盒脊标签（Word）", LABELS_WORD)] if boxed else []
    made = [("移交清单", TRANSFER)]
    made += [("盒脊标签（按实际大小打印）", LABELS)] if boxed else []
    made += [("音像目录", RECORDINGS_LIST)] if recordings(site) else []
    return words if shop.why_not else made + words


def _items(site: Site, items: tuple[Item, ...]) -> list[tuple[str, list[Line]]]:
    return [
        (f"第{item.code}项　{item.title}", [_line(site, p) for p in item.points]) for item in items
    ]


def _line(site: Site, point: Point) -> Line:
    state = site.state(point)
    leads = site.leads(point)
    needs = tuple(need(want) for want in leads[0].wants) if len(leads) == 1 else ()
    return Line(point, called.FULFILMENT[state], css(state), site.held(point), needs)


def outlook(site: Site) -> Outlook:
    """The forecast as pages tell it."""
    archive = site.archive
    rule = archive.plan.settings.pass_rule
    forecast = archive.verdict.forecast
    items = {item.code: item for item in archive.plan.items}
    return Outlook(
        forecast=forecast,
        verdict=words.verdict(forecast),
        day=words.day(archive.today),
        countdown=words.countdown(archive.plan, archive.today),
        bonus_counts=rule.bonus_counts,
        vetoes=tuple(archive.plan.by_code[code] for code in forecast.vetoes),
        doubtful=tuple(archive.plan.by_code[code] for code in forecast.doubtful),
        key_rate=words.rate(rule.key_rate),
        weak=tuple((items[c], words.rate(rate)) for c, rate in forecast.weak if c in items),
    )


def counts(archive: Archive) -> list[tuple[str, int]]:
    """How many files are in which state; every file in exactly one."""
    met = Counter(document.state for document in archive.documents)
    return [(called.STATE[state], met[state]) for state in State if met[state]]


def shares(site: Site) -> list[Share]:
    """One line per unit, in the order of the rules."""
    return [_share(site, unit) for unit in site.units]


def _share(site: Site, unit: str) -> Share:
    leads = [s for s in site.standings_by_unit.get(unit, ()) if s.role == LEAD]
    base = [s for s in leads if s.point.kind is not Kind.BONUS]
    met = Counter(s.state for s in leads)
    return Share(
        unit=unit,
        page=site.unit_page[unit],
        leads=len(leads),
        satisfied=met[Fulfilment.SATISFIED],
        partly=met[Fulfilment.PARTLY],
        missing=met[Fulfilment.MISSING],
        held=sum((s.held for s in base), Decimal(0)),
        at_risk=sum((s.at_risk for s in base), Decimal(0)),
        bonus=sum((s.held for s in leads), Decimal(0)) - sum((s.held for s in base), Decimal(0)),
        findings=len(site.findings_by_unit.get(unit, ())),
    )


def district(site: Site) -> Iterator[Leaf]:
    """The report over all units, and the further pages of its lists."""
    strangers = tuple(f for f in site.findings if f.unit not in site.unit_page)
    listing = Listing("findings", "未归单位的问题", DISTRICT, findings=strangers)
    waiting = Listing("open", "待定文件", "报告/待定文件.html", documents=site.open)
    yield Leaf(
        DISTRICT,
        render(
            "district.html.j2",
            page=DISTRICT,
            site=site,
            heat=heat(site),
            curve=curve(site),
            best=best(site.tasks),
            shares=shares(site),
            counts=counts(site.archive),
            checks=by_check(site, site.findings),
            news=site.news.told(site.findings),
            accepted=accepted(site.archive),
            unchecked=[(site.archive.check_by_id.get(c), c, n) for c, n in site.unchecked],
            listing=listing,
            waiting=waiting,
            now=outlook(site),
        ),
    )
    yield from further(site, listing, "全区")
    yield Leaf(waiting.home, _continued(site, waiting, "全区", 1))
    yield from further(site, waiting, "全区")


def by_check(site: Site, findings: tuple[Finding, ...]) -> list[tuple[Check, str, str, int]]:
    """Checks with findings: card, gravest level, how many; the gravest and most frequent first."""
    met = Counter(finding.check for finding in findings)
    worst: dict[str, str] = {}
    for finding in findings:
        worst.setdefault(finding.check, finding.severity.value)
    rank = ("block", "warn", "info")
    order = sorted(met, key=lambda check: (rank.index(worst[check]), -met[check], check))
    cards = site.archive.check_by_id
    return [
        (cards[check], worst[check], called.SEVERITY[Severity(worst[check])], met[check])
        for check in order
        if check in cards
    ]


def further(site: Site, listing: Listing, owner: str) -> Iterator[Leaf]:
    """The second and all later pages of a list."""
    for number, path in enumerate(listing.pages[1:], 2):
        yield Leaf(path, _continued(site, listing, owner, number))


def _continued(site: Site, listing: Listing, owner: str, number: int) -> bytes:
    page = listing.pages[number - 1]
    return render(
        "continued.html.j2", page=page, site=site, listing=listing, owner=owner, number=number
    )


def point_pages(site: Site) -> Iterator[Leaf]:
    """One page per point: what is asked, how it is known, what is there."""
    for point in site.archive.plan.points:
        page = site.point_page[point.code]
        inside = tuple(
            each.document
            for _, piece in site.pieces_by_point.get(point.code, ())
            for each in piece.components
        )
        listing = Listing("documents", "佐证清单", page, documents=inside)
        yield Leaf(page, _point(site, point, page, listing))
        yield from further(site, listing, f"要点 {point.code}")


def _point(site: Site, point: Point, page: str, listing: Listing) -> bytes:
    plan, state = site.archive.plan, site.state(point)
    standings = site.standings_by_point.get(point.code, ())
    about = [f for f in site.findings_by_point.get(point.code, ()) if f.about != "document"]
    return render(
        "point.html.j2",
        page=page,
        site=site,
        point=point,
        state=called.FULFILMENT[state],
        css=css(state),
        held=site.held(point),
        source={words.FIELD.get(k, k): words.provenance(v) for k, v in point.provenance},
        sources=[text for key, text in plan.sources if key in point.sources],
        excluded=plan.excluded.get(point.code),
        needs=[(s, [need(w) for w in s.wants]) for s in standings],
        asked=[(want, rhythm(want)) for want in point.wants],
        boxes=site.boxes_by_point.get(point.code, ()),
        remarks=[remark(site, f) for f in about],
        unusable=site.unusable.get(point.code, ()),
        listing=listing,
    )
