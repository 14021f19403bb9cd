"""Every finding of every check over a folder of real files, counted, with what was judged of it.

``python benchmarks/corpus_findings.py FOLDER [TABLE.md] [--house HOUSE] [--list Y01,Z28]`` drops the
folder at one point of the shipped rules (so that all checks look at it), reads it with OCR and builds
nothing. ``--house`` keeps what was read, so that another run takes seconds; ``--list`` prints findings one
a line: read them, open the files, and write what you saw into ``JUDGED``. A check that is not there has
not been looked at, and the table says so.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import Counter, defaultdict
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from archivist import pipeline, rules
from archivist.house import House
from archivist.model import Finding, Outcome
from archivist.store import Store

POINT = "区市场监管局/05-2_语料"
TODAY = date(2026, 11, 26)

EACH = "each"
CLASS = "by class, and 10 at random"
ALIKE = "by class"

JUDGED = {
    "J01": (
        EACH,
        "true: 附件1.docx came without its paper. Parts of a mail that bear no name were called"
        " attachments without a paper; silent now",
    ),
    "J04": (
        EACH,
        "true: many years at one point. 2099 is what a camera's clock says; Z09 tells so now",
    ),
    "J12": (CLASS, "true: no date anywhere in name, text or metadata"),
    "J31": (EACH, "true: four bags that are invalid on purpose"),
    "Q01": (ALIKE, "true: the other points have nothing"),
    "Q02": (
        EACH,
        "true: no minutes among the files. A workbook of unknown kind was said to be perhaps the"
        " minutes; now it is said how many files are of unknown kind",
    ),
    "Q05": (EACH, "true: years without a file; those without a date are named"),
    "Q11": (
        EACH,
        "true of four (a white page, a crumb of a fax, a grey wall, and by its 0.04 % of ink a thumbnail)"
        " and of a gradient of 128 pixels; g4-multi.tiff is a page with nothing but 'Page1' in its corner: shown as"
        " 'may be'. White writing on a transparent picture was called blank; it is read now",
    ),
    "Q14": (CLASS, "true: no captions"),
    "Q23": (CLASS, "true: files that cannot be opened await a decision; see Y01, Y04, Y05"),
    "Q24": (ALIKE, "true: the shipped rules name no contacts"),
    "Q25": (EACH, "true: nothing at the bonus items"),
    "Y01": (
        f"{EACH}, tried with another program (pdfinfo, unzip, PyAV, Pillow, LibreOffice)",
        "true of skeletons of a few bytes, torn files and fuzzers' files (LibreOffice opens some of those XLS and DOC"
        " and shows nothing or garbage); bad35.pdf names a wrong type in its object stream, which poppler forgives."
        " Were false and are told as not checked, or not at all, now: testEXCEL.xlsb, over which the reader trips;"
        " pictures over the limit of pixels; pages whose text was hardly recognised by OCR",
    ),
    "Y02": (
        EACH,
        "true: endings that lie, names without ending, PDFs that are a line of text. XML under an ending of"
        " its own (.rels, .fpage) was told; silent now",
    ),
    "Y03": (
        EACH,
        "true: formats outside the list of practice; HEIC, GIF, WEBP and BMP are outside by that list",
    ),
    "Y04": (CLASS, "true: under a password, or restricted"),
    "Y05": (
        EACH,
        "true: locked, torn or empty parcels. A torn DOCX or XLSX was called a parcel to unpack, an empty"
        " parcel was said to hold files, and members whose name is spelled otherwise in the directory were called damaged;"
        " mended",
    ),
    "Y07": (EACH, "true: macros, attached files"),
    "Y08": (
        f"{EACH} of those that open, else {CLASS}",
        "true: cut off or empty. Five PDFs of an archive lack a"
        " hundred bytes inside and end in their mark: they were called cut off; silent now",
    ),
    "Y09": (CLASS, "true: the same bytes twice; shown only"),
    "Y10": (EACH, "true: one picture turned, or in several formats (looked at side by side)"),
    "Y11": (EACH, "true: three comments left in each"),
    "Y12": (
        f"{EACH} of the findings, else {CLASS}",
        "true: X副省长 and XX区 in the speech, XX市政府 in a sample, a template's XXXX, 北京XXX公司 on a"
        " specimen invoice",
    ),
    "Y24": (
        EACH,
        "true: 72 dpi of a rendered sheet; issue_170.png says of itself to be A4 at 68 dpi",
    ),
    "Y27": (EACH, "true: two black squares of 8 and 16 pixels"),
    "Y30": (
        CLASS,
        "true: small pictures. Pictures of paper were counted among photos; Y24 tells of those now",
    ),
    "Y31": (EACH, "true: 8, 16 and 22 kHz"),
    "Y32": (
        EACH,
        "true: small films. 960x540 has more points than 720x576, and covers of sound files are no films:"
        " both were told, silent now",
    ),
    "Y33": (
        EACH,
        "true: tenths of a second; silence; a film of 16 black pixels. A film with a white title and a"
        " line of sound on black was called black, and so were sound files; silent now",
    ),
    "Y39": (
        EACH,
        "true: poppler's pdfsig too says 'Digest Mismatch' of all three (veraPDF's 'pass' is about PDF/A; the"
        " bytes are not those signed). Said as an observation now. OFD: digests agree, values not verified",
    ),
    "Z06": (EACH, "true: 06月"),
    "Z09": (
        f"{EACH} of those told, else {ALIKE}",
        "true: a camera's clock of 2099 is told as not checked; the others say no time",
    ),
    "Z10": (EACH, "true: made years after the date they bear; only shown"),
    "Z11": (
        EACH,
        "true: saved by Photoshop or Lightroom; Sony Cybershot (3).jpg is a crop of 311x450",
    ),
    "Z28": (
        EACH,
        "true of five laws, a speech, essays, forms of theses, a standard, an air ticket and tables: they do not"
        " belong at 05-2, though the point named instead is often a guess. One word was enough to contradict a code"
        " (日期 in an English mail, 中国 on a sign, .ppt in a name): fifty such findings are gone",
    ),
}


def findings(corpus: Path, root: Path) -> list[Finding]:
    plan = rules.load(rules.pack())
    house = House(root, TODAY, hurry=True)
    if not house.archive.exists():
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
        "Written by `python benchmarks/corpus_findings.py FOLDER TABLE.md`: read with OCR, everything at one",
        f"point, judged as of {TODAY}. Each: every finding was read, and the file opened unless the line itself shows it.",
        "",
        "| check | found | looked at | judged |",
        "| --- | --- | --- | --- |",
    ]
    for check, words in sorted(counts.items()):
        said = ", ".join(f"{count} {word}" for word, count in sorted(words.items()))
        how, judged = JUDGED.get(check, ("", "NOT LOOKED AT" if {*words} - {"not checked"} else ""))
        lines.append(f"| {check} | {said} | {how} | {judged} |")
    return "\n".join((*lines, ""))


def listed(found: list[Finding], checks: tuple[str, ...]) -> str:
    """Findings of these checks, one a line."""
    chosen = (f for f in found if f.check in checks)
    return "\n".join(
        f"{f.check}\t{f.outcome}\t{f.severity}\t{f.subject}\t{f.message}\t{f.evidence}"
        for f in chosen
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("table", type=Path, nargs="?")
    parser.add_argument("--house", type=Path)
    parser.add_argument("--list", default="")
    asked = parser.parse_args()
    with ExitStack() as stack:
        root = asked.house or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        found = findings(asked.corpus, root)
    told = table(found)
    if asked.table:
        asked.table.write_text(told, "utf-8")
    print(listed(found, tuple(asked.list.split(","))) if asked.list else told)


if __name__ == "__main__":
    main()
