"""
Judge rules and decide policies over columns.

在数据表上判断规则、作出结论。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from pa_registry.conditions import Condition
from pa_registry.conditions.tree import Labelled, as_condition
from pa_registry.dates import Day
from pa_registry.errors import InvalidValueError
from pa_registry.frames._deciding import (
    DECIDED,
    bound_at,
    decided,
    refuse_taken,
    steps_of,
)
from pa_registry.frames._door import closed
from pa_registry.frames._judging import Inputs, expression, judged
from pa_registry.policies import Policy


__all__ = ["columns", "decide", "judge"]


def columns(rule: Condition[Any], *, at: Day | None = None) -> nw.Expr:
    """
    Give a rule as one narwhals expression.

    规则的列表达式。

    It is a nullable boolean over the columns that `schema` names, and can
    stand in any `filter`, `select` or `with_columns` of narwhals.

    Args:
        rule: A rule that reads the fields of one form only.
        at: The day on which the facts must hold.

    Raises:
        InvalidValueError: If the rule asks for the rows of another table;
            `judge` takes such rules together with the tables.
        NeedsFactDayError: If the rule reads a day and *at* is left out.
        UnboundError: If the rule holds a parameter without a value.

    Examples:
        >>> import narwhals as nw
        >>> import polars as pl
        >>> from pa_registry.model.terms import household
        >>> from pa_registry.money import yuan
        >>> poor = household.net_income < yuan(2952)
        >>> homes = nw.from_native(
        ...     pl.DataFrame({"net_income": [100_000, 295_200, None]})
        ... )
        >>> homes.select(poor=columns(poor))["poor"].to_list()
        [True, False, None]
    """
    return expression(as_condition(rule), at)


def judge(
    rules: Condition[Any] | Mapping[str, Condition[Any]],
    households: Any,
    *,
    members: Any = None,
    relatives: Any = None,
    measures: Any = None,
    sources: Mapping[str, Any] | None = None,
    coverage: Any = None,
    fresh_from: dt.date | None = None,
    at: Day | None = None,
    extra: Mapping[str, type] | None = None,
) -> Any:
    """
    Judge rules on every row of a frame.

    在数据表上判断规则。

    Args:
        rules: One labelled rule, or rules by the name of their column.

        households:
            The frame of what the rules are about (members for rules over
            persons), or `Tables`.

        members: The members, one row each.
        relatives: The kin living apart.
        measures: The help measures.
        sources: The records of departments and the acts, by source.

        coverage:
            Which source was searched for whom: a frame, or the names of
            the sources that were searched for every household.

        fresh_from: The first day of an extract that counts as a search.
        at: The day on which the facts must hold.
        extra: A user's own forms that stand in ``extra``, by table.

    Returns:
        The frame, lazy as it came in or computed as it came in, with one
        nullable boolean column for each rule.  Rows come in no promised
        order.

    Raises:
        TablesRefusedError: If a frame lacks what the rules read, or holds
            it in another form; everything is said at once.
        InvalidValueError: If something is no frame, or they are of several
            engines, or a single rule has no label to name its column.

    Examples:
        >>> import polars as pl
        >>> from pa_registry.model.terms import household, person
        >>> child = household.members.any(person.age < 16)
        >>> judge(
        ...     {"has_child": child},
        ...     pl.DataFrame({"number": ["H1", "H2"]}),
        ...     members=pl.DataFrame(
        ...         {
        ...             "household": ["H1"],
        ...             "born": [dt.date(2010, 5, 1)],
        ...             "usual_resident": [True],
        ...             "joined": [None],
        ...             "left": [None],
        ...         }
        ...     ),
        ...     at=dt.date(2016, 10, 19),
        ... ).sort("number").to_dicts()
        [{'number': 'H1', 'has_child': True}, {'number': 'H2', 'has_child': None}]
    """
    named = _named(rules)
    inputs = Inputs.of(
        households,
        members=members,
        relatives=relatives,
        measures=measures,
        sources=sources,
        coverage=coverage,
        fresh_from=fresh_from,
        extra=extra,
    )
    refuse_taken(tuple(named), inputs)
    found = judged(named, inputs, at)
    return closed(found.frame.select(*found.own, *found.truths), found.opened)


def _named(
    rules: Condition[Any] | Mapping[str, Condition[Any]],
) -> dict[str, Condition[Any]]:
    if isinstance(rules, Mapping):
        return {name: as_condition(rule) for name, rule in rules.items()}
    rule = as_condition(rules)
    if not isinstance(rule, Labelled):
        raise InvalidValueError(
            what="the rule has no label to name its column",
            where="frames.judge",
            remedy="Give {'name': rule}, or label it: rule.labelled('name').",
        )
    return {rule.label.name: rule}


def decide(
    policy: Policy[Any],
    households: Any,
    *,
    members: Any = None,
    relatives: Any = None,
    measures: Any = None,
    sources: Mapping[str, Any] | None = None,
    coverage: Any = None,
    fresh_from: dt.date | None = None,
    at: Day | None = None,
    extra: Mapping[str, type] | None = None,
) -> Any:
    """
    Decide every row of a frame by a policy.

    在数据表上作出结论。

    The answers are those of ``policy(household, …)``, row by row, missing
    facts included.

    Args:
        policy: The policy; its numbers are put in for the rules' day.
        households: The frame of what it is about, or `Tables`.
        members: The members, one row each.
        relatives: The kin living apart.
        measures: The help measures.
        sources: The records of departments and the acts, by source.

        coverage:
            Which source was searched for whom: a frame, or the names of
            the sources that were searched for every household.

        fresh_from: The first day of an extract that counts as a search.
        at: The clocks, or a plain day.
        extra: A user's own forms that stand in ``extra``, by table.

    Returns:
        The frame with four more columns: `outcome`; `ground`, the label of
        the rule that ended the list, or ``otherwise``, and null where the
        case is undecided; `possible`, the outcomes that the facts leave
        open; `undecided_by`, the labels of the rules that could not be
        judged, and null where the case is decided.  Rows come in no
        promised order.

    Raises:
        TablesRefusedError: If a frame lacks what the rules read, or holds
            it in another form, or has such columns already.
        NeedsFactDayError: If the policy needs a day.
        NoStandardInForceError: If a number is not known for that day.

    Examples:
        >>> import polars as pl
        >>> from pa_registry.money import yuan
        >>> from pa_registry.policies import identification
        >>> policy = identification(line=yuan(2952), guarantees=())
        >>> members = pl.DataFrame(
        ...     {
        ...         "household": ["H1", "H2"],
        ...         "usual_resident": [True, True],
        ...         "joined": [None, None],
        ...         "left": [None, None],
        ...     }
        ... )
        >>> homes = pl.DataFrame(
        ...     {"number": ["H1", "H2"], "net_income": [200_000, None]}
        ... )
        >>> decided = decide(policy, homes, members=members).sort("number")
        >>> decided["outcome"].to_list()
        ['REGISTER', 'TO_VERIFY']
        >>> decided["possible"].to_list()
        ['REGISTER', 'REGISTER,NOT_REGISTERED']
    """
    inputs = Inputs.of(
        households,
        members=members,
        relatives=relatives,
        measures=measures,
        sources=sources,
        coverage=coverage,
        fresh_from=fresh_from,
        extra=extra,
    )
    refuse_taken(DECIDED, inputs)
    bound = bound_at(policy, at)
    found = judged(steps_of(bound), inputs, at)
    frame = decided(bound, found.frame, found.truths)
    return closed(frame.select(*found.own, *DECIDED), found.opened)
