"""Build a rule from plain data, operator by listed operator."""

from __future__ import annotations

import datetime as dt

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

from pa_registry.columns import Column, Kind
from pa_registry.conditions import building, tree
from pa_registry.conditions import terms as t
from pa_registry.conditions._document_algebra import Document
from pa_registry.conditions.scanning import cut, is_writable
from pa_registry.conditions.tree import Condition, Value, is_condition
from pa_registry.conditions.vocabulary import Terms, read_code
from pa_registry.errors import (
    InvalidTextError,
    PaRegistryError,
    did_you_mean,
)
from pa_registry.money import Fen


__all__ = [
    "Reader",
]

#: Deeper than this no other reading follows.
_DEEPEST = 100


class Reader:
    """Builds a rule from plain data, operator by listed operator."""

    def __init__(self, names: Terms) -> None:
        self._names = names
        self._depth = 0

    def read(self, document: Any, where: str) -> Any:
        """Read one object and all below it."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InvalidTextError(
                what=f"This is more than {_DEEPEST} levels deep.",
                remedy="Name parts of the rule and refer to them.",
            )
        found = self._read(document, where)
        self._depth -= 1
        return found

    def _read(self, document: Any, where: str) -> Any:
        content = cast(
            "Document", document if isinstance(document, dict) else {}
        )
        operator = content.get("op")
        reader = self._READERS.get(str(operator))
        if reader is None:
            raise InvalidTextError(
                what=f"No operator is called {_shown(operator)}.",
                where=where,
                remedy=did_you_mean(cut(str(operator)), self._READERS).strip(),
            )
        try:
            return reader(self, _Part(content, where))
        except PaRegistryError:
            raise
        except (LookupError, TypeError, ValueError, AttributeError) as wrong:
            raise InvalidTextError(
                what=f"{operator} cannot be read: {_shown(wrong)}.",
                where=where,
            ) from None

    def _value(self, part: _Part, key: str) -> Value:
        got = self.read(part[key], part.at(key))
        if isinstance(got, Value):
            return got
        raise InvalidTextError(
            what="A value belongs here.", where=part.at(key)
        )

    def _rule(self, part: _Part, key: str) -> Condition[Any]:
        return self._as_rule(self.read(part[key], part.at(key)), part.at(key))

    def _as_rule(self, got: Any, where: str) -> Condition[Any]:
        if is_condition(got):
            return got
        raise InvalidTextError(what="A rule belongs here.", where=where)

    def _parts(self, part: _Part) -> tuple[Condition[Any], ...]:
        return tuple(
            self._as_rule(self.read(one, where), where)
            for i, one in enumerate(part["parts"])
            for where in [f"{part.at('parts')}[{i}]"]
        )

    def _vocabulary(self, part: _Part) -> t.Vocabulary[Any]:
        name = part["form"]
        if name not in self._names:
            raise InvalidTextError(
                what=f"No form is called {_shown(name)}.",
                where=part.at("form"),
                remedy=did_you_mean(cut(name), self._names).strip(),
            )
        return self._names[name]

    def _field(self, part: _Part) -> Any:
        owner: Any = self._vocabulary(part)
        for step in str(part["key"]).split("."):
            if step.startswith("_") or cut(step) != step:
                raise InvalidTextError(what="No field.", where=part.where)
            owner = getattr(owner, step)
        return owner.field if isinstance(owner, tree.Holds) else owner.node

    def _relation(self, part: _Part) -> t.Relation[Any, Any]:
        found = getattr(self._vocabulary(part), str(part["relation"]))
        if t.is_relation(found):
            return found
        raise InvalidTextError(
            what=f"{_shown(part['relation'])} is no relation.",
            where=part.at("relation"),
        )

    def _constant(self, part: _Part) -> Value:
        return tree.Constant(_plain(part.document, part.where))

    def _parameter(self, part: _Part) -> Value:
        return tree.Parameter(
            name=part["name"],
            kind_=Kind(part["kind"]),
            unit_=part["unit"],
        )

    def _by_place(self, part: _Part) -> Value:
        rest = part["otherwise"]
        return tree.ByPlace(
            name=part["name"],
            place=self._value(part, "place"),
            table=tuple(
                (_text(p), _plain(v, part.where)) for p, v in part["table"]
            ),
            otherwise=None if rest is None else _plain(rest, part.where),
        )

    def _by_year(self, part: _Part) -> Value:
        values: list[Value] = [
            self.read(one, f"{part.at('values')}[{i}]")
            for i, one in enumerate(part["values"])
        ]
        table = dict(zip(part["years"], values, strict=True))
        year = t.Ordered[Any, int](self._value(part, "year"))
        return t.by_year(part["name"], year, table).node

    def _fact_day(self, part: _Part) -> Value:
        return tree.FactDay(years_before=part["years_before"])

    def _age(self, part: _Part) -> Value:
        return tree.Age(self._value(part, "born"))

    def _arithmetic(self, part: _Part) -> Value:
        return tree.Arithmetic(
            sign=_listed(part, "sign", ("+", "-", "*")),
            left=self._value(part, "left"),
            right=self._value(part, "right"),
        )

    def _sum(self, part: _Part) -> Value:
        relation = self._relation(part)
        if part["value"] is None:
            return relation.size().node
        return relation.sum(
            t.Ordered[Any, Any](self._value(part, "value"))
        ).node

    def _tally(self, part: _Part) -> Value:
        return self._relation(part).count(self._rule(part, "rule")).node

    def _quotient(self, part: _Part) -> Value:
        return tree.Quotient(
            numerator=self._value(part, "numerator"),
            base=self._value(part, "base"),
        )

    def _always(self, part: _Part) -> Condition[Any]:
        return tree.Always(part["truth"])

    def _holds(self, part: _Part) -> Condition[Any]:
        return tree.Holds(self._value(part, "field"))

    def _compare(self, part: _Part) -> Condition[Any]:
        left = self._value(part, "left")
        given = _Part(part["right"], part.at("right"))
        right = (
            tree.Constant(self._code(left, given["code"], part))
            if "code" in given.document
            else self._value(part, "right")
        )
        operator = _listed(part, "operator", ("<", "<=", ">", ">=", "=="))
        return tree.Compare(operator=operator, left=left, right=right)

    def _code(self, value: Value, code: object, part: _Part) -> Any:
        declared = getattr(value, "column", None)
        if isinstance(declared, Column):
            shown = cut(code) if isinstance(code, str) else code
            return read_code(declared, shown, part.where)
        raise InvalidTextError(what="No code belongs here.", where=part.where)

    def _among(self, part: _Part) -> Condition[Any]:
        value = self._value(part, "value")
        return tree.Among(
            value=value,
            options=tuple(
                self._code(value, one["code"], part)
                if "code" in one
                else _plain(one, part.where)
                for one in part["options"]
            ),
        )

    def _contains(self, part: _Part) -> Condition[Any]:
        field = self._value(part, "field")
        if not isinstance(field, tree.Field):
            raise InvalidTextError(what="No field.", where=part.at("field"))
        option = self._code(field, part["option"], part)
        return t.Members[Any, Any](field).contains(option)

    def _is_missing(self, part: _Part) -> Condition[Any]:
        return tree.IsMissing(self._value(part, "value"))

    def _all_of(self, part: _Part) -> Condition[Any]:
        return building.all_of(*self._parts(part))

    def _any_of(self, part: _Part) -> Condition[Any]:
        return building.any_of(*self._parts(part))

    def _negation(self, part: _Part) -> Condition[Any]:
        return tree.Not(self._rule(part, "part"))

    def _at_least(self, part: _Part) -> Condition[Any]:
        return building.at_least(part["least"], *self._parts(part))

    def _unless(self, part: _Part) -> Condition[Any]:
        return self._rule(part, "rule").unless(self._rule(part, "exception"))

    def _exists(self, part: _Part) -> Condition[Any]:
        return self._relation(part).any(self._rule(part, "rule"))

    def _every(self, part: _Part) -> Condition[Any]:
        return self._relation(part).all(self._rule(part, "rule"))

    def _several(self, part: _Part) -> Condition[Any]:
        relation = self._relation(part)
        return relation.at_least(part["least"], self._rule(part, "rule"))

    def _labelled(self, part: _Part) -> Condition[Any]:
        return self._rule(part, "part").labelled(
            part["name"], zh=part["zh"], en=part["en"]
        )

    def _reference(self, part: _Part) -> Condition[Any]:
        return tree.Reference(part["name"])

    _READERS: ClassVar[Mapping[str, Callable[..., Any]]] = {
        "age": _age,
        "all_of": _all_of,
        "always": _always,
        "among": _among,
        "any_of": _any_of,
        "arithmetic": _arithmetic,
        "at_least": _at_least,
        "by_place": _by_place,
        "by_year": _by_year,
        "compare": _compare,
        "constant": _constant,
        "contains": _contains,
        "every": _every,
        "exists": _exists,
        "fact_day": _fact_day,
        "field": _field,
        "holds": _holds,
        "is_missing": _is_missing,
        "labelled": _labelled,
        "negation": _negation,
        "parameter": _parameter,
        "quotient": _quotient,
        "reference": _reference,
        "several": _several,
        "sum": _sum,
        "tally": _tally,
        "unless": _unless,
    }


class _Part:
    """One object of the document, and where it stands."""

    def __init__(self, document: Document, where: str) -> None:
        self.document = document
        self.where = where

    def at(self, key: str) -> str:
        return f"{self.where}.{key}"

    def __getitem__(self, key: str) -> Any:
        if key not in self.document:
            raise InvalidTextError(
                what=f"{self.document.get('op')} lacks {key!r}.",
                where=self.where,
            )
        found = self.document[key]
        return _text(found) if isinstance(found, str) else found


def _shown(value: object) -> str:
    """Show what was given; Python refuses to print very long numbers."""
    try:
        return cut(repr(value))
    except ValueError:
        return f"a long {type(value).__name__}"


def _listed(part: _Part, key: str, listed: tuple[Any, ...]) -> Any:
    if part[key] not in listed:
        raise InvalidTextError(
            what=f"{_shown(part[key])} is no {key}.",
            where=part.at(key),
            remedy=f"Use one of {' '.join(listed)}.",
        )
    return part[key]


def _plain(document: Document, where: str) -> Any:
    """Read a constant that carries its unit."""
    for key, reader in _CONSTANTS.items():
        if key in document:
            return reader(document[key])
    raise InvalidTextError(
        what="A constant says what it is.",
        where=where,
        remedy=f"Use one of {', '.join(_CONSTANTS)}.",
    )


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidTextError(what=f"{_shown(value)} is no whole number.")
    return value


def _day(value: str) -> dt.date:
    day = dt.date.fromisoformat(value)
    # Newer Pythons read weeks and dates without hyphens, too.
    if day.isoformat() != value:
        raise InvalidTextError(what="A day is written 2016-10-19.")
    return day


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidTextError(what=f"{_shown(value)} is no text.")
    if not is_writable(value):
        raise InvalidTextError(
            what="A text holds half of a character (a lone surrogate)."
        )
    return value


_CONSTANTS: dict[str, Callable[[Any], Any]] = {
    "money": lambda value: Fen(_whole(value)),
    "number": _whole,
    "day": _day,
    "text": _text,
}
