"""One fault per check, planted on real files: what is dropped, and what must be said of it."""

from __future__ import annotations

import io
import wave
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageDraw, ImageFilter
from pypdf import PdfWriter

from archivist.sample import faults, media, photo
from archivist.sample.draft import Draft, Line, Role
from archivist.sample.paper import encoded
from tests import papers

OFFICE = "青山区食品安全委员会办公室"
WHEN = datetime(2022, 6, 1, 9, 30)  # noqa: DTZ001 - files tell local time
BODY = "现将有关事项通知如下，请结合实际认真落实，并按时报送落实情况。"
PLACE = "区食安办/05-2_区食安办_"


@dataclass(frozen=True, slots=True)
class Plant:
    """Files by name, and who says what of which: ``told`` pairs a check with a subject."""

    files: dict[str, bytes]
    told: tuple[tuple[str, str], ...]


def paper(title: str, *text: str, kind: str = "docx", **said: str) -> bytes:
    """A paper with red head, number, signature and date, each changed or dropped ("") by name."""
    made = {
        "mark": f"{OFFICE}文件",
        "number": "",
        "signer": "",
        "receiver": "各街道办事处：",
        "issuer": OFFICE,
        "day": "2022年6月1日",
    } | said
    roles = (
        (Role.MARK, made["mark"]),
        (
            Role.NUMBER,
            f"{made['number']}　　签发人：{made['signer']}" if made["signer"] else made["number"],
        ),
        (Role.TITLE, title),
        (Role.RECEIVER, made["receiver"]),
        *((Role.TEXT, line) for line in text or (BODY,)),
        (Role.SIGNER, made["issuer"]),
        (Role.DATE, made["day"]),
    )
    lines = tuple(Line(role, line) for role, line in roles if line)
    return encoded(Draft(title, "李四", lines), kind, WHEN)


def shot(serial: int, caption: str = "", taken: datetime = WHEN) -> bytes:
    return photo.jpeg(serial, taken, caption)


def changed(
    data: bytes, blur: float = 0, size: tuple[int, int] = (1600, 1200), **save: object
) -> bytes:
    """A photo as a program saves it again, its camera data kept."""
    with Image.open(io.BytesIO(data)) as image:
        exif = image.getexif()
        exif.update({0x0131: str(save.pop("software", ""))} if "software" in save else {})
        made = image.resize(size).filter(ImageFilter.GaussianBlur(blur))
    out = io.BytesIO()
    made.save(out, str(save.pop("form", "JPEG")), exif=exif, **save)
    return out.getvalue()


CAPTION = "事由：检查；时间：2022年6月1日；地点：柳林街道；人物：工作人员；背景：市场；摄影者：张三"


def macro_document() -> bytes:
    out = io.BytesIO(paper("关于报送信息的通知", number="青食安办发〔2022〕901号"))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return out.getvalue()


def sealed_pdf(text: str) -> bytes:
    """A page with the same picture of a red ring as every other."""
    ring = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(ring).ellipse((10, 10, 190, 190), outline=(220, 20, 20), width=12)
    out = io.BytesIO()
    ring.save(out, "PDF", resolution=121, title=text)
    return out.getvalue()


def thick() -> bytes:
    writer = PdfWriter()
    for _ in range(201):
        writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": "汇编"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def sound(rate: int, seconds: float) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(rate)
        made.writeframes(bytes(range(256)) * int(rate * seconds / 256))
    return out.getvalue()


def picture(image: Image.Image, form: str = "PNG", **save: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **save)
    return out.getvalue()


def table(*rows: tuple[str, ...]) -> bytes:
    lines = (Line(Role.TITLE, "抽检情况统计表"), Line(Role.TABLE, ""))
    return encoded(Draft("抽检情况统计表", "李四", lines, rows), "xlsx", WHEN)


def one(check: str, base: str, data: bytes, *also: str) -> Plant:
    """One file at point 05-2 of which this check speaks; ``also`` are checks that must as well."""
    name = base if "/" in base else f"{PLACE}{base}"
    return Plant({name: data}, tuple((each, name) for each in (check, *also)))


def plants() -> Iterator[Plant]:
    yield Plant({"区食安办/~$owner.docx": b"\4User" + bytes(157)}, (("Y36", "区食安办"),))
    yield from _complete()
    yield from _strict()
    yield from _media()
    yield from _accurate()


