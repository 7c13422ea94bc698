"""
Draw by size, so that each chance is exactly its share.

按规模大小成比例的抽取（PPS系统抽样）。
"""

from __future__ import annotations

from collections.abc import Mapping


__all__ = ["certain", "stepped"]


def certain(measures: Mapping[str, int], take: int) -> tuple[str, ...]:
    """
    Find who is so large that its chance would reach 1.

    必然抽中的群。

    Args:
        measures: The size of each, above 0.
        take: How many are drawn.

    Examples:
        >>> certain({"a": 80, "b": 5, "c": 6, "d": 9}, 2)
        ('a',)
    """
    rest = dict(measures)
    found: list[str] = []
    while rest and len(found) < take:
        left, whole = take - len(found), sum(rest.values())
        large = [code for code, m in rest.items() if left * m >= whole]
        if not large:
            break
        found += large
        for code in large:
            del rest[code]
    return tuple(found)


def stepped(
    measures: Mapping[str, int], take: int, *, start: int
) -> tuple[str, ...]:
    """
    Step along them, and take whomever a step falls on.

    等距抽取。

    Each is as long as *take* times its size, and a step as long as all
    sizes together, so that of as many starts, each is hit by exactly its
    share (Hartley and Rao 1962).

    Args:
        measures: The size of each, in the order in which they lie; none
            is certain.
        take: How many are drawn.
        start: Where to begin: from 0 to below the sum of the sizes.

    Examples:
        >>> stepped({"a": 2, "b": 3, "c": 5}, 1, start=4)
        ('b',)
    """
    whole = sum(measures.values())
    found: list[str] = []
    end, point = 0, start
    for code, measure in measures.items():
        end += take * measure
        if point < end:
            found.append(code)
            point += whole
    return tuple(found)
