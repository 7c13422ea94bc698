"""
Measures of poverty and inequality on the columns of a frame.

在数据表上计算贫困与不平等测度。

They are those of :mod:`pa_registry.accounts.measures`, with the same
conventions and the same exact results.  Equal values are put together
before anything is measured, so that a column of millions with few
different values costs little more than those.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs
import narwhals as nw

from pa_registry.accounts import measures
from pa_registry.accounts.measures import (
    AlkireFoster,
    AtRisk,
    GiniConvention,
    Number,
    QuantileConvention,
    Result,
)
from pa_registry.accounts.measures.samples import divided
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.frames._door import Lazy, open_frame


__all__ = [
    "Distribution",
    "alkire_foster",
    "at_risk_of_poverty",
    "distribution",
    "fgt",
    "gini",
    "headcount",
    "poverty_gap",
    "quantile",
    "quintile_share_ratio",
    "relative_median_gap",
    "sen",
    "sen_shorrocks_thon",
    "severity",
    "theil",
    "watts",
]

_SHARE = Fraction(3, 5)
#: Sums in columns stay below half of what sixty-four bits hold.
_ROOM = 2**62
_ROWS, _PARTS = "_pa_m_rows", "_pa_m_parts"
_VALUE, _PER, _WEIGHT = "_pa_m_value", "_pa_m_per", "_pa_m_weight"


@attrs.frozen(kw_only=True)
class Distribution:
    """
    The values of a column, and how often or how heavily each occurs.

    分布。

    Any measure of the accounts takes it apart again, also one that is not
    on this page: ``measure(found.values, weights=found.weights, …)``.

    Attributes:
        values: The values, ascending where equal ones are put together.
        weights: For how many each stands; `None`: each for one case.
    """

    values: tuple[Number, ...] = attrs.field(repr=False)
    weights: tuple[Number, ...] | None = attrs.field(repr=False)


def distribution(
    frame: Any,
    values: str,
    *,
    weights: str | None = None,
    per: str | None = None,
    together: bool = True,
) -> Distribution:
    """
    Read the values of a column, equal ones together.

    读取分布。

    Args:
        frame: A frame of any engine; a lazy one is computed.
        values: The column, such as ``net_income``.
        weights: The column that says for how many each row stands.
        per: A column of whole numbers to divide by, such as the size.

        together:
            Whether equal values are put together, which only whole numbers
            are: floats are summed in the order of the rows.

    Raises:
        InvalidValueError: If it is no frame, a column holds no numbers, a
            value is missing, or something would be divided by none.
        UnknownNameError: If there is no such column.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame(
        ...     {"income": [300, 100, 300], "size": [2, 1, 2]}
        ... )
        >>> found = distribution(homes, "income", per="size", weights="size")
        >>> found.values, found.weights
        ((Fraction(100, 1), Fraction(150, 1)), (1, 4))
    """
    return _Columns.of(frame, values, weights, per).distribution(together)


def headcount(
    frame: Any,
    values: str,
    *,
    line: Number,
    weights: str | None = None,
    per: str | None = None,
    weak: bool = False,
) -> Result:
    """
    Measure the share that is poor: the headcount ratio.

    贫困发生率。

    Args:
        frame: A frame of any engine; a lazy one is computed.
        values: The column of income or consumption.
        line: The poverty line, in the unit of the column: fen.
        weights: The column that says for how many each row stands.
        per: A column to divide by, such as the size of the household.
        weak: Whether a value at the line is poor.

    Returns:
        The share, exact where the columns are.

    Raises:
        InvalidValueError: As :func:`distribution`, or if line or weights
            make no sense.
        UnknownNameError: If there is no such column.

    Examples:
        The share of persons in households below 2,952 yuan a head:

        >>> import polars as pl
        >>> from pa_registry.money import yuan
        >>> homes = pl.DataFrame(
        ...     {"net_income": [800_000, 590_400], "size": [3, 2]}
        ... )
        >>> headcount(
        ...     homes,
        ...     "net_income",
        ...     per="size",
        ...     weights="size",
        ...     line=yuan(2952),
        ... )
        Fraction(3, 5)
    """
    return fgt(
        frame,
        values,
        line=line,
        alpha=0,
        weights=weights,
        per=per,
        weak=weak,
    )


def poverty_gap(
    frame: Any,
    values: str,
    *,
    line: Number,
    weights: str | None = None,
    per: str | None = None,
    weak: bool = False,
) -> Result:
    """
    Measure the mean shortfall, as a share of the line: the gap index.

    贫困缺口率（贫困深度）。

    The arguments and errors are those of :func:`headcount`.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame({"income": [1000, 2000, 3000, 4000]})
        >>> poverty_gap(homes, "income", line=2000)
        Fraction(1, 8)
    """
    return fgt(
        frame,
        values,
        line=line,
        alpha=1,
        weights=weights,
        per=per,
        weak=weak,
    )


def severity(
    frame: Any,
    values: str,
    *,
    line: Number,
    weights: str | None = None,
    per: str | None = None,
    weak: bool = False,
) -> Result:
    """
    Measure the mean squared shortfall.

    贫困强度（平方贫困缺口）。

    The arguments and errors are those of :func:`headcount`.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame({"income": [1000, 2000, 3000, 4000]})
        >>> severity(homes, "income", line=2000)
        Fraction(1, 16)
    """
    return fgt(
        frame,
        values,
        line=line,
        alpha=2,
        weights=weights,
        per=per,
        weak=weak,
    )


def fgt(
    frame: Any,
    values: str,
    *,
    line: Number,
    alpha: float,
    weights: str | None = None,
    per: str | None = None,
    weak: bool = False,
) -> Result:
    """
    Measure poverty in the family of Foster, Greer and Thorbecke (1984).

    FGT贫困指数。

    With whole numbers and a whole *alpha* the shortfalls are added up in
    the engine, as whole numbers, wherever their sum has room.

    Args:
        frame: A frame of any engine; a lazy one is computed.
        values: The column of income or consumption.
        line: The poverty line, in the unit of the column: fen.
        alpha: The aversion to poverty: 0, 1, 2 or any number above.
        weights: The column that says for how many each row stands.
        per: A column to divide by, such as the size of the household.
        weak: Whether a value at the line is poor.

    Raises:
        InvalidValueError: As :func:`headcount`, or if *alpha* makes no
            sense.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame({"income": [541, 1463, 2445, 3438]})
        >>> fgt(homes, "income", line=2000, alpha=1)
        Fraction(499, 2000)
    """
    # Line and power are refused as for a list.
    measures.fgt([0], line=line, alpha=alpha)
    columns = _Columns.of(frame, values, weights, per)
    added = columns.shortfall(line, alpha, weak=weak)
    if added is not None:
        return added
    found = columns.distribution(together=True)
    return measures.fgt(
        found.values,
        line=line,
        alpha=alpha,
        weights=found.weights,
        weak=weak,
    )


def watts(
    frame: Any,
    values: str,
    *,
    line: Number,
    weights: str | None = None,
    per: str | None = None,
    weak: bool = False,
) -> float:
    """
    Measure poverty with the index of Watts.

    瓦茨贫困指数。

    The arguments and errors are those of :func:`headcount`.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame({"income": [1000, 2000]})
        >>> round(watts(homes, "income", line=2000), 4)
        0.3466
    """
    found = distribution(frame, values, weights=weights, per=per)
    return measures.watts(
        found.values, line=line, weights=found.weights, weak=weak
    )


def sen(
    frame: Any,
    values: str,
    *,
    line: Number,
    weights: str | None = None,
    per: str | None = None,
    weak: bool = False,
    small_sample: bool = False,
) -> Result:
    """
    Measure poverty with the index of Sen.

    森贫困指数。

    The arguments and errors are those of :func:`headcount`, and
    *small_sample* is that of the measure on a list.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame({"income": [1000, 1500, 3000, 4000]})
        >>> sen(homes, "income", line=2000)
        Fraction(7, 32)
    """
    # The correction counts the cases.
    found = distribution(
        frame, values, weights=weights, per=per, together=not small_sample
    )
    return measures.sen(
        found.values,
        line=line,
        weights=found.weights,
        weak=weak,
        small_sample=small_sample,
    )


def sen_shorrocks_thon(
    frame: Any,
    values: str,
    *,
    line: Number,
    weights: str | None = None,
    per: str | None = None,
    weak: bool = False,
) -> Result:
    """
    Measure poverty with the index of Sen, Shorrocks and Thon.

    森—肖罗克斯—托恩贫困指数。

    The arguments and errors are those of :func:`headcount`.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame({"income": [1000, 1500, 3000, 4000]})
        >>> sen_shorrocks_thon(homes, "income", line=2000)
        Fraction(19, 64)
    """
    found = distribution(frame, values, weights=weights, per=per)
    return measures.sen_shorrocks_thon(
        found.values, line=line, weights=found.weights, weak=weak
    )


def gini(
    frame: Any,
    values: str,
    *,
    weights: str | None = None,
    per: str | None = None,
    convention: GiniConvention = GiniConvention.MEAN_DIFFERENCE,
) -> Result:
    """
    Measure inequality with the Gini coefficient.

    基尼系数。

    Args:
        frame: A frame of any engine; a lazy one is computed.
        values: The column; its mean must be above zero.
        weights: The column that says for how many each row stands.
        per: A column to divide by, such as the size of the household.
        convention: Which formula; those that count cases are slower.

    Raises:
        InvalidValueError: As :func:`distribution`, or as the measure on a
            list.

    Examples:
        >>> import polars as pl
        >>> gini(pl.DataFrame({"income": [1, 2, 3]}), "income")
        Fraction(2, 9)
    """
    pairs = convention is GiniConvention.MEAN_DIFFERENCE
    found = distribution(
        frame, values, weights=weights, per=per, together=pairs
    )
    return measures.gini(
        found.values, weights=found.weights, convention=convention
    )


def theil(
    frame: Any,
    values: str,
    *,
    weights: str | None = None,
    per: str | None = None,
) -> float:
    """
    Measure inequality with Theil's first index.

    泰尔指数。

    The arguments and errors are those of :func:`gini`.

    Examples:
        >>> import polars as pl
        >>> theil(pl.DataFrame({"income": [2, 2, 2]}), "income")
        0.0
    """
    found = distribution(frame, values, weights=weights, per=per)
    return measures.theil(found.values, weights=found.weights)


def quantile(
    frame: Any,
    values: str,
    share: Number,
    *,
    weights: str | None = None,
    per: str | None = None,
    convention: QuantileConvention = QuantileConvention.AVERAGED,
) -> Result:
    """
    Find the value below which a share of the weight lies.

    分位数。

    Args:
        frame: A frame of any engine; a lazy one is computed.
        values: The column.
        share: The share, from 0 to 1.
        weights: The column that says for how many each row stands.
        per: A column to divide by, such as the size of the household.
        convention: What to do between two cases.

    Raises:
        InvalidValueError: As :func:`distribution`, or as the measure on a
            list.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame({"income": [1, 2, 3, 10]})
        >>> quantile(homes, "income", Fraction(1, 2))
        Fraction(5, 2)
    """
    # Ranks are interpolated between cases, and so are those on either side.
    together = convention is not QuantileConvention.LINEAR
    found = distribution(
        frame, values, weights=weights, per=per, together=together
    )
    return measures.quantile(
        found.values, share, weights=found.weights, convention=convention
    )


def quintile_share_ratio(
    frame: Any,
    values: str,
    *,
    weights: str | None = None,
    per: str | None = None,
    convention: QuantileConvention = QuantileConvention.AVERAGED,
) -> Result:
    """
    Divide what the upper fifth has by what the lower fifth has (S80/S20).

    收入五等份倍数（高低收入组之比）。

    The arguments and errors are those of :func:`quantile`.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame({"income": [1, 2, 3, 4, 10]})
        >>> quintile_share_ratio(homes, "income")
        Fraction(10, 1)
    """
    together = convention is not QuantileConvention.LINEAR
    found = distribution(
        frame, values, weights=weights, per=per, together=together
    )
    return measures.quintile_share_ratio(
        found.values, weights=found.weights, convention=convention
    )


def at_risk_of_poverty(
    frame: Any,
    values: str,
    *,
    share: Number = _SHARE,
    weights: str | None = None,
    per: str | None = None,
    weak: bool = False,
    convention: QuantileConvention = QuantileConvention.AVERAGED,
) -> AtRisk:
    """
    Measure who is below a share of the median, by default 60 %.

    相对贫困率。

    The arguments and errors are those of :func:`quantile` and of the
    measure on a list.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame({"income": [5, 10, 10, 20]})
        >>> at_risk_of_poverty(homes, "income").rate
        Fraction(1, 4)
    """
    together = convention is not QuantileConvention.LINEAR
    found = distribution(
        frame, values, weights=weights, per=per, together=together
    )
    return measures.at_risk_of_poverty(
        found.values,
        share=share,
        weights=found.weights,
        weak=weak,
        convention=convention,
    )


def relative_median_gap(
    frame: Any,
    values: str,
    *,
    share: Number = _SHARE,
    weights: str | None = None,
    per: str | None = None,
    weak: bool = False,
    convention: QuantileConvention = QuantileConvention.AVERAGED,
) -> Result:
    """
    Measure how far the median of those at risk lies below the threshold.

    相对贫困中位缺口。

    The arguments and errors are those of :func:`at_risk_of_poverty`.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame({"income": [5, 10, 10, 20]})
        >>> relative_median_gap(homes, "income")
        Fraction(1, 6)
    """
    together = convention is not QuantileConvention.LINEAR
    found = distribution(
        frame, values, weights=weights, per=per, together=together
    )
    return measures.relative_median_gap(
        found.values,
        share=share,
        weights=found.weights,
        weak=weak,
        convention=convention,
    )


def alkire_foster(
    frame: Any,
    deprivations: Sequence[str],
    *,
    weights: Sequence[Number],
    k: Number,
    sample_weights: str | None = None,
) -> AlkireFoster:
    """
    Measure multidimensional poverty by the counting of Alkire and Foster.

    多维贫困测度（双界线法）。

    Args:
        frame: A frame of any engine; a lazy one is computed.
        deprivations: The columns, one for each dimension: yes or no.
        weights: How heavily each dimension counts.
        k: The share of the weight from which a case is poor.
        sample_weights: The column that says for how many a row stands.

    Returns:
        The measure, of the kinds of rows that there are.

    Raises:
        InvalidValueError: As :func:`distribution`, or as the measure on
            lists.

    Examples:
        >>> import polars as pl
        >>> homes = pl.DataFrame(
        ...     {"school": [True, True, False], "water": [True, False, False]}
        ... )
        >>> found = alkire_foster(
        ...     homes, ["school", "water"], weights=[1, 1], k=Fraction(1, 2)
        ... )
        >>> found.H, found.A, found.M0
        (Fraction(2, 3), Fraction(3, 4), Fraction(1, 2))
    """
    weight = [] if sample_weights is None else [sample_weights]
    opened = open_frame(frame, "frame")
    for name in (*deprivations, *weight):
        _need_numbers(opened.dtypes, name, flags=name in deprivations)
    taken = opened.frame.select(
        *(nw.col(name).cast(nw.Int64) for name in deprivations), *weight
    )
    _refuse_blanks(taken, [*deprivations, *weight])
    whole = all(opened.dtypes[name].is_integer() for name in weight)
    if whole:
        heavy = nw.col(*weight).sum() if weight else nw.len()
        grouped = taken.group_by(*deprivations).agg(heavy.alias(_ROWS))
        rows = sorted(map(_whole, grouped.collect().rows()))
    else:
        rows = taken.collect().rows()
    return measures.alkire_foster(
        [row[: len(deprivations)] for row in rows],
        weights=weights,
        k=k,
        sample_weights=[row[-1] for row in rows],
    )


def _whole(row: tuple[Any, ...]) -> tuple[int, ...]:
    return tuple(map(int, row))


# Columns ---------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _Columns:
    """The columns of a measure, looked at once."""

    frame: Lazy
    names: tuple[str, ...]
    is_whole: bool
    has_per: bool
    has_weight: bool

    @classmethod
    def of(
        cls, frame: Any, values: str, weights: str | None, per: str | None
    ) -> _Columns:
        opened = open_frame(frame, "frame")
        named = {_VALUE: values, _PER: per, _WEIGHT: weights}
        given = {
            mark: name for mark, name in named.items() if name is not None
        }
        for name in given.values():
            _need_numbers(opened.dtypes, name)
        dtypes = {mark: opened.dtypes[name] for mark, name in given.items()}
        if per is not None and not dtypes[_PER].is_integer():
            raise InvalidValueError(
                what=f"{per} holds no whole numbers",
                where="per",
                remedy="Divide by a number of persons.",
            )
        taken = opened.frame.select(
            *(
                nw.col(name).cast(nw.Int64).alias(mark)
                if dtypes[mark].is_integer()
                else nw.col(name).alias(mark)
                for mark, name in given.items()
            )
        )
        _refuse_blanks(taken, list(given), list(given.values()))
        if per is not None and _least(taken, _PER) <= 0:
            raise InvalidValueError(
                what=f"{per} is not above zero in some rows",
                where="per",
                remedy="Leave such cases out, and say how many.",
            )
        return cls(
            frame=taken,
            names=tuple(given),
            is_whole=all(one.is_integer() for one in dtypes.values()),
            has_per=per is not None,
            has_weight=weights is not None,
        )

    def distribution(self, together: bool) -> Distribution:
        """Read the values, equal ones together where that is exact."""
        if together and self.is_whole and self._has_room():
            keys = [name for name in self.names if name != _WEIGHT]
            many = nw.col(_WEIGHT).sum() if self.has_weight else nw.len()
            grouped = self.frame.group_by(*keys).agg(many.alias(_ROWS))
            rows = [_whole(row) for row in grouped.collect().rows()]
            pairs = sorted((self._value(row), row[-1]) for row in rows)
            return Distribution(
                values=tuple(value for value, _ in pairs),
                weights=tuple(weight for _, weight in pairs),
            )
        rows = self.frame.collect().rows()
        return Distribution(
            values=tuple(map(self._value, rows)),
            weights=tuple(row[-1] for row in rows)
            if self.has_weight
            else None,
        )

    def _has_room(self) -> bool:
        """Say whether the weights of all rows can be added up."""
        if not self.has_weight:
            return True
        weight = nw.col(_WEIGHT)
        sums = self.frame.select(
            most=weight.max(), least=weight.min(), rows=nw.len()
        )
        most, least, rows = sums.collect().row(0)
        # Weights below zero are refused one by one, before they add up.
        return rows == 0 or (least >= 0 and int(most) * int(rows) < _ROOM)

    def _value(self, row: Sequence[Any]) -> Any:
        value = row[0]
        if not self.has_per:
            return value
        if isinstance(value, float):
            return value / row[1]
        return Fraction(value) / row[1]

    def shortfall(
        self, line: Number, alpha: float, *, weak: bool
    ) -> Result | None:
        """
        Add the shortfalls up in the engine.

        Returns:
            The index; `None` where it is not exact, or has no room there.
        """
        if not self.is_whole or isinstance(line, float) or alpha % 1:
            return None
        at = Fraction(line)
        top, bottom, power = at.numerator, at.denominator, int(alpha)
        frame = self.frame
        for name in sorted({_PER, _WEIGHT} - set(self.names)):
            one = nw.lit(1, dtype=nw.Int64)
            frame = frame.with_columns(one.alias(name))
        value, size, weight = (nw.col(n) for n in (_VALUE, _PER, _WEIGHT))
        sums = frame.select(
            rows=nw.len(),
            least=value.min(),
            most=value.max(),
            widest=size.max(),
            lightest=weight.min(),
            heaviest=weight.max(),
        )
        rows, *limits = _whole_or_none(sums.collect().row(0))
        if not rows or None in limits:
            return None
        least, most, widest, lightest, heaviest = (
            int(limit) for limit in limits if limit is not None
        )
        reach = top * widest + bottom * max(abs(least), abs(most))
        total = heaviest * rows
        if lightest < 0 or reach**power * total >= _ROOM or reach >= _ROOM:
            return None
        gap = top * size - bottom * value
        poor = gap >= 0 if weak else gap > 0
        part = weight
        for _ in range(power):
            part *= gap
        nobody = nw.lit(0, dtype=nw.Int64)
        parts = nw.when(poor).then(part).otherwise(nobody)
        grouped = (
            frame.select(size, weight, parts.alias(_PARTS))
            .group_by(_PER)
            .agg(nw.col(_PARTS).sum(), weight.sum())
        )
        found = [_whole(row) for row in grouped.collect().rows()]
        whole = sum(heavy for *_, heavy in found)
        if not whole:
            return None
        index = sum(
            Fraction(added, (top * wide) ** power) for wide, added, _ in found
        )
        return divided(index, whole)


def _whole_or_none(row: Sequence[Any]) -> list[int | None]:
    return [None if one is None else int(one) for one in row]


def _least(frame: Lazy, name: str) -> int:
    found = frame.select(nw.col(name).min()).collect().row(0)[0]
    return 1 if found is None else int(found)


def _need_numbers(dtypes: Any, name: str, *, flags: bool = False) -> None:
    if name not in dtypes:
        raise UnknownNameError(kind="column", name=name, known=tuple(dtypes))
    dtype = dtypes[name]
    if not (dtype.is_numeric() or (flags and isinstance(dtype, nw.Boolean))):
        raise InvalidValueError(
            what=f"{name} holds {dtype} and no numbers",
            where="frame",
            remedy="Convert it first, such as with frames.conform.",
        )


def _refuse_blanks(
    frame: Lazy, columns: list[str], names: list[str] | None = None
) -> None:
    """
    Refuse to leave anybody out in silence.

    Raises:
        InvalidValueError: If a value is missing.
    """
    dtypes = frame.collect_schema()
    blanks = {
        name: nw.col(name).is_null() | nw.col(name).is_nan()
        if dtypes[name].is_float()
        else nw.col(name).is_null()
        for name in columns
    }
    counts = frame.select(
        **{
            name: hit.fill_null(value=True).cast(nw.Int64).sum()
            for name, hit in blanks.items()
        }
    )
    row = counts.collect().row(0)
    for name, rows in zip(names or columns, row, strict=True):
        if rows:
            raise InvalidValueError(
                what=f"{name} is missing in {int(rows)} rows.",
                where="frame",
                remedy="Missing is not zero: leave the cases out, and say"
                " how many.",
            )
