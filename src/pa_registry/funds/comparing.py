"""
What if: another formula, or another register; who gains and who loses.

分配方案比较。
"""

from __future__ import annotations

import attrs

from pa_registry.conditions.describing import check_language
from pa_registry.funds.allocation import Allocation, Line
from pa_registry.funds.statements import in_wan
from pa_registry.money import Fen


__all__ = ["Difference", "WhatIf", "compare"]


@attrs.frozen(kw_only=True)
class Difference:
    """
    What one recipient has before and after.

    分配额变化。

    Attributes:
        key: The recipient.
        name: Its name.
        before: Its amount before; 0 where it was no recipient.
        after: Its amount after.
    """

    key: str
    name: str
    before: Fen
    after: Fen

    @property
    def change(self) -> Fen:
        """The amount after less the amount before."""
        return self.after - self.before


@attrs.frozen(kw_only=True)
class WhatIf:
    """
    Two allocations side by side.

    分配方案比较。

    Attributes:
        differences: One for each recipient of either, by key.
        retained: The change of what is retained.
    """

    differences: tuple[Difference, ...]
    retained: Fen

    @property
    def gainers(self) -> tuple[Difference, ...]:
        """Those who gain, the most first."""
        found = [one for one in self.differences if one.change > 0]
        return tuple(sorted(found, key=lambda one: (-one.change, one.key)))

    @property
    def losers(self) -> tuple[Difference, ...]:
        """Those who lose, the most first."""
        found = [one for one in self.differences if one.change < 0]
        return tuple(sorted(found, key=lambda one: (one.change, one.key)))

    @property
    def unchanged(self) -> tuple[Difference, ...]:
        """Those who neither gain nor lose."""
        return tuple(one for one in self.differences if not one.change)

    def render(self, language: str = "en") -> str:
        """Say who gains and who loses, in ``"zh"`` or ``"en"``."""
        check_language(language)
        zh = language == "zh"
        counts = (len(self.gainers), len(self.losers), len(self.unchanged))
        lines = [_count(counts, zh=zh)]
        lines += [_say(one, zh=zh) for one in (*self.gainers, *self.losers)]
        if self.retained:
            amount = in_wan(Fen(abs(self.retained)))
            more = self.retained > 0
            if zh:
                word = "增加" if more else "减少"
                lines.append(f"  留在本级的资金{word}{amount}万元。")
            else:
                word = "more" if more else "less"
                lines.append(f"  Retained: {amount} wan yuan {word}.")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.render("en")


def compare(before: Allocation, after: Allocation) -> WhatIf:
    """
    Put two allocations side by side.

    比较两个分配方案。

    They may differ in the formula, in the register, or in both.  What is
    clawed back is money of another allocation and is left out.

    Args:
        before: The one.
        after: The other.

    Returns:
        What each recipient gains or loses.
    """
    old, new = _by_key(before), _by_key(after)
    return WhatIf(
        differences=tuple(
            Difference(
                key=key,
                name=(new.get(key) or old[key]).recipient.name,
                before=old[key].amount if key in old else Fen(0),
                after=new[key].amount if key in new else Fen(0),
            )
            for key in sorted({*old, *new})
        ),
        retained=after.retained - before.retained,
    )


def _by_key(allocation: Allocation) -> dict[str, Line]:
    return {line.recipient.key: line for line in allocation.lines}


def _count(counts: tuple[int, int, int], *, zh: bool) -> str:
    more, less, same = counts
    if zh:
        return f"增加的{more}个，减少的{less}个，不变的{same}个。"
    return f"{more} gain, {less} lose, {same} stay the same."


def _say(one: Difference, *, zh: bool) -> str:
    before, after = in_wan(one.before), in_wan(one.after)
    amount = in_wan(Fen(abs(one.change)))
    if zh:
        word = "增加" if one.change > 0 else "减少"
        return f"  {one.name}：由{before}万元变为{after}万元，{word}{amount}万元。"
    word = "more" if one.change > 0 else "less"
    return (
        f"  {one.name}: {after} wan yuan instead of {before}, {amount} {word}."
    )
