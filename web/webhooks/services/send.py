"""One attempt to send one message."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING, Final

from web.webhooks.public import public_address
from web.webhooks.services.connection import PinnedConnection, tls_context
from web.webhooks.services.outcome import Outcome
from web.webhooks.services.signature import signed_headers
from web.webhooks.target import parse_target

if TYPE_CHECKING:
    from collections.abc import Callable
    from ssl import SSLContext

    from web.webhooks.services.message import Message

TIMEOUT_SECONDS: Final = 15.0
_HEADERS: Final = {"Content-Type": "application/json", "User-Agent": "Cadenza"}


@dataclass(frozen=True, slots=True)
class Sender:
    """Signs and sends; knows no database, and may be used by many threads at once.

    Attributes:
        key: What `WEBHOOK_SECRET` holds.
        resolve: From host and port to the address to connect to; raises OSError where there is none to be reached.
    """

    key: bytes
    resolve: Callable[[str, int], str] = public_address
    context: SSLContext = field(default_factory=tls_context)
    timeout_seconds: float = TIMEOUT_SECONDS

    def __call__(self, message: Message, at_unix_seconds: int) -> Outcome:
        try:
            return self._post(message, _HEADERS | signed_headers(message, self.key, at_unix_seconds))
        except (OSError, HTTPException) as error:
            return Outcome(error=f"{type(error).__name__}: {error}")

    def _post(self, message: Message, headers: dict[str, str]) -> Outcome:
        """Reads no more than the answer's head: status and headers are all that counts, and no redirect is followed."""
        target = parse_target(message.url)
        deadline = time.monotonic() + self.timeout_seconds
        address = self.resolve(target.host, target.port)
        with closing(PinnedConnection(target, address, self.context, deadline)) as connection:
            connection.request("POST", target.path, message.body, headers)
            with connection.getresponse() as answer:
                return Outcome(answer.status, answer.getheader("Retry-After"))
