"""Papers nobody tuned on are placed as an expert would, or asked about; ``benchmarks/unseen.py`` prints them."""

from __future__ import annotations

import pytest

from benchmarks import placing, unseen


@pytest.fixture(scope="module")
def shares() -> dict[str, tuple[int, int]]:
    return placing.figures(*unseen.placed())


def test_of_papers_never_seen_nine_in_ten_are_right_at_first_place_and_nearly_all_within_three(
    shares: dict[str, tuple[int, int]],
) -> None:
    first, whole = shares["uncoded, text only: right at first place"]
    three, _ = shares["uncoded, text only: right within three"]
    assert whole == 80
    assert first >= 0.9 * whole
    assert three >= 0.97 * whole


def test_no_paper_never_seen_is_misfiled_without_a_word(
    shares: dict[str, tuple[int, int]],
) -> None:
    right, accepted = shares["accepted without a person: precise"]
    alone, nowhere = shares["belongs nowhere: left alone"]
    assert accepted >= 40
    assert right == accepted
    assert shares["contradictions: silently misfiled"] == (0, 16)
    assert alone == nowhere == 14


def test_codes_as_clerks_write_them_are_read_and_not_doubted(
    shares: dict[str, tuple[int, int]],
) -> None:
    assert shares["coded: placed right"] == (10, 10)
    assert shares["coded and right: held for a contradiction"] == (0, 10)
