"""ERRANDS of the person who answers for personal data: a copy without it takes the original's place."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archivist import formats, pipeline, workers
from archivist.house import House
from archivist.model import (
    Digest,
    Document,
    ElementKind,
    Limits,
    Read,
    Redaction,
    State,
    Trouble,
    UserError,
)
from archivist.store import Store

_LIVE = frozenset({State.PLACED, State.OPEN, State.DUPLICATE})
_BAD = (Trouble.DAMAGED, Trouble.TRUNCATED, Trouble.ENCRYPTED, Trouble.EMPTY)
_NO_WAY = {
    "ofd": "OFD 还不能脱敏。请另存为 PDF 后重新提交。",
}
_OFFICE = "Office 等可编辑的文件里，改过、隐藏过的内容可能还在。请另存为 PDF 重新提交，再脱敏。"


@dataclass(frozen=True, slots=True)
class _Job:
    """An original, and where its copy is to lie until it is proved."""

    path: Path
    form: str
    copy: Path
    limits: Limits


@dataclass(frozen=True, slots=True)
class _Made:
    """What became of it: the copy as read again, or why there is none."""

    count: int = 0
    unseen: tuple[int, ...] = ()
    why_not: str = ""
    read: Read | None = None


def redact(house: House, name: str, by: str, why: str) -> tuple[Redaction, ...]:
    """Make a copy without personal numbers, read it again, and let it arrive under every name.

    Args:
        house: the workspace.
        name: the document's whole name.
        by: who orders it.
        why: why.

    Raises:
        UserError: the format cannot be redacted, nothing was found, or something is still there;
            then nothing has changed.
    """
    archive = pipeline.look(house)
    document, names = _meant(archive.documents, name)
    form = document.reading.format
    if form not in formats.REDACTABLE:
        raise UserError(f"“{name}”是 {form.upper()} 格式，不能脱敏。", _NO_WAY.get(form, _OFFICE))
    limits = archive.plan.settings.limits
    with Store(house.archive, pipeline.WAIT) as store:
        spool = store.spool(document.arrival.digest)
        copy = spool / "copy"
        job = _Job(store.blob(document.arrival.digest), form, copy, limits)
        try:
            spool.mkdir(parents=True, exist_ok=True)
            made = _proved(job)
            words = _words(document, names, made, by, why)
            store.redactions.keep(words, copy)
            store.keep([made.read] if made.read else [])
        finally:
            shutil.rmtree(spool, ignore_errors=True)
    return words


def restore(house: House, name: str, by: str, why: str) -> tuple[Redaction, ...]:
    """Let the original take its copy's place again.

    Raises:
        UserError: what lies there is no copy of ours.
    """
    document, names = _meant(pipeline.look(house).documents, name)
    word = document.redaction
    if word is None:
        raise UserError(f"“{name}”不是脱敏件。", "只有脱敏件可以恢复为原件。")
    words = tuple(Redaction(each, word.original, word.copy, 0, by, word.at, why) for each in names)
    with Store(house.archive, pipeline.WAIT) as store:
        store.redactions.restore(words, by, why)
    return words


def _meant(documents: Sequence[Document], name: str) -> tuple[Document, tuple[str, ...]]:
    """The document, and all names its bytes go by now: left under one, they would come back."""
    live = [d for d in documents if d.state in _LIVE]
    found = next((d for d in live if d.name == name), None)
    if found is None:
        raise UserError(f"没有可以脱敏的文件“{name}”。", "退回、旧版和无法使用的文件不入卷宗。")
    return found, tuple(d.name for d in live if d.arrival.digest == found.arrival.digest)


def _proved(job: _Job) -> _Made:
    """Work on it in a process of its own: originals come from anywhere.

    Raises:
        UserError: there is no copy to be trusted.
    """
    hand = workers.Steady(job.limits.seconds * 3, job.limits.memory_bytes)
    try:
        made = hand(_work, job, _failed)
    finally:
        hand.dismiss()
    if made.why_not:
        raise UserError(made.why_not, "没有生成脱敏件，档案没有变化。")
    if not made.count:
        hint = "能找到的是通过校验的身份证号、手机号和银行卡号；其他内容请提交遮盖后的版本。"
        raise UserError("没有找到可以脱去的号码。", hint)
    return made


def _work(job: _Job) -> _Made:
    found = formats.redact(job.path, job.form, job.limits)
    if found.why_not or not found.count:
        return _Made(why_not=found.why_not)
    job.copy.write_bytes(found.content)
    digest = Digest(_sha256(found.content))
    read = formats.read(job.copy, digest, job.copy.parent / "members", job.limits)
    if read.reading.first(ElementKind.PERSONAL) or read.reading.has(*_BAD):
        return _Made(why_not="脱敏后再读一遍，仍能读出号码或读不完整。")
    return _Made(found.count, found.unseen, "", read)


def _sha256(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def _failed(_job: _Job, _why: str) -> _Made:
    return _Made(why_not="处理该文件时程序出错或超过时限，脱敏没有完成。")


def _words(
    document: Document, names: tuple[str, ...], made: _Made, by: str, why: str
) -> tuple[Redaction, ...]:
    copy = made.read.reading.digest if made.read else Digest("")
    unseen, now = "、".join(map(str, made.unseen)), datetime.now(UTC)
    original = document.arrival.digest
    return tuple(
        Redaction(name, original, copy, made.count, by, now, why, unseen) for name in names
    )
