"""The four rates of data quality, each over its own base."""

from __future__ import annotations

import datetime as dt

from fractions import Fraction
from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.audit import DataQuality, data_quality
from pa_registry.audit.quality import visit_finding
from pa_registry.errors import InvalidValueError
from pa_registry.exchange import read_evidence
from pa_registry.model import (
    Evidence,
    Finding,
    LeaveReason,
    Registry,
    Status,
    Visit,
    VisitMode,
)
from pa_registry.money import Rate, RateUnit
from tests.audit.cases import neighbour
from tests.audit.check_samples import (
    CHILD,
    DAY,
    VILLAGE,
    exited,
    register,
    sound,
    with_member,
)


def quality(registry: Registry, **more: Any) -> DataQuality:
    (only,) = data_quality(registry, at=DAY, **more)
    return only


def rates(county: DataQuality) -> tuple[int, int]:
    """Give the accuracy and the validity of a county with one household."""
    assert (county.accuracy.base, county.validity.base) == (1, 1)
    return county.accuracy.numerator, county.validity.numerator


def visited(
    finding: Finding | None,
    *,
    mode: VisitMode | None = VisitMode.HOME,
    met: bool | None = True,
    day: dt.date | None = DAY,
) -> Evidence:
    visit = Visit(mode=mode, met_somebody=met, finding=finding, day=day)
    return Evidence(visits=(visit,))


class TestTruth:
    @pytest.mark.parametrize(
        ("finding", "home", "agrees"),
        [
            (Finding.POOR, sound(), True),
            (Finding.NOT_POOR, sound(), False),
            (Finding.POOR, exited(), False),
            (Finding.NOT_POOR, exited(), True),
        ],
    )
    def test_status_against_visit(
        self, finding: Finding, home: Any, *, agrees: bool
    ) -> None:
        """The stock should be found poor, and the exited not."""
        found = quality(register(home), evidence={"H1": visited(finding)})

        assert found.truth == Rate(
            numerator=int(agrees),
            base=1,
            unit=RateUnit.HOUSEHOLDS,
            of="visited in person",
        )

    @pytest.mark.parametrize(
        "evidence",
        [
            None,
            Evidence.none(),
            visited(Finding.UNCLEAR),
            visited(None),
            visited(Finding.POOR, mode=VisitMode.TELEPHONE),
            visited(Finding.POOR, mode=VisitMode.REMOTE),
            visited(Finding.POOR, mode=None),
            visited(Finding.POOR, met=False),
            visited(Finding.POOR, met=None),
            Evidence(
                visits=(
                    *visited(Finding.POOR).visits,
                    *visited(Finding.NOT_POOR).visits,
                )
            ),
        ],
    )
    def test_what_settles_nothing(self, evidence: Evidence | None) -> None:
        """A visit that settles nothing is not in the base."""
        assert visit_finding(evidence) is None

    def test_the_last_day_decides(self) -> None:
        """Of two visits in person the later one counts."""
        earlier = visited(Finding.POOR, day=dt.date(2016, 1, 1))
        later = visited(Finding.NOT_POOR)
        both = Evidence(visits=(*later.visits, *earlier.visits))

        assert visit_finding(both) is Finding.NOT_POOR

    def test_without_a_status(self) -> None:
        """A household without a status cannot be held against a visit."""
        evidence = {"H1": visited(Finding.POOR)}

        assert (
            quality(
                register(sound(status=None)), evidence=evidence
            ).truth.value
            is None
        )

    def test_takes_what_a_reader_gives(self) -> None:
        """Evidence as it was read from files will do."""
        read = read_evidence({}, None, registry=register(sound()))

        assert quality(register(sound()), evidence=read).truth.base == 0


