"""Pictures: what cameras wrote, what pixels show, and what is left of damaged files."""

import io
import itertools
import random
import struct
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter
from PIL.PngImagePlugin import PngInfo

from archivist.formats import exif, pixels, read, seals, xmp
from archivist.formats.seals import red_ink
from archivist.model import Digest, Limits, Reading, Trouble
from tests import papers

SPECIMENS = Path(__file__).parent / "specimens" / "media"
DIGEST = Digest("0" * 64)


def reading(path: Path, spool: Path, limits: Limits | None = None) -> Reading:
    return read(path, DIGEST, spool, limits or Limits()).reading


def facts(found: Reading) -> dict[str, str]:
    return dict(found.facts)


@pytest.mark.parametrize(
    ("name", "format_name", "size", "pages"),
    [
        ("photo.jpg", "jpeg", (240, 320), None),
        ("scene.bmp", "bmp", (48, 36), None),
        ("moving.gif", "gif", (64, 48), None),
        ("scene.webp", "webp", (160, 120), None),
        ("scene.avif", "avif", (160, 120), None),
        ("scene.heic", "heic", (96, 64), None),
        ("scene.jp2", "jp2", (96, 72), None),
        ("scene.ico", "ico", (32, 32), None),
        ("scene.psd", "psd", (40, 30), None),
        ("raw.dng", "dng", (40, 30), None),
    ],
)
def test_every_picture_format_tells_its_size_and_look(
    name: str, format_name: str, size: tuple[int, int], pages: int | None, tmp_path: Path
) -> None:
    found = reading(SPECIMENS / name, tmp_path)
    assert (found.format, (found.width, found.height), found.pages) == (format_name, size, pages)
    assert found.problems == ()
    assert facts(found)["look"] == "photo"
    assert len(facts(found)["dhash"].split()) == 4


def test_a_photo_says_when_where_and_with_what(tmp_path: Path) -> None:
    found = reading(SPECIMENS / "photo.jpg", tmp_path)
    told = facts(found)
    assert found.taken == "2022-03-15T09:30:05"
    assert told["zone"] == "+08:00"
    assert told["camera"] == "HUAWEI 青山相机"  # the model is written in GBK
    assert told["gps"] == "36.075000,120.370000"
    assert told["orientation"] == "6"
    assert told["modified"] == "2022-03-20T08:00:00"


_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/">
<rdf:Description xmp:CreatorTool="美图秀秀" xmp:CreateDate="2023-01-01T00:00:00"
 exif:DateTimeOriginal="2022-03-15T09:30:05+08:00" exif:GPSLatitude="36,4.5N"
 exif:GPSLongitude="120,22,12E" tiff:Make="HUAWEI">
<dc:creator><rdf:Seq><rdf:li>王小明</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">专题会现场</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
def test_what_only_xmp_says_is_told_as_well(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"photo.{ending}"
    with Image.open(SPECIMENS / "scene.bmp") as scene:
        if ending == "png":
            info = PngInfo()
            info.add_itxt("XML:com.adobe.xmp", _XMP)
            scene.save(file, pnginfo=info)
        else:
            scene.save(file, xmp=_XMP.encode())
    found = reading(file, tmp_path / "spool")
    told = facts(found)
    assert (found.taken, told["zone"]) == ("2022-03-15T09:30:05", "+08:00")
    assert found.created == "2023-01-01T00:00:00"
    assert (told["artist"], told["description"]) == ("王小明", "专题会现场")
    assert (told["software"], told["camera"]) == ("美图秀秀", "HUAWEI")
    assert told["gps"] == "36.075000,120.370000"


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda said: said.encode()))
def test_no_xmp_breaks_the_reader(raw: bytes) -> None:
    image = Image.new("L", (1, 1))
    start = _XMP.encode()[: _XMP.index("<dc:")]
    for packet in (raw, start + raw, start + raw + b"</rdf:Description></rdf:RDF></x:xmpmeta>"):
        image.info["xmp"] = packet
        xmp.taken(said := xmp.properties(image))
        assert all(isinstance(value, str) for value in xmp.facts(said).values())


def _with_small_copy(path: Path, picture: Image.Image, copy: Image.Image) -> Path:
    """A JPEG with the EXIF a camera writes: the small copy in the second directory."""
    kept = io.BytesIO()
    copy.save(kept, "JPEG")
    head = b"II*\0\x08\0\0\0" + struct.pack("<HI", 0, 14)
    fields = ((513, 4, 1, 44), (514, 4, 1, len(kept.getvalue())))
    second = struct.pack("<H", 2) + b"".join(struct.pack("<HHII", *f) for f in fields) + bytes(4)
    picture.save(path, exif=b"Exif\0\0" + head + second + kept.getvalue(), quality=90)
    return path


