"""
What is said of a rule, and what it reads.

1. Every rule can be described in both languages, on one line.
2. A Chinese description holds no English word, codes and names apart, and
   neither description holds an unfilled place or a blank end.
3. ``reads()`` names everything whose change can matter.
4. A different language is refused.
"""

from __future__ import annotations

import re

from typing import Any

import attrs

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.conditions import tree
from pa_registry.conditions.walking import iter_nodes
from pa_registry.model import SOURCES
from pa_registry.model.forms import FORMS, HOUSEHOLD
from pa_registry.testing import conditions, unbound_conditions
from pa_registry.testing.pool import recorded
from tests.laws.cases import Case, cases
from tests.laws.completing import Blank, filled, things


#: Names that a user gave stand as he wrote them, in “…” or 「…」.
QUOTED = re.compile("“[^”]*”|「[^」]*」")
WORD = re.compile("[A-Za-z]{2,}")
RULES = conditions() | unbound_conditions()


class TestDescriptions:
    """“Described in Chinese and English.”"""

    @given(RULES)
    def test_chinese(self, rule: Any) -> None:
        """The Chinese has no English in it."""
        text = rule.describe("zh")

        assert not WORD.findall(QUOTED.sub("", text)), text

    @given(RULES, st.sampled_from(("zh", "en")))
    def test_whole(self, rule: Any, language: str) -> None:
        """A description is one line, filled in and not empty."""
        text = rule.describe(language)

        assert text.strip() == text
        assert text
        assert not set("{}\n") & set(text)
        assert "None" not in text

    @given(RULES)
    def test_english(self, rule: Any) -> None:
        """The English has no Chinese in it."""
        text = rule.describe("en")

        assert not re.search("[\u4e00-\u9fff]", QUOTED.sub("", text)), text

    @given(conditions(form="person"), st.sampled_from(("zh", "en")))
    def test_of_a_person(self, rule: Any, language: str) -> None:
        """Rules about a member are described, too."""
        assert rule.describe(language)


class TestReads:
    """“`reads()` lists the fields and relations that the rule reads.”"""

    @given(cases(), st.data())
    def test_nothing_else_matters(
        self, case: Case, data: st.DataObject
    ) -> None:
        """A fact that a rule does not read cannot change its truth."""
        expected = case.judge()
        reads = case.rule.reads()
        for owner, place, _, form in things(case):
            unread = [
                column
                for key, column in FORMS[form].columns.items()
                if f"{form}.{key}" not in reads
                and recorded(column)
                and key != "number"
                and form != "waiver"
            ]
            column = data.draw(st.sampled_from(unread)) if unread else None
            if column is not None:
                value = data.draw(st.sampled_from((None, *recorded(column))))
                case = filled(case, Blank(owner, place, column), value)

        assert case.judge() is expected

    @given(cases())
    def test_no_other_row_matters(self, case: Case) -> None:
        """A relation that a rule does not read may as well be empty."""
        read = {
            spec.attribute
            for key, spec in HOUSEHOLD.relations.items()
            if f"household.{key}" in case.rule.reads()
        }
        read |= {"waivers"} if "settled_waivers" in read else set()
        unread: dict[str, Any] = {
            source: () for source in SOURCES if source not in read
        }
        evidence = attrs.evolve(case.evidence, **unread)
        household = case.household
        if "members" not in read:
            household = attrs.evolve(household, members=())
        if "relatives" not in read:
            household = attrs.evolve(household, relatives=None)
        other = Case(case.rule, household, evidence, case.day)

        assert other.judge() is case.judge()

    @given(cases())
    def test_names_exist(self, case: Case) -> None:
        """Every name that is read is one of a form."""
        for name in case.rule.reads():
            form, _, key = name.partition(".")
            assert key in FORMS[form].names()

    @given(cases())
    def test_every_field_is_read(self, case: Case) -> None:
        """Every field that stands in a rule is listed."""
        fields = {
            f"{node.form}.{node.key}"
            for node in iter_nodes(case.rule)
            if isinstance(node, tree.Field | tree.Derived)
        }

        assert fields <= case.rule.reads()
