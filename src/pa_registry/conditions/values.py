"""
The values of a rule: fields, constants, parameters, arithmetic, counts.

规则中的取值。
"""

from __future__ import annotations

import datetime as dt

from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

import attrs

from typing_extensions import override

from pa_registry.columns import Column, Kind
from pa_registry.conditions.forms import RelationSpec
from pa_registry.errors import InvalidConditionError, RangeError
from pa_registry.money import Fen


if TYPE_CHECKING:
    from pa_registry.conditions.tree import Condition


__all__ = [
    "MEASURED",
    "ORDERED",
    "Age",
    "Arithmetic",
    "Constant",
    "Derived",
    "FactDay",
    "Field",
    "Quotient",
    "Rows",
    "Sign",
    "Sum",
    "Tally",
    "Value",
    "hold",
    "name_of",
    "need",
    "need_text",
    "same_form",
    "same_measure",
]

Sign = Literal["+", "-", "*"]

#: The numbers that 64 bits hold.
_LEAST, _GREATEST = -(2**63), 2**63 - 1
#: The kinds of values that can be calculated with.
MEASURED = frozenset({Kind.MONEY, Kind.NUMBER})
#: The kinds of values that can be put in order.
ORDERED = MEASURED | {Kind.DAY}


class Value:
    """
    An expression that gives a value, or nothing where a fact is missing.

    取值表达式。
    """

    __slots__ = ()

    @property
    def kind(self) -> Kind:
        """What kind of value it gives."""
        raise NotImplementedError

    @property
    def unit(self) -> str | None:
        """What a whole number counts; `None` for a bare number."""
        return None

    @property
    def range(self) -> tuple[int, int]:
        """The least and greatest value of a numeric expression."""
        return (0, 0)


@attrs.frozen
class Field(Value):
    """A field of the form at hand, by its name."""

    form: str
    key: str
    column: Column = attrs.field(eq=False, repr=False)

    @property
    @override
    def kind(self) -> Kind:
        return self.column.kind

    @property
    @override
    def unit(self) -> str | None:
        return self.column.unit

    @property
    @override
    def range(self) -> tuple[int, int]:
        return self.column.range


@attrs.frozen
class Derived(Value):
    """A computed value of the form at hand, by its name."""

    form: str
    key: str
    column: Column = attrs.field(eq=False, repr=False)
    definition: Value = attrs.field(eq=False, repr=False)

    @property
    @override
    def kind(self) -> Kind:
        return self.column.kind

    @property
    @override
    def unit(self) -> str | None:
        return self.column.unit

    @property
    @override
    def range(self) -> tuple[int, int]:
        return self.column.range


@attrs.frozen
class Constant(Value):
    """A fixed value; money, a number, a day, a code or text."""

    value: Fen | int | dt.date | Enum | str = attrs.field(
        # Fen(5) == 5 and True == 1, but they are not the same constant.
        eq=lambda value: (type(value).__name__, value)
    )

    def __attrs_post_init__(self) -> None:
        if isinstance(self.value, (bool, dt.datetime)) or not isinstance(
            self.value, (int, dt.date, Enum, str)
        ):
            raise InvalidConditionError(
                what=f"A {type(self.value).__name__} cannot stand in a rule.",
                remedy="Use yuan(…), a whole number, a date, or a code.",
            )
        if isinstance(self.value, int):
            hold(self.range, "A constant")

    @property
    @override
    def kind(self) -> Kind:
        for kind, held in (
            (Kind.MONEY, Fen),
            (Kind.CODE, Enum),
            (Kind.NUMBER, int),
            (Kind.DAY, dt.date),
        ):
            if isinstance(self.value, held):
                return kind
        return Kind.TEXT

    @property
    @override
    def unit(self) -> str | None:
        return "fen" if self.kind is Kind.MONEY else None

    @property
    @override
    def range(self) -> tuple[int, int]:
        if isinstance(self.value, int):
            return (int(self.value), int(self.value))
        return (0, 0)


