"""Sound without a header of its own: repeated frames prove it (MPEG audio, ADTS)."""

from __future__ import annotations

import re

_ADTS = re.compile(rb"\xff[\xf0\xf1\xf8\xf9]")
_BIT_RATES = {
    3: (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    2: (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
}
_LOW_RATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def mpeg_audio(head: bytes) -> bool:
    """A frame that leads to another frame; junk of up to 4 KiB may stand before it."""
    for match in re.finditer(rb"\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]", head[:4096]):
        at = match.start()
        length = _frame_length(head[at : at + 4])
        if length and _frame_length(head[at + length : at + length + 4]):
            return True
    return False


def _frame_length(frame: bytes) -> int:
    if len(frame) < 4 or frame[0] != 0xFF or frame[1] & 0xE0 != 0xE0:  # noqa: PLR2004 - MPEG sync
        return 0
    mpeg, layer = frame[1] >> 3 & 3, frame[1] >> 1 & 3
    rate, hertz, padding = frame[2] >> 4, frame[2] >> 2 & 3, frame[2] >> 1 & 1
    if mpeg == 1 or layer == 0 or rate in {0, 15} or hertz == 3:  # noqa: PLR2004 - reserved values
        return 0
    kilobits = _BIT_RATES[layer][rate] if mpeg == 3 else _LOW_RATES[rate]  # noqa: PLR2004 - MPEG 1
    frequency = (44100, 48000, 32000)[hertz] >> {3: 0, 2: 1, 0: 2}[mpeg]
    if layer == 3:  # noqa: PLR2004 - layer I
        return (12000 * kilobits // frequency + padding) * 4
    samples = 72000 if layer == 1 and mpeg != 3 else 144000  # noqa: PLR2004 - layer III, MPEG 2
    return samples * kilobits // frequency + padding


def id3_end(head: bytes) -> int:
    """Where the sound begins after an ID3v2 tag."""
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return size + 10


def adts_runs(data: bytes) -> bool:
    """Whether three ADTS frames follow each other from the start."""
    at = 0
    for _ in range(3):
        frame = data[at : at + 7]
        if len(frame) < 7 or not _ADTS.match(frame):  # noqa: PLR2004 - ADTS header length
            return False
        length = (frame[3] & 3) << 11 | frame[4] << 3 | frame[5] >> 5
        if length < 7:  # noqa: PLR2004 - ADTS header length
            return False
        at += length
    return True
