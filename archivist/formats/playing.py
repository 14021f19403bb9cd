"""Recordings told of: length, streams, what going through them to their end showed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archivist.formats import stills, tags, troubles
from archivist.formats.decoding import quiet
from archivist.formats.playthrough import (
    LONGEST,
    Run,
    blackness,
    known,
    picture,
    silence,
    through,
)
from archivist.formats.registry import Found, Source
from archivist.model import Problem, Trouble

if TYPE_CHECKING:
    from av.container import InputContainer

VERSION = 3
"""Raise when what is told of a recording changes."""

_FEW = 2
"""Undecodable packets of sound that may be the encoder's own padding at both ends."""

_ESTIMATED = frozenset({"aac", "amr", "mpeg", "mts"})
"""Formats that do not declare their duration: FFmpeg's is a guess, the last packet is the truth."""

_XING = re.compile(rb"Xing|Info\0|VBRI")
_XING_ZONE = 2**20
_ON_SIDE = 90


def play(source: Source) -> Found:
    """Open, list the streams, go to the end; see media.py for the names of facts.

    Raises:
        MemoryError: the memory a file may take does not suffice.
    """
    import av

    with quiet():
        try:
            with av.open(str(source.path), metadata_errors="ignore") as container:
                return _told(source, container)
        except (av.FFmpegError, ValueError) as error:
            if isinstance(error, MemoryError):
                raise
            return Found(problems=(troubles.damaged(troubles.because(error)),))


def _told(source: Source, container: InputContainer) -> Found:
    declared = _declared(container)
    run = through(container, declared, source.limits)
    estimated = _estimated(source)
    seconds = run.last if (estimated and not run.stopped) or declared is None else declared
    video = picture(container)
    shown = stills.of_recording(run.shown)
    width, height = (video.codec_context.width, video.codec_context.height) if video else (0, 0)
    if round(run.turned / _ON_SIDE) % 2:
        width, height = height, width
    playable = any(known(each) for each in (*container.streams.video, *container.streams.audio))
    problems = _problems(run, declared, estimated=estimated) if playable else [_UNPLAYABLE]
    return Found(
        seconds=round(seconds, 3) if seconds else None,
        width=width or None,
        height=height or None,
        taken=tags.taken(tags.tags(container)),
        facts=(*_facts(container, run), *stills.facts(shown)),
        problems=tuple(problems),
        stills=shown,
    )


def _estimated(source: Source) -> bool:
    """Whether the duration is FFmpeg's guess; an MP3 declares it only in a Xing or VBRI head."""
    if source.format.name != "mp3":
        return source.format.name in _ESTIMATED
    with source.path.open("rb") as file:
        return not _XING.search(file.read(_XING_ZONE))


def _declared(container: InputContainer) -> float | None:
    if not container.duration or container.duration < 0:
        return None
    seconds = container.duration / 1_000_000
    return seconds if seconds < LONGEST else None


_UNPLAYABLE = Problem(
    Trouble.DAMAGED, "没有可播放的音像内容", "请用播放器打开检查，从原设备重新导出后提交"
)


def _problems(run: Run, declared: float | None, *, estimated: bool) -> Iterator[Problem]:
    if run.stopped:
        yield Problem(
            Trouble.TOO_BIG,
            f"音像较长，在时限内只检查到第 {_clock(run.last)}，其余未检查",
            "请人工试播其余部分；如需全部检查，请由管理员调高 limits 的 seconds",
        )
    elif run.played is not None:
        yield Problem(
            Trouble.TOO_BIG,
            f"录像较长，第 {_clock(run.played)} 以后只抽查关键画面，没有逐帧播放",
            "请人工试播其余部分；如需全部逐帧检查，请由管理员调高 limits 的 play_seconds",
        )
    if (
        not run.stopped
        and not estimated
        and declared
        and run.last < declared - max(1.0, 0.05 * declared)
    ):
        yield Problem(
            Trouble.TRUNCATED,
            f"声明时长 {_clock(declared)}，实际内容只到 {_clock(run.last)}，文件不完整",
            troubles.TRUNCATED.mend,
        )
    if flaws := _flaws(run):
        where = f"，从 {_clock(run.first_flaw or 0.0)} 处开始" if run.first_flaw else ""
        yield troubles.partial(
            f"部分内容无法解码（{flaws} 处{where}），播放时会花屏、无声或中断",
            "请从原设备重新复制后提交",
        )


def _flaws(run: Run) -> int:
    return run.sight + (run.sound if run.sound > _FEW else 0)


def _facts(container: InputContainer, run: Run) -> Iterator[tuple[str, str]]:
    if video := picture(container):
        yield "video", video.codec_context.codec.canonical_name
        if video.average_rate:
            yield "fps", f"{float(video.average_rate):.4g}"
    for sound in filter(known, container.streams.audio[:1]):
        yield "audio", sound.codec_context.codec.canonical_name
        yield "rate", str(sound.codec_context.sample_rate)
        yield "channels", str(sound.codec_context.channels)
    if container.bit_rate:
        yield "bitrate", str(round(container.bit_rate / 1000))
    if run.turned:
        yield "turned", str(run.turned % 360)
    yield from _measured(run)
    yield from tags.facts(tags.tags(container))


def _measured(run: Run) -> Iterator[tuple[str, str]]:
    """What was seen and heard; nothing about what was not."""
    if run.pictures or run.peaks:
        whole = not run.stopped and run.played is None
        yield "played", "all" if whole else f"{run.last if run.played is None else run.played:.1f}"
    if run.pictures:
        yield "pictures", str(run.pictures)
    if run.blacks:
        share, longest = blackness(run)
        yield "black", f"{share:.2f}"
        if longest >= 1:
            yield "black for", f"{longest:.0f}"
    if run.peaks:
        share, longest = silence(run)
        yield "silence", f"{share:.2f}"
        if longest >= 1:
            yield "silent for", f"{longest:.0f}"
        loudest = max(run.peaks)
        yield "peak", f"{20 * math.log10(loudest):.1f}" if loudest else "-inf"
    if flaws := _flaws(run):
        yield "flaws", str(flaws)


def _clock(seconds: float) -> str:
    whole = math.floor(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}时{minutes:02}分{whole % 60:02}秒" if hours else f"{minutes}分{whole % 60:02}秒"
