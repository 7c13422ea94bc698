"""
Published figures and what should hold between them.

公布数字及其勾稽关系。
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

import attrs

from pa_registry.accounts.intervals import Interval
from pa_registry.accounts.printing import FigureUnit, Printed
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.money import RateUnit
from pa_registry.standards import Citation


__all__ = [
    "Figure",
    "FigureKind",
    "Identity",
    "PublishedFigures",
    "Shares",
    "Sum",
    "Within",
]


class FigureKind(StrEnum):
    """
    What sort of count a figure is; two sorts are never added up.

    数字的性质。

    Attributes:
        COUNT: Any count.
        COHORT: Persons who stand in the register as exited in a year.
        REPORTED_EXITS: Exits as reported in a year, which never move.
        PLAN: What was to be done.
    """

    COUNT = "count"
    COHORT = "cohort"
    REPORTED_EXITS = "reported exits"
    PLAN = "plan"


@attrs.frozen(kw_only=True)
class Figure:
    """
    One published figure, as it was printed.

    公布数字。

    Attributes:
        key: A short name by which identities refer to it.
        zh: What it is, in Chinese.
        en: What it is, in English.
        printed: The figure; for a computed one, left out.

        sum_of:
            For a figure that is computed here and printed nowhere, the
            keys of its parts.

        unit: What is counted.
        kind: What sort of count it is.
        base: For a percentage, the key of the figure it is a share of;
            blank where the text does not say.
        counts: For a percentage, what it counts, if the text says.
        source: Where it was read.

    Examples:
        >>> figure = Figure(
        ...     key="stock",
        ...     zh="存量",
        ...     en="stock",
        ...     printed=Printed.read("381.8万人"),
        ... )
        >>> figure.unit.name
        'PERSONS'
    """

    key: str
    zh: str
    en: str
    printed: Printed | None = None
    sum_of: tuple[str, ...] = ()
    unit: FigureUnit = FigureUnit.PERSONS
    kind: FigureKind = FigureKind.COUNT
    base: str = ""
    counts: RateUnit = RateUnit.UNKNOWN
    source: Citation | None = None

    def __attrs_post_init__(self) -> None:
        if (self.printed is None) == (not self.sum_of):
            raise InvalidValueError(
                what="a figure is either printed or computed from others.",
                where=f"Figure {self.key}",
                remedy="Give printed=… or sum_of=….",
            )
        is_percent = self.printed is not None and self.printed.unit == "%"
        if is_percent != (self.unit is FigureUnit.SHARE):
            raise InvalidValueError(
                what="the unit of the figure and of its text differ.",
                where=f"Figure {self.key}",
                remedy="A percentage has unit=FigureUnit.SHARE.",
            )

    def label(self, language: str = "en") -> str:
        """Say what it is, in ``"zh"`` or ``"en"``."""
        return self.zh if language == "zh" else self.en


@attrs.frozen(kw_only=True)
class Sum:
    """
    A whole that is the sum of some figures less others.

    合计关系（含差额、划分）。

    A difference, a partition and *the same figure twice* are sums too.

    Attributes:
        key: A short name.
        whole: The key of the whole.
        plus: The keys that are added.
        minus: The keys that are taken off.
        note_zh: What to know about it, in Chinese.
        note_en: The same in English.
    """

    key: str
    whole: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    note_zh: str = ""
    note_en: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.plus:
            raise InvalidValueError(
                what="a sum adds nothing.",
                where=f"Sum {self.key}",
                remedy="Give plus=… at least one key.",
            )

    @property
    def reads(self) -> tuple[str, ...]:
        """The keys of the figures that it reads."""
        return (self.whole, *self.plus, *self.minus)


@attrs.frozen(kw_only=True)
class Within:
    """
    A part that cannot be larger than its whole.

    包含关系。

    Attributes:
        key: A short name.
        part: The key of the part.
        whole: The key of the whole.
        note_zh: What to know about it, in Chinese.
        note_en: The same in English.
    """

    key: str
    part: str
    whole: str
    note_zh: str = ""
    note_en: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        """The keys of the figures that it reads."""
        return (self.part, self.whole)


@attrs.frozen(kw_only=True)
class Shares:
    """
    Counts and their percentages, over one base or over which ones?

    比重关系。

    Attributes:
        key: A short name.
        pairs: Each count with its percentage, by key.
        base: The key of the base, where the text states it.

        candidates:
            The keys of the bases to try where it does not; without them,
            every count of the same unit that is no part itself.

        note_zh: What to know about it, in Chinese.
        note_en: The same in English.
    """

    key: str
    pairs: tuple[tuple[str, str], ...]
    base: str = ""
    candidates: tuple[str, ...] = ()
    note_zh: str = ""
    note_en: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.pairs:
            raise InvalidValueError(
                what="there are no counts and no percentages.",
                where=f"Shares {self.key}",
                remedy="Give pairs=… at least one pair of keys.",
            )

    @property
    def reads(self) -> tuple[str, ...]:
        """The keys of the figures that it reads."""
        paired = [key for pair in self.pairs for key in pair]
        base = (self.base,) if self.base else ()
        return (*paired, *base, *self.candidates)


#: What should hold between figures.
Identity = Sum | Within | Shares


@attrs.frozen(kw_only=True)
class PublishedFigures:
    """
    A set of figures with the identities that should hold between them.

    一组公布数字。

    Attributes:
        title_zh: What they are, in Chinese.
        title_en: The same in English.
        figures: The figures, each key once.
        identities: What should hold.

    Examples:
        >>> figures = PublishedFigures(
        ...     title_zh="示例",
        ...     title_en="example",
        ...     figures=(),
        ...     identities=(Within(key="w", part="a", whole="b"),),
        ... )
        Traceback (most recent call last):
        pa_registry.errors.UnknownNameError: ...
    """

    title_zh: str
    title_en: str
    figures: tuple[Figure, ...]
    identities: tuple[Identity, ...]

    def __attrs_post_init__(self) -> None:
        known = [one.key for one in self.figures]
        if len(set(known)) < len(known):
            raise InvalidValueError(
                what="two figures share one key.",
                where="PublishedFigures.figures",
                remedy="Give each figure a key of its own.",
            )
        parts = [key for one in self.figures for key in one.sum_of]
        reads = [key for one in self.identities for key in one.reads]
        for key in (*parts, *reads):
            if key not in known:
                raise UnknownNameError(
                    kind="figure", name=key, known=tuple(known)
                )
        circular = _circular(self.figures)
        if circular:
            raise InvalidValueError(
                what=f"the figure {circular} is computed from itself.",
                where="PublishedFigures.figures",
                remedy="Compute a figure from others: sum_of=….",
            )

    @property
    def by_key(self) -> Mapping[str, Figure]:
        """The figures by key."""
        return MappingProxyType({one.key: one for one in self.figures})

    def value(self, key: str) -> Fraction:
        """Give a figure as it was printed, or the sum of its parts."""
        figure = self.by_key[key]
        if figure.printed is not None:
            return figure.printed.value
        return sum(map(self.value, figure.sum_of), start=Fraction(0))

    def interval(self, key: str) -> Interval:
        """
        Give everything that a figure can stand for.

        A printed whole that is the printed sum of its parts is as sure as
        the parts: 579 with three parts of one decimal is 579.0 ± 0.15.
        """
        figure = self.by_key[key]
        if figure.printed is None:
            return self._added(figure.sum_of)
        known = figure.printed.interval
        for one in self.identities:
            if isinstance(one, Sum) and one.whole == key and not one.minus:
                known = (known & self._added(one.plus)) or known
        return known

    def places(self, *keys: str) -> int:
        """Give the finest number of decimals, in 万, among some figures."""
        steps = [self._step(key) for key in keys]
        places = 0
        while any(
            step and step < Fraction(10_000, 10**places) for step in steps
        ):
            places += 1
        return places

    def is_plain(self, key: str) -> bool:
        """Say whether a figure is a plain count, not rounded to 万."""
        return self._step(key) == 0

    def _step(self, key: str) -> Fraction:
        figure = self.by_key[key]
        if figure.printed is not None:
            return 2 * figure.printed.half_step
        return min(map(self._step, figure.sum_of))

    def _added(self, keys: tuple[str, ...]) -> Interval:
        total = Interval(Fraction(0), Fraction(0))
        for key in keys:
            total += self._own(key)
        return total

    def _own(self, key: str) -> Interval:
        figure = self.by_key[key]
        if figure.printed is None:
            return self._added(figure.sum_of)
        return figure.printed.interval


def _circular(figures: tuple[Figure, ...]) -> str | None:
    """Name a figure that can never be computed, if there is one."""
    waiting = {one.key: one.sum_of for one in figures if one.sum_of}
    while waiting:
        ready = [
            key
            for key, parts in waiting.items()
            if not any(part in waiting for part in parts)
        ]
        if not ready:
            return next(iter(waiting))
        for key in ready:
            del waiting[key]
    return None
