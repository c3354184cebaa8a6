"""Django's database settings from `DATABASE_URL`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from environ import Env

# A thread of the pool keeps its connection, and lets go of it now and then.
CONNECTION_SECONDS: Final = 60
# Writers queue up at BEGIN instead of failing midway, and readers never wait for them.
SQLITE_OPTIONS: Final[dict[str, Any]] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
POSTGRESQL_OPTIONS: Final[dict[str, Any]] = {"connect_timeout": 5}


def databases(url: str) -> dict[str, Any]:
    """The `DATABASES` setting; makes the folder of a SQLite file where there is none."""
    config: dict[str, Any] = Env.db_url_config(url)
    if url.startswith("sqlite"):
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        config["OPTIONS"] = {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}
    else:
        config["OPTIONS"] = {**POSTGRESQL_OPTIONS, **config.get("OPTIONS", {})}
        # The server may have been started anew meanwhile.
        config["CONN_HEALTH_CHECKS"] = True
    return {"default": {**config, "CONN_MAX_AGE": CONNECTION_SECONDS}}
