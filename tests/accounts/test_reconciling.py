"""Published figures: the article line by line, and what any figures do."""

from __future__ import annotations

import json

from fractions import Fraction
from pathlib import Path

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts import (
    Conclusion,
    Figure,
    FigureUnit,
    Interval,
    Printed,
    PublishedFigures,
    Reconciled,
    Shares,
    Sum,
    Within,
    article,
    later_series,
    percent,
    reconcile,
    wan,
)
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.money import RateUnit


GOLDEN = Path(__file__).parent / "golden"
ARTICLE = reconcile(article())
LATER = reconcile(later_series())


def figure(
    key: str, printed: str, *, base: str = "", counts: str = "unknown"
) -> Figure:
    share = printed.endswith("%")
    return Figure(
        key=key,
        zh=f"数字{key}",
        en=f"figure {key}",
        printed=Printed.read(printed),
        unit=FigureUnit.SHARE if share else FigureUnit.PERSONS,
        base=base,
        counts=RateUnit(counts),
    )


def only(
    identity: Sum | Within | Shares, *figures: Figure
) -> tuple[Reconciled, str, str]:
    """Check one identity, and give the result with both sentences."""
    found = reconcile(
        PublishedFigures(
            title_zh="数字",
            title_en="figures",
            figures=figures,
            identities=(identity,),
        )
    )
    (result,) = found.results
    key = identity.key
    return result, found.sentence(key), found.sentence(key, "zh")


class TestArticle:
    @pytest.mark.parametrize(
        ("key", "conclusion", "gap"),
        [
            ("total-before", Conclusion.HOLDS, 0),
            ("total-after", Conclusion.HOLDS, 0),
            ("flow", Conclusion.FAILS, 148_000),
            ("flow-from-590", Conclusion.FAILS, -141_000),
            ("doubtful-and-judged", Conclusion.FAILS, -199_000),
            ("circular", Conclusion.HOLDS, 0),
            ("relocation-before", Conclusion.HOLDS, 4_761_000),
            ("relocation-after", Conclusion.HOLDS, 4_880_000),
            ("audited", Conclusion.HOLDS, 3),
        ],
    )
    def test_counts(self, key: str, conclusion: Conclusion, gap: int) -> None:
        """Each sum holds, or fails by what is left to explain."""
        found = ARTICLE.result(key)

        assert found.conclusion is conclusion
        assert found.gap == gap

    def test_no_single_base(self) -> None:
        """5.7, 6.6 and 6.3 % fit no published base; a mixture does."""
        found = ARTICLE.result("shares")

        assert found.conclusion is Conclusion.MIXED_BASES
        assert found.fits == (
            ("removed-share", ("registered",)),
            ("retained-share", ("total-after",)),
            ("added-share", ("total-after",)),
        )
        assert "It is an inference" in ARTICLE.sentence("shares")

    def test_base_that_would_fit(self) -> None:
        """A base that fits all three lies between 581.7 and 586.4 万."""
        found = ARTICLE.result("shares")

        assert found.base_range == Interval(
            Fraction(334_500) / Fraction("0.0575"),
            Fraction(366_500) / Fraction("0.0625"),
        )
        assert found.narrow_range == Interval(
            Fraction(335_000) / Fraction("0.0575"),
            Fraction(366_000) / Fraction("0.0625"),
        )

    def test_doubtful(self) -> None:
        """52万 as 9.22 % agree with the total before, and no other."""
        found = ARTICLE.result("doubtful-base")

        assert found.conclusion is Conclusion.UNDER_BASES
        assert found.fits == (("doubtful-share", ("total-before",)),)

    def test_not_complements(self) -> None:
        """9.22 and 93.65 % are refused, with how far off they would be."""
        found = ARTICLE.result("doubtful-and-precise")

        assert (found.conclusion, found.refusal) == (
            Conclusion.REFUSED,
            "base",
        )
        assert found.gap == Fraction(-287, 10_000)
        assert "2.87个百分点" in ARTICLE.sentence("doubtful-and-precise", "zh")


