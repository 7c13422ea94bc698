"""
Shares, standard errors and intervals beside those of other packages.

``svy`` (design-based survey estimation) and ``scipy`` come with the
dependency group ``examples``; without them these tests are skipped.
"""

from __future__ import annotations

import math

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from pa_registry.audit import (
    AuditEstimate,
    AuditRate,
    IntervalMethod,
    LookBackSample,
    estimate,
    look_back_sample,
    sample_size,
)
from pa_registry.audit.exact_intervals import (
    beta_interval,
    beta_quantile,
    student_quantile,
)
from pa_registry.money import RateUnit
from tests.audit.test_coverage import DESIGNS, FRAME, is_wrong


NAMES = ("stratified", "villages", "villages by households")


def theirs(sample: LookBackSample, name: str) -> Any:
    """Give the same sample, with the same design, to svy."""
    svy: Any = pytest.importorskip("svy")
    polars: Any = pytest.importorskip("polars")
    homes = Counter(one.stratum for one in FRAME)
    rows = [
        {
            "hit": str(int(is_wrong(one.unit))),
            "hits": one.unit.size * is_wrong(one.unit),
            "persons": one.unit.size,
            "weight": float(one.weight),
            "stratum": "|".join(one.variance_stratum) or "all",
            "primary": one.primary,
            "households": float(homes[one.unit.stratum]),
        }
        for one in sample.units
    ]
    more = (
        {"pop_size": "households"}
        if name == "stratified"
        else {"psu": "primary"}
    )
    design = svy.Design(wgt="weight", stratum="stratum", **more)
    return svy.Sample(polars.DataFrame(rows), design).estimation


def ours(
    sample: LookBackSample, unit: RateUnit, method: IntervalMethod
) -> AuditEstimate:
    results = {one.code: is_wrong(one.unit) for one in sample.units}
    return estimate(
        AuditRate.INCLUSION_ERROR, sample, results, unit=unit, method=method
    )


def near(mine: float, other: float) -> bool:
    return math.isclose(mine, other, rel_tol=1e-9)


@pytest.fixture(params=NAMES)
def both(request: pytest.FixtureRequest) -> tuple[Any, Any, str]:
    sample = look_back_sample(FRAME, seed=3, **DESIGNS[request.param])
    return sample, theirs(sample, request.param), request.param


class TestEstimate:
    def test_households(self, both: tuple[Any, Any, str]) -> None:
        """Share, standard error and design effect agree to nine digits."""
        sample, survey, name = both
        mine = ours(sample, RateUnit.HOUSEHOLDS, IntervalMethod.WILSON)
        (other,) = (
            one
            for one in survey.prop("hit", deff="wr").estimates
            if one.y_level == "1"
        )

        assert near(float(mine.value), other.est)
        assert near(mine.standard_error, other.se)
        assert mine.design_effect is not None
        if name != "stratified":  # they keep the population's correction
            assert near(mine.design_effect, other.deff)

    def test_persons(self, both: tuple[Any, Any, str]) -> None:
        """A ratio of persons, and its linearised error, agree as well."""
        sample, survey, _ = both
        mine = ours(sample, RateUnit.PERSONS, IntervalMethod.WILSON)
        (other,) = survey.ratio("hits", "persons").estimates

        assert near(float(mine.value), other.est)
        assert near(mine.standard_error, other.se)

    @pytest.mark.parametrize("name", NAMES[1:])
    def test_interval(self, name: str) -> None:
        """
        Korn and Graubard's ends agree to six digits, by their own size.

        They take ``p (1 − p) / s²`` for it, which is that of a simple
        sample with one household less; ours is therefore a little narrower.
        """
        sample = look_back_sample(FRAME, seed=3, **DESIGNS[name])
        survey = theirs(sample, name)
        mine = ours(sample, RateUnit.HOUSEHOLDS, IntervalMethod.KORN_GRAUBARD)
        estimates = survey.prop("hit", ci_method="korn-graubard").estimates
        (other,) = (one for one in estimates if one.y_level == "1")

        many = len(sample.units)
        theirs_is = mine.effective_size * (many - 1) / many
        ends = beta_interval(float(mine.value), theirs_is)

        for end, known in zip(ends, (other.lci, other.uci), strict=True):
            assert math.isclose(end, known, rel_tol=1e-6)
        assert other.lci < mine.low < mine.high < other.uci
        assert mine.low - other.lci < 1 / many


class TestSizes:
    @pytest.mark.parametrize("margin", [0.05, 0.03, 0.01])
    def test_many(self, margin: float) -> None:
        """From very many, the sizes are the same."""
        svy: Any = pytest.importorskip("svy")
        other = svy.SampleSize().estimate_prop(p=0.5, moe=margin)

        assert sample_size(margin).size == other.size.n

    def test_few(self) -> None:
        """They round up at each step, so that theirs is up to two more."""
        svy: Any = pytest.importorskip("svy")
        other = svy.SampleSize().estimate_prop(
            p=0.02, moe=0.01, pop_size=50_000, deff=1.5, resp_rate=0.9
        )

        mine = sample_size(
            Fraction(1, 100),
            expected=Fraction(2, 100),
            population=50_000,
            design_effect=Fraction(3, 2),
            response=Fraction(9, 10),
        )

        assert 0 <= other.size.n - mine.issued <= 2


class TestQuantiles:
    @pytest.mark.parametrize(
        ("a", "b"),
        [(1, 300), (8, 393), (2.5, 7.25), (0.5, 0.5), (2001, 98000)],
    )
    @pytest.mark.parametrize("chance", [0.005, 0.025, 0.5, 0.975])
    def test_beta(self, chance: float, a: float, b: float) -> None:
        """The quantiles agree to ten digits."""
        stats: Any = pytest.importorskip("scipy.stats")
        known = stats.beta.ppf(chance, a, b)

        assert math.isclose(beta_quantile(chance, a, b), known, rel_tol=1e-10)

    @pytest.mark.parametrize("freedom", [1, 2, 7, 29.5, 400, 1e5])
    def test_student(self, freedom: float) -> None:
        """Student's agree to nine digits."""
        stats: Any = pytest.importorskip("scipy.stats")
        known = stats.t.ppf(0.975, freedom)

        assert math.isclose(
            student_quantile(0.95, freedom), known, rel_tol=1e-9
        )
