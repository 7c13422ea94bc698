"""
Run checks over a register: one finding at a time, the first, or all.

登记库核查。
"""

from __future__ import annotations

import datetime as dt

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import attrs

from pa_registry.accounts.counts import cell_of, division_at
from pa_registry.audit.checks import Check, Hit, national, soundness
from pa_registry.audit.findings import Finding
from pa_registry.conditions import Condition
from pa_registry.conditions.judging import needs_day
from pa_registry.conditions.tree import Parameter
from pa_registry.conditions.walking import iter_nodes
from pa_registry.dates import AsOf, Day
from pa_registry.errors import (
    FindingsError,
    InvalidValueError,
    NeedsFactDayError,
)
from pa_registry.model.counties import County
from pa_registry.model.division import DivisionLevel
from pa_registry.model.evidence import Evidence
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.model.villages import Village
from pa_registry.policies.binding import bind_rules
from pa_registry.policies.comparing import EvidenceByHousehold
from pa_registry.standards import Citation, Standards


__all__ = [
    "CheckCount",
    "Screening",
    "by_household",
    "default_checks",
    "first_finding",
    "iter_findings",
    "require_sound",
    "screen",
    "with_numbers",
]

#: Judges one subject with its evidence on a day.
_Judge = Callable[[Any, object, dt.date | None], bool | None]


@cache
def default_checks() -> tuple[Check, ...]:
    """
    Give what is checked where nothing else is asked for.

    默认核查规则：登记库自身勾稽和全国目录。
    """
    return (*soundness(), *national())


@attrs.frozen
class _Ready:
    """A check whose rule has its numbers and is compiled."""

    check: Check
    judge: _Judge | None
    cites: tuple[Citation, ...]


def iter_findings(
    registry: Registry,
    *,
    at: Day | None = None,
    checks: Iterable[Check] | None = None,
    evidence: Mapping[str, Evidence] | EvidenceByHousehold | None = None,
    standards: Standards | None = None,
) -> Iterator[Finding]:
    """
    Go through what checks find in a register, one finding at a time.

    逐条列出核查问题。

    The order is that of the checks, and within a check that of the
    register.  Households that have been removed or closed, and members who
    have left, are not looked at, but for the days of the latter.  A check
    whose facts are missing finds nothing: :func:`screen` counts those.

    Args:
        registry: The register.
        at: The clocks, or a plain day; may be left out where no check
            reads a day or a dated number.
        checks: The checks, or a catalogue; by default what any register
            must add up to, and the catalogue of the national system.
        evidence: The evidence by household number, for checks that read
            it; none that ships does.
        standards: The book of dated numbers; by default the built-in one.

    Raises:
        NeedsFactDayError: If a check needs a day.
        NoStandardInForceError: If a number is not known for that day.
        InvalidValueError: If *registry* or a check is something else.

    Examples:
        >>> import datetime as dt
        >>> from pa_registry.model import Person, RelationToHead, Status
        >>> head = Person(number="P1", relation_to_head=RelationToHead.HEAD)
        >>> home = Household(
        ...     number="H1",
        ...     status=Status.EXITED,
        ...     house_dangerous=True,
        ...     members=(head,),
        ... )
        >>> register = Registry(households=(home,))
        >>> codes = [
        ...     finding.code
        ...     for finding in iter_findings(
        ...         register, at=dt.date(2016, 10, 19)
        ...     )
        ...     if finding.severity == "error"
        ... ]
        >>> codes
        ['no-division', 'exited-without-year', 'exited-in-dangerous-house', ...]
    """
    ready, day = _prepared(registry, at, checks, standards)
    known, here = by_household(evidence), _registered(registry)
    return _found(ready, here, known, day)


def _found(
    ready: tuple[_Ready, ...],
    registry: Registry,
    evidence: Mapping[str, Evidence],
    day: dt.date | None,
) -> Iterator[Finding]:
    for one in ready:
        for _, hit in _judged(one, registry, evidence, day):
            if hit is not None:
                yield one.check.finding(hit, one.cites)


def first_finding(
    registry: Registry,
    *,
    at: Day | None = None,
    checks: Iterable[Check] | None = None,
    evidence: Mapping[str, Evidence] | EvidenceByHousehold | None = None,
    standards: Standards | None = None,
) -> Finding | None:
    """
    Give the first finding, or `None` where the checks find nothing.

    首个核查问题。

    The arguments and errors are those of :func:`iter_findings`.
    """
    found = iter_findings(
        registry,
        at=at,
        checks=checks,
        evidence=evidence,
        standards=standards,
    )
    return next(found, None)


