"""
One check, declared once, and one line of a published catalogue.

核查规则与核查目录。
"""

from __future__ import annotations

import datetime as dt
import re

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, NoReturn, TypeAlias

import attrs

from pa_registry.audit.findings import Finding, field_name
from pa_registry.conditions import Condition
from pa_registry.conditions.walking import iter_own_fields
from pa_registry.errors import InvalidPolicyError, UnknownNameError
from pa_registry.masking import masked
from pa_registry.model.codes import Code
from pa_registry.model.counties import County
from pa_registry.model.households import Household
from pa_registry.model.persons import Person
from pa_registry.model.registry import Registry
from pa_registry.model.villages import Village
from pa_registry.problems import Problem
from pa_registry.standards import Citation


__all__ = ["Aspect", "Catalogue", "Check", "Group", "Hit", "Item", "Search"]

_CODE = re.compile(r"[a-z0-9]+([.\-_][a-z0-9]+)*", re.ASCII)
#: The forms that a register holds.
_FORMS = ("household", "person", "village", "county")
_SEVERITIES = ("error", "warning")


class Aspect(Code):
    """
    The quality of the data that a check serves.

    数据质量的方面。

    The goals are those of 鄂扶组发〔2016〕11号 as the article of 2016 tells
    them (真实、准确、有效、稳定).  Its text was not read: which check
    serves which goal is this library's reading.  *True* and *stable* are
    seen only against visits and against an earlier register.
    """

    ACCURACY = "accuracy", "准确性"
    VALIDITY = "validity", "有效性"


@attrs.frozen(kw_only=True)
class Hit:
    """
    What the search of a check comes upon.

    核查命中。

    Attributes:
        subject: The household, the village or the county.
        person: The member, where it is about one.
        problem: What the model itself says is wrong, in its own words.
        shown: What was found there; masked where it is personal.
    """

    subject: Household | Village | County
    person: Person | None = None
    problem: Problem | None = None
    shown: str = ""


#: Looks through a register on the fact day, for what no rule can say.
Search: TypeAlias = Callable[[Registry, dt.date | None], Iterator[Hit]]


@attrs.frozen(kw_only=True)
class Check:
    """
    One check of a register: what is wrong, where, and by which text.

    核查规则。

    What the rule language can say is a *rule*, which runs over objects and
    over columns alike; what compares one household with another, or reads
    what no rule may read (an identity number), is a *search*.  A rule that
    is unknown finds nothing: a blank is found by the check of that blank.

    Attributes:
        code: The stable code, which is never reused.
        zh: What is wrong, as a whole Chinese sentence.
        en: The same in English.
        field: Where to look, such as ``household.house_area``.
        cites: The sources.
        rule: The rule that is met where something is wrong.
        search: The function that looks where no rule can.
        remedy_zh: What to do, in Chinese.
        remedy_en: What to do, in English.
        severity: ``error`` or ``warning``; see
            :class:`~pa_registry.audit.findings.Finding`.
        aspect: The quality of the data that it serves.
        left_too: Whether members who have left are looked at, too.
        is_example: Whether a number in it has no source.

    Examples:
        >>> from pa_registry.model import household
        >>> check = Check(
        ...     code="no-television",
        ...     zh="该户不通广播电视。",
        ...     en="The household receives no radio or television.",
        ...     field="household.television",
        ...     rule=~household.television,
        ... )
        >>> check.form
        'household'
    """

    code: str
    zh: str
    en: str
    field: str
    cites: tuple[Citation, ...] = attrs.field(default=(), repr=False)
    rule: Condition[Any] | None = None
    search: Search | None = attrs.field(default=None, repr=False)
    remedy_zh: str = "请核实后更正。"
    remedy_en: str = "Find out what is right, and correct it."
    severity: str = "error"
    aspect: Aspect = Aspect.ACCURACY
    left_too: bool = False
    is_example: bool = False

    def __attrs_post_init__(self) -> None:
        if _CODE.fullmatch(self.code) is None:
            self._refuse("has no code in lower case and hyphens.")
        if not self.zh.endswith("。") or not self.en.endswith("."):
            self._refuse("has no whole sentence in both languages.")
        if (self.rule is None) is (self.search is None):
            self._refuse("needs a rule or a search, and not both.")
        if self.severity not in _SEVERITIES:
            self._refuse("is neither an error nor a warning.")
        if not _is_field(self.field):
            self._refuse("points at a field that is not.")
        if self.rule is not None:
            forms = {one.form for one in iter_own_fields(self.rule)}
            if forms - {self.form}:
                self._refuse("points at another form than it reads.")

    def _refuse(self, why: str) -> NoReturn:
        raise InvalidPolicyError(
            what=f"The check {masked(self.code)!r} {why}",
            remedy="See the checks that ship, in pa_registry.audit.checks.",
        )

    @property
    def form(self) -> str:
        """The form that it is about, such as ``person``."""
        return self.field.partition(".")[0]

    def finding(self, hit: Hit, more: tuple[Citation, ...] = ()) -> Finding:
        """
        Make the finding of a hit.

        Args:
            hit: What was come upon.
            more: The sources of the numbers that were used.
        """
        path = (*_path(hit), self.field.partition(".")[2])
        said = hit.problem
        return Finding(
            code=self.code,
            where=_written(path),
            path=path,
            zh=self.zh if said is None else said.zh,
            en=self.en if said is None else said.en,
            remedy_zh=self.remedy_zh if said is None else said.remedy_zh,
            remedy_en=self.remedy_en if said is None else said.remedy_en,
            shown=hit.shown or ("" if said is None else said.shown),
            severity=self.severity,
            division=_division(hit.subject),
            cites=(*self.cites, *more),
        )


