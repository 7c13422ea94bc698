"""
A host keeps its own tables: other names, units, codes, and days as text.

What a host maps wrongly is said all at once, before anything is asked.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pa_registry.columns import column
from pa_registry.conditions import (
    Completeness,
    Form,
    RelationSpec,
    parameter,
    refer_to,
    term,
    today,
    tree,
)
from pa_registry.errors import (
    InvalidConditionError,
    InvalidPolicyError,
    InvalidValueError,
    MissingExtraError,
    NeedsFactDayError,
    TablesRefusedError,
    UnboundError,
)
from pa_registry.frames import HostTable, sql, sql_tables
from pa_registry.masking import masked
from pa_registry.model import Evidence, Household, Person, Vehicle
from pa_registry.model.evidence_codes import VehicleKind
from pa_registry.model.forms import FORMS, HOUSEHOLD, with_extra
from pa_registry.model.person_codes import Health
from pa_registry.model.terms import household, person, vehicle, village
from pa_registry.money import Fen, yuan
from pa_registry.policies import NegativeListOutcome, household_exit
from pa_registry.testing import days, values


sa = pytest.importorskip("sqlalchemy", reason="SQLAlchemy is not installed")

from sqlalchemy import orm
from sqlalchemy.types import TypeDecorator

from pa_registry.frames._sql_algebra import SqlAlgebra
from pa_registry.frames._sql_scope import Scope
from pa_registry.frames._sql_tables import Host
from tests.frames.loading import TABLES, asked, cells


DAY = dt.date(2016, 10, 19)
METADATA: Any = sa.MetaData()
#: Everything a register of one's own would do otherwise.
HOMES = sa.Table(
    "homes",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("income_yuan", sa.Numeric(16, 2)),
    sa.Column("place", sa.String),
)
PEOPLE = sa.Table(
    "people",
    METADATA,
    sa.Column("home_id", sa.Integer),
    sa.Column("no", sa.Integer),
    sa.Column("born", sa.String),
    sa.Column("resident", sa.String),
    sa.Column("ill", sa.Boolean),
)
CARS = sa.Table(
    "cars",
    METADATA,
    sa.Column("home_id", sa.Integer),
    sa.Column("owner", sa.Integer),
    sa.Column("what", sa.String),
    sa.Column("yuan", sa.Numeric(16, 2)),
    sa.Column("bought", sa.String),
)
SEARCHES = sa.Table(
    "searches",
    METADATA,
    sa.Column("home_id", sa.Integer),
    sa.Column("registry", sa.String),
)
WORDS = {"小轿车": VehicleKind.CAR, "货车": VehicleKind.TRUCK}


def day_of(text: Any) -> Any:
    """Read eight digits as a day, on both databases."""
    parts = [sa.func.substr(text, a, n) for a, n in ((1, 4), (5, 2), (7, 2))]
    dashed = parts[0].concat("-").concat(parts[1]).concat("-")
    return sa.type_coerce(sa.func.date(dashed.concat(parts[2])), sa.Date())


def boxes(**told: Any) -> dict[str, Any]:
    names = {f"health__{one.name.lower()}": None for one in Health}
    return {**names, **told}


HOST = {
    "households": HostTable(
        HOMES,
        key="id",
        fields={
            "number": sa.cast(HOMES.c.id, sa.String),
            "net_income": HOMES.c.income_yuan * 100,
            "division": "place",
        },
    ),
    "members": HostTable(
        PEOPLE,
        key=PEOPLE.c.home_id,
        fields={
            "number": sa.cast(PEOPLE.c.no, sa.String),
            "born": day_of(PEOPLE.c.born),
            "usual_resident": PEOPLE.c.resident == "Y",
            "joined": None,
            "left": None,
            **boxes(health__healthy=PEOPLE.c.ill == sa.false()),
        },
    ),
    "vehicles": HostTable(
        CARS,
        key="home_id",
        fields={
            "holder": sa.cast(CARS.c.owner, sa.String),
            "kind": sa.case(
                *(
                    (CARS.c.what == word, kind.value)
                    for word, kind in WORDS.items()
                ),
                else_=CARS.c.what,
            ),
            "price": CARS.c.yuan * 100,
            "acquired": day_of(CARS.c.bought),
            "disposed": None,
            "seen_on": None,
        },
    ),
    "coverage": HostTable(
        SEARCHES,
        key="home_id",
        fields={"source": SEARCHES.c.registry, "person": None},
    ),
}


@pytest.fixture
def asking(engine: Any) -> Iterator[Any]:
    """Lay the host's own tables out, and clear them away."""
    METADATA.create_all(engine)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    METADATA.drop_all(engine)


