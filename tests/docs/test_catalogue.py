from __future__ import annotations

import json

from typing import TYPE_CHECKING

import pytest

from docs.cases import cases
from docs.catalogue import PARTS
from docs.markdown import code, prose, table
from pa_registry import errors, model
from pa_registry.audit.checks import catalogues
from pa_registry.conditions.document import schema
from pa_registry.exchange.wording import FAULTS as IMPORT_FAULTS
from pa_registry.glossary import entries
from pa_registry.model import Code
from pa_registry.model.forms import FORMS, HOUSEHOLD
from pa_registry.standards import (
    ListKind,
    Standards,
    clause_table,
    lists,
)
from pa_registry.standards.faults import FAULTS as LIST_FAULTS


if TYPE_CHECKING:
    from pathlib import Path


def written(part: str) -> str:
    return "\n".join(PARTS[part]())


@pytest.mark.parametrize("part", sorted(PARTS))
def test_tables_are_whole(part: str) -> None:
    """Each row of a table has as many cells as its head."""
    width = 0
    for line in written(part).splitlines():
        cells = line.replace(r"\|", "").count("|") if line[:1] == "|" else 0
        assert not (width and cells) or cells == width, line
        width = cells


class TestFields:
    def test_every_field(self) -> None:
        """Each field and computed value of each form is told."""
        text = written("fields")
        lacking = [
            f"{form.name}.{key}"
            for form in FORMS.values()
            for key in (*form.columns, *form.derived)
            if f"| `{key}`" not in text
        ]

        assert lacking == []

    def test_a_row(self) -> None:
        """A row has the code, both names, the range and the privacy."""
        (row,) = (
            line
            for line in written("fields").splitlines()
            if line.startswith("| `net_income` ")
        )

        privacy = HOUSEHOLD.columns["net_income"].sensitivity.value
        for part in ("`AAC079`", "家庭纯收入", "yuan", privacy):
            assert part in row

    def test_every_code(self) -> None:
        """Each member of each coded list is told."""
        text = written("codes")
        held = [getattr(model, name) for name in model.__all__]
        members = [
            member
            for one in held
            if isinstance(one, type) and issubclass(one, Code)
            for member in one
        ]

        assert members
        assert [m for m in members if f"| `{m.value}` |" not in text] == []

    def test_every_relation(self) -> None:
        """Each relation of a household is told."""
        text = written("relations")

        assert [k for k in HOUSEHOLD.relations if f"| `{k}`" not in text] == []


class TestStandards:
    def test_every_list(self) -> None:
        """Each list is told, with its source and each of its clauses."""
        text = written("lists")

        for one in lists():
            assert f"## {one.id}" in text
            assert prose(one.citation.render("en")) in text
            assert all(f"`{c.label}`" in text for c in one.clauses)

    def test_an_empty_slot_says_so(self) -> None:
        """The nine hard items are told as a place without a text."""
        text = written("lists")
        part = text[text.index("## hubei-2016-hard-nine") :]

        assert "not located" in part[: part.index("\n## ")]

    def test_every_clause(self) -> None:
        """The table of clauses has a row for each clause."""
        rows = [
            line
            for line in written("clauses").splitlines()
            if line.startswith("| `")
        ]

        assert len(rows) == len(clause_table())

    def test_every_value(self) -> None:
        """Each dated value is told with how certain it is."""
        text, book = written("standards"), Standards.builtin()

        for key in book.keys:
            part = text[text.index(f"## {key}\n") :]
            for value in book.standard(key).values:
                assert value.citation.certainty.en in part
                assert prose(value.citation.render("en")) in part


class TestPolicies:
    def test_every_negative_list(self) -> None:
        """Each negative list that was read is told as a policy."""
        text = written("policies")
        read = [
            one
            for one in lists()
            if one.kind is ListKind.NEGATIVE and one.items
        ]

        assert read
        assert [
            one.id
            for one in read
            if prose(f'negative_list("{one.id}")') not in text
        ] == []

    def test_both_languages(self) -> None:
        """Each step is told in Chinese and in English."""
        row = next(
            line
            for line in written("policies").splitlines()
            if line.startswith("| `income-not-stably-above-line`")
        )

        assert "收入未稳定超过扶贫标准" in row
        assert "income not stably above the line" in row


