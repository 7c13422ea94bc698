from __future__ import annotations

import pytest

from pa_registry.errors import UnknownNameError
from pa_registry.standards import (
    CriteriaList,
    Effect,
    FactDay,
    ListKind,
    ListStatus,
    Reach,
    Subject,
    lists,
    load_list,
)


LISTS = {one.id: one for one in lists()}
NEGATIVE = [
    one
    for one in lists()
    if one.kind is ListKind.NEGATIVE and not one.is_empty
]
SLOTS = [one for one in lists() if one.is_empty]

#: The normalised circumstances of each list, as notes on the lists have
#: them; "other" catch-alls and finer cuts of one circumstance left out.
CODES = {
    "N1": "URBAN_HOUSE LUXURY_DECOR APPLIANCE SHOP CAR MACHINERY"
    " VILLAGE_CADRE FISCAL_PAYROLL STABLE_SOE_JOB COMPANY LONG_ABSENT"
    " ABROAD_STUDY COMMERCIAL_PENSION BAD_CONDUCT UNEXPLAINED",
    "N2": "FISCAL_PAYROLL VILLAGE_CADRE CAR URBAN_HOUSE SHOP COMPANY"
    " BIG_FARM SPLIT_HOUSEHOLD EMPTY_HUKOU NOT_A_MEMBER FRAUD",
    "N3": "URBAN_HOUSE LUXURY_DECOR CAR MACHINERY COMPANY LONG_ABSENT"
    " STABLE_SOE_JOB UNEXPLAINED",
    "N4": "URBAN_HOUSE LUXURY_DECOR CAR MACHINERY FISCAL_PAYROLL"
    " VILLAGE_CADRE COMPANY LONG_ABSENT INCOME_ABOVE EXTRA_HOUSE",
    "N5": "URBAN_HOUSE LUXURY_DECOR CAR MACHINERY FISCAL_PAYROLL"
    " VILLAGE_CADRE COMPANY BIG_FARM LONG_ABSENT STATE_FARM"
    " COMMERCIAL_PENSION",
    "N6": "URBAN_HOUSE LUXURY_DECOR CAR MACHINERY FISCAL_PAYROLL COMPANY"
    " INCOME_ABOVE",
    "N7": "URBAN_HOUSE SHOP LAND_PURCHASE LUXURY_DECOR CAR MACHINERY COMPANY"
    " LONG_ABSENT ABROAD_STUDY BAD_CONDUCT EMPTY_HUKOU SPLIT_HOUSEHOLD"
    " VILLAGE_CADRE FISCAL_PAYROLL STABLE_SOE_JOB COMMERCIAL_PENSION"
    " UNEXPLAINED",
    "N8": "URBAN_HOUSE CAR FISCAL_PAYROLL COMPANY BAD_CONDUCT LAND_PURCHASE",
    "N9": "URBAN_HOUSE CAR FISCAL_PAYROLL COMPANY",
    "N10": "URBAN_HOUSE SHOP CAR FISCAL_PAYROLL VILLAGE_CADRE STATE_FARM",
    "N11": "EXTRA_HOUSE CAR UTILITY_SPEND",
}


def row(label: str) -> CriteriaList:
    return next(one for one in NEGATIVE if one.row == label)


