"""The form for large files: on disk as it comes, for whom it is shown to, and not without end."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from web.live import large_body
from web.live.bridge import Bridge
from web.live.large_body import UPLOAD_PATH, LargeBody

CHUNK = b"x" * 65536


class Form:
    """A WSGI app that shows its form with a status, and says how many bytes it was sent."""

    def __init__(self, status: str = "200 OK") -> None:
        self.status = status

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response(self.status, [("X-Frame-Options", "DENY")])
        if environ["REQUEST_METHOD"] == "GET":
            return [b"the form"]
        read = len(environ["wsgi.input"].read())
        return [f"{read} of {environ['CONTENT_LENGTH']}".encode()]


def sent(chunks: int, form: Any = None, declared: int | None = None) -> tuple[Any, int]:
    """The answer, and how many chunks were taken for it."""
    taken = 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        if taken == chunks:
            return {"type": "http.disconnect"}
        taken += 1
        return {"type": "http.request", "body": CHUNK, "more_body": taken < chunks or chunks == 0}

    headers = [] if declared is None else [(b"content-length", str(declared).encode())]
    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": UPLOAD_PATH, "query_string": b""}
    scope |= {"headers": headers, "http_version": "1.1", "scheme": "http", "server": ("h", 1), "client": ("c", 1)}
    app: Any = form or Form()
    return asyncio.run(LargeBody(Bridge(app, 1)).answer(scope, receive)), taken


def test_more_than_any_other_view_takes_arrives_whole():
    answer, _ = sent(40)
    assert answer.body == f"{40 * 65536} of {40 * 65536}".encode()


def test_too_much_is_refused_before_a_byte_of_it_is_read():
    answer, taken = sent(5, declared=300 << 20)
    assert (answer.status, taken) == (413, 0)
    assert b"at most 200 MB" in answer.body
    assert answer.headers["x-frame-options"] == "DENY"


def test_too_much_is_refused_as_soon_as_it_is_too_much(monkeypatch):
    monkeypatch.setattr(large_body, "MAX_BODY_BYTES", 3 * 65536)
    answer, taken = sent(40)
    assert (answer.status, taken) == (413, 4)


def test_whom_the_form_is_not_shown_to_sends_nothing():
    answer, taken = sent(5, Form("302 Found"))
    assert (answer.status, taken) == (302, 0)


def test_who_goes_away_is_answered_nothing():
    with pytest.raises(ClientDisconnect):
        sent(0)
