"""The whole service on free loopback ports: a real Redis-compatible server, real workers, ingest and web."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.processes import bound, processes

ROOT = Path(__file__).parents[1]
ALL_MODELS = ROOT / "models_store" / "pretrained"
START_SECONDS = 180
STOP_SECONDS = 30
ONE_OF_EACH = ("worker", "render", "ingest", "web")


@dataclass
class Service:
    """Processes by name, all of one environment; `start` and `kill` single ones to cause faults.

    `doubles` are modules to be started in place of others. A name may have a number behind it: "worker-2" is one more
    worker.
    """

    folder: Path
    models: Path
    url: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    doubles: Mapping[str, str] = field(default_factory=dict)

    def start(self, name: str) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        # pytest-django names Django's settings to all, and Celery would then load them into a worker, which knows none.
        environment = {key: value for key, value in self.environment.items() if key != "DJANGO_SETTINGS_MODULE"}
        self.processes[name] = subprocess.Popen(
            bound(self._command(name)), cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        log.close()

    def stop(self, name: str) -> None:
        process = self.processes.pop(name)
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        process.kill()
        process.wait()

    def end_all(self) -> dict[str, int]:
        """Tells all to end at the same time; returns with what code each did."""
        ending, self.processes = self.processes, {}
        for process in ending.values():
            process.terminate()
        return {name: process.wait(STOP_SECONDS) for name, process in ending.items()}

    def kill(self, name: str) -> None:
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self.assert_all_run()
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}/readyz", timeout=2).close()
                return
            time.sleep(0.2)
        raise AssertionError("the service was not ready in time:\n" + self.log("web"))

    def assert_all_run(self) -> None:
        for name, process in self.processes.items():
            assert process.poll() is None, f"{name} ended:\n{self.log(name)}"

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-4000:]

    def _command(self, name: str) -> list[str]:
        """As `make run` starts it, but that each worker has a name of its own."""
        kind = name.partition("-")[0]
        command = processes(int(self.url.rsplit(":", 1)[1]), self.environment)[kind]
        for module, double in self.doubles.items():
            command = [word.replace(module, double) for word in command]
        return [*command, "--hostname", f"{name}@%h"] if kind in {"worker", "render"} else command


@contextlib.contextmanager
def running_service(
    folder: Path,
    redis_url: str,
    models: Path | None = None,
    names: tuple[str, ...] = ONE_OF_EACH,
    settings: Mapping[str, str] | None = None,
    doubles: Mapping[str, str] | None = None,
) -> Iterator[Service]:
    """Migrated, seeded, started and ready, with `settings` in its environment; all of it ends with the block.

    Where no `models` are named it has a piano and drums alone, which are soon loaded.
    """
    models = models or _few_models(folder / "models")
    service = Service(folder, models, f"http://127.0.0.1:{free_port()}", doubles=doubles or {})
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
        "UPLOADS_DIR": str(folder / "uploads"),
        **(settings or {}),
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
        for name in names:
            service.start(name)
        service.wait_until_ready()
        yield service
    finally:
        for name in list(service.processes):
            service.stop(name)


def _few_models(folder: Path) -> Path:
    folder.mkdir()
    for name in ("piano_performance", "drums_groove"):
        (folder / name).symlink_to(ALL_MODELS / name)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