def put(connection: Any, table: Any, *rows: tuple[Any, ...]) -> None:
    """Insert rows as plain text, which every driver takes."""
    for row in rows:
        values_ = ", ".join("NULL" if v is None else f"'{v}'" for v in row)
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} VALUES ({values_})"  # noqa: S608
        )


def ask(connection: Any, rule: Any, tables: Any = None) -> Any:
    found = asked(rule, HOST if tables is None else tables, at=DAY)
    return cells(connection, HOMES.c.id, found)


class TestMapped:
    @pytest.mark.parametrize(
        ("yuan_", "answer"),
        [
            ("2951.99", True),
            ("2952", False),
            ("2952.01", False),
            # Two that no binary fraction holds.
            ("29.29", True),
            ("4.35", True),
            (None, None),
            # More than any field of money holds.
            ("99999999999999", None),
        ],
    )
    def test_decimal_yuan(
        self, asking: Any, yuan_: str | None, answer: Any
    ) -> None:
        """Yuan held as DECIMAL are compared to the fen."""
        put(asking, HOMES, (1, yuan_, None))

        assert ask(asking, household.net_income < yuan(2952)) == {"1": answer}

    @pytest.mark.parametrize("yuan_", ["29.29", "4.35", "8.29", "1.15"])
    def test_decimal_yuan_are_whole_fen(self, asking: Any, yuan_: str) -> None:
        """No fen is lost on the way."""
        put(asking, HOMES, (1, yuan_, None))

        assert ask(asking, household.net_income.equals(yuan(yuan_))) == {
            "1": True
        }

    def test_half_fen_are_no_money(self, asking: Any) -> None:
        """An amount that is not whole fen reads as missing."""
        put(asking, HOMES, (1, "1.00", None))
        half = {
            "households": HostTable(
                HOMES, fields={"net_income": HOMES.c.income_yuan / 2 * 101}
            )
        }

        assert ask(asking, household.net_income > yuan(0), half) == {"1": None}

    @pytest.mark.parametrize(
        ("what", "answer"),
        [("小轿车", True), ("货车", False), ("拖拉机", None), (None, None)],
    )
    def test_codes_as_text(
        self, asking: Any, what: str | None, answer: Any
    ) -> None:
        """Codes are mapped; one that no list knows reads as missing."""
        put(asking, HOMES, (1, None, None))
        put(asking, PEOPLE, (1, 7, None, "Y", None))
        put(asking, CARS, (1, 7, what, 100, "20160101"))
        put(asking, SEARCHES, (1, "vehicles"))
        rule = household.vehicles.any(vehicle.kind.equals(VehicleKind.CAR))

        assert ask(asking, rule) == {"1": answer}

    @pytest.mark.parametrize(
        ("born", "answer"),
        [("20001019", True), ("20001020", False), (None, None)],
    )
    def test_days_as_text(
        self, asking: Any, born: str | None, answer: Any
    ) -> None:
        """Days of eight digits are read as days."""
        put(asking, HOMES, (1, None, None))
        put(asking, PEOPLE, (1, 7, born, "Y", None))

        rule = household.members.any(person.age >= 16)
        exact = household.members.any(person.age.among(16, 17))

        assert ask(asking, rule) == {"1": answer}
        assert ask(asking, exact) == {"1": answer}

    @pytest.mark.parametrize(
        ("resident", "answer"), [("Y", True), ("N", False), (None, None)]
    )
    def test_flags_as_text(
        self, asking: Any, resident: str | None, answer: Any
    ) -> None:
        """A comparison stands for a yes or no."""
        put(asking, HOMES, (1, None, None))
        put(asking, PEOPLE, (1, 7, None, resident, None))

        assert ask(asking, household.size >= 1) == {"1": answer}

    def test_boxes(self, asking: Any) -> None:
        """A box stands for a member; one never recorded is not known."""
        put(asking, HOMES, (1, None, None))
        put(asking, PEOPLE, (1, 7, None, "Y", 0), (1, 8, None, "Y", 0))
        healthy, other = (
            Health.HEALTHY,
            next(one for one in Health if one is not Health.HEALTHY),
        )

        assert ask(
            asking, household.members.all(person.health.contains(healthy))
        ) == {"1": True}
        assert ask(
            asking, household.members.any(person.health.contains(other))
        ) == {"1": None}
        assert ask(
            asking, household.members.any(person.health.is_missing())
        ) == {"1": False}

    @settings(
        max_examples=20,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        st.lists(
            st.tuples(
                values(HOUSEHOLD.columns["net_income"]),
                st.lists(
                    st.tuples(
                        values(FORMS["person"].columns["born"]),
                        st.sampled_from((True, False, None)),
                    ),
                    max_size=2,
                ),
                st.lists(
                    st.tuples(
                        st.sampled_from((*WORDS.values(), None)),
                        values(FORMS["vehicle"].columns["price"]),
                        values(FORMS["vehicle"].columns["acquired"]),
                        st.sampled_from(("0", "1", None)),
                    ),
                    max_size=2,
                ),
                st.booleans(),
            ),
            min_size=3,
            max_size=6,
        ),
        days(),
    )
    def test_reads_as_the_library_does(
        self, asking: Any, drawn: list[Any], day: dt.date
    ) -> None:
        """The same facts, mapped, have the same answers as objects."""
        rules: list[Any] = [
            household.net_income.per(household.size) < yuan(2952),
            household.vehicles.any(
                vehicle.kind.equals(VehicleKind.CAR)
                & (vehicle.price >= yuan(2952))
            ),
            household.vehicles.sum(vehicle.price) > household.net_income,
            household.members.count(person.age >= 16) < 2,
        ]
        expected: list[dict[str, bool | None]] = [{} for _ in rules]
        for place, (income, people, cars, checked) in enumerate(drawn):
            who, evidence = _objects(income, people, cars)
            _store(asking, place, (income, people, cars, checked))
            if checked:
                evidence = evidence.with_checked("vehicles")
            for rule, answers in zip(rules, expected, strict=True):
                truth = rule.judge(who, evidence=evidence, at=day)
                answers[str(place)] = truth.value

        got = [
            cells(asking, HOMES.c.id, asked(rule, HOST, at=day))
            for rule in rules
        ]
        asking.rollback()

        assert got == expected


