"""
What suspicions rest on: a clause of a list, or a kind under any list.

疑点依据：清单条款，或清单之外的类型。

What a ground says of one record is a rule over that record.  It is stated
here once, and read over objects and over columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

import attrs

from pa_registry.audit.match_tables import RegisterKind
from pa_registry.conditions import Condition
from pa_registry.conditions.tree import Always, Rows
from pa_registry.conditions.walking import iter_nodes
from pa_registry.errors import InvalidPolicyError
from pa_registry.model.circumstances import Death
from pa_registry.model.codes import Code
from pa_registry.model.evidence import SOURCES
from pa_registry.model.evidence_codes import HukouChangeKind
from pa_registry.model.forms import HOUSEHOLD
from pa_registry.model.terms import hukou_change
from pa_registry.standards import (
    Clause,
    CriteriaList,
    ExceptionCase,
    FactDay,
    ListKind,
    Standards,
    Subject,
)
from pa_registry.standards.rules import condition, read_rule


__all__ = [
    "DOUBLES",
    "OF_IDENTITY",
    "FormClause",
    "Grounds",
    "RecordClause",
    "SuspicionKind",
    "WhichDay",
    "days_of",
]

_KIN = "kin_"
_SPLIT = "SPLIT_HOUSEHOLD"


class SuspicionKind(Code):
    """
    What a suspicion rests on, where it is no clause of a list.

    清单之外的疑点类型。
    """

    DEAD = "dead-still-registered", "死亡未注销"
    CANCELLED = "hukou-cancelled-still-registered", "户口已注销仍在册"
    SAME_PERSON = "same-person-in-one-household", "同户重复登记"
    TWO_HOUSEHOLDS = "person-in-two-households", "一人多户"
    ENTRY_STANDARD = "entry-standard-not-met", "识别时不符合识别标准"
    EXIT_STANDARD = "exit-standard-not-met", "退出时未达到退出标准"

    @property
    def phrase(self) -> str:
        """What a suspected household would be, in English."""
        return _PHRASES[self]


_PHRASES: Mapping[SuspicionKind, str] = MappingProxyType(
    {
        SuspicionKind.DEAD: "a household with a dead member on file",
        SuspicionKind.CANCELLED: (
            "a household with a member whose hukou was cancelled"
        ),
        SuspicionKind.SAME_PERSON: "a household with one member on file twice",
        SuspicionKind.TWO_HOUSEHOLDS: (
            "a household with a member on file in another one"
        ),
        SuspicionKind.ENTRY_STANDARD: (
            "a household that did not meet the standard of entry"
        ),
        SuspicionKind.EXIT_STANDARD: (
            "a household that did not meet the standard of exit"
        ),
    }
)


class WhichDay(Code):
    """
    The day on which a circumstance is asked for.

    认定日。
    """

    ENTRY = "day-of-entry", "识别时"
    LIST = "day-of-the-list", "清单施行时"
    EXIT = "day-of-the-exit", "退出时"
    EXTRACT = "day-of-the-extract", "数据提取时"

    @property
    def column(self) -> str:
        """The column with the answer on this day, in a row of plain values."""
        return self.name.lower()


#: The records that raise a suspicion under any list, by their source: the
#: kind of it, and the rule that such a record meets.
OF_IDENTITY: Mapping[str, tuple[SuspicionKind, Condition[Any]]] = (
    MappingProxyType(
        {
            "deaths": (SuspicionKind.DEAD, Always[Any](truth=True)),
            "hukou_changes": (
                SuspicionKind.CANCELLED,
                hukou_change.kind.equals(HukouChangeKind.CANCELLED),
            ),
        }
    )
)
#: The same for what the register shows when it is matched with itself.
DOUBLES: Mapping[str, SuspicionKind] = MappingProxyType(
    {
        RegisterKind.SAME_PERSON.value: SuspicionKind.SAME_PERSON,
        RegisterKind.TWO_HOUSEHOLDS.value: SuspicionKind.TWO_HOUSEHOLDS,
    }
)


def days_of(clause: Clause) -> tuple[WhichDay, ...]:
    """
    List the days that a clause allows: two where its text says none.

    条款的认定日。
    """
    both = (WhichDay.ENTRY, WhichDay.LIST)
    one = {FactDay.ENTRY: both[:1], FactDay.LIST: both[1:]}
    return one.get(clause.day, both)


@attrs.frozen(eq=False, slots=False)
class RecordClause:
    """
    A clause about the records of one department, judged one by one.

    针对部门数据的条款，逐条判断。

    Attributes:
        clause: The clause.
        source: The source whose records it is about.
        apart: Whether it is about those of kin living apart.
    """

    clause: Clause
    source: str
    apart: bool

    @property
    def of_person(self) -> bool:
        """Whether each record is a suspicion of its own."""
        return self.clause.subject is Subject.PERSON

    @cached_property
    def bare(self) -> Condition[Any]:
        """What a record must be that the clause can be about at all."""
        return read_rule(self.clause.rule or "")

    @cached_property
    def rule(self) -> Condition[Any]:
        """What a record must be, with the exceptions that the text states."""
        return read_rule(self.clause.row_rule or "")

    @cached_property
    def exceptions(self) -> tuple[tuple[ExceptionCase, Condition[Any]], ...]:
        """The exceptions, each with its rule."""
        cases = self.clause.exceptions
        return tuple((case, read_rule(case.rule)) for case in cases)

    @property
    def presence(self) -> Condition[Any] | None:
        """What a record must be to be held on a day; `None`: unknown."""
        return HOUSEHOLD.relations[self.source].presence


@attrs.frozen(eq=False, slots=False)
class FormClause:
    """
    A clause about what the form says, judged by household.

    针对登记表内容的条款，按户判断。

    Attributes:
        clause: The clause.
        rule: Its rule over a household, with the exceptions.
    """

    clause: Clause
    rule: Condition[Any]

    @property
    def of_splits(self) -> bool:
        """Whether a split that was recognised is a reason to ask."""
        return self.clause.code == _SPLIT


@attrs.frozen
class Grounds:
    """
    The clauses of a list that somebody can be suspected under.

    Attributes:
        criteria: The id of the list.
        clauses: The clauses that have a rule, in their order.
    """

    criteria: str
    clauses: tuple[RecordClause | FormClause, ...]

    @property
    def of_records(self) -> tuple[RecordClause, ...]:
        """The clauses about the records of departments."""
        return tuple(
            one for one in self.clauses if isinstance(one, RecordClause)
        )

    @property
    def of_form(self) -> tuple[FormClause, ...]:
        """The clauses about what the form says."""
        return tuple(
            one for one in self.clauses if isinstance(one, FormClause)
        )

    @property
    def reads_records(self) -> bool:
        """Whether a clause about the form reads records of departments."""
        return any(
            isinstance(rows := getattr(node, "rows", None), Rows)
            and rows.spec.from_evidence
            for one in self.of_form
            for node in iter_nodes(one.rule)
        )

    @classmethod
    def of(
        cls, criteria: str | CriteriaList, standards: Standards | None
    ) -> Grounds:
        """
        Read the clauses of a list.

        Raises:
            InvalidStandardError: If the list is an empty slot.
            InvalidPolicyError: If it is no negative list.
            UnknownNameError: If there is no list of that id.
        """
        book = standards or Standards.builtin()
        found = criteria
        if isinstance(found, str):
            found = book.criteria(found)
        if found.kind is not ListKind.NEGATIVE:
            raise InvalidPolicyError(
                what=f"{found.id} is an {found.kind.en}.",
                remedy="Give a negative list.",
            )
        listed: list[RecordClause | FormClause] = []
        for clause in found.require_items().clauses:
            relation = clause.relation or ""
            source = relation.removeprefix(_KIN)
            whole = condition(clause)
            if whole is None:
                continue
            if source not in SOURCES:
                listed.append(FormClause(clause, whole))
                continue
            one = RecordClause(clause, source, relation.startswith(_KIN))
            # A death raises its suspicion under any list.
            if not (one.of_person and SOURCES[source] is Death):
                listed.append(one)
        return cls(found.id, tuple(listed))
