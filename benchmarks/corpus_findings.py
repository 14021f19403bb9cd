"""Every finding of every check over a folder of real files, counted, with what was judged of it.

``python benchmarks/corpus_findings.py FOLDER [TABLE.md]`` drops the folder at one point of the shipped
rules (so that all checks look at it), reads it without OCR and builds nothing. What a person saw when
looking at the findings stands in ``JUDGED``; a check that is not there has not been looked at.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

from archivist import pipeline, rules
from archivist.house import House
from archivist.model import Finding, Outcome
from archivist.store import Store

POINT = "区市场监管局/05-2_语料"

JUDGED = {
    "Q01": "true: the other points have nothing",
    "Q02": "true: no minutes among the files",
    "Q05": "true: years without a file",
    "Q11": "true: white sheets, or white writing on white paper",
    "Q14": "true: no captions",
    "Q23": "true: files that cannot be opened await a decision",
    "Q24": "true: the shipped rules name no contacts",
    "Q25": "true: nothing at the bonus items",
    "Y01": "true: skeletons of a few bytes, fuzzers' files and torn ones; false for one .xlsb the reader"
    " cannot read (reader's limit)",
    "Y02": "true: endings that lie, names without ending; texts under endings of their own (.sha512,"
    " .vml, .pgm) were false and are silent now",
    "Y03": "true: formats outside the list of practice",
    "Y04": "true: under a password, or restricted",
    "Y05": "true: locked, torn or empty parcels",
    "Y07": "true: macros, attached files",
    "Y08": "true: cut off or empty; three workbooks and documents under a password, whose last allocation"
    " table is empty, were called cut off and are silent now",
    "Y09": "true: the same bytes twice",
    "Y10": "true: one picture turned, or in several formats",
    "Y11": "true: comments left in",
    "Y12": "true: XX区, XXX公司, a template's XXXX",
    "Y23": "card numbers of test papers and digit columns were false (foreign cards without a word of"
    " accounts, groups nobody writes) and are silent now",
    "Y24": "true: 68 and 72 dpi of a whole sheet",
    "Y27": "pictures of 1 to 200 pixels were called blurred; they are not checked now",
    "Y30": "true: small pictures",
    "Y31": "true: 8, 16 and 22 kHz",
    "Y32": "true: small films",
    "Y33": "true: tenths of seconds; black films are black",
    "Z06": "true: 06月",
    "Z10": "true: made years after their date; only shown",
    "Z11": "true: saved by Photoshop",
    "Z28": "names like email and fail were taken for AI; Latin letters of a pattern are words now. What is"
    " left: a laws' text or a contract dropped at the wrong point (true), and ten Latin texts in which a"
    " word of the rules (CMA, ABCD) stands inside another word (false; counted here, mended since)",
    "J01": "true: attachments that came without their paper",
    "J31": "true: four bags that are invalid on purpose",
    "Y39": "three veraPDF papers whose digests do not match; not seen with a second verifier",
    "Z07": "true for the day judged (2023-06-01): a mail of 2025",
    "J04": "true: many years at one point",
    "J09": "a workbook without sheets and a JPEG 2000 were called badly filled in; both silent now",
    "J12": "true: no date anywhere",
}


def findings(corpus: Path) -> list[Finding]:
    plan = rules.load(rules.pack())
    limits = replace(plan.settings.limits, ocr_pages=0)
    plan = replace(plan, settings=replace(plan.settings, limits=limits))
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), date(2023, 6, 1), hurry=True)
        shutil.copytree(corpus, house.inbox / POINT)
        with Store(house.archive) as store:
            pipeline.take_in(store, plan, house)
            pipeline.read(store, plan, house)
            return list(pipeline.assess(store, plan, house).verdict.findings)


def table(found: list[Finding]) -> str:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for finding in found:
        word = finding.severity if finding.outcome is Outcome.FINDING else finding.outcome
        counts[finding.check][word.value] += 1
    lines = [
        "# Findings over the corpus",
        "",
        "Written by `python benchmarks/corpus_findings.py FOLDER TABLE.md`: no OCR, everything at one point.",
        "",
        "| check | found | judged |",
        "| --- | --- | --- |",
    ]
    for check, words in sorted(counts.items()):
        said = ", ".join(f"{count} {word}" for word, count in sorted(words.items()))
        real = {*words} - {"not checked"}
        lines.append(f"| {check} | {said} | {JUDGED.get(check, 'NOT LOOKED AT' if real else '')} |")
    return "\n".join((*lines, ""))


if __name__ == "__main__":
    told = table(findings(Path(sys.argv[1])))
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(told, "utf-8")
    print(told)
