"""honcho, which runs the processes together: when one ends, or Ctrl-C comes, all end."""

from __future__ import annotations

import shlex
import signal
import threading
from typing import TYPE_CHECKING, Final

from honcho.manager import SIGNALS, Manager

from deploy.local.processes import bound

if TYPE_CHECKING:
    from collections.abc import Mapping

STOPPED_BY_A_PERSON: Final = frozenset(SIGNALS[number]["rc"] for number in (signal.SIGINT, signal.SIGTERM))


class Supervisor(Manager):  # type: ignore[misc]
    """A manager that may be stopped while it starts."""

    def terminate(self) -> None:
        # honcho ends processes by their ids, and learns an id only some time after the start.
        if self._all_started():
            super().terminate()
        else:
            threading.Timer(0.1, self.terminate).start()


def supervise(commands: Mapping[str, list[str]], environment: Mapping[str, str]) -> bool:
    """Runs the commands until one of them ends or SIGINT or SIGTERM comes; True if a signal ended them."""
    manager = Supervisor()
    for name, command in commands.items():
        manager.add_process(name, f"exec {shlex.join(bound(command))}", env=dict(environment))
    manager.loop()
    return manager.returncode in STOPPED_BY_A_PERSON
