from __future__ import annotations

import attrs

from pa_registry.columns import columns
from pa_registry.model.forms import FORMS, HOUSEHOLD
from pa_registry.standards import clause_table, lists, load_list


TABLE = clause_table()


class TestClauseTable:
    def test_has_a_row_for_every_clause(self) -> None:
        """Each clause of each list stands in the table once."""
        clauses = [(one.id, c.label) for one in lists() for c in one.clauses]

        assert sorted(clauses) == sorted((r.list_id, r.label) for r in TABLE)

    def test_is_ordered_by_circumstance(self) -> None:
        """The clauses of one circumstance stand together."""
        codes = [row.code for row in TABLE]

        assert codes == sorted(codes)

    def test_names_fields_that_exist(self) -> None:
        """Every field in the table is a field of a form of the model."""
        for row in TABLE:
            for name in row.fields:
                form, _, key = name.partition(".")
                known = {
                    *columns(FORMS[form].holds),
                    *FORMS[form].derived,
                    *FORMS[form].relations,
                }

                assert key in known, (row.label, name)

    def test_names_relations_of_the_household(self) -> None:
        """Every relation in the table is one of the household's."""
        named = {name for row in TABLE for name in row.relations}

        assert named <= set(HOUSEHOLD.relations)

    def test_shows_what_the_exceptions_read(self) -> None:
        """The fields of the exceptions stand beside the clause's own."""
        (row,) = (
            one
            for one in clause_table(
                [load_list("leaflet-3300-with-exceptions")]
            )
            if one.code == "CAR"
        )

        assert row.relations == ("vehicles",)
        assert row.fields == (
            "vehicle.earns_living",
            "vehicle.kind",
            "vehicle.load",
            "vehicle.price",
        )

    def test_says_where_there_is_no_rule(self) -> None:
        """A clause without a rule reads nothing and says so."""
        row = next(one for one in TABLE if not one.has_rule)

        assert row.fields == ()
        assert row.relations == ()

    def test_takes_lists_of_ones_own(self) -> None:
        """The table of one's own lists holds only those."""
        mine = attrs.evolve(load_list("qianxinan-2017-four-have"), id="mine")

        assert {row.list_id for row in clause_table([mine])} == {"mine"}
