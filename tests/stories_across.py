"""Stories of the checks that hold documents, figures and pictures against each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from archivist.model import Case, Document, DocumentDate, Element, Limits
from archivist.model import ElementKind as E
from archivist.rules import compose
from tests.nouns import case, document, element, plan, point

Story = Callable[[], Case]

LOCAL = plan(point(), gazetteer=("青山区", "柳林街道"))
ONE, NEAR, FAR = "00ff00ff0f0f3355", "00ff00ff0f0f3354", "ff00a0ff5a5a1122"
CAPTION = "事由：检查；时间：2024年3月5日；地点：柳林街道；人物：工作人员；背景：市场；摄影者：张三"
BLURRED = (("look", "photo"), ("sharpness", "3"), ("dark", "0"), ("bright", "0"))
SENTENCES = tuple(f"{n:08x}" for n in range(24))
OTHERS = tuple(f"{n:08x}" for n in range(100, 124))


def paper(name: str = "区教育局/通知.pdf", /, **told: Any) -> Document:
    """A paper with the elements named: number, title, issuer, signed (a day), and ``more``."""
    kinds = {"number": E.NUMBER, "title": E.TITLE, "issuer": E.ISSUER, "signed": E.DATE}
    found = [element(kind, told.pop(key)) for key, kind in kinds.items() if key in told]
    return document(name, elements=(*found, *told.pop("more", ())), **told)


def of(*documents: Document) -> Case:
    return case(None, *documents)


def scan(**facts: str) -> Document:
    """A scanned official paper of one page with the measures given."""
    made = {"look": "page", "colour": "colour", "ink": "0.05"} | facts
    told = {
        "number": "某政发〔2024〕3号",
        "title": "关于开展检查的通知",
        "issuer": "某区人民政府",
        "signed": "2024-03-05",
    }
    red = element(E.ISSUER, "某区人民政府", "某区人民政府文件")
    fields: dict[str, Any] = {"width": 1654, "height": 2339, "pages": 1, "chars": 300}
    return paper("扫描.jpg", more=(red,), facts=tuple(made.items()), **told, **fields)


def unread(**changes: Any) -> Case:
    """A scan with next to no ink while reading by OCR is switched off."""
    page = document("背面.jpg", facts=(("look", "page"), ("ink", "0.0001")), **changes)
    return case(plan(point(), limits=Limits(ocr_pages=0)), page)


def photo(name: str = "一.jpg", when: str = "2024-03-05", /, **facts: str) -> Document:
    made = {"look": "photo", "dhash": ONE, "sharpness": "300", "dark": "0.1", "bright": "0.1"}
    return document(name, when=when, facts=tuple((made | facts).items()))


def saved_later(of: Document) -> Document:
    """The same picture, of which only its file tells a time."""
    when = DocumentDate("2024-06-05", "文件属性（修改时间）")
    return replace(of, placement=replace(of.placement, date=when))


def recording(**facts: str) -> Document:
    size: dict[str, Any] = {k: int(facts.pop(k)) for k in ("width", "height") if k in facts}
    seconds = float(facts.pop("seconds", "60"))
    fields: dict[str, Any] = {"seconds": seconds, **size}
    explicit = facts.pop("explicit", "yes") == "yes"
    return document("录像.mp4", facts=tuple(facts.items()), explicit=explicit, **fields)


def having(kind: E, *values: str, **changes: Any) -> Document:
    return document(elements=tuple(element(kind, value) for value in values), **changes)


def told(name: str, sentences: tuple[str, ...], unit: str, title: str = "工作总结") -> Document:
    value = " ".join(f"{s}@1" for s in sentences)
    found = (element(E.TITLE, title), Element(E.FINGERPRINT, value, "40", 1, None, "第一句"))
    return document(name, elements=found, unit=unit)


def growth(value: str, name: str = "总结.docx", when: str = "2022-12-01") -> Document:
    return having(E.GROWTH, value, name=name, when=when)


def coded(*issuers: str) -> Case:
    number = "某市监〔2024〕{}号"
    return of(
        *(
            paper(f"{n}.pdf", number=number.format(n), issuer=issuer)
            for n, issuer in enumerate(issuers, 1)
        )
    )


def stamped(*digests: str, signed: bool = False) -> Case:
    signature = (("signatures", "1"),) if signed else ()
    return of(
        *(
            document(f"{n}.pdf", facts=(("stamp", f"{digest}@1"), *signature))
            for n, digest in enumerate(digests, 1)
        )
    )


CALL = paper("通知.pdf", title="关于召开食品安全工作会议的通知", when="2024-03-05")
HELD = [
    paper("签到.docx", title="签到表", when="2024-03-08"),
    paper("议程.docx", title="会议议程", when="2024-03-08"),
    paper("讲话.docx", title="在会上的讲话", when="2024-03-08"),
    document("现场.jpg", when="2024-03-08", mime="image/jpeg"),
]
PLANNED = paper("方案.pdf", title="食品抽检工作方案", when="2024-03-05")
ASKED = paper("请示.pdf", title="关于解决抽检经费的请示", number="某市监〔2024〕9号")
ISSUED = "关于印发《抽检方案》的通知"

FIRES: dict[str, list[Story]] = {
    "Q03": [lambda: of(CALL), lambda: of(CALL, HELD[0])],
    "Q04": [lambda: of(PLANNED)],
    "Q06": [lambda: of(ASKED)],
    "Q08": [
        lambda: of(
            paper(title=ISSUED, more=(Element(E.ENCLOSED, "抽检方案", "", None, None, ISSUED),))
        )
    ],
    "Q09": [lambda: of(paper("发文稿纸.pdf", title="发文稿纸", number="某发〔2024〕1号"))],
    "Q11": [lambda: of(document("背面.jpg", facts=(("look", "page"), ("ink", "0.0001"))))],
    "Q13": [lambda: of(photo(description="时间：2024年；地点：某街"))],
    "Q14": [lambda: of(photo()), lambda: of(photo(description="OLYMPUS DIGITAL CAMERA"))],
    "Q15": [lambda: of(recording(explicit="no"))],
    "Y06": [lambda: of(document(facts=(("virus", "Eicar-Test"),)))],
    "Y10": [lambda: of(photo("一.jpg"), photo("二.jpg", dhash=NEAR))],
    "Y15": [lambda: of(scan(seal="0.5,0.8,0.2"))],
    "Y16": [
        lambda: of(paper(title="关于检查的通知", number="某发〔2024〕1号", issuer="某局")),
        lambda: of(scan(redline="0.2")),
    ],
    "Y17": [lambda: of(scan(colour="grey"))],
    "Y19": [lambda: stamped("aa", "aa")],
    "Y23": [lambda: of(having(E.PERSONAL, "身份证号 110*************2X"))],
    "Y24": [lambda: of(_small_scan())],
    "Y25": [lambda: of(scan(colour="grey"))],
    "Y27": [lambda: of(photo(sharpness="9")), lambda: of(photo(dark="0.8"))],
    "Y28": [lambda: of(document("一.jpg", facts=(("look", "photo"),), excerpt="今日水印 12:00"))],
    "Y31": [lambda: of(document("录音.mp3", facts=(("audio", "mp3"), ("rate", "8000"))))],
    "Y32": [lambda: of(recording(video="h264", width="352", height="288"))],
    "Y33": [
        lambda: of(recording(black="0.95")),
        lambda: of(recording(seconds="0.4")),
        lambda: of(recording(silence="1.00", audio="aac", peak="-inf")),
    ],
    "Z04": [lambda: coded(*["区市场监管局"] * 9, "区教育局")],
    "Z12": [lambda: of(photo("一.jpg"), photo("二.jpg", "2024-06-05"))],
    "Z13": [
        lambda: of(
            told("a.docx", SENTENCES, "区教育局"),
            told("b.docx", SENTENCES[:20] + OTHERS[:4], "区商务局"),
        )
    ],
    "Z14": [lambda: case(LOCAL, having(E.PLACE_NAME, "安化县"))],
    "Z17": [
        lambda: of(
            growth("食品抽检|1500|批次|50|2022"),
            growth("食品抽检|900|批次|10|2021", "上年.docx", "2021-12-01"),
        )
    ],
    "Z18": [lambda: of(having(E.SUM, "批次|76|75"))],
    "Z19": [
        lambda: of(
            having(E.FIGURE, "常住人口|83.5|万人|2022", name="a.docx"),
            having(E.FIGURE, "常住人口|84.1|万人|2022", name="b.docx"),
        )
    ],
    "Z20": [lambda: of(having(E.ORDER, "2|4"))],
    "Y39": [lambda: of(signed("altered")), lambda: of(signed("added to"))],
}


def signed(state: str) -> Document:
    return document(facts=(("signatures", "1"), ("signature", f"{state}|某单位|2022-03-09|原因")))


def _small_scan() -> Document:
    return document(
        "扫描.jpg", width=827, height=1169, facts=(("look", "page"), ("dpi", "100,100"))
    )


SILENT: dict[str, list[Story]] = {
    "Q03": [lambda: of(*compose(plan(point()), (CALL, *HELD), ()))],
    "Q04": [
        lambda: of(PLANNED, paper("总结.pdf", title="抽检工作总结", when="2024-12-20")),
    ],
    "Q06": [
        lambda: of(ASKED, having(E.QUOTED_NUMBER, "某市监〔2024〕9号", name="批复.pdf")),
        lambda: of(ASKED, paper("批复.pdf", title="关于解决抽检经费的批复")),
    ],
    "Q08": [
        lambda: of(paper(title=ISSUED, more=(element(E.ENCLOSED, "抽检方案"),))),
        lambda: of(
            paper(title=ISSUED, more=(Element(E.ENCLOSED, "抽检方案", "", None, None, ISSUED),)),
            paper("抽检方案.docx"),
        ),
    ],
    "Q09": [
        lambda: of(
            paper("发文稿纸.pdf", title="发文稿纸", number="某发〔2024〕1号"),
            paper("正文.pdf", title="关于检查的通知", number="某发〔2024〕1号"),
        )
    ],
    "Q11": [lambda: of(scan())],
    "Q13": [lambda: of(photo(description=CAPTION)), lambda: of(photo())],
    "Q14": [
        lambda: of(photo(description=CAPTION)),
        lambda: of(photo(), document("照片说明.docx")),
    ],
    "Q15": [lambda: of(recording())],
    "Y06": [lambda: of(document(facts=(("virus", ""),)))],
    "Y10": [
        lambda: of(photo("一.jpg"), photo("二.jpg", dhash=FAR)),
        lambda: of(photo("一.jpg"), photo("二.jpg", "2024-06-05", dhash=NEAR)),
    ],
    "Y15": [lambda: of(scan(redline="0.2"))],
    "Y16": [lambda: of(scan(seal="0.5,0.8,0.2"))],
    "Y17": [lambda: of(scan())],
    "Y19": [lambda: stamped("aa", "bb"), lambda: stamped("aa", "aa", signed=True)],
    "Y23": [lambda: of(document())],
    "Y24": [lambda: of(scan(dpi="200,200"))],
    "Y25": [lambda: of(scan())],
    "Y27": [lambda: of(photo())],
    "Y28": [lambda: of(photo())],
    "Y31": [lambda: of(document("录音.mp3", facts=(("audio", "mp3"), ("rate", "44100"))))],
    "Y32": [
        lambda: of(recording(video="h264", width="1280", height="720")),
        lambda: of(recording(video="h264", width="960", height="540")),
        lambda: of(document("录音.mp3", width=300, height=216)),
    ],
    "Y33": [
        lambda: of(recording(black="0.1", silence="0.4")),
        lambda: of(document("录音.mp3", facts=(("audio", "mp3"), ("black", "1.00")))),
    ],
    "Z04": [lambda: coded(*["区市场监管局"] * 9), lambda: coded("区市场监管局", "区教育局")],
    "Z12": [
        lambda: of(photo("一.jpg"), photo("二.jpg")),
        lambda: of(photo("一.jpg"), photo("二.jpg", "2024-06-05", dhash=FAR)),
        lambda: of(photo("一.jpg"), saved_later(photo("二.jpg"))),
    ],
    "Z13": [
        lambda: of(told("a.docx", SENTENCES, "区教育局"), told("b.docx", OTHERS, "区商务局")),
        lambda: of(told("a.docx", SENTENCES, "区教育局"), told("b.docx", SENTENCES, "区教育局")),
        lambda: of(
            told("a.docx", SENTENCES, "区教育局", "关于转发方案的通知"),
            told("b.docx", SENTENCES, "区商务局"),
        ),
        lambda: of(*(told(f"{n}.docx", SENTENCES, f"单位{n}") for n in range(6))),
    ],
    "Z14": [lambda: case(LOCAL, having(E.PLACE_NAME, "柳林街道"))],
    "Z17": [
        lambda: of(
            growth("食品抽检|1500|批次|50|2022"),
            growth("食品抽检|1000|批次|10|2021", "上年.docx", "2021-12-01"),
        ),
        lambda: of(
            growth("食品抽检|830|万元|40|2022"), growth("食品抽检|592.9|万元|3|2021", "b.docx")
        ),
    ],
    "Z18": [lambda: of(having(E.SUM, "批次|75|75"))],
    "Z19": [
        lambda: of(
            having(E.FIGURE, "常住人口|83.5|万人|2022", name="a.docx"),
            having(E.FIGURE, "常住人口|82|万人|2021", name="b.docx"),
        ),
        lambda: of(having(E.FIGURE, "常住人口|83.5|万人|2022")),
    ],
    "Z20": [lambda: of(document())],
    "Y39": [],
}

NOT_CHECKED: dict[str, list[Story]] = {
    "Q11": [unread],
    "Y06": [lambda: of(document())],
    "Y15": [lambda: of(scan(colour="grey"))],
    "Y39": [
        lambda: of(signed("intact")),
        lambda: of(signed("not verified")),
        lambda: of(document(facts=(("signatures", "1"),))),
    ],
    "Y27": [lambda: of(document("小.jpg", width=128, height=96, facts=BLURRED))],
    "Z14": [lambda: of(document())],
}
