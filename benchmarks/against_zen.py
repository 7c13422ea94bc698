"""
One decision on one object: against the GoRules ZEN engine.

Its best form: the decision is parsed once and held by a loader, every
truth is one expression.  A comparison with null is an error there, so that
each truth is written as a pair, *surely* and *surely not*, with its guard.
Both give the outcome only.  Run it with the library and zen-engine
installed::

    python benchmarks/against_zen.py [households] [rounds]
"""

from __future__ import annotations

import json
import sys

from importlib import import_module
from typing import Any

import making

from making import FLAGS, SECURED
from pairing import in_turn, stated, table
from province import LINE, SPEND, flat

from pa_registry import Household
from pa_registry.money import Fen


# It ships no types.
zen: Any = import_module("zen")

NUMBERS = ("printed_size", "net_income", "monthly_utility_spend")


def expressions() -> list[tuple[str, str]]:
    """Write the flat policy, expression by expression."""
    line, spend = int(LINE), int(SPEND)
    sure = " or ".join(f"{key} == true" for key in FLAGS)
    never = " and ".join(f"{key} == false" for key in FLAGS)
    spent = "monthly_utility_spend"
    return [
        ("spends", f"{spent} != null and {spent} > {spend}"),
        ("spends_not", f"{spent} != null and {spent} <= {spend}"),
        ("known", "net_income != null and printed_size != null"),
        ("counted", "$.known and printed_size > 0"),
        ("below", f"$.counted and net_income < printed_size * {line}"),
        ("above", f"$.counted and net_income > printed_size * {line}"),
        ("at", "$.counted and not $.below and not $.above"),
        ("excluded", f"{sure} or $.spends"),
        ("clear", f"{never} and $.spends_not"),
        (
            "poor",
            " or ".join(["$.below", *(f"{key} == false" for key in SECURED)]),
        ),
        (
            "not_poor",
            " and ".join(
                ["($.above or $.at)", *(f"{key} == true" for key in SECURED)]
            ),
        ),
        ("exits", "$.not_poor and $.above"),
        ("not_exits", "$.poor or $.below or $.at"),
        ("may0", "not $.clear"),
        ("may1", "not $.excluded and not $.not_poor"),
        ("may2", "not $.excluded and not $.poor and not $.not_exits"),
        ("may3", "not $.excluded and not $.poor and not $.exits"),
        (
            "many",
            " + ".join(f"($.may{place} ? 1 : 0)" for place in range(4)),
        ),
        (
            "outcome",
            (
                "$.many > 1 ? 'TO_VERIFY' : $.may0 ? 'EXCLUDED' : $.may1 ?"
                " 'POOR' : $.may2 ? 'EXIT' : 'NEITHER'"
            ),
        ),
    ]


def content() -> Any:
    """Parse the decision once."""
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {
            "id": "rules",
            "name": "rules",
            "type": "expressionNode",
            "content": {
                "expressions": [
                    {"id": key, "key": key, "value": value}
                    for key, value in expressions()
                ]
            },
        },
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "a", "type": "edge", "sourceId": "in", "targetId": "rules"},
        {"id": "b", "type": "edge", "sourceId": "rules", "targetId": "out"},
    ]
    document = json.dumps({"nodes": nodes, "edges": edges})
    return zen.ZenDecisionContent(document)


def household(row: dict[str, Any]) -> Household:
    """Make the object of a row."""
    money = ("net_income", "monthly_utility_spend")
    facts: dict[str, Any] = {
        key: Fen(value) if key in money and value is not None else value
        for key, value in row.items()
    }
    return Household(**facts)


def main() -> None:
    """Run the pair."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    stated(["pa-registry", "attrs", "zen-engine"])
    rows = making.households(many).to_dicts()
    objects = [household(row) for row in rows]
    wanted = (*NUMBERS, *FLAGS, *SECURED)
    given = [{key: row[key] for key in wanted} for row in rows]
    parsed = content()

    def load(_key: str) -> Any:
        return parsed

    engine = zen.ZenEngine({"loader": load})
    policy = flat()

    def library() -> list[str]:
        return [policy(one).outcome.value for one in objects]

    def fast() -> list[str]:
        return [policy.outcome(one).value for one in objects]

    def theirs() -> list[str]:
        return [
            engine.evaluate("flat", one)["result"]["outcome"] for one in given
        ]

    if not library() == fast() == theirs():
        sys.exit("The answers differ.")
    print(f"{many} households, one at a time")
    cases = {
        "policy.outcome()": fast,
        "policy()": library,
        "ZEN": theirs,
    }
    table(in_turn(cases, rounds), "policy.outcome()")


if __name__ == "__main__":
    main()
