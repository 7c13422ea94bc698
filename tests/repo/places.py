"""Where the tree and the package under test are."""

from __future__ import annotations

from pathlib import Path

import pa_registry


# The tree that the tests run in. It has no `src/` when nox runs them.
ROOT = Path(__file__).parents[2]

# The package as it is imported: the installed one, when nox runs them.
PACKAGE = Path(str(pa_registry.__file__)).parent


def modules() -> dict[str, Path]:
    """Name each module of the package, with its file."""
    found: dict[str, Path] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if parts[-1] == "__init__":
            parts = parts[:-1]
        found[".".join(parts)] = path
    return found


def documents() -> list[str]:
    """Name each page that people read, relative to the tree."""
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    return sorted(page.relative_to(ROOT).as_posix() for page in pages)
