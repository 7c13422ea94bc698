from __future__ import annotations

import copy
import inspect
import pickle

from typing import TYPE_CHECKING

import attrs
import pytest

from pa_registry import errors
from pa_registry.errors import PaRegistryError
from pa_registry.problems import Problem


if TYPE_CHECKING:
    from collections.abc import Callable


CLASSES = [
    kind
    for name in errors.__all__
    if isinstance(kind := getattr(errors, name), type)
    and attrs.has(kind)
    and issubclass(kind, PaRegistryError)
]


PROBLEM = Problem(code="a-kind", where="row 3", zh="有误。", en="A word.")


def pickled(error: PaRegistryError) -> PaRegistryError:
    again: PaRegistryError = pickle.loads(pickle.dumps(error))  # noqa: S301  own
    return again


def one_of(kind: type[PaRegistryError]) -> PaRegistryError:
    """Make an error whose required fields are all given."""
    given = {
        "int": 1,
        "tuple[str, ...]": ("one", "other"),
        "tuple[Problem, ...]": (PROBLEM,),
    }
    values = {
        name: given.get(str(parameter.annotation), "word")
        for name, parameter in inspect.signature(kind).parameters.items()
        if parameter.default is inspect.Parameter.empty
    }
    return kind(**values)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
class TestEveryError:
    def test_caught_by_both_bases(self, kind: type[PaRegistryError]) -> None:
        """An error is caught as ours and as the nearest built-in."""
        builtins = [
            base
            for base in kind.__mro__
            if base.__module__ == "builtins"
            and base not in {Exception, BaseException, object}
        ]

        assert builtins
        for base in (PaRegistryError, builtins[0]):
            with pytest.raises(base):
                raise one_of(kind)

    def test_hashable(self, kind: type[PaRegistryError]) -> None:
        """Two errors are two, even with the same fields."""
        assert len({one_of(kind), one_of(kind)}) == 2

    def test_keeps_notes(self, kind: type[PaRegistryError]) -> None:
        """An error carries notes and its cause through a raise."""
        error = one_of(kind)
        error.add_note("row 3")
        error.add_note("row 4")
        with pytest.raises(kind) as caught:
            raise error from KeyError("cause")

        assert caught.value.__notes__ == ["row 3", "row 4"]
        assert isinstance(caught.value.__cause__, KeyError)

    @pytest.mark.parametrize("again", [copy.copy, pickled])
    def test_travels(
        self,
        kind: type[PaRegistryError],
        again: Callable[[PaRegistryError], PaRegistryError],
    ) -> None:
        """A copied or pickled error has the same fields and message."""
        error = one_of(kind)
        other = again(error)

        assert type(other) is kind
        assert str(other) == str(error)

    def test_speaks_in_a_sentence(self, kind: type[PaRegistryError]) -> None:
        """A message is text that holds what was given."""
        assert "word" in str(one_of(kind))


class TestLargeAndLong:
    """What was given never makes a message fail, nor makes it long."""

    def test_range(self) -> None:
        """A bound of thousands of digits is told by its bits."""
        error = errors.RangeError(what="a * b", low=-(10**5000), high=1)

        assert "a * b can reach a number of 16610 bits" in str(error)

    def test_name(self) -> None:
        """A long name is cut."""
        error = errors.UnknownNameError(kind="field", name="x" * 99_999)

        assert len(str(error)) < 200
