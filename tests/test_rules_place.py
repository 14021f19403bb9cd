from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist.model import Verb
from archivist.rules.patterns import Patterns
from archivist.rules.placing import Evidence
from archivist.rules.said import said_by_all
from archivist.rules.words import Vocabulary
from tests.placing import arrival, decision, place, plan, reading, rules

CANTEEN = (
    "各学校：现将学校食堂明厨亮灶检查情况通报如下。校长陪餐、食品留样、学校食堂从业人员健康证"
    "逐一检查，校园食品安全总体平稳。"
)


def said(reasons: object) -> str:
    return str(reasons)


def test_a_code_in_the_name_decides_and_tells_the_points_line() -> None:
    placed = place("区政府办公室/05-2_常务会议纪要_20220315.pdf")
    assert (placed.point, placed.unit, placed.explicit) == ("05-2", "区政府办公室", True)
    (reason,) = placed.reasons
    assert reason.text == "文件名含编码“05-2”"
    assert reason.where == plan().by_code["05-2"].where


def test_further_codes_are_cross_references() -> None:
    placed = place("05-2、06-1 常务会议纪要.pdf")
    assert (placed.point, placed.cross) == ("05-2", ("06-1",))


def test_documents_placed_together_lie_where_each_alone_would() -> None:
    told = [
        Evidence(arrival(name, text), reading(text, title=title), text)
        for name, text, title in (
            ("区教育局/学校食堂检查.docx", CANTEEN, ""),
            ("05-2_常务会议纪要.pdf", CANTEEN, "区政府常务会议纪要"),
            ("扫描件.pdf", "", ""),
            ("食品安全应急预案.docx", CANTEEN * 9, "食品安全事故应急预案"),
        )
    ]
    alone = tuple(rules().place(each.arrival, each.reading, each.text, ()) for each in told)
    assert rules().place_all(told) == alone
    assert rules().place_all(()) == ()


def test_a_code_in_a_folder_decides_where_the_name_has_none() -> None:
    placed = place("区教育局/26-1 校园/材料.docx")
    assert (placed.point, placed.explicit) == ("26-1", True)


def test_the_innermost_coded_folder_wins() -> None:
    assert place("区教育局/05-2/26-1/材料.docx").point == "26-1"


def test_a_container_named_with_a_code_speaks_for_its_members() -> None:
    assert place("区教育局/26-1材料.zip/照片.jpg", form="jpeg").point == "26-1"


def test_a_folder_named_after_a_point_decides() -> None:
    point = plan().by_code["26-1"]
    placed = place(f"区教育局/{point.title}/材料.docx")
    assert (placed.point, placed.explicit) == ("26-1", True)


def test_the_name_wins_over_the_folder_and_the_difference_is_told() -> None:
    placed = place("区教育局/06-1/26-1 食堂检查.docx")
    assert placed.point == "26-1"
    assert "06-1" in said(placed.contradictions)


def test_a_code_the_standard_does_not_have_leaves_the_file_open_with_the_reason() -> None:
    placed = place("05-9 学校食堂陪餐记录.docx", CANTEEN)
    assert placed.point == ""
    assert "编码无此要点" in placed.reasons[0].text
    assert "26-1" in [candidate.point for candidate in placed.candidates]


def test_an_ambiguous_code_leaves_the_file_open_among_its_meanings() -> None:
    placed = place("（五）26 学校食堂陪餐.docx")
    assert placed.point == ""
    assert {candidate.point for candidate in placed.candidates[:2]} == {"26-1", "26-2"}


def test_a_code_that_the_content_denies_is_kept_with_a_contradiction() -> None:
    placed = place("05-2 会议.docx", CANTEEN, title="学校食堂明厨亮灶情况的通报")
    assert placed.point == "05-2"
    assert "26-1" in said(placed.contradictions)


def test_a_text_of_which_the_rules_know_two_words_contradicts_no_code() -> None:
    mail = "主题: Agenda\n日期: Mon, 3 Jan 2022\nHello all, please find the agenda attached."
    assert place("区市场监管局/05-2 mail.eml", mail).contradictions == ()


