"""Income by component, and the identities of the form."""

from __future__ import annotations

import attrs

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.model import Household, IncomePage
from pa_registry.money import Fen, yuan


AMOUNTS = st.integers(0, 10**8).map(Fen)
MAYBE = st.none() | AMOUNTS
TRANSFERS = (
    "family_planning_subsidy",
    "dibao_income",
    "short_dibao_income",
    "extreme_poverty_income",
    "pension_income",
    "retirement_pay",
    "child_support_to_parents",
    "old_age_allowance",
    "survivor_allowance",
    "disability_allowance",
    "soldiers_pay",
    "stability_subsidy",
    "ecological_compensation",
    "other_transfer_income",
)
MAIN = IncomePage(
    wage_income=yuan(8000),
    business_income=yuan(5000),
    property_income=yuan(200),
    transfer_income=yuan("1800.50"),
    business_expense=yuan(2000),
)


class TestNetIncome:
    def test_the_identity(self) -> None:
        """Net is wage, business, property and transfer less expense."""
        assert MAIN.computed_net_income == yuan("13000.50")

    def test_a_blank_component(self) -> None:
        """What is not recorded is not zero."""
        for part in (
            "wage_income",
            "business_income",
            "property_income",
            "transfer_income",
            "business_expense",
        ):
            page = attrs.evolve(MAIN, **{part: None})

            assert page.computed_net_income is None

    def test_the_stated_total_stays(self) -> None:
        """The form's own total is kept beside the sum of its parts."""
        home = Household(
            number="1",
            net_income=yuan(9999),
            wage_income=yuan(10),
            business_income=yuan(0),
            property_income=yuan(0),
            transfer_income=yuan(0),
            business_expense=yuan(30),
        )

        assert home.net_income == yuan(9999)
        assert home.computed_net_income == yuan(-20)

    @given(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS))
    def test_income_less_expense(
        self, parts: tuple[Fen, Fen, Fen, Fen, Fen]
    ) -> None:
        """The net income and the expense make the total."""
        wage, business, rent, transfer, expense = parts
        page = IncomePage(
            wage_income=wage,
            business_income=business,
            property_income=rent,
            transfer_income=transfer,
            business_expense=expense,
        )
        net = page.computed_net_income

        assert net is not None
        assert net + expense == wage + business + rent + transfer
        assert page.computed_total_income == net + expense


class TestParts:
    @given(st.lists(MAYBE, min_size=14, max_size=14))
    def test_transfer_is_the_sum_of_its_parts(
        self, amounts: list[Fen | None]
    ) -> None:
        """Transfer income is known when each of its parts is."""
        parts = dict(zip(TRANSFERS, amounts, strict=True))
        page = IncomePage(**parts)
        known = [one for one in amounts if one is not None]
        expected = sum(known) if len(known) == len(amounts) else None

        assert page.computed_transfer_income == expected

    @given(MAYBE, MAYBE)
    def test_property_is_the_sum_of_its_parts(
        self, dividend: Fen | None, other: Fen | None
    ) -> None:
        """Property income is known when both of its parts are."""
        page = IncomePage(asset_dividend=dividend, other_property_income=other)
        expected = (
            None if dividend is None or other is None else dividend + other
        )

        assert page.computed_property_income == expected

    def test_parts_stand_in_for_a_blank_sum(self) -> None:
        """Where property income is blank, its parts are added."""
        page = attrs.evolve(
            MAIN,
            property_income=None,
            asset_dividend=yuan(150),
            other_property_income=yuan(50),
        )

        assert page.computed_net_income == MAIN.computed_net_income

    def test_a_stated_sum_wins_over_its_parts(self) -> None:
        """Parts that do not add up are left to a check."""
        page = attrs.evolve(MAIN, asset_dividend=yuan(150))

        assert page.computed_net_income == MAIN.computed_net_income
