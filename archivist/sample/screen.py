"""PNG screenshots of web pages, drawn with few colours."""

from __future__ import annotations

import io
import random
from datetime import datetime

_SIZE = (1280, 800)
_PALETTE = (255, 255, 255, 20, 80, 160, 60, 60, 60, 170, 170, 170, 230, 236, 245, 200, 30, 30)


def png(serial: int, taken: datetime) -> bytes:
    """Screenshot number ``serial``: a banner, a menu, a list of headlines, and a clock."""
    from PIL import Image, ImageDraw, PngImagePlugin

    luck = random.Random(serial)
    page = Image.new("P", _SIZE)
    page.putpalette(_PALETTE)
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 0, 1280, 40), fill=4)
    pen.rectangle((0, 40, 1280, luck.randint(110, 190)), fill=luck.choice((1, 5)))
    pen.rectangle((0, 200, luck.randint(160, 300), 800), fill=4)
    for top in range(220, 780, luck.randint(22, 40)):
        left = luck.randint(320, 360)
        pen.rectangle((left, top, left + luck.randint(200, 800), top + 12), fill=2)
        pen.rectangle((1160, top, 1240, top + 12), fill=3)
    note = PngImagePlugin.PngInfo()
    note.add_text("Creation Time", taken.strftime("%Y:%m:%d %H:%M:%S"))
    note.add_text("Serial", str(serial))
    out = io.BytesIO()
    page.save(out, "PNG", pnginfo=note, compress_level=1)
    return out.getvalue()
