"""Text in the encodings of Chinese offices, and anything at all as bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist import formats
from archivist.formats.letters import decode
from archivist.formats.text import strip
from archivist.model import Limits
from tests.specimens.reading import DIGEST

_HANZI = st.text(
    st.sampled_from(
        "青山县食品安全委员会办公室关于印发年度工作要点的通知各成员单位请认真贯彻执行检查培训记录"
    ),
    min_size=4,
    max_size=80,
)


@given(text=_HANZI, encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_chinese_is_decoded_whatever_its_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("text", ["关于", "食品安全", "2022年3月9日，县食安办。", "a,b\n备注"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_short_chinese_is_decoded(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


def test_traditional_chinese_in_big5_is_decoded() -> None:
    text = "食品安全委員會辦公室關於檢查工作的通知"
    assert decode(text.encode("big5"))[0] == text


@settings(max_examples=150, deadline=None)
@given(data=st.binary(min_size=1, max_size=600))
def test_any_bytes_yield_a_reading(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(data)
        read = formats.read(path, DIGEST, Path(folder) / "spool", Limits())
        assert "\0" not in read.text
        assert read.reading.version == formats.version(read.reading.format)


@given(markup=st.text(max_size=300))
def test_any_markup_is_stripped(markup: str) -> None:
    assert isinstance(strip(markup)[0], str)


def test_a_page_keeps_cells_apart_and_hides_scripts() -> None:
    page = "<title>表</title><script>x()</script><table><tr><td>甲</td><td>乙</td></tr></table>&lt;1&gt;"
    assert strip(page) == ("表\n甲\t乙\n<1>", "表")
