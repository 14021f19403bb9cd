"""Recordings gone through to their end: every packet, every frame as long as the time for it lasts.

Single-threaded and with PyAV's log left alone: its log callback deadlocks with threaded decoders.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PIL import Image

from archivist.formats import stills
from archivist.model import Limits

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

LONGEST = 400 * 3600.0
"""Seconds beyond which a time stamp is a mistake."""

_SAMPLES = 240
"""Pictures looked at closely (black or not), evenly spread; past ``play_seconds`` also the number
of key frames decoded: enough to meet any stretch of damage longer than half a percent."""

_COVER = 0x400
"""FFmpeg's AV_DISPOSITION_ATTACHED_PIC."""

_BLACK = 20
_LIT = 40
"""Brightest of 576 cells from which on something shows: a title on black, a lamp at night (ours)."""

_SILENT = 10 ** (-50 / 20)
"""Peak below -50 dB of full scale: the hum of an empty room is louder (ours)."""

_WINDOW = 0.25
"""Seconds whose loudest sample is kept: shorter than a breath between two sentences."""

_PATIENCE = 0.6
"""Share of the time allowed per file after which playing stops and says so."""


@dataclass(slots=True)
class Run:
    """What going through showed; times in seconds from the beginning.

    ``last`` is where the last packet ends. ``played`` is None when every frame was decoded, else
    the time from which on only key frames were. ``sight`` and ``sound`` count what could not be
    decoded. ``blacks`` are the looks: time and whether black. ``peaks`` are the loudest samples
    (0…1) of each quarter of a second heard. ``turned`` is how far a player turns the picture, in
    degrees counter-clockwise. ``shown`` are small pictures by the second.
    """

    last: float = 0.0
    stopped: bool = False
    played: float | None = None
    sight: int = 0
    sound: int = 0
    first_flaw: float | None = None
    pictures: int = 0
    turned: int = 0
    blacks: list[tuple[float, bool]] = field(default_factory=list)
    heard: float = 0.0
    peaks: list[float] = field(default_factory=list)
    shown: dict[float, Image.Image] = field(default_factory=dict)

    def flaw(self, at: float, *, heard: bool) -> None:
        """Count what could not be decoded."""
        if heard:
            self.sound += 1
        else:
            self.sight += 1
        self.first_flaw = at if self.first_flaw is None else self.first_flaw


def through(container: InputContainer, declared: float | None, limits: Limits) -> Run:
    """Demux every packet; decode the picture and the first sound.

    After ``play_seconds`` of processor time only a sample of the key frames is decoded, and all
    sound still; after a share of the seconds a file may take nothing more.
    """
    import av

    run, until = Run(), time.monotonic() + limits.seconds * _PATIENCE
    busy = time.process_time() + limits.play_seconds
    video, sound = picture(container), next(filter(known, container.streams.audio), None)
    if video:
        video.thread_type = "NONE"
    watch = _Watch(run, (declared or 0.0) / _SAMPLES, stills.moments(declared))
    try:
        for packet in container.demux():
            run.last = max(run.last, _end(packet))
            if time.monotonic() > until:
                run.stopped = True
                break
            if video and run.played is None and time.process_time() > busy:
                run.played = run.last
                video.codec_context.skip_frame = "NONKEY"
            if packet.stream is video:
                watch.see(packet)
            elif packet.stream is sound:
                _hear(packet, run)
    except (av.FFmpegError, ValueError):
        run.flaw(run.last, heard=video is None)
    return run


def known(stream: av.stream.Stream) -> bool:
    """Whether FFmpeg has a decoder: not for new codecs, nor for locked (DRM) streams."""
    return getattr(stream, "codec_context", None) is not None


def picture(container: InputContainer) -> av.VideoStream | None:
    """The moving picture; a cover image of a song is none, nor is what FFmpeg cannot decode."""
    for stream in container.streams.video:
        if not int(stream.disposition) & _COVER and known(stream):
            return stream
    return None


