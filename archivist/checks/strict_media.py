"""严: photos and recordings that can be seen, heard and told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archivist.checks.carriers import FILMS, PHOTOS, RECORDINGS
from archivist.checks.docket import Docket
from archivist.checks.registry import OURS, RECALLED, Remark, check, fault, skipped
from archivist.model import Document, Severity

NEAR = 6
"""Bits of 64 in which two pictures of one scene may differ (ours)."""

_FLAT = 10
_STAMP = re.compile(r"今日水印|水印相机|马克相机|马克水印|元道|经纬相机|水印")
_LABELLED = 2
_WIDE = 1.25
"""720 of 576 lines: what has fewer points in all is smaller, however wide it is."""
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo and the 64 bits of its difference hash."""

    document: Document
    bits: int


def shots(docket: Docket) -> list[Shot]:
    """Photos whose hash says something: neither flat nor a page of paper."""
    found = []
    for document in docket.admitted:
        facts = dict(document.reading.facts) if document.reading.format in PHOTOS else {}
        if facts.get("look") == "photo" and (hashes := facts.get("dhash")):
            bits = int(hashes.partition(" ")[0], 16)
            if _FLAT <= bits.bit_count() <= 64 - _FLAT:
                found.append(Shot(document, bits))
    return found


def alike(found: list[Shot], most: int) -> Iterator[tuple[Shot, Shot]]:
    """Pairs that differ in at most ``most`` bits: of ``most + 1`` parts of the hash one is equal."""
    width = -(-64 // (most + 1))
    mask = (1 << width) - 1
    seen: set[tuple[int, int]] = set()
    for shift in range(0, 64, width):
        buckets: dict[int, list[tuple[int, int]]] = {}
        for at, shot in enumerate(found):
            own = shot.bits
            bucket = buckets.setdefault(own >> shift & mask, [])
            near = [other for other, bits in bucket if (bits ^ own).bit_count() <= most]
            for other in near:
                if (other, at) not in seen:
                    seen.add((other, at))
                    yield found[other], shot
            bucket.append((at, own))


def _repeats(docket: Docket) -> Iterator[tuple[Shot, list[Shot]]]:
    """Each photo with earlier ones of the same point and day that look the same."""
    groups: dict[tuple[str, str], list[Shot]] = {}
    for shot in docket.once(shots):
        when = shot.document.placement.date
        key = (shot.document.placement.point, when.value if when else "")
        groups.setdefault(key, []).append(shot)
    for group in groups.values():
        same: dict[str, list[Shot]] = {}
        for one, two in alike(group, NEAR):
            same.setdefault(two.document.name, []).append(one)
        for shot in group:
            yield shot, same.get(shot.document.name, [])


@check(
    "Y10",
    each=_repeats,
    source=f"GB/T 11821（同一内容选择主要照片）；{OURS}",
    severity=Severity.WARN,
)
def photos_differ(_docket: Docket, repeat: tuple[Shot, list[Shot]]) -> Iterator[Remark]:
    """同一内容的照片只选主要的几张。

    Why: 同一场面的几张近乎相同的照片只需选一张，堆在一起反而看不出重点。

    Mend: 选留最清楚的一张，其余退回；人物、内容不同的，在豁免中说明。
    """
    shot, others = repeat
    if others:
        bits = (shot.bits ^ others[0].bits).bit_count()
        message = f"与同一天、同一要点的另外 {len(others)} 张照片近乎相同。"
        yield fault(
            shot.document,
            message,
            f"{others[0].document.name}（比对 64 处画面特征，相差 {bits} 处）",
        )


def _photos(docket: Docket) -> Iterator[tuple[Document, dict[str, str]]]:
    for document in docket.admitted:
        if document.reading.format in PHOTOS:
            facts = dict(document.reading.facts)
            if facts.get("look") == "photo":
                yield document, facts


@check(
    "Y27",
    each=_photos,
    source=f"照片收集要求（影像清晰、画面完整）；{OURS}",
    severity=Severity.WARN,
)
def photo_is_sharp(docket: Docket, photo: tuple[Document, dict[str, str]]) -> Iterator[Remark]:
    """照片清楚，曝光正常。

    Why: 实景图片模糊不清的，在网上申报中会被退回。（清晰度数值为本程序口径。）

    Mend: 换一张清楚的；夜景、雾天等确无更好照片的，在豁免中说明。
    """
    document, facts = photo
    measures = docket.plan.settings.measures
    side = min(document.reading.width or 0, document.reading.height or 0)
    sharpness = float(facts.get("sharpness", "999"))
    dark, bright = float(facts.get("dark", "0")), float(facts.get("bright", "0"))
    if max(dark, bright) > measures.clipped:
        word = "过暗" if dark > bright else "过亮"
        share = f"{max(dark, bright):.0%} 的画面没有层次"
        yield fault(document, f"照片可能{word}。", share, Severity.INFO)
    elif side and side < measures.sharp_side:
        yield skipped(document, f"照片短边只有 {side} 像素，是否清楚量不出来（见 Y30）。")
    elif sharpness < measures.sharpness:
        shown = f"清晰度 {sharpness:.0f}，低于 {measures.sharpness:.0f}"
        yield fault(document, "照片可能模糊。", shown)


@check(
    "Y28", each=_photos, source="申报退件原因（有水印不符合要求）；惯例相反", severity=Severity.INFO
)
def photo_bears_no_watermark(
    _docket: Docket, photo: tuple[Document, dict[str, str]]
) -> Iterator[Remark]:
    """照片上没有拍照软件的水印。

    Why: 有的网上申报不收带水印的照片；执法记录、现场检查的时间水印则是有用的依据，所以只作提示。

    Mend: 用于网上申报的，换成没有水印的原图；作为执法依据的，可以保留。
    """
    document, _ = photo
    if match := _STAMP.search(document.reading.excerpt):
        yield fault(document, "照片上有拍照软件的水印文字。", match[0])


def _captioned(docket: Docket) -> Iterator[tuple[Document, str]]:
    """Photos with the description written into them; cameras write their own names, in Latin."""
    for document, facts in _photos(docket):
        said = facts.get("description", "")
        yield document, said if _HAN.search(said) else ""


@check("Q13", each=_captioned, source="照片说明六要素（地方规定）", severity=Severity.WARN)
def caption_has_six_elements(docket: Docket, told: tuple[Document, str]) -> Iterator[Remark]:
    """照片说明写全六要素：事由、时间、地点、人物、背景、摄影者。

    Why: 缺了时间、地点、人物的照片，看不出印证的是哪一次活动。

    Mend: 补全照片说明；没有人物的写明“无”。
    """
    document, caption = told
    wanted = docket.plan.settings.measures.caption
    lacking = [word for word in wanted if word.removesuffix("者") not in caption]
    if lacking and len(wanted) - len(lacking) >= _LABELLED:
        yield fault(document, f"照片说明没有写：{'、'.join(lacking)}。", caption[:80])


@check("Q14", each=_captioned, source="GB/T 11821（照片与说明齐全）", severity=Severity.INFO)
def photo_has_a_caption(docket: Docket, told: tuple[Document, str]) -> Iterator[Remark]:
    """每张照片都有文字说明。

    Why: 照片与文字说明应一起归档；没有说明的照片，事后难以说清是哪次活动。

    Mend: 在照片属性的“说明”中写明六要素，或在同一文件夹放一份“照片说明”。
    """
    document, caption = told
    if not caption and not docket.described(document, "照片说明", "图片说明", "照片目录"):
        said = dict(document.reading.facts).get("description", "")
        written = f"照片属性的说明栏只有“{said[:40]}”" if said else "照片没有文字说明"
        yield fault(document, f"{written}，同一文件夹也没有照片说明。", document.arrival.base)


def _recordings(docket: Docket) -> Iterator[tuple[Document, dict[str, str]]]:
    for document in docket.admitted:
        if document.reading.format in RECORDINGS:
            yield document, dict(document.reading.facts)


@check("Y31", each=_recordings, source="DA/T 62（录音数字化参数）", severity=Severity.INFO)
def sound_is_fine_enough(
    docket: Docket, recording: tuple[Document, dict[str, str]]
) -> Iterator[Remark]:
    """录音的采样率不低于 44.1 kHz。

    Why: 采样率低的录音听不清人声。该数值是对录音带数字化的要求，手机录音只作提示。

    Mend: 有原始录音的换成原始录音；只有转发件的，可以保留。
    """
    document, facts = recording
    least, rate = docket.plan.settings.measures.sound_rate, int(float(facts.get("rate", "0")))
    if "video" not in facts and 0 < rate < least:
        message = f"录音采样率 {rate:,} Hz，低于 {least:,} Hz。"
        yield fault(document, message, facts.get("audio", ""))


@check("Y32", each=_recordings, source="DA/T 62（录像数字化参数）", severity=Severity.INFO)
def film_is_fine_enough(
    docket: Docket, recording: tuple[Document, dict[str, str]]
) -> Iterator[Remark]:
    """录像的画面不小于标清（720×576）。

    Why: 画面太小的录像看不清横幅和人物。该数值是对录像带数字化的要求，手机录像只作提示。

    Mend: 有原始录像的换成原始录像；只有转发件的，可以保留。
    """
    document, _ = recording
    width, height = document.reading.width or 0, document.reading.height or 0
    lines = docket.plan.settings.measures.film_lines
    if document.reading.format in FILMS and 0 < width * height < lines * lines * _WIDE:
        yield fault(document, f"录像画面为 {width}×{height}，小于标清。", document.arrival.base)


@check(
    "Y33",
    each=_recordings,
    source=f"声像档案要求（声音、图像清晰）；{OURS}",
    severity=Severity.WARN,
)
def film_shows_something(
    docket: Docket, recording: tuple[Document, dict[str, str]]
) -> Iterator[Remark]:
    """音像有画面、有声音，不是只有片刻。

    Why: 黑屏、无声或只有一两秒的音像多半是误录，不能作为佐证。

    Mend: 请播放核对，换成有内容的音像；确实如此的，在豁免中说明。
    """
    document, facts = recording
    black, silence = (float(facts.get(name, "0")) for name in ("black", "silence"))
    seconds, measures = document.reading.seconds, docket.plan.settings.measures
    if black >= measures.black and document.reading.format in FILMS:
        yield fault(document, f"画面有 {black:.0%} 的时间是黑的。", f"{seconds or 0:.0f} 秒")
    elif silence >= measures.silence:
        only = None if "video" not in facts else Severity.INFO
        peak = facts.get("peak", "-inf")
        loudest = "自始至终无声" if peak == "-inf" else f"最响处 {peak} 分贝（满刻度为 0）"
        yield fault(document, f"有 {silence:.0%} 的时间没有声音。", loudest, only)
    elif seconds is not None and 0 < seconds < measures.film_seconds:
        yield fault(document, f"音像不足 {measures.film_seconds:g} 秒。", f"{seconds:.2f} 秒")


@check("Q15", each=_recordings, source=f"声像档案著录要求（{RECALLED}）", severity=Severity.INFO)
def recording_is_described(
    docket: Docket, recording: tuple[Document, dict[str, str]]
) -> Iterator[Remark]:
    """音像有文字说明，文件名写明要点和事由。

    Why: 音像要打开才知道内容；没有说明的，检查时难以及时找到。

    Mend: 在文件名写明要点、单位、事由和日期，或在同一文件夹放一份音像说明。
    """
    document, facts = recording
    told = facts.get("title") or document.placement.explicit
    if not told and not docket.described(document, "说明"):
        yield fault(document, "音像没有说明，文件名也没有写明要点。", document.arrival.base)
