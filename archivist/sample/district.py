"""A whole district dropped into an inbox, with or without its faults."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from archivist.model import Every, Plan
from archivist.sample import faults, naming, slots, zips
from archivist.sample.draft import Draft
from archivist.sample.dropping import Dropping, digest, true
from archivist.sample.mail import eml
from archivist.sample.naming import Name
from archivist.sample.paper import Paper, district_of, encoded, numbered, paper, written
from archivist.sample.slots import Slot
from archivist.sample.topics import FIRST, topics
from archivist.sample.truth import Truth

_ADDED = ("nowhere", "duplicate", "temporary", "edition", "nested-zip")
_ZIPS, _MAILS = 0.0125, 0.005
_IN_ZIP, _IN_MAIL = 3, 2
_CODED, _HALF = 0.5, 0.75
_ORDER = (Every.ONCE, Every.YEAR, Every.QUARTER, Every.MONTH)


def make(folder: Path, files: int, seed: int, plan: Plan, hand: str = FIRST) -> Truth:
    """Drop ``files`` files of an invented district into ``folder``; same seed, same bytes.

    Members of its ZIPs and mails come on top of ``files``. Half of the names carry the point's
    code, a quarter only a folder or a unit, a quarter nothing; see ``faults.SHARES``. ``hand`` says
    whose words the papers use, see ``topics``.
    """
    luck = random.Random(seed)
    quota = faults.counts(files)
    bundles = round(_ZIPS * files), round(_MAILS * files)
    added = sum(quota[kind] for kind in _ADDED)
    bundled = bundles[0] * _IN_ZIP + bundles[1] * _IN_MAIL + quota["nested-zip"]
    single = max(0, files - added - sum(bundles))
    picked = [slots.told_by(hand, slot) for slot in slots.chosen(plan, single + bundled, luck)]
    strangers = [_stranger(plan, luck, hand) for _ in range(quota["nowhere"])]
    papers = numbered(
        plan, [paper(plan, slot, n, seed, hand) for n, slot in enumerate(picked + strangers)]
    )
    district = _District(Dropping(folder), plan, seed, luck)
    _folders(folder, plan)
    for stranger in papers[len(picked) :]:
        district.stranger(stranger)
    sizes = [_IN_ZIP] * bundles[0] + [_IN_MAIL] * bundles[1] + [1] * quota["nested-zip"]
    parcels, rest = _parcels(papers[: len(picked)], sizes, luck)
    district.bundle(parcels, bundles)
    district.singles(rest, quota)
    district.temporary(quota["temporary"])
    return Truth(seed, tuple(district.out.files), slots.holes(plan, picked))


def make_clean(folder: Path, files: int, seed: int, plan: Plan) -> Truth:
    """Drop a district in which nothing is faulty; what is missing is only for want of files.

    As many files as the plan has papers due leave no hole; for 400 see ``slots.one_year``.
    Names follow the house's own convention.
    """
    luck = random.Random(seed)
    due = _spread(plan)
    picked = slots.filled(plan, due, files, luck, frozenset())
    _folders(folder, plan)
    out = Dropping(folder)
    for each in numbered(plan, [paper(plan, slot, n, seed) for n, slot in enumerate(picked)]):
        told = replace(each, caption=_caption(each, seed))
        name = naming.neat(told.slot, told.subject, told.matter.day)
        out.drop(told, name, told.ending, written(told, seed)[0])
    return Truth(seed, tuple(out.files), slots.holes(plan, picked))


def _spread(plan: Plan) -> list[Slot]:
    """What is due: one paper of every point, then what is due rarely before what is due often."""
    due = slots.due(plan)
    first = {slot.point: id(slot) for slot in reversed(due)}
    return sorted(
        due,
        key=lambda slot: (id(slot) != first[slot.point], _ORDER.index(_every(plan, slot))),
    )


def _every(plan: Plan, slot: Slot) -> Every:
    wants = plan.by_code[slot.point].wants
    return next(want.every for want in wants if want.name == slot.want)


def _caption(each: Paper, seed: int) -> str:
    """The six elements of a photo's caption (S21 §5.2)."""
    matter, luck = each.matter, random.Random(f"{seed}:{each.serial}")
    person = luck.choice(("工作人员", "有关负责同志", "与会代表"))
    return (
        f"事由：{matter.subject}；时间：{each.when:%Y年%m月%d日}；地点：{matter.street}；"
        f"人物：{person}；背景：{matter.district}行政区域；摄影者：{matter.issuer}"
    )


def _folders(folder: Path, plan: Plan) -> None:
    collective = {unit.group for unit in plan.units}
    for unit in plan.units:
        if unit.name not in collective:
            (folder / naming.safe(unit.name)).mkdir(parents=True, exist_ok=True)


