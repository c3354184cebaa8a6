"""A caller of the job API, as small as a script of a user's."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

FINAL = {"succeeded", "failed", "canceled", "expired"}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Client:
    url: str

    def post(self, path: str, body: Any, **headers: str) -> Reply:
        """Sends JSON; a header's underscores stand for hyphens."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._send(
            urllib.request.Request(self.url + path, content, {"Content-Type": "application/json", **named})
        )

    def get(self, path: str, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._send(urllib.request.Request(self.url + path, headers=named))

    def delete(self, path: str) -> Reply:
        return self._send(urllib.request.Request(self.url + path, method="DELETE"))

    def create(self, **request: Any) -> dict[str, Any]:
        """Asks for a piece; the job as it was accepted."""
        reply = self.post("/api/v1/jobs", request)
        assert reply.status == 202, reply.body
        job: dict[str, Any] = reply.json
        return job

    def finished(self, job: dict[str, Any], seconds: float = 60) -> dict[str, Any]:
        """Polls until the job is final."""
        return self._until(job, seconds, lambda now: now["status"] in FINAL)

    def with_audio(self, job: dict[str, Any], seconds: float = 60) -> dict[str, Any]:
        """Polls until the job's audio is there or failed."""
        return self._until(job, seconds, lambda now: now["audio"]["status"] != "pending")

    def file(self, job: dict[str, Any], name: str) -> bytes:
        reply = self.get(f"/api/v1/jobs/{job['id']}/files/{name}")
        assert reply.status == 200, reply.body
        return reply.body

    def _until(self, job: dict[str, Any], seconds: float, done: Any) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while not done(job):
            assert time.monotonic() < deadline, job
            time.sleep(0.1)
            job = self.get(f"/api/v1/jobs/{job['id']}").json
        return job

    def _send(self, request: urllib.request.Request) -> Reply:
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return Reply(response.status, dict(response.headers), response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, dict(error.headers), error.read())
