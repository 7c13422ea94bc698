"""Drawing: chances that add up, and the same sample everywhere."""

from __future__ import annotations

import datetime as dt

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.audit import (
    Allocation,
    Chance,
    FrameGroup,
    LookBackSample,
    SamplingFrame,
    SamplingUnit,
    Stage,
    look_back_sample,
)
from pa_registry.audit.chances_by_size import certain, stepped
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.model import DivisionLevel, Household, Registry, Status
from tests.audit.frames import province, simple


if TYPE_CHECKING:
    from collections.abc import Mapping


FRAME = province(30)
TWO_STAGES = (
    Stage(DivisionLevel.COUNTY),
    Stage(DivisionLevel.VILLAGE, 4, chance=Chance.BY_HOUSEHOLDS),
)
DESIGNS: dict[str, dict[str, Any]] = {
    "stratified": {"size": 60},
    "given": {"size": {"current": 5, "exited-2014": 7}},
    "villages": {"stages": [Stage("village", 6)], "size": 5},
    "by size": {"stages": TWO_STAGES, "size": 5},
    "three stages": {
        "stages": [
            Stage("county", 1),
            Stage("township", Fraction(1, 2)),
            Stage("village", 2, chance=Chance.BY_PERSONS),
        ],
        "size": {"current": 3, "never-registered": 3},
    },
}


def drawn(
    name: str, units: Any = FRAME, seed: int | str = 2016
) -> LookBackSample:
    return look_back_sample(units, seed=seed, reserves=2, **DESIGNS[name])


# The draws of one machine, kept: they are the same on every Python.
GOLDEN = {
    "stratified": "3db7fce87979f6c1",
    "given": "8fe816d5a7a88cbd",
    "villages": "4ea84ee658179f10",
    "by size": "8674a52880b4bd3b",
    "three stages": "355f56a44674919e",
}


@pytest.mark.parametrize("name", DESIGNS)
class TestSame:
    def test_everywhere(self, name: str) -> None:
        """The same seed gives the sample that is written down here."""
        assert drawn(name).fingerprint[:16] == GOLDEN[name]

    def test_in_any_order(self, name: str) -> None:
        """The order of the frame does not matter."""
        turned = drawn(name, tuple(reversed(FRAME)))
        mixed = drawn(name, sorted(FRAME, key=lambda one: one.code[::-1]))

        assert turned.drawn == drawn(name).drawn == mixed.drawn
        assert turned.fingerprint == mixed.fingerprint

    def test_by_seed(self, name: str) -> None:
        """Another seed gives another sample."""
        assert drawn(name).codes != drawn(name, seed=2017).codes

    def test_once(self, name: str) -> None:
        """Nobody is drawn twice, or is a reserve and drawn."""
        sample = drawn(name)
        reserves = {
            one.code for held in sample.reserves.values() for one in held
        }

        assert len(set(sample.codes)) == len(sample.codes)
        assert reserves.isdisjoint(sample.codes)
        assert all(0 < one.chance <= 1 for one in sample.units)


class TestStratified:
    @given(size=st.integers(14, len(FRAME)), seed=st.integers(0, 99))
    def test_weights(self, size: int, seed: int) -> None:
        """In each stratum the weights add up to its households, exactly."""
        sample = look_back_sample(FRAME, seed=seed, size=size)
        sums = dict.fromkeys((one.stratum for one in FRAME), Fraction(0))
        for one in sample.units:
            sums[one.stratum] += one.weight

        assert sums == Counter(one.stratum for one in FRAME)
        assert len(sample.units) == size

    @given(
        size=st.integers(14, len(FRAME) - 1),
        allocation=st.sampled_from(
            [Allocation.PROPORTIONAL, Allocation.EQUAL]
        ),
    )
    def test_grows(self, size: int, allocation: Allocation) -> None:
        """A larger sample by the same seed contains the smaller one."""
        small, large = (
            look_back_sample(FRAME, seed=1, size=many, allocation=allocation)
            for many in (size, size + 1)
        )

        assert set(small.codes) < set(large.codes)

    def test_partition(self) -> None:
        """The strata are a partition of the frame."""
        frame = SamplingFrame(units=FRAME)
        counts = frame.strata()

        assert sum(o.households for o in counts.values()) == len(FRAME)
        assert sum(o.persons for o in counts.values()) == frame.count().persons
        assert list(counts) == sorted(counts)

    def test_own_strata(self) -> None:
        """Strata can be anything that a unit can be told apart by."""
        sample = look_back_sample(
            FRAME, seed=1, size=10, strata=lambda one: one.path[0]
        )

        assert {one.stratum for one in sample.units} == {"990101", "990102"}

    def test_alike(self) -> None:
        """Each household is drawn about as often as its chance says."""
        units = simple(20)
        times: Counter[str] = Counter()
        for seed in range(1000):
            times.update(look_back_sample(units, seed=seed, size=5).codes)

        # Each has 250 ± 14; five of those, for twenty of them.
        assert all(180 < times[one.code] < 320 for one in units)


