"""严: only what can be opened, kept and counted is admitted (the files themselves)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archivist.checks.carriers import (
    KEPT,
    OFFICE,
    PACKED,
    PHOTOS,
    PICTURES,
    PLAIN,
    RECORDINGS,
    called,
)
from archivist.checks.docket import LIVE, Docket
from archivist.checks.registry import OURS, RECALLED, Remark, check, fault, skipped
from archivist.model import Digest, Document, Problem, Severity, State, Trouble

_BROKEN = frozenset({Trouble.DAMAGED, Trouble.CRASHED, Trouble.TIMED_OUT, Trouble.BOMB})
_UNSEEN = frozenset({Trouble.UNKNOWN, Trouble.NO_READER, Trouble.TOO_BIG, Trouble.PARTIAL})
_ELSEWHERE = {
    Trouble.ENCRYPTED: "文件已加密，未能打开查看（见 Y04）。",
    Trouble.EMPTY: "文件为空，没有内容可查看（见 Y08）。",
    Trouble.TRUNCATED: "文件不完整，未能查看到末尾（见 Y08）。",
}
_LEFT_INSIDE = _BROKEN | frozenset(
    {Trouble.ENCRYPTED, Trouble.PARTIAL, Trouble.TOO_BIG, Trouble.TRUNCATED}
)
_PLAIN = frozenset({"txt", "log", "text"})
_OWN = frozenset({"txt", "xml"})
_CLAIMED = KEPT | PICTURES | RECORDINGS | PACKED | {"jpg", "tif", "htm", "exe"}
"""Endings by which people and computers expect something else than plain text."""


def live(docket: Docket) -> Iterable[Document]:
    """Every document somebody still has to do with."""
    return docket.live


def admitted(docket: Docket) -> Iterable[Document]:
    """Every document that counts."""
    return docket.admitted


def usable(docket: Docket) -> Iterable[Document]:
    """Every document that counts or will once it has its place."""
    return docket.usable


def _photos(docket: Docket) -> Iterator[Document]:
    return (d for d in docket.admitted if d.reading.format in PHOTOS)


def _among(document: Document, troubles: Iterable[Trouble]) -> Problem | None:
    """The first problem of these kinds."""
    wanted = set(troubles)
    return next((p for p in document.reading.problems if p.trouble in wanted), None)


@check(
    "Y01", each=live, source="DA/T 70-2018 可用性检测（内容数据可读性）", severity=Severity.BLOCK
)
def opens_completely(_docket: Docket, document: Document) -> Iterator[Remark]:
    """文件能够完整打开。

    Why: 打不开的文件等于没有交，考评现场无法出示。

    Mend: 用原软件打开检查，另存为 PDF、DOCX、JPG 等常用格式后重新提交。
    """
    reading = document.reading
    if reading.has(Trouble.BOMB) and reading.format in PICTURES:
        yield skipped(document, _sentence(reading.problems[0]))
    elif reading.problems and (problem := _among(document, _BROKEN)):
        yield fault(document, _sentence(problem), _told(document))
    elif reading.problems and (problem := _among(document, _ELSEWHERE)):
        yield skipped(document, _ELSEWHERE[problem.trouble])
    elif "flaws" in dict(reading.facts) and (problem := _among(document, (Trouble.PARTIAL,))):
        yield fault(document, _sentence(problem), _told(document), Severity.WARN)
    elif reading.problems and (problem := _among(document, _UNSEEN)):
        yield skipped(document, _sentence(problem))
    elif reading.format in RECORDINGS and dict(reading.facts).get("played") != "all":
        yield skipped(document, "音像文件没有从头到尾播放，请人工试播。")


def _sentence(problem: Problem) -> str:
    return problem.message.rstrip("。") + "。"


def _told(document: Document) -> str:
    reading = document.reading
    return f"{called(reading.format)}，{document.arrival.size:,} 字节"


@check(
    "Y02", each=usable, source="DA/T 70-2018 真实性检测（电子属性一致性）", severity=Severity.WARN
)
def is_what_its_ending_says(_docket: Docket, document: Document) -> Iterator[Remark]:
    """真实格式与扩展名一致。

    Why: 扩展名与内容不符的文件，双击时可能打不开，也可能被误认为损坏。

    Mend: 把扩展名改为真实格式的扩展名，或用原软件另存后重新提交。
    """
    reading = document.reading
    ending = (
        document.arrival.base.rpartition(".")[2].lower() if "." in document.arrival.base else ""
    )
    if not reading.extensions:
        yield skipped(document, "未能识别真实格式，扩展名无从核对。")
    elif document.redaction:
        return  # a copy of ours bears its original's name, and the right ending in the box
    elif ending not in reading.extensions and not _plainly(ending, reading.format):
        shown = f"扩展名为“.{ending}”" if ending else "没有扩展名"
        yield fault(
            document,
            f"{shown}，内容是 {called(reading.format)}。",
            f"该格式常用扩展名：{'、'.join(reading.extensions[:4])}",
        )


def _plainly(ending: str, form: str) -> bool:
    """Any text may call itself a text; a text or XML of an ending that is no format's is its own."""
    if ending in _PLAIN and form in PLAIN:
        return True
    return form in _OWN and bool(ending) and ending not in _CLAIMED


