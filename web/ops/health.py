"""The probes: whether this process is alive, and whether it can do its work."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError

from web.config.redis import redis_client
from web.jobs.services.lanes import all_generation_queues
from web.jobs.services.results import result_store
from worker.contract.liveness import live_workers

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

NO_STORE: Final = {"Cache-Control": "no-store"}


class NoWorkerError(Exception):
    """Jobs would be accepted and wait for nobody."""


def healthz(_request: HttpRequest) -> JsonResponse:
    """Alive: says nothing of what this process depends on, so that an outage elsewhere does not restart it."""
    return JsonResponse({"status": "ok"}, headers=NO_STORE)


def readyz(_request: HttpRequest) -> JsonResponse:
    """Ready: the database, Redis and the result store answer, and somebody composes; 503 names what is wanting."""
    asked = {"database": _ask_database, "redis": _ask_redis, "results": _ask_results, "worker": _ask_worker}
    checks = {name: _answers(ask) for name, ask in asked.items()}
    is_ready = all(checks.values())
    body = {
        "status": "ready" if is_ready else "unavailable",
        "checks": {name: "ok" if answers else "unavailable" for name, answers in checks.items()},
    }
    return JsonResponse(body, status=200 if is_ready else 503, headers=NO_STORE)


def _answers(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except (DatabaseError, InterfaceError, RedisError, OSError, NoWorkerError) as error:
        logger.warning("not ready: %s", error)
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_redis() -> None:
    redis_client().ping()


def _ask_results() -> None:
    result_store().check()


def _ask_worker() -> None:
    if not live_workers(redis_client(), *all_generation_queues()):
        raise NoWorkerError("no generation worker has been heard of lately")
