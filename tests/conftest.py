"""What holds for every test: no network, and three depths of search."""

from __future__ import annotations

import socket
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
    if event == "socket.connect" and _is_local(args[0]):
        return
    if event in {"socket.connect", "socket.getaddrinfo"}:
        raise AssertionError(f"A test reached for the network: {event}")


def _is_local(opened: object) -> bool:
    """Tell a socket in a folder, by which a test reaches its own server."""
    family = getattr(socket, "AF_UNIX", None)
    return family is not None and getattr(opened, "family", None) == family


sys.addaudithook(_refuse_network)