@check(
    "Y03",
    each=admitted,
    source="GB/T 18894-2016 归档格式（部分条文）及惯例",
    severity=Severity.WARN,
)
def format_is_kept_by_archives(_docket: Docket, document: Document) -> Iterator[Remark]:
    """格式适合归档保存。

    Why: 少见的格式几年后可能没有软件能打开，考评现场的电脑也未必能打开。

    Mend: 原文件保留，另交一份转换件：文字转 PDF 或 OFD，照片转 JPG，录音转 MP3，录像转 MP4。
    """
    name = document.reading.format
    if not document.reading.extensions:
        yield skipped(document, "未能识别真实格式，无法判断是否适合归档。")
    elif name not in KEPT and name not in PACKED:
        yield fault(document, f"{called(name)}不在常用归档格式之内，建议另附转换件。")


@check(
    "Y04",
    each=live,
    source="《电子档案移交与接收办法》（加密的应解密后移交）",
    severity=Severity.BLOCK,
)
def is_not_encrypted(_docket: Docket, document: Document) -> Iterator[Remark]:
    """文件没有加密。

    Why: 加密的文件离开原来的人就打不开，加密的应当解密后再归档。

    Mend: 请经办人解除密码后重新提交；只限制编辑、不限制打开的，可在豁免中说明。
    """
    if problem := _among(document, (Trouble.ENCRYPTED,)):
        yield fault(document, _sentence(problem), called(document.reading.format))
    elif problem := _among(document, (Trouble.OWNER_LOCKED,)):
        yield fault(document, _sentence(problem), "能直接打开，编辑受限", Severity.WARN)
    elif problem := _among(document, (Trouble.UNKNOWN, Trouble.NO_READER)):
        yield skipped(document, _sentence(problem))


def _parcels(docket: Docket) -> Iterator[Document]:
    for document in docket.case.documents:
        unpacked = document.state is State.CONTAINER
        torn = document.arrival.base.rpartition(".")[2].lower() in OFFICE  # told by Y01 and Y08
        packed = document.reading.format in PACKED and document.state in LIVE
        if unpacked or (packed and not torn):
            yield document


@check(
    "Y05",
    each=_parcels,
    source="《电子档案移交与接收办法》（压缩的应解压缩后移交）",
    severity=Severity.WARN,
)
def parcels_are_unpacked(_docket: Docket, document: Document) -> Iterator[Remark]:
    """压缩包已经拆开，包内文件逐件归档。

    Why: 压缩包里的材料不拆开就无法逐件编号、检查和出示。

    Mend: 请自行解压（加密的先解密），把里面的文件直接放进收件夹。
    """
    problems = "；".join(problem.message for problem in document.reading.problems)
    if document.state is not State.CONTAINER:
        empty = document.reading.has(Trouble.EMPTY)
        message = "压缩包里没有文件。" if empty else "压缩包没有拆开，包内文件尚未归档。"
        yield fault(document, message, problems)
    elif _among(document, _LEFT_INSIDE):
        yield fault(document, "压缩包或邮件里有文件没有取出。", problems)


@check("Y07", each=admitted, source=f"PDF/A、OFD/A 归档要求（{RECALLED}）", severity=Severity.WARN)
def holds_no_programs(_docket: Docket, document: Document) -> Iterator[Remark]:
    """文件中没有宏和附带文件。

    Why: 带宏的文件换一台电脑可能打不开或弹出安全警告；藏在文件里的附件不会被单独编目。

    Mend: 另存为不带宏的格式（如 DOCX、XLSX、PDF）；有用的附件请单独提交。
    """
    facts = dict(document.reading.facts)
    if "macros" in facts:
        yield fault(document, "文件中带有宏。", document.arrival.base)
    elif document.reading.format == "pdf" and (count := facts.get("attachments")):
        message = f"PDF 中附带 {count} 个文件。"
        yield fault(document, message, document.arrival.base, Severity.INFO)