def _complete() -> Iterator[Plant]:
    call = paper("关于召开约谈通报会议的通知", number="青约发〔2022〕1号", day="2022年2月20日")
    yield one("Q03", "区食安办/38-1_区食安办_会议通知_20220220.docx", call)
    work = paper("召回整治工作方案", day="2023年2月10日", mark="")
    yield one("Q04", "区市场监管局/32-2_区市场监管局_召回整治工作方案_20230210.docx", work)
    asked = paper(
        "关于增拨检测经费的请示", number="青请发〔2022〕1号", receiver="区人民政府：", signer="王五"
    )
    yield one("Q06", "关于增拨检测经费的请示_20220601.docx", asked)
    stated = paper("关于报送名单的通知", BODY, "附件：1.责任分工名单", number="青附发〔2022〕1号")
    yield one("Q07", "关于报送名单的通知_20220601.docx", stated)
    issued = paper("关于印发《检测点管理守则》的通知", number="青印发〔2022〕1号")
    yield one("Q08", "关于印发守则的通知_20220601.docx", issued)
    yield one(
        "Q09", "发文稿纸_20220601.docx", paper("发文稿纸", "事由：检测点", mark="", receiver="")
    )
    yield one("J01", "区委办公室/05-2_区委办公室_附件1_20220601.txt", "张三\n李四\n".encode())
    blank = picture(Image.new("RGB", (1240, 1754), "white"))
    yield one("Q11", "背面_20220601.png", blank)
    yield one("Q23", "区食安办/说明.txt", "今天的天气很好，我们都很高兴。\n".encode())


def _strict() -> Iterator[Plant]:
    plain = paper("关于报送信息的通知", number="青严发〔2022〕1号")
    yield one("Y01", "打不开_20220601.pdf", b"%PDF-1.7\n" + b"garbage\n" * 99 + b"%%EOF\n", "Q23")
    yield one("Y02", "其实是文档_20220601.pdf", plain)
    yield one("Y03", "动图_20220601.gif", picture(Image.new("P", (300, 200)), "GIF"))
    yield one("Y04", "加密_20220601.docx", media.locked_docx(77), "Q23")
    locked = faults.locked_zip("内.txt", b"secret", WHEN)
    yield one("Y05", "打包_20220601.zip", locked, "Y04", "Q23")
    yield one("Y07", "带宏_20220601.docx", macro_document())
    yield one("Y08", "空_20220601.docx", b"", "Q23")
    twin = paper("关于重份文件的通知", number="青重发〔2022〕1号")
    yield Plant(
        {f"{PLACE}重份_20220601.docx": twin, f"{PLACE}重份副本_20220601.docx": twin},
        (("Y09", f"{PLACE}重份副本_20220601.docx"),),
    )
    draft = paper("检测点设置办法（征求意见稿）", mark="")
    yield one("Y11", "检测点设置办法_20220601.docx", draft)
    unfilled = paper("关于检测点的通知", "请XX区有关部门报送。", number="青未发〔2022〕1号")
    yield one("Y12", "关于检测点的通知_20220601.docx", unfilled)
    loose = paper("关于文号的通知", number="青文发[2022]第1号")
    yield one("Y14", "关于文号的通知_20220601.docx", loose)
    unsigned = paper("关于落款的通知", number="青落发〔2022〕1号", day="", issuer="")
    yield one("Y16", "关于落款的通知_20220601.docx", unsigned)
    yield Plant(
        {f"{PLACE}盖章{n}_2022060{n}.pdf": sealed_pdf(f"盖章{n}") for n in (1, 2)},
        tuple(("Y19", f"{PLACE}盖章{n}_2022060{n}.pdf") for n in (1, 2)),
    )
    secret = (
        b"\xe6\x9c\xba\xe5\xaf\x86\xe2\x98\x855\xe5\xb9\xb4\n" + "关于某事的通知\n内容。\n".encode()
    )
    yield one("Y21", "某事_20220601.txt", secret)
    named = paper(
        "关于人员名单的通知", "张三，身份证号 11010519491231002X。", number="青人发〔2022〕1号"
    )
    yield one("Y23", "关于人员名单的通知_20220601.docx", named)
    page = papers.official(100).image
    yield one("Y24", "低分辨率扫描_20220309.jpg", picture(page, "JPEG", dpi=(100, 100)))
    yield one(
        "Y34",
        "关于 (50%)的通知_20220601.docx",
        paper("关于百分号的通知", number="青百发〔2022〕1号"),
    )


