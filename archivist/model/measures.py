"""Numbers the checks compare with; each is a setting, and where no standard gives it, it is ours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measures:
    """What counts as too much or too little; units stand in the names or here.

    ``sharpness`` is the variance of the Laplacian at 1024 pixels, measured on photos of at least
    ``sharp_side`` pixels on the shorter side; ``clipped``, ``black``, ``silence``, ``ink``,
    ``alike``, ``copied`` and ``growth`` are shares of 1; ``thumbnail`` is bits of 64. ``scan_dpi`` is DA/T 31-2017, ``sound_rate`` (Hz)
    and ``film_lines`` DA/T 62; ``thick_pages`` is a local rule; all others are ours.
    ``late_days`` lets numbers and dates disagree, ``file_days`` a file be younger than its date,
    ``event_days`` a photo be taken beside its event, ``retold_days`` one photo tell of two days.
    A meeting's papers are looked for ``meeting_days`` after its notice, work ``work_days`` after
    its plan. Sentences in more than ``common`` papers are phrases of the trade; a paper with less
    than ``sentences`` of its own is too short to be copied.
    """

    sharpness: float = 25.0
    sharp_side: int = 480
    clipped: float = 0.6
    photo_pixels: int = 1600 * 1200
    scan_dpi: int = 200
    sound_rate: int = 44_100
    film_lines: int = 576
    film_seconds: float = 1.0
    black: float = 0.8
    silence: float = 0.95
    thumbnail: int = 16
    ink: float = 0.0005
    thick_pages: int = 200
    sheets_per_mm: int = 10
    path_units: int = 180
    meeting_days: int = 31
    work_days: int = 92
    late_days: int = 30
    file_days: int = 366
    event_days: int = 1
    retold_days: int = 3
    alike: float = 0.85
    copied: float = 0.6
    sentences: int = 12
    common: int = 4
    growth: float = 0.005
    caption: tuple[str, ...] = ("事由", "时间", "地点", "人物", "背景", "摄影者")
