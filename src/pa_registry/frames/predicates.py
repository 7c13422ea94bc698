"""
Rules and policies as predicates of the host's own database.

在宿主数据库中筛选。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

import attrs

from pa_registry.conditions.judging import fact_of, need_bound
from pa_registry.conditions.tree import Condition, Rows, as_condition
from pa_registry.conditions.walking import iter_nodes, iter_own_fields
from pa_registry.dates import AsOf, Day
from pa_registry.errors import NeedsFactDayError
from pa_registry.frames.host_tables import Tables, need_sqlalchemy
from pa_registry.policies.outcomes import Outcome
from pa_registry.policies.policy import Policy


if TYPE_CHECKING:
    import sqlalchemy as sa

    from pa_registry.frames._sql_expressions import Pair
    from pa_registry.frames._sql_policy import Listed


__all__ = ["PolicyPredicates", "Predicates", "sql"]

Out = TypeVar("Out", bound=Outcome)


@attrs.frozen(eq=False, repr=False)
class Predicates:
    """
    A rule as three predicates, of which one holds for each case.

    规则的三个判断式。

    Each is true or false and never null, so that it may stand in any
    ``WHERE``, in a ``CASE``, or among the columns of a query.

    Attributes:
        met: The rule is surely met.
        not_met: The rule is surely not met.
        unknown: The facts at hand do not say.
    """

    met: sa.ColumnElement[bool]
    not_met: sa.ColumnElement[bool]
    unknown: sa.ColumnElement[bool]

    def __repr__(self) -> str:
        return "<Predicates: met, not_met, unknown>"


def _predicates(pair: Pair) -> Predicates:
    return Predicates(pair.met, pair.unmet, pair.unknown)


@attrs.frozen(eq=False, repr=False)
class PolicyPredicates(Generic[Out]):
    """
    A policy as expressions.

    政策的结论表达式。

    Attributes:
        policy: The policy, with the numbers that were used.
        outcome: The outcome, as its code.
        ground: The label of the step that a decision rests on, or
            ``otherwise``; null where the case is undecided.
        possible: The codes of all outcomes that are left open, in the
            policy's order, with commas between.
        undecided_by: The labels of the steps that stayed unknown, with
            commas between; null where the case is decided.
        steps: What each step comes to, by its label.
    """

    policy: Policy[Out]
    outcome: sa.ColumnElement[str]
    ground: sa.ColumnElement[str]
    possible: sa.ColumnElement[str]
    undecided_by: sa.ColumnElement[str]
    steps: Mapping[str, Predicates]
    _listed: Listed = attrs.field(alias="listed")

    def gives(self, outcome: Out) -> Predicates:
        """
        Ask whether the policy gives an outcome.

        是否得出某一结论。

        It is met where the outcome is decided, not met where it is not
        possible, and unknown otherwise.

        Raises:
            InvalidPolicyError: If no rule of the policy gives it.
        """
        self.policy.gives(outcome)
        return _predicates(self._listed.gives(outcome))

    def select(self, *keys: Any) -> sa.Select[Any]:
        """
        Ask for all four answers, and read each step once for a case.

        一次查询给出全部结论。

        The expressions repeat the steps in each other; this query works
        the steps out first and puts the answers together from them.  It
        has a *with* clause that says so, which takes PostgreSQL 12 or
        SQLite 3.35.

        Args:
            keys: What names a case in the answer, such as
                ``households.c.number``.

        Returns:
            A query of the keys, `outcome`, `ground`, `possible` and
            `undecided_by`.
        """
        return self._listed.query(keys)

    def __repr__(self) -> str:
        return f"<PolicyPredicates of {self.policy.name}>"


@overload
def sql(
    rule: Condition[Any],
    tables: Tables,
    *,
    at: Day | None = None,
    fresh_from: dt.date | None = None,
) -> Predicates: ...
@overload
def sql(
    rule: Policy[Out],
    tables: Tables,
    *,
    at: Day | None = None,
    fresh_from: dt.date | None = None,
) -> PolicyPredicates[Out]: ...
def sql(
    rule: Condition[Any] | Policy[Any],
    tables: Tables,
    *,
    at: Day | None = None,
    fresh_from: dt.date | None = None,
) -> Predicates | PolicyPredicates[Any]:
    """
    Write a rule or a policy as expressions over the host's own tables.

    将规则或政策转换为 SQL 表达式。

    The answers are those of the library itself, on missing facts and
    half-checked sources too.  Nothing is sent to a database here.

    Args:
        rule: A condition or a policy.  A policy without numbers takes the
            built-in ones of the rules' day.

        tables:
            The host's tables, by the names that :func:`sql_tables` gives
            them: ``households``, ``members``, ``relatives``,
            ``measures``, each source of evidence, and ``coverage``.
            A table that is left out holds nothing: a source without one
            is not checked, a roster without one was not recorded.

        at: The clocks, or a plain day.

        fresh_from:
            The first day of an extract that counts as a search; left out,
            any extract does.

    Returns:
        Expressions over the table of the subjects, which must stand among
        the ``FROM`` of the query.

    Raises:
        TablesRefusedError: If the tables lack what the rule reads, or hold
            something else; everything that is wrong is listed.
        NeedsFactDayError: If the rule reads a day and *at* is left out.
        UnboundError: If a condition holds a parameter without a value.
        MissingExtraError: If SQLAlchemy is not installed.

    Examples:
        >>> import sqlalchemy as sa
        >>> from pa_registry import yuan
        >>> from pa_registry.model.terms import household
        >>> homes = sa.table("homes", sa.column("net_income", sa.BigInteger))
        >>> poor = sql(
        ...     household.net_income < yuan(2952), {"households": homes}
        ... )
        >>> poor
        <Predicates: met, not_met, unknown>
        >>> to_visit = sa.select(homes).where(poor.unknown)
    """
    need_sqlalchemy()
    if isinstance(rule, Policy):
        return _of_policy(rule, tables, at, fresh_from)
    condition = as_condition(rule)
    need_bound(condition)
    day = fact_of(condition, at)
    (pair,) = _read([condition], tables, day, fresh_from)
    return _predicates(pair)


def _of_policy(
    given: Policy[Out],
    tables: Tables,
    at: Day | None,
    fresh_from: dt.date | None,
) -> PolicyPredicates[Out]:
    from pa_registry.frames._sql_policy import (  # noqa: PLC0415 -- an extra
        Listed,
    )

    policy = given.bound_at(at) if given.is_open else given
    if at is None and policy.needs_day():
        raise NeedsFactDayError(reads=f"The policy {policy.name}")
    day = None if at is None else AsOf.of(at).fact
    rules = [step.rule for step in policy.steps]
    for rule in rules:
        need_bound(rule)
    pairs = _read(rules, tables, day, fresh_from)
    listed = Listed(policy, pairs)
    return PolicyPredicates(
        policy=policy,
        outcome=listed.outcome(),
        ground=listed.ground(),
        possible=listed.possible_text(),
        undecided_by=listed.undecided_by(),
        steps={
            step.label: _predicates(pair)
            for step, pair in zip(policy.steps, pairs, strict=True)
        },
        listed=listed,
    )


def _read(
    rules: list[Condition[Any]],
    tables: Tables,
    day: dt.date | None,
    fresh_from: dt.date | None,
) -> list[Pair]:
    """Read rules about one form, and refuse tables that do not serve."""
    from pa_registry.frames import (  # noqa: PLC0415 -- an extra
        _sql_layout,
        _sql_scope,
        _sql_tables,
    )
    from pa_registry.frames._sql_algebra import (  # noqa: PLC0415
        SqlAlgebra,
    )

    forms = [field.form for rule in rules for field in iter_own_fields(rule)]
    form = forms[0] if forms else "household"
    subjects = _sql_layout.table_of(form)
    # Forms and relations of the user's own have tables, too.
    further = {subjects}.union(*map(_sources, rules))
    host = _sql_tables.Host(tables, fresh_from, sorted(further))
    scope = _sql_scope.Scope(
        bound=host.root(subjects), algebra=SqlAlgebra(), day=day
    )
    pairs = [scope.pair(rule) for rule in rules]
    host.refuse_problems()
    return pairs


def _sources(rule: Condition[Any]) -> set[str]:
    """Name the tables of the relations that a rule reads."""
    found: set[str] = set()
    for node in iter_nodes(rule):
        rows: object = getattr(node, "rows", None)
        if isinstance(rows, Rows):
            spec = rows.spec
            listed = (spec, spec.via, spec.apart)
            found |= {one.source for one in listed if one is not None}
    return found