def _media() -> Iterator[Plant]:
    yield one("Q13", "照片要素_20220601.jpg", shot(2001, "时间：2022年；地点：某街"))
    yield one("Q14", "没有说明/05-2_区食安办_照片_20220601.jpg", shot(2004))
    near = changed(shot(2007, CAPTION), quality=60)
    yield Plant(
        {f"{PLACE}相近一_20220601.jpg": shot(2007, CAPTION), f"{PLACE}相近二_20220601.jpg": near},
        (("Y10", f"{PLACE}相近二_20220601.jpg"),),
    )
    yield one("Y27", "模糊_20220601.jpg", changed(shot(2010, CAPTION), blur=12))
    yield one("Y29", "区食安办/05-2/mmexport1654047000000.jpg", shot(2013, CAPTION))
    yield one("Y30", "小图_20220601.jpg", changed(shot(2016, CAPTION), size=(1200, 900)))
    yield one("Y31", "录音_20220601.wav", sound(8000, 2))
    yield one("Y32", "录像_20220601.mp4", media.film("mp4", 5001, WHEN))
    yield one("Y33", "片刻_20220601.wav", sound(44100, 0.5))
    yield one("Z09", "旧照片_20220601.jpg", shot(2019, CAPTION, datetime(2022, 3, 1, 9)))  # noqa: DTZ001
    yield one(
        "Z11", "修图_20220601.jpg", changed(shot(2022, CAPTION), software="Adobe Photoshop 2022")
    )
    march, may = datetime(2022, 3, 1, 9), datetime(2022, 5, 1, 9)  # noqa: DTZ001 - as above
    pair = {
        f"{PLACE}三月_20220301.jpg": shot(2025, CAPTION, march),
        f"{PLACE}五月_20220501.jpg": shot(2025, CAPTION, may),
    }
    yield Plant(pair, tuple(("Z12", name) for name in pair))


