"""HTTPS to an address that was resolved and checked before, within a time that no receiver can stretch."""

from __future__ import annotations

import socket
import ssl
import time
from http.client import HTTPSConnection
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from web.webhooks.target import Target

MAX_ANSWER_BYTES: Final = 8192


class BoundedSocket(ssl.SSLSocket):
    """Reads until `deadline` and so many bytes in all: a time limit on each read alone bounds neither.

    Attributes:
        deadline: By the monotonic clock.
    """

    deadline: float
    read_bytes: int = 0

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        if self.read_bytes >= MAX_ANSWER_BYTES:
            raise OSError(f"the head of the answer is over {MAX_ANSWER_BYTES} bytes")
        self.settimeout(left_seconds(self.deadline))
        count = super().recv_into(*args, **kwargs)
        self.read_bytes += count
        return count


def tls_context() -> ssl.SSLContext:
    """Checks certificates against the system's authorities and against the host's name."""
    context = ssl.create_default_context()
    context.sslsocket_class = BoundedSocket
    return context


def left_seconds(deadline: float) -> float:
    """The time until `deadline` by the monotonic clock.

    Raises:
        TimeoutError: There is none.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    return left


class PinnedConnection(HTTPSConnection):
    """Goes to `address`, and asks for the certificate of the target's host there: no second look-up can lead astray."""

    def __init__(self, target: Target, address: str, context: ssl.SSLContext, deadline: float) -> None:
        super().__init__(target.host, target.port, context=context)
        self._address = address
        self._tls = context
        self._deadline = deadline

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), left_seconds(self._deadline))
        plain.settimeout(left_seconds(self._deadline))
        secured = self._tls.wrap_socket(plain, server_hostname=self.host)
        assert isinstance(secured, BoundedSocket)  # noqa: S101
        secured.deadline = self._deadline
        self.sock = secured
