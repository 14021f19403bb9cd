"""How well documents are placed, against the sample's truth, with a confusion list.

``python benchmarks/placing.py -n 400 -s 9001 9002 9003`` prints one figure a line for each seed and
every wrong placement. Weights were chosen on seeds below 1000 of the first and second hand, what
contradicts a code on those of the third too (``--hand themes/third``, the same papers as clerks
talk); seeds from 9001 on are for reporting; ``--hand themes themes/second themes/third`` shows all, each with its mean
over the seeds. ``--decide N`` lets a person place N files of the open queue and shows what the rest gains. CPU seconds are told beside those of a fixed loop, for machines are not equally
fast, nor equally busy.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from archivist import formats, rules, sample
from archivist.model import (
    Arrival,
    Decision,
    Digest,
    Document,
    Limits,
    Plan,
    Reading,
    State,
    Verb,
)
from archivist.sample import TrueFile, Truth
from archivist.sample.topics import FIRST, SECOND, THIRD

_WHEN = datetime(2023, 6, 1, tzinfo=UTC)
_NOT_PLACED = frozenset((State.CONTAINER, State.DUPLICATE, State.SUPERSEDED))
_BROKEN = frozenset(("truncated", "empty", "encrypted", "temporary"))


Share = tuple[int, int]


class Reads:
    """Everything read once, in this process; members of containers come after them."""

    def __init__(self, inbox: Path, spool: Path) -> None:
        self.arrivals: list[Arrival] = []
        self.readings: dict[Digest, Reading] = {}
        self.text: dict[Digest, str] = {}
        self._spool = spool
        for path in sorted(path for path in inbox.rglob("*") if path.is_file()):
            self._read(path, path.relative_to(inbox).as_posix(), None)

    def texts(self, digests: Iterable[Digest]) -> Iterator[tuple[Digest, str]]:
        return ((digest, self.text[digest]) for digest in digests if digest in self.text)

    def _read(self, path: Path, name: str, container: int | None) -> None:
        data = path.read_bytes()
        digest = Digest(hashlib.sha256(data).hexdigest())
        number = len(self.arrivals) + 1
        self.arrivals.append(
            Arrival(number, name, digest, len(data), _WHEN, _WHEN, "benchmark", container)
        )
        spool = self._spool / f"{number}"
        spool.mkdir()
        found = formats.read(path, digest, spool, Limits(ocr_pages=0))
        self.readings[digest], self.text[digest] = found.reading, found.text
        for member in found.members:
            self._read(member.path, f"{name}/{member.name}", number)


def figures(truth: Truth, documents: Iterable[Document]) -> dict[str, Share]:
    """Each figure as how many are right and how many there are; see the names."""
    placed = {document.name: document for document in documents}
    known = [
        (file, placed[file.name])
        for file in truth.files
        if file.name in placed and placed[file.name].state not in _NOT_PLACED
    ]
    sound = [(file, doc) for file, doc in known if file.fault not in _BROKEN]
    ours = [(file, doc) for file, doc in sound if file.point]
    clear = [(file, doc) for file, doc in ours if file.fault != "contradiction"]
    coded = [(file, doc) for file, doc in clear if file.clue == "code"]
    folder = [(file, doc) for file, doc in clear if file.clue == "folder"]
    worded = [(file, doc) for file, doc in clear if file.clue in ("name", "text")]
    by_text = [(file, doc) for file, doc in clear if file.clue == "text"]
    accepted = [
        (file, doc) for file, doc in sound if doc.placement.point and not doc.placement.explicit
    ]
    against = [(file, doc) for file, doc in ours if file.fault == "contradiction"]
    nowhere = [(file, doc) for file, doc in sound if file.fault == "nowhere"]
    return {
        "coded: placed right": _share(coded, _right),
        "code in folder: placed right": _share(folder, _right),
        "uncoded with words: right at first place": _share(worded, _first),
        "uncoded with words: right within three": _share(worded, _three),
        "uncoded, text only: right at first place": _share(by_text, _first),
        "uncoded, text only: right within three": _share(by_text, _three),
        "uncoded with words: accepted without a person": _share(worded, _accepted),
        "accepted without a person: precise": _share(accepted, _right),
        "contradictions: silently misfiled": _share(against, _silent),
        "coded and right: held for a contradiction": _share(coded, _contradicted),
        "belongs nowhere: left alone": _share(nowhere, lambda _, doc: not doc.placement.point),
        "unit right": _share(ours, lambda file, doc: doc.placement.unit == file.unit),
        "want right, where the point is right": _share(
            [pair for pair in ours if _right(*pair)],
            lambda file, doc: doc.placement.want == file.want,
        ),
        "year right": _share(ours, _year),
    }


def confusions(truth: Truth, documents: Iterable[Document]) -> Iterator[str]:
    """Every document whose first candidate or placement is wrong."""
    true = {file.name: file for file in truth.files}
    for document in documents:
        file = true.get(document.name)
        if file is None or document.state in _NOT_PLACED or file.fault in _BROKEN:
            continue
        placement = document.placement
        best = [candidate.point for candidate in placement.candidates[:3]]
        if file.clue == "nothing" and not placement.point:
            continue
        if not (_right(file, document) or _first(file, document)):
            kind = file.fault or file.clue
            sure = f"{placement.confidence:.2f}" if placement.point else "open"
            yield f"{file.point or '-':5} {placement.point or '?':5} {sure:5} {best} {kind} {file.name}"


def overlap(truth: Truth, plan: Plan, texts: dict[Digest, str]) -> str:
    """The share of texts that hold a word or phrase the rules give their own point."""
    words = {
        point.code: [
            phrase.text
            for phrases in (point.words, *(want.words for want in point.wants))
            for phrase in phrases
        ]
        for point in plan.points
    }
    worded = [file for file in truth.files if file.point and texts.get(file.digest)]
    hits = [
        any(word in texts[file.digest] for word in words.get(file.point, ())) for file in worded
    ]
    return f"{sum(hits)} of {len(hits)}"


def _point(document: Document) -> str:
    return document.placement.point


def _right(file: TrueFile, document: Document) -> bool:
    return _point(document) in (file.point, *file.also) and bool(_point(document))


def _first(file: TrueFile, document: Document) -> bool:
    best = [candidate.point for candidate in document.placement.candidates[:1]]
    return any(point in (file.point, *file.also) for point in best)


def _three(file: TrueFile, document: Document) -> bool:
    best = [candidate.point for candidate in document.placement.candidates[:3]]
    return any(point in (file.point, *file.also) for point in best)


def _accepted(_: TrueFile, document: Document) -> bool:
    return bool(_point(document))


def _silent(file: TrueFile, document: Document) -> bool:
    """Placed elsewhere than it belongs, and nothing said about it."""
    return (
        bool(_point(document))
        and not _right(file, document)
        and not document.placement.contradictions
    )


def _contradicted(_: TrueFile, document: Document) -> bool:
    return bool(document.placement.contradictions)


def _year(file: TrueFile, document: Document) -> bool:
    date = document.placement.date
    return date is not None and date.value[:4] == file.date[:4]


def _share(
    pairs: list[tuple[TrueFile, Document]], good: Callable[[TrueFile, Document], bool]
) -> Share:
    return sum(good(file, document) for file, document in pairs), len(pairs)


def _told(share: Share) -> str:
    count, whole = share
    return f"{count} of {whole}" + (f" = {count / whole:.2%}" if whole else "")


def _mean(shares: Iterable[Share]) -> str:
    """The mean over seeds; a seed without such a file has no say."""
    said = [count / whole for count, whole in shares if whole]
    return f"{sum(said) / len(said):.2%}" if said else "-"


def taught(
    truth: Truth, before: Iterable[Document], count: int
) -> tuple[set[str], tuple[Decision, ...]]:
    """What a person says of so many files of the open queue, and which files these are."""
    true = {file.name: file for file in truth.files if file.clue in ("name", "text") and file.point}
    queue = [d for d in before if d.state is State.OPEN and d.name in true]
    chosen = random.Random(truth.seed).sample(queue, min(count, len(queue)))
    words = tuple(
        Decision(
            number,
            Verb.PLACE,
            document.name,
            document.arrival.digest,
            true[document.name].point,
            "",
            "",
            "",
            "benchmark",
            _WHEN,
            "",
        )
        for number, document in enumerate(chosen, 1)
    )
    return {document.name for document in chosen}, words


def _loop() -> float:
    """CPU seconds of a million additions: how fast this machine is right now."""
    start = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return time.process_time() - start


def _placed(plan: Plan, reads: Reads, words: tuple[Decision, ...]) -> tuple[Document, ...]:
    start, beside = time.process_time(), _loop()
    documents = rules.documents(
        plan, reads.arrivals, reads.readings, reads.texts, words, lambda _: None
    )
    took = time.process_time() - start - beside
    each = took / len(reads.arrivals)
    print(
        f"placed {len(documents)} in {took:.1f} s CPU = {each * 40_000:.0f} s for 40,000 "
        f"(a million additions beside it: {beside:.3f} s)"
    )
    return documents


def _report(plan: Plan, files: int, seed: int, hand: str, decide: int) -> dict[str, Share]:
    with tempfile.TemporaryDirectory() as folder:
        inbox, spool = Path(folder) / "inbox", Path(folder) / "spool"
        spool.mkdir()
        truth = sample.make(inbox, files, seed, plan, hand)
        reads = Reads(inbox, spool)
    print(f"seed {seed}, {files} files, {hand}")
    documents = _placed(plan, reads, ())
    found = figures(truth, documents)
    for name, figure in found.items():
        print(f"{name}: {_told(figure)}")
    print(f"texts holding a rule's word of their own point: {overlap(truth, plan, reads.text)}")
    print(f"states: {dict(Counter(document.state.value for document in documents))}")
    print("confusions: true, placed, confidence, first three, kind, name")
    for line in confusions(truth, documents):
        print(line)
    if decide:
        known, words = taught(truth, documents, decide)
        for told in ((), words):
            print(f"the files nobody decides, after {len(told)} decisions:")
            rest = [d for d in _placed(plan, reads, told) if d.name not in known]
            for name, figure in figures(truth, rest).items():
                if name.startswith(("uncoded", "accepted", "belongs")):
                    print(f"  {name}: {_told(figure)}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--files", type=int, default=400)
    parser.add_argument("-s", "--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--hand", choices=(FIRST, SECOND, THIRD), nargs="+", default=[FIRST])
    parser.add_argument("--decide", type=int, default=0)
    parser.add_argument("--rules", type=Path, default=rules.pack())
    given = parser.parse_args()
    plan = rules.load(given.rules)
    for hand in given.hand:
        found = [_report(plan, given.files, seed, hand, given.decide) for seed in given.seeds]
        print(f"mean of {len(found)} seeds, {given.files} files, {hand}")
        for name in found[0]:
            print(f"{name}: {_mean(each[name] for each in found)}")


if __name__ == "__main__":
    main()