def test_the_small_copy_of_a_camera_tells_whether_the_photo_was_altered(tmp_path: Path) -> None:
    with Image.open(SPECIMENS / "photo.jpg") as image:
        image.load()
        scene = image.convert("RGB")
    barred = Image.new("RGB", (160, 120))
    barred.paste(scene.resize((160, 107)), (0, 6))
    turned = scene.resize((160, 120)).rotate(90, expand=True)
    other = scene.crop((100, 20, 200, 100)).resize((160, 120))
    bits = [
        int(
            facts(reading(_with_small_copy(tmp_path / "a.jpg", scene, copy), tmp_path))["thumbnail"]
        )
        for copy in (barred, turned, other)
    ]
    assert bits[0] <= 10
    assert bits[1] <= 10
    assert bits[2] > 16


def test_a_small_copy_inside_a_tiff_is_no_page(tmp_path: Path) -> None:
    scan = tmp_path / "scan.tiff"
    page = _page()
    small = page.resize((120, 170))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    page.save(scan, save_all=True, append_images=[small, page])
    found = reading(scan, tmp_path / "spool", Limits(ocr_pages=0))
    assert found.pages == 2


def test_seals_are_found_on_every_page_of_a_scan(tmp_path: Path) -> None:
    scan = tmp_path / "scan.tiff"
    first, last = _page(), papers.stamped(_page(), (0.7, 0.8))
    first.convert("L").save(scan, save_all=True, append_images=[_page(), last])
    found = reading(scan, tmp_path / "spool", Limits(ocr_pages=0))
    [seal] = [value for name, value in found.facts if name == "seal"]
    assert seal.endswith("@3")
    assert facts(found)["grey pages"] == "1—2"


@pytest.mark.parametrize(("name", "side"), [("photo.jpg", 320), ("scan.tiff", 1024)])
def test_a_thumbnail_is_kept_larger_where_browsers_show_no_original(
    name: str, side: int, tmp_path: Path
) -> None:
    found = read(SPECIMENS / name, DIGEST, tmp_path, Limits(ocr_pages=0))
    still = found.stills[0]
    assert len(found.stills) == (found.reading.pages if name == "scan.tiff" else 1)
    with Image.open(io.BytesIO(still.jpeg)) as shown:
        assert (still.seconds, max(shown.size)) == (None, side)
        upright = shown.height > shown.width
    assert upright


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Canon", "Canon"),
        ("青山".encode().decode("latin-1"), "青山"),
        ("青山".encode("gbk").decode("latin-1"), "青山"),
        ("Français", "Français"),
        (b"HUAWEI\0\0junk", "HUAWEI"),
        ("a\x01b\nc", "a b c"),
        (None, ""),
        (17, ""),
        ((72, 85, 0), "HU"),
    ],
)
def test_strings_survive_a_wrong_encoding(raw: object, shown: str) -> None:
    assert exif.text(raw) == shown


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2022:03:15 09:30:05", "2022-03-15T09:30:05"),
        ("2022-03-15 9:30:05", "2022-03-15T09:30:05"),
        ("0000:00:00 00:00:00", ""),
        ("2022:02:30 09:30:05", ""),
        ("    :  :     :  :  ", ""),
    ],
)
def test_times_are_real_or_absent(said: str, iso: str) -> None:
    assert exif.iso(said) == iso


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60), st.tuples(st.integers())))
def test_no_string_of_a_camera_breaks_the_reader(raw: object) -> None:
    assert "\0" not in exif.text(raw)


def test_a_turned_and_shrunken_photo_has_nearly_the_same_hashes() -> None:
    with Image.open(SPECIMENS / "photo.jpg") as image:
        image.load()
        clean = image.convert("RGB")
    original = pixels.look(clean).dhashes
    smaller = pixels.look(clean.resize((160, 120)).rotate(90, expand=True)).dhashes
    distance = min((int(original[0], 16) ^ int(other, 16)).bit_count() for other in smaller)
    assert distance <= 4
    assert len(set(original)) == 4


def test_blur_lowers_sharpness_and_black_frames_are_clipped() -> None:
    page = Image.effect_noise((400, 400), 60).convert("RGB")
    blurred = page.filter(ImageFilter.GaussianBlur(3))
    assert pixels.look(blurred).sharpness < pixels.look(page).sharpness / 10
    assert pixels.look(Image.new("RGB", (64, 64))).dark == 1.0
    assert pixels.look(Image.new("RGB", (64, 64), "white")).bright == 1.0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F", "YCbCr"])
def test_every_mode_of_pixels_can_be_measured(mode: str) -> None:
    look = pixels.look(pixels.shrunk(Image.new(mode, (2000, 300))))
    assert look.ink < 0.01


def _writing(image: Image.Image) -> Image.Image:
    """Rows of short strokes: what a page looks like from afar, without needing a font."""
    draw, rng = ImageDraw.Draw(image), random.Random(1)
    for y in range(200, 1500, 40):
        x = 120
        while x < 1080:
            long = rng.randrange(8, 24)
            draw.rectangle((x, y, x + long, y + 14), fill=(30, 30, 30))
            x += long + 8
    return image


def _page() -> Image.Image:
    return _writing(Image.new("RGB", (1200, 1700), (236, 236, 233)))


def test_paper_is_a_page_and_a_scene_is_not() -> None:
    assert pixels.look(pixels.shrunk(_page())).page
    with Image.open(SPECIMENS / "photo.jpg") as image:
        assert not pixels.look(image.convert("RGB")).page


