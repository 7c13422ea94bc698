"""Text that is parsed and never run, whatever it holds."""

from __future__ import annotations

import datetime as dt
import tracemalloc

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import attrs
import pytest

from hypothesis import example, given
from hypothesis import strategies as st

from pa_registry.columns import Kind, column
from pa_registry.conditions import (
    Condition,
    Truth,
    from_json,
    from_text,
    parameter,
    tree,
)
from pa_registry.errors import (
    InvalidConditionError,
    InvalidTextError,
    PaRegistryError,
    RangeError,
    UnknownFieldError,
)
from pa_registry.model import Cause, Household
from pa_registry.model.forms import HOUSEHOLD, with_extra
from pa_registry.model.terms import household, person
from pa_registry.money import yuan


HOSTILE = [
    "__import__('os')",
    "__import__('os').system('id') < 1",
    "household.__class__",
    "household.__class__.__mro__ < 1",
    "household._form",
    "household.members._own(person.dibao)",
    "household.net_income.node",
    "lambda: 1",
    "[x for x in household]",
    "(x for x in (1, 2))",
    "{x: 1 for x in ()}",
    "f'{household}'",
    "household.members[0]",
    "household.size if True else 1",
    "(x := household.size) < 1",
    "household.size < 1 < 2",
    "household.size == 1",
    "household.size != 1",
    "household.size is 1",
    "household.size in (1, 2)",
    "not household.food_secured",
    "household.food_secured and household.food_secured",
    "household.size / 2 < 1",
    "household.size ** 2 < 1",
    "household.size < 1.5",
    "household.size < 1j",
    "household.size < b'1'",
    "household.size < None",
    "household.size < ...",
    "*household",
    "all_of(*[1])",
    "all_of(**{'a': 1})",
    "always('yes')",
    "always(1)",
    "exec('1')",
    "eval('1')",
    "open('x')",
    "print(1)",
    "getattr(household, 'size') < 1",
    "household()",
    "household.size() < 1",
    "household.size.equals",
    "household.members.any",
    "household.members.any(1)",
    "household.members.at_least(person.dibao, 1)",
    "household.members.count(person.dibao).per(household.size) < 1",
    "household.food_secured.is_missing(1)",
    "(household.food_secured & household.food_secured).is_missing()",
    "household.size.among()",
    "household.size.labelled('x')",
    "(1).equals(1)",
    "'a'.equals('a')",
    "1 + 1",
    "'a' * 3",
    "yuan(1)",
    "yuan('x') < household.net_income",
    "household.net_income < yuan(1, 2)",
    "household.net_income < yuan(amount=1, more=2)",
    "household.entered < date(2016, 13, 1)",
    "household.entered < date('2016', 1, 1)",
    "by_place('n', 5, {'42': 1}) < household.size",
    "by_place('n', household.division, 5) < household.size",
    "by_place('n', household.division, {}) < household.size",
    "by_place('n', household.division, {'42': 1, '42': 2}) < household.size",
    "by_place('n', household.division, {**{}}) < household.size",
    "by_place('n', household.division, {household: 1}) < household.size",
    "by_year('n', household.income_year, {}) < household.size",
    "by_year('n', 5, {2016: 1}) < household.size",
    "age(5) < 1",
    "age(household.size) < 1",
    "age(household) < 1",
    "refer_to(5)",
    "parameter('n', kind='x') < household.size",
    "years_ago('x') < household.entered",
    "years_ago(0) < household.entered",
    "household.main_cause.equals('no-such-code')",
    "person.health.contains('no-such-code')",
    "household.net_incom < yuan(1)",
    "househald.size < 1",
    "al_of(household.food_secured)",
    "household.size.equal(1)",
    "",
    " ",
    "household",
    "household.size",
    "household.size <",
    "household.size < 1; 1",
    "import os",
    "x = 1",
    "# only a comment",
    "\x00",
    "\ud800",
    "household.size < " + "9" * 5000,
    "household.size < " + "9" * 30,
    "(" * 100_000,
    "~" * 5_000 + "household.food_secured",
    "household.size" + ".size" * 5_000,
    "all_of(" * 120 + "household.food_secured" + ")" * 120,
    "x" * 100_001,
]
PIECES = [
    *("household", "person", "members", "any", "all", "size", "dibao"),
    *("(", ")", "(", ")", ".", ".", ",", "&", "|", "~", "<", "*", "-", "+"),
    *("1", "'a'", "yuan", "equals", "main_cause", "{"),
]
#: A typing slip, and the name that is suggested.
SLIPS = [
    ("household.net_incom < yuan(1)", "net_income"),
    ("househald.size < 1", "household"),
    ("al_of(household.food_secured)", "all_of"),
    ("household.size.equal(1)", "equals"),
    ("household.main_cause.equals('ilness')", "illness"),
    ("household.members.al(person.dibao)", "all"),
]


