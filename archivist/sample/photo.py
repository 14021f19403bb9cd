"""JPEG photos by the thousand: a few scenes are drawn once, and photos are spliced from bands.

Every scene is encoded with a restart marker at each row of blocks, so that rows of different
scenes may follow each other without being encoded again (ITU-T T.81, F.1.2.3).
"""

from __future__ import annotations

import io
import random
import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_SIZE = (1600, 1200)
_SCENES = 13
_BANDS = (19, 19, 19, 18)
_CAMERAS = (
    ("HUAWEI", "ELS-AN00"),
    ("Canon", "Canon EOS 80D"),
    ("NIKON CORPORATION", "NIKON D7500"),
    ("Xiaomi", "M2011K2C"),
    ("SONY", "ILCE-7M3"),
)
_RESTART = re.compile(rb"\xff[\xd0-\xd7]")


def jpeg(serial: int, taken: datetime, caption: str = "") -> bytes:
    """Photo number ``serial`` taken at ``taken`` (local time) in the district's middle.

    Any two of the first 169 photos share at most one band of four, of the first 2,197 two.
    """
    head, _ = _scene(0)
    rows: list[bytes] = []
    start = 0
    for band, count in enumerate(_BANDS):
        rows += _scene(_mixed(serial, band))[1][start : start + count]
        start += count
    scan = b"".join(row + bytes([0xFF, 0xD0 + number % 8]) for number, row in enumerate(rows[:-1]))
    note = f"{serial}".encode()
    comment = b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note
    exif = _exif(serial, taken, caption)
    mark = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    return b"\xff\xd8" + mark + comment + head + scan + rows[-1] + b"\xff\xd9"


def _mixed(serial: int, band: int) -> int:
    """The scene of a band: a polynomial over a prime field, so that photos differ much."""
    low, rest = serial % _SCENES, serial // _SCENES
    middle, high = rest % _SCENES, rest // _SCENES
    return (low + middle * band + high * band * band) % _SCENES


def _exif(serial: int, taken: datetime, caption: str) -> bytes:
    from PIL import Image

    maker, model = _CAMERAS[serial % len(_CAMERAS)]
    stamp = taken.strftime("%Y:%m:%d %H:%M:%S")
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112], exif[0x0132] = maker, model, 1, stamp
    if caption:
        exif[0x010E] = caption.encode()
    exif.get_ifd(0x8769).update({0x9003: stamp, 0x9004: stamp, 0xA002: 1600, 0xA003: 1200})
    spot = random.Random(serial)
    exif.get_ifd(0x8825).update(
        {
            1: "N",
            2: (36.0, 3.0, round(spot.uniform(0, 59), 2)),
            3: "E",
            4: (117.0, 1.0, round(spot.uniform(0, 59), 2)),
        }
    )
    return exif.tobytes()


@cache
def _scene(number: int) -> tuple[bytes, tuple[bytes, ...]]:
    """Headers (without the start marker) and the entropy-coded rows of a scene."""
    out = io.BytesIO()
    _drawn(random.Random(number)).save(
        out, "JPEG", quality=50, subsampling=2, restart_marker_rows=1
    )
    data = out.getvalue()
    scan = data.index(b"\xff\xda")
    scan += 2 + int.from_bytes(data[scan + 2 : scan + 4], "big")
    return data[2:scan], tuple(_RESTART.split(data[scan:-2]))


def _drawn(luck: random.Random) -> Image:
    """A room or a street: ceiling with banner, wall with windows, people, tables or ground."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", _SIZE, _tone(luck, 120, 250))
    pen = ImageDraw.Draw(picture)
    for left in range(0, 1600, 200):
        pen.rectangle((left, 0, left + 200, 304), fill=_tone(luck, 40, 255))
    pen.rectangle((200, 90, 1400, 210), fill=(200, 20, 30))
    for left in range(300, 1300, 90):
        pen.rectangle((left, 120, left + luck.randint(30, 70), 180), fill=(250, 240, 200))
    for left in range(0, 1600, 160):
        pen.rectangle((left, 304, left + 160, 608), fill=_tone(luck, 30, 230))
        pen.rectangle((left + 30, 360, left + 130, 540), fill=_tone(luck, 60, 255))
    pen.rectangle((0, 608, 1600, 912), fill=_tone(luck, 60, 240))
    for _ in range(luck.randint(8, 24)):
        x, y = luck.randint(0, 1560), luck.randint(620, 760)
        pen.rectangle((x - 50, y + 70, x + 50, 912), fill=_tone(luck, 10, 200))
        pen.ellipse((x - 38, y, x + 38, y + 90), fill=(222, 180, 150))
        pen.pieslice((x - 40, y - 8, x + 40, y + 70), 180, 360, fill=(25, 22, 20))
    pen.rectangle((0, 912, 1600, 1200), fill=_tone(luck, 80, 200))
    for left in range(0, 1600, 100):
        pen.polygon(
            ((left, 920), (left + 95, 920), (left + 80, 1200), (left + 10, 1200)),
            fill=_tone(luck, 20, 250),
        )
    return picture


def _tone(luck: random.Random, low: int, high: int) -> tuple[int, int, int]:
    """A muted colour between two brightnesses."""
    level = luck.randint(low, high)
    return (level, max(0, level - luck.randint(0, 30)), max(0, level - luck.randint(0, 60)))