def require_sound(
    registry: Registry,
    *,
    at: Day | None = None,
    checks: Iterable[Check] | None = None,
    evidence: Mapping[str, Evidence] | EvidenceByHousehold | None = None,
    standards: Standards | None = None,
) -> None:
    """
    Refuse a register in which the checks find anything.

    要求登记库核查无误。

    The arguments are those of :func:`iter_findings`; give the checks that
    matter to what follows.

    Raises:
        FindingsError: If anything is found; it carries all findings.
        NeedsFactDayError: If a check needs a day.

    Examples:
        >>> from pa_registry.audit.checks import soundness
        >>> home = Household(number="H1", printed_size=2)
        >>> require_sound(
        ...     Registry(households=(home, home)),
        ...     checks=[
        ...         check
        ...         for check in soundness()
        ...         if check.field == "household.number"
        ...     ],
        ... )
        Traceback (most recent call last):
        pa_registry.errors.FindingsError: The register is not sound: ...
    """
    found = tuple(
        iter_findings(
            registry,
            at=at,
            checks=checks,
            evidence=evidence,
            standards=standards,
        )
    )
    if found:
        raise FindingsError(found)


@attrs.frozen(kw_only=True)
class CheckCount:
    """
    How often a check found something, and how often it could not tell.

    核查统计。

    Attributes:
        check: The check.
        found: The findings.
        clear: The subjects with which nothing is wrong.
        unknown: The subjects of which a fact is missing that would tell.
            A search is not asked subject by subject: it has neither.
    """

    check: Check
    found: int
    clear: int = 0
    unknown: int = 0


@attrs.frozen(kw_only=True)
class Screening:
    """
    A register that was checked: the findings, and what was not seen.

    核查结果。

    Attributes:
        findings: All findings, in the order of the checks.
        counts: One count for each check, also for those that found
            nothing.
        households: The numbers of the households that were looked at, with
            their division codes.
    """

    findings: tuple[Finding, ...] = attrs.field(repr=False)
    counts: tuple[CheckCount, ...] = attrs.field(repr=False)
    households: Mapping[str, str | None] = attrs.field(repr=False)

    def by_division(
        self, level: DivisionLevel = DivisionLevel.COUNTY
    ) -> Mapping[str, Mapping[str, int]]:
        """
        Count the findings by division, and in it by check.

        分县问题统计。

        Args:
            level: The divisions that are told apart; by default counties.

        Returns:
            By code of the division, empty where none is recorded, in order.
        """
        found: dict[str, Counter[str]] = {}
        for one in self.findings:
            code = one.division
            place = "" if code is None else division_at(code, level)
            found.setdefault(place, Counter())[one.code] += 1
        return {place: found[place] for place in sorted(found)}

    def of(self, code: str) -> tuple[Finding, ...]:
        """List the findings of one check by its code."""
        return tuple(one for one in self.findings if one.code == code)

    def in_household(self, number: str) -> tuple[Finding, ...]:
        """List the findings about one household and its members."""
        return tuple(one for one in self.findings if one.household == number)


def screen(
    registry: Registry,
    *,
    at: Day | None = None,
    checks: Iterable[Check] | None = None,
    evidence: Mapping[str, Evidence] | EvidenceByHousehold | None = None,
    standards: Standards | None = None,
) -> Screening:
    """
    Check a whole register, and count also what could not be told.

    全库核查。

    The arguments and errors are those of :func:`iter_findings`.

    Examples:
        >>> from pa_registry.audit.checks import soundness
        >>> sums = soundness().groups[2].items[0].checks
        >>> register = Registry(households=(Household(number="H1"),))
        >>> screen(register, checks=sums).counts[0].unknown
        1
    """
    ready, day = _prepared(registry, at, checks, standards)
    known, here = by_household(evidence), _registered(registry)
    findings: list[Finding] = []
    counts: list[CheckCount] = []
    for one in ready:
        times = {True: 0, False: 0, None: 0}
        for truth, hit in _judged(one, here, known, day):
            times[truth] += 1
            if hit is not None:
                findings.append(one.check.finding(hit, one.cites))
        counts.append(
            CheckCount(
                check=one.check,
                found=times[True],
                clear=times[False],
                unknown=times[None],
            )
        )
    return Screening(
        findings=tuple(findings),
        counts=tuple(counts),
        households=MappingProxyType(
            {home.number: home.division for home in here.households}
        ),
    )


