"""
Which rows count, and whether they are all, case by case in a database.

Each case is a household with one thing about it, the rule that turns on
it, and the answer; the walk gives that answer too.
"""

from __future__ import annotations

import datetime as dt

from typing import Any, NamedTuple

import pytest

from pa_registry.conditions import Truth, tree
from pa_registry.conditions.terms import by_place, by_year
from pa_registry.model import (
    Appraisal,
    Business,
    Coverage,
    Evidence,
    Household,
    Measure,
    Person,
    Relative,
    Vehicle,
    Visit,
    Waiver,
)
from pa_registry.model.evidence_codes import (
    AppraisalResult,
    Finding,
    VisitMode,
)
from pa_registry.model.terms import (
    appraisal,
    household,
    measure,
    person,
    vehicle,
    visit,
    waiver,
)
from pa_registry.money import Fen, yuan


sa = pytest.importorskip("sqlalchemy", reason="SQLAlchemy is not installed")

from pa_registry.frames import HostTable
from tests.frames.loading import (
    NUMBER,
    TABLES,
    asked,
    cells,
    holding,
    numbered,
)


DAY = dt.date(2016, 10, 19)
BEFORE, AFTER = dt.date(2016, 10, 18), dt.date(2016, 10, 20)
MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN

ALWAYS = tree.Always[Any](truth=True)
OWNER = household.vehicles.any(vehicle.price >= yuan(1))
KIN_OWNER = household.kin_vehicles.any(vehicle.price >= yuan(1))
HAS_MEASURE = household.measures.any(ALWAYS)
HAS_KIN = household.relatives.any(ALWAYS)

FIRST, SECOND = Person(number="1"), Person(number="2")
GONE = Person(number="2", left=BEFORE)
UNSURE = Person(number="2", usual_resident=None)
KIN = Relative(number="R")
CHECKED = Evidence.none().with_checked("vehicles")


def car(holder: str | None = None, **facts: Any) -> Vehicle:
    given: dict[str, Any] = {"acquired": BEFORE, **facts}
    return Vehicle(holder=holder, price=yuan(10_000), **given)


def home(*members: Person, **facts: Any) -> Household:
    return Household(number="", members=members, **facts)


def seen(*rows: Any, source: str = "vehicles", **facts: Any) -> Evidence:
    given: dict[str, Any] = {source: rows, **facts}
    return Evidence(**given)


def searched(*persons: str | None, source: str = "vehicles") -> Evidence:
    return Evidence(
        coverage=tuple(Coverage(source=source, person=one) for one in persons)
    )


class One(NamedTuple):
    """A case: what it is about, the rule, the facts, the answer."""

    about: str
    rule: Any
    who: Household
    evidence: Evidence
    truth: Truth


