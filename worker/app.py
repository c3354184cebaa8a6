"""The Celery app of generation and render workers: `celery -A worker.app worker -P threads -Q generate`."""

from __future__ import annotations

import functools
import logging
import sys
import threading
from typing import Any, Final

from celery import Celery
from celery.signals import (
    celeryd_after_setup,
    setup_logging,
    task_postrun,
    task_prerun,
    worker_ready,
    worker_shutdown,
    worker_shutting_down,
)

from worker.contract import traces
from worker.contract.lanes import is_generation_queue
from worker.contract.liveness import Heartbeat
from worker.contract.logs import FORMATTERS, Concerned, LogFormat
from worker.contract.queues import BROKER_TRANSPORT_OPTIONS, RENDER_QUEUE
from worker.process import leases, redis, settings
from worker.telling import Teller

# What is left of the grace time for messages to go back.
HAND_BACK_SECONDS: Final = 5

_concerned: Final = Concerned()

app = Celery("cadenza", broker=settings().broker_url, include=["worker.tasks"])
app.conf.update(
    broker_connection_retry_on_startup=True,
    broker_transport_options={**BROKER_TRANSPORT_OPTIONS, "queue_order_strategy": "worker.lane_cycle:LaneCycle"},
    task_acks_late=True,
    task_ignore_result=True,
    task_reject_on_worker_lost=True,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_concurrency=settings().generate_threads,
    worker_prefetch_multiplier=1,
)


@setup_logging.connect
def configure_logs(**_: object) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATTERS[settings().log_format]())
    handler.addFilter(_concerned)
    logging.basicConfig(level=settings().log_level, handlers=[handler])
    logging.captureWarnings(capture=True)


@celeryd_after_setup.connect
def prepare(sender: str, instance: Any, **_: object) -> None:
    """Loads the networks before the first job; a render worker never imports TensorFlow."""
    queues = set(instance.app.amqp.queues.consume_from)
    is_well, teller = _well, Teller(sender)
    _introduce(sender, instance)
    if any(map(is_generation_queue, queues)):
        from worker.generation import generation

        is_well, teller = generation().is_well, Teller(sender, generation())
        worker_shutting_down.connect(_hand_back_in_time, weak=False)
    if RENDER_QUEUE in queues:
        from worker.rendering.run import ending

        worker_shutting_down.connect(lambda **_: ending.set(), weak=False)
    drain = functools.partial(_take_none_or_all, instance, queues)
    teller.begin()
    heartbeat = Heartbeat(redis(), sender, queues, is_well, int(instance.concurrency), drain, teller.tell)
    worker_ready.connect(lambda **_: heartbeat.start(), weak=False)
    worker_shutting_down.connect(lambda **_: heartbeat.stop(), weak=False)
    worker_shutdown.connect(lambda **_: teller.tell_last(), weak=False)
    leases().start(is_well)


def _introduce(name: str, instance: Any) -> None:
    """Says in logs and traces who this is; among lines for machines Celery's banner has no place."""
    _concerned.worker = name
    instance.quiet = instance.quiet or settings().log_format is LogFormat.JSON
    try:
        traces.begin(f"cadenza-{name.partition('@')[0]}")
    except traces.TracesUnavailable as error:
        sys.exit(f"The worker cannot start: {error}")


def _take_none_or_all(instance: Any, queues: set[str], is_drained: bool) -> None:
    """In the thread of the consumer, as Celery's own remote control has it."""
    consumer = instance.consumer
    change = consumer.cancel_task_queue if is_drained else consumer.add_task_queue
    for queue in queues:
        consumer.call_soon(change, queue)


@task_prerun.connect
def take_message(task: Any, **_: object) -> None:
    """From its beginning to its acknowledgement, a task's message is this process's."""
    leases().take(_delivery_tag(task))


@task_postrun.connect
def let_go_of_message(task: Any, **_: object) -> None:
    leases().let_go(_delivery_tag(task))


def _delivery_tag(task: Any) -> str:
    return str(task.request.properties["delivery_tag"])


def _well() -> bool:
    return True


def _hand_back_in_time(**_: object) -> None:
    """Celery waits for the jobs as long as they take: near the end of the grace time the engine hands them back."""
    from worker.generation import generation

    generation().library.close()
    timer = threading.Timer(settings().grace_seconds - HAND_BACK_SECONDS, generation().engine.stop)
    timer.daemon = True
    timer.start()


@worker_shutdown.connect
def stop_generation(**_: object) -> None:
    """By now every job has ended or was handed back."""
    module = sys.modules.get("worker.generation")
    if module is not None:
        module.generation().close()