def _stranger(plan: Plan, luck: random.Random, hand: str = FIRST) -> Slot:
    """A paper of other business, by a unit of the district."""
    topic = luck.choice([topic for code, topic in topics(hand).items() if code.startswith("N")])
    year = luck.choice(plan.settings.years)
    unit = luck.choice(plan.units).name
    return Slot(topic.code, "", luck.choice(topic.themes), unit, year, date(year, 1, 1), 12, False)


@dataclass(frozen=True, slots=True)
class _District:
    """The dropping of one district: how names and faults are dealt out."""

    out: Dropping
    plan: Plan
    seed: int
    luck: random.Random

    def stranger(self, each: Paper) -> None:
        name = naming.uncoded(self.plan, each.slot, each.subject, each.matter.day, self.luck)
        self.out.drop(each, name, each.ending, written(each, self.seed)[0], fault="nowhere")

    def singles(self, papers: list[Paper], quota: dict[str, int]) -> None:
        dealt = _dealt(papers, quota, self.luck)
        numbers = [each.matter.number for each in papers if each.matter.number]
        for each in papers:
            kind = dealt.get(each.serial, "")
            other = self.luck.choice(numbers) if kind == "number-reused" else ""
            self._single(kind, faults.reworded(kind, each, other, self.luck))

    def temporary(self, count: int) -> None:
        units = [unit.name for unit in self.plan.units]
        nobody = paper(self.plan, _stranger(self.plan, self.luck), 0, self.seed)
        for number in range(count):
            base, data = faults.temporary(self.luck, number)
            stem, _, ending = f"{self.luck.choice(units)}/{base}".rpartition(".")
            name = Name(stem, "uncoded", "nothing")
            self.out.drop(nobody, name, ending, data, fault="temporary", format="")

    def bundle(self, parcels: list[list[Paper]], bundles: tuple[int, int]) -> None:
        """The first parcels become ZIPs, the next mails, the last ZIPs in ZIPs."""
        zipped, mailed = bundles[0], sum(bundles)
        for number, parcel in enumerate(parcels):
            if number < zipped:
                self._bundle(parcel, "zip", self._zipped)
            elif number < mailed:
                self._bundle(parcel, "eml", self._mailed)
            else:
                self._nested(parcel[0])

    def _named(self, each: Paper) -> Name:
        chance = self.luck.random()
        way = naming.coded if chance < _CODED else naming.half if chance < _HALF else naming.uncoded
        return way(self.plan, each.slot, each.subject, each.matter.day, self.luck)

    def _single(self, kind: str, each: Paper) -> None:
        """Drop one paper with its fault; a few faults need a second file or another shell."""
        photo = faults.shifted(each, self.luck) if kind == "photo-date" else each
        data, draft = written(photo, self.seed)
        if kind == "placeholder" and draft is not None:
            data = encoded(faults.unfilled(draft, district_of(self.plan)), each.format, each.when)
        name = self._faulty_name(kind, each)
        if kind == "encrypted" and each.serial % 3 == 0:
            data = faults.locked_zip(f"{naming.safe(each.subject)}.{each.ending}", data, each.when)
            self.out.drop(each, name, "zip", data, fault=kind, format="zip")
            return
        told = {"fault": "" if kind in ("duplicate", "edition") else kind}
        if kind in ("encrypted", "empty"):
            told["format"] = {"docx": "ooxml-encrypted"}.get(each.format, each.format)
            told["format"] = "empty" if kind == "empty" else told["format"]
        data = faults.spoiled(kind, each, data, self.luck)
        ending = faults.lie(each) if kind == "wrong-extension" else each.ending
        self.out.drop(each, name, ending, data, **told)
        self._second(kind, each, name, data, draft)

    def _second(self, kind: str, each: Paper, name: Name, data: bytes, draft: Draft | None) -> None:
        if kind == "duplicate":
            copy = replace(name, stem=f"{name.stem} - 副本")
            self.out.drop(each, copy, each.ending, data, fault=kind)
        if kind == "edition" and draft is not None:
            later = replace(name, stem=f"{name.stem}（修订稿）")
            data = encoded(faults.revised(draft, each.matter.day), each.format, each.when)
            self.out.drop(each, later, each.ending, data, fault=kind)

    def _faulty_name(self, kind: str, each: Paper) -> Name:
        title = naming.safe(each.subject)[:50]
        match kind:
            case "wrong-code":
                code = faults.unknown_code(self.plan, self.luck)
                return Name(f"{each.slot.unit}/{code} {title}", "coded", "text")
            case "contradiction":
                code = faults.other_code(self.plan, each.slot, self.luck)
                return Name(f"{each.slot.unit}/{code} {title}", "coded", "code")
            case "photo-date":
                stem = (
                    f"{each.slot.unit}/{each.slot.point} {title}（{each.matter.day:%Y年%m月%d日}）"
                )
                return Name(stem.replace("年0", "年").replace("月0", "月"), "coded", "code")
            case "hostile-name":
                name = self._named(each)
                return replace(name, stem=faults.hostile(name.stem, self.luck))
        return self._named(each)

    def _bundle(self, papers: list[Paper], kind: str, wrap: _Wrap) -> None:
        """Several papers in one ZIP or mail; the container itself belongs nowhere."""
        first = papers[0]
        unit = first.slot.unit
        stem = (
            f"{unit}/{self.luck.choice(('报送材料', '佐证材料打包', '创建资料'))}{first.when:%m%d}"
        )
        path = self.out.free(stem, kind)
        inside = Dropping(self.out.folder)
        parts = []
        for each in papers:
            name = self._named(each)
            name = replace(name, stem=name.stem.partition("/")[2] or name.stem)
            if kind == "eml":
                name = replace(name, stem=name.stem.rpartition("/")[2])
            data = written(each, self.seed)[0]
            member = inside.free(name.stem, each.ending)
            parts.append((member, data))
            self.out.files.append(true(each, f"{path}/{member}", name, digest(data)))
        whole = wrap(tuple(parts), first)
        self._container(path, kind, first, whole)

    def _container(self, path: str, kind: str, first: Paper, data: bytes, fault: str = "") -> None:
        found = self.out.write(path, data)
        name = Name(path, "uncoded", "nothing")
        entry = true(first, path, name, found, format=kind, fault=fault)
        self.out.files.append(replace(entry, point="", want="", also=()))

    def _zipped(self, parts: tuple[tuple[str, bytes], ...], first: Paper) -> bytes:
        code = "gbk" if self.luck.random() < _GBK else "utf-8"
        return zips.pack((zips.part(name, data, code) for name, data in parts), first.when)

    def _mailed(self, parts: tuple[tuple[str, bytes], ...], first: Paper) -> bytes:
        return eml(f"{first.slot.unit}报送材料", first.matter.issuer, parts, first.when)

    def _nested(self, each: Paper) -> None:
        """A ZIP in a ZIP, as forwarded twice."""
        name = self._named(each)
        base = f"{name.stem.rpartition('/')[2]}.{each.ending}"
        if name.clue == "folder":
            base = f"{each.slot.point}/{base}"
        data = written(each, self.seed)[0]
        inner = zips.pack([zips.part(base, data, "gbk")], each.when)
        path = self.out.free(f"{each.slot.unit}/转发材料{each.when:%m%d}", "zip")
        outer = zips.pack([zips.part("第二批/压缩包.zip", inner, "gbk")], each.when)
        deep = f"{path}/第二批/压缩包.zip"
        self.out.files.append(true(each, f"{deep}/{base}", name, digest(data), fault="nested-zip"))
        within = true(each, deep, replace(name, clue="nothing"), digest(inner), format="zip")
        self.out.files.append(replace(within, point="", want="", also=(), fault="nested-zip"))
        self._container(path, "zip", each, outer, "nested-zip")


