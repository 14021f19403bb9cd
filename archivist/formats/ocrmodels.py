"""The OCR models behind three questions: where are lines, which way up, and what do they say."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archivist.formats.lineboxes import Corners, Pixels

_SIDE = 1280
"""Pixels of the longer side a picture is searched at: small print of an A4 page still shows."""

_BRACKETS = re.compile(r"([〔\[【（(])(\d{4})([〕\]】）)])(?=\d{1,5}号)")


def detected(pixels: Pixels, top: int, side: int = _SIDE) -> list[Corners]:
    """Corners of the lines found with the longer side at most ``side``, moved down by ``top``."""
    import cv2
    import numpy as np

    scale = min(1.0, side / max(pixels.shape[:2]))
    small: Any = pixels
    if side < _SIDE and scale < 1:  # one engine for all sizes: each costs its models' memory
        small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = _engine()(small, use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(found, "boxes", None)
    if boxes is None:
        return []
    spread = max(pixels.shape[:2]) / max(small.shape[:2])
    return [np.add(np.multiply(box, spread), (0, top)) for box in boxes]


def upside_down(crop: Pixels) -> float:
    """How surely a line stands on its head: above 0 if so, below 0 if not."""
    label, sure = _engine()(crop, use_det=False, use_cls=True, use_rec=False).cls_res[0]
    return float(sure) if label == "180" else -float(sure)


def said(crop: Pixels) -> tuple[str, float]:
    """The text of one line, "" for none, and the confidence in it (0..1)."""
    result = _engine()(crop, use_det=False, use_cls=False, use_rec=True)
    return (_mended(str(result.txts[0])), float(result.scores[0])) if result.txts else ("", 0.0)


def _mended(text: str) -> str:
    """A number's brackets made alike when one of them is 〔〕: 〔2022] is a misreading, never print."""
    return _BRACKETS.sub(lambda m: f"〔{m[2]}〕" if m[1] == "〔" or m[3] == "〕" else m[0], text)


@cache
def _engine() -> Any:  # noqa: ANN401 - rapidocr's engine; its types come and go with releases
    import logging

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": 100_000,  # recognise from full resolution; detection has its own
            "Det.limit_side_len": _SIDE,
            "Det.limit_type": "max",
            "Rec.rec_batch_num": 1,
            "Rec.rec_img_shape": [3, 48, 96],
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
