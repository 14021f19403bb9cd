"""Agreement of format names and PRONOM ids with the corpus's manifest, and every disagreement explained.

``python -m benchmarks.identify [CORPUS]``; files are looked at without their endings.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections import Counter
from pathlib import Path

from archivist.formats import Format, identify
from tests.manifest import (
    EXPLAINED,
    PUIDS_EXPLAINED,
    Standing,
    Truth,
    standing,
    truths,
)

_CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
_UNSIGNED = frozenset({"txt", "csv", "md", "json", "xml", "html", "eml", "ofd", "empty"})
"""Formats for which PRONOM has no signature at all, or only one for their usual beginnings."""

_REASONS = {
    "unsigned": "PRONOM has no signature for this format, or not for this beginning",
    "torn": "the archive's list of parts is torn: our probe still reads names, PRONOM's does not",
    "locked": "encrypted: the parts PRONOM asks for cannot be seen",
    "broken": "malformed on purpose (so says the manifest): header or end is not as signed",
    "bare": "a fragment without the bytes PRONOM's signature asks for",
}


def bare(path: Path) -> Format:
    """What the bytes are, under a name that says nothing."""
    with tempfile.TemporaryDirectory() as folder:
        blob = Path(folder) / hashlib.sha256(path.name.encode()).hexdigest()
        blob.write_bytes(path.read_bytes())
        return identify(blob)


def reason(truth: Truth, found: Format, stands: Standing) -> str:
    """Class of the reason why the id says less than the format."""
    if found.name in _UNSIGNED:
        return "unsigned"
    if "encrypt" in (truth.notes + truth.path).lower():
        return "locked"
    if stands is Standing.CONTAINER:
        return "torn"
    torn = "malformed" in truth.notes or "BadZipFile" in truth.notes or "fail" in truth.notes
    return "broken" if torn else "bare"


def names(found: dict[Truth, Format]) -> None:
    """Names against names."""
    named = {truth: kind for truth, kind in found.items() if truth.formats}
    apart = {t: kind for t, kind in named.items() if kind.name not in t.formats}
    print(
        f"format: {len(named) - len(apart)} of {len(named)} agree, {1 - len(apart) / len(named):.2%}"
    )
    for truth, kind in apart.items():
        print(
            f"  {truth.path}: said {truth.said}, is {kind.name}: {EXPLAINED.get(truth.path, '?')}"
        )


def ids(found: dict[Truth, Format]) -> None:
    """Ids against ids, where the manifest tells one."""
    told = {truth: kind for truth, kind in found.items() if truth.puid}
    apart = {t: kind for t, kind in told.items() if kind.puid != t.puid}
    print(f"PUID: {len(told) - len(apart)} of {len(told)} agree, {1 - len(apart) / len(told):.2%}")
    for truth, kind in apart.items():
        why = PUIDS_EXPLAINED.get(truth.path, "?")
        print(f"  {truth.path}: said {truth.puid}, found {kind.puid or 'none'}: {why}")


def families(found: dict[Truth, Format]) -> None:
    """Ids against formats, for all files whose format the manifest names."""
    stands = {t: standing(t, kind.puid) for t, kind in found.items() if t.formats}
    counts = Counter(stands.values())
    said = len(stands) - counts[Standing.NONE]
    print(f"PUID against format: of {said} ids {counts[Standing.SAME]} are of the format,")
    print(
        f"  {counts[Standing.CONTAINER]} of its container only, {counts[Standing.OTHER]} of another"
    )
    for truth, how in stands.items():
        if how is Standing.OTHER:
            print(f"  {truth.path}: said {truth.said}, found {found[truth].puid}: a fault of ours")
    less: dict[str, list[Truth]] = {}
    for truth, how in stands.items():
        if how in {Standing.NONE, Standing.CONTAINER}:
            less.setdefault(reason(truth, found[truth], how), []).append(truth)
    print("less than the format's id:")
    for name, files in sorted(less.items()):
        print(f"  {len(files):4}  {_REASONS[name]}")
        for truth in files:
            print(f"          {truth.path}: {found[truth].name}, {found[truth].puid or 'no id'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=_CORPUS)
    corpus = parser.parse_args().corpus
    found = {truth: bare(corpus / truth.path) for truth in truths(corpus)}
    names(found)
    ids(found)
    families(found)


if __name__ == "__main__":
    main()
