"""The one settings file: district, days, pass rule, units, numbers, exceptions."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from archivist.model import (
    Arrangement,
    Coding,
    Limits,
    NotApplicable,
    Order,
    PassRule,
    Period,
    Profile,
    Settings,
    Severity,
    Subject,
    Thresholds,
    Unit,
    Waiver,
    Weights,
)
from archivist.rules.measuring import measures
from archivist.rules.record import Record
from archivist.rules.roster import roster
from archivist.rules.yamlpos import Scalar

CHECK_ID = re.compile(r"[QYZJ][0-9]{2}")
"""Check ids: 全 Q, 严 Y, 准 Z, 齐 J, and two digits."""
PROJECT_CODE = re.compile(r"[A-Z0-9]{2,8}")
FONDS = re.compile(r"[A-Z][0-9]{3}")
"""全宗号 (DA/T 13-2022)."""
NAMING = "{要点}_{单位}_{材料}_{日期}"
NAMING_FIELDS = ("要点", "单位", "材料", "日期")
_SIZES = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}


@dataclass(frozen=True, slots=True)
class Totals:
    """How much the whole pack must add up to, so that a lost line is noticed."""

    parts: int
    items: int
    points: int
    score: Decimal
    bonus_items: int
    bonus_score: Decimal


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything the settings file says."""

    settings: Settings
    units: tuple[Unit, ...]
    periods: dict[str, tuple[int, ...]]
    sources: tuple[tuple[str, str], ...]
    totals: Totals | None


def frame(record: Record) -> Frame:
    """Read the settings file; what is wrong is noted on the record's list."""
    years = record.years("years")
    if not years:
        record.wrong(record.line("years"), "“years”至少要有一个计分年份。")
    found = Frame(
        settings=_settings(record, years),
        units=roster(record),
        periods=_periods(record.record("periods"), years),
        sources=_pairs(record.record("sources")),
        totals=_totals(record.record("totals")),
    )
    record.close()
    return found


def _settings(record: Record, years: tuple[int, ...]) -> Settings:
    return Settings(
        district=record.text("district"),
        standard=record.text("standard"),
        reconstructed=record.text("reconstructed", ""),
        project_code=_project_code(record),
        inspection=record.day("inspection"),
        years=years,
        pass_rule=_pass_rule(record.record("pass_rule")),
        severities=_severities(record.record("severities")),
        waivers=tuple(_waiver(each) for each in record.records("waivers")),
        not_applicable=tuple(_not_applicable(each) for each in record.records("not_applicable")),
        ignored_names=record.texts("ignored_names"),
        limits=_limits(record.record("limits")),
        thresholds=_thresholds(record.record("thresholds")),
        naming=_naming(record),
        weights=_weights(record.record("weights")),
        subject=_subject(record.record("subject")),
        measures=measures(record.record("measures")),
        boilerplate=record.texts("boilerplate"),
        stock=record.texts("stock"),
        gazetteer=record.texts("gazetteer"),
        volumes=record.flag("volumes", usual=True),
        arrangement=_arrangement(record.record("arrangement")),
    )


def _arrangement(record: Record) -> Arrangement:
    usual = Arrangement()
    fonds = record.text("fonds", "")
    if fonds and not FONDS.fullmatch(fonds):
        message = f"“fonds”（全宗号）要写成一个大写字母和三位数字，现在是“{fonds}”。"
        record.wrong(record.line("fonds"), message)
    found = Arrangement(
        profile=record.choice("profile", Profile, usual.profile),
        fonds=fonds,
        fonds_name=record.text("fonds_name", ""),
        coding=record.choice("coding", Coding, usual.coding),
        period=record.choice("period", Period, usual.period),
        periods=_by_point(record.record("periods")),
        digits=_between(record, "digits", usual.digits, (3, 5)),
        order=record.choice("order", Order, usual.order),
        photos=_between(record, "photos", usual.photos, (1, 4)),
    )
    record.close()
    return found


def _between(record: Record, key: str, usual: int, ends: tuple[int, int]) -> int:
    least, most = ends
    found = record.whole(key, usual, least=least)
    if found > most:
        record.wrong(record.line(key), f"“{key}”最大是 {most}，现在是“{found}”。")
    return min(found, most)


def _by_point(record: Record) -> tuple[tuple[str, Period], ...]:
    found = tuple((key.text, record.choice(key.text, Period)) for key in record.keys())  # noqa: SIM118 - no dict
    record.close()
    return found


def _project_code(record: Record) -> str:
    code = record.text("project_code")
    if code and not PROJECT_CODE.fullmatch(code):
        message = f"“project_code”要写成 2 到 8 个大写字母或数字，现在是“{code}”。"
        record.wrong(record.line("project_code"), message)
    return code


def _naming(record: Record) -> str:
    form = record.text("naming", NAMING)
    for name in re.findall(r"\{(.*?)\}", form):
        if name not in NAMING_FIELDS:
            known = "、".join(f"{{{field}}}" for field in NAMING_FIELDS)
            record.wrong(record.line("naming"), f"“naming”里只能用 {known}，没有“{{{name}}}”。")
    return form


