"""What a worker process has one of: its settings, its client of Redis and its leases."""

from __future__ import annotations

import sys
from functools import cache

from redis import Redis
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry

from worker.contract.totals import Totals
from worker.leases import Leases
from worker.settings import Settings, SettingsError


@cache
def settings() -> Settings:
    """Read once; an ill-formed one ends the process with its name and what is allowed."""
    try:
        return Settings.from_environment()
    except SettingsError as error:
        sys.exit(f"The worker cannot start: {error}")


@cache
def redis() -> Redis:
    """Waits out a restart of Redis of up to about half a minute."""
    return _client(settings().redis_url)


def _client(url: str) -> Redis:
    retry = Retry(ExponentialBackoff(cap=5.0, base=0.1), retries=10)
    waiting = [RedisConnectionError, RedisTimeoutError]
    return Redis.from_url(url, decode_responses=True, retry=retry, retry_on_error=waiting)


@cache
def leases() -> Leases:
    """What this process has in hand."""
    return Leases(redis(), _client(settings().broker_url))


@cache
def totals() -> Totals:
    """What this process has done."""
    return Totals()
