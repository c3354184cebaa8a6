"""Django behind a fixed pool of threads.

A thread is taken only when the whole request is here, and given back before the first byte of the answer leaves: who
sends or reads slowly holds no thread. Of a long file he gets each part by a thread of its own.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from io import SEEK_END, BytesIO
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.parse import quote

from a2wsgi.wsgi import build_environ
from starlette.requests import ClientDisconnect

from web.api.long_file import LongFile
from web.api.problems import PENDING_JOB
from web.live.answer import Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from django.core.handlers.wsgi import WSGIHandler
    from starlette.types import Receive, Scope

    from web.live.answer import RawHeaders

Body = bytes | IO[bytes]

# More than any view takes but that of uploads. What is longer reaches its view cut off, and is still too long for it.
MAX_BODY_BYTES: Final = 1024 * 1024
_WHILE_ASKING_DROPPED: Final = {
    b"content-length",
    b"content-type",
    b"idempotency-key",
    b"if-none-match",
    b"if-range",
    b"prefer",
    b"range",
    b"transfer-encoding",
}


class Bridge:
    """A WSGI app as a function from a request to its answer.

    Args:
        app: Django.
        threads: How many requests are worked on at once; each thread lives as long as the process, and keeps its
            connection to the database.
    """

    def __init__(self, app: WSGIHandler, threads: int) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="django")

    async def answer(self, scope: Scope, body: Body) -> Answer:
        run = copy_context().run
        return await asyncio.get_running_loop().run_in_executor(self._pool, run, self._answer, scope, body)

    async def ask(
        self, scope: Scope, path: str, if_none_match: str | None = None, from_byte: int | None = None
    ) -> Answer:
        """A GET of our own in the name of the client whose request `scope` is."""
        headers = [header for header in scope["headers"] if header[0] not in _WHILE_ASKING_DROPPED]
        if if_none_match is not None:
            headers.append((b"if-none-match", if_none_match.encode("latin1")))
        if from_byte is not None:
            headers.append((b"range", b"bytes=%d-" % from_byte))
        target = {"method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
        return await self.answer({**scope, **target, "headers": headers}, b"")

    def _answer(self, scope: Scope, body: Body) -> Answer:
        status = 500
        raw_headers: RawHeaders = []

        def start_response(line: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
            nonlocal status
            status = int(line.partition(" ")[0])
            raw_headers.extend((name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers)

        environ = _environ(scope, body)
        chunks = self._app(environ, start_response)
        try:
            if isinstance(chunks, LongFile):
                return Answer(status, raw_headers, rest=self._each(chunks.parts))
            return Answer(status, raw_headers, b"".join(chunks), environ.get(PENDING_JOB))
        finally:
            # Django ends the request here: connections that have become unusable are closed.
            getattr(chunks, "close", lambda: None)()

    async def _each(self, parts: Iterator[bytes]) -> AsyncIterator[bytes]:
        """Takes a thread for each part, and none in between."""
        loop = asyncio.get_running_loop()
        while part := await loop.run_in_executor(self._pool, next, parts, b""):
            yield part


async def read_body(receive: Receive) -> bytes:
    """The request's body, up to a little over `MAX_BODY_BYTES`.

    Raises:
        ClientDisconnect: The client has gone before all of it was here.
    """
    body, has_more = bytearray(), True
    while has_more and len(body) <= MAX_BODY_BYTES:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        has_more = message.get("more_body", False)
    return bytes(body)


def _environ(scope: Scope, body: Body) -> Any:
    # WSGI knows ASCII only.
    query = quote(scope["query_string"], safe=_ASCII).encode()
    environ: Any = build_environ({**scope, "query_string": query}, None)  # type: ignore[arg-type, typeddict-item]
    # A body sent in chunks says no length, and one that was cut off another.
    stream = BytesIO(body) if isinstance(body, bytes) else body
    environ |= {"CONTENT_LENGTH": str(stream.seek(0, SEEK_END)), "wsgi.input": stream}
    stream.seek(0)
    return environ


_ASCII: Final = "".join(map(chr, range(0x21, 0x7F)))
