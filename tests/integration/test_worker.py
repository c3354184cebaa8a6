"""What a real worker does with messages that are late, double, unwanted or name a model it cannot have."""

from __future__ import annotations

import dataclasses
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery
from redis import Redis

from models_store.models import PRETRAINED, ModelStore
from worker.contract.errors import ErrorCode
from worker.contract.events import FileStored, JobEvent, StatusChanged
from worker.contract.job_spec import JobSpec
from worker.contract.journal import request_cancel
from worker.contract.part_spec import ModelRef, PartSpec
from worker.contract.queues import GENERATE_QUEUE, GENERATE_TASK, journal_key
from worker.contract.status import JobStatus

SECONDS = 60


class Sender:
    """Sends specs as web does, and reads what workers say of them."""

    def __init__(self, redis_url: str) -> None:
        self.redis = Redis.from_url(redis_url, decode_responses=True)
        self._app = Celery(broker=redis_url)

    def send(self, spec: JobSpec) -> JobSpec:
        self._app.send_task(GENERATE_TASK, args=[spec.to_json()], queue=GENERATE_QUEUE, task_id=spec.job_id)
        return spec

    def events(self, spec: JobSpec) -> list[JobEvent]:
        entries: Any = self.redis.xrange(journal_key(spec.job_id))
        return [JobEvent.from_fields(fields) for _, fields in entries]

    def end(self, spec: JobSpec) -> StatusChanged:
        """How the job ended, waiting for it."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            for event in self.events(spec):
                if isinstance(event.payload, StatusChanged) and event.payload.status.is_final:
                    return event.payload
            time.sleep(0.05)
        raise AssertionError(f"no end in {SECONDS} s: {self.events(spec)}")


@pytest.fixture
def sender(service) -> Iterator[Sender]:
    sender = Sender(service.environment["REDIS_URL"])
    yield sender
    sender.redis.close()


def drums(model: ModelRef | None = None, length_seconds: float = 6.0, deadline_in_seconds: float = 60) -> JobSpec:
    found = ModelStore(PRETRAINED).latest("drums_groove")
    ref = model or ModelRef(found.name, found.version, found.sha256)
    part = PartSpec("drums", ref, 0, is_drum=True)
    deadline = time.time() + deadline_in_seconds
    return JobSpec(str(uuid.uuid4()), "drums", "groove", length_seconds, 120.0, 1, deadline, (part,))


def test_a_model_whose_bytes_differ_fails_the_job_and_the_worker_goes_on(sender):
    ref = dataclasses.replace(drums().parts[0].model, sha256="0" * 64)
    end = sender.end(sender.send(drums(ref)))
    assert end.status is JobStatus.FAILED
    assert end.error is not None
    assert end.error.code is ErrorCode.MODEL_UNAVAILABLE
    assert sender.end(sender.send(drums())).status is JobStatus.SUCCEEDED


def test_a_model_whose_file_is_missing_fails_the_job_and_the_worker_goes_on(sender):
    end = sender.end(sender.send(drums(ModelRef("nobody", 7, "0" * 64))))
    assert end.error is not None
    assert end.error.code is ErrorCode.MODEL_UNAVAILABLE
    assert "nobody version 7" in end.error.message
    assert sender.end(sender.send(drums())).status is JobStatus.SUCCEEDED


def test_a_message_that_comes_twice_makes_one_piece(sender):
    spec = sender.send(drums())
    sender.end(spec)
    sender.send(spec)
    # A later job's end shows that the double has been taken from the queue as well.
    sender.end(sender.send(drums()))
    stored = [event for event in sender.events(spec) if isinstance(event.payload, FileStored)]
    assert [event.payload.name for event in stored].count("piece.mid") == 1
    assert {event.attempt for event in sender.events(spec)} == {1}


def test_a_job_that_nobody_wants_any_more_is_canceled(sender):
    spec = drums(length_seconds=180)
    request_cancel(sender.redis, spec.job_id)
    assert sender.end(sender.send(spec)).status is JobStatus.CANCELED


def test_a_job_past_its_deadline_times_out(sender):
    end = sender.end(sender.send(drums(deadline_in_seconds=-1)))
    assert end.error is not None
    assert end.error.code is ErrorCode.TIMEOUT
    assert end.error.retryable
