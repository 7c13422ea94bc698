"""What holds for every test: no network, and three depths of search."""

from __future__ import annotations

import socket
import sys

import pytest

from hypothesis import settings


# Files that only type checkers read.
collect_ignore = ["typing"]

# Choose another with --hypothesis-profile.
settings.register_profile("brief", max_examples=10, deadline=None)
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
    if event == "socket.connect" and _stays_here(*args[:2]):
        return
    if event == "socket.getaddrinfo" and args[0] in _THIS_MACHINE:
        return
    if event in {"socket.connect", "socket.getaddrinfo"}:
        raise AssertionError(f"A test reached for the network: {event}")


#: Where a test finds a server that it started itself.
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def _stays_here(opened: object, address: object) -> bool:
    family = getattr(socket, "AF_UNIX", None)
    if family is not None and getattr(opened, "family", None) == family:
        return True
    return isinstance(address, tuple) and address[0] in _THIS_MACHINE


sys.addaudithook(_refuse_network)
