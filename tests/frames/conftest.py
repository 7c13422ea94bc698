"""The databases that the rules are read in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest


if TYPE_CHECKING:
    import sqlalchemy as sa


ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql_engine() -> Iterator[sa.Engine]:
    """Start a PostgreSQL, or skip where there is none."""
    pytest.importorskip("pg8000", reason="pg8000 is not installed")
    from tests.frames.servers import (  # noqa: PLC0415 -- an extra
        NoServerError,
        postgresql,
    )

    try:
        started = postgresql()
        engine = started.__enter__()
    except NoServerError as none:
        pytest.skip(str(none))
    try:
        yield engine
    finally:
        started.__exit__(None, None, None)


@pytest.fixture(scope="session")
def sqlite_engine() -> Iterator[sa.Engine]:
    """Open a database in memory."""
    import sqlalchemy as sa  # noqa: PLC0415 -- an extra

    engine = sa.create_engine("sqlite://")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    """Give each of the databases in turn, with the tables laid out."""
    from tests.frames.loading import METADATA  # noqa: PLC0415 -- an extra

    found: sa.Engine = request.getfixturevalue(f"{request.param}_engine")
    METADATA.create_all(found)
    return found
