"""Jobs put on the queue without web, as web puts them there."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable
from typing import Final

from celery import Celery

from models_store.models import ModelStore
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import ModelRef, PartSpec
from worker.contract.queues import BROKER_TRANSPORT_OPTIONS, GENERATE_QUEUE, GENERATE_TASK

PIANO: Final = "piano_performance"
TIME_LIMIT_SECONDS: Final = 900.0


def piano_specs(count: int, length_seconds: float) -> list[JobSpec]:
    """So many performances of one length, each with a seed of its own."""
    model = ModelStore().latest(PIANO)
    ref = ModelRef(model.name, model.version, model.sha256)
    part = PartSpec("piano", ref, 0, is_drum=False)
    first = JobSpec("", "piano", "performance", length_seconds, 120.0, 0, TIME_LIMIT_SECONDS, (part,))
    return [dataclasses.replace(first, job_id=str(uuid.uuid4()), seed=seed) for seed in range(count)]


def put_on_queue(redis_url: str, specs: Iterable[JobSpec]) -> None:
    with Celery("bench", broker=redis_url, set_as_current=False) as app:
        app.conf.update(broker_transport_options=BROKER_TRANSPORT_OPTIONS, task_ignore_result=True)
        for spec in specs:
            app.send_task(GENERATE_TASK, args=[spec.to_json(), 0], task_id=spec.job_id, queue=GENERATE_QUEUE)
