"""The Celery app of generation and render workers: `celery -A worker.app worker -P threads -Q generate`."""

from __future__ import annotations

import sys
from typing import Any

from celery import Celery
from celery.signals import celeryd_after_setup, worker_shutdown

from worker.contract.queues import BROKER_TRANSPORT_OPTIONS, GENERATE_QUEUE
from worker.settings import Settings, SettingsError

try:
    settings = Settings.from_environment()
except SettingsError as error:
    sys.exit(f"The worker cannot start: {error}")

app = Celery("cadenza", broker=settings.redis_url, include=["worker.tasks"])
app.conf.update(
    broker_connection_retry_on_startup=True,
    broker_transport_options=BROKER_TRANSPORT_OPTIONS,
    task_acks_late=True,
    task_ignore_result=True,
    task_reject_on_worker_lost=True,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_concurrency=settings.generate_threads,
    worker_hijack_root_logger=True,
    worker_prefetch_multiplier=1,
)


@celeryd_after_setup.connect
def prepare_generation(instance: Any, **_: object) -> None:
    """Loads the networks before the first job; a render worker never imports TensorFlow."""
    if GENERATE_QUEUE in instance.app.amqp.queues.consume_from:
        from worker.generation import generation

        generation()


@worker_shutdown.connect
def stop_generation(**_: object) -> None:
    """By now every job has ended: a warm shutdown waits for them."""
    module = sys.modules.get("worker.generation")
    if module is not None:
        module.generation().engine.stop()
