"""
One decision on one object: against a hand-written twin.

The policy has nine negative items, a poverty test and an exit test.  The
twin is what a careful programmer would write for the same answer with the
same treatment of missing facts, members who left, unchecked sources and
zero sizes.  Run it with the library installed::

    python benchmarks/decisions.py

It prints paired ratios (library over twin, in one run), medians and
spread, and never fails on a figure.
"""

from __future__ import annotations

import datetime as dt
import gc
import platform
import random
import statistics
import time

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from pa_registry import Evidence, Household, Person, yuan
from pa_registry.conditions import any_of
from pa_registry.model import (
    SOURCES,
    Business,
    Payroll,
    UrbanHouse,
    Vehicle,
    VehicleKind,
    VillageOffice,
)
from pa_registry.model.household_codes import HousingGrade
from pa_registry.model.terms import (
    business,
    household,
    payroll,
    urban_house,
    vehicle,
    village_office,
)
from pa_registry.policies import Outcome, Policy, Step


DAY = dt.date(2016, 10, 31)
LINE = yuan(2855)
HOUSEHOLDS, ROUNDS = 5_000, 9


class Result(Outcome):
    """What the benchmark's policy comes to."""

    EXCLUDED = ("EXCLUDED", "排除", "excluded", "excludes")
    POOR = ("POOR", "贫困", "poor")
    EXIT = ("EXIT", "退出", "exit")
    NEITHER = ("NEITHER", "其他", "neither")
    TO_VERIFY = ("TO_VERIFY", "待核实", "to verify")


def policy() -> Policy[Result]:
    """Build the policy from nine negative items and two tests."""
    held = any_of(
        household.urban_houses.any(urban_house.commercial),
        household.vehicles.any(
            vehicle.kind.equals(VehicleKind.CAR).unless(vehicle.earns_living)
        ),
        household.businesses.any(
            business.operating.unless(business.identity_lent)
        ),
        household.payrolls.any(payroll.stable),
        household.village_offices.any(~village_office.post.equals("none")),
        household.luxury_decoration,
        household.builds_another_house,
        household.unexplained_report,
        household.split_to_qualify,
    )
    per_head = household.net_income.per(household.size)
    grades = (HousingGrade.C, HousingGrade.D)
    poor = any_of(
        per_head < LINE,
        ~household.food_secured,
        ~household.clothing_secured,
        household.housing_grade.among(*grades),
        ~household.schooling_secured,
        ~household.medical_secured,
        ~household.safe_water,
    )
    leaves = ~poor & (per_head > LINE)
    return Policy(
        name="benchmark",
        zh="基准政策",
        en="benchmark",
        steps=(
            Step(held.labelled("negative-item"), Result.EXCLUDED),
            Step(poor.labelled("poor"), Result.POOR),
            Step(leaves.labelled("exits"), Result.EXIT),
        ),
        otherwise=Result.NEITHER,
        undecided=Result.TO_VERIFY,
    )


# The twin --------------------------------------------------------------

Roster = dict[str, bool | None]


def _roster(h: Household, day: dt.date) -> Roster:
    """Say of each member whether he counts on the day."""
    found: Roster = {}
    for p in h.members:
        counts = p.usual_resident
        joined, left = p.joined, p.left
        if (joined is not None and joined > day) or (
            left is not None and left <= day
        ):
            counts = False
        found[p.number] = counts
    return found


def _owned(
    record: Vehicle | UrbanHouse, roster: Roster, day: dt.date
) -> bool | None:
    """Was it held on the day, by somebody who counts?"""
    holder = record.holder
    held = True if holder is None else roster.get(holder, False)
    if held is False:
        return False
    until = record.disposed
    if until is not None and until <= day:
        return False
    since, seen = record.acquired, record.seen_on
    if since is not None:
        return held if since <= day else False
    return held if seen is not None and seen <= day else None


def _served(
    record: Business | Payroll | VillageOffice, roster: Roster, day: dt.date
) -> bool | None:
    """Did it go on on the day, with somebody who counts?"""
    holder = record.holder
    held = True if holder is None else roster.get(holder, False)
    if held is False:
        return False
    until = record.until
    if until is not None and until <= day:
        return False
    since, seen = record.since, record.seen_on
    if since is not None:
        return held if since <= day else False
    return held if seen is not None and seen <= day else None


