"""
Do published figures add up?  Which identities hold, and over which bases.

公布数字的勾稽核对。

A mismatch is a result and never an error: published figures are what they
are.  Nothing is adjusted to make them fit.
"""

from __future__ import annotations

import itertools
import json

from enum import Enum
from fractions import Fraction
from typing import Self

import attrs

from pa_registry.accounts._saying import said
from pa_registry.accounts._tables import markdown_table, text_table
from pa_registry.accounts.figures import (
    Figure,
    FigureKind,
    Identity,
    PublishedFigures,
    Shares,
    Sum,
    Within,
)
from pa_registry.accounts.intervals import Interval
from pa_registry.accounts.printing import FigureUnit
from pa_registry.errors import UnknownNameError
from pa_registry.money import RateUnit


__all__ = ["Conclusion", "Reconciled", "Reconciliation", "reconcile"]


class Conclusion(Enum):
    """
    What came of one identity.

    核对结论。

    Attributes:
        zh: The conclusion in Chinese.
        en: The conclusion in English.
        HOLDS: As printed, to the last digit.
        WITHIN_ROUNDING: Not as printed, but rounding can explain it.
        FAILS: Rounding cannot explain it.
        UNDER_BASES: It holds over the bases that are named.
        MIXED_BASES: Over no single base, but over a mixture: an inference.
        NO_BASE: Over none of the figures that were tried.
        REFUSED: The figures must not be put together at all.
    """

    zh: str
    en: str

    HOLDS = "相符", "holds"
    WITHIN_ROUNDING = "在四舍五入范围内相符", "holds within rounding"
    FAILS = "不符", "fails"
    UNDER_BASES = "按所列基数相符", "holds under these bases"
    MIXED_BASES = (
        "混合口径可相符（推断）",
        "mixed bases (inferred)",
    )
    NO_BASE = "无相符基数", "holds under no base"
    REFUSED = "不能相加", "not to be added"

    def __new__(cls, zh: str, en: str) -> Self:
        """Declare a conclusion with its words."""
        member = object.__new__(cls)
        member._value_ = en
        member.zh, member.en = zh, en
        return member


@attrs.frozen(kw_only=True)
class Reconciled:
    """
    One identity and what came of it.

    一项核对结果。

    Attributes:
        identity: What should hold.
        conclusion: Whether it does.
        gap: The whole less the sum, as printed; for sums.
        gap_range: What that can be, allowing for rounding.

        fits:
            For shares, by percentage: every base tried over which it holds.
        reading: For shares, one base for each percentage that fits, the
            fewest different ones; empty where there is none.
        base_range: For shares, the bases that would fit them all.
        narrow_range: The same with the counts taken as printed.
        refusal: Why figures must not be added: ``unit``, ``base`` or
            ``kind``.
    """

    identity: Identity
    conclusion: Conclusion
    gap: Fraction | None = None
    gap_range: Interval | None = None
    fits: tuple[tuple[str, tuple[str, ...]], ...] = ()
    reading: tuple[tuple[str, str], ...] = ()
    base_range: Interval | None = None
    narrow_range: Interval | None = None
    refusal: str = ""


@attrs.frozen(kw_only=True)
class Reconciliation:
    """
    Every identity of a set of figures, checked.

    勾稽核对结果。

    Attributes:
        figures: The figures that were checked.
        results: One for each identity, in their order.
    """

    figures: PublishedFigures
    results: tuple[Reconciled, ...]

    def result(self, key: str) -> Reconciled:
        """
        Find the result of one identity.

        Raises:
            UnknownNameError: If no identity has this key.
        """
        found = {one.identity.key: one for one in self.results}
        if key not in found:
            raise UnknownNameError(
                kind="identity", name=key, known=tuple(found)
            )
        return found[key]

    def sentence(self, key: str, language: str = "en") -> str:
        """Say what came of one identity, in ``"zh"`` or ``"en"``."""
        return said(self.result(key), self.figures, language)

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: str = "en") -> str:
        """Set the results as plain text, in ``"zh"`` or ``"en"``."""
        header, rows = self._table(language)
        return f"{self._title(language)}\n\n{text_table(header, rows)}"

    def to_markdown(self, language: str = "en") -> str:
        """Set the results as a Markdown table, in ``"zh"`` or ``"en"``."""
        header, rows = self._table(language)
        return f"## {self._title(language)}\n\n{markdown_table(header, rows)}"

    def to_json(self) -> str:
        """Write the results as JSON, the same bytes each time."""
        listed = [
            {
                "identity": one.identity.key,
                "conclusion": one.conclusion.name,
                "gap": _text(one.gap),
                "gap_range": _ends(one.gap_range),
                "fits": {key: list(bases) for key, bases in one.fits},
                "reading": dict(one.reading),
                "base_range": _ends(one.base_range),
                "refusal": one.refusal,
                "zh": said(one, self.figures, "zh"),
                "en": said(one, self.figures, "en"),
            }
            for one in self.results
        ]
        return json.dumps(
            {"title": self.figures.title_zh, "results": listed},
            ensure_ascii=False,
            indent=2,
        )

    def _title(self, language: str) -> str:
        zh = language == "zh"
        return self.figures.title_zh if zh else self.figures.title_en

    def _table(self, language: str) -> tuple[list[str], list[list[str]]]:
        zh = language == "zh"
        header = ["结论", "说明"] if zh else ["conclusion", "why"]
        rows = [
            [
                one.conclusion.zh if zh else one.conclusion.en,
                said(one, self.figures, language),
            ]
            for one in self.results
        ]
        return header, rows


