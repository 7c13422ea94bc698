"""Looking back: each clock in turn, and every household in one list."""

from __future__ import annotations

import datetime as dt

from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.audit import (
    AuditRate,
    LookBack,
    LookBackResult,
    Snapshot,
    estimate,
    look_back,
    look_back_sample,
)
from pa_registry.dates import AsOf, Round
from pa_registry.errors import InvalidValueError, NotInRegistryError
from pa_registry.model import Household, Person, Registry, Status
from pa_registry.money import RateUnit, yuan
from pa_registry.policies import (
    IdentificationOutcome as Outcome,
)
from pa_registry.policies import identification


THEN, NOW = dt.date(2014, 12, 31), dt.date(2016, 12, 31)
OLD = identification(line=yuan(2800), guarantees=())
NEW = identification(line=yuan(3000), guarantees=())

INCOMES = st.none() | st.integers(2700, 3100)


def home(income: int | None, number: str = "H1") -> Household:
    return Household(
        number=number,
        status=Status.CURRENT,
        net_income=None if income is None else yuan(income),
        members=(Person(number=f"{number}-1"),),
    )


def snapshot(
    income: int | None, at: dt.date = THEN, number: str = "H1"
) -> Snapshot:
    return Snapshot(
        registry=Registry(households=(home(income, number),)), at=at
    )


def looked(
    then: int | None,
    known: int | None,
    now: int | None,
    *,
    decided: Outcome | None = None,
) -> LookBack[Outcome]:
    return look_back(
        OLD,
        snapshot(then),
        known=snapshot(known),
        now=snapshot(now, NOW),
        new_policy=NEW,
        decided=None if decided is None else {"H1": decided},
    )


class TestLists:
    @pytest.mark.parametrize(
        ("then", "known", "now", "result"),
        [
            (2700, 2700, 2700, LookBackResult.STILL_RIGHT),
            (2700, 2900, 2700, LookBackResult.WRONG_THEN),
            (2900, 2900, 2900, LookBackResult.WRONG_NOW),
            (2700, 2700, 3100, LookBackResult.CHANGED_SINCE),
            (2700, None, 2700, LookBackResult.OPEN),
            (2700, 2700, None, LookBackResult.OPEN),
        ],
    )
    def test_each(
        self,
        then: int,
        known: int | None,
        now: int | None,
        result: LookBackResult,
    ) -> None:
        """The first clock that turns the answer names the list."""
        (found,) = looked(then, known, now).findings

        assert found.result is result
        assert not found.known_then

    @pytest.mark.parametrize(
        ("income", "result"),
        [
            (2799, LookBackResult.STILL_RIGHT),
            (2800, LookBackResult.WRONG_THEN),
            (2801, LookBackResult.WRONG_THEN),
        ],
    )
    def test_at_the_line(self, income: int, result: LookBackResult) -> None:
        """Below the line is poor, at it and above it is not."""
        (found,) = look_back(
            OLD,
            snapshot(income),
            decided={"H1": Outcome.REGISTER},
        ).findings

        assert found.result is result

    def test_known_even_then(self) -> None:
        """What was decided against the record was wrong even then."""
        (found,) = looked(2900, 2900, 2900, decided=Outcome.REGISTER).findings

        assert found.result is LookBackResult.WRONG_THEN
        assert found.known_then
        assert found.turned is found.then
        assert "按当时已登记的情况即可得出" in found.render("zh")
        assert "even then" in str(found)

    def test_decided_on_what_was_not_recorded(self) -> None:
        """What nobody had recorded then may be known by now."""
        (right,) = looked(None, 2700, 2700, decided=Outcome.REGISTER).findings
        (wrong,) = looked(None, 2900, 2700, decided=Outcome.REGISTER).findings

        assert right.result is LookBackResult.STILL_RIGHT
        assert wrong.result is LookBackResult.WRONG_THEN
        assert not wrong.known_then
        assert "现已掌握" in wrong.render("zh")

    def test_nothing_decided(self) -> None:
        """Where nothing was decided, nothing was right or wrong."""
        found = looked(None, 2700, 2700)

        assert found.findings[0].result is LookBackResult.OPEN
        assert found.wrong_then() == {"H1": None}

    @given(then=INCOMES, known=INCOMES, now=INCOMES)
    def test_partition(
        self, then: int | None, known: int | None, now: int | None
    ) -> None:
        """Every household is in one list, and the reason says so."""
        found = looked(then, known, now)
        (one,) = found.findings

        assert sum(found.counts().values()) == 1
        assert found.listed(one.result) == (one,)
        if one.result in {
            LookBackResult.WRONG_THEN,
            LookBackResult.WRONG_NOW,
            LookBackResult.CHANGED_SINCE,
        }:
            assert one.turned is not None
            assert one.decided not in one.turned.possible
        if one.result is LookBackResult.STILL_RIGHT:
            decisions = (one.then, one.known, one.ruled, one.today)
            assert {d.outcome for d in decisions if d is not None} == {
                one.decided
            }
        assert bool(one.missing) == (
            one.result is LookBackResult.OPEN
            and one.turned is not None
            and not one.turned.is_decided
        )

    @given(then=INCOMES, known=INCOMES, now=INCOMES, more=INCOMES)
    def test_learning(
        self,
        then: int | None,
        known: int | None,
        now: int | None,
        more: int | None,
    ) -> None:
        """A fact that is learnt only settles what was open."""
        if then is None or more is None:
            return
        before = looked(then, known, now).findings[0].result
        after = (
            looked(
                then,
                more if known is None else known,
                more if now is None else now,
            )
            .findings[0]
            .result
        )

        assert before in {after, LookBackResult.OPEN}


