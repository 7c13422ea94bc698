"""A PostgreSQL of the system's own, for as long as a test runs."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile

from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa


#: Where distributions keep what they do not put on the path.
_FOLDERS = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt")
_USERS = ("postgres", "nobody")


class NoServerError(Exception):
    """No PostgreSQL can be had here, and why."""


def _programs() -> Path:
    """Find the folder that holds the server and its tools."""
    on_path = shutil.which("initdb")
    listed = [Path(on_path).resolve().parent] if on_path else []
    for folder in _FOLDERS:
        listed += sorted(Path(folder).glob("*/bin"), reverse=True)
    for found in listed:
        if all((found / one).exists() for one in ("initdb", "postgres")):
            return found
    reason = "no initdb and postgres were found"
    raise NoServerError(reason)


def _user() -> str | None:
    """Choose who runs the server, which refuses to run as root."""
    if os.geteuid():
        return None
    for name in _USERS:
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    reason = "PostgreSQL does not run as root, and there is nobody else"
    raise NoServerError(reason)


def _run(*command: str | Path, user: str | None, cwd: Path) -> None:
    done = subprocess.run(
        command,
        user=user,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    if done.returncode:
        reason = f"{Path(command[0]).name} failed: {done.stderr.strip()}"
        raise NoServerError(reason)


@contextmanager
def postgresql() -> Generator[sa.Engine, None, None]:
    """
    Start a server that listens on a socket of its own, and stop it again.

    Raises:
        NoServerError: If there is none, or it does not start.
    """
    programs, user = _programs(), _user()
    # The path of a socket is short, and its folder is the server's own.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        if user is not None:
            shutil.chown(folder, user)
        data = folder / "data"
        settings = f"-c listen_addresses= -c fsync=off -c jit=off -k {folder}"
        tool = programs / "pg_ctl"
        _run(
            *(programs / "initdb", "-D", data, "-U", "tests", "-A", "trust"),
            *("-E", "UTF8", "--locale=C", "--no-sync"),
            user=user,
            cwd=folder,
        )
        _run(
            *(tool, "-D", data, "-w", "-t", "30", "-o", settings),
            *("-l", folder / "log", "start"),
            user=user,
            cwd=folder,
        )
        try:
            with _engine(folder) as engine:
                yield engine
        finally:
            _run(
                *(tool, "-D", data, "-m", "immediate", "stop"),
                user=user,
                cwd=folder,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _engine(folder: Path) -> Generator[sa.Engine, None, None]:
    driver: Any = import_module("pg8000.dbapi")

    def connect() -> Any:
        return driver.connect(
            user="tests",
            database="postgres",
            unix_sock=str(folder / ".s.PGSQL.5432"),
        )

    engine = sa.create_engine("postgresql+pg8000://", creator=connect)
    try:
        yield engine
    finally:
        engine.dispose()
