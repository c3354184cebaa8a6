from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from web.api.long_file import LongFile
from web.live.answer import Answer
from web.live.bridge import MAX_BODY_BYTES, Bridge, read_body

SCOPE: dict[str, Any] = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "scheme": "https",
    "path": "/jobs/ä",
    "query_string": b"a=%41&b=\xff+c",
    "server": ("127.0.0.1", 8000),
    "client": ("192.0.2.7", 1234),
    "headers": [(b"host", b"music.example"), (b"content-type", b"x/y"), (b"if-none-match", b'"1"'), (b"a", b"b")],
}


class Inner:
    """A WSGI app that keeps what it was asked."""

    def __init__(self) -> None:
        self.environ: dict[str, Any] = {}
        self.was_closed = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.environ = {**environ, "body": environ["wsgi.input"].read(), "thread": threading.get_ident()}
        start_response("201 Created", [("X-One", "1"), ("Set-Cookie", "a=b"), ("Set-Cookie", "c=d")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        yield b"two "
        yield b"chunks"

    def close(self) -> None:
        self.was_closed = True


def bridge_to(app: Any) -> Bridge:
    return Bridge(app, threads=1)


def answer(inner: Inner, body: bytes = b"") -> Answer:
    return asyncio.run(bridge_to(inner).answer(SCOPE, body))


def test_each_part_of_a_long_file_is_read_when_it_is_its_turn_and_after_the_request():
    read: list[int] = []

    def parts() -> Iterator[bytes]:
        for place in range(3):
            read.append(place)
            yield b"part %d " % place

    async def follow() -> list[bytes]:
        found = await bridge_to(app).answer(SCOPE, b"")
        assert read == []
        seen = []
        async for part in found.parts():
            seen.append(part)
            assert len(read) == len(seen) - 1
        return seen

    def app(environ: dict[str, Any], start_response: Any) -> LongFile:
        start_response("200 OK", [])
        return LongFile(map(bytes, parts()))

    assert asyncio.run(follow()) == [b"", b"part 0 ", b"part 1 ", b"part 2 "]


def test_what_of_a_long_file_cannot_be_read_leaves_the_answer_incomplete():
    def parts() -> Iterator[bytes]:
        yield b"half"
        raise OSError("gone")

    def app(environ: dict[str, Any], start_response: Any) -> LongFile:
        start_response("200 OK", [("Content-Length", "8")])
        return LongFile(map(bytes, parts()))

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def follow() -> None:
        await (await bridge_to(app).answer(SCOPE, b"")).send(send)

    with pytest.raises(OSError, match="gone"):
        asyncio.run(follow())
    assert [message.get("body") for message in sent] == [None, b"", b"half"]
    assert all(message["more_body"] for message in sent[1:])


def test_an_answer_is_whole_and_its_end_is_told_to_django():
    inner = Inner()
    found = answer(inner, b"body")
    assert (found.status, found.body) == (201, b"two chunks")
    assert found.headers.getlist("set-cookie") == ["a=b", "c=d"]
    assert (inner.environ["body"], inner.was_closed) == (b"body", True)


def test_the_request_is_the_clients_own():
    inner = Inner()
    answer(inner)
    assert inner.environ["REMOTE_ADDR"] == "192.0.2.7"
    assert (inner.environ["wsgi.url_scheme"], inner.environ["HTTP_HOST"]) == ("https", "music.example")
    assert inner.environ["PATH_INFO"].encode("latin1").decode() == "/jobs/ä"


def test_a_query_of_any_bytes_can_be_asked():
    inner = Inner()
    answer(inner)
    assert inner.environ["QUERY_STRING"] == "a=%41&b=%FF+c"


def test_asking_in_a_clients_name_leaves_out_what_was_said_of_another_request():
    inner = Inner()
    asyncio.run(bridge_to(inner).ask(SCOPE, "/api/v1/jobs/1", '"2"'))
    asked = inner.environ
    assert (asked["REQUEST_METHOD"], asked["PATH_INFO"], asked["QUERY_STRING"]) == ("GET", "/api/v1/jobs/1", "")
    assert (asked["HTTP_IF_NONE_MATCH"], asked["HTTP_A"], asked.get("CONTENT_TYPE")) == ('"2"', "b", None)


def test_threads_live_on_from_request_to_request():
    async def ask_often() -> set[int]:
        inner, threads = Inner(), set()
        bridge = bridge_to(inner)
        for _ in range(5):
            await bridge.answer(SCOPE, b"")
            threads.add(inner.environ["thread"])
        return threads

    assert len(asyncio.run(ask_often())) == 1


def received(*messages: dict[str, Any]) -> bytes:
    left = iter(messages)

    async def receive() -> Any:
        return next(left)

    return asyncio.run(read_body(receive))


def test_a_body_comes_in_parts():
    first: dict[str, Any] = {"type": "http.request", "body": b"ab", "more_body": True}
    assert received(first, {"type": "http.request", "body": b"c"}) == b"abc"


def test_no_more_of_a_body_is_read_than_shows_that_it_is_too_long():
    part = {"type": "http.request", "body": bytes(MAX_BODY_BYTES), "more_body": True}
    assert len(received(part, part)) == 2 * MAX_BODY_BYTES


def test_a_client_that_goes_before_it_has_asked_asks_nothing():
    with pytest.raises(ClientDisconnect):
        received({"type": "http.request", "body": b"ab", "more_body": True}, {"type": "http.disconnect"})
