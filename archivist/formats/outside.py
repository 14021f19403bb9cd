"""What this room takes from outside the package: each with its probe, and what it adds."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata

from archivist.formats import libreoffice, ocr, unar, virus


@dataclass(frozen=True, slots=True)
class Outside:
    """One outside program or library: what was found ("" if it is missing), what it adds, the remedy."""

    name: str
    found: str
    adds: str
    mend: str


_WANTED: tuple[tuple[str, Callable[[], str], str, str], ...] = (
    (
        "文字识别 OCR（rapidocr、onnxruntime）",
        lambda: _library("rapidocr") if ocr.available() else "",
        "扫描件、照片和截图上的文字",
        "pip install rapidocr onnxruntime",
    ),
    (
        "音视频 PyAV",
        lambda: _library("av"),
        "视频、录音的时长、画面、编码，能否放到结尾，黑屏和静音",
        "pip install av",
    ),
    (
        "苹果照片 pi-heif",
        lambda: _library("pi_heif", "pi-heif"),
        "HEIC 格式的照片",
        "pip install pi-heif",
    ),
    (
        "电子签名 pyHanko",
        lambda: _library("pyhanko", "pyHanko"),
        "PDF 电子签名是否完好、由谁签、何时签",
        "pip install pyhanko",
    ),
    ("7z 压缩包 py7zr", lambda: _library("py7zr"), "7z 压缩包里的文件", "pip install py7zr"),
    ("RAR 压缩包 unar", unar.probe, "RAR 压缩包里的文件", "安装 unar（含 lsar），并加入 PATH"),
    (
        "LibreOffice",
        libreoffice.program,
        "Visio 绘图、早期 WPS 文字、PowerPoint 95 等老格式的文字",
        "安装 LibreOffice",
    ),
    (
        "杀毒 ClamAV（clamdscan）",
        virus.engine,
        "收到的文件逐个查毒",
        "安装 ClamAV 并启动其后台服务",
    ),
)


def probed() -> tuple[Outside, ...]:
    """Look for all of them; may start a program for a moment."""
    return tuple(_all())


def _all() -> Iterator[Outside]:
    for name, probe, adds, mend in _WANTED:
        yield Outside(name, probe(), adds, mend)


def _library(module: str, package: str = "") -> str:
    """Version of an installed package, "" if it is not there; nothing is loaded."""
    if importlib.util.find_spec(module) is None:
        return ""
    try:
        return metadata.version(package or module)
    except metadata.PackageNotFoundError:
        return "已安装"