COMPLETENESS = [
    One("no measure", HAS_MEASURE, home(), Evidence(), NOT_MET),
    One(
        "a measure that has ended",
        HAS_MEASURE,
        home(measures=(Measure(until=DAY),)),
        Evidence(),
        NOT_MET,
    ),
    One(
        "a measure that ends tomorrow",
        HAS_MEASURE,
        home(measures=(Measure(until=AFTER),)),
        Evidence(),
        MET,
    ),
    One("kin not recorded", HAS_KIN, home(), Evidence(), UNKNOWN),
    One("no kin", HAS_KIN, home(relatives=()), Evidence(), NOT_MET),
    One("kin", HAS_KIN, home(relatives=(KIN,)), Evidence(), MET),
    One("no roster", household.size <= 9, home(), Evidence(), UNKNOWN),
    One(
        "a roster of those who left",
        household.size.equals(0),
        home(GONE),
        Evidence(),
        MET,
    ),
    One(
        "a member of whom it is not known",
        household.size.equals(1),
        home(FIRST, UNSURE),
        Evidence(),
        UNKNOWN,
    ),
    One("nobody searched", OWNER, home(FIRST), Evidence(), UNKNOWN),
    One(
        "a rule that nothing meets",
        household.vehicles.any(tree.Always[Any](truth=False)),
        home(FIRST),
        CHECKED,
        NOT_MET,
    ),
    One("all searched", OWNER, home(FIRST), CHECKED, NOT_MET),
    One("searched without a roster", OWNER, home(), CHECKED, UNKNOWN),
    One(
        "each person searched",
        OWNER,
        home(FIRST, SECOND),
        searched("1", "2"),
        NOT_MET,
    ),
    One(
        "one of two searched",
        OWNER,
        home(FIRST, SECOND),
        searched("1"),
        UNKNOWN,
    ),
    One(
        "whoever left needs no search",
        OWNER,
        home(FIRST, GONE),
        searched("1"),
        NOT_MET,
    ),
    One(
        "whoever may have left needs one",
        OWNER,
        home(FIRST, UNSURE),
        searched("1"),
        UNKNOWN,
    ),
    One(
        "another source searched",
        OWNER,
        home(FIRST),
        searched(None, source="businesses"),
        UNKNOWN,
    ),
    One("a hit unsearched", OWNER, home(FIRST), seen(car("1")), MET),
    One(
        "kin, the household searched",
        KIN_OWNER,
        home(FIRST, relatives=(KIN,)),
        CHECKED,
        UNKNOWN,
    ),
    One(
        "kin searched by name",
        KIN_OWNER,
        home(FIRST, relatives=(KIN,)),
        searched("R"),
        NOT_MET,
    ),
    One(
        "kin not recorded, all searched",
        KIN_OWNER,
        home(FIRST),
        CHECKED,
        UNKNOWN,
    ),
    One("no kin to search", KIN_OWNER, home(relatives=()), CHECKED, NOT_MET),
]
HOLDERS = [
    One(
        "held by the household",
        OWNER,
        home(FIRST),
        seen(car(None), coverage=CHECKED.coverage),
        MET,
    ),
    One(
        "what nobody holds is not the kin's",
        KIN_OWNER,
        home(relatives=(KIN,)),
        seen(car(None), coverage=searched("R").coverage),
        NOT_MET,
    ),
    One(
        "held by one who left",
        OWNER,
        home(FIRST, GONE),
        seen(car("2"), coverage=CHECKED.coverage),
        NOT_MET,
    ),
    One(
        "held by one who may have left",
        OWNER,
        home(FIRST, UNSURE),
        seen(car("2"), coverage=CHECKED.coverage),
        UNKNOWN,
    ),
    One(
        "twice on the roster, once present",
        OWNER,
        home(GONE, SECOND),
        seen(car("2"), coverage=CHECKED.coverage),
        MET,
    ),
    One(
        "twice on the roster, once perhaps",
        OWNER,
        home(GONE, UNSURE),
        seen(car("2"), coverage=CHECKED.coverage),
        UNKNOWN,
    ),
    One(
        "twice on the roster, both gone",
        OWNER,
        home(FIRST, GONE, GONE),
        seen(car("2"), coverage=CHECKED.coverage),
        NOT_MET,
    ),
    One(
        "held by a stranger",
        OWNER,
        home(FIRST),
        seen(car("9"), coverage=CHECKED.coverage),
        UNKNOWN,
    ),
    One(
        "held by kin living apart",
        OWNER,
        home(FIRST, relatives=(KIN,)),
        seen(car("R"), coverage=CHECKED.coverage),
        NOT_MET,
    ),
    One(
        "held by kin, asked of kin",
        KIN_OWNER,
        home(FIRST, relatives=(KIN,)),
        seen(car("R")),
        MET,
    ),
    One(
        "a member's, asked of kin",
        KIN_OWNER,
        home(FIRST, relatives=(KIN,)),
        seen(car("1"), coverage=searched("R").coverage),
        NOT_MET,
    ),
    One(
        "disposed of today",
        OWNER,
        home(FIRST),
        seen(car("1", disposed=DAY), coverage=CHECKED.coverage),
        NOT_MET,
    ),
    One(
        "acquired tomorrow",
        OWNER,
        home(FIRST),
        seen(car("1", acquired=AFTER), coverage=CHECKED.coverage),
        NOT_MET,
    ),
    One(
        "seen later, since when is not known",
        OWNER,
        home(FIRST),
        seen(
            car("1", acquired=None, seen_on=AFTER),
            coverage=CHECKED.coverage,
        ),
        UNKNOWN,
    ),
    One(
        "seen by today",
        OWNER,
        home(FIRST),
        seen(car("1", acquired=None, seen_on=DAY)),
        MET,
    ),
    One(
        "the number written with another letter",
        OWNER,
        home(Person(number="a")),
        seen(car("A"), coverage=CHECKED.coverage),
        UNKNOWN,
    ),
    One(
        "the number followed by a blank",
        OWNER,
        home(Person(number="a")),
        seen(car("a "), coverage=CHECKED.coverage),
        UNKNOWN,
    ),
]

