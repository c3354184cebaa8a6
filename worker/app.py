"""The Celery app of generation and render workers: `celery -A worker.app worker -P threads -Q generate`."""

from __future__ import annotations

import logging
import sys
from typing import Any

from celery import Celery
from celery.signals import celeryd_after_setup, setup_logging, worker_ready, worker_shutdown, worker_shutting_down

from worker.contract.liveness import Heartbeat
from worker.contract.queues import BROKER_TRANSPORT_OPTIONS, GENERATE_QUEUE
from worker.process import redis, settings

app = Celery("cadenza", broker=settings().redis_url, include=["worker.tasks"])
app.conf.update(
    broker_connection_retry_on_startup=True,
    broker_transport_options=BROKER_TRANSPORT_OPTIONS,
    task_acks_late=True,
    task_ignore_result=True,
    task_reject_on_worker_lost=True,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_concurrency=settings().generate_threads,
    worker_prefetch_multiplier=1,
)


@setup_logging.connect
def configure_logs(**_: object) -> None:
    logging.basicConfig(level=settings().log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


@celeryd_after_setup.connect
def prepare(sender: str, instance: Any, **_: object) -> None:
    """Loads the networks before the first job; a render worker never imports TensorFlow."""
    queues = set(instance.app.amqp.queues.consume_from)
    if GENERATE_QUEUE in queues:
        from worker.generation import generation

        generation()
    heartbeat = Heartbeat(redis(), sender, queues)
    worker_ready.connect(lambda **_: heartbeat.start(), weak=False)
    worker_shutting_down.connect(lambda **_: heartbeat.stop(), weak=False)


@worker_shutdown.connect
def stop_generation(**_: object) -> None:
    """By now every job has ended: a warm shutdown waits for them."""
    module = sys.modules.get("worker.generation")
    if module is not None:
        module.generation().engine.stop()
