"""What a performance is wished to be like, as its network is told step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import note_seq
import numpy as np

from worker.contract.part_spec import Conditioning
from worker.encodings.config import DISABLE_CONDITIONING, NOTES_PER_SECOND, PITCH_CLASS_HISTOGRAM, Config
from worker.engine.controls import Controls

# Magenta's, where nothing is wished.
_DEFAULTS: Final[dict[str, tuple[Any, ...]]] = {
    NOTES_PER_SECOND: (note_seq.performance_controls.DEFAULT_NOTE_DENSITY,),
    PITCH_CLASS_HISTOGRAM: (note_seq.performance_controls.DEFAULT_PITCH_HISTOGRAM,),
    DISABLE_CONDITIONING: (False,),
}


def performance_controls(config: Config, conditioning: Conditioning, steps: int) -> Controls | None:
    """The wishes spread evenly over `steps` hundredths of a second; None where the network hears none."""
    if not config.controls:
        return None
    wishes = {name: getattr(conditioning, name) or _DEFAULTS[name] for name in config.controls}
    starts = sorted({-(-place * steps // len(values)) for values in wishes.values() for place in range(len(values))})
    events = [_event({name: _at(values, step, steps) for name, values in wishes.items()}) for step in starts]
    values = np.stack([config.control_inputs(event) for event in events])
    return Controls(np.array(starts, np.int32), values, is_timed=True)


def _at(values: Sequence[Any], step: int, steps: int) -> Any:
    return values[min(step * len(values) // steps, len(values) - 1)]


def _event(wishes: dict[str, Any]) -> Any:
    """A control event as note-seq's encoders take it."""
    values = tuple(value for name, value in wishes.items() if name != DISABLE_CONDITIONING)
    return (bool(wishes[DISABLE_CONDITIONING]), values) if DISABLE_CONDITIONING in wishes else values
