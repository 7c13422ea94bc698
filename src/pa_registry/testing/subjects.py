"""
Draw households and what is known of them from outside.

生成农户与证据。
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from pa_registry.columns import Column, Kind, columns
from pa_registry.conditions import Form
from pa_registry.model.evidence import SOURCES, Coverage, Evidence
from pa_registry.model.forms import FORMS
from pa_registry.model.households import Household
from pa_registry.model.persons import Person, Relative
from pa_registry.model.records import Record
from pa_registry.model.support import Measure
from pa_registry.testing.pool import HOUSEHOLDS, identities, values


__all__ = [
    "FOCUS",
    "evidences",
    "households",
    "persons",
    "relatives",
    "rows",
    "subjects",
]

#: The fields that are drawn most often, so that rules meet facts.
FOCUS: Mapping[type, tuple[str, ...]] = {
    Household: (
        "division",
        "net_income",
        "business_expense",
        "printed_size",
        "cropland",
        "income_year",
        "food_secured",
        "main_cause",
        "other_causes",
        "entered",
    ),
    Person: (
        "born",
        "sex",
        "health",
        "months_worked",
        "dibao",
        "joined",
        "left",
        "usual_resident",
        "registered_here",
        "name",
    ),
    Relative: ("born", "sex", "has_duty_of_support", "support_paid"),
}
#: The sources that are drawn most often.
_SOURCES = (
    "vehicles",
    "businesses",
    "conducts",
    "visits",
    "waivers",
    *SOURCES,
)
_NUMBERS = ("1", "2", "3")
_KIN = ("R1", "R2")
_FURTHER = 2


def _open_to_rules(form: type) -> dict[str, Column]:
    """List the fields that can be drawn for a form, its key apart."""
    return {
        key: declared
        for key, declared in columns(form).items()
        if declared.kind is not Kind.OTHER and key not in {"number", "holder"}
    }


@st.composite
def _facts(draw: DrawFn, form: type) -> dict[str, Any]:
    """Draw the usual fields of a form, and a few others."""
    known = _open_to_rules(form)
    usual = FOCUS.get(form, tuple(known))
    found = {key: draw(values(known[key])) for key in usual}
    others = sorted(set(known) - set(usual))
    if others:
        further = st.lists(st.sampled_from(others), max_size=_FURTHER)
        for key in draw(further):
            found[key] = draw(values(known[key]))
    return found


@st.composite
def persons(  # noqa: D417 -- Hypothesis gives draw
    draw: DrawFn, *, number: str | None = None
) -> Person:
    """
    Draw members of a household, with blanks and with leap-day births.

    家庭成员。

    Args:
        number: The key; one of a few where it is left out.
    """
    facts = draw(_facts(Person))
    if draw(st.booleans()):
        facts["identity"] = draw(identities())
    given = draw(st.sampled_from(_NUMBERS)) if number is None else number
    return Person(number=given, **facts)


@st.composite
def relatives(  # noqa: D417 -- Hypothesis gives draw
    draw: DrawFn, *, number: str | None = None
) -> Relative:
    """
    Draw kin living apart.

    非共同生活亲属。

    Args:
        number: The key; one of a few where it is left out.
    """
    given = draw(st.sampled_from(_KIN)) if number is None else number
    return Relative(number=given, **draw(_facts(Relative)))


@st.composite
def households(  # noqa: D417 -- Hypothesis gives draw
    draw: DrawFn,
    *,
    min_members: int = 0,
    max_members: int = 3,
    awkward: bool = True,
) -> Household:
    """
    Draw households: facts missing, members who left, kin not recorded.

    贫困户。

    Args:
        min_members: The fewest members.
        max_members: The most members.

        awkward:
            Whether to draw from :data:`HOUSEHOLDS`, the hand-made ones,
            too.

    Examples:
        >>> from hypothesis import find
        >>> find(households(min_members=1), lambda one: one.size == 1).size
        1
    """
    pool = [h for h in HOUSEHOLDS if len(h.members) >= min_members]
    if awkward and pool and draw(st.integers(0, 7)) == 1:
        return draw(st.sampled_from(pool))
    members = st.lists(persons(), min_size=min_members, max_size=max_members)
    kin = st.none() | st.lists(relatives(), max_size=2).map(tuple)
    help_ = st.lists(st.builds(_made(Measure), _facts(Measure)), max_size=1)
    return Household(
        number="1",
        members=tuple(draw(members)),
        relatives=draw(kin),
        measures=tuple(draw(help_)),
        **draw(_facts(Household)),
    )


def _made(form: type) -> Any:
    def made(facts: dict[str, Any]) -> Any:
        return form(**facts)

    return made


@st.composite
def rows(
    draw: DrawFn, *, form: type, holders: tuple[str | None, ...] = (None,)
) -> Any:
    """Draw one record of a source."""
    facts = draw(_facts(form))
    if issubclass(form, Record):
        facts["holder"] = draw(st.sampled_from(holders))
    return form(**facts)


@st.composite
def evidences(  # noqa: D417 -- Hypothesis gives draw
    draw: DrawFn, *, household: Household | None = None
) -> Evidence:
    """
    Draw evidence about one household.

    证据。

    Some sources hold records of members, of kin, of the household, and of
    strangers; some were searched for all, some for one person, some not.

    Args:
        household: Whom it is about; without one, about members 1 and 2.
    """
    people = _people(household)
    sources = st.sampled_from(_SOURCES)
    drawn = {"vehicles"} if draw(st.booleans()) else set[str]()
    drawn |= set(draw(st.lists(sources, max_size=2)))
    found: dict[str, Any] = {
        source: tuple(
            draw(
                st.lists(
                    rows(form=SOURCES[source], holders=(*people, None, "9")),
                    min_size=1,
                    max_size=2,
                )
            )
        )
        for source in sorted(drawn)
    }
    searched = st.builds(
        Coverage, source=sources, person=st.sampled_from((None, *people))
    )
    coverage = draw(st.lists(searched, max_size=5))
    return Evidence(coverage=tuple(coverage), **found)


def _people(household: Household | None) -> tuple[str, ...]:
    if household is None:
        return _NUMBERS[:2]
    kin = household.relatives or ()
    numbers = [one.number for one in household.members]
    return tuple(dict.fromkeys([*numbers, *(one.number for one in kin)]))


def subjects(*, form: str) -> SearchStrategy[Any]:
    """
    Draw things that rules over a form judge.

    规则的判断对象。

    Args:
        form: The name that rules use, such as ``household`` or ``vehicle``.
    """
    found: Form = FORMS[form]
    drawn: dict[type, SearchStrategy[Any]] = {
        Household: households(),
        Person: persons(),
        Relative: relatives(),
    }
    if found.holds in drawn:
        return drawn[found.holds]
    keys = {
        field.name: "990001"
        for field in attrs.fields(found.holds)
        if field.default is attrs.NOTHING
    }
    return _facts(found.holds).map(
        lambda facts: found.holds(**{**keys, **facts})
    )
