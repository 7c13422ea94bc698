"""An algebra of a user's own: it computes the rule that it walks over."""

# ruff: noqa: D102 -- `Algebra` says what each method is given

from __future__ import annotations

from typing import Any

import attrs


class Rebuilding:
    """Puts every node together again, from parts that it put together."""

    def _as_it_stands(self, node: Any) -> Any:
        return attrs.evolve(node)

    field = constant = parameter = fact_day = _as_it_stands
    always = reference = _as_it_stands

    def derived(self, node: Any, definition: Any) -> Any:
        return attrs.evolve(node, definition=definition)

    def by_place(self, node: Any, place: Any) -> Any:
        return attrs.evolve(node, place=place)

    def by_year(self, node: Any, year: Any, values: Any) -> Any:
        return attrs.evolve(node, year=year, values=tuple(values))

    def age(self, node: Any, born: Any) -> Any:
        return attrs.evolve(node, born=born)

    def _of_two(self, node: Any, left: Any, right: Any) -> Any:
        return attrs.evolve(node, left=left, right=right)

    arithmetic = compare = _of_two

    def _of_value(self, node: Any, value: Any) -> Any:
        return attrs.evolve(node, value=value)

    sum = among = is_missing = _of_value

    def _of_rule(self, node: Any, rule: Any) -> Any:
        return attrs.evolve(node, rule=rule)

    tally = exists = every = several = _of_rule

    def quotient(self, node: Any, numerator: Any, base: Any) -> Any:
        return attrs.evolve(node, numerator=numerator, base=base)

    def _of_field(self, node: Any, field: Any) -> Any:
        return attrs.evolve(node, field=field)

    holds = contains = _of_field

    def _of_parts(self, node: Any, parts: Any) -> Any:
        return attrs.evolve(node, parts=tuple(parts))

    all_of = any_of = at_least = _of_parts

    def _of_part(self, node: Any, part: Any) -> Any:
        return attrs.evolve(node, part=part)

    negation = labelled = _of_part

    def unless(self, node: Any, rule: Any, exception: Any) -> Any:
        return attrs.evolve(node, rule=rule, exception=exception)
