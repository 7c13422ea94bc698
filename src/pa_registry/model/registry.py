"""
The register in memory: households, villages, counties, all immutable.

建档立卡库。

It takes what a real register holds: numbers used twice stay where they
are, in order, and are reported; nothing is refused and nothing is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Self, TypeAlias, TypeVar

import attrs

from pa_registry.errors import InvalidValueError, NotInRegistryError
from pa_registry.masking import masked
from pa_registry.model.counties import County
from pa_registry.model.households import Household
from pa_registry.model.identity import IdentityGrade, IdentityNumber
from pa_registry.model.persons import Person
from pa_registry.model.rows import holds, merged, rows
from pa_registry.model.showing import shown
from pa_registry.model.villages import Village
from pa_registry.problems import Problem


__all__ = ["Registry"]

_T = TypeVar("_T")
#: What a copy is made from; the look-up tables are made anew.
_State: TypeAlias = tuple[
    tuple[Household, ...], tuple[Village, ...], tuple[County, ...]
]
_ILLEGIBLE = frozenset(
    {IdentityGrade.MALFORMED, IdentityGrade.DAMAGED_BY_SPREADSHEET}
)


def _by_number(registry: Registry) -> Mapping[str, Household]:
    # The tables are made before attrs would look at what they are made of.
    given: object = registry.households
    if not holds(given, Household):
        raise InvalidValueError(
            what=f"a {type(given).__name__} is no tuple of Household",
            where="Registry.households",
            remedy="Give a tuple of Household.",
        )
    return _first(registry.households, lambda one: one.number)


def _by_identity(
    registry: Registry,
) -> Mapping[IdentityNumber, tuple[tuple[Household, Person], ...]]:
    found: dict[IdentityNumber, list[tuple[Household, Person]]] = {}
    for household, person in registry.iter_people():
        if person.identity is not None:
            found.setdefault(person.identity, []).append((household, person))
    return MappingProxyType({key: tuple(all_) for key, all_ in found.items()})


def _homes(registry: Registry) -> Mapping[str, tuple[Household, Person]]:
    pairs = tuple(registry.iter_people())
    return _first(pairs, lambda pair: pair[1].number)


@attrs.frozen(kw_only=True)
class Registry:
    """
    The register as an immutable value.

    建档立卡库。

    Each ``with_…`` and ``without_…`` method returns a new registry.  Put
    many households in at once with :meth:`with_households`: one at a time,
    each builds the look-up tables anew.

    Attributes:
        households: In the order in which they were put in.
        villages: The villages.
        counties: The counties.

    Examples:
        >>> registry = Registry(households=(Household(number="H1"),))
        >>> registry
        Registry(households: 1)
        >>> registry.without_household("H1").households
        ()
        >>> registry.household("H2")
        Traceback (most recent call last):
        pa_registry.errors.NotInRegistryError: ...
    """

    households: tuple[Household, ...] = rows(Household)
    villages: tuple[Village, ...] = rows(Village)
    counties: tuple[County, ...] = rows(County)
    _by_number: Mapping[str, Household] = attrs.field(
        init=False,
        eq=False,
        default=attrs.Factory(_by_number, takes_self=True),
    )
    _homes: Mapping[str, tuple[Household, Person]] = attrs.field(
        init=False, eq=False, default=attrs.Factory(_homes, takes_self=True)
    )
    _by_identity: Mapping[
        IdentityNumber, tuple[tuple[Household, Person], ...]
    ] = attrs.field(
        init=False,
        eq=False,
        default=attrs.Factory(_by_identity, takes_self=True),
    )

    __repr__ = shown

    def __getstate__(self) -> _State:
        return self.households, self.villages, self.counties

    def __setstate__(self, state: _State) -> None:
        households, villages, counties = state
        Registry.__init__(
            self, households=households, villages=villages, counties=counties
        )

    def household(self, number: str) -> Household:
        """
        Find a household by its number (户编号).

        Of several with the same number, the first is given.

        Raises:
            NotInRegistryError: If there is none.
        """
        return _found("household", number, self._by_number)

    def person(self, number: str) -> Person:
        """
        Find a person by the number of the person (人编号).

        Raises:
            NotInRegistryError: If there is none.
        """
        return _found("person", number, self._homes)[1]

    def household_of(self, person: str) -> Household:
        """
        Find the household in which a person is recorded.

        Raises:
            NotInRegistryError: If there is no such person.
        """
        return _found("person", person, self._homes)[0]

    def village(self, code: str) -> Village:
        """
        Find a village by its code.

        Raises:
            NotInRegistryError: If there is none.
        """
        return _found(
            "village", code, _first(self.villages, lambda one: one.code)
        )

    def county(self, code: str) -> County:
        """
        Find a county by its code.

        Raises:
            NotInRegistryError: If there is none.
        """
        return _found(
            "county", code, _first(self.counties, lambda one: one.code)
        )

    def households_in(self, division: str) -> tuple[Household, ...]:
        """
        Give the households of a division and of all below it.

        按行政区划查找。

        Args:
            division:
                A code of any level, or its beginning; the zeros that fill
                up the code of a higher level are no part of it.

        Examples:
            >>> home = Household(number="1", division="990102003004")
            >>> registry = Registry(households=(home,))
            >>> len(registry.households_in("990100"))
            1
            >>> len(registry.households_in("990200"))
            0
        """
        _check_text(division, "division")
        start = _prefix(division)
        return tuple(
            one
            for one in self.households
            if one.division is not None and one.division.startswith(start)
        )

    def people_with(self, identity: IdentityNumber) -> tuple[Person, ...]:
        """
        Find all persons recorded with an identity number.

        按证件号码查找，一人多户时全部列出。

        Raises:
            InvalidValueError: If a text is given, or something else.
        """
        if not isinstance(identity, IdentityNumber):
            raise InvalidValueError(
                what=f"a {type(identity).__name__} is no identity number.",
                where="identity",
                remedy="Read it first: IdentityNumber.read(text).",
            )
        return tuple(
            person for _, person in self._by_identity.get(identity, ())
        )

    def iter_people(self) -> Iterator[tuple[Household, Person]]:
        """Go through all members, each with the household."""
        for household in self.households:
            for person in household.members:
                yield household, person

    def problems(self) -> tuple[Problem, ...]:
        """
        Report keys used more than once, and one person in two households.

        编号重复与一人多户。

        Returns:
            One problem per number; the records themselves stay.
        """
        return tuple(self.iter_problems())

    def iter_problems(self) -> Iterator[Problem]:
        """Go through the problems one by one; see :meth:`problems`."""
        households = (one.number for one in self.households)
        people = (person.number for _, person in self.iter_people())
        for kind, zh, numbers in (
            ("household", "户编号", households),
            ("person", "人编号", people),
        ):
            for number, times in Counter(numbers).items():
                if times > 1:
                    yield _repeated(kind, zh, number, times)
        for identity, records in self._by_identity.items():
            homes = {
                household.number
                for household, person in records
                if person.left is None
            }
            # Illegible text is no sign that two records are one person.
            if len(homes) > 1 and identity.grade not in _ILLEGIBLE:
                yield _in_several_households(identity, sorted(homes))

    def with_household(self, household: Household) -> Self:
        """
        Put a household in; one of the same number is replaced in place.

        新增或更新户信息。
        """
        return self.with_households((household,))

    def with_households(self, households: Iterable[Household]) -> Self:
        """
        Put many households in; those of the same numbers are replaced.

        Where a number is used twice, its first record is replaced.
        """
        return attrs.evolve(
            self,
            households=merged(
                self.households, households, lambda one: one.number
            ),
        )

    def without_household(self, number: str) -> Self:
        """
        Leave out all records of a household.

        Raises:
            NotInRegistryError: If there is none.
        """
        self.household(number)
        return attrs.evolve(
            self,
            households=tuple(
                one for one in self.households if one.number != number
            ),
        )

    def with_village(self, village: Village) -> Self:
        """Put a village in; one of the same code is replaced in place."""
        return attrs.evolve(
            self,
            villages=merged(self.villages, (village,), lambda one: one.code),
        )

    def with_county(self, county: County) -> Self:
        """Put a county in; one of the same code is replaced in place."""
        return attrs.evolve(
            self,
            counties=merged(self.counties, (county,), lambda one: one.code),
        )


def _first(values: Iterable[_T], key: Callable[[_T], str]) -> Mapping[str, _T]:
    found: dict[str, _T] = {}
    for value in values:
        found.setdefault(key(value), value)
    return MappingProxyType(found)


def _found(kind: str, code: str, values: Mapping[str, _T]) -> _T:
    _check_text(code, kind)
    if code not in values:
        raise NotInRegistryError(kind=kind, code=masked(code))
    return values[code]


def _check_text(value: object, where: str) -> None:
    if not isinstance(value, str):
        raise InvalidValueError(
            what=f"a {type(value).__name__} is no number or code",
            where=where,
            remedy="Give it as text.",
        )


def _prefix(division: str) -> str:
    """Cut the zeros that fill a code of a higher level up."""
    for length, zeros in ((12, 3), (9, 3), (6, 2), (4, 2)):
        if len(division) == length and division.endswith("0" * zeros):
            division = division[:-zeros]
    return division


def _repeated(kind: str, zh: str, number: str, times: int) -> Problem:
    return Problem(
        code=f"registry.repeated-{kind}-number",
        where=f"registry.{kind}",
        zh=f"{zh}重复，共出现{times}次。",
        en=f"The {kind} number is used {times} times.",
        remedy_zh="请核实后保留一条，其余更正编号。",
        remedy_en="Find out which record is right and renumber the others.",
        shown=masked(number),
        severity="warning",
    )


def _in_several_households(
    identity: IdentityNumber, homes: list[str]
) -> Problem:
    return Problem(
        code="registry.person-in-several-households",
        where="registry.household",
        zh=f"一人多户：同一证件号码登记在{len(homes)}户。",
        en=f"One identity number is recorded in {len(homes)} households.",
        remedy_zh="请核实其实际所在户，其余各户按规定核减。",
        remedy_en="Find out where the person lives, and correct the others.",
        shown=f"{identity}: {masked(', '.join(homes))}",
        severity="warning",
    )
