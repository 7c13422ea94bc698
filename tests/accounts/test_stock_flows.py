"""The stock-and-cohort account: what it counts, and that it adds up."""

from __future__ import annotations

import json

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from pa_registry.accounts import (
    STOCK,
    Cell,
    CellKind,
    Count,
    Flow,
    OtherChange,
    Standing,
    changes,
    cohort,
    stock_flow,
)
from pa_registry.accounts.counts import division_at, lies_in
from pa_registry.errors import InvalidValueError
from pa_registry.model import (
    DivisionLevel,
    Household,
    JoinReason,
    LeaveReason,
    Move,
    Registry,
    Status,
)
from tests.accounts.registers import (
    VILLAGES,
    come,
    gone,
    histories,
    home,
    people,
    register,
)


UNSTATED = Cell(CellKind.UNSTATED)
POOR = home("H1")
OUT = home("H1", Status.EXITED, exit_year=2014)


def kinds(before: Registry, after: Registry) -> list[object]:
    return [one.kind for one in changes(before, after).persons]


class TestKinds:
    """Every word for leaving and coming back changes the cells it names."""

    @pytest.mark.parametrize(
        ("was", "now", "kind", "total", "stock", "exited"),
        [
            (POOR, home("H1", Status.REMOVED), Move.REMOVED, -2, -2, 0),
            (OUT, home("H1", Status.REMOVED), Move.REMOVED, -2, 0, -2),
            (POOR, home("H1", Status.CLOSED), Move.CLOSED, -2, -2, 0),
            (OUT, home("H1", Status.CLOSED), Move.CLOSED, -2, 0, -2),
            (POOR, OUT, Move.EXITED, 0, -2, 2),
            (
                POOR,
                home("H1", Status.EXITED_STABLE, exit_year=2014),
                Move.EXITED_STABLE,
                0,
                -2,
                2,
            ),
            (OUT, POOR, Move.EXIT_REVERSED, 0, 2, -2),
            (OUT, home("H1", Status.RETURNED), Move.RETURNED, 0, 2, -2),
            (home("H1", Status.REMOVED), POOR, Move.RESTORED, 2, 2, 0),
            (home("H1", Status.REMOVED), OUT, Move.RESTORED, 2, 0, 2),
            (home("H1", Status.UNREGISTERED), POOR, Move.ADDED, 2, 2, 0),
            (
                POOR,
                gone(POOR, LeaveReason.DEATH),
                Move.NATURAL_DECREASE,
                -1,
                -1,
                0,
            ),
            (
                OUT,
                gone(OUT, LeaveReason.DEATH),
                Move.NATURAL_DECREASE,
                -1,
                0,
                -1,
            ),
            (
                POOR,
                gone(POOR, LeaveReason.MEMBER_REMOVED),
                Move.MEMBER_REMOVED,
                -1,
                -1,
                0,
            ),
            (
                POOR,
                come(POOR, JoinReason.NEWBORN),
                Move.NATURAL_INCREASE,
                1,
                1,
                0,
            ),
            (OUT, come(OUT, None), Move.MEMBER_ADDED, 1, 0, 1),
            (POOR, gone(POOR, None), OtherChange.UNEXPLAINED, -1, -1, 0),
            (
                POOR,
                home("H1", Status.UNREGISTERED),
                OtherChange.UNEXPLAINED,
                -2,
                -2,
                0,
            ),
            (
                home("H1", Status.CLOSED),
                POOR,
                OtherChange.UNEXPLAINED,
                2,
                2,
                0,
            ),
            (POOR, home("H1", None), OtherChange.UNEXPLAINED, 0, -2, 0),
        ],
    )
    def test_kind(  # noqa: PLR0913  a row of the table
        self,
        was: Household,
        now: Household,
        kind: Move | OtherChange,
        *,
        total: int,
        stock: int,
        exited: int,
    ) -> None:
        """The kind is named, and total, stock and cohort change by it."""
        account = stock_flow(register(was), register(now))

        assert account.kinds == (kind,)
        assert account.change(kind).persons == total
        assert account.change(kind, STOCK).persons == stock
        assert account.change(kind, cohort(2014)).persons == exited
        assert account.balances

    def test_nothing(self) -> None:
        """Whoever stays where he was has no change."""
        planned = home("H1", Status.PLANNED_EXIT)

        assert kinds(register(POOR), register(planned)) == []

    def test_lost_file(self) -> None:
        """A file that is gone is unexplained, and stays in sight."""
        account = stock_flow(register(POOR), register())

        assert account.change(OtherChange.UNEXPLAINED) == Count(-1, -2)
        assert "原因不明" in account.render("zh")

    def test_second_exit(self) -> None:
        """A second exit moves to the later cohort."""
        again = attrs.evolve(OUT, return_year=2015, exit_year=2016)

        account = stock_flow(register(OUT), register(again))

        assert account.kinds == (Move.EXITED,)
        assert account.change(Move.EXITED, cohort(2014)) == Count(-1, -2)
        assert account.change(Move.EXITED, cohort(2016)) == Count(1, 2)

    @pytest.mark.parametrize(
        ("returned", "year"), [(None, 2016), (2016, 2016), (2015, None)]
    )
    def test_another_year(
        self, returned: int | None, year: int | None
    ) -> None:
        """A year written anew is no exit, and is unexplained."""
        anew = attrs.evolve(OUT, return_year=returned, exit_year=year)

        found = kinds(register(OUT), register(anew))

        assert set(found) == {OtherChange.UNEXPLAINED}

    def test_split_and_merged(self) -> None:
        """A split makes a household more and nobody more."""
        one, two = people("H1", 2)
        apart = (
            attrs.evolve(POOR, members=(one,)),
            attrs.evolve(POOR, number="H2", members=(two,)),
        )

        split = stock_flow(register(POOR), register(*apart))
        merged = stock_flow(register(*apart), register(POOR))

        assert split.change(OtherChange.SPLIT) == Count(1, 0)
        assert merged.change(OtherChange.MERGED) == Count(-1, 0)
        assert split.balances
        assert merged.balances

    def test_transfer(self) -> None:
        """A move between villages cancels out above them."""
        there = attrs.evolve(POOR, division=VILLAGES[1])

        account = stock_flow(register(POOR), register(there))

        moved = OtherChange.TRANSFERRED
        assert account.change(moved, division=VILLAGES[0]) == Count(-1, -2)
        assert account.change(moved, division=VILLAGES[1]) == Count(1, 2)
        assert account.change(moved) == Count()
        assert account.happened(moved) == Count(2, 4)
        assert account.balances

    def test_one_kind_each(self) -> None:
        """Who died while the household exited has died, and nothing else."""
        now = attrs.evolve(
            gone(POOR, LeaveReason.DEATH),
            status=Status.EXITED,
            exit_year=2016,
        )

        found = changes(register(POOR), register(now)).persons

        assert sorted((one.person, one.kind) for one in found) == [
            ("H1-0", Move.NATURAL_DECREASE),
            ("H1-1", Move.EXITED),
        ]


