"""Every number that ships has a source, and says how sure it is."""

from __future__ import annotations

import ast
import re
import tomllib

from collections.abc import Iterator
from importlib.resources import files
from typing import cast

import pytest

from pa_registry.standards import (
    Certainty,
    Citation,
    Clause,
    CriteriaList,
    DatedValue,
    Standards,
    Threshold,
    lists,
)
from pa_registry.standards.rule_numbers import numbers_in


BOOK = Standards.builtin()
DATA = files("pa_registry.standards") / "data"
VALUES = [
    pytest.param(value, id=f"{value.key} {value.when}")
    for key in BOOK.keys
    for value in BOOK.standard(key).values
]
CLAUSES = [
    pytest.param(clause, id=f"{one.id}/{clause.label}")
    for one in lists()
    for clause in one.clauses
]
#: Numbers of Python, not of policy: places in a list, lengths, limits.
HARMLESS = {0, 0.6, 1, 2, 4, 6, 9, 12, 80, 1024, 4_000, 1_000_000}


def documents() -> Iterator[tuple[str, dict[str, object]]]:
    for folder in ("lists", "values"):
        for file in (DATA / folder).iterdir():
            yield file.name, tomllib.loads(file.read_text("utf-8"))


DOCUMENTS = dict(documents())


def is_cited(citation: Citation) -> bool:
    return bool(citation.title.strip("—")) and bool(
        citation.issuer
        or citation.read_in
        or citation.title_en
        or citation.certainty in {Certainty.GENERAL, Certainty.PROPOSAL}
    )


class TestValues:
    @pytest.mark.parametrize("value", VALUES)
    def test_each_is_cited(self, value: DatedValue) -> None:
        """A dated value names its source and its certainty."""
        assert is_cited(value.citation)
        assert value.citation.render("zh").endswith("。")

    @pytest.mark.parametrize("value", VALUES)
    def test_what_is_proposed_or_computed_says_so(
        self, value: DatedValue
    ) -> None:
        """A value that no text states carries a note in both languages."""
        if value.citation.certainty in {
            Certainty.COMPUTED,
            Certainty.PROPOSAL,
        }:
            assert value.note_zh
            assert value.note_en

    def test_notes_are_bilingual(self) -> None:
        """A note in one language has its other half."""
        for key in BOOK.keys:
            for value in BOOK.standard(key).values:
                assert bool(value.note_zh) is bool(value.note_en)


class TestClauses:
    @pytest.mark.parametrize("clause", CLAUSES)
    def test_each_is_cited(self, clause: Clause) -> None:
        """A clause names its source, and its thresholds the same."""
        assert is_cited(clause.citation)
        assert {one.citation for one in clause.thresholds} <= {clause.citation}

    @pytest.mark.parametrize("clause", CLAUSES)
    def test_every_number_is_a_threshold(self, clause: Clause) -> None:
        """A number in a rule is named, with unit, printed form and source."""
        texts = [clause.rule, *(one.rule for one in clause.exceptions)]
        numbers = {n for text in texts if text for n in numbers_in(text)}
        named = {one.value for one in clause.thresholds}

        assert numbers <= named
        assert all(one.printed for one in clause.thresholds)

    @pytest.mark.parametrize("clause", CLAUSES)
    def test_numbers_in_words_are_thresholds(self, clause: Clause) -> None:
        """A number in the English wording stands among the thresholds."""
        digits = set(re.findall(r"\d[\d,]*", clause.en))
        named = {number for one in clause.thresholds for number in _said(one)}

        assert {one.replace(",", "") for one in digits} <= named

    @pytest.mark.parametrize("one", lists(), ids=lambda one: one.id)
    def test_each_list_is_cited(self, one: CriteriaList) -> None:
        """A list, or a slot, names where it or its name was read."""
        assert is_cited(one.citation)
        assert bool(one.note_zh) is bool(one.note_en)
        assert bool(one.place_zh) is bool(one.place_en)


def _said(threshold: Threshold) -> Iterator[str]:
    """Give the ways in which a threshold may stand in a sentence."""
    yield threshold.text
    yield threshold.text.partition("-")[0]
    share = threshold.text.removesuffix("/100")
    if share != threshold.text:
        yield share


class TestFiles:
    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_use_every_source(self, name: str) -> None:
        """No source is entered that nothing cites."""
        entered = cast("dict[str, object]", DOCUMENTS[name]["sources"])
        used = set(_sources(DOCUMENTS[name]))

        # Three lists of one text share its sources.
        assert set(entered) - used <= {"text", "news"}

    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_hold_no_float(self, name: str) -> None:
        """A number in a data file is text or whole, never a float."""
        assert not [x for x in _leaves(DOCUMENTS[name]) if type(x) is float]

    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_name_no_home_of_ours(self, name: str) -> None:
        """Sources are texts and pages, not notes or paths of a machine."""
        said = " ".join(str(x) for x in _leaves(DOCUMENTS[name]))

        assert not re.search(r"\.md\b|/home/|/tmp/|/work/", said)


def _pairs(node: object) -> list[tuple[str, object]]:
    if not isinstance(node, dict):
        return []
    return list(cast("dict[str, object]", node).items())


def _children(node: object) -> list[object]:
    if isinstance(node, list):
        return cast("list[object]", node)
    return [value for _, value in _pairs(node)]


def _sources(node: object) -> Iterator[str]:
    for name, value in _pairs(node):
        if name == "source" and isinstance(value, str):
            yield value
    for child in _children(node):
        yield from _sources(child)


def _leaves(node: object) -> Iterator[object]:
    children = _children(node)
    if not children:
        yield node
    for child in children:
        yield from _leaves(child)


class TestCode:
    def test_holds_no_number_of_policy(self) -> None:
        """The modules of this room hold no threshold of their own."""
        room = files("pa_registry.standards")
        found = {
            (file.name, node.value)
            for file in room.iterdir()
            if file.name.endswith(".py")
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Constant)
            and type(node.value) in {int, float}
            and node.value not in HARMLESS
        }

        assert not found
