"""准: figures agree with themselves, with last year's, and from file to file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from archivist.checks.docket import Docket
from archivist.checks.registry import OURS, RECALLED, Remark, check, fault
from archivist.model import Document, Element, ElementKind, Severity

_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a metric in one year, and where it stands."""

    document: Document
    element: Element
    metric: str
    unit: str
    year: int
    value: Decimal
    rate: Decimal | None

    @property
    def seen(self) -> str:
        """Number, unit and place, for the evidence."""
        page = f"第 {self.element.page} 页" if self.element.page else ""
        return f"{self.value}{self.unit}（{self.document.name} {page}）"


def _figures(docket: Docket) -> Iterator[Figure]:
    """Every figure with a year: of the text, or for growth that of the paper's date."""
    for document in docket.admitted:
        for element in document.reading.elements:
            if element.kind is ElementKind.GROWTH:
                metric, number, unit, rate, year = element.value.split("|")
                when = document.placement.date
                year = year or (str(when.year) if when else "")
                if year:
                    yield _figure(document, element, metric, unit, year, number, Decimal(rate))
            elif element.kind is ElementKind.FIGURE:
                metric, number, unit, year = element.value.split("|")
                yield _figure(document, element, metric, unit, year, number, None)


def _figure(
    document: Document,
    element: Element,
    metric: str,
    unit: str,
    year: str,
    number: str,
    rate: Decimal | None,
) -> Figure:
    return Figure(document, element, metric, unit, int(year), Decimal(number), rate)


def _growing(docket: Docket) -> Iterator[tuple[Figure, list[Figure]]]:
    """Figures with a growth rate, and the same metric's figures of the year before."""
    known: dict[tuple[str, str, int], list[Figure]] = {}
    figures = docket.once(_figures)
    for figure in figures:
        known.setdefault((figure.metric, figure.unit, figure.year), []).append(figure)
    for figure in figures:
        if figure.rate is not None:
            yield figure, known.get((figure.metric, figure.unit, figure.year - 1), [])


@check("Z17", each=_growing, source=OURS, severity=Severity.INFO)
def growth_fits_last_year(docket: Docket, growing: tuple[Figure, list[Figure]]) -> Iterator[Remark]:
    """同比增幅与上年数据对得上。

    Why: 由本年数和增幅倒推出的上年数，应与上年材料中的数一致；对不上的数据经不起追问。

    Mend: 核对两年的数据和统计口径；口径有调整的，在材料中注明。
    """
    figure, before = growing
    slack = Decimal(str(docket.plan.settings.measures.growth))
    low, high = _base(figure, slack)
    if before and not any(low <= other.value <= high for other in before):
        implied = (
            figure.value / (1 + (figure.rate or 0) / _HUNDRED) if figure.rate != -_HUNDRED else 0
        )
        message = (
            f"{figure.year} 年“{figure.metric}”{figure.value}{figure.unit}、同比 {figure.rate:+}%，"
            f"倒推上年约 {implied:.1f}{figure.unit}，与上年材料中的数不同。"
        )
        yield fault(figure.document, message, "；".join(o.seen for o in before[:_SHOWN]))


def _base(figure: Figure, slack: Decimal) -> tuple[Decimal, Decimal]:
    """Last year's value as implied: between the roundings of the rate and of the number."""
    rate = figure.rate or Decimal(0)
    step, unit = _rounding(rate), _rounding(figure.value)
    least = max(1 + (rate - step) / _HUNDRED, Decimal("0.0001"))
    most = max(1 + (rate + step) / _HUNDRED, Decimal("0.0001"))
    return (figure.value - unit) / most * (1 - slack), (figure.value + unit) / least * (1 + slack)


def _rounding(number: Decimal) -> Decimal:
    """Half a unit of the last printed place."""
    return _HALF.scaleb(int(number.as_tuple().exponent))


def _totals(docket: Docket) -> Iterator[tuple[Document, Element]]:
    for document in docket.admitted:
        for element in document.reading.all(ElementKind.SUM):
            yield document, element


@check("Z18", each=_totals, source=OURS, severity=Severity.WARN)
def columns_add_up(_docket: Docket, total: tuple[Document, Element]) -> Iterator[Remark]:
    """表格的合计等于各行之和。

    Why: 合计与明细对不上，整张表的数据都会被怀疑。

    Mend: 核对各行和合计；有未列出的行或不同计量单位的，在表下注明。
    """
    document, element = total
    heading, printed, added = element.value.rsplit("|", 2)
    said, found = _decimal(printed), _decimal(added)
    if said is not None and found is not None and abs(said - found) > _tolerance(said, found):
        place = f"第 {element.page} 页：" if element.page else ""
        message = f"“{heading}”一栏合计写的是 {printed}，各行相加是 {added}。"
        yield fault(document, message, f"{place}{' '.join(element.quote.split())}")


def _tolerance(said: Decimal, found: Decimal) -> Decimal:
    """Whole numbers add up exactly; of others each row may have been rounded."""
    whole = said == said.to_integral_value() and found == found.to_integral_value()
    return Decimal(0) if whole else _rounding(said) * 4


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _facts(docket: Docket) -> Iterable[list[Figure]]:
    """Figures of the same metric, unit and year."""
    groups: dict[tuple[str, str, int], list[Figure]] = {}
    for figure in docket.once(_figures):
        if figure.element.kind is ElementKind.FIGURE:
            groups.setdefault((figure.metric, figure.unit, figure.year), []).append(figure)
    return groups.values()


@check("Z19", each=_facts, source="创建工作资料建档标准（数据科学一致）", severity=Severity.WARN)
def one_fact_has_one_value(_docket: Docket, facts: list[Figure]) -> Iterator[Remark]:
    """同一年、同一指标的数据前后一致。

    Why: 人口、食品企业数这样的全区数据，在不同材料里数值不同，会被问到以哪个为准。

    Mend: 统一口径（如人口以户籍人口或常住人口为准）后改正；口径不同的，在材料中注明。
    """
    if len({figure.value for figure in facts}) == 1:
        return
    holders: dict[Decimal, set[str]] = {}
    for figure in facts:
        holders.setdefault(figure.value, set()).add(figure.document.name)
    count = {value: len(names) for value, names in holders.items()}
    usual = max(count, key=lambda value: (count[value], -value))
    alone = count[usual] == 1
    for figure in facts:
        if alone or figure.value != usual:
            other = next(f for f in facts if f.value != figure.value)
            message = (
                f"{figure.year} 年“{figure.metric}”{figure.value}{figure.unit}，另有材料的数不同。"
            )
            yield fault(figure.document, message, f"{figure.seen}；{other.seen}")


def _sections(docket: Docket) -> Iterator[tuple[Document, tuple[Element, ...]]]:
    for document in docket.admitted:
        if document.reading.chars:
            yield document, document.reading.all(ElementKind.ORDER)


@check("Z20", each=_sections, source=f"GB/T 9704-2012 7.3.3（{RECALLED}）", severity=Severity.INFO)
def sections_are_numbered_in_order(
    _docket: Docket, sections: tuple[Document, tuple[Element, ...]]
) -> Iterator[Remark]:
    """层次序号连续。

    Why: 序号跳号、重号，可能是删改后没有重排，或漏印、漏扫了内容。

    Mend: 核对原件；原件如此的，不必处理。
    """
    document, breaks = sections
    if breaks:
        before, found = breaks[0].value.split("|")
        message = f"层次序号在第 {before} 之后是第 {found}。"
        page = f"第 {breaks[0].page} 页：" if breaks[0].page else ""
        yield fault(document, message, page + breaks[0].quote)
