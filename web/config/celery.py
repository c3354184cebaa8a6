"""The producer's end of the queue: web sends and never runs a task."""

from __future__ import annotations

from functools import cache

from celery import Celery

from web.config.redis import CONNECT_TIMEOUT_SECONDS, SOCKET_TIMEOUT_SECONDS, broker_url
from worker.contract.queues import BROKER_TRANSPORT_OPTIONS


def producer() -> Celery:
    """The Celery app that sends to the queues; it notices within about two seconds that Redis is away."""
    return _producer(broker_url())


@cache
def _producer(broker_url: str) -> Celery:
    app = Celery("cadenza", broker=broker_url, set_as_current=False)
    app.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_publish_retry=False,
        broker_connection_timeout=CONNECT_TIMEOUT_SECONDS,
        broker_transport_options={
            **BROKER_TRANSPORT_OPTIONS,
            "socket_connect_timeout": CONNECT_TIMEOUT_SECONDS,
            "socket_timeout": SOCKET_TIMEOUT_SECONDS,
            "max_retries": 0,
        },
    )
    return app