def _objects(income: Any, people: Any, cars: Any) -> Any:
    who = Household(
        number="",
        net_income=income,
        members=tuple(
            Person(number=str(place), born=born, usual_resident=resident)
            for place, (born, resident) in enumerate(people)
        ),
    )
    held = tuple(
        Vehicle(kind=kind, price=price, acquired=acquired, holder=holder)
        for kind, price, acquired, holder in cars
    )
    return who, Evidence(vehicles=held)


def _store(asking: Any, place: int, facts: Any) -> None:
    """Write the facts of one household as the host does."""
    income, people, cars, checked = facts
    put(asking, HOMES, (place, _yuan(income), None))
    for number, (born, resident) in enumerate(people):
        letter = {True: "Y", False: "N", None: None}[resident]
        put(asking, PEOPLE, (place, number, _digits(born), letter, None))
    words = {kind: word for word, kind in WORDS.items()}
    for kind, price, acquired, holder in cars:
        row = (holder, words.get(kind), _yuan(price), _digits(acquired))
        put(asking, CARS, (place, *row))
    if checked:
        put(asking, SEARCHES, (place, "vehicles"))


def _yuan(amount: Fen | None) -> str | None:
    if amount is None:
        return None
    fen = int(amount)
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


def _digits(day: dt.date | None) -> str | None:
    return None if day is None else f"{day:%Y%m%d}"