def read(text: str) -> Condition[Any] | PaRegistryError:
    try:
        return from_text(text)
    except PaRegistryError as error:
        return error


class TestHostile:
    """“Parsed with `ast`, never evaluated.”"""

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_refused(self, text: str) -> None:
        """Whatever is no rule gets a typed error with a message."""
        with pytest.raises(PaRegistryError) as caught:
            from_text(text)

        assert len(str(caught.value)) > 10

    @pytest.mark.parametrize("given_", [None, 5, b"x", ["x"], household])
    def test_no_text(self, given_: Any) -> None:
        """What is no text is refused by both readers."""
        with pytest.raises(InvalidTextError):
            from_text(given_)
        with pytest.raises(InvalidTextError):
            from_json(given_)

    @pytest.mark.parametrize(("text", "near"), SLIPS)
    def test_suggests(self, text: str, near: str) -> None:
        """A slip gets a suggestion."""
        with pytest.raises(PaRegistryError, match="Did you mean") as caught:
            from_text(text)

        assert near in str(caught.value)

    def test_does_not_fill_the_memory(self) -> None:
        """A text times a number is refused before it is multiplied."""
        tracemalloc.start()
        with pytest.raises(InvalidTextError):
            from_text("household.number.equals('a' * 100000000)")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert peak < 10_000_000

    def test_says_where(self) -> None:
        """The error names the line and the column."""
        with pytest.raises(InvalidTextError) as caught:
            from_text("all_of(household.size < 1,\n  nobody.size < 1)")

        assert caught.value.where == "line 2, column 3"

    @given(st.text())
    @example("household.size < '\\d'")
    def test_any_text(self, text: str) -> None:
        """Any text is a rule or a typed error, and nothing else."""
        assert isinstance(read(text), Condition | PaRegistryError)

    @given(
        st.lists(
            st.sampled_from(PIECES),
            max_size=12,
        )
    )
    def test_any_pieces(self, pieces: list[str]) -> None:
        """So is any mixture of the pieces of rules."""
        found = read(" ".join(pieces))

        assert isinstance(found, Condition | PaRegistryError)


class TestReading:
    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            (
                "household.net_income.per(household.size) < yuan(2952)",
                household.net_income.per(household.size) < yuan(2952),
            ),
            (
                "household.members.any(person.age < 16)",
                household.members.any(person.age < 16),
            ),
            (
                "~household.main_cause.among('illness', 'disability')",
                ~household.main_cause.among(Cause.ILLNESS, Cause.DISABILITY),
            ),
            (
                "household.entered >= date(2014, 1, 1)",
                household.entered >= dt.date(2014, 1, 1),
            ),
            (
                "parameter('line') > household.net_income",
                parameter("line") > household.net_income,
            ),
            (
                "parameter('since', '', kind='day') <= household.entered",
                parameter("since", "", kind=Kind.DAY) <= household.entered,
            ),
        ],
    )
    def test_as_written(self, text: str, rule: Any) -> None:
        """A text reads as the rule that Python would build from it."""
        assert from_text(text) == rule
        assert from_text(rule.to_text()) == rule
        assert str(rule) == rule.to_text()

    def test_age_of_its_own(self) -> None:
        """An age can be reckoned from any day."""
        rule = tree.Compare[Any](
            ">", tree.Age(household.entered.node), tree.Constant(3)
        )

        assert from_text(rule.to_text()) == rule

    @pytest.mark.parametrize(
        ("kind", "unit"),
        [
            (Kind.MONEY, None),
            (Kind.MONEY, ""),
            (Kind.MONEY, "fen"),
            (Kind.NUMBER, None),
            (Kind.NUMBER, "person"),
            (Kind.DAY, None),
            (Kind.DAY, ""),
        ],
    )
    def test_parameters(self, kind: Kind, unit: str | None) -> None:
        """A parameter keeps its kind and its unit, in text and in JSON."""
        rule = tree.Compare[Any](
            "<",
            tree.Parameter(name="n", kind_=kind, unit_=unit),
            tree.Parameter(name="m", kind_=kind, unit_=unit),
        )

        assert from_text(rule.to_text()) == rule
        assert from_json(rule.to_json()) == rule


class Tea(StrEnum):
    """A coded list of a user's own."""

    GREEN = "green"
    BLACK = "black"


class Sex(StrEnum):
    """A list that happens to have a name of the model."""

    CALF = "calf"


@attrs.frozen(kw_only=True)
class Local:
    """Local fields."""

    tea: Tea | None = column("茶类")
    sex: Sex | None = column("牛犊性别")
    mu: int | None = column("茶园面积", unit="mu", high=10_000)


