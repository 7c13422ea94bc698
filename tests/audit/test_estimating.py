"""Estimates: bases, weights, intervals, and what is not known."""

from __future__ import annotations

import datetime as dt
import math

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts import wilson_interval
from pa_registry.accounts.measures import LonelyCluster
from pa_registry.audit import (
    AuditRate,
    Chance,
    FrameGroup,
    IntervalMethod,
    LookBackSample,
    SamplingUnit,
    Stage,
    UnitResult,
    estimate,
    exact_interval,
    look_back_sample,
)
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.money import Rate, RateUnit
from tests.audit.frames import province, simple


if TYPE_CHECKING:
    from collections.abc import Mapping

    from pa_registry.audit.estimating import VisitResult


FRAME = province(30)
HOUSEHOLDS = RateUnit.HOUSEHOLDS
VILLAGES = (Stage("village", 8, chance=Chance.BY_HOUSEHOLDS),)


def stratified(size: int = 200) -> LookBackSample:
    return look_back_sample(FRAME, seed=2016, size=size, reserves=3)


def clustered() -> LookBackSample:
    return look_back_sample(FRAME, seed=2016, size=10, stages=VILLAGES)


def every(sample: LookBackSample, nth: int) -> dict[str, bool]:
    """Count every so-many-th household as a hit."""
    return {code: not n % nth for n, code in enumerate(sample.codes)}


class TestBases:
    @pytest.mark.parametrize(
        ("kind", "groups"),
        [
            (AuditRate.WRONG_EXIT, {FrameGroup.EXITED}),
            (
                AuditRate.OMISSION,
                {FrameGroup.DELISTED, FrameGroup.NEVER_REGISTERED},
            ),
            (
                AuditRate.INCLUSION_ERROR,
                {
                    FrameGroup.CURRENT,
                    FrameGroup.EXITED,
                    FrameGroup.RETAINED,
                    FrameGroup.ADDED,
                    FrameGroup.UNSTATED,
                },
            ),
        ],
    )
    def test_groups(self, kind: AuditRate, groups: set[FrameGroup]) -> None:
        """Each rate has its own base, in the sample and in words."""
        sample = stratified()
        inside = [o for o in sample.units if o.unit.group in groups]

        found = estimate(kind, sample, every(sample, 3))

        assert kind.groups == groups
        assert found.rate.base == sum(one.unit.size for one in inside)
        assert found.rate.unit is RateUnit.PERSONS
        assert kind.of_en in found.rate.of
        assert found.population == sum(
            one.weight * one.unit.size for one in inside
        )

    def test_both_bases_are_one(self) -> None:
        """Precision and inclusion error share the base of the registered."""
        assert (
            AuditRate.IDENTIFICATION_PRECISION.groups
            == AuditRate.INCLUSION_ERROR.groups
        )
        assert AuditRate.OMISSION.groups.isdisjoint(
            AuditRate.INCLUSION_ERROR.groups
        )

    def test_households(self) -> None:
        """In households each counts once, however large it is."""
        sample = stratified()
        exited = [o for o in sample.units if o.unit.group is FrameGroup.EXITED]

        found = estimate(
            AuditRate.WRONG_EXIT, sample, every(sample, 2), unit=HOUSEHOLDS
        )

        assert found.rate.base == len(exited)
        assert found.rate.of == "exited households sampled"

    def test_among(self) -> None:
        """The base can be narrowed, to the retained for one."""
        sample = stratified()
        retained = [
            o for o in sample.units if o.unit.group is FrameGroup.RETAINED
        ]

        found = estimate(
            AuditRate.INCLUSION_ERROR,
            sample,
            every(sample, 2),
            unit=HOUSEHOLDS,
            among=lambda one: one.unit.group is FrameGroup.RETAINED,
        )

        assert found.rate.base == len(retained)


