"""
Exit of a household: an *and* of income and guarantees.

贫困户退出。
"""

from __future__ import annotations

from collections.abc import Iterable

from pa_registry.conditions import Condition, Ordered
from pa_registry.errors import InvalidPolicyError
from pa_registry.model.households import Household
from pa_registry.model.terms import household
from pa_registry.money import Fen
from pa_registry.policies.guarantees import missing_guarantees
from pa_registry.policies.identification import line_term
from pa_registry.policies.outcomes import ExitOutcome
from pa_registry.policies.policy import Policy, Step
from pa_registry.standards.sources import common_source


__all__ = ["household_exit", "lastingly_above", "plainly_above"]

#: Why a household exits: by income only, or by all tests.
_OTHERWISE_ZH = (
    "收入稳定超过扶贫标准",
    "收入稳定超过扶贫标准，两不愁三保障和饮水安全均已实现",
)
_OTHERWISE_EN = (
    "income is stably above the line",
    "income is stably above the line and nothing is lacking",
)


def plainly_above(
    line: Fen | Ordered[Household, Fen] | None = None,
    *,
    size: Ordered[Household, int] | None = None,
) -> Condition[Household]:
    """
    Read *stably above the line* as this year's income above the line.

    当年人均纯收入超过扶贫标准。

    Strictly above: income at the line is not above it.
    """
    base = household.size if size is None else size
    above: Condition[Household] = household.net_income.per(base) > line_term(
        line
    )
    return above.labelled(
        "income-above-line",
        zh="当年家庭人均纯收入超过扶贫标准",
        en="this year's net income per person above the line",
        cites=(common_source("mechanism-2016"),),
    )


def lastingly_above(
    line: Fen | Ordered[Household, Fen] | None = None,
    *,
    size: Ordered[Household, int] | None = None,
) -> Condition[Household]:
    """
    Read *stably above the line* as lasting income above the line.

    扣除短期低保金后的人均纯收入超过扶贫标准。

    Minimum living allowance drawn for under a year is taken off: the form
    keeps it apart from that of over a year.  That the split serves this
    end is a reading of the form, not a rule that was read.
    """
    base = household.size if size is None else size
    lasting = household.net_income - household.short_dibao_income
    above: Condition[Household] = lasting.per(base) > line_term(line)
    return above.labelled(
        "lasting-income-above-line",
        zh="扣除短期低保金后，家庭人均纯收入超过扶贫标准",
        en="net income per person without short-lived dibao above the line",
        cites=(
            common_source("mechanism-2016"),
            common_source("reading-of-allowance"),
        ),
    )


def household_exit(
    *,
    line: Fen | Ordered[Household, Fen] | None = None,
    stably: Condition[Household] | None = None,
    guarantees: Iterable[Condition[Household]] | None = None,
    size: Ordered[Household, int] | None = None,
) -> Policy[ExitOutcome]:
    """
    Decide whether a household meets the exit standard.

    贫困户退出。

    It does where its income is stably above the line *and* nothing is
    lacking; whatever fails is the ground on which it remains.

    Args:
        line: The line, in fen a person and year; left out, that of the
            income year, from the standards in force.
        stably: How *stably above the line* is read; by default
            :func:`plainly_above`, and :func:`lastingly_above` is another.
        guarantees: The rules that say what is lacking; by default all of
            :func:`~pa_registry.policies.guarantees.missing_guarantees`.
        size: Who is counted; by default the usual residents.

    Returns:
        A policy over households.

    Raises:
        InvalidStandardError: If *line* is no amount above zero.
        InvalidPolicyError: If *stably* is given together with a line or a
            size, which it would not read.

    Examples:
        >>> from pa_registry.money import yuan
        >>> policy = household_exit(line=yuan(2952), guarantees=())
        >>> from pa_registry.model import Person
        >>> at_the_line = Household(
        ...     number="H1",
        ...     net_income=yuan(2952),
        ...     members=(Person(number="1"),),
        ... )
        >>> policy(at_the_line).outcome.name
        'REMAIN'
    """
    if stably is not None and (line is not None or size is not None):
        raise InvalidPolicyError(
            what="A reading of *stably* has its own line and size.",
            remedy="Write stably=lastingly_above(yuan(2952), size=…).",
        )
    above = plainly_above(line, size=size) if stably is None else stably
    lacking = tuple(missing_guarantees() if guarantees is None else guarantees)
    short = (~above).labelled(
        "income-not-stably-above-line",
        zh="收入未稳定超过扶贫标准",
        en="income not stably above the line",
        cites=(common_source("mechanism-2016"),),
    )
    return Policy(
        name="household-exit",
        zh="贫困户退出",
        en="household exit",
        steps=tuple(
            Step(rule=test, outcome=ExitOutcome.REMAIN)
            for test in (short, *lacking)
        ),
        otherwise=ExitOutcome.EXIT,
        undecided=ExitOutcome.TO_VERIFY,
        otherwise_zh=_OTHERWISE_ZH[bool(lacking)],
        otherwise_en=_OTHERWISE_EN[bool(lacking)],
    )
