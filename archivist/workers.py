"""ROOM: many hands behind one protocol; a hand that dies or hangs costs one job, never its neighbours."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Protocol, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

CRASHED = "crashed"
TIMED_OUT = "timed out"

_JOBS = 1_000
"""Jobs after which a process is relieved: libraries in C keep a little of every file."""

_FEW = 12
"""Jobs for which a second process is not worth its start."""

_START_SECONDS = 60.0
"""A new process imports its readers before its first job; that is not the job's fault."""


class Run(Protocol):
    """Apply ``work`` to every job and yield results as they come, in any order.

    ``failed(job, why)`` gives the result of a job whose worker died (CRASHED), hung
    (TIMED_OUT) or raised (the exception's text).
    """

    def __call__(
        self,
        work: Callable[[Job], Result],
        jobs: Iterable[Job],
        failed: Callable[[Job, str], Result],
    ) -> Iterator[Result]:
        """Yield one result for every job."""
        ...


def serial(
    work: Callable[[Job], Result], jobs: Iterable[Job], failed: Callable[[Job, str], Result]
) -> Iterator[Result]:
    """One after the other in this process: for tests and debugging; nothing can be killed."""
    for job in jobs:
        try:
            result = work(job)
        except Exception as error:  # noqa: BLE001 - a worker's trouble is data
            result = failed(job, _told(error))
        yield result


def crew(hands: int, seconds: float, memory_bytes: int) -> Run:
    """Processes, or with no hands at all the serial twin in this process."""
    return processes(hands, seconds, memory_bytes) if hands else serial


def processes(hands: int, seconds: float, memory_bytes: int, most: int = _JOBS) -> Run:
    """Many processes, each killed when one job takes over ``seconds`` or ``memory_bytes``.

    Processes are spawned, never forked: the format identifier hangs in forked children. One that
    did ``most`` jobs, or ever held half of ``memory_bytes``, is replaced before its next job:
    what a heap once grew to it keeps, and the next file would find the less.
    """

    def run(
        work: Callable[[Job], Result],
        jobs: Iterable[Job],
        failed: Callable[[Job, str], Result],
    ) -> Iterator[Result]:
        waiting = deque(jobs)
        crew = [_Hand(work, memory_bytes, most) for _ in range(min(hands, len(waiting)))]
        try:
            yield from _shifts(crew, waiting, failed, seconds)
        finally:
            for hand in crew:
                hand.dismiss()

    return run


@dataclass(slots=True, eq=False)
class _Errand:
    """A job somebody is busy with; ``result`` holds what came of it, once it was fetched."""

    hand: _Hand
    failed: Callable[..., object]
    result: list[object] = field(default_factory=list)


class Steady:
    """A process, or a few, for many small jobs asked for one by one; hired when needed and kept.

    What makes one die or hang costs that job only; the next one gets a new process.
    """

    def __init__(self, seconds: float, memory_bytes: int, hands: int = 1) -> None:
        """Limits as for ``processes``; nobody is hired yet."""
        self._seconds = seconds
        self._memory = memory_bytes
        self._hands = hands
        self._idle: list[_Hand] = []
        self._busy: deque[_Errand] = deque()
        self._begun = 0

    def __call__(
        self, work: Callable[[Job], Result], job: Job, failed: Callable[[Job, str], Result]
    ) -> Result:
        """The result of ``work(job)``, always the same ``work``; see Run for ``failed``."""
        return self.begin(work, job, failed)()

    def begin(
        self, work: Callable[[Job], Result], job: Job, failed: Callable[[Job, str], Result]
    ) -> Callable[[], Result]:
        """Have it done meanwhile; what is returned waits for the result, once it is wanted."""
        if len(self._busy) == (self._hands if self._begun >= _FEW else 1):
            self._fetch(self._busy[0])
        self._begun += 1
        hand = self._idle.pop() if self._idle else _Hand(work, self._memory, _JOBS)
        hand.give(job, self._seconds)
        errand = _Errand(hand, failed)
        self._busy.append(errand)

        def result() -> Result:
            if not errand.result:
                self._fetch(errand)
            return errand.result.pop()  # type: ignore[return-value]  # of this job

        return result

    def _fetch(self, errand: _Errand) -> None:
        """Wait for a job to end; its process is free for the next."""
        hand = errand.hand
        left = hand.task.until - time.monotonic() if hand.task else 0.0
        ready = wait([hand.pipe], max(0.0, left))
        self._busy.remove(errand)
        errand.result.append(_collect(hand, errand.failed, CRASHED if ready else TIMED_OUT))
        hand.task = None
        self._idle.append(hand)

    def dismiss(self) -> None:
        """End the processes, if there are any."""
        for hand in (*self._idle, *(errand.hand for errand in self._busy)):
            hand.dismiss()
        self._idle.clear()
        self._busy.clear()