class TestLists:
    def test_have_all_eleven_rows(self) -> None:
        """Every negative list that was read ships, in order."""
        assert [one.row for one in NEGATIVE] == list(CODES)

    @pytest.mark.parametrize("label", CODES)
    def test_have_the_circumstances_read(self, label: str) -> None:
        """Each list has the circumstances that its source names."""
        codes = {clause.code for clause in row(label).clauses}

        assert set(CODES[label].split()) <= codes

    @pytest.mark.parametrize(
        ("label", "effects"),
        [
            ("N1", {Effect.REMOVE}),
            ("N2", {Effect.REMOVE}),
            ("N3", {Effect.NORMALLY_REFUSE}),
            ("N4", {Effect.REFUSE_ENTRY}),
            ("N5", {Effect.REFUSE_ENTRY}),
            ("N6", {Effect.REFUSE_ENTRY}),
            ("N7", {Effect.REMOVE, Effect.STRICT_REVIEW}),
            ("N8", {Effect.VETO_BEFORE_SCORING}),
            ("N9", {Effect.REMOVE}),
            ("N10", {Effect.REFUSE_ENTRY}),
            ("N11", {Effect.NORMALLY_REFUSE}),
        ],
    )
    def test_have_the_mode_read(
        self, label: str, effects: set[Effect]
    ) -> None:
        """Each list removes, refuses, reviews or vetoes as its text says."""
        assert {clause.effect for clause in row(label).clauses} == effects

    def test_nine_red_lines_have_nine_items_and_fifteen_clauses(self) -> None:
        """N1 prints nine items, which hold fifteen clauses."""
        assert len(row("N1").items) == 9
        assert len(row("N1").clauses) == 15

    def test_seven_clear_and_four_strict(self) -> None:
        """N7 has seven items that remove and four that review, 17 clauses."""
        found = row("N7")
        effects = [{c.effect for c in item.clauses} for item in found.items]

        assert effects.count({Effect.REMOVE}) == 7
        assert effects.count({Effect.STRICT_REVIEW}) == 4
        assert len(found.clauses) == 17

    @pytest.mark.parametrize("label", ["N8", "N9", "N10"])
    def test_unread_numbers_say_so(self, label: str) -> None:
        """A list known from reports has no item numbers made up."""
        found = row(label)

        assert found.status is ListStatus.PARTLY_READ
        assert {item.render_number() for item in found.items} == {"not read"}

    @pytest.mark.parametrize("one", NEGATIVE, ids=lambda one: one.row)
    def test_read_lists_have_every_item(self, one: CriteriaList) -> None:
        """A list read in full has as many items as it prints, numbered."""
        if one.status is ListStatus.READ:
            assert len(one.items) == one.items_printed
            assert None not in {item.number for item in one.items}

    def test_bars_to_entry_look_at_the_day_of_entry(self) -> None:
        """Lists that bar entry ask for the fact on the day of entry."""
        for clause in (c for one in NEGATIVE for c in one.clauses):
            bars = clause.effect in {
                Effect.REFUSE_ENTRY,
                Effect.NORMALLY_REFUSE,
            }

            assert (clause.day is FactDay.ENTRY) is bars

    def test_only_the_ten_principles_reach_kin(self) -> None:
        """N2 alone extends to parents, spouse and children of the head."""
        kin = [
            (one.row, clause.label)
            for one in NEGATIVE
            for clause in one.clauses
            if clause.reach is Reach.KIN
        ]

        assert kin == [("N2", "fiscal-payroll-kin")]

    def test_a_death_takes_off_a_person(self) -> None:
        """Death and prison hit the person, and not the household."""
        persons = {
            clause.label
            for one in NEGATIVE
            for clause in one.clauses
            if clause.subject is Subject.PERSON
        }

        assert persons == {"dead-member", "not-a-member"}

    @pytest.mark.parametrize(
        ("label", "clause", "count"),
        [
            ("N3", "urban-house", 2),
            ("N3", "car", 1),
            ("N4", "urban-house", 3),
            ("N4", "village-cadre", 1),
            ("N6", "urban-house", 4),
            ("N6", "car", 5),
            ("N6", "company", 1),
            ("N7", "urban-house", 1),
            ("N11", "car", 3),
            ("N1", "car", 0),
        ],
    )
    def test_have_the_exceptions_read(
        self, label: str, clause: str, count: int
    ) -> None:
        """Each clause has the exceptions that its text states."""
        assert len(row(label).clause(clause).exceptions) == count

    def test_are_not_said_to_be_in_hubei(self) -> None:
        """No list of another place is filed under Hubei."""
        filled = [one for one in lists() if not one.is_empty]

        assert not [one for one in filled if (one.place or "")[:2] == "42"]


class TestSlots:
    def test_are_labelled_and_empty(self) -> None:
        """What was not located is an empty slot that says so."""
        assert {one.id for one in SLOTS} == {
            "hubei-2016-hard-nine",
            "hubei-2016-identification",
            "hubei-2016-exit",
            "hubei-2016-misidentification",
            "hubei-2018-village-thirteen",
            "hubei-household-one-have-two-four",
            "hubei-village-nine-have",
        }

        statuses = {one.status for one in SLOTS}
        assert statuses == {ListStatus.NOT_LOCATED}

    @pytest.mark.parametrize("slot", SLOTS, ids=lambda one: one.id)
    def test_are_hubeis(self, slot: CriteriaList) -> None:
        """Each slot names Hubei, in both languages, and why it is empty."""
        assert slot.place == "42"
        assert "未" in slot.note_zh
        assert slot.note_en


class TestEntryAndExit:
    def test_entry_admits_and_exit_requires(self) -> None:
        """Entry lists admit by any clause, exit lists require all."""
        for one in lists():
            effects = {clause.effect for clause in one.clauses}
            if one.kind is ListKind.ENTRY:
                assert effects <= {Effect.ADMIT}
            if one.kind is ListKind.EXIT:
                assert effects <= {Effect.REQUIRE}

    def test_four_in_reads_income_and_guarantees(self) -> None:
        """The four ways in are income, schooling, housing and illness."""
        found = load_list("wushan-2017-four-in")

        assert [clause.code for clause in found.clauses] == [
            "INCOME_BELOW",
            "SCHOOLING",
            "HOUSING",
            "ILLNESS",
        ]

    def test_577_has_five_and_seven_and_seven(self) -> None:
        """The name of the Shaanxi standard counts its items."""
        counts = [
            len(load_list(f"shaanxi-577-{level}").items)
            for level in ("household", "village", "county")
        ]

        assert counts == [5, 7, 7]


class TestLoadList:
    def test_suggests_an_id(self) -> None:
        """A misspelt id names the nearest one."""
        with pytest.raises(UnknownNameError, match="suibin-2016"):
            load_list("suibin-eleven-kinds")

    def test_is_loaded_once(self) -> None:
        """The same list is the same object."""
        one = load_list("suibin-2016-eleven-kinds")

        assert one is load_list("suibin-2016-eleven-kinds")
        assert one in lists()

    def test_ids_are_the_names_of_the_files(self) -> None:
        """A list is found under the id that it states itself."""
        for one in lists():
            assert load_list(one.id) is one