class TestLaws:
    @given(history=histories())
    def test_conservation(self, history: tuple[Registry, Registry]) -> None:
        """Opening and changes make closing, for any history."""
        before, after = history

        account = stock_flow(before, after)

        assert account.balances
        assert account.residue() == Count()

    @given(history=histories())
    def test_one_change_each(self, history: tuple[Registry, Registry]) -> None:
        """No person is in two changes."""
        found = [one.person for one in changes(*history).persons]

        assert len(found) == len(set(found))

    @given(history=histories())
    def test_total(self, history: tuple[Registry, Registry]) -> None:
        """Stock and cohorts, with whoever has no status, are the total."""
        standing = Standing.from_registry(history[1])

        parts = [standing.of(cell) for cell in standing.cells]

        assert Count.sum(parts) == standing.total()

    @given(history=histories())
    def test_parts_make_the_whole(
        self, history: tuple[Registry, Registry]
    ) -> None:
        """At each level the divisions add up, and each balances."""
        account = stock_flow(*history)

        for level in DivisionLevel:
            up = account.rolled_up(level)
            parts = up.by_division()

            closing = [one.closing.total() for one in parts.values()]
            assert Count.sum(closing) == account.closing.total()
            assert up.balances
            assert all(one.balances for one in parts.values())

    @given(history=histories())
    def test_back(self, history: tuple[Registry, Registry]) -> None:
        """Every change of the total is undone on the way back."""
        forth, back = stock_flow(*history), stock_flow(*history[::-1])

        there = Count.sum(forth.change(kind) for kind in forth.kinds)
        again = Count.sum(back.change(kind) for kind in back.kinds)

        assert there + again == Count()


