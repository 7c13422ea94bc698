"""
Quota, pledge, register and reported exits: four numbers, four sources.

规模控制数、军令状目标数、库内实录数、上报脱贫数。

None of them says anything about a household, and none is derived from
another here: the gaps are printed, to be explained.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterable
from fractions import Fraction

import attrs

from pa_registry.accounts._tables import markdown_table, text_table
from pa_registry.accounts.counts import on_file
from pa_registry.accounts.printing import percent
from pa_registry.errors import InvalidValueError
from pa_registry.masking import masked
from pa_registry.model.households import Household


__all__ = [
    "FourNumbers",
    "Gap",
    "ListCut",
    "SourcedCount",
    "cut_at_quota",
]


def _is_count(
    _self: object, attribute: attrs.Attribute[int], value: object
) -> None:
    if type(value) is not int or value < 0:
        raise InvalidValueError(
            what="persons are counted in whole numbers, none below zero.",
            where=f"SourcedCount.{attribute.name}",
            remedy="Give single persons; 579万 is 5 790 000.",
        )


def _is_sourced(
    _self: object, attribute: attrs.Attribute[str], value: str
) -> None:
    if not value.strip():
        raise InvalidValueError(
            what="a number without a source cannot be held to account.",
            where=f"SourcedCount.{attribute.name}",
            remedy="Name the document, or the system and the day.",
        )


@attrs.frozen(kw_only=True)
class SourcedCount:
    """
    A number of persons, with who says so and of which day.

    有出处的人数。

    Attributes:
        persons: How many persons.
        source: The document, or the system it was read from.
        on: The day of the number.
    """

    persons: int = attrs.field(validator=_is_count)
    source: str = attrs.field(validator=_is_sourced)
    on: dt.date | None = None


@attrs.frozen(kw_only=True)
class Gap:
    """
    How far one number lies from another.

    两数之差。

    Attributes:
        of: The number that is held up, by name.
        against: The number that it is held against, by name.
        difference: The first less the second, in persons.
        rate: The difference over the second; `None` over nobody.
        tolerated: Whether it is within the tolerance; `None` without one.
    """

    of: str
    against: str
    difference: int
    rate: Fraction | None
    tolerated: bool | None


_NAMES = {
    "quota": ("规模控制数", "size quota"),
    "pledge": ("军令状目标数", "pledge"),
    "register": ("库内实录数", "register"),
    "reported_exits": ("上报脱贫数", "reported exits"),
}
#: Which numbers speak of one thing: how many are in, how many went out.
_PAIRS = (("register", "quota"), ("reported_exits", "pledge"))


@attrs.frozen(kw_only=True)
class FourNumbers:
    """
    The four numbers of one unit; each may be missing.

    四个数。

    The register is held against the quota and the reported exits against
    the pledge.  What the quota bounds (all registered, or the stock) is
    not published for 2016: give the register's count that is meant.

    Attributes:
        unit: The unit's name.
        quota: The headcount size quota (规模控制数).
        pledge: What the leaders signed for (军令状).
        register: What the register holds.
        reported_exits: What was reported as exited.
        tolerance: How large a gap may be, as a share; no default is known.
        explanation: What the unit says to the gaps; printed, never judged.

    Examples:
        >>> found = FourNumbers(
        ...     unit="某县",
        ...     quota=SourcedCount(persons=10_000, source="省下达"),
        ...     register=SourcedCount(persons=10_300, source="系统导出"),
        ... )
        >>> print(found.render("zh"))
        某县          人数   出处      差额  差异率
        规模控制数    10000  省下达    –     –
        军令状目标数  –      –         –     –
        库内实录数    10300  系统导出  300   3.00%
        上报脱贫数    –      –         –     –
    """

    unit: str
    quota: SourcedCount | None = None
    pledge: SourcedCount | None = None
    register: SourcedCount | None = None
    reported_exits: SourcedCount | None = None
    tolerance: Fraction | None = None
    explanation: str = ""

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps between numbers that are both there."""
        found: list[Gap] = []
        for of, against in _PAIRS:
            mine, theirs = self._number(of), self._number(against)
            if mine is None or theirs is None:
                continue
            difference = mine.persons - theirs.persons
            rate = (
                Fraction(difference, theirs.persons)
                if theirs.persons
                else None
            )
            found.append(
                Gap(
                    of=of,
                    against=against,
                    difference=difference,
                    rate=rate,
                    tolerated=self._tolerates(rate),
                )
            )
        return tuple(found)

    def _number(self, name: str) -> SourcedCount | None:
        found: SourcedCount | None = getattr(self, name)
        return found

    def _tolerates(self, rate: Fraction | None) -> bool | None:
        if self.tolerance is None or rate is None:
            return None
        return abs(rate) <= self.tolerance

    def render(self, language: str = "en") -> str:
        """Set the four numbers as plain text, with the explanation."""
        return text_table(*self._table(language)) + self._said(language, "\n")

    def to_markdown(self, language: str = "en") -> str:
        """Set the four numbers in Markdown, with the explanation."""
        table = markdown_table(*self._table(language))
        return table + self._said(language, "\n\n")

    def _said(self, language: str, before: str) -> str:
        if not self.explanation:
            return ""
        head = "说明：" if language == "zh" else "Explanation: "
        return f"{before}{head}{self.explanation}"

    def _table(self, language: str) -> tuple[list[str], list[list[str]]]:
        zh = language == "zh"
        header = (
            [self.unit, "人数", "出处", "差额", "差异率"]
            if zh
            else [self.unit, "persons", "source", "gap", "rate"]
        )
        gaps = {gap.of: gap for gap in self.gaps}
        rows = [
            [names[0 if zh else 1], *_cells(self._number(key), gaps.get(key))]
            for key, names in _NAMES.items()
        ]
        return header, rows


