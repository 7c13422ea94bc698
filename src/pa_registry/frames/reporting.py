"""
What decisions over columns come to: counts, comparisons, reasons.

结论的统计、比较与理由。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Collection, Mapping
from typing import Any

import attrs
import narwhals as nw

from pa_registry.dates import Day
from pa_registry.errors import InvalidValueError, NotInRegistryError
from pa_registry.frames._deciding import (
    DECIDED,
    bound_at,
    decided,
    refuse_taken,
    steps_of,
)
from pa_registry.frames._door import closed, open_frame
from pa_registry.frames._judging import Inputs, judged
from pa_registry.frames._relations import Lazy
from pa_registry.frames.registries import Backend, to_registry
from pa_registry.frames.schemas import LINK
from pa_registry.frames.tables import Tables
from pa_registry.masking import masked
from pa_registry.model.evidence import Evidence
from pa_registry.policies import Decision, Policy


__all__ = ["Compared", "compare", "funnel", "reasons"]

#: The digits of a county's code.
_COUNTY = 6
_PLACE, _CAUSE, _NUMBER = "division", "main_cause", "number"
_MADE = "_pa_f_"
_COUNTS = ("met", "not_met", "unknown", "ends")
_OLD, _NEW = "old_", "new_"


def funnel(
    policy: Policy[Any],
    households: Any,
    *,
    by: int | str | None = _COUNTY,
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
    Count how many households each rule met, failed and left unknown.

    逐条规则统计。

    Each rule is judged on every household, whether the list had ended
    before or not; `ends` counts those for whom it was the rule that ended
    the list.  It is computed at once, since the counts are the answer.

    Args:
        policy: The policy.
        households: The frame of what it is about, or `Tables`.

        by:
            How many digits of the division code make a group (6 for a
            county), or the name of a column, or `None` for one group.

        members: The members, one row each.
        relatives: The kin living apart.
        measures: The help measures.
        sources: The records of departments and the acts, by source.
        coverage: Which source was searched for whom; see `decide`.
        fresh_from: The first day of an extract that counts as a search.
        at: The clocks, or a plain day.
        extra: A user's own forms that stand in ``extra``, by table.

    Returns:
        A computed frame with the group, `place` (the order of the rule,
        from 0), `rule`, `outcome`, `met`, `not_met`, `unknown` and `ends`,
        in order.  The last row of a group is that of ``otherwise``, which
        every household meets.

    Raises:
        TablesRefusedError: If a frame lacks what the rules read.
        InvalidValueError: If *by* groups nothing.

    Examples:
        >>> import polars as pl
        >>> from pa_registry.model.terms import household
        >>> from pa_registry.money import yuan
        >>> from pa_registry.policies import (
        ...     IdentificationOutcome,
        ...     Policy,
        ...     Step,
        ... )
        >>> poor = household.net_income < yuan(2952)
        >>> policy = Policy(
        ...     name="by-income",
        ...     zh="按收入",
        ...     en="by income",
        ...     steps=(
        ...         Step(
        ...             poor.labelled("below-the-line"),
        ...             IdentificationOutcome.REGISTER,
        ...         ),
        ...     ),
        ...     otherwise=IdentificationOutcome.NOT_REGISTERED,
        ...     undecided=IdentificationOutcome.TO_VERIFY,
        ... )
        >>> homes = pl.DataFrame(
        ...     {
        ...         "division": ["990001101201", "990001101202", "990001"],
        ...         "net_income": [100_000, None, 400_000],
        ...     }
        ... )
        >>> counted = funnel(policy, homes)
        >>> counted.select("rule", "met", "not_met", "unknown", "ends").rows()
        [('below-the-line', 1, 1, 1, 1), ('otherwise', 3, 0, 0, 2)]
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
    bound = bound_at(policy, at)
    found = judged(steps_of(bound), inputs, at)
    group = _grouping(by, inputs)
    counted = _counted(bound, found.frame, found.truths, group)
    return _made(_listed(bound, counted, _name_of(by)), inputs)


def _counted(
    policy: Policy[Any], frame: Lazy, truths: tuple[str, ...], group: nw.Expr
) -> list[dict[str, Any]]:
    """Add up the households, one row a group."""
    flags: dict[str, nw.Expr] = {}
    before: nw.Expr = nw.lit(True, dtype=nw.Boolean)
    for place, name in enumerate(truths):
        truth = nw.col(name)
        met = truth.fill_null(False)
        flags[f"{_MADE}met{place}"] = met
        flags[f"{_MADE}not_met{place}"] = ~truth.fill_null(True)
        flags[f"{_MADE}unknown{place}"] = truth.is_null()
        flags[f"{_MADE}ends{place}"] = before & met
        before = before & ~met
    last = len(policy.steps)
    flags[f"{_MADE}met{last}"] = nw.lit(True, dtype=nw.Boolean)
    flags[f"{_MADE}ends{last}"] = before
    made = frame.select(
        group.alias(_MADE),
        *(flag.cast(nw.Int64).alias(name) for name, flag in flags.items()),
    )
    summed = made.group_by(_MADE).agg(*(nw.col(name).sum() for name in flags))
    rows: list[dict[str, Any]] = summed.collect("pyarrow").rows(named=True)
    return sorted(rows, key=lambda row: str(row[_MADE] or ""))


def _listed(
    policy: Policy[Any], counted: list[dict[str, Any]], group: str
) -> dict[str, list[Any]]:
    """Write one row for each group and rule."""
    steps = [(step.label, step.outcome.value) for step in policy.steps]
    last = policy.ground(len(steps)).name
    steps.append((last, policy.otherwise.value))
    names = [group] if group else []
    names += ["place", "rule", "outcome", *_COUNTS]
    found: dict[str, list[Any]] = {name: [] for name in names}
    for row in counted:
        for place, (label, outcome) in enumerate(steps):
            if group:
                found[group].append(row[_MADE])
            found["place"].append(place)
            found["rule"].append(label)
            found["outcome"].append(outcome)
            for count in _COUNTS:
                found[count].append(row.get(f"{_MADE}{count}{place}", 0))
    return found


def _made(data: Mapping[str, list[Any]], inputs: Inputs) -> Any:
    """Make a computed frame of the caller's engine, or of Arrow."""
    polars = inputs.subjects.engine == "polars"
    backend: Backend = "polars" if polars else "pyarrow"
    return nw.to_native(nw.from_dict(dict(data), backend=backend))