_GBK = 0.7
_Wrap = Callable[[tuple[tuple[str, bytes], ...], Paper], bytes]


def _parcels(
    papers: list[Paper], sizes: list[int], luck: random.Random
) -> tuple[list[list[Paper]], list[Paper]]:
    """Parcels of these sizes, each of one unit's papers, and the papers left over."""
    by_unit: dict[str, list[Paper]] = defaultdict(list)
    for each in papers:
        by_unit[each.slot.unit].append(each)
    parcels: list[list[Paper]] = []
    for size in sizes:
        unit = luck.choice([unit for unit, own in by_unit.items() if len(own) >= size])
        parcels.append([by_unit[unit].pop() for _ in range(size)])
    gone = {each.serial for parcel in parcels for each in parcel}
    return parcels, [each for each in papers if each.serial not in gone]


def _dealt(papers: Iterable[Paper], quota: dict[str, int], luck: random.Random) -> dict[int, str]:
    """Deal the faults to papers that can carry them, one each; the pickiest faults first."""
    pool = list(papers)
    luck.shuffle(pool)
    dealt: dict[int, str] = {}
    kinds = [kind for kind in quota if kind not in ("nowhere", "temporary", "nested-zip")]
    for kind in sorted(kinds, key=lambda kind: kind not in faults.WORDED):
        free = (each for each in pool if each.serial not in dealt and faults.fits(kind, each))
        for each, _ in zip(free, range(quota[kind]), strict=False):
            dealt[each.serial] = kind
    return dealt
