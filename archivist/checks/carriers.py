"""Which formats are photos, recordings, texts and parcels, and which an archive keeps."""

from __future__ import annotations

# ruff: noqa: SIM905 - words in a row read better than quoted ones in a column
PHOTOS = frozenset("jpeg heic avif dng tiff".split())
"""What cameras and telephones write."""

PICTURES = PHOTOS | frozenset("png bmp gif webp psd svg jp2 jxl".split())

FILMS = frozenset("mp4 mov avi mkv webm wmv flv mpeg 3gp mts".split())

RECORDINGS = FILMS | frozenset("mp3 wav m4a aac flac amr wma ogg opus aiff midi".split())
"""Films and sounds; a picture in a sound file is its cover."""

OFFICE = frozenset("docx docm xlsx xlsm pptx pptm ofd odt ods odp epub".split())
"""Endings of documents that are parcels inside."""

TEXTS = frozenset("pdf ofd docx doc wps rtf odt txt html mht".split())
"""Formats in which official documents and reports come."""

PLAIN = frozenset("txt csv md html xml json eml".split())
"""Formats that any text editor shows."""

PAGED = frozenset({"pdf", "ofd"})
"""Formats whose pages are fixed, so that their number is a fact."""

PACKED = frozenset("zip rar 7z tar gz bz2 xz".split())

_CALLED = {"ooxml-encrypted": "加密的 Office 文档", "ole": "Office 97—2003 类型的复合文档"}

KEPT = frozenset(
    "pdf ofd docx doc wps rtf odt txt csv md html mht xml json eml msg "
    "xlsx xls et ods pptx ppt dps odp jpeg tiff png wav mp3 mp4 mov avi mpeg flv".split()
)
"""Formats an archive takes as they are: lists for official papers, photos, audio and video (GB/T
18894 as far as it could be read; S49) with the everyday neighbours of practice."""


def called(form: str) -> str:
    """What a clerk is told the format is: its usual ending, or words where that says nothing."""
    return _CALLED.get(form, f"{form.upper()} 格式")
