from __future__ import annotations

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry import glossary
from pa_registry.columns import is_form
from pa_registry.errors import UnknownNameError
from pa_registry.glossary import Entry, entries, entry
from pa_registry.model import Code
from tests.repo.places import PACKAGE


ENTRIES = entries()


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def find(path: str) -> object:
    """Walk from the package to what a dotted identifier names."""
    found: object = __import__("pa_registry", fromlist=["_"])
    for name in path.split("."):
        if is_form(found) and name in attrs.fields_dict(found):
            return attrs.fields_dict(found)[name]
        found = getattr(found, name)
    return found


class TestEntries:
    def test_is_the_whole_file(self) -> None:
        """Each line of the data file below its header is one term."""
        text = (PACKAGE / "glossary.csv").read_text("utf-8")

        assert len(ENTRIES) == len(text.splitlines()) - 1

    @pytest.mark.parametrize("one", ENTRIES, ids=lambda one: one.zh)
    def test_has_both_languages(self, one: Entry) -> None:
        """A term has a Chinese and an English name, and says what it is."""
        assert is_chinese(one.zh)
        assert one.en.isascii()
        assert one.meaning.endswith(".")
        assert one.usage

    @pytest.mark.parametrize("one", ENTRIES, ids=lambda one: one.zh)
    def test_identifier_is_one(self, one: Entry) -> None:
        """An identifier is English, and could stand in a program."""
        parts = one.identifier.split(".")

        assert all(part.isidentifier() and part.isascii() for part in parts)

    @pytest.mark.parametrize(
        "one", [one for one in ENTRIES if one.is_built], ids=lambda one: one.zh
    )
    def test_what_is_built_exists(self, one: Entry) -> None:
        """A dotted identifier is a name of this library."""
        assert find(one.identifier) is not None

    def test_codes_have_that_label(self) -> None:
        """Where a term is a code of a list, the list calls it so too."""
        codes = {
            one.zh: found
            for one in ENTRIES
            if one.is_built and isinstance(found := find(one.identifier), Code)
        }
        unlike = [
            zh
            for zh, code in codes.items()
            if not {code.zh, *code.variants} & {zh, *entry(zh).spellings}
        ]

        assert codes
        assert unlike == []

    def test_no_name_twice(self) -> None:
        """No two terms share a Chinese or an English name."""
        names = [
            name.casefold() for one in ENTRIES for name in (one.zh, one.en)
        ]

        assert len(names) == len(set(names))

    def test_the_same_every_time(self) -> None:
        """The terms are read once."""
        assert entries() is ENTRIES


class TestEntry:
    @given(st.sampled_from(ENTRIES))
    def test_by_any_name(self, one: Entry) -> None:
        """A term is found by its names, in capitals or not."""
        assert entry(one.zh) is one
        assert entry(one.en) is one
        assert entry(one.en.upper()) is one

    @given(st.sampled_from(ENTRIES))
    def test_by_spelling(self, one: Entry) -> None:
        """Whatever spelling is looked up, the term found has it too."""
        for spelling in one.spellings:
            found = entry(spelling).spellings

            assert spelling.casefold() in {name.casefold() for name in found}

    @pytest.mark.parametrize(
        ("name", "zh"),
        [
            ("五保", "特困供养（五保）"),
            ("democratic appraisal", "民主评议"),
            ("model.Household", "贫困户"),
            ("Household", "贫困户"),
            (" 建档立卡 ", "建档立卡"),
        ],
    )
    def test_by_short_name(self, name: str, zh: str) -> None:
        """What stands in brackets may be left out or stand alone."""
        assert entry(name).zh == zh

    def test_unknown(self) -> None:
        """A name that no term has is refused, with the nearest ones."""
        with pytest.raises(UnknownNameError) as caught:
            entry("贫困护")

        assert caught.value.kind == "term"
        assert "贫困户" in str(caught.value)

    def test_render(self) -> None:
        """A term is given in either language."""
        found = entry("存量")

        assert found.render("zh") == "存量"
        assert found.render() == "current stock"

    def test_public_names(self) -> None:
        """The room offers a value and two ways to get at it."""
        assert glossary.__all__ == ["Entry", "entries", "entry"]
