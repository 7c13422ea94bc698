"""
Whom help reaches, and whether it fits the cause.

帮扶到户情况。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Collection, Iterable, Mapping

import attrs

from pa_registry.accounts.counts import cell_of, division_at
from pa_registry.audit.checks.helping import has_helper
from pa_registry.dates import AsOf, Day
from pa_registry.errors import InvalidValueError
from pa_registry.masking import masked
from pa_registry.model.division import DivisionLevel
from pa_registry.model.forms import present
from pa_registry.model.household_codes import Cause, MeasureKind
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.model.status import Status
from pa_registry.model.support import Measure
from pa_registry.money import Rate, RateUnit


__all__ = ["HelpReach", "Mismatch", "reach_of_help"]


@attrs.frozen(kw_only=True)
class Mismatch:
    """
    A household whose measures do not fit its main cause.

    帮扶措施与致贫原因不对应。

    Attributes:
        household: The number of the household.
        cause: The main cause of poverty.
        wanted: The kinds of measures of which any would fit.
        given: The kinds that are under way.
    """

    household: str = attrs.field(repr=masked)
    cause: Cause
    wanted: tuple[MeasureKind, ...]
    given: tuple[MeasureKind, ...]

    def render(self, language: str = "en") -> str:
        """Say it in ``"zh"`` or ``"en"``, as one sentence."""
        number = masked(self.household)
        wanted, given = self.wanted, self.given
        if language != "zh":
            has = ", ".join(one.en for one in given) or "none"
            needs = " or ".join(one.en for one in wanted)
            return (
                f"Household {number} is poor through {self.cause.en} and"
                f" has no measure of {needs}; under way: {has}."
            )
        has = "、".join(one.zh for one in given) or "无"
        needs = "、".join(one.zh for one in wanted)
        return (
            f"户编号{number}主要致贫原因为{self.cause.zh}，"
            f"未落实{needs}措施，在实施的措施：{has}。"
        )


@attrs.frozen(kw_only=True)
class HelpReach:
    """
    Whom help reaches in one division.

    帮扶到户情况。

    Attributes:
        division: The division; empty where it is not recorded.
        due: The registered households that are to be helped.
        without_helper: Of these, those without a helper on the day.
        without_measure: Of these, those without a measure under way.
        unregistered: Households with a measure under way that are not, or
            no longer, in the register.
        mismatches: Households whose measures do not fit the cause; `None`
            where nobody said what fits.
        cause_unknown: Households whose cause is not recorded, so that
            nobody can say; empty where nobody said what fits.
    """

    division: str
    due: tuple[str, ...] = attrs.field(repr=False)
    without_helper: tuple[str, ...] = attrs.field(repr=False)
    without_measure: tuple[str, ...] = attrs.field(repr=False)
    unregistered: tuple[str, ...] = attrs.field(repr=False)
    mismatches: tuple[Mismatch, ...] | None = attrs.field(repr=False)
    cause_unknown: tuple[str, ...] = attrs.field(repr=False)

    @property
    def helper_rate(self) -> Rate:
        """Of the households to be helped, those with a helper."""
        return self._rate(len(self.without_helper))

    @property
    def measure_rate(self) -> Rate:
        """Of the households to be helped, those with a measure."""
        return self._rate(len(self.without_measure))

    def _rate(self, without: int) -> Rate:
        return Rate(
            numerator=len(self.due) - without,
            base=len(self.due),
            unit=RateUnit.HOUSEHOLDS,
            of="to be helped",
        )


def reach_of_help(
    registry: Registry,
    *,
    at: Day,
    suitable: Mapping[Cause, Collection[MeasureKind]] | None = None,
    outside: Iterable[Household] = (),
    level: DivisionLevel = DivisionLevel.COUNTY,
) -> tuple[HelpReach, ...]:
    """
    Say whom help reaches on a day, by county.

    分县帮扶到户情况。

    To be helped are all registered households but those that have exited
    without policies (脱贫不享受政策).  A measure counts while it lasts.

    Args:
        registry: The register.
        at: The clocks, or a plain day.

        suitable:
            Which kinds of measures fit which cause.  No list of causes and
            measures was read, so there is none built in; causes that are
            left out are not compared.

        outside: Households from departments' lists of help, to find
            measures without registration.
        level: The divisions that are told apart; by default counties.

    Raises:
        InvalidValueError: If *suitable* names something else than causes
            and kinds of measures, or a cause that nothing fits.

    Examples:
        >>> home = Household(number="H1", status=Status.CURRENT)
        >>> (nowhere,) = reach_of_help(
        ...     Registry(households=(home,)), at=dt.date(2016, 10, 19)
        ... )
        >>> nowhere.without_measure, str(nowhere.helper_rate)
        (('H1',), '0.0% (0 of 1 households to be helped)')
    """
    day = AsOf.of(at).fact
    fitting = None if suitable is None else _read(suitable)
    registered = [
        home for home in registry.households if cell_of(home) is not None
    ]
    numbers = {home.number for home in registered}
    due = _by_place(
        (
            home
            for home in registered
            if home.status is not Status.EXITED_STABLE
        ),
        level,
    )
    beyond = _by_place(
        (
            home
            for home in (*registry.households, *outside)
            if home.number not in numbers and _under_way(home, day)
        ),
        level,
    )
    return tuple(
        _reach(place, due.get(place, ()), beyond.get(place, ()), day, fitting)
        for place in sorted({*due, *beyond})
    )


_Fitting = Mapping[Cause, tuple[MeasureKind, ...]]


def _by_place(
    homes: Iterable[Household], level: DivisionLevel
) -> dict[str, list[Household]]:
    found: dict[str, list[Household]] = {}
    for home in homes:
        code = home.division
        place = "" if code is None else division_at(code, level)
        found.setdefault(place, []).append(home)
    return found


def _reach(
    place: str,
    due: Iterable[Household],
    beyond: Iterable[Household],
    day: dt.date,
    fitting: _Fitting | None,
) -> HelpReach:
    homes = tuple(due)
    wanted = fitting or {}
    return HelpReach(
        division=place,
        due=tuple(home.number for home in homes),
        without_helper=tuple(
            home.number for home in homes if not has_helper(home, day)
        ),
        without_measure=tuple(
            home.number for home in homes if not _under_way(home, day)
        ),
        unregistered=tuple(dict.fromkeys(home.number for home in beyond)),
        mismatches=None
        if fitting is None
        else tuple(
            found
            for home in homes
            if (found := _mismatch(home, day, wanted)) is not None
        ),
        cause_unknown=()
        if fitting is None
        else tuple(home.number for home in homes if home.main_cause is None),
    )


def _under_way(home: Household, day: dt.date) -> tuple[Measure, ...]:
    return tuple(
        one
        for one in home.measures
        if present(one, day, relation="measures") is True
    )


def _mismatch(
    home: Household, day: dt.date, fitting: _Fitting
) -> Mismatch | None:
    cause = home.main_cause
    if cause is None or cause not in fitting:
        return None
    kinds = dict.fromkeys(
        one.kind for one in _under_way(home, day) if one.kind is not None
    )
    if set(fitting[cause]) & set(kinds):
        return None
    return Mismatch(
        household=home.number,
        cause=cause,
        wanted=fitting[cause],
        given=tuple(kinds),
    )


def _read(suitable: Mapping[Cause, Collection[MeasureKind]]) -> _Fitting:
    for cause, kinds in suitable.items():
        if not isinstance(cause, Cause) or not kinds:
            raise _no_mapping()
        if not all(isinstance(kind, MeasureKind) for kind in kinds):
            raise _no_mapping()
    return {
        cause: tuple(one for one in MeasureKind if one in set(kinds))
        for cause, kinds in suitable.items()
    }


def _no_mapping() -> InvalidValueError:
    return InvalidValueError(
        what="this does not say which measures fit which cause.",
        where="suitable",
        remedy="Write {Cause.ILLNESS: [MeasureKind.HEALTH]}, for example.",
    )
