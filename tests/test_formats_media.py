"""Recordings: length, codecs and time of every format; broken ones are known as such."""

import io
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from archivist.formats import playthrough, read, version
from archivist.formats.media import _tagged
from archivist.formats.registry import Found
from archivist.model import Digest, Limits, Reading, Trouble
from tests.recordings import film

SPECIMENS = Path(__file__).parent / "specimens" / "media"
DIGEST = Digest("0" * 64)
_CLIPS = sorted(path.name for path in SPECIMENS.glob("clip.*") if path.suffix != ".json")
_SOUNDS = sorted(path.name for path in SPECIMENS.glob("sound.*") if path.suffix != ".json")
_NAMES = {"mpg": "mpeg"}


def reading(path: Path, spool: Path, limits: Limits | None = None) -> Reading:
    return read(path, DIGEST, spool, limits or Limits()).reading


@pytest.mark.parametrize("name", _CLIPS)
def test_every_video_format_tells_length_size_and_codecs(name: str, tmp_path: Path) -> None:
    found = reading(SPECIMENS / name, tmp_path)
    ending = name.rpartition(".")[2]
    assert found.format == _NAMES.get(ending, ending)
    assert found.seconds == pytest.approx(2.0, abs=0.15)
    assert (found.width, found.height) == (160, 120)
    assert {"video", "fps", "audio", "rate", "bitrate"} <= dict(found.facts).keys()
    told = dict(found.facts)
    assert (told["played"], told["black"], told["silence"]) == ("all", "0.00", "0.00")
    assert int(told["pictures"]) >= 15
    assert found.problems == ()


@pytest.mark.parametrize("name", _SOUNDS)
def test_every_sound_format_tells_length_and_codec(name: str, tmp_path: Path) -> None:
    found = reading(SPECIMENS / name, tmp_path)
    assert found.format == name.rpartition(".")[2]
    assert found.seconds == pytest.approx(2.0, abs=0.15)
    assert (found.width, found.problems) == (None, ())
    assert (dict(found.facts)["played"], dict(found.facts)["silence"]) == ("all", "0.00")


def test_the_recording_time_is_chinas(tmp_path: Path) -> None:
    """The container says 01:30:05 UTC."""
    assert reading(SPECIMENS / "clip.mp4", tmp_path).taken == "2022-03-15T09:30:05"


