from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts import Count
from pa_registry.audit import (
    MASHAN_2015,
    PUBLISHED_YIELDS,
    CheckOutcome,
    match,
    suspect,
    yields,
)
from pa_registry.model import VisitMode
from pa_registry.synthetic.flaws import FAIR
from tests.audit.samples import (
    LISTED,
    cars,
    check,
    home,
    line,
    number,
    register,
)


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

    def test_a_register_that_overlaps_like_mashan(self) -> None:
        """Persons hit by several sources count once in the whole."""
        there = register(*(home(place) for place in range(4)))
        vehicles = cars(*(line(number(place)) for place in range(3)))
        houses = cars(*(line(number(place)) for place in range(2, 4)))
        table = match(there, [vehicles, houses])

        assert table.count("vehicles").persons == 4
        assert table.count().persons == 4
        assert len(table.hits) == 5