class TestValue:
    @given(data=st.data())
    def test_weighted(self, data: st.DataObject) -> None:
        """It is the weighted hits over the weighted base, exactly."""
        sample = stratified(60)
        results = {one.code: data.draw(st.booleans()) for one in sample.units}
        inside = [o for o in sample.units if o.unit.group.in_register]
        top = sum(o.weight * o.unit.size for o in inside if results[o.code])

        found = estimate(AuditRate.INCLUSION_ERROR, sample, results)

        assert found.value == top / found.population
        assert found.low <= float(found.value) <= found.high

    @given(data=st.data())
    def test_complement(self, data: st.DataObject) -> None:
        """Precision is one less inclusion error, and so is its interval."""
        sample = clustered()
        wrong = {one.code: data.draw(st.booleans()) for one in sample.units}
        right = {code: not hit for code, hit in wrong.items()}

        error = estimate(AuditRate.INCLUSION_ERROR, sample, wrong)
        precision = estimate(AuditRate.IDENTIFICATION_PRECISION, sample, right)

        assert precision.value == 1 - error.value
        assert math.isclose(precision.low, 1 - error.high, abs_tol=1e-9)
        assert math.isclose(precision.high, 1 - error.low, abs_tol=1e-9)

    def test_persons_of_a_household(self) -> None:
        """A single member can be a hit, and then the household is one."""
        sample = look_back_sample(
            [
                SamplingUnit(code=code, group=FrameGroup.CURRENT, size=4)
                for code in "ABCD"
            ],
            seed=1,
            size=4,
        )
        results = dict.fromkeys("ABC", UnitResult(0, 4))
        results["D"] = UnitResult(1, 3)

        persons = estimate(AuditRate.INCLUSION_ERROR, sample, results)
        homes = estimate(
            AuditRate.INCLUSION_ERROR, sample, results, unit=HOUSEHOLDS
        )

        assert persons.value == Fraction(1, 15)
        assert homes.value == Fraction(1, 4)

    def test_a_census(self) -> None:
        """Where everybody was visited there is nothing to be unsure of."""
        sample = look_back_sample(FRAME, seed=1, size=len(FRAME))

        for method in (None, *list(IntervalMethod)[1:]):
            found = estimate(
                AuditRate.OMISSION, sample, every(sample, 9), method=method
            )
            assert found.low == found.high == float(found.value)
            assert found.standard_error == 0


class TestInterval:
    @given(hits=st.integers(0, 40))
    def test_simple(self, hits: int) -> None:
        """A simple sample of households has the exact interval."""
        sample = look_back_sample(simple(400), seed=1, size=40)
        results = {c: n < hits for n, c in enumerate(sample.codes)}
        rate = Rate(numerator=hits, base=40)

        found = estimate(
            AuditRate.WRONG_EXIT, sample, results, unit=HOUSEHOLDS
        )

        assert found.method is IntervalMethod.HYPERGEOMETRIC
        assert found.interval == exact_interval(rate, population=400)

    @given(hits=st.integers(1, 39))
    def test_simple_from_many(self, hits: int) -> None:
        """From very many it is Clopper and Pearson's, or Wilson's."""
        sample = look_back_sample(simple(40), seed=1, size=20)
        # The same households with a chance of nearly nothing.
        rare = attrs.evolve(
            sample,
            drawn=tuple(
                attrs.evolve(
                    one,
                    chance=Fraction(1, 10**12),
                    sampled=Fraction(1, 10**12),
                )
                for one in sample.drawn
            ),
        )
        hits = hits % 20 or 1
        results = {c: n < hits for n, c in enumerate(rare.codes)}
        rate = Rate(numerator=hits, base=20)

        for method, expected in (
            (IntervalMethod.KORN_GRAUBARD, exact_interval(rate)),
            (IntervalMethod.WILSON, wilson_interval(rate)),
        ):
            found = estimate(
                AuditRate.WRONG_EXIT,
                rare,
                results,
                unit=HOUSEHOLDS,
                method=method,
            )
            for end, other in zip(found.interval, expected, strict=True):
                assert math.isclose(end, other, rel_tol=1e-6)
            assert found.design_effect is not None
            assert math.isclose(found.design_effect, 1)

    def test_clusters_cost(self) -> None:
        """Hits that keep to villages make the estimate less sure."""
        sample = clustered()
        villages = sorted({one.clusters[0] for one in sample.units})
        together = {
            one.code: one.clusters[0] == villages[0] for one in sample.units
        }
        spread = every(sample, 8)

        alike, mixed = (
            estimate(
                AuditRate.INCLUSION_ERROR, sample, results, unit=HOUSEHOLDS
            )
            for results in (together, spread)
        )

        assert alike.design_effect is not None
        assert alike.design_effect > 3
        assert alike.effective_size < mixed.effective_size / 2
        assert alike.high - alike.low > mixed.high - mixed.low

    def test_nobody_is_hit(self) -> None:
        """Without hits each village counts as one, unless more is known."""
        sample = clustered()
        none = dict.fromkeys(sample.codes, False)
        villages = {
            one.clusters for one in sample.units if one.unit.group.in_register
        }

        cautious = estimate(AuditRate.INCLUSION_ERROR, sample, none)
        told = estimate(
            AuditRate.INCLUSION_ERROR, sample, none, design_effect=2.0
        )

        assert cautious.design_effect is None
        assert cautious.primaries == len(villages)
        assert cautious.effective_size == len(villages)
        assert told.effective_size == told.rate.base / 2
        assert cautious.high > told.high > 0
        assert cautious.low == told.low == 0

    def test_level(self) -> None:
        """The surer it is to be, the wider it is, by every method."""
        sample = clustered()
        for method in list(IntervalMethod)[1:]:
            narrow, wide = (
                estimate(
                    AuditRate.INCLUSION_ERROR,
                    sample,
                    every(sample, 7),
                    level=level,
                    method=method,
                )
                for level in (0.8, 0.99)
            )
            assert wide.low < narrow.low < narrow.high < wide.high

    def test_finite_population(self) -> None:
        """A sample that is most of its strata is surer."""
        units = province(6, groups=3)
        little, most = (
            look_back_sample(units, seed=1, size=size) for size in (45, 90)
        )
        errors = [
            estimate(
                AuditRate.INCLUSION_ERROR, one, every(one, 4), unit=HOUSEHOLDS
            ).standard_error
            for one in (little, most)
        ]

        assert errors[1] < errors[0] * math.sqrt(45 / 90) * 0.9

    def test_not_one_stratum(self) -> None:
        """The hypergeometric one is for one stratum of households."""
        sample = stratified()

        with pytest.raises(InvalidValueError, match="not one stratum"):
            estimate(
                AuditRate.INCLUSION_ERROR,
                sample,
                every(sample, 2),
                method=IntervalMethod.HYPERGEOMETRIC,
            )


