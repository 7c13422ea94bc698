"""
Exit of villages and counties: they read figures, never households.

贫困村退出、贫困县退出。

The figures are rates of the forms, which accounts produce; each limit is
taken from the standards, by place where it differs, when the policy is made.
"""

from __future__ import annotations

import datetime as dt
import math

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import attrs

from pa_registry.columns import Sensitivity, column
from pa_registry.conditions import Condition
from pa_registry.conditions.forms import Form
from pa_registry.conditions.terms import Term, Vocabulary, by_place
from pa_registry.errors import InvalidStandardError
from pa_registry.model.counties import County
from pa_registry.model.forms import COUNTY, VILLAGE
from pa_registry.model.villages import Village
from pa_registry.policies.binding import BoundNumber
from pa_registry.policies.outcomes import ExitOutcome
from pa_registry.policies.policy import Policy, Step
from pa_registry.standards import Standards


__all__ = ["county_exit", "village_exit"]

#: The day from which all the limits are in force; none has changed since.
_IN_FORCE = dt.date(2017, 12, 31)
_MOST = 100_000_000


def _rate(part: tuple[str, str], whole: tuple[str, str]) -> type:
    """Declare what a rule may read of a rate: its part and its base."""

    @attrs.frozen(kw_only=True)
    class RateColumns:
        numerator: int | None = column(
            part[0],
            en=part[1],
            high=_MOST,
            sensitivity=Sensitivity.PUBLIC,
            asked=False,
        )
        base: int | None = column(
            whole[0],
            en=whole[1],
            high=_MOST,
            sensitivity=Sensitivity.PUBLIC,
            asked=False,
        )

    return RateColumns


@attrs.frozen(kw_only=True)
class _Test:
    """One indicator, its standard, and on which side of it exit lies."""

    field: str
    standard: str
    zh: str
    en: str
    columns: type
    is_floor: bool = False


_INCIDENCE = _Test(
    field="incidence",
    standard="incidence-limit",
    zh="贫困发生率",
    en="poverty incidence",
    columns=_rate(
        ("未脱贫人口数", "persons not yet exited"),
        ("农业户籍人口数", "rural registered population"),
    ),
)
_COUNTY_TESTS = (
    _Test(
        field="composite_incidence",
        standard="composite-incidence-limit",
        zh="综合贫困发生率",
        en="composite poverty incidence",
        columns=_rate(
            (
                "未脱贫、漏评和错退人口数",
                "persons not yet exited, omitted or wrongly exited",
            ),
            ("农业户籍人口数", "rural registered population"),
        ),
    ),
    _Test(
        field="wrong_exit_rate",
        standard="wrong-exit-limit",
        zh="错退率",
        en="wrong-exit rate",
        columns=_rate(
            ("抽样错退人口数", "sampled persons wrongly exited"),
            ("抽样脱贫人口数", "exited persons sampled"),
        ),
    ),
    _Test(
        field="omission_rate",
        standard="omission-limit",
        zh="漏评率",
        en="omission rate",
        columns=_rate(
            ("抽样漏评人口数", "sampled persons omitted"),
            (
                "抽样未建档立卡农业人口数",
                "unregistered rural persons sampled",
            ),
        ),
    ),
    _Test(
        field="approval_rate",
        standard="approval-floor",
        zh="群众认可度",
        en="public approval rate",
        columns=_rate(
            ("认可户数", "households that approve"),
            ("受访户数", "households asked"),
        ),
        is_floor=True,
    ),
)


