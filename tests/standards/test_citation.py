from __future__ import annotations

import datetime as dt

from typing import Any

import pytest

from pa_registry.errors import InvalidStandardError
from pa_registry.standards import Certainty, Citation


def cite(**given: Any) -> Citation:
    values: dict[str, Any] = {
        "issuer": "某机关",
        "title": "某办法",
        "certainty": Certainty.TEXT_READ,
    }
    return Citation(**(values | given))


class TestCertainty:
    def test_has_six_tags(self) -> None:
        """The tags are the six letters that data files use."""
        assert {tag.value for tag in Certainty} == set("AVSGCD")

    @pytest.mark.parametrize("tag", list(Certainty))
    def test_is_worded_in_both_languages(self, tag: Certainty) -> None:
        """Each tag has its own words in Chinese and in English."""
        assert tag.zh
        assert tag.en.isascii()

        others = [one for one in Certainty if one is not tag]
        assert tag.zh not in {one.zh for one in others}


class TestCitation:
    def test_renders_all_parts_in_chinese(self) -> None:
        """A full citation is one Chinese sentence with all its parts."""
        full = cite(
            document_number="某发〔2016〕1号",
            clause="第三条",
            date=dt.date(2016, 9, 1),
            read_in="某网",
        )

        assert full.render("zh") == (
            "某机关《某办法》（某发〔2016〕1号，2016年9月1日）第三条"
            "；见于某网；已读规定原文。"
        )

    def test_renders_english_names_where_given(self) -> None:
        """English names stand first, and the Chinese title beside."""
        full = cite(
            issuer_en="Some office",
            title_en="Some rules",
            date=dt.date(2016, 9, 1),
        )

        assert str(full) == (
            "Some office, Some rules (《某办法》), 1 September 2016;"
            " rule text read."
        )

    def test_renders_a_year_alone(self) -> None:
        """A text known by its year only shows the year."""
        assert (
            cite(date=2011)
            .render("zh")
            .startswith("某机关《某办法》（2011年）")
        )
        assert ", 2011;" in cite(date=2011).render("en")

    def test_leaves_out_what_is_not_known(self) -> None:
        """Without issuer, number and date the title stands alone."""
        assert cite(issuer="").render("zh") == "《某办法》；已读规定原文。"
        assert cite(issuer="").render("en") == "《某办法》; rule text read."

    def test_cites_another_clause_of_the_same_text(self) -> None:
        """Citing a clause keeps everything else."""
        assert cite().at("第二条") == cite(clause="第二条")
        assert cite(clause="第二条").at(None) == cite(clause="第二条")

    def test_needs_a_title(self) -> None:
        """A citation without a title is refused."""
        with pytest.raises(InvalidStandardError, match="cites nothing"):
            cite(title=" ")
