"""What the operating system says when it refuses something, in the words of an office."""

from __future__ import annotations

import errno

_SHARING = {32, 33}
"""Windows: another program holds the file, or a part of it (ERROR_SHARING_, ERROR_LOCK_VIOLATION)."""

_HELD = "正被另一个程序占用"
_TOLD = {
    "ENOENT": "文件或文件夹不存在",
    "EACCES": "没有权限",
    "EPERM": "没有权限",
    "ENOSPC": "磁盘已满",
    "EDQUOT": "磁盘配额已用完",
    "EIO": "磁盘读写出错",
    "EBUSY": _HELD,
    "ETXTBSY": _HELD,
    "EROFS": "磁盘是只读的",
    "ENAMETOOLONG": "名字或路径太长",
    "EEXIST": "已经存在",
    "ENOTEMPTY": "文件夹不是空的",
    "ENOTDIR": "不是文件夹",
    "EISDIR": "是文件夹，不是文件",
    "EINVAL": "名字或参数不被接受",
    "EFBIG": "文件超过磁盘允许的大小",
    "EMFILE": "打开的文件太多",
    "ENFILE": "打开的文件太多",
    "ENOMEM": "内存不足",
    "EXDEV": "不在同一个磁盘上",
    "ELOOP": "链接绕成了圈",
    "ENODEV": "磁盘或设备不在",
    "ENXIO": "磁盘或设备不在",
    "ESTALE": "网络盘上的文件已经变动",
    "ETIMEDOUT": "网络盘没有回应",
    "EHOSTDOWN": "网络盘连不上",
    "EHOSTUNREACH": "网络盘连不上",
    "ENETUNREACH": "网络盘连不上",
    "ENETDOWN": "网络盘连不上",
    "ECONNRESET": "网络盘断开了",
}


def refusal(error: OSError) -> str:
    """Why the system refused, as the end of a sentence: 磁盘已满; what is rare, by its number."""
    if getattr(error, "winerror", None) in _SHARING:
        return _HELD
    if error.errno is None:
        return "系统没有说明原因"
    return _TOLD.get(errno.errorcode.get(error.errno, ""), f"系统错误 {error.errno}")
