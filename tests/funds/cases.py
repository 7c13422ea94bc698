"""Made-up units and formulas that the tests of funds share."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from pa_registry import yuan
from pa_registry.funds import (
    REGISTERED_PERSONS,
    Combination,
    DataQuality,
    Deductions,
    Destination,
    Deviation,
    Direction,
    Figure,
    Formula,
    Recipient,
    Schedule,
    hubei_2016,
)
from pa_registry.standards import Certainty, Citation


EXAMPLE = Citation(
    issuer="示例", title="示例规定", certainty=Certainty.PROPOSAL
)
FAULTY = Figure(key="faulty", zh="问题数据占比", en="share of faulty records")
COUNTIES = {"national": 1, "provincial": 1, "none": 0}


def deductions(
    *,
    combination: Combination = Combination.SUM,
    destination: Destination = Destination.RETAINED,
    clawback: Schedule | None = None,
) -> Deductions:
    """Deduct for a deviation, and for poor data."""
    return Deductions(
        triggers=(
            Deviation(
                figure=REGISTERED_PERSONS,
                direction=Direction.EITHER,
                schedule=Schedule.of(("0.05", "0.10"), ("0.50", "0.20")),
                clawback=clawback,
            ),
            DataQuality(
                figure=FAULTY,
                schedule=Schedule.of(("0.03", "0.05")),
                clawback=None,
            ),
        ),
        combination=combination,
        destination=destination,
        citation=EXAMPLE,
    )


def formula(cut: Deductions | None = None) -> Formula:
    """Take the formula of 2016, with every county of one weight."""
    return hubei_2016(
        persons="registered_persons",
        county_weights=COUNTIES,
        deductions=cut,
    )


def unit(key: str, persons: int, **others: Any) -> Recipient:
    """Make a unit whose register is at its quota, unless said otherwise."""
    given: dict[str, Any] = {
        "registered_persons": persons,
        "poor_villages": 0,
        "county_class": "none",
        "size_quota": persons,
        "faulty": Fraction(0),
    }
    past: dict[str, Any] = {
        name: others.pop(name)
        for name in ("last_year", "allotted", "under", "name")
        if name in others
    }
    past.setdefault("name", f"示例{key}")
    return Recipient(key=key, figures={**given, **others}, **past)


#: Three units: the first one's register is 10 % above its quota.
THREE = (
    unit(
        "990001",
        13_200,
        poor_villages=30,
        county_class="national",
        size_quota=12_000,
        faulty=Fraction(4, 100),
        last_year=yuan(30_000_000),
        allotted=yuan(1_000_000),
    ),
    unit(
        "990002",
        30_000,
        poor_villages=41,
        county_class="provincial",
        last_year=yuan(60_000_000),
        allotted=yuan(1_000_000),
    ),
    unit("990003", 9_000, allotted=yuan(0)),
)


def _make(i: int, row: tuple[int, int, str, int, int, int]) -> Recipient:
    persons, villages, designated, quota, faulty, allotted = row
    return unit(
        f"99{i:04}",
        persons,
        poor_villages=villages,
        county_class=designated,
        size_quota=quota,
        faulty=Fraction(faulty, 100),
        allotted=yuan(allotted),
    )


#: Lists of units by which every factor can share its part.
registers = (
    st.lists(
        st.tuples(
            st.integers(0, 50),
            st.integers(0, 3),
            st.sampled_from(sorted(COUNTIES)),
            st.integers(1, 50),
            st.integers(0, 9),
            st.integers(0, 100),
        ),
        min_size=1,
        max_size=6,
    )
    .map(lambda rows: [_make(i, row) for i, row in enumerate(rows)])
    .filter(
        lambda units: (
            any(one.get("registered_persons") for one in units)
            and any(one.get("poor_villages") for one in units)
            and any(one.get("county_class") != "none" for one in units)
        )
    )
)
