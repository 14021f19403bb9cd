"""LANDING: how workers read; they import this module and formats, nothing of rules or pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from archivist import formats, workers
from archivist.model import Digest, Limits, Problem, Read, Reading, Trouble


@dataclass(frozen=True, slots=True)
class Job:
    """One blob to read in a worker; ``depth`` counts the containers around it."""

    path: Path
    digest: Digest
    spool: Path
    limits: Limits
    depth: int


def read(job: Job) -> Read:
    """Read one file; a container inside of too many others keeps its members to itself."""
    shutil.rmtree(job.spool, ignore_errors=True)
    job.spool.mkdir(parents=True)
    found = formats.read(job.path, job.digest, job.spool, job.limits)
    if found.members and job.depth >= job.limits.depth:
        deep = Problem(
            Trouble.TOO_BIG,
            f"压缩包嵌套超过 {job.limits.depth} 层，未再展开",
            "请解压后把其中的文件直接放入收件夹",
        )
        reading = replace(found.reading, problems=(*found.reading.problems, deep), members=())
        return Read(reading, found.text)
    return found


_BROKEN = {
    workers.CRASHED: Problem(
        Trouble.CRASHED,
        "读取该文件时程序异常中止，文件已原样保存",
        "请用原软件打开后另存，再重新提交",
    ),
    workers.TIMED_OUT: Problem(
        Trouble.TIMED_OUT, "读取该文件超过时限，文件已原样保存", "请拆分或另存为常用格式后重新提交"
    ),
}


def _broken(job: Job, why: str) -> Read:
    """A reading for a file that killed or hung its reader; its format is found out afterwards."""
    problem = _BROKEN.get(why) or Problem(
        Trouble.DAMAGED,
        "读取该文件时程序出错，文件已原样保存",
        "请用原软件打开后另存，再重新提交；仍然出错的，请转维护人员",
    )
    told = () if why in _BROKEN else (("error", why),)
    return Read(Reading(job.digest, "", "", facts=told, problems=(problem,)), "")


def readings(run: workers.Run, jobs: list[Job]) -> Iterator[Read]:
    """Read all; what killed its reader is at least named, by a reader that looks at its head only."""
    broken: list[Read] = []
    for found in run(read, jobs, _broken):
        if found.reading.version:
            yield found
        else:
            broken.append(found)
    asked = {job.digest: job for job in jobs} if broken else {}
    yield from run(_name, [(asked[b.reading.digest], b) for b in broken], _nameless)


def _name(job: tuple[Job, Read]) -> Read:
    asked, found = job
    return _as_format(found, formats.identify(asked.path), asked.limits)


def _nameless(job: tuple[Job, Read], _why: str) -> Read:
    unknown = formats.Format("unknown", "", "application/octet-stream", ())
    return _as_format(job[1], unknown, job[0].limits)


def _as_format(found: Read, kind: formats.Format, limits: Limits) -> Read:
    version = formats.version(kind.name, limits, found.reading.problems)
    reading = replace(
        found.reading,
        version=version,
        format=kind.name,
        puid=kind.puid,
        mime=kind.mime,
        extensions=kind.extensions,
    )
    return Read(reading, "")
