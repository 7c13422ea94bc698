"""Invented frames with a known truth, for the tests of sampling."""

from __future__ import annotations

from pa_registry.audit import FrameGroup, SamplingUnit
from pa_registry.draw import Stream


#: The groups that a made-up frame goes through, with a year of exit.
GROUPS = (
    (FrameGroup.CURRENT, None),
    (FrameGroup.EXITED, 2014),
    (FrameGroup.EXITED, 2015),
    (FrameGroup.DELISTED, None),
    (FrameGroup.RETAINED, None),
    (FrameGroup.ADDED, None),
    (FrameGroup.NEVER_REGISTERED, None),
)


def simple(size: int) -> list[SamplingUnit]:
    """Make one stratum of households of one person."""
    return [
        SamplingUnit(code=f"H{n:05}", group=FrameGroup.EXITED)
        for n in range(size)
    ]


def province(
    villages: int, *, seed: int = 1, groups: int = len(GROUPS)
) -> list[SamplingUnit]:
    """Make villages of unlike size, five to a township, in two counties."""
    units: list[SamplingUnit] = []
    for village in range(villages):
        stream = Stream(seed, "village", village)
        county = f"99010{1 + village % 2}"
        township = f"{county}{village // 5:03}"
        for place in range(8 + stream.below(40)):
            group, year = GROUPS[stream.below(groups)]
            units.append(
                SamplingUnit(
                    code=f"V{village:03}-{place:03}",
                    group=group,
                    year=year,
                    path=(county, township, f"{township}{village:03}"),
                    size=1 + stream.below(6),
                )
            )
    return units
