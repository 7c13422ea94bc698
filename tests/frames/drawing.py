"""A fixed sample of a strategy, for what is tried on few cases."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st


__all__ = ["drawn"]


def drawn(strategy: st.SearchStrategy[Any], many: int) -> list[Any]:
    """Draw a fixed sample of a strategy."""
    found: list[Any] = []

    @seed(2016)
    @settings(
        max_examples=many,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=(
            HealthCheck.too_slow,
            HealthCheck.filter_too_much,
            HealthCheck.data_too_large,
        ),
    )
    @given(strategy)
    def draw(one: Any) -> None:
        found.append(one)

    draw()
    return found
