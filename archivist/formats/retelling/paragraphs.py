"""A paragraph of Word in points: indents, lines and spaces as its properties tell."""

from __future__ import annotations

from collections.abc import Sequence

from archivist.formats.retelling.styles import Props, number
from archivist.model import Block

ALIGN = {"center": "center", "right": "right", "end": "right", "both": "both", "distribute": "both"}

_TWIPS = 20
_LINE = 240
"""A single line in the units of automatic spacing (ECMA-376 §17.3.1.33)."""

_SINGLE = 1.3
"""Points of a single line for a point of the face: what Song and Hei are set with."""

_FURTHEST, _GAP = 220.0, 60.0
"""Points of indents and spaces beyond which a form would break on our sheet."""

_HUNDRED = 100


def paragraph(runs: Sequence[tuple[str, int]], label: str, whole: Props) -> Block:
    """The block: words with the number of their look, and in points what is not usual."""
    size = number(whole["size"])
    pitch = _pitch(whole, size)
    text = "".join(said for said, _ in runs)
    told: Block = {"kind": "p", "runs": runs, "size": size, "pitch": round(pitch, 1)}
    left = _indent(whole, ("left", "start"), size)
    hanging = _indent(whole, ("hanging",), size)
    first = _indent(whole, ("firstLine",), size) if not hanging else 0.0
    more: Block = {
        "align": ALIGN.get(whole.get("jc", ""), ""),
        "left": max(0.0, round(left - hanging, 1)),
        "hanging": round(hanging, 1),
        "first": round(first, 1),
        "right": round(_indent(whole, ("right", "end"), size), 1),
        "before": round(_gap(whole, "before", pitch), 1),
        "after": round(_gap(whole, "after", pitch), 1),
        "label": label,
        "tab": (whole.get("tabs") or "gap") if "\t" in text else "",
        "top": whole.get("edge.top", ""),
        "bottom": whole.get("edge.bottom", ""),
        "keep": bool(whole.get("keepNext") or whole.get("outline", "9") < "9"),
        "blank": not text.strip() and not label,
    }
    return told | {name: value for name, value in more.items() if value}


def _pitch(whole: Props, size: float) -> float:
    """Points from one line to the next."""
    line = number(whole.get("gap.line", "")) or _LINE
    if whole.get("gap.lineRule", "auto") == "auto":
        return max(1.05, min(3.0, line / _LINE)) * _SINGLE * size
    given = line / _TWIPS
    least = size * (_SINGLE if whole["gap.lineRule"] == "atLeast" else 1.05)
    return max(least, min(given, 3 * size))


def _indent(whole: Props, names: tuple[str, ...], size: float) -> float:
    """Points of an indent, told in hundredths of a character or in twentieths of a point."""
    for name in names:
        signs = number(whole.get(f"ind.{name}Chars", ""))
        points = signs / _HUNDRED * size or number(whole.get(f"ind.{name}", ""), 1e5) / _TWIPS
        if points:
            return max(0.0, min(points, _FURTHEST))
    return 0.0


def _gap(whole: Props, side: str, pitch: float) -> float:
    lines = number(whole.get(f"gap.{side}Lines", ""))
    points = lines / _HUNDRED * pitch or number(whole.get(f"gap.{side}", ""), 1e5) / _TWIPS
    return max(0.0, min(points, _GAP))