class TestChecks:
    def test_every_check(self) -> None:
        """Each check of each catalogue is told with its line and sentence."""
        text = written("checks")

        for catalogue in catalogues():
            for check in catalogue:
                assert f"| `{check.code}` |" in text
                assert prose(check.zh) in text

    def test_what_is_not_covered(self) -> None:
        """Each line that nothing covers is told by number, with why."""
        text = written("checks-not-covered")

        for catalogue in catalogues():
            for item in catalogue.uncovered:
                assert f"| `{catalogue.name}` | {item.number} |" in text
                assert prose(item.why_en) in text


class TestWrong:
    def test_every_error(self) -> None:
        """Each error is told, with the built-in that catches it too."""
        text = written("errors")

        assert [
            name
            for name in errors.__all__
            if name[0].isupper()
            and name != "PaRegistryError"
            and f".{name}`" not in text
        ] == []
        assert "`LookupError`" in text

    def test_every_problem(self) -> None:
        """Each kind of problem is told by its code."""
        text = written("problems")
        known = {*IMPORT_FAULTS, *LIST_FAULTS, "id.checksum"}

        assert [one for one in known if f"| `{one}` |" not in text] == []

    def test_schema(self) -> None:
        """The schema is told as it is."""
        block = written("schema").split("````")[1]

        assert json.loads(block.removeprefix("json")) == schema()


class TestGlossary:
    def test_every_term(self) -> None:
        """Each term is told in both languages, with its meaning."""
        lines = written("glossary").splitlines()

        assert [
            one.zh
            for one in entries()
            if one.zh not in lines or one.en not in lines
        ] == []

    def test_fields_too(self) -> None:
        """What a field is called is told with the field."""
        text = written("glossary")
        part = text[text.index("\n户编号\n") :]

        assert "`household.number`" in part[:200]

    def test_no_term_twice(self) -> None:
        """No name leads to two places."""
        lines = written("glossary").splitlines()
        names = [
            line.casefold()
            for line in lines
            if line and not line.startswith((" ", "#", "`"))
        ]

        assert len(names) == len(set(names))


class TestCases:
    def test_without_any(self, tmp_path: Path) -> None:
        """Where there are no case tables the page says so."""
        (line,) = cases(tmp_path)

        assert "no case tables" in line

    def test_a_table(self, tmp_path: Path) -> None:
        """A case is told by its sentence, its facts and its outcome."""
        (tmp_path / "line.toml").write_text(
            "[usually]\non = 2016-10-19\n"
            "[[cases]]\nname.zh = '收入低。'\nname.en = 'Low.'\n"
            "given.household.net_income = ''\n"
            "given.rows = [{ a = true }]\n"
            "expect.outcome = 'REGISTER'\n",
            encoding="utf-8",
        )
        text = "\n".join(cases(tmp_path))

        assert "`on` 2016-10-19" in text
        assert "`given.household.net_income` not recorded" in text
        assert "`given.rows 1.a` yes" in text
        assert "| 收入低。 | Low. |" in text
        assert "`outcome` REGISTER" in text


class TestMarkdown:
    def test_prose(self) -> None:
        """Nothing in a text is markup."""
        assert prose("a_b | *c*\nd") == r"a\_b \| \*c\* d"

    def test_code(self) -> None:
        """A rule stays one cell of a table."""
        assert code("a | b") == r"`a \| b`"
        assert not code("")

    def test_table(self) -> None:
        """A table has a head, a rule and its rows."""
        assert list(table(("a", "b"), [("1", "2")])) == [
            "",
            "| a | b |",
            "| --- | --- |",
            "| 1 | 2 |",
            "",
        ]