class TestUnknown:
    @given(data=st.data())
    def test_bounds(self, data: st.DataObject) -> None:
        """Whatever the undetermined are, the share is within the bounds."""
        sample = stratified(60)
        results: dict[str, VisitResult] = {
            one.code: data.draw(st.sampled_from([True, False, None]))
            for one in sample.units
        }
        filled = {
            code: data.draw(st.booleans()) if hit is None else hit
            for code, hit in results.items()
        }
        if all(
            results[one.code] is None
            for one in sample.units
            if one.unit.group.in_register
        ):
            return

        found = estimate(AuditRate.INCLUSION_ERROR, sample, results)
        whole = estimate(AuditRate.INCLUSION_ERROR, sample, filled)

        assert found.least <= whole.value <= found.most
        assert found.least <= found.value <= found.most

    def test_absent_is_undetermined(self) -> None:
        """A household without a result is no household without a fault."""
        sample = stratified()
        some = dict(list(every(sample, 2).items())[50:])

        found = estimate(AuditRate.INCLUSION_ERROR, sample, some)
        said = found.render("zh")

        registered = [o for o in sample.units[:50] if o.unit.group.in_register]
        assert found.undetermined == len(registered)
        assert found.population == sum(
            o.weight * o.unit.size
            for o in sample.units
            if o.unit.group.in_register
        )
        assert f"另有{found.undetermined}户未能认定" in said
        assert "Households without a result: " in str(found)

    def test_nobody_determined(self) -> None:
        """Without any result there is no rate."""
        with pytest.raises(InvalidValueError, match="nobody in the base"):
            estimate(AuditRate.WRONG_EXIT, stratified(), {})


def one_village_a_county() -> LookBackSample:
    return look_back_sample(
        FRAME,
        seed=1,
        stages=[Stage("county"), Stage("village", 1)],
        size=5,
    )


class TestLonely:
    def test_is_refused(self) -> None:
        """One village a county shows no spread: somebody has to agree."""
        sample = one_village_a_county()

        with pytest.raises(InvalidValueError, match="CENTRED"):
            estimate(AuditRate.INCLUSION_ERROR, sample, every(sample, 2))

    def test_conventions(self) -> None:
        """To count as certain adds nothing, to be centred something."""
        sample = one_village_a_county()
        errors = [
            estimate(
                AuditRate.INCLUSION_ERROR,
                sample,
                every(sample, 3),
                lonely=lonely,
            ).standard_error
            for lonely in (LonelyCluster.CERTAIN, LonelyCluster.CENTRED)
        ]

        assert errors[0] == 0 < errors[1]

    def test_elsewhere(self) -> None:
        """A lonely stratum that is not in the base does no harm."""
        units = [
            *simple(20),
            SamplingUnit(code="W1", group=FrameGroup.NEVER_REGISTERED),
            SamplingUnit(code="W2", group=FrameGroup.NEVER_REGISTERED),
        ]
        sample = look_back_sample(
            units, seed=1, size={"exited": 5, "never-registered": 1}
        )

        found = estimate(AuditRate.WRONG_EXIT, sample, every(sample, 2))

        assert found.rate.base == 5