def _is_field(field: str) -> bool:
    if field.partition(".")[0] not in _FORMS:
        return False
    try:
        field_name(field)
    except UnknownNameError:
        return False
    return True


def _path(hit: Hit) -> tuple[str, ...]:
    if isinstance(hit.subject, Village):
        return ("villages", hit.subject.code)
    if isinstance(hit.subject, County):
        return ("counties", hit.subject.code)
    home = ("households", hit.subject.number)
    return (
        home if hit.person is None else (*home, "members", hit.person.number)
    )


def _division(subject: Household | Village | County) -> str | None:
    if isinstance(subject, Household):
        return subject.division
    return subject.code


def _written(path: tuple[str, ...]) -> str:
    pairs = zip(path[:-1:2], path[1:-1:2], strict=True)
    inside = "".join(f".{step}['{masked(key)}']" for step, key in pairs)
    return f"${inside}.{path[-1]}"


@attrs.frozen(kw_only=True)
class Item:
    """
    One line of a published catalogue: covered by checks, or why not.

    核查目录条目。

    Attributes:
        number:
            The group and a running number; the catalogues that were read
            number their groups, and this library the lines.
        zh: What the catalogue asks for, in Chinese.
        en: The same in English.
        checks: The checks that cover it.
        why_zh: Why it is not covered, or not wholly, in Chinese.
        why_en: The same in English.
    """

    number: str
    zh: str
    en: str
    checks: tuple[Check, ...] = ()
    why_zh: str = ""
    why_en: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.checks and not (self.why_zh and self.why_en):
            raise InvalidPolicyError(
                what=f"Item {self.number} has no check and no reason.",
                remedy="Say in both languages why it is not covered.",
            )

    @property
    def is_covered(self) -> bool:
        """Whether some check covers it."""
        return bool(self.checks)


@attrs.frozen(kw_only=True)
class Group:
    """
    A group of a catalogue.

    核查目录分组。

    Attributes:
        number: Its number.
        zh: Its title in Chinese.
        en: Its title in English.
        items: Its lines.
    """

    number: str
    zh: str
    en: str
    items: tuple[Item, ...]


@attrs.frozen(kw_only=True)
class Catalogue:
    """
    A catalogue of checks, with what it asks for and nothing covers.

    核查目录。

    Attributes:
        name: Its stable name.
        zh: Its name in Chinese.
        en: Its name in English.
        groups: Its groups.
        citation: Where it was read.

    Examples:
        >>> from pa_registry.audit.checks import national
        >>> catalogue = national()
        >>> len(catalogue.groups)
        11
        >>> [item.number for item in catalogue.uncovered]
        ['8.1', '10.9']
    """

    name: str
    zh: str
    en: str
    groups: tuple[Group, ...] = attrs.field(repr=False)
    citation: Citation | None = attrs.field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        numbers = [item.number for item in self.items]
        for number in numbers:
            if numbers.count(number) > 1:
                raise InvalidPolicyError(
                    what=f"{self.name} has item {number} twice.",
                    remedy="Number each line once.",
                )
        codes = [check.code for check in self.checks]
        for code in codes:
            if codes.count(code) > 1:
                raise InvalidPolicyError(
                    what=f"Two checks of {self.name} are called {code}.",
                    remedy="Give each check a code of its own.",
                )

    @property
    def items(self) -> tuple[Item, ...]:
        """All lines, in order."""
        return tuple(chain.from_iterable(one.items for one in self.groups))

    @property
    def checks(self) -> tuple[Check, ...]:
        """All checks, each once, in order."""
        return tuple(
            dict.fromkeys(
                check for item in self.items for check in item.checks
            )
        )

    @property
    def uncovered(self) -> tuple[Item, ...]:
        """The lines that no check covers."""
        return tuple(one for one in self.items if not one.is_covered)

    def __iter__(self) -> Iterator[Check]:
        return iter(self.checks)
