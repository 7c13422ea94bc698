from __future__ import annotations

from itertools import cycle, islice
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts import Count
from pa_registry.audit import (
    MASHAN_2015,
    PUBLISHED_YIELDS,
    CheckOutcome,
    Extract,
    match,
    suspect,
    yields,
)
from pa_registry.model import Person, VisitMode
from pa_registry.model.evidence import SOURCES
from pa_registry.model.records import Record
from pa_registry.synthetic.flaws import FAIR
from tests.audit.samples import (
    EXTRACTED,
    LISTED,
    cars,
    check,
    home,
    line,
    number,
    register,
)


def blank(source: str) -> Any:
    """Make a record of a department that says nothing more."""
    return SOURCES[source]()


def _record_of(source: str) -> Record:
    """Make a record of a department in which nothing stands."""
    made = SOURCES[source]()
    assert isinstance(made, Record)
    return made


class TestYields:
    @given(
        st.lists(
            st.tuples(
                st.sampled_from([None, *CheckOutcome]),
                st.sampled_from(VisitMode),
            ),
            max_size=5,
        )
    )
    def test_every_suspected_household_is_somewhere(
        self, found: list[tuple[CheckOutcome | None, VisitMode]]
    ) -> None:
        """Suspected is upheld, cleared and pending, each household once."""
        there = register(*(home(place) for place in range(len(found))))
        extract = cars(*(line(number(place)) for place in range(len(found))))
        suspicions = suspect(match(there, [extract]), there, FAIR, at=LISTED)
        checks = [
            check(one, outcome, mode)
            for one, (outcome, mode) in zip(suspicions, found, strict=True)
            if outcome is not None
        ]
        in_person = {VisitMode.HOME, VisitMode.SITE}
        upheld = sum(
            outcome is CheckOutcome.UPHELD and mode in in_person
            for outcome, mode in found
        )
        cleared = sum(
            outcome is CheckOutcome.NOT_UPHELD for outcome, _ in found
        )
        made = yields(suspicions, checks)
        if not found:
            assert made == {}
            return
        one = made["vehicles"]

        rest = len(found) - upheld - cleared
        assert one.suspected == Count(len(found), len(found))
        assert one.upheld == Count(upheld, upheld)
        assert one.cleared == Count(cleared, cleared)
        assert one.pending == Count(rest, rest)
        assert one.rate.numerator == upheld
        assert one.rate_of_persons.base == len(found)


class TestPublished:
    def test_each_has_a_source(self) -> None:
        """What was published stands with its source, and no rate is made."""
        for one in PUBLISHED_YIELDS:
            assert one.citation.title
            assert one.place_en in one.render()
            assert one.note_zh in one.render("zh")

    def test_figures(self) -> None:
        """The figures stand as printed."""
        printed = [
            (str(one.flagged), str(one.upheld)) for one in PUBLISHED_YIELDS
        ]

        assert printed == [
            ("52万人", "33.5万人"),
            ("1925户", "562户"),
            ("3700户", "120户"),
        ]

    def test_mashan_counts_persons_once(self) -> None:
        """The kinds of Mashan sum to more than its persons."""
        assert MASHAN_2015.sum_of_kinds == 3279
        assert MASHAN_2015.persons == 3119
        assert MASHAN_2015.surplus == 160

    def test_mashan_as_a_register(self) -> None:
        """As many persons, hit as often, are 3,119 and not 3,279."""
        numbers = [
            number(place % 999 + 1, f"19{50 + place // 999}0101")
            for place in range(MASHAN_2015.persons)
        ]
        there = register(
            *(
                home(place, Person(number=f"P{place}", identity=one))
                for place, one in enumerate(numbers)
            )
        )
        # Each kind goes on where the one before it ended, and round again.
        turns = cycle(numbers)
        extracts = [
            Extract(
                source=source,
                extract_date=EXTRACTED,
                entries=tuple(
                    line(one, _record_of(source))
                    for one in islice(turns, many)
                ),
            )
            for source, many in MASHAN_2015.kinds
        ]
        table = match(there, extracts)
        found = {
            source: one.persons for source, one in table.by_source().items()
        }

        assert found == dict(MASHAN_2015.kinds)
        assert sum(found.values()) == MASHAN_2015.sum_of_kinds
        assert table.count().persons == MASHAN_2015.persons

    def test_a_register_that_overlaps_like_mashan(self) -> None:
        """Persons hit by several sources count once in the whole."""
        there = register(*(home(place) for place in range(4)))
        vehicles = cars(*(line(number(place)) for place in range(3)))
        houses = cars(*(line(number(place)) for place in range(2, 4)))
        table = match(there, [vehicles, houses])

        assert table.count("vehicles").persons == 4
        assert table.count().persons == 4
        assert len(table.hits) == 5
