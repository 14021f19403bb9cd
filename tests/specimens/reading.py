"""What a specimen's JSON says: the part of a reading that does not depend on the elements.

``python -m tests.specimens.reading`` writes the JSON of every specimen anew; look at the difference.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from archivist import formats
from archivist.model import Digest, Limits, Read

FOLDER = Path(__file__).parent
MEDIA = FOLDER / "media"
DIGEST = Digest("0" * 64)


def specimens() -> list[Path]:
    """All specimen files that have, or should have, their expected reading beside them."""
    apart = {".py", ".json"}
    files = sorted(path for f in (FOLDER, MEDIA) for path in f.iterdir() if path.is_file())
    return [path for path in files if path.suffix not in apart or path.name == "json.json"]


def expectation(path: Path) -> Path:
    """Where the expected reading of a specimen stands."""
    return path.with_name(f"{path.name}.json")


def limits(path: Path) -> Limits:
    """Pictures are read without OCR here: it has tests of its own."""
    return Limits(ocr_pages=0) if path.parent == MEDIA else Limits()


def read(path: Path) -> Read:
    """The specimen's reading, unpacked members and all."""
    with tempfile.TemporaryDirectory() as spool:
        return formats.read(path, DIGEST, Path(spool) / "spool", limits(path))


def told(path: Path) -> dict[str, object]:
    """The reading as JSON can hold it."""
    found = read(path)
    reading = found.reading
    size = [reading.width, reading.height] if reading.width else []
    seen = {"size": size, "seconds": reading.seconds, "taken": reading.taken}
    return {
        "format": reading.format,
        "puid": reading.puid,
        **{name: value for name, value in seen.items() if value},
        "pages": reading.pages,
        "chars": reading.chars,
        "created": reading.created,
        "facts": [list(fact) for fact in reading.facts],
        "text": found.text[:400].splitlines(),
        "members": list(reading.members),
        "problems": [str(problem.trouble) for problem in reading.problems],
    }


if __name__ == "__main__":
    for specimen in specimens():
        text = json.dumps(told(specimen), ensure_ascii=False, indent=1)
        expectation(specimen).write_text(f"{text}\n", "utf-8")
