"""Every number that ships has a source, and says how sure it is."""

from __future__ import annotations

import ast
import re
import tomllib

from collections.abc import Iterator
from importlib.resources import files
from typing import cast

import attrs
import pytest

from pa_registry.conditions.tree import Labelled
from pa_registry.errors import UnknownNameError
from pa_registry.policies.guarantees import (
    missing_guarantees,
    recorded_guarantees,
)
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
from pa_registry.standards.sources import common_source, common_sources


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
#: The rooms whose code may hold no number of policy.
ROOMS = ("standards", "policies", "model")
#: Numbers of Python, not of policy, by module; nought and one are anywhere.
HARMLESS: dict[str, tuple[set[float], str]] = {
    "standards/dated.py": ({2, 4, 6, 9, 12}, "lengths of division codes"),
    "standards/faults.py": ({80}, "how much of a wrong value is shown"),
    "standards/reading.py": ({1_000_000}, "the largest file"),
    "standards/rule_numbers.py": ({4_000}, "the longest text of a rule"),
    "standards/rules.py": ({1024}, "the size of a cache"),
    "standards/table.py": ({0.6}, "how alike a misspelt word must be"),
    "model/cell_words.py": (
        {6, 8, 24},
        "digits in a row that are shown, digits of a day, and of a cell",
    ),
    "policies/comparing.py": ({6}, "how many differences are shown"),
    "policies/doubts.py": ({3}, "how many facts stand in one sentence"),
    "policies/figures.py": (
        {12, 31, 100, 2017, 100_000_000},
        "the day of the rule on evaluations, per cent, and the largest count",
    ),
    "policies/identification.py": ({2}, "the number of an appraisal round"),
    "policies/negative.py": ({2}, "one case or several"),
    "model/_division_tables.py": (
        {2, 3, 4, 5, 6, 9, 10, 12, 1900, 2100, 9999},
        "columns, lengths of codes, and years that can be",
    ),
    "model/_identity_grading.py": (
        {2, 4, 6, 12, 14, 15, 16, 17, 18, 20, 22, 150, 1800, 1900},
        "places in an identity number, and years that can be",
    ),
    "model/_identity_text.py": (
        {*range(2, 12), 64, 65248, 65281, 65375},
        "weights of the check digit, and characters",
    ),
    "model/acts.py": ({9, 100_000}, "rounds and votes that can be"),
    "model/codes.py": ({20}, "the length of a line"),
    "model/counties.py": (
        {2013, 2100, 100_000_000},
        "years and counts that can be",
    ),
    "model/division.py": ({2, 4, 6, 9, 12}, "lengths of division codes"),
    "model/division_list.py": (
        {4, 12, 31, 2009, 9999},
        "the first statistical list, and the end of a year",
    ),
    "model/divisions.py": (
        {12, 31, 1980, 2020, 2021, 2023},
        "the years that the lists of divisions cover",
    ),
    "model/evidence.py": ({2}, "two answers contradict each other"),
    "model/forms.py": ({2, 3, 200}, "places in a table, and ages that can be"),
    "model/households.py": ({1_000, 2013, 2100}, "values that can be"),
    "model/identity.py": (
        {2, 6, 12, 14, 18, 19, 100},
        "places in an identity number",
    ),
    "model/income.py": ({1949, 2100}, "years that can be"),
    "model/living.py": (
        {100, 366, 1600, 2100, 100_000, 1_000_000, 100_000_000},
        "units, and values that can be",
    ),
    "model/persons.py": ({12}, "the months of a year"),
    "model/poverty_counties.py": (
        {2, 3, 4, 5, 6, 12, 31, 2014, 2016},
        "columns, and the years that the list covers",
    ),
    "model/records.py": (
        {100, 100_000, 100_000_000},
        "units, and values that can be",
    ),
    "model/registry.py": ({2, 3, 4, 6, 9, 12}, "lengths of division codes"),
    "model/showing.py": ({3}, "how many rows are shown"),
    "model/villages.py": (
        {100, 2013, 2100, 1_000_000, 10_000_000_000},
        "units, and values that can be",
    ),
}


def documents() -> Iterator[tuple[str, dict[str, object]]]:
    for folder in ("lists", "values"):
        for file in (DATA / folder).iterdir():
            yield file.name, tomllib.loads(file.read_text("utf-8"))


DOCUMENTS = dict(documents())


