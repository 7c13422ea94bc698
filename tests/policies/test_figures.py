"""Exit of villages and counties: which side of each limit, and unknowns."""

from __future__ import annotations

import datetime as dt

from collections.abc import Mapping
from fractions import Fraction

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.errors import InvalidStandardError, NoStandardInForceError
from pa_registry.model import County, Village
from pa_registry.model.terms import village
from pa_registry.money import Rate, yuan
from pa_registry.policies import (
    Decision,
    ExitOutcome,
    county_exit,
    village_exit,
)
from pa_registry.standards import (
    Certainty,
    Citation,
    DatedValue,
    Indexed,
    Standards,
)


EXIT, REMAIN = ExitOutcome.EXIT, ExitOutcome.REMAIN
TO_VERIFY = ExitOutcome.TO_VERIFY
CENTRAL, WESTERN = "990101", "500101"


def rate(numerator: int, base: int = 1000) -> Rate:
    return Rate(numerator=numerator, base=base)


def ground(decision: Decision[ExitOutcome]) -> str | None:
    return None if decision.ground is None else decision.ground.name


def county(rates: Mapping[str, Rate | None], code: str = CENTRAL) -> County:
    sound: dict[str, Rate | None] = {
        "composite_incidence": rate(1),
        "wrong_exit_rate": rate(1),
        "omission_rate": rate(1),
        "approval_rate": rate(950),
    }
    found = {**sound, **rates}
    return County(
        code=code,
        composite_incidence=found["composite_incidence"],
        wrong_exit_rate=found["wrong_exit_rate"],
        omission_rate=found["omission_rate"],
        approval_rate=found["approval_rate"],
    )


class TestVillage:
    @pytest.mark.parametrize(
        ("code", "poor", "outcome"),
        [
            (CENTRAL, 19, EXIT),
            (CENTRAL, 20, REMAIN),
            (CENTRAL, 21, REMAIN),
            (WESTERN, 29, EXIT),
            (WESTERN, 30, REMAIN),
            (WESTERN, 31, REMAIN),
        ],
    )
    def test_limit(self, code: str, poor: int, outcome: ExitOutcome) -> None:
        """The incidence is strictly below 2 %, in the west below 3 %."""
        here = Village(code=f"{code}001001", incidence=rate(poor))

        assert village_exit()(here).outcome is outcome

    def test_own_limit(self) -> None:
        """A limit that is given holds everywhere, and cites nothing."""
        policy = village_exit(limit=Fraction(5, 1000))
        here = Village(code=WESTERN, incidence=rate(5))

        decision = policy(here)

        assert decision.outcome is REMAIN
        assert policy.bound == ()

    def test_lacking(self) -> None:
        """What else a village needs is the user's to say."""
        no_income = (~(village.population > 0)).labelled(
            "nobody", zh="无人居住", en="nobody lives there"
        )
        policy = village_exit(lacking=[no_income])
        here = Village(code=CENTRAL, incidence=rate(1), population=0)

        assert policy(here).outcome is REMAIN
        assert ground(policy(here)) == "nobody"

    @pytest.mark.parametrize("incidence", [None, rate(0, 0)])
    def test_unknown(self, incidence: Rate | None) -> None:
        """Without a rate, or over nobody, the village is to be verified."""
        here = Village(code=CENTRAL, incidence=incidence)

        assert village_exit()(here).outcome is TO_VERIFY


class TestCounty:
    @pytest.mark.parametrize(
        ("field", "part", "outcome"),
        [
            ("composite_incidence", 19, EXIT),
            ("composite_incidence", 20, REMAIN),
            ("composite_incidence", 21, REMAIN),
            ("wrong_exit_rate", 19, EXIT),
            ("wrong_exit_rate", 20, REMAIN),
            ("wrong_exit_rate", 21, REMAIN),
            ("omission_rate", 19, EXIT),
            ("omission_rate", 20, REMAIN),
            ("omission_rate", 21, REMAIN),
            ("approval_rate", 899, REMAIN),
            ("approval_rate", 900, EXIT),
            ("approval_rate", 901, EXIT),
        ],
    )
    def test_limits(self, field: str, part: int, outcome: ExitOutcome) -> None:
        """Three rates lie strictly below 2 %, approval at 90 % or above."""
        decision = county_exit()(county({field: rate(part)}))

        assert decision.outcome is outcome

    @pytest.mark.parametrize(
        ("part", "outcome"), [(29, EXIT), (30, REMAIN), (31, REMAIN)]
    )
    def test_west(self, part: int, outcome: ExitOutcome) -> None:
        """In the west the composite incidence is below 3 %."""
        here = county({"composite_incidence": rate(part)}, WESTERN)

        assert county_exit()(here).outcome is outcome

    @pytest.mark.parametrize(
        ("part", "outcome"), [(9, EXIT), (10, REMAIN), (11, REMAIN)]
    )
    def test_own_limit(self, part: int, outcome: ExitOutcome) -> None:
        """One page gives the omission limit as 1 %: it can be used."""
        policy = county_exit(limits={"omission-limit": Fraction(1, 100)})

        assert policy(county({"omission_rate": rate(part)})).outcome is outcome

    def test_unknown(self) -> None:
        """A rate that is missing leaves the county to be verified."""
        decision = county_exit()(county({"omission_rate": None}))

        assert decision.outcome is TO_VERIFY
        assert decision.missing

    def test_unknown_beside_a_failure(self) -> None:
        """It does not, where another rate fails already."""
        here = county({"omission_rate": None, "approval_rate": rate(1)})

        assert county_exit()(here).outcome is REMAIN

    @given(
        parts=st.lists(st.integers(0, 400), min_size=4, max_size=4),
        base=st.integers(401, 900),
    )
    def test_exact(self, parts: list[int], base: int) -> None:
        """The decision is what exact fractions say."""
        shares = [Fraction(part, base) for part in parts]
        limits = dict.fromkeys(
            ("composite-incidence-limit", "wrong-exit-limit"), Fraction(1, 3)
        )
        policy = county_exit(
            limits={
                **limits,
                "omission-limit": Fraction(1, 7),
                "approval-floor": Fraction(2, 11),
            }
        )
        names = (
            "composite_incidence",
            "wrong_exit_rate",
            "omission_rate",
            "approval_rate",
        )
        rates = {
            name: rate(part, base)
            for name, part in zip(names, parts, strict=True)
        }

        meets = (
            shares[0] < Fraction(1, 3)
            and shares[1] < Fraction(1, 3)
            and shares[2] < Fraction(1, 7)
            and shares[3] >= Fraction(2, 11)
        )

        outcome = policy(county(rates)).outcome
        assert outcome is (EXIT if meets else REMAIN)


