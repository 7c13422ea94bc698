"""
Rules as text, and back.

规则的文本形式。

The text is the Python that would build the rule, cut down to a white list:
it is parsed, never evaluated as code.  Codes are written as text, and
constants carry their unit.
"""

from __future__ import annotations

import ast
import datetime as dt

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, ClassVar, NamedTuple, cast

from pa_registry.conditions import building, tree
from pa_registry.conditions import terms as t
from pa_registry.conditions.scanning import (
    MOST_SHOWN,
    check_text,
    cut,
    is_writable,
)
from pa_registry.conditions.tree import Condition, is_condition
from pa_registry.conditions.vocabulary import (
    Terms,
    is_coded,
    read_code,
    vocabulary,
)
from pa_registry.conditions.walking import fold
from pa_registry.errors import InvalidTextError, PaRegistryError, did_you_mean
from pa_registry.money import Fen, yuan


__all__ = [
    "from_text",
    "literal",
    "to_text",
]

_LONGEST = 100_000
_DEEPEST = 100


class _Text(NamedTuple):
    """A piece of text, and how tightly it binds."""

    text: str
    binding: int

    def at(self, binding: int) -> str:
        return self.text if self.binding >= binding else f"({self.text})"


_ATOM, _NOT, _TIMES, _PLUS, _AND, _OR, _COMPARE = 9, 8, 7, 6, 5, 4, 3


def literal(value: object) -> str:
    """Write a constant so that it carries its unit."""
    if isinstance(value, Fen):
        return repr(value)
    if isinstance(value, Enum):
        return repr(value.value)
    if isinstance(value, dt.date):
        return f"date({value.year}, {value.month}, {value.day})"
    return repr(value)


def _call(name: str, *arguments: str) -> _Text:
    return _Text(f"{name}({', '.join(arguments)})", _ATOM)


