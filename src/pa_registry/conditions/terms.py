"""
Typed terms: what users write rules with.

类型化的词项。

A term knows its subject and the type of its value, so that a checker
refuses text against money, order on a code, and a household rule inside a
quantifier over persons.  What a checker cannot see is refused when the
condition is built.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Mapping
from enum import Enum
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    NoReturn,
    TypeGuard,
    TypeVar,
)

import attrs

from pa_registry.columns import Kind
from pa_registry.conditions import tree
from pa_registry.conditions.forms import Form
from pa_registry.conditions.tree import Condition, Value, as_condition
from pa_registry.conditions.values import Sign
from pa_registry.errors import (
    AmbiguousTruthError,
    InvalidConditionError,
    UnknownFieldError,
    UnknownNameError,
)
from pa_registry.money import Fen


__all__ = [
    "Count",
    "ExtraTerms",
    "Flag",
    "Members",
    "Ordered",
    "Ratio",
    "Relation",
    "Term",
    "Vocabulary",
    "as_value",
    "by_place",
    "by_year",
    "form_of",
    "is_relation",
    "is_vocabulary",
    "parameter",
    "positive",
    "term",
    "today",
    "years_ago",
]

S = TypeVar("S")
R = TypeVar("R")
T = TypeVar("T")
B = TypeVar("B")

#: A yes-or-no field is a condition as it stands.
Flag = Condition


def as_value(operand: object, beside: Value) -> Value:
    """
    Take a term or a plain value as an operand.

    Raises:
        InvalidConditionError: If a rule cannot hold it.
    """
    if isinstance(operand, (Term, _Compared)):
        return operand.node
    if isinstance(operand, Value):
        return operand
    if isinstance(operand, bool) or not isinstance(
        operand, (Fen, int, dt.date, Enum, str)
    ):
        raise InvalidConditionError(
            what=(
                f"{tree.name_of(beside)} cannot be compared with"
                f" a {type(operand).__name__}."
            ),
            remedy="Use yuan(…), a whole number, a date, or a code.",
        )
    if isinstance(operand, dt.datetime):
        raise InvalidConditionError(
            what="A datetime is no day.", remedy="Use datetime.date."
        )
    return tree.Constant(operand)


class _Compared:
    """What may be put in order: the four operators, written once."""

    __slots__ = ()
    node: Value

    def __lt__(self, other: Any) -> Condition[Any]:
        return self._compare("<", other)

    def __le__(self, other: Any) -> Condition[Any]:
        return self._compare("<=", other)

    def __gt__(self, other: Any) -> Condition[Any]:
        return self._compare(">", other)

    def __ge__(self, other: Any) -> Condition[Any]:
        return self._compare(">=", other)

    def _compare(self, operator: tree.Operator, other: Any) -> Condition[Any]:
        right = as_value(other, self.node)
        return tree.Compare(operator=operator, left=self.node, right=right)


@attrs.frozen(eq=False)
class Term(Generic[S, T]):
    """
    A field of one form, with the type of its value.

    词项。

    Codes and text have equality and membership only; what can be put in
    order is an `Ordered` term.
    """

    node: Value

    if not TYPE_CHECKING:

        def __eq__(self, other: object) -> NoReturn:
            raise AmbiguousTruthError(
                what="== on a term would not give a rule.",
                remedy="Write .equals(…).",
            )

        def __ne__(self, other: object) -> NoReturn:
            raise AmbiguousTruthError(
                what="!= on a term would not give a rule.",
                remedy="Write ~term.equals(…).",
            )

        __hash__ = object.__hash__

    def __bool__(self) -> NoReturn:
        raise AmbiguousTruthError(
            what=f"{tree.name_of(self.node)} is a term, not a truth.",
            remedy="Compare it first.",
        )

    def equals(self, value: T | Term[S, T]) -> Condition[S]:
        """Meet where the field has this value. 等于。"""
        right = as_value(value, self.node)
        return tree.Compare(operator="==", left=self.node, right=right)

    def among(self, *values: T) -> Condition[S]:
        """Meet where the field has one of these values. 属于。"""
        options: tuple[Any, ...] = values
        return tree.Among(value=self.node, options=options)

    def is_missing(self) -> Condition[S]:
        """
        Meet where nobody has recorded the field; for checks only. 未填。

        A policy that holds it is refused: learning a fact must never undo
        a decision.
        """
        return tree.IsMissing(self.node)


@attrs.frozen(eq=False)
class Ordered(Term[S, T], _Compared):
    """
    A term whose values have an order: money, numbers, days.

    可比较大小的词项。
    """

    if TYPE_CHECKING:

        def __lt__(self, other: T | Ordered[S, T]) -> Condition[S]: ...
        def __le__(self, other: T | Ordered[S, T]) -> Condition[S]: ...
        def __gt__(self, other: T | Ordered[S, T]) -> Condition[S]: ...
        def __ge__(self, other: T | Ordered[S, T]) -> Condition[S]: ...

    def __add__(self, other: T | Ordered[S, T]) -> Ordered[S, T]:
        return self._calculate("+", other)

    def __sub__(self, other: T | Ordered[S, T]) -> Ordered[S, T]:
        return self._calculate("-", other)

    def __mul__(self, other: int | Ordered[S, int]) -> Ordered[S, T]:
        return self._calculate("*", other)

    def __radd__(self, other: T) -> Ordered[S, T]:
        return self._calculate("+", other, is_reflected=True)

    def __rsub__(self, other: T) -> Ordered[S, T]:
        return self._calculate("-", other, is_reflected=True)

    def __rmul__(self, other: int) -> Ordered[S, T]:
        return self._calculate("*", other, is_reflected=True)

    def _calculate(
        self, sign: Sign, other: object, *, is_reflected: bool = False
    ) -> Ordered[S, T]:
        left, right = self.node, as_value(other, self.node)
        if is_reflected:
            left, right = right, left
        return Ordered(tree.Arithmetic(sign=sign, left=left, right=right))

    def per(self, base: int | Ordered[S, int]) -> Ratio[S, T]:
        """
        Divide by a base, exactly. 人均。

        The ratio is undefined over a base of zero or less.
        """
        return Ratio(
            tree.Quotient(numerator=self.node, base=as_value(base, self.node))
        )


@attrs.frozen(eq=False)
class Ratio(_Compared, Generic[S, T]):
    """
    A ratio; it may only be compared, with a constant or a count.

    比值。
    """

    node: Value

    if TYPE_CHECKING:

        def __lt__(self, other: T | Term[S, T] | Count[S]) -> Condition[S]: ...
        def __le__(self, other: T | Term[S, T] | Count[S]) -> Condition[S]: ...
        def __gt__(self, other: T | Term[S, T] | Count[S]) -> Condition[S]: ...
        def __ge__(self, other: T | Term[S, T] | Count[S]) -> Condition[S]: ...

    def equals(self, other: T | Term[S, T] | Count[S]) -> Condition[S]:
        """Meet where the ratio is exactly this."""
        right = as_value(other, self.node)
        return tree.Compare(operator="==", left=self.node, right=right)


@attrs.frozen(eq=False)
class Count(_Compared, Generic[S]):
    """
    How many rows meet a rule; it may only be compared.

    计数。
    """

    node: Value

    if TYPE_CHECKING:

        def __lt__(self, other: int | Ordered[S, int]) -> Condition[S]: ...
        def __le__(self, other: int | Ordered[S, int]) -> Condition[S]: ...
        def __gt__(self, other: int | Ordered[S, int]) -> Condition[S]: ...
        def __ge__(self, other: int | Ordered[S, int]) -> Condition[S]: ...

    def equals(self, other: int | Ordered[S, int]) -> Condition[S]:
        """Meet where exactly so many rows meet the rule."""
        right = as_value(other, self.node)
        return tree.Compare(operator="==", left=self.node, right=right)


@attrs.frozen(eq=False)
class Members(Generic[S, T]):
    """
    A multi-select field.

    多选字段。
    """

    node: tree.Field

    def contains(self, option: T) -> Condition[S]:
        """Meet where this value is ticked. 包含。"""
        held = self.node.column.type
        if not isinstance(option, Enum) or not isinstance(option, held):
            raise InvalidConditionError(
                what=f"{option!r} is no {held.__name__}.",
                remedy=f"{tree.name_of(self.node)} holds {held.__name__}.",
            )
        return tree.Contains(field=self.node, option=option)

    def is_missing(self) -> Condition[S]:
        """Meet where nobody has recorded the field; for checks only."""
        return tree.IsMissing(self.node)


@attrs.frozen(eq=False)
class Relation(Generic[S, R]):
    """
    The rows that belong to a subject: its members, their vehicles, …

    关系。
    """

    rows: tree.Rows

    def any(self, rule: Condition[R], /) -> Condition[S]:
        """Meet where some row meets the rule. 有一个。"""
        return tree.Exists(rows=self.rows, rule=self._own(rule))

    def all(self, rule: Condition[R], /) -> Condition[S]:
        """Meet where no row fails the rule. 全部。"""
        return tree.Every(rows=self.rows, rule=self._own(rule))

    def at_least(self, least: int, rule: Condition[R], /) -> Condition[S]:
        """Meet where so many rows meet the rule. 至少。"""
        return tree.Several(
            least=positive(least), rows=self.rows, rule=self._own(rule)
        )

    def count(self, rule: Condition[R], /) -> Count[S]:
        """Count the rows that meet the rule; compare the count. 计数。"""
        return Count(tree.Tally(rows=self.rows, rule=self._own(rule)))

    def sum(self, value: Ordered[R, T], /) -> Ordered[S, T]:
        """Add a value up over the rows. 合计。"""
        node = as_value(value, tree.Constant(0))
        self._check(node)
        return Ordered(tree.Sum(rows=self.rows, value=node))

    def size(self) -> Ordered[S, int]:
        """Count the rows. 数目。"""
        return Ordered(tree.Sum(rows=self.rows, value=None))

    def _own(self, rule: Condition[R]) -> Condition[R]:
        self._check(as_condition(rule))
        return rule

    def _check(self, node: Any) -> None:
        """Refuse a rule about another form than that of the rows."""
        from pa_registry.conditions.walking import iter_own_fields

        for field in iter_own_fields(node):
            if field.form != self.rows.spec.row.name:
                raise InvalidConditionError(
                    what=(
                        f"{field.form}.{field.key} is no field of"
                        f" {self.rows.spec.row.name}, the rows of"
                        f" {self.rows.key}."
                    ),
                    remedy=f"Write a rule over {self.rows.spec.row.name}.",
                )


class Vocabulary(Generic[S]):
    """
    The terms of one form, as attributes.

    词汇表。

    The generated classes of :mod:`pa_registry.model.terms` declare the
    attributes with their types; a form of a user's own may use this class
    as it stands.
    """

    def __init__(self, form: Form) -> None:
        self._form = form

    def __dir__(self) -> list[str]:
        return list(self._form.names())

    if not TYPE_CHECKING:

        def __getattr__(self, key: str) -> object:
            if key.startswith("__"):
                raise AttributeError(key)
            form = object.__getattribute__(self, "_form")
            if key in form.extras:
                return ExtraTerms(form, key)
            found = term(form, key)
            self.__dict__[key] = found
            return found

    def __repr__(self) -> str:
        return f"<terms of {self._form.name}>"


def is_relation(one: object) -> TypeGuard[Relation[Any, Any]]:
    """Say whether something is a relation of whatever form."""
    return isinstance(one, Relation)


def is_vocabulary(one: object) -> TypeGuard[Vocabulary[Any]]:
    """Say whether something is the terms of whatever form."""
    return isinstance(one, Vocabulary)


def form_of(terms: Vocabulary[Any]) -> Form:
    """Give the form whose terms these are."""
    form: Form = object.__getattribute__(terms, "_form")
    return form


@attrs.frozen(eq=False)
class ExtraTerms:
    """The terms of a further form kept in an attribute of this one."""

    form: Form
    held: str

    def __getattr__(self, key: str) -> Any:
        return term(self.form, f"{self.held}.{key}")


def term(form: Form, key: str) -> Any:
    """
    Make the term of a field, a computed value or a relation.

    Args:
        form: The form.
        key: The name of the field, ``extra.name`` for a user's own.

    Returns:
        An `Ordered`, a `Term`, a `Members`, a `Relation`, or a condition
        for a yes-or-no field; typed ``Any``, since the name decides.

    Raises:
        UnknownFieldError: If the form has no such field.
    """
    if key in form.relations:
        return Relation[Any, Any](
            tree.Rows(form=form.name, key=key, spec=form.relations[key])
        )
    try:
        declared = form.column(key)
    except UnknownNameError:
        raise UnknownFieldError(
            form=form.name, field=key, known=form.names()
        ) from None
    if key in form.derived:
        node: Value = tree.Derived(
            form=form.name,
            key=key,
            column=declared,
            definition=form.derived[key].definition,
        )
    else:
        node = tree.Field(form=form.name, key=key, column=declared)
    return _TERMS[declared.kind](node)


def _no_term(node: Value) -> Any:
    raise InvalidConditionError(
        what=f"No rule can read {tree.name_of(node)}.",
        remedy="Rules read money, numbers, days, codes, flags and text.",
    )


_TERMS: dict[Kind, Any] = {
    Kind.MONEY: Ordered,
    Kind.NUMBER: Ordered,
    Kind.DAY: Ordered,
    Kind.CODE: Term,
    Kind.TEXT: Term,
    Kind.FLAG: tree.Holds,
    Kind.CODES: Members,
    Kind.OTHER: _no_term,
}

#: The fact day, to compare days with. 事实日。
today: Ordered[Any, dt.date] = Ordered(tree.FactDay())


def years_ago(years: int) -> Ordered[Any, dt.date]:
    """Take the day so many years before the fact day. 若干年前。"""
    return Ordered(tree.FactDay(years_before=positive(years)))


def parameter(
    name: str,
    unit: str = "fen",
    *,
    kind: Kind | None = None,
    zh: str = "",
    en: str = "",
) -> Ordered[Any, Any]:
    """
    Name a number that the standards in force will give.

    参数。

    Args:
        name: The key of the standard, such as ``income-line``.
        unit: Its unit; ``fen`` makes it money.
        kind: Its kind, where the unit does not say.
        zh: How a description names it in Chinese.
        en: How a description names it in English.

    Examples:
        >>> parameter("income-line").node
        Parameter(name='income-line', kind_=<Kind.MONEY: 'money'>, unit_='fen')
    """
    is_money = unit == "fen"
    kind = Kind(kind or (Kind.MONEY if is_money else Kind.NUMBER))
    return Ordered(
        tree.Parameter(name=name, kind_=kind, unit_=unit, zh=zh, en=en)
    )


def by_place(  # noqa: PLR0913  a table, and what it is called
    name: str,
    place: Term[S, str],
    table: Mapping[str, T],
    *,
    otherwise: T | None = None,
    zh: str = "",
    en: str = "",
) -> Ordered[S, T]:
    """
    Take a number that differs by place.

    按地区取值。

    Args:
        name: The parameter that it stands for.
        place: The field with the division code.
        table: The values by code prefix; the longest match wins.
        otherwise: The value elsewhere; missing where it is left out.
        zh: What the parameter is called in Chinese, to ask for it by.
        en: What it is called in English.
    """
    if not table:
        raise InvalidConditionError(
            what=f"{name} has no value anywhere.",
            remedy="Give at least one code prefix.",
        )
    rows: Any = tuple(sorted(table.items()))
    rest: Any = otherwise
    return Ordered(
        tree.ByPlace(
            name=name,
            place=place.node,
            table=rows,
            otherwise=rest,
            zh=zh,
            en=en,
        )
    )


def by_year(
    name: str, year: Ordered[S, int], table: Mapping[int, Any]
) -> Ordered[S, Any]:
    """
    Take a number that holds for one year only.

    按年度取值。

    Args:
        name: The parameter that it stands for.
        year: The field with the year.
        table: The values by year, each a constant or a number by place.
    """
    if not table:
        raise InvalidConditionError(
            what=f"{name} has no value for any year.",
            remedy="Give at least one year.",
        )
    return Ordered(
        tree.ByYear(
            name=name,
            year=year.node,
            years=tuple(sorted(table)),
            values=tuple(
                as_value(table[known], year.node) for known in sorted(table)
            ),
        )
    )


def positive(number: int) -> int:
    """
    Refuse what is no whole number above zero.

    Raises:
        InvalidConditionError: If it is not.
    """
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise InvalidConditionError(
            what=f"{number!r} is no whole number above zero.",
            remedy="Give 1 or more.",
        )
    return number