def test_a_short_text_that_speaks_more_of_another_point_contradicts_its_code() -> None:
    text = (
        "食品厂自查\n现将食品厂自查工作有关材料整理如下。\n查出风险要写报告，十天内报所里。\n"
        "抽了5家对照现场，有54家填得太假，约来谈话。\n企业每季度自己对着单子查，查完传到系统里。"
    )
    placed = place("各街道办事处/10-2 食品厂自查.docx", text, title="食品厂自查")
    assert placed.point == "10-2"
    assert "31-2" in said(placed.contradictions)
    assert place("各街道办事处/31-2 食品厂自查.docx", text, title="食品厂自查").contradictions == ()


def test_the_name_of_a_photo_contradicts_its_code_only_where_it_is_far_ahead() -> None:
    assert place("38-2 抽检现场照片.jpg", form="jpeg").contradictions == ()
    assert "27-3" in said(place("05-2 食品摊点规范疏导照片.jpg", form="jpeg").contradictions)


def test_the_word_of_a_code_is_no_word_of_the_paper() -> None:
    placed = place("各街道办事处/考评要点46　收集点冰柜照片（2020年6月）.jpg", form="jpeg")
    assert placed.point == "20-2"
    assert placed.contradictions == ()
    assert "要点" in said(place("街道2022年工作要点.docx").candidates[0].reasons)


def test_a_name_in_the_escapes_of_addresses_is_read_as_what_it_means() -> None:
    meant = place("学校食堂陪餐留样检查记录.docx")
    assert meant.candidates
    escaped = "%E5%AD%A6%E6%A0%A1%E9%A3%9F%E5%A0%82%E9%99%AA%E9%A4%90%E7%95%99%E6%A0%B7%E6%A3%80%E6%9F%A5%E8%AE%B0%E5%BD%95.docx"
    assert place(escaped).candidates == meant.candidates


def test_a_code_that_the_content_bears_out_has_no_contradiction() -> None:
    placed = place("26-1 通报.docx", CANTEEN, title="学校食堂明厨亮灶情况的通报")
    assert placed.contradictions == ()


def test_an_unsure_writing_places_only_what_the_words_bear_out() -> None:
    assert place("学校食堂陪餐记录5-2.docx", CANTEEN).point == ""
    assert place("5.2会议.docx").point == ""


def test_a_telling_name_is_enough_without_code() -> None:
    placed = place("2022年区政府与街道食品安全责任书.pdf", form="pdf")
    assert (placed.point, placed.explicit) == ("07-2", False)
    assert placed.reasons[0].where is not None
    assert placed.confidence >= plan().settings.thresholds.accept


@pytest.mark.parametrize(
    ("name", "fits"), [("AI巡查截图.png", True), ("email.eml", False), ("fail-b.pdf", False)]
)
def test_latin_letters_of_a_pattern_are_a_word_of_their_own(name: str, fits: bool) -> None:  # noqa: FBT001
    told = Patterns.of(plan()).matching(name.lower(), name.lower().rpartition(".")[0])
    assert ("J2" in {pattern.point for pattern in told}) is fits


def test_latin_letters_of_a_word_are_a_word_of_their_own() -> None:
    vocabulary = Vocabulary.of(plan(), said_by_all(plan()))
    latin = {vocabulary.words[i] for i in vocabulary.latin}
    assert {"cma", "abcd"} <= latin
    for text, stands in (
        ("the pcma mapping abcde", False),
        ("cmabcd", False),
        ("取得cma证书", True),
        ("cma 2022", True),
        ("abcd级", True),
    ):
        met = {vocabulary.words[i] for i in vocabulary.hits(text)}
        assert bool(met & latin) is stands, text


def test_a_vague_name_is_left_open_and_says_so() -> None:
    placed = place("总结.docx")
    assert placed.point == ""
    assert placed.reasons


def test_nothing_known_is_left_open_without_candidates() -> None:
    placed = place("IMG_20220509_1234.jpg", form="jpeg")
    assert (placed.point, placed.candidates) == ("", ())