class _TextAlgebra:
    """The algebra that writes a rule as text."""

    def field(self, node: tree.Field) -> _Text:
        return _Text(f"{node.form}.{node.key}", _ATOM)

    def derived(self, node: tree.Derived, definition: _Text) -> _Text:
        return _Text(f"{node.form}.{node.key}", _ATOM)

    def constant(self, node: tree.Constant) -> _Text:
        text = literal(node.value)
        return _Text(text, _NOT if text.startswith("-") else _ATOM)

    def parameter(self, node: tree.Parameter) -> _Text:
        words = [repr(node.name), repr(node.unit or "")]
        if node.kind is not t.parameter(node.name, node.unit or "").node.kind:
            words.append(f"kind={node.kind.value!r}")
        return _call("parameter", *words)

    def by_place(self, node: tree.ByPlace, place: _Text) -> _Text:
        table = ", ".join(f"{p!r}: {literal(v)}" for p, v in node.table)
        rest = [] if node.otherwise is None else [literal(node.otherwise)]
        return _call(
            "by_place", repr(node.name), place.text, f"{{{table}}}", *rest
        )

    def by_year(
        self, node: tree.ByYear, year: _Text, values: Sequence[_Text]
    ) -> _Text:
        pairs = zip(node.years, values, strict=True)
        table = ", ".join(f"{known}: {held.text}" for known, held in pairs)
        return _call("by_year", repr(node.name), year.text, f"{{{table}}}")

    def fact_day(self, node: tree.FactDay) -> _Text:
        if not node.years_before:
            return _Text("today", _ATOM)
        return _call("years_ago", str(node.years_before))

    def age(self, node: tree.Age, born: _Text) -> _Text:
        return _call("age", born.text)

    def arithmetic(
        self, node: tree.Arithmetic, left: _Text, right: _Text
    ) -> _Text:
        binding = _TIMES if node.sign == "*" else _PLUS
        text = f"{left.at(binding)} {node.sign} {right.at(binding + 1)}"
        return _Text(text, binding)

    def sum(self, node: tree.Sum, value: _Text | None) -> _Text:
        name = f"{node.rows.form}.{node.rows.key}"
        if value is None:
            return _call(f"{name}.size")
        return _call(f"{name}.sum", value.text)

    def tally(self, node: tree.Tally, rule: _Text) -> _Text:
        return _call(f"{node.rows.form}.{node.rows.key}.count", rule.text)

    def quotient(
        self, node: tree.Quotient, numerator: _Text, base: _Text
    ) -> _Text:
        return _call(f"{numerator.at(_ATOM)}.per", base.text)

    def always(self, node: tree.Always[Any]) -> _Text:
        return _call("always", repr(node.truth))

    def holds(self, node: tree.Holds[Any], field: _Text) -> _Text:
        return field

    def compare(
        self, node: tree.Compare[Any], left: _Text, right: _Text
    ) -> _Text:
        if node.operator == "==":
            return _call(f"{left.at(_ATOM)}.equals", right.text)
        text = f"{left.at(_OR)} {node.operator} {right.at(_OR)}"
        return _Text(text, _COMPARE)

    def among(self, node: tree.Among[Any], value: _Text) -> _Text:
        return _call(f"{value.at(_ATOM)}.among", *map(literal, node.options))

    def contains(self, node: tree.Contains[Any], field: _Text) -> _Text:
        return _call(f"{field.text}.contains", literal(node.option))

    def is_missing(self, node: tree.IsMissing[Any], value: _Text) -> _Text:
        return _call(f"{value.at(_ATOM)}.is_missing")

    def all_of(self, node: tree.AllOf[Any], parts: Sequence[_Text]) -> _Text:
        return _join(node.parts, parts, tree.AllOf, ("all_of", "&", _AND))

    def any_of(self, node: tree.AnyOf[Any], parts: Sequence[_Text]) -> _Text:
        return _join(node.parts, parts, tree.AnyOf, ("any_of", "|", _OR))

    def negation(self, node: tree.Not[Any], part: _Text) -> _Text:
        return _Text(f"~{part.at(_NOT)}", _NOT)

    def at_least(
        self, node: tree.AtLeast[Any], parts: Sequence[_Text]
    ) -> _Text:
        return _call("at_least", str(node.least), *(p.text for p in parts))

    def unless(
        self, node: tree.Unless[Any], rule: _Text, exception: _Text
    ) -> _Text:
        return _call(f"{rule.at(_ATOM)}.unless", exception.text)

    def exists(self, node: tree.Exists[Any], rule: _Text) -> _Text:
        return _call(f"{node.rows.form}.{node.rows.key}.any", rule.text)

    def every(self, node: tree.Every[Any], rule: _Text) -> _Text:
        return _call(f"{node.rows.form}.{node.rows.key}.all", rule.text)

    def several(self, node: tree.Several[Any], rule: _Text) -> _Text:
        name = f"{node.rows.form}.{node.rows.key}.at_least"
        return _call(name, str(node.least), rule.text)

    def labelled(self, node: tree.Labelled[Any], part: _Text) -> _Text:
        label = node.label
        words = [repr(label.name)]
        words += [f"zh={label.zh!r}"] if label.zh else []
        words += [f"en={label.en!r}"] if label.en else []
        return _call(f"{part.at(_ATOM)}.labelled", *words)

    def reference(self, node: tree.Reference[Any]) -> _Text:
        return _call("refer_to", repr(node.name))


def _join(
    nodes: Sequence[Condition[Any]],
    parts: Sequence[_Text],
    kind: type,
    how: tuple[str, str, int],
) -> _Text:
    """Write a & b where that reads back as it stands, else all_of(a, b)."""
    name, sign, binding = how
    if len(parts) == 1 or any(isinstance(node, kind) for node in nodes):
        return _call(name, *(part.text for part in parts))
    text = f" {sign} ".join(part.at(binding + 1) for part in parts)
    return _Text(text, binding)


def to_text(node: Condition[Any] | tree.Value) -> str:
    """Write a rule or a value as text."""
    return fold(node, _TextAlgebra()).text


