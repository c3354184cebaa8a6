"""What TensorFlow may take of the machine."""

from __future__ import annotations

import logging
import math
import os
from functools import cache
from pathlib import Path
from typing import Final

import tensorflow as tf

logger = logging.getLogger(__name__)

CGROUP: Final = Path("/sys/fs/cgroup")


@cache
def prepare_devices() -> None:
    """As many threads as the container may use, and of a GPU's memory only what is needed.

    Before the first operation of the process; later it changes nothing.
    """
    try:
        tf.config.threading.set_intra_op_parallelism_threads(usable_cores())
        tf.config.threading.set_inter_op_parallelism_threads(1)
        for gpu in tf.config.list_physical_devices("GPU"):
            tf.config.experimental.set_memory_growth(gpu, True)
    except RuntimeError:
        logger.info("TensorFlow runs already: its threads and memory stay as they are")


def usable_cores(cgroup: Path = CGROUP) -> int:
    """Cores this process may keep busy: those it may run on, or fewer where its control group has a quota."""
    cores = len(os.sched_getaffinity(0))
    quota = _quota(cgroup)
    return cores if quota is None else max(1, min(cores, math.ceil(quota)))


def _quota(cgroup: Path) -> float | None:
    """Cores' worth of time that the control group has, of version 2 or 1; None for no limit."""
    try:
        quota, period = (cgroup / "cpu.max").read_text().split()
    except (OSError, ValueError):
        try:
            quota, period = (
                (cgroup / "cpu" / f"cpu.cfs_{name}_us").read_text().strip() for name in ("quota", "period")
            )
        except OSError:
            return None
    return int(quota) / int(period) if quota not in {"max", "-1"} else None
