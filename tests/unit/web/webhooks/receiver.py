"""A receiver of webhooks on this machine: real TLS, and whatever answer a test wants."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import trustme

from web.webhooks.services.connection import tls_context
from web.webhooks.services.send import Sender

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOST = "hooks.example.org"
KEY = b"k" * 32


@dataclass(frozen=True, slots=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Receiver:
    """Gives `answers` one after the other, the last one again and again."""

    port: int
    authority: trustme.CA
    answers: list[Callable[[Any], None]] = field(default_factory=lambda: [status(204)])
    received: list[Received] = field(default_factory=list)
    ended: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}/told?of=jobs"

    def sender(self, timeout_seconds: float = 5.0) -> Sender:
        """Finds the receiver whatever the name, and trusts its authority."""
        context = tls_context()
        self.authority.configure_trust(context)
        return Sender(KEY, lambda _host, _port: "127.0.0.1", context, timeout_seconds)

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.received.append(Received(handler.path, headers, body))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        answer(handler)


@contextmanager
def receiving(name: str = HOST) -> Iterator[Receiver]:
    """Serves under a certificate for `name`."""
    authority, context = trustme.CA(), SSLContext(PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.receiver = Receiver(server.server_address[1], authority)
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.receiver
        server.receiver.ended.set()
        server.shutdown()
        thread.join()


class Server(ThreadingHTTPServer):
    daemon_threads = False
    receiver: Receiver

    def handle_error(self, *_: Any) -> None:
        """A sender that hangs up is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Server)
        self.server.receiver.take(self)

    def log_message(self, *_: Any) -> None:
        pass


def status(code: int, **headers: str) -> Callable[[Any], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def raw(content: bytes) -> Callable[[Any], None]:
    return lambda handler: handler.wfile.write(content)


def in_turn(*answers: Callable[[Any], None]) -> Callable[[Any], None]:
    def answer(handler: Any) -> None:
        for part in answers:
            part(handler)

    return answer


def silence(handler: Any) -> None:
    handler.server.receiver.ended.wait(10)


def drip(handler: Any) -> None:
    """A head without end, one byte at a time: no single read ever waits long."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    until = time.monotonic() + 10
    while time.monotonic() < until and not handler.server.receiver.ended.wait(0.02):
        handler.wfile.write(b".")
