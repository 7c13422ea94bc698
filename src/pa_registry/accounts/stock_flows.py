"""
Opening, changes, closing, and what is left over: printed, never forced.

期初、变动、期末与差额。
"""

from __future__ import annotations

import json

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from pa_registry.accounts._tables import markdown_table, text_table
from pa_registry.accounts.changes import ChangeKind, Flow, changes
from pa_registry.accounts.counts import (
    NOBODY,
    Cell,
    Count,
    division_at,
    lies_in,
)
from pa_registry.accounts.standing import Standing
from pa_registry.model.division import DivisionLevel
from pa_registry.model.registry import Registry
from pa_registry.model.status import Move


__all__ = ["StockFlow", "stock_flow"]


@attrs.frozen(kw_only=True)
class StockFlow:
    """
    The stock-and-cohort account between two days.

    存量与流量台账。

    For each division and cell, opening and changes make what is expected;
    the closing count less that is the *residue* (差额).

    Attributes:
        opening: The register before.
        flows: What happened.
        closing: The register after.
    """

    opening: Standing
    flows: tuple[Flow, ...]
    closing: Standing

    @property
    def divisions(self) -> tuple[str, ...]:
        """The divisions, in order."""
        named = {flow.division for flow in self.flows}
        return tuple(
            sorted({*self.opening.divisions, *self.closing.divisions, *named})
        )

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells, the stock first and cohorts by year."""
        moved = {
            cell
            for flow in self.flows
            for cell in (flow.out_of, flow.into)
            if cell is not None
        }
        found = {*self.opening.cells, *self.closing.cells, *moved}
        return tuple(sorted(found, key=lambda cell: cell.place))

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """The kinds of change that occur, as the table of moves has them."""
        found = {flow.kind for flow in self.flows}
        order: list[ChangeKind] = [*Move]
        listed = [kind for kind in order if kind in found]
        return (*listed, *sorted(found - set(listed)))

    def change(
        self,
        kind: ChangeKind,
        cell: Cell | None = None,
        division: str | None = None,
    ) -> Count:
        """Say what one kind of change adds to a cell, or to the total."""
        return Count.sum(
            flow.total if cell is None else flow.effect(cell)
            for flow in self.flows
            if flow.kind is kind and lies_in(flow.division, division)
        )

    def happened(self, kind: ChangeKind, division: str | None = None) -> Count:
        """Count to how many something happened, also without an effect."""
        return Count.sum(
            flow.count
            for flow in self.flows
            if flow.kind is kind and lies_in(flow.division, division)
        )

    def residue(
        self, cell: Cell | None = None, division: str | None = None
    ) -> Count:
        """
        Give the closing count less opening and changes.

        差额：期末数减期初数和各项变动。
        """
        opening, closing = (
            one.total(division) if cell is None else one.of(cell, division)
            for one in (self.opening, self.closing)
        )
        moved = Count.sum(
            self.change(kind, cell, division) for kind in self.kinds
        )
        return closing - opening - moved

    @property
    def balances(self) -> bool:
        """Whether no division has a residue in any cell."""
        left: dict[tuple[str, Cell], Count] = {}
        for row in self.closing.rows:
            _add(left, row.division, row.cell, row.count)
        for row in self.opening.rows:
            _add(left, row.division, row.cell, NOBODY - row.count)
        for flow in self.flows:
            if flow.into is not None:
                _add(left, flow.division, flow.into, NOBODY - flow.count)
            if flow.out_of is not None:
                _add(left, flow.division, flow.out_of, flow.count)
        return not any(left.values())

    def by_division(self) -> Mapping[str, StockFlow]:
        """
        Take the account apart, one for each division that has its own.

        分区划台账。
        """
        flows: dict[str, list[Flow]] = {}
        for flow in self.flows:
            flows.setdefault(flow.division, []).append(flow)
        opening = self.opening.by_division()
        closing = self.closing.by_division()
        nobody = Standing(rows=())
        return MappingProxyType(
            {
                division: StockFlow(
                    opening=opening.get(division, nobody),
                    flows=tuple(flows.get(division, ())),
                    closing=closing.get(division, nobody),
                )
                for division in self.divisions
            }
        )

    def rolled_up(self, level: DivisionLevel) -> StockFlow:
        """
        Add the divisions up to a higher level.

        逐级汇总。
        """
        merged: dict[Flow, Count] = {}
        for flow in self.flows:
            key = attrs.evolve(
                flow, division=division_at(flow.division, level), count=NOBODY
            )
            merged[key] = merged.get(key, NOBODY) + flow.count
        return StockFlow(
            opening=self.opening.rolled_up(level),
            flows=tuple(
                attrs.evolve(key, count=count) for key, count in merged.items()
            ),
            closing=self.closing.rolled_up(level),
        )

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: str = "en", division: str | None = None) -> str:
        """Set the account of all, or of one division, as plain text."""
        return text_table(*self.table(language, division))

    def to_markdown(
        self, language: str = "en", division: str | None = None
    ) -> str:
        """Set the account of all, or of one division, in Markdown."""
        return markdown_table(*self.table(language, division))

    def division_table(
        self,
        language: str = "en",
        *,
        division: str | None = None,
        names: Mapping[str, str] | None = None,
    ) -> tuple[list[str], list[list[str]]]:
        """
        Give one line for each division, and the total at the end.

        分区划台账表。

        Each line goes from opening to closing over what changed the total.
        What moves people within the register only, such as an exit that is
        reversed, is counted and marked: it is no part of the sum.  The
        divisions are those of the account; see :meth:`rolled_up`.

        Args:
            language: ``"zh"`` or ``"en"``.
            division: Where only those within one are asked for.
            names: The name of each division, where it is to be printed
                instead of the code.

        Returns:
            The header and the lines, households/persons in each cell.
        """
        zh = language == "zh"
        header = [
            "户数/人数" if zh else "households/persons",
            "期初" if zh else "opening",
            *(self._kind_label(kind, zh=zh) for kind in self.kinds),
            "期末" if zh else "closing",
            "差额" if zh else "residue",
        ]
        known = names or {}
        lines = [
            (known.get(code, code), self._across(part))
            for code, part in self.by_division().items()
            if lies_in(code, division)
        ]
        sums = [
            Count.sum(counts[place] for _, counts in lines)
            for place in range(len(header) - 1)
        ]
        lines.append(("合计" if zh else "total", sums))
        return header, [
            [label, *(f"{c.households}/{c.persons}" for c in counts)]
            for label, counts in lines
        ]

    def render_divisions(
        self,
        language: str = "en",
        *,
        division: str | None = None,
        names: Mapping[str, str] | None = None,
    ) -> str:
        """
        Set one line for each division as plain text.

        分区划台账表。

        Examples:
            >>> from pa_registry.accounts import STOCK, cohort
            >>> before = Standing.from_counts(
            ...     {
            ...         ("990101", cohort(2015)): Count(9, 30),
            ...         ("990102", STOCK): Count(5, 16),
            ...     }
            ... )
            >>> after = Standing.from_counts(
            ...     {
            ...         ("990101", cohort(2015)): Count(8, 26),
            ...         ("990101", STOCK): Count(1, 4),
            ...         ("990102", STOCK): Count(4, 13),
            ...     }
            ... )
            >>> back = Flow(
            ...     division="990101",
            ...     kind=Move.EXIT_REVERSED,
            ...     out_of=cohort(2015),
            ...     into=STOCK,
            ...     count=Count(1, 4),
            ... )
            >>> account = stock_flow(before, after, flows=[back])
            >>> print(account.render_divisions("zh", names={"990101": "甲县"}))
            户数/人数  期初   错退纠正（总数不变）  期末   差额
            甲县       9/30   1/4                   9/30   0/0
            990102     5/16   0/0                   4/13   -1/-3
            合计       14/46  1/4                   13/43  -1/-3
        """
        return text_table(
            *self.division_table(language, division=division, names=names)
        )

    def _across(self, part: StockFlow) -> list[Count]:
        within = self._within
        return [
            part.opening.total(),
            *(
                part.happened(kind) if kind in within else part.change(kind)
                for kind in self.kinds
            ),
            part.closing.total(),
            part.residue(),
        ]

    @property
    def _within(self) -> frozenset[ChangeKind]:
        """The kinds of change that move nobody in or out."""
        across = {
            flow.kind
            for flow in self.flows
            if (flow.out_of is None) is not (flow.into is None)
        }
        return frozenset(self.kinds) - across

    def _kind_label(self, kind: ChangeKind, *, zh: bool) -> str:
        if kind not in self._within:
            return kind.zh if zh else kind.en
        return f"{kind.zh}（总数不变）" if zh else f"{kind.en} (within)"

    def to_json(self) -> str:
        """Write every division as JSON, the same bytes each time."""
        parts = self.by_division()
        return json.dumps(
            {
                "total": _plain(self),
                "divisions": {key: _plain(one) for key, one in parts.items()},
            },
            ensure_ascii=False,
            indent=2,
        )

    def table(
        self, language: str = "en", division: str | None = None
    ) -> tuple[list[str], list[list[str]]]:
        """Give the header and the lines, households/persons in each cell."""
        zh = language == "zh"
        cells: list[Cell | None] = [None, *self.cells]
        header = [
            "户数/人数" if zh else "households/persons",
            *(_label(cell, language) for cell in cells),
        ]
        lines: list[tuple[str, list[Count]]] = [
            (
                "期初" if zh else "opening",
                [_at(self.opening, cell, division) for cell in cells],
            )
        ]
        for kind in self.kinds:
            label = kind.zh if zh else kind.en
            lines.append(
                (label, [self.change(kind, c, division) for c in cells])
            )
        lines += [
            (
                "期末" if zh else "closing",
                [_at(self.closing, cell, division) for cell in cells],
            ),
            (
                "差额" if zh else "residue",
                [self.residue(cell, division) for cell in cells],
            ),
        ]
        return header, [
            [label, *(f"{c.households}/{c.persons}" for c in counts)]
            for label, counts in lines
        ]


def stock_flow(
    opening: Standing | Registry,
    closing: Standing | Registry,
    *,
    flows: Iterable[Flow] | None = None,
) -> StockFlow:
    """
    Draw up the account between two days.

    编制存量与流量台账。

    Args:
        opening: The register before, or counts of it.
        closing: The register after, or counts of it.

        flows:
            What happened in between, from a ledger or from reports.  Left
            out, two registers are compared; from counts alone nothing
            follows, and everything is residue.

    Returns:
        The account; nothing is adjusted to make it balance.

    Examples:
        >>> from pa_registry.accounts import STOCK, cohort
        >>> before = Standing.from_counts({("990101", STOCK): Count(9, 30)})
        >>> after = Standing.from_counts(
        ...     {
        ...         ("990101", STOCK): Count(7, 22),
        ...         ("990101", cohort(2016)): Count(2, 7),
        ...     }
        ... )
        >>> exits = Flow(
        ...     division="990101",
        ...     kind=Move.EXITED,
        ...     out_of=STOCK,
        ...     into=cohort(2016),
        ...     count=Count(2, 7),
        ... )
        >>> print(stock_flow(before, after, flows=[exits]))
        households/persons  total  stock  exited 2016
        opening             9/30   9/30   0/0
        exit                0/0    -2/-7  2/7
        closing             9/29   7/22   2/7
        residue             0/-1   0/-1   0/0
    """
    if flows is None:
        flows = ()
        if isinstance(opening, Registry) and isinstance(closing, Registry):
            flows = changes(opening, closing).flows
    return StockFlow(
        opening=_standing(opening),
        flows=tuple(flows),
        closing=_standing(closing),
    )


def _standing(given: Standing | Registry) -> Standing:
    if isinstance(given, Registry):
        return Standing.from_registry(given)
    return given


def _plain(account: StockFlow) -> list[dict[str, str]]:
    header, rows = account.table()
    return [dict(zip(header, row, strict=True)) for row in rows]


def _add(
    left: dict[tuple[str, Cell], Count], division: str, cell: Cell, more: Count
) -> None:
    key = division, cell
    left[key] = left.get(key, NOBODY) + more


def _label(cell: Cell | None, language: str) -> str:
    if cell is None:
        return "总数" if language == "zh" else "total"
    return cell.label(language)


def _at(standing: Standing, cell: Cell | None, division: str | None) -> Count:
    if cell is None:
        return standing.total(division)
    return standing.of(cell, division)
