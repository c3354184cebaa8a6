"""Leases: a job is given to another worker soon after its own died, however long it may take.

Celery's broker on Redis hands a message out again when it was not acknowledged within the visibility timeout. That is
kept short, and a worker that lives renews the time of the messages it works on. Those times are of the worker's clock,
which may jump: who makes a job is therefore settled by a second lease, on the job itself and by Redis's clock.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from typing import Final

from redis import Redis
from redis.exceptions import RedisError

from worker.contract import lease
from worker.contract.logs import about
from worker.contract.queues import UNACKED_INDEX

logger = logging.getLogger(__name__)

RENEW_SECONDS: Final = 2.0
ASK_AGAIN_SECONDS: Final = 0.5


class Leases:
    """The messages and jobs this process works on, renewed on a thread of its own from `start` on.

    Attributes:
        lost: How often another took a job that this process works on.
    """

    def __init__(self, redis: Redis, broker: Redis) -> None:
        self._redis = redis
        self._broker = broker
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._tags: set[str] = set()
        self._job_ids: set[str] = set()
        self._lost: set[str] = set()
        self._lock = threading.Lock()
        self.lost = 0

    def start(self, is_well: Callable[[], bool]) -> None:
        """Renews for ever; `is_well` is asked before, and a worker that hangs loses what it has."""
        arguments = {"is_well": is_well}
        threading.Thread(target=self._renew_for_ever, kwargs=arguments, name="leases", daemon=True).start()

    def take(self, delivery_tag: str) -> None:
        with self._lock:
            self._tags.add(delivery_tag)

    def let_go(self, delivery_tag: str) -> None:
        with self._lock:
            self._tags.discard(delivery_tag)

    def hold(self, job_id: str) -> bool:
        """Takes the job; one that another holds is waited for as long as a dead worker's lease may last."""
        deadline = time.monotonic() + lease.LEASE_SECONDS + RENEW_SECONDS
        while not self.hold_at_once(job_id):
            if time.monotonic() > deadline:
                return False
            time.sleep(ASK_AGAIN_SECONDS)
        return True

    def hold_at_once(self, job_id: str) -> bool:
        """Takes the job; False where it is held already, by another process or in this very one."""
        with self._lock:
            if job_id in self._job_ids or not lease.hold(self._redis, job_id, self._holder):
                return False
            self._job_ids.add(job_id)
        return True

    def release(self, job_id: str) -> None:
        with self._lock:
            self._job_ids.discard(job_id)
            self._lost.discard(job_id)
        lease.release(self._redis, job_id, self._holder)

    def renew(self) -> None:
        """Renews all; a message that is acknowledged meanwhile is not taken up again."""
        with self._lock:
            tags, job_ids = list(self._tags), list(self._job_ids)
        if tags:
            self._broker.zadd(UNACKED_INDEX, dict.fromkeys(tags, time.time()), xx=True)
        for job_id in job_ids:
            self._renew_job(job_id)

    def _renew_job(self, job_id: str) -> None:
        """The job goes on: its journal keeps out whoever was overtaken."""
        if lease.hold(self._redis, job_id, self._holder):
            self._lost.discard(job_id)
        elif job_id in self._job_ids and job_id not in self._lost:
            with about(job_id.partition(":")[0]):
                logger.warning("another worker has taken job %s from this one", job_id)
            self._lost.add(job_id)
            self.lost += 1

    def _renew_for_ever(self, is_well: Callable[[], bool]) -> None:
        while True:
            try:
                if is_well():
                    self.renew()
            except RedisError as error:
                logger.warning("could not renew the leases of this worker's jobs: %s", error)
            time.sleep(RENEW_SECONDS)
