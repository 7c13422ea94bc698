"""
Read a policy as expressions, without going down it row by row.

What ends the list is the first met step.  An outcome is possible if the
first of its steps that is not surely unmet comes no later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs
import sqlalchemy as sa

from pa_registry.frames._sql_expressions import (
    Bool,
    Expression,
    Pair,
    both,
    either,
    place_of,
    text,
    whole,
)
from pa_registry.policies.outcomes import Outcome
from pa_registry.policies.policy import Policy


__all__ = ["Listed"]

#: Stands where the list ends among the labels; no label has it.
_END = "\x1f"


@attrs.frozen(eq=False)
class Listed:
    """
    A decision list over predicates.

    Attributes:
        policy: The policy, with its numbers.
        steps: What its steps come to.
    """

    policy: Policy[Any]
    steps: Sequence[Pair]

    def _ends(self) -> Expression:
        """Give the place of the step that ends the list."""
        return _first(
            (one.met for one in self.steps), otherwise=len(self.steps)
        )

    def possible(self, outcome: Outcome) -> Bool:
        """Say whether the facts at hand leave an outcome open."""
        after = len(self.steps)
        ours = [
            (place, pair)
            for place, (step, pair) in enumerate(
                zip(self.policy.steps, self.steps, strict=True)
            )
            if step.outcome is outcome
        ]
        rest = after if self.policy.otherwise is outcome else after + 1
        if not ours and rest > after:
            return sa.false()
        first = _case(
            [(sa.not_(pair.unmet), whole(place)) for place, pair in ours],
            whole(rest),
        )
        return first <= self._ends()

    def gives(self, outcome: Outcome) -> Pair:
        """Say whether an outcome is decided, or is not possible."""
        mine = self.possible(outcome)
        others = either(
            *(
                self.possible(one)
                for one in self.policy.outcomes()
                if one is not outcome
            )
        )
        return Pair(both(mine, sa.not_(others)), sa.not_(mine))

    def decided(self) -> Bool:
        """Say whether one outcome only is possible."""
        count = whole(0)
        for one in self.policy.outcomes():
            held = _case([(self.possible(one), whole(1))], whole(0))
            count = count + held
        return count == whole(1)

    def _at_the_end(
        self, answers: Iterable[Any], otherwise: Any
    ) -> list[tuple[Bool, Expression]]:
        """Answer by the step that ends a decided list."""
        listed: list[tuple[Bool, Expression]] = [
            (one.met, text(str(answer)))
            for one, answer in zip(self.steps, answers, strict=True)
        ]
        listed.append((sa.true(), text(str(otherwise))))
        return listed

    def outcome(self) -> Expression:
        """Give the outcome; *undecided* where several are possible."""
        steps = self.policy.steps
        answers = self._at_the_end(
            [step.outcome.value for step in steps],
            self.policy.otherwise.value,
        )
        undecided = text(str(self.policy.undecided.value))
        return _case(
            [(sa.not_(self.decided()), undecided), *answers[:-1]],
            answers[-1][1],
        )

    def ground(self) -> Expression:
        """Name the step that ends a decided list."""
        steps = range(len(self.steps) + 1)
        names = [self.policy.ground(place).name for place in steps]
        answers = self._at_the_end(names[:-1], names[-1])
        blank = sa.cast(sa.null(), sa.String())
        return _case(
            [(sa.not_(self.decided()), blank), *answers[:-1]], answers[-1][1]
        )

    def possible_text(self) -> Expression:
        """List the possible outcomes."""
        return _joined(
            _case([(self.possible(one), text(f",{one.value}"))], text(""))
            for one in self.policy.outcomes()
        )

    def undecided_by(self) -> Expression:
        """List the steps that stayed unknown before the list ended."""
        parts = [
            _case(
                [(pair.met, text(_END)), (pair.unmet, text(""))],
                text(f",{step.label}"),
            )
            for step, pair in zip(self.policy.steps, self.steps, strict=True)
        ]
        whole_list = _joined([*parts, text(_END)])
        length = place_of(text(_END), whole_list) - whole(1)
        until = sa.func.substr(whole_list, whole(1), length, type_=sa.String())
        blank = sa.cast(sa.null(), sa.String())
        return _case([(self.decided(), blank)], until)

    def query(self, keys: Sequence[Expression]) -> sa.Select[Any]:
        """Work each step out once, and put the answers together."""
        places = range(len(self.steps))
        truths = [
            sa.case(
                (one.met, whole(1)), (one.unmet, whole(0)), else_=whole(-1)
            ).label(f"step_{place}")
            for place, one in zip(places, self.steps, strict=True)
        ]
        named = [key.label(f"key_{i}") for i, key in enumerate(keys)]
        read = sa.select(*named, *truths).cte("steps_read")
        for dialect in ("postgresql", "sqlite"):
            read = read.prefix_with("MATERIALIZED", dialect=dialect)
        steps = [
            Pair(truth == whole(1), truth == whole(0))
            for truth in (read.c[f"step_{place}"] for place in places)
        ]
        once = Listed(self.policy, steps)
        query: Any = sa.select(
            *(
                read.c[f"key_{i}"].label(_name_of(key, i))
                for i, key in enumerate(keys)
            ),
            once.outcome().label("outcome"),
            once.ground().label("ground"),
            once.possible_text().label("possible"),
            once.undecided_by().label("undecided_by"),
        )
        selected: sa.Select[Any] = query
        return selected


def _name_of(key: Expression, place: int) -> str:
    name: object = getattr(key, "name", None)
    return name if isinstance(name, str) else f"key_{place}"


def _case(
    whens: Sequence[tuple[Bool, Expression]], otherwise: Expression
) -> Expression:
    """Take the first that holds; what holds never or always goes."""
    left: list[tuple[Bool, Expression]] = []
    for test, value in whens:
        if isinstance(test, sa.True_):
            otherwise = value
            break
        if not isinstance(test, sa.False_):
            left.append((test, value))
    return sa.case(*left, else_=otherwise) if left else otherwise


def _first(tests: Iterable[Bool], *, otherwise: int) -> Expression:
    places = [(test, whole(place)) for place, test in enumerate(tests)]
    return _case(places, whole(otherwise))


def _joined(parts: Iterable[Expression]) -> Expression:
    """Join texts that each begin with a comma, without the first comma."""
    listed: Expression = text("")
    for part in parts:
        listed = listed.concat(part)
    return sa.func.substr(listed, whole(2), type_=sa.String())
