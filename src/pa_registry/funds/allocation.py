"""
An allocation as a value: every step of every recipient.

资金分配结果。
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from pa_registry.errors import NotInRegistryError
from pa_registry.funds import statements
from pa_registry.funds.deductions import Trigger
from pa_registry.funds.formula import Factor, Formula
from pa_registry.funds.recipients import FigureValue, Recipient
from pa_registry.money import Fen


__all__ = ["Allocation", "Line", "Part", "Taking"]

_NONE = Fen(0)


@attrs.frozen(kw_only=True)
class Part:
    """
    What one factor gives one recipient.

    因素分配额。

    Attributes:
        factor: The factor.
        value: The recipient's figure.
        share: Its exact part of all claims by this factor.
        amount: The money, in whole fen.
    """

    factor: Factor
    value: FigureValue
    share: Fraction
    amount: Fen


@attrs.frozen(kw_only=True)
class Taking:
    """
    What one trigger found for one recipient.

    扣减核查结果。

    Attributes:
        trigger: The trigger.
        value: What it found, such as a deviation.
        rate: The rate on the allocation at hand; 0 where none is due.
        clawback_rate: The rate on money already allotted.
    """

    trigger: Trigger
    value: Fraction
    rate: Fraction
    clawback_rate: Fraction


@attrs.frozen(kw_only=True)
class Line:
    """
    One recipient's part of an allocation, step by step.

    单位分配明细。

    Attributes:
        recipient: The recipient.
        parts: What each factor gives; they add up to *by_factors*.
        share: The exact part of the whole by the factors alone.
        by_factors: The same in whole fen.
        adjusted: After the adjustment by performance.
        base: After floors and caps: what deductions act on.
        takings: What each trigger found.
        deducted: What is taken from this allocation (扣减).
        redistributed: What comes from the deductions of others.
        clawed_back: What is taken from money already allotted (扣回).
    """

    recipient: Recipient
    parts: tuple[Part, ...]
    share: Fraction
    by_factors: Fen
    adjusted: Fen
    base: Fen
    takings: tuple[Taking, ...] = ()
    deducted: Fen = _NONE
    redistributed: Fen = _NONE
    clawed_back: Fen = _NONE

    @property
    def amount(self) -> Fen:
        """What this allocation gives, before anything is clawed back."""
        return self.base - self.deducted + self.redistributed

    @property
    def net(self) -> Fen:
        """The amount less what is clawed back; it can be below zero."""
        return self.amount - self.clawed_back

    @property
    def change(self) -> Fen | None:
        """The amount less last year's, where that is recorded."""
        before = self.recipient.last_year
        return None if before is None else self.amount - before

    @property
    def is_cut(self) -> bool:
        """Whether anything is deducted or clawed back."""
        return bool(self.deducted or self.clawed_back)


@attrs.frozen(kw_only=True)
class Allocation:
    """
    A base amount, shared out to the last fen.

    资金分配结果。

    The net amounts and what is retained add up to the total.

    Attributes:
        formula: The formula.
        total: The base amount.
        lines: One line for each recipient, in the order given.
        retained: What was taken and given to nobody.
    """

    formula: Formula
    total: Fen
    lines: tuple[Line, ...]
    retained: Fen = _NONE

    def line(self, key: str) -> Line:
        """
        Give the line of one recipient.

        Raises:
            NotInRegistryError: If there is no such recipient.
        """
        for line in self.lines:
            if line.recipient.key == key:
                return line
        raise NotInRegistryError(kind="recipient", code=key)

    def amounts(self) -> dict[str, Fen]:
        """Give each recipient's amount, by its key."""
        return {line.recipient.key: line.amount for line in self.lines}

    def statement(self, key: str, language: str = "en") -> str:
        """
        Say one recipient's part: every factor, every deduction, last year.

        单位资金分配说明。

        Args:
            key: The recipient.
            language: ``"zh"`` or ``"en"``.

        Returns:
            Whole sentences; amounts in ten thousands of yuan, with as many
            decimals as the fen need.
        """
        line = self.line(key)
        return statements.of_line(self, line, language)

    def render(self, language: str = "en") -> str:
        """Say the total, and one line for each recipient."""
        return statements.of_allocation(self, language)
