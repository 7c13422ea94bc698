"""
The tables of a register, held together.

数据表集合。
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs


__all__ = ["Tables"]


@attrs.frozen(kw_only=True)
class Tables:
    """
    The frames of one register, or of one part of it.

    数据表集合。

    What was left out is not known: without members nobody knows who
    belongs to a household, and without a source nothing was searched.

    Attributes:
        households: One row a household.
        members: One row a member.
        relatives: One row a relative who lives apart.
        measures: One row a help measure.
        sources: The records of departments and the acts, by source.
        coverage: Which source was searched for whom.
        villages: One row a village.
        counties: One row a county.
    """

    households: Any = attrs.field(repr=False)
    members: Any = attrs.field(default=None, repr=False)
    relatives: Any = attrs.field(default=None, repr=False)
    measures: Any = attrs.field(default=None, repr=False)
    sources: Mapping[str, Any] = attrs.field(
        default=MappingProxyType({}), repr=False
    )
    coverage: Any = attrs.field(default=None, repr=False)
    villages: Any = attrs.field(default=None, repr=False)
    counties: Any = attrs.field(default=None, repr=False)

    def arguments(self) -> dict[str, Any]:
        """
        Give the tables as `decide` and its like take them.

        They are unpacked: ``frames.decide(policy, **tables.arguments())``.
        """
        return {
            "households": self.households,
            "members": self.members,
            "relatives": self.relatives,
            "measures": self.measures,
            "sources": self.sources,
            "coverage": self.coverage,
        }

    def given(self) -> dict[str, Any]:
        """List the frames that there are, by the name of their table."""
        found = {**self.arguments(), **self.sources}
        found |= {"villages": self.villages, "counties": self.counties}
        del found["sources"]
        return {name: one for name, one in found.items() if one is not None}