class TestClocks:
    def test_same_rules(self) -> None:
        """Without rules of today the same ones hold, on today's facts."""
        (found,) = look_back(
            OLD, snapshot(2700), now=snapshot(2900, NOW)
        ).findings

        assert found.result is LookBackResult.CHANGED_SINCE
        assert found.ruled is not None
        at = found.ruled.at
        assert isinstance(at, AsOf)
        assert (at.fact, at.rules_day) == (THEN, NOW)

    def test_without_now(self) -> None:
        """Without facts of today only that time is judged."""
        (found,) = look_back(OLD, snapshot(2700)).findings

        assert found.result is LookBackResult.STILL_RIGHT
        assert found.ruled is found.today is None

    def test_rounds(self) -> None:
        """A round sets the clocks, and the numbers of its own rules."""
        income = attrs.evolve(home(2750), income_year=2013)
        then = Snapshot(
            registry=Registry(households=(income,)), at=Round(year=2014)
        )
        now = attrs.evolve(then, at=Round(year=2016))
        policy = identification(guarantees=())

        (found,) = look_back(policy, then, now=now).findings

        assert found.result is not LookBackResult.GONE
        assert found.then.policy.bound

    def test_rules_without_a_day(self) -> None:
        """Rules of today need the day of today."""
        with pytest.raises(InvalidValueError, match="day of today"):
            look_back(OLD, snapshot(2700), new_policy=NEW)


class TestHouseholds:
    def test_gone(self) -> None:
        """A household that is not there any more is listed by itself."""
        found = look_back(
            OLD, snapshot(2700), now=snapshot(2700, NOW, number="H2")
        )
        (one,) = found.findings

        assert one.result is LookBackResult.GONE
        assert one.turned is None
        assert one.render("zh").endswith("后期库中无此户。")
        assert found.wrong_then() == {"H1": False}
        assert look_back(
            OLD, snapshot(2700), known=snapshot(2700, number="H2")
        ).wrong_then() == {"H1": None}

    def test_among(self) -> None:
        """Only those of a sample can be looked at."""
        registry = Registry(
            households=tuple(home(2700, f"H{n}") for n in range(9))
        )
        then = Snapshot(registry=registry, at=THEN)

        found = look_back(OLD, then, among=["H3", "H1"])

        assert [one.number for one in found.findings] == ["H3", "H1"]
        with pytest.raises(NotInRegistryError):
            look_back(OLD, then, among=["nobody"])

    def test_feeds_an_estimate(self) -> None:
        """What was wrong then, in a sample, is an inclusion error."""
        homes = tuple(home(2700, f"H{n}") for n in range(200))
        found_rich = tuple(
            home(2900 if n % 20 == 0 else 2700, f"H{n}") for n in range(200)
        )
        registry = Registry(households=homes)
        sample = look_back_sample(registry, seed=1, size=100)
        looked = look_back(
            OLD,
            Snapshot(registry=registry, at=THEN),
            known=Snapshot(registry=Registry(households=found_rich), at=THEN),
            among=sample.codes,
        )

        found = estimate(
            AuditRate.INCLUSION_ERROR,
            sample,
            looked.wrong_then(),
            unit=RateUnit.HOUSEHOLDS,
        )

        assert found.rate.numerator == len(
            looked.listed(LookBackResult.WRONG_THEN)
        )
        assert found.low <= 0.05 <= found.high


class TestSays:
    def test_with_reasons(self) -> None:
        """It says what was decided, what it is now, and why."""
        (found,) = looked(2700, 2900, 2700).findings

        zh: Any = found.render("zh").splitlines()
        assert zh[0] == (
            "H1，当时结论：予以纳入；回头看：当时即错"
            "（按现已掌握的当时情况得出）。"
        )
        assert "依据：" in found.render("zh")
        assert "look-back: wrong then" in str(found)

    def test_counts(self) -> None:
        """All lists are counted, also the empty ones."""
        text = looked(2700, 2700, 2700).render("zh")

        assert text.splitlines()[0] == "仍然正确：1户"
        assert len(text.splitlines()) == len(LookBackResult)
        assert "still right: 1 household\n" in str(looked(2700, 2700, 2700))