@dataclass(slots=True)
class _Watch:
    """Looks at one picture every so many seconds and keeps a few; in between it only decodes."""

    run: Run
    every: float
    wanted: list[float]
    due: float = 0.0

    def see(self, packet: av.Packet[Any]) -> None:
        import av

        at, run = _end(packet), self.run
        if run.played is not None and packet.is_keyframe and at < self.due:
            return
        try:
            frames: Sequence[object] = packet.decode()
        except (av.FFmpegError, ValueError):
            run.flaw(at, heard=False)
            return
        for frame in frames:
            if isinstance(frame, av.VideoFrame):
                self._look(frame, _moment(frame, packet, at), packet.stream)

    def _look(self, frame: av.VideoFrame, at: float, stream: av.stream.Stream) -> None:
        run = self.run
        run.turned = run.turned if run.pictures else frame.rotation
        run.pictures += 1
        if frame.is_corrupt:
            run.flaw(at, heard=False)
        if at >= self.due:
            self.due = at + self.every
            run.blacks.append((at, _is_black(frame)))
        if self.wanted and at >= self.wanted[0] and not frame.is_corrupt:
            self.wanted = [moment for moment in self.wanted if moment > at]
            stretch = getattr(stream, "sample_aspect_ratio", None)
            run.shown[round(at, 1)] = stills.upright(frame, float(stretch or 1))


def _moment(frame: av.VideoFrame, packet: av.Packet[Any], otherwise: float) -> float:
    """When a picture is shown, from the beginning of its stream."""
    if frame.pts is None or frame.time_base is None:
        return otherwise
    seconds = float((frame.pts - (packet.stream.start_time or 0)) * frame.time_base)
    return seconds if 0 <= seconds < LONGEST else otherwise


def _is_black(frame: av.VideoFrame) -> bool:
    tiny = frame.reformat(width=32, height=18, format="gray")
    pixels = bytes(tiny.planes[0])[: 32 * 18]
    return bool(pixels) and sum(pixels) / len(pixels) < _BLACK and max(pixels) < _LIT


def _hear(packet: av.Packet[Any], run: Run) -> None:
    import av

    if not packet.size:
        return
    try:
        frames: Sequence[object] = packet.decode()
    except (av.FFmpegError, ValueError):
        run.flaw(_end(packet), heard=True)
        return
    for frame in frames:
        if isinstance(frame, av.AudioFrame) and frame.sample_rate:
            if run.heard >= len(run.peaks) * _WINDOW:
                run.peaks.append(0.0)
            run.peaks[-1] = max(run.peaks[-1], _peak(frame))
            run.heard += frame.samples / frame.sample_rate


def _peak(frame: av.AudioFrame) -> float:
    """The loudest sample as a share of full scale."""
    samples = frame.to_ndarray()
    if not samples.size:
        return 0.0
    low, high = float(samples.min()), float(samples.max())
    if samples.dtype.kind == "u":
        low, high = low - 128, high - 128
    full = 1.0 if samples.dtype.kind == "f" else 2.0 ** (8 * samples.dtype.itemsize - 1)
    peak = max(abs(low), abs(high)) / full
    return peak if math.isfinite(peak) else 0.0


def _end(packet: av.Packet[Any]) -> float:
    """When the packet's content ends, from the beginning of its stream."""
    stamp = packet.pts if packet.pts is not None else packet.dts
    if stamp is None or packet.time_base is None:
        return 0.0
    start = packet.stream.start_time or 0
    end = float((stamp - start + (packet.duration or 0)) * packet.time_base)
    return end if 0 <= end < LONGEST else 0.0


def blackness(run: Run) -> tuple[float, float]:
    """Share of the time that was black, and the longest black stretch in seconds.

    A look stands for the time up to the next one.
    """
    looks = sorted(run.blacks)
    ends = [*(at for at, _ in looks[1:]), max(run.last, looks[-1][0])]
    dark = longest = stretch = 0.0
    for (at, black), end in zip(looks, ends, strict=True):
        stretch = stretch + end - at if black else 0.0
        dark += end - at if black else 0.0
        longest = max(longest, stretch)
    whole = ends[-1] - looks[0][0]
    return (dark / whole if whole else float(looks[0][1])), longest


def silence(run: Run) -> tuple[float, float]:
    """Share of what was heard that was silent, and the longest silent stretch in seconds."""
    longest = stretch = 0
    for peak in run.peaks:
        stretch = stretch + 1 if peak < _SILENT else 0
        longest = max(longest, stretch)
    return sum(peak < _SILENT for peak in run.peaks) / len(run.peaks), longest * _WINDOW
