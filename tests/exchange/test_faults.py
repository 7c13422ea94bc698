from __future__ import annotations

import re

import pytest

from pa_registry.columns import columns
from pa_registry.exchange.faults import Spot, shown
from pa_registry.exchange.wording import FAULTS
from pa_registry.model import Household, Person


FIELD = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("code", FAULTS)
class TestEveryWording:
    def test_is_whole_in_both_languages(self, code: str) -> None:
        """What is wrong is a sentence in both languages."""
        said = FAULTS[code]

        assert said.zh.endswith("。")
        assert said.en.endswith(".")
        assert re.search(r"[\u4e00-\u9fff]", said.zh)

    def test_has_a_stable_code(self, code: str) -> None:
        """A code is a family and a kind, in kebab case."""
        assert re.fullmatch(r"[a-z]+(\.[a-z]+(-[a-z]+)*)?", code)

    def test_what_is_not_taken_has_a_remedy(self, code: str) -> None:
        """An error says what to do, in both languages."""
        said = FAULTS[code]

        assert said.severity in {"error", "warning", "notice"}
        if said.severity == "error":
            assert said.remedy_zh
            assert said.remedy_en

    def test_leaves_the_same_words_open(self, code: str) -> None:
        """Both languages say the same facts."""
        said = FAULTS[code]
        zh, en = (
            {re.sub("_(zh|en)$", "", one) for one in FIELD.findall(text)}
            for text in (said.zh, said.en)
        )

        assert zh == en


class TestShown:
    @pytest.mark.parametrize(
        ("form", "key", "text", "seen"),
        [
            (Household, "net_income", "三千", "三千"),
            (Household, "net_income", "13800001111", "********"),
            (Household, "net_income", "138-0000-1111x", "********"),
            (Household, "phone", "无", "********"),
            (Household, "entered", "20150230", "20150230"),
            (Household, "entered", "201502300", "********"),
            (Household, "number", "H1", "H1"),
            (Household, "number", "H1\x07", "H1□"),
            (
                Household,
                "number",
                "990101\x0719800101\x070014",
                "990101****0014",
            ),
            (
                Household,
                "number",
                "字" * 14 + "990101198001010014",
                "字" * 14 + "990101****…",
            ),
            (Person, "name", "王某", "********"),
            (Person, "health", "某病", "********"),
            (Person, "education", "某学", "某学"),
            (Household, "net_income", "\x1b[31m", "□[31m"),
            (Household, "net_income", "一" * 30, "一" * 24 + "…"),
        ],
    )
    def test_hides_what_is_personal(
        self, form: type, key: str, text: str, seen: str
    ) -> None:
        """A wrong cell is shown only where it tells nothing of a person."""
        assert shown(text, columns(form)[key]) == seen

    def test_a_place_names_what_it_knows(self) -> None:
        """File, row and column, as far as there are any."""
        assert str(Spot("a.csv")) == "a.csv"
        assert str(Spot("a.csv", 3)) == "a.csv:3"
        assert str(Spot("a.csv", 3, "姓名")) == "a.csv:3:姓名"
