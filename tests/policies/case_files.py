"""Read the case tables, and make of plain fields what a policy judges."""

from __future__ import annotations

import datetime as dt
import tomllib

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from pa_registry.columns import Column, Kind, columns
from pa_registry.dates import AsOf
from pa_registry.model import (
    SOURCES,
    Code,
    Coverage,
    Evidence,
    Household,
    Person,
    Relative,
)
from pa_registry.model.terms import household
from pa_registry.money import yuan
from pa_registry.policies import (
    Decision,
    Disagreement,
    Policy,
    household_exit,
    identification,
    lastingly_above,
    monitoring,
    negative_list,
    plainly_above,
    recorded_guarantees,
)


CASES = Path(__file__).with_name("cases")

#: What departments are asked; the acts of judgement are no search.
SEARCHED = tuple(
    one for one in SOURCES if one not in {"appraisals", "visits", "waivers"}
)
_READINGS = {"plainly": plainly_above, "lastingly": lastingly_above}


@attrs.frozen(kw_only=True)
class Case:
    """
    One case of a table, as an official reads it.

    Attributes:
        file: The table that it stands in.
        zh: Its sentence in Chinese.
        en: The same in English.
        policy: The policy and its parameters.
        on: The day, or the clocks.
        given: What is known.
        expect: What must come out.
        cites: The titles that the policy must cite for it.
        clause: The clause that it tries, in the table of a list.
    """

    file: str
    zh: str
    en: str
    policy: Mapping[str, Any]
    on: dt.date | AsOf
    given: Mapping[str, Any]
    expect: Mapping[str, Any]
    cites: tuple[str, ...]
    clause: str = ""

    @property
    def id(self) -> str:
        """Say where it stands and what it says."""
        return f"{self.file}: {self.en}"

    def decide(self) -> Decision[Any]:
        """Judge what is given by the policy."""
        return policy_of(self.policy)(
            household_of(self.given),
            evidence=evidence_of(self.given),
            at=self.on,
        )


def cases() -> tuple[Case, ...]:
    """Read every case of every table."""
    return tuple(_iter_cases())


def triples() -> tuple[Mapping[str, Any], ...]:
    """Read every triple of the table of thresholds."""
    rows: list[Mapping[str, Any]] = _table("thresholds.toml")["triples"]
    return tuple(rows)


def tables() -> tuple[str, ...]:
    """Name the tables of cases."""
    found = sorted(CASES.rglob("*.toml"))
    return tuple(
        path.relative_to(CASES).as_posix()
        for path in found
        if path.name not in {"thresholds.toml", "households.toml"}
    )


def _iter_cases() -> Iterator[Case]:
    for name in tables():
        table = _table(name)
        usual = table.get("usually", {})
        for row in table["cases"]:
            yield _case(name, usual, row)


def _case(file: str, usual: Mapping[str, Any], row: Mapping[str, Any]) -> Case:
    known = {"name", "given", "on", "policy", "expect", "cites", "clause"}
    assert set(row) <= known, f"{file}: {set(row) - known}"
    all_ = {**usual, **row}
    return Case(
        file=file,
        zh=row["name"]["zh"],
        en=row["name"]["en"],
        policy=all_["policy"],
        on=_day(all_["on"]),
        given=all_["given"],
        expect=all_["expect"],
        cites=tuple(all_["cites"]),
        clause=row.get("clause", ""),
    )


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / name).read_text("utf-8"))


def _day(given: Any) -> dt.date | AsOf:
    if isinstance(given, dt.date):
        return given
    clocks: dict[str, dt.date] = dict(given)
    return AsOf(**clocks)


# Policies


def label_of(rule: Any) -> Any:
    """Give the label of a rule that has one."""
    return rule.label


