"""
Judge rules and decide policies over columns.

在数据表上判断规则、作出结论。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import groupby
from operator import add
from typing import Any

import narwhals as nw

from pa_registry.conditions import Condition
from pa_registry.conditions.tree import Labelled, as_condition
from pa_registry.dates import Day
from pa_registry.errors import InvalidValueError, TablesRefusedError
from pa_registry.frames._door import closed
from pa_registry.frames._judging import Inputs, expression, judged
from pa_registry.frames._kleene import some_one
from pa_registry.frames._relations import Lazy
from pa_registry.policies import Policy
from pa_registry.problems import Problem


__all__ = [
    "BETWEEN",
    "DECIDED",
    "bound_at",
    "columns",
    "decide",
    "decided",
    "judge",
    "refuse_taken",
    "steps_of",
]

#: The columns that a decision adds.
DECIDED = ("outcome", "ground", "possible", "undecided_by")
#: What stands between the outcomes, or the labels, in one text.
BETWEEN = ","
#: What is computed on the way and does not stay.
_MADE = "_pa_d_"


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


def bound_at(policy: Policy[Any], at: Day | None) -> Policy[Any]:
    """Put in the numbers of a policy, if it waits for any."""
    return policy.bound_at(at) if policy.is_open else policy


def steps_of(
    policy: Policy[Any], prefix: str = ""
) -> dict[str, Condition[Any]]:
    """Name the column of each step."""
    return {
        f"{_MADE}{prefix}{place}": step.rule
        for place, step in enumerate(policy.steps)
    }


def decided(
    policy: Policy[Any],
    frame: Lazy,
    truths: Sequence[str],
    prefix: str = "",
) -> Lazy:
    """
    Go down the list, all rows at once.

    Args:
        policy: The policy, with its numbers.
        frame: The frame with a truth for each step.
        truths: The names of the truths, in the order of the steps.
        prefix: What the names of the new columns begin with.
    """
    last = len(policy.steps)
    met = [nw.col(name) for name in truths]
    end_name = f"{_MADE}{prefix}end"
    end = nw.lit(last, dtype=nw.Int16)
    for place in reversed(range(last)):
        here = nw.lit(place, dtype=nw.Int16)
        end = nw.when(met[place]).then(here).otherwise(end)
    frame = frame.with_columns(end.alias(end_name))
    reached = nw.col(end_name)
    outcomes = policy.outcomes()
    possible = {one: f"{_MADE}{prefix}p{i}" for i, one in enumerate(outcomes)}
    may_be: dict[Any, list[nw.Expr]] = {one: [] for one in outcomes}
    for start, stop in _runs(policy):
        # If the first is reached and not all have surely failed.
        some = some_one(met[start:stop]).fill_null(True)
        open_ = some & (reached >= start) if start else some
        may_be[policy.steps[start].outcome].append(open_)
    may_be[policy.otherwise].append(reached == last)
    frame = frame.with_columns(
        **{possible[one]: some_one(parts) for one, parts in may_be.items()}
    )
    chances = [nw.col(possible[one]).cast(nw.Int16) for one in outcomes]
    open_name = f"{_MADE}{prefix}open"
    frame = frame.with_columns((reduce(add, chances) > 1).alias(open_name))
    is_open = nw.col(open_name)
    blank = nw.lit(None, dtype=nw.String)
    texts = [(nw.col(possible[one]), one.value) for one in outcomes]
    labels = [
        (met[place].is_null() & (reached > place), step.label)
        for place, step in enumerate(policy.steps)
    ]
    undecided = _text(policy.undecided.value)
    answers = (
        nw.when(is_open).then(undecided).otherwise(_first(texts)),
        nw.when(is_open).then(blank).otherwise(_ended_by(policy, met)),
        _listed(texts),
        nw.when(is_open).then(_listed(labels)).otherwise(blank),
    )
    named = zip(DECIDED, answers, strict=True)
    return frame.with_columns(
        *(answer.alias(f"{prefix}{name}") for name, answer in named)
    )


def _text(value: str) -> nw.Expr:
    return nw.lit(value, dtype=nw.String)


def _first(texts: list[tuple[nw.Expr, str]]) -> nw.Expr:
    *others, (_, found) = texts
    shown = _text(found)
    for hit, value in reversed(others):
        shown = nw.when(hit).then(_text(value)).otherwise(shown)
    return shown


def _listed(texts: list[tuple[nw.Expr, str]]) -> nw.Expr:
    blank = nw.lit(None, dtype=nw.String)
    parts = [
        nw.when(hit).then(_text(value)).otherwise(blank)
        for hit, value in texts
    ]
    return nw.concat_str(*parts, separator=BETWEEN, ignore_nulls=True)


def _runs(policy: Policy[Any]) -> Iterator[tuple[int, int]]:
    """Go through the steps that follow each other to the same outcome."""
    place = 0
    for _, run in groupby(policy.steps, key=lambda step: step.outcome):
        start, place = place, place + len(list(run))
        yield start, place


def _ended_by(policy: Policy[Any], met: Sequence[nw.Expr]) -> nw.Expr:
    shown = _text(policy.ground(len(policy.steps)).name)
    for place in reversed(range(len(policy.steps))):
        label = _text(policy.ground(place).name)
        shown = nw.when(met[place]).then(label).otherwise(shown)
    return shown


def refuse_taken(names: tuple[str, ...], inputs: Inputs) -> None:
    """
    Refuse to write over columns that the subjects have.

    Raises:
        TablesRefusedError: If they have some of the names.
    """
    taken = [name for name in names if name in inputs.subjects.dtypes]
    if taken:
        raise TablesRefusedError(
            problems=tuple(
                Problem(
                    code="frame.column-taken",
                    where=f"households.{name}",
                    zh="数据表已有该列，结论无处可写。",
                    en="The frame has this column already.",
                    remedy_zh="请先将原有的列改名或删除。",
                    remedy_en="Rename or drop it first.",
                )
                for name in taken
            )
        )
