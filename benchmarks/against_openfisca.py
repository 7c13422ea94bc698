"""
A province over columns: against OpenFisca-Core, on the same decisions.

OpenFisca has no missing values, so that each truth is written as a pair of
variables, *surely* and *surely not*, over inputs in which -1 stands for a
blank; a user of it would have to do the same for the same answers.  Both
give the outcome only.  Run it with the library, polars and OpenFisca-Core
installed::

    python benchmarks/against_openfisca.py [households] [rounds]
"""

from __future__ import annotations

import sys

from importlib import import_module
from typing import Any

import making
import numpy as np
import polars as pl

from making import FLAGS, SECURED
from pairing import in_turn, stated, table
from province import LINE, SPEND, flat

from pa_registry import frames


# It ships no types.
Variable: Any = import_module("openfisca_core.variables").Variable
DateUnit: Any = import_module("openfisca_core.periods").DateUnit
build_entity: Any = import_module("openfisca_core.entities").build_entity
TaxBenefitSystem: Any = import_module(
    "openfisca_core.taxbenefitsystems"
).TaxBenefitSystem
SimulationBuilder: Any = import_module(
    "openfisca_core.simulation_builder"
).SimulationBuilder

OUTCOMES = ("EXCLUDED", "POOR", "EXIT", "NEITHER", "TO_VERIFY")
MONTH = "2016-10"
NUMBERS = ("printed_size", "net_income", "monthly_utility_spend")
HOME = build_entity(
    key="household", plural="households", label="household", is_person=True
)


def variable(name: str, formula: Any = None) -> Any:
    """Declare a whole number, stored, or a truth that is computed."""
    body = {
        "value_type": int if formula is None or name == "decision" else bool,
        "entity": HOME,
        "definition_period": DateUnit.MONTH,
        "label": name,
    }
    if formula is not None:
        body["formula"] = formula
    return type(name, (Variable,), body)


# Each truth of the policy twice: surely so, and surely not.


def known(home: Any, at: Any, _: Any) -> Any:
    """Say that the test of income can be made."""
    return (home("printed_size", at) > 0) & (home("net_income", at) != -1)


def bound(home: Any, at: Any) -> Any:
    """Give the line times the people."""
    return home("printed_size", at).astype(np.int64) * int(LINE)


def below(home: Any, at: Any, _: Any) -> Any:
    """Say that the income is surely below the line."""
    return home("known", at) & (home("net_income", at) < bound(home, at))


def above(home: Any, at: Any, _: Any) -> Any:
    """Say that it is surely above."""
    return home("known", at) & (home("net_income", at) > bound(home, at))


def spends(home: Any, at: Any, _: Any) -> Any:
    """Say that the household surely spends much."""
    return home("monthly_utility_spend", at) > int(SPEND)


def spends_not(home: Any, at: Any, _: Any) -> Any:
    """Say that it surely does not."""
    paid = home("monthly_utility_spend", at)
    return (paid != -1) & (paid <= int(SPEND))


def excluded(home: Any, at: Any, _: Any) -> Any:
    """Say that an item is surely met."""
    items = [home(key, at) == 1 for key in FLAGS]
    return np.logical_or.reduce([*items, home("spends", at)])


def clear(home: Any, at: Any, _: Any) -> Any:
    """Say that none of them can be."""
    items = [home(key, at) == 0 for key in FLAGS]
    return np.logical_and.reduce([*items, home("spends_not", at)])


def poor(home: Any, at: Any, _: Any) -> Any:
    """Say that the household is surely poor."""
    lacks = [home(key, at) == 0 for key in SECURED]
    return np.logical_or.reduce([*lacks, home("below", at)])


def not_poor(home: Any, at: Any, _: Any) -> Any:
    """Say that it surely is not."""
    has = [home(key, at) == 1 for key in SECURED]
    not_below = home("known", at) & ~home("below", at)
    return np.logical_and.reduce([*has, not_below])


def exits(home: Any, at: Any, _: Any) -> Any:
    """Say that it surely leaves poverty."""
    return home("not_poor", at) & home("above", at)


def not_exits(home: Any, at: Any, _: Any) -> Any:
    """Say that it surely does not."""
    return home("poor", at) | (home("known", at) & ~home("above", at))


FORMULAS = (
    known,
    below,
    above,
    spends,
    spends_not,
    excluded,
    clear,
    poor,
    not_poor,
    exits,
    not_exits,
)


def decision(home: Any, at: Any, _: Any) -> Any:
    """Decide: which outcomes are left open, and if it is one only."""
    excluded = home("excluded", at)
    may_exclude = ~home("clear", at)
    may_poor = ~excluded & ~home("not_poor", at)
    ended = excluded | home("poor", at)
    may_exit = ~ended & ~home("not_exits", at)
    may_neither = ~ended & ~home("exits", at)
    chances = (may_exclude, may_poor, may_exit, may_neither)
    many = sum(one.astype(np.int8) for one in chances)
    return np.select(
        [many > 1, may_exclude, may_poor, may_exit], [4, 0, 1, 2], default=3
    )


def system() -> Any:
    """Declare every variable."""
    found = TaxBenefitSystem([HOME])
    for name in (*NUMBERS, *FLAGS, *SECURED):
        found.add_variable(variable(name))
    for formula in FORMULAS:
        found.add_variable(variable(formula.__name__, formula))
    found.add_variable(variable("decision", decision))
    return found


def inputs(homes: pl.DataFrame) -> dict[str, Any]:
    """Write a blank as -1, in 32 bits."""
    return {
        name: homes[name].cast(pl.Int32).fill_null(-1).to_numpy()
        for name in (*NUMBERS, *FLAGS, *SECURED)
    }


def decided(rules: Any, given: dict[str, Any], many: int) -> Any:
    """Decide the whole province."""
    simulation = SimulationBuilder().build_default_simulation(
        rules, count=many
    )
    for name, values in given.items():
        simulation.set_input(name, MONTH, values)
    return simulation.calculate("decision", MONTH)


def main() -> None:
    """Run the pair."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else making.HOUSEHOLDS
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    stated(["pa-registry", "polars", "narwhals", "OpenFisca-Core", "numpy"])
    homes = making.households(many)
    rules, policy, given = system(), flat(), inputs(homes)
    lazy = homes.lazy()
    cases = {
        "frames on polars": lambda: (
            frames.decide(policy, lazy).select("outcome").collect()
        ),
        "OpenFisca-Core": lambda: decided(rules, given, many),
    }
    ours = cases["frames on polars"]()["outcome"].to_list()
    if ours != [OUTCOMES[code] for code in cases["OpenFisca-Core"]()]:
        sys.exit("The answers differ.")
    print(f"{many} households")
    table(in_turn(cases, rounds), "frames on polars")


if __name__ == "__main__":
    main()
