"""
What a sample says of everybody, and how surely.

由样本推断总体。

The share is a ratio of weighted sums (Hájek); its error follows from the
design by Taylor's linearisation over strata and first-stage units
(:class:`~pa_registry.accounts.measures.Design`).
"""

from __future__ import annotations

import math

from collections.abc import Callable, Iterable, Mapping
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Self, TypeAlias

import attrs

from typing_extensions import override

from pa_registry.accounts.exit_indicators import (
    identification_precision,
    inclusion_error,
    omission_rate,
    wilson,
    wrong_exit_rate,
)
from pa_registry.accounts.measures import Design, Estimate, LonelyCluster
from pa_registry.accounts.measures.estimates import normal_quantile
from pa_registry.accounts.printing import percent
from pa_registry.audit.exact_intervals import (
    beta_interval,
    exact_interval,
    student_quantile,
)
from pa_registry.audit.sampling import LookBackSample, SampledUnit
from pa_registry.audit.sampling_frames import FrameGroup
from pa_registry.errors import InvalidValueError, UnknownNameError
from pa_registry.masking import masked
from pa_registry.money import Rate, RateUnit


__all__ = [
    "AuditEstimate",
    "AuditRate",
    "IntervalMethod",
    "UnitResult",
    "VisitResult",
    "estimate",
]


