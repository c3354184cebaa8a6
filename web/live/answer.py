"""A whole answer: what Django gave, or a problem of our own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from starlette.datastructures import Headers, MutableHeaders

from web.api.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.types import Send

    from web.api.problems import Problem

RawHeaders = list[tuple[bytes, bytes]]

# What Django's middleware says of every answer, and ours must say too.
SECURITY_HEADERS: Final = (
    "content-security-policy",
    "cross-origin-opener-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent, and what is not.

    Attributes:
        pending_job: The id of the job whose audio Django has not got yet.
        rest: What comes after the body of a long answer.
    """

    status: int
    raw_headers: RawHeaders
    body: bytes = b""
    pending_job: str | None = None
    rest: AsyncIterator[bytes] | None = None

    @property
    def headers(self) -> Headers:
        return Headers(raw=self.raw_headers)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def security_headers(self) -> dict[str, str]:
        """For an answer of ours to the same request."""
        return {name: value for name, value in self.headers.items() if name in SECURITY_HEADERS}

    def with_headers(self, **headers: str) -> Self:
        """The same with more headers; names are written with underscores."""
        changed = MutableHeaders(raw=list(self.raw_headers))
        changed.update({name.replace("_", "-"): value for name, value in headers.items()})
        return type(self)(self.status, changed.raw, self.body)

    async def send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.raw_headers})
        if self.rest is not None:
            async for part in self.parts():
                await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b"" if self.rest else self.body})

    async def parts(self) -> AsyncIterator[bytes]:
        """The body and the rest, at the pace of whoever asks."""
        yield self.body
        if self.rest is not None:
            async for part in self.rest:
                yield part


class Refused(Exception):
    """The request is answered by a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def problem_answer(problem: Problem, also: Mapping[str, str]) -> Answer:
    """A problem with the headers `also`."""
    body = json.dumps(problem.to_json()).encode()
    own = {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(body)), **problem.headers()}
    return Answer(problem.status, Headers({**also, **own}).raw, body)
