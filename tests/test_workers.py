"""Many hands: one that dies, hangs or eats memory costs its own job only."""

import os
import signal
import time

import pytest

from archivist.workers import CRASHED, TIMED_OUT, Run, Steady, processes, serial


def double(job: int) -> int:
    if job == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    if job == 17:
        time.sleep(600)
    if job == 19:
        raise ValueError("odd")
    if job == 23:
        return len(bytearray(8 * 2**30))
    return 2 * job


def outcome(run: Run, jobs: list[int]) -> list[object]:
    return sorted(run(double, jobs, lambda job, why: (job, why)), key=str)


@pytest.mark.parametrize("run", [serial, processes(2, 30, 2**32)])
def test_every_job_has_one_result(run: Run) -> None:
    assert outcome(run, [1, 2, 3, 19]) == [(19, "ValueError: odd"), 2, 4, 6]


def test_no_jobs_need_no_hands() -> None:
    assert outcome(processes(2, 1, 2**32), []) == []


@pytest.mark.skipif(os.name == "nt", reason="signals and memory limits are POSIX")
def test_a_killed_a_hung_and_a_greedy_worker_harm_no_neighbour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("archivist.workers._START_SECONDS", 10.0)
    jobs = [*range(12), 13, 17, 23, *range(30, 40)]
    results = outcome(processes(2, 1.0, 2**32), jobs)
    assert (13, CRASHED) in results
    assert (17, TIMED_OUT) in results
    assert (23, "MemoryError: ") in results
    assert {r for r in results if isinstance(r, int)} == {
        2 * j for j in (*range(12), *range(30, 40))
    }


def who(job: int) -> int:
    """The process that did it, holding so many MiB meanwhile."""
    held = bytearray(job * 2**20)
    assert held
    return os.getpid()


def test_a_process_is_relieved_after_so_many_jobs() -> None:
    run = processes(1, 30, 2**32, most=3)
    done = list(run(who, [1] * 7, lambda _job, _why: 0))
    assert [done.count(process) for process in dict.fromkeys(done)] == [3, 3, 1]


@pytest.mark.skipif(os.name == "nt", reason="what a process ever held is POSIX")
def test_a_process_that_grew_large_is_relieved_and_its_neighbour_has_room() -> None:
    run = processes(1, 30, 2**30)
    first, second, third = run(who, [1, 700, 700], lambda _job, _why: 0)
    assert (first, second == third) == (second, False)
    assert third


@pytest.mark.skipif(os.name == "nt", reason="what a process ever held is POSIX")
def test_what_the_parent_held_is_not_held_against_its_workers() -> None:
    held = bytearray(os.urandom(1 << 20)) * 700
    run = processes(1, 30, 2**30)
    first, second = run(who, [1, 1], lambda _job, _why: 0)
    assert held
    assert first == second


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_a_steady_hand_is_replaced_after_a_job_that_killed_or_hung_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("archivist.workers._START_SECONDS", 10.0)
    hand = Steady(1.0, 2**32)
    try:
        results = [hand(double, job, lambda _job, _why: -1) for job in (1, 13, 2, 17, 3, 19, 4)]
    finally:
        hand.dismiss()
    assert results == [2, -1, 4, -1, 6, -1, 8]


def test_two_hands_work_meanwhile_and_each_result_belongs_to_its_job(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("archivist.workers._START_SECONDS", 10.0)
    monkeypatch.setattr("archivist.workers._FEW", 0)
    hands = Steady(1.0, 2**32, 2)
    try:
        waits = [hands.begin(double, job, lambda job, _why: -job) for job in (1, 13, 2, 17, 3, 4)]
        results = [wait() for wait in reversed(waits)]
    finally:
        hands.dismiss()
    assert results == [8, 6, -17, 4, -13, 2]