class TestHostile:
    """“Text is compared letter by letter, whatever the collation.”"""

    def test_collation(self, asking: Any, engine: Any) -> None:
        """A column that ignores case or end blanks is compared exactly."""
        if engine.dialect.name == "sqlite":
            told = ("NOCASE", "RTRIM")
        else:
            asking.exec_driver_sql(
                "CREATE COLLATION lax (provider = icu,"
                " locale = 'und-u-ks-level1', deterministic = false)"
            )
            told = ("lax", "lax")
        meta = sa.MetaData()
        named = sa.Table(
            "named",
            meta,
            sa.Column("number", sa.String),
            sa.Column("group", sa.String(collation=told[0])),
            sa.Column("division", sa.String(collation=told[1])),
        )
        meta.create_all(asking)
        put(asking, named, ("1", "a", "42"), ("2", "A", "42 "))
        key, tables = named.c.number, {"households": named}

        rules = [household.group.equals("a"), household.division.equals("42")]

        for rule in rules:
            assert cells(asking, key, asked(rule, tables)) == {
                "1": True,
                "2": False,
            }
        meta.drop_all(asking)

    @pytest.mark.parametrize("amount", [10**14, 10**14 + 1, -(10**14) - 1])
    def test_range(self, asking: Any, amount: int) -> None:
        """What a field cannot hold reads as missing, and never overflows."""
        meta = sa.MetaData()
        wide = sa.Table("wide", meta, sa.Column("net_income", sa.BigInteger))
        meta.create_all(asking)
        asking.execute(wide.insert(), [{"net_income": amount}])
        rule = household.net_income * 90_000 > Fen(0)
        found = asked(rule, {"households": wide})

        got = asking.execute(sa.select(found.met, found.unknown)).one()
        meta.drop_all(asking)

        assert tuple(map(bool, got)) == (amount == 10**14, amount != 10**14)

    def test_enum_of_the_host(self, asking: Any) -> None:
        """A native enumeration is read as its text."""
        meta = sa.MetaData()
        kinds = sa.Enum("passenger-car", "truck", name="kinds")
        cars = sa.Table("wagons", meta, sa.Column("kind", kinds))
        meta.create_all(asking)
        asking.execute(cars.insert(), [{"kind": "truck"}])
        found = sql(vehicle.kind.equals(VehicleKind.CAR), {"vehicles": cars})

        got = asking.execute(sa.select(found.not_met)).scalar_one()
        meta.drop_all(asking)

        assert got

    def test_type_of_the_host(self, asking: Any) -> None:
        """A type of the host's own is read as what the database holds."""
        meta = sa.MetaData()
        homes = sa.Table("typed", meta, sa.Column("net_income", _Yuan()))
        meta.create_all(asking)
        put(asking, homes, (295_200,))
        rule = household.net_income.equals(yuan(2952))
        found = asked(rule, {"households": homes})

        got = asking.execute(sa.select(found.met)).scalar_one()
        meta.drop_all(asking)

        assert got

    def test_other_dialects(self) -> None:
        """Elsewhere a text is compared as that database compares it."""
        found = asked(household.group.equals("a"))

        assert "COLLATE" not in str(found.met)


