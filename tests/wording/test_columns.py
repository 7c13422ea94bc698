"""Every field can be said and asked for, in both languages."""

from __future__ import annotations

import re

import pytest

from pa_registry.columns import Column, Kind
from pa_registry.model.forms import FORMS


DECLARED = [
    (form.name, column)
    for form in FORMS.values()
    for column in (
        *form.columns.values(),
        *(spec.column for spec in form.derived.values()),
    )
]
COLUMNS = [
    pytest.param(column, id=f"{name}.{column.key}")
    for name, column in DECLARED
]
FLAGS = [
    pytest.param(column, id=f"{name}.{column.key}")
    for name, column in DECLARED
    if column.kind is Kind.FLAG
]

#: Marks of a sentence that a rule can check.
DOUBLED = re.compile(r"\b(\w+) \1\b|\bthe (?:a|an|the|who)\b")
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
LATIN = re.compile("[A-Za-z]")


def zh_faults(text: str) -> list[str]:
    """Name what no Chinese phrase may hold."""
    return [
        fault
        for fault, found in (
            ("empty", not text.strip()),
            ("Latin letters", LATIN.search(text)),
            ("a space", " " in text.strip()),
            ("a brace", re.search("[{}]", text)),
            ("a mark at the end", text.endswith(("。", "？", "，"))),
            ("是否 twice", text.count("是否") > 1),
        )
        if found
    ]


def en_faults(text: str) -> list[str]:
    """Name what no English phrase may hold."""
    return [
        fault
        for fault, found in (
            ("empty", not text.strip()),
            ("Chinese", CHINESE.search(text)),
            ("a doubled word", DOUBLED.search(text)),
            ("a doubled space", "  " in text),
            ("a brace or underscore", re.search("[{}_]", text)),
            ("a full stop", text.endswith(".")),
        )
        if found
    ]


class TestNames:
    @pytest.mark.parametrize("column", COLUMNS)
    def test_chinese(self, column: Column) -> None:
        """The Chinese name is whole and Chinese."""
        assert zh_faults(column.zh) == []

    @pytest.mark.parametrize("column", COLUMNS)
    def test_english(self, column: Column) -> None:
        """The English name is words that can follow an article."""
        assert en_faults(f"the {column.en}") == []
        assert not column.en.endswith("?")


class TestQuestions:
    @pytest.mark.parametrize("column", COLUMNS)
    def test_chinese(self, column: Column) -> None:
        """A question has no question mark: it stands in a list."""
        assert zh_faults(column.question("zh")) == []

    @pytest.mark.parametrize("column", COLUMNS)
    def test_chinese_asks(self, column: Column) -> None:
        """A question asks: it has a question word."""
        words = r"是否|有无|能否|什么|多少|哪|几|谁|怎样|如何|何时|还是"

        assert re.search(words, column.question("zh"))

    @pytest.mark.parametrize("column", COLUMNS)
    def test_english(self, column: Column) -> None:
        """A question begins in lower case and ends with one mark."""
        asked = column.question("en")

        assert en_faults(asked) == []
        assert asked.count("?") == 1
        assert asked.endswith("?")
        assert asked[:1].islower()

    @pytest.mark.parametrize("column", COLUMNS)
    def test_no_name_is_pasted_into_a_stock_question(
        self, column: Column
    ) -> None:
        """No name that is a clause stands where a noun belongs."""
        assert "is this so" not in column.question("en")
        assert "the name of the name" not in column.question("en")

    def test_extract_days_are_not_asked(self) -> None:
        """A visitor cannot know of which day a department's extract is."""
        unasked = {
            f"{form.name}.{key}"
            for form in FORMS.values()
            for key, column in form.columns.items()
            if not column.asked
        }

        assert {one.rpartition(".")[2] for one in unasked} == {"seen_on"}


class TestFlags:
    @pytest.mark.parametrize("column", FLAGS)
    def test_is_worded(self, column: Column) -> None:
        """Each yes-or-no field has its own question and statement."""
        assert column.ask_zh
        assert column.ask_en
        assert column.says_en

    @pytest.mark.parametrize("column", FLAGS)
    def test_chinese(self, column: Column) -> None:
        """A yes, a no and the question are three different phrases."""
        says = column.statement
        phrases = {says.yes("zh"), says.no("zh"), says.question("zh")}

        assert len(phrases) == 3
        assert [zh_faults(one) for one in phrases] == [[], [], []]

    @pytest.mark.parametrize("column", FLAGS)
    def test_chinese_no_denies(self, column: Column) -> None:
        """A no denies what the yes says: one of them has the negation."""
        says = column.statement
        negation = re.compile("[不未无没非]|能作出|有能力")

        assert negation.search(says.no("zh") + says.yes("zh"))

    @pytest.mark.parametrize("column", FLAGS)
    def test_english(self, column: Column) -> None:
        """A no puts *not* behind the verb, and nothing else."""
        says = column.statement
        yes, no = says.yes(), says.no()

        assert no.count("not") == yes.count("not") + 1
        assert not no.startswith("it is not so")
        assert [en_faults(one) for one in (yes, no, says.whether())] == [
            [],
            [],
            [],
        ]

    @pytest.mark.parametrize("column", FLAGS)
    def test_the_question_is_about_the_statement(self, column: Column) -> None:
        """Question and statement have the same subject and object."""
        says = column.statement
        asked = says.question().rstrip("?").split()[1:]
        said = says.yes().split()

        assert asked[0] == said[0]
        assert asked[-1] == said[-1]


class TestRelations:
    @pytest.mark.parametrize(
        ("key", "language"),
        [
            (key, language)
            for key in FORMS["household"].relations
            for language in ("zh", "en")
        ],
    )
    def test_words(self, key: str, language: str) -> None:
        """Rows that may be lacking can be said and asked for."""
        spec = FORMS["household"].relations[key]
        faults = zh_faults if language == "zh" else en_faults
        said = [spec.lacking(language), spec.question(language)]
        if spec.presence_words is not None:
            words = spec.presence_words
            said += [words.yes(language), words.no(language)]
            said += [words.whether(language), words.question(language)]

        assert [faults(one) for one in said] == [[]] * len(said)

    @pytest.mark.parametrize("key", list(FORMS["household"].relations))
    def test_presence_is_worded(self, key: str) -> None:
        """A relation whose rows may not count says so in its own words."""
        spec = FORMS["household"].relations[key]

        assert (spec.presence is None) is (spec.presence_words is None)