@attrs.frozen
class FactDay(Value):
    """The day on which the facts must hold, or so many years before it."""

    years_before: int = 0

    def __attrs_post_init__(self) -> None:
        years: object = self.years_before
        if type(years) is not int or years < 0:
            raise InvalidConditionError(
                what=f"{years!r} is no whole number of years.",
                remedy="Give 0 or more.",
            )

    @property
    @override
    def kind(self) -> Kind:
        return Kind.DAY


@attrs.frozen
class Age(Value):
    """The completed years on the fact day of who was born then."""

    born: Value

    def __attrs_post_init__(self) -> None:
        need(self.born, frozenset({Kind.DAY}), "reckon an age from")

    @property
    @override
    def kind(self) -> Kind:
        return Kind.NUMBER

    @property
    @override
    def unit(self) -> str | None:
        return "years"

    @property
    @override
    def range(self) -> tuple[int, int]:
        return (-200, 200)


@attrs.frozen
class Arithmetic(Value):
    """A sum, difference or product of whole numbers."""

    sign: Sign
    left: Value
    right: Value

    def __attrs_post_init__(self) -> None:
        need(self.left, MEASURED, "calculate with")
        need(self.right, MEASURED, "calculate with")
        same_form(self.left, self.right)
        if isinstance(self.left, Constant) and isinstance(
            self.right, Constant
        ):
            raise InvalidConditionError(
                what="Both sides are constants.",
                remedy="Write what they come to.",
            )
        if self.sign == "*":
            if self.left.kind is self.right.kind is Kind.MONEY:
                raise InvalidConditionError(
                    what="Money times money is nothing.",
                    remedy="Multiply money by a number.",
                )
        else:
            same_measure(self.left, self.right)
        _check_range(self)

    @property
    @override
    def kind(self) -> Kind:
        money = Kind.MONEY in {self.left.kind, self.right.kind}
        return Kind.MONEY if money else Kind.NUMBER

    @property
    @override
    def unit(self) -> str | None:
        if self.kind is Kind.MONEY:
            return "fen"
        units = [u for u in (self.left.unit, self.right.unit) if u]
        return "·".join(units[: 2 if self.sign == "*" else 1]) or None

    @property
    @override
    def range(self) -> tuple[int, int]:
        a, b = self.left.range
        c, d = self.right.range
        if self.sign == "+":
            return (a + c, b + d)
        if self.sign == "-":
            return (a - d, b - c)
        products = (a * c, a * d, b * c, b * d)
        return (min(products), max(products))


@attrs.frozen
class Rows:
    """A relation of the form at hand, by its name."""

    form: str
    key: str
    spec: RelationSpec = attrs.field(eq=False, repr=False)


@attrs.frozen
class Sum(Value):
    """
    The sum of a value over the rows, or the number of rows.

    It is missing where a row or a value is, or where rows may be lacking.
    """

    rows: Rows
    value: Value | None

    def __attrs_post_init__(self) -> None:
        if self.value is not None:
            need(self.value, MEASURED, "add up")
        _check_range(self)

    @property
    @override
    def kind(self) -> Kind:
        return Kind.NUMBER if self.value is None else self.value.kind

    @property
    @override
    def unit(self) -> str | None:
        return "rows" if self.value is None else self.value.unit

    @property
    @override
    def range(self) -> tuple[int, int]:
        low, high = (1, 1) if self.value is None else self.value.range
        limit = self.rows.spec.limit
        return (min(0, low * limit), max(0, high * limit))


@attrs.frozen
class Tally(Value):
    """How many rows meet a rule: from so many surely to so many possibly."""

    rows: Rows
    rule: Condition[Any]

    @property
    @override
    def kind(self) -> Kind:
        return Kind.NUMBER

    @property
    @override
    def range(self) -> tuple[int, int]:
        return (0, self.rows.spec.limit)


@attrs.frozen
class Quotient(Value):
    """A ratio; undefined over a base of zero or less, and only compared."""

    numerator: Value
    base: Value

    def __attrs_post_init__(self) -> None:
        need(self.numerator, MEASURED, "divide")
        need(self.base, frozenset({Kind.NUMBER}), "divide by")
        same_form(self.numerator, self.base)

    @property
    @override
    def kind(self) -> Kind:
        return self.numerator.kind

    @property
    @override
    def unit(self) -> str | None:
        return self.numerator.unit

    @property
    @override
    def range(self) -> tuple[int, int]:
        return self.numerator.range


