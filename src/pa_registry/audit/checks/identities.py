"""
Group 2: identity numbers.

证件号码核查。

What is wrong with a number, the model says itself; a check only asks.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Iterator
from functools import cache

from pa_registry.audit.checks.check import (
    Aspect,
    Check,
    Group,
    Hit,
    Item,
    Search,
)
from pa_registry.audit.checks.wording import (
    identity_source,
    national_source,
    on_file,
)
from pa_registry.model._identity_problems import Fault, problem_of
from pa_registry.model.identity import IdentityForm
from pa_registry.model.person_codes import Document
from pa_registry.model.registry import Registry
from pa_registry.problems import Problem


__all__ = ["identity_numbers"]

_CLAUSE = "第2组"


@cache
def identity_numbers() -> Group:
    """
    Check the identity numbers.

    证件号码核查。
    """
    return Group(
        number="2",
        zh="证件号码",
        en="identity numbers",
        items=(
            Item(
                number="2.1",
                zh="证件号码位数或字符有误",
                en="wrong length, or a character out of place",
                checks=(
                    _graded(Fault.LENGTH),
                    _graded(Fault.CHARACTER),
                    _graded(Fault.DAMAGED),
                ),
            ),
            Item(
                number="2.2",
                zh="十五位证件号码须升位",
                en="15 digits, to be upgraded",
                checks=(_fifteen(),),
            ),
            Item(
                number="2.3",
                zh="证件号码校验不通过",
                en="the checksum fails",
                checks=(_graded(Fault.CHECK), _graded(Fault.DATE)),
            ),
            Item(
                number="2.4",
                zh="残疾人证号不符合编码规则",
                en="the rule of disability certificates fails",
                checks=(
                    Check(
                        code="disability-card-number",
                        zh="证件类型为残疾人证，但证件号码不是残疾人证号。",
                        en="The document is a disability certificate, and"
                        " the number is none of such a certificate.",
                        field="person.identity",
                        cites=(national_source(_CLAUSE),),
                        search=_false_certificates,
                        remedy_zh="请核对证件后更正。",
                        remedy_en="Correct it from the document.",
                        aspect=Aspect.VALIDITY,
                    ),
                ),
            ),
        ),
    )


def _graded(fault: Fault) -> Check:
    """Ask for one kind of problem, in the words of the model."""
    said = _said(fault)

    def search(registry: Registry, _: dt.date | None) -> Iterator[Hit]:
        for home, member in on_file(registry):
            number = member.identity
            problem = None if number is None else number.problem(where="")
            if problem is not None and problem.code == said.code:
                yield Hit(subject=home, person=member, problem=problem)

    return _check(said, search)


def _fifteen() -> Check:
    """Ask for the old form, whatever else is to be said of a number."""

    def search(registry: Registry, _: dt.date | None) -> Iterator[Hit]:
        for home, member in on_file(registry):
            number = member.identity
            if number is not None and number.form is IdentityForm.FIFTEEN:
                yield Hit(subject=home, person=member, shown=number.masked)

    return _check(_said(Fault.FIFTEEN), search)


def _said(fault: Fault) -> Problem:
    said = problem_of(fault, where="", shown="")
    if said is None:
        raise AssertionError(fault)
    return said


def _check(said: Problem, search: Search) -> Check:
    return Check(
        code=said.code,
        zh=said.zh,
        en=said.en,
        field="person.identity",
        cites=(national_source(_CLAUSE), identity_source()),
        search=search,
        remedy_zh=said.remedy_zh,
        remedy_en=said.remedy_en,
        severity=said.severity,
        aspect=Aspect.VALIDITY,
    )


def _false_certificates(
    registry: Registry, _: dt.date | None
) -> Iterator[Hit]:
    for home, member in on_file(registry):
        number = member.identity
        if (
            member.document is Document.DISABILITY_CARD
            and number is not None
            and number.form is not IdentityForm.CERTIFICATE
        ):
            yield Hit(subject=home, person=member, shown=number.masked)