FOR, AGAINST = list(AppraisalResult)[:2]
POOR, NOT_POOR = list(Finding)[:2]
VOTED = household.appraisals.any(appraisal.result.equals(FOR))
FOUND = household.visits.any(visit.finding.equals(POOR))
WAIVED = household.waivers.any(waiver.item.equals("a") & waiver.granted)


def vote(result: Any, round_: int | None = None) -> Appraisal:
    return Appraisal(result=result, round=round_)


def visited(finding: Any, day: Any = DAY, **facts: Any) -> Visit:
    given: dict[str, Any] = {
        "mode": VisitMode.HOME,
        "met_somebody": True,
        **facts,
    }
    return Visit(finding=finding, day=day, **given)


def acts(source: str, *rows: Any) -> tuple[Household, Evidence]:
    return home(), seen(*rows, source=source)


def granted(item: str | None = "a", **facts: Any) -> Waiver:
    return Waiver(item=item, granted=True, **facts)


def refusal(item: str | None = "a", **facts: Any) -> Waiver:
    return Waiver(item=item, granted=False, **facts)


ACTS = [
    One("no vote", VOTED, *acts("appraisals"), UNKNOWN),
    One("one vote", VOTED, *acts("appraisals", vote(FOR)), MET),
    One(
        "the last round decides",
        VOTED,
        *acts("appraisals", vote(AGAINST, 1), vote(FOR, 2)),
        MET,
    ),
    One(
        "the first round counts no more",
        VOTED,
        *acts("appraisals", vote(FOR, 1), vote(AGAINST, 2)),
        NOT_MET,
    ),
    One(
        "two results in one round",
        VOTED,
        *acts("appraisals", vote(FOR, 2), vote(AGAINST, 2)),
        UNKNOWN,
    ),
    One(
        "which round was last is not known",
        VOTED,
        *acts("appraisals", vote(FOR, 2), vote(AGAINST)),
        UNKNOWN,
    ),
    One("no visit", FOUND, *acts("visits"), UNKNOWN),
    One(
        "the last day decides",
        FOUND,
        *acts("visits", visited(NOT_POOR, BEFORE), visited(POOR)),
        MET,
    ),
    One(
        "two findings on one day",
        FOUND,
        *acts("visits", visited(NOT_POOR), visited(POOR)),
        UNKNOWN,
    ),
    One(
        "a later visit that was perhaps in person",
        FOUND,
        *acts("visits", visited(POOR), visited(NOT_POOR, AFTER, mode=None)),
        UNKNOWN,
    ),
    One(
        "an earlier visit that was perhaps in person",
        household.visits.all(visit.finding.equals(POOR)),
        *acts(
            "visits",
            visited(POOR),
            visited(POOR, BEFORE),
            visited(NOT_POOR, BEFORE, mode=None),
        ),
        NOT_MET,
    ),
    One("no waiver", WAIVED, *acts("waivers"), NOT_MET),
    One("a waiver", WAIVED, *acts("waivers", granted()), MET),
    One(
        "a waiver that expires today",
        WAIVED,
        *acts("waivers", granted(expires=DAY)),
        NOT_MET,
    ),
    One(
        "a waiver and a refusal",
        WAIVED,
        *acts("waivers", granted(), refusal()),
        UNKNOWN,
    ),
    One(
        "a refusal that has ended",
        WAIVED,
        *acts("waivers", granted(), refusal(expires=DAY)),
        MET,
    ),
    One(
        "a refusal of another item",
        WAIVED,
        *acts("waivers", granted(), refusal("b")),
        MET,
    ),
    One(
        "a refusal of nobody knows what",
        WAIVED,
        *acts("waivers", granted(), refusal(None)),
        UNKNOWN,
    ),
]

PLACES = by_place(
    "line",
    household.division,
    {"42": yuan(1), "4201": yuan(2), "42_1": yuan(3), "%": yuan(4)},
    otherwise=None,
)
YEARS = by_year("line", household.income_year, {2015: yuan(1), 2016: yuan(2)})


def income(
    amount: Fen | None = None, **facts: Any
) -> tuple[Household, Evidence]:
    held = yuan(2) if amount is None else amount
    return Household(number="", net_income=held, **facts), Evidence()


