"""Memory that comes and goes in large pieces."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Final

_M_MMAP_THRESHOLD: Final = -3
_LARGE_BYTES: Final = 1 << 20


@cache
def return_large_blocks() -> None:
    """From now on what is large goes back to the system when it is freed, with glibc; other libraries do so anyhow.

    Instruments are some megabytes each and come and go in any order: the holes that they leave in the heap, which by
    itself grows so as to hold them, came to 50 MB.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
