"""What a process takes of the machine, as Linux counts it."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

# Workers that have nothing to do, and make no graphs, take less of a core.
IDLE_SHARE: Final = 0.2
_TICKS_PER_SECOND: Final = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Of all cores together, since the process began."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND


def resident_mebibytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    resident = next(line for line in lines if line.startswith("VmRSS:"))
    return int(resident.split()[1]) / 1024


def wait_until_idle(*pids: int) -> None:
    """Until all of them together hardly take anything for a second."""
    share = 1.0
    while share > IDLE_SHARE:
        before = sum(map(cpu_seconds, pids))
        time.sleep(1)
        share = sum(map(cpu_seconds, pids)) - before