class TestClusters:
    def test_chances(self) -> None:
        """The chance is that of each stage, one times the other."""
        sample = drawn("by size")
        homes = Counter(one.path[2] for one in FRAME)
        county = Counter(one.path[0] for one in FRAME)

        for one in sample.units:
            top, _, village = one.unit.path
            expected = Fraction(4 * homes[village], county[top])
            expected *= Fraction(min(5, homes[village]), homes[village])
            assert one.chance == expected

    def test_self_weighting(self) -> None:
        """Villages by households, and as many in each: all weigh alike."""
        weights = {
            (one.clusters[0], one.weight) for one in drawn("by size").units
        }

        assert len(weights) == 2

    def test_primary_units(self) -> None:
        """The first cluster that was not certain is the first-stage unit."""
        for one in drawn("by size").units:
            assert one.variance_stratum == one.clusters[:1]
            assert one.primary == one.clusters[1]
            assert one.sampled is None

    @given(take=st.integers(1, 29))
    def test_grows(self, take: int) -> None:
        """More villages of equal chance contain the fewer."""
        small, large = (
            look_back_sample(
                FRAME, seed=1, stages=[Stage("village", many)], size=3
            )
            for many in (take, take + 1)
        )

        assert set(small.codes) < set(large.codes)

    def test_all_is_a_stratum(self) -> None:
        """Villages that are all taken only form strata."""
        sample = look_back_sample(
            FRAME, seed=1, stages=[Stage("village")], size=3
        )

        assert sum(one.weight for one in sample.units) == len(FRAME)
        assert {one.primary for one in sample.units} == set(sample.codes)
        assert all(one.sampled == one.chance for one in sample.units)

    def test_a_giant_is_certain(self) -> None:
        """A cluster that is larger than a step is a stratum of its own."""
        units = [
            SamplingUnit(
                code=f"H{n}",
                group=FrameGroup.CURRENT,
                path=("C", "T", "giant" if n < 80 else f"V{n % 8}"),
            )
            for n in range(100)
        ]
        sample = look_back_sample(
            units,
            seed=1,
            stages=[Stage("village", 3, chance=Chance.BY_HOUSEHOLDS)],
            size=2,
        )
        strata = {one.variance_stratum for one in sample.units}

        assert strata == {(), ("C/T/giant",)}
        for one in sample.units:
            large = one.clusters == ("C/T/giant",)
            inside = Fraction(2, 80) if large else None
            assert one.sampled == inside

    @given(
        measures=st.lists(st.integers(1, 20), min_size=1, max_size=8),
        data=st.data(),
    )
    def test_by_size_exactly(
        self, measures: list[int], data: st.DataObject
    ) -> None:
        """Over all starts each is hit by exactly its share; all are tried."""
        take = data.draw(st.integers(1, len(measures)))
        sizes = {f"V{n}": size for n, size in enumerate(measures)}
        large = certain(sizes, take)
        rest = {code: m for code, m in sizes.items() if code not in large}
        left, whole = take - len(large), sum(rest.values())
        if not left:
            return
        hits: Counter[str] = Counter()
        for start in range(whole):
            found = stepped(rest, left, start=start)
            assert len(found) == len(set(found)) == left
            hits.update(found)

        assert hits == Counter({c: left * m for c, m in rest.items()})
        assert all(left * m < whole for m in rest.values())


DAY = dt.date(2016, 11, 3)


def replaced(sample: LookBackSample, code: str) -> LookBackSample:
    return sample.substituted(
        code, reason="整户外出", on=DAY, decided_by="审计组"
    )


