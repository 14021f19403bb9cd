"""How a responsible unit signs: its full name, its document prefix, and what stands over it."""

from __future__ import annotations

import re

_FULL = {
    "区食安办": "{d}食品安全委员会办公室",
    "区市场监管局": "{d}市场监督管理局",
    "区卫健局": "{d}卫生健康局",
    "区城管局": "{d}城市管理局",
    "区发改局": "{d}发展和改革局",
    "区文旅局": "{d}文化和旅游局",
    "区人社局": "{d}人力资源和社会保障局",
    "区应急局": "{d}应急管理局",
    "区大数据局": "{d}大数据发展管理局",
    "区行政审批局": "{d}行政审批服务局",
    "区政府办公室": "{d}人民政府办公室",
    "区委办公室": "中共{d}委办公室",
    "区委宣传部": "中共{d}委宣传部",
    "区委组织部": "中共{d}委组织部",
    "区委网信办": "中共{d}委网络安全和信息化委员会办公室",
    "区委编办": "中共{d}委机构编制委员会办公室",
    "区考核办": "{d}综合考核办公室",
    "区纪委监委机关": "中共{d}纪律检查委员会",
    "区政务服务热线": "{d}政务服务热线中心",
    "区检察院": "{d}人民检察院",
    "区法院": "{d}人民法院",
    "区疾控中心": "{d}疾病预防控制中心",
    "区人大办、区政协办": "{d}人大常委会办公室",
    "区自然资源分局": "{d}自然资源分局",
}
_PREFIX = {
    "区食安办": "食安办",
    "区市场监管局": "市监",
    "区卫健局": "卫健",
    "区政府办公室": "政办发",
    "区委办公室": "办发",
    "区委宣传部": "宣",
    "区委组织部": "组",
    "区委编办": "编办",
    "区农业农村局": "农",
    "区教育局": "教",
    "区城管局": "城管",
    "区财政局": "财",
    "区发改局": "发改",
    "公安分局": "公",
    "生态环境分局": "环",
    "区人大办、区政协办": "人大办",
}
_STREETS = re.compile("街道|镇|乡")


def full(unit: str, street: str, district: str) -> str:
    """The full name a unit signs with; ``street`` speaks for the streets and their stations."""
    if is_street(unit):
        return f"{district}{_street(unit, street)}办事处"
    if "监管所" in unit or unit.endswith("所"):
        return f"{district}市场监督管理局{street.removesuffix('街道')}监管所"
    if unit in _FULL:
        return _FULL[unit].format(d=district)
    return district + unit.removeprefix("区")


def prefix(unit: str, street: str, district: str) -> str:
    """机关代字: the district's first character and the organ's short name."""
    if is_street(unit):
        return f"{_street(unit, street)[:2]}街办"
    first = district[:1]
    if unit in _PREFIX:
        return first + _PREFIX[unit]
    return first + unit.removeprefix("区").removesuffix("局")[:4]


def is_street(unit: str) -> bool:
    """Whether a unit is a street office, or stands for all of them."""
    return bool(_STREETS.search(unit))


def _street(unit: str, street: str) -> str:
    own = unit.removesuffix("办事处").removesuffix("人民政府")
    return street if own.startswith(("各", "街")) else own
