"""What makes the music here: the same build makes the same bytes of the same spec."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

# Grows whenever the same spec comes to sound otherwise.
ENGINE_VERSION: Final = 2

_VECTORS: Final = ("avx512f", "avx2", "avx")


@cache
def build() -> str:
    """Engine, TensorFlow, and the processor's widest vectors, on all of which the last bits depend."""
    return f"cadenza-{ENGINE_VERSION}/tensorflow-{version('tensorflow-cpu')}/{_vectors()}"


def _vectors() -> str:
    flags = set(Path("/proc/cpuinfo").read_text().split())
    return next((name for name in _VECTORS if name in flags), "baseline")
