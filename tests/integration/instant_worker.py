"""A service of one worker alone, whose music costs nothing."""

from __future__ import annotations

import os
from pathlib import Path

from tests.service import ROOT, Service, free_port
from worker.contract.part_spec import ModelRef

ANY_MODEL = ModelRef("any", 1, "0" * 64)


def instant_worker(folder: Path, redis_url: str, **settings: str) -> Service:
    """Not started yet; its results lie in `folder`."""
    service = Service(
        folder,
        ROOT / "models_store" / "pretrained",
        f"http://127.0.0.1:{free_port()}",
        doubles={"worker.app": "tests.bench.instant"},
    )
    results = (folder / "results").as_uri()
    service.environment = {**os.environ, "REDIS_URL": redis_url, "RESULTS_URL": results, **settings}
    return service
