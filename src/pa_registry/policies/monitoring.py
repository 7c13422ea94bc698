"""
Monitoring after 2020: who is watched, lest he fall into poverty.

防止返贫监测。

Three kinds of households are watched: the unstably exited, the marginal,
and those in sudden serious hardship.  The line is set by each province and
year; where none was read it is asked for, and never carried over.
"""

from __future__ import annotations

from collections.abc import Iterable

from pa_registry.conditions import Condition, Ordered, parameter
from pa_registry.errors import InvalidPolicyError
from pa_registry.model.households import Household
from pa_registry.model.status import Status
from pa_registry.model.terms import household
from pa_registry.money import Fen
from pa_registry.policies.identification import line_term
from pa_registry.policies.outcomes import MonitoringOutcome
from pa_registry.policies.policy import Policy, Step
from pa_registry.standards.sources import common_source


__all__ = ["monitoring", "monitoring_line"]

#: Out of the register's stock, by a right exit.
_EXITED = (Status.EXITED, Status.EXITED_STABLE)
#: Ordinary households: never in the register, or taken out of it.
_OUTSIDE = (Status.UNREGISTERED, Status.REMOVED)

#: What the policy has no rule for, where no hardship is described.
_NO_HARDSHIP = (
    (
        "突发严重困难没有写入规则，须另行核实。",
        "Sudden serious hardship has no rule here: look into it apart.",
    ),
)


def monitoring_line(
    line: Fen | Ordered[Household, Fen] | None = None,
) -> Fen | Ordered[Household, Fen]:
    """
    Take a monitoring line as given, or leave it to the standards.

    防止返贫监测范围。

    Args:
        line: The line, in fen a person and year; left out, that of the
            place and the year of the rules.  It is held against an income
            of that year or of the year before, and of no other.

    Raises:
        InvalidStandardError: If it is no money, or not above zero.
    """
    if line is not None:
        given: Fen | Ordered[Household, Fen] = line_term(line)
        return given
    of_standards: Ordered[Household, Fen] = parameter(
        "monitoring-line",
        "fen",
        zh="防止返贫监测范围",
        en="the monitoring line against a return to poverty",
    )
    return of_standards


def monitoring(
    *,
    hardship: Iterable[Condition[Household]],
    line: Fen | Ordered[Household, Fen] | None = None,
    size: Ordered[Household, int] | None = None,
) -> Policy[MonitoringOutcome]:
    """
    Decide whether a household is watched, and of which of the three kinds.

    防止返贫监测对象识别。

    An exited household below the monitoring line is unstably exited, an
    ordinary one is marginal.  Sudden serious hardship may lie above the
    line, and no number for it was published: the counties judge it, so that
    the rules are the caller's.  Income is asked first, which is a choice
    where both hold: no text was read that says which kind prevails.

    Args:
        hardship: Labelled rules, any of which is a sudden serious hardship.
            An empty tuple says that there are none, and each decision then
            says what it does not cover.
        line: The line, in fen a person and year; left out, that of the
            place and year, from the standards in force.
        size: Who is counted; by default the usual residents.

    Returns:
        A policy over households.

    Raises:
        InvalidStandardError: If *line* is no amount above zero.
        InvalidPolicyError: If a rule of hardship has no label.

    Examples:
        >>> from pa_registry.model import Person
        >>> from pa_registry.money import yuan
        >>> policy = monitoring(hardship=(), line=yuan(7600))
        >>> exited = Household(
        ...     number="H1",
        ...     status=Status.EXITED,
        ...     net_income=yuan(7599),
        ...     members=(Person(number="1"),),
        ... )
        >>> print(policy(exited).outcome.zh)
        脱贫不稳定户
    """
    base = household.size if size is None else size
    below = household.net_income.per(base) < monitoring_line(line)
    sudden = tuple(hardship)
    for rule in sudden:
        if not isinstance(rule, Condition):
            raise InvalidPolicyError(
                what=f"A {type(rule).__name__} is no rule of hardship.",
                remedy="Give labelled conditions, or hardship=().",
            )
    cites = (common_source("monitoring-2021"),)
    return Policy(
        name="monitoring",
        zh="防止返贫监测对象识别",
        en="monitoring against a return to poverty",
        steps=(
            Step(
                rule=(household.status.among(*_EXITED) & below).labelled(
                    "unstable-exit",
                    zh="已脱贫，家庭人均纯收入低于监测范围",
                    en="exited, and net income per person below the"
                    " monitoring line",
                    cites=cites,
                ),
                outcome=MonitoringOutcome.UNSTABLE_EXIT,
            ),
            Step(
                rule=(household.status.among(*_OUTSIDE) & below).labelled(
                    "marginal",
                    zh="未建档立卡，家庭人均纯收入低于监测范围",
                    en="not registered, and net income per person below the"
                    " monitoring line",
                    cites=cites,
                ),
                outcome=MonitoringOutcome.MARGINAL,
            ),
            *(
                Step(rule=rule, outcome=MonitoringOutcome.SUDDEN_HARDSHIP)
                for rule in sudden
            ),
        ),
        otherwise=MonitoringOutcome.NOT_MONITORED,
        undecided=MonitoringOutcome.TO_VERIFY,
        otherwise_zh="不属于规则所列的监测对象",
        otherwise_en="of none of the kinds that the rules describe",
        beyond=() if sudden else _NO_HARDSHIP,
    )
