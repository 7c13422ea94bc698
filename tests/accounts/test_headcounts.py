"""Quota, pledge, register and reported exits; and a list cut at a quota."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts import FourNumbers, SourcedCount, cut_at_quota
from pa_registry.errors import InvalidValueError
from tests.accounts.registers import home


def count(persons: int) -> SourcedCount:
    return SourcedCount(persons=persons, source="某文件")


class TestFourNumbers:
    def test_gaps(self) -> None:
        """The register stands against the quota, exits against the pledge."""
        found = FourNumbers(
            unit="某县",
            quota=count(1000),
            pledge=count(200),
            register=count(970),
            reported_exits=count(210),
        ).gaps

        assert [(one.of, one.against) for one in found] == [
            ("register", "quota"),
            ("reported_exits", "pledge"),
        ]
        assert [one.difference for one in found] == [-30, 10]
        assert [one.rate for one in found] == [
            Fraction(-3, 100),
            Fraction(1, 20),
        ]
        assert [one.tolerated for one in found] == [None, None]

    @pytest.mark.parametrize(
        ("register", "tolerated"),
        [(969, False), (970, True), (1030, True), (1031, False)],
    )
    def test_tolerance(self, register: int, *, tolerated: bool) -> None:
        """A gap at the tolerance is within it, on both sides."""
        (gap,) = FourNumbers(
            unit="某县",
            quota=count(1000),
            register=count(register),
            tolerance=Fraction(3, 100),
        ).gaps

        assert gap.tolerated is tolerated

    def test_over_nobody(self) -> None:
        """Over a quota of nobody there is no rate, and no judgement."""
        numbers = FourNumbers(
            unit="某县",
            quota=count(0),
            register=count(3),
            tolerance=Fraction(1, 100),
        )

        (gap,) = numbers.gaps

        assert (gap.difference, gap.rate, gap.tolerated) == (3, None, None)
        assert "某文件  3    –" in numbers.render()

    def test_missing(self) -> None:
        """A number that is not there is held against nothing."""
        numbers = FourNumbers(unit="某县", register=count(3))

        assert numbers.gaps == ()
        assert "| 库内实录数 | 3 | 某文件 | – | – |" in numbers.to_markdown(
            "zh"
        )

    def test_explanation(self) -> None:
        """What the unit says to a gap stands below the table."""
        numbers = FourNumbers(
            unit="某县", register=count(3), explanation="两次统计时点不同。"
        )

        assert numbers.render("zh").endswith("\n说明：两次统计时点不同。")
        assert "\n\nExplanation: " in numbers.to_markdown()

    @pytest.mark.parametrize("persons", [-1, 1.5])
    def test_whole(self, persons: int) -> None:
        """Persons are whole."""
        with pytest.raises(InvalidValueError, match="whole numbers"):
            count(persons)

    def test_source(self) -> None:
        """Each number says where it is from."""
        with pytest.raises(InvalidValueError, match="source"):
            SourcedCount(persons=1, source="")


class TestCut:
    HOMES = tuple((home(f"H{n}", size=2), n // 2) for n in range(4))

    @pytest.mark.parametrize(
        ("quota", "inside", "outside", "level"),
        [
            (0, 0, "H0", False),
            (1, 0, "H0", False),
            (2, 1, "H1", True),
            (4, 2, "H2", False),
            (7, 3, "H3", True),
            (8, 4, None, False),
        ],
    )
    def test_next_outside(
        self, quota: int, inside: int, outside: str | None, *, level: bool
    ) -> None:
        """The household next outside is named, and whether it ranks level."""
        found = cut_at_quota(self.HOMES, quota=quota)

        assert len(found.inside) == inside
        assert found.next_outside == outside
        assert found.shared_rank is level

    def test_words(self) -> None:
        """The report says that the quota, and no fact, leaves it out."""
        found = cut_at_quota(self.HOMES, quota=2)

        assert "H1, level with the last household inside" in found.render()
        assert "被截断的原因是规模，而不是该户情况" in found.render("zh")
        assert "与最后列入的一户条件相同" in found.render("zh")

    def test_words_for_the_next(self) -> None:
        """Where the next ranks lower, it is not called level."""
        assert "level" not in cut_at_quota(self.HOMES, quota=4).render()

    def test_words_for_all(self) -> None:
        """Where nobody is left out, it says so."""
        found = cut_at_quota(self.HOMES, quota=99)

        assert "leaves nobody out" in found.render()
        assert "名单全部列入" in found.render("zh")

    @given(
        sizes=st.lists(st.integers(0, 5), max_size=8),
        quota=st.integers(0, 20),
    )
    def test_never_over(self, sizes: list[int], quota: int) -> None:
        """Nobody is admitted beyond the quota, and none out of turn."""
        ranked = [(home(f"H{n}", size=s), n) for n, s in enumerate(sizes)]

        found = cut_at_quota(ranked, quota=quota)

        assert found.persons <= quota
        assert found.inside == tuple(
            one.number for one, _ in ranked[: len(found.inside)]
        )

    def test_quota(self) -> None:
        """A quota below zero is refused."""
        with pytest.raises(InvalidValueError, match="below zero"):
            cut_at_quota([], quota=-1)
