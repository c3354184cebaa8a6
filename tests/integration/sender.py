"""Sends jobs as web does, and reads what workers say of them."""

from __future__ import annotations

import time
import uuid
from typing import Any

from celery import Celery
from redis import Redis

from models_store.models import PRETRAINED, ModelStore
from worker.contract.events import JobEvent, StatusChanged
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import ModelRef, PartSpec
from worker.contract.queues import GENERATE_QUEUE, GENERATE_TASK, journal_key

SECONDS = 60


class Sender:
    """Sends specs as web does, and reads what workers say of them."""

    def __init__(self, redis_url: str) -> None:
        self.redis = Redis.from_url(redis_url, decode_responses=True)
        self._app = Celery(broker=redis_url)

    def send(self, spec: JobSpec, queue: str = GENERATE_QUEUE, **changed: Any) -> JobSpec:
        """`changed` are fields of the message, as another version of web might write them."""
        message = {**spec.to_json(), **changed}
        self._app.send_task(GENERATE_TASK, args=[message, 0], queue=queue, task_id=spec.job_id)
        return spec

    def events(self, spec: JobSpec) -> list[JobEvent]:
        entries: Any = self.redis.xrange(journal_key(spec.job_id))
        return [JobEvent.from_fields(fields) for _, fields in entries]

    def end(self, spec: JobSpec, seconds: float = SECONDS) -> StatusChanged:
        """How the job ended, waiting for it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for event in self.events(spec):
                if isinstance(event.payload, StatusChanged) and event.payload.status.is_final:
                    return event.payload
            time.sleep(0.05)
        raise AssertionError(f"no end in {seconds} s: {self.events(spec)}")


def shipped(name: str) -> ModelRef:
    found = ModelStore(PRETRAINED).latest(name)
    return ModelRef(found.name, found.version, found.sha256)


def spec_of(model: ModelRef, length_seconds: float = 6.0, time_limit_seconds: float = 60, seed: int = 1) -> JobSpec:
    part = PartSpec("part", model, 0, is_drum=model.name == "drums_groove")
    return JobSpec(str(uuid.uuid4()), "style", "type", length_seconds, 120.0, seed, time_limit_seconds, (part,))