# Checks of construction ------------------------------------------------


def name_of(value: Value) -> str:
    """Name a value in an error message."""
    if isinstance(value, (Field, Derived)):
        return f"{value.form}.{value.key}"
    if isinstance(value, Constant):
        return repr(value.value)
    return type(value).__name__.lower()


def need(value: Value, kinds: frozenset[Kind], what: str) -> None:
    """Refuse a value of another kind, or one that is only compared."""
    if value.kind not in kinds:
        raise InvalidConditionError(
            what=f"{name_of(value)} is {value.kind}: no rule can {what} it.",
            remedy="Codes and text have .equals(…) and .among(…) only.",
        )
    if isinstance(value, (Quotient, Tally)) and what != "put in order":
        raise InvalidConditionError(
            what=f"A {name_of(value)} may only be compared.",
            remedy="Compare it with a constant or a count.",
        )


def same_form(*parts: Value | Condition[Any]) -> None:
    """
    Refuse parts about different forms.

    A rule is judged on one thing; a person's field would be looked for in
    a household, where another may bear the same name.
    """
    from pa_registry.conditions.walking import iter_own_fields

    read = chain.from_iterable(map(iter_own_fields, parts))
    about = {one.form: one.key for one in read}
    if len(about) > 1:
        first, other = list(about.items())[:2]
        raise InvalidConditionError(
            what=(
                f"{first[0]}.{first[1]} and {other[0]}.{other[1]} belong to"
                " different forms."
            ),
            remedy=(
                "Reach the rows through a relation:"
                " household.members.any(a rule over person)."
            ),
        )


def same_measure(left: Value, right: Value) -> None:
    """Refuse two values of different kind, unit or code list."""
    kinds = {left.kind, right.kind}
    if kinds == {Kind.MONEY, Kind.NUMBER}:
        raise InvalidConditionError(
            what=(
                f"{name_of(left)} and {name_of(right)} do not measure the"
                " same: one is money, one a plain number."
            ),
            remedy="Write yuan(2952) for money.",
        )
    if len(kinds) > 1:
        raise InvalidConditionError(
            what=(
                f"{name_of(left)} is {left.kind} and {name_of(right)} is"
                f" {right.kind}."
            ),
            remedy="Compare values of one kind.",
        )
    if left.unit and right.unit and left.unit != right.unit:
        raise InvalidConditionError(
            what=(
                f"{name_of(left)} is in {left.unit} and {name_of(right)}"
                f" in {right.unit}."
            ),
            remedy="Bring them to one unit first.",
        )
    _same_codes(left, right)


def _same_codes(left: Value, right: Value) -> None:
    if left.kind is not Kind.CODE or not isinstance(left, (Field, Derived)):
        return
    held = left.column.type
    if isinstance(right, Constant):
        fits = isinstance(right.value, held)
    else:
        fits = getattr(right, "column", left.column).type is held
    if not fits:
        raise InvalidConditionError(
            what=f"{name_of(right)} is no {held.__name__}.",
            remedy=f"{name_of(left)} takes members of {held.__name__}.",
        )


def hold(reach: tuple[int, int], what: str) -> None:
    """Refuse what can pass 64 bits."""
    low, high = reach
    if low < _LEAST or high > _GREATEST:
        raise RangeError(what=what, low=low, high=high)


def _check_range(value: Arithmetic | Sum) -> None:
    if isinstance(value, Sum):
        hold(value.range, f"The sum over {value.rows.key}")
    else:
        names = f"{name_of(value.left)} {value.sign} {name_of(value.right)}"
        hold(value.range, names)


def need_text(text: object, what: str) -> None:
    """Refuse a name that is no text."""
    if not isinstance(text, str):
        raise InvalidConditionError(
            what=f"{what} is text, no {type(text).__name__}.",
            remedy='Write it in quotes: "car-owner".',
        )
