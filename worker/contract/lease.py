"""Whose a job is: a worker holds it for as long as it says so every few seconds.

The time is Redis's own, so that a clock which jumps on a worker's machine takes nobody's job away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from redis import Redis

from worker.contract.queues import lease_key

# Shorter than the visibility timeout: when a dead worker's message comes back, its lease is over.
LEASE_SECONDS: Final = 8

_HOLD: Final = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
"""
_RELEASE: Final = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"


def hold(redis: Redis, job_id: str, holder: str) -> bool:
    """Takes the job or holds it for `LEASE_SECONDS` more; False where it is another's."""
    return bool(redis.register_script(_HOLD)([lease_key(job_id)], [holder, LEASE_SECONDS]))


def release(redis: Redis, job_id: str, holder: str) -> None:
    """Lets the job go, if it is still `holder`'s."""
    redis.register_script(_RELEASE)([lease_key(job_id)], [holder])


def held(redis: Redis, job_ids: Iterable[str]) -> set[str]:
    """Those of the jobs that somebody holds."""
    asked = list(job_ids)
    holders = redis.mget([lease_key(job_id) for job_id in asked]) if asked else []
    return {job_id for job_id, holder in zip(asked, holders, strict=True) if holder}
