"""
The indicators of village and county exit, from samples and populations.

退出指标：贫困发生率、综合贫困发生率、错退率、漏评率、群众认可度。

Each is a :class:`~pa_registry.Rate` that knows its base.  The base of the
omission rate is the *unregistered* rural persons sampled, so one less the
rate is no accuracy of the register.
"""

from __future__ import annotations

import math

from fractions import Fraction

import attrs

from pa_registry.accounts.measures.estimates import normal_quantile
from pa_registry.errors import InvalidValueError
from pa_registry.money import Rate, RateUnit


__all__ = [
    "CompositeIncidence",
    "approval_rate",
    "composite_incidence",
    "identification_precision",
    "incidence",
    "inclusion_error",
    "omission_rate",
    "wilson",
    "wilson_interval",
    "wrong_exit_rate",
]


def incidence(*, poor: int, rural_population: int) -> Rate:
    """
    Give the poverty incidence: registered and not exited, over all rural.

    贫困发生率。

    Args:
        poor: Registered persons who have not exited.
        rural_population: The registered rural population of one day.

    Raises:
        InvalidValueError: If more are poor than there are people.

    Examples:
        >>> print(incidence(poor=19, rural_population=1000))
        1.9% (19 of 1000 persons registered rural population)
    """
    return _rate(
        poor, rural_population, RateUnit.PERSONS, "registered rural population"
    )


def wrong_exit_rate(*, wrongly_exited: int, exited: int) -> Rate:
    """
    Give the share of exited persons sampled whose exit was wrong.

    错退率。

    Args:
        wrongly_exited: Sampled persons who do not meet the exit standard.
        exited: Exited persons in the sample.

    Raises:
        InvalidValueError: If the part is larger than the whole.
    """
    return _rate(
        wrongly_exited, exited, RateUnit.PERSONS, "exited persons sampled"
    )


def inclusion_error(*, wrongly_registered: int, registered: int) -> Rate:
    """
    Give the share of registered persons sampled who never met the standard.

    错评率。

    The base is the registered; over all poor it would be another rate.

    Args:
        wrongly_registered: Sampled persons who were wrongly identified.
        registered: Registered persons in the sample.

    Raises:
        InvalidValueError: If the part is larger than the whole.
    """
    return _rate(
        wrongly_registered,
        registered,
        RateUnit.PERSONS,
        "registered persons sampled",
    )


def identification_precision(
    *, rightly_registered: int, registered: int
) -> Rate:
    """
    Give the share of registered persons sampled who were rightly so.

    精准率。

    It is one less :func:`inclusion_error`, over the same base, and says
    nothing of those who were left out.

    Args:
        rightly_registered: Sampled persons who were rightly identified.
        registered: Registered persons in the sample.

    Raises:
        InvalidValueError: If the part is larger than the whole.

    Examples:
        >>> print(
        ...     identification_precision(
        ...         rightly_registered=392, registered=400
        ...     )
        ... )
        98.0% (392 of 400 persons registered persons sampled)
    """
    return _rate(
        rightly_registered,
        registered,
        RateUnit.PERSONS,
        "registered persons sampled",
    )


def omission_rate(*, omitted: int, unregistered: int) -> Rate:
    """
    Give the share of unregistered rural persons sampled who qualify.

    漏评率。

    Args:
        omitted: Sampled persons who meet the standard and are not in.
        unregistered: Unregistered rural persons in the sample.

    Raises:
        InvalidValueError: If the part is larger than the whole.
    """
    return _rate(
        omitted,
        unregistered,
        RateUnit.PERSONS,
        "unregistered rural persons sampled",
    )


def approval_rate(*, approving: int, asked: int) -> Rate:
    """
    Give the share of households asked that approve.

    群众认可度。

    Args:
        approving: Households that approve.
        asked: Households asked.

    Raises:
        InvalidValueError: If the part is larger than the whole.
    """
    return _rate(approving, asked, RateUnit.HOUSEHOLDS, "households asked")


@attrs.frozen(kw_only=True)
class CompositeIncidence:
    """
    The composite incidence, with the three parts of its numerator.

    综合贫困发生率。

    Two of the parts are estimates, so that they are no whole numbers.

    Attributes:
        remaining: Registered persons who have not exited.
        omitted: The omission rate times the unregistered persons.
        wrongly_exited: The wrong-exit rate times the exited persons.
        rural_population: The registered rural population.
    """

    remaining: int
    omitted: Fraction
    wrongly_exited: Fraction
    rural_population: int

    @property
    def value(self) -> Fraction:
        """The share, exactly."""
        return (
            self.remaining + self.omitted + self.wrongly_exited
        ) / self.rural_population

    @property
    def rate(self) -> Rate:
        """
        The same as a rate over whole persons, a part of one counted up.

        It is never below :attr:`value`, so that no county passes a limit
        by rounding.
        """
        poor = math.ceil(self.value * self.rural_population)
        return incidence(
            poor=min(poor, self.rural_population),
            rural_population=self.rural_population,
        )