class TestStandards:
    CITE = Citation(issuer="", title="某文件", certainty=Certainty.PROPOSAL)

    def test_own_book(self) -> None:
        """A province's own limit, in one's own book, holds there."""
        book = Standards.builtin().with_value(
            "incidence-limit",
            "1/100",
            when=dt.date(2017, 1, 1),
            place="99",
            citation=self.CITE,
        )
        here = Village(code=CENTRAL, incidence=rate(10))

        assert village_exit(standards=book)(here).outcome is REMAIN
        assert village_exit()(here).outcome is EXIT

    def test_no_limit_in_the_nation(self) -> None:
        """Where no limit is known for a place, it is to be verified."""
        nation = Standards.builtin().standard("incidence-limit")
        west = tuple(one for one in nation.values if one.place is not None)
        book = Standards.builtin().with_standard(
            attrs.evolve(nation, values=west)
        )
        policy = village_exit(standards=book)

        here, there = (
            policy(Village(code=code, incidence=rate(30)))
            for code in (CENTRAL, WESTERN)
        )

        assert [here.outcome, there.outcome] == [TO_VERIFY, REMAIN]
        assert "标准“贫困发生率”" in here.render("zh")
        assert "standard “poverty incidence”" in here.render("en")

    def test_no_share(self) -> None:
        """A standard that is no share is no limit."""
        count = attrs.evolve(
            Standards.builtin().standard("income-line"),
            key="incidence-limit",
            indexed=Indexed.DAY,
            values=(
                DatedValue(
                    key="incidence-limit",
                    value=yuan(2),
                    unit="yuan",
                    citation=self.CITE,
                    since=dt.date(2016, 1, 1),
                ),
            ),
        )
        book = Standards.builtin().with_standard(count)

        with pytest.raises(InvalidStandardError, match="no share"):
            village_exit(standards=book)


class TestWords:
    def test_ground(self) -> None:
        """The ground names the indicator and its limit."""
        decision = county_exit()(county({"approval_rate": rate(899)}))

        assert ground(decision) == "approval-rate-below-limit"
        assert "群众认可度低于90%" in decision.render("zh")
        assert "public approval rate below 90%" in decision.render("en")

    def test_places(self) -> None:
        """A limit that differs by place says both."""
        decision = village_exit()(Village(code=CENTRAL, incidence=rate(20)))

        assert "未低于2%（部分地区3%）" in decision.render("zh")
        assert "not below 2% (3% in places)" in decision.render("en")

    def test_sources(self) -> None:
        """Each limit of the standards comes with its source."""
        policy = county_exit()

        assert [one.name for one in policy.bound] == [
            "composite-incidence-limit",
            "wrong-exit-limit",
            "omission-limit",
            "approval-floor",
        ]
        assert all(one.values for one in policy.bound)


class TestRefusals:
    @pytest.mark.parametrize("limit", [Fraction(0), Fraction(1), 0.02])
    def test_limit(self, limit: Fraction) -> None:
        """A limit is an exact share between 0 and 1."""
        with pytest.raises(InvalidStandardError, match="exact share"):
            village_exit(limit=limit)

    def test_name(self) -> None:
        """A limit belongs to an indicator."""
        with pytest.raises(InvalidStandardError, match="no limit of this"):
            county_exit(limits={"incidence-limit": Fraction(1, 100)})

    def test_day(self) -> None:
        """Before the limits were issued there are none."""
        with pytest.raises(NoStandardInForceError):
            county_exit(on=dt.date(2015, 1, 1))
