"""Times as a player shows them."""

from __future__ import annotations


def clock(seconds: float) -> str:
    """Minutes and seconds, as "1:05"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