VALUES = [
    One(
        "the longest prefix counts",
        household.net_income >= PLACES,
        *income(division="420103"),
        MET,
    ),
    One(
        "a shorter prefix",
        household.net_income > PLACES,
        *income(division="429021"),
        MET,
    ),
    One(
        "no wildcard",
        household.net_income >= PLACES,
        *income(division="990001"),
        UNKNOWN,
    ),
    One(
        "no place",
        household.net_income >= PLACES,
        *income(),
        UNKNOWN,
    ),
    One(
        "an empty place is a place",
        household.division.equals(""),
        *income(division=""),
        MET,
    ),
    One(
        "the year's own line",
        household.net_income.equals(YEARS),
        *income(income_year=2016),
        MET,
    ),
    One(
        "a year without a line",
        household.net_income.equals(YEARS),
        *income(income_year=2014),
        UNKNOWN,
    ),
    One(
        "exactly at a ratio",
        household.net_income.per(household.size) < yuan(2952),
        home(FIRST, SECOND, net_income=yuan(5904)),
        Evidence(),
        NOT_MET,
    ),
    One(
        "one fen under it",
        household.net_income.per(household.size) < yuan(2952),
        home(FIRST, SECOND, net_income=Fen(590_399)),
        Evidence(),
        MET,
    ),
    One(
        "over nobody",
        household.net_income.per(household.size) < yuan(2952),
        home(GONE, net_income=yuan(1)),
        Evidence(),
        UNKNOWN,
    ),
    One(
        "less than nothing, over nobody",
        household.net_income.per(household.size - 1) < yuan(1),
        home(GONE, net_income=yuan(-1)),
        Evidence(),
        UNKNOWN,
    ),
    One(
        "beyond 32 bits",
        household.net_income * 4 + household.net_income * 3 > Fen(10**14),
        *income(Fen(10**14)),
        MET,
    ),
    One(
        "older than the calendar",
        household.members.any(person.age >= 5_000),
        home(Person(number="1", born=dt.date(1, 1, 1))),
        Evidence(),
        NOT_MET,
    ),
    One(
        "older than the unborn",
        household.members.any(person.age > -9_000),
        home(Person(number="1", born=dt.date(9999, 12, 31))),
        Evidence(),
        MET,
    ),
    One(
        "sixteen tomorrow",
        household.members.any(person.age >= 16),
        home(Person(number="1", born=dt.date(2000, 10, 20))),
        Evidence(),
        NOT_MET,
    ),
    One(
        "sixteen today",
        household.members.any(person.age >= 16),
        home(Person(number="1", born=dt.date(2000, 10, 19))),
        Evidence(),
        MET,
    ),
]


@pytest.mark.parametrize(
    "listed",
    [COMPLETENESS, HOLDERS, ACTS, VALUES],
    ids=["completeness", "holders", "acts", "values"],
)
def test_each(engine: Any, listed: list[One]) -> None:
    """Each case has the answer that it states, there and in the walk."""
    drawn = numbered((one.who, one.evidence) for one in listed)
    expected = {one.about: one.truth for one in listed}
    walked = {
        one.about: one.rule.judge(who, evidence=evidence, at=DAY)
        for one, (who, evidence) in zip(listed, drawn, strict=True)
    }

    with holding(engine, drawn) as connection:
        got = {
            one.about: Truth(
                cells(connection, NUMBER, asked(one.rule, at=DAY))[who.number]
            )
            for one, (who, _) in zip(listed, drawn, strict=True)
        }

    assert len(expected) == len(listed)
    assert walked == expected
    assert got == expected


SPENT = household.measures.sum(measure.amount)


class TestFreshness:
    @pytest.mark.parametrize(
        ("extracted", "truth"),
        [(None, None), (BEFORE, None), (DAY, False), (AFTER, False)],
    )
    def test_stale_searches_do_not_count(
        self, engine: Any, extracted: dt.date | None, truth: Any
    ) -> None:
        """A search in an extract from before the first day is none."""
        search = Coverage(source="vehicles", extract_date=extracted)
        evidence = Evidence(coverage=(search,), fresh_from=DAY)
        drawn = numbered([(home(FIRST), evidence)])
        found = asked(OWNER, at=DAY, fresh_from=DAY)

        with holding(engine, drawn) as connection:
            got = cells(connection, NUMBER, found)

        assert OWNER.judge(*drawn[0][:1], evidence=evidence, at=DAY) is Truth(
            truth
        )
        assert got == {"0": truth}

    def test_undated_searches(self, engine: Any) -> None:
        """Where no day of an extract is ever recorded, none is fresh."""
        drawn = numbered([(home(FIRST), CHECKED)])
        tables = {
            **TABLES,
            "coverage": HostTable(
                TABLES["coverage"], fields={"extract_date": None}
            ),
        }

        with holding(engine, drawn) as connection:
            for first, truth in ((None, False), (DAY, None)):
                found = asked(OWNER, tables, at=DAY, fresh_from=first)
                assert cells(connection, NUMBER, found) == {"0": truth}


