"""What a process that reads a stranger's file may take of the machine."""

from __future__ import annotations

import os
import resource
from typing import Final

MEMORY_BYTES: Final = 8 << 30
CPU_SECONDS: Final = 900
LARGEST_FILE_BYTES: Final = 512 << 20
# Those who listen come first.
NICENESS: Final = 5


def limit_this_process() -> None:
    """From now on: no more memory, time or disk than any network needs, and processor time that others leave."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(NICENESS)
