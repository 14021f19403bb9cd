"""Whether a document is about food safety at all: many kinds of paper exist for every campaign.

An 应急预案, a 责任书 or a 动员会 讲话 exists for fire, floods and taxes too, in the same words. So a
placement by words alone needs a sign of the subject. Both lists are ours.
"""

from __future__ import annotations

import re

from archivist.rules.sight import Sight

_OWN = re.compile(
    r"食品|食安|食药|食堂|食用|食源|餐|厨|农产品|农药|兽药|渔药|农资|饲料|屠宰|畜禽|养殖|粮食|种植|耕地|土壤|产地"
    r"|抽检|快检|检验检测|小作坊|小摊|摊点|摊贩|三小|农贸|菜市场|批发市场|超市|冷链|保健|婴幼儿|奶粉|地沟油|酒类|饮用水"
    r"|五毛|私宰|病死|无害化|进货查验|追溯|召回|健康证|从业人员|合格证|校园周边|陪餐|留样"
    r"|三安联动|舌尖|12315|投诉举报|有奖举报|市场监管|监管所|网络订餐|外卖|聚餐|明厨亮灶"
)
_OTHER = re.compile(
    r"安全生产|消防|防火|防汛|抗旱|防灾|地震|文明城市|卫生城市|园林城市|森林城市|双拥|禁毒|反诈|反恐|扫黑|税|人口普查|经济普查"
    r"|计划生育|征兵|党建|党史|主题教育|廉政|信访|维稳|疫情|疫苗|核酸|燃气|道路交通|交通安全|特种设备|药品安全|医疗器械"
    r"|招商|扶贫|脱贫|乡村振兴|拆迁|环保督察|大气污染|河长|垃圾分类|运动会|招聘|食盐"
)
_OFTEN = 3


def is_ours(sight: Sight, *, as_listed: bool) -> bool:
    """Whether name or title speak of food; if they speak of no other campaign, the text may.

    ``as_listed`` says the name is that of a want on the list: somebody named the file by it.
    """
    heading = f"{sight.name}\n{sight.title}"
    if _OWN.search(heading):
        return True
    if _OTHER.search(heading):
        return False
    if as_listed or _OWN.search(sight.opening) or _OWN.search(sight.folder):
        return True
    return sum(1 for _ in zip(range(_OFTEN), _OWN.finditer(sight.body), strict=False)) == _OFTEN
