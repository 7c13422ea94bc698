from __future__ import annotations

import datetime as dt

import pytest

from pa_registry.columns import columns
from pa_registry.exchange import (
    EVERY_HOUSEHOLD,
    EvidenceReading,
    Reading,
    read_evidence,
    read_households,
)
from pa_registry.exchange.blanks import stated
from pa_registry.model import SOURCES, Household, Person, Registry, Relative
from pa_registry.model.forms import HOUSEHOLD
from pa_registry.model.terms import household, vehicle, waiver
from pa_registry.policies import negative_list
from tests.exchange.rosters import csv_of


DAY = dt.date(2016, 10, 19)
HOME = Registry(
    households=(
        Household(
            number="H1",
            members=(Person(number="P1"),),
            relatives=(Relative(number="K1"),),
        ),
        Household(number="H2", members=(Person(number="P2"),)),
    )
)
COVERAGE = ("户编号", "比对来源", "人编号")
SEARCHED = csv_of(COVERAGE, (EVERY_HOUSEHOLD, "vehicles", ""))
#: Text that stands in a cell and gives neither a day nor a number.
DAYS = ["2015-02-30", "二〇一五年五月", "？", "9" * 5_000]
TEXTS = ["K1\x07", "P\n1", "\u202eP1", "字" * 5_000]


def roster(header: tuple[str, ...], *rows: tuple[str, ...]) -> Reading:
    """Read one household with these members."""
    return read_households(
        csv_of(("户编号",), ("H1",)),
        csv_of(("户编号", "人编号", *header), *rows),
    )


def vehicles(*rows: tuple[str, ...]) -> EvidenceReading:
    """Read records of cars, with a search for all households."""
    header = ("户编号", "持有人编号", "车辆类型", "处置日期", "数据提取日期")
    return read_evidence(
        {"vehicles": csv_of(header, *rows)}, SEARCHED, registry=HOME
    )


def car(
    home: str = "H1", holder: str = "P1", sold: str = ""
) -> tuple[str, ...]:
    """Write the record of one car."""
    return (home, holder, "轿车", sold, "2016-06-30")


class TestMembers:
    @pytest.mark.parametrize("text", DAYS)
    @pytest.mark.parametrize(
        ("header", "field"), [("减少日期", "left"), ("增加日期", "joined")]
    )
    def test_an_unreadable_day_leaves_open_whether_he_counts(
        self, header: str, field: str, text: str
    ) -> None:
        """The person is there, on neither basis counted or left out."""
        reading = roster((header,), ("H1", "P1", text), ("H1", "P2", ""))
        (home,) = reading.households
        first, second = home.members

        assert getattr(first, field) is None
        assert first.is_counted(DAY) is None
        assert first.registered_here is None
        assert second.is_counted(DAY) is True
        assert home.size_on(DAY) is None
        assert reading.counts["person.presence-unknown"] == 1
        assert reading.files[1].loaded == 2

    def test_what_is_no_stays_no(self) -> None:
        """Who does not live at home is not counted in any case."""
        reading = roster(
            ("减少日期", "家庭常住人口", "户籍在本户"),
            ("H1", "P1", "2015-02-30", "否", "是"),
            ("H1", "P2", "", "是", "是"),
        )
        (home,) = reading.households

        assert home.members[0].usual_resident is False
        assert home.members[0].registered_here is None
        assert home.size_on(DAY) == 1

    def test_a_blank_is_the_statement_it_was(self) -> None:
        """Without a day of leaving, a person is still a member."""
        reading = roster(("减少日期",), ("H1", "P1", ""), ("H1", "P2", " "))

        assert reading.households[0].size_on(DAY) == 2
        assert "person.presence-unknown" not in reading.counts

    @pytest.mark.parametrize(
        ("text", "told"), [("2015-02-30", False), ("", True)]
    )
    def test_who_may_have_left_may_not_be_the_head(
        self, text: str, *, told: bool
    ) -> None:
        """Two heads are told only where both are surely there."""
        reading = roster(
            ("与户主关系", "减少日期"),
            ("H1", "P1", "户主", ""),
            ("H1", "P2", "户主", text),
        )

        assert ("household.several-heads" in reading.counts) is told


