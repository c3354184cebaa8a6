"""The processes of a local run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deploy.local.ports import HOST
from worker.contract.lanes import generation_queues

if TYPE_CHECKING:
    from collections.abc import Mapping

BOUND: Final = Path(__file__).with_name("bound.py")


def bound(command: list[str]) -> list[str]:
    """The same command, not outliving the process that starts it."""
    return [sys.executable, "-I", "-S", str(BOUND), *command]


def processes(port: int, environment: Mapping[str, str]) -> dict[str, list[str]]:
    """The command of each process by its name, in an environment that has `REDIS_URL`."""
    threads = ("--concurrency", environment.get("GENERATE_THREADS", "64"))
    render_threads = environment.get("RENDER_THREADS", "64")
    return {
        **_of_operators_choice(environment),
        "web": _module("uvicorn", "web.config.asgi:application", "--host", HOST, "--port", str(port), *_UVICORN),
        "worker": _celery(environment.get("GENERATE_QUEUES", ",".join(generation_queues())), *threads),
        # Its products are small: threads of a library's own would only wait for each other.
        "render": ["env", "OPENBLAS_NUM_THREADS=1", *_celery("render,inspect", "--concurrency", render_threads)],
        "ingest": [sys.executable, "manage.py", "ingest"],
        "cadenza": _module("deploy.local.watch", f"http://{HOST}:{port}", environment["REDIS_URL"]),
    }


def _of_operators_choice(environment: Mapping[str, str]) -> dict[str, list[str]]:
    if not environment.get("WEBHOOK_SECRET"):
        return {}
    return {"webhooks": [sys.executable, "manage.py", "deliver_webhooks"]}


# What a proxy says of the client is read by web itself; Django has no lifespan events; a stream of events open in a
# browser must not hold up Ctrl-C.
_UVICORN: Final = ("--lifespan", "off", "--no-access-log", "--no-proxy-headers", "--timeout-graceful-shutdown", "1")


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", name, *arguments]


def _celery(queues: str, *arguments: str) -> list[str]:
    name = queues.partition(",")[0].partition(".")[0]
    worker = ("-A", "worker.app", "worker", "--pool", "threads", "--queues", queues, "--hostname", f"{name}@%h")
    return _module("celery", *worker, "--without-gossip", "--without-mingle", *arguments)