def test_a_score_has_tracks(tmp_path: Path) -> None:
    found = reading(SPECIMENS / "tune.mid", tmp_path)
    assert (found.format, found.facts) == ("midi", (("tracks", "1"),))


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "sound.wav", "sound.m4a"])
def test_a_recording_that_ends_early_is_truncated_or_damaged(name: str, tmp_path: Path) -> None:
    """Headers still promise the whole length; only going to the end finds out."""
    whole = (SPECIMENS / name).read_bytes()
    cut = tmp_path / "cut"
    cut.write_bytes(whole[: len(whole) * 2 // 5])
    assert reading(cut, tmp_path / "spool").has(Trouble.TRUNCATED, Trouble.DAMAGED, Trouble.PARTIAL)


def test_damage_inside_a_video_is_found_by_its_key_frames(tmp_path: Path) -> None:
    whole = bytearray((SPECIMENS / "clip.mp4").read_bytes())
    start = whole.index(b"mdat") + 100
    whole[start : start + 9_000] = bytes(9_000)
    broken = tmp_path / "broken"
    broken.write_bytes(whole)
    assert reading(broken, tmp_path / "spool").has(Trouble.PARTIAL, Trouble.DAMAGED)


@pytest.mark.parametrize("name", ["sound.mp3", "sound.wav", "sound.m4a", "sound.flac"])
def test_without_ffmpeg_the_tags_still_tell_the_length(name: str) -> None:
    seconds, _ = _tagged(SPECIMENS / name)
    assert seconds == pytest.approx(2.0, abs=0.15)


def test_real_recordings_are_read(corpus: Path, tmp_path: Path) -> None:
    lengths = {
        path.name: reading(path, tmp_path).seconds for path in sorted((corpus / "av").iterdir())
    }
    assert lengths["with-gps.mov"] == pytest.approx(4.0, abs=0.1)
    assert sum(1 for length in lengths.values() if length) >= 25


def test_black_and_silence_are_measured_where_they_are(tmp_path: Path) -> None:
    file = film(tmp_path / "film.mp4", 20, black=(4, 9), silent=(10, 16))
    told = dict(reading(file, tmp_path / "spool").facts)
    assert told["played"] == "all"
    assert float(told["black"]) == pytest.approx(5 / 20, abs=0.02)
    assert float(told["black for"]) == pytest.approx(5, abs=0.5)
    assert float(told["silence"]) == pytest.approx(6 / 20, abs=0.04)
    assert float(told["silent for"]) == pytest.approx(6, abs=1)
    assert float(told["peak"]) == pytest.approx(-10.5, abs=1)


def test_past_the_time_for_playing_only_key_frames_are_looked_at_and_it_is_said(
    tmp_path: Path,
) -> None:
    file = film(tmp_path / "film.mp4", 20, black=(4, 9), silent=(10, 16))
    found = reading(file, tmp_path / "spool", Limits(play_seconds=0))
    told = dict(found.facts)
    assert float(told["played"]) < 1
    assert int(told["pictures"]) <= 21
    assert float(told["black"]) == pytest.approx(5 / 20, abs=0.06)
    assert float(told["silence"]) == pytest.approx(6 / 20, abs=0.04)
    [problem] = found.problems
    assert (problem.trouble, "play_seconds" in problem.mend) == (Trouble.TOO_BIG, True)


def test_a_recording_too_long_for_its_seconds_says_how_far_it_was_checked(tmp_path: Path) -> None:
    found = reading(film(tmp_path / "film.mp4", 20), tmp_path / "spool", Limits(seconds=0.0))
    assert found.has(Trouble.TOO_BIG)
    assert "只检查到第 0分" in found.problems[0].message
    assert dict(found.facts).get("played") != "all"


def test_what_reached_a_limit_is_read_again_under_other_limits(tmp_path: Path) -> None:
    file = film(tmp_path / "film.mp4", 3)
    short = Limits(play_seconds=0)
    reached = reading(file, tmp_path / "spool", short).version
    assert reached == version("mp4", short, reading(file, tmp_path / "spool", short).problems)
    assert reached.startswith(version("mp4", Limits()) + "~")
    assert reading(file, tmp_path / "spool").version == version("mp4", Limits())


@pytest.mark.parametrize(
    ("turned", "size"), [(0, (160, 120)), (-90, (120, 160)), (180, (160, 120))]
)
def test_a_film_held_upright_is_told_and_shown_upright(
    turned: int, size: tuple[int, int], tmp_path: Path
) -> None:
    found = read(film(tmp_path / "film.mp4", 4, turned=turned), DIGEST, tmp_path, Limits())
    assert (found.reading.width, found.reading.height) == size
    assert dict(found.reading.facts).get("turned", "0") == str(turned % 360)
    shown = [Image.open(io.BytesIO(still.jpeg)).size for still in found.stills]
    assert shown == [size] * 4


@pytest.mark.parametrize(("light", "black"), [(0, True), (30, True), (255, False)])
def test_a_title_on_black_is_no_black_picture(light: int, *, black: bool) -> None:
    picture = np.zeros((320, 320, 3), np.uint8)
    picture[280:300, 40:280] = light
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
    assert playthrough._is_black(frame) is black


def test_the_poster_is_no_black_picture(tmp_path: Path) -> None:
    found = read(film(tmp_path / "film.mp4", 10, black=(0, 4)), DIGEST, tmp_path, Limits())
    moments = [still.seconds for still in found.stills]
    assert moments == pytest.approx([6.0, 1.0, 3.5, 8.5], abs=0.2)
    assert [value for name, value in found.reading.facts if name == "still"] == [
        f"{moment:.1f}" for moment in moments
    ]


def test_one_damaged_frame_between_key_frames_is_found(tmp_path: Path) -> None:
    """A look at key frames alone would miss it."""
    file = film(tmp_path / "film.avi", 6)
    data = bytearray(file.read_bytes())
    with av.open(str(file)) as container:
        frames = [p for p in container.demux(video=0) if p.size and not p.is_keyframe]
        hurt = frames[len(frames) // 2]
        begin = (hurt.pos or 0) + 12
        data[begin : begin + hurt.size - 12] = bytes(hurt.size - 12)
    file.write_bytes(data)
    found = reading(file, tmp_path / "spool")
    assert found.has(Trouble.PARTIAL)
    assert int(dict(found.facts)["flaws"]) >= 1


def test_memory_that_does_not_suffice_is_a_limit_and_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def starved(_source: object) -> Found:
        raise MemoryError

    monkeypatch.setattr("archivist.formats.media.playing.play", starved)
    [problem] = reading(SPECIMENS / "clip.mp4", tmp_path, Limits(memory_bytes=2**30)).problems
    assert (problem.trouble, "1 GB" in problem.message) == (Trouble.TOO_BIG, True)
