"""
Reasons recompute to the verdict.

1. The truth of each reason is what its parts make of it, down to the
   leaves; so the root can be recomputed from the leaves alone.
2. An unknown verdict names a cause, a known one names none.
3. Each cause and each fact can be said and asked in both languages.
4. A row that may not count says by itself or by its holder why.
"""

from __future__ import annotations

import datetime as dt
import re

from typing import Any

import pytest

from hypothesis import given

from pa_registry.conditions import (
    NoLocalValue,
    Reason,
    Truth,
    UndefinedRatio,
    tree,
)
from pa_registry.conditions.terms import by_place
from pa_registry.errors import UnknownNameError
from pa_registry.model import Evidence, Household, Person, Vehicle
from pa_registry.model.terms import household, vehicle
from pa_registry.money import yuan
from pa_registry.testing import unbound_conditions
from tests.laws.cases import Case, cases, undated_cases


#: Names that a user gave stand as he wrote them.
QUOTED = re.compile("“[^”]*”")


def recomputed(reason: Reason) -> Truth:  # noqa: PLR0911 -- a case a node
    """Recompute a reason from its leaves, by the kind of its rule."""
    parts = [recomputed(part) for part in reason.parts]
    # A relation that may lack rows has one more, of which nothing is known.
    rows = [*parts, Truth.UNKNOWN] if reason.own else parts
    rule: Any = reason.condition
    match rule:
        case tree.Labelled():
            return parts[0]
        case tree.Not():
            return ~parts[0]
        case tree.Unless():
            return parts[0] & ~parts[1]
        case tree.AllOf():
            return every(parts)
        case tree.AnyOf():
            return some(parts)
        case tree.Every():
            return every(rows)
        case tree.Exists():
            return some(rows)
        case tree.AtLeast(least=least):
            return counted(parts, least)
        case tree.Several(least=least):
            return counted(rows, least, is_open=bool(reason.own))
        case _:
            return reason.truth


def every(parts: list[Truth]) -> Truth:
    found = Truth.MET
    for part in parts:
        found &= part
    return found


def some(parts: list[Truth]) -> Truth:
    return ~every([~part for part in parts])


def counted(parts: list[Truth], least: int, *, is_open: bool = False) -> Truth:
    if parts.count(Truth.MET) >= least:
        return Truth.MET
    if is_open or len(parts) - parts.count(Truth.NOT_MET) >= least:
        return Truth.UNKNOWN
    return Truth.NOT_MET


def explained(case: Case) -> Reason:
    return case.rule.explain(
        case.household, evidence=case.evidence, at=case.day
    )


class TestRecomputing:
    """“Reasons recompute to the verdict.”"""

    @given(cases())
    def test_each_reason(self, case: Case) -> None:
        """Every reason in the tree is what its own leaves make of it."""
        for reason in explained(case).walk():
            assert recomputed(reason) is reason.truth

    @given(undated_cases())
    def test_without_a_day(self, case: Case) -> None:
        """So it is without a day."""
        for reason in explained(case).walk():
            assert recomputed(reason) is reason.truth


class TestCauses:
    """“Unknown has three typed causes.”"""

    @given(cases())
    def test_unknown_has_a_cause(self, case: Case) -> None:
        """An unknown verdict has a cause, a known one has none."""
        reason = explained(case)

        assert bool(reason.causes) is (reason.truth is Truth.UNKNOWN)

    @given(cases())
    def test_said_and_asked(self, case: Case) -> None:
        """A cause is a sentence and a question in both languages."""
        for cause in explained(case).causes:
            for language in ("zh", "en"):
                assert cause.sentence(language).strip()
                assert cause.question(language).strip()
            said = QUOTED.sub("", cause.sentence("zh"))
            assert not {*"abcdefghij"} & {*said}

    @given(cases())
    def test_rendered(self, case: Case) -> None:
        """An explanation begins with its truth, in both languages."""
        reason = explained(case)

        assert reason.render("zh").startswith(f"〔{reason.truth.zh}〕")
        assert reason.render("en").startswith(f"[{reason.truth.en}] ")
        assert str(reason) == reason.render("en")

    @given(unbound_conditions())
    def test_language(self, rule: Any) -> None:
        """There are two languages and no third."""
        with pytest.raises(UnknownNameError, match="language"):
            rule.describe("fr")


DAY = dt.date(2016, 10, 19)
CAR = Vehicle(holder="P1", acquired=dt.date(2014, 1, 1), price=yuan(50000))
DEAR = household.vehicles.any(vehicle.price >= yuan(30000))


def reasons(*members: Person, car: Vehicle = CAR, rule: Any = DEAR) -> Reason:
    evidence = Evidence(vehicles=(car,)).with_checked("vehicles")
    one = Household(number="1", members=members)
    return rule.explain(one, evidence=evidence, at=DAY)  # type: ignore[no-any-return]


class TestRows:
    """A row counts while it is held, and while its holder counts."""

    def test_doubtful_holder(self) -> None:
        """Where the holder may not count, his own blank is the cause."""
        reason = reasons(Person(number="P1", usual_resident=None))
        (cause,) = reason.causes

        assert reason.truth is Truth.UNKNOWN
        assert str(cause.where) == "members[P1]"
        assert cause.question("zh") == "是否常年在家居住并共享收支"

    def test_holder_who_left(self) -> None:
        """Where the holder left, the row is not met, and that is why."""
        reason = reasons(Person(number="P1", left=dt.date(2015, 1, 1)))

        assert reason.truth is Truth.NOT_MET
        assert "家庭成员P1" in reason.render("zh")

    def test_doubtful_row(self) -> None:
        """Where nobody knows since when, the day of acquiring is asked."""
        car = Vehicle(holder="P1", price=yuan(50000))
        reason = reasons(Person(number="P1"), car=car)

        assert "是哪一天取得的" in [
            cause.question("zh") for cause in reason.causes
        ]

    def test_all_passes_over_who_does_not_count(self) -> None:
        """Under *all*, a row that does not count cannot fail."""
        rule = household.vehicles.all(vehicle.price < yuan(30000))
        reason = reasons(
            Person(number="P1", left=dt.date(2015, 1, 1)), rule=rule
        )

        assert reason.truth is Truth.MET
        assert [part.truth for part in reason.parts] == [Truth.MET]

    def test_unknown_roster(self) -> None:
        """Without a roster it is the roster that is asked for."""
        car = Vehicle(holder="P1", price=yuan(1))
        reason = reasons(car=car)

        assert [cause.question("zh") for cause in reason.causes] == [
            "家庭成员有哪些"
        ]

    def test_undefined_ratio(self) -> None:
        """A ratio over nobody says that its base is not above zero."""
        rule = household.net_income.per(household.printed_size) < yuan(2952)
        one = Household(number="1", net_income=yuan(1), printed_size=0)
        (cause,) = rule.explain(one).causes

        assert isinstance(cause, UndefinedRatio)
        assert cause.sentence("zh") == "家庭人口数不大于零，无法平均"
        assert "not above zero" in cause.sentence("en")

    def test_no_local_value(self) -> None:
        """A standard that nobody has for the place is named."""
        table = {"9902": yuan(2952)}
        line = by_place("income-line", household.division, table)
        rule = household.net_income < line
        one = Household(number="1", net_income=yuan(1), division="990001")
        (cause,) = rule.explain(one).causes

        assert isinstance(cause, NoLocalValue)
        assert cause.about == "income-line"
        assert "income-line" in cause.sentence("zh")
        assert "income-line" in cause.question("en")
