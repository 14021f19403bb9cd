"""Recordings gone through to their end: every packet, a sample of key frames, all by FFmpeg.

Single-threaded and with PyAV's log left alone: its log callback deadlocks with threaded decoders.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from archivist.formats import exif, troubles
from archivist.formats.decoding import quiet
from archivist.formats.registry import Found, Source
from archivist.model import Problem, Trouble

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

_SAMPLES = 120
"""Key frames decoded at most: enough to meet any stretch of damage longer than a percent."""

_COVER = 0x400
"""FFmpeg's AV_DISPOSITION_ATTACHED_PIC."""

_FEW = 2
"""Undecodable packets of sound that may be the encoder's own padding at both ends."""

_BLACK = 20
_PATIENCE = 0.6
"""Share of the time allowed per file after which playing stops and says so."""

_ESTIMATED = frozenset({"aac", "amr", "mpeg", "mts"})
"""Formats that do not declare their duration: FFmpeg's is a guess, the last packet is the truth."""

_XING = re.compile(rb"Xing|Info\0|VBRI")
_XING_ZONE = 2**20

_CHINA = timezone(timedelta(hours=8))
_LONGEST_DAY = 400 * 3600.0
_PLACE = re.compile(r"^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")


@dataclass(slots=True)
class _Run:
    """What going through the packets showed; times in seconds from the beginning."""

    last: float = 0.0
    errors: int = 0
    first_error: float | None = None
    decoded: int = 0
    black: int = 0
    stopped: bool = False
    problems: list[Problem] = field(default_factory=list)


def play(source: Source) -> Found:
    """Open, list the streams, go to the end; see media.py for the names of facts."""
    import av

    with quiet():
        try:
            with av.open(str(source.path), metadata_errors="ignore") as container:
                return _told(source, container)
        except (av.FFmpegError, ValueError) as error:
            return Found(problems=(troubles.damaged(_word(error)),))


def _told(source: Source, container: InputContainer) -> Found:
    declared = _declared(container)
    run = _through(container, declared, source.limits.seconds * _PATIENCE)
    estimated = _estimated(source)
    seconds = run.last if (estimated and not run.stopped) or declared is None else declared
    video = _picture(container)
    context = video.codec_context if video else None
    playable = any(
        _known(stream) for stream in (*container.streams.video, *container.streams.audio)
    )
    return Found(
        seconds=round(seconds, 3) if seconds else None,
        width=(context.width or None) if context else None,
        height=(context.height or None) if context else None,
        taken=_taken(_tags(container)),
        facts=tuple(_facts(container, run)),
        problems=tuple(_problems(run, declared, estimated=estimated, playable=playable)),
    )


def _estimated(source: Source) -> bool:
    """Whether the duration is FFmpeg's guess; an MP3 declares it only in a Xing or VBRI head."""
    if source.format.name != "mp3":
        return source.format.name in _ESTIMATED
    with source.path.open("rb") as file:
        return not _XING.search(file.read(_XING_ZONE))


def _through(container: InputContainer, declared: float | None, patience: float) -> _Run:
    """Demux every packet; decode a sample of the key frames, or all sound if there is no picture."""
    import av

    run, until = _Run(), time.monotonic() + patience
    video = _picture(container)
    if video:
        video.thread_type = "NONE"
        video.codec_context.skip_frame = "NONKEY"
    every = (declared or 0.0) / _SAMPLES
    due = 0.0
    try:
        for packet in container.demux():
            at = _end(packet)
            run.last = max(run.last, at)
            if time.monotonic() > until:
                run.stopped = True
                break
            if not _worth_decoding(packet, video):
                continue
            if video and packet.is_keyframe:
                if at < due:
                    continue
                due = at + every
            _decode(packet, at, run)
    except (av.FFmpegError, ValueError):
        run.errors += 1
        run.first_error = run.last if run.first_error is None else run.first_error
    return run


def _worth_decoding(packet: av.Packet[Any], video: av.VideoStream | None) -> bool:
    """The moving picture, whose decoder only looks at key frames closely; else all sound."""
    if not _known(packet.stream):
        return False
    if video is None:
        return packet.stream.type == "audio" and packet.size > 0
    return packet.stream is video


def _known(stream: av.stream.Stream) -> bool:
    """Whether FFmpeg has a decoder: not for new codecs, nor for locked (DRM) streams."""
    return getattr(stream, "codec_context", None) is not None


def _picture(container: InputContainer) -> av.VideoStream | None:
    """The moving picture; a cover image of a song is none, nor is what FFmpeg cannot decode."""
    for stream in container.streams.video:
        if not int(stream.disposition) & _COVER and _known(stream):
            return stream
    return None


def _decode(packet: av.Packet[Any], at: float, run: _Run) -> None:
    import av

    try:
        frames = packet.decode()
    except (av.FFmpegError, ValueError):
        run.errors += 1
        run.first_error = at if run.first_error is None else run.first_error
        return
    for frame in frames:
        if isinstance(frame, av.VideoFrame):
            run.decoded += 1
            run.black += _is_black(frame)


