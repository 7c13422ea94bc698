"""
Learning only narrows; what is decided is decided under every completion.

1. Recording one missing fact never turns met into not met, nor back, nor
   either into unknown (for rules without ``is_missing``).
2. So it is with a further row in an open relation, and with a search that
   closes one.
3. Brute force: with up to four missing facts each under, at and over every
   threshold that reads it, and up to two further rows in an open relation,
   closed or not, what was known is the same in every completion.
4. ``is_missing`` is the one node that breaks this, on purpose.

A blank end (`left`, `disposed`, `until`, `expires`) is a statement, and so
is a blank holder, a blank day of joining, and a blank beginning of a
measure or a waiver: nothing is learnt there.
"""

from __future__ import annotations

import itertools
import math

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pa_registry.conditions import Truth
from pa_registry.model import Evidence, Household
from pa_registry.model.forms import HOUSEHOLD
from pa_registry.model.terms import household
from pa_registry.testing import persons, relatives
from pa_registry.testing.subjects import rows
from tests.laws.cases import Case, cases
from tests.laws.completing import (
    blanks,
    candidates,
    closed,
    filled,
    held_by,
    joined,
    open_relations,
)


#: More completions than this are cut down, blank by blank.
MOST = 150
FACTS = 4


def further(data: st.DataObject, case: Case, key: str) -> tuple[Any, ...]:
    """Draw up to two rows that may turn out to be in a relation."""
    spec = HOUSEHOLD.relations[key]
    if spec.row.name == "person":
        row: st.SearchStrategy[Any] = persons(number="N1")
    elif spec.row.name == "relative":
        row = relatives(number="N2")
    elif holders := held_by(case, key):
        row = rows(form=spec.row.holds, holders=holders)
    else:
        return ()
    return tuple(data.draw(st.lists(row, max_size=2)))


class TestOneFact:
    """“Learning must never undo a decision.”"""

    @given(cases(checks=False), st.data())
    def test_fact(self, case: Case, data: st.DataObject) -> None:
        """Recording facts one by one leaves what was known."""
        known = case.judge()
        for blank in itertools.islice(blanks(case), FACTS):
            values = candidates(case, blank.column)
            case = filled(case, blank, data.draw(st.sampled_from(values)))
            learnt = case.judge()
            assert known in {Truth.UNKNOWN, learnt}
            known = learnt

    @given(cases(checks=False), st.data())
    def test_rows(self, case: Case, data: st.DataObject) -> None:
        """Finding a row, and searching a source, leave what was known."""
        known = case.judge()
        for key in open_relations(case):
            for learnt in (
                joined(case, key, further(data, case, key)),
                closed(case, key),
            ):
                assert known in {Truth.UNKNOWN, learnt.judge()}
            case = closed(case, key)
            known = case.judge()


def completions(case: Case, data: st.DataObject) -> Iterator[Case]:
    """Yield the worlds that a case may turn out to be."""
    worlds = [case]
    for key in open_relations(case)[:1]:
        found = further(data, case, key)
        more = [joined(case, key, found[:n]) for n in range(len(found) + 1)]
        worlds = [*more, *(closed(one, key) for one in more)]
    for world in worlds:
        unknown = list(blanks(world))[:FACTS]
        values = [candidates(world, blank.column) for blank in unknown]
        while math.prod(map(len, values)) > MOST:
            values.pop()
        for chosen in itertools.product(*values):
            whole = world
            for blank, value in zip(unknown, chosen, strict=False):
                whole = filled(whole, blank, value)
            yield whole


class TestEveryCompletion:
    """“A decided outcome is the outcome under every completion.”"""

    @settings(max_examples=60)
    @given(cases(checks=False, depth=1), st.data())
    def test_known_is_known(self, case: Case, data: st.DataObject) -> None:
        """What is met is met in every completion, so is what is not."""
        known = case.judge()
        if known is not Truth.UNKNOWN:
            for world in completions(case, data):
                assert world.judge() is known


class TestIsMissing:
    def test_breaks_the_law(self) -> None:
        """A rule that asks for a blank is undone by learning."""
        rule = household.net_income.is_missing()
        unknown = Household(number="1")
        case = Case(rule, unknown, Evidence(), None)
        income = HOUSEHOLD.columns["net_income"]

        assert rule.judge(unknown) is Truth.MET
        assert {
            rule.judge(Household(number="1", net_income=value))
            for value in candidates(case, income)
        } == {Truth.NOT_MET}
