"""Rows of ledgers, registers and statistics, filled by what their columns are called."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

from archivist.sample.topics import Topic
from archivist.sample.wording import filled, pick

_DATE = re.compile("日期|时间|时限|年份|期限|有效期|至$")
_PERSON = re.compile("姓名|人$|员$|师$|领导|负责|专家|摊主$|人员$")
_FIRM = re.compile(
    "单位$|企业|门店|商户|当事人|店铺|店名|主体名称|作坊|养殖|屠宰|销售者|供货者|市场名称"
)
_COUNT = re.compile(
    "数|批次|数量|张|吨|公斤|金额|头|桌|份$|人次|次$|款$|余额|费$|面积|权重|得分|量$|学时"
)
_RATE = re.compile("率|占比|比$|含量|成绩|分数|幅度")
_CODE = re.compile("号$|编号|代码|文号")
_PLACE = re.compile("街道|社区|范围|地址|地点|区域|库点|辖区|点位")
_SCHOOL = re.compile("学校")
_FOOD = re.compile("样品|产品|品种|食品|商品|品名|农药名|兽药名")
_CLAUSE = re.compile("[，；：。]")
_SHORT = range(5, 24)


def ledger(topic: Topic, day: date, luck: random.Random) -> tuple[tuple[str, ...], ...]:
    """Header and 8 to 20 rows, with a true sum where a column counts."""
    columns = topic.columns if "序号" in topic.columns else ("序号", *topic.columns)
    clauses = [
        filled(clause, luck)
        for sentence in topic.sentences
        for clause in _CLAUSE.split(sentence)
        if "{" not in clause and len(clause) in _SHORT
    ]
    rows = [
        tuple(_cell(column, number, day, clauses, luck) for column in columns)
        for number in range(1, luck.randint(8, 20) + 1)
    ]
    return (columns, *rows, *_sum(columns, rows))


def _sum(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    counted = [bool(_COUNT.search(column)) and not _RATE.search(column) for column in columns]
    counted = [
        yes and column not in ("权重", "得分", "应检次数") and rows[0][place].isdigit()
        for place, (yes, column) in enumerate(zip(counted, columns, strict=True))
    ]
    if not any(counted):
        return []
    cells = [
        str(sum(int(row[place]) for row in rows)) if yes else ""
        for place, yes in enumerate(counted)
    ]
    return [("合计", *cells[1:])]


def _cell(column: str, number: int, day: date, clauses: list[str], luck: random.Random) -> str:
    if column == "序号":
        return str(number)
    if _DATE.search(column):
        past = max(day - timedelta(days=luck.randint(0, 25)), day.replace(day=1))
        return f"{past.year}-{past.month:02}-{past.day:02}"
    if _CODE.search(column):
        return f"{day:%y}{luck.randint(10000, 99999)}"
    if _RATE.search(column):
        return f"{luck.uniform(85, 99.9):.1f}"
    for wanted, use in (
        (_SCHOOL, "school"),
        (_COUNT, ""),
        (_PERSON, "person"),
        (_FIRM, "firm"),
        (_PLACE, "street"),
        (_FOOD, "food"),
    ):
        if wanted.search(column):
            return pick(luck, use) if use else str(luck.randint(1, 90))
    return luck.choice(clauses) if clauses and luck.random() < _TELLING else pick(luck, "clause")


_TELLING = 0.6
