"""Which key is heard in some notes, as the arranger hears it."""

from __future__ import annotations

from tests.bench.quality.excerpt import Notes
from worker.composing.arranging.key import Key, heard_key


def key_of(notes: Notes) -> Key:
    return heard_key(notes[["start", "end", "pitch", "velocity"]].tolist())


def signature_of(key: Key) -> int:
    """The tonic of the major key with the same notes: relative keys share it."""
    return (key.tonic + (3 if key.is_minor else 0)) % 12
