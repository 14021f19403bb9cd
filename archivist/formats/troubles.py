"""The sentences of this room: what a clerk is told about a file, and what to do about it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence

from archivist.model import Problem, Trouble

_SHOWN = 5


def some(names: Sequence[str]) -> str:
    """The first names, and how many there are in all."""
    shown = "、".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} 等 {len(names)} 个"


def numbers(pages: Sequence[int]) -> str:
    """Page numbers with runs drawn together: 1—3、7."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return "、".join(str(a) if a == b else f"{a}—{b}" for a, b in runs)


EMPTY = Problem(
    Trouble.EMPTY, "文件为空（0 字节），没有任何内容", "请核对原文件，重新提交有内容的文件"
)
BLANK = Problem(Trouble.NO_TEXT, "没有从文件中读出文字", "请打开核对是否提交了正确的文件")
PICTURES = Problem(
    Trouble.NO_TEXT,
    "文件中只有图片，没有可读取的文字",
    "请人工查看图片内容，或提交带文字层的版本",
)
ENCRYPTED = Problem(Trouble.ENCRYPTED, "文件已加密，无法打开", "请解密后重新提交")
UNKNOWN = Problem(
    Trouble.UNKNOWN,
    "无法识别文件格式，未检查内容",
    "请确认文件能正常打开，并另存为 PDF、DOCX 等常用格式后重新提交",
)
TRUNCATED = Problem(
    Trouble.TRUNCATED,
    "文件不完整：内容缺失（没有结尾，或比文件自身记载的短），可能是复制或传输中断",
    "请从原处重新复制完整文件后提交",
)
TOO_LONG = Problem(
    Trouble.TOO_BIG,
    "文字内容超过读取上限，只读取了前面的部分",
    "如需全部检查，请拆分文件后重新提交",
)


HOLLOW = Problem(Trouble.EMPTY, "压缩包内没有任何文件", "请核对后重新打包，或直接提交各个文件")
SHORTCUT = Problem(
    Trouble.EMPTY,
    "这是快捷方式，只指向别处的文件或网页，本身没有内容",
    "请把它所指的原文件放进收件夹；网页请另存为 PDF",
)
OPEN_BY_HAND = "请人工打开查看，或转换为 PDF、DOCX、JPG 等常用格式后重新提交"


_BECAUSE: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (EOFError, "内容提前结束"),
    (RecursionError, "内部结构嵌套过深"),
    (UnicodeError, "文字编码有误"),
    ((zipfile.BadZipFile, zlib.error), "压缩数据损坏"),
    (NotImplementedError, "使用了不支持的压缩或编码方法"),
    (OSError, "内容读不出来"),
)


def because(error: BaseException) -> str:
    """Why, for a clerk: our own exceptions speak Chinese, of others only the kind is told."""
    if type(error).__module__.startswith("archivist.") and not str(error).isascii():
        return str(error)
    said = (said for kinds, said in _BECAUSE if isinstance(error, kinds))
    return next(said, "内部结构不符合格式规定")


def damaged(why: str) -> Problem:
    """The file is what it says, yet cannot be opened; ``why`` is Chinese, or empty."""
    detail = f"（{why}）" if why else ""
    return Problem(
        Trouble.DAMAGED, f"文件已损坏，无法打开{detail}", "请用原软件打开检查，另存后重新提交"
    )


def partial(what: str, mend: str = "请用原软件打开检查，另存后重新提交") -> Problem:
    """Something could be read, something not; ``what`` is a whole sentence."""
    return Problem(Trouble.PARTIAL, what, mend)


def too_big(what: str) -> Problem:
    """A limit was reached; ``what`` names it with its number."""
    return Problem(
        Trouble.TOO_BIG, f"{what}，未读取内容", "请拆分或压缩后重新提交，或由管理员调整上限"
    )


def too_large(memory_bytes: int) -> Problem:
    """The memory one file may take does not suffice."""
    return too_big(f"读取所需内存超过 {memory_bytes / 2**30:.3g} GB 的上限")


def illegible(what: str) -> Problem:
    """The whole was seen, its text was hardly recognised: what it says is uncertain."""
    return Problem(
        Trouble.ILLEGIBLE,
        f"{what}，识别结果仅供参考",
        "请人工核对内容，或以 300 dpi 重新扫描后提交",
    )


def no_reader(name: str, mend: str) -> Problem:
    """The format is known, nothing here reads it; the file was not checked."""
    return Problem(Trouble.NO_READER, f"未检查：本机没有读取 {name} 格式的程序", mend)


def bomb(what: str) -> Problem:
    """Expands beyond all measure: an attack, or a file nobody meant."""
    return Problem(
        Trouble.BOMB,
        f"压缩内容异常膨胀，已停止解压：{what}",
        "请核对文件来源；如确属正常材料，请解压后直接提交各个文件",
    )


SCANNED = Problem(
    Trouble.NO_TEXT,
    "所有页面都没有可用的文字层（扫描件或图片），未读取文字",
    "请人工查看内容，或提交带文字层的 PDF（扫描时开启文字识别）",
)
REPAIRED = Problem(
    Trouble.PARTIAL,
    "文件结构有损坏，已按可恢复的内容读取，可能不完整",
    "请用原软件打开检查，重新导出 PDF 后提交",
)


def scanned_pages(pages: Sequence[int]) -> Problem:
    """Some pages are pictures."""
    return Problem(
        Trouble.PARTIAL,
        f"第 {numbers(pages)} 页没有可用的文字层，未读取这些页的文字",
        "请人工查看这些页，或提交带文字层的 PDF",
    )


def garbled_pages(pages: Sequence[int]) -> Problem:
    """Some fonts hide what their glyphs mean."""
    return partial(
        f"第 {numbers(pages)} 页的字体缺少字符对照，文字无法提取",
        "请用原软件重新导出 PDF（嵌入字体）",
    )


def pages_left(read: int, left: int) -> Problem:
    """The page limit was reached."""
    return Problem(
        Trouble.TOO_BIG,
        f"页数超过读取上限：只读取了前 {read} 页，其余 {left} 页未读取",
        "如需全部检查，请拆分文件后重新提交",
    )


def crowded(limit: int) -> Problem:
    """More members than one container may have."""
    return Problem(
        Trouble.TOO_BIG,
        f"压缩包内文件超过 {limit:,} 个，超出部分未取出",
        "请按考评要点分别打包，或解压后直接提交",
    )


def missing(library: str) -> Problem:
    """A library this reader needs is not installed here; the file is not to blame."""
    return Problem(
        Trouble.NO_READER,
        f"未检查：本机缺少组件 {library}",
        f"请管理员安装组件 {library} 后重新读取",
    )


def unsafe(members: Sequence[str]) -> Problem:
    """Names that point elsewhere, links, devices: not unpacked."""
    return Problem(
        Trouble.UNSAFE_NAME,
        f"压缩包内有不安全的成员，已拒绝解压：{some(members)}",
        "请解压后直接提交需要的文件，并核对压缩包来源",
    )
