"""Requirements that are no check: built in, with the tests that show it, or left out, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from archivist.checks.registry import entries
from archivist.model import called

_PARTS = {"Q": "全：材料收集", "Y": "严：审查入盒", "Z": "准：材料鉴别", "J": "齐：材料整理"}
_COUNT = {"Q": 26, "Y": 42, "Z": 38, "J": 37}


@dataclass(frozen=True, slots=True)
class Row:
    """A requirement that is no check. ``tests`` show what is built in; none means left out."""

    id: str
    title: str
    told: str
    tests: tuple[str, ...] = ()


def _built(identity: str, title: str, told: str, *tests: str) -> Row:
    return Row(identity, title, told, tests)


def _left(identity: str, title: str, why: str) -> Row:
    return Row(identity, title, why)


ROWS = (
    _left(
        "Q12",
        "复制件注明原件存放处",
        "文件名写明“复印件”的认得出，并排在原件之后；原件存放在何处，文件里没有，由整理人写进备考表",
    ),
    _built(
        "Q16",
        "必著项目齐全",
        "目录由程序著录，题名、日期、件号总有值，读不出的写明“不详”",
        "test_unknown_dates_and_issuers_are_said_to_be_unknown",
        "test_the_contents_have_the_nine_columns_of_the_standard_in_order",
    ),
    _built(
        "Q18",
        "电子属性已记录",
        "收件时记录原文件名、大小、SHA-256，识读时记录真实格式",
        "test_a_dropped_file_becomes_a_read_only_original_under_its_digest",
    ),
    _built(
        "Q19",
        "总数相符",
        "总目录末行合计由各要点相加，核验时逐件重数",
        "test_the_general_catalogue_has_every_point_and_sums_in_its_last_row",
        "test_verify_names_what_is_missing_changed_or_strange_in_the_dossier",
    ),
    _left("Q21", "修改过程和办理记录", "属于机关内部文书，迎检盒一般只放正本"),
    _left("Q22", "纸质与电子一致", "程序见不到纸质件；总目录可供逐件对照"),
    _left("Q26", "专项试点任务", "属个别省份细则，可作为加分项写进规则"),
    _left("Y13", "打印件而非手写", "识别率不足以可靠区分，容易误报"),
    _left("Y18", "复印件加盖证明章", "没有读到标准原文，从扫描件上无法可靠判断"),
    _left("Y20", "印章与署名一致", "环形印文识别不可靠"),
    _left("Y22", "开放标识、公开属性", "迎检阶段不划定，正式移交时由档案部门划定"),
    _left("Y26", "页面歪斜", "识读时按歪斜的角度认行，图像不改动；歪多少不提示"),
    _built(
        "Y37",
        "写完才收",
        "文件写完、静止之后才收，写到一半的留在收件夹",
        "test_a_file_that_is_open_for_writing_is_waited_for_however_long_it_is_quiet",
        "test_half_a_file_whose_writer_closed_it_is_waited_for",
    ),
    _built(
        "Y38",
        "原件固化并可复核",
        "原件按 SHA-256 只写一次，archivist verify 随时复核；没有 SM3",
        "test_verify_finds_a_changed_original",
    ),
    _left("Y40", "属于归档范围", "迎检需要上级文件作依据，是否归档由档案部门判断"),
    _built(
        "Y41",
        "照片页版式",
        "照片册每页几张、说明写哪些要素，来源说法不一，由设置 arrangement.photos、measures.caption 决定",
        "test_the_album_prints_as_many_photos_on_a_page_and_asks_for_what_the_settings_say",
    ),
    _built(
        "Z05",
        "文号括号和数字",
        "由 Y14 说明不规范之处，目录按规范写法著录",
        "test_a_loose_number_is_explained",
        "test_a_faulty_number_is_normalised_and_shown_as_printed",
    ),
    _built(
        "Z08",
        "元数据与内容一致",
        "大小、摘要、格式都是实测值，核验时重算",
        "test_verify_finds_a_changed_original",
    ),
    _built(
        "Z23",
        "页数正确",
        "页数由程序点数，Q10 再核对一次",
        "test_it_fires",
    ),
    _left(
        "Z25", "元数据长度、类型、值域", "分别由 Q17、Q20、Z21、Z22、J12、Y34 检查，没有单独一项"
    ),
    _built(
        "Z26",
        "保管期限",
        "只有永久、30年、10年三种，由设置 arrangement 的 period、periods 定，写错时检查规则即指出；按 DA/T 22 装盒时进入盒号、档号和目录",
        "test_a_box_holds_one_year_one_period_one_unit_and_one_kind_of_record",
        "test_a_period_that_is_none_of_the_three_is_told_with_its_line",
    ),
    _left("Z27", "归档年度", "按材料日期归年度，跨年办结的由人工归入时注明"),
    _built(
        "Z29",
        "标出证明段落",
        "合订本里，归类所依据的词句（PDF、Office 的文字或识读的行）下面画红线；哪一段最能证明，仍由人定",
        "test_the_passage_a_placement_rests_on_is_underlined_in_red",
        "test_in_the_volume_a_proving_passage_of_a_scan_is_underlined",
        "test_a_sentence_of_a_word_document_is_underlined_across_its_runs",
    ),
    _left("Z30", "说明与画面一致", "不做人脸识别"),
    _left("Z31", "拍摄位置在本区", "没有可公开随程序发布的区界数据"),
    _left("Z35", "说明式写法", "文体好坏应由人判断"),
    _left("Z36", "签到表笔迹", "笔迹真伪不应由程序判断"),
    _left("Z37", "翻拍屏幕", "微信群通知截图常常就是证据，误报多"),
    _left("Z38", "结论有数据支撑", "尚未做：从总结里抽取结论再找台账，误报多"),
    _built(
        "J02",
        "类内按时间排列",
        "同一要点先按年度，年度内按件种、时间或事由（来源说法不一，由设置 arrangement.order 决定）；一次会议的材料按通知、签到、议程、文件、讲话、纪要、照片、录像排在一起",
        "test_pieces_are_numbered_through_the_point_year_by_year",
        "test_time_or_matter_may_lead_the_order_instead_of_kind",
        "test_the_papers_of_a_meeting_stand_together_in_the_order_of_the_set",
    ),
    _built(
        "J03",
        "创建材料排列顺序",
        "设置 arrangement.order 为件种时：上级文件、本级文件、讲话、会议、台账、总结、图片、音像",
        "test_kinds_follow_each_other_within_a_year",
    ),
    _built(
        "J11",
        "目录起始页码",
        "盒内目录按 DA/T 22 列页数；合订本的目录列起始页，与印出的页码一致",
        "test_a_volume_has_bookmarks_on_the_pages_its_contents_name",
    ),
    _left(
        "J13",
        "加盖页码",
        "不改动原件；合订本另有连续页码，各件打印后的页码由整理人加盖。盖在何处（正面右上、背面左上，或右下、左下）、用铅笔还是打码机，来源说法不一，依接收单位",
    ),
    _built(
        "J14",
        "备考表齐全",
        "程序填写情况说明，整理人、检查人和日期留给人签",
        "test_the_reference_sheet_says_what_is_so_and_leaves_people_their_lines",
    ),
    _built(
        "J15",
        "备考表写明例外",
        "盒内未解决的问题和豁免（理由、批准人、截止日期）都写进备考表",
        "test_the_reference_sheet_says_what_is_so_and_leaves_people_their_lines",
    ),
    _built(
        "J16",
        "盒封面",
        "盒封面印全宗名称，下加双线（DA/T 22）；没有填全宗名称的，用“本区名称＋迎检档案”",
        "test_the_cover_names_the_fonds_above_a_double_line",
    ),
    _built(
        "J17",
        "盒脊",
        "盒脊标签按 DA/T 22 的尺寸和项目生成",
        "test_the_spine_label_measures_what_the_form_asks",
    ),
    _built(
        "J18",
        "盒脊起止件号",
        "起止件号取自盒内的件",
        "test_the_spine_label_measures_what_the_form_asks",
    ),
    _built(
        "J19",
        "归档章",
        "不改动原件；合订本里每件 PDF 的首页印 45×16 毫米、六格的归档章，上端居中，没有空白的另加一页；其他格式没有固定的首页，不印",
        "test_the_stamp_has_45_by_16_millimetres_and_six_equal_cells_at_the_top_centre",
        "test_the_stamp_goes_where_nothing_is_printed",
        "test_without_a_free_place_the_stamp_stands_on_a_sheet_in_front",
    ),
    _built(
        "J20",
        "归档章各项",
        "六格取自这一件的著录：全宗号、年度、件号、机构、保管期限、页数；还没有的留空",
        "test_the_stamp_has_45_by_16_millimetres_and_six_equal_cells_at_the_top_centre",
    ),
    _built(
        "J21",
        "总目录",
        "总目录列出每个要点，末行合计",
        "test_the_general_catalogue_has_every_point_and_sums_in_its_last_row",
    ),
    _built(
        "J22",
        "目录打印",
        "盒内目录由程序生成",
        "test_the_contents_have_the_nine_columns_of_the_standard_in_order",
    ),
    _built(
        "J23",
        "目录封面",
        "按 DA/T 22 装盒时，合订本目录之前的封面列全宗号、全宗名称、年度、保管期限、机构（问题）；迎检盒列要点和责任单位",
        "test_the_cover_of_a_filed_box_has_the_five_fields_of_the_standard",
    ),
    _built(
        "J24",
        "目录用纸",
        "A4 横向",
        "test_catalogues_lie_landscape_on_a4_and_count_their_pages",
    ),
    _built(
        "J25",
        "PDF 可读",
        "程序排印的页嵌入全部字体，文字可以检索；没有中文字体的电脑不出 PDF，并说明原因。合订本收入的原件自身没有嵌入字体的，备考表写明",
        "test_the_contents_are_text_in_embedded_fonts_with_headings_on_every_page",
        "test_without_a_chinese_font_there_is_no_pdf_and_the_start_page_says_why",
        "test_the_reference_sheet_names_the_pages_whose_fonts_are_not_embedded",
    ),
    _built(
        "J26",
        "地方字号",
        "各次创建要求不同，不定死：templates 文件夹里的模板可以换成本地的",
        "test_a_replaced_cover_is_on_paper_and_rebuilt_when_it_changes",
    ),
    _built(
        "J29",
        "文件夹层次",
        "卷宗按部分、要点、盒分层",
        "test_every_placed_document_lies_in_exactly_one_box_and_no_other_does",
    ),
    _built(
        "J30",
        "整包可核验",
        "清单覆盖卷宗里每一个文件，可用 sha256sum 核验",
        "test_the_manifest_comes_last_and_covers_every_other_leaf",
        "test_sha256sum_accepts_the_manifest",
    ),
    _built(
        "J33",
        "封盒后不再重编",
        "封盒（archivist seal）后盒内的件号、档号、文件名和文件夹不变，设置改了也不变；迟到的材料排到后面的盒",
        "test_late_pieces_go_behind_a_sealed_box_and_nothing_in_it_is_renumbered",
        "test_a_setting_changed_after_sealing_renames_nothing_in_a_sealed_box",
    ),
    _built(
        "J34",
        "照片排列",
        "照片在年度之末，按日期排列；先总后分由人调整",
        "test_kinds_follow_each_other_within_a_year",
    ),
    _left("J35", "页面方向和裁边", "属纸质整理；识读时自动转正"),
    _built(
        "J36",
        "过程可追溯",
        "收件、归类、退回都记入账本，前后以摘要相连",
        "test_a_decision_comes_back_and_is_told_in_the_story",
    ),
    _built(
        "J37",
        "版本管理",
        "同名新文件成为新版，旧版仍然保存",
        "test_a_newer_edition_replaces_the_older_under_its_name",
    ),
)


def page() -> str:
    """The catalogue of all requirements as Markdown, from docstrings and the rows above."""
    cards = {entry.card.id: entry.card for entry in entries()}
    lines = [
        "# 检查目录",
        "",
        "由程序生成（`python -m pytest tests/test_checks_catalogue.py --update`），请勿手改。"
        "编号取自四项要求的表：Q 全、Y 严、Z 准、J 齐。“据记忆，待核”“本程序口径”“惯例”如实注明，"
        "不等于标准要求。",
    ]
    others = {row.id: row for row in ROWS}
    for letter, part in _PARTS.items():
        lines += [
            "",
            f"## {part}",
            "",
            "| 编号 | 名称 | 怎样落实 | 依据或说明 |",
            "| --- | --- | --- | --- |",
        ]
        for number in range(1, _COUNT[letter] + 1):
            identity = f"{letter}{number:02d}"
            if card := cards.get(identity):
                lines.append(
                    f"| {identity} | {card.title} | 检查（{called.SEVERITY[card.severity]}） | {card.source} |"
                )
            else:
                row = others[identity]
                how = "内置" if row.tests else "未列入"
                lines.append(f"| {identity} | {row.title} | {how} | {row.told} |")
    lines += ["", "## 各项检查", ""]
    for card in cards.values():
        lines += [
            f"### {card.id} {card.title}",
            "",
            f"为什么：{card.why}",
            "",
            f"怎么改：{card.mend}",
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"