class _Yuan(TypeDecorator[Any]):
    """Fen, which the host's program shows as yuan."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        return value * 100


class _Base(orm.DeclarativeBase):
    pass


class _Home(_Base):
    __tablename__ = "mapped_homes"

    code: Any = sa.Column(sa.String, primary_key=True)
    yuan: Any = sa.Column(sa.Integer)
    people = orm.relationship("_Member", uselist=True)

    __allow_unmapped__ = True


class _Member(_Base):
    __tablename__ = "mapped_members"

    id: Any = sa.Column(sa.Integer, primary_key=True)
    code: Any = sa.Column(sa.ForeignKey("mapped_homes.code"))
    resident: Any = sa.Column(sa.Boolean)

    __allow_unmapped__ = True


class TestMappedClasses:
    def test_orm(self, engine: Any) -> None:
        """Mapped classes and their attributes are tables and expressions."""
        tables = {
            "households": HostTable(
                _Home, key=_Home.code, fields={"net_income": _Home.yuan * 100}
            ),
            "members": HostTable(
                _Member,
                key="code",
                fields={
                    "number": sa.cast(_Member.id, sa.String),
                    "usual_resident": _Member.resident,
                    "joined": None,
                    "left": None,
                },
            ),
        }
        poor = household.net_income.per(household.size) < yuan(2952)
        _Base.metadata.create_all(engine)
        with orm.Session(engine) as session:
            session.add_all(
                [
                    _Home(
                        code="A", yuan=2952, people=[_Member(resident=True)]
                    ),
                    _Home(
                        code="B",
                        yuan=2952,
                        people=[_Member(resident=True) for _ in range(2)],
                    ),
                    _Home(code="C", yuan=None, people=[]),
                ]
            )
            session.flush()
            found = sql(poor, tables)
            query = sa.select(_Home).where(found.met)
            met = [one.code for one in session.scalars(query)]
            query = sa.select(_Home).join(_Home.people).where(found.not_met)
            not_met = [one.code for one in session.scalars(query)]
            query = sa.select(_Home).where(found.unknown)
            unknown = [one.code for one in session.scalars(query)]
            session.rollback()
        _Base.metadata.drop_all(engine)

        assert (met, not_met, unknown) == (["B"], ["A"], ["C"])


@attrs.frozen(kw_only=True)
class _Local:
    tea: int | None = column("茶园面积", unit="mu", high=10_000)


class TestLayout:
    def test_extra_fields(self, engine: Any) -> None:
        """A local field is a column of its own name."""
        meta = sa.MetaData()
        tables = sql_tables(
            meta, prefix="local_", extras={"households": _Local}
        )
        homes = tables["households"]
        terms: Any = with_extra(HOUSEHOLD, _Local)
        rule: Any = terms.extra.tea >= 5
        with engine.connect() as connection:
            meta.create_all(connection)
            connection.execute(
                homes.insert(),
                [{"number": str(tea), "extra__tea": tea} for tea in (4, 5, 6)],
            )
            found = asked(rule, tables)
            got = cells(connection, homes.c.number, found)
            connection.rollback()
            meta.drop_all(connection)
            connection.commit()

        assert got == {"4": False, "5": True, "6": True}

    def test_villages(self, engine: Any) -> None:
        """A rule about villages is asked of the table of villages."""
        villages = TABLES["villages"]
        found = sql(village.poor_village, TABLES)
        with engine.connect() as connection:
            connection.execute(
                villages.insert(), [{"code": "990001", "poor_village": True}]
            )
            got = cells(connection, villages.c.code, found)
            connection.rollback()

        assert got == {"990001": True}


LEAF = Form("leaf", _Local, "叶")
BRANCH = Form(
    "branch",
    _Local,
    "枝",
    relations={
        "leaves": RelationSpec(
            key="leaves", row=LEAF, zh="叶", en="leaves", attribute="leaves"
        )
    },
)
TREE = Form(
    "tree",
    _Local,
    "树",
    relations={
        "boughs": RelationSpec(
            key="boughs", row=BRANCH, zh="枝", en="boughs", attribute="boughs"
        )
    },
)
BOUGHS: Any = term(TREE, "boughs")


class TestOwnForms:
    def test_checked_without_holders(self, engine: Any) -> None:
        """A source without holders is complete once it was searched."""
        spec = RelationSpec(
            key="boughs",
            row=LEAF,
            zh="枝",
            en="boughs",
            attribute="boughs",
            completeness=Completeness.CHECKED,
        )
        form = Form("tree", _Local, "树", relations={"boughs": spec})
        found_in: Any = term(form, "boughs")
        rule = found_in.any(term(LEAF, "tea") >= 1)
        meta = sa.MetaData()
        trees = sa.Table("woods", meta, sa.Column("household", sa.String))
        # A query serves as a table, too.
        bare = sa.select(
            trees.c.household, sa.literal(0).label("tea")
        ).subquery()
        found = asked(
            rule,
            {"tree": trees, "boughs": bare, "coverage": TABLES["coverage"]},
        )
        with engine.connect() as connection:
            meta.create_all(connection)
            connection.execute(
                trees.insert(), [{"household": one} for one in ("a", "b")]
            )
            connection.execute(
                TABLES["coverage"].insert(),
                [{"household": "a", "source": "boughs"}],
            )
            got = cells(connection, trees.c.household, found)
            connection.rollback()
        meta.drop_all(engine)

        assert got == {"a": False, "b": None}

    def test_own_form(self, engine: Any) -> None:
        """A form of the user's own is a table of its own name."""
        meta = sa.MetaData()
        trees = sa.Table("trees", meta, sa.Column("household", sa.Integer))
        boughs = sa.Table(
            "boughs",
            meta,
            sa.Column("household", sa.Integer),
            sa.Column("tea", sa.Integer),
        )
        rule = BOUGHS.count(term(BRANCH, "tea") >= 1) >= 2
        found = asked(rule, {"tree": trees, "boughs": boughs})
        rows = [(1, 1), (1, 1), (2, 1), (2, None), (3, 0)]
        with engine.connect() as connection:
            meta.create_all(connection)
            connection.execute(
                trees.insert(), [{"household": one} for one in (1, 2, 3)]
            )
            connection.execute(
                boughs.insert(),
                [{"household": a, "tea": b} for a, b in rows],
            )
            got = cells(connection, trees.c.household, found)
            connection.rollback()
        meta.drop_all(engine)

        assert got == {"1": True, "2": None, "3": False}