def from_text(text: str, *, terms: Terms | None = None) -> Condition[Any]:
    """
    Read a rule from text.

    读取规则文本。

    Args:
        text:
            The rule, such as ``household.members.any(person.age < 16)``.

        terms:
            The vocabularies by form name; by default those of the model.

    Returns:
        The condition.

    Raises:
        InvalidTextError: If the text is no rule; it says where and what is
            accepted.
        UnknownFieldError: If a field does not exist; it suggests one.
        InvalidConditionError: If the parts do not fit each other.
    """
    given: object = text
    if not isinstance(given, str):
        raise InvalidTextError(
            what=f"A {type(given).__name__} is no text of a rule.",
            remedy="Give a str.",
        )
    if len(text) > _LONGEST:
        raise InvalidTextError(
            what=f"The text has {len(text)} characters.",
            remedy=f"A rule has at most {_LONGEST}.",
        )
    check_text(text.strip())
    try:
        parsed = ast.parse(text.strip(), mode="eval")
    except SyntaxError as wrong:
        raise InvalidTextError(
            what=f"This is no rule: {wrong.msg}.",
            where=f"line {wrong.lineno}, column {wrong.offset}",
        ) from None
    except (ValueError, MemoryError, RecursionError):
        raise InvalidTextError(
            what="This is no rule: it holds what no text of a rule can."
        ) from None
    got = _Reader(vocabulary(terms)).read(parsed.body, 0)
    if not is_condition(got):
        raise InvalidTextError(
            what="This is a value and no rule.", remedy="Compare it."
        )
    return got


def _age(born: t.Ordered[Any, dt.date]) -> t.Ordered[Any, int]:
    return t.Ordered(tree.Age(born.node))


def _by_place(
    name: str, place: Any, table: dict[str, Any], otherwise: Any = None
) -> Any:
    return t.by_place(name, place, table, otherwise=otherwise)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "age": _age,
    "all_of": building.all_of,
    "always": tree.Always,
    "any_of": building.any_of,
    "at_least": building.at_least,
    "by_place": _by_place,
    "by_year": t.by_year,
    "date": dt.date,
    "none_of": building.none_of,
    "parameter": t.parameter,
    "refer_to": building.refer_to,
    "yuan": yuan,
    "years_ago": t.years_ago,
}
#: What each kind of term offers to a text.
_METHODS: tuple[tuple[type, frozenset[str]], ...] = (
    (Condition, frozenset({"unless", "labelled", "is_missing"})),
    (t.Ordered, frozenset({"equals", "among", "is_missing", "per"})),
    (t.Term, frozenset({"equals", "among", "is_missing"})),
    (t.Members, frozenset({"contains", "is_missing"})),
    (t.Count, frozenset({"equals"})),
    (t.Ratio, frozenset({"equals"})),
    (
        t.Relation,
        frozenset({"any", "all", "at_least", "count", "sum", "size"}),
    ),
)
#: What the builders raise on parts that have no meaning together.
_MISUSE = (AttributeError, LookupError, OverflowError, TypeError, ValueError)
_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.BitAnd: lambda a, b: a & b,
    ast.BitOr: lambda a, b: a | b,
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
}
#: What the operators may combine, with one another or with a constant.
_COMBINED = (Condition, t.Ordered)
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
}


