"""Decisions as a cadre would say them: exact sentences, and golden texts."""

from __future__ import annotations

import difflib
import tomllib

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pa_registry.errors import PaRegistryError
from pa_registry.policies import Decision
from tests.policies.case_files import evidence_of, household_of, policy_of
from tests.policies.shipped import DAY, SHIPPED, each_shipped


GOLDEN = Path(__file__).with_name("golden")
CASES = tomllib.loads((GOLDEN / "cases.toml").read_text("utf-8"))["cases"]

#: What the case of a van that earns the living must say, word by word.
EXCEPTED = {
    "zh": "列入排除情形（有小轿车），但该车用于经营谋生，属例外，故不排除。",
    "en": (
        "Would be excluded as a vehicle owner, but the van earns the living,"
        " which is an exception: not excluded."
    ),
}
#: What it must say where the use of the van is not known.
IN_DOUBT = {
    "zh": ("车辆用途未核实，暂不能决定；需入户核查：车辆是否用于经营。"),
    "en": (
        "The vehicle's use has not been verified, so nothing is decided yet."
        " To verify on a visit: is the vehicle used to earn a living?"
    ),
}


def decide(case: Mapping[str, Any]) -> Decision[Any]:
    return policy_of(case["policy"])(
        household_of(case["given"]),
        evidence=evidence_of(case["given"]),
        at=case["on"],
    )


def golden(language: str) -> str:
    """Write all golden texts of one language, each under its sentence."""
    blocks = [
        f"# {case['name'][language]}\n{decide(case).render(language)}\n"
        for case in CASES
    ]
    return "\n".join(blocks)


def lines_of(place: int, language: str) -> list[str]:
    text = decide(CASES[place]).render(language)
    return [line.strip() for line in text.splitlines()]


@pytest.mark.parametrize("language", ["zh", "en"])
class TestRender:
    def test_says_that_an_exception_lets_through(self, language: str) -> None:
        """A van that earns the living is no ground, and the text says so."""
        assert EXCEPTED[language] in lines_of(0, language)

    def test_says_what_a_visit_has_to_ask(self, language: str) -> None:
        """A van whose use is not known leaves one question for the visit."""
        assert IN_DOUBT[language] in lines_of(1, language)
        assert EXCEPTED[language] not in lines_of(1, language)

    def test_is_as_it_was(
        self, language: str, request: pytest.FixtureRequest
    ) -> None:
        """The golden texts change only when somebody means it."""
        path = GOLDEN / f"decisions.{language}.txt"
        got = golden(language)

        if request.config.getoption("--update-golden"):
            path.write_text(got, "utf-8")
        old = path.read_text("utf-8")
        assert got == old, "\n".join(
            difflib.unified_diff(old.splitlines(), got.splitlines())
        )

    @each_shipped
    def test_says_whole_sentences(self, language: str, place: int) -> None:
        """Every line ends as a sentence, or announces the lines below it."""
        given = {"like": "poor", "evidence": {"unchecked": ["vehicles"]}}

        decision = SHIPPED[place](
            household_of(given), evidence=evidence_of(given), at=DAY
        )

        ends = "。：；？" if language == "zh" else ".:;?"
        for line in decision.render(language).splitlines():
            assert line[-1] in ends


def test_lists_members_of_any_number() -> None:
    """A member numbered with a circled figure is asked about like others."""
    given = {
        "like": "secure",
        "household": {"members": [{"number": "①"}, {"number": "2"}]},
    }
    policy = policy_of({"name": "identification", "line": 2855})

    text = policy(household_of(given), at=DAY).render("zh")

    assert "家庭成员①" in text


def test_is_what_print_shows() -> None:
    """Printing a decision shows the English text."""
    decision = decide(CASES[0])

    assert str(decision) == decision.render("en")


def test_refuses_another_language() -> None:
    """There are two languages and no third."""
    with pytest.raises(PaRegistryError, match="'fr'"):
        decide(CASES[0]).render("fr")