@pytest.mark.parametrize("degrees", [0, 2, 90, 180])
def test_a_round_seal_is_found_with_place_and_size(degrees: int) -> None:
    page = papers.stamped(_page(), (0.7, 0.8)).rotate(degrees, expand=True, fillcolor="white")
    [seal], _ = red_ink(pixels.shrunk(page))
    assert seal.size == pytest.approx(0.2, abs=0.02)
    if degrees == 0:
        assert (seal.x, seal.y) == pytest.approx((0.7, 0.8), abs=0.01)


def test_a_red_head_is_a_rule_and_no_seal() -> None:
    page = _page()
    draw = ImageDraw.Draw(page)
    draw.rectangle((150, 400, 1050, 405), fill=papers.RED)
    for at in range(8):
        draw.rectangle((250 + at * 90, 120, 310 + at * 90, 180), outline=papers.RED, width=12)
    seals, rule = red_ink(pixels.shrunk(page))
    assert seals == ()
    assert rule == pytest.approx(402 / 1700, abs=0.01)


@pytest.mark.parametrize("shape", ["disc", "square", "text"])
def test_other_red_things_are_no_seals(shape: str) -> None:
    page = _page()
    draw = ImageDraw.Draw(page)
    if shape == "disc":
        draw.ellipse((600, 1200, 850, 1450), fill=papers.RED)
    elif shape == "square":
        draw.rectangle((600, 1200, 850, 1450), outline=papers.RED, width=8)
    else:
        draw.rectangle((300, 1200, 900, 1230), fill=papers.RED)
    assert red_ink(pixels.shrunk(page))[0] == ()


def test_a_page_without_red_ink_has_neither_seal_nor_rule() -> None:
    assert red_ink(pixels.shrunk(_page())) == ((), None)


def test_a_truncated_photo_still_gives_its_facts(tmp_path: Path) -> None:
    whole = (SPECIMENS / "photo.jpg").read_bytes()
    cut = tmp_path / "cut"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    found = reading(cut, tmp_path / "spool")
    assert found.has(Trouble.TRUNCATED)
    assert found.taken == "2022-03-15T09:30:05"
    assert "dhash" in facts(found)


def test_a_picture_too_large_to_be_true_is_not_decoded(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.png"
    Image.new("1", (30_000, 30_000)).save(bomb)
    found = reading(bomb, tmp_path / "spool")
    assert found.has(Trouble.BOMB)
    assert "250 百万像素" in found.problems[0].message
    assert found.chars == 0


def test_how_many_pixels_a_picture_may_have_is_a_setting(tmp_path: Path) -> None:
    small = Limits(pixels=50_000, ocr_pages=0)
    assert reading(SPECIMENS / "photo.jpg", tmp_path, small).has(Trouble.BOMB)
    assert not reading(SPECIMENS / "scene.bmp", tmp_path, small).problems


def test_a_scan_beyond_the_page_limit_is_read_up_to_it(tmp_path: Path) -> None:
    many = tmp_path / "many.tiff"
    blank = Image.new("1", (100, 140), 1)
    blank.save(many, save_all=True, append_images=[blank] * 4)
    found = reading(many, tmp_path / "spool", Limits(pages=3))
    assert found.pages == 5
    assert found.has(Trouble.TOO_BIG)


def test_a_blank_sheet_is_a_page_without_ink_and_without_trouble(tmp_path: Path) -> None:
    blank = tmp_path / "blank.png"
    Image.new("RGB", (800, 1100), (250, 250, 248)).save(blank)
    found = reading(blank, tmp_path / "spool")
    assert (found.pages, facts(found)["ink"], found.problems) == (1, "0.0000", ())


def test_measuring_a_twelve_megapixel_photo_is_quick(tmp_path: Path) -> None:
    file = tmp_path / "large.jpg"
    with Image.open(SPECIMENS / "photo.jpg") as image:
        image.resize((4032, 3024)).save(file, quality=85)
    with Image.open(file) as image:
        begin = time.process_time()
        image.draft(None, (1024, 1024))
        pixels.look(pixels.shrunk(image))
        assert time.process_time() - begin < 0.5  # 0.15 on an idle core


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6])
def test_marks_thicken_as_a_maximum_filter_would_and_patches_are_whole(share: float) -> None:
    dice = random.Random(share)
    size = (dice.randint(5, 60), dice.randint(5, 60))
    ink = Image.frombytes(
        "L", size, bytes(255 * (dice.random() < share) for _ in range(size[0] * size[1]))
    )
    assert seals._thickened(ink).tobytes() == ink.filter(ImageFilter.MaxFilter(5)).tobytes()
    found = [set(blob.pixels()) for blob in seals._blobs(ink)]
    for one, other in itertools.combinations(found, 2):
        assert not one & {(x + a, y + b) for x, y in other for a in (-1, 0, 1) for b in (-1, 0, 1)}
    for blob in found:
        reached = {next(iter(blob))}
        while more := {p for p in blob - reached if any(_touch(p, q) for q in reached)}:
            reached |= more
        assert reached == blob


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) <= 1
