"""
The registry behind poverty alleviation: who is poor, and why we say so.

建档立卡登记库。

The names below are all that most programs need; the rooms of the library
are its submodules, and a room is loaded when something in it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pa_registry.dates import AsOf, Round
    from pa_registry.model.counties import County
    from pa_registry.model.divisions import Divisions
    from pa_registry.model.evidence import Coverage, Evidence
    from pa_registry.model.households import Household
    from pa_registry.model.identity import IdentityNumber
    from pa_registry.model.persons import Person, Relative
    from pa_registry.model.registry import Registry
    from pa_registry.model.villages import Village
    from pa_registry.money import Fen, Rate, yuan


__all__ = [
    "AsOf",
    "County",
    "Coverage",
    "Divisions",
    "Evidence",
    "Fen",
    "Household",
    "IdentityNumber",
    "Person",
    "Rate",
    "Registry",
    "Relative",
    "Round",
    "Village",
    "yuan",
]

#: Where each name lives; a test holds it against the imports above.
_HOMES = {
    "AsOf": "dates",
    "County": "model.counties",
    "Coverage": "model.evidence",
    "Divisions": "model.divisions",
    "Evidence": "model.evidence",
    "Fen": "money",
    "Household": "model.households",
    "IdentityNumber": "model.identity",
    "Person": "model.persons",
    "Rate": "money",
    "Registry": "model.registry",
    "Relative": "model.persons",
    "Round": "dates",
    "Village": "model.villages",
    "yuan": "money",
}
_ROOMS = frozenset(
    {
        "accounts",
        "assessment",
        "columns",
        "conditions",
        "dates",
        "draw",
        "errors",
        "exchange",
        "frames",
        "funds",
        "glossary",
        "masking",
        "model",
        "money",
        "phrases",
        "policies",
        "problems",
        "standards",
        "synthetic",
        "testing",
        "typing",
    }
)


def __getattr__(name: str) -> object:
    if name in _HOMES:
        found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = found
        return found
    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*__all__, *_ROOMS})
