"""JSON of rules: what is refused, and what the message says."""

from __future__ import annotations

import json

from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.conditions import Condition, Truth, from_json
from pa_registry.conditions.document import FORMAT, VERSION
from pa_registry.errors import InvalidTextError, PaRegistryError
from pa_registry.model import Household
from pa_registry.model.terms import household
from pa_registry.money import yuan
from pa_registry.testing import conditions


SIZE = {"op": "field", "form": "household", "key": "size"}
YEAR = {"op": "field", "form": "household", "key": "income_year"}
PLACE = {"op": "field", "form": "household", "key": "division"}
INCOME = {"op": "field", "form": "household", "key": "net_income"}
ONE = {"op": "constant", "number": 1}
TRUE = {"op": "always", "truth": True}


#: What may stand where something else belongs.
MANGLED: list[Any] = [None, 0, -1, 1.5, "", "x", [], {}, True]


def written(condition: object, **more: object) -> str:
    whole = {"format": FORMAT, "version": VERSION, "condition": condition}
    return json.dumps(whole | more)


def compare(left: object, right: object, operator: object = "<") -> Any:
    return {
        "op": "compare",
        "operator": operator,
        "left": left,
        "right": right,
    }


def nested(depth: int) -> Any:
    rule: Any = TRUE
    for _ in range(depth):
        rule = {"op": "negation", "part": rule}
    return rule


ROWS = {"form": "household", "relation": "members", "rule": TRUE}
REFUSED: dict[str, tuple[object, str]] = {
    "operator": ({"op": "eval"}, "No operator is called 'eval'"),
    "operator, near": ({"op": "all_off", "parts": [TRUE]}, "mean all_of"),
    "no operator": ({}, "No operator"),
    "list": ([TRUE], "No operator"),
    "value": (SIZE, "value and no rule"),
    "rule as a value": (compare(TRUE, ONE), "value belongs"),
    "value as a rule": ({"op": "negation", "part": SIZE}, "rule belongs"),
    "lacking": ({"op": "negation"}, "lacks 'part'"),
    "form": (compare(SIZE | {"form": "househald"}, ONE), "mean household"),
    "form, no text": (
        compare({"op": "field", "form": [], "key": "size"}, ONE),
        "cannot be read",
    ),
    "field": (compare(SIZE | {"key": "siz"}, ONE), "mean size"),
    "private": (compare(SIZE | {"key": "_form"}, ONE), "No field"),
    "dunder": (compare(SIZE | {"key": "__class__"}, ONE), "No field"),
    "relation as a field": (
        compare(SIZE | {"key": "members"}, ONE),
        "cannot be read",
    ),
    "field as a relation": (
        {"op": "exists", **ROWS, "relation": "size"},
        "no relation",
    ),
    "comparison": (compare(SIZE, ONE, "!="), "Use one of"),
    "constant": (compare(SIZE, {"op": "constant"}), "Use one of"),
    "float": (
        compare(SIZE, {"op": "constant", "number": 1.5}),
        "no whole number",
    ),
    "bool": (
        compare(SIZE, {"op": "constant", "number": True}),
        "no whole number",
    ),
    "money against a number": (compare(INCOME, ONE), "yuan"),
    "text": (
        compare(PLACE, {"op": "constant", "text": 5}, "=="),
        "no text",
    ),
    "day": (
        compare(
            {"op": "field", "form": "household", "key": "entered"},
            {"op": "constant", "day": "20161019"},
        ),
        "2016-10-19",
    ),
    "week": (
        compare(
            {"op": "field", "form": "household", "key": "entered"},
            {"op": "constant", "day": "2016-W01-1"},
        ),
        "2016-10-19",
    ),
    "code": (
        compare(
            {"op": "field", "form": "household", "key": "main_cause"},
            {"op": "constant", "code": "ilness"},
            "==",
        ),
        "mean illness",
    ),
    "truth": ({"op": "always", "truth": "yes"}, "no truth"),
    "years": (
        compare(YEAR, {"op": "fact_day", "years_before": 1.5}),
        "whole number of years",
    ),
    "at least": ({"op": "at_least", "least": 2, "parts": [TRUE]}, "2 parts"),
    "nothing": ({"op": "all_of", "parts": []}, "asks nothing"),
    "parts": ({"op": "all_of", "parts": 5}, "cannot be read"),
    "nowhere": (
        compare(
            SIZE,
            {
                "op": "by_place",
                "name": "n",
                "place": PLACE,
                "table": [],
                "otherwise": None,
            },
        ),
        "at least one",
    ),
    "no year": (
        compare(
            SIZE,
            {
                "op": "by_year",
                "name": "n",
                "year": YEAR,
                "years": [2016],
                "values": [],
            },
        ),
        "cannot be read",
    ),
    "flag": ({"op": "holds", "field": SIZE}, "no flag"),
    "tick": (
        {"op": "contains", "field": YEAR, "option": "x"},
        "no code",
    ),
    "name": ({"op": "reference", "name": 5}, "is text"),
    "deep": (nested(200), "levels deep"),
}


