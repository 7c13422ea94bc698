"""
The nodes of a rule: immutable, comparable, nothing but data.

规则树的节点。

A condition holds the *names* of fields and compares by structure.  What a
node means is said once, in :mod:`~pa_registry.conditions.judging`; all
other readings are held against that.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    Literal,
    NoReturn,
    TypeGuard,
    TypeVar,
)

import attrs

from pa_registry.columns import Kind
from pa_registry.conditions.labels import Doubt, Label
from pa_registry.conditions.parameters import ByPlace, ByYear, Parameter
from pa_registry.conditions.truth import Truth
from pa_registry.conditions.values import (
    ORDERED,
    Age,
    Arithmetic,
    Constant,
    Derived,
    FactDay,
    Field,
    Quotient,
    Rows,
    Sum,
    Tally,
    Value,
    hold,
    name_of,
    need,
    need_text,
    same_form,
    same_measure,
)
from pa_registry.errors import AmbiguousTruthError, InvalidConditionError


if TYPE_CHECKING:
    from collections.abc import Callable

    from pa_registry.conditions.explaining import Reason
    from pa_registry.dates import Day
    from pa_registry.typing import Algebra


__all__ = [
    "Age",
    "AllOf",
    "Always",
    "Among",
    "AnyOf",
    "Arithmetic",
    "AtLeast",
    "ByPlace",
    "ByYear",
    "Compare",
    "Condition",
    "Constant",
    "Contains",
    "Derived",
    "Doubt",
    "Every",
    "Exists",
    "FactDay",
    "Field",
    "Holds",
    "IsMissing",
    "Label",
    "Labelled",
    "Not",
    "Operator",
    "Parameter",
    "Quotient",
    "Reference",
    "Rows",
    "Several",
    "Sum",
    "Tally",
    "Unless",
    "Value",
    "as_condition",
    "is_condition",
    "name_of",
]

S = TypeVar("S")
A = TypeVar("A")
Operator = Literal["<", "<=", ">", ">=", "=="]
#: The kinds of values that can be equal.
_COMPARED = ORDERED | {Kind.CODE, Kind.TEXT}


class Condition(Generic[S]):
    """
    A rule about one thing, as an immutable tree.

    条件（规则）。

    Combine conditions with ``&``, ``|``, ``~``, :meth:`unless` and the
    functions :func:`~pa_registry.conditions.all_of`,
    :func:`~pa_registry.conditions.any_of`,
    :func:`~pa_registry.conditions.none_of` and
    :func:`~pa_registry.conditions.at_least`.  A condition has no Python
    truth of its own.
    """

    __slots__ = ()

    def __and__(self, other: Condition[S]) -> Condition[S]:
        parts = (*_spread(AllOf, self), *_spread(AllOf, other))
        same_form(*parts)
        return AllOf(parts=parts)

    def __or__(self, other: Condition[S]) -> Condition[S]:
        parts = (*_spread(AnyOf, self), *_spread(AnyOf, other))
        same_form(*parts)
        return AnyOf(parts=parts)

    def __invert__(self) -> Condition[S]:
        return Not(self)

    def __bool__(self) -> NoReturn:
        raise AmbiguousTruthError(
            what="A condition has no Python truth.",
            remedy="Combine with &, |, ~ or all_of(…); judge with .judge(…).",
        )

    def unless(self, exception: Condition[S]) -> Condition[S]:
        """
        Except a case from this rule.

        除外情形。

        Met where the rule is and the exception is not.  A met rule with
        an unknown exception is unknown.
        """
        same_form(self, as_condition(exception))
        return Unless(rule=self, exception=exception)

    def labelled(
        self,
        name: str,
        *,
        zh: str = "",
        en: str = "",
        cites: Iterable[Any] = (),
        doubt: Doubt | None = None,
    ) -> Condition[S]:
        """
        Give the rule a stable name, its wording and its source.

        Args:
            name: A kebab-case code that is never reused.
            zh: What a met rule says, as a Chinese phrase (有小轿车).
            en: The same in English (``a vehicle owner``).
            cites: The sources.
            doubt: How to say that it is not known.
        """
        label = Label(name=name, zh=zh, en=en, cites=tuple(cites), doubt=doubt)
        return Labelled(label=label, part=self)

    def judge(
        self, subject: S, *, evidence: object = None, at: Day | None = None
    ) -> Truth:
        """
        Judge one subject.

        判断。

        Args:
            subject: What the rule is about, such as a household.
            evidence: What else is known of it; see `Evidence`.
            at: The day on which the facts must hold.

        Returns:
            `Truth.MET`, `Truth.NOT_MET` or `Truth.UNKNOWN`.

        Raises:
            NeedsFactDayError: If the rule reads a day and *at* is left out.
            UnboundError: If the rule holds a parameter without a value.
        """
        from pa_registry.conditions.judging import judge

        return judge(self, subject, evidence, at)

    def explain(
        self, subject: S, *, evidence: object = None, at: Day | None = None
    ) -> Reason:
        """
        Judge one subject and say why, part by part.

        说明理由。
        """
        from pa_registry.conditions.explaining import explain

        return explain(self, subject, evidence, at)

    def function(self) -> Callable[..., bool | None]:
        """
        Compile to a plain Python function, for many subjects.

        生成函数。

        Returns:
            A function of ``(subject, evidence, day)`` that gives `True`,
            `False`, or `None` for unknown.
        """
        from pa_registry.conditions._compile import compiled

        return compiled(self)

    def source(self) -> str:
        """Show the source of :meth:`function`."""
        from pa_registry.conditions._compile import source

        return source(self)

    def to_text(self) -> str:
        """Write the rule as text that `from_text` reads back."""
        from pa_registry.conditions.text import to_text

        return to_text(self)

    def to_json(self) -> str:
        """Write the rule as versioned JSON that `from_json` reads back."""
        from pa_registry.conditions.document import to_json

        return to_json(self)

    def describe(self, language: str = "en") -> str:
        """Say what the rule asks, in ``"zh"`` or ``"en"``."""
        from pa_registry.conditions.describing import describe

        return describe(self, language)

    def reads(self) -> frozenset[str]:
        """
        List the fields and relations that the rule reads.

        规则读取的字段。

        Returns:
            Names such as ``household.net_income`` and ``vehicle.price``.
        """
        from pa_registry.conditions.walking import reads

        return reads(self)

    def fold(self, algebra: Algebra[A]) -> A:
        """
        Compute something from the tree, leaf to root.

        遍历规则树的唯一扩展点。
        """
        from pa_registry.conditions.walking import fold

        return fold(self, algebra)

    def bind(self, values: Mapping[str, Value]) -> Condition[S]:
        """
        Put values in place of parameters.

        Args:
            values: By parameter name; others stay as they are.
        """
        from pa_registry.conditions.walking import bind

        return bind(self, values)

    def resolve(self, rules: Mapping[str, Condition[S]]) -> Condition[S]:
        """Put rules in place of the references that name them."""
        from pa_registry.conditions.walking import resolve

        return resolve(self, rules)

    def __str__(self) -> str:
        return self.to_text()


@attrs.frozen(str=False)
class Always(Condition[S]):
    """A rule that is settled already."""

    truth: bool

    def __attrs_post_init__(self) -> None:
        truth: object = self.truth
        if not isinstance(truth, bool):
            raise InvalidConditionError(
                what=f"A {type(truth).__name__} is no truth.",
                remedy="Write True or False.",
            )


@attrs.frozen(str=False, eq=False)
class Holds(Condition[S]):
    """A yes-or-no field that says yes."""

    field: Value

    def __eq__(self, other: object) -> bool:
        if isinstance(other, bool):
            raise AmbiguousTruthError(
                what="== on a yes-or-no field would not give a rule.",
                remedy="The field is a rule as it stands; write ~ for no.",
            )
        return isinstance(other, Holds) and self.field == other.field

    def __hash__(self) -> int:
        return hash((Holds, self.field))

    def equals(self, truth: bool) -> Condition[S]:  # noqa: FBT001 -- a value
        """Meet where the field says yes, or where it says no."""
        return self if truth else Not(self)

    def __attrs_post_init__(self) -> None:
        if self.field.kind is not Kind.FLAG:
            raise InvalidConditionError(
                what=f"{name_of(self.field)} is {self.field.kind}, no flag.",
                remedy="Compare it with a value.",
            )

    def is_missing(self) -> Condition[S]:
        """Meet where nobody has recorded the field; for checks only."""
        return IsMissing(self.field)


@attrs.frozen(str=False)
class Compare(Condition[S]):
    """Two values in order, or equal."""

    operator: Operator
    left: Value
    right: Value

    def __attrs_post_init__(self) -> None:
        if isinstance(self.left, Constant):
            raise InvalidConditionError(
                what="A constant stands on the right of a comparison.",
                remedy="Write term < constant.",
            )
        if self.operator != "==":
            need(self.left, ORDERED, "put in order")
        elif self.left.kind not in _COMPARED:
            raise InvalidConditionError(
                what=f"{name_of(self.left)} is {self.left.kind}.",
                remedy="A flag is a rule as it stands; codes .contains(…).",
            )
        if isinstance(self.right, Quotient):
            raise InvalidConditionError(
                what="A ratio stands on the left of a comparison.",
                remedy="Write a.per(b) < c.",
            )
        same_measure(self.left, self.right)
        same_form(self.left, self.right)
        if isinstance(self.left, Quotient):
            _need_plain_bound(self.right)
            a, b = self.left.base.range
            c, d = self.right.range
            hold(
                _times(max(-a, b), max(-c, d)),
                "The bound of a ratio times its base",
            )


@attrs.frozen(str=False)
class Among(Condition[S]):
    """A value that is one of a list; the list never holds a blank."""

    value: Value
    options: tuple[Enum | str | int | dt.date, ...]

    def __attrs_post_init__(self) -> None:
        if not self.options:
            raise InvalidConditionError(
                what="An empty list holds nothing.",
                remedy="Name at least one value in .among(…).",
            )
        _need_fact(self.value, "belong to a list")
        for option in self.options:
            same_measure(self.value, Constant(option))


@attrs.frozen(str=False)
class Contains(Condition[S]):
    """A multi-select field in which a value is ticked."""

    field: Value
    option: Enum

    def __attrs_post_init__(self) -> None:
        if self.field.kind is not Kind.CODES:
            raise InvalidConditionError(
                what=f"{name_of(self.field)} is no multi-select field.",
                remedy="Write .equals(…).",
            )


@attrs.frozen(str=False)
class IsMissing(Condition[S]):
    """A field that nobody has recorded; for checks, never for policies."""

    value: Value

    def __attrs_post_init__(self) -> None:
        _need_fact(self.value, "be missing")


@attrs.frozen(str=False)
class AllOf(Condition[S]):
    """Every part is met."""

    parts: tuple[Condition[S], ...]


@attrs.frozen(str=False)
class AnyOf(Condition[S]):
    """Some part is met."""

    parts: tuple[Condition[S], ...]


@attrs.frozen(str=False)
class Not(Condition[S]):
    """The part is not met."""

    part: Condition[S]


@attrs.frozen(str=False)
class AtLeast(Condition[S]):
    """So many of the parts are met."""

    least: int
    parts: tuple[Condition[S], ...]


@attrs.frozen(str=False)
class Unless(Condition[S]):
    """The rule is met and the exception is not."""

    rule: Condition[S]
    exception: Condition[S]


@attrs.frozen(str=False)
class Exists(Condition[S]):
    """Some row that counts meets the rule."""

    rows: Rows
    rule: Condition[Any]


@attrs.frozen(str=False)
class Every(Condition[S]):
    """No row that counts fails the rule."""

    rows: Rows
    rule: Condition[Any]


@attrs.frozen(str=False)
class Several(Condition[S]):
    """So many rows that count meet the rule."""

    least: int
    rows: Rows
    rule: Condition[Any]


@attrs.frozen(str=False)
class Labelled(Condition[S]):
    """A rule with its name, wording and source."""

    label: Label
    part: Condition[S]


@attrs.frozen(str=False)
class Reference(Condition[S]):
    """A rule that is named here and given elsewhere."""

    name: str

    def __attrs_post_init__(self) -> None:
        need_text(self.name, "The name of a rule")


# Checks of construction ------------------------------------------------


def is_condition(part: object) -> TypeGuard[Condition[Any]]:
    """Say whether *part* is a condition over anything."""
    return isinstance(part, Condition)


def as_condition(part: object) -> Condition[Any]:
    """
    Refuse what is no condition.

    Raises:
        InvalidConditionError: If *part* is something else.
    """
    if not is_condition(part):
        raise InvalidConditionError(
            what=f"A {type(part).__name__} is no condition.",
            remedy="Compare a term first, such as household.size >= 1.",
        )
    return part


def _spread(
    kind: type[AllOf[S] | AnyOf[S]], part: Condition[S]
) -> tuple[Condition[S], ...]:
    """Take the parts of a like node, so that a & b & c is one node."""
    as_condition(part)
    return part.parts if isinstance(part, kind) else (part,)


def _need_fact(value: Value, what: str) -> None:
    """Refuse a constant, a ratio and a count where a fact belongs."""
    if isinstance(value, (Constant, Quotient, Tally)):
        raise InvalidConditionError(
            what=f"{name_of(value)} cannot {what}.",
            remedy="Only what is recorded can; ratios and counts compare.",
        )


def _need_plain_bound(bound: Value) -> None:
    if not isinstance(bound, (Constant, Parameter, ByPlace, ByYear, Tally)):
        raise InvalidConditionError(
            what=f"A ratio cannot be compared with {name_of(bound)}.",
            remedy="Compare it with a constant or a count.",
        )


def _times(left: int, right: int) -> tuple[int, int]:
    return (-left * right, left * right)