class TestEntries:
    def test_nothing_wrong(self) -> None:
        """A household without findings counts in both rates."""
        found = quality(register(sound()))

        assert rates(found) == (1, 1)
        assert found.stability is None

    def test_a_contradiction(self) -> None:
        """A contradiction counts against accuracy only."""
        found = quality(register(sound(printed_size=9)))

        assert rates(found) == (0, 1)

    def test_a_blank(self) -> None:
        """A blank counts against validity only."""
        found = quality(register(sound(fuel=None)))

        assert rates(found) == (1, 0)

    def test_what_is_only_unlikely(self) -> None:
        """A value that is only unlikely counts against neither."""
        found = quality(register(sound(cropland=99_999)))

        assert rates(found) == (1, 1)

    def test_many_findings_are_one_household(self) -> None:
        """A household with many findings counts once."""
        homes = (sound(fuel=None, toilet=None), neighbour("H2", VILLAGE))
        found = quality(register(*homes))

        assert (found.validity.numerator, found.validity.base) == (1, 2)

    @given(
        codes=st.lists(
            st.sampled_from(
                ("990101001001", "990102001001", "990201001001", None)
            ),
            max_size=6,
        )
    )
    def test_bases_add_up(self, codes: list[str | None]) -> None:
        """Each household is in the base of its own county, and of one."""
        homes = [
            sound(number=f"H{n}", division=code)
            for n, code in enumerate(codes)
        ]
        rows = data_quality(register(*homes), at=DAY)

        assert [one.division for one in rows] == sorted(
            {"" if code is None else code[:6] for code in codes}
        )
        assert sum(one.accuracy.base for one in rows) == len(codes)
        assert all(one.validity.base == one.accuracy.base for one in rows)

    def test_who_is_gone(self) -> None:
        """A household that was removed is in no base."""
        assert (
            data_quality(register(sound(status=Status.REMOVED)), at=DAY) == ()
        )


class TestStability:
    def test_a_reason_on_record(self) -> None:
        """Who left with a reason counts as stable."""
        after = with_member(
            CHILD, sound(), left=DAY, leave_reason=LeaveReason.MOVED_OUT
        )
        found = quality(register(after), before=register(sound()))

        assert str(found.stability) == (
            "100.0% (3 of 3 persons in the earlier register)"
        )

    def test_gone_without_a_reason(self) -> None:
        """Who is simply not there any more does not."""
        after = attrs.evolve(sound(), members=sound().members[:2])
        found = quality(register(after), before=register(sound()))

        assert found.stability is not None
        assert found.stability.value == Fraction(2, 3)

    def test_a_whole_household_gone(self) -> None:
        """A county of which nobody is left is still there, with its base."""
        (only,) = data_quality(register(), at=DAY, before=register(sound()))

        assert only.division == "990101"
        assert only.accuracy.value is None
        assert only.stability is not None
        assert only.stability.value == 0

    def test_who_came_is_not_in_the_base(self) -> None:
        """Stability is about the persons of the earlier register."""
        found = quality(
            register(sound()),
            before=register(
                attrs.evolve(sound(), members=sound().members[:1])
            ),
        )

        assert found.stability is not None
        assert (found.stability.numerator, found.stability.base) == (1, 1)

    def test_who_was_gone_already(self) -> None:
        """Households that were out before are in no base."""
        found = quality(
            register(sound()), before=register(sound(status=Status.REMOVED))
        )

        assert found.stability is not None
        assert found.stability.value is None


class TestScore:
    @pytest.mark.parametrize(
        "weights",
        [
            {},
            {"truth": Fraction(1, 2)},
            {"truth": Fraction(1, 2), "beauty": Fraction(1, 2)},
            {"truth": 1},
            {"truth": Fraction(3, 2), "accuracy": Fraction(-1, 3)},
        ],
    )
    def test_weights(self, weights: Any) -> None:
        """Weights that are no shares of the four are refused."""
        with pytest.raises(InvalidValueError, match="weights"):
            quality(register(sound())).score(weights)

    def test_weighs(self) -> None:
        """Each rate counts by its weight."""
        county = quality(
            register(sound(fuel=None)),
            evidence={"H1": visited(Finding.POOR)},
        )
        weights = {
            "truth": Fraction(1, 4),
            "accuracy": Fraction(1, 4),
            "validity": Fraction(1, 2),
        }

        assert county.score(weights) == Fraction(1, 2)

    def test_nobody_visited(self) -> None:
        """Without visits there is no truth to weigh, and no score."""
        county = quality(register(sound()))

        assert county.score({"truth": Fraction(1)}) is None
