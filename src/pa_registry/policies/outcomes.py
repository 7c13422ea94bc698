"""
What policies come to.

政策结论。
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pa_registry.model.status import Move


__all__ = [
    "DispositionOutcome",
    "ExitOutcome",
    "IdentificationOutcome",
    "LowIncomeOutcome",
    "MonitoringOutcome",
    "NegativeListOutcome",
    "Outcome",
    "RiskOutcome",
]


class Outcome(StrEnum):
    """
    The base of all outcomes: a code with its wording in both languages.

    结论。

    Attributes:
        zh: The outcome in Chinese.
        en: The outcome in English.
        excludes: Whether it takes something away, and so needs a ground.
    """

    zh: str
    en: str
    excludes: bool

    def __new__(
        cls, code: str, zh: str, en: str, excludes: object = None
    ) -> Self:
        """Make a member of its code and its words."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh = zh
        member.en = en
        member.excludes = excludes == "excludes"
        return member


class NegativeListOutcome(Outcome):
    """
    What a negative list says of a household.

    负面清单比对结论。
    """

    CLEAR = ("CLEAR", "未触及负面清单", "clear of the negative list")
    EXCLUDED = (
        "EXCLUDED",
        "触及负面清单，应予排除",
        "excluded by the negative list",
        "excludes",
    )
    STRICT_REVIEW = ("STRICT_REVIEW", "从严审核", "to be reviewed strictly")
    TO_VERIFY = ("TO_VERIFY", "待核实", "pending verification")


class IdentificationOutcome(Outcome):
    """
    What identification comes to.

    识别结论。
    """

    REGISTER = ("REGISTER", "予以纳入", "register")
    NOT_REGISTERED = ("NOT_REGISTERED", "不予纳入", "not registered")
    STRICT_REVIEW = ("STRICT_REVIEW", "从严审核", "to be reviewed strictly")
    TO_VERIFY = ("TO_VERIFY", "待核实", "pending verification")


class ExitOutcome(Outcome):
    """
    What the exit test of a household comes to.

    退出结论。
    """

    EXIT = ("EXIT", "达到退出标准", "meets the exit standard")
    REMAIN = ("REMAIN", "继续帮扶", "remains registered")
    TO_VERIFY = ("TO_VERIFY", "待核实", "pending verification")


class DispositionOutcome(Outcome):
    """
    What follows from a verified finding about a registered household.

    失准贫困人口处理结论。

    Examples:
        >>> DispositionOutcome.DELISTED.move
        <Move.REMOVED: 'removal'>
        >>> DispositionOutcome.TO_VERIFY.move is None
        True
    """

    DELISTED = (
        "DELISTED",
        "剔除",
        "delisted as misidentified",
        "excludes",
    )
    MEMBER_REMOVED = (
        "MEMBER_REMOVED",
        "个别成员核减",
        "member taken off",
        "excludes",
    )
    NATURAL_DECREASE = (
        "NATURAL_DECREASE",
        "自然减少",
        "natural decrease",
        "excludes",
    )
    EXITED = ("EXITED", "脱贫", "exits", "excludes")
    EXIT_REVERSED = ("EXIT_REVERSED", "错退纠正", "exit reversed")
    RETURNED = ("RETURNED", "返贫", "returned to poverty")
    RETAINED = ("RETAINED", "保留", "retained after verification")
    TO_VERIFY = ("TO_VERIFY", "待核实", "pending verification")

    @property
    def move(self) -> Move | None:
        """The move of the register that it calls for, if any."""
        return _MOVES.get(self)


_MOVES = {
    DispositionOutcome.DELISTED: Move.REMOVED,
    DispositionOutcome.MEMBER_REMOVED: Move.MEMBER_REMOVED,
    DispositionOutcome.NATURAL_DECREASE: Move.NATURAL_DECREASE,
    DispositionOutcome.EXITED: Move.EXITED,
    DispositionOutcome.EXIT_REVERSED: Move.EXIT_REVERSED,
    DispositionOutcome.RETURNED: Move.RETURNED,
    DispositionOutcome.RETAINED: Move.RETAINED,
}


class MonitoringOutcome(Outcome):
    """
    Which of the three kinds of monitored households it is, after 2020.

    防止返贫监测对象类别。
    """

    UNSTABLE_EXIT = (
        "UNSTABLE_EXIT",
        "脱贫不稳定户",
        "unstably exited household",
    )
    MARGINAL = ("MARGINAL", "边缘易致贫户", "marginal household")
    SUDDEN_HARDSHIP = (
        "SUDDEN_HARDSHIP",
        "突发严重困难户",
        "household in sudden serious hardship",
    )
    NOT_MONITORED = ("NOT_MONITORED", "不纳入监测", "not monitored")
    TO_VERIFY = ("TO_VERIFY", "待核实", "pending verification")


class RiskOutcome(Outcome):
    """
    Whether the risk of a monitored household is removed.

    风险消除结论。
    """

    RISK_REMOVED = ("RISK_REMOVED", "风险消除", "risk removed")
    KEEP_MONITORING = ("KEEP_MONITORING", "继续监测", "still monitored")
    TO_VERIFY = ("TO_VERIFY", "待核实", "pending verification")


class LowIncomeOutcome(Outcome):
    """
    The categories of low-income households, as of 2024.

    低收入人口类别。
    """

    EXTREMELY_POOR = ("EXTREMELY_POOR", "特困人员", "extremely poor")
    DIBAO = ("DIBAO", "最低生活保障对象", "draws the dibao allowance")
    DIBAO_MARGINAL = (
        "DIBAO_MARGINAL",
        "最低生活保障边缘家庭",
        "dibao-marginal household",
    )
    RIGID_EXPENSE = (
        "RIGID_EXPENSE",
        "刚性支出困难家庭",
        "household in rigid-expense hardship",
    )
    MONITORED = (
        "MONITORED",
        "防止返贫监测对象",
        "monitored against a return to poverty",
    )
    OTHER = (
        "OTHER",
        "其他低收入人口",
        "other low-income household by local rules",
    )
    NOT_LOW_INCOME = (
        "NOT_LOW_INCOME",
        "不属于低收入人口",
        "not of the low-income population",
    )
    TO_VERIFY = ("TO_VERIFY", "待核实", "pending verification")
