"""Streams of events: 1,000 clients of one web process, whether each is told all, and how soon."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from redis import Redis

from tests.bench.figures import report
from tests.bench.house import house
from tests.client import Client
from worker.contract.events import Progressed
from worker.contract.journal import JournalWriter

CLIENTS = 1000
JOBS = 200
ENTRIES_PER_SECOND = 200
SECONDS = 10
# After the last entry, for what is still on its way.
PATIENCE_SECONDS = 5


def streams(folder: Path) -> None:
    """Prints the figures."""
    with house(folder) as (service, redis):
        job_ids = _job_ids(Client(service.url))
        with _clients(service.url, job_ids) as clients:
            _speak(redis, job_ids)
            resident = resident_mebibytes(service.processes["web"].pid)
            delays: list[float] = sorted(json.loads(clients.communicate(timeout=60)[0]))
    entries = ENTRIES_PER_SECOND * SECONDS
    told = len(delays) / (entries * CLIENTS / JOBS)
    report(f"events told to {CLIENTS} clients", told, "of those written", ">= 1", entries=entries)
    for share in (50, 95, 99):
        seconds = delays[len(delays) * share // 100]
        report(f"an event's delay, {share} %", 1000 * seconds, "ms", "<= 100" if share == 95 else "")
    report(f"web's memory with {CLIENTS} streams", resident, "MiB", "<= 250")


def _job_ids(client: Client) -> list[str]:
    with ThreadPoolExecutor(4) as callers:
        jobs = callers.map(lambda seed: client.create(style="piano", length_seconds=30, seed=seed), range(JOBS))
        return [job["id"] for job in jobs]


def _speak(redis: Redis, job_ids: list[str]) -> None:
    """Has every job in turn say the time, evenly."""
    writers = [JournalWriter(redis, job_id, 1) for job_id in job_ids]
    began = time.monotonic()
    for number, writer in islice(zip(count(), cycle(writers)), ENTRIES_PER_SECOND * SECONDS):
        time.sleep(max(0.0, began + number / ENTRIES_PER_SECOND - time.monotonic()))
        writer.write(Progressed(number, time.monotonic(), 0.5))


def resident_mebibytes(pid: int) -> float:
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    return int(status["VmRSS"].split()[0]) / 1024


@contextmanager
def _clients(url: str, job_ids: list[str]) -> Iterator[subprocess.Popen[Any]]:
    """All clients, in a process of their own; connected when the block begins."""
    command = [sys.executable, "-m", "tests.bench.sse", url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as clients:
        assert clients.stdin
        assert clients.stdout
        clients.stdin.write(json.dumps(job_ids) + "\n")
        clients.stdin.flush()
        assert clients.stdout.readline() == "connected\n"
        yield clients


async def listen(url: str, job_ids: list[str]) -> None:
    """Prints "connected", and then each event's delay in seconds, of all clients."""
    delays: list[float] = []
    connections = await asyncio.gather(*(_connect(url, job_id) for job_id in job_ids))
    print("connected", flush=True)
    listeners = [asyncio.create_task(_listen(reader, delays)) for reader, _ in connections]
    await asyncio.sleep(SECONDS + PATIENCE_SECONDS)
    for listener in listeners:
        listener.cancel()
    print(json.dumps(delays), flush=True)


async def _connect(url: str, job_id: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(f"GET /api/v1/jobs/{job_id}/events HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
    status = await reader.readline()
    assert b" 200 " in status, status
    await reader.readuntil(b"retry: ")
    return reader, writer


async def _listen(reader: asyncio.StreamReader, delays: list[float]) -> None:
    last = -1
    while line := await reader.readline():
        if line.startswith(b'data: {"events"'):
            told = json.loads(line[6:])
            assert told["events"] > last, "told twice, or out of order"
            last = told["events"]
            delays.append(time.monotonic() - told["music_seconds"])


if __name__ == "__main__":
    ids = json.loads(sys.stdin.readline())
    asyncio.run(listen(sys.argv[1], list(islice(cycle(ids), CLIENTS))))
