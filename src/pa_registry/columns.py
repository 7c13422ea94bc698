"""
Declare each field of a form once; everything else is derived.

字段声明：类型、单位、中文名称、国家编码、敏感级别、取值范围。

The forms are plain attrs classes.  What a field is called, which code the
national system gives it, its unit, its range and how private it is stand
in the field's own declaration, and headers, masks, typed terms, questions
for a visit and reference pages are read from there.
"""

from __future__ import annotations

import datetime as dt
import types

from collections.abc import Mapping
from enum import Enum, StrEnum
from functools import cache
from typing import (
    Any,
    TypeGuard,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from pa_registry.dates import is_day
from pa_registry.errors import InvalidValueError
from pa_registry.money import Fen
from pa_registry.phrases import Statement, unit_word


__all__ = [
    "Column",
    "Kind",
    "Sensitivity",
    "column",
    "columns",
    "is_form",
]


class Sensitivity(StrEnum):
    """
    How private a field is.

    敏感级别。

    `PUBLIC` may stand in any output; `PERSONAL` only where the purpose
    needs it; `SENSITIVE` (health, accounts, identity, children) needs a
    stated purpose and never stands in a public notice.
    """

    PUBLIC = "public"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Kind(StrEnum):
    """
    What kind of value a field holds, as the rule language sees it.

    字段类型。
    """

    MONEY = "money"
    NUMBER = "number"
    DAY = "day"
    FLAG = "flag"
    CODE = "code"
    CODES = "codes"
    TEXT = "text"
    OTHER = "other"


#: Ten to the fourteenth fen: a million million yuan.
_MONEY_LIMIT = 10**14
_NUMBER_LIMIT = 10_000
_RANGES: dict[Kind, tuple[int, int]] = {
    Kind.MONEY: (-_MONEY_LIMIT, _MONEY_LIMIT),
    Kind.NUMBER: (0, _NUMBER_LIMIT),
}


@attrs.frozen(kw_only=True)
class Column:
    """
    The declaration of one field of a form.

    字段声明。

    Attributes:
        zh: The Chinese name, as forms and headers print it.
        en: The English name, in words.
        code: The code of the national system or form item, if it has one.
        unit: What a stored whole number counts.
        scale: How many stored units one printed unit has (100 fen a yuan).
        low: The least value that may be stored.
        high: The greatest value that may be stored.
        sensitivity: How private the field is.
        ask_zh: The question that a visit would put, in Chinese.
        ask_en: The question that a visit would put, in English.
        says_en: Of a yes-or-no field, what a *yes* says, in English.
        no_zh: Of such a field, what a *no* says in Chinese, if irregular.
        asked: Whether a visit can ask for it at all.
        headers: Further spellings of the header in circulation.
        key: The attribute's name; filled in by :func:`columns`.
        kind: What kind of value it holds; filled in by :func:`columns`.
        type: The Python type of one value; filled in by :func:`columns`.
    """

    zh: str
    en: str = ""
    code: str | None = None
    unit: str | None = None
    scale: int = 1
    low: int | None = None
    high: int | None = None
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    ask_zh: str = ""
    ask_en: str = ""
    says_en: str = ""
    no_zh: str = ""
    asked: bool = True
    headers: tuple[str, ...] = ()
    key: str = ""
    kind: Kind = Kind.OTHER
    type: type = object

    @property
    def range(self) -> tuple[int, int]:
        """The least and greatest stored value of a numeric field."""
        low, high = _RANGES.get(self.kind, (0, 0))
        return (
            low if self.low is None else self.low,
            high if self.high is None else self.high,
        )

    @property
    def statement(self) -> Statement:
        """What a *yes* and a *no* in a yes-or-no field say."""
        return Statement(
            ask_zh=self.ask_zh or f"是否{self.zh}",
            ask_en=self.ask_en or f"is this so: {self.en}?",
            says_en=self.says_en or self.en,
            no_zh=self.no_zh,
        )

    def question(self, language: str = "en") -> str:
        """
        Put the question that would settle a blank field.

        入户核查时要问的问题。
        """
        if self.kind is Kind.FLAG:
            return self.statement.question(language)
        if language == "zh":
            return self.ask_zh or self._asks_zh()
        return self.ask_en or self._asks_en()

    def _asks_zh(self) -> str:
        if self.kind is Kind.NUMBER:
            if self.unit == "year":
                return f"{self.zh}是哪一年"
            return f"{self.zh}是多少{unit_word(self.unit, zh=True)}"
        return _QUESTION_ZH.get(self.kind, "{}是什么").format(self.zh)

    def _asks_en(self) -> str:
        unit = unit_word(self.unit, zh=False)
        if self.kind is Kind.NUMBER and self.unit != "year":
            if unit == "mu":
                return f"how many mu of {self.en} are there?"
            if self.unit in {None, "person", "household"}:
                return f"how many {self.en} are there?"
            return f"what is the {self.en}, in {unit}?"
        return _QUESTION_EN.get(self.kind, "what is the {}?").format(self.en)


_QUESTION_ZH: dict[Kind, str] = {
    Kind.MONEY: "{}是多少元",
    Kind.DAY: "{}是哪一天",
    Kind.CODES: "{}包括哪些",
}
_QUESTION_EN: dict[Kind, str] = {
    Kind.MONEY: "how much is the {}, in yuan?",
    Kind.CODES: "which apply: {}?",
}


def column(
    zh: str,
    *,
    en: str = "",
    code: str | None = None,
    unit: str | None = None,
    scale: int = 1,
    low: int | None = None,
    high: int | None = None,
    sensitivity: Sensitivity = Sensitivity.PERSONAL,
    ask_zh: str = "",
    ask_en: str = "",
    says_en: str = "",
    no_zh: str = "",
    asked: bool = True,
    headers: tuple[str, ...] = (),
    default: Any = None,
) -> Any:
    """
    Declare one field of a form, to be used as a field of an attrs class.

    声明表单字段。

    The type of the value is the field's own annotation, without ``None``.
    A blank field is ``None``, which means *not recorded* and never zero.
    A value of another type or outside the range is refused when the form
    is built.  Sensitive and personal fields do not stand in the ``repr``.

    Args:
        zh: The Chinese name.
        en: The English name; by default the attribute's name in words.
        code: The code of the national system or form item.
        unit: What a stored whole number counts, such as ``fen``.
        scale: How many stored units one printed unit has.
        low: The least value that may be stored.
        high: The greatest value that may be stored.
        sensitivity: How private the field is.
        ask_zh: The question of a visit, in Chinese, without question mark.
        ask_en: The question of a visit, in English.
        says_en: Of a yes-or-no field, what a *yes* says, in English.
        no_zh: Of such a field, what a *no* says in Chinese, if irregular.
        asked: Whether a visit can ask for it at all.
        headers: Further spellings of the header.
        default: The value of a field that is left out, or an attrs factory.

    Returns:
        What `attrs.field` returns; typed ``Any``, as that is.

    Examples:
        >>> @attrs.frozen(kw_only=True)
        ... class Shed:
        ...     pigs: int | None = column("生猪存栏", unit="head")
        >>> columns(Shed)["pigs"].kind
        <Kind.NUMBER: 'number'>
        >>> Shed(pigs="three")
        Traceback (most recent call last):
        pa_registry.errors.InvalidValueError: Shed.pigs (生猪存栏): ...
    """
    declared = Column(
        zh=zh,
        en=en,
        code=code,
        unit=unit,
        scale=scale,
        low=low,
        high=high,
        sensitivity=sensitivity,
        ask_zh=ask_zh,
        ask_en=ask_en,
        says_en=says_en,
        no_zh=no_zh,
        asked=asked,
        headers=headers,
    )
    return attrs.field(
        default=default,
        repr=sensitivity is Sensitivity.PUBLIC,
        validator=_check,
        metadata={Column: declared},
    )


@cache
def columns(form: type) -> Mapping[str, Column]:
    """
    Read the declarations of a form, by attribute name, in order.

    读取表单的字段声明。

    Args:
        form: An attrs class whose fields were declared with :func:`column`.

    Returns:
        A read-only mapping; fields without a declaration are not in it.

    Raises:
        InvalidValueError: If *form* is not an attrs class.
    """
    if not attrs.has(form):
        raise InvalidValueError(
            what=f"{form.__name__} is not an attrs class",
            remedy="Decorate it with @attrs.frozen(kw_only=True).",
        )
    hints = get_type_hints(form)
    found: dict[str, Column] = {}
    for attribute in attrs.fields(form):
        declared = attribute.metadata.get(Column)
        if isinstance(declared, Column):
            kind, held = _kind(hints[attribute.name])
            found[attribute.name] = attrs.evolve(
                declared,
                en=declared.en or attribute.name.replace("_", " "),
                unit=declared.unit or ("fen" if kind is Kind.MONEY else None),
                scale=100 if kind is Kind.MONEY else declared.scale,
                key=attribute.name,
                kind=kind,
                type=held,
            )
    return types.MappingProxyType(found)


def _kind(hint: Any) -> tuple[Kind, type]:
    """Tell the kind and the type of one value from an annotation."""
    if get_origin(hint) in {Union, types.UnionType}:
        (hint,) = (a for a in get_args(hint) if a is not types.NoneType)
    if get_origin(hint) is frozenset:
        (hint,) = get_args(hint)
        return Kind.CODES, hint
    if not isinstance(hint, type):
        return Kind.OTHER, object
    held: type
    for kind, held in (
        (Kind.MONEY, Fen),
        (Kind.FLAG, bool),
        (Kind.CODE, Enum),
        (Kind.NUMBER, int),
        (Kind.DAY, dt.date),
        (Kind.TEXT, str),
    ):
        if issubclass(hint, held):
            return kind, hint
    return Kind.OTHER, hint


def _check(
    instance: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    """Check the shape of one value, without ever showing it."""
    if value is None:
        return
    form: type = type(instance)
    declared = columns(form)[attribute.name]
    if not _fits(declared, value):
        raise InvalidValueError(
            what=f"{_shape(value)} does not fit",
            where=f"{type(instance).__name__}.{declared.key} ({declared.zh})",
            remedy=_REMEDY[declared.kind].format(declared.type.__name__),
        )
    if declared.kind in _RANGES:
        low, high = declared.range
        if not low <= int(cast("int", value)) <= high:
            raise InvalidValueError(
                what=f"the value is outside {low} … {high}",
                where=(
                    f"{type(instance).__name__}.{declared.key} ({declared.zh})"
                ),
                remedy=f"The unit is {declared.unit or 'one'}; check it.",
            )


_REMEDY: dict[Kind, str] = {
    Kind.MONEY: "Write yuan(2952) or yuan('2952.50').",
    Kind.NUMBER: "Give a whole number, not a bool or a float.",
    Kind.DAY: "Give a datetime.date, without a time.",
    Kind.FLAG: "Give True or False, or leave it out.",
    Kind.CODE: "Give a member of {}.",
    Kind.CODES: "Give a frozenset of members of {}.",
    Kind.TEXT: "Give text.",
    Kind.OTHER: "Give a value of {}.",
}


def _fits(declared: Column, value: object) -> bool:
    held = declared.type
    if declared.kind is Kind.CODES:
        return isinstance(value, frozenset) and all(
            isinstance(one, held) for one in cast("frozenset[object]", value)
        )
    if declared.kind is Kind.DAY:
        return is_day(value)
    if declared.kind is Kind.NUMBER:
        # A Fen where a plain count belongs is money in the wrong place.
        return type(value) is int
    return isinstance(value, held)


def _shape(value: object) -> str:
    return f"a value of type {type(value).__name__}"


def is_form(form: object) -> TypeGuard[type]:
    """Say whether *form* is an attrs class with declared fields."""
    return isinstance(form, type) and attrs.has(form) and bool(columns(form))