def _grouping(by: int | str | None, inputs: Inputs) -> nw.Expr:
    """Say by what the households are grouped."""
    if by is None:
        return nw.lit("", dtype=nw.String)
    name = _name_of(by)
    if name not in inputs.subjects.dtypes:
        raise InvalidValueError(
            what=f"the households have no column {masked(name)}",
            where="by",
            remedy="Name one that they have, or write by=None.",
        )
    column = nw.col(name)
    return column if isinstance(by, str) else column.str.slice(0, by)


def _name_of(by: int | str | None) -> str:
    """Name the column of the group."""
    given: object = by
    if isinstance(given, bool) or not isinstance(
        given, (int, str, type(None))
    ):
        raise InvalidValueError(
            what=f"a {type(given).__name__} groups nothing",
            where="by",
            remedy="Give the digits of the division code, or a column.",
        )
    if isinstance(by, int):
        if by < 1:
            raise InvalidValueError(
                what=f"{by} digits make no group",
                where="by",
                remedy="Write 6 for counties, or None for one group.",
            )
        return _PLACE
    return by or ""


# Two policies side by side --------------------------------------------


@attrs.frozen(kw_only=True, eq=False)
class Compared:
    """
    Every row of a frame under two policies.

    政策比较结果。

    Attributes:
        changes: The frame with `old_outcome`, `old_ground`, `new_outcome`
            and `new_ground`, and what both leave open; it comes as the
            households came.
        counts: How many households went from which outcome to which, by
            group and main cause of poverty, computed.
    """

    changes: Any = attrs.field(repr=False)
    counts: Any = attrs.field(repr=False)

    def entrants(self, outcome: str) -> Any:
        """Keep who has an outcome under the new policy only. 新增。"""
        return self._moved(_NEW, _OLD, outcome)

    def leavers(self, outcome: str) -> Any:
        """Keep who has an outcome under the old policy only. 减少。"""
        return self._moved(_OLD, _NEW, outcome)

    def _moved(self, has: str, has_not: str, outcome: str) -> Any:
        opened = open_frame(self.changes, "changes")
        wanted = nw.lit(str(outcome), dtype=nw.String)
        here = nw.col(f"{has}outcome") == wanted
        there = nw.col(f"{has_not}outcome") == wanted
        return closed(opened.frame.filter(here & ~there), opened)


