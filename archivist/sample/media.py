"""Films and recordings: small real files made once, each given its own recording time."""

from __future__ import annotations

import io
import math
import wave
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_EAST = timedelta(hours=8)
_RATE = 8000


def film(ending: str, serial: int, taken: datetime) -> bytes:
    """MP4 or MOV (``ending``) recorded at local time ``taken``; boxes count UTC since 1904."""
    seconds = int((taken.replace(tzinfo=UTC) - _EAST - _EPOCH).total_seconds())
    stamp = seconds.to_bytes(4, "big") * 2
    data = bytearray(_asset(f"clip.{ending}"))
    for box in (b"mvhd", b"tkhd", b"mdhd"):
        place = data.find(box)
        while place >= 0:
            data[place + 8 : place + 16] = stamp
            place = data.find(box, place + 4)
    note = f"{serial}".encode()
    return bytes(data) + (len(note) + 8).to_bytes(4, "big") + b"free" + note


def mp3(serial: int, taken: datetime, title: str) -> bytes:
    """MP3 with an ID3v2.3 tag that tells title, year and number."""
    frames = _frame("TIT2", title) + _frame("TYER", f"{taken:%Y}") + _frame("TRCK", str(serial))
    size = len(frames)
    packed = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + packed + frames + _asset("clip.mp3")


def wav(serial: int, taken: datetime) -> bytes:
    """Two seconds of a tone as PCM, with the date in its INFO list."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(_RATE)
        sound.writeframes(_tone(serial % 24))
    note = f"{taken:%Y-%m-%d}".encode() + b"\0\0"
    number = f"{serial:08}".encode()
    info = b"INFOICRD" + len(note).to_bytes(4, "little") + note
    info += b"ITRK" + len(number).to_bytes(4, "little") + number
    data = bytearray(out.getvalue() + b"LIST" + len(info).to_bytes(4, "little") + info)
    data[4:8] = (len(data) - 8).to_bytes(4, "little")
    return bytes(data)


def locked_docx(serial: int) -> bytes:
    """A DOCX under a password; ``serial`` changes ciphertext only, which nobody can read."""
    data = bytearray(_asset("locked.docx"))
    package = data.index(_SEALED)
    data[package : package + 4] = serial.to_bytes(4, "little")
    return bytes(data)


_SEALED = b"archivist-cipher"
"""Sixteen bytes put in place of one cipher block of the package when the asset was made."""


def _frame(name: str, text: str) -> bytes:
    body = b"\1" + text.encode("utf-16")
    return name.encode() + len(body).to_bytes(4, "big") + b"\0\0" + body


@cache
def _tone(step: int) -> bytes:
    turn = math.tau * 220 * 2 ** (step / 12) / _RATE
    return bytes(round(128 + 60 * math.sin(turn * place)) for place in range(2 * _RATE))


@cache
def _asset(name: str) -> bytes:
    return (Path(__file__).parent / "assets" / name).read_bytes()
