"""
The one list of checks.

`sh run NAME…` runs them from a bare clone, `nox` in a prepared environment.
Whatever runs the library runs the built wheel, in a copy of the tree that
has no `src/`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile

from functools import cache
from pathlib import Path

import nox


ROOT = Path(__file__).parent
BUILD = ROOT / "build"
STAGE = BUILD / "stage"
CONSTRAINTS = ROOT / "constraints.txt"

PYPROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
DEPENDENCIES: list[str] = PYPROJECT["project"]["dependencies"]
PYTHONS = nox.project.python_versions(PYPROJECT)
OLDEST = PYTHONS[0]
OTHERS = [
    version
    for version in PYTHONS
    if version != f"{sys.version_info.major}.{sys.version_info.minor}"
]

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "virtualenv"
nox.options.error_on_missing_interpreters = False
nox.options.stop_on_first_error = False
nox.options.sessions = [
    "tests",
    "lint",
    "typing",
    "imports",
    "docs",
    "examples",
    "build",
    "lowest",
    "others",
]

SUITE = ("--pyargs", "pa_registry", "tests")
#: Skipped elsewhere, for want of a package that examples need.
BESIDE = (
    "tests/audit/test_against_svy.py",
    "tests/examples",
    *("-k", "svy or survey"),
)
#: Other Pythons and older packages change no rule and no page: fewer draws
#: will do, and what looks at the tree itself has looked at it already.
QUICK = (
    "--hypothesis-profile=brief",
    "--ignore=tests/repo",
    "--ignore=tests/docs",
)
SPREAD = ("--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal")


def _reach_pyenv_pythons() -> None:
    """Let pyenv answer for each Python that it has, not just the chosen."""
    pyenv = shutil.which("pyenv")
    if pyenv is None:
        return
    versions = [
        line
        for command in ("version-name", "versions --bare")
        for line in subprocess.run(  # noqa: S603  pyenv, found on PATH
            [pyenv, *command.split()],
            capture_output=True,
            check=False,
            text=True,
        ).stdout.split()
    ]
    if versions:
        os.environ["PYENV_VERSION"] = ":".join(dict.fromkeys(versions))


_reach_pyenv_pythons()


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests on the wheel, with the Python that runs nox."""
    _install_suite(session)
    if shutil.which("java") is not None:
        _install(session, "spark")
    _run_suite(session)


@nox.session(python=OTHERS)
def others(session: nox.Session) -> None:
    """Run the tests on the wheel, with each other Python found."""
    _install_suite(session)
    _run_suite(session, *QUICK)


@nox.session(python=OLDEST)
def lowest(session: nox.Session) -> None:
    """Run the tests with the lowest dependencies that are declared."""
    _install_suite(session)
    session.install(*(pin.replace(">=", "==") for pin in DEPENDENCIES))
    # What has extras has dependencies of its own.
    _run_suite(session, *QUICK, "--ignore=tests/frames")


@nox.session
def coverage(session: nox.Session) -> None:
    """Measure the branches that the tests reach."""
    _install_suite(session, "coverage")
    session.chdir(_stage())
    session.run("coverage", "run", "-m", "pytest", *SUITE)
    session.run("coverage", "combine")
    session.run("coverage", "report", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, spelling and the sentences of the tests."""
    _install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("codespell", *_files())
    session.run("interrogate", "tests")


@nox.session
def typing(session: nox.Session) -> None:
    """Check the types, twice, and that the public ones are complete."""
    _install(session, "typing")
    _install_wheel(session)
    session.run("mypy")
    session.run("pyright", "--warnings")
    session.run("pyright", "--verifytypes", "pa_registry", "--ignoreexternal")


@nox.session
def imports(session: nox.Session) -> None:
    """Check that a room imports only rooms before it."""
    _install(session, "imports")
    _install_wheel(session)
    session.chdir(_stage())
    session.run("lint-imports", "--no-cache")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a warning is an error."""
    _install(session, "docs")
    _install_wheel(session)
    session.chdir(_stage())
    session.run(
        *("python", "-m", "sphinx", "-n", "-W", "--keep-going", "-q"),
        *("-b", "html", "docs", str(BUILD / "docs")),
    )


@nox.session
def examples(session: nox.Session) -> None:
    """Run each example, and the tests that need what examples need."""
    _install(session, "examples", "tests")
    _install_wheel(session)
    session.chdir(_stage())
    for path in sorted(Path("examples").glob("*.py")):
        session.run("python", str(path), silent=True)
    session.run("pytest", *BESIDE, env={"PYTHONPATH": None})


@nox.session
def build(session: nox.Session) -> None:
    """Build both archives and compare the wheel with the source."""
    _install(session, "build")
    dist = BUILD / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    session.run("hatchling", "build", "-d", str(dist))
    (wheel,) = dist.glob("*.whl")
    session.run("check-wheel-contents", str(wheel))
    wrong = _wheel_files(wheel) ^ _source_files()
    if wrong:
        session.error(f"In only one of wheel and src: {sorted(wrong)}")


def _install(session: nox.Session, *groups: str) -> None:
    wanted = nox.project.dependency_groups(PYPROJECT, *groups)
    session.install(*wanted, "--constraint", str(CONSTRAINTS))


def _install_wheel(session: nox.Session) -> None:
    wheel = _build_wheel(session)
    session.install(wheel, "--constraint", str(CONSTRAINTS))
    session.install("--force-reinstall", "--no-deps", wheel)


def _install_suite(session: nox.Session, group: str = "tests") -> None:
    _install(session, group)
    _install_wheel(session)


def _run_suite(session: nox.Session, *more: str) -> None:
    session.chdir(_stage())
    session.run(
        *("pytest", *SPREAD, *more, *SUITE, *session.posargs),
        env={"PYTHONPATH": None},
    )


@cache
def _stage() -> Path:
    """Copy the tree without `src/`, so that nothing can reach it."""
    shutil.rmtree(STAGE, ignore_errors=True)
    for name in _files():
        if not name.startswith("src/"):
            copy = STAGE / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy)
    return STAGE


@cache
def _files() -> tuple[str, ...]:
    """Name the files that git knows, or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "-zco", "--exclude-standard"],  # noqa: S607  any git
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    ).stdout.split("\0")
    return tuple(name for name in listed if (ROOT / name).is_file())


_WHEELS: list[str] = []


def _build_wheel(session: nox.Session) -> str:
    """Build the wheel, once for all sessions of a run."""
    if not _WHEELS:
        folder = BUILD / "wheel"
        shutil.rmtree(folder, ignore_errors=True)
        session.run(
            *("python", "-m", "pip", "wheel", "--quiet", "--no-deps"),
            *("--wheel-dir", str(folder), str(ROOT)),
        )
        _WHEELS.extend(map(str, folder.glob("*.whl")))
    return _WHEELS[0]


def _wheel_files(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {
            name for name in archive.namelist() if ".dist-info/" not in name
        }


def _source_files() -> set[str]:
    return {
        name.removeprefix("src/")
        for name in _files()
        if name.startswith("src/")
    }
