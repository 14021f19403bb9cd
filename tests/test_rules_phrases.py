"""What a text and a requirement have in common is shown in whole words."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from archivist.rules.likeness import pairs_of
from archivist.rules.phrases import Phrases
from tests.placing import place

SAID = ("农产品批发市场开办者落实食品安全责任，公示快检结果", "示范城市创建责任到人")


def shown(text: str, most: int = 9, said: tuple[str, ...] = SAID) -> list[str]:
    pairs = tuple(dict.fromkeys(pairs_of(text)))
    ours = {pair for each in said for pair in pairs_of(each)}
    known = [pair for pair in pairs if pair in ours]
    return Phrases(said).shown(known, frozenset(known), text, most)


def test_the_longest_run_of_whole_words_is_shown() -> None:
    assert shown("食品批发市场的快检结果每天贴出来") == ["批发市场", "快检结果"]
    assert shown("本区为示范城市，责任到人，有专人管") == ["示范城市", "责任到人"]


def test_halves_of_words_show_nothing() -> None:
    assert shown("模范城里的市场部到人事科") == []
    assert shown("食品安全的范城、任到") == ["食品安全"]


def test_a_run_that_only_its_pairs_know_is_no_phrase() -> None:
    assert shown("批发者，发市里，市场口") == []


@given(st.text("农产品批发市场开办者落实责任，示范城到人的", max_size=60))
def test_every_phrase_stands_in_the_text_and_in_what_is_said(text: str) -> None:
    for phrase in shown(text):
        assert phrase in text
        assert any(phrase in each for each in SAID)


def test_reasons_name_whole_words() -> None:
    text = "各街道要把创建示范城市的任务分到人，动员部署到位，宣传到户。"
    placed = place("关于做好创建工作的通知.docx", text, title="关于做好创建工作的通知")
    reasons = [str(r) for c in placed.candidates for r in c.reasons if "用字" in str(r)]
    assert reasons
    assert not re.search("（范城|任到人|的通", "".join(reasons))