class TestLaterSeries:
    @pytest.mark.parametrize(
        ("key", "conclusion", "gap"),
        [
            ("moved-persons", Conclusion.HOLDS, 0),
            ("moved-households", Conclusion.FAILS, 500),
            ("concentrated", Conclusion.HOLDS, None),
            ("exits-by-year", Conclusion.REFUSED, -33_000),
            ("two-counts-of-2018", Conclusion.FAILS, -54_300),
        ],
    )
    def test_conclusions(
        self, key: str, conclusion: Conclusion, gap: int | None
    ) -> None:
        """Persons add up, households do not, a cohort is no flow."""
        found = LATER.result(key)

        assert (found.conclusion, found.gap) == (conclusion, gap)

    def test_certainty(self) -> None:
        """Every figure says where it was read; that of a whole is of none."""
        figures = (*article().figures, *later_series().figures)

        assert {one.key for one in figures if one.source is None} == {"whole"}


class TestGolden:
    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("article.en.txt", ARTICLE.render("en")),
            ("article.zh.txt", ARTICLE.render("zh")),
            ("article.zh.md", ARTICLE.to_markdown("zh")),
            ("article.json", ARTICLE.to_json()),
            ("later.en.md", LATER.to_markdown()),
            ("later.zh.txt", LATER.render("zh")),
        ],
    )
    def test_text(
        self, name: str, text: str, request: pytest.FixtureRequest
    ) -> None:
        """The tables read as they did; --update-golden writes them anew."""
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_text(text + "\n", "utf-8")

        assert text + "\n" == path.read_text("utf-8")

    def test_json(self) -> None:
        """The JSON says of each identity what the sentences say."""
        listed = json.loads(ARTICLE.to_json())["results"]

        for one, result in zip(listed, ARTICLE.results, strict=True):
            assert one["conclusion"] == result.conclusion.name
            assert one["en"] == ARTICLE.sentence(one["identity"])

    def test_str(self) -> None:
        """Printing gives the English table."""
        assert str(ARTICLE) == ARTICLE.render("en")


