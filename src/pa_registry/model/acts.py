"""
Acts of judgement about a household: appraisal, visit, waiver.

民主评议、入户核查、酌情豁免。

They are evidence like a record of a department, and each says who acted
and when.  What a policy does when they disagree, the policy states.
"""

from __future__ import annotations

import datetime as dt

import attrs

from pa_registry.columns import column
from pa_registry.model.evidence_codes import (
    AppraisalResult,
    Finding,
    VisitMode,
)
from pa_registry.model.showing import shown


__all__ = ["Appraisal", "Visit", "Waiver"]

_MOST = 100_000


@attrs.frozen(kw_only=True)
class Appraisal:
    """
    The vote of a village meeting on one household.

    民主评议。
    """

    day: dt.date | None = column(
        "评议日期",
        en="day of the appraisal",
        ask_zh="民主评议是哪一天进行的",
        ask_en="on which day was the appraisal held?",
    )
    result: AppraisalResult | None = column(
        "评议结果",
        en="result of the appraisal",
        ask_zh="民主评议结果如何",
        ask_en="what was the result of the appraisal?",
    )
    round: int | None = column(
        "评议轮次",
        en="round of appraisal",
        low=1,
        high=9,
        ask_zh="是第几轮评议",
        ask_en="which round of appraisal was it?",
    )
    entitled: int | None = column(
        "应到人数",
        en="number entitled to attend",
        high=_MOST,
        ask_zh="应到多少人",
        ask_en="how many were entitled to attend?",
    )
    present: int | None = column(
        "实到人数",
        en="number present",
        high=_MOST,
        ask_zh="实到多少人",
        ask_en="how many were present?",
    )
    in_favour: int | None = column(
        "同意人数",
        en="number of votes in favour",
        high=_MOST,
        ask_zh="同意的有多少人",
        ask_en="how many were in favour?",
    )
    minutes: str | None = column("会议记录编号", en="reference of the minutes")

    __repr__ = shown


@attrs.frozen(kw_only=True)
class Visit:
    """
    A visit that establishes facts.

    入户核查。

    A visit by telephone, or one that met nobody, is recorded as what it
    is; what it can support, the policy decides.
    """

    day: dt.date | None = column(
        "查访日期",
        en="day of the visit",
        ask_zh="查访是哪一天进行的",
        ask_en="on which day was the visit made?",
    )
    mode: VisitMode | None = column(
        "查访方式",
        en="mode of the visit",
        ask_zh="采用什么方式查访",
        ask_en="how was the visit made?",
    )
    met_somebody: bool | None = column(
        "见到家庭成员",
        en="met a member",
        ask_zh="是否见到家庭成员",
        ask_en="was a member of the household met?",
        says_en="a member of the household was met",
        no_zh="未见到家庭成员",
    )
    finding: Finding | None = column(
        "查访结论",
        en="finding of the visit",
        ask_zh="查访结论是什么",
        ask_en="what did the visit find?",
    )
    visitor: str | None = column(
        "查访人",
        en="name of the visitor",
        ask_zh="查访人是谁",
        ask_en="who made the visit?",
    )
    signed: bool | None = column(
        "农户已签字",
        en="signed by the household",
        ask_zh="农户是否已签字",
        ask_en="was the record signed by the household?",
        says_en="the record was signed by the household",
        no_zh="农户未签字",
    )

    __repr__ = shown


@attrs.frozen(kw_only=True)
class Waiver:
    """
    A discretionary exemption from one item of a list, or its refusal.

    酌情豁免。

    It is another thing than the exception that a clause states itself.
    """

    item: str | None = column(
        "豁免条款",
        en="item that is waived",
        ask_zh="豁免的是哪一条",
        ask_en="which item is waived?",
    )
    granted: bool | None = column(
        "同意豁免",
        en="waiver granted",
        ask_zh="是否同意豁免",
        ask_en="was the waiver granted?",
        says_en="the waiver was granted",
    )
    grantor: str | None = column(
        "批准单位",
        en="grantor of the waiver",
        ask_zh="由哪个单位批准豁免",
        ask_en="who granted the waiver?",
    )
    ground: str | None = column(
        "豁免理由",
        en="ground of the waiver",
        ask_zh="豁免的理由是什么",
        ask_en="on what ground was the waiver granted?",
    )
    evidence: str | None = column(
        "证明材料",
        en="evidence for the waiver",
        ask_zh="有哪些证明材料",
        ask_en="what evidence is there for the waiver?",
    )
    since: dt.date | None = column(
        "生效日期",
        en="day from which the waiver is valid",
        ask_zh="豁免从哪一天起生效",
        ask_en="from which day is the waiver valid?",
    )
    expires: dt.date | None = column(
        "失效日期",
        en="day on which the waiver expires",
        ask_zh="豁免到哪一天失效",
        ask_en="on which day does the waiver expire?",
    )

    __repr__ = shown

    def is_live(self, day: dt.date) -> bool:
        """
        Say whether the waiver (or its refusal) is in force on a day.

        某日是否有效。

        The day on which it expires is the first without it.
        """
        from pa_registry.model.forms import present

        return present(self, day) is True
