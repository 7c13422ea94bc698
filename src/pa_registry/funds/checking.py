"""
Check the figures before any money is shared out.

分配前核对指标。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pa_registry.errors import InvalidValueError
from pa_registry.funds.faults import fault
from pa_registry.funds.formula import Formula
from pa_registry.funds.measures import exact
from pa_registry.funds.recipients import Figure, Recipient
from pa_registry.masking import masked
from pa_registry.problems import Problem


__all__ = ["check_figures"]

_LONGEST = 24


def check_figures(
    formula: Formula, recipients: Iterable[Recipient]
) -> tuple[Problem, ...]:
    """
    List everything that keeps a formula from being applied.

    核对分配指标。

    Args:
        formula: The formula.
        recipients: The units that receive money.

    Returns:
        The problems, all in one pass; none where money can be allotted.

    Raises:
        InvalidValueError: If something is no recipient.

    Examples:
        >>> from pa_registry.funds import hubei_2016
        >>> formula = hubei_2016(
        ...     persons="registered_persons",
        ...     county_weights={"national": 1, "none": 0},
        ...     deductions=None,
        ... )
        >>> figures = {"poor_villages": 3, "county_class": "national"}
        >>> one = Recipient(key="990001", name="甲县", figures=figures)
        >>> for problem in check_figures(formula, (one,)):
        ...     print(problem.render("zh"))
        990001:registered_persons：“建档立卡人口数”未填报。请补报；确为零的，填0。
    """
    listed = tuple(recipients)
    for one in listed:
        if not isinstance(one, Recipient):
            raise InvalidValueError(
                what=f"A {type(one).__name__} is no Recipient.",
                where="units",
                remedy="Make one with Recipient.from_county(…).",
            )
    return tuple(_iter_problems(formula, listed))


def _iter_problems(
    formula: Formula, listed: Sequence[Recipient]
) -> Iterator[Problem]:
    if not listed:
        yield fault("funds.nobody", formula.name)
        return
    counted = Counter(one.key for one in listed)
    for key, times in counted.items():
        if times > 1:
            yield fault("funds.twice", masked(key))
    found = [
        problem for one in listed for problem in _of_recipient(formula, one)
    ]
    yield from found
    if not found:
        yield from _unclaimed(formula, listed)


def _of_recipient(formula: Formula, one: Recipient) -> Iterator[Problem]:
    said: set[str] = set()
    for factor in formula.factors:
        figure = factor.measure.figure
        claim = factor.measure.claim(one.get(figure.key))
        if claim is None and figure.key not in said:
            said.add(figure.key)
            yield _wrong(figure, one)
    for adjustment in formula.adjustments:
        figure = adjustment.figure
        if adjustment.multiplier(one.get(figure.key)) is None:
            yield _wrong(figure, one)
    yield from _of_deductions(formula, one, said)


def _of_deductions(
    formula: Formula, one: Recipient, said: set[str]
) -> Iterator[Problem]:
    triggers = formula.deductions.triggers if formula.deductions else ()
    is_known = True
    for trigger in triggers:
        if trigger.value(one) is not None:
            continue
        is_known = False
        for figure in trigger.reads:
            found = exact(one.get(figure.key))
            if found is None and figure.key not in said:
                said.add(figure.key)
                yield _wrong(figure, one)
            elif found == 0:
                yield fault(
                    "funds.no-quota", *_at(figure, one), **_words(figure)
                )
    if is_known and one.allotted is None and _claws_back(formula, one):
        yield fault("funds.allotted", masked(one.key))


def _claws_back(formula: Formula, one: Recipient) -> bool:
    triggers = formula.deductions.triggers if formula.deductions else ()
    return any(
        trigger.clawback.rate(value)
        for trigger in triggers
        if trigger.clawback and (value := trigger.value(one)) is not None
    )


def _unclaimed(
    formula: Formula, listed: Sequence[Recipient]
) -> Iterator[Problem]:
    for factor in formula.factors:
        figure = factor.measure.figure
        if not any(
            factor.measure.claim(one.get(figure.key)) for one in listed
        ):
            yield fault(
                "funds.no-claims", factor.key, zh=factor.zh, en=factor.en
            )


def _wrong(figure: Figure, one: Recipient) -> Problem:
    value = one.get(figure.key)
    code = "funds.missing" if value is None else "funds.unusable"
    return fault(code, *_at(figure, one), **_words(figure))


def _at(figure: Figure, one: Recipient) -> tuple[str, str]:
    """Name the place, and show the value, which might be anything."""
    value = one.get(figure.key)
    shown = "" if value is None else masked(str(value))[:_LONGEST]
    return f"{masked(one.key)}:{figure.key}", shown


def _words(figure: Figure) -> dict[str, str]:
    return {"zh": figure.zh, "en": figure.en}