@dataclass(slots=True)
class _Task:
    """What a hand is busy with, and the moment its patience ends."""

    job: object
    until: float


class _Hand:
    """One worker process and the pipe to it; hired anew after each death."""

    def __init__(self, work: Callable[..., object], memory_bytes: int, most: int) -> None:
        self._work = work
        self._memory = memory_bytes
        self._most = most
        self.task: _Task | None = None
        self._hire()

    def _hire(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self._work, self._memory, self._most), daemon=True
        )
        self._process.start()
        theirs.close()
        self._fresh = True
        self.tired = False

    def give(self, job: object, seconds: float) -> None:
        if self.tired:
            self.replace()
        extra = _START_SECONDS if self._fresh else 0.0
        self._fresh = False
        self.task = _Task(job, time.monotonic() + seconds + extra)
        with contextlib.suppress(OSError):  # a hand that died idle is found out by its pipe
            self.pipe.send(job)

    def dismiss(self) -> None:
        """End the process and everything it started."""
        self.pipe.close()
        if sys.platform != "win32" and self._process.pid is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()

    def replace(self) -> None:
        """A new process in place of one that died, hung or is tired."""
        self.dismiss()
        self._hire()


def _shifts(
    crew: list[_Hand],
    waiting: deque[Job],
    failed: Callable[[Job, str], Result],
    seconds: float,
) -> Iterator[Result]:
    for hand in crew:
        hand.give(waiting.popleft(), seconds)
    while busy := {hand.pipe: hand for hand in crew if hand.task}:
        deadline = min(hand.task.until for hand in busy.values() if hand.task)
        ready = wait(list(busy), max(0.0, deadline - time.monotonic()))
        done = [hand for pipe, hand in busy.items() if pipe in ready]
        now = time.monotonic()
        late = [h for h in busy.values() if h not in done and h.task and h.task.until <= now]
        for hand in done + late:
            yield _collect(hand, failed, CRASHED if hand in done else TIMED_OUT)
            hand.task = None
            if waiting:
                hand.give(waiting.popleft(), seconds)


def _collect(hand: _Hand, failed: Callable[[Job, str], Result], why: str) -> Result:
    """The result a hand sent, or what stands in for it when it died (or is late)."""
    job: Job = hand.task.job  # type: ignore[union-attr, assignment]  # it is busy, with our job
    if why != TIMED_OUT:
        try:
            good, answer, hand.tired = hand.pipe.recv()
        except (EOFError, OSError):
            pass
        else:
            result: Result = answer if good else failed(job, answer)
            return result
    hand.replace()
    return failed(job, why)


def _serve(pipe: Connection, work: Callable[[Job], Result], memory_bytes: int, most: int) -> None:
    """The life of a worker process: jobs in, results out, until the pipe closes."""
    _settle(memory_bytes)
    for done in count(1):
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[bool, object] = (True, work(job))
        except Exception as error:  # noqa: BLE001 - a worker's trouble is data
            answer = (False, _told(error))
        pipe.send((*answer, done >= most or _grown() > memory_bytes / 2))


def _settle(memory_bytes: int) -> None:
    """Own session, memory limit, no interrupts of its own, and death with the parent.

    What libraries print to stderr (a panic's backtrace, a codec's warning) is for nobody; what
    it means for the file is said in its reading.
    """
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)
    os.close(silent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        os.setsid()
        # Memory in use, not address space: OCR reserves gigabytes it never touches.
        kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
        resource.setrlimit(kind, (memory_bytes, memory_bytes))
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _grown() -> int:
    """The most bytes this process ever held; 0 where the system does not say (Windows).

    Linux counts what the parent held before the child began into ``ru_maxrss``; VmHWM is our own.
    """
    if sys.platform == "win32":
        return 0
    if sys.platform == "linux":
        for line in Path("/proc/self/status").read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _follow(parent: int) -> None:
    wait([parent])
    os._exit(1)


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