class TestSums:
    def test_within_rounding(self) -> None:
        """Three rounded parts may miss a rounded whole by a digit."""
        result, en, zh = only(
            Sum(key="s", whole="w", plus=("a", "b", "c")),
            figure("a", "1.3万"),
            figure("b", "1.3万"),
            figure("c", "1.3万"),
            figure("w", "4.0万"),
        )

        assert result.conclusion is Conclusion.WITHIN_ROUNDING
        assert "rounding can explain" in en
        assert "四舍五入可以解释" in zh

    @pytest.mark.parametrize(
        ("whole", "conclusion"),
        [
            ("3.8万", Conclusion.WITHIN_ROUNDING),
            ("3.9万", Conclusion.HOLDS),
            ("4.1万", Conclusion.WITHIN_ROUNDING),
            ("4.2万", Conclusion.FAILS),
        ],
    )
    def test_limits(self, whole: str, conclusion: Conclusion) -> None:
        """Rounding explains half a digit for each figure, and no more."""
        result, _, _ = only(
            Sum(key="s", whole="w", plus=("a", "b", "c")),
            figure("a", "1.3万"),
            figure("b", "1.3万"),
            figure("c", "1.3万"),
            figure("w", whole),
        )

        assert result.conclusion is conclusion

    def test_computed_from_computed(self) -> None:
        """A computed figure may be made of computed ones."""
        result, en, _ = only(
            Sum(key="s", whole="w", plus=("ab", "c")),
            figure("a", "1.1万"),
            figure("b", "1.1万"),
            figure("c", "1.1万"),
            Figure(key="ab", zh="甲乙", en="both", sum_of=("a", "b")),
            Figure(key="abc", zh="三项", en="all three", sum_of=("ab", "c")),
            Figure(key="w", zh="总数", en="total", sum_of=("abc",)),
        )

        assert result.conclusion is Conclusion.HOLDS
        assert en == (
            "total: 2.2 + 1.1 = 3.3 万 persons (computed, printed nowhere)."
        )

    def test_plain_counts(self) -> None:
        """Plain counts are exact, and have no range to print."""
        result, en, _ = only(
            Sum(key="s", whole="w", plus=("a", "b")),
            figure("a", "1人"),
            figure("b", "2人"),
            figure("w", "4人"),
        )

        assert result.gap_range == Interval(Fraction(1), Fraction(1))
        assert en.endswith("1 is left to explain.")

    def test_persons_and_households(self) -> None:
        """Households are not added to persons."""
        homes = Figure(
            key="b",
            zh="户数",
            en="households",
            printed=Printed.read("2户"),
            unit=FigureUnit.HOUSEHOLDS,
        )
        result, en, _ = only(
            Sum(key="s", whole="w", plus=("a", "b")),
            figure("a", "1人"),
            homes,
            figure("w", "3人"),
        )

        assert (result.conclusion, result.refusal) == (
            Conclusion.REFUSED,
            "unit",
        )
        assert "count different things" in en

    def test_shares_of_one_base(self) -> None:
        """Shares of one stated base, of one unit, do add up."""
        result, _, _ = only(
            Sum(key="s", whole="w", plus=("a", "b")),
            figure("a", "60.0%", base="all", counts="persons"),
            figure("b", "40.0%", base="all", counts="persons"),
            figure("w", "100.0%", base="all", counts="persons"),
        )

        assert result.conclusion is Conclusion.HOLDS

    @given(
        parts=st.lists(st.integers(0, 10**7), min_size=1, max_size=6),
    )
    def test_true_sums_never_fail(self, parts: list[int]) -> None:
        """However true figures are rounded, their sum is never denied."""
        figures = [
            figure(str(place), wan(part)) for place, part in enumerate(parts)
        ]
        result, _, _ = only(
            Sum(key="s", whole="w", plus=tuple(one.key for one in figures)),
            *figures,
            figure("w", wan(sum(parts))),
        )

        assert result.conclusion in {
            Conclusion.HOLDS,
            Conclusion.WITHIN_ROUNDING,
        }


class TestShares:
    def test_one_base(self) -> None:
        """A set of percentages that fits one base says which."""
        result, en, zh = only(
            Shares(key="s", pairs=(("a", "p"), ("b", "q"))),
            figure("a", "1万"),
            figure("p", "10.0%"),
            figure("b", "2万"),
            figure("q", "20.0%"),
            figure("base", "10万"),
        )

        assert result.conclusion is Conclusion.UNDER_BASES
        assert "holds over figure base 10" in en
        assert "以数字base10为基数相符" in zh

    def test_stated_base(self) -> None:
        """A stated base that does not fit fails."""
        result, en, zh = only(
            Shares(key="s", pairs=(("a", "p"),), base="base"),
            figure("a", "1.0万"),
            figure("p", "10.0%"),
            figure("base", "12.0万"),
        )

        assert result.conclusion is Conclusion.FAILS
        assert "does not hold over" in en
        assert "不符" in zh

    def test_no_base_at_all(self) -> None:
        """Where nothing fits, nothing is made up."""
        result, en, zh = only(
            Shares(key="s", pairs=(("a", "p"), ("b", "q"))),
            figure("a", "1.0万"),
            figure("p", "10.0%"),
            figure("b", "1.0万"),
            figure("q", "90.0%"),
            figure("base", "5.0万"),
        )

        assert (result.conclusion, result.reading) == (Conclusion.NO_BASE, ())
        assert result.base_range is None
        assert en.endswith("no single published base fits.")
        assert zh.endswith("没有一个公布数可作共同基数。")

    def test_no_exact_base(self) -> None:
        """A range may exist only if the counts were rounded."""
        result, en, zh = only(
            Shares(key="s", pairs=(("a", "p"), ("b", "q"))),
            figure("a", "1万"),
            figure("p", "10.0%"),
            figure("b", "1万"),
            figure("q", "12.0%"),
        )

        assert result.narrow_range is None
        assert result.base_range is not None
        assert "exactly as printed" not in en
        assert "分子不计" not in zh

    def test_a_share_of_nothing(self) -> None:
        """A percentage that may be zero bounds no base."""
        result, _, _ = only(
            Shares(key="s", pairs=(("a", "p"),)),
            figure("a", "1万"),
            figure("p", "0.0%"),
        )

        assert (result.conclusion, result.base_range) == (
            Conclusion.NO_BASE,
            None,
        )

    @given(part=st.integers(10_000, 10**6), more=st.integers(0, 10**7))
    def test_the_true_base_always_fits(self, part: int, more: int) -> None:
        """However the figures are rounded, the true base is not denied."""
        base = part + more
        result, _, _ = only(
            Shares(key="s", pairs=(("a", "p"),), base="b"),
            figure("a", wan(part)),
            figure("p", percent(Fraction(part, base))),
            figure("b", wan(base)),
        )

        assert result.conclusion is Conclusion.HOLDS


