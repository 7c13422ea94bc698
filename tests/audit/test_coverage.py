"""
Intervals cover the truth as often as they say: simulated, and counted.

Each design is drawn 200 times, by the seeds 0 to 199, from an invented
province with a known truth.  Of 200 intervals at 95 % some 190 cover it;
fewer than 181 would be three standard errors short.  The seeds are fixed,
so that the counts are the same on every machine.
"""

from __future__ import annotations

import math

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from pa_registry.audit import (
    Allocation,
    AuditRate,
    Chance,
    IntervalMethod,
    Stage,
    estimate,
    exact_interval,
    look_back_sample,
)
from pa_registry.draw import digest
from pa_registry.money import Rate, RateUnit
from tests.audit.frames import province, simple


if TYPE_CHECKING:
    from pa_registry.audit import SamplingUnit


TIMES = 200
ENOUGH = 181
FRAME = province(40, groups=3)


def is_wrong(unit: SamplingUnit) -> bool:
    """Plant the truth: some villages have many, some groups have more."""
    village = digest(7, unit.path[2]) % 4
    in_a_hundred = 2 + 5 * village + (10 if unit.year == 2014 else 0)
    return digest(7, unit.code) % 100 < in_a_hundred


def one_stratum(_unit: SamplingUnit) -> str:
    return "all"


DESIGNS: dict[str, dict[str, Any]] = {
    "simple": {"size": 150, "strata": one_stratum},
    "stratified": {"size": 150},
    "equal": {"size": 150, "allocation": Allocation.EQUAL},
    "villages": {"stages": [Stage("village", 15)], "size": 10},
    "villages by households": {
        "stages": [
            Stage("county"),
            Stage("village", 8, chance=Chance.BY_HOUSEHOLDS),
        ],
        "size": 10,
    },
    "townships by persons": {
        "stages": [
            Stage("township", 8, chance=Chance.BY_PERSONS),
            Stage("village", 2),
        ],
        "size": {"current": 5, "exited-2014": 5, "exited-2015": 5},
    },
}


def truth(unit: RateUnit) -> float:
    """Count the whole province."""
    sizes = [
        (one.size if unit is RateUnit.PERSONS else 1, is_wrong(one))
        for one in FRAME
    ]
    return sum(s for s, wrong in sizes if wrong) / sum(s for s, _ in sizes)


def covering(
    design: dict[str, Any], method: IntervalMethod | None
) -> Counter[RateUnit]:
    """Count how many of the samples cover the truth, in either unit."""
    times: Counter[RateUnit] = Counter()
    for seed in range(TIMES):
        sample = look_back_sample(FRAME, seed=seed, **design)
        results = {one.code: is_wrong(one.unit) for one in sample.units}
        for unit in UNITS:
            found = estimate(
                AuditRate.INCLUSION_ERROR,
                sample,
                results,
                unit=unit,
                method=method,
            )
            times[unit] += found.low <= TRUTH[unit] <= found.high
    return times


UNITS = (RateUnit.HOUSEHOLDS, RateUnit.PERSONS)
TRUTH = {unit: truth(unit) for unit in UNITS}


@pytest.mark.parametrize("name", DESIGNS)
def test_simulated(name: str) -> None:
    """The default interval covers the truth, of households and persons."""
    found = covering(DESIGNS[name], None)

    assert 0.05 < min(TRUTH.values()) <= max(TRUTH.values()) < 0.3
    assert min(found.values()) >= ENOUGH
    assert max(found.values()) <= TIMES


def test_wilson_in_clusters() -> None:
    """Wilson's interval for the effective size covers the truth as well."""
    found = covering(DESIGNS["villages by households"], IntervalMethod.WILSON)

    assert min(found.values()) >= ENOUGH


def test_the_plain_one_does_not() -> None:
    """What takes villages for a simple sample falls short: the check bites."""
    wrong = {one.code: not digest(7, one.path[2]) % 4 for one in FRAME}
    share = sum(wrong.values()) / len(FRAME)
    plain = designed = 0
    for seed in range(TIMES):
        sample = look_back_sample(
            FRAME, seed=seed, size=10, stages=[Stage("village", 15)]
        )
        results = {code: wrong[code] for code in sample.codes}
        rate = Rate(numerator=sum(results.values()), base=len(results))
        low, high = exact_interval(rate)
        plain += low <= share <= high
        found = estimate(AuditRate.INCLUSION_ERROR, sample, results)
        designed += found.low <= TRUTH_BY_VILLAGE <= found.high

    assert plain < ENOUGH <= designed


TRUTH_BY_VILLAGE = sum(
    one.size for one in FRAME if not digest(7, one.path[2]) % 4
) / sum(one.size for one in FRAME)


@pytest.mark.parametrize("method", [None, IntervalMethod.KORN_GRAUBARD])
@pytest.mark.parametrize(
    ("everybody", "size"), [(50, 10), (80, 40), (80, 70), (200, 100)]
)
def test_every_sample(
    everybody: int, size: int, method: IntervalMethod | None
) -> None:
    """Over all samples that could be drawn, by counting and not by chance."""
    sample = look_back_sample(simple(everybody), seed=1, size=size)
    ends = [
        estimate(
            AuditRate.WRONG_EXIT,
            sample,
            {code: n < hits for n, code in enumerate(sample.codes)},
            unit=RateUnit.HOUSEHOLDS,
            method=method,
        ).interval
        for hits in range(size + 1)
    ]
    ways = math.comb(everybody, size)
    for marked in range(everybody + 1):
        covered = sum(
            math.comb(marked, hits)
            * math.comb(everybody - marked, size - hits)
            for hits, (low, high) in enumerate(ends)
            if low <= marked / everybody <= high
        )
        assert covered * 20 >= ways * 19