class TestResidue:
    def test_named_and_not_forced(self) -> None:
        """What the flows leave open is printed, by cell and division."""
        opening = Standing.from_counts({(VILLAGES[0], STOCK): Count(9, 30)})
        closing = Standing.from_counts(
            {
                (VILLAGES[0], STOCK): Count(7, 22),
                (VILLAGES[0], cohort(2016)): Count(2, 7),
            }
        )
        exits = Flow(
            division=VILLAGES[0],
            kind=Move.EXITED,
            out_of=STOCK,
            into=cohort(2016),
            count=Count(2, 7),
        )

        account = stock_flow(opening, closing, flows=[exits])

        assert account.residue(STOCK, VILLAGES[0]) == Count(0, -1)
        assert account.residue(cohort(2016)) == Count()
        assert not account.balances
        assert "差额       0/-1" in account.render("zh")

    def test_counts_alone(self) -> None:
        """From counts alone nothing follows: all is residue."""
        closing = Standing.from_counts({("", STOCK): Count(1, 2)})

        account = stock_flow(Standing(rows=()), closing)

        assert account.residue() == Count(1, 2)

    def test_number_used_twice(self) -> None:
        """A number used twice is counted twice, and left as residue."""
        account = stock_flow(register(), register(POOR, POOR))

        assert account.residue() == Count(1, 2)

    def test_retained(self) -> None:
        """Retained after verification: it happened, and changed nothing."""
        kept = Flow(
            division="",
            kind=Move.RETAINED,
            out_of=STOCK,
            into=STOCK,
            count=Count(4, 9),
        )
        account = stock_flow(register(POOR), register(POOR), flows=[kept])

        assert account.happened(Move.RETAINED) == Count(4, 9)
        assert account.change(Move.RETAINED, STOCK) == Count()
        assert account.balances


class TestStanding:
    STANDING = Standing.from_registry(
        register(
            POOR,
            home("H2", Status.EXITED, 3, exit_year=2014),
            home("H3", None, division=None),
            home("H4", Status.REMOVED),
            home("H5", Status.EXITED, division=VILLAGES[2]),
        )
    )

    def test_cells(self) -> None:
        """The stock comes first, then cohorts by year, then the rest."""
        assert self.STANDING.cells == (
            STOCK,
            cohort(None),
            cohort(2014),
            UNSTATED,
        )
        assert [one.label("zh") for one in self.STANDING.cells] == [
            "存量",
            "脱贫年度未登记",
            "2014年脱贫",
            "状态未登记",
        ]

    def test_counts(self) -> None:
        """Removed households are out; those without a status are not."""
        assert self.STANDING.total() == Count(4, 9)
        assert self.STANDING.of(cohort(2014)) == Count(1, 3)
        assert self.STANDING.total("990100") == Count(2, 5)
        assert self.STANDING.total("") == Count(1, 2)

    def test_reports(self) -> None:
        """A cohort stands beside what was reported, and is not added."""
        found = self.STANDING.beside_reports({2014: 4, 2016: 1})

        assert [
            (one.year, one.cohort.persons, one.reported, one.persons_apart)
            for one in found
        ] == [(2014, 3, 4, -1), (2016, 0, 1, -1)]

    def test_a_year_without_a_report(self) -> None:
        """Where nothing was reported, nothing is compared."""
        (found,) = self.STANDING.beside_reports({})

        assert (found.reported, found.persons_apart) == (None, None)

    def test_drill_down(self) -> None:
        """A count leads to its households."""
        assert self.STANDING.numbers(STOCK) == ("H1",)
        assert self.STANDING.numbers(division=VILLAGES[2]) == ("H5",)

    def test_drill_down_is_masked(self) -> None:
        """A number that looks like an identity number is masked."""
        odd = home("990101199001010011")

        shown = Standing.from_registry(register(odd)).numbers()

        assert shown == ("990101****0011",)

    def test_units(self) -> None:
        """Divisions add up into any other units."""
        found = self.STANDING.regrouped(lambda code: code[:4] or "不详")

        assert found.divisions == ("9901", "9902", "不详")
        assert found.total("9902") == Count(1, 2)

    def test_reported_wholes(self) -> None:
        """A reported whole that is not its parts is found."""
        reported = {"990100": Count(2, 6), "990200": Count(1, 2)}

        found = self.STANDING.unequal_parts(reported)

        assert found == {"990100": Count(0, 1)}

    @pytest.mark.parametrize(
        ("code", "level", "expected"),
        [
            ("990101001001", DivisionLevel.TOWNSHIP, "990101001000"),
            ("990101001001", DivisionLevel.PROVINCE, "990000"),
            ("990000", DivisionLevel.VILLAGE, "990000"),
            ("某开发区", DivisionLevel.COUNTY, "某开发区"),
        ],
    )
    def test_levels(
        self, code: str, level: DivisionLevel, expected: str
    ) -> None:
        """A code of a higher level, or none, stays where it is."""
        assert division_at(code, level) == expected

    @pytest.mark.parametrize(
        ("code", "division", "inside"),
        [
            ("990101001001", "990101", True),
            ("990101001001", "990102", False),
            ("某开发区", "990101", False),
            ("某开发区", "某开发区", True),
            ("990101", "某开发区", False),
        ],
    )
    def test_inside(self, code: str, division: str, *, inside: bool) -> None:
        """A name that is no code holds only itself."""
        assert lies_in(code, division) is inside


