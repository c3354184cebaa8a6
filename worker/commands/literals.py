"""Values that Magenta's flags take as Python literals, for the command line."""

from __future__ import annotations

import argparse
import ast
from collections.abc import Callable
from typing import Any, Final, TypeVar

Value = TypeVar("Value")

PITCHES: Final = range(128)
# A melody's pitches, -1 for the end of a note and -2 for no event.
MELODY_EVENTS: Final = range(-2, 128)
# The piano's keys; a piano roll has no others.
KEYBOARD: Final = range(21, 109)
_PITCH_CLASSES: Final = 12


def _literal(read: Callable[[Any], Value], form: str) -> Callable[[str], Value]:
    """A converter that says which form a value must have."""

    def convert(text: str) -> Value:
        try:
            return read(ast.literal_eval(text))
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError) as error:
            raise argparse.ArgumentTypeError(f"must be {form}, not {text!r}") from error

    return convert


def _whole(allowed: range) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or value not in allowed:
            raise ValueError(value)
        return int(value)

    return read


def _several(read: Callable[[Any], Value]) -> Callable[[Any], tuple[Value, ...]]:
    def read_all(values: Any) -> tuple[Value, ...]:
        if not isinstance(values, list | tuple):
            raise TypeError(values)
        return tuple(read(value) for value in values)

    return read_all


def _some(read: Callable[[Any], Value]) -> Callable[[Any], tuple[Value, ...]]:
    """At least one."""

    def read_some(values: Any) -> tuple[Value, ...]:
        found = _several(read)(values)
        if not found:
            raise ValueError(values)
        return found

    return read_some


def _one_or_some(read: Callable[[Any], Value]) -> Callable[[Any], tuple[Value, ...]]:
    def read_either(value: Any) -> tuple[Value, ...]:
        try:
            return (read(value),)
        except (ValueError, TypeError):
            return _some(read)(value)

    return read_either


def _weight(value: Any) -> float:
    if isinstance(value, bool) or not 0 <= value < float("inf"):
        raise ValueError(value)
    return float(value)


def _histogram(values: Any) -> tuple[float, ...]:
    weights = _several(_weight)(values)
    if len(weights) != _PITCH_CLASSES:
        raise ValueError(values)
    return weights


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _keys(step: Any) -> tuple[int, ...]:
    """Pitches that are no key are left out, as Magenta does."""
    pitches = _several(_whole(PITCHES))(step)
    return tuple(pitch - KEYBOARD[0] for pitch in pitches if pitch in KEYBOARD)


def boolean_flag(text: str) -> bool:
    """The value of `--flag=true` and the like."""
    known = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}
    if text.lower() not in known:
        raise argparse.ArgumentTypeError(f"must be true or false, not {text!r}")
    return known[text.lower()]


pitches = _literal(_some(_whole(PITCHES)), "a list of MIDI pitches such as [60, 64, 67]")
melody = _literal(_some(_whole(MELODY_EVENTS)), "a list of steps such as [60, -2, 62, -1]")
drums = _literal(_some(_several(_whole(PITCHES))), "a list of steps such as [(36, 42), (), (42,)]")
pianoroll = _literal(_some(_keys), "a list of steps such as [(55,), (), (55, 53)]")
densities = _literal(_one_or_some(_weight), "a number of notes a second, or a list of such")
histograms = _literal(_one_or_some(_histogram), "12 weights from C on, or a list of such lists")
booleans = _literal(_one_or_some(_boolean), "True, False, or a list of such")