def village_exit(
    *,
    limit: Fraction | None = None,
    lacking: Iterable[Condition[Village]] = (),
    standards: Standards | None = None,
    on: dt.date = _IN_FORCE,
) -> Policy[ExitOutcome]:
    """
    Decide whether a poor village meets the exit standard.

    贫困村退出。

    The incidence is *strictly below* the limit, 2 % and in the western
    provinces 3 %, and nothing is lacking.  What else a village needs
    (roads, water, collective income) each province says for itself, and
    Hubei's list of thirteen items was not located: none is built in.

    Args:
        limit: The limit everywhere; left out, that of the standards, by
            the village's division code.
        lacking: Labelled rules that say what is lacking.
        standards: The book to take the limit from.
        on: The rules' day, which picks the limit.

    Returns:
        A policy over villages.  A rate that is not recorded, or has an
        empty base, leaves the village to be verified.

    Raises:
        InvalidStandardError: If *limit* is no share between 0 and 1.
        NoStandardInForceError: If no limit is known for that day.

    Examples:
        >>> from pa_registry.money import Rate
        >>> village = Village(
        ...     code="990101001001", incidence=Rate(numerator=2, base=100)
        ... )
        >>> village_exit()(village).outcome.name
        'REMAIN'
    """
    given = {} if limit is None else {_INCIDENCE.standard: limit}
    tests = (_INCIDENCE,)
    book = Standards.builtin() if standards is None else standards
    steps = _steps(VILLAGE, tests, _checked(given, tests), book, on)
    return _policy(VILLAGE, steps, lacking)


def county_exit(
    *,
    limits: Mapping[str, Fraction] | None = None,
    lacking: Iterable[Condition[County]] = (),
    standards: Standards | None = None,
    on: dt.date = _IN_FORCE,
) -> Policy[ExitOutcome]:
    """
    Decide whether a poor county meets the exit standard.

    贫困县退出（三率一度）。

    The composite incidence is strictly below 2 % (in the western provinces
    3 %), the wrong-exit rate and the omission rate strictly below 2 %, and
    the approval rate *at least* 90 %.  Any one failing is no exit.

    Args:
        limits: Limits that hold everywhere, by the key of their standard,
            such as ``omission-limit``; the others are the standards'.
        lacking: Further labelled rules that say what is lacking.
        standards: The book to take the limits from.
        on: The rules' day, which picks the limits.

    Returns:
        A policy over counties.  A rate that is not recorded, or has an
        empty base, leaves the county to be verified, unless another fails.

    Raises:
        InvalidStandardError: If a limit is no share between 0 and 1, or
            belongs to no indicator.
        NoStandardInForceError: If a limit is not known for that day.

    Examples:
        >>> from pa_registry.money import Rate
        >>> county = County(
        ...     code="990101",
        ...     composite_incidence=Rate(numerator=199, base=10_000),
        ...     wrong_exit_rate=Rate(numerator=1, base=300),
        ...     omission_rate=Rate(numerator=1, base=300),
        ...     approval_rate=Rate(numerator=90, base=100),
        ... )
        >>> county_exit()(county).outcome.name
        'EXIT'
    """
    tests = _COUNTY_TESTS
    book = Standards.builtin() if standards is None else standards
    steps = _steps(COUNTY, tests, _checked(limits or {}, tests), book, on)
    return _policy(COUNTY, steps, lacking)


@attrs.frozen
class _Limit:
    """A limit, in the nation and where places have another."""

    nation: Fraction | None
    places: Mapping[str, Fraction]
    number: BoundNumber | None = None

    @property
    def scale(self) -> int:
        """A hundred, or more where a limit is no whole percentage."""
        shares = [*self.places.values()]
        if self.nation is not None:
            shares.append(self.nation)
        return math.lcm(100, *(share.denominator for share in shares))

    def term(self, test: _Test, words: Vocabulary[Any]) -> Any:
        """Give the scaled limit, as a number or looked up by place."""
        nation = None if self.nation is None else int(self.nation * self.scale)
        if not self.places:
            return nation
        table = {
            place: int(share * self.scale)
            for place, share in self.places.items()
        }
        code: Term[Any, str] = getattr(words, "code")  # noqa: B009  as below
        return by_place(
            test.standard,
            code,
            table,
            otherwise=nation,
            zh=test.zh,
            en=test.en,
        )

    def said(self, language: str) -> str:
        """Say the nation's limit, and in brackets those of places."""
        zh = language == "zh"
        there = sorted({*self.places.values()})
        listed = ("、" if zh else ", ").join(map(_percent, there))
        if self.nation is None:
            return listed
        if not listed:
            return _percent(self.nation)
        aside = f"（部分地区{listed}）" if zh else f" ({listed} in places)"
        return _percent(self.nation) + aside