class TestWithin:
    @pytest.mark.parametrize(
        ("part", "conclusion"),
        [
            ("9.9万", Conclusion.HOLDS),
            ("10.0万", Conclusion.HOLDS),
            ("10.1万", Conclusion.WITHIN_ROUNDING),
            ("10.2万", Conclusion.FAILS),
        ],
    )
    def test_limit(self, part: str, conclusion: Conclusion) -> None:
        """A part is at most its whole, rounding allowed."""
        result, en, zh = only(
            Within(key="w", part="a", whole="b"),
            figure("a", part),
            figure("b", "10.0万"),
        )

        assert result.conclusion is conclusion
        assert ("is within" in en) is (conclusion is Conclusion.HOLDS)
        assert ("不超过" in zh) is (conclusion is Conclusion.HOLDS)
        rounding = "rounding can explain" in en
        assert rounding is (conclusion is Conclusion.WITHIN_ROUNDING)


class TestRefusals:
    def test_printed_or_computed(self) -> None:
        """A figure is printed or computed, one of the two."""
        with pytest.raises(InvalidValueError, match="printed or computed"):
            Figure(key="a", zh="甲", en="a")

    def test_unit(self) -> None:
        """A percentage is a share."""
        with pytest.raises(InvalidValueError, match="unit of the figure"):
            Figure(key="a", zh="甲", en="a", printed=Printed.read("5%"))

    def test_keys(self) -> None:
        """Each key stands once."""
        with pytest.raises(InvalidValueError, match="share one key"):
            only(
                Within(key="w", part="a", whole="a"),
                figure("a", "1万"),
                figure("a", "2万"),
            )

    def test_unknown(self) -> None:
        """An identity reads figures that are there."""
        with pytest.raises(UnknownNameError):
            only(Within(key="w", part="a", whole="b"), figure("a", "1万"))

    def test_no_such_result(self) -> None:
        """A result is asked for by the key of its identity."""
        with pytest.raises(UnknownNameError, match="total-after"):
            ARTICLE.result("total-aftr")


class TestRefusedWhenMade:
    """What could never be computed is refused before it is asked."""

    def test_circular(self) -> None:
        """A figure cannot be computed from itself, nor by way of others."""
        figures = tuple(
            Figure(key=key, zh=key, en=key, sum_of=(part,))
            for key, part in (("a", "b"), ("b", "a"))
        )

        with pytest.raises(InvalidValueError, match="computed from itself"):
            PublishedFigures(
                title_zh="", title_en="", figures=figures, identities=()
            )

    def test_empty(self) -> None:
        """A sum of nothing and no shares are refused."""
        with pytest.raises(InvalidValueError, match="adds nothing"):
            Sum(key="x", whole="a", plus=())
        with pytest.raises(InvalidValueError, match="no counts"):
            Shares(key="x", pairs=())