class TestNeverRecorded:
    """“`None` is what this database never records.”"""

    @pytest.mark.parametrize(
        ("table", "field", "rule", "truth"),
        [
            ("households", "relatives_recorded", HAS_KIN, None),
            ("coverage", "source", OWNER, None),
            # Without a column of persons, each search was of all.
            ("coverage", "person", OWNER, False),
            ("coverage", "person", KIN_OWNER, None),
        ],
    )
    def test_is_missing(
        self, engine: Any, table: str, field: str, rule: Any, truth: Any
    ) -> None:
        """What is never recorded is missing for every household."""
        drawn = numbered([(home(FIRST, relatives=()), searched(None, "1"))])
        if rule is KIN_OWNER:
            kin = home(FIRST, relatives=(KIN,))
            drawn = numbered([(kin, searched("R"))])
        tables = {
            **TABLES,
            table: HostTable(TABLES[table], fields={field: None}),
        }

        with holding(engine, drawn) as connection:
            found = asked(rule, tables, at=DAY)

            assert cells(connection, NUMBER, found) == {"0": truth}


class TestLeftOut:
    """“A table that is left out holds nothing.”"""

    @pytest.mark.parametrize(
        ("left_out", "rule", "truth"),
        [
            ("vehicles", OWNER, None),
            ("coverage", OWNER, None),
            ("members", OWNER, None),
            ("members", household.size >= 0, None),
            ("relatives", HAS_KIN, None),
            ("relatives", KIN_OWNER, None),
            ("measures", HAS_MEASURE, False),
            ("measures", household.measures.count(ALWAYS) < 1, True),
            ("measures", household.measures.size() < 1, True),
            ("measures", SPENT.equals(yuan(0)), True),
            ("waivers", WAIVED, False),
            ("visits", FOUND, None),
        ],
    )
    def test_is_empty_or_unchecked(
        self, engine: Any, left_out: str, rule: Any, truth: Any
    ) -> None:
        """A source is unchecked, a roster not recorded, a list empty."""
        drawn = numbered([(home(FIRST, relatives=()), CHECKED)])
        tables = {n: t for n, t in TABLES.items() if n != left_out}
        found = asked(rule, tables, at=DAY)

        with holding(engine, drawn) as connection:
            assert cells(connection, NUMBER, found) == {"0": truth}

    def test_a_known_hit_counts(self, engine: Any) -> None:
        """Without coverage a hit is a hit all the same."""
        drawn = numbered([(home(FIRST), seen(car("1")))])
        tables = {n: t for n, t in TABLES.items() if n != "coverage"}

        with holding(engine, drawn) as connection:
            found = asked(OWNER, tables, at=DAY)

            assert cells(connection, NUMBER, found) == {"0": True}


class TestBareExists:
    """Why a pair: a bare EXISTS takes what was not searched for a no."""

    def test_differs(self, engine: Any) -> None:
        """A bare EXISTS and its negation miss every unknown household."""
        drawn = numbered(
            [
                (home(FIRST), seen(car("1"), coverage=CHECKED.coverage)),
                (home(FIRST), CHECKED),
                (home(FIRST), Evidence()),
                (home(FIRST), seen(Vehicle(holder="1", acquired=BEFORE))),
            ]
        )
        cars = TABLES["vehicles"]
        bare = (
            sa.select(cars.c.price)
            .where(cars.c.household == NUMBER, cars.c.price >= 100)
            .exists()
        )
        found = asked(OWNER, at=DAY)

        with holding(engine, drawn) as connection:
            query = sa.select(NUMBER, sa.case((bare, 1), else_=0))
            rows: Any = connection.execute(query)
            naive = {number: bool(held) for number, held in rows}
            got = cells(connection, NUMBER, found)

        assert naive == {"0": True, "1": False, "2": False, "3": False}
        assert got == {"0": True, "1": False, "2": None, "3": None}


def test_business_is_a_source_of_its_own(engine: Any) -> None:
    """A record of one source says nothing of another."""
    drawn = numbered([(home(FIRST), seen(Business(), source="businesses"))])

    with holding(engine, drawn) as connection:
        found = asked(OWNER, at=DAY)

        assert cells(connection, NUMBER, found) == {"0": None}
