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
SHEETS = "each, on contact sheets"

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
    "J12": (
        f"{EACH}: name, properties, raw bytes searched for dates, and first and last words of the text or"
        " every date in it",
        "true: skeletons, test files, scraps of text and pictures that tell no day of their own. Dates in some texts"
        " are of others: references, logs, poems, the year a speech looks back on; English ones (1 July 2013, mails"
        " of Apple Mail with a line before their head) are not read. Cameras and files of 1997 to 2004 are too early"
        " to be believed, which is told beside the finding now. Were false and are dated now: pictures whose time"
        " stands in XMP or TIFF only, PDFs and old Office files that tell when they were saved. The opposite was worse:"
        " Excel's and two libraries' templates lend their own time of 2006 to 2015 to every file made from them, and"
        " eight files were dated by it; they are undated now. Parts of XPS files and of a theme were listed one by"
        " one; they are documents now",
    ),
    "J31": (EACH, "true: four bags that are invalid on purpose"),
    "Q01": (EACH, "true: 80 points, each once; all that was placed is at 05-2"),
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
    "Q14": (
        SHEETS,
        "true: no caption in Chinese. Ten have words in Latin letters, a camera's or a photographer's; they were told"
        " to have none, now the words are shown. A sutra and an advertisement on coloured ground pass for photos",
    ),
    "Q23": (
        f"{EACH}, against the other findings of the same file",
        "true: 236 have a finding of Y01, Y04, Y05 or Y08. Of 48 nobody could tell the format (compressed .Z and"
        " zlib, Pillow's and qpdf's broken files, WordPerfect); they were called unusable, now unknown",
    ),
    "Q24": (EACH, "true: 40 units with a duty, none with a contact in the shipped rules"),
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
    "Y04": (
        f"{EACH}, tried with another program (pdfinfo, lsar, the flags in ZIP, OLE and ODF)",
        "true: under a password, or restricted. Was false: a PDF of no pages, called locked because pdfium kept the error"
        " of the file before it; a PDF that must not be printed was told as one not to be changed; of a 7z with one"
        " locked file among two all was called locked. Mended. One PDF locks only its attachments and is told as"
        " restricted; of one with a torn identity the forbidden change is not named",
    ),
    "Y05": (
        EACH,
        "true: locked, torn or empty parcels. A torn DOCX or XLSX was called a parcel to unpack, an empty"
        " parcel was said to hold files, and members whose name is spelled otherwise in the directory were called damaged;"
        " mended",
    ),
    "Y07": (EACH, "true: macros, attached files"),
    "Y08": (
        f"{EACH}, ends and lengths measured by a second reading of the bytes",
        "true: 67 lack their end, the others are shorter than they say, hold no picture data, or are empty. All were"
        " told to lack their end, though twelve Office files of fuzzers and some skeletons have one: worded otherwise"
        " now. Five PDFs of an archive lack a hundred bytes inside and end in their mark: they were called cut off;"
        " silent now. A shortcut to a file was put into the box; it is told now",
    ),
    "Y09": (
        EACH,
        "true: compared byte by byte where both lie in the folder, else by digest; shown only",
    ),
    "Y10": (EACH, "true: one picture turned, or in several formats (looked at side by side)"),
    "Y11": (EACH, "true: three comments left in each"),
    "Y12": (
        f"{EACH}, the pages on contact sheets",
        "true: X副省长 and XX区 in the speech, XX市政府 in a sample, a template's XXXX, 北京XXX公司 on a"
        " specimen invoice. Not checked, rightly: blank pages, coloured squares, drawings, empty texts (LibreOffice finds"
        " no words in the two DOC either). Two show a word in a stamp or a field laid over the page, and one has a page"
        " that poppler reads: not read here",
    ),
    "Y24": (
        EACH,
        "true: 72 dpi of a rendered sheet; issue_170.png says of itself to be A4 at 68 dpi",
    ),
    "Y27": (EACH, "true: two black squares of 8 and 16 pixels"),
    "Y30": (
        SHEETS,
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
    "Y36": (EACH, "true: what Windows lays beside a downloaded file; it was taken as a document"),
    "Y39": (
        EACH,
        "true: poppler's pdfsig too says 'Digest Mismatch' of all three (veraPDF's 'pass' is about PDF/A; the"
        " bytes are not those signed). Said as an observation now. OFD: digests agree, values not verified",
    ),
    "Z06": (EACH, "true: 06月"),
    "Z09": (
        EACH,
        "true: a camera's clock of 2099 is told as not checked; the others say no time in EXIF or XMP",
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