@check("Y08", each=live, source=OURS, severity=Severity.BLOCK)
def is_neither_empty_nor_cut_short(_docket: Docket, document: Document) -> Iterator[Remark]:
    """文件不是空的，也没有被截断。

    Why: 复制、下载或断网时中断的文件只有前半部分，表面上看不出来。

    Mend: 从原处重新复制完整的文件，再放进收件夹。
    """
    size = document.arrival.size
    if problem := _among(document, (Trouble.EMPTY, Trouble.TRUNCATED)):
        yield fault(document, _sentence(problem), f"{size:,} 字节")
    elif not size:
        yield fault(document, "文件为空，没有任何内容。", "0 字节")


def _repeated(docket: Docket) -> Iterator[tuple[Document, Document | None]]:
    """Documents with the document they repeat, if they do."""
    first: dict[Digest, Document] = {}
    for document in docket.case.documents:
        if document.state is State.PLACED:
            main = first.setdefault(document.arrival.digest, document)
            yield document, None if main is document else main
        elif document.state is State.DUPLICATE:
            yield document, docket.named.get(document.same_as)


@check(
    "Y09",
    each=_repeated,
    source="国家档案局令第8号 第四条（重份文件不归档）",
    severity=Severity.BLOCK,
)
def same_bytes_count_once(
    _docket: Docket, pair: tuple[Document, Document | None]
) -> Iterator[Remark]:
    """内容完全相同的文件只计一件。

    Why: 重份文件不归档；同一文件重复装盒会使件数不实。同一文件印证不同要点的，另列互见，不算重份。

    Mend: 一般不需处理：已自动只保留一件。若是交错了文件，请提交正确的文件。
    """
    document, main = pair
    if main is None:
        return
    evidence = f"与之相同的文件：{main.name}"
    if document.state is State.PLACED:
        yield fault(document, "与另一件内容完全相同，两件都已入盒。", evidence)
    elif document.placement.point in {"", main.placement.point}:
        message = "与已收文件内容完全相同，没有重复入盒。"
        yield fault(document, message, evidence, Severity.INFO)


@check("Y29", each=_photos, source=OURS, severity=Severity.INFO)
def photo_is_the_camera_file(_docket: Docket, document: Document) -> Iterator[Remark]:
    """照片是相机或手机的原图。

    Why: 经聊天软件转发的照片一般被压缩，清晰度下降，拍摄时间等信息也会丢失。

    Mend: 如能找到，请换成拍摄者手机或相机里的原图；只有转发件的，可以保留。
    """
    base = document.arrival.base.lower()
    if base.startswith(("mmexport", "微信图片_", "wx_camera_", "qq图片", "img_wechat")):
        yield fault(
            document, "从文件名看是聊天软件转存的照片，可能不是原图。", document.arrival.base
        )


def _scenes(docket: Docket) -> Iterator[Document]:
    """Photos that are no pictures of paper, of which Y24 tells the resolution."""
    return (d for d in _photos(docket) if dict(d.reading.facts).get("look") != "page")


@check("Y30", each=_scenes, source=OURS, severity=Severity.INFO)
def photo_is_large_enough(docket: Docket, document: Document) -> Iterator[Remark]:
    """照片像素足够打印和放大查看。

    Why: 像素过低的照片打印出来模糊，看不清横幅和人物。（像素下限为本程序口径，未见国家标准数值。）

    Mend: 请提交原图；只有小图的，可以保留。
    """
    width, height = document.reading.width, document.reading.height
    least = docket.plan.settings.measures.photo_pixels
    if not width or not height:
        yield skipped(document, "没有读出照片的像素尺寸。")
    elif width * height < least:
        few = f"{least / 10_000:.0f} 万像素"
        yield fault(document, f"照片为 {width}×{height} 像素，不足 {few}。")


@check("Y42", each=admitted, source="《档案法实施条例》第三十九条", severity=Severity.WARN)
def source_is_known(_docket: Docket, document: Document) -> Iterator[Remark]:
    """材料的来源可以确认。

    Why: 不知道由哪个单位、什么人交来的材料，现场被问到时无人能够说明。

    Mend: 把文件放进本单位的收件文件夹，或由人工指定责任单位。
    """
    if not document.placement.unit and not document.arrival.by:
        yield fault(document, "没有读出责任单位，也没有投放人的记录。", document.arrival.folder)
