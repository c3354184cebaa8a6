"""`python -m deploy.local`, in the repository's root: everything on this machine until Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deploy.local.errors import StartError
from deploy.local.ports import page_port
from deploy.local.processes import processes
from deploy.local.redis_server import redis_server
from deploy.local.supervisor import supervise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STATE: Final = Path(__file__).parents[2] / "var"


def main() -> int:
    # A shell that starts this in the background has it ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return run(os.environ)
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(variables: Mapping[str, str]) -> int:
    port = page_port(variables)
    environment = {**variables, "PYTHONUNBUFFERED": "1"}
    with only_run_in(STATE), redis_server(variables, STATE / "redis") as redis_url:
        environment["REDIS_URL"] = redis_url
        prepare_database(environment)
        was_asked_to_stop = supervise(processes(port, environment), environment)
    if was_asked_to_stop:
        print("Cadenza has stopped.")
        return 0
    raise StartError("One process ended, so all were stopped; the lines above say which, and why.")


@contextmanager
def only_run_in(state: Path) -> Iterator[None]:
    """Two runs would write the same Redis data.

    Raises:
        StartError: Another run holds the folder.
    """
    state.mkdir(exist_ok=True)
    with (state / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StartError("Cadenza already runs from this folder: stop that one first.") from error
        yield


def prepare_database(environment: Mapping[str, str]) -> None:
    """In a process of its own: this one is to stay small, since the supervisor forks it.

    Raises:
        StartError: That failed; its own output has said why.
    """
    done = subprocess.run([sys.executable, "-m", "deploy.prepare"], env=dict(environment), check=False)
    if done.returncode:
        raise StartError("The database could not be prepared, so nothing was started; the lines above say why.")


if __name__ == "__main__":
    sys.exit(main())
