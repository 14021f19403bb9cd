"""Recordings: how long, which codecs, when recorded, and whether they play to their end.

Through FFmpeg (PyAV) when installed, else what tinytag and the standard library see. Names of
facts, a fixed vocabulary:

* ``video``, ``audio``: codec names; ``fps``; ``rate``: samples per second; ``channels``
* ``bitrate``: kbit/s; ``turned``: degrees counter-clockwise a player turns the picture; width and
  height are as displayed
* ``played``: ``all`` when everything was decoded to the end, else the second up to which it was;
  absent when nothing was. ``pictures``: how many were decoded; ``flaws``: places that cannot be
* ``black``: share of the time that is black, looked at every 240th part; ``black for``: seconds of
  the longest black stretch, if one or more, true to the distance of two looks
* ``silence``: share of what was heard whose loudest sample stays below -50 dB of full scale;
  ``silent for``: seconds of the longest such stretch, if one or more; ``peak``: the loudest
  sample in dB of full scale
* ``still``: the second each still shows, the poster's first
* ``camera``, ``software``, ``title``, ``artist``, ``gps`` as for pictures; ``tracks`` of a MIDI file
"""

from __future__ import annotations

import importlib.util
import struct
import wave
from pathlib import Path

from archivist.formats import playing, stills, troubles
from archivist.formats.registry import Found, Source, reads
from archivist.model import Problem, Trouble

_FORMATS = (
    *("mp4", "mov", "avi", "mkv", "webm", "wmv", "flv", "mpeg", "3gp", "mts"),
    *("mp3", "wav", "m4a", "aac", "flac", "amr", "wma", "ogg", "opus", "aiff"),
)
_INSTALL = "请由管理员安装：pip install av，装好后会自动重新检查"
_NOT_PLAYED = Problem(Trouble.PARTIAL, "未检查能否完整播放：本机没有安装音视频组件", _INSTALL)


def _has_av() -> bool:
    return importlib.util.find_spec("av") is not None


@reads(*_FORMATS, version=100 * playing.VERSION + 10 * stills.VERSION + _has_av())
def read(source: Source) -> Found:
    """A recording; without PyAV what the tags say, and that it was not played."""
    if _has_av():
        return playing.play(source)
    seconds, facts = _tagged(source.path)
    if seconds is None:
        return Found(facts=facts, problems=(troubles.no_reader(source.format.name, _INSTALL),))
    return Found(seconds=seconds, facts=facts, problems=(_NOT_PLAYED,))


@reads("midi", version=1)
def read_midi(source: Source) -> Found:
    """A score for synthesisers; it has no sound and no duration of its own."""
    with source.path.open("rb") as file:
        head = file.read(14)
    if len(head) < 14 or head[:4] != b"MThd":  # noqa: PLR2004 - the length of a MIDI head
        return Found(problems=(troubles.TRUNCATED,))
    return Found(facts=(("tracks", str(struct.unpack(">H", head[10:12])[0])),))


def _tagged(path: Path) -> tuple[float | None, tuple[tuple[str, str], ...]]:
    """Duration and names from headers alone; headers are believed, so this finds no truncation."""
    from tinytag import TinyTag, TinyTagException

    try:
        tag = TinyTag.get(path)
    except (TinyTagException, OSError, ValueError, KeyError, IndexError, struct.error):
        return _wave_seconds(path), ()
    told = {
        "title": tag.title,
        "artist": tag.artist,
        "rate": tag.samplerate,
        "channels": tag.channels,
    }
    facts = tuple((name, str(value)) for name, value in told.items() if value)
    seconds: float | None = round(float(tag.duration), 3) if tag.duration else _wave_seconds(path)
    return seconds, facts


def _wave_seconds(path: Path) -> float | None:
    try:
        with wave.open(str(path)) as file:
            return round(float(file.getnframes() / file.getframerate()), 3)
    except (wave.Error, EOFError, OSError, ZeroDivisionError):
        return None