def _is_black(frame: av.VideoFrame) -> bool:
    tiny = frame.reformat(width=32, height=18, format="gray")
    pixels = bytes(tiny.planes[0])[: 32 * 18]
    return bool(pixels) and sum(pixels) / len(pixels) < _BLACK


def _end(packet: av.Packet[Any]) -> float:
    """When the packet's content ends, from the beginning of its stream."""
    stamp = packet.pts if packet.pts is not None else packet.dts
    if stamp is None or packet.time_base is None:
        return 0.0
    start = packet.stream.start_time or 0
    end = float((stamp - start + (packet.duration or 0)) * packet.time_base)
    return end if 0 <= end < _LONGEST_DAY else 0.0


def _declared(container: InputContainer) -> float | None:
    if not container.duration or container.duration < 0:
        return None
    seconds = container.duration / 1_000_000
    return seconds if seconds < _LONGEST_DAY else None


def _problems(
    run: _Run, declared: float | None, *, estimated: bool, playable: bool
) -> Iterator[Problem]:
    if not playable:
        yield Problem(
            Trouble.DAMAGED, "没有可播放的音像内容", "请用播放器打开检查，从原设备重新导出后提交"
        )
    if run.stopped:
        yield troubles.partial(
            f"录制文件过长，只检查到第 {_clock(run.last)}",
            "如需全部检查，请由管理员调整单个文件的时间上限",
        )
    elif (
        playable and not estimated and declared and run.last < declared - max(1.0, 0.05 * declared)
    ):
        yield Problem(
            Trouble.TRUNCATED,
            f"声明时长 {_clock(declared)}，实际内容只到 {_clock(run.last)}，文件不完整",
            troubles.TRUNCATED.mend,
        )
    if run.errors > (0 if run.decoded else _FEW):
        where = f"，从 {_clock(run.first_error or 0.0)} 处开始" if run.first_error else ""
        yield troubles.partial(
            f"部分内容无法解码（{run.errors} 处{where}），播放时会花屏或中断",
            "请从原设备重新复制后提交",
        )


def _facts(container: InputContainer, run: _Run) -> Iterator[tuple[str, str]]:
    if video := _picture(container):
        yield "video", video.codec_context.codec.canonical_name
        if video.average_rate:
            yield "fps", f"{float(video.average_rate):.4g}"
    for sound in filter(_known, container.streams.audio[:1]):
        yield "audio", sound.codec_context.codec.canonical_name
        yield "rate", str(sound.codec_context.sample_rate)
        yield "channels", str(sound.codec_context.channels)
    if container.bit_rate:
        yield "bitrate", str(round(container.bit_rate / 1000))
    if run.decoded:
        yield "keyframes", str(run.decoded)
        yield "black", f"{run.black / run.decoded:.2f}"
    yield from _named(_tags(container))


def _named(tags: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    maker = tags.get("com.apple.quicktime.make", tags.get("make", ""))
    model = tags.get("com.apple.quicktime.model", tags.get("model", ""))
    named = {
        "camera": f"{maker} {model}",
        "software": tags.get(
            "com.apple.quicktime.software", tags.get("software", tags.get("encoder", ""))
        ),
        "title": tags.get("title", ""),
        "artist": tags.get("artist", ""),
        "gps": _place(tags.get("com.apple.quicktime.location.iso6709", tags.get("location", ""))),
        "turned": tags.get("rotate", ""),
    }
    yield from ((name, said) for name, value in named.items() if (said := exif.text(value)))


def _tags(container: InputContainer) -> dict[str, str]:
    """Tags of the file and, where the file has none, of its streams; names in lower case."""
    tags: dict[str, str] = {}
    for source in (container, *container.streams):
        for name, value in source.metadata.items():
            tags.setdefault(name.lower(), str(value))
    return tags


def _taken(tags: Mapping[str, str]) -> str:
    """When it was recorded: local time if said, else the container's UTC time as China's time."""
    for name in ("com.apple.quicktime.creationdate", "creation_time", "date", "icrd"):
        try:
            when = datetime.fromisoformat(tags.get(name, "").strip())
        except ValueError:
            continue
        if when.year <= 1980:  # noqa: PLR2004 - an unset clock counts from 1904 or 1970
            continue
        if len(tags[name].strip()) <= len("2022-03-09"):
            return when.date().isoformat()
        if when.utcoffset() == timedelta(0):
            when = when.astimezone(_CHINA)
        return when.replace(tzinfo=None, microsecond=0).isoformat()
    return ""


def _place(said: str) -> str:
    match = _PLACE.match(said)
    if not match:
        return ""
    latitude, longitude = float(match[1]), float(match[2])
    sound = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude or longitude)  # noqa: PLR2004 - degrees
    return f"{latitude:.6f},{longitude:.6f}" if sound else ""


def _clock(seconds: float) -> str:
    whole = math.floor(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}时{minutes:02}分{whole % 60:02}秒" if hours else f"{minutes}分{whole % 60:02}秒"


def _word(error: Exception) -> str:
    return str(getattr(error, "strerror", "") or error)[:80]
