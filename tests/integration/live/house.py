"""Web and ingest with a Redis that can be killed, and no workers: tests write the journals themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from redis import Redis

from tests.client import Client
from tests.event_stream import EventStream
from tests.faults.redis import MortalRedis
from tests.service import Service
from worker.contract.events import AudioChanged, FileStored, Payload, Progressed, StatusChanged
from worker.contract.journal import JournalWriter
from worker.contract.status import AudioStatus, JobStatus

SETTINGS = {
    "CLIENT_JOBS_LIMIT": "1000000",
    "CORS_ORIGINS": "https://pages.example",
    "CREATE_QUOTA": "1000000/60",
    "QUEUE_LIMIT": "1000000",
    "READ_QUOTA": "1000000/60",
    "STREAMS_PER_CLIENT": "200",
    "STREAM_LIMIT": "200",
}

RUNNING: Payload = StatusChanged(JobStatus.RUNNING)
SUCCEEDED: Payload = StatusChanged(JobStatus.SUCCEEDED)
READY: Payload = AudioChanged(AudioStatus.READY)


@dataclass(frozen=True)
class House:
    """What the tests speak to."""

    service: Service
    server: MortalRedis
    client: Client

    @property
    def redis(self) -> Redis:
        return self.server.client

    def job(self) -> dict[str, Any]:
        return self.client.create(style="piano", length_seconds=30)

    def pen(self, job: dict[str, Any], attempt: int = 1) -> Callable[[Payload], None]:
        """Writes to the job's journal, as one run of it."""
        return JournalWriter(self.redis, job["id"], attempt).write

    def events(self, job: dict[str, Any], query: str = "", **headers: str) -> EventStream:
        return EventStream(f"{self.service.url}/api/v1/jobs/{job['id']}/events{query}", **headers)


def progress(number: int) -> Payload:
    return Progressed(number, number / 10, number / 1000)


def file(name: str) -> Payload:
    return FileStored(name, "audio/midi", 3, "0" * 64)