class TestReserves:
    def test_logged(self) -> None:
        """The next reserve comes in, with the weight, and on the record."""
        sample = drawn("stratified")
        first = sample.units[0]
        held = sample.reserves[first.code]

        after = replaced(sample, first.code)

        assert after.units[0].unit == held[0]
        assert after.units[0].weight == first.weight
        assert after.units[0].stands_for == first.code
        assert after.units[0].primary == held[0].code
        assert after.codes[1:] == sample.codes[1:]
        assert sample.substitutions == ()
        (log,) = after.substitutions
        assert log.render("zh").startswith("2016年11月3日，")
        assert "reserve" in str(log)

    def test_again(self) -> None:
        """A reserve that is not at home is followed by the next one."""
        sample = drawn("villages")
        first = sample.units[0]
        held = sample.reserves[first.code]

        after = replaced(replaced(sample, first.code), held[0].code)

        assert after.units[0].unit == held[1]
        assert after.units[0].stands_for == first.code
        assert after.units[0].primary == first.primary

    def test_one_list(self) -> None:
        """Two households of one stratum never get the same reserve."""
        sample = drawn("stratified")
        one, other = sample.units[:2]
        assert one.stratum == other.stratum

        after = replaced(replaced(sample, one.code), other.code)

        assert len(set(after.codes)) == len(after.codes)

    def test_none_left(self) -> None:
        """Where no reserve is left, nobody is picked by hand."""
        sample = look_back_sample(simple(9), seed=1, size=3)

        with pytest.raises(InvalidValueError, match="no reserve is left"):
            replaced(sample, sample.codes[0])

    def test_strangers(self) -> None:
        """Whoever is not to be visited cannot be replaced."""
        sample = drawn("stratified")
        once = replaced(sample, sample.codes[0])

        for code in ("nobody", sample.codes[0]):
            with pytest.raises(UnknownNameError):
                replaced(once, code)

    @pytest.mark.parametrize(
        "wrong",
        [{"reason": " "}, {"decided_by": ""}, {"on": "2016-11-03"}],
    )
    def test_silence(self, wrong: dict[str, Any]) -> None:
        """A substitution says why, when and by whom."""
        sample = drawn("stratified")
        said: dict[str, Any] = {
            "reason": "外出",
            "on": DAY,
            "decided_by": "组长",
        }

        with pytest.raises(InvalidValueError, match="Substitution"):
            sample.substituted(sample.codes[0], **{**said, **wrong})


def _by_size(unit: SamplingUnit) -> int:
    return unit.size


SEED: dict[str, Any] = {"seed": 1}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"size": 0}, "size"),
    ({"size": len(FRAME) + 1}, "size"),
    ({"size": {"current": -1}}, "size"),
    ({"size": {"current": 0}}, "size"),
    ({"size": 20, "reserves": -1}, "reserves"),
    ({"size": 20, "seed": 1.5}, "seed"),
    ({"size": 20, "strata": _by_size}, "strata"),
    ({"size": 0, "stages": [Stage("village", 2)]}, "size"),
    (
        {"size": 2, "stages": [Stage("village"), Stage("county")]},
        "go down",
    ),
]


class TestRefusals:
    @pytest.mark.parametrize(
        ("design", "match"),
        WRONG,
    )
    def test_designs(self, design: dict[str, Any], match: str) -> None:
        """What cannot be drawn is refused, with what to do."""
        with pytest.raises(InvalidValueError, match=match):
            look_back_sample(FRAME, **{**SEED, **design})

    @pytest.mark.parametrize(
        "design",
        [
            {"size": {"currently": 5}},
            {"size": 2, "stages": [Stage("hamlet", 1)]},
            {"size": {"x": 2}, "stages": [Stage("village", 1)]},
        ],
    )
    def test_names(self, design: dict[str, Any]) -> None:
        """A stratum or a level that is not there is a slip."""
        with pytest.raises(UnknownNameError):
            look_back_sample(FRAME, seed=1, **design)

    @pytest.mark.parametrize("take", [0, -1, 1.5, Fraction(3, 2), True])
    def test_takes(self, take: Any) -> None:
        """A stage takes a number, a share, or all."""
        with pytest.raises(InvalidValueError, match="take"):
            Stage("village", take)

    def test_nobody(self) -> None:
        """From nobody nothing is drawn."""
        with pytest.raises(InvalidValueError, match="nobody to draw"):
            look_back_sample([], seed=1, size=1)

    def test_other_things(self) -> None:
        """Households are no rows of a frame."""
        given: Any = [Household(number="H1")]
        with pytest.raises(InvalidValueError, match="SamplingUnit"):
            look_back_sample(given, seed=1, size=1)

    def test_no_path(self) -> None:
        """Without a path no cluster is drawn."""
        with pytest.raises(InvalidValueError, match="in no cluster"):
            look_back_sample(
                simple(9), seed=1, size=1, stages=[Stage("village", 1)]
            )

    def test_an_empty_cluster(self) -> None:
        """A village of nobody has no chance by its persons."""
        units = [
            SamplingUnit(
                code=f"H{n}",
                group=FrameGroup.CURRENT,
                path=("C", "T", f"V{n}"),
                size=n,
            )
            for n in range(5)
        ]
        with pytest.raises(InvalidValueError, match="nobody lives"):
            look_back_sample(
                units,
                seed=1,
                size=1,
                stages=[Stage("village", 2, chance=Chance.BY_PERSONS)],
            )


def test_from_a_register() -> None:
    """A register is its own frame."""
    homes = tuple(
        Household(number=f"H{n}", status=status, exit_year=year)
        for n, (status, year) in enumerate(
            [(Status.CURRENT, None), (Status.EXITED, 2014)] * 5
        )
    )
    sizes: Mapping[str, int] = {"current": 2, "exited-2014": 3}

    sample = look_back_sample(Registry(households=homes), seed=1, size=sizes)

    assert Counter(one.stratum for one in sample.units) == sizes