def _cells(number: SourcedCount | None, gap: Gap | None) -> list[str]:
    if number is None:
        return ["–"] * 4
    difference = "–" if gap is None else str(gap.difference)
    rate = "–"
    if gap is not None and gap.rate is not None:
        rate = percent(gap.rate, places=2)
    return [str(number.persons), number.source, difference, rate]


@attrs.frozen(kw_only=True)
class ListCut:
    """
    What a quota does to a ranked list: who is in, and who is next outside.

    按规模截断名单。

    Attributes:
        inside: The numbers of the households inside.
        next_outside: The first household that is left out, if any.
        persons: How many persons are inside.
        quota: How many were allowed.
        shared_rank: Whether the first left out ranks level with the last
            inside, so that nothing but the quota parts them.
    """

    inside: tuple[str, ...] = attrs.field(repr=False)
    next_outside: str | None
    persons: int
    quota: int
    shared_rank: bool

    def render(self, language: str = "en") -> str:
        """Say what the cut did, in ``"zh"`` or ``"en"``."""
        zh = language == "zh"
        if self.next_outside is None:
            return (
                f"规模{self.quota}人足够，名单全部列入。"
                if zh
                else f"The quota of {self.quota} persons leaves nobody out."
            )
        level = ""
        if self.shared_rank:
            level = (
                "，与最后列入的一户条件相同"
                if zh
                else ", level with the last household inside"
            )
        if zh:
            return (
                f"规模{self.quota}人，列入{self.persons}人；"
                f"截断处之外的第一户为{self.next_outside}{level}。"
                "被截断的原因是规模，而不是该户情况。"
            )
        return (
            f"Of {self.quota} persons allowed, {self.persons} are inside;"
            f" the next outside is {self.next_outside}{level}."
            " It is the quota that leaves it out, and no fact about it."
        )


def cut_at_quota(
    ranked: Iterable[tuple[Household, object]], *, quota: int
) -> ListCut:
    """
    Report where a quota cuts a ranked list; no rule of this library does.

    按规模截断名单，并列出截断处之外的第一户。

    Households are taken whole and in order until one does not fit; none
    further down is taken in its place.

    Args:
        ranked: The households from the first to the last, each with the
            value that it was ranked by.
        quota: How many persons are allowed.

    Raises:
        InvalidValueError: If the quota is below zero.

    Examples:
        >>> from pa_registry.model import Person
        >>> homes = [
        ...     Household(number=f"H{n}", members=(Person(number=str(n)),))
        ...     for n in range(3)
        ... ]
        >>> cut = cut_at_quota([(h, 1) for h in homes], quota=2)
        >>> cut.next_outside, cut.shared_rank
        ('H2', True)
    """
    if quota < 0:
        raise InvalidValueError(
            what="a quota below zero admits nobody and less.",
            where="quota",
            remedy="Give a number of persons.",
        )
    inside: list[str] = []
    persons = 0
    last: object = None
    outside: str | None = None
    shared = False
    for household, rank in ranked:
        size = len(on_file(household))
        if persons + size > quota:
            outside = masked(household.number)
            shared = bool(inside) and rank == last
            break
        inside.append(household.number)
        persons += size
        last = rank
    return ListCut(
        inside=tuple(inside),
        next_outside=outside,
        persons=persons,
        quota=quota,
        shared_rank=shared,
    )