def _pass_rule(record: Record) -> PassRule:
    rate = record.decimal("key_rate", Decimal("0.6"))
    if rate > 1:
        message = f"“key_rate”是 0 到 1 之间的比率，60% 写成 0.6，现在是“{rate}”。"
        record.wrong(record.line("key_rate"), message)
    rule = PassRule(record.decimal("pass_score"), rate, record.flag("bonus_counts"))
    record.close()
    return rule


def _severities(record: Record) -> tuple[tuple[str, Severity], ...]:
    for key in (keys := record.keys()):
        _check_id(record, key)
    found = tuple((key.text, record.choice(key.text, Severity)) for key in keys)
    record.close()
    return found


def _check_id(record: Record, check: Scalar) -> None:
    if not CHECK_ID.fullmatch(check.text):
        message = f"检查编号要写成 Q01、Y12 这样（Q 全、Y 严、Z 准、J 齐），现在是“{check.text}”。"
        record.wrong(check.where, message)


def _waiver(record: Record) -> Waiver:
    waiver = Waiver(
        check=record.text("check"),
        subject=record.text("subject"),
        reason=record.text("reason"),
        author=record.text("author"),
        until=record.day("until"),
        where=record.where,
    )
    if waiver.check:
        _check_id(record, Scalar(waiver.check, record.line("check")))
    record.close()
    return waiver


def _not_applicable(record: Record) -> NotApplicable:
    found = NotApplicable(
        point=record.text("point"),
        reason=record.text("reason"),
        approver=record.text("approver"),
        where=record.line("point"),
    )
    record.close()
    return found


def _limits(record: Record) -> Limits:
    usual = Limits()
    found = replace(
        usual,
        **{
            field.name: _size(record, field.name, getattr(usual, field.name))
            for field in fields(Limits)
            if field.name not in {"seconds", "play_seconds", "ocr_pages"}
        },
        seconds=_real(record, "seconds", usual.seconds),
        play_seconds=_real(record, "play_seconds", usual.play_seconds),
        ocr_pages=record.whole("ocr_pages", usual.ocr_pages, least=0),
    )
    record.close()
    return found


def _size(record: Record, key: str, usual: int) -> int:
    """A whole number, or one with K, M or G for 1024, 1024² or 1024³ bytes."""
    text = record.text(key, str(usual))
    match = re.fullmatch(r"([0-9]{1,15})([KMG]?)", text)
    if match and int(match[1]):
        return int(match[1]) * _SIZES[match[2]]
    record.wrong(record.line(key), f"“{key}”要写成正整数，可带 K、M、G，现在是“{text}”。")
    return usual


def _real(record: Record, key: str, usual: float) -> float:
    return float(record.decimal(key, Decimal(str(usual))))


def _thresholds(record: Record) -> Thresholds:
    usual = Thresholds()
    found = Thresholds(
        accept=_share(record, "accept", usual.accept),
        margin=_share(record, "margin", usual.margin),
        outweighed=_share(record, "outweighed", usual.outweighed),
        contradicts=_real(record, "contradicts", usual.contradicts),
        quiet=_real(record, "quiet", usual.quiet),
        patience=_real(record, "patience", usual.patience),
        box_sheets=record.whole("box_sheets", usual.box_sheets, least=1),
    )
    record.close()
    return found


def _weights(record: Record) -> Weights:
    usual = Weights()
    names = [field.name for field in fields(Weights)]
    found = Weights(**{name: _real(record, name, getattr(usual, name)) for name in names})
    record.close()
    return found


def _subject(record: Record) -> Subject:
    subject = Subject(record.texts("own"), record.texts("other"))
    record.close()
    return subject


def _share(record: Record, key: str, usual: float) -> float:
    share = _real(record, key, usual)
    if share > 1:
        record.wrong(record.line(key), f"“{key}”是 0 到 1 之间的数，现在是“{share:g}”。")
    return min(share, 1.0)


def _periods(record: Record, years: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    periods = {key.text: record.years(key.text) for key in record.keys()}  # noqa: SIM118 - no dict
    for name, named in periods.items():
        if strange := [str(year) for year in named if year not in years]:
            message = f"考评时段“{name}”里的 {'、'.join(strange)} 不在 years 里。"
            record.wrong(record.line(name), message)
    record.close()
    return periods


def _pairs(record: Record) -> tuple[tuple[str, str], ...]:
    return tuple((key.text, record.text(key.text)) for key in record.keys())  # noqa: SIM118 - no dict


def _totals(record: Record) -> Totals | None:
    if not record.keys():
        return None
    totals = Totals(
        parts=record.whole("parts", 0),
        items=record.whole("items", 0),
        points=record.whole("points", 0),
        score=record.decimal("score"),
        bonus_items=record.whole("bonus_items", 0),
        bonus_score=record.decimal("bonus_score"),
    )
    record.close()
    return totals
