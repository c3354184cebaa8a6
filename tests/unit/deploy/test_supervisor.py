from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
# Two processes that write their ids and sleep; the third argument is how long the first sleeps.
RUN = """
import os, sys
from deploy.local.supervisor import supervise
sleeper = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(float(sys.argv[2]))"
commands = {name: [sys.executable, "-c", sleeper, f"{sys.argv[1]}/{name}", seconds]
            for name, seconds in (("first", sys.argv[2]), ("second", "60"))}
print("asked to stop" if supervise(commands, os.environ) else "one ended")
"""


class LocalRun:
    """A supervisor in a session of its own, as a terminal would start it."""

    def __init__(self, folder: Path, first_sleeps_seconds: float) -> None:
        self.folder = folder
        self.supervisor = subprocess.Popen(
            [sys.executable, "-c", RUN, str(folder), str(first_sleeps_seconds)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def process_ids(self) -> list[int]:
        """Waits until both processes have written theirs."""
        eventually(lambda: len(self._written()) == 2)
        return self._written()

    def _written(self) -> list[int]:
        return [int(text) for path in self.folder.iterdir() if (text := path.read_text())]


def eventually(is_so, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_alive(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_processes(tmp_path: Path, number: signal.Signals):
    run = LocalRun(tmp_path, first_sleeps_seconds=60)
    ids = run.process_ids()
    run.supervisor.send_signal(number)
    output, _ = run.supervisor.communicate(timeout=20)
    assert output.endswith("asked to stop\n")
    assert not any(map(is_alive, ids))


def test_when_one_process_ends_all_do(tmp_path: Path):
    run = LocalRun(tmp_path, first_sleeps_seconds=1)
    ids = run.process_ids()
    output, _ = run.supervisor.communicate(timeout=20)
    assert "first stopped (rc=0)" in output
    assert output.endswith("one ended\n")
    assert not any(map(is_alive, ids))


def test_nothing_is_left_behind_when_the_supervisor_is_killed(tmp_path: Path):
    run = LocalRun(tmp_path, first_sleeps_seconds=60)
    ids = run.process_ids()
    os.killpg(run.supervisor.pid, signal.SIGKILL)
    run.supervisor.communicate(timeout=20)
    eventually(lambda: not any(map(is_alive, ids)))
