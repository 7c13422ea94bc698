"""
The texts of an answer are the same however an engine comes by them.

Engines look texts up where that is quicker, up to a number of them; policies
of every length are decided on either side of each limit.
"""

from __future__ import annotations

import datetime as dt

import duckdb
import narwhals as nw
import pytest

from pa_registry import frames
from pa_registry.frames._spelling import Spelled, spelled_in_sql
from pa_registry.model import Household, Registry
from pa_registry.model.terms import household
from pa_registry.money import yuan
from pa_registry.policies import Outcome, Policy, Step
from tests.frames.engines import ENGINES, Homes, by_number
from tests.frames.test_readings import decided


DAY = dt.date(2016, 10, 31)
ANSWERS = ("outcome", "ground", "possible", "undecided_by")


class Few(Outcome):
    """Fewer outcomes than are looked up anywhere."""

    A = ("A", "甲", "a")
    B = ("B", "乙", "b")
    OPEN = ("OPEN", "待定", "open")


class Many(Outcome):
    """More outcomes than DuckDB looks up."""

    A = ("A", "甲", "a")
    B = ("B", "乙", "b")
    C = ("C", "丙", "c")
    D = ("D", "丁", "d")
    E = ("E", "戊", "e")
    F = ("F", "己", "f")
    OPEN = ("OPEN", "待定", "open")


def policy(outcomes: type[Outcome], steps: int) -> Policy[Outcome]:
    """Go up in incomes, with every third step about the size."""
    *chosen, undecided = outcomes
    return Policy(
        name="long",
        zh="长清单",
        en="a long list",
        steps=tuple(
            Step(
                (
                    household.printed_size.equals(2)
                    if place % 3 == 2
                    else household.net_income < yuan(place + 1)
                ).labelled(f"step-{place}"),
                chosen[place // 2 % (len(chosen) - 1)],
            )
            for place in range(steps)
        ),
        otherwise=chosen[-1],
        undecided=undecided,
    )


def cases() -> Homes:
    """Give households that end everywhere, and some that stay open."""
    incomes = (None, *map(yuan, (0, 5, 12, 20, 50, 61, 90)))
    listed = (
        Household(number=f"H{at}-{size}", net_income=income, printed_size=size)
        for at, income in enumerate(incomes)
        for size in (None, 1, 2)
    )
    return Homes(Registry(households=tuple(listed)), {})


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("outcomes", [Few, Many])
@pytest.mark.parametrize("steps", [1, 12, 13, 62, 63])
def test_every_length(
    engine: str, outcomes: type[Outcome], steps: int
) -> None:
    """Long and short policies give the texts that the objects give."""
    rules, case = policy(outcomes, steps), cases()
    rows = by_number(frames.decide(rules, ENGINES[engine](case), at=DAY))
    got = {
        number: tuple(row[name] for name in ANSWERS)
        for number, row in rows.items()
    }

    assert got == decided(rules, case, DAY)
    assert any(row[0] == "OPEN" for row in got.values())


def test_a_text_may_hold_a_quote() -> None:
    """A text stands in the statement of DuckDB as it is."""
    relation = duckdb.sql(
        "select 0 as code union all select 1 union all select null"
    )
    answer = Spelled(nw.col("code"), ("it's", 'a "b"'))
    frame = spelled_in_sql(nw.from_native(relation), {"said": answer})

    assert set(frame.collect()["said"].to_list()) == {"it's", 'a "b"', None}
