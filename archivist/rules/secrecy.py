"""Files with a secrecy mark (密级标志) are set aside: nothing of them is told but their name."""

from __future__ import annotations

from dataclasses import replace

from archivist.model import Document, Element, ElementKind, Placement, Read, Reading, State

WHY = "首页有密级标志，已隔离：不入卷宗、不复制，只记文件名；请立即通知保密员处理"


def mark(reading: Reading) -> Element | None:
    """The mark in the head zone of page 1 (GB/T 9704-2012 §7.2.2), if there is one."""
    found = reading.first(ElementKind.SECRECY)
    return found if found and found.page in {None, 1} else None


def set_aside(document: Document) -> Document:
    """The document as everybody may see it: name, unit, the mark; neither words nor place.

    A container's state stays, so that its members are still accounted for; a repetition stays
    what it is. ``archivist place`` by a person (解密后) lifts this, see ``documents``.
    """
    found = mark(document.reading)
    if found is None:
        return document
    reading = _bare(document.reading, found)
    place = document.placement
    placement = Placement(unit=place.unit, unit_reason=place.unit_reason)
    blind = replace(document, reading=reading, placement=placement, origin=None)
    if document.state in {State.PLACED, State.OPEN, State.UNREADABLE}:
        return replace(blind, state=State.REJECTED, why=WHY)
    return blind


def hushed(read: Read) -> Read:
    """What may be kept of a reading: of a paper with a mark neither its text nor what it encloses.

    Declassified, it comes again as the paper without the mark, and is then read in full.
    """
    found = mark(read.reading)
    return Read(_bare(read.reading, found), "") if found else read


def _bare(reading: Reading, found: Element) -> Reading:
    """Format, size and the mark itself."""
    bare = replace(found, quote="", printed=found.value)
    plain = replace(reading, elements=(bare,), excerpt="", facts=(), created="", taken="")
    return replace(plain, members=())