class TestSays:
    def test_both_languages(self) -> None:
        """98 % is printed with its base and its interval."""
        sample = clustered()
        results = {c: n >= 2 for n, c in enumerate(sample.codes)}

        found = estimate(AuditRate.IDENTIFICATION_PRECISION, sample, results)
        zh, en = found.render("zh"), found.render()

        assert zh.startswith("精准率9")
        assert f"基数：抽查的建档立卡对象{found.rate.base}人" in zh
        assert "95%置信区间" in zh
        assert "有效样本量" in zh
        assert f"of {found.rate.base} registered persons sampled" in en
        assert "95% interval" in en
        assert "design effect" in en

    def test_no_design_effect(self) -> None:
        """Where the sample tells no design effect, that is said."""
        sample = clustered()
        found = estimate(
            AuditRate.OMISSION, sample, dict.fromkeys(sample.codes, False)
        )

        assert "样本不足以估计设计效应" in found.render("zh")
        assert "no design effect can be told" in found.render()

    def test_substitutes(self) -> None:
        """How many stand in for others is said."""
        sample = stratified()
        first = next(
            o for o in sample.units if o.unit.group is FrameGroup.EXITED
        )
        after = sample.substituted(
            first.code,
            reason="外出",
            on=dt.date(2016, 11, 3),
            decided_by="审计组",
        )

        found = estimate(AuditRate.WRONG_EXIT, after, every(after, 2))

        assert found.substituted == 1
        assert found.render("zh").endswith("其中1户为替换户。")
        assert str(found).endswith("Households that stand in for others: 1.")

    def test_rounds_outwards(self) -> None:
        """The printed interval holds the interval."""
        sample = look_back_sample(simple(5000), seed=1, size=300)
        found = estimate(
            AuditRate.WRONG_EXIT,
            sample,
            dict.fromkeys(sample.codes, False),
            unit=HOUSEHOLDS,
        )

        # 59 of 5,000 is 1.18 %.
        assert found.high == 0.0118
        assert "0.0% to 1.2%" in str(found)
        assert "of 5000 households in all" in str(found)
        assert "总体5000户" in found.render("zh")


class TestRefusals:
    def test_strangers(self) -> None:
        """A result of nobody in the sample is a slip, and is masked."""
        number = "999999199901010017"

        with pytest.raises(UnknownNameError) as found:
            estimate(AuditRate.OMISSION, stratified(), {number: True})

        assert number not in str(found.value)

    def test_replaced(self) -> None:
        """A result of a household that was replaced is one of nobody."""
        sample = stratified()
        after = sample.substituted(
            sample.codes[0],
            reason="外出",
            on=dt.date(2016, 11, 3),
            decided_by="审计组",
        )

        with pytest.raises(UnknownNameError):
            estimate(AuditRate.OMISSION, after, {sample.codes[0]: True})

    @pytest.mark.parametrize("result", ["yes", 1, 0.0])
    def test_results(self, result: Any) -> None:
        """A result is a yes, a no, so many persons, or unknown."""
        sample = stratified()
        given: Mapping[str, Any] = {sample.codes[0]: result}

        with pytest.raises(InvalidValueError, match="no result of a visit"):
            estimate(AuditRate.OMISSION, sample, given)

    @pytest.mark.parametrize(("hits", "among"), [(2, 1), (-1, 1), (1.0, 2)])
    def test_parts(self, hits: Any, among: Any) -> None:
        """A part of a household is no larger than it is."""
        with pytest.raises(InvalidValueError, match="part of a household"):
            UnitResult(hits, among)

    @pytest.mark.parametrize("level", [0, 1, 95])
    def test_level(self, level: float) -> None:
        """A level is between 0 and 1."""
        with pytest.raises(InvalidValueError, match="level"):
            estimate(AuditRate.OMISSION, stratified(), {}, level=level)

    def test_unit(self) -> None:
        """An estimate says what it counts."""
        with pytest.raises(InvalidValueError, match="persons or households"):
            estimate(
                AuditRate.OMISSION, stratified(), {}, unit=RateUnit.UNKNOWN
            )
