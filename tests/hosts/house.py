"""Everything that a cluster has, one part a machine: who is where, and who reaches whom."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.local.ports import HOST
from deploy.local.processes import processes
from tests.hosts.network import Host, network
from tests.hosts.stores import DATABASE_URL, REDIS_URL, Broker, Database, database
from tests.service import ROOT

SITE: Final = "music.internal"
URL: Final = f"https://{SITE}:8443"
WEBS: Final = ("web-1", "web-2")
WORKERS: Final = ("worker-1", "worker-2")
OF_WEB: Final = (*WEBS, "ingest", "prepare")
OF_QUEUE: Final = (*WORKERS, "render")
NAMES: Final = ("visitor", "front", *OF_WEB, *OF_QUEUE, "postgres", "redis")
KNOWN: Final = {SITE: ("front",), "web": WEBS, "postgres": ("postgres",), "redis": ("redis",)}
REACH: Final = {
    "visitor": (f"{SITE}:8443",),
    "front": ("web:8000",),
    **dict.fromkeys(OF_WEB, ("redis:6379", "postgres:5432")),
    **dict.fromkeys(OF_QUEUE, ("redis:6379",)),
}


@dataclass
class House:
    """All of it; `files` is what the machines of web and of the workers have mounted."""

    folder: Path
    hosts: dict[str, Host]
    database: Database
    broker: Broker
    environment: dict[str, str]

    @property
    def files(self) -> Path:
        return self.folder / "files"

    def start(self) -> None:
        """Stores first, then the database's shape, then all others."""
        self.database.start()
        self.broker.start()
        for words in (("-m", "deploy.prepare"), ("manage.py", "collectstatic", "--noinput", "--verbosity", "0")):
            self.hosts["prepare"].run(sys.executable, *words, environment=self.environment)
        for name in (*WEBS, "ingest", *OF_QUEUE):
            self.begin(name)
        self._start_front()

    def begin(self, name: str) -> None:
        """Starts what that machine is for."""
        kind = name.partition("-")[0]
        command = ["0.0.0.0" if word == HOST else word for word in processes(8000, self.environment)[kind]]
        if name in OF_QUEUE:
            command += ["--hostname", f"{name}@%h"]
        self.hosts[name].start(name, command, self.environment)

    def stop(self) -> None:
        for name in NAMES:
            self.hosts[name].stop()

    def curl(self, path: str, *words: str) -> bytes:
        """As a visitor asks, through the front and its TLS."""
        return self.hosts["visitor"].run(*self.curl_words(path, *words))

    def curl_words(self, path: str, *words: str) -> list[str]:
        root = self.folder / "front" / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        return [
            "curl",
            "--silent",
            "--show-error",
            "--fail",
            "--max-time",
            "120",
            "--cacert",
            str(root),
            *words,
            URL + path,
        ]

    def _start_front(self) -> None:
        search = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        caddy = shutil.which("caddy", path=search)
        if caddy is None:
            raise RuntimeError("there is no caddy; `make try-hosts` installs one")
        environment = {"SITE_ADDRESS": SITE, "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder / "front")}
        config = str(ROOT / "deploy" / "front" / "Caddyfile")
        self.hosts["front"].start("front", [caddy, "run", "--config", config], {**environment, "PATH": search})


@contextlib.contextmanager
def house(folder: Path) -> Iterator[House]:
    """Nothing of it started; all of it ends with the block."""
    with network(folder, NAMES, KNOWN, REACH) as hosts, database(hosts["postgres"]) as postgres:
        made = House(folder, hosts, postgres, Broker(hosts["redis"], folder / "redis"), _environment(folder / "files"))
        try:
            yield made
        finally:
            made.stop()


def _environment(files: Path) -> dict[str, str]:
    return {
        **os.environ,
        "ALLOWED_HOSTS": SITE,
        "AUDIO_RENDERING": "eager",
        "DATABASE_URL": DATABASE_URL,
        "ENVIRONMENT": "production",
        "REDIS_URL": REDIS_URL,
        "RESULTS_URL": (files / "results").as_uri(),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TRUSTED_PROXIES": "1",
        "UPLOADS_DIR": str(files / "uploads"),
    }
