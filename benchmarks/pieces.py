"""How long it takes to group documents into pieces and sets, and to arrange them; CPU seconds.

``python benchmarks/pieces.py 40000``: every fifth document a notice with two attachments, every
tenth a paper of a meeting, some requests with answers; spread over all points and eight units.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from archivist.dossier import arrange
from archivist.model import (
    Arrival,
    Digest,
    Document,
    DocumentDate,
    Element,
    ElementKind,
    Placement,
    Plan,
    Reading,
    State,
)
from archivist.rules import compose, load, pack

WHEN = datetime(2022, 12, 1, tzinfo=UTC)
UNITS = 8


def documents(plan: Plan, count: int) -> Iterator[Document]:
    """Placed documents in the way of clerks: names, titles, numbers, attachments listed."""
    points = plan.points
    for number in range(count):
        group, kind = divmod(number, 10)
        point = points[group % len(points)].code
        unit = plan.units[group // len(points) % UNITS].name
        day = date(2020, 1, 1) + timedelta(days=group * 7 % 1000)
        name, title, more = PAPERS[kind]
        topic = f"第{group}批食品安全专项"
        said = [(ElementKind.TITLE, title.format(topic)), *((k, v.format(topic)) for k, v in more)]
        elements = tuple(Element(k, v, v) for k, v in said if v)
        yield _document(number, f"{unit}/{point} {name.format(topic)}", point, unit, day, elements)


PAPERS: tuple[tuple[str, str, tuple[tuple[ElementKind, str], ...]], ...] = (
    (
        "{}通知.pdf",
        "关于开展{}整治的通知",
        ((ElementKind.ATTACHMENT, "{}任务清单"), (ElementKind.ATTACHMENT, "{}检查记录表")),
    ),
    ("{}任务清单.docx", "{}任务清单", ()),
    ("附件2 {}检查记录表.xlsx", "", ()),
    ("{}批复.pdf", "关于{}经费的批复", ((ElementKind.QUOTED_NUMBER, "某市监〔2022〕{}号"),)),
    ("{}请示.pdf", "关于{}经费的请示", ((ElementKind.NUMBER, "某市监〔2022〕{}号"),)),
    ("{}会议通知.pdf", "关于召开{}工作会议的通知", ()),
    ("{}纪要.pdf", "{}工作会议纪要", ()),
    ("{}总结.pdf", "{}工作总结", ()),
    ("{}台账.xlsx", "", ()),
    ("{}通知（定稿）.docx", "关于开展{}整治的通知", ()),
)


def _document(
    number: int, name: str, point: str, unit: str, day: date, elements: tuple[Element, ...]
) -> Document:
    digest = Digest(hashlib.sha256(name.encode()).hexdigest())
    arrival = Arrival(number, name, digest, 1000, WHEN, WHEN, "")
    form = name.rpartition(".")[2]
    reading = Reading(digest, "1", form, pages=2, chars=300, elements=elements, extensions=(form,))
    placement = Placement(point, unit, "", DocumentDate(day.isoformat(), "成文日期"), 1.0)
    return Document(arrival, reading, placement, State.PLACED)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=40_000)
    count = parser.parse_args().count
    plan = load(pack())
    made = tuple(documents(plan, count))
    start = time.process_time()
    composed = compose(plan, made, ())
    grouped = time.process_time()
    alone = arrange(plan, made)
    apart = time.process_time()
    boxes = arrange(plan, composed)
    done = time.process_time()
    pieces = sum(len(box.pieces) for box in boxes)
    sets = len({document.meeting.of for document in composed if document.meeting})
    print(f"{count} documents: {pieces} pieces, {sets} sets of meetings")
    print(f"grouping {grouped - start:.2f} s CPU")
    print(
        f"arranging {done - apart:.2f} s CPU as {pieces} pieces, {apart - grouped:.2f} s as {sum(len(b.pieces) for b in alone)}"
    )


if __name__ == "__main__":
    main()