def compare(
    old: Policy[Any],
    new: Policy[Any],
    households: Any,
    *,
    by: int | str | None = _COUNTY,
    members: Any = None,
    relatives: Any = None,
    measures: Any = None,
    sources: Mapping[str, Any] | None = None,
    coverage: Any = None,
    fresh_from: dt.date | None = None,
    at: Day | None = None,
    extra: Mapping[str, type] | None = None,
) -> Compared:
    """
    Decide every row of a frame by two policies.

    在数据表上比较两项政策。

    Both are judged in one pass over the tables.

    Args:
        old: The policy as it stands.
        new: The reform.
        households: The frame of what they are about, or `Tables`.
        by: What makes a group of the counts; see `funnel`.
        members: The members, one row each.
        relatives: The kin living apart.
        measures: The help measures.
        sources: The records of departments and the acts, by source.
        coverage: Which source was searched for whom; see `decide`.
        fresh_from: The first day of an extract that counts as a search.
        at: The clocks, for both.
        extra: A user's own forms that stand in ``extra``, by table.

    Returns:
        The decisions side by side, and the counts of who moved where.

    Raises:
        TablesRefusedError: If a frame lacks what the rules read.
        InvalidValueError: If *by* groups nothing.

    Examples:
        >>> import polars as pl
        >>> from pa_registry.money import yuan
        >>> from pa_registry.policies import identification
        >>> homes = pl.DataFrame(
        ...     {
        ...         "number": ["H1", "H2"],
        ...         "division": ["990001101201", "990001101202"],
        ...         "net_income": [290_000, 100_000],
        ...     }
        ... )
        >>> members = pl.DataFrame(
        ...     {
        ...         "household": ["H1", "H2"],
        ...         "usual_resident": [True, True],
        ...         "joined": [None, None],
        ...         "left": [None, None],
        ...     }
        ... )
        >>> moved = compare(
        ...     identification(line=yuan(2800), guarantees=()),
        ...     identification(line=yuan(2952), guarantees=()),
        ...     homes,
        ...     members=members,
        ... )
        >>> moved.entrants("REGISTER")["number"].to_list()
        ['H1']
        >>> moved.counts.select("old_outcome", "new_outcome").rows()
        [('NOT_REGISTERED', 'REGISTER'), ('REGISTER', 'REGISTER')]
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
    names = tuple(f"{p}{name}" for p in (_OLD, _NEW) for name in DECIDED)
    refuse_taken(names, inputs)
    before, after = bound_at(old, at), bound_at(new, at)
    first, second = steps_of(before, _OLD), steps_of(after, _NEW)
    found = judged({**first, **second}, inputs, at)
    frame = decided(before, found.frame, tuple(first), _OLD)
    frame = decided(after, frame, tuple(second), _NEW)
    frame = frame.select(*found.own, *names)
    return Compared(
        changes=closed(frame, found.opened),
        counts=_made(_moves(frame, by, inputs), inputs),
    )


def _moves(
    frame: Lazy, by: int | str | None, inputs: Inputs
) -> dict[str, list[Any]]:
    """Count the households by group, cause, old and new outcome."""
    keys = {f"{_OLD}outcome": f"{_OLD}outcome"}
    keys[f"{_NEW}outcome"] = f"{_NEW}outcome"
    if _CAUSE in inputs.subjects.dtypes:
        keys = {_CAUSE: f"{_MADE}cause", **keys}
    group = _name_of(by)
    chosen = [nw.col(name).alias(made) for name, made in keys.items()]
    if group:
        keys = {group: _MADE, **keys}
        chosen.append(_grouping(by, inputs).alias(_MADE))
    many = f"{_MADE}households"
    one = nw.lit(1, dtype=nw.Int64).alias(many)
    counted = (
        frame.select(*chosen, one)
        .group_by(*keys.values())
        .agg(nw.col(many).sum())
    )
    rows: list[dict[str, Any]] = counted.collect("pyarrow").rows(named=True)
    rows.sort(key=lambda row: [str(row[k] or "") for k in keys.values()])
    found = {name: [row[made] for row in rows] for name, made in keys.items()}
    return {**found, "households": [row[many] for row in rows]}


# Reasons --------------------------------------------------------------


def reasons(
    policy: Policy[Any],
    households: Any,
    numbers: Collection[str],
    *,
    members: Any = None,
    relatives: Any = None,
    measures: Any = None,
    sources: Mapping[str, Any] | None = None,
    coverage: Any = None,
    fresh_from: dt.date | None = None,
    at: Day | None = None,
    extra: Mapping[str, type] | None = None,
) -> dict[str, Decision[Any]]:
    """
    Decide the rows asked for as objects, with every reason.

    查询指定农户的结论与理由。

    Args:
        policy: The policy.
        households: The frame of the households, or `Tables`.
        numbers: The numbers of the households asked for.
        members: The members, one row each.
        relatives: The kin living apart.
        measures: The help measures.
        sources: The records of departments and the acts, by source.
        coverage: Which source was searched for whom; see `decide`.
        fresh_from: The first day of an extract that counts as a search.
        at: The clocks, or a plain day.
        extra: A user's own forms that stand in ``extra``, by table.

    Returns:
        The decisions by household number, in the order asked for.

    Raises:
        NotInRegistryError: If there is no household of a number.

    Examples:
        >>> import polars as pl
        >>> from pa_registry.money import yuan
        >>> from pa_registry.policies import identification
        >>> homes = pl.DataFrame({"number": ["H1"], "net_income": [100_000]})
        >>> policy = identification(line=yuan(2952), guarantees=())
        >>> decision = reasons(policy, homes, ["H1"])["H1"]
        >>> decision.outcome
        <IdentificationOutcome.TO_VERIFY: 'TO_VERIFY'>
        >>> [cause.question("en") for cause in decision.missing]
        ['who are the members of the household?']
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
    asked = list(dict.fromkeys(numbers))
    found = to_registry(_only(inputs, asked), extra=extra)
    homes = {one.number: one for one in found.registry.households}
    decisions: dict[str, Decision[Any]] = {}
    for number in asked:
        if number not in homes:
            raise NotInRegistryError(kind="household", code=masked(number))
        evidence = found.by_household.get(number, Evidence.none())
        evidence = evidence.with_checked(*sorted(inputs.searched))
        if fresh_from is not None and not inputs.searched:
            evidence = attrs.evolve(evidence, fresh_from=fresh_from)
        decisions[number] = policy(homes[number], evidence=evidence, at=at)
    return decisions


def _only(inputs: Inputs, numbers: list[str]) -> Tables:
    """Take the rows of the households asked for, and no others."""
    rows = {
        name: nw.to_native(one.frame.filter(nw.col(LINK).is_in(numbers)))
        for name, one in inputs.tables.items()
    }
    forms = {
        name: rows.pop(name, None)
        for name in ("members", "relatives", "measures")
    }
    searches = inputs.coverage
    homes = inputs.subjects.frame.filter(nw.col(_NUMBER).is_in(numbers))
    return Tables(
        households=nw.to_native(homes),
        **forms,
        sources=rows,
        coverage=searches
        and nw.to_native(searches.frame.filter(nw.col(LINK).is_in(numbers))),
    )
