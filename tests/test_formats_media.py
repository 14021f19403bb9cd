"""Recordings: length, codecs and time of every format; broken ones are known as such."""

import random
from pathlib import Path

import pytest

from archivist.formats import identify, read
from archivist.formats.media import _tagged
from archivist.formats.registry import readers
from archivist.model import Digest, Limits, Reading, Trouble

SPECIMENS = Path(__file__).parent / "specimens" / "media"
DIGEST = Digest("0" * 64)
_CLIPS = sorted(path.name for path in SPECIMENS.glob("clip.*"))
_SOUNDS = sorted(path.name for path in SPECIMENS.glob("sound.*"))
_NAMES = {"mpg": "mpeg"}


def reading(path: Path, spool: Path) -> Reading:
    return read(path, DIGEST, spool, Limits()).reading


@pytest.mark.parametrize("name", _CLIPS)
def test_every_video_format_tells_length_size_and_codecs(name: str, tmp_path: Path) -> None:
    found = reading(SPECIMENS / name, tmp_path)
    ending = name.rpartition(".")[2]
    assert found.format == _NAMES.get(ending, ending)
    assert found.seconds == pytest.approx(2.0, abs=0.15)
    assert (found.width, found.height) == (160, 120)
    assert {"video", "fps", "audio", "rate", "bitrate"} <= dict(found.facts).keys()
    assert dict(found.facts)["keyframes"] == "2"
    assert found.problems == ()


@pytest.mark.parametrize("name", _SOUNDS)
def test_every_sound_format_tells_length_and_codec(name: str, tmp_path: Path) -> None:
    found = reading(SPECIMENS / name, tmp_path)
    assert found.format == name.rpartition(".")[2]
    assert found.seconds == pytest.approx(2.0, abs=0.15)
    assert (found.width, found.problems) == (None, ())


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


@pytest.mark.parametrize("name", [*_CLIPS, *_SOUNDS, "tune.mid"])
def test_cut_and_flipped_recordings_yield_readings(name: str, tmp_path: Path) -> None:
    whole, rng = (SPECIMENS / name).read_bytes(), random.Random(name)
    damaged = tmp_path / "damaged"
    for _ in range(4):
        damaged.write_bytes(whole[: rng.randrange(1, len(whole))])
        assert reading(damaged, tmp_path / "spool").digest == DIGEST
        flipped = bytearray(whole)
        for _ in range(12):
            flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
        damaged.write_bytes(flipped)
        assert reading(damaged, tmp_path / "spool").digest == DIGEST


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


def test_every_reader_of_pictures_and_recordings_has_a_specimen() -> None:
    shown = {identify(path).name for path in SPECIMENS.iterdir()}
    apart = ("archivist.formats.image", "archivist.formats.media")
    ours = {name for name, (reader, _) in readers().items() if reader.__module__ in apart}
    assert ours - shown == set()