def refused(rule: Any, tables: Any) -> dict[str, str]:
    """List what is wrong with tables, by place."""
    with pytest.raises(TablesRefusedError) as refusal:
        sql(rule, tables, at=DAY)
    for one in refusal.value.problems:
        assert one.zh.endswith("。")
        assert one.remedy_zh.endswith("。")
        assert one.remedy_en.endswith((".", "?"))
        assert one.where in str(refusal.value)
    return {one.where: one.code for one in refusal.value.problems}


class TestRefusals:
    def test_all_at_once(self) -> None:
        """Everything that is wrong is said in one go."""
        homes = sa.table(
            "homes",
            sa.column("number", sa.String),
            sa.column("net_income", sa.String),
            sa.column("entered", sa.DateTime),
            sa.column("safe_water", sa.Integer),
            sa.column("group"),
        )
        rule = (
            (household.net_income < yuan(2952))
            & (household.entered <= dt.date(2016, 1, 1))
            & household.safe_water
            & household.group.equals("a")
            & household.food_secured
            & (household.business_expense < yuan(1))
            & OWNER
        )

        told: Any = {"net_incom": "x", "business_expense": 7}
        found = refused(
            rule,
            {
                "households": HostTable(homes, fields=told),
                "vehicels": homes,
                "vehicles": HostTable(homes, key="household"),
                "members": "people",
            },
        )

        assert found == {
            "households.net_incom": "sql.unknown-field",
            "households.x": "sql.missing-field",
            "households.net_income": "sql.wrong-type",
            "households.entered": "sql.wrong-type",
            "households.safe_water": "sql.wrong-type",
            "households.group": "sql.wrong-type",
            "households.food_secured": "sql.missing-field",
            "households.business_expense": "sql.no-expression",
            "vehicels": "sql.unknown-table",
            "members": "sql.no-table",
            "vehicles.household": "sql.missing-field",
            "vehicles.price": "sql.missing-field",
            "vehicles.holder": "sql.missing-field",
            "vehicles.acquired": "sql.missing-field",
            "vehicles.disposed": "sql.missing-field",
            "vehicles.seen_on": "sql.missing-field",
        }

    def test_relations_of_rows(self) -> None:
        """A relation that hangs on rows is refused, and not misread."""
        inner: Any = term(BRANCH, "leaves")
        rule = BOUGHS.any(inner.any(term(LEAF, "tea") >= 1))
        table = sa.table(
            "trees", sa.column("household"), sa.column("tea", sa.Integer)
        )
        tables = dict.fromkeys(("tree", "boughs", "leaves"), table)

        assert refused(rule, tables) == {
            "boughs.leaves": "sql.nested-relation"
        }

    def test_names_are_suggested(self) -> None:
        """A name near a known one is answered with that."""
        with pytest.raises(TablesRefusedError, match="mean households"):
            sql(household.food_secured, {"household": HOMES})

    def test_subjects(self) -> None:
        """Without the table of the subjects there is nothing to ask."""
        assert refused(household.food_secured, {}) == {
            "households": "sql.no-subjects"
        }

    def test_no_mapping(self) -> None:
        """One table is not several."""
        wrong: Any = HOMES
        with pytest.raises(InvalidValueError, match="households"):
            sql(household.food_secured, wrong)

    def test_rules(self) -> None:
        """What cannot be judged cannot be asked either."""
        wrong: Any = "household.size >= 1"
        with pytest.raises(InvalidConditionError):
            sql(wrong, TABLES)
        with pytest.raises(UnboundError, match="line"):
            sql(household.net_income < parameter("line"), TABLES)
        with pytest.raises(UnboundError, match="poor"):
            sql(refer_to("poor") & household.food_secured, TABLES)
        with pytest.raises(NeedsFactDayError):
            sql(household.members.any(person.age >= 16), TABLES)
        with pytest.raises(NeedsFactDayError):
            sql(household_exit(), TABLES)
        with pytest.raises(NeedsFactDayError):
            sql(household_exit().bound_at(DAY), TABLES)

    def test_algebra(self) -> None:
        """The algebra itself refuses what it is given unbound, or dayless."""
        algebra = SqlAlgebra()
        scope = Scope(
            bound=Host(TABLES, None, ()).root("households"),
            algebra=algebra,
            day=None,
        )
        with pytest.raises(UnboundError, match="line"):
            (household.net_income < parameter("line")).fold(algebra)
        with pytest.raises(UnboundError, match="poor"):
            refer_to("poor").fold(algebra)
        with pytest.raises(NeedsFactDayError):
            (household.entered <= today).fold(algebra)(scope)

    def test_outcomes(self) -> None:
        """A policy is not asked for what no rule of it gives."""
        found = sql(household_exit(), TABLES, at=DAY)
        wrong: Any = NegativeListOutcome.CLEAR

        with pytest.raises(InvalidPolicyError):
            found.gives(wrong)
        with pytest.raises(InvalidPolicyError):
            found.gives(found.policy.undecided)

    def test_numbers_are_bound(self) -> None:
        """A policy takes the built-in numbers of the rules' day."""
        found = sql(household_exit(), TABLES, at=DAY)

        assert found.policy == household_exit().bound_at(DAY)

    def test_without_sqlalchemy(self, monkeypatch: Any) -> None:
        """Without SQLAlchemy the error says what to install."""
        # Python takes such an entry for a module that is not there.
        monkeypatch.setitem(sys.modules, "sqlalchemy", None)

        with pytest.raises(MissingExtraError, match=r"pa-registry\[sql\]"):
            sql(household.food_secured, TABLES)
        with pytest.raises(MissingExtraError, match=r"pa-registry\[sql\]"):
            sql_tables(METADATA)

    def test_shown(self) -> None:
        """What comes back says what it is, and shows nobody's data."""
        rule = sql(household.food_secured, TABLES)
        policy = sql(household_exit(), TABLES, at=DAY)

        assert repr(rule) == "<Predicates: met, not_met, unknown>"
        assert repr(policy) == "<PolicyPredicates of household-exit>"
        assert masked(repr(policy)) == repr(policy)


OWNER = household.vehicles.any(vehicle.price >= yuan(1))


def test_sqlite_is_recent_enough() -> None:
    """The query that reads each step once needs SQLite 3.35."""
    assert sqlite3.sqlite_version_info >= (3, 35)


def test_settled_rules_need_no_field(engine: Any) -> None:
    """A rule that is settled already is so for every household."""
    found = sql(tree.Always(truth=True), TABLES)

    with engine.connect() as connection:
        query = sa.select(sa.literal(1)).where(found.met)
        assert connection.scalars(query).all() == [1]
        query = sa.select(sa.literal(1)).where(found.unknown)
        assert connection.scalars(query).all() == []