class AuditRate(StrEnum):
    """
    A rate that a look-back estimates, with its base.

    回头看所推断的比率。

    Attributes:
        IDENTIFICATION_PRECISION: Rightly registered, among the registered.
        INCLUSION_ERROR: Wrongly registered, among the registered.
        OMISSION: Meeting the standard, among those outside the register.
        WRONG_EXIT: Wrongly exited, among the exited.
    """

    zh: str
    en: str
    of_zh: str
    of_en: str
    groups: frozenset[FrameGroup]

    def __new__(
        cls,
        code: str,
        words: tuple[str, str],
        base: tuple[str, str],
        groups: Iterable[FrameGroup],
    ) -> Self:
        """Make a member of its code, its words and its base."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh, member.en = words
        member.of_zh, member.of_en = base
        member.groups = frozenset(groups)
        return member

    IDENTIFICATION_PRECISION = (
        "identification-precision",
        ("精准率", "identification precision"),
        ("抽查的建档立卡对象", "registered"),
        [one for one in FrameGroup if one.in_register],
    )
    INCLUSION_ERROR = (
        "inclusion-error",
        ("错评率", "inclusion error"),
        ("抽查的建档立卡对象", "registered"),
        [one for one in FrameGroup if one.in_register],
    )
    OMISSION = (
        "omission",
        ("漏评率", "omission rate"),
        ("抽查的未建档立卡对象", "unregistered"),
        [one for one in FrameGroup if not one.in_register],
    )
    WRONG_EXIT = (
        "wrong-exit",
        ("错退率", "wrong-exit rate"),
        ("抽查的已脱贫对象", "exited"),
        [FrameGroup.EXITED],
    )

    def of(self, hits: int, base: int, unit: RateUnit) -> Rate:
        """Give the rate of a sample, in persons or in households."""
        if self is AuditRate.IDENTIFICATION_PRECISION:
            rate = identification_precision(
                rightly_registered=hits, registered=base
            )
        elif self is AuditRate.INCLUSION_ERROR:
            rate = inclusion_error(wrongly_registered=hits, registered=base)
        elif self is AuditRate.OMISSION:
            rate = omission_rate(omitted=hits, unregistered=base)
        else:
            rate = wrong_exit_rate(wrongly_exited=hits, exited=base)
        of = f"{self.of_en} {unit.value} sampled"
        return attrs.evolve(rate, unit=unit, of=of)


class IntervalMethod(Enum):
    """
    How the interval is made.

    置信区间的算法。

    Attributes:
        HYPERGEOMETRIC: Exact, for households drawn alike from one stratum.
        KORN_GRAUBARD: That of Clopper and Pearson for the effective size;
            for a simple sample from a large population it is exact.
        WILSON: Wilson's for the effective size.
        NORMAL: The estimate and its standard error, by Student's quantile;
            it fails where the share is near 0 or 1.
    """

    HYPERGEOMETRIC = "hypergeometric"
    KORN_GRAUBARD = "korn-graubard"
    WILSON = "wilson"
    NORMAL = "normal"


_METHODS = {
    IntervalMethod.HYPERGEOMETRIC: (
        "超几何分布精确法",
        "exact hypergeometric",
    ),
    IntervalMethod.KORN_GRAUBARD: (
        "克洛珀-皮尔逊精确法（按有效样本量）",
        "Clopper-Pearson for the effective size",
    ),
    IntervalMethod.WILSON: (
        "威尔逊法（按有效样本量）",
        "Wilson for the effective size",
    ),
    IntervalMethod.NORMAL: ("正态近似法", "normal approximation"),
}
_UNIT_ZH = {RateUnit.PERSONS: "人", RateUnit.HOUSEHOLDS: "户"}


@attrs.frozen
class UnitResult:
    """
    What was found in one household, in persons.

    一户的核查结果（人数）。

    Attributes:
        hits: The persons that the rate counts.
        among: The persons of the household that were looked at.
    """

    hits: int
    among: int

    def __attrs_post_init__(self) -> None:
        whole = type(self.hits) is int and type(self.among) is int
        if not whole or not 0 <= self.hits <= self.among:
            raise InvalidValueError(
                what="a part of a household is larger than the whole.",
                where="UnitResult",
                remedy="Give whole numbers of persons, the part first.",
            )


#: What a visit found: whether the household counts, or how many persons
#: in it; `None` where nothing could be determined.
VisitResult: TypeAlias = "bool | UnitResult | None"


@attrs.frozen(kw_only=True)
class AuditEstimate:
    """
    A rate with its base, its interval, and what that rests on.

    推断结果：比率、基数与置信区间。

    Attributes:
        kind: Which rate.
        rate: What was found in the sample, unweighted, with its base.
        value: The share in the population, estimated with the weights.
        low: The lower end of the interval.
        high: The upper end.
        level: The confidence level.
        method: How the interval was made.
        standard_error: The standard error of *value*.
        design_effect: How much more the design varies than a simple random
            sample of as many; `None` where the sample cannot say.
        effective_size: The size of the simple sample that says as much.
        primaries: How many first-stage units the base comes from.
        population: How many the base stands for, estimated, with the
            undetermined.
        undetermined: Households in the base without a result.
        least: The share if none of the undetermined counted.
        most: The share if all of them did.
        substituted: Households in the base that stand in for others.
    """

    kind: AuditRate
    rate: Rate
    value: Fraction
    low: float
    high: float
    level: float
    method: IntervalMethod
    standard_error: float
    design_effect: float | None
    effective_size: float
    primaries: int
    population: Fraction
    undetermined: int
    least: Fraction
    most: Fraction
    substituted: int

    @property
    def interval(self) -> tuple[float, float]:
        """Both ends of the interval."""
        return self.low, self.high

    @override
    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: str = "en") -> str:
        """Say the rate with base and interval, in ``"zh"`` or ``"en"``."""
        return self._zh() if language == "zh" else self._en()

    def _numbers(self) -> tuple[str, str, str, str]:
        return (
            percent(self.value),
            f"{float(Fraction(repr(self.level)) * 100):g}%",
            percent(_outward(self.low, math.floor)),
            percent(_outward(self.high, math.ceil)),
        )

    def _basis_zh(self, unit: str) -> str:
        if self.method is IntervalMethod.HYPERGEOMETRIC:
            return f"总体{self.population}{unit}"
        effect = (
            "样本不足以估计设计效应"
            if self.design_effect is None
            else f"设计效应{self.design_effect:.2f}"
        )
        return f"有效样本量{self.effective_size:.0f}{unit}，{effect}"

    def _basis_en(self) -> str:
        unit = self.rate.unit.value
        if self.method is IntervalMethod.HYPERGEOMETRIC:
            return f"of {self.population} {unit} in all"
        effect = (
            "no design effect can be told"
            if self.design_effect is None
            else f"design effect {self.design_effect:.2f}"
        )
        return f"effective size {self.effective_size:.0f} {unit}, {effect}"

    def _zh(self) -> str:
        share, level, low, high = self._numbers()
        unit = _UNIT_ZH[self.rate.unit]
        text = (
            f"{self.kind.zh}{share}（基数：{self.kind.of_zh}"
            f"{self.rate.base}{unit}，其中{self.rate.numerator}{unit}；"
            f"{level}置信区间{low}～{high}，{_METHODS[self.method][0]}，"
            f"{self._basis_zh(unit)}）。"
        )
        if self.undetermined:
            text += (
                f"另有{self.undetermined}户未能认定，"
                f"无论其结果如何，比率在{percent(self.least)}"
                f"至{percent(self.most)}之间。"
            )
        if self.substituted:
            text += f"其中{self.substituted}户为替换户。"
        return text

    def _en(self) -> str:
        share, level, low, high = self._numbers()
        text = (
            f"{self.kind.en} {share} ({self.rate.numerator} of"
            f" {self.rate.base} {self.rate.of}; {level} interval {low} to"
            f" {high}, {_METHODS[self.method][1]}, {self._basis_en()})."
        )
        if self.undetermined:
            text += (
                f" Households without a result: {self.undetermined};"
                f" whatever it is, the share is between {percent(self.least)}"
                f" and {percent(self.most)}."
            )
        if self.substituted:
            text += (
                f" Households that stand in for others: {self.substituted}."
            )
        return text


def estimate(  # noqa: PLR0913  all but three have defaults
    kind: AuditRate,
    sample: LookBackSample,
    results: Mapping[str, VisitResult],
    *,
    unit: RateUnit = RateUnit.PERSONS,
    level: float = 0.95,
    method: IntervalMethod | None = None,
    among: Callable[[SampledUnit], bool] | None = None,
    lonely: LonelyCluster = LonelyCluster.REFUSED,
    design_effect: float | None = None,
) -> AuditEstimate:
    """
    Estimate a rate from what the visits found.

    由核查结果推断比率。

    The base is whoever of the sample stands in the groups of the rate: the
    registered, the unregistered, the exited.  What was not determined is
    no hit and no miss; it is left out of the share and told beside it.

    The effective size is ``n / max(1, D) × (t(n − 1) / t(f))²``, where
    ``n`` is the base in the sample, ``D`` the variance by the design over
    that of a simple random sample (Kish 1965), ``t`` Student's quantile
    and ``f`` the first-stage units less their strata (Korn and Graubard
    1998).  Where households were drawn alike and without replacement, the
    ends are drawn in towards the share as the standard error is by the
    correction for the finite population, less half a person or household,
    since the truth is a whole number of them.  Where nobody or
    everybody is hit, nothing in the sample tells the design effect: it is
    *design_effect* if given, and otherwise each first-stage unit counts as
    one, which is the most that clusters can cost.

    Args:
        kind: Which rate.
        sample: The sample.
        results: What was found, by number of the household: whether it
            counts, or how many persons in it do.  A household that is not
            there, or has `None`, is undetermined.
        unit: Persons or households.  In persons, a household that counts
            does with all of its persons; in households, one with a hit
            counts.
        level: The confidence level.
        method: How the interval is made; by default exactly, from the
            hypergeometric distribution, where households were drawn alike
            from one stratum, and by Korn and Graubard otherwise.
        among: Who is the base in place of the groups of the rate, such as
            the retained only.
        lonely: What is made of a stratum with a single first-stage unit.
        design_effect: What is known of the design, for a sample without
            hits or without misses.

    Returns:
        The estimate.

    Raises:
        InvalidValueError: If nobody in the base was determined, if a
            stratum has a single first-stage unit and nothing was agreed
            for that, or if the method does not fit the design.
        UnknownNameError: If a result is of nobody who was to be visited.

    Examples:
        >>> from pa_registry.audit.sampling import look_back_sample
        >>> from pa_registry.audit.sampling_frames import SamplingUnit
        >>> units = [
        ...     SamplingUnit(code=f"H{n}", group=FrameGroup.CURRENT)
        ...     for n in range(5000)
        ... ]
        >>> sample = look_back_sample(units, seed=2016, size=400)
        >>> right = {code: True for code in sample.codes[8:]}
        >>> wrong = {code: False for code in sample.codes[:8]}
        >>> found = estimate(
        ...     AuditRate.IDENTIFICATION_PRECISION,
        ...     sample,
        ...     {**right, **wrong},
        ...     unit=RateUnit.HOUSEHOLDS,
        ... )
        >>> print(found.render("zh"))
        精准率98.0%（基数：抽查的建档立卡对象400户，其中392户；95%置信区间96.1%～99.1%，超几何分布精确法，总体5000户）。
    """
    if unit is RateUnit.UNKNOWN:
        raise InvalidValueError(
            what="an estimate counts persons or households.",
            where="unit",
            remedy="Say which: RateUnit.PERSONS or RateUnit.HOUSEHOLDS.",
        )
    normal_quantile(level)  # refuses what is no level
    units = sample.units
    _refuse_strangers(results, units)
    is_in = among or _groups_of(kind)
    cases = [_Case.of(one, results, unit, inside=is_in(one)) for one in units]
    return _Estimation(
        kind=kind,
        cases=cases,
        unit=unit,
        level=level,
        lonely=lonely,
        known_effect=design_effect,
    ).made(method)


def _outward(end: float, rounded: Callable[[float], int]) -> Fraction:
    """Round an end of an interval to a tenth of a percent, outwards."""
    # What is a float's last bit away from a tenth is that tenth.
    return Fraction(rounded(round(end * 1000, 9)), 1000)


def _groups_of(kind: AuditRate) -> Callable[[SampledUnit], bool]:
    def is_in(one: SampledUnit) -> bool:
        return one.unit.group in kind.groups

    return is_in


def _refuse_strangers(
    results: Mapping[str, VisitResult], units: Iterable[SampledUnit]
) -> None:
    known = {one.code for one in units}
    for code in results:
        if code not in known:
            raise UnknownNameError(
                kind="household to visit",
                name=masked(str(code)),
                known=tuple(known),
            )


@attrs.frozen
class _Case:
    """One household of the sample, in the unit of the rate."""

    drawn: SampledUnit
    inside: bool
    hits: int | None
    many: int

    @classmethod
    def of(
        cls,
        drawn: SampledUnit,
        results: Mapping[str, VisitResult],
        unit: RateUnit,
        *,
        inside: bool,
    ) -> _Case:
        result = results.get(drawn.code)
        persons = unit is RateUnit.PERSONS
        many = drawn.unit.size if persons else 1
        if result is None:
            return cls(drawn, inside, None, many)
        if isinstance(result, bool):
            return cls(drawn, inside, many if result else 0, many)
        if not isinstance(result, UnitResult):
            raise InvalidValueError(
                what=f"a {type(result).__name__} is no result of a visit.",
                where="results",
                remedy="Give True, False, None or UnitResult(hits, among).",
            )
        if persons:
            return cls(drawn, inside, result.hits, result.among)
        return cls(drawn, inside, int(result.hits > 0), 1)

    @property
    def counts(self) -> bool:
        return self.inside and self.hits is not None

    @property
    def is_open(self) -> bool:
        return self.inside and self.hits is None

    @property
    def is_alone(self) -> bool:
        """Whether households themselves are the first-stage units."""
        return self.drawn.sampled is not None


@attrs.frozen(kw_only=True)
class _Estimation:
    kind: AuditRate
    cases: list[_Case]
    unit: RateUnit
    level: float
    lonely: LonelyCluster
    known_effect: float | None

    def made(self, method: IntervalMethod | None) -> AuditEstimate:
        base = [one for one in self.cases if one.counts]
        many = sum(one.many for one in base)
        if not many:
            raise InvalidValueError(
                what="nobody in the base was determined.",
                where=f"results, {self.kind.value}",
                remedy="Visit first; a rate over nobody is not zero.",
            )
        hits = sum(one.hits or 0 for one in base)
        whole = _weighed(base, lambda one: one.many)
        value = _weighed(base, lambda one: one.hits or 0) / whole
        error, bare = self._errors(value, whole)
        effect = self._effect(value, bare, many)
        size = self._effective(base, value, effect, many)
        chosen = method or self._method(base)
        low, high = self._interval(chosen, base, (value, error), size)
        if chosen in _BY_SIZE and error < bare:
            low, high = _drawn_in(low, high, value, error / bare, whole)
        waiting = [one for one in self.cases if one.is_open]
        extra = _weighed(waiting, lambda one: one.many)
        return AuditEstimate(
            kind=self.kind,
            rate=self.kind.of(hits, many, self.unit),
            value=value,
            low=low,
            high=high,
            level=self.level,
            method=chosen,
            standard_error=error,
            design_effect=effect,
            effective_size=size,
            primaries=len(_primaries(base)),
            population=whole + extra,
            undetermined=len(waiting),
            least=value * whole / (whole + extra),
            most=(value * whole + extra) / (whole + extra),
            substituted=sum(
                one.inside and one.drawn.stands_for is not None
                for one in self.cases
            ),
        )

    def _errors(self, value: Fraction, whole: Fraction) -> tuple[float, float]:
        """Give the standard error with the correction, and without it."""
        strata = {o.drawn.variance_stratum for o in self.cases if o.counts}
        cases = [o for o in self.cases if o.drawn.variance_stratum in strata]
        share, base = float(value), float(whole)
        parts = [
            ((one.hits or 0) - share * one.many)
            / (base * float(one.drawn.chance))
            if one.counts
            else 0.0
            for one in cases
        ]
        design = Design(
            strata=[one.drawn.variance_stratum for one in cases],
            clusters=[one.drawn.primary for one in cases],
            sampled={
                one.drawn.variance_stratum: one.drawn.sampled
                for one in cases
                if one.drawn.sampled is not None
            },
            lonely=self.lonely,
        )
        error = design.standard_error(parts)
        # A stratum that was taken whole may well have a single household.
        lonely = (
            LonelyCluster.CERTAIN
            if self.lonely is LonelyCluster.REFUSED
            else self.lonely
        )
        bare = attrs.evolve(design, sampled=None, lonely=lonely)
        return error, bare.standard_error(parts)

    def _effect(self, value: Fraction, bare: float, many: int) -> float | None:
        if not 0 < value < 1 or many == 1:
            return self.known_effect
        simple = float(value * (1 - value)) / (many - 1)
        return bare**2 / simple

    def _effective(
        self,
        base: list[_Case],
        value: Fraction,
        effect: float | None,
        many: int,
    ) -> float:
        if effect is None:
            return float(min(len(_primaries(base)), many))
        size = many / max(1.0, effect)
        freedom = self._freedom(base)
        if freedom < many - 1 and 0 < value < 1:
            wider = student_quantile(self.level, freedom)
            size *= (student_quantile(self.level, many - 1) / wider) ** 2
        return size

    def _freedom(self, base: list[_Case]) -> int:
        """Count the first-stage units less their strata, one at least."""
        strata = {one.drawn.variance_stratum for one in base}
        return max(1, len(_primaries(base)) - len(strata))

    def _method(self, base: list[_Case]) -> IntervalMethod:
        if self._is_simple(base):
            return IntervalMethod.HYPERGEOMETRIC
        return IntervalMethod.KORN_GRAUBARD

    def _is_simple(self, base: list[_Case]) -> bool:
        """Say whether the base is one stratum of households drawn alike."""
        strata = {one.drawn.variance_stratum for one in base}
        return (
            self.unit is RateUnit.HOUSEHOLDS
            and len(strata) == 1
            and all(one.is_alone for one in base)
            and all(
                one.inside
                for one in self.cases
                if one.drawn.variance_stratum in strata
            )
        )

    def _interval(
        self,
        method: IntervalMethod,
        base: list[_Case],
        found: tuple[Fraction, float],
        size: float,
    ) -> tuple[float, float]:
        value, error = found
        share = float(value)
        if method is IntervalMethod.HYPERGEOMETRIC:
            return self._hypergeometric(base)
        if all(one.drawn.chance == 1 for one in base):
            return share, share
        if method is IntervalMethod.KORN_GRAUBARD:
            return beta_interval(share, size, level=self.level)
        if method is IntervalMethod.WILSON:
            low, high = wilson(share, size, level=self.level)
            return min(low, share), max(high, share)
        wide = student_quantile(self.level, self._freedom(base))
        stretched = wide / normal_quantile(self.level)
        low, high = Estimate(
            value=value, standard_error=error * stretched
        ).interval(self.level)
        return max(0.0, low), min(1.0, high)

    def _hypergeometric(self, base: list[_Case]) -> tuple[float, float]:
        if not self._is_simple(base):
            raise InvalidValueError(
                what="the base is not one stratum of households drawn alike.",
                where="method",
                remedy="Leave the method out, or take KORN_GRAUBARD.",
            )
        drawn = [
            one
            for one in self.cases
            if one.drawn.variance_stratum == base[0].drawn.variance_stratum
        ]
        population = len(drawn) / (drawn[0].drawn.sampled or Fraction(1))
        rate = self.kind.of(
            sum(one.hits or 0 for one in base), len(base), self.unit
        )
        return exact_interval(
            rate, level=self.level, population=int(population)
        )


#: What rests on the effective size, which knows of no population.
_BY_SIZE = frozenset({IntervalMethod.KORN_GRAUBARD, IntervalMethod.WILSON})


def _drawn_in(
    low: float, high: float, value: Fraction, factor: float, whole: Fraction
) -> tuple[float, float]:
    """Draw an interval in towards the share, less half of one."""
    share, half = float(value), 1 / (2 * float(whole))
    return (
        max(low, share - (share - low) * factor - half, 0.0),
        min(high, share + (high - share) * factor + half, 1.0),
    )


def _weighed(
    cases: Iterable[_Case], number: Callable[[_Case], int]
) -> Fraction:
    """Add up a number over cases, each for as many as it stands for."""
    sums: dict[Fraction, int] = {}
    for one in cases:
        weight = one.drawn.weight
        sums[weight] = sums.get(weight, 0) + number(one)
    return sum((w * many for w, many in sums.items()), Fraction(0))


def _primaries(
    cases: Iterable[_Case],
) -> set[tuple[tuple[str, ...], str]]:
    return {(o.drawn.variance_stratum, o.drawn.primary) for o in cases}