class _Reader:
    """Builds a rule from the parsed text, node by listed node."""

    def __init__(self, names: Terms) -> None:
        self._names = names

    def read(self, node: ast.expr, depth: int) -> Any:
        if depth > _DEEPEST:
            raise self._wrong(node, f"more than {_DEEPEST} levels deep")
        reader = self._READERS.get(type(node))
        if reader is None:
            raise self._wrong(node, f"{type(node).__name__} has no meaning")
        try:
            return reader(self, node, depth + 1)
        except PaRegistryError:
            raise
        except _MISUSE as wrong:
            raise self._wrong(node, cut(str(wrong))) from None

    def _constant(self, node: ast.Constant, _depth: int) -> Any:
        if isinstance(node.value, str) and not is_writable(node.value):
            raise self._wrong(node, "the text holds half of a character")
        if isinstance(node.value, (bool, int, str)):
            return node.value
        raise self._wrong(node, "only whole numbers and text stand in a rule")

    def _name(self, node: ast.Name, _depth: int) -> Any:
        if node.id == "today":
            return t.today
        if node.id not in self._names:
            known = [*self._names, *_FUNCTIONS, "today"]
            raise self._wrong(
                node,
                f"nothing is called {cut(node.id)!r}",
                did_you_mean(cut(node.id), known).strip(),
            )
        return self._names[node.id]

    def _attribute(self, node: ast.Attribute, depth: int) -> Any:
        owner: object = self.read(node.value, depth)
        if not isinstance(owner, (t.Vocabulary, t.ExtraTerms)):
            raise self._wrong(node, f"{cut(node.attr)} is no field of this")
        if node.attr.startswith("_") or len(node.attr) > MOST_SHOWN:
            raise self._wrong(node, f"{cut(node.attr)} is no field")
        return getattr(cast("Any", owner), node.attr)

    def _call(self, node: ast.Call, depth: int) -> Any:
        arguments = [self.read(one, depth) for one in node.args]
        named: dict[str, Any] = {}
        for one in node.keywords:
            if one.arg is None:
                raise self._wrong(node, "** has no meaning")
            named[one.arg] = self.read(one.value, depth)
        if isinstance(node.func, ast.Name):
            function = _FUNCTIONS.get(node.func.id)
            if function is None:
                name = cut(node.func.id)
                near = did_you_mean(name, _FUNCTIONS).strip()
                raise self._wrong(
                    node, f"no function is called {name!r}", near
                )
            return function(*arguments, **named)
        if isinstance(node.func, ast.Attribute):
            return self._method(node.func, arguments, named, depth)
        raise self._wrong(node, "this cannot be called")

    def _method(
        self,
        node: ast.Attribute,
        arguments: list[Any],
        named: dict[str, Any],
        depth: int,
    ) -> Any:
        owner = self.read(node.value, depth)
        for kind, methods in _METHODS:
            if isinstance(owner, kind):
                if node.attr not in methods:
                    name = cut(node.attr)
                    near = did_you_mean(name, methods).strip()
                    raise self._wrong(
                        node, f"there is no .{name}(…) here", near
                    )
                arguments = [self._code(owner, node, a) for a in arguments]
                return getattr(owner, node.attr)(*arguments, **named)
        raise self._wrong(node, f".{cut(node.attr)}(…) has no meaning here")

    def _code(self, owner: Any, node: ast.expr, argument: Any) -> Any:
        """Read text as a code where the field holds codes."""
        field = getattr(owner, "node", None)
        if (
            isinstance(argument, str)
            and isinstance(field, tree.Field)
            and is_coded(field.column)
        ):
            return read_code(field.column, cut(argument), self._where(node))
        return argument

    def _dict(self, node: ast.Dict, depth: int) -> Any:
        found: dict[Any, Any] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                raise self._wrong(node, "** has no meaning")
            name = self.read(key, depth)
            if name in found:
                raise self._wrong(node, f"{cut(repr(name))} stands twice")
            found[name] = self.read(value, depth)
        return found

    def _unary(self, node: ast.UnaryOp, depth: int) -> Any:
        operand = self.read(node.operand, depth)
        if isinstance(node.op, ast.Invert) and is_condition(operand):
            return ~operand
        if isinstance(node.op, ast.USub) and isinstance(operand, int):
            return -operand
        raise self._wrong(node, "write ~ before a rule, - before a number")

    def _binary(self, node: ast.BinOp, depth: int) -> Any:
        operation = _BINARY.get(type(node.op))
        if operation is None:
            raise self._wrong(node, "only &, |, +, - and * have a meaning")
        left = self.read(node.left, depth)
        right = self.read(node.right, depth)
        # Plain text times a number would fill the memory.
        if not any(isinstance(one, _COMBINED) for one in (left, right)):
            raise self._wrong(node, "no rule and no term stands here")
        return operation(left, right)

    def _compare(self, node: ast.Compare, depth: int) -> Any:
        if len(node.ops) != 1:
            raise self._wrong(node, "write a < b and b < c with &")
        comparison = _COMPARISONS.get(type(node.ops[0]))
        if comparison is None:
            raise self._wrong(
                node, "this comparison has no meaning", "Use .equals(…)."
            )
        return comparison(
            self.read(node.left, depth), self.read(node.comparators[0], depth)
        )

    def _where(self, node: ast.expr) -> str:
        return f"line {node.lineno}, column {node.col_offset + 1}"

    def _wrong(
        self, node: ast.expr, what: str, remedy: str = ""
    ) -> InvalidTextError:
        return InvalidTextError(
            what=f"{what}.", where=self._where(node), remedy=remedy
        )

    _READERS: ClassVar[dict[type[ast.expr], Callable[..., Any]]] = {
        ast.Constant: _constant,
        ast.Name: _name,
        ast.Attribute: _attribute,
        ast.Call: _call,
        ast.Dict: _dict,
        ast.UnaryOp: _unary,
        ast.BinOp: _binary,
        ast.Compare: _compare,
    }