def read(text: str) -> Condition[Any] | PaRegistryError:
    try:
        return from_json(text)
    except PaRegistryError as error:
        return error


class TestRefused:
    """“Unknown operator in JSON: a typed error with a suggestion.”"""

    @pytest.mark.parametrize(
        ("condition", "message"), REFUSED.values(), ids=REFUSED
    )
    def test_condition(self, condition: object, message: str) -> None:
        """A wrong document is refused, and the message says why."""
        with pytest.raises(PaRegistryError) as caught:
            from_json(written(condition))

        assert message in str(caught.value)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "no JSON"),
            ("{", "no JSON"),
            ("[" * 100_000, "no JSON"),
            ("NaN", "no condition"),
            ("[]", "no condition"),
            ("9" * 5_000, "no JSON"),
            ('{"a": 1, "a": 2}', "twice"),
            (written(TRUE, version=2), "Version 2 is not known"),
            (written(TRUE, version=True), "Version True"),
            (written(TRUE, version="1"), "reads version 1"),
            (written(TRUE, format="other"), FORMAT),
            (written(None), "No operator"),
        ],
    )
    def test_document(self, text: str, message: str) -> None:
        """So is what is no document of this format and version."""
        with pytest.raises(InvalidTextError) as caught:
            from_json(text)

        assert message in str(caught.value)

    def test_says_where(self) -> None:
        """The error names the path in the document."""
        with pytest.raises(InvalidTextError) as caught:
            from_json(written({"op": "all_of", "parts": [TRUE, {"op": "x"}]}))

        assert caught.value.where == "$.condition.parts[1]"

    @given(conditions(depth=1), st.data())
    def test_mangled(self, rule: Condition[Any], data: st.DataObject) -> None:
        """A document with one thing changed is a rule or a typed error."""
        document = json.loads(rule.to_json())
        spots: list[Any] = list(places(document["condition"]))
        holder, key = data.draw(st.sampled_from(spots))
        holder[key] = data.draw(st.sampled_from(MANGLED))
        found = read(json.dumps(document))

        assert isinstance(found, Condition | PaRegistryError)


def places(node: Any) -> Any:
    """Yield every place in a document, as its holder and its key."""
    within: Any = node
    keys: list[Any] = [*(node if type(node) is dict else range(len(node)))]
    for key in keys:
        yield within, key
        if type(within[key]) in {dict, list}:
            yield from places(within[key])


class TestWritten:
    def test_canonical(self) -> None:
        """A rule is written with sorted keys and no blanks."""
        text = (household.net_income < yuan(1)).to_json()

        assert text == (
            '{"condition":{"left":{"form":"household","key":"net_income",'
            '"op":"field"},"op":"compare","operator":"<",'
            '"right":{"money":100,"op":"constant"}},'
            '"format":"pa-registry/condition","version":1}'
        )

    def test_deep_enough(self) -> None:
        """Ninety levels are read, and judged."""
        rule = from_json(written(nested(90)))

        assert rule.judge(Household(number="1")) is Truth.MET


class TestPlainText:
    """Half a character is refused, and long texts are cut."""

    @pytest.mark.parametrize(
        "rule",
        [
            {"op": "reference", "name": "\ud800"},
            {
                "op": "compare",
                "operator": "==",
                "left": PLACE,
                "right": {"op": "constant", "text": "\ud800"},
            },
            {
                "op": "labelled",
                "name": "a",
                "zh": "\ud800",
                "en": "",
                "part": TRUE,
            },
        ],
        ids=["name", "constant", "label"],
    )
    def test_half_a_character(self, rule: Any) -> None:
        """What could not be written to a file is refused."""
        text = json.dumps(
            {"format": FORMAT, "version": VERSION, "condition": rule}
        )

        with pytest.raises(InvalidTextError, match="half of a character"):
            from_json(text)

    @pytest.mark.parametrize(
        "rule",
        [
            {"op": "x" * 9_999},
            {"op": "constant", "number": "x" * 9_999},
            {"op": "field", "form": "x" * 9_999, "key": "size"},
        ],
        ids=["operator", "number", "form"],
    )
    def test_messages_are_short(self, rule: Any) -> None:
        """A message shows no more than the beginning of a long text."""
        text = json.dumps(
            {"format": FORMAT, "version": VERSION, "condition": rule}
        )

        with pytest.raises(InvalidTextError) as caught:
            from_json(text)

        assert len(str(caught.value)) < 400
