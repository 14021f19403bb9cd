"""How well papers are placed that nobody tuned on: ``python -m benchmarks.unseen``.

``unseen.txt`` holds 120 papers written one by one from the text of the standard alone, without a look at
rules, thesaurus or samples, by somebody who built none of them. A head
``@@ name | kind | point | also | note`` stands above each; ``kind`` is uncoded, coded, contradiction (the
name bears a code, the note says which, the text belongs elsewhere) or nowhere; ``also`` are points an
expert would accept as well; lines with ``|`` are rows of a table. Weights, words and thresholds are never
to be chosen on them: a paper that is mended for stops being unseen, and its head must then say so.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from docx import Document as Word

from archivist import rules
from archivist.model import Digest, Document
from archivist.sample import TrueFile, Truth
from benchmarks.placing import Reads, confusions, figures

PAPERS = Path(__file__).with_name("unseen.txt")
_CLUE = {"uncoded": "text", "coded": "code", "contradiction": "code", "nowhere": "text"}
_FAULT = {"uncoded": "", "coded": "", "contradiction": "contradiction", "nowhere": "nowhere"}


def papers() -> Iterator[tuple[TrueFile, list[str]]]:
    """Every paper with its lines; the digest is not known before it is written."""
    heads = 0
    lines = PAPERS.read_text("utf-8").splitlines()
    numbered: list[tuple[int, str]] = []
    for line in lines:
        heads += line.startswith("@@ ")
        numbered.append((heads, line))
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        head, *body = (line for _, line in group)
        name, kind, point, also, _ = (each.strip() for each in head[3:].split("|"))
        more = tuple(filter(None, also.split(",")))
        suffix = name.rpartition(".")[2]
        yield (
            TrueFile(
                name, Digest(""), point, "", "", "", kind, _CLUE[kind], suffix, _FAULT[kind], more
            ),
            body,
        )


def write(lines: list[str], file: Path) -> None:
    """As plain text, or as Word with tables."""
    if file.suffix == ".txt":
        file.write_text("\n".join(lines).strip() + "\n", "utf-8")
        return
    word = Word()
    for tabular, group in groupby(lines, key=lambda line: "|" in line):
        if not tabular:
            for line in filter(None, group):
                word.add_paragraph(line)
            continue
        rows = [line.split("|") for line in group]
        table = word.add_table(len(rows), max(map(len, rows)))
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, value in zip(cells.cells, row, strict=False):
                cell.text = value
    word.save(str(file))


def placed() -> tuple[Truth, tuple[Document, ...]]:
    """All papers, read and placed by the shipped rules."""
    with tempfile.TemporaryDirectory() as folder:
        inbox, spool = Path(folder) / "inbox", Path(folder) / "spool"
        inbox.mkdir()
        spool.mkdir()
        known = []
        for file, lines in papers():
            write(lines, inbox / file.name)
            known.append(file)
        reads = Reads(inbox, spool)
    documents = rules.documents(
        rules.load(rules.pack()), reads.arrivals, reads.readings, reads.texts, (), lambda _: None
    )
    return Truth(0, tuple(known), ()), documents


def main() -> None:
    truth, documents = placed()
    print(f"{len(truth.files)} papers, {len({f.point for f in truth.files if f.point})} points")
    for name, (count, whole) in figures(truth, documents).items():
        if whole and not name.startswith(("unit", "want", "year", "uncoded with", "code in")):
            print(f"{name}: {count} of {whole} = {count / whole:.1%}")
    print("confusions: true, placed, confidence, first three, kind, name")
    for line in confusions(truth, documents):
        print(line)


if __name__ == "__main__":
    main()
