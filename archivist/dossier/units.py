"""The report of a unit: what it answers for, what is there, what is missing, what to mend."""

from __future__ import annotations

from collections.abc import Iterator

from archivist.dossier import words
from archivist.dossier.accepted import accepted
from archivist.dossier.overview import Share, by_check, further, outlook, shares
from archivist.dossier.pages import render
from archivist.dossier.progress import best
from archivist.dossier.site import Site
from archivist.dossier.views import Listing, css, lost, need
from archivist.model import Leaf, State, called


def unit_pages(site: Site) -> Iterator[Leaf]:
    """One page per unit, and the further pages of its long lists."""
    for share in shares(site):
        yield from unit_page(site, share)


def unit_page(site: Site, share: Share) -> Iterator[Leaf]:
    """The page of one unit, and the further pages of its long lists."""
    findings = site.findings_by_unit.get(share.unit, ())
    papers = tuple(d for d in site.documents_by_unit.get(share.unit, ()) if d.state is State.PLACED)
    mend = Listing("findings", "问题", share.page, findings=findings)
    given = Listing("mixed", "已装盒材料", share.page, documents=papers)
    tasks = site.tasks_by_unit.get(share.unit, ())
    page = render(
        "unit.html.j2",
        page=share.page,
        site=site,
        share=share,
        rows=[
            (s, called.FULFILMENT[s.state], css(s.state), [need(w) for w in s.wants])
            for s in site.standings_by_unit.get(share.unit, ())
        ],
        checks=by_check(site, findings),
        news=site.news.told(findings, share.unit),
        accepted=accepted(site.archive, share.unit),
        mend=mend,
        given=given,
        lost=[(d, called.STATE[d.state]) for d in lost(site, share.unit)],
        unit=site.archive.plan.unit_by_name.get(share.unit),
        tasks=[t for t in tasks if t.closed is None],
        closed=[t for t in tasks if t.closed],
        best=best(tasks),
        progress=words.PROGRESS,
        now=outlook(site),
    )
    yield Leaf(share.page, page)
    yield from further(site, mend, share.unit)
    yield from further(site, given, share.unit)
