"""Elements of official documents: realistic texts, the published cases, and hostile input."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivist.formats.elements import find
from archivist.model import ElementKind

SHARED = Path(__file__).parents[2] / "shared"

NOTICE = """000017
机密★1年
特急
青山区食品安全委员会办公室文件
青食安办发〔2022〕12号  签发人：张　三  李四光

青山区食品安全委员会办公室
关于印发2022年食品安全重点工作安排的
通知

各街道办事处，区食品安全委员会各成员单位：
现将《2022年食品安全重点工作安排》印发给你们，请结合青政发〔2021〕33号文件精神认真贯彻落实。
国食药监〔2019〕7号
对照《国家食品安全示范城市标准（2022版）》抓好整改。

附件：1.2022年食品安全重点工作安排
      2.重点工作任务分解表及各成员单位责任清
        单（区级）
      3.联络员名单

青山区食品安全委员会办公室
2022年3月9日
（此件公开发布）
\f附件1
2022年食品安全重点工作安排
一、工作目标
青山区农业农村局
2022年5月1日
\f附件2
重点工作任务分解表
抄送：市食安办。
青山区食品安全委员会办公室    2022年3月10日印发
"""

REQUEST = """青山区市场监督管理局
青市监〔2021〕5号                         签发人：王海

关于解决基层监管所快检设备经费的请示

区政府：
为夯实基层监管基础，拟申请经费80万元。妥否，请批示。
青山区市场监督管理局
2021年4月2日
"""

REPLY = """青山区人民政府
关于同意设立食品安全专家库的批复
青政字[22]第08号
区市场监管局：
你局《关于设立食品安全专家库的请示》（青市监〔2022〕9号）收悉。
                青山区人民政府
                二〇二二年五月十二日
"""

LETTER = """青山区教育局
青教函〔2022〕4 号
关于商请开展校园食品安全联合检查的函
区市场监督管理局：
    请予支持。
