"""Events and controls as JSON has them, and as note-seq's encoders take them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import note_seq
from note_seq import PerformanceEvent

from worker.encodings.config import CHORDS, DISABLE_CONDITIONING, Config
from worker.encodings.polyphony import PolyphonicEvent

_DEFAULTS: Final = {
    "notes_per_second": note_seq.performance_controls.DEFAULT_NOTE_DENSITY,
    "pitch_class_histogram": note_seq.performance_controls.DEFAULT_PITCH_HISTOGRAM,
}
# The kinds of event that a note of the note encoding is made of.
_NOTE_PARTS: Final = (
    PerformanceEvent.TIME_SHIFT,
    PerformanceEvent.NOTE_ON,
    PerformanceEvent.VELOCITY,
    PerformanceEvent.DURATION,
)


class EventError(ValueError):
    """The JSON holds no events of that config; the message says which is not."""


def events_of(config: Config, given: list[Any]) -> list[Any]:
    """Events of the config's family.

    Melody and improv: -2 no event, -1 note off, else a pitch. Drums: pitches per step. Performance: [kind, value]; in
    the note encoding, four of them or their four values. Polyphony: [kind, pitch or null]. RNN-NADE: keys per step.

    Raises:
        EventError: Naming the first that is none.
    """
    read = _note if len(config.heads) > 1 else _READERS[config.family]
    events = []
    for index, event in enumerate(given):
        try:
            events.append(read(event))
        except (TypeError, ValueError) as error:
            raise EventError(f"event {index} of {config.id}: {event!r} is none") from error
    return events


def control_events_of(config: Config, given: Mapping[str, Any], count: int) -> list[Any]:
    """`count` control events, from one value for each control or, for chords, a list; what is missing is neutral."""
    if not config.controls:
        return []
    if config.controls == (CHORDS,):
        chords = list(given.get(CHORDS) or [note_seq.NO_CHORD])
        return (chords + [chords[-1]] * count)[:count]
    controls = given.get("controls") or {}
    values = tuple(controls.get(name, _DEFAULTS[name]) for name in config.controls if name != DISABLE_CONDITIONING)
    if DISABLE_CONDITIONING in config.controls:
        return [(bool(controls.get(DISABLE_CONDITIONING, not controls)), values)] * count
    return [values] * count


def _performance(event: Any) -> PerformanceEvent:
    kind, value = event
    return PerformanceEvent(event_type=kind, event_value=value)


def _note(event: Any) -> tuple[PerformanceEvent, ...]:
    values = [part[1] if isinstance(part, list) else part for part in event]
    pairs = zip(_NOTE_PARTS, values, strict=True)
    return tuple(PerformanceEvent(event_type=kind, event_value=value) for kind, value in pairs)


def _polyphonic(event: Any) -> PolyphonicEvent:
    kind, pitch = event
    return PolyphonicEvent(int(kind), int(pitch or 0))


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "melody": int,
    "improv": int,
    "drums": frozenset,
    "performance": _performance,
    "polyphony": _polyphonic,
    "pianoroll_rnn_nade": tuple,
}
