"""Go down the list of a policy, all rows at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import groupby
from operator import add
from typing import Any

import narwhals as nw

from pa_registry.conditions import Condition
from pa_registry.dates import Day
from pa_registry.errors import TablesRefusedError
from pa_registry.frames._judging import Inputs
from pa_registry.frames._kleene import some_one
from pa_registry.frames._relations import Lazy
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
#: What stands between the outcomes, or the labels, in one text.
BETWEEN = ","
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
    last = len(policy.steps)
    met = [nw.col(name) for name in truths]
    end_name = f"{_MADE}{prefix}end"
    end = nw.lit(last, dtype=nw.Int16)
    for place in reversed(range(last)):
        here = nw.lit(place, dtype=nw.Int16)
        end = nw.when(met[place]).then(here).otherwise(end)
    frame = frame.with_columns(end.alias(end_name))
    reached = nw.col(end_name)
    outcomes = policy.outcomes()
    possible = {one: f"{_MADE}{prefix}p{i}" for i, one in enumerate(outcomes)}
    may_be: dict[Any, list[nw.Expr]] = {one: [] for one in outcomes}
    for start, stop in _runs(policy):
        # If the first is reached and not all have surely failed.
        some = some_one(met[start:stop]).fill_null(True)
        open_ = some & (reached >= start) if start else some
        may_be[policy.steps[start].outcome].append(open_)
    may_be[policy.otherwise].append(reached == last)
    frame = frame.with_columns(
        **{possible[one]: some_one(parts) for one, parts in may_be.items()}
    )
    chances = [nw.col(possible[one]).cast(nw.Int16) for one in outcomes]
    open_name = f"{_MADE}{prefix}open"
    frame = frame.with_columns((reduce(add, chances) > 1).alias(open_name))
    is_open = nw.col(open_name)
    blank = nw.lit(None, dtype=nw.String)
    texts = [(nw.col(possible[one]), one.value) for one in outcomes]
    labels = [
        (met[place].is_null() & (reached > place), step.label)
        for place, step in enumerate(policy.steps)
    ]
    undecided = _text(policy.undecided.value)
    answers = (
        nw.when(is_open).then(undecided).otherwise(_first(texts)),
        nw.when(is_open).then(blank).otherwise(_ended_by(policy, met)),
        _listed(texts),
        nw.when(is_open).then(_listed(labels)).otherwise(blank),
    )
    named = zip(DECIDED, answers, strict=True)
    return frame.with_columns(
        *(answer.alias(f"{prefix}{name}") for name, answer in named)
    )


def _text(value: str) -> nw.Expr:
    return nw.lit(value, dtype=nw.String)


def _first(texts: list[tuple[nw.Expr, str]]) -> nw.Expr:
    *others, (_, found) = texts
    shown = _text(found)
    for hit, value in reversed(others):
        shown = nw.when(hit).then(_text(value)).otherwise(shown)
    return shown


def _listed(texts: list[tuple[nw.Expr, str]]) -> nw.Expr:
    blank = nw.lit(None, dtype=nw.String)
    parts = [
        nw.when(hit).then(_text(value)).otherwise(blank)
        for hit, value in texts
    ]
    return nw.concat_str(*parts, separator=BETWEEN, ignore_nulls=True)


def _runs(policy: Policy[Any]) -> Iterator[tuple[int, int]]:
    """Go through the steps that follow each other to the same outcome."""
    place = 0
    for _, run in groupby(policy.steps, key=lambda step: step.outcome):
        start, place = place, place + len(list(run))
        yield start, place


def _ended_by(policy: Policy[Any], met: Sequence[nw.Expr]) -> nw.Expr:
    shown = _text(policy.ground(len(policy.steps)).name)
    for place in reversed(range(len(policy.steps))):
        label = _text(policy.ground(place).name)
        shown = nw.when(met[place]).then(label).otherwise(shown)
    return shown


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
