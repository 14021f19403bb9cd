"""Films made for a test: known pictures, known black, known silence."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

_RATE = 16_000
_FPS = 10
_LEVEL = 0.3


def film(
    path: Path,
    seconds: int,
    *,
    black: tuple[float, float] = (0, 0),
    silent: tuple[float, float] = (0, 0),
    turned: int = 0,
) -> Path:
    """A film of 160x120 with a tone; black and silent between the given seconds."""
    rng = np.random.default_rng(7)
    blocks = rng.integers(40, 250, (15, 20, 3)).astype(np.uint8)
    scene = blocks.repeat(8, 0).repeat(8, 1)
    with av.open(str(path), "w") as out:
        video = out.add_stream("mpeg4", rate=_FPS)
        video.width, video.height, video.pix_fmt = 160, 120, "yuv420p"
        video.gop_size = _FPS
        if turned:
            video.set_display_rotation(turned)
        sound = out.add_stream("aac", rate=_RATE)
        sound.layout = "mono"
        for number in range(seconds * _FPS):
            at = number / _FPS
            shown = np.zeros_like(scene) if black[0] <= at < black[1] else np.roll(scene, number, 1)
            picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(shown), "rgb24")
            picture.pts, picture.time_base = number, Fraction(1, _FPS)
            out.mux(video.encode(picture))
        for begin in range(0, seconds * _RATE, 1024):
            times = (np.arange(1024) + begin) / _RATE
            level = 0.0 if silent[0] <= begin / _RATE < silent[1] else _LEVEL
            wave = (level * np.sin(times * np.pi * 880)).astype(np.float32)
            heard = av.AudioFrame.from_ndarray(wave[None], "fltp", "mono")
            heard.sample_rate, heard.pts, heard.time_base = _RATE, begin, Fraction(1, _RATE)
            out.mux(sound.encode(heard))
        out.mux(video.encode(None))
        out.mux(sound.encode(None))
    return path