def _lacking(source: str, e: Evidence, roster: Roster) -> bool:
    """Is there somebody who counts and was not checked?"""
    for number, counts in roster.items():
        if counts is not False and not e.covers(source, number):
            return True
    return False


SOURCES_READ = (
    "urban_houses",
    "vehicles",
    "businesses",
    "payrolls",
    "village_offices",
)


def twin(h: Household, e: Evidence, day: dt.date) -> Result:  # noqa: C901, PLR0911, PLR0912, PLR0915 -- a twin is written out
    """Decide as the policy does, by hand."""
    unsure = False
    roster = None
    if e.urban_houses:
        roster = _roster(h, day)
        for house in e.urban_houses:
            held = _owned(house, roster, day)
            if held is False or house.commercial is False:
                continue
            if held and house.commercial:
                return Result.EXCLUDED
            unsure = True
    if e.vehicles:
        roster = roster or _roster(h, day)
        for car in e.vehicles:
            kind, earns = car.kind, car.earns_living
            if earns or (kind is not None and kind is not VehicleKind.CAR):
                continue
            held = _owned(car, roster, day)
            if held is False:
                continue
            if held and kind is not None and earns is not None:
                return Result.EXCLUDED
            unsure = True
    if e.businesses:
        roster = roster or _roster(h, day)
        for firm in e.businesses:
            operating, lent = firm.operating, firm.identity_lent
            if operating is False or lent:
                continue
            held = _served(firm, roster, day)
            if held is False:
                continue
            if held and operating and lent is not None:
                return Result.EXCLUDED
            unsure = True
    if e.payrolls:
        roster = roster or _roster(h, day)
        for pay in e.payrolls:
            if pay.stable is False:
                continue
            held = _served(pay, roster, day)
            if held is False:
                continue
            if held and pay.stable:
                return Result.EXCLUDED
            unsure = True
    if e.village_offices:
        roster = roster or _roster(h, day)
        for office in e.village_offices:
            if office.post == "none":
                continue
            held = _served(office, roster, day)
            if held is False:
                continue
            if held and office.post is not None:
                return Result.EXCLUDED
            unsure = True
    decorated, builds = h.luxury_decoration, h.builds_another_house
    silent, split = h.unexplained_report, h.split_to_qualify
    if decorated or builds or silent or split:
        return Result.EXCLUDED
    if decorated is None or builds is None or silent is None or split is None:
        unsure = True
    if not unsure:
        checked = e.checked
        for source in SOURCES_READ:
            if source in checked and h.members:
                continue
            roster = roster or _roster(h, day)
            if not h.members or _lacking(source, e, roster):
                unsure = True
                break
    income, grade = h.net_income, h.housing_grade
    food, clothes, water = h.food_secured, h.clothing_secured, h.safe_water
    school, care = h.schooling_secured, h.medical_secured
    size: int | None = 0 if h.members else None
    for p in h.members:
        counts = p.usual_resident
        joined, left = p.joined, p.left
        if (
            counts is False
            or (joined is not None and joined > day)
            or (left is not None and left <= day)
        ):
            continue
        if counts is None:
            size = None
            break
        size = (size or 0) + 1
    judged = below = above = False
    if income is not None and size:
        judged, least = True, LINE * size
        below, above = income < least, income > least
    if (
        below
        or food is False
        or clothes is False
        or grade is HousingGrade.C
        or grade is HousingGrade.D
        or school is False
        or care is False
        or water is False
    ):
        return Result.TO_VERIFY if unsure else Result.POOR
    if unsure or (
        not judged
        or grade is None
        or food is None
        or clothes is None
        or school is None
        or care is None
        or water is None
    ):
        return Result.TO_VERIFY
    return Result.EXIT if above else Result.NEITHER


# Cases -----------------------------------------------------------------