def composite_incidence(
    *,
    remaining: int,
    exited: int,
    rural_population: int,
    wrong_exit: Rate,
    omission: Rate,
) -> CompositeIncidence:
    """
    Estimate the composite incidence of a county.

    综合贫困发生率。

    ``(remaining + omission rate × unregistered + wrong-exit rate × exited)
    / rural population``, the unregistered being all rural persons who are
    neither remaining nor exited.

    Args:
        remaining: Registered persons who have not exited.
        exited: Registered persons who have exited or are to exit.
        rural_population: The registered rural population.
        wrong_exit: From the sample; see :func:`wrong_exit_rate`.
        omission: From the sample; see :func:`omission_rate`.

    Raises:
        InvalidValueError: If a rate has an empty base, or if more are
            registered than there are people.

    Examples:
        >>> found = composite_incidence(
        ...     remaining=1_000,
        ...     exited=9_000,
        ...     rural_population=100_000,
        ...     wrong_exit=wrong_exit_rate(wrongly_exited=1, exited=100),
        ...     omission=omission_rate(omitted=1, unregistered=1_000),
        ... )
        >>> found.wrongly_exited, found.omitted, found.value
        (Fraction(90, 1), Fraction(90, 1), Fraction(59, 5000))
    """
    unregistered = rural_population - remaining - exited
    if min(remaining, exited, unregistered) < 0 or not rural_population:
        raise InvalidValueError(
            what="more are registered than there are rural persons.",
            where="rural_population",
            remedy="Check that all counts are of one day and one area.",
        )
    return CompositeIncidence(
        remaining=remaining,
        omitted=_value(omission, "omission") * unregistered,
        wrongly_exited=_value(wrong_exit, "wrong_exit") * exited,
        rural_population=rural_population,
    )


def wilson_interval(
    rate: Rate, *, level: float = 0.95, population: int | None = None
) -> tuple[float, float]:
    """
    Give the confidence interval of a rate from a simple random sample.

    样本比率的置信区间（威尔逊法）。

    Wilson's interval (1927) behaves for the small rates that matter here,
    where the plain one reaches below zero.  A sample in clusters is less
    sure than this: use an estimate with a design.

    Args:
        rate: The rate in the sample.
        level: The confidence level.
        population: The size of the population, which corrects a sample
            that is a good part of it; a full count has no interval.

    Raises:
        InvalidValueError: If the base is empty, or larger than the
            population, or if the level is none.

    Examples:
        >>> found = wrong_exit_rate(wrongly_exited=0, exited=300)
        >>> low, high = wilson_interval(found)
        >>> low, round(high, 4)
        (0.0, 0.0126)
    """
    share, size = float(_value(rate, "rate")), float(rate.base)
    if population is not None:
        if population < rate.base:
            raise InvalidValueError(
                what="the sample is larger than its population.",
                where="population",
                remedy="Check that both count the same thing.",
            )
        if population == rate.base:
            return share, share
        size *= (population - 1) / (population - rate.base)
    return wilson(share, size, level=level)


def wilson(
    share: float, size: float, *, level: float = 0.95
) -> tuple[float, float]:
    """
    Give Wilson's interval of a share, for any size that a design is worth.

    威尔逊区间。

    Args:
        share: The share in the sample.
        size: The size of the simple sample that says as much.
        level: The confidence level.

    Raises:
        InvalidValueError: If the level is none.

    Examples:
        >>> low, high = wilson(0.02, 187.5)
        >>> round(low, 4), round(high, 4)
        (0.0076, 0.0517)
    """
    z2 = normal_quantile(level) ** 2
    middle = (share + z2 / (2 * size)) / (1 + z2 / size)
    spread = share * (1 - share) / size + z2 / (4 * size**2)
    half = math.sqrt(z2 * spread) / (1 + z2 / size)
    return max(0.0, middle - half), min(1.0, middle + half)


def _rate(part: int, whole: int, unit: RateUnit, of: str) -> Rate:
    if part > whole:
        raise InvalidValueError(
            what=f"{part} is more than the {whole} it is a part of.",
            where=of,
            remedy="Check that both count the same thing.",
        )
    return Rate(numerator=part, base=whole, unit=unit, of=of)


def _value(rate: Rate, where: str) -> Fraction:
    value = rate.value
    if value is None:
        raise InvalidValueError(
            what="nobody was sampled, so that the rate has no value.",
            where=where,
            remedy="Sample first; a rate over nobody is not zero.",
        )
    return value
