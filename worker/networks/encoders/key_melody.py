"""A melody that hears its own contour, meter and key (Attention RNN, Attention Improv)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import tensorflow as tf
from note_seq.constants import NOTE_KEYS

from worker.encodings.melody import FIRST_NOTE, NO_EVENT, NOTE_OFF
from worker.networks.cells import Inputs
from worker.networks.encoders import Memory
from worker.networks.encoders.counted import counter
from worker.networks.encoders.lookback import LookbackEncoder, repeated, repeats

Tensor = Any

COUNTER_BITS: Final = 7
STEPS_PER_BAR: Final = 16
_NO_NOTE: Final = -1
# [pitch class, key]: 1 where the pitch class belongs to the major key.
_KEYS: Final = np.array([[key in keys for key in range(12)] for keys in NOTE_KEYS], np.float32)


@dataclass(frozen=True, slots=True)
class KeyMelodyEncoder(LookbackEncoder):
    """Events are class indices of a one-hot melody encoding that begins at a C; notes count from its lowest."""

    def fresh(self, rows: int) -> Memory:
        return {
            **LookbackEncoder.fresh(self, rows),
            "note": tf.fill((rows, 1), _NO_NOTE),
            "is_attack": tf.zeros((rows, 1), tf.bool),
            "direction": tf.zeros((rows, 1), tf.float32),
            "last_notes": tf.fill((rows, 3), _NO_NOTE),
            "keys": tf.zeros((rows, 12), tf.float32),
        }

    def hear(self, memory: Memory, event: Tensor) -> Memory:
        note, is_note = event - FIRST_NOTE, event >= FIRST_NOTE
        last, before = memory["last_notes"], memory["last_notes"][:, -1:]
        moved = tf.cast(tf.sign(note - before), tf.float32) * tf.cast((before >= 0) & (note != before), tf.float32)
        return {
            **LookbackEncoder.hear(self, memory, event),
            "note": tf.where(is_note, note, tf.where(event == NOTE_OFF, _NO_NOTE, memory["note"])),
            "is_attack": is_note | (memory["is_attack"] & (event == NOTE_OFF)),
            "direction": tf.where(is_note & (moved != 0), moved, memory["direction"]),
            "last_notes": tf.where(is_note, _with_note(last, note), last),
            "keys": memory["keys"] + tf.where(is_note, _keys_of(note), 0.0),
        }

    def inputs(self, memory: Memory) -> Inputs:
        heard, note = memory["heard"], memory["note"]
        silent = note == _NO_NOTE
        parts = (
            note == tf.range(self.num_events - FIRST_NOTE),
            ~silent,
            silent,
            memory["is_attack"],
            memory["direction"],
            repeats(memory["history"]),
            counter(heard, COUNTER_BITS),
            heard[:, None] % STEPS_PER_BAR == 0,
            _likeliest(memory["keys"]),
            _likeliest(tf.add_n([_keys_of(memory["last_notes"][:, place, None]) for place in range(3)])),
        )
        return Inputs(None, tf.concat([tf.cast(part, tf.float32) for part in parts], 1))

    def event_of(self, memory: Memory, classes: Tensor) -> Tensor:
        notes = self.num_events - FIRST_NOTE
        # Its classes are the notes, then no event and note-off, then the repeats.
        events = tf.where(classes < notes, classes + FIRST_NOTE, classes)
        events = tf.where(classes == notes, NO_EVENT, tf.where(classes == notes + 1, NOTE_OFF, events))
        again = repeated(memory["history"], classes, notes + 2)
        return tf.where(classes >= notes + 2, again, events)


def _with_note(last: Tensor, note: Tensor) -> Tensor:
    """The last three different notes, oldest first, after one more."""
    oldest, older, newest = (last[:, place, None] for place in range(3))
    again, once = note == newest, note == older
    return tf.concat((tf.where(again | once, oldest, older), tf.where(again, older, newest), note), 1)


def _keys_of(note: Tensor) -> Tensor:
    """[B, 12]: the major keys that a note [B, 1] belongs to; none for no note."""
    return tf.where(note == _NO_NOTE, 0.0, tf.gather(tf.constant(_KEYS), note[:, 0] % 12))


def _likeliest(keys: Tensor) -> Tensor:
    return keys == tf.reduce_max(keys, 1, keepdims=True)