def cases(seed: int = 2016) -> list[tuple[Household, Evidence]]:
    """Draw households with two in a hundred facts missing."""
    rng = random.Random(seed)  # noqa: S311 -- made-up households

    def maybe(value: Any) -> Any:
        return None if rng.random() < 0.02 else value

    def flag(share: float) -> Any:
        return maybe(rng.random() < share)

    found: list[tuple[Household, Evidence]] = []
    for place in range(HOUSEHOLDS):
        members = tuple(
            Person(
                number=f"{place}-{n}",
                usual_resident=maybe(rng.random() < 0.95),
                left=dt.date(2015, 1, 1) if rng.random() < 0.05 else None,
            )
            for n in range(rng.choice([1, 2, 3, 3, 4, 5]))
        )
        who = members[0].number
        since = dt.date(2013, 1, 1)
        found.append(
            (
                Household(
                    number=str(place),
                    members=members,
                    net_income=maybe(yuan(rng.randrange(1_000, 30_000))),
                    food_secured=flag(0.98),
                    clothing_secured=flag(0.98),
                    schooling_secured=flag(0.97),
                    medical_secured=flag(0.97),
                    safe_water=flag(0.95),
                    housing_grade=maybe(rng.choice([*HousingGrade][:4])),
                    luxury_decoration=flag(0.01),
                    builds_another_house=flag(0.01),
                    unexplained_report=flag(0.01),
                    split_to_qualify=flag(0.01),
                ),
                Evidence(
                    vehicles=(
                        Vehicle(
                            holder=who,
                            acquired=since,
                            kind=rng.choice([*VehicleKind]),
                            earns_living=flag(0.5),
                        ),
                    )
                    if rng.random() < 0.15
                    else (),
                    urban_houses=(
                        UrbanHouse(
                            holder=who, acquired=since, commercial=flag(0.5)
                        ),
                    )
                    if rng.random() < 0.05
                    else (),
                    businesses=(
                        Business(
                            holder=who,
                            since=since,
                            operating=flag(0.6),
                            identity_lent=flag(0.2),
                        ),
                    )
                    if rng.random() < 0.05
                    else (),
                    payrolls=(
                        Payroll(holder=who, since=since, stable=flag(0.5)),
                    )
                    if rng.random() < 0.03
                    else (),
                ).with_checked(*(s for s in SOURCES if rng.random() < 0.99)),
            )
        )
    return found


def seconds(work: Callable[[], object]) -> float:
    """Time one call, with the collector out of the way."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start
    finally:
        gc.enable()


def main() -> None:
    """Check that the two agree, then time them in turn."""
    judged = cases()
    found = policy()
    function = found.function()
    for h, e in judged:
        hand, ours = twin(h, e, DAY), function(h, e, DAY)
        decided = found(h, evidence=e, at=DAY).outcome
        if not hand is ours is decided:
            message = f"{h.number}: by hand {hand}, function {ours}, {decided}"
            raise AssertionError(message)

    ways: dict[str, Callable[[], object]] = {
        "by hand": lambda: [twin(h, e, DAY) for h, e in judged],
        "generated function": lambda: [function(h, e, DAY) for h, e in judged],
        "full Decision": lambda: [
            found(h, evidence=e, at=DAY) for h, e in judged
        ],
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(ROUNDS):
        names = [*ways]
        for name in names[turn % 3 :] + names[: turn % 3]:
            times[name].append(seconds(ways[name]))

    print(
        f"Python {platform.python_version()}, {platform.machine()},"
        f" attrs {version('attrs')}; {HOUSEHOLDS} households,"
        f" {ROUNDS} rounds in one run"
    )
    print(
        f"{'way':<20}{'us/case':>9}{'ratio to twin: median (least, most)':>40}"
    )
    for name, taken in times.items():
        ratios = [a / b for a, b in zip(taken, times["by hand"], strict=True)]
        print(
            f"{name:<20}"
            f"{statistics.median(taken) / HOUSEHOLDS * 1e6:>9.2f}"
            f"{statistics.median(ratios):>22.2f}"
            f" ({min(ratios):.2f}, {max(ratios):.2f})"
        )


if __name__ == "__main__":
    main()
