"""Which loopback port the page is served on."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

from deploy.local.errors import StartError

if TYPE_CHECKING:
    from collections.abc import Mapping

HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8000
PORTS_TRIED: Final = 100


def page_port(environment: Mapping[str, str]) -> int:
    """`PORT` if it is set, else the first free port from `DEFAULT_PORT` on.

    Raises:
        StartError: `PORT` is no port number or is taken, or no port is free.
    """
    given = environment.get("PORT")
    if given:
        return _given_port(given)
    candidates = range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED)
    for port in candidates:
        if is_free(port):
            return port
    raise StartError(f"Ports {candidates[0]} to {candidates[-1]} are all taken: name a free one in PORT.")


def _given_port(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= 65535:
        raise StartError(f"PORT is {given!r}; it must be a whole number from 1 to 65535.")
    if not is_free(int(given)):
        raise StartError(f"PORT {given} is taken: stop what listens there, or name another port.")
    return int(given)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: connections that ended a moment ago do not hold the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
