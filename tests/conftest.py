"""What holds for every test: no network, and three depths of search."""

from __future__ import annotations

import sys

import pytest

from hypothesis import settings


# Files that only type checkers read.
collect_ignore = ["typing"]

# Choose another with --hypothesis-profile.
settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("default", max_examples=100, deadline=None)
settings.register_profile("thorough", max_examples=2_000, deadline=None)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the output of the examples anew, to be read in the diff",
    )


def _refuse_network(event: str, args: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.getaddrinfo"}:
        raise AssertionError(f"A test reached for the network: {event}")


sys.addaudithook(_refuse_network)
