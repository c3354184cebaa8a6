"""The Celery app of generation and render workers: `celery -A worker.app worker -P threads -Q generate`."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from celery import Celery
from celery.signals import celeryd_after_setup, worker_ready, worker_shutdown, worker_shutting_down
from redis import Redis
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry

from worker.contract.liveness import Heartbeat
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


@cache
def redis() -> Redis:
    """The process's own client, which waits out a restart of Redis of up to about half a minute."""
    retry = Retry(ExponentialBackoff(cap=5.0, base=0.1), retries=10)
    return Redis.from_url(
        settings.redis_url, decode_responses=True, retry=retry, retry_on_error=[RedisConnectionError, RedisTimeoutError]
    )
