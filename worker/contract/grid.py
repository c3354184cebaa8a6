"""Which networks hear seconds, and which a grid of steps: of what a config fixes, all that web must know."""

from __future__ import annotations

from typing import Final

# Every config of the performance family, and no other, has this in its id.
_PERFORMANCE: Final = "performance"
_STEPS_PER_QUARTER: Final = {"one_drum": 2}
_SIXTEENTHS: Final = 4


def steps_per_quarter(config_id: str) -> int | None:
    """The grid of a config of Magenta's; None where it is of hundredths of a second, whatever the tempo."""
    if _PERFORMANCE in config_id:
        return None
    return _STEPS_PER_QUARTER.get(config_id, _SIXTEENTHS)
