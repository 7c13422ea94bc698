"""
Say in whole sentences what came of checking published figures.

核对结果的文字说明。
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pa_registry.accounts.figures import PublishedFigures, Shares, Sum, Within
from pa_registry.accounts.intervals import Interval
from pa_registry.accounts.printing import FigureUnit, decimals


if TYPE_CHECKING:
    from pa_registry.accounts.reconciling import Reconciled


__all__ = ["said"]

_Show: TypeAlias = Callable[[Fraction], str]

_WAN = 10_000
_NOTHING = Fraction(0)
_REFUSALS = {
    "unit": ("计量单位不同，不能相加", "they count different things"),
    "base": (
        "基数或计数对象没有说明，或者不一致，不能相加",
        "a base or a unit is not stated, or they differ",
    ),
    "kind": (
        "台账现有的某年脱贫人数与当年上报的脱贫人数性质不同，不能相加",
        (
            "a cohort of the register today and exits reported at the time"
            " are different sorts of count"
        ),
    ),
}


def said(
    result: Reconciled, figures: PublishedFigures, language: str = "en"
) -> str:
    """
    Say what came of one identity.

    Args:
        result: The result.
        figures: The figures that it reads.
        language: ``"zh"`` or ``"en"``.
    """
    one, zh = result.identity, language == "zh"
    if isinstance(one, Sum):
        text = _SumSaid(result, figures, zh, one).text()
    elif isinstance(one, Within):
        text = _WithinSaid(result, figures, zh, one).text()
    else:
        text = _SharesSaid(result, figures, zh, one).text()
    note = one.note_zh if zh else f" {one.note_en}".rstrip()
    return text + note


@attrs.frozen
class _Said:
    """What every sentence needs."""

    result: Reconciled
    figures: PublishedFigures
    zh: bool

    def pick(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def label(self, key: str) -> str:
        return self.figures.by_key[key].label("zh" if self.zh else "en")

    def printed(self, key: str) -> str:
        return str(self.figures.by_key[key].printed)

    def join(self, words: Iterable[str]) -> str:
        listed = list(words)
        if self.zh or len(listed) < 2:  # noqa: PLR2004  one needs no joining
            return "、".join(listed)
        return f"{', '.join(listed[:-1])} and {listed[-1]}"

    def shower(self, *keys: str, more: int = 0) -> _Show:
        """Choose one scale and one number of decimals for some figures."""
        if self.is_share(keys[0]):
            places = max(map(self._decimals, keys)) + more
            return lambda value: f"{decimals(value * 100, places)}%"
        if self.is_plain(*keys):
            return lambda value: decimals(value, 0)
        places = self.figures.places(*keys) + more
        return lambda value: decimals(value / _WAN, places)

    def unit(self, *keys: str) -> str:
        """Name the scale that :meth:`shower` chose."""
        if self.is_share(keys[0]):
            return ""
        unit = self.figures.by_key[keys[0]].unit
        scale = "" if self.is_plain(*keys) else "万"
        return self.pick(f"{scale}{unit.zh}", f"{scale} {unit}".strip())

    def is_share(self, key: str) -> bool:
        return self.figures.by_key[key].unit is FigureUnit.SHARE

    def is_plain(self, *keys: str) -> bool:
        return all(self.figures.is_plain(key) for key in keys)

    def _decimals(self, key: str) -> int:
        return len(self.printed(key).rstrip("%").partition(".")[2])


@attrs.frozen
class _SumSaid(_Said):
    one: Sum

    def text(self) -> str:
        head = self.head()
        if self.result.refusal:
            return head + self.refused()
        if not self.result.gap:
            return head + self.holds()
        return head + self.left_over()

    @property
    def show(self) -> _Show:
        return self.shower(*self.one.reads)

    @property
    def gap(self) -> Fraction:
        return self.result.gap or _NOTHING

    @property
    def whole(self) -> str:
        return self.show(self.figures.value(self.one.whole))

    def head(self) -> str:
        unit = self.unit(*self.one.reads)
        label = self.label(self.one.whole)
        if self.zh:
            unit = f"（{unit}）" if unit else ""
            return f"{label}{unit}：{self.equation()}"
        return f"{label}: {self.equation()} {unit}".rstrip()

    def equation(self) -> str:
        """Write the sum with what is taken off behind the first term."""
        show, value, one = self.show, self.figures.value, self.one
        if self.is_pair:
            other = f"{self.label(one.plus[0])}{self.pick('', ' ')}"
            comma = self.pick("，", ", ")
            return f"{self.whole}{comma}{other}{show(value(one.plus[0]))}"
        first, *rest = (show(value(key)) for key in one.plus)
        less = "".join(f" - {show(value(key))}" for key in one.minus)
        more = "".join(f" + {each}" for each in rest)
        right = show(value(one.whole) - self.gap)
        return f"{first}{less}{more} = {right}"

    @property
    def is_pair(self) -> bool:
        """Whether it is one figure, published twice."""
        return len(self.one.plus) == 1 and not self.one.minus

    def holds(self) -> str:
        if self.figures.by_key[self.one.whole].printed is None:
            return self.pick(
                "（推算数，原文未列）。", " (computed, printed nowhere)."
            )
        printed = self.printed(self.one.whole)
        return self.pick(
            f"，与公布数{printed}相符。", f", as printed ({printed})."
        )

    def refused(self) -> str:
        zh, en = _REFUSALS[self.result.refusal]
        off, whole = self.show(abs(self.gap)), self.whole
        if self.is_share(self.one.whole):
            whole = self.printed(self.one.whole)
            off = off.rstrip("%") + self.pick("个百分点", " points")
        return self.pick(
            f"：{zh}。（仅就算术而言，与{whole}相差{off}。）",
            f": {en}. (As mere arithmetic it is {off} off {whole}.)",
        )

    def left_over(self) -> str:
        off, span = self.show(abs(self.gap)), self.result.gap_range
        printed = self.pick(
            f"，公布数为{self.whole}", f", and {self.whole} is printed"
        )
        if self.is_pair:
            printed = ""
        if span is not None and 0 in span:
            return printed + self.pick(
                f"，相差{off}，四舍五入可以解释。",
                f": {off} apart, which rounding can explain.",
            )
        around = "" if span is None else self.around(span)
        return printed + self.pick(
            f"，尚有{off}有待说明{around}。",
            f": {off} is left to explain{around}.",
        )

    def around(self, span: Interval) -> str:
        if span.low == span.high:
            return ""
        finer = self.shower(*self.one.reads, more=1)
        low, high = map(finer, sorted((abs(span.low), abs(span.high))))
        return self.pick(
            f"（考虑四舍五入，在{low}至{high}之间）",
            f" ({low} to {high} allowing for rounding)",
        )


@attrs.frozen
class _WithinSaid(_Said):
    one: Within

    def text(self) -> str:
        keys = self.one.part, self.one.whole
        show, unit = self.shower(*keys), self.unit(*keys)
        part, whole = (show(self.figures.value(key)) for key in keys)
        gap, span = self.result.gap or _NOTHING, self.result.gap_range
        rounded = gap < 0 and span is not None and span.high >= 0
        if self.zh:
            verb = "不超过" if gap >= 0 else "超过"
            end = "，四舍五入可以解释。" if rounded else "。"
            return (
                f"{self.label(keys[0])}{part}{unit}，"
                f"{verb}{self.label(keys[1])}{whole}{unit}{end}"
            )
        verb = "is within" if gap >= 0 else "is more than"
        end = ", which rounding can explain." if rounded else "."
        return (
            f"{self.label(keys[0])}, {part} {unit}, {verb}"
            f" {self.label(keys[1])}, {whole}{end}"
        )


@attrs.frozen
class _SharesSaid(_Said):
    one: Shares

    def text(self) -> str:
        head = self.head()
        common = [base for base in self.tried() if self.fits_all(base)]
        if common:
            named = self.join(map(self.base, common))
            return head + self.pick(
                f"：以{named}为基数相符。", f": holds over {named}."
            )
        if self.one.base:
            named = self.base(self.one.base)
            return head + self.pick(
                f"：以{named}为基数不符。", f": does not hold over {named}."
            )
        text = self.pick(
            "：没有一个公布数可作共同基数。",
            ": no single published base fits.",
        )
        return head + text + self.by_base() + self.range() + self.mixture()

    def head(self) -> str:
        counts = [count for count, _ in self.one.pairs]
        show, unit = self.shower(*counts), self.unit(*counts)
        parts = self.join(show(self.figures.value(one)) for one in counts)
        shares = self.join(self.printed(key) for _, key in self.one.pairs)
        return self.pick(
            f"{parts}（{unit}）占{shares}", f"{parts} ({unit}) as {shares}"
        )

    def tried(self) -> tuple[str, ...]:
        fitting = [base for _, fit in self.result.fits for base in fit]
        return self.one.candidates or tuple(dict.fromkeys(fitting))

    def fits_all(self, base: str) -> bool:
        return all(base in fit for _, fit in self.result.fits)

    def base(self, key: str) -> str:
        figure, label = self.figures.by_key[key], self.label(key)
        value = self.shower(key)(self.figures.value(key))
        if figure.printed is None:
            return self.pick(
                f"{label}{value}（推算）", f"{label} {value} (computed)"
            )
        return self.pick(f"{label}{value}", f"{label} {value}")

    def by_base(self) -> str:
        """Say of each base which percentages it fits; one may fit none."""
        listed: list[str] = []
        for base in self.tried():
            fitting = self.join(
                self.printed(key)
                for key, fit in self.result.fits
                if base in fit
            )
            zh = f"只符合{fitting}" if fitting else "都不符合"
            en = f" fits only {fitting}" if fitting else " fits none"
            listed.append(self.base(base) + self.pick(zh, en))
        if not listed:
            return ""
        return self.pick(f"{'；'.join(listed)}。", f" {'; '.join(listed)}.")

    def range(self) -> str:
        wide, narrow = self.result.base_range, self.result.narrow_range
        if wide is None:
            return ""
        show = self.shower(*(count for count, _ in self.one.pairs))
        ends = [show(wide.low), show(wide.high)]
        inner = ""
        if narrow is not None:
            low, high = show(narrow.low), show(narrow.high)
            inner = self.pick(
                f"（分子不计四舍五入，则为{low}至{high}）",
                f" ({low} to {high} with the counts exactly as printed)",
            )
        return self.pick(
            f"共同基数须在{ends[0]}至{ends[1]}之间{inner}。",
            f" A base of {ends[0]} to {ends[1]} would fit all{inner}.",
        )

    def mixture(self) -> str:
        if not self.result.reading:
            return ""
        pairs = [
            (self.printed(key), self.base(base))
            for key, base in self.result.reading
        ]
        zh = "，".join(f"{share}以{base}为基数" for share, base in pairs)
        en = ", ".join(f"{share} of {base}" for share, base in pairs)
        return self.pick(
            f"可以相符的混合口径：{zh}。这是推断，原文没有这样说明。",
            f" A mixed reading fits: {en}. It is an inference; the text"
            " does not say so.",
        )
