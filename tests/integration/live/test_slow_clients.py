from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

from tests.integration.live.house import House

# Far more than web has threads.
CLIENTS = 40


@contextmanager
def raw(house: House, text: bytes, count: int = 1) -> Iterator[list[socket.socket]]:
    """Connections that have said `text`, and nothing since."""
    address = urlsplit(house.service.url)
    with ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection((str(address.hostname), address.port or 0), 10))
            for _ in range(count)
        ]
        for line in lines:
            line.sendall(text)
        yield lines


def assert_quick(house: House) -> None:
    time.sleep(0.2)
    began = time.monotonic()
    assert house.client.get("/healthz").status == 200
    assert time.monotonic() - began < 1


def test_clients_that_never_finish_asking_hold_up_nobody(house: House):
    head = b"POST /api/v1/jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    with raw(house, head + b"Content-Length: 50\r\n\r\n{", CLIENTS):
        assert_quick(house)


def test_clients_that_never_read_the_answers_hold_up_nobody(house: House):
    ask = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with raw(house, ask * 30, CLIENTS // 4):
        time.sleep(3)
        assert_quick(house)


def test_a_body_that_is_too_long_is_a_problem_however_long_it_says_it_is(house: House):
    reply = house.client.post("/api/v1/jobs", b" " * 3_000_000)
    assert (reply.status, reply.json["code"]) == (413, "body_too_large")


def test_a_body_in_chunks_is_read_whole(house: House):
    head = b"POST /api/v1/jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    chunks = b'Transfer-Encoding: chunked\r\n\r\na\r\n{"style": \r\n8\r\n"piano"}\r\n0\r\n\r\n'
    with raw(house, head + chunks) as (line,):
        assert line.recv(12).split()[1] == b"202"


def test_a_query_of_bytes_that_are_no_text_is_answered(house: House):
    with raw(house, b"GET /api/v1/catalogue?a=\xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n") as (
        line,
    ):
        assert line.recv(15).split()[1] in {b"200", b"400"}