（联系人：李某，电话：8123456）
青山区教育局（盖章）
2022年05月06日
"""

MINUTES = """青山区食品安全委员会全体会议纪要
〔2022〕2号
区食安办    2022年6月7日
2022年6月6日下午，区长主持召开区食品安全委员会全体会议，听取工作汇报，研究部署下一步工作。
"""

SPEECH = """在全区食品安全暨创城工作推进会上的讲话
（2022年3月15日）
王某某
同志们：
今天召开这次会议，主要任务是总结2021年度食品安全工作。
"""

TABLE = """2022年第一季度食品安全抽检统计表\t\t\t
填报单位：青山区市场监督管理局\t\t填报日期：2022年4月2日\t
序号\t类别\t批次\t合格
1\t粮食加工品\t35\t√
2\t肉制品\t12\t××
"""


ACROSS = {
    *(ElementKind.ENCLOSED, ElementKind.PERSONAL, ElementKind.QUOTED_NUMBER, ElementKind.GROWTH),
    *(ElementKind.FIGURE, ElementKind.SUM, ElementKind.ORDER, ElementKind.PLACE_NAME),
    ElementKind.FINGERPRINT,
}
"""What is held against other documents or sums: test_formats_contents.py."""


def values(text: str, kind: ElementKind) -> list[str]:
    return [element.value for element in find(text) if element.kind is kind]


def test_a_notice_gives_up_all_its_elements() -> None:
    found = {kind: values(NOTICE, kind) for kind in ElementKind if kind not in ACROSS}
    assert found == {
        ElementKind.TITLE: ["青山区食品安全委员会办公室关于印发2022年食品安全重点工作安排的通知"],
        ElementKind.NUMBER: ["青食安办发〔2022〕12号"],
        ElementKind.LOOSE_NUMBER: [],
        ElementKind.ISSUER: ["青山区食品安全委员会办公室"],
        ElementKind.DATE: ["2022-03-09"],
        ElementKind.SECRECY: ["机密★1年"],
        ElementKind.URGENCY: ["特急"],
        ElementKind.COPY_NUMBER: ["000017"],
        ElementKind.SIGNER: ["张三", "李四光"],
        ElementKind.RECEIVER: ["各街道办事处，区食品安全委员会各成员单位"],
        ElementKind.ATTACHMENT: [
            "2022年食品安全重点工作安排",
            "重点工作任务分解表及各成员单位责任清单（区级）",
            "联络员名单",
        ],
        ElementKind.ATTACHMENT_HEAD: ["1", "2"],
        ElementKind.PLACEHOLDER: [],
        ElementKind.EDITION: ["2022"],
        ElementKind.SIGNATURE: ["青山区食品安全委员会办公室"],
        ElementKind.SEAL: [],
    }


def test_elements_say_where_they_were_seen() -> None:
    heads = [e for e in find(NOTICE) if e.kind is ElementKind.ATTACHMENT_HEAD]
    assert [(e.page, e.quote) for e in heads] == [
        (2, "附件1 2022年食品安全重点工作安排"),
        (3, "附件2 重点工作任务分解表"),
    ]
    lines = NOTICE.replace("\f", "\n").split("\n")
    for element in find(NOTICE):
        assert element.line is not None
        assert element.quote[:3] in lines[element.line - 1]
    number = next(e for e in find(NOTICE) if e.kind is ElementKind.NUMBER)
    assert number.line == 5


def test_a_request_names_its_signer_and_letterhead() -> None:
    assert values(REQUEST, ElementKind.NUMBER) == ["青市监〔2021〕5号"]
    assert values(REQUEST, ElementKind.SIGNER) == ["王海"]
    assert values(REQUEST, ElementKind.ISSUER) == ["青山区市场监督管理局"]
    assert values(REQUEST, ElementKind.TITLE) == ["关于解决基层监管所快检设备经费的请示"]
    assert values(REQUEST, ElementKind.RECEIVER) == ["区政府"]


def test_a_faulty_number_is_normalised_and_shown_as_printed() -> None:
    [number] = [e for e in find(REPLY) if e.kind is ElementKind.LOOSE_NUMBER]
    assert (number.value, number.printed) == ("青政字〔2022〕8号", "青政字[22]第08号")
    assert values(REPLY, ElementKind.NUMBER) == []
    assert values(REPLY, ElementKind.DATE) == ["2022-05-12"]
    assert values(REPLY, ElementKind.TITLE) == ["青山区人民政府关于同意设立食品安全专家库的批复"]


def test_a_padded_date_keeps_its_printed_form() -> None:
    [date] = [e for e in find(LETTER) if e.kind is ElementKind.DATE]
    assert (date.value, date.printed) == ("2022-05-06", "2022年05月06日")
    assert values(LETTER, ElementKind.NUMBER) == ["青教函〔2022〕4号"]
    assert values(LETTER, ElementKind.ISSUER) == ["青山区教育局"]


def test_minutes_are_dated_by_their_head() -> None:
    assert values(MINUTES, ElementKind.TITLE) == ["青山区食品安全委员会全体会议纪要"]
    assert values(MINUTES, ElementKind.DATE) == ["2022-06-07"]
    assert values(MINUTES, ElementKind.ISSUER) == ["区食安办"]


def test_a_speech_has_title_and_date_and_no_addressee() -> None:
    assert values(SPEECH, ElementKind.TITLE) == ["在全区食品安全暨创城工作推进会上的讲话"]
    assert values(SPEECH, ElementKind.DATE) == ["2022-03-15"]
    assert values(SPEECH, ElementKind.RECEIVER) == []


def test_a_table_has_title_date_and_issuer_and_its_marks_are_no_placeholders() -> None:
    assert values(TABLE, ElementKind.TITLE) == ["2022年第一季度食品安全抽检统计表"]
    assert values(TABLE, ElementKind.DATE) == ["2022-04-02"]
    assert values(TABLE, ElementKind.ISSUER) == ["青山区市场监督管理局"]
    assert values(TABLE, ElementKind.PLACEHOLDER) == []


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("鲁政发〔2022〕3号", "鲁政发〔2022〕3号"),
        ("绥政办（规）发〔2022〕15号", "绥政办（规）发〔2022〕15号"),
        ("青 政 办 发 〔 2022 〕 3 号", "青政办发〔2022〕3号"),
        ("青政办发〔２０２２〕３号", "青政办发〔2022〕3号"),
        ("（青政办发〔2022〕3号）", "青政办发〔2022〕3号"),
        ("发文字号：青政办发〔2022〕3号", "青政办发〔2022〕3号"),
        ("根据青政办发〔2022〕3号要求", None),
        ("青政办发[2022]3号", None),
        ("青政办发〔2022〕03号", None),
        ("青政办发〔2022〕第3号", None),
        ("青政办发〔22〕3号", None),
        ("〔2022〕3号", None),
    ],
)
def test_strict_numbers(line: str, value: str | None) -> None:
    text = f"{line}\n关于某项工作的通知\n各街道办事处：\n正文。\n"
    assert values(text, ElementKind.NUMBER) == ([value] if value else [])


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("青政办发[2022]3号", "青政办发〔2022〕3号"),
        ("青政办发（2022）3号", "青政办发〔2022〕3号"),
        ("青政办发【2022】3号", "青政办发〔2022〕3号"),
        ("青政办发〔2022〕003号", "青政办发〔2022〕3号"),
        ("青政办发〔98〕第3号", "青政办发〔1998〕3号"),
        ("XX政发〔2022〕3号", "XX政发〔2022〕3号"),
        ("第3期", None),
        ("青政办发〔2022〕3号", None),
    ],
)
def test_loose_numbers(line: str, value: str | None) -> None:
    text = f"{line}\n关于某项工作的通知\n各街道办事处：\n正文。\n"
    assert values(text, ElementKind.LOOSE_NUMBER) == ([value] if value else [])


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("2022年3月9日", "2022-03-09"),
        ("2022 年 3 月 9 日", "2022-03-09"),
        ("2022年03月09日", "2022-03-09"),
        ("二〇二二年十二月三十一日", "2022-12-31"),
        ("二○一一年十月二十日", "2011-10-20"),
        ("2022.3.9", "2022-03-09"),
        ("2022年2月30日", ""),
        ("2022年13月5日", ""),
        ("二〇二二年十十月一日", ""),
    ],
)
def test_dates_below_the_signature(line: str, value: str) -> None:
    text = f"关于某项工作的通知\n各街道办事处：\n正文。\n青山区人民政府\n{line}\n"
    assert [
        (e.value, e.printed.replace(" ", "")) for e in find(text) if e.kind is ElementKind.DATE
    ] == [(value, line.replace(" ", ""))]


@pytest.mark.parametrize("line", ["做好机密文件管理", "秘密文件柜", "机密★1年内容"])
def test_words_about_secrets_are_no_secrecy_mark(line: str) -> None:
    assert values(f"{line}\n关于某项工作的通知\n", ElementKind.SECRECY) == []


def test_a_secrecy_mark_in_the_body_is_no_mark_of_the_document() -> None:
    assert values("标题\n" + "正文。\n" * 40 + "秘密\n", ElementKind.SECRECY) == []
    assert values("秘 密\n关于某项工作的通知\n", ElementKind.SECRECY) == ["秘密"]


@pytest.mark.parametrize(
    "text",
    [
        "XX区全面启动创建工作以来",
        "X副省长对此做出重要批示",
        "于2022年×月×日召开",
        "联系人：____",
        "青政发〔 〕3号",
        "青政发〔2022〕  号",
        "2022年  月  日",
        "金额待定。",
        "**区人民政府",
        "201×年",
        "（此处填写单位名称）",
    ],
)
def test_placeholders_are_found(text: str) -> None:
    assert len(values(f"第一行文字\n{text}\n", ElementKind.PLACEHOLDER)) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "胸部X光检查",
        "展板3×5米",
        "肉制品\t√\t××",
        "× × √ ×",
        "联系电话138****1234",
        "**重点工作**推进",
        "1. 下列说法正确的是（  ）。",
        "调用main()函数",
        "招待定点饭店",
        "有待补充完善",
        "XXL号工作服",
        "————————",
    ],
)
def test_known_false_alarms_stay_silent(text: str) -> None:
    assert values(f"第一行文字\n{text}\n", ElementKind.PLACEHOLDER) == []


def test_placeholders_are_capped() -> None:
    text = "\n".join(f"XX区第{number}项" for number in range(500))
    assert len(values(text, ElementKind.PLACEHOLDER)) <= 20


@pytest.mark.parametrize(
    "text",
    [
        "同志们：\n今天召开这次会议，主要任务是总结工作。\n",
        "",
        "\f\f\n \n",
        "青山区人民政府\n2022年3月9日\n",
        "序号\t姓名\t单位\n1\t张三\t教育局\n",
        "旅客姓名 有效身份证件号码\n\n王某某\n",
        "工作的要求，切实把各项任务落实到位，推动全区食品安全\n工作再上新台阶，为创建工作提供坚强保障。\n",
    ],
)
def test_without_a_usable_title_there_is_none(text: str) -> None:
    assert values(text, ElementKind.TITLE) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "青山区2021年食品安全工作总结\n2021年，我区坚持四个最严。\n",
            "青山区2021年食品安全工作总结",
        ),
        ("标题：关于报送材料的说明\n正文。\n", "关于报送材料的说明"),
        ("# 食品安全示范创建工作亮点\n\n一、完善机制。\n", "食品安全示范创建工作亮点"),
        (
            "青山区人民政府办公室\n关于转发区市场监管局\n《2022年食品安全抽检计划》的通知\n各单位：\n",
            "青山区人民政府办公室关于转发区市场监管局《2022年食品安全抽检计划》的通知",
        ),
        ("食品安全事故应急预案\n（试行）\n第一章 总则\n", "食品安全事故应急预案（试行）"),
        (
            "关于报送2022年食品安全工作要点的报告\n（征求意见稿）\n\n区政府：\n",
            "关于报送2022年食品安全工作要点的报告（征求意见稿）",
        ),
        (
            "附件5\n山东某大学毕业论文\n参考文献的格式\n" + "参考文献是文中引用的文献集合。" * 5,
            "山东某大学毕业论文参考文献的格式",
        ),
        ("食品安全培训签到表\n时间：2022年3月9日\n", "食品安全培训签到表"),
    ],
)
def test_titles_of_many_kinds_of_paper(text: str, title: str) -> None:
    assert values(text, ElementKind.TITLE) == [title]


@pytest.mark.parametrize(
    ("statement", "titles"),
    [
        ("附件：联络员名单", ["联络员名单"]),
        ("附件：1．甲表\n2．乙表", ["甲表", "乙表"]),
        ("附件：\n1.甲表\n2.乙表", ["甲表", "乙表"]),
        ("附件1：甲表\n附件2：乙表", ["甲表", "乙表"]),
        ("附件：1.甲表。\n2.乙表；", ["甲表", "乙表"]),
        ("附件：\n甲表\n乙表", ["甲表", "乙表"]),
    ],
)
def test_attachment_lists(statement: str, titles: list[str]) -> None:
    text = (
        f"关于某项工作的通知\n各街道办事处：\n正文。\n{statement}\n青山区人民政府\n2022年3月9日\n"
    )
    assert values(text, ElementKind.ATTACHMENT) == titles
    assert values(text, ElementKind.DATE) == ["2022-03-09"]


def test_joint_signatures_name_every_body() -> None:
    text = "关于某事的通知\n各单位：\n正文。\n青山区教育局\n青山区市场监督管理局\n2022年3月9日\n"
    assert values(text, ElementKind.ISSUER) == ["青山区教育局", "青山区市场监督管理局"]


def test_a_national_number_names_its_issuer() -> None:
    text = "国办发〔2022〕7号\n关于加强食品安全工作的意见\n正文。\n"
    assert values(text, ElementKind.ISSUER) == ["国务院办公厅"]


def test_the_corpus_speech_has_no_title_and_two_placeholders() -> None:
    file = SHARED / "corpus" / "speech.txt"
    if not file.exists():
        pytest.skip("the shared corpus is not here")
    text = file.read_text(encoding="utf-8")
    assert values(text, ElementKind.TITLE) == []
    assert values(text, ElementKind.EDITION) == ["2022"]
    assert {"X", "XX"} == set(values(text, ElementKind.PLACEHOLDER))


_HOSTILE = [
    "X" * 100_000 + "a",
    "×" * 100_000,
    "（" * 50_000 + " " * 50_000,
    "（                    " * 5_000,
    "关于" * 50_000 + "的通知",
    ("关于" * 60 + "的" * 60 + "\n") * 400,
    "字 " * 50_000,
    "字 " * 140 + "\n" + "政府" * 40 + "\n" * 50_000,
    ("青" * 60 + "\n") * 1_600,
    ("附件：" + "表" * 20 + "\n") * 4_000,
    "2022年3月9日\n" * 10_000,
    ("青山区人民政府\n" * 12_000),
    "附件\n" * 30_000,
    "_" * 100_000,
    "《" * 50_000 + "2022版" * 10_000,
    "张 " * 50_000,
    "签发人：" + "张 " * 140,
    "\f" * 100_000,
]


@pytest.mark.parametrize("text", _HOSTILE, ids=range(len(_HOSTILE)))
def test_hostile_text_costs_no_more_than_linear_time(text: str) -> None:
    begin = time.process_time()
    find(text)
    assert time.process_time() - begin < 1.0


@given(
    st.lists(
        st.sampled_from(
            [
                "附件",
                "：",
                "1.",
                "2022年",
                "3月",
                "9日",
                "〔",
                "〕",
                "号",
                "关于",
                "的通知",
                "\n",
                "\f",
                "青山区",
                "政府",
                "X",
                "×",
                " ",
                "\u3000",
                "秘密",
                "★",
                "签发人",
                "文件",
                "二〇",
                "十",
                "\t",
                "。",
                "（",
                "）",
            ]
        )
        | st.text(max_size=5),
        max_size=60,
    ).map("".join)
)
def test_find_never_raises_and_elements_lie_in_the_text(text: str) -> None:
    count = len(text.replace("\f", "\n").split("\n"))
    for element in find(text):
        assert element.line is not None
        assert 1 <= element.line <= count
        assert element.page is not None
        assert 1 <= element.page <= text.count("\f") + 1


def test_six_digits_on_a_paper_without_official_head_are_no_copy_number() -> None:
    assert values("123321\n关于某项工作的说明\n正文。\n", ElementKind.COPY_NUMBER) == []
