"""The whole service on free loopback ports: a real Redis-compatible server, real workers, ingest and web."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_SECONDS = 180
STOP_SECONDS = 30


@dataclass
class Service:
    """Processes by name, all of one environment; `start` and `kill` single ones to cause faults.

    A name may have a number behind it: "worker-2" is one more worker.
    """

    folder: Path
    models: Path
    url: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            self._command(name), cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
        )
        log.close()

    def stop(self, name: str) -> None:
        process = self.processes.pop(name)
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        process.kill()
        process.wait()

    def kill(self, name: str) -> None:
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            for name, process in self.processes.items():
                assert process.poll() is None, f"{name} ended:\n{self.log(name)}"
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}/readyz", timeout=2).close()
                return
            time.sleep(0.2)
        raise AssertionError("the service was not ready in time:\n" + self.log("web"))

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-4000:]

    def _command(self, name: str) -> list[str]:
        celery = [sys.executable, "-m", "celery", "-A", "worker.app", "worker", "-P", "threads"]
        quiet = ["--without-gossip", "--without-mingle", "-n", f"{name}@%h"]
        return {
            "web": [
                sys.executable,
                "-m",
                "uvicorn",
                "web.config.asgi:application",
                "--port",
                self.url.rsplit(":", 1)[1],
            ],
            "ingest": [sys.executable, "manage.py", "ingest"],
            "worker": [*celery, "-Q", "generate", *quiet],
            "render": [*celery, "-Q", "render", "-c", "1", *quiet],
        }[name.partition("-")[0]]


@contextlib.contextmanager
def running_service(
    folder: Path, redis_url: str, models: Path = ROOT / "models_store" / "pretrained"
) -> Iterator[Service]:
    """Migrated, seeded, started and ready; all of it ends with the block."""
    service = Service(folder, models, f"http://127.0.0.1:{free_port()}")
    service.environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'cadenza.sqlite3'}",
        "ENVIRONMENT": "local",
        "GENERATE_THREADS": "16",
        "MODELS_DIR": str(models),
        "REDIS_URL": redis_url,
        "RESULTS_URL": (folder / "results").as_uri(),
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    for command in ("migrate", "seed_catalogue"):
        subprocess.run(
            [sys.executable, "manage.py", command],
            cwd=ROOT,
            env=service.environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    try:
        for name in ("worker", "render", "ingest", "web"):
            service.start(name)
        service.wait_until_ready()
        yield service
    finally:
        for name in list(service.processes):
            service.stop(name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
