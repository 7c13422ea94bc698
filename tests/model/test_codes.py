"""Coded lists: labels, numbers by source, and what errors show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry import model
from pa_registry.errors import UnknownNameError
from pa_registry.model import Cause, Code, JoinReason, LeaveReason


LISTS: list[type[Code]] = [
    value
    for name in model.__all__
    if isinstance(value := getattr(model, name), type)
    and issubclass(value, Code)
    and value is not Code
]
MEMBERS = [member for listed in LISTS for member in listed]


class TestLabels:
    @pytest.mark.parametrize("member", MEMBERS, ids=repr)
    def test_every_spelling_reads_back(self, member: Code) -> None:
        """The code, the label and each variant all read as the member."""
        for spelling in (member.value, member.zh, *member.variants):
            assert type(member).read(spelling) is member

    @pytest.mark.parametrize("listed", LISTS)
    def test_labels_are_distinct(self, listed: type[Code]) -> None:
        """No two members of a list share a spelling."""
        spellings = [
            spelling
            for member in listed
            for spelling in {member.value, member.zh, *member.variants}
        ]

        assert len(spellings) == len(set(spellings))

    @pytest.mark.parametrize("member", MEMBERS, ids=repr)
    def test_labels_are_in_both_languages(self, member: Code) -> None:
        """A label is Chinese, its English is words, its code kebab-case."""
        assert any(
            "\u4e00" <= character <= "\u9fff" for character in member.zh
        )
        assert member.en == member.value.replace("-", " ")
        assert member.value.replace("-", "").isascii()
        assert member.value.replace("-", "").isalnum()
        assert member.value == member.value.lower()

    def test_known_variants_are_the_same_value(self) -> None:
        """缺劳力 is 缺劳动力, and 其它 is 其他."""
        assert Cause.from_label("缺劳力") is Cause.from_label("缺劳动力")
        assert Cause.from_label(" 其它 ") is Cause.OTHER

    def test_unknown_label_suggests(self) -> None:
        """The strict form raises a typed error that names near labels."""
        with pytest.raises(UnknownNameError, match="缺资金") as caught:
            Cause.from_label("缺乏资金")

        assert caught.value.kind == "label in Cause"

    def test_unknown_label_reads_as_none(self) -> None:
        """The lenient form gives None."""
        assert Cause.read("穷") is None
        assert Cause.read("77", source="national-2018") is None


class TestNumbers:
    @pytest.mark.parametrize("listed", LISTS)
    def test_every_map_reads(self, listed: type[Code]) -> None:
        """Each number of each source leads to a member of the list."""
        for source in listed.sources():
            known = [
                listed.read(f"{number:02}", source=source)
                for number in range(100)
            ]
            found = [one for one in known if one is not None]

            assert len(found) == len(set(found)) > 1

    @pytest.mark.parametrize(
        ("source", "number", "cause"),
        [
            ("national-2018", "06", Cause.WATER),
            ("app-a", "6", Cause.WATER),
            ("app-b", "6", Cause.SKILLS),
            ("app-c", "6", Cause.WATER),
            ("national-2018", "3", Cause.SCHOOLING),
            ("app-c", "11", Cause.SCHOOLING),
            ("app-c", "0", Cause.OTHER),
            ("app-c", "12", Cause.MOTIVATION),
            ("app-b", "11", Cause.OTHER),
            ("national-2018", "14", Cause.FAILED_PROJECT),
        ],
    )
    def test_sources_disagree(
        self, source: str, number: str, cause: Cause
    ) -> None:
        """The same number means what its own source says."""
        assert Cause.from_code(number, source=source) is cause

    def test_number_that_the_source_leaves_blank(self) -> None:
        """A source that has no 3 does not borrow it from another."""
        with pytest.raises(UnknownNameError):
            Cause.from_code("3", source="app-c")

    def test_one_source_list_holds_both_directions(self) -> None:
        """A list of natural changes is split by direction."""
        source = "app-natural-change"

        assert LeaveReason.from_code("01", source=source) is LeaveReason.DEATH
        assert JoinReason.from_code("06", source=source) is JoinReason.NEWBORN
        assert LeaveReason.read("06", source=source) is None

    def test_unknown_source(self) -> None:
        """A source that nobody read is a typed error with a suggestion."""
        with pytest.raises(UnknownNameError, match="national-2018"):
            Cause.from_code("01", source="national-2019")


class TestPrivacy:
    @given(st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True))
    def test_errors_do_not_repeat_long_numbers(self, number: str) -> None:
        """A number in the wrong column does not come back in the error."""
        attempts: tuple[Callable[[], Cause], ...] = (
            lambda: Cause.from_label(number),
            lambda: Cause.from_code(number, source="app-a"),
            lambda: Cause.from_code("1", source=number),
        )
        for attempt in attempts:
            with pytest.raises(UnknownNameError) as caught:
                attempt()

            assert number[6:14] not in f"{caught.value} {caught.value!r}"
            assert number not in str(caught.value.args)
