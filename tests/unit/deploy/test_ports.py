from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from deploy.local.errors import StartError
from deploy.local.ports import DEFAULT_PORT, HOST, is_free, page_port


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind((HOST, 0))
        server.listen()
        yield server.getsockname()[1]


def test_the_first_free_port_from_8000_on_is_taken():
    port = page_port({})
    assert port >= DEFAULT_PORT
    assert is_free(port)
    assert not any(is_free(lower) for lower in range(DEFAULT_PORT, port))


def test_a_port_that_was_asked_for_is_not_replaced_by_another(taken_port: int):
    with pytest.raises(StartError, match=f"PORT {taken_port} is taken"):
        page_port({"PORT": str(taken_port)})


@pytest.mark.parametrize("given", ["0", "65536", "-1", "http"])
def test_what_is_no_port_is_refused_and_the_limits_are_named(given: str):
    with pytest.raises(StartError, match=f"PORT is '{given}'; it must be a whole number from 1 to 65535"):
        page_port({"PORT": given})