def reconcile(figures: PublishedFigures) -> Reconciliation:
    """
    Check every identity of a set of published figures.

    核对公布数字之间的勾稽关系。

    Args:
        figures: The figures as printed, with the identities.

    Returns:
        The results; each holds, fails by so much, holds under bases that
        are named, or is refused.

    Examples:
        >>> from pa_registry.accounts import article
        >>> found = reconcile(article())
        >>> found.result("total-after").conclusion.en
        'holds'
        >>> found.result("doubtful-and-precise").refusal
        'base'
    """
    check = _Check(figures)
    return Reconciliation(
        figures=figures,
        results=tuple(check.identity(one) for one in figures.identities),
    )


@attrs.frozen
class _Check:
    figures: PublishedFigures

    def identity(self, one: Identity) -> Reconciled:
        if isinstance(one, Sum):
            return self._sum(one)
        if isinstance(one, Within):
            return self._within(one)
        return self._shares(one)

    def _sum(self, one: Sum) -> Reconciled:
        value, interval = self.figures.value, self.figures.interval
        gap = value(one.whole)
        whole = self.figures.by_key[one.whole].printed
        # Its own parts must not vouch for the whole that they make.
        span = whole.interval if whole else interval(one.whole)
        for key in one.plus:
            gap, span = gap - value(key), span - interval(key)
        for key in one.minus:
            gap, span = gap + value(key), span + interval(key)
        if gap:
            # Where another sum makes the whole surer, so is the gap.
            span = self._surer(one, span)
        refusal = self._refusal(one)
        if refusal:
            conclusion = Conclusion.REFUSED
        elif not gap:
            conclusion = Conclusion.HOLDS
        else:
            conclusion = (
                Conclusion.WITHIN_ROUNDING if 0 in span else Conclusion.FAILS
            )
        return Reconciled(
            identity=one,
            conclusion=conclusion,
            gap=gap,
            gap_range=span,
            refusal=refusal,
        )

    def _surer(self, one: Sum, span: Interval) -> Interval:
        interval = self.figures.interval
        narrow = interval(one.whole)
        for key in one.plus:
            narrow -= interval(key)
        for key in one.minus:
            narrow += interval(key)
        return (span & narrow) or span

    def _refusal(self, one: Sum) -> str:
        read = [self.figures.by_key[key] for key in one.reads]
        if len({figure.unit for figure in read}) > 1:
            return "unit"
        kinds = {self.figures.by_key[key].kind for key in one.plus}
        if {FigureKind.COHORT, FigureKind.REPORTED_EXITS} <= kinds:
            return "kind"
        if read[0].unit is FigureUnit.SHARE and not _one_base(read):
            return "base"
        return ""

    def _within(self, one: Within) -> Reconciled:
        part = self.figures.interval(one.part)
        span = self.figures.interval(one.whole) - part
        gap = self.figures.value(one.whole) - self.figures.value(one.part)
        conclusion = Conclusion.WITHIN_ROUNDING
        if gap >= 0:
            conclusion = Conclusion.HOLDS
        elif span.high < 0:
            conclusion = Conclusion.FAILS
        return Reconciled(
            identity=one,
            conclusion=conclusion,
            gap=gap,
            gap_range=span,
        )

    def _shares(self, one: Shares) -> Reconciled:
        bases = (one.base,) if one.base else self._candidates(one)
        fits = tuple(
            (
                percentage,
                tuple(b for b in bases if self._fits(count, percentage, b)),
            )
            for count, percentage in one.pairs
        )
        common = [b for b in bases if all(b in fit for _, fit in fits)]
        reading = (
            tuple((key, common[0]) for key, _ in fits)
            if common
            else _fewest(fits)
        )
        if common:
            conclusion = (
                Conclusion.HOLDS if one.base else Conclusion.UNDER_BASES
            )
        elif reading:
            conclusion = Conclusion.MIXED_BASES
        else:
            conclusion = Conclusion.FAILS if one.base else Conclusion.NO_BASE
        return Reconciled(
            identity=one,
            conclusion=conclusion,
            fits=fits,
            reading=reading,
            base_range=self._implied(one, as_printed=False),
            narrow_range=self._implied(one, as_printed=True),
        )

    def _candidates(self, one: Shares) -> tuple[str, ...]:
        if one.candidates:
            return one.candidates
        counts = {count for count, _ in one.pairs}
        unit = self.figures.by_key[one.pairs[0][0]].unit
        return tuple(
            figure.key
            for figure in self.figures.figures
            if figure.unit is unit and figure.key not in counts
        )

    def _fits(self, count: str, percentage: str, base: str) -> bool:
        part, whole = map(self.figures.interval, (count, base))
        share = self.figures.interval(percentage)
        return whole.low > 0 and (part / whole) & share is not None

    def _implied(self, one: Shares, *, as_printed: bool) -> Interval | None:
        found: Interval | None = None
        for count, percentage in one.pairs:
            value = self.figures.value(count)
            part = (
                Interval(value, value)
                if as_printed
                else self.figures.interval(count)
            )
            share = self.figures.interval(percentage)
            if share.low <= 0:
                return None
            implied = part / share
            found = implied if found is None else found & implied
            if found is None:
                return None
        return found


def _one_base(read: list[Figure]) -> bool:
    bases = {(figure.base, figure.counts) for figure in read}
    base, counts = next(iter(bases))
    return len(bases) == 1 and bool(base) and counts is not RateUnit.UNKNOWN


def _fewest(
    fits: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[tuple[str, str], ...]:
    """Choose one base for each percentage, as few different as can be."""
    choices = itertools.product(*(bases for _, bases in fits))
    best = min(choices, key=lambda one: len(set(one)), default=())
    keys = [key for key, _ in fits]
    return tuple(zip(keys, best, strict=True)) if best else ()


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _ends(interval: Interval | None) -> list[str] | None:
    return (
        None if interval is None else [str(interval.low), str(interval.high)]
    )
