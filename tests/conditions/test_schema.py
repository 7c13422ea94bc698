from __future__ import annotations

import json

from typing import Any

import jsonschema
import pytest

from hypothesis import given

from pa_registry.conditions import Condition
from pa_registry.conditions.document import FORMAT, VERSION, schema
from pa_registry.testing import conditions
from pa_registry.typing import Algebra


SCHEMA = schema()
CHECKER: Any = jsonschema.Draft202012Validator(SCHEMA)

# A computed value is written as the field that it is read as.
OPERATORS = {name for name in vars(Algebra) if name[0] != "_"} - {"derived"}


def document(**condition: object) -> dict[str, Any]:
    return {"format": FORMAT, "version": VERSION, "condition": condition}


class TestSchema:
    def test_is_a_schema(self) -> None:
        """The schema is right by the schema of schemas."""
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_every_operator(self) -> None:
        """The schema names each node of a rule, and no other."""
        named = set(SCHEMA["$defs"]) - {"rule", "value", "constant_value"}

        assert named == OPERATORS

    @given(conditions())
    def test_whatever_is_written_fits(self, rule: Condition[Any]) -> None:
        """Each rule that is written is a document of the schema."""
        written = json.loads(rule.to_json())

        assert CHECKER.is_valid(written), written

    @pytest.mark.parametrize(
        "wrong",
        [
            document(op="no_such_operator"),
            document(op="always"),
            document(op="always", truth="yes"),
            document(op="always", truth=True, more=1),
            document(op="field", form="household", key="size"),
            document(op="all_of", parts=[]),
            document(op="at_least", least=0, parts=[]),
            document(op="reference", name="a") | {"version": 2},
            document(op="reference", name="a") | {"format": "other"},
        ],
        ids=json.dumps,
    )
    def test_refuses(self, wrong: dict[str, Any]) -> None:
        """What no rule would write is no document of the schema."""
        assert not CHECKER.is_valid(wrong)

    def test_a_reference_fits(self) -> None:
        """The smallest rule is a document of the schema."""
        assert CHECKER.is_valid(document(op="reference", name="a"))
