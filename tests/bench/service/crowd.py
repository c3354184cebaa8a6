"""Listeners, in a process of their own: `python -m tests.bench.service.crowd`, told as JSON on standard input.

Each asks for a piece, waits for its end and fetches the MIDI file. In a closed loop each asks anew as soon as it has
its piece; in an open one each comes at its time, however slow the answers are. Times are counted from when it meant to
come, not from when its connection was accepted.

NOTE: Locust's users are a closed loop: a slow server slows those who load it, and hides how late it answers. Arrivals
that heed nothing are what an open loop is, so they are made here.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from tests.bench.service.process import cpu_seconds

JOBS_PATH: Final = "/api/v1/jobs"
FINAL: Final = frozenset({"succeeded", "failed", "canceled", "expired"})

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of one request.

    Attributes:
        at: When the listener came, in seconds from the beginning.
        took: Until the MIDI file was there, or the refusal.
        status: Of HTTP: 200 where the file came, else that of the refusal.
        retry_after: In seconds, where a refusal said so.
    """

    at: float
    took: float
    status: int
    retry_after: int | None = None

    @property
    def until(self) -> float:
        return self.at + self.took


@dataclass(frozen=True, slots=True)
class Turn:
    """All that was asked, and the seconds of a core that asking took."""

    asked: tuple[Asked, ...]
    cpu_seconds: float

    @property
    def made(self) -> list[Asked]:
        """Those who got their piece."""
        return [asked for asked in self.asked if asked.status == 200]


def closed_loop(url: str, bodies: Sequence[Body], users: int, seconds: float | None = None) -> Turn:
    """`users` ask for `bodies` in turn, until there are no more or for so many `seconds`."""
    return _run({"url": url, "bodies": bodies, "users": users, "seconds": seconds})


def open_loop(url: str, bodies: Sequence[Body], arrivals: Sequence[float]) -> Turn:
    """One listener comes for each of `bodies` at its time of `arrivals`, in seconds."""
    return _run({"url": url, "bodies": bodies, "arrivals": arrivals})


def _run(plan: dict[str, Any]) -> Turn:
    command = (sys.executable, "-m", "tests.bench.service.crowd")
    found = subprocess.run(command, input=json.dumps(plan).encode(), check=True, stdout=subprocess.PIPE)
    told = json.loads(found.stdout)
    return Turn(tuple(Asked(**asked) for asked in told["asked"]), told["cpu_seconds"])


class _Answer:
    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body


class _Crowd:
    def __init__(self, url: str) -> None:
        self._address = urlsplit(url)
        self._began = time.monotonic()
        self.asked: list[Asked] = []

    async def closed(self, bodies: Iterable[Body], users: int, seconds: float | None) -> None:
        turns = iter(bodies)
        await asyncio.gather(*(self._user(turns, seconds or float("inf")) for _ in range(users)))

    async def open(self, bodies: Iterable[Body], arrivals: Iterable[float]) -> None:
        await asyncio.gather(*(self._visitor(body, at) for body, at in zip(bodies, arrivals, strict=True)))

    async def _user(self, bodies: Iterator[Body], until: float) -> None:
        for body in bodies:
            await self._ask(body, self._elapsed())
            if self._elapsed() > until:
                return

    async def _visitor(self, body: Body, at: float) -> None:
        await asyncio.sleep(at - self._elapsed())
        await self._ask(body, at)

    async def _ask(self, body: Body, at: float) -> None:
        reader, writer = await asyncio.open_connection(self._address.hostname, self._address.port)
        answer = await _Connection(reader, writer, self._address.netloc).piece(self._address.path or JOBS_PATH, body)
        writer.close()
        retry_after = answer.headers.get("retry-after")
        took = self._elapsed() - at
        self.asked.append(Asked(at, took, answer.status, int(retry_after) if retry_after else None))

    def _elapsed(self) -> float:
        return time.monotonic() - self._began


@dataclass(frozen=True, slots=True)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    host: str

    async def piece(self, path: str, body: Body) -> _Answer:
        """The MIDI file, or the answer that refused it."""
        answer = await self._send("POST", path, json.dumps(body).encode(), "Prefer: wait=30\r\n")
        if answer.status not in {201, 202}:
            return answer
        job = json.loads(answer.body)
        while job["status"] not in FINAL:
            answer = await self._send("GET", f"{job['links']['self']}?wait=30")
            job = json.loads(answer.body)
        if job["status"] != "succeeded":
            raise RuntimeError(f"a piece {job['status']}: {job['error']}")
        return await self._send("GET", f"{job['links']['self']}/files/piece.mid")

    async def _send(self, method: str, path: str, body: bytes = b"", headers: str = "") -> _Answer:
        kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        self.writer.write(f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\n{kind}{headers}\r\n".encode() + body)
        first, *lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n")
        given = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        content = await self.reader.readexactly(int(given.get("content-length", 0)))
        return _Answer(int(first.split()[1]), given, content)


def main() -> None:
    plan = json.load(sys.stdin)
    crowd = _Crowd(plan["url"])
    if "arrivals" in plan:
        asyncio.run(crowd.open(plan["bodies"], plan["arrivals"]))
    else:
        asyncio.run(crowd.closed(plan["bodies"], plan["users"], plan["seconds"]))
    took = cpu_seconds(os.getpid())
    json.dump({"asked": [asdict(asked) for asked in crowd.asked], "cpu_seconds": took}, sys.stdout)


if __name__ == "__main__":
    main()