@pytest.mark.parametrize(
    "name",
    [
        "安全生产责任书.docx",
        "防汛应急预案.docx",
        "卫生城市创建动员会讲话.docx",
        "税收宣传方案.docx",
    ],
)
def test_other_campaigns_papers_are_never_placed_by_words(name: str) -> None:
    assert place(name).point == ""


def test_a_stock_sentence_that_names_the_subject_makes_no_paper_one_of_it() -> None:
    fire = (
        "关于印发《清明上山不许点火实施方案》的通知\n现将方案印发给你们，请认真贯彻执行。\n"
        "为深入贯彻落实党中央、国务院和省、市关于食品安全工作的决策部署，制定本方案。\n"
        "成立工作专班，建立周碰头、月小结、季讲评的推进办法。见烟就报。进山收打火机。"
    )
    title = "关于印发《清明上山不许点火实施方案》的通知"
    assert place("公安分局/清明上山不许点火实施方案.docx", fire, title=title).point == ""


def test_at_most_five_candidates_best_first_each_with_reasons() -> None:
    placed = place(
        "专项检查情况汇总.docx", "食品安全专项整治 联合检查 监督抽检 培训 宣传 台账 网格"
    )
    confidences = [candidate.confidence for candidate in placed.candidates]
    assert 0 < len(confidences) <= 5
    assert confidences == sorted(confidences, reverse=True)
    assert all(candidate.reasons for candidate in placed.candidates)
    assert all(0 <= confidence <= 1 for confidence in confidences)


def test_a_leaders_mobilisation_speech_finds_its_point(corpus: Path) -> None:
    text = (corpus / "speech.txt").read_text(encoding="utf-8")
    for name in ("讲话.txt", "speech.txt", "区食安办/speech.txt"):
        placed = place(name, text, form="txt")
        first = [candidate.point for candidate in placed.candidates[:3]]
        assert placed.point == "10-1" or (placed.point == "" and "10-1" in first)


def test_full_width_and_traditional_writing_are_read_alike() -> None:
    plainly = place("学校食堂陪餐记录.docx").candidates[0]
    assert place("學校食堂陪餐記錄.docx").candidates[0] == plainly
    assert place("学校 食堂　陪餐记录.docx").candidates[0].point == plainly.point


def test_every_example_of_the_rules_is_found_by_name_alone() -> None:
    wrong = [
        (point.code, example.text)
        for point in plan().points
        for example in point.examples
        if rules().place_name(example.text)[0].point != point.code
    ]
    assert wrong == []


# units


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("区教育局/总结.docx", "区教育局"),
        ("教育/总结.docx", "区教育局"),
        ("城管材料/总结.docx", "区城管局"),
        ("卫计/总结.docx", "区卫健局"),
        ("总结_公安_2022.docx", "公安分局"),
        ("区食药监局总结.docx", "区市场监管局"),
        ("城东街道_总结.docx", "各街道办事处"),
        ("宣传教育总结.docx", ""),
        ("三安联动公安总结.docx", ""),
        ("区政府与街道总结.docx", ""),
        ("佐证材料/总结（报送）.docx", ""),
        ("区创城办（食安）/总结.docx", "区食安办"),
        ("总结.docx", ""),
    ],
)
def test_units_are_known_by_folder_name_and_alias(name: str, unit: str) -> None:
    placed = place(name)
    assert placed.unit == unit
    assert (placed.unit_reason is not None) == bool(unit)


def test_the_issuer_names_the_unit_where_name_and_folder_do_not() -> None:
    assert place("总结.docx", issuer="青山区教育局").unit == "区教育局"
    assert place("区城管局/总结.docx", issuer="青山区教育局").unit == "区城管局"


def test_a_generic_alias_in_the_text_is_no_unit() -> None:
    assert place("总结.docx", "实施食安、农安、公安三安联动").unit == ""


# wants


