from __future__ import annotations

import importlib.metadata
import re
import tomllib

from tests.repo.places import PACKAGE, ROOT


# Written so that they do not match themselves.
MACHINE = re.compile(r"(?<![\w.])/(?:root|work|home|Users)/[\w.]")
REGISTRY = re.compile(r"\b(?:test\.)?py(?:pi)\.org|python(?:hosted)\.org")

BINARY = {".gz", ".png", ".pyc", ".xlsx", ".zip"}

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def texts() -> dict[str, str]:
    """Read every text file of the tree and of the package."""
    paths = {
        path
        for top in (ROOT, PACKAGE)
        for path in top.rglob("*")
        if path.is_file() and not private(path.relative_to(top).parts)
    }
    return {
        str(path): path.read_text("utf-8", errors="replace")
        for path in sorted(paths)
        if path.suffix not in BINARY
    }


def private(parts: tuple[str, ...]) -> bool:
    """Tell what git does not keep: caches, environments, builds."""
    return any(
        (part.startswith(".") and part != ".ci")
        or part in {"__pycache__", "_build", "build", "dist"}
        for part in parts[:-1]
    )


class TestVersion:
    def test_changelog(self) -> None:
        """The changelog's top heading is the version being built."""
        changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
        top = re.search(r"^## \[(\S+)\]", changelog, re.MULTILINE)

        assert top is not None
        assert top[1] == PYPROJECT["project"]["version"]

    def test_installed(self) -> None:
        """The installed package, if it is one, is of that version."""
        try:
            installed = importlib.metadata.version("pa-registry")
        except importlib.metadata.PackageNotFoundError:
            installed = PYPROJECT["project"]["version"]

        assert installed == PYPROJECT["project"]["version"]


class TestFiles:
    def test_no_file_names_a_machine(self) -> None:
        """No file depends on a folder of one machine."""
        found = {
            name: MACHINE.findall(text)
            for name, text in texts().items()
            if MACHINE.search(text)
        }

        assert found == {}

    def test_no_file_names_a_registry(self) -> None:
        """No file names the host of a package registry."""
        found = [n for n, text in texts().items() if REGISTRY.search(text)]

        assert found == []

    def test_folders_are_packages(self) -> None:
        """Each folder with modules is a package: checkers skip others."""
        folders = {path.parent for path in PACKAGE.rglob("*.py")}

        assert [f for f in folders if not (f / "__init__.py").is_file()] == []

    def test_typed(self) -> None:
        """The package says that it is typed."""
        assert (PACKAGE / "py.typed").is_file()

    def test_constraints_are_plain(self) -> None:
        """The constraints are names and versions, without addresses."""
        lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        odd = [
            line
            for line in lines
            if not re.fullmatch(r"#.*|[\w.-]+==[\w.+]+", line)
        ]

        assert odd == []
