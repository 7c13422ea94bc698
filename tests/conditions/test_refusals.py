"""What no rule can be built from: typed errors, each with what to write."""

# What is built here is never built: it has no subject.
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

import datetime as dt

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from pa_registry.conditions import (
    Condition,
    all_of,
    any_of,
    at_least,
    none_of,
    refer_to,
    tree,
    years_ago,
)
from pa_registry.conditions.terms import by_place, by_year
from pa_registry.errors import (
    AmbiguousTruthError,
    InvalidConditionError,
    PaRegistryError,
    RangeError,
    UnknownFieldError,
)
from pa_registry.model import Cause, Health, Sex
from pa_registry.model.terms import household, person, vehicle
from pa_registry.money import Fen, yuan


H: Any = household
P: Any = person
income, size, cause = H.net_income, H.size, H.main_cause
poor = income < yuan(2952)
#: More than 64 bits hold.
HUGE = 2**63

Refused = tuple[Callable[[], object], type[PaRegistryError], str]

UNKNOWN: dict[str, Refused] = {
    "field": (lambda: H.net_incom, UnknownFieldError, "net_income"),
    "relation": (lambda: H.vehicels, UnknownFieldError, "vehicles"),
    "field of a row": (lambda: P.monthsworked, UnknownFieldError, "months"),
}
MONEY: dict[str, Refused] = {
    "money < int": (lambda: income < 3000, InvalidConditionError, "yuan"),
    "money < text": (lambda: income < "3000", InvalidConditionError, "kind"),
    "money < float": (lambda: income < 3.5, InvalidConditionError, "yuan"),
    "money < bool": (lambda: income < True, InvalidConditionError, "yuan"),
    "money < None": (lambda: income < None, InvalidConditionError, "yuan"),
    "money < Decimal": (
        lambda: income < Decimal(1),
        InvalidConditionError,
        "yuan",
    ),
    "count < money": (lambda: size < yuan(3), InvalidConditionError, "yuan"),
    "money + int": (lambda: income + 1, InvalidConditionError, "yuan"),
    "int + money": (lambda: 1 + income, InvalidConditionError, "yuan"),
    "money × money": (
        lambda: income * yuan(2),
        InvalidConditionError,
        "number",
    ),
    "money among ints": (
        lambda: income.among(1, 2),
        InvalidConditionError,
        "yuan",
    ),
    "text among floats": (
        lambda: H.division.among(1.5),
        InvalidConditionError,
        "date",
    ),
    "text among None": (
        lambda: H.division.among(None),
        InvalidConditionError,
        "date",
    ),
}
KINDS: dict[str, Refused] = {
    "day < datetime": (
        lambda: H.entered < dt.datetime(2016, 1, 1, tzinfo=dt.UTC),
        InvalidConditionError,
        "date",
    ),
    "day among datetimes": (
        lambda: H.entered.among(dt.datetime(2016, 1, 1, tzinfo=dt.UTC)),
        InvalidConditionError,
        "date",
    ),
    "day < int": (lambda: H.entered < 2016, InvalidConditionError, "kind"),
    "order on a code": (
        lambda: tree.Compare("<", cause.node, cause.node),
        InvalidConditionError,
        "among",
    ),
    "order on text": (
        lambda: tree.Compare("<", H.division.node, H.group.node),
        InvalidConditionError,
        "among",
    ),
    "wrong list": (
        lambda: cause.equals(Sex.MALE),
        InvalidConditionError,
        "members of Cause",
    ),
    "code as text": (
        lambda: cause.equals("illness"),
        InvalidConditionError,
        "kind",
    ),
    "fields of two lists": (
        lambda: cause.equals(H.category),
        InvalidConditionError,
        "members of Cause",
    ),
    "wrong ticked value": (
        lambda: P.health.contains(Sex.MALE),
        InvalidConditionError,
        "holds Health",
    ),
    "ticked in a single choice": (
        lambda: tree.Contains(cause.node, Cause.ILLNESS),
        InvalidConditionError,
        "equals",
    ),
    "units": (
        lambda: size < H.income_year,
        InvalidConditionError,
        "one unit",
    ),
    "number as a flag": (
        lambda: tree.Holds(size.node),
        InvalidConditionError,
        "Compare",
    ),
    "flag compared": (
        lambda: tree.Compare(
            "==", P.dibao.field, P.basic_medical_insured.field
        ),
        InvalidConditionError,
        "as it stands",
    ),
    "age from a number": (
        lambda: tree.Age(size.node),
        InvalidConditionError,
        "equals",
    ),
    "identity number": (lambda: P.identity, InvalidConditionError, "codes"),
}
SHAPES: dict[str, Refused] = {
    "household rule over persons": (
        lambda: H.members.any(poor),
        InvalidConditionError,
        "rule over person",
    ),
    "household sum over persons": (
        lambda: H.members.sum(income),
        InvalidConditionError,
        "rule over person",
    ),
    "relation inside a row": (
        lambda: H.members.any(H.vehicles.any(vehicle.earns_living)),
        InvalidConditionError,
        "rule over person",
    ),
    "all of nothing": (all_of, InvalidConditionError, "Give it"),
    "any of nothing": (any_of, InvalidConditionError, "Give it"),
    "none of nothing": (none_of, InvalidConditionError, "Give it"),
    "two of one": (
        lambda: at_least(2, poor),
        InvalidConditionError,
        "2 parts",
    ),
    "none of one": (lambda: at_least(0, poor), InvalidConditionError, "1 or"),
    "half of one": (
        lambda: at_least(1.5, poor),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        InvalidConditionError,
        "1 or more",
    ),
    "no rule": (lambda: all_of(5), InvalidConditionError, "Compare"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    "rule and number": (lambda: poor & 5, InvalidConditionError, "Compare"),
    "exception no rule": (
        lambda: poor.unless(income),
        InvalidConditionError,
        "Compare",
    ),
    "among nothing": (cause.among, InvalidConditionError, "one"),
    "no settled truth": (
        lambda: tree.Always("yes"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        InvalidConditionError,
        "True",
    ),
    "label without a name": (
        lambda: poor.labelled(5),
        InvalidConditionError,
        "quotes",
    ),
    "reference without a name": (
        lambda: refer_to(5),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        InvalidConditionError,
        "quotes",
    ),
    "years ahead": (lambda: years_ago(-1), InvalidConditionError, "1 or"),
    "years before": (
        lambda: tree.FactDay(years_before=-1),
        InvalidConditionError,
        "0 or more",
    ),
    "constant on the left": (
        lambda: tree.Compare("<", tree.Constant(1), size.node),
        InvalidConditionError,
        "term < constant",
    ),
    "two constants": (
        lambda: tree.Arithmetic("+", tree.Constant(1), tree.Constant(1)),
        InvalidConditionError,
        "come to",
    ),
    "missing constant": (
        lambda: tree.IsMissing(tree.Constant(1)),
        InvalidConditionError,
        "recorded",
    ),
}
RATIOS: dict[str, Refused] = {
    "ratio of a ratio": (
        lambda: tree.Quotient(income.per(size).node, size.node),
        InvalidConditionError,
        "constant or a count",
    ),
    "per money": (lambda: size.per(income), InvalidConditionError, "equals"),
    "ratio on the right": (
        lambda: income < income.per(size),
        InvalidConditionError,
        "a.per",
    ),
    "ratio against a field": (
        lambda: income.per(size) < H.total_income,
        InvalidConditionError,
        "constant or a count",
    ),
    "sum of counts": (
        lambda: tree.Arithmetic("+", H.members.count(P.dibao).node, size.node),
        InvalidConditionError,
        "constant or a count",
    ),
    "ratio in a list": (
        lambda: tree.Among(income.per(size).node, (yuan(1),)),
        InvalidConditionError,
        "compare",
    ),
}
TABLES: dict[str, Refused] = {
    "nowhere": (
        lambda: by_place("line", H.division, {}),
        InvalidConditionError,
        "at least one",
    ),
    "by a number": (
        lambda: by_place("line", income, {"42": yuan(1)}),
        InvalidConditionError,
        "equals",
    ),
    "mixed": (
        lambda: by_place("line", H.division, {"42": yuan(1), "43": 1}),
        InvalidConditionError,
        "yuan",
    ),
    "mixed rest": (
        lambda: by_place(
            "line", H.division, {"42": yuan(1)}, otherwise=Decimal(1)
        ),
        InvalidConditionError,
        "yuan",
    ),
    "by plain numbers": (
        lambda: by_place("line", H.division, {42: yuan(1)}),  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
        InvalidConditionError,
        "quotes",
    ),
    "no year": (
        lambda: by_year("line", H.income_year, {}),
        InvalidConditionError,
        "one year",
    ),
    "year as money": (
        lambda: by_year("line", H.income_year, {yuan(2016): yuan(1)}),
        InvalidConditionError,
        "yuan",
    ),
    "line as text": (
        lambda: by_year("line", H.income_year, {2016: "2952"}),
        InvalidConditionError,
        "equals",
    ),
}
#: A rule about a person, whose number a household has, too.
somebody = P.number.equals("1")
MIXED: dict[str, Refused] = {
    "and": (lambda: poor & somebody, InvalidConditionError, "relation"),
    "or": (lambda: poor | somebody, InvalidConditionError, "relation"),
    "unless": (
        lambda: poor.unless(somebody),
        InvalidConditionError,
        "relation",
    ),
    "a relation of another form": (
        lambda: somebody & H.members.any(somebody),
        InvalidConditionError,
        "household.members",
    ),
    "deep": (
        lambda: none_of(poor, ~(poor & refer_to("a")), ~~somebody),
        InvalidConditionError,
        "person.number",
    ),
    "at_least": (
        lambda: at_least(1, poor, somebody),
        InvalidConditionError,
        "relation",
    ),
    "comparison": (
        lambda: H.entered < P.born,
        InvalidConditionError,
        "different forms",
    ),
    "arithmetic": (
        lambda: size + P.months_worked >= 1,
        InvalidConditionError,
        "different forms",
    ),
    "base of a ratio": (
        lambda: income.per(P.months_worked) < yuan(1),
        InvalidConditionError,
        "different forms",
    ),
    "what a reference names": (
        lambda: (poor & refer_to("a")).resolve({"a": somebody}),
        InvalidConditionError,
        "different forms",
    ),
}
RANGES: dict[str, Refused] = {
    "constant": (lambda: size < HUGE, RangeError, "64 bits"),
    "money": (lambda: income < Fen(HUGE), RangeError, "64 bits"),
    "product": (
        lambda: income * size * size < yuan(1),
        RangeError,
        "low=",
    ),
    "sum": (
        lambda: H.vehicles.sum(vehicle.price) * 1000 < yuan(1),
        RangeError,
        "low=",
    ),
    "ratio": (
        lambda: income.per(H.cropland * H.forest_land) < yuan(2952),
        RangeError,
        "low=",
    ),
}
TABLE = {
    f"{group}: {name}": refused
    for group, rows in (
        ("unknown", UNKNOWN),
        ("money", MONEY),
        ("kind", KINDS),
        ("shape", SHAPES),
        ("ratio", RATIOS),
        ("table", TABLES),
        ("mixed", MIXED),
        ("range", RANGES),
    )
    for name, refused in rows.items()
}


@pytest.mark.parametrize(
    ("build", "error", "remedy"), TABLE.values(), ids=TABLE
)
def test_refused(
    build: Callable[[], object], error: type[PaRegistryError], remedy: str
) -> None:
    """A wrong rule is refused when it is built, with what to write."""
    with pytest.raises(error) as caught:
        build()

    assert remedy in str(caught.value)


class TestTruth:
    """Python's own operators would give no rule, and say so."""

    @pytest.mark.parametrize(
        ("build", "remedy"),
        [
            (lambda: bool(poor), r"\.judge"),
            (lambda: poor and poor, "all_of"),
            (lambda: bool(income), "Compare it first"),
            (lambda: cause == Cause.ILLNESS, r"\.equals"),
            (lambda: cause != Cause.ILLNESS, r"~term\.equals"),
            (lambda: yuan(1) < income < yuan(2), "all_of"),
            (lambda: yuan(1) in (income, size), r"\.equals"),
        ],
        ids=range(7),
    )
    def test_ambiguous(self, build: Callable[[], object], remedy: str) -> None:
        """Each is refused and says what to write."""
        with pytest.raises(AmbiguousTruthError, match=remedy):
            build()

    def test_terms_are_no_keys_of_equality(self) -> None:
        """Terms hash by identity, so that a set may hold them."""
        assert len({income, size}) == 2


class TestAtTheEdge:
    """What is just inside a limit is taken."""

    @pytest.mark.parametrize("number", [HUGE - 1, -HUGE])
    def test_constant(self, number: int) -> None:
        """The least and the greatest of 64 bits are constants."""
        assert isinstance(size < number, Condition)

    def test_product(self) -> None:
        """A product that 64 bits hold is taken."""
        assert isinstance(income * size < yuan(1), Condition)

    def test_reflected(self) -> None:
        """A constant may stand before a term."""
        rule = (2 * size - 1 >= 3) & (yuan(1) + income > yuan(2))

        assert rule.to_text() == (
            "(2 * household.size - 1 >= 3)"
            " & (yuan('1') + household.net_income > yuan('2'))"
        )

    def test_ratio_equals(self) -> None:
        """A ratio can be exactly something."""
        rule = income.per(size).equals(yuan(3))

        assert rule.to_text() == (
            "household.net_income.per(household.size).equals(yuan('3'))"
        )

    def test_same_list(self) -> None:
        """Two fields of one list can be equal."""
        assert isinstance(H.main_cause.equals(H.return_cause), Condition)

    def test_several(self) -> None:
        """A set of ticks takes the members of its list."""
        assert isinstance(P.health.contains(next(iter(Health))), Condition)