class TestRecords:
    @pytest.mark.parametrize("text", DAYS)
    def test_an_unreadable_end_excludes_nobody(self, text: str) -> None:
        """A car that was sold on a garbled day may not be there."""
        policy = negative_list("leaflet-3300-with-exceptions")
        home = HOME.household("H1")
        garbled, kept = vehicles(car(sold=text)), vehicles(car())

        assert kept.of("H1").covers("vehicles")
        before = policy(home, evidence=kept.of("H1"), at=DAY)
        after = policy(home, evidence=garbled.of("H1"), at=DAY)
        assert before.outcome.name == "EXCLUDED"
        assert after.outcome.name == "TO_VERIFY"

    @pytest.mark.parametrize("text", TEXTS)
    def test_an_unreadable_holder_is_not_the_household(
        self, text: str
    ) -> None:
        """The car of kin living apart is not the household's own."""
        reading = vehicles(car(holder=text))
        owns = household.vehicles.any(vehicle.disposed.is_missing())
        home = HOME.household("H1")

        assert reading.of("H1").vehicles == ()
        assert (
            owns.judge(home, evidence=reading.of("H1"), at=DAY).value is None
        )
        assert reading.files[0].refused == 1
        assert reading.counts["row.unclear"] == 1

    @pytest.mark.parametrize("source", SOURCES)
    @pytest.mark.parametrize("home", ["H1", EVERY_HOUSEHOLD])
    def test_every_stated_field_of_every_source(
        self, source: str, home: str
    ) -> None:
        """The row is refused, and the source is not searched for its home."""
        form = SOURCES[source]
        for key in stated(form):
            content = csv_of(("户编号", key), ("H1", "\x07"), ("H2", ""))
            searched = csv_of(
                COVERAGE, (home, source, ""), ("H2", source, "P2")
            )
            reading = read_evidence({source: content}, searched, registry=HOME)

            assert reading.of("H1").of(source) == ()
            assert len(reading.of("H2").of(source)) == 1
            assert not reading.of("H1").covers(source, "P1")
            assert reading.of("H2").covers(source, "P2")
            assert reading.counts["row.unclear"] == 1
            assert reading.counts["coverage.withheld"] == 1
            one, searches = reading.files
            assert (one.loaded, one.refused) == (1, 1)
            assert searches.refused == (home == "H1")

    def test_the_list_of_stated_fields_is_that_of_the_rules(self) -> None:
        """No field that a presence reads as *still on* is left out."""
        for source, form in SOURCES.items():
            spec = HOUSEHOLD.relations[source]
            listed: type = form
            ends = {"disposed", "until"} & set(columns(listed))
            held = {"holder"} & set(columns(listed))

            assert set(stated(form)) == ends | held
            assert (not ends) or spec.presence is not None

    @pytest.mark.parametrize(
        "row",
        [
            ("H1\x07", "P1", "轿车", "", ""),
            ("", "P1", "轿车", "", ""),
            ("H1", "P1", "轿车", "", "", "x"),
            ("H1", "P1"),
        ],
    )
    def test_a_lost_record_of_an_unknown_home_clears_nobody(
        self, row: tuple[str, ...]
    ) -> None:
        """If nobody can tell whose a record is, it may be anybody's."""
        reading = vehicles(row)
        (problem,) = (
            one for one in reading.problems if one.code == "coverage.withheld"
        )

        assert not reading.of("H1").covers("vehicles")
        assert not reading.of("H2").covers("vehicles")
        assert "2户" in problem.zh
        assert problem.where == "coverage.csv:2:比对来源"
        assert [one.refused for one in reading.files] == [1, 1]

    def test_a_record_of_another_register_is_no_gap(self) -> None:
        """The household of such a record is known, and it is not here."""
        reading = vehicles(car(home="H9"), car(home="H9", sold="？"))

        assert reading.of("H1").covers("vehicles")
        assert "coverage.withheld" not in reading.counts


class TestCoverage:
    @pytest.mark.parametrize("text", TEXTS)
    def test_an_unreadable_person_is_not_everybody(self, text: str) -> None:
        """The search was for one person, whoever that is."""
        searched = csv_of(COVERAGE, ("H1", "vehicles", text))
        reading = read_evidence({}, searched, registry=HOME)

        assert not reading.of("H1").covers("vehicles")
        assert reading.counts["row.unclear"] == 1
        assert (reading.files[0].loaded, reading.files[0].refused) == (0, 1)

    def test_an_unreadable_household_is_nobody(self) -> None:
        """A search for nobody knows whom covers nobody."""
        searched = csv_of(COVERAGE, ("H1\x07", "vehicles", ""))
        reading = read_evidence({}, searched, registry=HOME)

        assert not reading.of("H1").covers("vehicles")
        assert reading.files[0].refused == 1


class TestWaivers:
    @pytest.mark.parametrize("text", DAYS)
    @pytest.mark.parametrize("key", ["since", "expires"])
    @pytest.mark.parametrize(
        ("granted", "expected"), [("是", None), ("", None), ("否", False)]
    )
    def test_an_unreadable_term_leaves_the_waiver_open(
        self, key: str, text: str, granted: str, *, expected: bool | None
    ) -> None:
        """It is neither in force for ever, nor lost; a refusal stays."""
        content = csv_of(
            ("户编号", "item", "granted", key), ("H1", "1", granted, text)
        )
        reading = read_evidence({"waivers": content}, registry=HOME)
        waived = household.waivers.any(waiver.granted)
        judged = waived.judge(
            HOME.household("H1"), evidence=reading.of("H1"), at=DAY
        )

        assert judged.value is expected
        assert reading.counts["waiver.unclear"] == 1
        assert reading.files[0].loaded == 1
