"""
A province that nobody lives in, and the answers that are known of it.

合成省份数据。
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self

import attrs

from pa_registry.dates import Round
from pa_registry.draw import digest
from pa_registry.errors import (
    InvalidValueError,
    NotInRegistryError,
    UnknownNameError,
)
from pa_registry.masking import masked
from pa_registry.model.divisions import Divisions
from pa_registry.model.evidence import Evidence
from pa_registry.model.households import Household
from pa_registry.model.registry import Registry
from pa_registry.synthetic import turning
from pa_registry.synthetic.answers import Expected, known_answers
from pa_registry.synthetic.building import Builder
from pa_registry.synthetic.drafts import Draft
from pa_registry.synthetic.flaws import Flaw, Ground
from pa_registry.synthetic.nowhere import MOST_PLACES, divisions_of_nowhere
from pa_registry.synthetic.parts import DAY, Standing, Wanted
from pa_registry.synthetic.seats import Plan
from pa_registry.synthetic.totals import HUBEI_2016, Totals


__all__ = ["Province", "province"]

#: Of a thousand households, how many have each kind of flaw.
_SHARE = Fraction(2, 1000)
_OUTSIDE = Fraction(1, 20)
_MISSING = Fraction(1, 50)


@attrs.frozen(kw_only=True, eq=False)
class Province:
    """
    An invented province, made household by household.

    合成省份。

    Nothing is kept: each household is made when it is asked for, from the
    seed and its place, and any one alone.

    Attributes:
        households: How many are registered.
        outside: How many outside the register stand beside them.
        seed: The seed.
        division: The province, prefecture or county of the real code.
        totals: The figures whose proportions stock and cohorts have.
        shares: The share of households that each kind of flaw is planted in.
        missing: The share of facts that are left blank.

    Examples:
        >>> made = province(households=200, seed=2016)
        >>> made.household(7)
        Household(number='H00000007', ... members: 3, ...)
        >>> sum(1 for _ in made.iter_households())
        200
    """

    households: int
    seed: int | str
    outside: int
    division: str
    totals: Totals
    shares: Mapping[Flaw, Fraction] = attrs.field(repr=False)
    missing: Fraction = attrs.field(repr=False)

    @property
    def day(self) -> dt.date:
        """The day of the facts: the audit's, in October 2016."""
        return DAY

    @property
    def round(self) -> Round:
        """The clocks of the audit: rules of 2016, income of 2015."""
        return Round(year=DAY.year, fact=DAY)

    @cached_property
    def _builder(self) -> Builder:
        wanted = Wanted(
            households=self.households,
            outside=self.outside,
            seed=self.seed,
            division=self.division,
            totals=self.totals,
            flaws=self.shares,
        )
        return Builder(Plan(wanted), self.seed, self.missing)

    @cached_property
    def divisions(self) -> Divisions:
        """The table that knows the codes of the identity numbers."""
        return divisions_of_nowhere(self.households + self.outside)

    @property
    def standings(self) -> tuple[tuple[Standing, int], ...]:
        """How many households are of which status and year of exit."""
        return self._builder.plan.parts

    def with_totals(self, totals: Totals) -> Self:
        """
        Make stock and cohorts to other published figures.

        按公布数校准。

        Examples:
            >>> before = Totals(
            ...     stock="343.3", exited={2014: "75.4", 2015: "142.4"}
            ... )
            >>> made = province(households=200, seed=1).with_totals(before)
            >>> for standing, many in made.standings:
            ...     print(standing.status.zh, standing.exit_year, many)
            未脱贫 None 109
            预脱贫 None 12
            返贫 2015 1
            已脱贫 2014 27
            已脱贫 2015 51
        """
        _check_totals(totals)
        return attrs.evolve(self, totals=totals)

    # One household

    def household(self, place: int) -> Household:
        """
        Make the registered household of a place, from 0.

        Raises:
            InvalidValueError: If there is no such place.
        """
        return self.case(place)[0]

    def evidence(self, place: int) -> Evidence:
        """
        Make the evidence about the registered household of a place.

        Raises:
            InvalidValueError: If there is no such place.
        """
        return self.case(place)[1]

    def case(self, place: int) -> tuple[Household, Evidence]:
        """
        Make the registered household of a place, with its evidence.

        Raises:
            InvalidValueError: If there is no such place.
        """
        if type(place) is not int or not 0 <= place < self.households:
            raise _no_such_place(self.households - 1)
        return self._made(self._builder.draft(place))

    def find(self, number: str) -> tuple[Household, Evidence]:
        """
        Make the household of a number, in the register or outside.

        按户编号生成。

        Raises:
            NotInRegistryError: If there is none of that number.
        """
        return self._made(self._builder.draft(self._place(number)))

    def expected(self, number: str) -> Expected:
        """
        Tell the known answers for a household.

        已知答案。

        Raises:
            NotInRegistryError: If there is none of that number.

        Examples:
            >>> made = province(households=200, seed=2016)
            >>> number = made.planted(Flaw.VAN_EARNS_LIVING)[0]
            >>> answer = made.expected(number)
            >>> answer.at_entry["leaflet-3300-with-exceptions"].name
            'CLEAR'
        """
        return known_answers(self._builder.draft(self._place(number)))

    # All of them

    def iter_households(
        self, start: int = 0, stop: int | None = None
    ) -> Iterator[tuple[Household, Evidence]]:
        """
        Go through the registered households, one in memory at a time.

        逐户生成。

        Args:
            start: The first place.
            stop: The place before which to stop; by default the end.
        """
        for draft in self._drafts(start, stop):
            yield self._made(draft)

    def iter_outside(self) -> Iterator[tuple[Household, Evidence]]:
        """
        Go through the households outside the register.

        Some meet the standard and were omitted; the others do not.
        """
        for place in range(self.households, self.households + self.outside):
            yield self._made(self._builder.draft(place))

    def registry(self, limit: int | None = None) -> Registry:
        """
        Make a register in memory, of the first so many households.

        Examples:
            >>> province(households=200, seed=2016).registry(limit=50)
            Registry(households: 50)
        """
        return Registry(
            households=tuple(
                one for one, _ in self.iter_households(stop=limit)
            )
        )

    def rows(
        self,
        *tables: str,
        start: int = 0,
        stop: int | None = None,
        outside: bool = False,
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """
        Go through plain rows, each with its table, household by household.

        明细行。

        Money is whole fen, a code is its text, several codes are a sorted
        tuple of texts, an identity number is text in clear (of no real
        person).  The rows of a table all have the same keys.

        Args:
            tables: Which tables; by default all.
            start: The first place.
            stop: The place before which to stop; by default the end.
            outside: Whether the households outside follow.

        Raises:
            UnknownNameError: If there is no such table.

        Examples:
            >>> made = province(households=200, seed=2016)
            >>> table, row = next(made.rows("households"))
            >>> table, row["number"], row["status"]
            ('households', 'H00000000', 'exited')
        """
        wanted = frozenset(tables or turning.TABLES)
        for table in sorted(map(str, wanted - {*turning.TABLES})):
            raise UnknownNameError(
                kind="table", name=masked(table), known=turning.TABLES
            )
        return self._rows(wanted, start, stop, outside=outside)

    def _rows(
        self,
        wanted: frozenset[str],
        start: int,
        stop: int | None,
        *,
        outside: bool,
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        drafts = self._drafts(start, stop, outside=outside)
        for draft in drafts:
            for table, row in turning.iter_rows(draft):
                if table in wanted:
                    yield table, row

    @property
    def by_county(self) -> Mapping[str, tuple[range, range]]:
        """
        The places of each county: those registered, and those outside.

        各县的户序号范围。

        Examples:
            >>> made = province(households=1900, seed=2016)
            >>> made.by_county["420102"]
            (range(0, 5), range(1900, 1901))
        """
        return MappingProxyType(self._builder.plan.places_by_county())

    def columns(
        self, *, places: Iterable[int] | None = None
    ) -> Mapping[str, Mapping[str, list[object]]]:
        """
        Give the plain rows as columns, by table.

        按列输出明细。

        They hold what `rows` gives, for a data frame to be made of.  The
        households have one more: `relatives_recorded`, whether their list
        of kin was recorded at all.  A table without rows has no columns.

        Args:
            places:
                Which places, such as a range of `by_county`; those outside
                the register follow the registered ones.  By default all
                registered households.

        Returns:
            The values by table and column.

        Raises:
            InvalidValueError: If there is no such place.

        Examples:
            >>> made = province(households=200, seed=2016)
            >>> made.columns(places=range(2))["households"]["number"]
            ['H00000000', 'H00000001']
        """
        wanted = range(self.households) if places is None else tuple(places)
        last = self.households + self.outside - 1
        if wanted and not 0 <= min(wanted) <= max(wanted) <= last:
            raise _no_such_place(last)
        return turning.columns_by_table(map(self._builder.draft, wanted))

    # What was planted

    @cached_property
    def flaws(self) -> Mapping[str, tuple[Flaw, ...]]:
        """
        The numbers of the households with a flaw, and what was planted.

        预设问题台账。
        """
        plan = self._builder.plan
        return MappingProxyType(
            {
                plan.seat(place).number: (flaw,)
                for place, flaw in sorted(plan.iter_flawed())
            }
        )

    def planted(self, flaw: Flaw) -> tuple[str, ...]:
        """
        List the households in which a kind of flaw was planted.

        Raises:
            UnknownNameError: If there is no such kind.

        Examples:
            >>> len(province(households=1000, seed=1).planted(Flaw.OMITTED))
            2
        """
        _check_flaw(flaw)
        return tuple(
            number for number, found in self.flaws.items() if flaw in found
        )

    def fingerprint(self) -> str:
        """
        Give the digest of all rows: the same wherever this is made.

        数据指纹。
        """
        folded = 0
        for table, row in self.rows(outside=True):
            folded = digest(f"{folded}", table, repr(row))
        return f"{folded:064x}"

    def _place(self, number: str) -> int:
        place = (
            self._builder.plan.place_of(number)
            if isinstance(number, str)
            else None
        )
        if place is None:
            raise NotInRegistryError(
                kind="household", code=masked(str(number))
            )
        return place

    def _drafts(
        self, start: int, stop: int | None, *, outside: bool = False
    ) -> Iterator[Draft]:
        end = self.households if stop is None else stop
        if type(start) is not int or type(end) is not int:
            raise InvalidValueError(
                what="a place is a whole number.",
                where="start, stop",
                remedy="Give numbers such as 0 and 1000.",
            )
        for place in range(max(start, 0), min(end, self.households)):
            yield self._builder.draft(place)
        if outside:
            for place in range(self.outside):
                yield self._builder.draft(self.households + place)

    def _made(self, draft: Draft) -> tuple[Household, Evidence]:
        household = turning.household(draft, self.divisions)
        return household, turning.evidence(draft)


def province(  # noqa: PLR0913  all but two have defaults
    *,
    households: int,
    seed: int | str,
    division: str = "420000",
    totals: Totals = HUBEI_2016,
    flaws: Fraction | Mapping[Flaw, Fraction] = _SHARE,
    missing: Fraction = _MISSING,
    outside: int | None = None,
) -> Province:
    """
    Make an invented province on real counties.

    合成省份。

    The counties are those of the list of 2016; the villages, the people,
    their numbers and whatever departments know of them are invented, and
    the shares and incomes are of no survey.

    Args:
        households: How many are registered.
        seed: The same seed makes the same province, on any machine.
        division: The code of a province, a prefecture or a county.

        totals:
            Published figures whose proportions stock and cohorts have; by
            default those of Hubei after the rectification of 2016.

        flaws:
            The share of households in which each kind of flaw is planted,
            one for all kinds or by kind; rounded up, so that any share
            plants one at least.

        missing: The share of facts that are left blank.

        outside:
            How many households outside the register stand beside; by
            default a twentieth, and four times as many as were omitted.

    Returns:
        The province; nothing is made before it is asked for.

    Raises:
        InvalidValueError: If there is no room for that many households, or
            for the flaws in them, or no county in the division.

    Examples:
        >>> made = province(households=1000, seed=2016)
        >>> household, evidence = next(made.iter_households())
        >>> household.number, len(household.members)
        ('H00000000', 3)
        >>> sorted(evidence.checked)[:3]
        ['absences', 'appliances', 'businesses']
    """
    _check_totals(totals)
    shares = _shares(flaws)
    made = Province(
        households=households,
        seed=seed,
        outside=_beside(households, shares) if outside is None else outside,
        division=division,
        totals=totals,
        shares=MappingProxyType(shares),
        missing=missing,
    )
    _check(made)
    return made


def _no_such_place(last: int) -> InvalidValueError:
    return InvalidValueError(
        what="there is no such place.",
        where="place",
        remedy=f"Give a number from 0 to {last}.",
    )


def _beside(households: int, shares: Mapping[Flaw, Fraction]) -> int:
    """Put enough outside that the omitted have to be looked for."""
    if type(households) is not int:
        return 0  # refused right after
    kinds = [one for one in shares if one.ground is Ground.OUTSIDE]
    most = max((shares[one] for one in kinds), default=Fraction(0))
    omitted = len(kinds) * -int(-most * households // 1)
    return max(int(households * _OUTSIDE), 4 * omitted)


def _shares(
    flaws: Fraction | Mapping[Flaw, Fraction],
) -> dict[Flaw, Fraction]:
    if not isinstance(flaws, Mapping):
        _check_share(flaws, "flaws")
        return dict.fromkeys(Flaw, flaws)
    for flaw, share in flaws.items():
        _check_flaw(flaw)
        _check_share(share, "flaws")
    return dict(flaws)


def _check_flaw(flaw: object) -> None:
    if not isinstance(flaw, Flaw):
        raise UnknownNameError(
            kind="flaw",
            name=masked(str(flaw)),
            known=tuple(str(one) for one in Flaw),
        )


def _check_totals(totals: object) -> None:
    if not isinstance(totals, Totals):
        raise InvalidValueError(
            what="these are no totals.",
            where="totals",
            remedy='Give Totals(stock="381.8", exited={2014: "69.5"}).',
        )


def _check(made: Province) -> None:
    _check_share(made.missing, "missing")
    if not isinstance(made.division, str):
        raise InvalidValueError(
            what=f"a {type(made.division).__name__} is no division.",
            where="division",
            remedy='Give a code of the list of 2016, such as "420000".',
        )
    whole = type(made.households) is int and type(made.outside) is int
    if (
        not whole
        or made.households < 1
        or made.outside < 0
        or made.households + made.outside > MOST_PLACES
    ):
        raise InvalidValueError(
            what="a province of so many households cannot be made.",
            where="households",
            remedy=(
                f"Ask for 1 to {MOST_PLACES} in all, and make several"
                " provinces, by prefecture or seed, where you need more."
            ),
        )
    _ = made.standings  # whether there is room is said now, and not later


def _check_share(share: object, where: str) -> None:
    if not isinstance(share, Fraction) or not 0 <= share <= 1:
        raise InvalidValueError(
            what="this is no share.",
            where=where,
            remedy="Give a Fraction from 0 to 1, such as Fraction(1, 500).",
        )
