"""
Hypothesis strategies for programs that use the library.

供使用者编写性质测试的数据生成器。

The values are small and tie often: blanks, thresholds with one under and
one over, births on 29 February, empty households, people who left,
records of strangers, sources that nobody searched.  The strategies need
the extra ``testing``.
"""

from importlib import import_module

from pa_registry.errors import MissingExtraError as _MissingExtraError


try:
    import_module("hypothesis")
except ImportError:
    raise _MissingExtraError(extra="testing") from None

# What follows needs it.
from pa_registry.testing.pool import HOUSEHOLDS, days, identities, values
from pa_registry.testing.rules import (
    conditions,
    parameters,
    references,
    unbound_conditions,
)
from pa_registry.testing.subjects import (
    evidences,
    households,
    persons,
    relatives,
    subjects,
)


__all__ = [
    "HOUSEHOLDS",
    "conditions",
    "days",
    "evidences",
    "households",
    "identities",
    "parameters",
    "persons",
    "references",
    "relatives",
    "subjects",
    "unbound_conditions",
    "values",
]