class TestOwnFields:
    """“Typed local fields, declared by users.”"""

    TERMS: Any = with_extra(HOUSEHOLD, Local)

    def rules(self) -> list[tuple[Any, Truth]]:
        """List rules on local fields, with what they come to."""
        extra, members = self.TERMS.extra, self.TERMS.members
        return [
            (extra.mu >= 5, Truth.MET),
            (extra.mu < 5, Truth.NOT_MET),
            (extra.tea.equals(Tea.GREEN), Truth.MET),
            (extra.tea.among(Tea.BLACK), Truth.NOT_MET),
            (
                extra.sex.equals(Sex.CALF)
                & members.all(~person.sex.is_missing()),
                Truth.UNKNOWN,
            ),
        ]

    def test_all_readings(self) -> None:
        """Local fields are judged, compiled, written and read alike."""
        one = Household(
            number="1", extra=Local(mu=6, tea=Tea.GREEN, sex=Sex.CALF)
        )
        terms = {"household": self.TERMS, "person": person}
        for rule, expected in self.rules():
            assert rule.judge(one) is expected
            assert Truth(rule.function()(one)) is expected
            assert from_text(rule.to_text(), terms=terms) == rule
            assert from_json(rule.to_json(), terms=terms) == rule

    def test_two_lists_of_one_name(self) -> None:
        """Two coded lists of the same name are told apart."""
        from pa_registry.model import Person  # noqa: PLC0415 -- beside Sex
        from pa_registry.model import Sex as Of  # noqa: PLC0415

        rule: Any = self.TERMS.extra.sex.equals(
            Sex.CALF
        ) & self.TERMS.members.any(person.sex.equals(Of.FEMALE))
        one = Household(
            number="1",
            members=(Person(number="1", sex=Of.FEMALE),),
            extra=Local(sex=Sex.CALF),
        )

        assert rule.judge(one) is Truth.MET
        assert rule.function()(one) is True

    def test_list_of_a_function(self) -> None:
        """A coded list that no module holds is compiled all the same."""
        rule, one = in_a_function()

        assert rule.function()(one) is True

    def test_without_the_terms(self) -> None:
        """Without the user's terms the field is unknown."""
        text = (self.TERMS.extra.mu >= 5).to_text()

        with pytest.raises((UnknownFieldError, InvalidTextError)):
            from_text(text)


def in_a_function() -> tuple[Any, Household]:
    class Inner(StrEnum):
        ONLY = "only"

    @attrs.frozen(kw_only=True)
    class Own:
        kind: Any = column("种类")

    Own.__annotations__["kind"] = Inner | None
    terms: Any = with_extra(HOUSEHOLD, Own)
    rule = terms.extra.kind.equals(Inner.ONLY)
    return rule, Household(number="1", extra=Own(kind=Inner.ONLY))


RAISES: list[tuple[str, type[PaRegistryError]]] = [
    ("household.net_income < 3000", InvalidConditionError),
    ("household.members.any(household.size < 1)", InvalidConditionError),
    ("household.net_incom < yuan(1)", UnknownFieldError),
    (
        "household.net_income * household.size * household.size < yuan(1)",
        RangeError,
    ),
    ("household.size <", InvalidTextError),
]


@pytest.mark.parametrize(("text", "error"), RAISES)
def test_own_errors_pass_through(
    text: str, error: Callable[..., PaRegistryError]
) -> None:
    """What the builders say is said by the reader, unchanged."""
    with pytest.raises(error):  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
        from_text(text)


class TestPlainText:
    """Odd text is refused shortly, and the parser never warns."""

    @pytest.mark.parametrize(
        "text",
        [
            "refer_to('\ud800')",
            r"refer_to('\ud800')",
            r"refer_to('\d')",
            r"refer_to('\400')",
            r"refer_to(b'\u1234')",
            "f'{1if 1else 2}'",
            "1if 1else 2",
            "person.age < 1or 2",
            "person.age < 0x1for 2",
            "person.age < 1.if 2",
        ],
        ids=ascii,
    )
    def test_refused(self, text: str) -> None:
        """Half a character, unknown escapes, numbers run into words."""
        with pytest.raises(InvalidTextError):
            from_text(text)

    @pytest.mark.parametrize(
        "text",
        [
            r"refer_to('a\\d 1if \'\x41\n')",
            r"refer_to(r'\d')",
            "person.age < 0x10  # 1if",
            "person.age < 1_6",
        ],
    )
    def test_taken(self, text: str) -> None:
        """What Python takes without a warning is taken."""
        assert isinstance(from_text(text), Condition)

    @pytest.mark.parametrize(
        "text",
        [
            "x" * 99_999,
            f"person.{'x' * 9_999}",
            f"person.age.{'x' * 9_999}",
            f"person.age.{'x' * 9_999}(1)",
            f"{'x' * 9_999}(1)",
            f"household.main_cause.equals('{'x' * 9_999}')",
        ],
        ids=range(6),
    )
    def test_messages_are_short(self, text: str) -> None:
        """A message shows no more than the beginning of a long text."""
        with pytest.raises(PaRegistryError) as caught:
            from_text(text)

        assert len(str(caught.value)) < 600
