"""Sheets of paper as scanners deliver them: official documents and tables, stamped, noisy, turned."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

_FACES = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "/System/Library/Fonts/Songti.ttc",
)
_SC = 2
"""Index of the Simplified Chinese face in Noto's collections."""

RED = (214, 30, 34)


def face(size: int) -> ImageFont.FreeTypeFont | None:
    """A Chinese font of ``size`` pixels, None where the machine has none."""
    for path in _FACES:
        if Path(path).exists():
            return ImageFont.truetype(path, size, index=_SC if "Noto" in path else 0)
    return None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page image (A4) and the text printed on it."""

    image: Image.Image
    text: str


_BODY = (
    "为深入贯彻落实习近平总书记关于食品安全“四个最严”重要指示精神，扎实推进国家食品安全示范城市创建工作，"
    "根据《国家食品安全示范城市标准（2022版）》有关要求，结合我区实际，现将有关事项通知如下：",
    "一、提高思想认识。各街道办事处、各成员单位要充分认识创建工作的重要意义，切实增强责任感和紧迫感，"
    "严格落实“党政同责、一岗双责”要求，主要负责同志亲自研究、亲自部署、亲自督办，确保各项任务落到实处。",
    "二、突出工作重点。全年计划完成食品监督抽检1500批次，其中食用农产品620批次，抽检合格率保持在98.5%以上；"
    "学校食堂“互联网＋明厨亮灶”覆盖率达到100%；投诉举报按期办结率不低于99%，经费预算共计830万元。",
    "三、严格考核问责。区食安办将于9月30日前组织开展第三方评估，对工作不力、整改不到位的，按照"
    "“谁主管、谁负责，谁丢分、谁负责”的原则严肃追究责任。联系电话：0532-8123456。",
)


def official(dpi: int = 200) -> Sheet:
    """A notice after GB/T 9704-2012: red mark, red line, number, title, text, signature."""
    width, height, unit = round(8.27 * dpi), round(11.69 * dpi), dpi / 25.4
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    said: list[str] = []
    body = round(16 / 72 * dpi)

    def put(text: str, top: float, size: int, where: str, colour: tuple[int, int, int]) -> None:
        font = face(size)
        assert font is not None
        length = draw.textlength(text, font)
        left = {
            "middle": (width - length) / 2,
            "left": 28 * unit,
            "right": width - 34 * unit - length,
        }
        draw.text((left[where], top), text, fill=colour, font=font)
        said.append(text)

    black = (20, 20, 20)
    put("青山区食品安全委员会办公室文件", 40 * unit, round(26 / 72 * dpi), "middle", RED)
    put("青食安办发〔2022〕12号", 66 * unit, body, "middle", black)
    draw.rectangle((28 * unit, 77 * unit, 184 * unit, 77.7 * unit), fill=RED)
    title = round(20 / 72 * dpi)
    put("青山区食品安全委员会办公室", 86 * unit, title, "middle", black)
    put("关于印发2022年食品安全重点工作安排的通知", 96 * unit, title, "middle", black)
    put("各街道办事处，区食品安全委员会各成员单位：", 112 * unit, body, "left", black)
    top = 120 * unit
    for paragraph in _BODY:
        for line in _wrapped("　　" + paragraph, 27):
            put(line, top, body, "left", black)
            top += 8.2 * unit
    put("青山区食品安全委员会办公室", top + 8 * unit, body, "right", black)
    put("2022年3月9日", top + 17 * unit, body, "right", black)
    return Sheet(image, "\n".join(said))


def upward(dpi: int = 200) -> Image.Image:
    """A request with everything GB/T 9704-2012 puts on a page, stamped over its signature."""
    unit, body = dpi / 25.4, round(16 / 72 * dpi)
    image = Image.new("RGB", (round(8.27 * dpi), round(11.69 * dpi)), "white")
    draw = ImageDraw.Draw(image)
    lines: tuple[tuple[str, float, float, int, tuple[int, int, int]], ...] = (
        ("000017", 28, 25, 16, (20, 20, 20)),
        ("机密★1年", 28, 33, 16, (20, 20, 20)),
        ("特急", 28, 41, 16, (20, 20, 20)),
        ("青山区食品安全委员会办公室文件", 35, 55, 24, RED),
        ("青食安办〔2022〕12号", 28, 76, 16, (20, 20, 20)),
        ("签发人：张三  李四光", 125, 76, 16, (20, 20, 20)),
        ("青山区食品安全委员会办公室", 55, 92, 20, (20, 20, 20)),
        ("关于2022年食品安全重点工作情况的请示", 38, 102, 20, (20, 20, 20)),
        ("区人民政府：", 28, 118, 16, (20, 20, 20)),
        ("　　现将有关工作情况报告如下，请审阅。妥否，请批示。", 28, 127, 16, (20, 20, 20)),
        ("　　附件：1.2022年食品安全重点工作任务分解表", 28, 145, 16, (20, 20, 20)),
        ("　　　　　2.联络员名单", 28, 154, 16, (20, 20, 20)),
        ("青山区食品安全委员会办公室", 105, 180, 16, (20, 20, 20)),
        ("2022年3月9日", 125, 189, 16, (20, 20, 20)),
    )
    for text, x, y, points, colour in lines:
        font = face(body * points // 16)
        draw.text((x * unit, y * unit), text, fill=colour, font=font)
    draw.rectangle((28 * unit, 85 * unit, 184 * unit, 85.7 * unit), fill=RED)
    return stamped(image, (0.70, 187 / 297))


def table(dpi: int = 200) -> Sheet:
    """A ruled table of inspections with twenty rows."""
    width, height, unit = round(8.27 * dpi), round(11.69 * dpi), dpi / 25.4
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    font, big = face(round(10.5 / 72 * dpi)), face(round(18 / 72 * dpi))
    assert font is not None
    assert big is not None
    heading = "2022年第一季度食品安全监督抽检情况统计表"
    draw.text(((width - draw.textlength(heading, big)) / 2, 25 * unit), heading, "black", big)
    said, kinds = (
        [heading],
        ("粮食加工品", "食用油", "调味品", "肉制品", "乳制品", "饮料", "方便食品", "糕点"),
    )
    stops = [20, 35, 75, 100, 125, 155, 190]
    rng = random.Random(7)
    rows = [("序号", "食品类别", "抽检批次", "合格批次", "合格率", "备注")]
    for number in range(1, 21):
        total = rng.randrange(20, 200)
        good = total - rng.randrange(4)
        rows.append(
            (str(number), kinds[number % 8], str(total), str(good), f"{good / total:.1%}", "已公示")
        )
    for at, row in enumerate(rows):
        top = (45 + at * 10) * unit
        for stop, cell in zip(stops, row, strict=False):
            draw.text(((stop + 2) * unit, top + 3 * unit), cell, "black", font)
        said.append(" ".join(row))
    for at in range(len(rows) + 1):
        y = (45 + at * 10) * unit
        draw.line((stops[0] * unit, y, stops[-1] * unit, y), "black", 2)
    for stop in stops:
        draw.line((stop * unit, 45 * unit, stop * unit, (45 + len(rows) * 10) * unit), "black", 2)
    return Sheet(image, "\n".join(said))


def stamped(image: Image.Image, centre: tuple[float, float] = (0.70, 0.905)) -> Image.Image:
    """A red round seal of 42 mm on an A4 page, transparent like ink."""
    width, height = image.size
    ink = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(ink)
    x, y, radius = centre[0] * width, centre[1] * height, width * 21 / 210
    draw.ellipse(
        (x - radius, y - radius, x + radius, y + radius), outline=RED, width=max(2, width // 180)
    )
    points = []
    for corner in range(10):
        angle, far = math.pi * (corner / 5 - 0.5), radius * (0.30 if corner % 2 == 0 else 0.12)
        points.append((x + far * math.cos(angle), y + far * math.sin(angle)))
    draw.polygon(points, fill=RED)
    font = face(round(radius * 0.26))
    if font:
        for at, char in enumerate("青山区食品安全委员会办公室"):
            turn = -120 + at * 240 / 12
            angle = math.radians(turn - 90)
            tile = Image.new("RGB", (round(radius * 0.3), round(radius * 0.36)), "white")
            ImageDraw.Draw(tile).text((0, -4), char, RED, font)
            tile = tile.rotate(-turn, expand=True, fillcolor="white")
            far = radius * 0.76
            left, top = x + far * math.cos(angle), y + far * math.sin(angle)
            ink.paste(
                ImageChops.darker(
                    ink.crop(
                        (
                            round(left - tile.width / 2),
                            round(top - tile.height / 2),
                            round(left - tile.width / 2) + tile.width,
                            round(top - tile.height / 2) + tile.height,
                        )
                    ),
                    tile,
                ),
                (round(left - tile.width / 2), round(top - tile.height / 2)),
            )
    return ImageChops.multiply(image, ink)


def scanned(image: Image.Image, degrees: float = 2.0, noise: float = 12.0) -> Image.Image:
    """Skewed, a little blurred, on greyish paper with the sensor's noise."""
    turned = image.rotate(degrees, Image.Resampling.BICUBIC, expand=False, fillcolor="white")
    soft = turned.filter(ImageFilter.GaussianBlur(0.6)).point(lambda value: round(value * 0.92))
    grain = Image.effect_noise(image.size, noise).convert("RGB")
    return ImageChops.add(soft, grain, 1, -128)


def error_rate(truth: str, read: str) -> float:
    """Character error rate: edit distance over the length of the truth, blanks not counted."""
    a, b = _plain(truth), _plain(read)
    return _distance(a, b) / max(1, len(a))


def _plain(text: str) -> str:
    import unicodedata

    return "".join(unicodedata.normalize("NFKC", text).split())


def _distance(a: Sequence[str], b: Sequence[str]) -> int:
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]


def _wrapped(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]
