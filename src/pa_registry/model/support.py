"""
Who helps a household, with what, and where a recorded value comes from.

帮扶责任人、帮扶措施与数据来源。
"""

from __future__ import annotations

import datetime as dt

import attrs

from pa_registry.columns import Sensitivity, column
from pa_registry.model.household_codes import MeasureKind
from pa_registry.model.showing import shown
from pa_registry.money import Fen


__all__ = ["Helper", "Measure", "Provenance"]


@attrs.frozen(kw_only=True)
class Helper:
    """
    The cadre who answers for the help that a household receives.

    帮扶责任人。
    """

    name: str | None = column("帮扶责任人姓名", en="name of the helper")
    unit: str | None = column("帮扶单位", en="unit of the helper")
    post: str | None = column("职务", en="post of the helper")
    phone: str | None = column(
        "帮扶责任人联系电话",
        en="phone of the helper",
        sensitivity=Sensitivity.SENSITIVE,
    )
    person: str | None = column(
        "帮扶责任人人编号", en="number of the helper, if in the register"
    )
    since: dt.date | None = column("结对起始日期", en="helper since")
    until: dt.date | None = column("结对终止日期", en="helper until")

    __repr__ = shown


@attrs.frozen(kw_only=True)
class Measure:
    """
    One piece of help that a household actually received.

    帮扶措施。
    """

    kind: MeasureKind | None = column("措施类型", en="kind of measure")
    what: str | None = column(
        "措施内容",
        en="content of the measure",
        ask_zh="帮扶措施的内容是什么",
        ask_en="what does the measure consist of?",
    )
    since: dt.date | None = column(
        "措施起始日期",
        en="day on which the measure began",
        ask_zh="帮扶措施从哪一天开始",
        ask_en="on which day did the measure begin?",
    )
    until: dt.date | None = column(
        "措施终止日期",
        en="day on which the measure ended",
        ask_zh="帮扶措施到哪一天为止",
        ask_en="on which day did the measure end?",
    )
    amount: Fen | None = column("帮扶金额", en="amount of help", low=0)

    __repr__ = shown


@attrs.frozen(kw_only=True)
class Provenance:
    """
    Where a recorded value comes from.

    数据来源。

    Attributes:
        source: The paper, system or department.
        collector: Who collected it.
        day: When.
        evidence: The paper or record that shows it.
    """

    source: str
    collector: str | None = attrs.field(default=None, repr=False)
    day: dt.date | None = None
    evidence: str | None = attrs.field(default=None, repr=False)