def policy_of(given: Mapping[str, Any]) -> Policy[Any]:
    """Make the policy that a table names; the same one each time."""
    key = repr(sorted(given.items()))
    if key not in _MADE:
        wanted = {name: _parameter(name, one) for name, one in given.items()}
        if "stably" in wanted:
            # The line belongs to the reading.
            wanted["stably"] = wanted["stably"](wanted.pop("line", None))
        _MADE[key] = _POLICIES[wanted.pop("name")](**wanted)
    return _MADE[key]


_MADE: dict[str, Policy[Any]] = {}
_POLICIES: dict[str, Any] = {
    "identification": identification,
    "negative_list": negative_list,
    "household_exit": household_exit,
    "monitoring": monitoring,
}
#: An example of a rule of hardship: none was published.
HARDSHIP = household.illness_forces_below_line.labelled(
    "illness", zh="因病支出骤增", en="a sudden expense for illness"
)

_CHOICES: dict[str, dict[str, Any]] = {
    "guarantees": {"none": (), "recorded": recorded_guarantees()},
    "hardship": {"none": (), "illness": (HARDSHIP,)},
}


def _parameter(name: str, value: Any) -> Any:
    if name == "line":
        return yuan(value)
    if name == "disagreement":
        return Disagreement(value)
    if name == "stably":
        return _READINGS[value]
    if name in _CHOICES:
        return _CHOICES[name][value]
    if name == "negative_list":
        return negative_list(value)
    return value


# Facts


def household_of(given: Mapping[str, Any]) -> Household:
    """Make the household of a case, over its base where it has one."""
    fields = {**_base(given).get("household", {})}
    fields |= given.get("household", {})
    fields.setdefault("number", "H1")
    made = dict(_values(Household, fields, {"members", "relatives"}))
    for key, form in (("members", Person), ("relatives", Relative)):
        if fields.get(key, "") != "":
            made[key] = tuple(_form(form, row) for row in fields[key])
    return Household(**made)


def evidence_of(given: Mapping[str, Any]) -> Evidence:
    """Make the evidence of a case: records, and who was searched where."""
    facts = {**_base(given).get("evidence", {}), **given.get("evidence", {})}
    checked: list[str] = list(facts.pop("checked", ()))
    if checked == ["all"]:
        checked = list(SEARCHED)
    unchecked = facts.pop("unchecked", ())
    people = facts.pop("checked_for", {})
    coverage = [
        Coverage(source=one) for one in checked if one not in unchecked
    ]
    coverage += [
        Coverage(source=one, person=person)
        for one, numbers in people.items()
        for person in numbers
    ]
    rows: dict[str, Any] = {
        source: tuple(_form(SOURCES[source], row) for row in listed)
        for source, listed in facts.items()
    }
    return Evidence(coverage=tuple(coverage), **rows)


def _base(given: Mapping[str, Any]) -> Mapping[str, Any]:
    if "like" not in given:
        return {}
    found: Mapping[str, Any] = _table("households.toml")[given["like"]]
    return found


def _form(form: type, row: Mapping[str, Any]) -> Any:
    return form(**dict(_values(form, row, set())))


def _values(
    form: type, row: Mapping[str, Any], apart: set[str]
) -> Iterator[tuple[str, Any]]:
    known = columns(form)
    for key, value in row.items():
        if key not in apart:
            yield key, _value(known[key], value)


def _value(column: Column, value: Any) -> Any:
    """Read a plain value: yuan, a label or a code, a day, yes or no."""
    if value == "":
        # TOML has no blank: an empty text takes a value of the base away.
        return None
    if column.kind is Kind.MONEY:
        return yuan(value)
    if column.kind is Kind.CODES:
        return frozenset(_code(column, one) for one in value)
    if column.kind is Kind.CODE:
        return _code(column, value)
    return value


def _code(column: Column, text: str) -> Any:
    held: Any = column.type
    if not issubclass(held, Code):
        return held(text)
    found = held.read(text)
    assert found is not None, f"{text} is no {held.__name__}"
    return found
