"""
What a wrong program gets: one hierarchy, one base, typed fields.

Wrong *data* is never an exception: it is a
:class:`~pa_registry.problems.Problem`, collected with the others.
Each message says what is wrong, where, and what to do, and none carries a
personal number in clear.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import attrs


if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pa_registry.problems import Problem


__all__ = [
    "AmbiguousTruthError",
    "BatchStoppedError",
    "DivisionNotInForceError",
    "FiguresRefusedError",
    "FileRefusedError",
    "FindingsError",
    "HouseholdsChangedError",
    "InvalidConditionError",
    "InvalidPolicyError",
    "InvalidStandardError",
    "InvalidTextError",
    "InvalidTransitionError",
    "InvalidValueError",
    "MissingExtraError",
    "NeedsFactDayError",
    "NoStandardInForceError",
    "NotInRegistryError",
    "PaRegistryError",
    "RangeError",
    "TablesRefusedError",
    "UnboundError",
    "UnknownFieldError",
    "UnknownNameError",
    "UnlikeBasesError",
    "did_you_mean",
]


#: So many names are listed whole in a message.
_FEW = 8
#: So many characters of a text that was given are shown in a message.
_SHOWN = 80


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """
    Suggest the nearest known names, as the end of a message.

    Examples:
        >>> did_you_mean("incomee", ["income", "size"])
        ' Did you mean income?'
        >>> did_you_mean("zzz", ["income", "size"])
        ''
    """
    near = get_close_matches(name, list(known), n=3, cutoff=0.6)
    return f" Did you mean {', '.join(near)}?" if near else ""


class PaRegistryError(Exception):
    """The base of every error of this library; never raised itself."""


@attrs.frozen(eq=False)
class InvalidValueError(PaRegistryError, ValueError):
    """
    A value cannot exist.

    Attributes:
        what: What is wrong, without the value where it is personal.
        where: The form and field, or the argument, that was given it.
        remedy: What to give instead.
    """

    what: str
    where: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.remedy}" if self.remedy else ""
        stop = "" if self.what.endswith(".") or not advice else "."
        return f"{place}{self.what}{stop}{advice}"


@attrs.frozen(eq=False)
class InvalidStandardError(InvalidValueError):
    """
    A line, a threshold or a list of criteria makes no sense.

    Attributes:
        problems: Everything found wrong in one pass, for a file.
    """

    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        lines = [InvalidValueError.__str__(self)]
        lines += [f"  {problem}" for problem in self.problems]
        return "\n".join(lines)


@attrs.frozen(eq=False)
class InvalidConditionError(PaRegistryError, TypeError):
    """
    A condition was put together wrongly.

    Attributes:
        what: What does not fit.
        remedy: What to write instead.
    """

    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".rstrip()


@attrs.frozen(eq=False)
class AmbiguousTruthError(InvalidConditionError):
    """A condition or a three-valued truth was used as a Python bool."""


@attrs.frozen(eq=False)
class RangeError(PaRegistryError, OverflowError):
    """
    A sum or product can pass 64 bits.

    Attributes:
        what: The expression, as text.
        low: The least value that it can take.
        high: The greatest value that it can take.
    """

    what: str
    low: int
    high: int

    def __str__(self) -> str:
        # A number of thousands of digits cannot be printed at all.
        bits = max(self.high, -self.low).bit_length()
        return (
            f"{self.what} can reach a number of {bits} bits, more"
            " than a whole number of 64 bits holds. Declare a narrower"
            " range for its columns (low=…, high=…)."
        )


@attrs.frozen(eq=False)
class InvalidTextError(PaRegistryError, ValueError):
    """
    The text or JSON of a condition cannot be read.

    Attributes:
        what: What is wrong.
        where: The line and column, or the path in the document.
        remedy: What is accepted there.
    """

    what: str
    where: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what} {self.remedy}".rstrip()


@attrs.frozen(eq=False)
class UnknownNameError(PaRegistryError, LookupError):
    """
    No field, relation, operator, list or outcome has this name.

    Attributes:
        kind: What was looked for, such as ``field``.
        name: The name that was given.
        known: The names that exist there.
    """

    kind: str
    name: str
    known: tuple[str, ...] = attrs.field(repr=False, default=())

    def __str__(self) -> str:
        name = str(self.name)[: _SHOWN + 1]
        hint = did_you_mean(name, self.known)
        if not hint and 0 < len(self.known) <= _FEW:
            hint = f" There are: {', '.join(self.known)}."
        name = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
        return f"There is no {self.kind} called {name!r}.{hint}"


# Not frozen: the interpreter itself writes on a failing attribute look-up.
@attrs.define(eq=False, slots=False)
class UnknownFieldError(PaRegistryError, AttributeError):
    """
    A form has no field or relation of this name.

    Attributes:
        form: The form, as rules call it.
        field: The name that was given.
        known: The names that the form has.
    """

    form: str
    field: str
    known: tuple[str, ...] = attrs.field(repr=False, default=())

    def __str__(self) -> str:
        return (
            f"The form {self.form} has no field {self.field!r}."
            f"{did_you_mean(self.field, self.known)}"
        )


@attrs.frozen(eq=False)
class NeedsFactDayError(PaRegistryError, TypeError):
    """
    A rule that reads a date or an age was asked without a day.

    Attributes:
        reads: What needs the day.
    """

    reads: str

    def __str__(self) -> str:
        return (
            f"{self.reads} depends on the day on which the facts hold."
            " Pass at=date(…), or at=AsOf(fact=…)."
        )


@attrs.frozen(eq=False)
class UnboundError(PaRegistryError, LookupError):
    """
    A condition still holds a parameter or a reference without a value.

    Attributes:
        kind: ``parameter`` or ``reference``.
        name: Its name.
    """

    kind: str
    name: str

    def __str__(self) -> str:
        call = "bind(…)" if self.kind == "parameter" else "resolve(…)"
        return (
            f"The {self.kind} {self.name!r} has no value yet."
            f" Give it one with {call} before judging."
        )


@attrs.frozen(eq=False)
class InvalidPolicyError(PaRegistryError, ValueError):
    """
    A policy breaks a rule of how policies are made.

    Attributes:
        what: Which rule, and how.
        remedy: What to do instead.
    """

    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".rstrip()


@attrs.frozen(eq=False)
class NoStandardInForceError(PaRegistryError, LookupError):
    """
    No value of a standard is known for that day, year or place.

    Attributes:
        key: The standard, such as ``income-line``.
        on: The day or year that was asked for.
        place: The division code that was asked for, if any.
        known: The days or years that are known, as text.
    """

    key: str
    on: date | int
    place: str | None = None
    known: tuple[str, ...] = ()

    def __str__(self) -> str:
        there = f" for division {self.place}" if self.place else ""
        listed = ", ".join(self.known) or "none"
        return (
            f"No {self.key} is known for {self.on}{there}."
            f" Known: {listed}. Pass your own value to use another."
        )


@attrs.frozen(eq=False)
class DivisionNotInForceError(PaRegistryError, LookupError):
    """
    No division of this code is known on that day.

    Attributes:
        code: The division code.
        on: The day.
        known_as: The names and years under which it is known, as text.
        near: Successors or neighbours to look at, as text.
    """

    code: str
    on: date
    known_as: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        known = ", ".join(self.known_as) or "no list"
        near = f" See {', '.join(self.near[:5])}." if self.near else ""
        return (
            f"No division {self.code} is known on {self.on}."
            f" It is known from: {known}.{near}"
        )


@attrs.frozen(eq=False)
class NotInRegistryError(PaRegistryError, LookupError):
    """
    The registry holds no such household, village or county.

    Attributes:
        kind: What was looked for.
        code: The number or code, which is no personal number.
    """

    kind: str
    code: str

    def __str__(self) -> str:
        return (
            f"The registry holds no {self.kind} {self.code!r}."
            " Check the number, or add it with with_… first."
        )


@attrs.frozen(eq=False)
class InvalidTransitionError(PaRegistryError, ValueError):
    """
    A status cannot change that way.

    Attributes:
        status: The status now.
        move: The move that was asked for.
        allowed: The moves that the status allows.
    """

    status: str
    move: str
    allowed: tuple[str, ...]

    def __str__(self) -> str:
        listed = ", ".join(self.allowed) or "none"
        return (
            f"A household that is {self.status} cannot undergo"
            f" {self.move}. Moves open to it: {listed}."
        )


@attrs.frozen(eq=False)
class FileRefusedError(PaRegistryError, ValueError):
    """
    A file cannot be read at all, so that none of it was taken.

    Attributes:
        problem: What is wrong, where, and what to do, in both languages.
    """

    problem: Problem

    def __str__(self) -> str:
        return str(self.problem)


@attrs.frozen(eq=False)
class FiguresRefusedError(PaRegistryError, ValueError):
    """
    Figures are missing or make no sense, so that no money was shared out.

    Attributes:
        formula: The name of the formula that they were given for.
        problems: Everything that is wrong, found in one pass.
    """

    formula: str
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        lines = [f"Nothing can be shared out by the formula {self.formula}:"]
        return "\n".join([*lines, *(f"  {one}" for one in self.problems)])


@attrs.frozen(eq=False)
class TablesRefusedError(PaRegistryError, ValueError):
    """
    Tables lack what is read from them, or hold it in another form.

    Attributes:
        problems: Everything that does not fit, found in one pass.
    """

    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        lines = ["These tables cannot be read as they stand:"]
        return "\n".join([*lines, *(f"  {one}" for one in self.problems)])


@attrs.frozen(eq=False)
class BatchStoppedError(PaRegistryError, ValueError):
    """
    A batch of matches is implausible, so that nothing was made of it.

    Attributes:
        batch: The sources whose extracts are implausible.
        problems: Every extract that is implausible, and how.
    """

    batch: str
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        lines = [f"{self.batch}: stopped before anybody was suspected."]
        return "\n".join([*lines, *(f"  {one}" for one in self.problems)])


@attrs.frozen(eq=False)
class HouseholdsChangedError(PaRegistryError, ValueError):
    """
    Households changed after something was decided about them.

    Nothing of the batch was carried out, so that no change is overwritten.

    Attributes:
        problems: Each household that changed, and in which fields.
    """

    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        many = len(self.problems)
        lines = [f"Nothing was carried out; households changed since: {many}."]
        lines += [f"  {one}" for one in self.problems[:_FEW]]
        if many > _FEW:
            lines.append(f"  … and {many - _FEW} more")
        return "\n".join(lines)


@attrs.frozen(eq=False)
class FindingsError(PaRegistryError, ValueError):
    """
    Checks found something in a register that was required to be sound.

    Attributes:
        findings: All of it, in the order of the checks.
    """

    findings: tuple[Problem, ...]

    def __str__(self) -> str:
        many = len(self.findings)
        lines = [f"The register is not sound: {many} findings."]
        lines += [f"  {one}" for one in self.findings[:_FEW]]
        if many > _FEW:
            lines.append(f"  … and {many - _FEW} more")
        return "\n".join(lines)


@attrs.frozen(eq=False)
class UnlikeBasesError(PaRegistryError, TypeError):
    """
    Two rates over different bases were added or compared.

    Attributes:
        left: The first rate, as text.
        right: The second rate, as text.
        why: What differs.
    """

    left: str
    right: str
    why: str

    def __str__(self) -> str:
        return (
            f"{self.left} and {self.right} cannot be put together:"
            f" {self.why}. State a common base first."
        )


@attrs.frozen(eq=False)
class MissingExtraError(PaRegistryError, ImportError):
    """
    An optional part of the library is not installed.

    Attributes:
        extra: The extra that brings it.
    """

    extra: str

    def __str__(self) -> str:
        return (
            f"This needs an optional part that is not installed."
            f' Install it with: pip install "pa-registry[{self.extra}]"'
        )
