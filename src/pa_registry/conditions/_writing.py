"""
Write a rule as the source of a Python function.

Every name in it is that of a declared field, every constant a number, a
date or a code: nothing is taken over as text.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any, cast

from pa_registry.conditions import tree
from pa_registry.conditions._operands import OPERANDS, TESTS, UNSET
from pa_registry.conditions.forms import Completeness, RelationSpec
from pa_registry.conditions.tree import Condition, Value


__all__ = [
    "LOOK_UP",
    "Lines",
    "Writer",
]

_HEADER = '''\
"""Generated from a rule; edit the rule and generate again."""
import datetime

from pa_registry.conditions.judging import (
    NOTHING_KNOWN, complete, field_of, in_order, longest_prefix, need_day,
    years_before,
)
'''
#: How a saved module finds the relations; a running one is given them.
LOOK_UP = "from pa_registry.conditions.vocabulary import relation_named"
Lines = Sequence[str]
#: Python refuses more than twenty loops inside one another.
_DEEPEST = 10


class Writer:
    """Writes the body of one function."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.depth = 1
        self.count = 0
        self.day = "d"
        self.kinds: dict[str, type[Enum]] = {}
        self.constants: dict[str, str] = {}
        self.given: dict[tuple[str, str], RelationSpec] = {}
        self.memo: dict[str, str] = {}
        self.days: dict[str, str] = {}

    # Plumbing

    def put(self, *lines: str) -> None:
        pad = "    " * self.depth
        self.lines += [pad + line for line in lines]

    def block(self, head: str, lines: Lines) -> None:
        self.put(head, *(f"    {line}" for line in lines or ("pass",)))

    def name(self, letter: str = "t") -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def constant(self, value: object) -> str:
        """Spell a constant, naming it once where it has no literal."""
        if isinstance(value, Enum):
            return self._named(f"{self._kind(type(value))}.{value.name}")
        if isinstance(value, dt.date):
            day = f"datetime.date({value.year}, {value.month}, {value.day})"
            return self._named(day)
        if isinstance(value, frozenset):
            listed = cast("frozenset[object]", value)
            inner = ", ".join(sorted(self._spell(one) for one in listed))
            return self._named(f"frozenset(({inner},))")
        return self._spell(value)

    def _kind(self, kind: type[Enum]) -> str:
        """Name a coded list; two of the same name are told apart."""
        for name, known in self.kinds.items():
            if known is kind:
                return name
        taken = sum(
            one.__name__ == kind.__name__ for one in self.kinds.values()
        )
        name = f"{kind.__name__}_{taken + 1}" if taken else kind.__name__
        self.kinds[name] = kind
        return name

    def imports(self) -> list[str]:
        """Write how a saved module finds what a running one is given."""
        lines = [LOOK_UP] if self.given else []
        for name, kind in self.kinds.items():
            top, _, inner = kind.__qualname__.partition(".")
            lines.append(f"from {kind.__module__} import {top}")
            if inner or name != top:
                lines.append(f"{name} = {kind.__qualname__}")
        return lines

    def _spell(self, value: object) -> str:
        if isinstance(value, (Enum, dt.date)):
            return self.constant(value)
        return repr(int(value) if isinstance(value, int) else value)

    def _named(self, text: str) -> str:
        for name, known in self.constants.items():
            if known == text:
                return name
        name = f"K{len(self.constants)}"
        self.constants[name] = text
        return name

    def spec(self, rows: tree.Rows) -> str:
        """Name a relation, so that a saved module finds it again."""
        text = f"relation_named({rows.form!r}, {rows.key!r})"
        self.given[rows.form, rows.key] = rows.spec
        return self._named(text)

    # Values

    def operand(self, node: Value, s: str) -> tuple[list[str], str]:
        return OPERANDS[type(node)](self, node, s)

    # Relations

    def open_rows(
        self, rows: tree.Rows, s: str, rule: Condition[Any] | None = None
    ) -> tuple[str, str]:
        """
        Open the loop over the rows that may count and may meet a rule.

        Returns the names of the row and of its truth, which is True or
        None: a row of which it is False has been passed over.
        """
        spec, row, truth = rows.spec, self.name("r"), self.name("p")
        stored = f"{'e' if spec.from_evidence else s}.{spec.attribute}"
        self.put(f"for {row} in {stored} or ():")
        self.depth += 1
        self.put(f"{truth} = True")
        if spec.via is not None:
            self.held(spec, row, truth, s)
        if spec.presence is not None:
            outer, self.day = self.day, "h"
            self.days["h"] = "datetime.date.max if d is None else d"
            self.pass_over(spec.presence, row, truth)
            self.day = outer
        if rule is not None:
            self.pass_over(rule, row, truth)
        return row, truth

    def held(self, spec: RelationSpec, row: str, truth: str, s: str) -> None:
        """Pass over a row whose holder does not count."""
        via, holder, held = spec.via, self.name("o"), self.name("p")
        if via is None:
            return
        self.put(f"{holder} = {row}.holder")
        if not spec.unheld:
            self.block(f"if {holder} is None:", ["continue"])
        else:
            self.put(f"if {holder} is not None:")
            self.depth += 1
        # The subject's own holders are found once, a row's for each row.
        if s == "s":
            memo = self.memo.setdefault(via.key, f"m_{via.key}_held")
            self.put(f"if {memo} is {UNSET}:")
        else:
            memo = self.name("m")
            self.put("if True:")
        self.depth += 1
        stored = f"{s}.{via.attribute} or ()"
        self.put(f"{memo} = {{k.number: False for k in {stored}}}")
        form = tree.Rows(form="", key=via.key, spec=via)
        one, counts = self.open_rows(form, s)
        number = f"{one}.number"
        self.put(f"{memo}[{number}] = {memo}.get({number}) or {counts}")
        self.close_rows()
        self.depth -= 1
        self.put(f"{held} = {memo}.get({holder}, {UNSET})")
        self.block(
            f"if {held} is {UNSET}:",
            [f"{held} = {_stranger(spec, holder, s)}"],
        )
        self.block(f"if {held} is False:", ["continue"])
        self.block(f"if {held} is None:", [f"{truth} = None"])
        if spec.unheld:
            self.depth -= 1

    def pass_over(self, rule: Condition[Any], row: str, truth: str) -> None:
        """Go on to the next row where a part fails; note the unknown."""
        for part in _conjuncts(rule):
            self.branch(part, row, [], ["continue"], [f"{truth} = None"])

    def close_rows(self) -> None:
        self.depth -= 1

    def lacking(self, rows: tree.Rows, s: str) -> str:
        """Say when further rows must be imagined; nothing where never."""
        spec = rows.spec
        stored = f"{'e' if spec.from_evidence else s}.{spec.attribute}"
        if spec.completeness is Completeness.ALWAYS:
            return ""
        if spec.completeness is Completeness.RECORDED:
            return f"{stored} is None"
        if spec.completeness is Completeness.NONEMPTY:
            return f"not {stored}"
        call = f"complete({self.spec(rows)}, {s}, e, d)"
        via = spec.via
        if via is None or not spec.unheld:
            return f"not {call}"
        if via.completeness is not Completeness.NONEMPTY:
            return f"not {call}"
        quick = f"{s}.{via.attribute} and {spec.attribute!r} in e.checked"
        return f"not ({quick} or {call})"

    def exists(self, node: tree.Exists[Any], s: str) -> str:
        found = self.name("b")
        self.put(f"{found} = False")
        _, truth = self.open_rows(node.rows, s, node.rule)
        self.block(f"if {truth}:", [f"{found} = True", "break"])
        self.put(f"{found} = None")
        self.close_rows()
        lacking = self.lacking(node.rows, s)
        if lacking:
            self.block(
                f"if {found} is False and ({lacking}):", [f"{found} = None"]
            )
        return found

    def every(self, node: tree.Every[Any], s: str) -> str:
        failing = tree.Exists[Any](rows=node.rows, rule=tree.Not(node.rule))
        found = self.exists(failing, s)
        self.put(f"{found} = None if {found} is None else not {found}")
        return found

    def bounds(
        self, rows: tree.Rows, rule: Condition[Any], s: str
    ) -> tuple[str, str]:
        """Name how many rows surely and how many possibly meet a rule."""
        low, high = self.name("n"), self.name("n")
        self.put(f"{low} = {high} = 0")
        _, truth = self.open_rows(rows, s, rule)
        self.block(f"if {truth}:", [f"{low} += 1"])
        self.put(f"{high} += 1")
        self.close_rows()
        lacking = self.lacking(rows, s)
        if lacking:
            self.block(f"if {lacking}:", [f"{high} = None"])
        return low, high

    def several(self, node: tree.Several[Any], s: str) -> str:
        low, high = self.bounds(node.rows, node.rule, s)
        found, least = self.name("b"), node.least
        self.put(
            f"{found} = True if {low} >= {least} else (False if {high} is not"
            f" None and {high} < {least} else None)"
        )
        return found

    # Conditions

    def truth(self, node: Condition[Any], s: str) -> str:
        """Name the truth of a condition: True, False or None."""
        composite = _COMPOSITES.get(type(node))
        if composite is not None:
            return composite(self, node, s)
        found = self.name("b")
        self.branch(
            node,
            s,
            [f"{found} = True"],
            [f"{found} = False"],
            [f"{found} = None"],
        )
        return found

    def branch(
        self,
        node: Condition[Any],
        s: str,
        met: Lines,
        unmet: Lines,
        unknown: Lines,
    ) -> None:
        """Write what to do in each of the three cases."""
        if isinstance(node, tree.Labelled):
            self.branch(node.part, s, met, unmet, unknown)
            return
        if isinstance(node, tree.Not):
            self.branch(node.part, s, unmet, met, unknown)
            return
        if isinstance(node, tree.Always):
            self.put(*(met if node.truth else unmet))
            return
        blank = self.blank_or(node, s)
        if blank:
            guards, text = [], blank
        elif type(node) in _COMPOSITES:
            found = self.truth(node, s)
            guards, text = [f"{found} is None"], found
        else:
            guards, text = TESTS[type(node)](self, node, s)
        self._cases(guards, text, met, unmet, unknown)

    def blank_or(self, node: Condition[Any], s: str) -> str:
        """
        Write *blank, or compared with what is never blank* as one test.

        Such are the spans of rows; it has two values only.
        """
        if not isinstance(node, tree.AnyOf):
            return ""
        blank, *tests = node.parts
        if len(tests) != 1:
            return ""
        (test,) = tests
        if (
            not isinstance(blank, tree.IsMissing)
            or not isinstance(test, tree.Compare)
            or test.left != blank.value
            or not isinstance(test.left, tree.Field)
            or not isinstance(test.right, (tree.FactDay, tree.Constant))
        ):
            return ""
        (guard,), left = self.operand(test.left, s)
        _, right = self.operand(test.right, s)
        return f"({guard} or {left} {test.operator} {right})"

    def _cases(
        self,
        guards: list[str],
        text: str,
        met: Lines,
        unmet: Lines,
        unknown: Lines,
    ) -> None:
        word = "if"
        if guards:
            self.block(f"if {' or '.join(guards)}:", unknown)
            word = "elif"
        if met:
            self.block(f"{word} {text}:", met)
            if unmet:
                self.block("else:", unmet)
        elif unmet:
            self.block(f"{word} not {text}:", unmet)

    def joined(
        self, parts: Iterable[Condition[Any]], s: str, *, rest: bool
    ) -> str:
        """Write Kleene's *and* (rest True) or *or* (rest False)."""
        if self.depth > _DEEPEST:
            return self._joined_flat(parts, s, rest=rest)
        found = self.name("b")
        decided = [f"{found} = {not rest}", "break"]
        open_ = [f"{found} = None"]
        self.put(f"{found} = {rest}", "while True:")
        self.depth += 1
        for part in parts:
            met, unmet = ([], decided) if rest else (decided, [])
            self.branch(part, s, met, unmet, open_)
        self.put("break")
        self.depth -= 1
        return found

    def _joined_flat(
        self, parts: Iterable[Condition[Any]], s: str, *, rest: bool
    ) -> str:
        """Write the same without a loop, far down in a deep rule."""
        truths = [self.truth(part, s) for part in parts]
        found = self.name("b")
        self.put(f"{found} = {rest}")
        for one in truths:
            self.block(f"if {one} is {not rest}:", [f"{found} = {not rest}"])
            self.block(
                f"elif {one} is None and {found} is {rest}:",
                [f"{found} = None"],
            )
        return found

    def all_of(self, node: tree.AllOf[Any], s: str) -> str:
        return self.joined(node.parts, s, rest=True)

    def any_of(self, node: tree.AnyOf[Any], s: str) -> str:
        return self.joined(node.parts, s, rest=False)

    def unless(self, node: tree.Unless[Any], s: str) -> str:
        return self.joined((node.rule, tree.Not(node.exception)), s, rest=True)

    def at_least(self, node: tree.AtLeast[Any], s: str) -> str:
        low, high, found = self.name("n"), self.name("n"), self.name("b")
        self.put(f"{low} = {high} = 0")
        for part in node.parts:
            self.branch(
                part,
                s,
                [f"{low} += 1", f"{high} += 1"],
                [],
                [f"{high} += 1"],
            )
        self.put(
            f"{found} = True if {low} >= {node.least} else"
            f" (False if {high} < {node.least} else None)"
        )
        return found

    # The whole

    def module(self, head: str, *, asks_day: bool) -> str:
        """Put header, constants and function together."""
        opening = ["    if e is None:", "        e = NOTHING_KNOWN"]
        if asks_day:
            opening.append("    need_day(d)")
        # A name without a year first: the others are reckoned from it.
        days = sorted(self.days, key=lambda name: (len(name), name))
        opening += [f"    {name} = {self.days[name]}" for name in days]
        opening += [f"    {memo} = {UNSET}" for memo in self.memo.values()]
        constants = [f"{k} = {text}" for k, text in self.constants.items()]
        parts = [_HEADER, *self.imports(), "", *constants, "", head]
        return "\n".join([*parts, *opening, *self.lines, ""])


_COMPOSITES: dict[type, Callable[..., str]] = {
    tree.AllOf: Writer.all_of,
    tree.AnyOf: Writer.any_of,
    tree.AtLeast: Writer.at_least,
    tree.Unless: Writer.unless,
    tree.Exists: Writer.exists,
    tree.Every: Writer.every,
    tree.Several: Writer.several,
}


def _stranger(spec: RelationSpec, holder: str, s: str) -> str:
    """Write whether a row counts whose holder is not in the relation."""
    if spec.apart is None:
        return "False"
    known = f"{{k.number for k in {s}.{spec.apart.attribute} or ()}}"
    return f"False if {holder} in {known} else None"


def _conjuncts(rule: Condition[Any]) -> Iterable[Condition[Any]]:
    """Take an "and" apart as far as it goes."""
    if isinstance(rule, tree.Labelled):
        yield from _conjuncts(rule.part)
    elif isinstance(rule, tree.AllOf):
        for part in rule.parts:
            yield from _conjuncts(part)
    elif isinstance(rule, tree.Unless):
        yield from _conjuncts(rule.rule)
        yield from _conjuncts(tree.Not(rule.exception))
    else:
        yield rule
