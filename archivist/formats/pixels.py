"""What the pixels of a picture say: sharp or not, clipped or not, its hash, paper or a scene.

All measures are ours and need calibration; none comes from a standard. Pillow only.
"""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter, ImageStat

SIDE = 1024
"""Longer side in pixels at which everything here is measured, so that numbers compare."""

_INK_DEPTH = 24
"""Grey levels below its surroundings that make a pixel ink."""

_PALE, _BRIGHT = 50, 130
"""Paper is less saturated than the first and brighter than the second (of 255)."""

_PAPER_SHARE, _INK_SHARE = 0.62, 0.36
"""A page is at least so much paper and at most so much ink; measured on the corpora's photos
(paper ≤ 0.58) and on rendered, stamped, skewed pages (paper ≥ 0.95)."""

TELLING = 16.0
"""Standard deviation of grey levels below which a picture is fog, night or a wall."""

_DRAWN, _LIGHT = 128, 200
"""Opacity above which a pixel counts as drawn, and level from which on it is lost on white paper."""

_COLOURED = 0.004
"""Share of saturated pixels above which a scan is a colour scan."""


@dataclass(frozen=True, slots=True)
class Look:
    """Measures of one picture; shares are of 1.

    ``sharpness`` is the variance of the Laplacian, ``dark`` and ``bright`` are the clipped
    shares, ``ink`` the share of pixels clearly darker than their surroundings, ``dhashes`` the
    64-bit difference hashes of the picture turned by 0°, 90°, 180° and 270°.
    """

    sharpness: float
    dark: float
    bright: float
    ink: float
    paper: float
    coloured: bool
    dhashes: tuple[str, ...]

    @property
    def page(self) -> bool:
        """Whether this looks like paper or a screen with text rather than a scene."""
        return self.paper >= _PAPER_SHARE and self.ink <= _INK_SHARE


def shrunk(image: Image.Image) -> Image.Image:
    """The picture in RGB, on white, with its longer side at most ``SIDE`` pixels."""
    small = image
    if max(image.size) > SIDE:
        scale = SIDE / max(image.size)
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        if image.mode in ("1", "P"):
            small = image.convert("RGB" if image.mode == "P" else "L")
        small = small.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    return opaque(small)


def opaque(image: Image.Image) -> Image.Image:
    """RGB on paper: what a reader sees of transparent or 16-bit pictures."""
    if image.mode.startswith("I") or image.mode == "F":
        low, high = image.getextrema()
        if isinstance(low, (int, float)) and isinstance(high, (int, float)) and high > low:
            scale = 255 / (high - low)
            image = image.convert("F").point(lambda value: value * scale - low * scale)
        return image.convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        above = image.convert("RGBA")
        below = Image.new("RGBA", above.size, _paper(above))
        return Image.alpha_composite(below, above).convert("RGB")
    return image.convert("RGB")


def _paper(above: Image.Image) -> str:
    """White, unless all that is drawn is so light that nothing of it would show there."""
    drawn = above.getchannel("A").point(lambda level: 255 * (level > _DRAWN))
    levels = above.convert("L").histogram(drawn)
    return "black" if sum(levels) and not sum(levels[:_LIGHT]) else "white"


def unlike(picture: Image.Image, copy: Image.Image) -> int:
    """Bits of 64 in which two pictures differ, the copy turned and trimmed as fits best.

    Cameras set their small copies between black bars, and turning a photo often leaves its copy
    as it was.
    """
    wanted = int(_dhash(_turns(picture.convert("L"))[0]), 16)
    ways = (copy, *(_trimmed(copy, ratio) for ratio in (_ratio(picture), 1 / _ratio(picture))))
    hashes = (_dhash(turned) for way in ways for turned in _turns(way.convert("L")))
    return min((wanted ^ int(each, 16)).bit_count() for each in hashes)


def _ratio(image: Image.Image) -> float:
    return image.width / image.height


def _trimmed(image: Image.Image, ratio: float) -> Image.Image:
    """The middle of a picture, with sides of this ratio."""
    width = min(image.width, max(1, round(image.height * ratio)))
    height = min(image.height, max(1, round(image.width / ratio)))
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


def spread(image: Image.Image) -> float:
    """Standard deviation of the grey levels."""
    return float(ImageStat.Stat(image.convert("L")).stddev[0])


def look(small: Image.Image) -> Look:
    """Measure a picture that ``shrunk`` returned."""
    grey = small.convert("L")
    histogram, count = grey.histogram(), grey.width * grey.height
    _, saturation, value = small.resize((256, 256)).convert("HSV").split()
    pale = saturation.point([255 * (level < _PALE) for level in range(256)])
    bright = value.point([255 * (level > _BRIGHT) for level in range(256)])
    vivid = saturation.point([255 * (level > 2 * _PALE) for level in range(256)])
    visible = value.point([255 * (level > _PALE) for level in range(256)])
    return Look(
        sharpness=_sharpness(grey),
        dark=sum(histogram[:5]) / count,
        bright=sum(histogram[251:]) / count,
        ink=_share(_ink(grey)),
        paper=_share(ImageChops.multiply(pale, bright)),
        coloured=_share(ImageChops.multiply(vivid, visible)) > _COLOURED,
        dhashes=tuple(_dhash(turned) for turned in _turns(grey)),
    )


def _sharpness(grey: Image.Image) -> float:
    """Variance of the Laplacian; the kernel is scaled and shifted to fit into 8 bits."""
    if min(grey.size) < 3:  # noqa: PLR2004 - the kernel's size
        return 0.0
    kernel = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=2, offset=128)
    inside = grey.filter(kernel).crop((1, 1, grey.width - 1, grey.height - 1))
    return 4 * ImageStat.Stat(inside).var[0]


def _ink(grey: Image.Image) -> Image.Image:
    around = grey.filter(ImageFilter.BoxBlur(16))
    return ImageChops.subtract(around, grey).point([255 * (v > _INK_DEPTH) for v in range(256)])


def _share(mask: Image.Image) -> float:
    return float(ImageStat.Stat(mask).mean[0]) / 255


def _turns(grey: Image.Image) -> tuple[Image.Image, ...]:
    tiny = grey.resize((72, 72), Image.Resampling.BOX)
    ways = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    return (tiny, *(tiny.transpose(way) for way in ways))


def _dhash(tiny: Image.Image) -> str:
    """64 bits: whether each cell of a 9x8 grid is brighter than its right neighbour."""
    cells = tiny.resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (cells[row * 9 + column] > cells[row * 9 + column + 1])
    return f"{bits:016x}"
