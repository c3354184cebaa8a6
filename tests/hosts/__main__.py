"""`make try-hosts`: the whole service on machines of its own, with faults, and restored from a backup."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from tests.hosts import trial
from tests.hosts.house import House, house

STEPS: Final[tuple[Callable[[House], str], ...]] = (
    trial.wait_until_ready,
    trial.try_fences,
    trial.try_piece,
    trial.try_stream,
    trial.try_without_a_web,
    trial.try_without_a_worker,
    partial(trial.try_restore, with_redis=True),
    partial(trial.try_restore, with_redis=False),
)


def main() -> None:
    if os.geteuid() != 0:
        sys.exit("only root may make network namespaces; nothing was tried")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
    with tempfile.TemporaryDirectory(prefix="cadenza-try-") as folder, house(Path(folder)) as running:
        running.start()
        for step in STEPS:
            began = time.monotonic()
            try:
                found = step(running)
            except Exception:
                _show_logs(Path(folder))
                raise
            print(f"ok, {time.monotonic() - began:.0f} s: {found}", flush=True)


def _show_logs(folder: Path) -> None:
    for log in sorted(folder.glob("*.log")):
        print(f"--- {log.name}\n{log.read_text(errors='replace')[-1500:]}", file=sys.stderr)


if __name__ == "__main__":
    main()
