"""A piece of three minutes and 10,000 notes as the API would tell of it, for a page that is shown nothing else."""

from __future__ import annotations

import io
import random
import wave
from typing import Any, Final

NOTES: Final = 10_000
LENGTH_SECONDS: Final = 180
SAMPLE_RATE: Final = 8_000
JOB: Final[dict[str, Any]] = {
    "id": "6f1c",
    "status": "running",
    "request": {"style": "piano", "type": "performance", "length_seconds": LENGTH_SECONDS},
    "resolved": {"style": "piano", "type": "performance", "length_seconds": LENGTH_SECONDS, "seed": 7},
    "progress": None,
    "error": None,
    "audio": {"status": "pending"},
    "files": [],
    "links": {name: f"/api/v1/jobs/6f1c/{name}" for name in ("self", "events", "audio", "cancel", "share")},
}
SCORE: Final = {
    "qpm": 120,
    "length_seconds": LENGTH_SECONDS,
    "parts": [{"role": role, "program": 0, "is_drum": role == "drums"} for role in ("melody", "chords", "drums")],
}


def _music() -> list[list[float]]:
    """Notes in the order of their ends, as they are told."""
    chance = random.Random(1)
    notes = []
    for _ in range(NOTES):
        length = chance.uniform(0.05, 1.5)
        start = chance.uniform(0, LENGTH_SECONDS - length)
        part = chance.randrange(3)
        pitch = chance.choice((36, 38, 42, 46, 49)) if part == 2 else chance.randrange(28, 100)
        notes.append([part, pitch, chance.randrange(30, 120), round(start, 3), round(start + length, 3)])
    return sorted(notes, key=lambda note: note[4])


def _silence() -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(b"\x80" * SAMPLE_RATE * LENGTH_SECONDS)
    return buffer.getvalue()


MUSIC: Final = _music()
SILENCE: Final = _silence()