CODE = {
    f"{room}/{file.name}": file.read_text("utf-8")
    for room in ROOMS
    for file in files(f"pa_registry.{room}").iterdir()
    if file.name.endswith(".py")
}


def is_cited(citation: Citation) -> bool:
    """Say whether a reader could look the text up."""
    titled = bool(citation.title.strip("—"))
    return titled and bool(citation.issuer or citation.read_in)


def all_citations() -> Iterator[Citation]:
    yield from common_sources().values()
    for key in BOOK.keys:
        yield from (one.citation for one in BOOK.standard(key).values)
    for listed in lists():
        yield listed.citation
        yield from (clause.citation for clause in listed.clauses)


def unlisted(name: str, text: str) -> set[int | float]:
    """Name the numbers in a module that nobody has declared harmless."""
    declared, _ = HARMLESS.get(name, (set[float](), ""))
    found = {
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
    }
    return found - declared - {0, 1}


def calls(text: str, name: str) -> bool:
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == name
        for node in ast.walk(ast.parse(text))
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
        entered = cast("dict[str, object]", DOCUMENTS[name].get("sources", {}))
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


class TestSources:
    def test_common_ones_are_cited(self) -> None:
        """A text that several files cite says who issued it, or where."""
        assert all(map(is_cited, common_sources().values()))

    def test_a_document_is_cited_in_one_way(self) -> None:
        """Whoever cites a document by its number says the same of it."""
        seen: dict[str, set[Citation]] = {}
        for one in all_citations():
            if one.document_number:
                bare = attrs.evolve(one, clause=None)
                seen.setdefault(one.document_number, set()).add(bare)

        assert "厅字〔2016〕16号" in seen
        assert {key for key, ways in seen.items() if len(ways) > 1} == set()

    def test_a_policy_lists_a_source_once(self) -> None:
        """Tests that cite one text share the citation."""
        rules = [*missing_guarantees(), *recorded_guarantees()]
        cited = {
            one
            for rule in rules
            if isinstance(rule, Labelled)
            for one in rule.label.cites
        }

        assert len({one.title for one in cited}) == len(cited)

    def test_unknown_common_source(self) -> None:
        """A name that is not there is refused, and the near ones named."""
        with pytest.raises(UnknownNameError, match="mechanism-2016"):
            common_source("mechanism-2015")

    @pytest.mark.parametrize(
        ("issuer", "read_in", "expected"),
        [("", None, False), ("湖北省", None, True), ("", "湖北日报", True)],
    )
    def test_a_title_alone_cites_nothing(
        self, *, issuer: str, read_in: str | None, expected: bool
    ) -> None:
        """Issuer, or where it was read, has to be there, translated or not."""
        one = Citation(
            issuer=issuer,
            title="某某办法",
            title_en="Some rules",
            read_in=read_in,
            certainty=Certainty.GENERAL,
        )

        assert is_cited(one) is expected


class TestCode:
    @pytest.mark.parametrize("name", sorted(CODE))
    def test_holds_no_number_of_policy(self, name: str) -> None:
        """A module holds no number but those declared harmless for it."""
        assert unlisted(name, CODE[name]) == set()

    @pytest.mark.parametrize("name", sorted(HARMLESS))
    def test_harmless_numbers_are_of_this_module(self, name: str) -> None:
        """What is declared harmless has a reason and a module."""
        numbers, reason = HARMLESS[name]

        assert name in CODE
        assert numbers
        assert reason

    @pytest.mark.parametrize("name", sorted(CODE))
    def test_a_seeded_threshold_is_found(self, name: str) -> None:
        """A line of poverty written into any module would be found."""
        seeded = f"{CODE[name]}\nLINE = 2952\n"

        assert unlisted(name, seeded) - unlisted(name, CODE[name]) == {2952}

    def test_a_number_is_harmless_in_its_own_module_only(self) -> None:
        """Twelve is a length in one module, and unexplained in another."""
        text = "MONTHS = 12\n"

        assert unlisted("standards/dated.py", text) == set()
        assert unlisted("policies/exits.py", text) == {12}

    @pytest.mark.parametrize(
        "name", [one for one in sorted(CODE) if one.startswith("policies/")]
    )
    def test_policies_take_their_sources_from_the_data(
        self, name: str
    ) -> None:
        """No policy writes a citation of its own beside the data."""
        assert not calls(CODE[name], "Citation")

    def test_a_seeded_citation_is_found(self) -> None:
        """A citation written into a module would be found."""
        assert calls('X = Citation(issuer="", title="某某办法")', "Citation")
