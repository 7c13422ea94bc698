"""Personal numbers inside keys and labels are masked."""

from __future__ import annotations

import time

import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.masking import masked


class TestMasked:
    @pytest.mark.parametrize(
        "text",
        [
            "990102199901010011",
            "99010219990101001X",
            "990102 1999 0101 0011",
            "990102-19990101-0011",
            "９９０１０２１９９９０１０１００１１",  # noqa: RUF001 -- full width
            "990102990101001",
            "99010219990101001143",
        ],
    )
    def test_an_identity_number_loses_its_middle(self, text: str) -> None:
        """However it is written, what is left does not tell who it is."""
        found = masked(f"户{text}")

        assert "****" in found
        assert "19990101" not in found.replace(" ", "").replace("-", "")

    @pytest.mark.parametrize(
        "text", ["13800138000", "138 0013 8000", "8613800138000"]
    )
    def test_a_phone_keeps_its_last_four(self, text: str) -> None:
        """A mobile phone is known by its beginning and length."""
        assert masked(text) == "****8000"

    def test_a_digit_of_two_characters_hides_nothing(self) -> None:
        """Whatever else stands in a text, its numbers are seen."""
        assert masked("⒈ 号：８６１３８００１３８０００") == "⒈ 号：****8000"  # noqa: RUF001 -- full width

    @pytest.mark.parametrize(
        "text", ["H0012", "420323001001", "42", "2016-10-19", "户1", ""]
    )
    def test_a_key_stays(self, text: str) -> None:
        """A division code, a day and a household number are readable."""
        assert masked(text) == text

    @given(st.text())
    def test_masks_once_and_for_all(self, text: str) -> None:
        """Masking what is masked changes nothing."""
        once = masked(text)

        assert masked(once) == once

    def test_long_text_is_no_burden(self) -> None:
        """A hundred thousand characters take well under a second."""
        start = time.perf_counter()

        assert masked("1 " * 50_000)
        assert time.perf_counter() - start < 5