def _accurate() -> Iterator[Plant]:
    number = "青同发〔2022〕1号"
    yield Plant(
        {
            f"{PLACE}甲_20220601.docx": paper("关于开展夜市检查的通知", number=number),
            f"{PLACE}乙_20220601.docx": paper("关于表彰先进个人的通报", number=number),
        },
        (("Z01", f"{PLACE}甲_20220601.docx"), ("Z01", f"{PLACE}乙_20220601.docx")),
    )
    yield one("Z02", "跨年_20220601.docx", paper("关于跨年的通知", number="青跨发〔2021〕1号"))
    series = {
        f"{PLACE}先_20220601.docx": paper("关于先发的通知", number="青序发〔2022〕1号"),
        f"{PLACE}后_20220301.docx": paper(
            "关于后发的通知", number="青序发〔2022〕2号", day="2022年3月1日"
        ),
    }
    yield Plant(series, (("Z03", f"{PLACE}后_20220301.docx"),))
    usual = {
        f"{PLACE}代字{n}_2022060{n}.docx": paper(
            f"关于第{'一二三四五'[n - 1]}批代字的通知",
            number=f"青代发〔2022〕{n}号",
            day=f"2022年6月{n}日",
        )
        for n in range(1, 6)
    }
    odd = paper(
        "关于第六批代字的通知",
        number="青代发〔2022〕6号",
        day="2022年6月6日",
        issuer="青山区水务局",
        mark="青山区水务局文件",
    )
    yield Plant(
        usual | {f"{PLACE}代字6_20220606.docx": odd}, (("Z04", f"{PLACE}代字6_20220606.docx"),)
    )
    yield one(
        "Z06",
        "虚位_20220601.docx",
        paper("关于虚位的通知", number="青虚发〔2022〕1号", day="2022年06月01日"),
    )
    yield one(
        "Z07",
        "将来_20220601.docx",
        paper("关于将来的批复", number="青将发〔2030〕1号", day="2030年6月1日"),
    )
    late = paper("关于补扫的批复", number="青补发〔2020〕1号", day="2020年6月1日", kind="pdf")
    yield one("Z10", "补扫_20200601.pdf", late)
    yield from _copied()
    away = paper(
        "关于外地的通知",
        "安化县的做法值得学习。安化县各乡镇都已落实。安化县还将推进。",
        number="青外发〔2022〕1号",
    )
    yield one("Z14", "外地_20220601.docx", away)
    old = paper(
        "关于旧名的通知",
        number="青旧发〔2022〕1号",
        issuer="青山区食品药品监督管理局",
        mark="青山区食品药品监督管理局文件",
    )
    yield one("Z15", "旧名_20220601.docx", old)
    edition = paper(
        "关于旧版的通知",
        "按照《国家食品安全示范城市标准（2017版）》的要求。",
        number="青版发〔2022〕1号",
    )
    yield one("Z16", "旧版_20220601.docx", edition)
    yield from _figures()
    order = paper(
        "关于序号的通知", "一、第一项。", "二、第二项。", "四、第四项。", number="青号发〔2022〕1号"
    )
    yield one("Z20", "序号_20220601.docx", order)
    yield one("Z33", "文种_20220601.docx", paper("检测点工作简报", number="青种发〔2022〕1号"))
    yield one(
        "Z34",
        "签发_20220601.docx",
        paper("关于签发的通知", number="青签发〔2022〕1号", signer="王五"),
    )
    titled = (
        paper(
            "关于附件标题的通知", BODY, "附件：责任分工名单", number="青题发〔2022〕1号", kind="txt"
        )
        + "附件\n\n培训签到册\n张三\n".encode()
    )
    yield one("Z32", "附件标题_20220601.txt", titled)
    undated = "情况\n一切正常。\n".encode()
    yield one("J12", "区食安办/05-2_区食安办_未注明时间.txt", undated)
    yield one("J06", "汇编_20220601.pdf", thick())
    wrong = paper(
        "学校食堂明厨亮灶建设台账",
        "学校食堂陪餐、留样、明厨亮灶、校园周边。" * 3,
        mark="",
        receiver="",
    )
    yield one("Z28", "区食安办/05-2_学校食堂明厨亮灶陪餐台账_20220601.docx", wrong)


def _copied() -> Iterator[Plant]:
    """Two units' papers of the same fourteen sentences."""
    own = [
        f"第{n}片由{'甲乙丙丁戊己庚辛壬癸子丑寅卯'[n]}组负责并在每月{n + 5}日前把门牌样式逐户核对后交办公室存放"
        for n in range(14)
    ]
    text = "。".join(own) + "。"
    names = (
        "区委办公室/05-2_区委办公室_门牌核对_20220601.docx",
        "区政府办公室/05-2_区政府办公室_门牌核对_20220602.docx",
    )
    made = {
        name: paper("门牌核对情况", text, mark="", receiver="", issuer=issuer, day=day)
        for name, issuer, day in zip(
            names,
            ("中共青山区委办公室", "青山区人民政府办公室"),
            ("2022年6月1日", "2022年6月2日"),
            strict=True,
        )
    }
    yield Plant(made, tuple(("Z13", name) for name in names))


def _figures() -> Iterator[Plant]:
    before = paper("检测情况之一", "2021年，全区屠宰企业10家。", mark="", day="2021年6月1日")
    grown = paper("检测情况之二", "2022年，全区屠宰企业30家，同比增长50%。", mark="")
    names = f"{PLACE}检测情况_20210601.docx", f"{PLACE}检测情况_20220601.docx"
    yield Plant(dict(zip(names, (before, grown), strict=True)), (("Z17", names[1]),))
    rows = (("项目", "批次"), ("肉类", "10"), ("蔬菜", "20"), ("合计", "31"))
    yield one("Z18", "合计_20220601.xlsx", table(*rows))
    one_, two = (
        paper(f"人口情况之{n}", f"2022年，全区常住人口{people}万人。", mark="")
        for n, people in (("一", "52"), ("二", "58"))
    )
    names = f"{PLACE}人口一_20220601.docx", f"{PLACE}人口二_20220601.docx"
    yield Plant(dict(zip(names, (one_, two), strict=True)), tuple(("Z19", name) for name in names))