def _prepared(
    registry: Registry,
    at: Day | None,
    checks: Iterable[Check] | None,
    standards: Standards | None,
) -> tuple[tuple[_Ready, ...], dt.date | None]:
    """Put the numbers in and compile; whatever is wrong is said now."""
    if not isinstance(registry, Registry):
        raise InvalidValueError(
            what=f"a {type(registry).__name__} is no register.",
            where="registry",
            remedy="Give a Registry.",
        )
    clocks = None if at is None else AsOf.of(at)
    book = Standards.builtin() if standards is None else standards
    listed = default_checks() if checks is None else tuple(checks)
    ready = tuple(_ready(one, clocks, book) for one in listed)
    return ready, None if clocks is None else clocks.fact


def _ready(check: Check, clocks: AsOf | None, book: Standards) -> _Ready:
    rule, cites = _with_numbers(check, clocks, book)
    judge = None if rule is None else _compiled(rule)
    return _Ready(check, judge, cites)


def with_numbers(
    checks: Iterable[Check],
    at: Day | None = None,
    standards: Standards | None = None,
) -> Mapping[Check, Condition[Any] | None]:
    """
    Give the rules of checks with the numbers of the rules' day put in.

    核查规则及其标准值。

    Args:
        checks: The checks, or a catalogue.
        at: The clocks, or a plain day.
        standards: The book of dated numbers; by default the built-in one.

    Returns:
        The rule by check; `None` for a search.

    Raises:
        NeedsFactDayError: If a check needs a day.
        NoStandardInForceError: If a number is not known for that day.
        InvalidValueError: If something is no check.

    Examples:
        >>> from pa_registry.audit.checks import soundness
        >>> rules = with_numbers(soundness(), dt.date(2016, 10, 19))
        >>> {rule is None for rule in rules.values()} == {True, False}
        True
    """
    clocks = None if at is None else AsOf.of(at)
    book = Standards.builtin() if standards is None else standards
    return MappingProxyType(
        {one: _with_numbers(one, clocks, book)[0] for one in checks}
    )


def _with_numbers(
    check: Check, clocks: AsOf | None, book: Standards
) -> tuple[Condition[Any] | None, tuple[Citation, ...]]:
    if not isinstance(check, Check):
        raise InvalidValueError(
            what=f"a {type(check).__name__} is no check.",
            where="checks",
            remedy="Give Check values, or a catalogue.",
        )
    rule = check.rule
    if rule is None:
        return None, ()
    open_ = any(isinstance(node, Parameter) for node in iter_nodes(rule))
    if clocks is None and (open_ or needs_day(rule)):
        raise NeedsFactDayError(reads=f"The check {check.code}")
    if not open_ or clocks is None:
        return rule, ()
    (bound,), numbers = bind_rules([rule], book, clocks.rules_day)
    cites = [value.citation for number in numbers for value in number.values]
    return bound, tuple(dict.fromkeys(cites))


@lru_cache(maxsize=1024)
def _compiled(rule: Condition[Any]) -> _Judge:
    # A register is checked again and again, and the rules stay the same.
    return rule.function()


def _judged(
    one: _Ready,
    registry: Registry,
    evidence: Mapping[str, Evidence],
    day: dt.date | None,
) -> Iterator[tuple[bool | None, Hit | None]]:
    """Judge one check; only what is found is worth a hit."""
    check, judge = one.check, one.judge
    if judge is None:
        if check.search is None:
            raise AssertionError(check.code)
        for hit in check.search(registry, day):
            yield True, hit
    elif check.form == "person":
        for home, member in registry.iter_people():
            if member.left is None or check.left_too:
                truth = judge(member, None, day)
                found = Hit(subject=home, person=member) if truth else None
                yield truth, found
    else:
        for row in _rows(check.form, registry):
            known = (
                evidence.get(row.number)
                if isinstance(row, Household)
                else None
            )
            truth = judge(row, known, day)
            yield truth, Hit(subject=row) if truth else None


def _rows(
    form: str, registry: Registry
) -> tuple[Household | Village | County, ...]:
    if form == "household":
        return registry.households
    return registry.villages if form == "village" else registry.counties


def _registered(registry: Registry) -> Registry:
    """Leave out households that are no longer, or not, in the register."""
    kept = tuple(
        home for home in registry.households if cell_of(home) is not None
    )
    if len(kept) == len(registry.households):
        return registry
    return attrs.evolve(registry, households=kept)


def by_household(
    evidence: Mapping[str, Evidence] | EvidenceByHousehold | None,
) -> Mapping[str, Evidence]:
    """
    Take evidence by household number, as a mapping or as it was read.

    按户编号取证据。
    """
    if isinstance(evidence, EvidenceByHousehold):
        return evidence.by_household
    return evidence or {}
