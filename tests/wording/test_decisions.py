"""Decisions as a cadre would read them aloud, held in text files."""

from __future__ import annotations

import re

from pathlib import Path
from typing import Any

import pytest

from pa_registry.policies import Decision
from tests.wording.cases import CASES, car_list, checked, sound, van


GOLDEN = Path(__file__).parent / "golden"


def printed(name: str) -> str:
    """Print one decision and its reasons in both languages."""
    decision = CASES[name]()
    parts = [decision.render("zh"), decision.render("en")]
    for language in ("zh", "en"):
        parts += [
            reason.render(language)
            for reason in decision.reasons
            if reason.truth.value is not False
        ]
    return "\n\n".join(parts) + "\n"


def lines(decision: Decision[Any], language: str) -> list[str]:
    return [line.strip() for line in decision.render(language).splitlines()]


class TestGolden:
    @pytest.mark.parametrize("name", sorted(CASES))
    def test_reads(self, name: str, request: pytest.FixtureRequest) -> None:
        """A decision reads as it did; --update-golden writes it anew."""
        path = GOLDEN / f"{name}.txt"
        text = printed(name)
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")

        assert path.read_text(encoding="utf-8") == text

    def test_no_other_files(self) -> None:
        """Each golden file belongs to a case."""
        assert {one.stem for one in GOLDEN.glob("*.txt")} == set(CASES)

    @pytest.mark.parametrize("name", sorted(CASES))
    def test_shows_no_internals(self, name: str) -> None:
        """No path, no name of a field and no trick date is printed."""
        text = printed(name)

        assert not re.search(r"\w\[\w*\]|[{}_]|9999", text)
        assert not re.search("。。|：：|，，|；。|、。", text)
        assert not re.search(r"\b(\w+) \1\b|\.\.|\bthe the\b", text)


class TestPromised:
    def test_an_exception_lets_through(self) -> None:
        """A van that earns the living is an exception, and it is said so."""
        proof = checked(vehicles=(van(earns_living=True),))
        decision = car_list()(sound("H1"), evidence=proof, at=None)

        assert (
            "列入排除情形（有小轿车），但该车用于经营谋生，属例外，故不排除。"
        ) in lines(decision, "zh")
        assert (
            "Would be excluded as a vehicle owner, but the van earns the"
            " living, which is an exception: not excluded."
        ) in lines(decision, "en")

    def test_an_exception_in_doubt(self) -> None:
        """A van of unknown use is asked about, in one sentence."""
        proof = checked(vehicles=(van(),))
        decision = car_list()(sound("H1"), evidence=proof, at=None)

        assert (
            "车辆用途未核实，暂不能决定；需入户核查：车辆是否用于经营。"
        ) in lines(decision, "zh")
        assert (
            "The vehicle's use has not been verified, so nothing is decided"
            " yet. To verify on a visit: is the vehicle used to earn a"
            " living?"
        ) in lines(decision, "en")