@pytest.mark.parametrize(
    ("name", "form", "want"),
    [
        ("05-2_区委常委会会议纪要.pdf", "pdf", "区委常委会会议纪要"),
        ("07-2 区政府与城东街道签订的责任书.docx", "docx", "区政府与街道食品安全责任书"),
        ("07-2 签订仪式.jpg", "jpeg", "责任书签订会议照片"),
        ("10-1 动员会.mp4", "mp4", "会议照片录像"),
        ("26-1 陪餐记录.docx", "docx", "陪餐和留样记录抽样"),
        ("10-1.docx", "docx", ""),
    ],
)
def test_the_want_is_chosen_by_name_kind_and_format(name: str, form: str, want: str) -> None:
    placed = place(name, form=form)
    assert placed.want == want
    assert (placed.want_reason is not None) == bool(want)


# decisions


def test_a_persons_decision_beats_the_code() -> None:
    name = "05-2 会议.docx"
    placed = place(name, decisions=[decision(Verb.PLACE, name, "26-1")])
    assert (placed.point, placed.explicit, placed.confidence) == ("26-1", True, 1.0)
    assert placed.reasons[0].by == "李四"
    assert "已核对原件" in placed.reasons[0].text


def test_a_later_decision_wins_and_an_undo_takes_it_back() -> None:
    name = "会议.docx"
    first = decision(Verb.PLACE, name, "26-1", number=1)
    second = decision(Verb.PLACE, name, "05-2", number=2)
    undo = decision(Verb.UNDO, name, number=3)
    assert place(name, decisions=[second, first]).point == "05-2"
    assert place(name, decisions=[first, second, undo]).point == "26-1"
    again = decision(Verb.UNDO, name, number=4)
    assert place(name, decisions=[first, second, undo, again]).point == ""


def test_a_decision_follows_the_bytes_under_another_name() -> None:
    decided = decision(Verb.PLACE, "旧名.docx", "26-1", content="同样的字节")
    placed = rules().place(arrival("新名.docx", "同样的字节"), reading("同样的字节"), "", [decided])
    assert placed.point == "26-1"


def test_a_decision_follows_the_name_through_a_later_edition() -> None:
    decided = decision(Verb.PLACE, "会议.docx", "26-1", content="第一版")
    placed = rules().place(arrival("会议.docx", "第二版"), reading("第二版"), "", [decided])
    assert placed.point == "26-1"


def test_a_rejection_of_an_earlier_edition_is_told_and_does_not_reject_the_new_one() -> None:
    refused = decision(Verb.REJECT, "26-1 会议.docx", content="第一版")
    placed = rules().place(arrival("26-1 会议.docx", "第二版"), reading("第二版"), "", [refused])
    assert placed.point == "26-1"
    assert "上一版曾由李四退回" in said(placed.reasons)


def test_a_decided_want_and_cross_references_stand() -> None:
    name = "会议.docx"
    placed = place(
        name,
        decisions=[
            decision(Verb.PLACE, name, "05-2", want="领导批示件", number=1),
            decision(Verb.CROSS, name, "06-1", number=2),
        ],
    )
    assert (placed.point, placed.want, placed.cross) == ("05-2", "领导批示件", ("06-1",))


def test_decisions_on_other_files_do_not_matter() -> None:
    assert place("会议.docx", decisions=[decision(Verb.PLACE, "别的.docx", "26-1")]).point == ""


@settings(max_examples=150, deadline=None)
@given(
    name=st.text(min_size=1, max_size=80), text=st.text(max_size=400), title=st.text(max_size=40)
)
def test_any_name_and_text_can_be_placed(name: str, text: str, title: str) -> None:
    placed = place(name, text, title=title)
    assert placed.point == "" or placed.point in plan().by_code


@settings(deadline=None)  # the first example may have to compile the rules
@given(
    st.lists(
        st.sampled_from(
            ["05-2", "校园", "食堂", "/", "（五）", "10", "2022", "_", "监管", "讲话", "."]
        )
    )
)
def test_placing_is_a_function_of_what_is_given(pieces: list[str]) -> None:
    name = "".join(pieces) or "空"
    assert place(name, CANTEEN) == place(name, CANTEEN)
