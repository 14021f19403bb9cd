"""What states, grades and outcomes are called in Chinese: one word each, wherever it is shown."""

from __future__ import annotations

from archivist.model.dossier import Outcome
from archivist.model.evidence import State
from archivist.model.standard import Severity
from archivist.model.standing import Fulfilment

FULFILMENT = {
    Fulfilment.SATISFIED: "满足",
    Fulfilment.PARTLY: "部分",
    Fulfilment.MISSING: "缺",
    Fulfilment.NOT_DUE: "未到期",
    Fulfilment.NOT_APPLICABLE: "不适用",
}
STATE = {
    State.PLACED: "已装盒",
    State.OPEN: "待定",
    State.REJECTED: "退回",
    State.DUPLICATE: "重复",
    State.SUPERSEDED: "旧版",
    State.CONTAINER: "压缩包",
    State.UNREADABLE: "无法使用",
    State.LIST: "移交清单",
}
SEVERITY = {Severity.BLOCK: "必须改", Severity.WARN: "请核实", Severity.INFO: "供参考"}
OUTCOME = {
    Outcome.PASS: "通过",
    Outcome.FINDING: "问题",
    Outcome.NOT_CHECKED: "未检查",
    Outcome.BROKEN: "检查出错",
}
WAIVED = "已豁免"
"""What stands in the place of the grade where a person waived a finding."""