def _policy(
    form: Form,
    steps: tuple[tuple[Step[ExitOutcome], _Limit], ...],
    lacking: Iterable[Condition[Any]],
) -> Policy[ExitOutcome]:
    further = tuple(
        Step(rule=rule, outcome=ExitOutcome.REMAIN) for rule in lacking
    )
    return Policy(
        name=f"{form.name}-exit",
        zh=f"贫困{form.zh}退出",
        en=f"{form.name} exit",
        steps=(*(step for step, _ in steps), *further),
        otherwise=ExitOutcome.EXIT,
        undecided=ExitOutcome.TO_VERIFY,
        otherwise_zh="各项退出指标均已达到",
        otherwise_en="every indicator of exit is met",
        bound=tuple(
            limit.number for _, limit in steps if limit.number is not None
        ),
    )


def _steps(
    form: Form,
    tests: tuple[_Test, ...],
    given: Mapping[str, Fraction],
    book: Standards,
    on: dt.date,
) -> tuple[tuple[Step[ExitOutcome], _Limit], ...]:
    """Make one step for each indicator, with the limit that it holds."""
    words = _words(form, tests)
    limits = [
        _Limit(given[test.standard], {})
        if test.standard in given
        else _from_book(test.standard, book, on)
        for test in tests
    ]
    return tuple(
        (
            Step(rule=_rule(test, words, limit), outcome=ExitOutcome.REMAIN),
            limit,
        )
        for test, limit in zip(tests, limits, strict=True)
    )


def _words(form: Form, tests: tuple[_Test, ...]) -> Vocabulary[Any]:
    rates = {test.field: test.columns for test in tests}
    extras = MappingProxyType({**form.extras, **rates})
    return Vocabulary(attrs.evolve(form, extras=extras))


def _checked(
    limits: Mapping[str, Fraction], tests: tuple[_Test, ...]
) -> Mapping[str, Fraction]:
    known = {test.standard for test in tests}
    for name, limit in limits.items():
        if name not in known:
            raise InvalidStandardError(
                what=f"{name!r} is no limit of this policy.",
                where="limits",
                remedy=f"Known: {', '.join(sorted(known))}.",
            )
        if not isinstance(limit, Fraction) or not 0 < limit < 1:
            raise InvalidStandardError(
                what=f"{name} is no exact share between 0 and 1.",
                where=name,
                remedy="Write Fraction(2, 100).",
            )
    return limits


def _from_book(name: str, book: Standards, on: dt.date) -> _Limit:
    """Take the limits in force, with their sources."""
    places, nation = book.table(name, on=on)
    values = [book.value(name, on=on, place=place) for place, _ in places]
    if nation is not None:
        values.insert(0, book.value(name, on=on))
    return _Limit(
        nation=None if nation is None else _share(name, nation),
        places={place: _share(name, value) for place, value in places},
        number=BoundNumber(name=name, values=tuple(values)),
    )


def _share(name: str, value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    raise InvalidStandardError(
        what=f"{name} is no share.",
        where=name,
        remedy="Write the standard with unit share, such as 2/100.",
    )


def _rule(
    test: _Test, words: Vocabulary[Any], limit: _Limit
) -> Condition[Any]:
    """Say that the indicator fails; both sides are whole numbers."""
    rate = getattr(words, test.field)
    ratio = (rate.numerator * limit.scale).per(rate.base)
    bound = limit.term(test, words)
    failing: Condition[Any] = (
        ratio < bound if test.is_floor else ratio >= bound
    )
    side = "below" if test.is_floor else "not-below"
    values = () if limit.number is None else limit.number.values
    return failing.labelled(
        f"{test.field.replace('_', '-')}-{side}-limit",
        zh=(
            f"{test.zh}{'低于' if test.is_floor else '未低于'}"
            f"{limit.said('zh')}"
        ),
        en=f"{test.en} {side.replace('-', ' ')} {limit.said('en')}",
        cites=tuple(dict.fromkeys(one.citation for one in values)),
    )


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g}%"