def cells(line: list[str]) -> list[Count]:
    """Read the counts of a line of a table again."""
    return [Count(*map(int, cell.split("/"))) for cell in line[1:]]


class TestDivisions:
    @given(history=histories(), wrong=st.booleans())
    def test_each_line_adds_up(
        self, history: tuple[Registry, Registry], *, wrong: bool
    ) -> None:
        """From opening over what changed the total to closing and residue."""
        before, after = history
        flows = () if wrong else changes(before, after).flows
        account = stock_flow(before, after, flows=flows)
        header, lines = account.division_table()
        across = [
            place
            for place, label in enumerate(header[1:])
            if not label.endswith("(within)")
        ][1:-2]

        for line in lines:
            counts = cells(line)
            moved = Count.sum(counts[place] for place in across)
            assert counts[0] + moved + counts[-1] == counts[-2]

    @given(history=histories())
    def test_the_last_line_is_the_whole(
        self, history: tuple[Registry, Registry]
    ) -> None:
        """The divisions sum to the account, and each has one line."""
        account = stock_flow(*history).rolled_up(DivisionLevel.COUNTY)
        _, (*lines, total) = account.division_table()
        parts = [cells(line) for line in lines]

        assert [line[0] for line in lines] == list(account.divisions)
        assert cells(total)[0] == account.opening.total()
        assert cells(total)[-2] == account.closing.total()
        assert cells(total)[-1] == account.residue()
        assert [Count.sum(each) for each in zip(*parts, strict=True)] == (
            cells(total) if parts else []
        )

    @given(history=histories())
    def test_one_of_them(self, history: tuple[Registry, Registry]) -> None:
        """Within one division, its lines and their sum are left."""
        account = stock_flow(*history)
        for village in VILLAGES:
            _, lines = account.division_table(division=village)

            assert {line[0] for line in lines} <= {village, "total"}
            if len(lines) > 1:
                assert cells(lines[-1])[-2] == account.closing.total(village)

    def test_what_changes_no_total_is_marked(self) -> None:
        """An exit is counted, and is no part of the sum."""
        account = stock_flow(register(POOR), register(OUT))
        code = POOR.division or ""

        assert account.render_divisions("zh", names={code: "甲村"}) == (
            "户数/人数  期初  脱贫（总数不变）  期末  差额\n"
            "甲村       1/2   1/2               1/2   0/0\n"
            "合计       1/2   1/2               1/2   0/0"
        )
        assert "exit (within)" in account.render_divisions()


class TestPrinting:
    ACCOUNT = stock_flow(register(POOR, home("H2")), register(OUT, home("H2")))

    def test_text(self) -> None:
        """Households and persons stand in every cell."""
        assert str(self.ACCOUNT).splitlines() == [
            "households/persons  total  stock  exited 2014",
            "opening             2/4    2/4    0/0",
            "exit                0/0    -1/-2  1/2",
            "closing             2/4    1/2    1/2",
            "residue             0/0    0/0    0/0",
        ]

    def test_markdown(self) -> None:
        """So they do in Markdown, in Chinese."""
        lines = self.ACCOUNT.to_markdown("zh").splitlines()

        assert lines[0] == "| 户数/人数 | 总数 | 存量 | 2014年脱贫 |"
        assert lines[3] == "| 脱贫 | 0/0 | -1/-2 | 1/2 |"

    def test_json(self) -> None:
        """The JSON holds the whole and each division."""
        found = json.loads(self.ACCOUNT.to_json())

        assert found["total"] == found["divisions"][VILLAGES[0]]
        assert found["total"][-1]["total"] == "0/0"

    def test_counts(self) -> None:
        """A count is of whole households and persons."""
        assert Count(1, 2).render() == "1 households, 2 persons"
        with pytest.raises(InvalidValueError, match="whole numbers"):
            Count(1, 2.5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
