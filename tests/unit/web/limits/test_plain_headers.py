"""No header may pass itself off as another on its way through WSGI."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from a2wsgi.wsgi import Body, build_environ

from web.limits.caller import caller_of
from web.limits.plain_headers import PlainHeaders

SENT = [(b"x-forwarded-for", b"203.0.113.9"), (b"x_forwarded_for", b"6.6.6.6")]


@pytest.fixture
def one_proxy(settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1


def passed_on(headers: list[tuple[bytes, bytes]]) -> Any:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope)

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "http_version": "1.1"}
    asyncio.run(PlainHeaders(app)({**scope, "headers": headers, "client": ("10.0.0.1", 5)}, None, None))  # type: ignore[arg-type]
    return seen[0]


def address_in(scope: Any, rf: Any) -> str:
    loop = asyncio.new_event_loop()
    environ: Any = build_environ(scope, Body(loop, None))  # type: ignore[arg-type]
    loop.close()
    return caller_of(rf.get("/", **{key: environ[key] for key in ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR")})).address


def test_a_header_with_an_underscore_adds_nothing_to_what_the_proxy_says(one_proxy: None, rf: Any) -> None:
    assert address_in(passed_on(SENT), rf) == "203.0.113.9"


def test_without_that_it_would(one_proxy: None, rf: Any) -> None:
    scope = {**passed_on([]), "headers": SENT}
    assert address_in(scope, rf) == "6.6.6.6"


def test_all_other_headers_pass_as_they_are() -> None:
    headers = [(b"accept", b"*/*"), (b"x-a", b"a_b")]
    assert passed_on(headers)["headers"] == headers
