"""Asks for addresses in turn, over and over: `python -m tests.bench.load URL CONNECTIONS SECONDS ETAGS PATH…`.

In a process of its own, so that it takes no time from what it measures but that of its core.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections import Counter
from urllib.parse import urlsplit


class Load:
    """Keep-alive connections, each with one request under way; `sends_etags` makes it ask for what is new."""

    def __init__(self, url: str, paths: list[str], *, sends_etags: bool) -> None:
        self._address = urlsplit(url)
        self._paths = itertools.cycle(paths)
        self._sends_etags = sends_etags
        self._etags: dict[str, str] = {}
        self.statuses: Counter[str] = Counter()

    async def run(self, connections: int, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        await asyncio.gather(*(self._ask_until(deadline) for _ in range(connections)))

    async def _ask_until(self, deadline: float) -> None:
        reader, writer = await asyncio.open_connection(self._address.hostname, self._address.port)
        while time.monotonic() < deadline:
            path = next(self._paths)
            writer.write(self._request(path))
            self._note(path, await _head(reader))
        writer.close()

    def _request(self, path: str) -> bytes:
        known = f"If-None-Match: {self._etags[path]}\r\n" if self._sends_etags and path in self._etags else ""
        return f"GET {path} HTTP/1.1\r\nHost: {self._address.netloc}\r\n{known}\r\n".encode()

    def _note(self, path: str, head: dict[str, str]) -> None:
        self.statuses[head[""]] += 1
        if "etag" in head:
            self._etags[path] = head["etag"]


async def _head(reader: asyncio.StreamReader) -> dict[str, str]:
    """The headers by their names, and the status by none; the body is read and dropped."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n")
    head = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    await reader.readexactly(int(head.get("content-length", 0)))
    return {**head, "": lines[0].split()[1]}


def main(url: str, connections: str, seconds: str, etags: str, *paths: str) -> None:
    load = Load(url, list(paths), sends_etags=etags == "etags")
    asyncio.run(load.run(int(connections), float(seconds)))
    print(json.dumps({status: count / float(seconds) for status, count in load.statuses.items()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
