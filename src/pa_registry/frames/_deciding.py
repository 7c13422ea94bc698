"""Go down the list of a policy, all rows at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import groupby
from operator import add
from typing import Any

import attrs
import narwhals as nw

from pa_registry.conditions import Condition
from pa_registry.dates import Day
from pa_registry.errors import TablesRefusedError
from pa_registry.frames._judging import Inputs
from pa_registry.frames._kleene import some_one
from pa_registry.frames._relations import Lazy
from pa_registry.frames._spelling import (
    BETWEEN,
    Listed,
    Spelled,
    looks_up,
    looks_up_in_sql,
    opened,
    polars,
    spelled,
    spelled_in_sql,
)
from pa_registry.policies import Policy
from pa_registry.problems import Problem


__all__ = [
    "BETWEEN",
    "DECIDED",
    "bound_at",
    "decided",
    "refuse_taken",
    "steps_of",
]

#: The columns that a decision adds.
DECIDED = ("outcome", "ground", "possible", "undecided_by")
#: What is computed on the way and does not stay.
_MADE = "_pa_d_"


def bound_at(policy: Policy[Any], at: Day | None) -> Policy[Any]:
    """Put in the numbers of a policy, if it waits for any."""
    return policy.bound_at(at) if policy.is_open else policy


def steps_of(
    policy: Policy[Any], prefix: str = ""
) -> dict[str, Condition[Any]]:
    """Name the column of each step."""
    return {
        f"{_MADE}{prefix}{place}": step.rule
        for place, step in enumerate(policy.steps)
    }


def decided(
    policy: Policy[Any],
    frame: Lazy,
    truths: Sequence[str],
    prefix: str = "",
) -> Lazy:
    """
    Go down the list, all rows at once.

    Args:
        policy: The policy, with its numbers.
        frame: The frame with a truth for each step.
        truths: The names of the truths, in the order of the steps.
        prefix: What the names of the new columns begin with.
    """
    names = [f"{prefix}{name}" for name in DECIDED]
    if looks_up(frame, len(policy.steps), len(policy.outcomes())):
        # The words are those of polars, in which a plan is made sooner.
        walk = _Walk(policy, polars(), f"{_MADE}{prefix}", truths)
        native, state = walk.gone_down(frame.to_native())
        coded = dict(zip(names, walk.codes(state), strict=True))
        return opened(spelled(native, coded))
    walk = _Walk(policy, nw, f"{_MADE}{prefix}", truths)
    frame, state = walk.gone_down(frame)
    answers = dict(zip(names, walk.texts(state), strict=True))
    if not looks_up_in_sql(frame, len(state.outcomes)):
        return frame.with_columns(**answers)
    _, ground, possible, _ = names
    _, grounds, listed, _ = walk.codes(state)
    looked_up = {ground: grounds, possible: listed}
    chosen = {name: answers[name] for name in names if name not in looked_up}
    return spelled_in_sql(frame.with_columns(**chosen), looked_up)


@attrs.frozen
class _State:
    """
    Where the rows stand after the last step.

    Attributes:
        reached: The step that ended the list.
        is_open: Whether more than one outcome is possible.
        outcomes: Whether each is possible, with its value.
        unknown: Whether each step that was gone by is unknown, with its
            label.
    """

    reached: Any
    is_open: Any
    outcomes: list[tuple[Any, str]]
    unknown: list[tuple[Any, str]]


@attrs.frozen
class _Walk:
    """
    A way down the list, in the words of narwhals or of polars.

    Attributes:
        policy: The policy, with its numbers.
        words: The library whose expressions are made.
        made: What the names of columns begin with that do not stay.
        truths: The column of each step.
    """

    policy: Policy[Any]
    words: Any
    made: str
    truths: Sequence[str]

    def gone_down(self, frame: Any) -> tuple[Any, _State]:
        """Find out where each row ends, and what is possible for it."""
        policy, col = self.policy, self.words.col
        last = len(policy.steps)
        met = [col(name) for name in self.truths]
        end = self._number(last)
        for place in reversed(range(last)):
            end = self._chosen(met[place], self._number(place), end)
        runs = list(_runs(policy))
        some = {
            f"{self.made}s{start}": some_one(met[start:stop])
            for start, stop in runs
        }
        frame = frame.with_columns(end.alias(f"{self.made}end"), **some)
        reached = col(f"{self.made}end")
        outcomes = policy.outcomes()
        possible = {one: f"{self.made}p{i}" for i, one in enumerate(outcomes)}
        may_be: dict[Any, list[Any]] = {one: [] for one in outcomes}
        ended: list[Any] = []
        for (start, _), name in zip(runs, some, strict=True):
            # If the first is reached and not all have surely failed.
            open_ = col(name).fill_null(True)
            if ended:
                open_ &= ~some_one(ended)
            may_be[policy.steps[start].outcome].append(open_)
            ended.append(col(name).fill_null(False))
        may_be[policy.otherwise].append(
            ~some_one(ended) if ended else self.words.lit(True)
        )
        frame = frame.with_columns(
            **{possible[one]: some_one(parts) for one, parts in may_be.items()}
        )
        hits = [col(possible[one]) for one in outcomes]
        state = _State(
            reached,
            col(f"{self.made}open"),
            [(col(possible[one]), one.value) for one in outcomes],
            [
                (met[place].is_null() & (reached > place), step.label)
                for place, step in enumerate(policy.steps)
            ],
        )
        is_open = self._two(hits).alias(f"{self.made}open")
        return frame.with_columns(is_open), state

    def codes(self, state: _State) -> tuple[Spelled | Listed, ...]:
        """Give the answers as numbers, each with its texts."""
        *others, _ = state.outcomes
        outcome = self._number(len(others))
        for place in reversed(range(len(others))):
            hit = others[place][0]
            outcome = self._chosen(hit, self._number(place), outcome)
        undecided = self._number(len(state.outcomes))
        when, is_open = self.words.when, state.is_open
        values = tuple(value for _, value in state.outcomes)
        labels = tuple(label for _, label in state.unknown)
        return (
            Spelled(
                self._chosen(is_open, undecided, outcome),
                (*values, self.policy.undecided.value),
            ),
            Spelled(when(~is_open).then(state.reached), self._grounds()),
            Listed(self._bits(state.outcomes), values),
            Listed(when(is_open).then(self._bits(state.unknown)), labels),
        )

    def texts(self, state: _State) -> tuple[Any, ...]:
        """Give the answers as texts, chosen one after the other."""
        *others, (_, outcome) = state.outcomes
        outcome = self._text(outcome)
        for hit, value in reversed(others):
            outcome = self._chosen(hit, self._text(value), outcome)
        *labels, last = self._grounds()
        ground = self._text(last)
        for name, label in reversed([*zip(self.truths, labels, strict=True)]):
            met = self.words.col(name)
            ground = self._chosen(met, self._text(label), ground)
        blank, is_open = self._text(None), state.is_open
        undecided = self._text(self.policy.undecided.value)
        return (
            self._chosen(is_open, undecided, outcome),
            self._chosen(is_open, blank, ground),
            self._listed(state.outcomes),
            self._chosen(is_open, self._listed(state.unknown), blank),
        )

    def _two(self, truths: Sequence[Any]) -> Any:
        """Say whether more than one of some columns holds; none is blank."""
        pairs = [
            one & some_one(truths[place:])
            for place, one in enumerate(truths[:-1], 1)
        ]
        return some_one(pairs) if pairs else self.words.lit(False)

    def _grounds(self) -> tuple[str, ...]:
        places = range(len(self.policy.steps) + 1)
        return tuple(self.policy.ground(place).name for place in places)

    def _number(self, value: int) -> Any:
        return self.words.lit(value, dtype=self.words.Int16)

    def _text(self, value: str | None) -> Any:
        return self.words.lit(value, dtype=self.words.String)

    def _chosen(self, hit: Any, value: Any, otherwise: Any) -> Any:
        return self.words.when(hit).then(value).otherwise(otherwise)

    def _bits(self, texts: list[tuple[Any, str]]) -> Any:
        bits = (
            hit.cast(self.words.Int64) * (1 << place)
            for place, (hit, _) in enumerate(texts)
        )
        return reduce(add, bits)

    def _listed(self, texts: list[tuple[Any, str]]) -> Any:
        parts = [
            self._chosen(hit, self._text(value), self._text(None))
            for hit, value in texts
        ]
        return self.words.concat_str(
            *parts, separator=BETWEEN, ignore_nulls=True
        )


def _runs(policy: Policy[Any]) -> Iterator[tuple[int, int]]:
    """Go through the steps that follow each other to the same outcome."""
    place = 0
    for _, run in groupby(policy.steps, key=lambda step: step.outcome):
        start, place = place, place + len(list(run))
        yield start, place


def refuse_taken(names: tuple[str, ...], inputs: Inputs) -> None:
    """
    Refuse to write over columns that the subjects have.

    Raises:
        TablesRefusedError: If they have some of the names.
    """
    taken = [name for name in names if name in inputs.subjects.dtypes]
    if taken:
        raise TablesRefusedError(
            problems=tuple(
                Problem(
                    code="frame.column-taken",
                    where=f"households.{name}",
                    zh="数据表已有该列，结论无处可写。",
                    en="The frame has this column already.",
                    remedy_zh="请先将原有的列改名或删除。",
                    remedy_en="Rename or drop it first.",
                )
                for name in taken
            )
        )
