"""Asks for pieces as fast as they are accepted: `python -m tests.bench.ask URL CONNECTIONS COUNT`; prints the rate."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

_BODY = b'{"style": "piano", "length_seconds": 30}'


async def _ask(url: str, turns: Iterator[int]) -> None:
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    head = f"POST /api/v1/jobs HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/json\r\n"
    request = f"{head}Content-Length: {len(_BODY)}\r\n\r\n".encode() + _BODY
    for _ in turns:
        writer.write(request)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin1").lower()
        if not answer.startswith("http/1.1 202"):
            raise RuntimeError(answer)
        await reader.readexactly(int(answer.partition("content-length:")[2].partition("\r\n")[0]))
    writer.close()


async def _ask_all(url: str, connections: int, count: int) -> float:
    turns, began = iter(range(count)), time.monotonic()
    await asyncio.gather(*(_ask(url, turns) for _ in range(connections)))
    return count / (time.monotonic() - began)


def main(url: str, connections: str, count: str) -> None:
    print(json.dumps(asyncio.run(_ask_all(url, int(connections), int(count)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
